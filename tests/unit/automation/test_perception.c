/* What a cart sees: range, field of view, walls and bodies before it, misses, latency, and the table of the nearest. */
#include <math.h>

#include "street.h"

#include "random.h"

/* The cart's sensor is above the middle of its body. */
#define EYE (100.0 - 1.8)

static street *open_with_cart(double step) {
  street *const t = street_of(step);
  put_cart(t, 1, 100.0, 0.0);
  return t;
}

static void range_ends(void **state) {
  (void)state;
  street *const t = open_with_cart(0.1);
  const uint32_t near = put_person(t, EYE + 49.9, 0.0, 0.0, 0.0), far = put_person(t, EYE + 50.1, 0.0, 0.0, 0.0);
  const uint32_t behind = put_person(t, EYE - 30.0, 0.0, 0.0, 0.0), inside = put_person(t, EYE + 20.0, 3.0, 0.0, 0.0);
  t->world->person_body[inside] = 0;
  look_around_now(t);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, near), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, behind), 0);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, far), 0);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, inside), 0);
  /* rain of 50 mm/h halves it; fog ends it */
  const uint32_t middle = put_person(t, EYE + 24.0, 4.0, 0.0, 0.0);
  t->world->rain[0] = 50.0;
  look_around_now(t);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, near), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, middle), 0);
  t->world->visibility[0] = 20.0;
  look_around_now(t);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, middle), 0);
  street_close(t);
}

static void field_of_view(void **state) {
  (void)state;
  street *const t = street_plan(0.1);
  t->sensors[1].field_of_view = 120.0;
  street_open(t);
  put_cart(t, 1, 100.0, 0.0);
  const uint32_t in = put_person(t, EYE + 10.0, 17.0, 0.0, 0.0), out = put_person(t, EYE + 10.0, 18.0, 0.0, 0.0);
  look_around_now(t);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, in), 0);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, out), 0);
  street_close(t);
}

/* A house at the corner hides who stands behind it, and nobody else. */
static void wall_hides(void **state) {
  (void)state;
  street *const t = street_plan(0.1);
  add_wall(t, EYE + 10.0, 3.0, EYE + 30.0, 3.0);
  street_open(t);
  put_cart(t, 1, 100.0, 0.0);
  const uint32_t behind = put_person(t, EYE + 20.0, 5.0, 0.0, 0.0), before = put_person(t, EYE + 20.0, 2.9, 0.0, 0.0);
  const uint32_t past = put_person(t, EYE + 35.0, 3.1, 0.0, 0.0), beside = put_person(t, EYE + 5.0, 5.0, 0.0, 0.0);
  look_around_now(t);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, behind), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, before), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, past), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, beside), 0);
  street_close(t);
}

/* A car hides who stands behind it; a two-wheeler does not; a body does not hide itself. */
static void vehicle_hides(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  put_cart(t, 1, 100.0, 0.0);
  const uint32_t car = put_car(t, EYE + 20.0, 2.5, 0.0);
  const uint32_t behind = put_person(t, EYE + 24.0, 3.4, 0.0, 0.0), before = put_person(t, EYE + 14.0, 3.0, 0.0, 0.0);
  look_around_now(t);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_VEHICLE, car), 0);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, behind), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, before), 0);
  t->types[CAR_TYPE].body.width = 0.8;
  look_around_now(t);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, behind), 0);
  street_close(t);
}

/* People on a bridge over the road are out of its way, and out of its sight. */
static void bridge_is_elsewhere(void **state) {
  (void)state;
  street *const t = open_with_cart(0.1);
  const uint32_t above = put_person(t, EYE + 20.0, 0.0, 0.0, 0.0), below = put_person(t, EYE + 21.0, 0.0, 0.0, 0.0);
  t->world->person_link[above] = 2;
  t->world->person_link[below] = 1;
  look_around_now(t);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, above), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, below), 0);
  street_close(t);
}

/* The table keeps the nearest, in the order of their distance. */
static void nearest_are_kept(void **state) {
  (void)state;
  const uint64_t seed = 20260102;
  print_message("seed %llu\n", (unsigned long long)seed);
  street *const t = open_with_cart(0.1);
  const soi_world *const w = t->world;
  for (uint32_t i = 0; i < 200; ++i) {
    const double angle = 6.28 * soi_random(seed, SOI_DRAW_TEST, i, 0, 0), away = 5.0 + 50.0 * soi_random(seed, SOI_DRAW_TEST, i, 0, 1);
    put_person(t, EYE + away * cos(angle), away * sin(angle), 0.0, 0.0);
  }
  look_around_now(t);
  double last = 0.0;
  for (uint32_t i = 0; i < SOI_TRACKS_PER_CART; ++i) {
    const uint32_t track = soi_cart_tracks(1) + i;
    assert_int_equal(w->sight_kind[track], SOI_TRACK_PERSON);
    const double away = hypot(w->sight_x[track] - EYE, w->sight_y[track]);
    assert_true(away >= last);
    last = away;
  }
  for (uint32_t row = 1; row <= w->person_high[0]; ++row) {
    const double away = hypot(w->person_x[row] - EYE, w->person_y[row]);
    assert_true(away > last - 1e-9 || seen_at(t, 1, SOI_TRACK_PERSON, row) != 0);
  }
  street_close(t);
}

/* Out of sight a track lives on for 1.5 s, where it would have walked; the table of the state has it. */
static void remembers(void **state) {
  (void)state;
  street *const t = open_with_cart(0.1);
  soi_world *const w = t->world;
  const uint32_t person = put_person(t, EYE + 30.0, 8.0, -1.0, 0.0);
  steps_for(t, 3.0);
  const uint32_t track = soi_cart_tracks(1);
  assert_int_equal(w->track_row[track], person);
  assert_near(w->track_vx[track], -1.0, 0.02);
  w->person_body[person] = 0;
  steps_for(t, 1.4);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, person), 1);
  assert_near(w->track_x[track], EYE + 27.1, 0.05);
  steps_for(t, 0.3);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, person), 0);
  street_close(t);
}

/* What it knows is late: a person who sets off is taken to stand at first, and lags by speed x latency, until the track has it.
 */
static void is_late(void **state) {
  (void)state;
  street *const t = open_with_cart(0.1);
  soi_world *const w = t->world;
  const uint32_t person = put_person(t, EYE + 20.0, 8.0, 0.0, 0.0), track = soi_cart_tracks(1);
  steps_for(t, 1.0);
  w->person_vx[person] = 1.5;
  look_around_now(t);
  const double since = (double)(w->tick[0] - w->track_seen[track]) * 0.1, share = since / (0.2 + since);
  assert_true(since > 0.05 && since < 0.25);
  assert_near(w->sight_vx[track], 1.5 * share, 1e-9);
  assert_near(w->sight_x[track], w->person_x[person] - 1.5 * (1.0 - share) * 0.2, 1e-9);
  steps_for(t, 2.0);
  assert_near(w->sight_vx[track], 1.5, 0.01);
  street_close(t);
}

/* Between two looks, of which there are five or ten a second, it knows what it knew. */
static void looks_in_turns(void **state) {
  (void)state;
  street *const t = open_with_cart(0.02);
  soi_world *const w = t->world;
  const uint32_t person = put_person(t, EYE + 30.0, 8.0, -1.0, 0.0), track = soi_cart_tracks(1);
  steps_for(t, 2.0);
  uint32_t looks = 0;
  for (int i = 0; i < 50; ++i) {
    const double before = w->track_x[track];
    street_step(t);
    assert_int_equal(w->track_row[track], person);
    const bool looked = w->track_seen[track] + 1 == w->tick[0];
    looks += looked;
    assert_true(looked ? w->track_x[track] < before : w->track_x[track] >= before);
  }
  assert_in_range(looks, 5, 10);
  street_close(t);
}

/* So many in a hundred are missed, in each look anew. */
static void misses(void **state) {
  (void)state;
  street *const t = street_plan(0.1);
  t->sensors[1].miss_rate = 0.2;
  street_open(t);
  put_cart(t, 1, 100.0, 0.0);
  const uint32_t person = put_person(t, EYE + 20.0, 8.0, 0.0, 0.0);
  uint32_t seen = 0;
  for (int i = 0; i < 5000; ++i) {
    look_around_now(t);
    seen += seen_at(t, 1, SOI_TRACK_PERSON, person) != 0;
    ++t->world->tick[0]; /* and one more until it looks again */
  }
  assert_near(seen / 5000.0, 0.8, 0.02);
  street_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(range_ends),     cmocka_unit_test(field_of_view),    cmocka_unit_test(wall_hides),
      cmocka_unit_test(vehicle_hides),  cmocka_unit_test(nearest_are_kept), cmocka_unit_test(remembers),
      cmocka_unit_test(is_late),        cmocka_unit_test(misses),           cmocka_unit_test(bridge_is_elsewhere),
      cmocka_unit_test(looks_in_turns),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
