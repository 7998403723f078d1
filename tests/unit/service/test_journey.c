/* Journeys: legs are taken from a free list and given back, a full table is said, and a change between two lines goes by the legs alone. */
#include "town.h"

/* A ring with two lines of the same stops, a cart each: that of the second line comes to the first stop first. */
static town *town_of_two_lines(void) {
  town *const t = town_plan(2, 0.1);
  t->routes[2] = t->routes[1];
  t->model.route_count = 2;
  t->fleet[2].route = 2;
  town_open(t);
  place_cart(t, 1, 4, STOP_S + 20.0, 0);
  place_cart(t, 2, 1, 20.0, 0);
  return t;
}

static void forget_journey(town *t, uint32_t person) {
  while (t->world->person_leg[person] != 0) { soi_leg_done(t->world, person); }
}

/* From gate 1 by line 1 to stop 2, there over to line 2, by that to stop 4 and out by gate 4. */
static uint32_t add_changing_person(town *t) {
  soi_world *const w = t->world;
  const uint32_t person = add_person(t, 1, 4, true);
  forget_journey(t, person);
  assert_true(soi_leg_add(w, person, 0, 1, 0) && soi_leg_add(w, person, 1, 2, 0) && soi_leg_add(w, person, 0, 2, 0));
  assert_true(soi_leg_add(w, person, 2, 4, 0) && soi_leg_add(w, person, 0, 0, 4));
  return person;
}

static void assert_event(town *t, soi_event_kind kind, uint32_t person, uint32_t other) {
  const soi_event event = step_until(t, kind, 600.0);
  assert_int_equal(event.a, person);
  assert_int_equal(event.b, other);
}

static void assert_ride(town *t, uint32_t person, uint32_t from, uint32_t cart, uint32_t to) {
  soi_world *const w = t->world;
  assert_event(t, SOI_EVENT_QUEUE_JOINED, person, from);
  assert_event(t, SOI_EVENT_BOARDED, person, cart);
  assert_int_equal(w->person_stop[person], to);
  assert_event(t, SOI_EVENT_ALIGHTED, person, cart);
  assert_int_equal(w->cart_stop[cart], to);
}

static void test_a_change_between_two_lines(void **state) {
  (void)state;
  town *const t = town_of_two_lines();
  soi_world *const w = t->world;
  const uint32_t person = add_changing_person(t);
  assert_ride(t, person, 1, 1, 2);
  assert_int_equal(w->person_errand[person], SOI_ERRAND_TO_STOP);
  assert_int_equal(w->leg_count[0], 3);
  assert_ride(t, person, 2, 2, 4);
  assert_int_equal(w->person_errand[person], SOI_ERRAND_WALK_ON);
  assert_int_equal(w->person_way[person], gate_node(4));
  assert_event(t, SOI_EVENT_SERVED, person, flow_of(1, 4));
  assert_int_equal(w->passengers_served[0], 1);
  assert_int_equal(w->leg_count[0], 0);
  assert_true(soi_passengers_conserved(w));
  town_close(t);
}

/* Who gives up at the change rides no further: of its journey the way out is left. */
static void test_gives_up_at_the_change(void **state) {
  (void)state;
  town *const t = town_of_two_lines();
  soi_world *const w = t->world;
  const uint32_t person = add_changing_person(t);
  assert_ride(t, person, 1, 1, 2);
  w->person_patience[person] = 5.0f;
  assert_event(t, SOI_EVENT_GAVE_UP, person, 2);
  assert_int_equal(w->person_errand[person], SOI_ERRAND_GIVEN_UP);
  assert_int_equal(w->leg_count[0], 1);
  assert_int_equal(w->leg_gate[w->person_leg[person]], 4);
  town_close(t);
}

/* In the middle of a journey a world is saved; what is gone on with from there comes to the same end. */
static void test_a_journey_is_restored(void **state) {
  (void)state;
  town *const t = town_of_two_lines();
  soi_world *const w = t->world;
  const uint32_t person = add_changing_person(t);
  assert_ride(t, person, 1, 1, 2);
  const size_t size = soi_snapshot_size(w);
  void *const snapshot = malloc(size);
  soi_snapshot_save(w, snapshot);
  uint64_t hashes[2];
  for (int i = 0; i < 2; ++i) {
    assert_ride(t, person, 2, 2, 4);
    hashes[i] = soi_world_hash(w);
    forget_journey(t, person);
    assert_true(soi_snapshot_restore(w, snapshot, size));
    assert_int_equal(w->leg_stop[w->person_leg[person]], 2);
  }
  assert_true(hashes[0] == hashes[1]);
  free(snapshot);
  town_close(t);
}

/* The row that was freed last is taken first, and holds nothing of what it was; who is gone has no legs. */
static void test_legs_are_given_back(void **state) {
  (void)state;
  town *const t = town_plan(0, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  const uint32_t first = add_person(t, 1, 2, true), second = add_person(t, 3, 4, true);
  assert_int_equal(w->person_leg[first], 1);
  assert_int_equal(w->person_leg[second], 4);
  soi_leg_done(w, first);
  assert_int_equal(w->person_leg[first], 2);
  assert_int_equal(w->leg_free[0], 1);
  assert_int_equal(w->leg_stop[1], 0);
  soi_leg_done(w, second);
  assert_int_equal(w->leg_next[4], 1);
  assert_true(soi_leg_add(w, first, 0, 0, 3));
  assert_int_equal(w->leg_next[3], 4);
  assert_int_equal(w->leg_next[4], 0);
  assert_int_equal(w->leg_gate[4], 3);
  soi_person_remove(w, first);
  assert_int_equal(w->leg_count[0], 2);
  soi_person_remove(w, second);
  assert_int_equal(w->leg_count[0], 0);
  assert_int_equal(w->leg_high[0], 6);
  for (uint32_t leg = 1; leg <= 6; ++leg) { assert_int_equal(w->leg_route[leg] + w->leg_stop[leg] + w->leg_gate[leg], 0); }
  town_close(t);
}

/* A full table refuses a leg and leaves the journey as it was. */
static void test_a_full_table_says_so(void **state) {
  (void)state;
  town *const t = town_plan(0, 0.1);
  town_open(t);
  soi_world *const w = t->world;
  const uint32_t person = add_person(t, 1, 2, true), other = add_person(t, 1, 2, true);
  while (soi_legs_left(w) > 0) { assert_true(soi_leg_add(w, person, 1, 2, 0)); }
  assert_int_equal(w->leg_high[0], PEOPLE * SOI_LEGS_PER_PERSON);
  const uint64_t hash = soi_world_hash(w);
  assert_false(soi_leg_add(w, other, 1, 3, 0));
  assert_true(soi_world_hash(w) == hash);
  soi_leg_done(w, person);
  assert_true(soi_leg_add(w, other, 1, 3, 0));
  assert_false(soi_leg_add(w, other, 1, 3, 0));
  town_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_change_between_two_lines), cmocka_unit_test(test_gives_up_at_the_change),
      cmocka_unit_test(test_a_journey_is_restored),      cmocka_unit_test(test_legs_are_given_back),
      cmocka_unit_test(test_a_full_table_says_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
