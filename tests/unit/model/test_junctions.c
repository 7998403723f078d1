/* Connectors: which lanes lead where, at which turns, and what is refused. Cross roads' rows: 1 east, 2 north, 3 west, 4 south,
 * all drawn outwards from the middle, so that traffic enters on backward lanes. */
#include "plan.h"

enum { EAST = 1, NORTH, WEST, SOUTH };

static uint32_t count_connectors(const soi_model *m, uint32_t from, uint32_t to) {
  uint32_t count = 0;
  for (uint32_t row = 1; row <= m->lane_count; ++row) {
    const soi_lane *const lane = &m->lanes[row];
    count += lane->junction != 0 && m->lanes[lane->from].road == from && m->lanes[lane->to].road == to;
  }
  return count;
}

static soi_turn turn_of(const soi_model *m, uint32_t from, uint32_t to) {
  for (uint32_t row = 1; row <= m->lane_count; ++row) {
    const soi_lane *const lane = &m->lanes[row];
    if (lane->junction != 0 && m->lanes[lane->from].road == from && m->lanes[lane->to].road == to) { return lane->turn; }
  }
  fail_msg("no connector from road %u to road %u", from, to);
  return SOI_TURN_BACK;
}

static void test_single_lanes_serve_all_turns(void **state) {
  (void)state;
  for (int side = 0; side < 2; ++side) {
    plan *const p = plan_cross(side == 0 ? SOI_SIDE_LEFT : SOI_SIDE_RIGHT, 4);
    const soi_model *const m = plan_build(p);
    assert_int_equal(m->junction_count, 1);
    assert_int_equal(m->junctions[1].connectors.count, 12);
    assert_int_equal(m->lane_count, 8 + 12);
    for (uint32_t from = 1; from <= 4; ++from) {
      for (uint32_t to = 1; to <= 4; ++to) { assert_int_equal(count_connectors(m, from, to), from != to); }
    }
    /* Coming from the west, north is to the left whatever side traffic keeps. */
    assert_int_equal(turn_of(m, WEST, EAST), SOI_TURN_THROUGH);
    assert_int_equal(turn_of(m, WEST, NORTH), SOI_TURN_LEFT);
    assert_int_equal(turn_of(m, WEST, SOUTH), SOI_TURN_RIGHT);
    plan_free(p);
  }
}

static void test_two_lanes_share_the_turns(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  for (uint32_t i = 0; i < 4; ++i) { plan_lanes(&p->roads[i], 2, 2); }
  const soi_model *const m = plan_build(p);
  /* From the west: the kerb lane turns left and goes on, the inner lane goes on and turns right, each into its like. */
  assert_int_equal(count_connectors(m, WEST, NORTH) + count_connectors(m, WEST, EAST) + count_connectors(m, WEST, SOUTH), 4);
  assert_int_not_equal(find_connector(m, WEST, 1, NORTH, 1), 0);
  assert_int_not_equal(find_connector(m, WEST, 1, EAST, 1), 0);
  assert_int_not_equal(find_connector(m, WEST, 2, EAST, 2), 0);
  assert_int_not_equal(find_connector(m, WEST, 2, SOUTH, 2), 0);
  plan_free(p);
}

static void test_three_lanes_into_two(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  plan_lanes(&p->roads[WEST - 1], 3, 3);
  plan_lanes(&p->roads[EAST - 1], 2, 2);
  const soi_model *const m = plan_build(p);
  /* Where the exit is too narrow for all, the kerb lane, which may turn left, leaves it to the others. */
  assert_int_equal(count_connectors(m, WEST, EAST), 2);
  assert_int_not_equal(find_connector(m, WEST, 1, NORTH, 1), 0);
  assert_int_not_equal(find_connector(m, WEST, 2, EAST, 1), 0);
  assert_int_not_equal(find_connector(m, WEST, 3, EAST, 2), 0);
  assert_int_not_equal(find_connector(m, WEST, 3, SOUTH, 1), 0);
  plan_free(p);
}

static void test_stem_of_a_t(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 3);
  plan_lanes(&p->roads[NORTH - 1], 2, 2);
  const soi_model *const m = plan_build(p);
  /* From the north, east is to the left: the kerb lane goes there, the inner one to the west. */
  assert_int_equal(turn_of(m, NORTH, EAST), SOI_TURN_LEFT);
  assert_int_equal(turn_of(m, NORTH, WEST), SOI_TURN_RIGHT);
  assert_int_not_equal(find_connector(m, NORTH, 1, EAST, 1), 0);
  assert_int_not_equal(find_connector(m, NORTH, 2, WEST, 1), 0);
  assert_int_equal(count_connectors(m, NORTH, EAST) + count_connectors(m, NORTH, WEST), 2);
  plan_free(p);
}

static void test_main_road_that_bends(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 3);
  plan_lanes(&p->roads[WEST - 1], 2, 2);
  plan_lanes(&p->roads[NORTH - 1], 2, 2);
  p->roads[EAST - 1].road_class = SOI_ROAD_SERVICE;
  const soi_model *const m = plan_build(p);
  /* The tertiary road bends to the north; the service road straight on does not take a lane for itself. */
  assert_int_not_equal(find_connector(m, WEST, 1, NORTH, 1), 0);
  assert_int_not_equal(find_connector(m, WEST, 2, NORTH, 2), 0);
  assert_int_not_equal(find_connector(m, WEST, 2, EAST, 1), 0);
  assert_int_equal(count_connectors(m, WEST, EAST), 1);
  plan_free(p);
}

/* Two roads that meet end to end go on lane by lane, also round a corner; lanes split and merge where their numbers differ. */
static void test_continuation(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", -200.0, 0.0), middle = plan_node(p, "middle", 0.0, 0.0), b = plan_node(p, "b", 0.0, 200.0);
  plan_lanes(plan_road(p, "wide", a, middle), 3, 1);
  plan_lanes(plan_road(p, "narrow", middle, b), 2, 2);
  const soi_model *const m = plan_build(p);
  assert_int_equal(turn_of(m, 1, 2), SOI_TURN_THROUGH);
  for (uint32_t lane = 1; lane <= 3; ++lane) { assert_int_not_equal(find_connector(m, 1, lane, 2, lane < 3 ? lane : 2), 0); }
  assert_int_equal(count_connectors(m, 1, 2), 3);
  /* Backwards two become one. */
  assert_int_equal(count_connectors(m, 2, 1), 2);
  assert_true(m->lanes[find_connector(m, 1, 1, 2, 1)].curved);
  plan_free(p);
}

static void test_widening(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", -200.0, 0.0), middle = plan_node(p, "middle", 0.0, 0.0), b = plan_node(p, "b", 200.0, 0.0);
  plan_lanes(plan_road(p, "narrow", a, middle), 1, 1);
  plan_lanes(plan_road(p, "wide", middle, b), 3, 1);
  const soi_model *const m = plan_build(p);
  for (uint32_t lane = 1; lane <= 3; ++lane) { assert_int_not_equal(find_connector(m, 1, 1, 2, lane), 0); }
  assert_false(m->lanes[find_connector(m, 1, 1, 2, 1)].curved);
  plan_free(p);
}

/* A turning lane that begins at a junction with a side street is come into from the lane beside it, where traffic goes straight; what
 * turns leads where it did. */
static void test_lane_that_begins_in_a_junction(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 3);
  plan_lanes(&p->roads[WEST - 1], 0, 2);
  plan_lanes(&p->roads[NORTH - 1], 1, 0);
  plan_lanes(&p->roads[EAST - 1], 3, 0);
  const soi_model *const m = plan_build(p);
  assert_int_equal(count_connectors(m, WEST, NORTH), 1);
  assert_int_equal(count_connectors(m, WEST, EAST), 3);
  for (uint32_t lane = 1; lane <= 3; ++lane) {
    const soi_lane_id connector = find_connector(m, WEST, lane < 3 ? lane : 2, EAST, lane);
    assert_int_not_equal(connector, 0);
    assert_int_equal(m->lanes[connector].turn, SOI_TURN_THROUGH);
  }
  plan_free(p);
}

/* Turning back on one's own road happens only where there is no other way. */
static void test_turning_back(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", -200.0, 0.0), middle = plan_node(p, "middle", 0.0, 0.0), b = plan_node(p, "b", 200.0, 0.0);
  (void)plan_road(p, "two-way", a, middle);
  plan_lanes(plan_road(p, "one-way", b, middle), 1, 0);
  const soi_model *const m = plan_build(p);
  assert_int_equal(turn_of(m, 1, 1), SOI_TURN_BACK);
  assert_int_equal(count_connectors(m, 1, 1), 1);
  assert_int_equal(turn_of(m, 2, 1), SOI_TURN_THROUGH);
  plan_free(p);
}

/* The area of the junction is clear: no lane of one road touches the carriageway of another. */
static void test_roads_are_cut_back(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  plan_lanes(&p->roads[EAST - 1], 3, 3);
  p->roads[EAST - 1].median = 4.0;
  p->nodes[3].at = (soi_point){100.0, 173.0}; /* the north arm leans 60 degrees over the west one */
  const soi_model *const m = plan_build(p);
  for (uint32_t one = 1; one <= m->lane_count; ++one) {
    for (uint32_t two = 1; two <= m->lane_count; ++two) {
      if (m->lanes[one].junction != 0 || m->lanes[two].junction != 0 || m->lanes[one].road == m->lanes[two].road) { continue; }
      const soi_lane *const other = &m->lanes[two];
      const soi_points line = {&m->points[other->first_point], other->segments + 1};
      for (double s = 0.0; s <= m->lanes[one].length; s += 0.5) {
        assert_true(soi_line_nearest(line, soi_lane_at(m, one, s, 0.0, NULL)).distance >= 3.0);
      }
    }
  }
  plan_free(p);
}

/* Refused with this message first, and one for each other road. */
static void plan_refuse_first(plan *p, const char *message) {
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  assert_null(p->model);
  assert_int_equal(p->errors.count, 2);
  assert_string_equal(p->errors.items[0].message, message);
  plan_free(p);
}

static void test_refused_junctions(void **state) {
  (void)state;
  plan *p = plan_cross(SOI_SIDE_LEFT, 3);
  p->nodes[2].at = (soi_point){0.0, 12.0};
  plan_refuse(
      p, "the junction at node 'middle' takes 7.0 m of road 'north', which is 12.0 m long, for its angle of 90.0 degrees to road 'east'; a "
         "road of 15.6 m at least expected, or 105 degrees");

  /* Roads side by side: what is wrong is the angle. */
  p = plan_cross(SOI_SIDE_LEFT, 2);
  p->nodes[2].at = (soi_point){200.0, 0.0};
  plan_refuse_first(
      p, "roads 'east' and 'north' lie on each other: they part at node 'middle' at an angle of 0.0 degrees; 5 degrees at least expected");
  p = plan_cross(SOI_SIDE_LEFT, 2);
  p->nodes[2].at = (soi_point){200.0, 12.0};
  plan_refuse_first(
      p, "the junction at node 'middle' takes 108.1 m of road 'east', which is 200.0 m long, for its angle of 3.4 degrees to road 'north'; "
         "a road of 240.2 m at least expected, or 5 degrees");

  p = plan_cross(SOI_SIDE_LEFT, 3);
  for (uint32_t i = 0; i < 3; ++i) { plan_lanes(&p->roads[i], 0, 1); }
  p->roads[EAST - 1].lanes_forward = 0;
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  assert_null(p->model);
  assert_int_equal(p->errors.count, 3);
  assert_string_equal(p->errors.items[0].message,
                      "traffic on road 'east' finds no way on at node 'middle'; a road with a lane that leads away expected");
  plan_free(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_single_lanes_serve_all_turns),
      cmocka_unit_test(test_two_lanes_share_the_turns),
      cmocka_unit_test(test_three_lanes_into_two),
      cmocka_unit_test(test_stem_of_a_t),
      cmocka_unit_test(test_main_road_that_bends),
      cmocka_unit_test(test_continuation),
      cmocka_unit_test(test_widening),
      cmocka_unit_test(test_lane_that_begins_in_a_junction),
      cmocka_unit_test(test_turning_back),
      cmocka_unit_test(test_roads_are_cut_back),
      cmocka_unit_test(test_refused_junctions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
