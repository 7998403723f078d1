/* Who stands for what: circles of agents that wait for each other, causes followed to their end, the time without a lawful one. */
#include "drive.h"

#include "cells.h"
#include "standstill.h"

/* A stage of four cars that stand in a row; what they wait for is set by hand. */
typedef struct row {
  drive *drive;
  soi_world *world;
  uint32_t cars[4];
  uint32_t told[SOI_EVENT_KINDS];
  soi_event last;
} row;

static row row_open(void) {
  row r = {.drive = drive_open("straight-traffic.yaml", NULL)};
  r.world = r.drive->world;
  const soi_lane_id lane = lane_named(r.drive, "single", SOI_FORWARD, 1);
  for (int i = 0; i < 4; ++i) { r.cars[i] = put(r.drive, "car", lane, 500.0 - 20.0 * i, 0.0, 0.0, "single-east"); }
  return r;
}

static void wait_for(row *r, int car, soi_cause cause, uint32_t of) {
  r->world->vehicle_cause[r->cars[car]] = (uint8_t)cause;
  r->world->vehicle_cause_of[r->cars[car]] = of;
}

/* Time goes on, everybody as they stand. */
static void pass(row *r, double seconds) {
  const soi_tick end = r->world->tick[0] + (soi_tick)(seconds / r->world->model->step + 0.5);
  sense(r->drive);
  while (r->world->tick[0] < end) {
    r->world->event_count = 0;
    soi_standstill(r->world);
    for (uint32_t i = 0; i < r->world->event_count; ++i) {
      ++r->told[r->world->events[i].kind];
      r->last = r->world->events[i];
    }
    ++r->world->tick[0];
  }
}

static double idle_of(const row *r, int car) { return r->world->vehicle_idle[r->cars[car]] * r->world->model->step; }

/* The circle closes long after its members have come to stand: it is told all the same, once, with its members and not its queue. */
static void circle_is_found_whenever_it_closes(void **state) {
  (void)state;
  row r = row_open();
  for (int i = 0; i < 3; ++i) { wait_for(&r, i, SOI_CAUSE_LEADER, r.cars[(i + 1) % 3]); }
  wait_for(&r, 2, SOI_CAUSE_WEATHER, 0);
  wait_for(&r, 3, SOI_CAUSE_LEADER, r.cars[0]);
  pass(&r, 200.0);
  assert_int_equal(r.told[SOI_EVENT_DEADLOCK], 0);
  assert_near(idle_of(&r, 3), 0.0, 1e-9);
  wait_for(&r, 2, SOI_CAUSE_SPACE, r.cars[0]);
  pass(&r, 29.0);
  assert_int_equal(r.told[SOI_EVENT_DEADLOCK], 0);
  pass(&r, 3.0);
  assert_int_equal(r.told[SOI_EVENT_DEADLOCK], 1);
  assert_int_equal(r.last.a, r.cars[0]);
  assert_int_equal(r.last.b, 3);
  pass(&r, 300.0);
  assert_int_equal(r.told[SOI_EVENT_DEADLOCK], 1);
  assert_int_equal(r.told[SOI_EVENT_STANDSTILL], 4); /* the circle and who stands behind it */
  drive_close(r.drive);
}

/* A cause is lawful as long as what stands at the end of the chain is: the weather is, a van parked in the lane is not. */
static void causes_are_followed_to_their_end(void **state) {
  (void)state;
  row r = row_open();
  for (int i = 1; i < 4; ++i) { wait_for(&r, i, SOI_CAUSE_LEADER, r.cars[i - 1]); }
  wait_for(&r, 0, SOI_CAUSE_WEATHER, 0);
  pass(&r, 1000.0);
  assert_near(idle_of(&r, 3), 0.0, 1e-9);
  assert_int_equal(r.told[SOI_EVENT_STANDSTILL], 0);
  wait_for(&r, 0, SOI_CAUSE_BREAKDOWN, 0);
  pass(&r, 250.0);
  assert_near(idle_of(&r, 0), 0.0, 1e-9); /* for itself it is lawful */
  assert_near(idle_of(&r, 1), 250.0, 1e-9);
  pass(&r, 60.0);
  assert_int_equal(r.told[SOI_EVENT_STANDSTILL], 3);
  assert_near(r.world->idle_most[0] * r.world->model->step, 310.0, 1e-9);
  /* whoever gets on by more than a metre begins anew */
  r.world->vehicle_distance[r.cars[1]] += 1.5;
  pass(&r, 10.0);
  assert_true(idle_of(&r, 1) < 11.0);
  assert_int_equal(r.told[SOI_EVENT_STANDSTILL], 3);
  drive_close(r.drive);
}

/* Traffic that passes is a lawful cause for two minutes. */
static void what_passes_is_lawful_for_a_while(void **state) {
  (void)state;
  row r = row_open();
  for (int i = 0; i < 4; ++i) { wait_for(&r, i, SOI_CAUSE_WEATHER, 0); }
  wait_for(&r, 0, SOI_CAUSE_JUNCTION, 0);
  pass(&r, 120.0);
  assert_near(idle_of(&r, 0), 0.0, 1e-9);
  pass(&r, 100.0);
  assert_near(idle_of(&r, 0), 100.0, 2.0);
  drive_close(r.drive);
}

/* A vehicle and somebody on foot who stand for each other are a circle, told with the vehicle. */
static void people_are_among_them(void **state) {
  (void)state;
  row r = row_open();
  soi_world *const w = r.world;
  for (int i = 0; i < 4; ++i) { wait_for(&r, i, SOI_CAUSE_WEATHER, 0); }
  const uint32_t crossing = crossing_named(r.drive, "zebra-single"), person = soi_person_add(w);
  const soi_crossing *const zebra = &r.drive->model->crossings[crossing];
  const soi_lane_id lane = lane_named(r.drive, "single", SOI_FORWARD, 1);
  double start = 0.0; /* of its zone on the car's lane */
  for (uint32_t i = 0; i < zebra->conflict_zones.count; ++i) {
    const soi_conflict_zone *const zone =
        &r.drive->model->conflict_zones[r.drive->model->crossing_conflict_zones[zebra->conflict_zones.first + i]];
    start = zone->lane == lane ? zone->start : start;
  }
  w->vehicle_s[r.cars[0]] = start - 0.2;
  const soi_point at = soi_lane_at(r.drive->model, lane, 1500.0, 1.0, NULL);
  w->person_body[person] = 1;
  w->person_x[person] = at.x;
  w->person_y[person] = at.y;
  w->person_errand[person] = SOI_ERRAND_WALK;
  w->person_link[person] = zebra->link;
  w->person_toward[person] = r.drive->model->walk_links[zebra->link].b;
  w->person_crossing[person] = SOI_CROSSING_ON;
  wait_for(&r, 0, SOI_CAUSE_PEOPLE, crossing);
  soi_cells_build(w);
  pass(&r, 40.0);
  assert_int_equal(r.told[SOI_EVENT_DEADLOCK], 1);
  assert_int_equal(r.last.a, r.cars[0]);
  assert_int_equal(r.last.b, 2);
  /* who stands further off lets people go: it holds nobody */
  w->vehicle_s[r.cars[0]] = start - 3.0;
  w->vehicle_distance[r.cars[0]] += 2.0;
  pass(&r, 40.0);
  assert_int_equal(r.told[SOI_EVENT_DEADLOCK], 1);
  /* a queue for a cart is a lawful cause, and so is to stand for those in it */
  w->person_errand[person] = SOI_ERRAND_QUEUE;
  const uint32_t before = w->person_idle[person];
  pass(&r, 40.0);
  assert_int_equal(w->person_idle[person], before);
  drive_close(r.drive);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(circle_is_found_whenever_it_closes),
      cmocka_unit_test(causes_are_followed_to_their_end),
      cmocka_unit_test(what_passes_is_lawful_for_a_while),
      cmocka_unit_test(people_are_among_them),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
