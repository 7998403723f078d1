/* Time to collision and required deceleration on a straight road, where both can be worked out on paper. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

/* The cart is 3.6 m long and 1.3 m wide, the car 4.5 by 1.8 m, a person has a radius of 0.2 m. */

/* Front at 100, leader's rear at 120 - 4.5 = 115.5: 15.5 m at 5 - 2 = 3 m/s closing, DRAC 9 / 31. */
static void a_leader_is_met(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  CHECK_NONE(s, "ttc.exposed");
  stage_cart(s, 1, 100, 5.0);
  const uint32_t leader = stage_vehicle(s, CAR_TYPE, 120, 0.5, 2.0);
  stage_step(s);
  CHECK(s, "ttc.min", 15.5 / 3.0);
  CHECK(s, "drac.max", 9.0 / 31.0);
  CHECK(s, "ttc.exposed", 0);
  /* Nearer: 6 m at 3 m/s are 2 s, below the threshold for one step. */
  s->world->vehicle_s[leader] = 110.5;
  stage_step(s);
  CHECK(s, "ttc.min", 2);
  CHECK(s, "drac.max", 0.75);
  CHECK(s, "ttc.exposed", 0.1);
  /* A leader that drives away is no threat; the least stays. */
  s->world->vehicle_speed[leader] = 6.0;
  stage_step(s);
  CHECK(s, "ttc.min", 2);
  CHECK(s, "ttc.exposed", 0.1);
  stage_close(s);
}

/* No threat: beside (no lateral overlap), behind, or when the cart stands. */
static void who_is_not_in_the_way_is_no_threat(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  const uint32_t cart = stage_cart(s, 1, 100, 5.0);
  stage_vehicle(s, CAR_TYPE, 120, 1.56, 0.0); /* from 0.66 left of the middle on; the cart ends at 0.65 */
  stage_vehicle(s, CAR_TYPE, 95, 0.0, 0.0);
  stage_step(s);
  CHECK_NONE(s, "ttc.min");
  stage_vehicle(s, CAR_TYPE, 120, 0.0, 0.0);
  s->world->vehicle_speed[cart] = 0.0;
  stage_step(s);
  CHECK_NONE(s, "ttc.min");
  CHECK(s, "ttc.exposed", 0);
  stage_close(s);
}

/* Of two leaders the nearer counts, whatever their rows. */
static void the_nearest_leader_counts(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_vehicle(s, CAR_TYPE, 130, 0.0, 0.0);
  stage_cart(s, 1, 100, 5.0);
  stage_vehicle(s, CAR_TYPE, 124.5, 0.0, 0.0);
  stage_step(s);
  CHECK(s, "ttc.min", 4);
  stage_close(s);
}

/* The cart's front is 10 m before the junction of 20 m; beyond it a car's rear stands at 10 - 4.5 m: 35.5 m at 5 m/s. */
static void leaders_are_met_beyond_a_junction(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  const uint32_t cart = stage_cart(s, 1, 990, 5.0);
  const uint32_t car = stage_vehicle(s, CAR_TYPE, 10, 0, 0.0);
  s->world->vehicle_lane[car] = LANE_BEYOND;
  stage_step(s);
  CHECK_NONE(s, "ttc.min"); /* it has not chosen its connector yet */
  s->world->vehicle_next[cart] = CONNECTOR;
  stage_step(s);
  CHECK(s, "ttc.min", 7.1);
  /* In the connector the way goes on. */
  s->world->vehicle_lane[cart] = CONNECTOR;
  s->world->vehicle_next[cart] = 0;
  s->world->vehicle_s[cart] = 15.0;
  stage_step(s);
  CHECK(s, "ttc.min", 2.1);
  stage_close(s);
}

/* A car whose front has turned off into the junction, its rear still on the road: at 1000 + 2 - 4.5. */
static void a_rear_left_behind_is_met(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_cart(s, 1, 990, 5.0);
  const uint32_t car = stage_vehicle(s, CAR_TYPE, 2, 0, 0.0);
  s->world->vehicle_lane[car] = CONNECTOR;
  s->world->vehicle_tail[3 * car] = ROAD_LANE;
  stage_step(s);
  CHECK(s, "ttc.min", 1.5);
  /* Further on only its tail list still names the lane. */
  s->world->vehicle_s[car] = 4.6;
  stage_step(s);
  CHECK(s, "ttc.exposed", 0.1);
  stage_close(s);
}

/* A car in the inner lane that reaches over: its left edge is 2.0 + 0.9 - 3.5 = 0.6 right of our middle, the cart's right at
 * 0.65. */
static void a_car_reaching_over_is_met(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_cart(s, 1, 100, 5.0);
  const uint32_t car = stage_vehicle(s, CAR_TYPE, 120, 1.9, 0.0);
  s->world->vehicle_lane[car] = INNER_LANE;
  stage_step(s); /* 0.7 right of the middle: beside */
  CHECK_NONE(s, "ttc.min");
  s->world->vehicle_d[car] = 2.0;
  stage_step(s);
  CHECK(s, "ttc.min", 3.1);
  stage_close(s);
}

/* And the other way round: the cart in the inner lane, the car left of it. */
static void a_car_reaching_in_is_met(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  const uint32_t cart = stage_cart(s, 1, 100, 5.0);
  s->world->vehicle_lane[cart] = INNER_LANE;
  const uint32_t car = stage_vehicle(s, CAR_TYPE, 120, -1.9, 0.0);
  stage_step(s);
  CHECK_NONE(s, "ttc.min");
  s->world->vehicle_d[car] = -2.0;
  stage_step(s);
  CHECK(s, "ttc.min", 3.1);
  stage_close(s);
}

/* The same where traffic keeps right: the kerb is at -d, the inner lane on the left. */
static void reaching_over_works_on_the_right_too(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  s->model.side = -1.0;
  stage_cart(s, 1, 100, 5.0);
  const uint32_t car = stage_vehicle(s, CAR_TYPE, 120, 2.0, 0.0);
  s->world->vehicle_lane[car] = INNER_LANE;
  stage_step(s);
  CHECK_NONE(s, "ttc.min");
  s->world->vehicle_d[car] = -2.0;
  stage_step(s);
  CHECK(s, "ttc.min", 3.1);
  stage_close(s);
}

/* A person stands 10 m ahead: 10 m less the radius at 5 m/s. */
static void a_person_ahead_is_met(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_cart(s, 1, 100, 5.0);
  const uint32_t person = stage_person(s, 110, 0.3, 0, 0);
  stage_step(s);
  CHECK(s, "ttc.min", 9.8 / 5.0);
  CHECK(s, "drac.max", 5.0 / (2.0 * 1.96));
  CHECK(s, "ttc.exposed", 0.1);
  /* On the footbridge above nobody is in the way. */
  s->world->person_link[person] = 2;
  s->world->person_x[person] = 102;
  stage_step(s);
  CHECK(s, "ttc.exposed", 0.1);
  /* Nor aboard another cart. */
  s->world->person_link[person] = 1;
  s->world->person_body[person] = 0;
  stage_step(s);
  CHECK(s, "ttc.exposed", 0.1);
  stage_close(s);
}

/* A person crosses at 1 m/s from 2 m aside: the cart meets them with the flat of its front, or with its corner. */
static void a_crossing_person_is_met(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_cart(s, 1, 100, 5.0);
  const uint32_t person = stage_person(s, 107.0, 2.0, 0.0, -1.0);
  stage_step(s);
  /* The flat of the front: (7 - 0.2) / 5 = 1.36 s, when the person is 0.64 left of the middle, just within 0.65. */
  CHECK(s, "ttc.min", 1.36);
  /* From 5.9 m ahead the corner touches while the person's middle is still beside the path:
   * (5.9 - 5 t)^2 + (1.35 - t)^2 = 0.04, first root. */
  s->world->person_x[person] = 105.9;
  stage_step(s);
  const double a = 26.0, b = -(5.9 * 5.0 + 1.35), c = 5.9 * 5.9 + 1.35 * 1.35 - 0.04;
  const double root = (-b - __builtin_sqrt(b * b - a * c)) / a;
  assert_true(root > 1.0 && root < 1.36);
  CHECK(s, "ttc.min", root);
  stage_close(s);
}

/* Walking behind the cart, or into its side, is not in its path; nor is one who has crossed before it comes. */
static void a_person_missed_is_no_threat(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_cart(s, 1, 100, 5.0);
  stage_person(s, 98.5, 2.0, 0.0, -1.0);  /* into the side */
  stage_person(s, 120.0, 1.0, 0.0, 1.5);  /* leaving the road */
  stage_person(s, 104.0, 0.9, 0.0, 0.0);  /* standing beside it: 0.9 - 0.65 is more than 0.2 */
  stage_person(s, 101.0, 3.0, 0.0, -1.0); /* comes when the cart has passed */
  /* After 1 s the front is level with them, 1 mm out of reach; only then they touch its side, just behind the corner. */
  stage_person(s, 105.0, 0.851 + 1.5, 0.0, -1.5);
  stage_step(s);
  CHECK_NONE(s, "ttc.min");
  stage_close(s);
}

/* In contact already: no time is left, and no deceleration would help. */
static void contact_is_zero_time(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_cart(s, 1, 100, 5.0);
  stage_person(s, 100.1, 0.0, 0.0, 0.0);
  stage_step(s);
  CHECK(s, "ttc.min", 0);
  CHECK_NONE(s, "drac.max");
  stage_close(s);
}

/* Against stepping both by a hundredth of a millisecond: random people, the seed is printed when they differ. */
static void meetings_agree_with_small_steps(void **state) {
  (void)state;
  const unsigned seed = 20261122;
  uint64_t bits = seed;
  unsigned met = 0;
  for (int i = 0; i < 60; ++i) {
    double draw[4];
    for (int k = 0; k < 4; ++k) {
      bits = bits * 6364136223846793005ull + 1442695040888963407ull;
      draw[k] = (double)(bits >> 11) / 9007199254740992.0;
    }
    const double x = 100.5 + 14.0 * draw[0], y = -3.0 + 6.0 * draw[1], vx = -1.5 + 3.0 * draw[2], vy = -1.5 + 3.0 * draw[3];
    stage *const s = stage_open(0);
    stage_cart(s, 1, 100, 5.0);
    stage_person(s, x, y, vx, vy);
    stage_step(s);
    /* The front at 100 + 5 t from -0.65 to 0.65; met while the person is ahead of it. */
    double expected = -1.0;
    for (double t = 0.0; t < 5.0 && expected < 0.0; t += 1e-5) {
      const double ahead = x + vx * t - 100.0 - 5.0 * t, aside = y + vy * t;
      const double over = aside > 0.65 ? aside - 0.65 : aside < -0.65 ? -0.65 - aside : 0.0;
      if (ahead < 0.0) { break; }
      if (ahead * ahead + over * over <= 0.04) { expected = t; }
    }
    double value = -1.0;
    bool known;
    soi_observer_value(s->observer, s->world, "ttc.min", &value, &known);
    met += expected >= 0.0;
    if ((expected < 0.0) != (value < 0.0) || (expected >= 0.0 && !(value <= expected && value >= expected - 2e-5))) {
      fail_msg("seed %u, draw %d (%g %g %g %g): %.9g, by small steps %.9g", seed, i, x, y, vx, vy, value, expected);
    }
    stage_close(s);
  }
  assert_true(met > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_leader_is_met),
      cmocka_unit_test(who_is_not_in_the_way_is_no_threat),
      cmocka_unit_test(the_nearest_leader_counts),
      cmocka_unit_test(leaders_are_met_beyond_a_junction),
      cmocka_unit_test(a_rear_left_behind_is_met),
      cmocka_unit_test(a_car_reaching_over_is_met),
      cmocka_unit_test(a_car_reaching_in_is_met),
      cmocka_unit_test(reaching_over_works_on_the_right_too),
      cmocka_unit_test(a_person_ahead_is_met),
      cmocka_unit_test(a_crossing_person_is_met),
      cmocka_unit_test(a_person_missed_is_no_threat),
      cmocka_unit_test(contact_is_zero_time),
      cmocka_unit_test(meetings_agree_with_small_steps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
