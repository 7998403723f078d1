/* Motion within limits: every stop is at its mark, without a jolt, from any speed and distance that allow it. */
#include <math.h>

#include "street.h"

#include "random.h"

enum { STOPS = 4000 };

/* A cart drives on its own towards a mark; how it did. */
typedef struct run {
  double rest, time;                  /* m past the mark where it stands, s it took */
  double jerk, braking, acceleration; /* the greatest */
  bool sudden;
} run;

/* Drives by the given constraint for each step as the road moves bodies: ballistic, exact at a stop. */
static run drive_to(soi_motion motion, double distance, double wish) {
  const soi_following following = {wish, 1.0, 2.0, motion.pull, motion.comfort};
  run r = {-distance, 0.0, 0.0, 0.0, 0.0, false};
  for (; r.time < 300.0; r.time += motion.step) {
    soi_constraint constraint = soi_constraint_stop(&motion, -r.rest, SOI_PLAN_BRAKING * motion.comfort, 0.15, SOI_CAUSE_STOP, 0);
    const double free = soi_idm_free(&following, motion.speed);
    if (free < constraint.acceleration) { constraint.acceleration = free; }
    const double acceleration = soi_motion_step(&motion, &constraint);
    const double old = motion.speed, speed = soi_max(old + acceleration * motion.step, 0.0);
    r.rest += speed > 0.0 ? 0.5 * (old + speed) * motion.step : acceleration < 0.0 ? -0.5 * old * old / acceleration : 0.0;
    const double real = (speed - old) / motion.step;
    r.sudden = r.sudden || constraint.sudden > 0.0;
    r.jerk = fmax(r.jerk, fabs(real - motion.acceleration) / motion.step);
    r.braking = fmax(r.braking, -real);
    r.acceleration = fmax(r.acceleration, real);
    motion.speed = speed;
    motion.acceleration = speed > 0.0 ? real : soi_max(real, 0.0);
    if (speed <= 0.0 && old <= 0.0) { break; }
  }
  return r;
}

static soi_motion motion_at(double speed, double step) { return (soi_motion){speed, 0.0, step, 1.0, 1.0, 4.0, 0.9}; }

/* From any speed and any distance in which comfort can stop. */
static void stops_at_the_mark(void **state) {
  (void)state;
  const uint64_t seed = 20260101;
  print_message("seed %llu\n", (unsigned long long)seed);
  run worst = {0};
  for (uint64_t i = 0; i < STOPS; ++i) {
    soi_motion motion = motion_at(8.0 * soi_random(seed, SOI_DRAW_TEST, i, 0, 0), i % 2 == 0 ? 0.1 : 0.02);
    motion.jerk = 0.5 + 1.5 * soi_random(seed, SOI_DRAW_TEST, i, 0, 1);
    motion.comfort = 0.8 + 0.7 * soi_random(seed, SOI_DRAW_TEST, i, 0, 2);
    motion.pull = 0.6 + 0.8 * soi_random(seed, SOI_DRAW_TEST, i, 0, 3);
    const double least = soi_stopping_distance(motion.speed, 0.0, SOI_PLAN_BRAKING * motion.comfort, motion.jerk);
    const double distance = 1.02 * least + 0.35 + 80.0 * soi_random(seed, SOI_DRAW_TEST, i, 0, 4);
    const run r = drive_to(motion, distance, fmax(motion.speed, 5.3));
    const bool good = fabs(r.rest) <= 0.3 && r.rest <= 0.2 && !r.sudden && r.jerk <= motion.jerk * 1.001 &&
                      r.braking <= 1.1 * motion.comfort && r.acceleration <= motion.pull + 1e-9 && r.time < 200.0;
    if (!good) {
      fail_msg("seed %llu stop %llu: speed %.3f step %.2f jerk %.3f comfort %.3f distance %.3f -> rest %.3f m after %.1f s, jerk "
               "%.3f, "
               "braking %.3f, sudden %d",
               (unsigned long long)seed, (unsigned long long)i, motion.speed, motion.step, motion.jerk, motion.comfort, distance, r.rest,
               r.time, r.jerk, r.braking, r.sudden);
    }
    worst.rest = fmax(worst.rest, fabs(r.rest));
    worst.jerk = fmax(worst.jerk, r.jerk / motion.jerk);
    worst.braking = fmax(worst.braking, r.braking / motion.comfort);
  }
  print_message("farthest from the mark %.3f m, jerk %.3f of the limit, braking %.3f of comfort\n", worst.rest, worst.jerk, worst.braking);
}

/* The closed form of the stopping distance is what numerical integration of its own course gives. */
static void stopping_distance_is_exact(void **state) {
  (void)state;
  const double cases[][4] = {{5.0, 0.0, 0.8, 0.9}, {5.0, 0.7, 0.8, 0.9},  {3.0, -0.5, 1.0, 2.0},
                             {0.3, 0.0, 0.8, 0.9}, {0.2, -0.8, 0.8, 0.9}, {6.0, -1.4, 0.8, 0.9}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    double speed = cases[i][0], acceleration = cases[i][1], way = 0.0;
    const double brake = fmax(cases[i][2], -acceleration), jerk = cases[i][3], dt = 1e-5;
    while (speed > 0.0) {
      const bool release = acceleration < 0.0 && speed <= 0.5 * acceleration * acceleration / jerk;
      acceleration = release ? acceleration + jerk * dt : fmax(acceleration - jerk * dt, -brake);
      way += speed * dt;
      speed += acceleration * dt;
      if (release && acceleration >= 0.0) { break; }
    }
    assert_near(soi_stopping_distance(cases[i][0], cases[i][1], cases[i][2], cases[i][3]), way, 0.002);
  }
}

/* When comfort is not enough it brakes harder, at once, and still stops. */
static void emergency_stop(void **state) {
  (void)state;
  for (double distance = 5.5; distance < 12.0; distance += 0.5) {
    const run r = drive_to(motion_at(5.28, 0.1), distance, 5.28);
    if (!r.sudden || r.rest > 0.2) {
      print_message("stop in %g m: %g m past it, sudden %d, braking %g\n", distance, r.rest, r.sudden, r.braking);
    }
    assert_true(r.sudden);
    assert_true(r.rest <= 0.2);
    assert_true(r.braking <= 4.0 + 1e-9);
    assert_true(r.jerk <= 12.0 + 1e-6);
  }
}

/* Nobody drives the last centimetres again and again: who stands near its mark stays. */
static void does_not_creep(void **state) {
  (void)state;
  const soi_motion motion = motion_at(0.0, 0.1);
  for (double distance = -0.5; distance < 0.3; distance += 0.05) {
    const soi_constraint constraint = soi_constraint_stop(&motion, distance, 0.8, 0.2, SOI_CAUSE_STOP, 0);
    assert_true(soi_motion_step(&motion, &constraint) <= 0.0);
    assert_true(constraint.sudden <= 0.0);
  }
}

/* On the street, into a berth: within 0.3 m along and across, in comfort. */
static void stops_in_its_berth(void **state) {
  (void)state;
  for (uint32_t berth = 1; berth <= 3; ++berth) {
    street *const t = street_of(0.1);
    soi_world *const w = t->world;
    const uint32_t row = put_cart(t, 1, 100.0 + 7.3 * berth, 4.0);
    w->cart_stop[1] = 1;
    w->cart_berth[1] = berth;
    for (double time = 0.0; time < 90.0; time += t->model.step) {
      street_step(t);
      assert_true(fabs(w->cart_jerk[1]) <= 0.9 * 1.001);
      assert_int_equal(w->cart_emergency[1], 0);
    }
    assert_near(w->vehicle_s[row], STOP_S - BERTH_LENGTH * (berth - 1), 0.3);
    assert_near(w->vehicle_d[row], BAY, 0.3);
    assert_true(w->vehicle_speed[row] <= 0.0);
    assert_int_equal(w->vehicle_cause[row], SOI_CAUSE_STOP);
    assert_int_equal(w->vehicle_cause_of[row], 1);
    street_close(t);
  }
}

/* Berths lie closer than carts follow each other: a cart drives up behind the one before it all the same. */
static void stops_behind_another_cart(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  const uint32_t first = put_cart(t, 1, STOP_S, 0.0), second = put_cart(t, 2, 150.0, 5.0);
  w->vehicle_d[first] = w->vehicle_aim[first] = BAY;
  w->cart_errand[1] = SOI_CART_SERVING;
  w->cart_stop[1] = w->cart_stop[2] = 1;
  w->cart_berth[1] = 1;
  w->cart_berth[2] = 2;
  steps_for(t, 60.0);
  assert_near(w->vehicle_s[second], STOP_S - BERTH_LENGTH, 0.3);
  assert_near(w->vehicle_d[second], BAY, 0.3);
  assert_near(w->vehicle_s[first], STOP_S, 1e-9);
  street_close(t);
}

/* Without a berth it waits behind the last one, in the lane, and says so. */
static void waits_for_a_berth(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  const uint32_t row = put_cart(t, 1, 150.0, 5.0);
  w->cart_stop[1] = 1;
  steps_for(t, 60.0);
  assert_near(w->vehicle_s[row], STOP_S - 3 * BERTH_LENGTH - 3.6 - 1.0, 0.3);
  assert_near(w->vehicle_d[row], 0.0, 1e-9);
  assert_int_equal(w->vehicle_cause[row], SOI_CAUSE_BERTH);
  /* from there it still gets into the last berth */
  w->cart_berth[1] = 3;
  steps_for(t, 30.0);
  assert_near(w->vehicle_s[row], STOP_S - 2 * BERTH_LENGTH, 0.3);
  assert_near(w->vehicle_d[row], BAY, 0.3);
  street_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(stops_at_the_mark), cmocka_unit_test(stopping_distance_is_exact), cmocka_unit_test(emergency_stop),
      cmocka_unit_test(does_not_creep),    cmocka_unit_test(stops_in_its_berth),         cmocka_unit_test(stops_behind_another_cart),
      cmocka_unit_test(waits_for_a_berth),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
