/* Headways: what a hold is, that holding evens a bunched service, and that random arrivals wait as the closed form says. */
#include "town.h"

typedef struct sums {
  double count, sum, squares;
} sums;

static void add(sums *s, double value) {
  s->count += 1.0;
  s->sum += value;
  s->squares += value * value;
}

static double mean(const sums *s) { return s->sum / s->count; }

/* Coefficient of variation. */
static double variation(const sums *s) { return soi_sqrt(soi_max(s->squares / s->count - mean(s) * mean(s), 0.0)) / mean(s); }

/* A cart at the hold stop, the departure before it 40 s ago, the next cart 200 m (a quarter of the round) behind. */
static town *town_with_two(double hold_limit, double planned) {
  town *const t = town_plan(2, 0.1);
  t->model.service.hold = SOI_HOLD_EVEN_HEADWAY;
  t->model.service.hold_limit = hold_limit;
  t->model.service.headway = planned;
  town_open(t);
  place_cart(t, 1, 1, STOP_S - 10.0, 0);
  step_until(t, SOI_EVENT_CART_ARRIVED, 60.0);
  place_cart(t, 2, 4, STOP_S, 0);
  t->world->tick[0] += 1000;
  t->world->cart_arrived_tick[1] = t->world->tick[0];
  t->world->stop_departure[1] = t->world->tick[0] - 400;
  return t;
}

/* Loop at first: 800 m at 5 m/s and 4 dwells of 5 s = 180 s; so 45 s to the cart behind, and half of 45 - 40 s to hold. */
static void test_hold_by_hand(void **state) {
  (void)state;
  town *const plain = town_with_two(120.0, 0.0);
  assert_near(soi_headway_hold(plain->world, 1), 0.5 * (40.0 + 45.0) - 40.0, 1e-6);
  /* a dwell so far of 6 s counts for the one behind as well */
  plain->world->cart_arrived_tick[1] -= 60;
  assert_near(soi_headway_hold(plain->world, 1), 0.5 * (40.0 + 51.0) - 40.0, 1e-6);
  /* a broken cart is not waited for */
  plain->world->cart_automation[2] = SOI_BROKEN_DOWN;
  assert_near(soi_headway_hold(plain->world, 1), 0.0, 0.0);
  town_close(plain);

  town *const limited = town_with_two(1.5, 0.0);
  assert_near(soi_headway_hold(limited->world, 1), 1.5, 1e-9);
  /* the cart behind is nearer than the one ahead */
  limited->world->vehicle_lane[limited->world->cart_vehicle[2]] = 1;
  limited->world->vehicle_s[limited->world->cart_vehicle[2]] = STOP_S - 50.0;
  assert_near(soi_headway_hold(limited->world, 1), 0.0, 0.0);
  town_close(limited);

  /* never beyond the planned headway; none at another stop, or without the policy */
  town *const planned = town_with_two(120.0, 41.0);
  assert_near(soi_headway_hold(planned->world, 1), 1.0, 1e-6);
  planned->model.service.hold_stop = 2;
  assert_near(soi_headway_hold(planned->world, 1), 0.0, 0.0);
  planned->model.service.hold_stop = 1;
  planned->model.service.hold = SOI_HOLD_NONE;
  assert_near(soi_headway_hold(planned->world, 1), 0.0, 0.0);
  town_close(planned);
}

/* A cart in the berth before is the one ahead, not the one behind: it departs at once, or when its hold of 10 s is over. */
static void test_hold_behind_another(void **state) {
  (void)state;
  town *const t = town_with_two(120.0, 0.0);
  soi_world *const w = t->world;
  place_cart(t, 2, 1, STOP_S, 0);
  soi_cart_set_errand(w, 2, SOI_CART_SERVING);
  w->cart_arrived_tick[2] = w->tick[0];
  w->cart_berth[2] = 1;
  w->cart_berth[1] = 2;
  assert_near(soi_headway_hold(w, 1), 0.5 * (0.0 + 180.0), 1e-6);
  w->cart_errand[2] = SOI_CART_HOLDING;
  w->cart_until_tick[2] = w->tick[0] + 100;
  assert_near(soi_headway_hold(w, 1), 0.5 * (-10.0 + 180.0) + 10.0, 1e-6);
  /* and the one in front sees the other right behind it */
  assert_near(soi_headway_hold(w, 2), 0.0, 0.0);
  town_close(t);
}

/* The hold is planned, kept, reported, and left out of the dwell. Somebody who comes meanwhile boards. */
static void test_hold_is_kept(void **state) {
  (void)state;
  town *const t = town_with_two(120.0, 0.0);
  t->world->stop_departure[1] = t->world->tick[0] - 200;
  const soi_event held = step_until(t, SOI_EVENT_CART_HELD, 20.0);
  assert_int_equal(held.a, 1);
  assert_int_equal(held.b, 1);
  assert_true(held.value > 5.0);
  assert_int_equal(t->world->cart_errand[1], SOI_CART_HOLDING);
  const uint32_t person = add_person(t, 1, 2, true);
  assert_int_equal(step_until(t, SOI_EVENT_BOARDED, 5.0).a, person);
  assert_near(step_until(t, SOI_EVENT_HOLD_ENDED, 60.0).value, held.value, 1e-9);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 10.0).value, 5.0, 1e-9);
  assert_non_null(find_event(t, SOI_EVENT_HEADWAY));
  town_close(t);
}

/* A breakdown lets a hold wait: after the repair it lasts as long as it had to go. */
static void test_hold_goes_on_after_a_repair(void **state) {
  (void)state;
  town *const t = town_with_two(120.0, 0.0);
  soi_world *const w = t->world;
  w->stop_departure[1] = w->tick[0] - 200;
  const soi_event held = step_until(t, SOI_EVENT_CART_HELD, 20.0);
  const soi_tick began = w->tick[0];
  step_for(t, 4.0);
  soi_cart_break(w, 1, 0);
  step_for(t, 100.0);
  assert_int_equal(w->cart_errand[1], SOI_CART_HOLDING);
  assert_true(soi_cart_broken(w, 1) && !soi_cart_at_stop(w, 1));
  soi_cart_mend(w, 1);
  assert_true(soi_cart_does(w, 1, SOI_CART_HOLDING));
  assert_near(step_until(t, SOI_EVENT_HOLD_ENDED, 60.0).value, held.value, 1e-9);
  assert_near(soi_seconds(w, w->tick[0] - began), held.value + 100.0, 1e-9);
  assert_near(step_until(t, SOI_EVENT_CART_DEPARTED, 10.0).value, 5.0, 1e-9);
  town_close(t);
}

/* The round is the time between departures from the first stop. */
static void test_round(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  town_open(t);
  place_cart(t, 1, 1, STOP_S - 10.0, 0);
  step_until(t, SOI_EVENT_CART_DEPARTED, 60.0);
  const soi_tick departed = t->world->tick[0];
  const soi_event lap = step_until(t, SOI_EVENT_LAP, 400.0);
  assert_near(lap.value, soi_seconds(t->world, t->world->tick[0] - departed), 1e-9);
  assert_near(lap.value, 800.0 / 5.0 + 4 * 5.0, 4 * 0.5);
  assert_int_equal(t->world->cart_laps[1], 1);
  assert_near(t->world->cart_loop[1], lap.value, 0.0);
  const soi_event *const headway = find_event(t, SOI_EVENT_HEADWAY);
  assert_non_null(headway);
  assert_near(headway->value, lap.value, 1e-9);
  town_close(t);
}

/* A new speed for each cart from stop to stop, so that headways vary. */
static void vary_speeds(town *t, uint64_t seed, double least, double most) {
  uint32_t at = 0;
  for (const soi_event *event; (event = next_event(t, SOI_EVENT_CART_DEPARTED, &at)) != NULL;) {
    t->speed[event->a] = soi_lerp(least, most, soi_random(seed, SOI_DRAW_TEST, event->a, t->world->tick[0], 1));
  }
}

/* Runs four carts that start in one bunch and do not drive alike; the headways of the second half, of all stops. */
static sums run_bunched(soi_hold_policy policy, uint64_t seed) {
  town *const t = town_plan(4, 0.2);
  t->model.service.hold = policy;
  town_open(t);
  sums headways = {0.0, 0.0, 0.0};
  while (soi_seconds(t->world, t->world->tick[0]) < 7200.0) {
    town_step(t);
    vary_speeds(t, seed, 4.0, 6.0);
    uint32_t at = 0;
    for (const soi_event *event; (event = next_event(t, SOI_EVENT_HEADWAY, &at)) != NULL;) {
      if (soi_seconds(t->world, t->world->tick[0]) > 3600.0) { add(&headways, event->value); }
    }
  }
  town_close(t);
  return headways;
}

/* Level of service B of the TCQSM or better (cv at most 0.30) with holding, and less than 0.7 of what it is without. */
static void test_holding_evens_headways(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const sums held = run_bunched(SOI_HOLD_EVEN_HEADWAY, seed), loose = run_bunched(SOI_HOLD_NONE, seed);
    print_message("seed %u: cv %.3f held, %.3f not; mean %.1f and %.1f s\n", (unsigned)seed, variation(&held), variation(&loose),
                  mean(&held), mean(&loose));
    assert_true(variation(&held) < 0.30);
    assert_true(variation(&held) < 0.7 * variation(&loose));
    /* and the price in time is small */
    assert_true(mean(&held) < 1.15 * mean(&loose));
  }
}

/* Poisson arrivals at every stop, one more at a time as the ticks pass. */
static void arrive(town *t, uint64_t seed, double rate, double next[]) {
  const double now = soi_seconds(t->world, t->world->tick[0]);
  for (uint32_t stop = 1; stop <= STOPS; ++stop) {
    for (uint32_t n = 0; next[stop] <= now; ++n) {
      if (t->world->person_count[0] < PEOPLE) { add_person(t, stop, stop % STOPS + 1, true); }
      next[stop] += soi_random_exponential(seed, SOI_DRAW_TEST, stop, t->world->tick[0], 10 + n) / rate;
    }
  }
}

/* E[W] = E[H]/2 (1 + cv2): random arrivals, carts that stop for no time and have room for all. */
static void test_random_arrivals_wait_as_the_formula_says(void **state) {
  (void)state;
  const uint64_t seed = 7;
  town *const t = town_plan(3, 0.1);
  t->types[1].places.seats = 1000;
  soi_service *const plan = &t->model.service;
  plan->door_time = plan->boarding_time = plan->alighting_time = plan->dwell_minimum = 0.0;
  for (uint32_t flow = 1; flow <= FLOWS; ++flow) { t->flows[flow].patience = 1e9; }
  town_open(t);
  sums waits = {0.0, 0.0, 0.0}, headways = {0.0, 0.0, 0.0};
  double next[STOPS + 1] = {0.0, 1000.0, 1000.0, 1000.0, 1000.0};
  while (soi_seconds(t->world, t->world->tick[0]) < 200000.0) {
    arrive(t, seed, 0.05, next);
    town_step(t);
    vary_speeds(t, seed, 2.0, 10.0);
    if (soi_seconds(t->world, t->world->tick[0]) < 2000.0) { continue; }
    uint32_t at = 0;
    for (const soi_event *event; (event = next_event(t, SOI_EVENT_HEADWAY, &at)) != NULL;) { add(&headways, event->value); }
    at = 0;
    for (const soi_event *event; (event = next_event(t, SOI_EVENT_BOARDED, &at)) != NULL;) { add(&waits, event->value); }
  }
  const double cv = variation(&headways), expected = 0.5 * mean(&headways) * (1.0 + cv * cv);
  print_message("seed %u: %.0f waits of %.2f s; E[H] %.2f s, cv %.3f: %.2f s\n", (unsigned)seed, waits.count, mean(&waits), mean(&headways),
                cv, expected);
  assert_true(waits.count > 30000.0 && cv > 0.3);
  assert_near(mean(&waits) / expected, 1.0, 0.02);
  town_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_hold_by_hand),
      cmocka_unit_test(test_hold_behind_another),
      cmocka_unit_test(test_hold_is_kept),
      cmocka_unit_test(test_hold_goes_on_after_a_repair),
      cmocka_unit_test(test_round),
      cmocka_unit_test(test_holding_evens_headways),
      cmocka_unit_test(test_random_arrivals_wait_as_the_formula_says),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
