/* Looking along the way: who is the leader, how far, which connector next, and whether a gap is free. */
#include "drive.h"

enum { FAR = 200 };

typedef struct road_of {
  drive *t;
  soi_lane_id lane, inner;
} road_of;

static road_of open_double(void) {
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  return (road_of){t, lane_named(t, "double", SOI_FORWARD, 1), lane_named(t, "double", SOI_FORWARD, 2)};
}

static soi_leader leader_of(drive *t, uint32_t row, double reach, double margin) {
  sense(t);
  return soi_road_leader(t->world, row, reach, margin);
}

/* Side by side is no leader; the margin decides how near the sides may come. */
static void motorcycle_beside_a_car(void **state) {
  (void)state;
  const road_of r = open_double();
  put(r.t, "car", r.lane, 115.0, 0.5, 0.0, "double-east");                                 /* from -0.4 to 1.4 m */
  const uint32_t beside = put(r.t, "motorcycle", r.lane, 100.0, -1.0, 5.0, "double-east"); /* to -0.625 m: 22.5 cm between */
  assert_int_equal(leader_of(r.t, beside, FAR, 0.2).vehicle, 0);
  assert_int_not_equal(leader_of(r.t, beside, FAR, 0.25).vehicle, 0);
  drive_close(r.t);
}

/* A van parked half on the kerb is the leader of those whose sides it overlaps, and of nobody else. */
static void half_parked_body(void **state) {
  (void)state;
  const road_of r = open_double();
  const uint32_t parked = put(r.t, "car", r.lane, 150.0, 1.5, 0.0, "double-east"); /* from 0.6 to 2.4 m */
  const uint32_t car = put(r.t, "car", r.lane, 100.0, 0.0, 10.0, "double-east");
  const soi_leader leader = leader_of(r.t, car, FAR, 0.0);
  assert_int_equal(leader.vehicle, parked);
  assert_near(leader.gap, 150.0 - 4.6 - 100.0, 1e-9);
  assert_near(leader.speed, 0.0, 0.0);
  /* a car that keeps to the right passes it */
  r.t->world->vehicle_d[car] = r.t->world->vehicle_aim[car] = -0.5;
  assert_int_equal(leader_of(r.t, car, FAR, 0.0).vehicle, 0);
  /* one that steers there still claims all between */
  r.t->world->vehicle_aim[car] = 0.0;
  assert_int_equal(leader_of(r.t, car, FAR, 0.0).vehicle, parked);
  drive_close(r.t);
}

/* A body as long as a scenario may have reaches back past all those beside it. */
static void longest_body_reaches_back(void **state) {
  (void)state;
  static const char *const longest[] = {"vehicle_types.bus.body.length=25 m", NULL};
  drive *const t = drive_open("straight-traffic.yaml", longest);
  const soi_lane_id lane = lane_named(t, "double", SOI_FORWARD, 1);
  put(t, "motorcycle", lane, 106.0, -0.8, 0.0, "double-east");              /* its rear at 104.1 m */
  put(t, "motorcycle", lane, 124.5, -0.8, 0.0, "double-east");              /* its front more than 20 m further on */
  const uint32_t bus = put(t, "bus", lane, 128.0, 0.9, 0.0, "double-east"); /* its rear at 103 m */
  const uint32_t car = put(t, "car", lane, 100.0, 0.0, 0.0, "double-east");
  const soi_leader leader = leader_of(t, car, FAR, 0.0);
  assert_int_equal(leader.vehicle, bus);
  assert_near(leader.gap, 3.0, 1e-9);
  drive_close(t);
}

/* The nearest rear counts, not the nearest front: a bus beside a motorcycle reaches further back. */
static void nearest_rear_leads(void **state) {
  (void)state;
  const road_of r = open_double();
  put(r.t, "motorcycle", r.lane, 130.0, 0.0, 4.0, "double-east");
  const uint32_t bus = put(r.t, "bus", r.lane, 132.0, 0.0, 3.0, "double-east");
  const uint32_t car = put(r.t, "car", r.lane, 100.0, 0.0, 10.0, "double-east");
  const soi_leader leader = leader_of(r.t, car, FAR, 0.0);
  assert_int_equal(leader.vehicle, bus);
  assert_near(leader.gap, 132.0 - 11.8 - 100.0, 1e-9);
  assert_near(leader.speed, 3.0, 0.0);
  drive_close(r.t);
}

/* Whoever changes lane leads on both lanes until it has left the old one, and follows on both. */
static void body_between_two_lanes(void **state) {
  (void)state;
  const road_of r = open_double();
  soi_world *const w = r.t->world;
  const uint32_t between = put(r.t, "car", r.lane, 150.0, -1.0, 8.0, "double-east"); /* 30 cm over the line on its right */
  const uint32_t kerb = put(r.t, "car", r.lane, 100.0, 0.0, 10.0, "double-east");
  const uint32_t inner = put(r.t, "car", r.inner, 100.0, 0.0, 10.0, "double-east");
  const uint32_t ahead = put(r.t, "car", r.inner, 170.0, 0.8, 6.0, "double-east");
  assert_int_equal(leader_of(r.t, kerb, FAR, 0.0).vehicle, between);
  assert_int_equal(leader_of(r.t, between, FAR, 0.0).vehicle, ahead);
  /* the inner car's side is at 0.9 m, the other one's at 2.6 - 0.4: apart; steering further in makes it a leader */
  assert_int_equal(leader_of(r.t, inner, FAR, 0.0).vehicle, ahead);
  w->vehicle_d[between] = w->vehicle_aim[between] = -1.5;
  assert_int_equal(leader_of(r.t, inner, FAR, 0.0).vehicle, between);
  drive_close(r.t);
}

/* Who is behind, level with the front but listed before, or out of reach is no leader. */
static void reach_and_order(void **state) {
  (void)state;
  const road_of r = open_double();
  const uint32_t behind = put(r.t, "car", r.lane, 80.0, 0.0, 10.0, "double-east");
  const uint32_t car = put(r.t, "car", r.lane, 100.0, 0.0, 10.0, "double-east");
  assert_int_equal(leader_of(r.t, car, FAR, 0.0).vehicle, 0);
  const soi_leader follows = leader_of(r.t, behind, FAR, 0.0);
  assert_int_equal(follows.vehicle, car);
  assert_near(follows.gap, 15.4, 1e-9);
  assert_int_equal(leader_of(r.t, behind, 15.3, 0.0).vehicle, 0);
  assert_int_equal(leader_of(r.t, behind, 15.5, 0.0).vehicle, car);
  drive_close(r.t);
}

/* Across a junction the leader is sought along the own way: who stands where others go is none. */
static void leader_along_the_way(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id in = lane_named(t, "major-west", SOI_FORWARD, 1), east = lane_named(t, "major-east", SOI_FORWARD, 1);
  const soi_lane_id south = lane_named(t, "minor-south", SOI_BACKWARD, 1);
  const soi_lane_id straight = connector_between(t, in, east), turn = connector_between(t, in, south);
  const double length = t->model->lanes[in].length;
  const uint32_t through = put(t, "car", in, length - 10.0, 0.0, 5.0, "east");
  const uint32_t turning = put(t, "car", in, length - 30.0, 0.0, 5.0, "south");
  const uint32_t ahead_east = put(t, "car", east, 20.0, 0.0, 6.0, "east");
  const uint32_t ahead_south = put(t, "car", south, 30.0, 0.0, 4.0, "south");

  const soi_leader leader = leader_of(t, through, FAR, 0.0);
  assert_int_equal(leader.vehicle, ahead_east);
  assert_near(leader.gap, 10.0 + t->model->lanes[straight].length + 20.0 - 4.6, 1e-9);
  assert_near(leader.speed, 6.0, 0.0);
  /* the one who turns first follows the one before it, then, when that is gone, who is on its own way out */
  assert_int_equal(leader_of(t, turning, FAR, 0.0).vehicle, through);
  soi_vehicle_remove(t->world, through);
  const soi_leader later = leader_of(t, turning, FAR, 0.0);
  assert_int_equal(later.vehicle, ahead_south);
  assert_near(later.gap, 30.0 + t->model->lanes[turn].length + 30.0 - 4.6, 1e-9);

  /* distances run along the way too */
  assert_near(soi_road_distance(w, turning, in, length, FAR), 30.0, 1e-9);
  assert_near(soi_road_distance(w, turning, south, 12.0, FAR), 30.0 + t->model->lanes[turn].length + 12.0, 1e-9);
  assert_true(soi_road_distance(w, turning, east, 12.0, FAR) < 0.0);        /* not on its way */
  assert_true(soi_road_distance(w, turning, in, length - 40.0, FAR) < 0.0); /* behind it */
  assert_true(soi_road_distance(w, turning, south, 12.0, 30.0) < 0.0);      /* out of reach */
  drive_close(t);
}

/* The next connector leads to the destination; none where the map ends. */
static void next_connector(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_lane_id in = lane_named(t, "minor-south", SOI_FORWARD, 1), out = lane_named(t, "major-east", SOI_FORWARD, 1);
  const struct {
    const char *to, *road;
    soi_direction direction;
  } ways[] = {{"north", "minor-north", SOI_FORWARD}, {"west", "major-west", SOI_BACKWARD}, {"east", "major-east", SOI_FORWARD}};
  for (int i = 0; i < 3; ++i) {
    const soi_lane_id next = soi_way_connector(t->model, way_named(t, ways[i].to), in);
    assert_int_not_equal(next, 0);
    assert_int_equal(t->model->lanes[next].from, in);
    assert_int_equal(t->model->lanes[next].to, lane_named(t, ways[i].road, ways[i].direction, 1));
  }
  assert_int_equal(soi_way_connector(t->model, way_named(t, "east"), out), 0);
  drive_close(t);

  /* at the signal the far turn starts from the inner lane only: from the kerb lane the way goes round the block */
  drive *const c = drive_open("crossroads-traffic.yaml", NULL);
  const soi_way_id south = way_named(c, "south");
  const soi_lane_id kerb = lane_named(c, "main-west", SOI_FORWARD, 1), inner = lane_named(c, "main-west", SOI_FORWARD, 2);
  const soi_lane_id exit = lane_named(c, "cross-south", SOI_BACKWARD, 1);
  assert_int_equal(soi_way_connector(c->model, south, inner), connector_between(c, inner, exit));
  assert_int_equal(connector_between(c, kerb, exit), 0);
  assert_true(soi_way_cost(c->model, south, kerb) > soi_way_cost(c->model, south, inner) + 5.0);
  drive_close(c);
}

/* A gap is free when nobody behind need brake harder than allowed, and the newcomer neither; only those beside it count. */
static void free_gaps(void **state) {
  (void)state;
  const road_of r = open_double();
  const soi_world *const w = r.t->world;
  const uint32_t behind = put(r.t, "car", r.lane, 100.0, 0.0, 12.0, "double-east");
  sense(r.t);
  /* rear at 130 - 4.6: 25.4 m before one at 12 m/s who follows by the IDM */
  const double answer = -soi_idm(&(soi_following){60.0 / 3.6, 1.0, 2.0, 1.0, 1.5}, 12.0, 25.4, 0.0);
  assert_false(soi_road_gap_free(w, r.lane, 130.0, 4.6, -1.0, 1.0, 0.0, answer - 0.1, 0));
  assert_true(soi_road_gap_free(w, r.lane, 130.0, 4.6, -1.0, 1.0, 0.0, answer + 0.1, 0));
  /* who comes no slower hinders nobody; who would land on it does */
  assert_true(soi_road_gap_free(w, r.lane, 119.0, 4.6, -1.0, 1.0, 12.0, 0.8, 0));
  assert_false(soi_road_gap_free(w, r.lane, 110.0, 4.6, -1.0, 1.0, 12.0, 4.0, 0)); /* so near that it would brake all the same */
  assert_false(soi_road_gap_free(w, r.lane, 103.0, 4.6, -1.0, 1.0, 12.0, 9.0, 0));
  /* beside it, or it alone on the lane: free */
  assert_true(soi_road_gap_free(w, r.lane, 103.0, 4.6, 1.0, 2.0, 0.0, 1.0, 0));
  assert_true(soi_road_gap_free(w, r.lane, 103.0, 4.6, -1.0, 1.0, 0.0, 1.0, behind));
  /* the newcomer too must be able to brake for the one ahead: 8 m less a metre from 8 m/s is 4.6 m/s2 */
  assert_false(soi_road_gap_free(w, r.lane, 100.0 - 4.6 - 8.0, 4.6, -1.0, 1.0, 20.0, 4.5, 0));
  assert_true(soi_road_gap_free(w, r.lane, 100.0 - 4.6 - 8.0, 4.6, -1.0, 1.0, 20.0, 4.6, 0));
  drive_close(r.t);
}

/* A gap just beyond a junction is not free while somebody with a grant comes fast through it. */
static void gap_beyond_a_junction(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_lane_id in = lane_named(t, "major-west", SOI_FORWARD, 1), east = lane_named(t, "major-east", SOI_FORWARD, 1);
  const uint32_t row = put(t, "car", in, t->model->lanes[in].length - 8.0, 0.0, 12.0, "east");
  sense(t);
  assert_true(soi_road_gap_free(t->world, east, 12.0, 4.6, -1.0, 1.0, 0.0, 2.5, 0));
  t->world->vehicle_grant[row] = connector_between(t, in, east);
  sense(t);
  assert_false(soi_road_gap_free(t->world, east, 12.0, 4.6, -1.0, 1.0, 0.0, 2.5, 0));
  drive_close(t);
}

/* One that stands a metre behind lets a standing body out; one that comes does not. */
static void who_stands_behind_lets_out(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const uint32_t front = put(t, "car", lane, 110.0, 2.0, 0.0, "single-east"), rear = put(t, "car", lane, 104.4, 0.0, 0.0, "single-east");
  sense(t);
  assert_true(soi_road_gap_free(t->world, lane, 110.0, length_of(t, front), -1.4, 1.1, 0.0, 2.0, front));
  t->world->vehicle_speed[rear] = 3.0;
  sense(t);
  assert_false(soi_road_gap_free(t->world, lane, 110.0, length_of(t, front), -1.4, 1.1, 0.0, 2.0, front));
  drive_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(motorcycle_beside_a_car), cmocka_unit_test(who_stands_behind_lets_out),
      cmocka_unit_test(half_parked_body),        cmocka_unit_test(longest_body_reaches_back),
      cmocka_unit_test(nearest_rear_leads),      cmocka_unit_test(body_between_two_lanes),
      cmocka_unit_test(reach_and_order),         cmocka_unit_test(leader_along_the_way),
      cmocka_unit_test(next_connector),          cmocka_unit_test(free_gaps),
      cmocka_unit_test(gap_beyond_a_junction),
  };
  return cmocka_run_group_tests_name("road.leader", tests, NULL, NULL);
}
