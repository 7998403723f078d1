/* Who arrives, when, and that the books of passengers are kept. */
#include "scene.h"

#include "emit.h"

static scene *two_gates(void) {
  scene *const self = scene_open();
  const uint32_t a = scene_node(self, 0.0, 0.0), b = scene_node(self, 30.0, 0.0);
  scene_link(self, SOI_WALK_CORRIDOR, a, b, 4.0);
  const uint32_t from = scene_gate(self, a, 4.0), to = scene_gate(self, b, 4.0);
  scene_flow(self, from, to);
  return self;
}

static uint32_t arrived(const scene *self) { return self->world->people_flow_waiting[1]; }

/* Demand alone, so that nobody is born. */
static void pass(scene *self, uint32_t ticks) {
  for (uint32_t i = 0; i < ticks; ++i) {
    self->world->event_count = 0;
    soi_pedestrian_demand(self->world);
    ++self->world->tick[0];
  }
}

/* A rate is kept, in its window only, at any step; the counts of minutes spread as a Poisson process's do. */
static void rate_is_kept(void **state) {
  (void)state;
  const uint32_t steps[] = {100000, 20000, 1000000};
  for (int i = 0; i < 3; ++i) {
    scene *const self = two_gates();
    const uint32_t second = 1000000 / steps[i];
    self->model.step_us = steps[i];
    self->model.step = steps[i] * 1e-6;
    self->flows[1].rate = 2.5;
    self->flows[1].start = 100 * second;
    self->flows[1].finish = 10100 * second;
    scene_begin(self, NULL);
    pass(self, 100 * second);
    assert_int_equal(arrived(self), 0);
    double square = 0.0;
    for (int minute = 0; minute < 166; ++minute) {
      const uint32_t before = arrived(self);
      pass(self, 60 * second);
      const double count = arrived(self) - before;
      square += (count - 150.0) * (count - 150.0);
    }
    pass(self, 60 * second);
    const uint32_t count = arrived(self);
    pass(self, 100 * second);
    print_message("step %u us: %u of 25000 expected, variance of a minute over its mean %.2f\n", steps[i], count, square / 166 / 150);
    assert_true(fabs(count - 25000.0) < 4.0 * sqrt(25000.0));
    assert_true(square / 166 / 150 > 0.6 && square / 166 / 150 < 1.5);
    assert_int_equal(arrived(self), count);
    scene_close(self);
  }
}

/* People of an arrival come out evenly; a second arrival queues behind the first. */
static void arrivals_bring_people(void **state) {
  (void)state;
  scene *const self = two_gates();
  self->flows[1].arrivals = (soi_span){1, 2};
  self->arrivals[1] = 100;
  self->arrivals[2] = 400;
  self->flows[1].per_arrival = 60.0;
  self->flows[1].spread = 60.0;
  soi_world *const world = scene_begin(self, NULL);
  pass(self, 101);
  const uint32_t first = world->people_flow_pending[1] + arrived(self);
  assert_true(first > 60 - 32 && first < 60 + 32);
  /* Half of its spread: half of its people. */
  pass(self, 299);
  assert_true(abs((int)arrived(self) - (int)first / 2) <= 1);
  pass(self, 1);
  const uint32_t both = world->people_flow_pending[1] + arrived(self);
  pass(self, 598);
  print_message("first %u people, both %u, out %u\n", first, both, arrived(self));
  assert_true(both > first && both - arrived(self) <= 1);
  pass(self, 20);
  assert_int_equal(arrived(self), both);
  assert_int_equal(world->people_flow_pending[1], 0);
  scene_close(self);
}

/* Over many arrivals the mean is as asked, and so is the variance: Poisson. */
static void crowds_are_poisson(void **state) {
  (void)state;
  scene *const self = two_gates();
  static soi_tick ticks[4001];
  for (uint32_t i = 1; i <= 4000; ++i) { ticks[i] = i; }
  self->model.arrival_ticks = ticks;
  self->flows[1].arrivals = (soi_span){1, 4000};
  self->flows[1].per_arrival = 6.5;
  self->flows[1].spread = 0.0;
  soi_world *const world = scene_begin(self, NULL);
  pass(self, 1);
  double sum = 0.0, square = 0.0;
  for (int i = 0; i < 4000; ++i) {
    const uint32_t before = arrived(self) + world->people_flow_pending[1];
    pass(self, 1);
    const double count = arrived(self) + world->people_flow_pending[1] - before;
    sum += count;
    square += (count - 6.5) * (count - 6.5);
  }
  print_message("mean %.3f, variance %.3f, expected 6.5\n", sum / 4000, square / 4000);
  assert_true(fabs(sum / 4000 - 6.5) < 0.16 && fabs(square / 4000 - 6.5) < 0.6);
  scene_close(self);
}

/* A crowd by command comes without delay, but not more at once than a step's events can tell. */
static void crowds_by_command_come(void **state) {
  (void)state;
  scene *const self = two_gates();
  soi_world *const world = scene_begin(self, NULL);
  world->people_flow_crowd[1] = 40;
  pass(self, 1);
  assert_int_equal(arrived(self), 16);
  pass(self, 5);
  assert_int_equal(arrived(self), 40);
  scene_close(self);
}

/* Passengers of flow 1, from its gate to a stop 20 m on. */
static scene *gate_and_stop(void) {
  scene *const self = two_gates();
  self->flows[1].route = 1;
  self->flows[1].board = 1;
  self->flows[1].rate = 0.5;
  self->flows[1].wheelchair = 0.3;
  self->flows[1].luggage = 0.5;
  const uint32_t node = scene_node(self, 20.0, 0.0);
  self->links[1].b = node;
  self->links[1].length = 20.0;
  scene_link(self, SOI_WALK_CORRIDOR, node, 2, 4.0);
  self->stops[1] = (soi_stop){.node = node, .walk_way = scene_way(self, node), .queue = {20.0, 1.0}, .queue_step = {-0.7, 0.0}};
  return self;
}

/* Passengers: created and told when they arrive, outside until they are born with the errand to their stop. */
static void passengers_are_booked(void **state) {
  (void)state;
  scene *const self = gate_and_stop();
  soi_world *const world = scene_begin(self, NULL);
  uint32_t told = 0;
  for (int i = 0; i < 900; ++i) {
    scene_step(self);
    for (uint32_t e = 0; e < world->event_count; ++e) { told += world->events[e].kind == SOI_EVENT_PASSENGER_CREATED; }
    assert_int_equal(world->passengers_created[0], world->passengers_outside[0] + world->person_count[0]);
    assert_int_equal(told, world->passengers_created[0]);
  }
  /* They stand about the end of the queue, which is empty as nobody runs the service. */
  uint32_t wheelchairs = 0;
  assert_true(world->person_count[0] > 20);
  for (uint32_t i = 1; i <= world->person_high[0]; ++i) {
    assert_int_equal(world->person_errand[i], SOI_ERRAND_TO_STOP);
    assert_int_equal(world->person_stop[i], 1);
    assert_true(world->person_wish[i] >= 0.5f && world->person_wish[i] <= 1.34f + 2.5f * 0.26f);
    assert_true(world->person_patience[i] >= 60.0f && world->person_side[i] >= -1.0f && world->person_side[i] <= 1.0f);
    wheelchairs += (world->person_needs[i] & SOI_NEED_WHEELCHAIR) != 0;
  }
  assert_true(wheelchairs > 3 && wheelchairs < world->person_count[0] / 2);
  assert_true(hypot(world->person_x[1] - 20.0, world->person_y[1] - 1.0) < 0.1);
  assert_true(self->worst_overlap < 0.05);
  scene_close(self);
}

/* A passenger is born with a journey of three legs, or waits outside, which is told, until there are as many; a walker needs none. */
static void a_journey_must_fit(void **state) {
  (void)state;
  scene *const self = gate_and_stop();
  scene_flow(self, 2, 1);
  self->flows[1].rate = 0.0;
  soi_world *const world = scene_begin(self, NULL);
  const uint32_t hoarder = scene_put(self, 2, 1, 1, 10.0, 0.0);
  while (soi_legs_left(world) > 2) { assert_true(soi_leg_add(world, hoarder, 0, 1, 0)); }
  world->people_flow_crowd[1] = world->people_flow_crowd[2] = 1;
  for (int i = 0; i < 20; ++i) { scene_step(self); }
  assert_int_equal(world->people_flow_waiting[1], 1);
  assert_int_equal(world->people_flow_waiting[2], 0);
  assert_true(world->overflow_people[0] > 0);
  assert_int_equal(soi_legs_left(world), 2);
  soi_leg_done(world, hoarder);
  for (int i = 0; i < 20; ++i) { scene_step(self); }
  assert_int_equal(world->people_flow_waiting[1], 0);
  assert_int_equal(soi_legs_left(world), 0);
  scene_close(self);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rate_is_kept),           cmocka_unit_test(arrivals_bring_people), cmocka_unit_test(crowds_are_poisson),
      cmocka_unit_test(crowds_by_command_come), cmocka_unit_test(passengers_are_booked), cmocka_unit_test(a_journey_must_fit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
