/* Motion: the closed forms hold in the world, bodies move by no more than their speed allows, and leave only at the map's ends. */
#include "drive.h"

#include "oracle.h"
#include "road_private.h"

/* --- free acceleration ----------------------------------------------------------------------------------------------- */

/* Greatest differences of speed and place from the closed form when one vehicle starts from rest on a free road. */
static void accelerate_freely(const char *step, double *speed_error, double *way_error) {
  FILE *const file = oracle_open("idm_free_acceleration_v15_a1.csv");
  char text[32];
  snprintf(text, sizeof text, "step=%s", step);
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){text, NULL});
  const uint32_t row = put(t, "textbook", lane_named(t, "single", SOI_FORWARD, 1), 20.0, 0.0, 0.0, "single-east");
  double values[3];
  int rows = 0;
  *speed_error = *way_error = 0.0;
  while (oracle_row(file, values, 3) == 3 && values[1] < 1900.0) {
    while (drive_time_now(t) < values[0] - 1e-9) { drive_step(t); }
    *way_error = fmax(*way_error, fabs(t->world->vehicle_s[row] - 20.0 - values[1]));
    *speed_error = fmax(*speed_error, fabs(t->world->vehicle_speed[row] - values[2]));
    ++rows;
  }
  assert_in_range(rows, 20, 100000);
  fclose(file);
  drive_close(t);
}

/* The step takes the acceleration at its start: an error of the first order, which halves with the step. */
static void free_acceleration(void **state) {
  (void)state;
  FILE *const file = oracle_open("idm_free_acceleration_v15_a1.csv");
  if (file == NULL) { skip(); }
  fclose(file);
  double speed, way, speed_half, way_half;
  accelerate_freely("100 ms", &speed, &way);
  accelerate_freely("50 ms", &speed_half, &way_half);
  print_message("free acceleration is off by %.4f m/s and %.3f m with 100 ms, %.4f m/s and %.3f m with 50 ms\n", speed, way, speed_half,
                way_half);
  assert_true(speed < 0.06 && way < 0.6);
  assert_near(speed_half / speed, 0.5, 0.1);
  assert_near(way_half / way, 0.5, 0.1);
}

/* --- a platoon ------------------------------------------------------------------------------------------------------- */

/* The gap of the closed form at a speed, by interpolation in the reference curve. */
static double equilibrium_gap(FILE *file, double speed) {
  double row[4], before[4] = {0};
  while (oracle_row(file, row, 4) == 4) {
    if (row[0] >= speed) { return before[1] + (row[1] - before[1]) * (speed - before[0]) / fmax(row[0] - before[0], 1e-9); }
    memcpy(before, row, sizeof before);
  }
  return -1.0;
}

/* Eight cars behind one at 8 m/s, started with wrong gaps, settle at the gap of the closed form. */
static void platoon_at_equilibrium(void **state) {
  (void)state;
  FILE *const file = oracle_open("idm_equilibrium_city_v15_T1_a1_b1.5_s02_L5.csv");
  if (file == NULL) { skip(); }
  const double gap = equilibrium_gap(file, 8.0);
  fclose(file);
  assert_true(gap > 9.0 && gap < 12.0);
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  uint32_t rows[9];
  rows[0] = put(t, "pacer", lane, 220.0, 0.0, 8.0, "single-east");
  for (int i = 1; i < 9; ++i) {
    const double wrong = i % 3 == 0 ? 4.0 : i % 3 == 1 ? -2.0 : 1.0;
    rows[i] = put(t, "textbook", lane, w->vehicle_s[rows[i - 1]] - 5.0 - gap - wrong, 0.0, 8.0, "single-east");
  }
  drive_seconds(t, 200.0);
  for (int i = 1; i < 9; ++i) {
    assert_near(w->vehicle_speed[rows[i]], 8.0, 0.02);
    assert_near(w->vehicle_s[rows[i - 1]] - 5.0 - w->vehicle_s[rows[i]], gap, 0.05);
  }
  assert_int_equal(t->events[SOI_EVENT_COLLISION], 0);
  drive_close(t);
}

/* A column closes up behind one that stands: each at its standing gap. */
static void column_at_rest(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  uint32_t rows[6];
  for (int i = 0; i < 6; ++i) { rows[i] = put(t, "textbook", lane, 400.0 - 40.0 * i, 0.0, i == 0 ? 0.0 : 12.0, "single-east"); }
  hold_still(t, rows[0]);
  drive_seconds(t, 120.0);
  for (int i = 1; i < 6; ++i) {
    assert_near(w->vehicle_speed[rows[i]], 0.0, 0.05);
    assert_near(w->vehicle_s[rows[i - 1]] - 5.0 - w->vehicle_s[rows[i]], 2.0, 0.25);
  }
  assert_int_equal(t->events[SOI_EVENT_COLLISION], 0);
  drive_close(t);
}

/* --- nobody teleports ------------------------------------------------------------------------------------------------ */

enum { ROWS = 500 };

/* Over ten busy minutes each body's front moves at most by its mean speed along and half of that, or 10 cm, across; speeds change
 * within braking and accelerating limits; bodies appear at the start of entry lanes and vanish at ends. */
static void nobody_teleports(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml",
                              (const char *[]){"traffic.flows.eastbound.rate=700 /h", "traffic.flows.westbound.rate=700 /h",
                                               "traffic.flows.near-turn.rate=150 /h", "seed=4", "traffic.flows.northbound.rate=200 /h",
                                               "traffic.flows.far-turn.rate=80 /h", "traffic.flows.southbound.rate=200 /h", NULL});
  const soi_world *const w = t->world;
  const double dt = t->model->step;
  static soi_point at[ROWS];
  static double speed[ROWS], s[ROWS];
  static uint32_t generation[ROWS], lanes[ROWS];
  memset(generation, 0, sizeof generation);
  uint32_t moves = 0;
  double farthest_over = 0.0;
  while (drive_time_now(t) < 600.0) {
    drive_step(t);
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      const bool lives = soi_vehicle_lives(w, row);
      if (lives && w->vehicle_generation[row] == generation[row]) {
        const soi_point now = front_point(t, row);
        const double moved = hypot(now.x - at[row].x, now.y - at[row].y);
        const double along = 0.5 * (speed[row] + w->vehicle_speed[row]) * dt;
        /* on the inside of a bend the front goes a little less far, on the outside a little farther */
        const double bend = 1.0 + (fabs(w->vehicle_d[row]) + 0.1) / 5.0;
        const double most = hypot(along * bend, fmin(0.1, 0.5 * along + 1e-9));
        if (moved > most + 1e-6) { print_error("row %u moved %.3f m, %.3f m along its lane\n", row, moved, along); }
        assert_true(moved <= most + 1e-6);
        farthest_over = fmax(farthest_over, moved - along);
        assert_true(w->vehicle_speed[row] >= 0.0);
        assert_true(w->vehicle_speed[row] - speed[row] <= 1.8 * dt + 1e-9);
        assert_true(speed[row] - w->vehicle_speed[row] <= 9.0 * dt + 1e-9);
        ++moves;
      } else if (lives) {
        assert_near(w->vehicle_s[row], length_of(t, row) + 0.1, 1e-9);
        assert_int_equal(t->model->lanes[w->vehicle_lane[row]].in.count, 0);
      } else if (generation[row] % 2 == 1) {
        /* gone: it was within a step of an end of the map */
        const soi_lane *const lane = &t->model->lanes[lanes[row]];
        assert_int_equal(lane->node, 0);
        assert_true(lane->junction == 0 && s[row] + (speed[row] + 0.2) * dt > lane->length);
      }
      generation[row] = w->vehicle_generation[row];
      if (!lives) { continue; }
      at[row] = front_point(t, row);
      speed[row] = w->vehicle_speed[row];
      s[row] = w->vehicle_s[row];
      lanes[row] = w->vehicle_lane[row];
    }
    assert_int_equal(t->events[SOI_EVENT_VEHICLE_ENTERED], t->events[SOI_EVENT_VEHICLE_LEFT] + w->vehicle_count[0]);
  }
  print_message("%u moves, at most %.3f m beyond the way along the lane\n", moves, farthest_over);
  assert_true(moves > 100000);
  drive_close(t);
}

/* Whoever crosses a stop line holds a grant for the connector beyond, at every crossing of ten busy minutes. */
static void nobody_crosses_without_a_grant(void **state) {
  (void)state;
  drive *const t =
      drive_open("junction-traffic.yaml", (const char *[]){"traffic.flows.eastbound.rate=400 /h", "traffic.flows.westbound.rate=400 /h",
                                                           "traffic.flows.northbound.rate=120 /h", "traffic.flows.right.rate=60 /h",
                                                           "traffic.flows.across.rate=60 /h", NULL});
  const soi_world *const w = t->world;
  static uint32_t lanes[ROWS];
  memset(lanes, 0, sizeof lanes);
  uint32_t crossed = 0;
  while (drive_time_now(t) < 600.0) {
    drive_step(t);
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      const soi_lane_id lane = w->vehicle_lane[row];
      if (!soi_vehicle_lives(w, row) || lane == lanes[row]) { continue; }
      if (t->model->lanes[lane].junction != 0) {
        assert_int_equal(w->vehicle_grant[row], lane);
        ++crossed;
      }
      lanes[row] = lane;
    }
  }
  assert_true(crossed > 100);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* A step in which the speed falls to zero ends where constant braking ends, and delay and distance add up. */
static void stop_within_a_step(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const uint32_t row = put(t, "car", lane, 100.0, 0.0, 0.25, "single-east");
  sense(t);
  soi_traffic_decide(w);
  soi_road_claim(w);
  w->intent_go[row] = -5.0;
  soi_road_move(w);
  assert_near(w->vehicle_speed[row], 0.0, 0.0);
  assert_near(w->vehicle_s[row], 100.0 + 0.25 * 0.25 / 10.0, 1e-12);
  assert_near(w->vehicle_distance[row], 0.25 * 0.25 / 10.0, 1e-12);
  assert_near(w->vehicle_delay[row], 0.1 - 0.25 * 0.25 / 10.0 / (60.0 / 3.6), 1e-9);
  drive_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(free_acceleration), cmocka_unit_test(platoon_at_equilibrium),         cmocka_unit_test(column_at_rest),
      cmocka_unit_test(nobody_teleports),  cmocka_unit_test(nobody_crosses_without_a_grant), cmocka_unit_test(stop_within_a_step),
  };
  return cmocka_run_group_tests_name("road.move", tests, NULL, NULL);
}
