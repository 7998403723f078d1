/* What soi_cart_sees says is what the cart's next sensing finds: at moments of shipped scenarios, in rain, with levels; and where hands
 * have put things. */
#include <math.h>

#include "street.h"

#include "pedestrian.h"
#include "place.h"

#define EYE (100.0 - 1.8) /* the cart's sensor is above the middle of its body */

/* Answers of some moments. */
typedef struct tally {
  uint32_t clear, hidden, wet, elsewhere;
} tally;

static bool looks_now(const soi_world *world, uint32_t cart) {
  const soi_tick period = (soi_tick)fmax(round(0.1 / world->model->step), 1.0);
  return world->cart_vehicle[cart] != 0 && (world->tick[0] + cart) % period == 0;
}

static bool found(const soi_world *world, uint32_t cart, soi_track_kind kind, uint32_t row) {
  for (uint32_t i = soi_cart_tracks(cart); i < soi_cart_tracks(cart) + SOI_TRACKS_PER_CART; ++i) {
    if (world->sight_kind[i] == kind && world->sight_row[i] == row) { return world->sight_seen[i] == world->tick[0]; }
  }
  return false;
}

/* Compares the answer for one of a kind, given before the world has sensed, with what was sensed then. sure: m within which its
 * table had room for all. */
static void compare(const soi_world *world, const soi_sensing *asked, soi_track_kind kind, uint32_t row, double sure, tally *sum) {
  const soi_sighting answer = soi_cart_sees(asked, kind, row);
  const bool vehicle = kind == SOI_TRACK_VEHICLE;
  const soi_point at = vehicle ? soi_vehicle_at(world, row, NULL) : (soi_point){world->person_x[row], world->person_y[row]};
  const double x = at.x - asked->eye.x, y = at.y - asked->eye.y, away = hypot(x, y);
  if (found(world, asked->cart, kind, row)) { assert_int_equal(answer, SOI_SIGHT_CLEAR); }
  if (answer == SOI_SIGHT_CLEAR && away < sure) { assert_true(found(world, asked->cart, kind, row)); }
  if (away >= asked->sensor->range) { return; }
  sum->clear += answer == SOI_SIGHT_CLEAR;
  sum->hidden += answer == SOI_SIGHT_HIDDEN;
  sum->wet += answer == SOI_SIGHT_BEYOND && away >= asked->range;
  sum->elsewhere += answer == SOI_SIGHT_BEYOND && away < asked->range;
  /* what is hidden stands beyond what the sensor reaches that way */
  if (answer == SOI_SIGHT_HIDDEN && !vehicle) { assert_true(soi_sensing_reach(asked, (soi_point){x / away, y / away}) < away); }
}

static void compare_all(soi_world *world, const soi_sensing *asked, tally *sum) {
  const uint32_t last = soi_cart_tracks(asked->cart) + SOI_TRACKS_PER_CART - 1u;
  const double far =
      world->sight_kind[last] == SOI_TRACK_NONE ? 1e9 : hypot(world->sight_x[last] - asked->eye.x, world->sight_y[last] - asked->eye.y);
  /* latency moves what is known, not what is seen: a full table is compared up to well before its last */
  const double sure = far < 1e9 ? far - 5.0 : far;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(world, row) && row != asked->body) { compare(world, asked, SOI_TRACK_VEHICLE, row, sure, sum); }
  }
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (world->person_body[row]) { compare(world, asked, SOI_TRACK_PERSON, row, sure, sum); }
  }
}

/* Asks all carts, of a copy of the state alone, then lets the world sense as a step does. */
static void ask_and_sense(const place *town, soi_world *world, tally *sum) {
  soi_world *const copy = place_world(town);
  memcpy(copy->state, world->state, world->state_bytes);
  soi_pedestrian_sense(world);
  soi_road_sense(world);
  soi_cart_perceive(world);
  for (uint32_t cart = 1; cart <= town->model->cart_count; ++cart) {
    soi_sensing asked;
    assert_int_equal(soi_cart_sensing(copy, cart, 0, &asked), copy->cart_vehicle[cart] != 0);
    if (looks_now(world, cart)) { compare_all(world, &asked, sum); }
  }
  soi_world_release(copy);
}

static tally moments_of(const char *scenario, const char *change, double from, double minutes) {
  tally sum = {0};
  place *const town = place_open(scenario, (const char *const[]){change, NULL});
  assert_non_null(town->model);
  soi_world *const world = place_world(town);
  while (soi_clock(town->model, world->tick[0]) < from) { soi_world_step(world); }
  for (soi_tick tick = world->tick[0]; soi_clock(town->model, tick) < from + 60.0 * minutes; ++tick) {
    if (tick % 97 == 0) { ask_and_sense(town, world, &sum); }
    soi_world_step(world);
  }
  print_message("%s: %u clear, %u hidden, %u lost in rain, %u elsewhere\n", scenario, sum.clear, sum.hidden, sum.wet, sum.elsewhere);
  soi_world_release(world);
  place_close(town);
  return sum;
}

static void a_busy_morning(void **state) {
  (void)state;
  const tally sum = moments_of("../../scenarios/bangsue/weekday-morning.yaml", NULL, 7.0 * 3600.0 + 480.0, 8.0);
  assert_true(sum.clear > 300 && sum.hidden > 100 && sum.elsewhere > 0); /* there are footbridges */
  assert_int_equal(sum.wet, 0);
}

static void in_rain(void **state) {
  (void)state;
  const tally sum = moments_of("../../scenarios/bangsue/rain.yaml", "incidents.shower.at=07:04", 7.0 * 3600.0 + 420.0, 6.0);
  assert_true(sum.clear > 100 && sum.wet > 100);
}

/* With short steps carts look in turns. */
static void in_turns(void **state) {
  (void)state;
  const tally sum = moments_of("../../scenarios/wangchan/acceptance.yaml", "step=20 ms", 9.0 * 3600.0 + 240.0, 6.0);
  assert_true(sum.clear > 50);
}

/* Rain halves the reach; a wall, a body and the edge of the field of view cut it. */
static void reach_ends_where_something_stands(void **state) {
  (void)state;
  street *const t = street_plan(0.1);
  t->sensors[1].field_of_view = 120.0;
  add_wall(t, EYE + 10.0, 5.0, EYE + 30.0, 5.0);
  street_open(t);
  put_cart(t, 1, 100.0, 0.0);
  soi_sensing s;
  assert_true(soi_cart_sensing(t->world, 1, 0, &s));
  assert_false(soi_cart_sensing(t->world, 2, 0, &s)); /* in its depot */
  assert_true(soi_cart_sensing(t->world, 1, 0, &s));
  assert_near(soi_sensing_reach(&s, (soi_point){1.0, 0.0}), 50.0, 1e-9);
  assert_near(soi_sensing_reach(&s, (soi_point){0.96, 0.28}), 5.0 / 0.28, 1e-9);
  assert_near(soi_sensing_reach(&s, (soi_point){0.0, 1.0}), 0.0, 1e-9);
  put_car(t, EYE + 20.0 + 4.5, 0.0, 0.0);
  assert_true(soi_cart_sensing(t->world, 1, 0, &s));
  assert_near(soi_sensing_reach(&s, (soi_point){1.0, 0.0}), 20.0, 1e-9);
  t->world->rain[0] = 50.0;
  t->world->visibility[0] = 15.0;
  assert_true(soi_cart_sensing(t->world, 1, 0, &s));
  assert_near(soi_sensing_reach(&s, (soi_point){1.0, 0.0}), 15.0, 1e-9);
  street_close(t);
}

/* People on a bridge over the road, and the cart itself, are beyond what it sees. */
static void levels_are_apart(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  const uint32_t body = put_cart(t, 1, 100.0, 0.0), above = put_person(t, EYE + 20.0, 0.0, 0.0, 0.0),
                 below = put_person(t, EYE + 21.0, 0.0, 0.0, 0.0);
  t->world->person_link[above] = 2;
  t->world->person_link[below] = 1;
  soi_sensing s;
  assert_true(soi_cart_sensing(t->world, 1, 0, &s));
  assert_int_equal(soi_cart_sees(&s, SOI_TRACK_PERSON, above), SOI_SIGHT_BEYOND);
  assert_int_equal(soi_cart_sees(&s, SOI_TRACK_PERSON, below), SOI_SIGHT_CLEAR);
  assert_int_equal(soi_cart_sees(&s, SOI_TRACK_PERSON, below + 1), SOI_SIGHT_BEYOND); /* nobody */
  assert_int_equal(soi_cart_sees(&s, SOI_TRACK_VEHICLE, body), SOI_SIGHT_BEYOND);
  street_close(t);
}

/* However many walls are about, the last hides as the first. */
static void many_walls_hide(void **state) {
  (void)state;
  street *const t = street_plan(0.1);
  for (int i = 0; i < WALLS - 1; ++i) { add_wall(t, EYE - 20.0, 3.0 + 0.1 * i, EYE - 10.0, 3.0 + 0.1 * i); }
  add_wall(t, EYE + 10.0, 3.0, EYE + 30.0, 3.0);
  street_open(t);
  put_cart(t, 1, 100.0, 0.0);
  const uint32_t behind = put_person(t, EYE + 20.0, 5.0, 0.0, 0.0), before = put_person(t, EYE + 20.0, 2.9, 0.0, 0.0);
  look_around_now(t);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, behind), 0);
  assert_int_not_equal(seen_at(t, 1, SOI_TRACK_PERSON, before), 0);
  street_close(t);
}

/* However many vehicles are about, the nearest are seen, and hide. */
static void many_vehicles_leave_the_nearest(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  put_cart(t, 1, 100.0, 0.0);
  for (int i = 0; i < VEHICLES - 10; ++i) { put_car(t, EYE + 40.0 + 0.05 * i, -8.0, 0.0); }
  const uint32_t near = put_car(t, EYE + 20.0, 2.5, 0.0), behind = put_person(t, EYE + 24.0, 3.4, 0.0, 0.0);
  look_around_now(t);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_VEHICLE, near), 1);
  assert_int_equal(seen_at(t, 1, SOI_TRACK_PERSON, behind), 0);
  street_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_busy_morning),
      cmocka_unit_test(in_rain),
      cmocka_unit_test(in_turns),
      cmocka_unit_test(reach_ends_where_something_stands),
      cmocka_unit_test(levels_are_apart),
      cmocka_unit_test(many_walls_hide),
      cmocka_unit_test(many_vehicles_leave_the_nearest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
