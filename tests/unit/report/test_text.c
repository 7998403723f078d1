/* The terminal report: plain where colour is off, no wider than the terminal, and what it says of the end. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

#include "page.h"

static stage *some_run(void) {
  stage *const s = stage_open(0);
  const uint32_t body = stage_cart(s, 1, 100, 2.5);
  s->world->vehicle_cause[body] = SOI_CAUSE_PEOPLE;
  for (uint32_t person = 1; person <= 2; ++person) { stage_person(s, 0, 50, 0, 0); }
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 1, 1, 0);
  stage_happens(s, SOI_EVENT_BOARDED, 1, 1, 400.4);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 240);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 360);
  stage_happens(s, SOI_EVENT_CART_DEPARTED, 1, 1, 10);
  s->world->tick[0] = 72000;
  stage_expect(s, "wait.p90 <= 6 min", "wait.p90", SOI_AT_MOST, 360);
  stage_expect(s, "collisions == 0", "collisions", SOI_EQUAL, 0);
  stage_expect(s, "ride.mean < 1 h", "ride.mean", SOI_LESS, 3600);
  return s;
}

static sheet text_of(const stage *s, const soi_run_info *info, bool colour, unsigned width) {
  sheet out = {0};
  assert_true(soi_report_text(s->observer, s->world, info, sheet_writer(&out), colour, width));
  return out;
}

static void check_contains(const sheet *out, const char *part) {
  if (strstr(out->text, part) == NULL) { fail_msg("not there: '%s' in\n%s", part, out->text); }
}

static void plain_is_ascii(void **state) {
  (void)state;
  stage *const s = some_run();
  const soi_run_info info = {.verdict = SOI_VERDICT_FAILED, .seed = 3, .hash = 0x12};
  sheet out = text_of(s, &info, false, 80);
  for (size_t i = 0; i < out.length; ++i) {
    const unsigned char c = (unsigned char)out.text[i];
    if (c != '\n' && (c < 0x20 || c > 0x7e)) { fail_msg("byte %zu is %02x", i, c); }
  }
  check_contains(&out, "\n  FAIL wait.p90 is 6.67 min; expected <= 6 min\n");
  check_contains(&out, "\n  ok   collisions is 0; expected == 0\n");
  check_contains(&out, "\n  ???? ride.mean has no samples; expected < 1 h\n");
  check_contains(&out, "cv 0.20: level of service A, of what happened\n");
  check_contains(&out, "\n  against the plan      5.00 min: excess wait 57.5 min, 1 of 24 trips run\n");
  check_contains(&out, "yielding to people");
  check_contains(&out, "100.0 %  ####");
  check_contains(&out, "\nfailed: 1 of 3 expectations held, 1 failed, 1 inconclusive (exit code 1, hash 0000000000000012)\n");
  assert_null(strstr(out.text, "simulated")); /* no wall clock given */
  free(out.text);
  stage_close(s);
}

/* Lines fit; the tables drop columns. Messages and the line on headways are sentences and may wrap. */
static void lines_fit_the_terminal(void **state) {
  (void)state;
  stage *const s = some_run();
  s->definition.scenario.expect.count = 0;
  const soi_run_info info = {.verdict = SOI_VERDICT_HELD};
  for (unsigned width = 80; width <= 140; width += 10) {
    sheet out = text_of(s, &info, false, width);
    for (char *line = strtok(out.text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
      if (strlen(line) > width) { fail_msg("width %u: %s", width, line); }
    }
    free(out.text);
  }
  stage_close(s);
}

static void colour_draws(void **state) {
  (void)state;
  stage *const s = some_run();
  const soi_run_info info = {.verdict = SOI_VERDICT_FAILED, .wall_seconds = 0.5, .simulated_seconds = 600};
  sheet out = text_of(s, &info, true, 80);
  check_contains(&out, "\x1b[31m\xe2\x9c\x97\x1b[0m wait.p90");
  check_contains(&out, "\x1b[32m\xe2\x9c\x93\x1b[0m collisions");
  check_contains(&out, "\xe2\x96\x88");
  check_contains(&out, "simulated 600 s in 0.50 s, 1200 times real time\n");
  free(out.text);
  stage_close(s);
}

/* A run that was stopped early is not judged, whatever its figures are so far. */
static void a_stopped_run_is_not_judged(void **state) {
  (void)state;
  stage *const s = some_run();
  const soi_run_info info = {.verdict = SOI_VERDICT_OUT_OF_TIME, .stopped = "SIGINT"};
  sheet out = text_of(s, &info, false, 80);
  check_contains(&out, "???? collisions is 0; expected == 0; not judged, as the run was stopped early\n");
  check_contains(&out, "out of time: 0 of 3 expectations held, 3 inconclusive; stopped by SIGINT (exit code 4");
  free(out.text);
  stage_close(s);
}

static void a_full_table_is_told(void **state) {
  (void)state;
  stage *const s = some_run();
  s->world->overflow_people[0] = 7;
  const soi_run_info info = {.verdict = SOI_VERDICT_INCONCLUSIVE};
  sheet out = text_of(s, &info, false, 80);
  check_contains(&out, "No room: for a vehicle in 0 ticks, for a person in 7");
  free(out.text);
  stage_close(s);
}

/* Thai marks take no column, kana and Han take two. */
static void columns_of_scripts(void **state) {
  (void)state;
  assert_int_equal(soi_page_width("Gate 4"), 6);
  assert_int_equal(soi_page_width("\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88"), 1); /* tho thahan, sara ii, mai ek */
  assert_int_equal(soi_page_width("\xe9\xa7\x85\xe3\x81\xae"), 4);             /* eki no */
  assert_int_equal(soi_page_width("a\xff"), 2);
}

static void a_failing_writer_is_told(void **state) {
  (void)state;
  stage *const s = some_run();
  const soi_run_info info = {.verdict = SOI_VERDICT_FAILED};
  sheet out = {.limit = 500};
  assert_false(soi_report_text(s->observer, s->world, &info, sheet_writer(&out), false, 80));
  free(out.text);
  stage_close(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plain_is_ascii),
      cmocka_unit_test(lines_fit_the_terminal),
      cmocka_unit_test(colour_draws),
      cmocka_unit_test(a_stopped_run_is_not_judged),
      cmocka_unit_test(a_full_table_is_told),
      cmocka_unit_test(columns_of_scripts),
      cmocka_unit_test(a_failing_writer_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
