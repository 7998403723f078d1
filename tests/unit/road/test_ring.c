/* Roundabouts: nobody comes in who would take the last place, and so it goes round for ever, however many want to. */
#include "drive.h"

#include "junction.h"

/* With one place but the last taken, nobody comes in; those on it go on, and when one leaves the next comes. */
static void last_place_stays_free(void **state) {
  (void)state;
  drive *const t = drive_open("ring-traffic.yaml", NULL);
  const soi_model *const m = t->model;
  assert_int_equal(m->roundabout_count, 1);
  const soi_roundabout *const ring = &m->roundabouts[1];
  const soi_lane_id first = lane_named(t, "round-1", SOI_FORWARD, 1), arm = lane_named(t, "arm-north", SOI_FORWARD, 1);
  const soi_lane_id in = connector_between(t, arm, first), on = connector_between(t, lane_named(t, "round-4", SOI_FORWARD, 1), first);
  assert_true(in != 0 && on != 0);
  uint32_t rows[16];
  assert_true(ring->places >= 4 && ring->places <= 16);
  for (uint32_t i = 0; i + 1 < ring->places; ++i) {
    sense(t);
    assert_true(soi_roundabout_has_place(t->world, in));
    rows[i] = put(t, "car", m->roundabout_lanes[ring->lanes.first + i % ring->lanes.count], 6.0 + 0.1 * i, 0.0, 0.0, "west-end");
  }
  sense(t);
  assert_false(soi_roundabout_has_place(t->world, in));
  assert_true(soi_roundabout_has_place(t->world, on));
  soi_vehicle_remove(t->world, rows[0]);
  sense(t);
  assert_true(soi_roundabout_has_place(t->world, in));
  drive_close(t);
}

/* More than it can take from all sides, for 20 minutes: it never stands. */
static void full_ring_goes_round(void **state) {
  (void)state;
  drive *const t =
      drive_open("ring-traffic.yaml", (const char *[]){"traffic.flows.north.rate=500 /h", "traffic.flows.east.rate=500 /h",
                                                       "traffic.flows.south.rate=500 /h", "traffic.flows.west.rate=500 /h", NULL});
  uint32_t before = 0;
  for (int minute = 0; minute < 20; minute += 4) {
    drive_seconds(t, 240.0);
    assert_true(t->events[SOI_EVENT_VEHICLE_LEFT] > before + 10);
    before = t->events[SOI_EVENT_VEHICLE_LEFT];
  }
  print_message("%u came through in 20 min\n", before);
  assert_int_equal(t->events[SOI_EVENT_DEADLOCK], 0);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(last_place_stays_free), cmocka_unit_test(full_ring_goes_round)};
  return cmocka_run_group_tests_name("road.ring", tests, NULL, NULL);
}
