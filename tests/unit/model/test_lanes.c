/* Lanes of roads: where they lie in left-hand and right-hand traffic, how they bend, and places on them. */
#include "plan.h"

/* A road 200 m to the east, two lanes one way and one the other, a median of 2 m. */
static plan *straight_road(soi_side side) {
  plan *const p = plan_new(side);
  const uint32_t west = plan_node(p, "west", 0.0, 0.0), east = plan_node(p, "east", 200.0, 0.0);
  soi_road_definition *const road = plan_road(p, "street", west, east);
  plan_lanes(road, 2, 1);
  road->median = 2.0;
  return p;
}

static void test_left_hand_road(void **state) {
  (void)state;
  plan *const p = straight_road(SOI_SIDE_LEFT);
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->lane_count, 3);
  assert_near(m->side, 1.0, 0.0);
  /* Forward lanes lie left of the line: half the median, then lanes of 3 m; the kerb lane comes first. */
  const double across[3] = {5.5, 2.5, -2.5};
  for (uint32_t lane = 1; lane <= 3; ++lane) {
    assert_near(soi_lane_at(m, lane, 0.0, 0.0, NULL).y, across[lane - 1], 1e-12);
    assert_near(m->lanes[lane].length, 200.0, 1e-12);
    assert_int_equal(m->lanes[lane].segments, 1);
    assert_int_equal(m->lanes[lane].node, 0);
  }
  assert_int_equal(m->lanes[1].index, 1);
  assert_int_equal(m->lanes[1].inner, 2);
  assert_int_equal(m->lanes[1].outer, 0);
  assert_int_equal(m->lanes[2].outer, 1);
  assert_int_equal(m->lanes[2].inner, 0);
  assert_int_equal(m->lanes[3].inner, 0);
  /* The backward lane runs west; its left is south. */
  soi_point heading;
  const soi_point at = soi_lane_at(m, 3, 50.0, 1.0, &heading);
  assert_near(heading.x, -1.0, 1e-12);
  assert_near(at.x, 150.0, 1e-12);
  assert_near(at.y, -3.5, 1e-12);
  assert_near(m->lanes[3].road_start, 200.0, 1e-12);
  assert_near(m->lanes[3].road_end, 0.0, 1e-12);
  plan_free(p);
}

static void test_one_way_road_is_centred(void **state) {
  (void)state;
  for (int side = 0; side < 2; ++side) {
    plan *const p = straight_road(side == 0 ? SOI_SIDE_LEFT : SOI_SIDE_RIGHT);
    plan_lanes(&p->roads[0], 3, 0);
    const soi_model *const m = plan_build(p);
    for (uint32_t lane = 1; lane <= 3; ++lane) { assert_near(soi_lane_at(m, lane, 0.0, 0.0, NULL).y, m->side * (6.0 - 3.0 * lane), 1e-12); }
    plan_free(p);
  }
}

/* The same map turned over (y becomes -y, left becomes right) gives the same model turned over. */
static void test_mirror(void **state) {
  (void)state;
  plan *const left = plan_cross(SOI_SIDE_LEFT, 3), *const right = plan_cross(SOI_SIDE_RIGHT, 3);
  for (uint32_t i = 0; i < 3; ++i) {
    plan_lanes(&left->roads[i], 2, 2);
    plan_lanes(&right->roads[i], 2, 2);
  }
  left->roads[0].via = PLAN_POINTS_OF(left, {60.0, 0.0}, {100.0, 40.0});
  right->roads[0].via = PLAN_POINTS_OF(right, {60.0, 0.0}, {100.0, -40.0});
  right->nodes[2].at = (soi_point){0.0, -200.0};
  const soi_model *const a = plan_build(left), *const b = plan_build(right);
  assert_int_equal(a->lane_count, b->lane_count);
  for (uint32_t lane = 1; lane <= a->lane_count; ++lane) {
    const soi_turn turn = a->lanes[lane].turn;
    const soi_turn mirrored = turn == SOI_TURN_LEFT ? SOI_TURN_RIGHT : turn == SOI_TURN_RIGHT ? SOI_TURN_LEFT : turn;
    assert_int_equal(b->lanes[lane].turn, mirrored);
    assert_near(a->lanes[lane].length, b->lanes[lane].length, 1e-9);
    assert_int_equal(a->lanes[lane].conflict_zones.count, b->lanes[lane].conflict_zones.count);
    for (double s = 0.0; s < a->lanes[lane].length; s += 3.7) {
      const soi_point p = soi_lane_at(a, lane, s, 0.7, NULL), q = soi_lane_at(b, lane, s, -0.7, NULL);
      assert_near(p.x, q.x, 1e-9);
      assert_near(p.y, -q.y, 1e-9);
    }
  }
  plan_free(left);
  plan_free(right);
}

/* A corner of 90 degrees is an arc of 15 m (a road 6 m wide); lanes are its parallels. */
static void test_bend(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", 0.0, 0.0), b = plan_node(p, "b", 100.0, 100.0);
  plan_road(p, "bend", a, b)->via = PLAN_POINTS_OF(p, {100.0, 0.0});
  const soi_model *const m = plan_build(p);
  const double straights = 2.0 * (100.0 - 15.0);
  /* Forward is inside (left of a left bend, 1.5 m), backward outside; chords fall short of arcs by little. */
  assert_near(m->lanes[1].length, straights + SOI_PI / 2.0 * (15.0 - 1.5), 0.02);
  assert_near(m->lanes[2].length, straights + SOI_PI / 2.0 * (15.0 + 1.5), 0.02);
  assert_true(m->lanes[1].segment_length <= 2.0);
  assert_near(m->lanes[1].curve_speed, soi_sqrt(2.0 * 13.5), 0.1);
  /* Halfway round it heads north-east, 13.5 m from the arc's centre. */
  soi_point heading;
  const soi_point middle = soi_lane_at(m, 1, 0.5 * m->lanes[1].length, 0.0, &heading);
  assert_near(heading.x, soi_sqrt(0.5), 1e-3);
  assert_near(distance(middle, (soi_point){85.0, 15.0}), 13.5, 0.05);
  plan_free(p);
}

/* Headings turn without jumps, and a body beside the middle moves without jumps. */
static void test_smooth(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  p->roads[0].via = PLAN_POINTS_OF(p, {80.0, 0.0}, {120.0, 30.0});
  const soi_model *const m = plan_build(p);
  for (uint32_t lane = 1; lane <= m->lane_count; ++lane) {
    soi_point before_heading, heading;
    soi_point before = soi_lane_at(m, lane, 0.0, 1.2, &before_heading);
    for (double s = 0.05; s < m->lanes[lane].length; s += 0.05) {
      const soi_point here = soi_lane_at(m, lane, s, 1.2, &heading);
      assert_near(distance(before, here), 0.05, 0.03);
      assert_near(angle_between(before_heading, heading), 0.0, 0.05);
      assert_near(norm(heading), 1.0, 1e-12);
      before = here;
      before_heading = heading;
    }
  }
  plan_free(p);
}

/* soi_lane_s finds the place on a lane that lies beside a place on the road. */
static void test_place_beside(void **state) {
  (void)state;
  plan *const p = straight_road(SOI_SIDE_LEFT);
  const soi_model *const m = plan_build(p);
  assert_near(soi_lane_s(m, 1, 60.0), 60.0, 1e-9);
  assert_near(soi_lane_s(m, 3, 60.0), 140.0, 1e-9);
  assert_near(soi_lane_s(m, 1, -5.0), 0.0, 1e-9);
  assert_near(soi_lane_s(m, 1, 900.0), 200.0, 1e-9);
  plan_free(p);
}

/* A place taken from a lane and looked up again is the same s; s beyond the ends is clamped. */
static void test_round_trip(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_RIGHT, 4);
  const soi_model *const m = plan_build(p);
  for (uint32_t lane = 1; lane <= m->lane_count; ++lane) {
    const soi_lane *const row = &m->lanes[lane];
    const soi_points points = {&m->points[row->first_point], row->segments + 1};
    for (uint32_t i = 0; i <= 20; ++i) {
      const double s = row->length * i / 20.0;
      const soi_nearest found = soi_line_nearest(points, soi_lane_at(m, lane, s, 0.0, NULL));
      assert_near(found.at / soi_line_length(points) * row->length, s, 0.02);
    }
    assert_near(distance(soi_lane_at(m, lane, -3.0, 0.0, NULL), points.items[0]), 0.0, 1e-12);
    assert_near(distance(soi_lane_at(m, lane, 1e9, 0.0, NULL), points.items[points.count - 1]), 0.0, 1e-9);
  }
  plan_free(p);
}

static void test_clock(void **state) {
  (void)state;
  plan *const p = straight_road(SOI_SIDE_LEFT);
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->step_us, 100000);
  assert_int_equal(m->end, 36000);
  assert_near(soi_clock(m, 15), 7.0 * 3600.0 + 1.5, 1e-9);
  assert_int_equal(soi_tick_at(m, 7.0 * 3600.0 + 1.5), 15);
  assert_int_equal(soi_tick_at(m, 7.0 * 3600.0 + 1.51), 16);
  assert_int_equal(soi_tick_at(m, 0.0), 0);
  plan_free(p);
}

/* The hash tells maps and scenarios apart, and is the same for the same. */
static void test_hash(void **state) {
  (void)state;
  uint64_t hashes[5];
  for (uint32_t i = 0; i < 5; ++i) {
    plan *const p = straight_road(SOI_SIDE_LEFT);
    p->roads[0].median += i == 2 ? 0.5 : 0.0;
    p->definition.scenario.seed = i == 3 ? 7 : 0;
    p->definition.scenario.weather.row.rain = i == 4 ? 1.0 : 0.0;
    hashes[i] = plan_build(p)->hash;
    plan_free(p);
  }
  assert_true(hashes[0] == hashes[1]);
  for (uint32_t i = 2; i < 5; ++i) { assert_true(hashes[0] != hashes[i]); }
}

static void test_refused_roads(void **state) {
  (void)state;
  plan *p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", 0.0, 0.0);
  (void)plan_road(p, "ring", a, a);
  plan_refuse(p, "road 'ring' begins and ends at the same node; two different nodes expected");

  p = straight_road(SOI_SIDE_LEFT);
  p->roads[0].via = PLAN_POINTS_OF(p, {100.0, 0.0}, {100.0, 3.0}, {110.0, 3.0});
  plan_refuse(p, "road 'street' bends with a radius of 1.4 m, too sharply for its width; 7.5 m expected at least "
                 "(points further apart, or a gentler bend)");

  p = straight_road(SOI_SIDE_LEFT);
  const uint32_t south = plan_node(p, "south", 100.0, -80.0), north = plan_node(p, "north", 100.0, 80.0);
  (void)plan_road(p, "other", south, north);
  plan_refuse(p, "roads 'street' and 'other' cross at (100.0, 0.0) on the same level; a node where they meet expected, or another level");
}

static void test_other_level_may_cross(void **state) {
  (void)state;
  plan *const p = straight_road(SOI_SIDE_LEFT);
  const uint32_t south = plan_node(p, "south", 100.0, -80.0), north = plan_node(p, "north", 100.0, 80.0);
  plan_road(p, "bridge", south, north)->level = 1;
  assert_int_equal(plan_build(p)->junction_count, 0);
  plan_free(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_left_hand_road),
      cmocka_unit_test(test_one_way_road_is_centred),
      cmocka_unit_test(test_mirror),
      cmocka_unit_test(test_bend),
      cmocka_unit_test(test_smooth),
      cmocka_unit_test(test_place_beside),
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_clock),
      cmocka_unit_test(test_hash),
      cmocka_unit_test(test_refused_roads),
      cmocka_unit_test(test_other_level_may_cross),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
