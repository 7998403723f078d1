/* Conflict zones: where they are, with whom, and who goes first. */
#include "plan.h"

enum { EAST = 1, NORTH, WEST, SOUTH };

/* Inside a zone the other middle line is near, outside all zones with that lane it is not. */
static void test_zones_are_where_bodies_touch(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  const soi_model *const m = plan_build(p);
  uint32_t seen = 0;
  for (uint32_t row = 1; row <= m->conflict_zone_count; ++row) {
    const soi_conflict_zone *const zone = &m->conflict_zones[row];
    const soi_lane *const other = &m->lanes[m->conflict_zones[zone->partner].lane];
    const soi_points line = {&m->points[other->first_point], other->segments + 1};
    for (double s = zone->start; s <= zone->end; s += 0.2) {
      assert_true(soi_line_nearest(line, soi_lane_at(m, zone->lane, s, 0.0, NULL)).distance < 2.6 + 0.05);
      ++seen;
    }
    const double before = zone->start - 0.5;
    if (zone->kind == SOI_CONFLICT_ZONE_CROSS && before > 0.0) {
      assert_true(soi_line_nearest(line, soi_lane_at(m, zone->lane, before, 0.0, NULL)).distance > 2.6);
    }
  }
  assert_true(seen > 100);
  plan_free(p);
}

static void expect_zone(const soi_model *m, soi_lane_id a, soi_lane_id b, soi_conflict_zone_kind kind, soi_right_of_way right) {
  assert_int_not_equal(a, 0);
  assert_int_not_equal(b, 0);
  const uint32_t zone = find_zone(m, a, b);
  assert_int_not_equal(zone, 0);
  assert_int_equal(m->conflict_zones[zone].kind, kind);
  assert_int_equal(m->conflict_zones[zone].right, right);
}

/* Left-hand traffic, four equal roads of one lane. */
static void test_equal_roads(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  const soi_model *const m = plan_build(p);
  const soi_lane_id through = find_connector(m, WEST, 1, EAST, 1), opposite = find_connector(m, EAST, 1, WEST, 1);
  const soi_lane_id left = find_connector(m, WEST, 1, NORTH, 1), right = find_connector(m, WEST, 1, SOUTH, 1);
  const soi_lane_id across = find_connector(m, SOUTH, 1, NORTH, 1), oncoming_right = find_connector(m, EAST, 1, NORTH, 1);
  /* Turns across oncoming traffic wait for it; near-side turns go before them into the same lane. */
  expect_zone(m, right, opposite, SOI_CONFLICT_ZONE_CROSS, SOI_YIELDS);
  expect_zone(m, left, oncoming_right, SOI_CONFLICT_ZONE_MERGE, SOI_GOES_FIRST);
  expect_zone(m, through, across, SOI_CONFLICT_ZONE_CROSS, SOI_EQUAL_RIGHT);
  expect_zone(m, across, left, SOI_CONFLICT_ZONE_MERGE, SOI_GOES_FIRST);
  expect_zone(m, through, left, SOI_CONFLICT_ZONE_DIVERGE, SOI_EQUAL_RIGHT);
  expect_zone(m, right, left, SOI_CONFLICT_ZONE_DIVERGE, SOI_EQUAL_RIGHT);
  /* Those that never meet have no zone. */
  assert_int_equal(find_zone(m, through, opposite), 0);
  assert_int_equal(find_zone(m, left, opposite), 0);
  plan_free(p);
}

static void test_greater_road_goes_first(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  p->roads[EAST - 1].road_class = p->roads[WEST - 1].road_class = SOI_ROAD_PRIMARY;
  const soi_model *const m = plan_build(p);
  const soi_lane_id across = find_connector(m, SOUTH, 1, NORTH, 1);
  expect_zone(m, find_connector(m, WEST, 1, EAST, 1), across, SOI_CONFLICT_ZONE_CROSS, SOI_GOES_FIRST);
  /* Even a right turn from the greater road goes before the lesser road. */
  expect_zone(m, find_connector(m, WEST, 1, SOUTH, 1), across, SOI_CONFLICT_ZONE_CROSS, SOI_GOES_FIRST);
  plan_free(p);
}

static void test_signals_make_roads_equal(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  p->roads[EAST - 1].road_class = p->roads[WEST - 1].road_class = SOI_ROAD_PRIMARY;
  soi_signal_definition *const signal = plan_signal(p, "lights", 1);
  (void)plan_stage(signal, 20.0, PLAN_ROWS_OF(p, EAST, WEST), (soi_references){NULL, 0});
  (void)plan_stage(signal, 20.0, PLAN_ROWS_OF(p, NORTH, SOUTH), (soi_references){NULL, 0});
  const soi_model *const m = plan_build(p);
  /* Only turns decide where lights part the roads. */
  expect_zone(m, find_connector(m, WEST, 1, EAST, 1), find_connector(m, SOUTH, 1, NORTH, 1), SOI_CONFLICT_ZONE_CROSS, SOI_EQUAL_RIGHT);
  expect_zone(m, find_connector(m, WEST, 1, SOUTH, 1), find_connector(m, EAST, 1, WEST, 1), SOI_CONFLICT_ZONE_CROSS, SOI_YIELDS);
  plan_free(p);
}

/* Lanes side by side, narrow ones and round bends too, do not conflict. */
static void test_neighbours_do_not_conflict(void **state) {
  (void)state;
  for (uint32_t bend = 0; bend < 3; ++bend) {
    plan *const p = plan_new(SOI_SIDE_RIGHT);
    const uint32_t a = plan_node(p, "a", -200.0, 0.0), middle = plan_node(p, "middle", 0.0, 0.0);
    const uint32_t b = plan_node(p, "b", 200.0, 100.0 * bend);
    for (uint32_t i = 0; i < 2; ++i) {
      soi_road_definition *const road = plan_road(p, i == 0 ? "one" : "two", i == 0 ? a : middle, i == 0 ? middle : b);
      plan_lanes(road, 2, 2);
      road->lane_width = 2.5;
    }
    assert_int_equal(plan_build(p)->conflict_zone_count, 0);
    plan_free(p);
  }
}

/* A crossing takes its width of each lane; people meet the lanes from a (left of forward) to b. */
static void test_walk_zones(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", 0.0, 0.0), b = plan_node(p, "b", 100.0, 0.0);
  soi_road_definition *const road = plan_road(p, "street", a, b);
  plan_lanes(road, 2, 1);
  road->median = 2.0;
  plan_sidewalks(road, 2.0);
  plan_crossing(p, "zebra", 1, 40.0, SOI_CROSSING_ZEBRA)->refuge = true;
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->conflict_zone_count, 3);
  const soi_crossing *const crossing = &m->crossings[1];
  assert_near(crossing->length, 2.0 + 9.0 + 1.0, 1e-12);
  assert_near(crossing->a.y, 7.5, 1e-12);
  assert_near(crossing->b.y, -4.5, 1e-12);
  assert_int_equal(crossing->conflict_zones.count, 3);
  const double starts[3] = {0.5, 3.5, 8.5};
  for (uint32_t i = 0; i < 3; ++i) {
    const soi_conflict_zone *const zone = &m->conflict_zones[m->crossing_conflict_zones[crossing->conflict_zones.first + i]];
    assert_int_equal(zone->kind, SOI_CONFLICT_ZONE_WALK);
    assert_int_equal(zone->lane, i + 1);
    assert_near(zone->start, i < 2 ? 38.0 : 58.0, 1e-9);
    assert_near(zone->end, i < 2 ? 42.0 : 62.0, 1e-9);
    assert_near(zone->walk_start, starts[i], 1e-12);
    assert_near(zone->walk_end, starts[i] + 3.0, 1e-12);
  }
  assert_near(crossing->refuge_start, 6.5, 1e-12);
  assert_near(crossing->refuge_end, 8.5, 1e-12);
  plan_free(p);
}

/* Who waits at a junction stands before the crossing that lies in front of it, not on it. */
static void test_stop_line(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  for (uint32_t i = 0; i < 4; ++i) { plan_sidewalks(&p->roads[i], 2.0); }
  (void)plan_crossing(p, "near", EAST, 12.0, SOI_CROSSING_ZEBRA);
  (void)plan_crossing(p, "far", NORTH, 60.0, SOI_CROSSING_ZEBRA);
  const soi_model *const m = plan_build(p);
  const soi_lane *const east = &m->lanes[find_lane(m, EAST, SOI_BACKWARD, 1)];
  const soi_lane *const north = &m->lanes[find_lane(m, NORTH, SOI_BACKWARD, 1)];
  assert_near(east->stop_line, 200.0 - 14.0 - 1.0, 1e-9);
  assert_near(north->stop_line, north->length, 1e-9);
  plan_free(p);
}

static void test_refused_crossings(void **state) {
  (void)state;
  plan *p = plan_cross(SOI_SIDE_LEFT, 4);
  for (uint32_t i = 0; i < 4; ++i) { plan_sidewalks(&p->roads[i], 2.0); }
  (void)plan_crossing(p, "zebra", EAST, 5.0, SOI_CROSSING_ZEBRA);
  plan_refuse(p, "crossing 'zebra' lies at 5.0 m of road 'east', outside its open stretch; between 9.0 m and 198.0 m expected (junctions "
                 "take the rest)");

  p = plan_cross(SOI_SIDE_LEFT, 4);
  p->roads[0].sidewalk_left = 2.0;
  (void)plan_crossing(p, "zebra", EAST, 50.0, SOI_CROSSING_ZEBRA);
  plan_refuse(p, "crossing 'zebra' ends at (50.0, -3.5), right of road 'east', where there is no way on foot; a sidewalk or walkway there "
                 "expected");

  p = plan_cross(SOI_SIDE_LEFT, 4);
  plan_sidewalks(&p->roads[0], 2.0);
  plan_crossing(p, "zebra", EAST, 50.0, SOI_CROSSING_ZEBRA)->refuge = true;
  plan_refuse(p, "crossing 'zebra' has a refuge, but road 'east' has no median to hold it; a median of 1 m at least expected");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_zones_are_where_bodies_touch),
      cmocka_unit_test(test_equal_roads),
      cmocka_unit_test(test_greater_road_goes_first),
      cmocka_unit_test(test_signals_make_roads_equal),
      cmocka_unit_test(test_neighbours_do_not_conflict),
      cmocka_unit_test(test_walk_zones),
      cmocka_unit_test(test_stop_line),
      cmocka_unit_test(test_refused_crossings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
