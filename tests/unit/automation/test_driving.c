/* The driver on the street: people, leaders, gaps, weather, and the cause it gives for every stop. */
#include <math.h>

#include "street.h"

static uint32_t body(const street *t) { return t->world->cart_vehicle[1]; }

/* A person steps out from the kerb ahead of it: it stops before them and says why. */
static void yields_to_who_steps_out(void **state) {
  (void)state;
  for (double ahead = 8.0; ahead <= 20.0; ahead += 1.0) {
    street *const t = street_of(0.1);
    soi_world *const w = t->world;
    put_cart(t, 1, 100.0, 5.2);
    steps_for(t, 2.0);
    const double place = w->vehicle_s[body(t)] + ahead;
    /* from beside the road into the middle of the lane, and there they stay */
    const uint32_t person = put_person(t, place, 3.0, 0.0, -1.4);
    for (double time = 0.0; time < 15.0; time += t->model.step) {
      if (w->person_y[person] <= 0.0) { w->person_vy[person] = 0.0; }
      street_step(t);
      const double dx = fmax(w->person_x[person] - w->vehicle_s[body(t)], 0.0), dy = fmax(fabs(w->person_y[person]) - 0.65, 0.0);
      if (hypot(dx, dy) <= 0.2) { fail_msg("hit a person who stepped out %g m ahead", ahead); }
    }
    assert_true(w->vehicle_speed[body(t)] <= 0.0);
    assert_true(w->vehicle_s[body(t)] < place - 0.3);
    assert_int_equal(w->vehicle_cause[body(t)], SOI_CAUSE_PEOPLE);
    assert_int_equal(w->vehicle_cause_of[body(t)], person);
    /* they walk on: so does it */
    w->person_vy[person] = -1.4;
    steps_for(t, 15.0);
    assert_true(w->vehicle_s[body(t)] > place + 10.0);
    street_close(t);
  }
}

/* People who stand or walk beside the road do not slow it down. */
static void passes_people_beside_the_road(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  put_cart(t, 1, 50.0, 5.2);
  for (uint32_t i = 0; i < 30; ++i) {
    put_person(t, 60.0 + 5.0 * i, i % 2 == 0 ? 2.0 : -2.2, i % 3 == 0 ? 1.3 : i % 3 == 1 ? -1.3 : 0.0, 0.0);
  }
  for (double time = 0.0; time < 30.0; time += t->model.step) {
    street_step(t);
    assert_true(t->world->vehicle_speed[body(t)] > 5.0);
  }
  street_close(t);
}

/* Somebody hidden by a parked van comes late into sight; braking is hard then, but there is no contact at the speed of the lane's
 * edge. */
static void stops_for_who_was_hidden(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  put_cart(t, 1, 100.0, 5.2);
  put_car(t, 140.0, 2.4, 0.0);
  const uint32_t person = put_person(t, 141.0, 3.0, 0.0, 0.0);
  bool hidden = false;
  while (w->vehicle_s[body(t)] < 128.0) {
    street_step(t);
    hidden = hidden || (w->vehicle_s[body(t)] < 115.0 && seen_at(t, 1, SOI_TRACK_PERSON, person) == 0);
  }
  assert_true(hidden);
  w->person_vy[person] = -1.4;
  for (double time = 0.0; time < 10.0; time += t->model.step) {
    if (w->person_y[person] <= 0.0) { w->person_vy[person] = 0.0; }
    street_step(t);
  }
  assert_true(w->vehicle_s[body(t)] < 140.8);
  street_close(t);
}

/* It stops behind who stands, in comfort, and follows who drives, at the gap of the IDM. */
static void follows(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  put_cart(t, 1, 50.0, 5.2);
  const uint32_t car = put_car(t, 120.0, 0.0, 0.0);
  for (double time = 0.0; time < 40.0; time += t->model.step) {
    street_step(t);
    assert_int_equal(w->cart_emergency[1], 0);
    assert_true(fabs(w->cart_jerk[1]) < 0.9 * 1.001);
  }
  assert_true(w->vehicle_speed[body(t)] <= 0.0);
  assert_near(w->vehicle_s[body(t)], 120.0 - 4.5 - 2.0, 0.6);
  assert_int_equal(w->vehicle_cause[body(t)], SOI_CAUSE_LEADER);
  assert_int_equal(w->vehicle_cause_of[body(t)], car);
  w->vehicle_speed[car] = 3.0;
  steps_for(t, 60.0);
  const double root = 1.0 - pow(3.0 / (19.0 / 3.6), 4.0);
  assert_near(w->vehicle_s[car] - 4.5 - w->vehicle_s[body(t)], (2.0 + 3.0) / sqrt(root), 0.3);
  assert_near(w->vehicle_speed[body(t)], 3.0, 0.02);
  street_close(t);
}

/* A leader that brakes as hard as it can is not hit. */
static void leader_brakes_hard(void **state) {
  (void)state;
  for (double speed = 2.0; speed <= 5.0; speed += 0.5) {
    street *const t = street_of(0.1);
    soi_world *const w = t->world;
    put_cart(t, 1, 50.0, speed);
    const uint32_t car = put_car(t, 58.0 + speed, 0.0, speed);
    steps_for(t, 30.0);
    while (w->vehicle_speed[car] > 0.0) {
      w->vehicle_speed[car] = fmax(w->vehicle_speed[car] - 0.6, 0.0);
      street_step(t);
    }
    steps_for(t, 20.0);
    assert_true(w->vehicle_s[body(t)] < w->vehicle_s[car] - 4.5);
    assert_true(w->vehicle_speed[body(t)] <= 0.0);
    street_close(t);
  }
}

/* A car that stands across its way is not driven into. */
static void stops_for_a_car_across(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  put_cart(t, 1, 350.0, 5.2);
  const uint32_t car = put_crossing_car(t, 2.0, 0.0);
  for (double time = 0.0; time < 25.0; time += t->model.step) {
    street_step(t);
    assert_int_equal(w->cart_emergency[1], 0);
  }
  assert_near(w->vehicle_s[body(t)], CROSS_X - 0.9 - 1.0, 0.6);
  assert_int_equal(w->vehicle_cause[body(t)], SOI_CAUSE_JUNCTION);
  assert_int_equal(w->vehicle_cause_of[body(t)], car);
  street_close(t);
}

/* Nor is one that shoots across before it. */
static void lets_a_car_shoot_across(void **state) {
  (void)state;
  for (double y = -37.0; y <= -10.0; y += 1.0) {
    street *const t = street_of(0.1);
    soi_world *const w = t->world;
    put_cart(t, 1, 380.0, 5.2);
    const uint32_t car = put_crossing_car(t, y, 10.0);
    for (double time = 0.0; time < 12.0; time += t->model.step) {
      street_step(t);
      const double front = w->vehicle_s[body(t)], nose = w->vehicle_s[car] - 100.0;
      const bool across = nose > -0.65 && nose - 4.5 < 0.65 && soi_vehicle_lives(w, car);
      if (across && front > CROSS_X - 0.9 && front - 3.6 < CROSS_X + 0.9) { fail_msg("a car that came from %g m was hit", y); }
    }
    assert_true(w->vehicle_s[body(t)] > CROSS_X + 10.0);
    street_close(t);
  }
}

/* In the lane beside its stop it waits for a gap while it can still get over, and then drives into its berth. */
static void waits_for_its_lane(void **state) {
  (void)state;
  street *const t = street_plan(0.1);
  join_lanes(t);
  street_open(t);
  soi_world *const w = t->world;
  const uint32_t row = put_cart(t, 1, 180.0, 5.0);
  w->vehicle_lane[row] = INNER_LANE;
  w->vehicle_way[row] = TO_STOP;
  w->cart_stop[1] = w->cart_berth[1] = 1;
  /* a queue beside it all the way, bumper to bumper */
  for (int i = 0; i < 30; ++i) { put_car(t, 330.0 - 6.5 * i, 0.0, 0.0); }
  steps_for(t, 40.0);
  assert_int_equal(w->vehicle_lane[row], INNER_LANE);
  assert_true(w->vehicle_speed[row] <= 0.0);
  assert_true(w->vehicle_s[row] > 250.0 && w->vehicle_s[row] < STOP_S - 18.0);
  assert_int_equal(w->vehicle_cause[row], SOI_CAUSE_ROUTE);
  /* it clears */
  for (uint32_t car = 1; car <= w->vehicle_high[0]; ++car) {
    if (w->vehicle_cart[car] == 0) { w->vehicle_speed[car] = 12.0; }
  }
  steps_for(t, 60.0);
  assert_int_equal(w->vehicle_lane[row], STREET_LANE);
  assert_near(w->vehicle_s[row], STOP_S, 0.3);
  assert_near(w->vehicle_d[row], BAY, 0.3);
  street_close(t);
}

/* Metres from a person's middle to the cart's outline. */
static double room_beside(const street *t, uint32_t person) {
  const soi_world *const w = t->world;
  const double x = fabs(w->person_x[person] - (w->vehicle_s[body(t)] - 1.8)) - 1.8;
  const double y = fabs(w->person_y[person] - w->vehicle_d[body(t)]) - 0.65;
  return hypot(fmax(x, 0.0), fmax(y, 0.0));
}

/* It drives into nobody who walks through the bay towards it, neither with its front nor, swinging in, with its flank. Those who
 * meet it standing walk round it. */
static void swings_past_nobody(void **state) {
  (void)state;
  for (double ahead = 4.0; ahead < 60.0; ahead += 1.0) {
    street *const t = street_of(0.1);
    soi_world *const w = t->world;
    const uint32_t row = put_cart(t, 1, 270.0, 5.2);
    w->cart_stop[1] = w->cart_berth[1] = 1;
    const uint32_t person = put_person(t, 270.0 + ahead, 2.6, -1.3, 0.0);
    for (double time = 0.0; time < 60.0; time += t->model.step) {
      street_step(t);
      const double room = room_beside(t, person);
      if (room < 0.6 && w->vehicle_speed[row] <= 0.3) { w->person_y[person] = 6.0; }
      if (room < 0.2 && w->vehicle_speed[row] > 0.3) { fail_msg("touched a person who was %g m ahead at first", ahead); }
    }
    assert_near(w->vehicle_s[row], STOP_S, 0.3);
    assert_near(w->vehicle_d[row], BAY, 0.5);
    street_close(t);
  }
}

/* At the kerb it waits for a gap, pulls out when it comes, and is back in the middle of the lane soon. */
static void pulls_out_into_a_gap(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  const uint32_t row = put_cart(t, 1, STOP_S, 0.0);
  w->vehicle_d[row] = w->vehicle_aim[row] = BAY;
  w->cart_errand[1] = SOI_CART_LEAVING;
  w->cart_stop[1] = 1;
  w->cart_berth[1] = 1;
  /* cars at 40 km/h, 20 m apart, then none */
  for (int i = 0; i < 8; ++i) { put_car(t, 280.0 - 20.0 * i, 0.0, 11.0); }
  steps_for(t, 5.0);
  assert_near(w->vehicle_s[row], STOP_S, 1e-9);
  assert_near(w->vehicle_d[row], BAY, 1e-9);
  assert_near(w->vehicle_aim[row], BAY, 1e-9);
  assert_int_equal(w->vehicle_cause[row], SOI_CAUSE_GAP);
  steps_for(t, 35.0);
  assert_true(w->vehicle_s[row] > STOP_S + 40.0);
  assert_near(w->vehicle_d[row], 0.0, 1e-6);
  street_close(t);
}

/* Whatever makes it stand still is named. */
static void standing_has_a_cause(void **state) {
  (void)state;
  const struct {
    soi_cart_errand errand;
    soi_automation_state automation;
    soi_cause cause;
  } cases[] = {{SOI_CART_SERVING, SOI_AUTOMATED, SOI_CAUSE_STOP},
               {SOI_CART_HOLDING, SOI_AUTOMATED, SOI_CAUSE_HOLD},
               {SOI_CART_HOLDING, SOI_BROKEN_DOWN, SOI_CAUSE_BREAKDOWN}};
  for (size_t i = 0; i < 3; ++i) {
    street *const t = street_of(0.1);
    put_cart(t, 1, 100.0, 4.0);
    t->world->cart_errand[1] = (uint8_t)cases[i].errand;
    t->world->cart_automation[1] = (uint8_t)cases[i].automation;
    for (double time = 0.0; time < 12.0; time += t->model.step) {
      street_step(t);
      assert_true(fabs(t->world->cart_jerk[1]) < 0.9 * 1.001);
    }
    assert_true(t->world->vehicle_speed[body(t)] <= 0.0);
    assert_int_equal(t->world->vehicle_cause[body(t)], cases[i].cause);
    street_close(t);
  }
}

/* From rest it picks up speed within its jerk, cause COMFORT, up to its top speed, cause FREE. */
static void sets_off_gently(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  put_cart(t, 1, 50.0, 0.0);
  steps_for(t, 2.0);
  assert_int_equal(w->vehicle_cause[body(t)], SOI_CAUSE_COMFORT);
  for (double time = 0.0; time < 30.0; time += t->model.step) {
    street_step(t);
    assert_true(fabs(w->cart_jerk[1]) < 0.9 * 1.001);
    assert_true(w->vehicle_speed[body(t)] <= 19.0 / 3.6 + 1e-6);
  }
  assert_near(w->vehicle_speed[body(t)], 19.0 / 3.6, 0.05);
  assert_int_equal(w->vehicle_cause[body(t)], SOI_CAUSE_FREE);
  street_close(t);
}

/* Rain slows it, much rain stops it, and it goes on afterwards. */
static void minds_the_weather(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  put_cart(t, 1, 20.0, 5.2);
  const struct {
    double rain, speed;
  } cases[] = {{0.0, 19.0 / 3.6}, {10.0, 15.0 / 3.6}, {40.0, 8.0 / 3.6}, {70.0, 0.0}, {10.0, 15.0 / 3.6}};
  for (size_t i = 0; i < 5; ++i) {
    w->rain[0] = cases[i].rain;
    steps_for(t, 20.0);
    assert_near(w->vehicle_speed[body(t)], cases[i].speed, 0.06);
    assert_int_equal(w->vehicle_cause[body(t)], i == 0 ? SOI_CAUSE_FREE : SOI_CAUSE_WEATHER);
  }
  street_close(t);
}

/* Out of its depot when it may, and only then. */
static void leaves_the_depot(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  steps_for(t, 1.0);
  assert_int_equal(w->cart_vehicle[1], 0);
  w->cart_errand[1] = SOI_CART_LEAVING;
  const uint32_t car = put_car(t, 21.0, 0.0, 0.0);
  steps_for(t, 1.0);
  assert_int_equal(w->cart_vehicle[1], 0);
  w->vehicle_s[car] = 60.0;
  street_step(t);
  assert_int_not_equal(w->cart_vehicle[1], 0);
  assert_int_equal(w->vehicle_cart[w->cart_vehicle[1]], 1);
  assert_int_equal(w->vehicle_type[w->cart_vehicle[1]], CART_TYPE);
  assert_near(w->vehicle_s[w->cart_vehicle[1]], 20.0, 1e-9);
  street_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(yields_to_who_steps_out),  cmocka_unit_test(passes_people_beside_the_road),
      cmocka_unit_test(stops_for_who_was_hidden), cmocka_unit_test(follows),
      cmocka_unit_test(leader_brakes_hard),       cmocka_unit_test(pulls_out_into_a_gap),
      cmocka_unit_test(standing_has_a_cause),     cmocka_unit_test(sets_off_gently),
      cmocka_unit_test(minds_the_weather),        cmocka_unit_test(leaves_the_depot),
      cmocka_unit_test(stops_for_a_car_across),   cmocka_unit_test(lets_a_car_shoot_across),
      cmocka_unit_test(waits_for_its_lane),       cmocka_unit_test(swings_past_nobody),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
