/* People in line: order, places, giving up, arriving, and nobody lost at any tick of a random service. */
#include "town.h"

static uint32_t errand_of(const town *t, uint32_t person) { return t->world->person_errand[person]; }

/* Who comes first stands first, whatever his row; the event says how many were before him. */
static void test_queue_keeps_the_order_of_coming(void **state) {
  (void)state;
  town *const t = town_plan(0, 0.1);
  town_open(t);
  const uint32_t late = add_person(t, 1, 2, false), early = add_person(t, 1, 2, true);
  const soi_event first = step_until(t, SOI_EVENT_QUEUE_JOINED, 1.0);
  assert_int_equal(first.a, early);
  assert_int_equal(first.b, 1);
  assert_near(first.value, 0.0, 0.0);
  const soi_event second = step_until(t, SOI_EVENT_QUEUE_JOINED, 60.0);
  assert_int_equal(second.a, late);
  assert_near(second.value, 1.0, 0.0);
  assert_int_equal(t->world->stop_first[1], early);
  assert_int_equal(t->world->stop_last[1], late);
  assert_int_equal(t->world->person_place[late], 1);
  town_close(t);
}

/* Nobody joins from further off than 2.5 m. */
static void test_joins_near_the_end_only(void **state) {
  (void)state;
  town *const t = town_plan(0, 0.1);
  town_open(t);
  const uint32_t person = add_person(t, 1, 2, true);
  t->lame[person] = true;
  t->world->person_y[person] += 2.51;
  step_for(t, 5.0);
  assert_int_equal(errand_of(t, person), SOI_ERRAND_TO_STOP);
  t->world->person_y[person] -= 0.02;
  town_step(t);
  assert_int_equal(errand_of(t, person), SOI_ERRAND_QUEUE);
  town_close(t);
}

/* The second of three loses patience after exactly his time: he counts at that moment, the places close up, and he walks home. */
static void test_patience_ends(void **state) {
  (void)state;
  town *const t = town_plan(0, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  uint32_t people[3];
  for (int i = 0; i < 3; ++i) {
    people[i] = add_person(t, 1, 2, true);
    town_step(t);
  }
  w->person_patience[people[1]] = 30.0f;
  const soi_event event = step_until(t, SOI_EVENT_GAVE_UP, 60.0);
  assert_int_equal(event.a, people[1]);
  assert_int_equal(event.b, 1);
  assert_near(event.value, 30.0, 0.11);
  assert_int_equal(w->passengers_gave_up[0], 1);
  assert_int_equal(errand_of(t, people[1]), SOI_ERRAND_GIVEN_UP);
  assert_int_equal(w->stop_queue[1], 2);
  assert_int_equal(w->person_place[people[0]], 0);
  assert_int_equal(w->person_place[people[2]], 1);
  assert_int_equal(w->stop_last[1], people[2]);
  /* no way on foot leads to his last gate: he goes back, and his row is free when he is home */
  assert_int_equal(w->person_way[people[1]], gate_node(1));
  step_for(t, 30.0);
  assert_false(soi_person_lives(w, people[1]));
  assert_int_equal(w->passengers_served[0], 0);
  assert_int_equal(w->passengers_gave_up[0], 1);
  assert_true(soi_passengers_conserved(w));
  town_close(t);
}

/* First, last and only one leave: the list stays whole. */
static void test_leaving_keeps_the_list(void **state) {
  (void)state;
  static const uint32_t orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}};
  for (size_t i = 0; i < 4; ++i) {
    town *const t = town_plan(0, 0.1);
    town_open(t);
    uint32_t people[3];
    for (int k = 0; k < 3; ++k) {
      people[k] = add_person(t, 1, 2, true);
      town_step(t);
    }
    for (int k = 0; k < 3; ++k) {
      t->world->person_patience[people[orders[i][k]]] = 0.0f;
      assert_int_equal(step_until(t, SOI_EVENT_GAVE_UP, 1.0).a, people[orders[i][k]]);
      assert_true(soi_passengers_conserved(t->world));
    }
    assert_int_equal(t->world->stop_first[1], 0);
    assert_int_equal(t->world->stop_last[1], 0);
    town_close(t);
  }
}

/* Nobody walks off from a cart that is about to take him. */
static void test_stays_while_boarding_goes_on(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  t->model.service.boarding_time = 10.0;
  town_open(t);
  uint32_t people[4];
  for (int i = 0; i < 4; ++i) { people[i] = add_person(t, 1, 2, true); }
  place_cart(t, 1, 1, STOP_S - 20.0, 0);
  step_until(t, SOI_EVENT_CART_ARRIVED, 60.0);
  for (int i = 0; i < 4; ++i) { t->world->person_patience[people[i]] = 0.0f; }
  step_until(t, SOI_EVENT_CART_DEPARTED, 60.0);
  assert_int_equal(t->world->cart_riders[1], 4);
  assert_int_equal(t->world->passengers_gave_up[0], 0);
  town_close(t);
}

/* One whole errand: the events carry the wait, the ride and the trip. */
static void test_errand_from_gate_to_gate(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  place_cart(t, 1, 4, STOP_S + 20.0, 0);
  const uint32_t person = add_person(t, 1, 2, false);
  const soi_tick born = w->tick[0];
  step_until(t, SOI_EVENT_QUEUE_JOINED, 60.0);
  const soi_tick joined = w->tick[0];
  const soi_event boarded = step_until(t, SOI_EVENT_BOARDED, 200.0);
  const soi_tick aboard = w->tick[0];
  assert_int_equal(boarded.b, 1);
  assert_near(boarded.value, soi_seconds(w, aboard - joined), 1e-9);
  assert_near(w->person_waited[person], boarded.value, 0.0);
  assert_int_equal(errand_of(t, person), SOI_ERRAND_RIDE);
  assert_int_equal(w->person_body[person], 0);
  const soi_event alighted = step_until(t, SOI_EVENT_ALIGHTED, 200.0);
  assert_near(alighted.value, soi_seconds(w, w->tick[0] - aboard), 1e-9);
  assert_int_equal(errand_of(t, person), SOI_ERRAND_WALK_ON);
  const soi_event served = step_until(t, SOI_EVENT_SERVED, 60.0);
  assert_int_equal(served.a, person);
  assert_int_equal(served.b, flow_of(1, 2));
  assert_near(served.value, soi_seconds(w, w->tick[0] - born), 1e-9);
  assert_int_equal(w->passengers_served[0], 1);
  assert_int_equal(w->person_count[0], 0);
  town_close(t);
}

/* The places of every queue are 0, 1, 2 ... but for those called to a door. */
static void assert_places(const town *t) {
  const soi_world *const w = t->world;
  for (uint32_t stop = 1; stop <= STOPS; ++stop) {
    uint32_t place = 0;
    for (uint32_t p = w->stop_first[stop]; p != 0; p = w->person_next[p]) {
      assert_int_equal(w->person_place[p], place);
      assert_int_equal(w->person_stop[p], stop);
      place += w->person_errand[p] == SOI_ERRAND_QUEUE;
    }
  }
}

/* Breaks a random cart down now and then, and repairs it. */
static void disturb(town *t, uint64_t seed) {
  soi_world *const w = t->world;
  for (uint32_t cart = 1; cart <= t->model.cart_count; ++cart) {
    const double draw = soi_random(seed, SOI_DRAW_TEST, cart, w->tick[0], 1);
    const bool broken = soi_cart_broken(w, cart);
    if (!broken && draw < 2e-4) {
      soi_cart_break(w, cart, 0);
    } else if (broken && draw < 1e-2) {
      soi_cart_mend(w, cart);
    }
  }
}

static void add_random_person(town *t, uint64_t seed) {
  const soi_tick tick = t->world->tick[0];
  if (soi_random(seed, SOI_DRAW_TEST, 0, tick, 2) > 0.1 * t->model.step || t->world->person_count[0] >= PEOPLE) { return; }
  const uint32_t from = 1 + (uint32_t)(STOPS * soi_random(seed, SOI_DRAW_TEST, 0, tick, 3));
  const uint32_t on = 1 + (uint32_t)((STOPS - 1) * soi_random(seed, SOI_DRAW_TEST, 0, tick, 4));
  const uint32_t person = add_person(t, from, (from - 1 + on) % STOPS + 1, false);
  t->world->person_patience[person] = (float)(600.0 * soi_random(seed, SOI_DRAW_TEST, 0, tick, 5));
  if (soi_random(seed, SOI_DRAW_TEST, 0, tick, 6) < 0.05) { t->world->person_needs[person] = SOI_NEED_WHEELCHAIR; }
}

/* Two hours of random demand, carts that break down and charge: everybody is somewhere at every tick. */
static void test_nobody_is_lost(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    town *const t = town_plan(CARTS, 0.2);
    t->model.service.hold = SOI_HOLD_EVEN_HEADWAY;
    town_open(t);
    soi_world *const w = t->world;
    uint32_t most = 0;
    while (soi_seconds(w, w->tick[0]) < 7200.0) {
      add_random_person(t, seed);
      disturb(t, seed);
      for (uint32_t cart = 1; cart <= CARTS; ++cart) {
        if (w->cart_vehicle[cart] != 0) { w->cart_charge[cart] = soi_max(w->cart_charge[cart] - 3e3 * t->model.step, 1.0); }
      }
      town_step(t);
      if (!soi_passengers_conserved(w)) {
        print_error("seed %u, tick %u\n", (unsigned)seed, (unsigned)w->tick[0]);
        fail();
      }
      assert_places(t);
      most = w->person_count[0] > most ? w->person_count[0] : most;
    }
    /* it was a service, and every fate came about */
    assert_true(w->passengers_created[0] > 600 && w->passengers_served[0] > 300 && w->passengers_gave_up[0] > 10 && most > 10);
    town_close(t);
  }
}

/* The check sees a passenger too many, one too few, and a list that lost somebody. */
static void test_the_books_can_be_wrong(void **state) {
  (void)state;
  town *const t = town_plan(1, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  for (int i = 0; i < 3; ++i) { add_person(t, 1, 2, true); }
  town_step(t);
  assert_true(soi_passengers_conserved(w));
  ++w->passengers_served[0];
  assert_false(soi_passengers_conserved(w));
  w->passengers_served[0] -= 2;
  assert_false(soi_passengers_conserved(w));
  ++w->passengers_served[0];
  w->person_next[w->stop_first[1]] = 0;
  assert_false(soi_passengers_conserved(w));
  town_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_queue_keeps_the_order_of_coming),
      cmocka_unit_test(test_joins_near_the_end_only),
      cmocka_unit_test(test_patience_ends),
      cmocka_unit_test(test_leaving_keeps_the_list),
      cmocka_unit_test(test_stays_while_boarding_goes_on),
      cmocka_unit_test(test_errand_from_gate_to_gate),
      cmocka_unit_test(test_nobody_is_lost),
      cmocka_unit_test(test_the_books_can_be_wrong),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
