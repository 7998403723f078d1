/* Stops, depots, routes and the people who ride: places on the kerb lane, loops measured, the stops a flow uses. */
#include "plan.h"

/* A square of one-way roads 200 m long, driven clockwise, with sidewalks and a stop in the middle of each; and a small cart. */
static plan *ring(soi_side side) {
  plan *const p = plan_new(side);
  const soi_point corners[4] = {{0.0, 0.0}, {0.0, 200.0}, {200.0, 200.0}, {200.0, 0.0}};
  for (uint32_t i = 0; i < 4; ++i) { (void)plan_node(p, "corner", corners[i].x, corners[i].y); }
  for (uint32_t i = 0; i < 4; ++i) {
    soi_road_definition *const road = plan_road(p, "side", i + 1, (i + 1) % 4 + 1);
    plan_lanes(road, 1, 0);
    plan_sidewalks(road, 2.0);
    (void)plan_stop(p, i == 0 ? "first" : i == 1 ? "second" : i == 2 ? "third" : "fourth", i + 1, SOI_FORWARD, 100.0);
  }
  soi_vehicle_type_definition *const cart = &p->types[PLAN_ADD(p->definition.scenario.vehicle_types, "cart") - 1];
  cart->body.row.shape = SOI_SHAPE_CART;
  cart->body.row.length = 4.0;
  cart->body.row.top_speed = 5.0;
  return p;
}

static void test_place_of_a_stop(void **state) {
  (void)state;
  for (int side = 0; side < 2; ++side) {
    plan *const p = plan_new(side == 0 ? SOI_SIDE_LEFT : SOI_SIDE_RIGHT);
    const uint32_t a = plan_node(p, "a", 0.0, 0.0), b = plan_node(p, "b", 200.0, 0.0);
    soi_road_definition *const road = plan_road(p, "street", a, b);
    plan_lanes(road, 2, 2);
    plan_sidewalks(road, 2.0);
    plan_stop(p, "stop", 1, SOI_BACKWARD, 80.0)->bay = 2.5;
    p->stops[0].berths = 2;
    const soi_model *const m = plan_build(p);
    const soi_stop *const stop = &m->stops[1];
    assert_int_equal(stop->lane, find_lane(m, 1, SOI_BACKWARD, 1));
    assert_near(stop->s, 120.0, 1e-9);
    assert_near(stop->d, m->side * 2.5, 1e-12);
    assert_near(stop->berth_length, 5.0, 1e-12);
    /* Backward traffic drives west; the kerb is south in left-hand traffic. The queue stands 1 m beyond the bay, beside the
     * middle of a cart of 4 m, and grows to the east. */
    const double kerb = side == 0 ? -1.0 : 1.0;
    assert_near(stop->queue.x, 82.0, 1e-9);
    assert_near(stop->queue.y, kerb * (4.5 + 1.5 + 2.5 + 1.0), 1e-9);
    assert_near(stop->queue_step.x, 0.7, 1e-9);
    assert_near(stop->queue_step.y, 0.0, 1e-9);
    assert_true(m->walk_nodes[stop->node].links.count > 0);
    assert_near(distance(m->walk_nodes[stop->node].at, stop->queue), 0.0, 1e-9);
    plan_free(p);
  }
}

static void test_loop(void **state) {
  (void)state;
  plan *const p = ring(SOI_SIDE_LEFT);
  plan_route(p, "loop", PLAN_ROWS_OF(p, 1, 2, 3, 4), true);
  const soi_model *const m = plan_build(p);
  /* Four sides cut back by 15 m at both ends, and four quarter turns of 15 m radius (cubic, so nearly). */
  const double corner = SOI_PI / 2.0 * 15.0;
  assert_near(m->routes[1].length, 4.0 * (170.0 + corner), 0.2);
  assert_near(m->routes[1].free_time, m->routes[1].length / 5.0, 1e-6);
  plan_free(p);
}

/* People board and alight where walking, waiting and riding together take least. */
static void test_choice_of_stops(void **state) {
  (void)state;
  plan *const p = ring(SOI_SIDE_LEFT);
  plan_route(p, "loop", PLAN_ROWS_OF(p, 1, 2, 3, 4), true);
  /* The outer sidewalk is on the left of a clockwise ring: both gates stand on it, a little beside stops 1 and 3. */
  const uint32_t from = plan_gate(p, "from", -2.5, 90.0), to = plan_gate(p, "to", 202.5, 110.0);
  (void)plan_people(p, from, to, SOI_TRAVEL_CART);
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->people_flows[1].route, 1);
  assert_int_equal(m->people_flows[1].board, 1);
  assert_int_equal(m->people_flows[1].alight, 3);
  assert_true(m->people_flows[1].passengers);
  plan_free(p);
}

static void test_timetable(void **state) {
  (void)state;
  plan *const p = ring(SOI_SIDE_LEFT);
  const uint32_t from = plan_gate(p, "from", -2.5, 90.0), to = plan_gate(p, "to", 202.5, 110.0);
  static double times[5] = {7.0 * 3600.0 + 60.0, 6.0 * 3600.0, 7.0 * 3600.0, 9.0 * 3600.0, 7.0 * 3600.0 + 30.05};
  const uint32_t row = PLAN_ADD(p->definition.scenario.timetables, "trains");
  p->timetables[row - 1].times.items = times;
  p->timetables[row - 1].times.count = 5;
  soi_people_flow_definition *const flow = plan_people(p, from, to, SOI_TRAVEL_WALK);
  flow->timetable = row;
  flow->per_arrival = 12.0;
  p->definition.scenario.pedestrians.scale = 0.5;
  const soi_model *const m = plan_build(p);
  const soi_people_flow *const made = &m->people_flows[1];
  /* Those before the start and after the end are left out, the rest put in order. */
  assert_int_equal(made->arrivals.count, 3);
  const soi_tick expected[3] = {0, 301, 600};
  for (uint32_t i = 0; i < 3; ++i) { assert_int_equal(m->arrival_ticks[made->arrivals.first + i], expected[i]); }
  assert_near(made->per_arrival, 6.0, 1e-12);
  assert_int_equal(made->finish, m->end);
  plan_free(p);
}

static void test_depot(void **state) {
  (void)state;
  plan *const p = ring(SOI_SIDE_LEFT);
  plan_route(p, "loop", PLAN_ROWS_OF(p, 1, 3), true);
  const uint32_t depot = PLAN_ADD(p->definition.map.depots, "yard");
  p->depots[depot - 1] = (soi_depot_definition){.record = {.id = "yard"}, .road = 2, .at = 60.0, .places = 5};
  for (uint32_t i = 0; i < 2; ++i) {
    const uint32_t row = PLAN_ADD(p->definition.map.chargers, "charger");
    p->chargers[row - 1].depot = depot;
    p->chargers[row - 1].power = i == 0 ? 3000.0 : 7000.0;
    p->chargers[row - 1].plugs = 2;
  }
  const uint32_t cart = PLAN_ADD(p->definition.scenario.fleet, "cart-1");
  p->fleet[cart - 1] = (soi_cart_definition){.record = {.id = "cart-1"}, .row.type = 1, .row.route = 1, .row.depot = depot};
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->depots[1].lane, find_lane(m, 2, SOI_FORWARD, 1));
  assert_near(m->depots[1].charge_power, 20000.0, 1e-9);
  assert_near(m->depots[1].plug_power, 7000.0, 1e-9);
  assert_int_equal(m->depots[1].plugs, 4);
  assert_int_equal(m->cart_count, 1);
  assert_int_equal(m->vehicle_capacity, 1);
  plan_free(p);
}

static void test_refused_stops(void **state) {
  (void)state;
  plan *p = ring(SOI_SIDE_LEFT);
  p->stops[1].at = 18.0;
  plan_refuse(p, "stop 'second' at 18.0 m of road 'side' is too near a junction or the road's end; between 22.0 m and 183.0 m expected");

  p = ring(SOI_SIDE_LEFT);
  p->stops[1].direction = SOI_BACKWARD;
  plan_refuse(p, "stop 'second' lies on the backward side of road 'side', which has no lane there; the other direction expected");

  p = ring(SOI_SIDE_LEFT);
  (void)plan_crossing(p, "zebra", 2, 97.0, SOI_CROSSING_ZEBRA);
  plan_refuse(p, "carts at stop 'second' would stand on crossing 'zebra'; a stop clear of it, or a bay of 2.0 m at least expected");

  p = ring(SOI_SIDE_LEFT);
  p->roads[1].sidewalk_left = 0.0;
  plan_refuse(p,
              "the queue of stop 'second' at (98.0, 202.5) lies on no sidewalk or walkway, the nearest is 4.0 m away; within 1.5 m of one "
              "expected");
}

static void test_refused_routes(void **state) {
  (void)state;
  /* A dead end: nothing leads from the second stop back to the first. */
  plan *p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", 0.0, 0.0), b = plan_node(p, "b", 200.0, 0.0);
  plan_sidewalks(plan_road(p, "street", a, b), 2.0);
  (void)plan_stop(p, "one", 1, SOI_FORWARD, 50.0);
  (void)plan_stop(p, "two", 1, SOI_FORWARD, 150.0);
  plan_route(p, "loop", PLAN_ROWS_OF(p, 1, 2), true);
  plan_refuse(p, "route 'loop' cannot go from stop 'two' to stop 'one'; a way along roads in their direction of travel expected");

  p = ring(SOI_SIDE_LEFT);
  plan_route(p, "loop", PLAN_ROWS_OF(p, 1), true);
  plan_refuse(p, "route 'loop' has 1 stops; two at least expected");

  p = ring(SOI_SIDE_LEFT);
  plan_route(p, "loop", PLAN_ROWS_OF(p, 1, 2, 3, 4), true);
  const uint32_t from = plan_gate(p, "from", -2.5, 90.0), to = plan_gate(p, "to", -2.5, 60.0);
  (void)plan_people(p, from, to, SOI_TRAVEL_CART);
  plan_refuse(p, "a cart is of no use from gate 'from' to gate 'to': stop 'first' is the best to board and to alight; gates further apart "
                 "along a route expected, or by: walk");
}

/* Where a cart would stand nobody may come out: a gate in the berths is refused at its place. */
static void test_gate_in_a_berth(void **state) {
  (void)state;
  plan *const p = ring(SOI_SIDE_LEFT);
  p->stops[0].bay = 2.0; /* the berth lies from 95 to 100 m, 2 m to the left of a lane that runs north: in the sidewalk */
  plan_gate(p, "behind", -2.5, 90.0);
  plan_gate(p, "within", -2.5, 97.0);
  plan_refuse(p, "gate 'within' lies in the berths of stop 'first', under a cart that stands there; a place 0.2 m further off expected");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_place_of_a_stop), cmocka_unit_test(test_loop),
      cmocka_unit_test(test_choice_of_stops), cmocka_unit_test(test_timetable),
      cmocka_unit_test(test_depot),           cmocka_unit_test(test_refused_stops),
      cmocka_unit_test(test_refused_routes),  cmocka_unit_test(test_gate_in_a_berth),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
