/* Ways on foot: what joins what, how far it is, and what cannot be reached. */
#include "plan.h"

/* A street 200 m to the east with sidewalks of 2 m, their middles 4 m from the line. */
static plan *street(void) {
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const uint32_t west = plan_node(p, "west", 0.0, 0.0), east = plan_node(p, "east", 200.0, 0.0);
  plan_sidewalks(plan_road(p, "street", west, east), 2.0);
  return p;
}

static double cost_between(const soi_model *m, uint32_t from, uint32_t to) {
  return (double)m->walk_cost[(size_t)m->gates[to].way * (m->walk_node_count + 1) + m->gates[from].node];
}

/* Along the sidewalk, over the zebra and back: metres, and 10 m for the wait. */
static void test_over_a_crossing(void **state) {
  (void)state;
  plan *const p = street();
  (void)plan_crossing(p, "zebra", 1, 100.0, SOI_CROSSING_ZEBRA);
  plan_walkers(p, "north", 20.0, 4.0, "south", 20.0, -4.0);
  const soi_model *const m = plan_build(p);
  assert_near(cost_between(m, 1, 2), 80.0 + 8.0 + 80.0 + 10.0, 1e-4);
  assert_near(cost_between(m, 2, 1), cost_between(m, 1, 2), 1e-4);
  const soi_walk_link *const link = &m->walk_links[m->crossings[1].link];
  assert_int_equal(link->kind, SOI_WALK_CROSSING);
  assert_int_equal(link->crossing, 1);
  assert_near(link->length, m->crossings[1].length, 1e-9);
  plan_free(p);
}

/* Signals cost 25 m: a zebra 8 m further on is the better way, one 40 m further is not. */
static void test_choice_of_crossing(void **state) {
  (void)state;
  for (uint32_t far = 0; far < 2; ++far) {
    plan *const p = street();
    (void)plan_crossing(p, "lights", 1, 50.0, SOI_CROSSING_SIGNAL);
    (void)plan_crossing(p, "zebra", 1, far == 0 ? 54.0 : 70.0, SOI_CROSSING_ZEBRA);
    soi_signal_definition *const signal = plan_signal(p, "signal", 0);
    (void)plan_stage(signal, 30.0, PLAN_ROWS_OF(p, 1), (soi_references){NULL, 0});
    (void)plan_stage(signal, 10.0, (soi_references){NULL, 0}, PLAN_ROWS_OF(p, 1));
    plan_walkers(p, "north", 20.0, 4.0, "south", 20.0, -4.0);
    const soi_model *const m = plan_build(p);
    assert_near(cost_between(m, 1, 2), far == 0 ? 34.0 + 8.0 + 34.0 + 10.0 : 30.0 + 8.0 + 30.0 + 25.0, 1e-4);
    plan_free(p);
  }
}

/* A plaza is crossed in straight lines from gate to corridor. */
static void test_plaza(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  (void)plan_walkway(p, "plaza", SOI_WALKWAY_PLAZA, 0.0, PLAN_POINTS_OF(p, {0.0, 0.0}, {40.0, 0.0}, {40.0, 30.0}, {0.0, 30.0}));
  (void)plan_walkway(p, "corridor", SOI_WALKWAY_CORRIDOR, 3.0, PLAN_POINTS_OF(p, {40.0, 30.0}, {100.0, 30.0}));
  plan_walkers(p, "inside", 4.0, 3.0, "end", 100.0, 30.0);
  const soi_model *const m = plan_build(p);
  assert_near(cost_between(m, 1, 2), 45.0 + 60.0, 1e-3);
  plan_free(p);
}

/* Round an inward corner people keep inside the polygon. */
/* A kiosk stands 0.9 m beside the line from gate to gate: people have that much at both sides, and 2 m where nothing stands; nor does
 * what begins above them, or the wall that a door is in. */
static void test_walls_on_a_plaza(void **state) {
  (void)state;
  const double bases[3] = {0.0, 0.0, 5.0}, lefts[3] = {10.0, -9.5, 10.0}, widths[3] = {1.8, 4.0, 4.0};
  for (int i = 0; i < 3; ++i) {
    plan *const p = plan_new(SOI_SIDE_LEFT);
    (void)plan_walkway(p, "plaza", SOI_WALKWAY_PLAZA, 0.0, PLAN_POINTS_OF(p, {0.0, 0.0}, {40.0, 0.0}, {40.0, 30.0}, {0.0, 30.0}));
    plan_walkers(p, "west", 0.5, 15.0, "east", 39.5, 15.0);
    const uint32_t row = PLAN_ADD(p->definition.map.buildings, "kiosk");
    p->buildings[row - 1].outline = PLAN_POINTS_OF(p, {lefts[i], 15.9}, {lefts[i] + 10.0, 15.9}, {lefts[i] + 10.0, 20.0}, {lefts[i], 20.0});
    p->buildings[row - 1].base = bases[i];
    const soi_model *const m = plan_build(p);
    assert_int_equal(m->walk_link_count, 1);
    assert_near(m->walk_links[1].width, widths[i], 1e-9);
    plan_free(p);
  }
}

static void test_plaza_with_a_corner(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const soi_points outline = PLAN_POINTS_OF(p, {0.0, 0.0}, {40.0, 0.0}, {40.0, 10.0}, {10.0, 10.0}, {10.0, 40.0}, {0.0, 40.0});
  (void)plan_walkway(p, "plaza", SOI_WALKWAY_PLAZA, 0.0, outline);
  plan_walkers(p, "one", 39.0, 9.0, "two", 9.0, 39.0);
  const soi_model *const m = plan_build(p);
  for (uint32_t row = 1; row <= m->walk_link_count; ++row) {
    assert_true(soi_polygon_holds(outline, m->walk_nodes[m->walk_links[row].a].at, m->walk_nodes[m->walk_links[row].b].at));
  }
  assert_true(cost_between(m, 1, 2) > 58.0 && cost_between(m, 1, 2) < 64.0);
  plan_free(p);
}

/* Corridors of one level meet where they cross; of different levels only at the end of one, at a gate, or when joined. */
static void test_levels(void **state) {
  (void)state;
  for (uint32_t variant = 0; variant < 3; ++variant) {
    plan *const p = plan_new(SOI_SIDE_LEFT);
    (void)plan_walkway(p, "ground", SOI_WALKWAY_CORRIDOR, 3.0, PLAN_POINTS_OF(p, {0.0, 0.0}, {100.0, 0.0}));
    soi_walkway_definition *const other =
        plan_walkway(p, "other", SOI_WALKWAY_CORRIDOR, 3.0, PLAN_POINTS_OF(p, {50.0, -40.0}, {50.0, 40.0}));
    other->level = variant == 0 ? 0 : -1;
    if (variant == 2) { other->joins = PLAN_ROWS_OF(p, 1); }
    plan_walkers(p, "west", 0.0, 0.0, "north", 50.0, 40.0);
    if (variant == 1) {
      plan_refuse(p, "gate 'north' cannot be reached on foot from gate 'west'; connected ways on foot expected");
      continue;
    }
    assert_near(cost_between(plan_build(p), 1, 2), 90.0, 1e-4);
    plan_free(p);
  }
}

/* Gates are the stairs between levels, at the ends of corridors. */
static void test_gate_joins_levels(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  (void)plan_walkway(p, "ground", SOI_WALKWAY_CORRIDOR, 3.0, PLAN_POINTS_OF(p, {0.0, 0.0}, {100.0, 0.0}));
  plan_walkway(p, "below", SOI_WALKWAY_CORRIDOR, 3.0, PLAN_POINTS_OF(p, {100.0, 0.0}, {100.0, -50.0}))->level = -1;
  (void)plan_gate(p, "exit", 100.0, 0.0);
  plan_walkers(p, "west", 0.0, 0.0, "platform", 100.0, -50.0);
  assert_near(cost_between(plan_build(p), 2, 3), 150.0, 1e-4);
  plan_free(p);
}

/* Sidewalks lead round the corners of a junction and past its far side, but never across a road without a crossing. */
static void test_corners(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 3);
  for (uint32_t i = 0; i < 3; ++i) { plan_sidewalks(&p->roads[i], 2.0); }
  const uint32_t corner_east = plan_gate(p, "north-east", 100.0, 4.0), corner_north = plan_gate(p, "east-north", 4.0, 100.0);
  (void)plan_people(p, corner_east, corner_north, SOI_TRAVEL_WALK);
  plan_walkers(p, "south-east", 100.0, -4.0, "south-west", -100.0, -4.0);
  (void)plan_people(p, corner_east, 3, SOI_TRAVEL_WALK);
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  assert_null(p->model); /* nothing leads over to the southern sidewalk */
  p->errors.count = 0;
  (void)plan_crossing(p, "zebra", 1, 150.0, SOI_CROSSING_ZEBRA);
  const soi_model *const m = plan_build(p);
  /* 193 m of sidewalk less the cut, and the slant across the corner. */
  assert_near(cost_between(m, 1, 2), 93.0 + 93.0 + soi_sqrt(18.0), 1e-3);
  assert_near(cost_between(m, 3, 4), 200.0, 1e-3);
  for (uint32_t row = 1; row <= m->walk_link_count; ++row) {
    const soi_point a = m->walk_nodes[m->walk_links[row].a].at, b = m->walk_nodes[m->walk_links[row].b].at;
    double f, g;
    for (uint32_t road = 1; road <= 3 && m->walk_links[row].kind != SOI_WALK_CROSSING; ++road) {
      assert_false(soi_segments_meet(a, b, p->nodes[0].at, p->nodes[road].at, &f, &g));
    }
  }
  plan_free(p);
}

/* Across the mouth of a minor road the sidewalk goes on by an unmarked crossing. */
static void test_mouth(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 3);
  plan_sidewalks(&p->roads[0], 2.0);
  plan_sidewalks(&p->roads[2], 2.0);
  p->roads[1].road_class = SOI_ROAD_SERVICE;
  plan_walkers(p, "east", 100.0, 4.0, "west", -100.0, 4.0);
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->crossing_count, 1);
  assert_int_equal(m->crossings[1].definition, 0);
  assert_int_equal(m->crossings[1].kind, SOI_CROSSING_UNMARKED);
  assert_int_equal(m->crossings[1].conflict_zones.count, 2);
  /* 200 m, a little round the corner, and 15 m for the wait. */
  assert_true(cost_between(m, 1, 2) > 215.0 && cost_between(m, 1, 2) < 225.0);
  plan_free(p);
}

static void test_refused_walks(void **state) {
  (void)state;
  plan *p = street();
  (void)plan_gate(p, "far", 50.0, 30.0);
  plan_refuse(p, "gate 'far' at (50.0, 30.0) lies on no sidewalk or walkway, the nearest is 25.0 m away; within 1.5 m of one expected");

  p = plan_new(SOI_SIDE_LEFT);
  (void)plan_gate(p, "alone", 0.0, 0.0);
  plan_refuse(p, "gate 'alone' lies on no sidewalk or walkway, as the map has none; a way on foot expected");

  p = street();
  (void)plan_walkway(p, "path", SOI_WALKWAY_CORRIDOR, 3.0, PLAN_POINTS_OF(p, {60.0, 20.0}, {60.0, -20.0}));
  plan_refuse(p, "walkway 'path' runs over road 'street' between (60.0, 4.0) and (60.0, -4.0); a walkway to each kerb and a crossing "
                 "expected, or another level");

  p = street();
  plan_walkers(p, "north", 20.0, 4.0, "south", 20.0, -4.0);
  plan_refuse(p, "gate 'south' cannot be reached on foot from gate 'north'; connected ways on foot expected");
}

/* Only gates that a flow joins need a way: two sides of a street that nothing crosses are no fault while nobody wants over. */
static void test_only_what_a_flow_joins(void **state) {
  (void)state;
  for (uint32_t over = 0; over < 2; ++over) {
    plan *const p = street();
    plan_walkers(p, "a", 20.0, 4.0, "b", 120.0, 4.0);
    plan_walkers(p, "c", 20.0, -4.0, "d", 120.0, -4.0);
    if (over == 1) {
      (void)plan_people(p, 2, 3, SOI_TRAVEL_WALK);
      plan_refuse(p, "gate 'c' cannot be reached on foot from gate 'b'; connected ways on foot expected");
      continue;
    }
    assert_near(cost_between(plan_build(p), 3, 4), 100.0, 1e-4);
    plan_free(p);
  }
}

/* Where all are apart there is one fault, not one a gate or a flow. */
static void test_all_apart(void **state) {
  (void)state;
  static const char *const names[8] = {"g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7"};
  plan *p = street();
  const double sides[2] = {4.0, -4.0};
  for (uint32_t i = 0; i < 8; ++i) { (void)plan_gate(p, names[i], 20.0 + 20.0 * i, sides[i % 2]); }
  for (uint32_t i = 1; i < 8; ++i) { (void)plan_people(p, i, i + 1, SOI_TRAVEL_WALK); }
  plan_refuse(
      p, "none of the 7 flows on foot has a way: gate 'g1' cannot be reached from gate 'g0', and so on; connected ways on foot expected");

  p = plan_new(SOI_SIDE_LEFT);
  for (uint32_t i = 0; i < 8; ++i) { (void)plan_gate(p, names[i], 20.0 * i, 0.0); }
  plan_refuse(
      p, "none of the 8 gates lies on a way on foot: 'g0' lies on no sidewalk or walkway, as the map has none; a way on foot expected");
}

/* Walls of buildings hide what is behind them; those that begin above the street do not. */
static void test_sight(void **state) {
  (void)state;
  plan *const p = street();
  for (uint32_t i = 0; i < 2; ++i) {
    const uint32_t row = PLAN_ADD(p->definition.map.buildings, "house");
    p->buildings[row - 1].outline = PLAN_POINTS_OF(p, {10.0, 20.0}, {30.0, 20.0}, {30.0, 40.0}, {10.0, 40.0});
    p->buildings[row - 1].base = i == 0 ? 0.0 : 5.0;
  }
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->sight_edge_count, 4);
  assert_near(distance(m->sight_edges[4].b, (soi_point){10.0, 20.0}), 0.0, 1e-12);
  plan_free(p);
}

/* Where ways on foot cross, the node lies on the one that the map names first, to the last bit and whatever the compiler. */
static void test_the_first_way_has_the_node(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  (void)plan_walkway(p, "straight", SOI_WALKWAY_CORRIDOR, 2.0, PLAN_POINTS_OF(p, {0.0, 0.0}, {200.0, 0.0}));
  for (uint32_t i = 0; i < 12; ++i) {
    (void)plan_walkway(p, "slanting", SOI_WALKWAY_CORRIDOR, 2.0,
                       PLAN_POINTS_OF(p, {10.1 + 13.0 * i, -7.3 - 0.7 * i}, {14.7 + 13.0 * i, 11.9 + 0.3 * i}));
  }
  plan_walkers(p, "west", 0.0, 0.0, "east", 200.0, 0.0);
  const soi_model *const m = plan_build(p);
  uint32_t on_it = 0;
  for (uint32_t row = 1; row <= m->walk_node_count; ++row) {
    const double y = m->walk_nodes[row].at.y;
    on_it += y == 0.0 ? 1 : 0;
    assert_true(y == 0.0 || y > 1.0 || y < -1.0);
  }
  assert_int_equal(on_it, 14);
  plan_free(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_over_a_crossing),
      cmocka_unit_test(test_choice_of_crossing),
      cmocka_unit_test(test_plaza),
      cmocka_unit_test(test_plaza_with_a_corner),
      cmocka_unit_test(test_walls_on_a_plaza),
      cmocka_unit_test(test_levels),
      cmocka_unit_test(test_gate_joins_levels),
      cmocka_unit_test(test_corners),
      cmocka_unit_test(test_mouth),
      cmocka_unit_test(test_refused_walks),
      cmocka_unit_test(test_only_what_a_flow_joins),
      cmocka_unit_test(test_all_apart),
      cmocka_unit_test(test_sight),
      cmocka_unit_test(test_the_first_way_has_the_node),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
