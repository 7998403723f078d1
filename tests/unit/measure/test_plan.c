/* The service against its plan, hand-computed: departures go in, the figure worked out on paper comes out. Headways are seconds
 * between them; the run begins at 07:00. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

#include "tables.h"

/* A stage with one stop on the route (or two) and this plan. */
static stage *planned(double warmup, double headway, uint32_t stops) {
  stage *const s = stage_open((soi_tick)(warmup * 10));
  s->model.service.headway = headway;
  s->model_routes[1].stops.count = stops;
  return s;
}

static void now(stage *s, double at) { s->world->tick[0] = (soi_tick)(at * 10 + 0.5); }

static void departs(stage *s, double at, uint32_t stop) {
  now(s, at);
  stage_happens(s, SOI_EVENT_CART_DEPARTED, 1, stop, 10);
}

static void depart_every(stage *s, double first, double headway, double last, uint32_t stop) {
  for (double at = first; at <= last; at += headway) { departs(s, at, stop); }
}

static double excess_at(const stage *s, uint32_t stop, soi_tick from, soi_tick to) {
  double seconds = -1e9;
  assert_true(soi_excess_wait(s->observer, stop, (soi_period){from, to}, &seconds));
  return seconds;
}

/* Case 1: four headways of 300 on a plan of 300: 4 x 90000 / (2 x 1200) - 150 = 0. */
static void on_plan_nothing_is_lost(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  depart_every(s, 300, 300, 900, 1);
  now(s, 1200);
  CHECK(s, "wait.excess", 0);
  stage_close(s);
}

/* Case 2: 240 and 360: (57600 + 129600) / (2 x 600) - 150 = 6. */
static void uneven_headways_cost(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  departs(s, 240, 1);
  now(s, 600);
  CHECK(s, "wait.excess", 6);
  stage_close(s);
}

/* Case 3: one cart, a plan of 3 min, headways of 14.6 min: as even as can be, and 438 - 90 = 348 s lost. */
static void one_cart_cannot_keep_a_plan_of_five(void **state) {
  (void)state;
  stage *const s = planned(900, 180, 1);
  depart_every(s, 876, 876, 876 * 7, 1);
  for (int i = 0; i < 6; ++i) { stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 876); }
  now(s, 876 * 8);
  CHECK(s, "headway.cv", 0);
  CHECK(s, "wait.excess", 348);
  /* Of (7008 - 900) / 180 = 33.9 trips six were run. */
  CHECK(s, "trips.planned", 33);
  CHECK(s, "trips.run", 6);
  CHECK(s, "trips.share", 6.0 / 33.0);
  stage_close(s);
}

/* Case 4: 300, then nobody until the end at 1200: (90000 + 810000) / (2 x 1200) - 150 = 225. */
static void what_is_open_at_the_end_counts(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  departs(s, 300, 1);
  now(s, 1200);
  CHECK(s, "wait.excess", 225);
  stage_close(s);
}

/* Case 5: never served: 1800 / 2 - 150 = 750. */
static void a_stop_never_served_counts(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  now(s, 1800);
  CHECK(s, "wait.excess", 750);
  CHECK(s, "trips.run", 0);
  CHECK(s, "trips.share", 0);
  stage_close(s);
}

/* In 290 s of a plan of 300 nobody need have come, which says nothing of the service; in 300 s one cart is missed: 150 - 150. */
static void less_than_a_headway_is_no_measure(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  now(s, 290);
  CHECK_NONE(s, "wait.excess");
  now(s, 300);
  CHECK(s, "wait.excess", 0);
  stage_close(s);
}

/* Case 6: one stop on plan, the other never served: (4 x 90000 + 1440000) / (2 x 2400) - 150 = 225; alone 0 and 450. A stop
 * on nobody's route does not count. */
static void stops_are_told_apart(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 2);
  depart_every(s, 300, 300, 900, 1);
  now(s, 1200);
  CHECK(s, "wait.excess", 225);
  assert_true(soi_stop_row_of(s->observer, s->world, 1).excess == 0.0);
  assert_true(soi_stop_row_of(s->observer, s->world, 2).excess == 450.0);
  s->model_routes[1].stops.count = 1;
  CHECK(s, "wait.excess", 0);
  assert_false(soi_stop_row_of(s->observer, s->world, 2).has_excess);
  stage_close(s);
}

/* Case 7: a headway that ends after the warm-up counts whole: 400 from before, and 300 open:
 * (160000 + 90000) / (2 x 700) - 150 = 200 / 7. */
static void a_headway_may_begin_in_the_warm_up(void **state) {
  (void)state;
  stage *const s = planned(600, 300, 1);
  departs(s, 500, 1);
  departs(s, 900, 1);
  now(s, 1200);
  CHECK(s, "wait.excess", 200.0 / 7.0);
  stage_close(s);
}

/* Case 8: without a plan nobody knows. */
static void without_a_plan_it_is_not_known(void **state) {
  (void)state;
  stage *const s = planned(0, 0, 1);
  depart_every(s, 300, 300, 900, 1);
  now(s, 1200);
  CHECK_NONE(s, "wait.excess");
  CHECK_NONE(s, "trips.planned");
  CHECK_NONE(s, "trips.share");
  CHECK(s, "trips.run", 3);
  stage_expect(s, "wait.excess <= 1 min", "wait.excess", SOI_AT_MOST, 60);
  assert_int_equal(soi_observer_verdict(s->observer, s->world), SOI_VERDICT_INCONCLUSIVE);
  stage_close(s);
}

/* Case 9: all carts broken down from 08:00, a plan of 3 min, judged from 07:15 to 09:00: 16 headways of 180 and one of 3600:
 * (16 x 32400 + 12960000) / (2 x 6480) - 90 = 1040 - 90 = 950 s. */
static void all_carts_down_is_no_small_thing(void **state) {
  (void)state;
  stage *const s = planned(900, 180, 1);
  depart_every(s, 180, 180, 3600, 1);
  now(s, 7200);
  CHECK(s, "wait.excess", 950);
  CHECK(s, "trips.planned", 35);
  CHECK(s, "trips.run", 16);
  stage_close(s);
}

/* Case 10: the carts' duty is from 07:30 to 08:00, so five headways of 300 are on plan, whatever comes before and after. */
static void what_is_not_on_duty_is_not_missed(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  for (int i = 1; i <= CARTS; ++i) { s->carts[i].start = 7.5 * 3600, s->carts[i].finish = 8 * 3600; }
  depart_every(s, 2100, 300, 3300, 1);
  now(s, 7200);
  CHECK(s, "wait.excess", 0);
  CHECK(s, "trips.planned", 6);
  CHECK(s, "trips.run", 5);
  stage_close(s);
}

/* Case 11: the hours of case 9's kind. From 07:00 on plan; at 08:00 the last: (90000 + 3600^2) / (2 x 3900) - 150. */
static void hours_are_told_apart(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  depart_every(s, 300, 300, 3600, 1);
  now(s, 7000);
  assert_true(excess_at(s, 1, 0, 36000) == 0.0);
  const double expected = (300.0 * 300.0 + 3400.0 * 3400.0) / (2.0 * 3700.0) - 150.0;
  soi_hour_row row;
  assert_true(soi_hour_row_of(s->observer, s->world, 0, &row) && row.excess == 0.0 && row.period.to == 36000);
  assert_true(soi_hour_row_of(s->observer, s->world, 1, &row) && row.excess == expected && row.period.to == 70000);
  assert_false(soi_hour_row_of(s->observer, s->world, 2, &row));
  stage_close(s);
}

/* Case 12: a cart drives for 20 ticks, the other is broken down in half of them: 30 / 40. Nobody is missed off duty. */
static void availability_is_time_in_service(void **state) {
  (void)state;
  stage *const s = planned(0, 300, 1);
  CHECK_NONE(s, "availability");
  stage_cart(s, 1, 10, 5);
  stage_cart(s, 2, 100, 5);
  for (int i = 0; i < 20; ++i) {
    if (i == 10) { s->world->cart_automation[2] = SOI_BROKEN_DOWN; }
    stage_step(s);
  }
  CHECK(s, "availability", 0.75);
  s->carts[2].finish = 7 * 3600 + 1.0;
  CHECK(s, "availability", 1.0);
  stage_close(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(on_plan_nothing_is_lost),
      cmocka_unit_test(uneven_headways_cost),
      cmocka_unit_test(one_cart_cannot_keep_a_plan_of_five),
      cmocka_unit_test(what_is_open_at_the_end_counts),
      cmocka_unit_test(a_stop_never_served_counts),
      cmocka_unit_test(less_than_a_headway_is_no_measure),
      cmocka_unit_test(stops_are_told_apart),
      cmocka_unit_test(a_headway_may_begin_in_the_warm_up),
      cmocka_unit_test(without_a_plan_it_is_not_known),
      cmocka_unit_test(all_carts_down_is_no_small_thing),
      cmocka_unit_test(what_is_not_on_duty_is_not_missed),
      cmocka_unit_test(hours_are_told_apart),
      cmocka_unit_test(availability_is_time_in_service),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
