/* Hand-computed metric cases, exact to 1e-9: events and fields go in, the figure worked out on paper comes out. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

#include "samples.h"

/* Case 1: nearest rank. Of ten samples the 9th is p90 (0.9 x 10 is 9, not a bit more); of one, all are that one. */
static void percentiles_are_nearest_rank(void **state) {
  (void)state;
  const double ten[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, one[] = {7.5}, tied[] = {1, 2, 2, 2, 3};
  assert_true(soi_nearest_rank(ten, 10, 50) == 5);
  assert_true(soi_nearest_rank(ten, 10, 90) == 9);
  assert_true(soi_nearest_rank(ten, 10, 95) == 10);
  assert_true(soi_nearest_rank(ten, 10, 0) == 1);
  assert_true(soi_nearest_rank(ten, 10, 100) == 10);
  assert_true(soi_nearest_rank(one, 1, 50) == 7.5 && soi_nearest_rank(one, 1, 95) == 7.5);
  assert_true(soi_nearest_rank(tied, 5, 20) == 1);
  assert_true(soi_nearest_rank(tied, 5, 50) == 2 && soi_nearest_rank(tied, 5, 80) == 2);
  assert_true(soi_nearest_rank(tied, 5, 81) == 3);
}

/* The same through the metric's names, samples out of order. */
static void a_distribution_has_its_figures(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  CHECK_NONE(s, "hold.mean");
  CHECK(s, "hold.count", 0);
  const double holds[] = {30, 10, 50, 20, 40, 20, 60, 80, 70, 90, 100};
  for (size_t i = 0; i < sizeof holds / sizeof holds[0]; ++i) { stage_happens(s, SOI_EVENT_HOLD_ENDED, 1, 1, holds[i]); }
  CHECK(s, "hold.count", 11);
  CHECK(s, "hold.mean", 570.0 / 11.0);
  CHECK(s, "hold.min", 10);
  CHECK(s, "hold.max", 100);
  CHECK(s, "hold.p50", 50);  /* rank ceil(5.5) = 6 of 10 20 20 30 40 50 60 ... */
  CHECK(s, "hold.p90", 90);  /* rank ceil(9.9) = 10 */
  CHECK(s, "hold.p95", 100); /* rank ceil(10.45) = 11 */
  CHECK(s, "hold.p99", 100);
  stage_close(s);
}

/* Case 2: headways 240, 360, 300, 300: mean 300, deviation sqrt((3600 + 3600) / 4) = sqrt(1800), cv sqrt(2) / 10. */
static void headways_vary(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 240);
  /* One headway says nothing about how even they are. */
  CHECK_NONE(s, "headway.cv");
  stage_happens(s, SOI_EVENT_HEADWAY, 2, 1, 360);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 2, 300);
  stage_happens(s, SOI_EVENT_HEADWAY, 2, 2, 300);
  CHECK(s, "headway.mean", 300);
  CHECK(s, "headway.cv", 0.14142135623730951);
  /* Case 3: the plan is 300 s, 30 s early to 60 s late: 240 is too early, 360 is late by just 60. */
  CHECK(s, "on_time", 0.75);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 360.5);
  CHECK(s, "on_time", 0.6);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 270); /* just within */
  CHECK(s, "on_time", 4.0 / 6.0);
  stage_close(s);
}

/* Without a planned headway it is the mean round shared among the route's carts: (900 + 700) / 2 / 2 = 400 s. */
static void the_plan_may_be_the_round(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  s->model.service.headway = 0.0;
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 460);
  stage_happens(s, SOI_EVENT_HEADWAY, 2, 1, 365);
  CHECK_NONE(s, "on_time");
  stage_happens(s, SOI_EVENT_LAP, 1, 1, 900);
  stage_happens(s, SOI_EVENT_LAP, 2, 1, 700);
  CHECK(s, "on_time", 0.5);
  CHECK(s, "loop.mean", 800);
  stage_close(s);
}

/* Case 5: waits of 100 s (boarded), 400 s (gave up), and 10 s so far (still there): mean 170, p50 100, p90 400. */
static void those_who_still_wait_count(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  for (uint32_t person = 1; person <= 3; ++person) { stage_person(s, 0, 50, 0, 0); }
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 1, 1, 0);
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 2, 1, 1);
  stage_happens(s, SOI_EVENT_BOARDED, 1, 1, 100);
  stage_happens(s, SOI_EVENT_GAVE_UP, 2, 1, 400);
  CHECK(s, "wait.mean", 250);
  /* Joined at tick 4, and now it is tick 104. */
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 3, 2, 0);
  while (s->world->tick[0] < 104) { stage_step(s); }
  CHECK(s, "wait.count", 3);
  CHECK(s, "wait.mean", 170);
  CHECK(s, "wait.min", 10);
  CHECK(s, "wait.p50", 100);
  CHECK(s, "wait.p90", 400);
  CHECK(s, "passengers.gave_up", 1);
  CHECK(s, "boardings", 1);
  /* Once it boards its wait is final, and counted once. */
  stage_happens(s, SOI_EVENT_BOARDED, 3, 2, 10.1);
  CHECK(s, "wait.count", 3);
  CHECK(s, "wait.mean", 510.1 / 3.0);
  stage_close(s);
}

/* Case 6: with a warm-up of 10 s a wait counts when it began at 10 s or later, a ride when it ended then. */
static void the_warm_up_does_not_count(void **state) {
  (void)state;
  stage *const s = stage_open(100);
  for (uint32_t person = 1; person <= 3; ++person) { stage_person(s, 0, 50, 0, 0); }
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 1, 1, 0);
  stage_emit(s, SOI_EVENT_PASSENGER_CREATED, 0, 1, 0);
  while (s->world->tick[0] < 99) { stage_step(s); }
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 2, 1, 0);
  stage_emit(s, SOI_EVENT_PASSENGER_CREATED, 0, 1, 0);
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 3, 1, 0);
  CHECK(s, "wait.count", 1);
  CHECK(s, "wait.mean", 0.1);
  CHECK(s, "passengers.created", 1);
  stage_happens(s, SOI_EVENT_BOARDED, 1, 1, 10.1);
  stage_happens(s, SOI_EVENT_BOARDED, 2, 1, 0.3);
  stage_happens(s, SOI_EVENT_BOARDED, 3, 1, 0.3);
  CHECK(s, "wait.count", 1);
  CHECK(s, "wait.max", 0.3);
  CHECK(s, "boardings", 3);
  stage_happens(s, SOI_EVENT_ALIGHTED, 1, 1, 55.5);
  stage_happens(s, SOI_EVENT_SERVED, 1, 1, 100.25);
  CHECK(s, "ride.mean", 55.5);
  CHECK(s, "trip.mean", 100.25);
  CHECK(s, "passengers.served", 0); /* it came during the warm-up */
  stage_close(s);
}

/* Who came during the warm-up is in none of the counts, so that nobody is served who was not created; who then stood outside is. */
static void counts_are_of_those_who_came_after_the_warm_up(void **state) {
  (void)state;
  stage *const s = stage_open(100);
  soi_world *const w = s->world;
  const uint32_t early = 1, outside = 2, late = 3;
  stage_person(s, 0, 50, 0, 0);
  stage_emit(s, SOI_EVENT_PASSENGER_CREATED, 0, 1, 0);
  stage_emit(s, SOI_EVENT_PASSENGER_CREATED, 0, 1, 0);
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, early, 1, 0);
  stage_emit(s, SOI_EVENT_VEHICLE_ENTERED, 1, 1, 0);
  w->vehicle_flow_drawn[1] = 3; /* one is in, two are outside */
  w->vehicle_flow_waiting[1] = 2;
  w->passengers_outside[0] = 1;
  while (w->tick[0] < 100) { stage_step(s); }
  w->passengers_outside[0] = 0;
  stage_person(s, 0, 50, 0, 0);
  stage_person(s, 0, 50, 0, 0);
  stage_emit(s, SOI_EVENT_PASSENGER_CREATED, 0, 1, 0);
  w->person_born[outside] = w->person_born[late] = 100;
  w->vehicle_flow_drawn[1] = 4;
  w->vehicle_flow_waiting[1] = 1;
  stage_emit(s, SOI_EVENT_VEHICLE_ENTERED, 2, 1, 0);
  stage_emit(s, SOI_EVENT_VEHICLE_ENTERED, 3, 1, 0);
  stage_emit(s, SOI_EVENT_VEHICLE_ENTERED, 4, 0, 0); /* parked by a command */
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, outside, 1, 0);
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, late, 1, 0);
  for (uint32_t car = 1; car <= 4; ++car) { stage_emit(s, SOI_EVENT_VEHICLE_LEFT, car, 1, 0); }
  for (uint32_t person = early; person < late; ++person) { stage_happens(s, SOI_EVENT_SERVED, person, 1, 10); }
  stage_happens(s, SOI_EVENT_GAVE_UP, late, 1, 10);
  CHECK(s, "passengers.created", 2);
  CHECK(s, "passengers.served", 1);
  CHECK(s, "passengers.gave_up", 1);
  CHECK(s, "vehicles.created", 3);
  CHECK(s, "vehicles.arrived", 2);
  CHECK(s, "trip.count", 2);
  stage_close(s);
}

/* Case 7: distances. Cart 1 drove 1000 m before the warm-up ended and 2000 m after, half of that in service; cart 2 500 m in
 * service. */
static void distances_are_of_the_time_after_the_warm_up(void **state) {
  (void)state;
  stage *const s = stage_open(1);
  soi_world *const w = s->world;
  CHECK_NONE(s, "cart.empty");
  CHECK_NONE(s, "occupancy");
  stage_cart(s, 1, 10, 0);
  stage_cart(s, 2, 100, 0);
  w->cart_distance[1] = 1000, w->cart_empty_distance[1] = 700, w->cart_passenger_distance[1] = 900, w->cart_energy[1] = 5e5;
  stage_step(s);
  CHECK(s, "cart.distance", 0);
  w->cart_distance[1] = 2000, w->cart_empty_distance[1] = 900, w->cart_passenger_distance[1] = 4400, w->cart_energy[1] = 9e5;
  w->cart_distance[2] = 500, w->cart_empty_distance[2] = 500;
  stage_step(s);
  w->cart_errand[1] = SOI_CART_RETURNING;
  w->cart_distance[1] = 3000, w->cart_empty_distance[1] = 1900, w->cart_energy[1] = 1.4e6;
  w->cart_energy[2] = 1e5;
  stage_step(s);
  CHECK(s, "cart.distance", 2500);         /* 2000 + 500 */
  CHECK(s, "cart.empty", 1700.0 / 2500.0); /* 1200 + 500 */
  CHECK(s, "passenger.distance", 3500);
  /* Case 8: 3500 rider-metres over six places for the 1000 m and 500 m in service. */
  CHECK(s, "occupancy", 3500.0 / 9000.0);
  CHECK(s, "cart.speed", 1500.0 / 0.3); /* three cart-steps in service */
  CHECK(s, "energy", 1e6);
  CHECK(s, "energy.per_km", 400);
  /* Case 9: 1e6 J are 1 / 3.6 kWh, 0.4750 / 3.6 kg, over 3500 passenger-metres. */
  CHECK(s, "co2", 0.4750 / 3.6 / 3500.0);
  CHECK(s, "co2.reference", 0.18253 / 1000.0);
  CHECK(s, "charge.min", 0.5);
  w->cart_charge[1] = 2.5e6;
  stage_step(s);
  CHECK(s, "charge.min", 0.25);
  stage_close(s);
}

/* Case 10: free speed is the smaller of 5 m/s (cart) and 10 m/s (lane). */
static void lost_time_has_its_causes(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  soi_world *const w = s->world;
  CHECK_NONE(s, "lost");
  const uint32_t body = stage_cart(s, 1, 10, 4.0);
  w->vehicle_cause[body] = SOI_CAUSE_LEADER;
  stage_step(s); /* 0.2 of the step lost */
  w->vehicle_speed[body] = 0.0;
  w->vehicle_cause[body] = SOI_CAUSE_SIGNAL;
  stage_step(s); /* all of it */
  stage_step(s);
  w->cart_errand[1] = SOI_CART_SERVING;
  stage_step(s); /* what it does at the stop is the cause, whatever binds its speed */
  w->cart_errand[1] = SOI_CART_HOLDING;
  stage_step(s);
  w->cart_automation[1] = SOI_BROKEN_DOWN;
  stage_step(s);
  w->cart_automation[1] = SOI_AUTOMATED;
  w->cart_errand[1] = SOI_CART_LEAVING;
  w->vehicle_cause[body] = SOI_CAUSE_GAP;
  w->vehicle_speed[body] = 2.5;
  stage_step(s); /* half */
  w->vehicle_speed[body] = 6.0;
  stage_step(s); /* above free speed nothing is lost, and nothing won */
  w->cart_vehicle[1] = 0;
  stage_step(s); /* at rest in the depot by plan */
  s->model.service.full_charge = 0.8;
  w->cart_errand[1] = w->cart_errand[2] = SOI_CART_IN_DEPOT;
  w->cart_distance[1] = w->cart_distance[2] = 500.0;
  w->cart_charge[1] = 0.5e7;
  w->cart_charge[2] = 0.8e7;
  stage_step(s); /* the first charges, the second is full */
  s->carts[1].finish = 7 * 3600.0;
  stage_step(s); /* and now its duty is over */
  CHECK(s, "lost.leader", 0.02);
  CHECK(s, "lost.signal", 0.2);
  CHECK(s, "lost.stop", 0.1);
  CHECK(s, "lost.hold", 0.1);
  CHECK(s, "lost.breakdown", 0.1);
  CHECK(s, "lost.gap", 0.05);
  CHECK(s, "lost.charging", 0.1);
  CHECK(s, "lost.free", 0);
  CHECK(s, "lost", 0.67);
  stage_close(s);
}

/* On a slower lane the lane's limit is the measure. */
static void the_limit_of_the_lane_is_free_speed(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  s->model_lanes[ROAD_LANE].speed_limit = 4.0;
  stage_cart(s, 1, 10, 3.0);
  stage_step(s);
  CHECK(s, "lost.free", 0.025);
  stage_close(s);
}

/* Contacts, near misses, hard braking. */
static void safety_is_counted(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  CHECK(s, "collisions", 0);
  CHECK_NONE(s, "pet.min");
  soi_emit(s->world, SOI_EVENT_COLLISION, 1, 2, 1.0, (soi_point){0, 0}, SOI_EVENT_RULE_BROKEN);
  soi_emit(s->world, SOI_EVENT_COLLISION_PERSON, 1, 2, 1.0, (soi_point){0, 0}, SOI_EVENT_WITH_CART);
  soi_emit(s->world, SOI_EVENT_COLLISION_PERSON, 1, 2, 1.0, (soi_point){0, 0}, SOI_EVENT_WITH_CART | SOI_EVENT_RULE_BROKEN);
  soi_emit(s->world, SOI_EVENT_ENCROACHMENT, 1, 1, 0.5, (soi_point){0, 0}, 0);
  soi_emit(s->world, SOI_EVENT_ENCROACHMENT, 1, 1, 1.5, (soi_point){0, 0}, SOI_EVENT_WITH_CART);
  soi_emit(s->world, SOI_EVENT_ENCROACHMENT, 1, 1, 2.5, (soi_point){0, 0}, SOI_EVENT_WITH_CART);
  stage_emit(s, SOI_EVENT_HARD_BRAKE, 1, 4, 3.0);
  stage_emit(s, SOI_EVENT_HARD_BRAKE, 2, 0, 2.6);
  stage_happens(s, SOI_EVENT_DEADLOCK, 1, 3, 0);
  CHECK(s, "collisions", 3);
  CHECK(s, "collisions.cart", 2);
  CHECK(s, "collisions.lawful", 1);
  CHECK(s, "pet.min", 1.5);
  CHECK(s, "hard_brakes", 2);
  CHECK(s, "falls_at_risk", 4);
  CHECK(s, "deadlocks", 1);
  stage_close(s);
}

/* Mean and most of vehicles and people, speed of the traffic, comfort. */
static void traffic_and_comfort(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  soi_world *const w = s->world;
  const uint32_t cart = stage_cart(s, 1, 10, 2.0);
  const uint32_t car = stage_vehicle(s, CAR_TYPE, 500, 0, 10.0);
  w->vehicle_acceleration[cart] = 0.3;
  w->cart_distance[1] = 0.2;
  w->cart_jerk[1] = -1.25;
  w->person_count[0] = 7;
  stage_step(s);
  w->vehicle_acceleration[cart] = -0.4;
  w->cart_distance[1] = 0.4;
  w->vehicle_speed[car] = 9.0;
  w->vehicle_acceleration[car] = -10.0;
  w->cart_jerk[1] = 0.5;
  w->person_count[0] = 4;
  stage_step(s);
  /* Standing does not count, nor the jerk of an emergency and of its end. */
  w->vehicle_acceleration[cart] = 0.0;
  w->cart_jerk[1] = -30.0;
  w->cart_emergency[1] = 1;
  w->vehicle_count[0] = 5;
  stage_step(s);
  w->cart_emergency[1] = 0;
  w->cart_jerk[1] = 20.0;
  stage_step(s);
  CHECK(s, "acceleration.rms", 0.3535533905932738); /* sqrt((0.09 + 0.16) / 2) */
  CHECK(s, "jerk.max", 1.25);
  CHECK(s, "vehicles.mean", (2 + 2 + 5 + 5) / 4.0);
  CHECK(s, "vehicles.peak", 5);
  CHECK(s, "people.mean", (7 + 4 + 4 + 4) / 4.0);
  CHECK(s, "people.peak", 7);
  /* 10, then from 10 to 9: 9.5, twice more the same. */
  CHECK(s, "traffic.speed", (10 + 9.5 * 3) / 4.0);
  stage_emit(s, SOI_EVENT_VEHICLE_ENTERED, car, 1, 0);
  stage_emit(s, SOI_EVENT_VEHICLE_LEFT, car, 1, 12.5);
  stage_emit(s, SOI_EVENT_VEHICLE_ENTERED, car, 1, 0);
  stage_happens(s, SOI_EVENT_VEHICLE_LEFT, car, 1, 2.5);
  CHECK(s, "delay.mean", 7.5);
  CHECK(s, "vehicles.arrived", 2);
  stage_close(s);
}

/* Every name that can stand in an expectation is answered, and no other. */
static void all_names_are_known(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  double value;
  bool known;
  for (uint32_t i = 0; soi_metric_name(i) != NULL; ++i) {
    soi_observer_value(s->observer, s->world, soi_metric_name(i), &value, &known);
    if (!known) { fail_msg("%s is unknown", soi_metric_name(i)); }
  }
  const char *const strangers[] = {"wait", "wait.p91", "waits.p90", "lost.", "lost.luck", "collisions.mean", "", "headway"};
  for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; ++i) {
    assert_false(soi_observer_value(s->observer, s->world, strangers[i], &value, &known));
    if (known) { fail_msg("'%s' is known", strangers[i]); }
  }
  stage_close(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(percentiles_are_nearest_rank),
      cmocka_unit_test(a_distribution_has_its_figures),
      cmocka_unit_test(headways_vary),
      cmocka_unit_test(the_plan_may_be_the_round),
      cmocka_unit_test(those_who_still_wait_count),
      cmocka_unit_test(the_warm_up_does_not_count),
      cmocka_unit_test(counts_are_of_those_who_came_after_the_warm_up),
      cmocka_unit_test(distances_are_of_the_time_after_the_warm_up),
      cmocka_unit_test(lost_time_has_its_causes),
      cmocka_unit_test(the_limit_of_the_lane_is_free_speed),
      cmocka_unit_test(safety_is_counted),
      cmocka_unit_test(traffic_and_comfort),
      cmocka_unit_test(all_names_are_known),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
