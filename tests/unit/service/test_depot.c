/* Carts and their places: out of the depot, home to charge or for the night, plugs and their power, berths at a stop. */
#include "town.h"

static soi_tick clock_ticks(const town *t, double seconds) { return soi_ticks(t->world, seconds); }

/* It asks for the road at its clock, not before, and heads for the first stop ahead, not for the one just behind the depot. */
static void test_leaves_the_depot_at_its_clock(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  t->fleet[1].start = 60.0;
  town_open(t);
  soi_world *const w = t->world;
  assert_int_equal(w->depot_carts[1], 1);
  const soi_event left = step_until(t, SOI_EVENT_CART_LEFT_DEPOT, 100.0);
  assert_near(soi_seconds(w, w->tick[0]), 60.0, 0.11);
  assert_int_equal(left.a, 1);
  assert_int_equal(left.b, 1);
  assert_int_equal(w->depot_carts[1], 0);
  assert_int_equal(w->cart_errand[1], SOI_CART_DRIVING);
  assert_int_equal(w->cart_stop[1], 1);
  assert_int_equal(w->cart_leg[1], 0);
  assert_int_equal(w->vehicle_way[w->cart_vehicle[1]], 1);
  town_close(t);
}

/* Without a body it only waits: nothing is counted as having left. */
static void test_waits_for_the_gap(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  for (int i = 0; i < 50; ++i) {
    soi_service_dispatch(w);
    soi_service_claim(w);
    soi_service_run(w);
    assert_int_equal(w->cart_errand[1], SOI_CART_LEAVING);
    assert_int_equal(w->depot_carts[1], 1);
  }
  step_until(t, SOI_EVENT_CART_LEFT_DEPOT, 1.0);
  town_close(t);
}

/* Little charge: it brings its rider to his stop, takes nobody, goes home, charges to the full share and comes back. */
static void test_low_charge_goes_home_and_comes_back(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  place_cart(t, 1, 1, STOP_S - 20.0, 0);
  const uint32_t rider = add_person(t, 1, 3, true);
  step_until(t, SOI_EVENT_CART_DEPARTED, 60.0);
  w->cart_charge[1] = 1e6;
  const uint32_t left_behind = add_person(t, 2, 4, true);
  assert_int_equal(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).b, 2);
  assert_null(find_event(t, SOI_EVENT_DENIED));
  assert_int_equal(w->person_errand[left_behind], SOI_ERRAND_QUEUE);
  assert_int_equal(step_until(t, SOI_EVENT_ALIGHTED, 100.0).a, rider);
  assert_int_equal(step_until(t, SOI_EVENT_CART_DEPARTED, 100.0).b, 3);
  /* home */
  const soi_event home = step_until(t, SOI_EVENT_CART_ENTERED_DEPOT, 200.0);
  assert_int_equal(home.a, 1);
  assert_int_equal(w->cart_vehicle[1], 0);
  assert_int_equal(w->vehicle_count[0], 0);
  assert_int_equal(w->depot_carts[1], 1);
  assert_int_equal(w->cart_stop[1], 0);
  /* 7 MJ at 3 kW */
  assert_near(step_until(t, SOI_EVENT_CHARGE_STARTED, 1.0).value, 0.1, 1e-9);
  const soi_tick started = w->tick[0];
  const soi_event full = step_until(t, SOI_EVENT_CHARGE_ENDED, 3000.0);
  assert_near(full.value, 0.8, 1e-12);
  assert_near(soi_seconds(w, w->tick[0] - started), 7e6 / 3e3, 0.2);
  step_until(t, SOI_EVENT_CART_LEFT_DEPOT, 1.0);
  assert_int_equal(w->cart_stop[1], 1);
  assert_int_equal(w->cart_until_tick[1], 0);
  town_close(t);
}

/* One plug for two: who came first charges first. Two plugs share the chargers' power. */
static void test_plugs_are_shared(void **state) {
  (void)state;
  for (uint32_t plugs = 1; plugs <= 2; ++plugs) {
    town *const t = town_plan(2, 0.1);
    t->depots[1].plugs = plugs;
    t->depots[1].charge_power = 4000.0;
    for (int i = 1; i <= 2; ++i) {
      t->fleet[i].start = 1e6;
      t->fleet[i].charge = 0.5;
    }
    town_open(t);
    t->world->cart_errand_tick[1] = 1; /* the second was there first */
    town_step(t);
    uint32_t at = 0;
    assert_int_equal(next_event(t, SOI_EVENT_CHARGE_STARTED, &at)->a, 2);
    assert_int_equal(next_event(t, SOI_EVENT_CHARGE_STARTED, &at) != NULL, plugs == 2);
    step_for(t, 99.9);
    const double each = plugs == 1 ? 3000.0 : 2000.0;
    assert_near(t->world->cart_charge[2], 5e6 + each * 100.0, 1e-3);
    assert_near(t->world->cart_charge[1], plugs == 1 ? 5e6 : 5e6 + each * 100.0, 1e-3);
    /* both are full in the end and stay in */
    step_for(t, 2100.0);
    assert_near(t->world->cart_charge[1], 8e6, 1e-3);
    assert_near(t->world->cart_charge[2], 8e6, 1e-3);
    assert_int_equal(t->world->depot_carts[1], 2);
    town_close(t);
  }
}

/* What a cart cannot do broken down is drive: it charges on, and leaves once it is repaired. */
static void test_charges_on_broken_down(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  t->fleet[1].charge = 0.1;
  town_open(t);
  soi_world *const w = t->world;
  step_until(t, SOI_EVENT_CHARGE_STARTED, 1.0);
  assert_int_equal(w->cart_errand[1], SOI_CART_CHARGING);
  soi_cart_break(w, 1, 0);
  step_until(t, SOI_EVENT_CHARGE_ENDED, 2400.0);
  step_for(t, 60.0);
  assert_int_equal(w->cart_errand[1], SOI_CART_IN_DEPOT);
  soi_cart_mend(w, 1);
  step_until(t, SOI_EVENT_CART_LEFT_DEPOT, 1.0);
  town_close(t);
}

/* The end of its duty: like little charge, and it does not come back. */
static void test_duty_ends(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  t->fleet[1].finish = 100.0;
  town_open(t);
  step_until(t, SOI_EVENT_CART_ENTERED_DEPOT, 400.0);
  assert_true(t->world->tick[0] > clock_ticks(t, 100.0));
  step_for(t, 600.0);
  assert_int_equal(t->world->cart_errand[1], SOI_CART_IN_DEPOT);
  town_close(t);
}

/* Phase claim, and what phase service keeps of it. */
static void settle_berths(town *t) {
  soi_service_claim(t->world);
  soi_berths_take(t->world);
}

/* The nearest cart gets the front berth, the next one the one behind; a free berth is out of reach while one stands behind it. */
static void test_berths_by_nearness(void **state) {
  (void)state;
  town *const t = town_plan(3, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  place_cart(t, 1, 1, STOP_S - 59.0, 0);
  place_cart(t, 2, 1, STOP_S - 40.0, 0);
  place_cart(t, 3, 1, STOP_S - 61.0, 0);
  settle_berths(t);
  assert_int_equal(w->cart_berth[2], 1);
  assert_int_equal(w->cart_berth[1], 0);
  settle_berths(t);
  assert_int_equal(w->cart_berth[1], 2);
  /* too far; then near, but both are taken; then the front one is free, and the one behind it stands in the way */
  settle_berths(t);
  assert_int_equal(w->cart_berth[3], 0);
  w->vehicle_s[w->cart_vehicle[3]] = STOP_S - 59.5;
  settle_berths(t);
  assert_int_equal(w->cart_berth[3], 0);
  soi_berth_release(w, 2);
  w->cart_automation[2] = SOI_BROKEN_DOWN;
  settle_berths(t);
  assert_int_equal(w->cart_berth[3], 0);
  soi_berth_release(w, 1);
  w->cart_automation[1] = SOI_BROKEN_DOWN;
  settle_berths(t);
  assert_int_equal(w->cart_berth[3], 1);
  assert_int_equal(w->stop_carts[1 * SOI_BERTHS], 3);
  town_close(t);
}

/* Of two at the same distance the lower row goes first. */
static void test_berths_of_equals(void **state) {
  (void)state;
  town *const t = town_plan(2, 0.1);
  town_open(t);
  place_cart(t, 2, 1, STOP_S - 40.0, 0);
  place_cart(t, 1, 1, STOP_S - 40.0, 0);
  settle_berths(t);
  assert_int_equal(t->world->cart_berth[1], 1);
  assert_int_equal(t->world->cart_berth[2], 0);
  town_close(t);
}

/* A cart that is overtaken on its way takes the berth behind; when the other stands there already, it waits for both. */
static void test_berths_follow_the_order_of_coming(void **state) {
  (void)state;
  town *const t = town_plan(2, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  place_cart(t, 1, 1, STOP_S - 40.0, 0);
  place_cart(t, 2, 1, STOP_S - 50.0, 0);
  settle_berths(t);
  settle_berths(t);
  assert_true(w->cart_berth[1] == 1 && w->cart_berth[2] == 2);

  /* the second passes the first, which broke down for a while */
  w->vehicle_s[w->cart_vehicle[2]] = STOP_S - 20.0;
  settle_berths(t);
  assert_true(w->cart_berth[2] == 1 && w->cart_berth[1] == 2);
  assert_true(w->stop_carts[1 * SOI_BERTHS] == 2 && w->stop_carts[1 * SOI_BERTHS + 1] == 1);

  /* the first passes in turn, but the second is about to stop: nothing is changed under it */
  w->vehicle_s[w->cart_vehicle[2]] = soi_berth_s(&t->stops[1], 2) - 4.0;
  w->vehicle_s[w->cart_vehicle[1]] = STOP_S - 2.0;
  settle_berths(t);
  assert_true(w->cart_berth[2] == 1 && w->cart_berth[1] == 2);

  /* it comes to stand behind the place of the second, which must wait */
  w->vehicle_s[w->cart_vehicle[1]] = soi_berth_s(&t->stops[1], 2);
  w->vehicle_s[w->cart_vehicle[2]] = STOP_S - 20.0;
  soi_cart_set_errand(w, 1, SOI_CART_SERVING);
  settle_berths(t);
  assert_true(w->cart_berth[1] == 2 && w->cart_berth[2] == 0 && w->stop_carts[1 * SOI_BERTHS] == 0);
  settle_berths(t);
  assert_int_equal(w->cart_berth[2], 0);
  soi_berth_release(w, 1);
  soi_cart_set_errand(w, 1, SOI_CART_LEAVING);
  settle_berths(t);
  assert_int_equal(w->cart_berth[2], 1);
  town_close(t);
}

/* One that comes to stand before a cart that has the last berth gets it: else each would wait for the other. */
static void test_berth_goes_to_who_stands_before_it(void **state) {
  (void)state;
  town *const t = town_plan(2, 0.1);
  t->stops[1].berths = 1;
  town_open(t);
  soi_world *const w = t->world;
  place_cart(t, 1, 1, STOP_S - 40.0, 0);
  place_cart(t, 2, 1, STOP_S - 70.0, 0);
  settle_berths(t);
  settle_berths(t);
  assert_true(w->cart_berth[1] == 1 && w->cart_berth[2] == 0);
  /* past the stop it is in nobody's way */
  w->vehicle_s[w->cart_vehicle[2]] = STOP_S + 1.0;
  settle_berths(t);
  assert_true(w->cart_berth[1] == 1 && w->cart_berth[2] == 0);
  w->vehicle_s[w->cart_vehicle[2]] = STOP_S - 12.0;
  settle_berths(t);
  settle_berths(t);
  assert_true(w->cart_berth[1] == 0 && w->cart_berth[2] == 1);
  /* but who serves there stays */
  soi_cart_set_errand(w, 2, SOI_CART_SERVING);
  w->vehicle_s[w->cart_vehicle[1]] = STOP_S - 1.0;
  w->vehicle_s[w->cart_vehicle[2]] = STOP_S - 2.0;
  settle_berths(t);
  assert_true(w->cart_berth[1] == 0 && w->cart_berth[2] == 1);
  town_close(t);
}

/* The berth is given back when the cart has pulled out, and the stop it is bound for changes then. */
static void test_berth_is_given_back(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  place_cart(t, 1, 1, STOP_S - 20.0, 0);
  step_until(t, SOI_EVENT_CART_DEPARTED, 60.0);
  assert_int_equal(w->cart_errand[1], SOI_CART_LEAVING);
  assert_int_equal(w->cart_stop[1], 1);
  assert_int_equal(w->stop_carts[1 * SOI_BERTHS], 1);
  assert_int_equal(w->vehicle_way[w->cart_vehicle[1]], 2);
  while (w->cart_errand[1] == SOI_CART_LEAVING) { town_step(t); }
  assert_near(w->vehicle_s[w->cart_vehicle[1]], STOP_S + 3.0, 0.51);
  assert_int_equal(w->cart_errand[1], SOI_CART_DRIVING);
  assert_int_equal(w->cart_stop[1], 2);
  assert_int_equal(w->cart_berth[1], 0);
  assert_int_equal(w->stop_carts[1 * SOI_BERTHS], 0);
  town_close(t);
}

/* Scratch is another step's: filled with noise before every step, all goes as before. */
static void test_scratch_is_not_read(void **state) {
  (void)state;
  town *const plain = town_plan(3, 0.2), *const spoilt = town_plan(3, 0.2);
  town *const towns[] = {plain, spoilt};
  for (int i = 0; i < 2; ++i) {
    town_open(towns[i]);
    for (uint32_t k = 0; k < 40; ++k) { add_person(towns[i], k % STOPS + 1, (k + 1 + k % 3) % STOPS + 1, false); }
    for (int k = 0; k < 3000; ++k) {
      if (towns[i] == spoilt) { soi_world_spoil_scratch(spoilt->world, (uint64_t)k); }
      town_step(towns[i]);
    }
  }
  assert_int_equal(plain->world->passengers_served[0] > 10, 1);
  assert_memory_equal(plain->world->state, spoilt->world->state, plain->world->state_bytes);
  town_close(plain);
  town_close(spoilt);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_leaves_the_depot_at_its_clock),
      cmocka_unit_test(test_waits_for_the_gap),
      cmocka_unit_test(test_low_charge_goes_home_and_comes_back),
      cmocka_unit_test(test_plugs_are_shared),
      cmocka_unit_test(test_charges_on_broken_down),
      cmocka_unit_test(test_duty_ends),
      cmocka_unit_test(test_berths_by_nearness),
      cmocka_unit_test(test_berths_of_equals),
      cmocka_unit_test(test_berths_follow_the_order_of_coming),
      cmocka_unit_test(test_berth_goes_to_who_stands_before_it),
      cmocka_unit_test(test_berth_is_given_back),
      cmocka_unit_test(test_scratch_is_not_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
