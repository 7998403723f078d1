/* A cart at a stop: the dwell against figures worked out by hand, the order of boarding, full carts, ramps, those who come
 * late or not at all, and a breakdown with the doors open. */
#include "town.h"

/* A town of one cart and steps of 0.1 s. */
static town *open_town(void) { return town_plan(1, 0.1); }

/* The cart just before stop 1, bound for it. */
static void approach(town *t) {
  town_open(t);
  place_cart(t, 1, 1, STOP_S - 60.0, 0);
}

/* dwell = alighting x 2.0 s + boarding x 2.5 s + doors 3 s, and never under 5 s */
static void test_dwell_is_the_formula(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  for (int i = 0; i < 3; ++i) { add_person(t, 1, 2, true); }
  for (int i = 0; i < 4; ++i) { add_person(t, 2, 3, true); }
  step_for(t, 2.0);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).value, 3 * 2.5 + 3.0, 1e-9);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).value, 3 * 2.0 + 4 * 2.5 + 3.0, 1e-9);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).value, 4 * 2.0 + 3.0, 1e-9);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).value, 5.0, 1e-9);
  town_close(t);
}

/* The same on steps of 20 ms, and with times that are no whole number of steps: each is within half a step. */
static void test_dwell_does_not_hang_on_the_step(void **state) {
  (void)state;
  static const double steps[] = {0.02, 0.05, 0.1};
  for (size_t i = 0; i < 3; ++i) {
    town *const t = town_plan(1, steps[i]);
    t->model.service.boarding_time = 2.47;
    approach(t);
    for (int k = 0; k < 6; ++k) { add_person(t, 1, 2, true); }
    step_for(t, 2.0);
    assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).value, 6 * 2.47 + 3.0, 6 * 0.5 * steps[i]);
    town_close(t);
  }
}

static void test_standing_people_slow_boarding(void **state) {
  (void)state;
  town *const t = open_town();
  t->types[1].places.seats = 1;
  t->types[1].places.standing = 5;
  approach(t);
  for (int i = 0; i < 4; ++i) { add_person(t, 1, 2, true); }
  step_for(t, 2.0);
  /* the third finds one standing, the fourth two */
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).value, 4 * 2.5 + 2 * 0.5 + 3.0, 1e-9);
  town_close(t);
}

static void test_wheelchair_takes_the_ramp(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  t->world->person_needs[add_person(t, 1, 2, true)] = SOI_NEED_WHEELCHAIR;
  add_person(t, 1, 2, true);
  step_for(t, 2.0);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 200.0).value, 45.0 + 2.5 + 3.0, 1e-9);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 200.0).value, 45.0 + 2.0 + 3.0, 1e-9);
  town_close(t);
}

static void test_full_cart_denies_the_rest(void **state) {
  (void)state;
  town *const t = open_town();
  t->types[1].places.seats = 2;
  approach(t);
  uint32_t people[5];
  for (int i = 0; i < 5; ++i) { people[i] = add_person(t, 1, 3, true); }
  /* the first two board in their order */
  for (int i = 0; i < 2; ++i) { assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 100.0).a, people[i]); }
  /* the others are denied once each, in their order, and keep their places */
  step_until(t, SOI_EVENT_CART_DEPARTED, 100.0);
  uint32_t at = 0;
  for (int i = 2; i < 5; ++i) {
    const soi_event *const denied = next_event(t, SOI_EVENT_DENIED, &at);
    assert_non_null(denied);
    assert_int_equal(denied->a, people[i]);
    assert_int_equal(denied->b, 1);
    assert_int_equal(t->world->person_place[people[i]], i - 2);
  }
  assert_null(next_event(t, SOI_EVENT_DENIED, &at));
  assert_int_equal(t->world->cart_riders[1], 2);
  assert_int_equal(t->world->stop_queue[1], 3);
  /* the next round takes two of them and denies one */
  for (int i = 2; i < 4; ++i) { assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 400.0).a, people[i]); }
  step_until(t, SOI_EVENT_DENIED, 100.0);
  assert_int_equal(t->world->stop_queue[1], 1);
  town_close(t);
}

/* Only two are on their way to the door at once, and never more than there are places. */
static void test_calls_two_at_most(void **state) {
  (void)state;
  town *const t = open_town();
  t->types[1].places.seats = 3;
  approach(t);
  for (int i = 0; i < 6; ++i) { add_person(t, 1, 3, true); }
  soi_world *const w = t->world;
  uint32_t most = 0;
  for (int i = 0; i < 600; ++i) {
    town_step(t);
    uint32_t called = 0;
    for (uint32_t p = 1; p <= w->person_high[0]; ++p) { called += w->person_errand[p] == SOI_ERRAND_BOARD; }
    assert_true(called <= 2 && called + w->cart_riders[1] <= 3);
    most = called > most ? called : most;
  }
  assert_int_equal(most, 2);
  assert_int_equal(w->cart_riders[1], 3);
  town_close(t);
}

/* Somebody who comes while the doors are open still boards. */
static void test_late_comer_boards(void **state) {
  (void)state;
  town *const t = open_town();
  t->model.service.dwell_minimum = 20.0;
  approach(t);
  step_until(t, SOI_EVENT_CART_ARRIVED, 100.0);
  step_for(t, 10.0);
  const uint32_t person = add_person(t, 1, 2, true);
  assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 5.0).a, person);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 20.0).value, 20.0, 1e-9);
  town_close(t);
}

/* Who is called and does not come holds the cart 15 s and no longer, keeps his place, and is called by the next cart. */
static void test_who_does_not_come_waits_for_the_next(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  const uint32_t lame = add_person(t, 1, 2, true);
  t->lame[lame] = true;
  t->world->person_x[lame] -= 2.0;
  const uint32_t other = add_person(t, 1, 2, true);
  assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 100.0).a, other);
  const double dwell = step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).value;
  /* called as the cart came to stand */
  assert_near(dwell, 15.0 + 1.5, 0.25);
  assert_null(find_event(t, SOI_EVENT_DENIED));
  assert_int_equal(t->world->person_errand[lame], SOI_ERRAND_QUEUE);
  assert_int_equal(t->world->person_place[lame], 0);
  t->lame[lame] = false;
  assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 400.0).a, lame);
  town_close(t);
}

/* A wheelchair on the ramp does not use up the time of the one behind it, who stands at the door. */
static void test_waiting_at_the_door_is_not_late(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  t->world->person_needs[add_person(t, 1, 2, true)] = SOI_NEED_WHEELCHAIR;
  const uint32_t second = add_person(t, 1, 2, true);
  step_until(t, SOI_EVENT_BOARDED, 100.0);
  assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 60.0).a, second);
  town_close(t);
}

/* Who alights stands on free floor beside the door, though somebody is in the way. */
static void test_alights_on_free_floor(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  soi_world *const w = t->world;
  const uint32_t rider = add_person(t, 1, 2, true);
  step_until(t, SOI_EVENT_CART_DEPARTED, 100.0);
  /* somebody stands right at the next stop's door */
  const uint32_t rock = add_person(t, 3, 4, false);
  t->lame[rock] = true;
  w->person_x[rock] = STOP_S - 0.5 * CART_LENGTH;
  w->person_y[rock] = 200.0 + 0.5 * CART_WIDTH + 0.5;
  const soi_event event = step_until(t, SOI_EVENT_ALIGHTED, 100.0);
  assert_int_equal(event.a, rider);
  const double distance = soi_hypot(event.at.x - w->person_x[rock], event.at.y - w->person_y[rock]);
  assert_true(distance >= 0.4 && distance < 1.5);
  assert_int_equal(w->person_errand[rider], SOI_ERRAND_WALK_ON);
  assert_int_equal(w->person_link[rider], 2);
  assert_int_equal(w->person_toward[rider], gate_node(2));
  town_close(t);
}

/* A cart that somebody beside it kept out of its bay opens its doors after a while all the same; it cannot move sideways standing. */
static void test_serves_beside_its_bay(void **state) {
  (void)state;
  town *const t = open_town();
  t->stops[1].d = 2.6;
  approach(t);
  soi_world *const w = t->world;
  step_for(t, 30.0);
  const uint32_t body = w->cart_vehicle[1];
  assert_near(w->vehicle_s[body], STOP_S, 1e-9);
  assert_int_equal(w->cart_errand[1], SOI_CART_DRIVING);
  w->vehicle_d[body] = 1.2;
  w->vehicle_standing[body] = (uint32_t)soi_ticks(w, 2.8);
  town_step(t);
  assert_int_equal(w->cart_errand[1], SOI_CART_DRIVING);
  w->vehicle_standing[body] = (uint32_t)soi_ticks(w, 3.0);
  town_step(t);
  assert_int_equal(w->cart_errand[1], SOI_CART_SERVING);
  /* the door is where the cart is */
  assert_near(soi_cart_door(w, 1).y, 100.0 + 1.2 + 0.5 * CART_WIDTH + 0.5, 1e-9);
  town_close(t);
}

/* Riders stay aboard, those on the way to the door go back to the queue in their order, and all goes on after the repair. */
static void test_breakdown_while_serving(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  soi_world *const w = t->world;
  uint32_t people[4];
  for (int i = 0; i < 4; ++i) { people[i] = add_person(t, 1, 2, true); }
  step_until(t, SOI_EVENT_BOARDED, 100.0);
  step_for(t, 1.0);
  assert_int_equal(w->person_errand[people[1]], SOI_ERRAND_BOARD);
  soi_cart_break(t->world, 1, 0);
  step_for(t, 60.0);
  assert_int_equal(w->cart_riders[1], 1);
  for (uint32_t i = 1; i < 4; ++i) {
    assert_int_equal(w->person_errand[people[i]], SOI_ERRAND_QUEUE);
    assert_int_equal(w->person_place[people[i]], i - 1);
  }
  assert_true(soi_passengers_conserved(w));
  soi_cart_mend(t->world, 1);
  for (int i = 1; i < 4; ++i) { assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 20.0).a, people[i]); }
  step_until(t, SOI_EVENT_CART_DEPARTED, 20.0);
  town_close(t);
}

/* A cart without charge stops where it is and gives back the berth it was promised. */
static void test_empty_battery_stops_the_cart(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  soi_world *const w = t->world;
  step_for(t, 2.0);
  assert_int_equal(w->cart_berth[1], 1);
  w->cart_charge[1] = 0.0;
  assert_int_equal(step_until(t, SOI_EVENT_BATTERY_EMPTY, 1.0).a, 1);
  assert_true(soi_cart_broken(w, 1));
  assert_int_equal(w->cart_errand[1], SOI_CART_DRIVING);
  assert_int_equal(w->cart_berth[1], 0);
  assert_int_equal(w->stop_carts[1 * SOI_BERTHS], 0);
  town_step(t);
  assert_null(find_event(t, SOI_EVENT_BATTERY_EMPTY));
  town_close(t);
}

/* But right before the berth it keeps it: behind it nobody could come to another one ahead of it. */
static void test_broken_before_its_berth_keeps_it(void **state) {
  (void)state;
  town *const t = open_town();
  approach(t);
  step_for(t, 10.0);
  soi_cart_break(t->world, 1, 0);
  step_for(t, 10.0);
  assert_int_equal(t->world->stop_carts[1 * SOI_BERTHS], 1);
  soi_cart_mend(t->world, 1);
  step_until(t, SOI_EVENT_CART_ARRIVED, 10.0);
  town_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dwell_is_the_formula),
      cmocka_unit_test(test_dwell_does_not_hang_on_the_step),
      cmocka_unit_test(test_standing_people_slow_boarding),
      cmocka_unit_test(test_wheelchair_takes_the_ramp),
      cmocka_unit_test(test_full_cart_denies_the_rest),
      cmocka_unit_test(test_calls_two_at_most),
      cmocka_unit_test(test_late_comer_boards),
      cmocka_unit_test(test_who_does_not_come_waits_for_the_next),
      cmocka_unit_test(test_waiting_at_the_door_is_not_late),
      cmocka_unit_test(test_alights_on_free_floor),
      cmocka_unit_test(test_serves_beside_its_bay),
      cmocka_unit_test(test_breakdown_while_serving),
      cmocka_unit_test(test_empty_battery_stops_the_cart),
      cmocka_unit_test(test_broken_before_its_berth_keeps_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
