/* Cost tables of ways, against sums done by hand, and flows of vehicles along them. */
#include "plan.h"

enum { EAST = 1, NORTH, WEST, SOUTH };

/* Seconds over a lane from end to end at its own speed. */
static double over(const soi_model *m, soi_lane_id lane) {
  return m->lanes[lane].length / soi_min(m->lanes[lane].speed_limit, m->lanes[lane].curve_speed);
}

static soi_way_id way_to(const soi_model *m, uint32_t node) {
  for (soi_way_id way = 1; way <= m->way_count; ++way) {
    if (m->ways[way].node == node) { return way; }
  }
  return 0;
}

/* To an end of the map: lane, connector, lane; 5 s more across oncoming traffic. */
static void test_costs_by_hand(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  (void)plan_traffic(p, 1 + WEST, 1 + EAST);
  (void)plan_traffic(p, 1 + WEST, 1 + SOUTH);
  const soi_model *const m = plan_build(p);
  const soi_lane_id in = find_lane(m, WEST, SOI_BACKWARD, 1), out_east = find_lane(m, EAST, SOI_FORWARD, 1);
  const soi_lane_id out_south = find_lane(m, SOUTH, SOI_FORWARD, 1);
  const soi_lane_id on = find_connector(m, WEST, 1, EAST, 1), right = find_connector(m, WEST, 1, SOUTH, 1);
  const soi_way_id east = way_to(m, 1 + EAST), south = way_to(m, 1 + SOUTH);
  assert_near(over(m, out_east), (200.0 - 7.0) / 10.0, 1e-9);
  assert_near(soi_way_cost(m, east, out_east), over(m, out_east), 1e-4);
  assert_near(soi_way_cost(m, east, on), over(m, on) + over(m, out_east), 1e-4);
  assert_near(soi_way_cost(m, east, in), over(m, in) + over(m, on) + over(m, out_east), 1e-4);
  assert_near(soi_way_cost(m, south, in), over(m, in) + over(m, right) + 5.0 + over(m, out_south), 1e-4);
  /* There is no way back from a lane that leaves the map, nor along the wrong direction. */
  assert_true(soi_way_cost(m, south, out_east) >= (double)SOI_NO_WAY);
  assert_true(soi_way_cost(m, east, find_lane(m, EAST, SOI_BACKWARD, 1)) >= (double)SOI_NO_WAY);
  assert_int_equal(m->vehicle_flows[1].way, east);
  assert_int_equal(m->vehicle_flows[1].entries.count, 1);
  assert_int_equal(m->flow_lanes[m->vehicle_flows[1].entries.first], in);
  plan_free(p);
}

/* The kerb lane must change once to turn right: 6 s, and only where there is room for it. */
static void test_lane_changes(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  for (uint32_t i = 0; i < 4; ++i) { plan_lanes(&p->roads[i], 2, 2); }
  (void)plan_traffic(p, 1 + WEST, 1 + SOUTH);
  const soi_model *const m = plan_build(p);
  const soi_way_id way = way_to(m, 1 + SOUTH);
  const soi_lane_id kerb = find_lane(m, WEST, SOI_BACKWARD, 1), inner = find_lane(m, WEST, SOI_BACKWARD, 2);
  assert_near(soi_way_cost(m, way, kerb), soi_way_cost(m, way, inner) + 6.0, 1e-4);
  assert_int_equal(m->vehicle_flows[1].entries.count, 2);
  plan_free(p);
}

static void test_no_room_for_a_change(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  for (uint32_t i = 0; i < 4; ++i) { plan_lanes(&p->roads[i], 2, 2); }
  p->nodes[WEST].at = (soi_point){-36.0, 0.0}; /* 26 m are left outside the junction */
  (void)plan_traffic(p, 1 + WEST, 1 + SOUTH);
  const soi_model *const m = plan_build(p);
  assert_true(soi_way_cost(m, 1, find_lane(m, WEST, SOI_BACKWARD, 1)) >= (double)SOI_NO_WAY);
  assert_int_equal(m->vehicle_flows[1].entries.count, 1);
  plan_free(p);
}

/* A street of two lanes, 40 m long, of which the one by the kerb leads straight on and the other to the right; round the block both lead
 * to one street in the south. */
static plan *block(void) {
  enum { WEST_NODE = 1, MIDDLE, EAST_NODE, SOUTH_EAST, SOUTH_NODE, END };
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const soi_point at[6] = {{-50.0, 0.0}, {0.0, 0.0}, {400.0, 0.0}, {400.0, -150.0}, {0.0, -150.0}, {0.0, -350.0}};
  const uint32_t ends[6][2] = {{WEST_NODE, MIDDLE},      {MIDDLE, EAST_NODE},  {EAST_NODE, SOUTH_EAST},
                               {SOUTH_EAST, SOUTH_NODE}, {MIDDLE, SOUTH_NODE}, {SOUTH_NODE, END}};
  for (uint32_t i = 0; i < 6; ++i) { (void)plan_node(p, "corner", at[i].x, at[i].y); }
  for (uint32_t i = 0; i < 6; ++i) {
    soi_road_definition *const road = plan_road(p, "street", ends[i][0], ends[i][1]);
    plan_lanes(road, i == 0 ? 2 : 1, 0);
    plan_sidewalks(road, 2.0);
  }
  (void)plan_traffic(p, WEST_NODE, END);
  return p;
}

/* At 10 m/s a change takes 12 m + 34 m: with less, drivers by the kerb would miss the turn, and go round the block. */
static void test_hurried_change(void **state) {
  (void)state;
  plan *const p = block();
  const soi_model *const m = plan_build(p);
  const soi_lane_id kerb = find_lane(m, 1, SOI_FORWARD, 1), inner = find_lane(m, 1, SOI_FORWARD, 2);
  assert_near(m->lanes[kerb].length, 40.0, 5.0);
  const soi_lane_id on = find_connector(m, 1, 1, 2, 1), right = find_connector(m, 1, 2, 5, 1);
  assert_near(soi_way_cost(m, 1, inner), over(m, inner) + soi_way_cost(m, 1, right), 1e-4);
  assert_near(soi_way_cost(m, 1, kerb), over(m, kerb) + soi_way_cost(m, 1, on), 1e-4);
  assert_true(soi_way_cost(m, 1, kerb) > soi_way_cost(m, 1, inner) + 70.0);
  plan_free(p);
}

/* A cart that sets out from a stop 35 m before the turn, at 5 m/s, needs 12 m + 17 m: it turns. */
static void test_cart_changes_in_less_room(void **state) {
  (void)state;
  plan *const p = block();
  soi_vehicle_type_definition *const cart = &p->types[PLAN_ADD(p->definition.scenario.vehicle_types, "cart") - 1];
  cart->body.row.shape = SOI_SHAPE_CART;
  cart->body.row.length = 4.0;
  cart->body.row.top_speed = 5.0;
  (void)plan_stop(p, "first", 1, SOI_FORWARD, 8.0);
  (void)plan_stop(p, "second", 6, SOI_FORWARD, 100.0);
  plan_route(p, "there", PLAN_ROWS_OF(p, 1, 2), false);
  const soi_model *const m = plan_build(p);
  assert_near(m->routes[1].length, 42.0 + 150.0 + 100.0, 10.0);
  plan_free(p);
}

/* A goal on a lane: those before it in the lane drive on, all others come round. */
static void test_goal_on_a_lane(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  plan_sidewalks(&p->roads[EAST - 1], 2.0);
  (void)plan_stop(p, "stop", EAST, SOI_FORWARD, 107.0);
  const soi_model *const m = plan_build(p);
  const soi_way_id way = m->stops[1].way;
  const soi_lane_id lane = m->stops[1].lane;
  assert_int_equal(lane, find_lane(m, EAST, SOI_FORWARD, 1));
  assert_near(m->stops[1].s, 100.0, 1e-9);
  assert_near(soi_way_cost(m, way, lane), 10.0, 1e-5);
  const soi_lane_id on = find_connector(m, WEST, 1, EAST, 1);
  assert_near(soi_way_cost(m, way, find_lane(m, WEST, SOI_BACKWARD, 1)), over(m, find_lane(m, WEST, SOI_BACKWARD, 1)) + over(m, on) + 10.0,
              1e-4);
  plan_free(p);
}

/* Costs never rise by more than the lane's own cost along the way they describe. */
static void test_costs_agree_with_each_other(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_RIGHT, 4);
  for (uint32_t i = 0; i < 4; ++i) { plan_lanes(&p->roads[i], 1 + i % 3, 3 - i % 3); }
  for (uint32_t i = 1; i <= 4; ++i) { (void)plan_traffic(p, 1 + i, 1 + i % 4 + 1); }
  const soi_model *const m = plan_build(p);
  for (soi_way_id way = 1; way <= m->way_count; ++way) {
    for (soi_lane_id lane = 1; lane <= m->lane_count; ++lane) {
      for (uint32_t i = 0; i < m->lanes[lane].out.count; ++i) {
        const double next = soi_way_cost(m, way, m->lane_links[m->lanes[lane].out.first + i]);
        const double extra = 5.0 + 15.0;
        assert_true(soi_way_cost(m, way, lane) <= next + over(m, lane) + extra + 1e-3);
      }
    }
  }
  plan_free(p);
}

static void test_refused_flows(void **state) {
  (void)state;
  plan *p = plan_cross(SOI_SIDE_LEFT, 3);
  plan_lanes(&p->roads[EAST - 1], 0, 1);
  (void)plan_traffic(p, 1 + WEST, 1 + EAST);
  plan_refuse(p, "there is no way from node 'west' to node 'east'; roads that lead there in their direction of travel expected");

  p = plan_cross(SOI_SIDE_LEFT, 3);
  (void)plan_traffic(p, 1 + WEST, 1);
  plan_refuse(p, "node 'middle' is not an end of the map, 3 roads meet there; a node with one road expected");

  p = plan_cross(SOI_SIDE_LEFT, 3);
  plan_traffic(p, 1 + WEST, 1 + EAST)->type = 0;
  plan_refuse(p, "this flow has no vehicle type and the traffic's mix has no shares; either expected");
}

static void test_mix(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 3);
  (void)plan_traffic(p, 1 + WEST, 1 + EAST);
  for (uint32_t i = 2; i <= 4; ++i) { (void)PLAN_ADD(p->definition.scenario.vehicle_types, "kind"); }
  const double shares[2] = {0.3, 0.1};
  for (uint32_t i = 0; i < 2; ++i) {
    const uint32_t row = PLAN_ADD(p->definition.scenario.traffic.mix, "");
    p->mix[row - 1].type = i == 0 ? 3 : 1;
    p->mix[row - 1].share = shares[i];
  }
  const soi_model *const m = plan_build(p);
  assert_near(m->mix_share[1], 0.25, 1e-12);
  assert_near(m->mix_share[2], 0.25, 1e-12);
  assert_near(m->mix_share[3], 1.0, 0.0);
  assert_near(m->mix_share[4], 1.0, 0.0);
  plan_free(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_costs_by_hand),
      cmocka_unit_test(test_lane_changes),
      cmocka_unit_test(test_no_room_for_a_change),
      cmocka_unit_test(test_hurried_change),
      cmocka_unit_test(test_cart_changes_in_less_room),
      cmocka_unit_test(test_goal_on_a_lane),
      cmocka_unit_test(test_costs_agree_with_each_other),
      cmocka_unit_test(test_refused_flows),
      cmocka_unit_test(test_mix),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
