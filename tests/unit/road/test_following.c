/* Car following against closed forms: equilibrium gaps, free acceleration, stopping, and a platoon that must never collide. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "near.h"
#include "oracle.h"
#include "road.h"

static const soi_following urban = {15.0, 1.0, 2.0, 1.0, 1.5};

/* At the gap of the closed form nobody accelerates; the curve's capacity is the published one. */
static void equilibrium_gap(void **state) {
  (void)state;
  FILE *file = oracle_open("idm_equilibrium_city_v15_T1_a1_b1.5_s02_L5.csv");
  if (file == NULL) { skip(); }
  double row[4], most = 0.0;
  int rows = 0;
  while (oracle_row(file, row, 4) == 4) {
    if (row[0] > 14.99 || !isfinite(row[1])) { continue; }
    assert_near(soi_idm(&urban, row[0], row[1], row[0]), 0.0, 1e-7);
    most = fmax(most, row[3]);
    ++rows;
  }
  fclose(file);
  assert_in_range(rows, 500, 100000);
  assert_near(most, 1957.5, 0.1);
}

/* Free acceleration from rest, in steps of 0.1 s, stays within 0.1 m/s and 0.3 m of the exact solution. */
static void free_acceleration(void **state) {
  (void)state;
  FILE *file = oracle_open("idm_free_acceleration_v15_a1.csv");
  if (file == NULL) { skip(); }
  double row[3], speed = 0.0, way = 0.0, time = 0.0;
  int rows = 0;
  while (oracle_row(file, row, 3) == 3) {
    for (; time < row[0] - 0.05; time += 0.1) {
      const double next = speed + 0.1 * soi_idm_free(&urban, speed);
      way += 0.05 * (speed + next);
      speed = next;
    }
    assert_near(speed, row[2], 0.1);
    assert_near(way, row[1], 0.3 + 0.002 * row[1]);
    ++rows;
  }
  fclose(file);
  assert_in_range(rows, 20, 100000);
}

/* A driver who must stop at a line does so before it, within half a metre, from any speed and distance that allow it. */
static void stops_at_the_line(void **state) {
  (void)state;
  for (double start = 2.0; start <= 20.0; start += 1.0) {
    for (double distance = start * start / 3.0 + 2.0; distance < 150.0; distance += 7.0) {
      double speed = start, left = distance, braking = 0.0;
      for (int tick = 0; tick < 2000; ++tick) {
        const double rate = soi_idm_stop(&(soi_following){20.0, 1.0, 2.0, 1.0, 1.5}, speed, left);
        const double next = fmax(speed + 0.1 * rate, 0.0);
        left -= 0.05 * (speed + next);
        braking = fmax(braking, (speed - next) / 0.1);
        speed = next;
      }
      assert_true(left > -0.05);
      assert_true(left < 0.6);
      assert_true(braking < 2.6);
    }
  }
}

/* Ten vehicles behind one that brakes hard: no gap closes (IDM is collision-free). */
static void platoon_is_collision_free(void **state) {
  (void)state;
  double speed[10], place[10];
  for (int i = 0; i < 10; ++i) { speed[i] = 14.0, place[i] = -25.0 * i; }
  for (int tick = 0; tick < 600; ++tick) {
    double rate[10];
    rate[0] = tick < 100 ? 0.0 : -6.0;
    for (int i = 1; i < 10; ++i) { rate[i] = soi_idm(&urban, speed[i], place[i - 1] - 5.0 - place[i], speed[i - 1]); }
    for (int i = 0; i < 10; ++i) {
      const double next = fmax(speed[i] + 0.1 * fmax(rate[i], -9.0), 0.0);
      place[i] += 0.05 * (speed[i] + next);
      speed[i] = next;
    }
    for (int i = 1; i < 10; ++i) { assert_true(place[i - 1] - 5.0 - place[i] > 0.0); }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equilibrium_gap),
      cmocka_unit_test(free_acceleration),
      cmocka_unit_test(stops_at_the_line),
      cmocka_unit_test(platoon_is_collision_free),
  };
  return cmocka_run_group_tests_name("road.following", tests, NULL, NULL);
}
