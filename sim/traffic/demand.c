/* Phase demand: arrivals of vehicle flows, which then wait outside until claim finds them a gap. */
#include "fmath.h"
#include "park.h"
#include "random.h"
#include "traffic.h"
#include "traits.h"

/* Microseconds to the flow's next arrival, exponential: whole ticks would bring too many when the gaps are short. */
static uint64_t next_gap(const soi_model *model, soi_vehicle_flow_id flow, uint32_t drawn) {
  const double mean = 1e6 / model->vehicle_flows[flow].rate;
  const double gap = mean * soi_random_exponential(model->seed, SOI_DRAW_VEHICLE_BIRTH, flow, drawn, 0);
  return (uint64_t)soi_min(gap, 1e15);
}

static void draw_arrivals(soi_world *world, soi_vehicle_flow_id flow) {
  const soi_model *model = world->model;
  const soi_vehicle_flow *plan = &model->vehicle_flows[flow];
  const soi_tick now = world->tick[0];
  if (plan->rate <= 0.0 || now < plan->start || now >= plan->finish) { return; }
  if (now == plan->start) { world->vehicle_flow_next[flow] = now * model->step_us + next_gap(model, flow, 0); }
  while (world->vehicle_flow_next[flow] <= now * model->step_us) {
    ++world->vehicle_flow_waiting[flow];
    ++world->vehicle_flow_drawn[flow];
    world->vehicle_flow_next[flow] += next_gap(model, flow, world->vehicle_flow_drawn[flow]);
  }
}

void soi_traffic_demand(soi_world *world) {
  for (soi_vehicle_flow_id flow = 1; flow <= world->model->vehicle_flow_count; ++flow) {
    draw_arrivals(world, flow);
    if (world->vehicle_flow_waiting[flow] == 0) { continue; }
    /* the one who has waited longest comes next: its number in the flow decides what it is */
    const uint32_t number = world->vehicle_flow_drawn[flow] - world->vehicle_flow_waiting[flow];
    world->newcomer_type[flow] = soi_newcomer_type(world->model, flow, number);
  }
  soi_park_vehicles(world);
}
