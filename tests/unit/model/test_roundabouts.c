/* Roundabouts: which lanes go round in one, how many vehicles fit, and who gives way, there and at signs. */
#include "plan.h"

enum { NORTH_NODE = 1, EAST_NODE, SOUTH_NODE, WEST_NODE };

/* Four roads that go round clockwise, as traffic that keeps left does, and one from outside to each of their nodes. */
static plan *roundabout(void) {
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const soi_point at[4] = {{0.0, 30.0}, {30.0, 0.0}, {0.0, -30.0}, {-30.0, 0.0}};
  for (uint32_t i = 0; i < 8; ++i) {
    (void)plan_node(p, i < 4 ? "corner" : "outside", (i < 4 ? 1.0 : 5.0) * at[i % 4].x, (i < 4 ? 1.0 : 5.0) * at[i % 4].y);
  }
  for (uint32_t i = 0; i < 4; ++i) {
    soi_road_definition *const road = plan_road(p, "round", i + 1, (i + 1) % 4 + 1);
    plan_lanes(road, 1, 0);
    road->roundabout = true;
  }
  for (uint32_t i = 0; i < 4; ++i) { (void)plan_road(p, "arm", 5 + i, 1 + i); }
  (void)plan_traffic(p, 5, 7);
  p->types[0].driver.row.gap = 1.5;
  return p;
}

static void test_lanes_and_places(void **state) {
  (void)state;
  plan *const p = roundabout();
  const soi_model *const m = plan_build(p);
  uint32_t places = 0;
  assert_int_equal(m->roundabout_count, 1);
  assert_int_equal(m->roundabouts[1].lanes.count, 4);
  for (uint32_t i = 0; i < 4; ++i) {
    const soi_lane *const lane = &m->lanes[m->roundabout_lanes[m->roundabouts[1].lanes.first + i]];
    assert_true(p->roads[lane->road - 1].roundabout);
    places += (uint32_t)soi_max(1.0, (double)(int)(lane->length / 6.0)); /* 4.5 m and 1.5 m */
  }
  assert_int_equal(m->roundabouts[1].places, places);
  for (soi_lane_id row = 1; row <= m->lane_count; ++row) {
    const bool round = m->lanes[row].road != 0 && p->roads[m->lanes[row].road - 1].roundabout;
    assert_int_equal(m->lanes[row].roundabout, round ? 1 : 0);
  }
  plan_free(p);
}

/* Whoever comes from outside gives way; whoever goes round, or out, does not. */
static void test_who_comes_in_gives_way(void **state) {
  (void)state;
  plan *const p = roundabout();
  const soi_model *const m = plan_build(p);
  uint32_t in = 0;
  for (soi_lane_id row = 1; row <= m->lane_count; ++row) {
    if (m->lanes[row].junction != 0) {
      const bool outside = m->lanes[m->lanes[row].from].roundabout == 0;
      assert_int_equal(m->lanes[row].gives_way, outside);
      in += outside ? 1 : 0;
    }
  }
  assert_true(in >= 4);
  plan_free(p);
}

/* A sign is for the end of the road that it stands at, and for all turns from there. */
static void test_signs(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  p->roads[0].yields_backward = true; /* roads lead away from the middle: this is where the first one's traffic comes in */
  p->roads[1].yields_forward = true;  /* and this its other end */
  const soi_model *const m = plan_build(p);
  uint32_t signed_turns = 0;
  for (soi_lane_id row = 1; row <= m->lane_count; ++row) {
    if (m->lanes[row].junction != 0) {
      assert_int_equal(m->lanes[row].gives_way, m->lanes[m->lanes[row].from].road == 1);
      signed_turns += m->lanes[row].gives_way ? 1 : 0;
    }
  }
  assert_int_equal(signed_turns, 3);
  assert_int_equal(m->roundabout_count, 0);
  plan_free(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_lanes_and_places),
      cmocka_unit_test(test_who_comes_in_gives_way),
      cmocka_unit_test(test_signs),
  };
  return cmocka_run_group_tests_name("model.roundabouts", tests, NULL, NULL);
}
