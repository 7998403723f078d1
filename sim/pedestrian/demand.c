/* Phase demand: who arrives in the streams of people. Times are kept in microseconds, so that neither the step's length nor
 * rounding changes a rate. Arrivals are a Poisson process at a rate, or come in bursts with the arrivals of a timetable. */
#include "pedestrian.h"

#include "emit.h"
#include "fmath.h"
#include "person.h"
#include "random.h"

/* Arrivals of one flow in one step, at most; the others come in the next: so the events of a step are bounded. */
enum { ARRIVALS_PER_STEP = 16 };
static const double LONGEST_GAP = 1e15; /* us */

/* The gap before a flow's arrival number n: exponential. */
static uint64_t draw_gap(const soi_world *world, soi_people_flow_id flow, uint32_t n) {
  const double mean = 1e6 / world->model->people_flows[flow].rate;
  const double draw = soi_random_exponential(world->model->seed, SOI_DRAW_PERSON_BIRTH, flow, 0, n);
  return (uint64_t)soi_min(mean * draw, LONGEST_GAP);
}

/* A Poisson number: how many exponential gaps fit into the mean. */
static uint32_t draw_crowd(const soi_world *world, soi_people_flow_id flow, uint32_t arrival) {
  const double mean = world->model->people_flows[flow].per_arrival;
  double sum = 0.0;
  for (uint32_t n = 0;; ++n) {
    sum += soi_random_exponential(world->model->seed, SOI_DRAW_PERSON_BIRTH, flow, (uint64_t)arrival + 1, n);
    if (sum > mean) { return n; }
  }
}

/* Arrivals at the flow's rate up to now. */
static uint32_t arrive_at_rate(soi_world *world, soi_people_flow_id flow, uint64_t now, uint32_t room) {
  const soi_people_flow *const plan = &world->model->people_flows[flow];
  if (plan->rate <= 0.0) { return 0; }
  const uint64_t step = world->model->step_us;
  if (world->people_flow_drawn[flow] == 0) {
    world->people_flow_next[flow] = plan->start * step + draw_gap(world, flow, 0);
    world->people_flow_drawn[flow] = 1;
  }
  uint32_t count = 0;
  while (count < room && world->people_flow_next[flow] <= now && world->people_flow_next[flow] < plan->finish * step) {
    world->people_flow_next[flow] += draw_gap(world, flow, world->people_flow_drawn[flow]++);
    ++count;
  }
  return count;
}

/* Arrivals of the timetable bring people, who come out evenly; whoever is still inside when the next arrives comes out with its
 * people. */
static uint32_t arrive_by_timetable(soi_world *world, soi_people_flow_id flow, uint64_t now, uint32_t room) {
  const soi_people_flow *const plan = &world->model->people_flows[flow];
  while (world->people_flow_arrival[flow] < plan->arrivals.count) {
    const soi_tick tick = world->model->arrival_ticks[plan->arrivals.first + world->people_flow_arrival[flow]];
    if (tick > world->tick[0]) { break; }
    if (tick >= plan->start && tick < plan->finish) {
      world->people_flow_pending[flow] += draw_crowd(world, flow, world->people_flow_arrival[flow]);
    }
    if (world->people_flow_pending[flow] > 0) {
      world->people_flow_gap[flow] = (uint64_t)(plan->spread * 1e6) / world->people_flow_pending[flow];
      world->people_flow_release[flow] = now + world->people_flow_gap[flow] / 2;
    }
    ++world->people_flow_arrival[flow];
  }

  /* Those who are due. */
  uint32_t count = 0;
  while (count < room && world->people_flow_pending[flow] > 0 && world->people_flow_release[flow] <= now) {
    world->people_flow_release[flow] += world->people_flow_gap[flow];
    --world->people_flow_pending[flow];
    ++count;
  }
  return count;
}

/* A crowd that a command ordered. */
static uint32_t arrive_by_command(soi_world *world, soi_people_flow_id flow, uint32_t room) {
  const uint32_t count = world->people_flow_crowd[flow] < room ? world->people_flow_crowd[flow] : room;
  world->people_flow_crowd[flow] -= count;
  return count;
}

/* Puts newcomers in front of their gate, and passengers into the books. */
static void admit(soi_world *world, soi_people_flow_id flow, uint32_t count) {
  const soi_people_flow *const plan = &world->model->people_flows[flow];
  world->people_flow_waiting[flow] += count;
  if (!soi_flow_rides(plan)) { return; }
  world->passengers_created[0] += count;
  world->passengers_outside[0] += count;
  const soi_point at = world->model->walk_nodes[world->model->gates[plan->from].node].at;
  for (uint32_t i = 0; i < count; ++i) { soi_emit(world, SOI_EVENT_PASSENGER_CREATED, 0, flow, 0.0, at, 0); }
}

void soi_pedestrian_demand(soi_world *world) {
  const uint64_t now = world->tick[0] * world->model->step_us;
  for (soi_people_flow_id flow = 1; flow <= world->model->people_flow_count; ++flow) {
    uint32_t count = arrive_at_rate(world, flow, now, ARRIVALS_PER_STEP);
    count += arrive_by_timetable(world, flow, now, ARRIVALS_PER_STEP - count);
    count += arrive_by_command(world, flow, ARRIVALS_PER_STEP - count);
    if (count > 0) { admit(world, flow, count); }
  }
  soi_people_placed(world);
}
