/* Changing lanes: what the way demands is done in time, followers keep their right of way, closed stretches are left, somebody lets one
 * in, and who misses its turn drives on and says so. */
#include "drive.h"

#include "road_private.h"

static const char *const crossing_flows[] = {"traffic.flows.eastbound.rate=700 /h", "traffic.flows.far-turn.rate=150 /h",
                                             "traffic.flows.near-turn.rate=150 /h", "traffic.flows.westbound.rate=300 /h", NULL};

/* One car in the wrong lane is in the right one before its turn, and has begun the change with room left. */
static void way_demands_a_lane(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "main-west", SOI_FORWARD, 1), inner = lane_named(t, "main-west", SOI_FORWARD, 2);
  const uint32_t turning = put(t, "car", kerb, 40.0, 0.0, 12.0, "south");      /* its turn starts from the inner lane */
  const uint32_t leaving = put(t, "car", inner, 60.0, 0.0, 12.0, "far-north"); /* ... from the kerb lane */
  sense(t);
  assert_true(soi_road_lane_demanded(w, turning, inner));
  assert_false(soi_road_lane_demanded(w, leaving, inner));
  assert_true(soi_road_lane_demanded(w, leaving, kerb));
  while (drive_time_now(t) < 12.0 && (w->vehicle_lane[turning] != inner || w->vehicle_lane[leaving] != kerb)) { drive_step(t); }
  assert_int_equal(w->vehicle_lane[turning], inner);
  assert_int_equal(w->vehicle_lane[leaving], kerb);
  assert_true(w->vehicle_s[turning] < t->model->lanes[inner].length - 40.0);
  assert_int_equal(t->model->lanes[w->vehicle_next[turning]].to, lane_named(t, "cross-south", SOI_BACKWARD, 1));
  drive_close(t);
}

/* In dense traffic nearly everybody gets into the lane for its turn; who does not says so, and everybody gets off the map. */
static void turns_in_dense_traffic(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml", crossing_flows);
  const uint32_t far_turn = flow_named(t, "far-turn"), near_turn = flow_named(t, "near-turn");
  const soi_world *const w = t->world;
  uint32_t arrived = 0, elsewhere = 0;
  while (drive_time_now(t) < 1500.0) {
    drive_step(t);
    for (uint32_t i = 0; i < w->event_count; ++i) {
      const soi_event *const event = &w->events[i];
      if (event->kind != SOI_EVENT_VEHICLE_LEFT || (event->b != far_turn && event->b != near_turn)) { continue; }
      const soi_point end = event->b == far_turn ? (soi_point){0.0, -200.0} : (soi_point){0.0, 400.0};
      const bool there = hypot(event->at.x - end.x, event->at.y - end.y) < 10.0;
      arrived += there;
      elsewhere += !there;
    }
  }
  print_message("%u turned where they wanted, %u elsewhere, %u missed turns\n", arrived, elsewhere, t->events[SOI_EVENT_MISSED_TURN]);
  assert_true(arrived > 60);
  assert_true(elsewhere * 20 <= arrived);
  assert_true(elsewhere <= t->events[SOI_EVENT_MISSED_TURN]);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* --- right of way of those in the lane ------------------------------------------------------------------------------- */

/* Whoever has a newcomer from beside before it since a moment brakes at most by MOBIL's safe limit, and nobody touches. */
static void followers_keep_their_way(void **state) {
  (void)state;
  enum { ROWS = 500 };
  drive *const t =
      drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.double.rate=1800 /h", "vehicle_types.car.driver.speed_spread=0.2",
                                                           "vehicle_types.bus.driver.speed_factor=0.6", NULL});
  const soi_world *const w = t->world;
  static soi_lane_id lanes[ROWS];
  static uint32_t serial[ROWS], cut[ROWS];
  static soi_tick until[ROWS];
  memset(serial, 0, sizeof serial);
  memset(until, 0, sizeof until);
  uint32_t changes = 0;
  double hardest = 0.0;
  while (drive_time_now(t) < 600.0) {
    drive_step(t);
    sense(t);
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      if (!soi_vehicle_lives(w, row)) { continue; }
      if (serial[row] == w->vehicle_serial[row] && lanes[row] != w->vehicle_lane[row]) {
        /* the one behind it on its new lane, for three seconds */
        const soi_lane_id lane = w->vehicle_lane[row];
        for (uint32_t i = 1; i < w->lane_entries[lane]; ++i) {
          if (w->entries[w->lane_first[lane] + i].vehicle != row) { continue; }
          const uint32_t behind = w->entries[w->lane_first[lane] + i - 1].vehicle;
          cut[behind] = row;
          until[behind] = w->tick[0] + 30;
        }
        ++changes;
      }
      lanes[row] = w->vehicle_lane[row];
      serial[row] = w->vehicle_serial[row];
    }
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      if (!soi_vehicle_lives(w, row) || w->tick[0] > until[row]) { continue; }
      if (w->vehicle_cause[row] != SOI_CAUSE_LEADER || w->vehicle_cause_of[row] != cut[row]) { continue; }
      hardest = fmax(hardest, -w->vehicle_acceleration[row]);
    }
  }
  print_message("%u changes, the hardest braking behind one is %.2f m/s2\n", changes, hardest);
  assert_true(changes > 100);
  assert_true(hardest > 0.5); /* somebody did have to brake */
  assert_true(hardest < 4.0 + 0.5);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* A change is refused while somebody comes up fast in the lane beside, granted when it is past. */
static void no_change_before_who_comes_fast(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  const uint32_t slow = put(t, "bus", kerb, 150.0, 0.0, 3.0, "double-east");
  const uint32_t row = put(t, "car", kerb, 110.0, 0.0, 5.0, "double-east");
  const uint32_t fast = put(t, "car", inner, 92.0, 0.0, 16.0, "double-east");
  (void)slow;
  sense(t);
  assert_false(soi_road_lane_free(w, row, inner));
  double slowest = 16.0;
  while (drive_time_now(t) < 20.0 && w->vehicle_lane[row] != inner) {
    drive_step(t);
    slowest = fmin(slowest, w->vehicle_speed[fast]);
  }
  assert_int_equal(w->vehicle_lane[row], inner);
  assert_true(w->vehicle_s[fast] > w->vehicle_s[row] + 4.6);
  assert_true(slowest > 15.9);
  drive_close(t);
}

/* Not over a motorcycle that rides beside it in its own lane. */
static void no_change_over_who_is_beside(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  const uint32_t row = put(t, "car", kerb, 110.0, 0.4, 8.0, "double-east");
  sense(t);
  assert_true(soi_road_lane_free(t->world, row, inner));
  const uint32_t beside = put(t, "motorcycle", kerb, 108.0, -1.1, 8.0, "double-east");
  sense(t);
  assert_false(soi_road_lane_free(t->world, row, inner));
  t->world->vehicle_s[beside] = 100.0;
  sense(t);
  assert_true(soi_road_lane_free(t->world, row, inner));
  drive_close(t);
}

/* Without a reason to overtake one keeps to the kerb's side. */
static void keeps_to_the_side(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  const uint32_t row = put(t, "car", kerb, 50.0, 0.0, 16.0, "double-east");
  drive_seconds(t, 30.0);
  assert_int_equal(t->world->vehicle_lane[row], kerb);
  assert_true(t->world->vehicle_s[row] > 400.0);
  const uint32_t other = put(t, "car", inner, 50.0, 0.0, 16.0, "double-east");
  drive_seconds(t, 30.0);
  assert_true(t->world->vehicle_lane[other] == inner || t->world->vehicle_lane[other] == kerb);
  drive_close(t);
}

/* --- closed stretches ------------------------------------------------------------------------------------------------ */

static void close_lane(drive *t, soi_lane_id lane, double from, double to) {
  const soi_command command = {.kind = SOI_COMMAND_CLOSE_LANE, .target = lane, .values = {from, to, 0.0}};
  assert_true(soi_world_command(t->world, &command));
}

/* Everybody leaves a closed stretch: nobody's body comes onto it, and the traffic gets by. */
static void closed_lane_is_left(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.double.rate=900 /h", NULL});
  const soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1);
  close_lane(t, kerb, 800.0, 900.0);
  uint32_t left = 0;
  double longest = 0.0;
  while (drive_time_now(t) < 900.0) {
    drive_step(t);
    for (uint32_t i = 0; i < w->event_count; ++i) { left += w->events[i].kind == SOI_EVENT_VEHICLE_LEFT; }
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      if (!soi_vehicle_lives(w, row)) { continue; }
      longest = fmax(longest, (double)w->vehicle_standing[row] * t->model->step);
      if (w->vehicle_lane[row] == kerb) {
        const double s = w->vehicle_s[row];
        assert_false(s > 800.0 && s < 900.0);
      }
    }
  }
  print_message("%u vehicles got by, the longest stand was %.0f s\n", left, longest);
  assert_true(left > 150);
  assert_true(longest < 60.0);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* A lane closed before a single body: that one stops short of it where there is no other lane, and waits. */
static void closed_road_is_waited_for(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const uint32_t row = put(t, "car", lane, 100.0, 0.0, 14.0, "single-east");
  close_lane(t, lane, 400.0, 450.0);
  drive_seconds(t, 90.0);
  assert_near(w->vehicle_speed[row], 0.0, 0.05);
  assert_true(w->vehicle_s[row] < 400.0 && w->vehicle_s[row] > 393.0);
  assert_int_equal(w->vehicle_cause[row], SOI_CAUSE_CLOSED);
  const soi_command open = {.kind = SOI_COMMAND_OPEN_LANE, .target = lane};
  assert_true(soi_world_command(w, &open));
  drive_seconds(t, 15.0);
  assert_true(w->vehicle_s[row] > 450.0);
  drive_close(t);
}

/* Vehicles that come onto the road after the closure, by lane: [direction][index]. */
static void count_entering(drive *t, const char *road, double seconds, uint32_t entered[2][3]) {
  const soi_world *const w = t->world;
  soi_lane_id before[1000] = {0};
  memset(entered, 0, sizeof(uint32_t[2][3]));
  for (uint32_t row = 1; row <= w->vehicle_high[0] && row < 1000; ++row) {
    before[row] = soi_vehicle_lives(w, row) ? w->vehicle_lane[row] : 0;
  }
  for (const double end = drive_time_now(t) + seconds; drive_time_now(t) < end;) {
    drive_step(t);
    for (uint32_t row = 1; row <= w->vehicle_high[0] && row < 1000; ++row) {
      const soi_lane_id now = soi_vehicle_lives(w, row) ? w->vehicle_lane[row] : 0;
      const soi_lane *const lane = &t->model->lanes[now];
      const bool came = now != 0 && now != before[row] && lane->road != 0;
      if (came && strcmp(t->model->definition->map.roads.items[lane->road - 1].record.id, road) == 0) {
        ++entered[lane->direction][lane->index];
      }
      before[row] = now;
    }
  }
}

/* Its defaults close the first lane forward from end to end: nobody comes onto it, the lane beside and the other direction go on. */
static void closed_lane_by_its_defaults(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml",
                              (const char *[]){"incidents.works={kind: closed_lane, at: 08:00:10, road: main-east}",
                                               "traffic.flows.eastbound.rate=500 /h", "traffic.flows.westbound.rate=300 /h", NULL});
  const soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "main-east", SOI_FORWARD, 1);
  drive_seconds(t, 60.0);
  assert_near(w->lane_closed_from[kerb], 0.0, 1e-9);
  assert_near(w->lane_closed_to[kerb], t->model->lanes[kerb].length, 1e-6);
  for (soi_lane_id lane = 1; lane <= t->model->lane_count; ++lane) { assert_true(lane == kerb || w->lane_closed_to[lane] == 0.0); }
  uint32_t entered[2][3];
  count_entering(t, "main-east", 600.0, entered);
  print_message("entered: %u and %u forward, %u and %u backward\n", entered[0][1], entered[0][2], entered[1][1], entered[1][2]);
  assert_int_equal(entered[SOI_FORWARD][1], 0);
  assert_true(entered[SOI_FORWARD][2] > 40);
  assert_true(entered[SOI_BACKWARD][1] + entered[SOI_BACKWARD][2] > 30);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* From a place on: from there to the road's end, in the direction and the lane that are named. */
static void closed_lane_from_a_place(void **state) {
  (void)state;
  drive *const t =
      drive_open("straight-traffic.yaml",
                 (const char *[]){"incidents.a={kind: closed_lane, at: 08:00, road: double, lane: 2, from: 100 m}",
                                  "incidents.b={kind: closed_lane, at: 08:00, road: double, direction: backward, from: 100 m}", NULL});
  const soi_world *const w = t->world;
  const soi_lane_id inner = lane_named(t, "double", SOI_FORWARD, 2);
  drive_step(t);
  assert_near(w->lane_closed_from[inner], 100.0, 1.0);
  assert_near(w->lane_closed_to[inner], t->model->lanes[inner].length, 1e-6);
  drive_close(t);
}

/* A closed road: all lanes of both directions; nobody is born on it or turns into it, and nobody waits inside the junction. */
static void closed_road_closes_all_lanes(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml",
                              (const char *[]){"incidents.works={kind: closed_road, at: 08:02, road: cross-north}",
                                               "traffic.flows.northbound.rate=200 /h", "traffic.flows.southbound.rate=200 /h",
                                               "traffic.flows.near-turn.rate=100 /h", "traffic.flows.westbound.rate=200 /h", NULL});
  const soi_world *const w = t->world;
  drive_seconds(t, 150.0);
  uint32_t closed = 0;
  for (soi_lane_id lane = 1; lane <= t->model->lane_count; ++lane) {
    const bool its = t->model->lanes[lane].road != 0 &&
                     strcmp(t->model->definition->map.roads.items[t->model->lanes[lane].road - 1].record.id, "cross-north") == 0;
    assert_int_equal(w->lane_closed_to[lane] > 0.0, its);
    closed += its;
  }
  assert_true(closed >= 2);
  uint32_t entered[2][3];
  count_entering(t, "cross-north", 300.0, entered);
  for (int i = 0; i < 6; ++i) { assert_int_equal(entered[i / 3][i % 3], 0); }
  for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(w, row)) { assert_false(w->vehicle_standing[row] > 600 && t->model->lanes[w->vehicle_lane[row]].junction != 0); }
  }
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* --- courtesy, and the last resort ----------------------------------------------------------------------------------- */

/* A slow dense column beside one whose lane is closed: somebody leaves it a gap. */
static void courtesy_lets_one_in(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"vehicle_types.pacer.body.top_speed=14.4 km/h", NULL});
  soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  close_lane(t, kerb, 500.0, 1900.0);
  const uint32_t waiting = put(t, "car", kerb, 480.0, 0.0, 0.0, "double-east");
  /* a column at 4 m/s with the gaps that it keeps, too short for a change: 4.2 m behind, 4.6 m for the body, 1 m before */
  uint32_t rows[40];
  rows[0] = put(t, "pacer", inner, 560.0, 0.0, 4.0, "double-east");
  for (int i = 1; i < 30; ++i) { rows[i] = put(t, "textbook", inner, 560.0 - 11.1 * i, 0.0, 4.0, "double-east"); }
  while (drive_time_now(t) < 60.0 && w->vehicle_lane[waiting] != inner) { drive_step(t); }
  assert_int_equal(w->vehicle_lane[waiting], inner);
  uint32_t behind = 0;
  for (int i = 0; i < 30; ++i) { behind += w->vehicle_s[rows[i]] < w->vehicle_s[waiting]; }
  print_message("let in after %.1f s, with %u of 30 still behind\n", drive_time_now(t), behind);
  assert_true(behind >= 5); /* it did not wait for the last to be past */
  assert_int_equal(t->events[SOI_EVENT_COLLISION], 0);
  drive_close(t);
}

/* Blocked in until the end of its lane, a driver waits a while, takes another way, says so once, and leaves the map there. */
static void missed_turn_drives_on(void **state) {
  (void)state;
  drive *const t = drive_open("fork-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "trunk", SOI_FORWARD, 1), inner = lane_named(t, "trunk", SOI_FORWARD, 2);
  const double length = t->model->lanes[kerb].length;
  assert_int_equal(soi_way_connector(t->model, way_named(t, "north"), inner), 0);
  /* the lane beside is parked full, bumper to bumper */
  for (int i = 0; i < 10; ++i) { hold_still(t, put(t, "bus", kerb, length - 1.0 - 13.0 * i, 0.0, 0.0, "east")); }
  const uint32_t row = put(t, "car", inner, length - 60.0, 0.0, 8.0, "north");
  const soi_vehicle_handle handle = soi_vehicle_handle_of(w, row);
  uint32_t reported = 0, waiting = 0;
  soi_point end = {0.0, 0.0};
  while (drive_time_now(t) < 120.0 && soi_vehicle_row(w, handle) != 0) {
    drive_step(t);
    waiting += w->vehicle_cause[row] == SOI_CAUSE_ROUTE && w->vehicle_standing[row] > 0;
    for (uint32_t i = 0; i < w->event_count; ++i) {
      if (w->events[i].kind == SOI_EVENT_VEHICLE_LEFT) { end = w->events[i].at; }
      if (w->events[i].kind != SOI_EVENT_MISSED_TURN) { continue; }
      assert_int_equal(w->events[i].a, row);
      assert_int_equal(w->events[i].b, inner);
      ++reported;
    }
  }
  print_message("stood for %.0f s for its lane, left the map after %.0f s at (%.0f, %.0f)\n", 0.1 * waiting, drive_time_now(t), end.x,
                end.y);
  assert_int_equal(soi_vehicle_row(w, handle), 0);
  assert_int_equal(reported, 1);
  assert_true(waiting > 50);
  assert_true(end.x > 250.0 || end.y < -250.0);
  drive_close(t);
}

/* Nobody changes lanes at a zebra: who must, waits before one that lies right before the junction, and does when the lane beside is free. */
static void waits_for_its_lane_before_a_zebra(void **state) {
  (void)state;
  drive *const t = drive_open("fork-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "trunk", SOI_FORWARD, 1), inner = lane_named(t, "trunk", SOI_FORWARD, 2);
  const double length = t->model->lanes[kerb].length;
  const soi_conflict_zone *const zebra = &t->model->conflict_zones[t->model->lanes[inner].conflict_zones.first];
  uint32_t buses[10];
  for (int i = 0; i < 10; ++i) { hold_still(t, buses[i] = put(t, "bus", kerb, length - 1.0 - 13.0 * i, 0.0, 0.0, "east")); }
  const uint32_t row = put(t, "car", inner, length - 60.0, 0.0, 8.0, "north");
  drive_seconds(t, 14.0);
  assert_int_equal(w->vehicle_cause[row], SOI_CAUSE_ROUTE);
  assert_near(w->vehicle_speed[row], 0.0, 0.05);
  assert_true(w->vehicle_s[row] < zebra->start - 12.0);
  for (int i = 0; i < 10; ++i) {
    let_go(t, buses[i]);
    soi_vehicle_remove(t->world, buses[i]);
  }
  while (drive_time_now(t) < 60.0 && w->vehicle_lane[row] == inner) { drive_step(t); }
  assert_int_equal(w->vehicle_lane[row], kerb);
  assert_int_equal(t->events[SOI_EVENT_MISSED_TURN], 0);
  drive_close(t);
}

/* Of those who wish to change onto one lane in one step the greatest gain goes first, of equals the lower row; the others wait. */
static void greatest_gain_goes_first(void **state) {
  (void)state;
  const double gains[][4] = {{0.2, 0.9, 0.9, 0.5}, {0.9, 0.2, 0.5, 0.9}, {0.1, 0.2, 0.3, 0.4}};
  const int firsts[] = {1, 0, 3};
  for (int i = 0; i < 3; ++i) {
    drive *const t = drive_open("straight-traffic.yaml", NULL);
    const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
    uint32_t rows[4];
    for (int k = 0; k < 4; ++k) { rows[k] = put(t, "car", inner, 100.0 + 100.0 * k, 0.0, 8.0, "double-east"); }
    sense(t);
    for (int k = 0; k < 4; ++k) {
      t->world->intent_lane[rows[k]] = kerb;
      t->world->intent_lane_gain[rows[k]] = gains[i][k];
    }
    soi_road_claim(t->world);
    for (int k = 0; k < 4; ++k) { assert_int_equal(t->world->granted[rows[k]] == SOI_GRANTED_LANE, k == firsts[i]); }
    drive_close(t);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(way_demands_a_lane),           cmocka_unit_test(turns_in_dense_traffic),
      cmocka_unit_test(followers_keep_their_way),     cmocka_unit_test(no_change_before_who_comes_fast),
      cmocka_unit_test(no_change_over_who_is_beside), cmocka_unit_test(keeps_to_the_side),
      cmocka_unit_test(closed_lane_is_left),          cmocka_unit_test(closed_road_is_waited_for),
      cmocka_unit_test(closed_lane_by_its_defaults),  cmocka_unit_test(closed_lane_from_a_place),
      cmocka_unit_test(closed_road_closes_all_lanes), cmocka_unit_test(courtesy_lets_one_in),
      cmocka_unit_test(missed_turn_drives_on),        cmocka_unit_test(waits_for_its_lane_before_a_zebra),
      cmocka_unit_test(greatest_gain_goes_first),
  };
  return cmocka_run_group_tests_name("road.lane_change", tests, NULL, NULL);
}
