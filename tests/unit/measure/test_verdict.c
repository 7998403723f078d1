/* Judging: each comparison at and beside its limit, the words for what failed, and the verdict over all. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

#include "names.h"

static void comparisons_hold_at_their_limits(void **state) {
  (void)state;
  const struct {
    soi_comparison comparison;
    bool below, at, above;
  } table[] = {
      {SOI_AT_MOST, true, true, false}, {SOI_LESS, true, false, false},  {SOI_AT_LEAST, false, true, true},
      {SOI_MORE, false, false, true},   {SOI_EQUAL, false, true, false},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
    const soi_expectation_definition expectation = {.comparison = table[i].comparison, .limit = 2.0};
    assert_int_equal(soi_expectation_holds(&expectation, 1.0), table[i].below);
    assert_int_equal(soi_expectation_holds(&expectation, 2.0), table[i].at);
    assert_int_equal(soi_expectation_holds(&expectation, 3.0), table[i].above);
  }
}

/* What the expectations say and whether a table was full, and the verdict that must follow. */
static void the_verdict_table(void **state) {
  (void)state;
  const struct {
    bool held, failed, inconclusive, overflow, allowed;
    soi_verdict verdict;
  } table[] = {
      {false, false, false, false, false, SOI_VERDICT_HELD},      {true, false, false, false, false, SOI_VERDICT_HELD},
      {true, true, false, false, false, SOI_VERDICT_FAILED},      {true, false, true, false, false, SOI_VERDICT_INCONCLUSIVE},
      {true, true, true, false, false, SOI_VERDICT_FAILED},       {true, false, false, true, false, SOI_VERDICT_INCONCLUSIVE},
      {true, false, false, true, true, SOI_VERDICT_HELD},         {true, true, false, true, false, SOI_VERDICT_FAILED},
      {false, false, true, true, true, SOI_VERDICT_INCONCLUSIVE}, {false, true, true, true, true, SOI_VERDICT_FAILED},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
    for (int people = 0; people < 2; ++people) {
      stage *const s = stage_open(0);
      stage_happens(s, SOI_EVENT_DEADLOCK, 1, 2, 0);
      if (table[i].inconclusive) { stage_expect(s, "wait.mean <= 1 s", "wait.mean", SOI_AT_MOST, 1); }
      if (table[i].held) { stage_expect(s, "deadlocks == 1", "deadlocks", SOI_EQUAL, 1); }
      if (table[i].failed) { stage_expect(s, "deadlocks == 0", "deadlocks", SOI_EQUAL, 0); }
      if (table[i].overflow) { *(people ? s->world->overflow_people : s->world->overflow_vehicles) = 3; }
      s->model.allow_overflow = table[i].allowed;
      const soi_verdict verdict = soi_observer_verdict(s->observer, s->world);
      if (verdict != table[i].verdict) { fail_msg("row %zu: %d, expected %d", i, (int)verdict, (int)table[i].verdict); }
      stage_close(s);
    }
  }
}

static void check_message(stage *s, uint32_t i, const char *expected) {
  soi_arena arena = soi_arena_make(s->memory);
  const soi_expectation_result result = soi_observer_judge(s->observer, s->world, i);
  assert_string_equal(soi_expectation_message(&arena, &result), expected);
  soi_arena_release(&arena);
}

static void messages_name_metric_value_and_limit(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_happens(s, SOI_EVENT_HOLD_ENDED, 1, 1, 432);
  stage_happens(s, SOI_EVENT_DEADLOCK, 1, 2, 0);
  stage_happens(s, SOI_EVENT_LAP, 1, 1, 360.4);
  stage_expect(s, "hold.p90 <= 6 min", "hold.p90", SOI_AT_MOST, 360);
  stage_expect(s, "deadlocks==0", "deadlocks", SOI_EQUAL, 0);
  stage_expect(s, "wait.p90   <   360 s", "wait.p90", SOI_LESS, 360);
  stage_expect(s, NULL, "hold.max", SOI_MORE, 500);
  stage_expect(s, "loop.max <= 6 min", "loop.max", SOI_AT_MOST, 360); /* 6.01 min says it */
  stage_expect(s, "loop.max <= 360.39 s", "loop.max", SOI_AT_MOST, 360.39);
  check_message(s, 0, "hold.p90 is 7.20 min; expected <= 6 min");
  check_message(s, 1, "deadlocks is 1; expected ==0");
  check_message(s, 2, "wait.p90 has no samples; expected <   360 s");
  check_message(s, 3, "hold.max is 7.20 min; expected > 8.33 min");
  check_message(s, 4, "loop.max is 6.01 min; expected <= 6 min");
  /* Both would be written 6.01 min: then all digits. */
  check_message(s, 5, "loop.max is 360.4 s; expected <= 360.39 s");
  stage_close(s);
}

/* Ratios and sums: their value, and why there is none. */
static void measures_are_taken(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  stage_happens(s, SOI_EVENT_HOLD_ENDED, 1, 1, 40);
  stage_happens(s, SOI_EVENT_DEADLOCK, 1, 2, 0);
  soi_measure_step sum[] = {{0, "hold.max"}, {0, "hold.mean"}, {0, "hold.min"}, {'+', NULL}, {'/', NULL}};
  soi_measure_step nothing[] = {{0, "deadlocks"}, {0, "collisions"}, {'/', NULL}};
  soi_measure_step unknown[] = {{0, "hold.max"}, {0, "wait.max"}, {'-', NULL}};
  stage_expect(s, "hold.max / (hold.mean + hold.min) <= 40 %", "hold.max / (hold.mean + hold.min)", SOI_AT_MOST, 0.4);
  stage_expect(s, "deadlocks / collisions <= 1", "deadlocks / collisions", SOI_AT_MOST, 1);
  stage_expect(s, "hold.max - wait.max > 0 s", "hold.max - wait.max", SOI_MORE, 0);
  for (uint32_t i = 0; i < 3; ++i) {
    s->expect[i].measure.items = i == 0 ? sum : i == 1 ? nothing : unknown;
    s->expect[i].measure.count = i == 0 ? 5 : 3;
    s->expect[i].unit = i == 0 ? SOI_UNIT_SHARE : i == 1 ? SOI_UNIT_NONE : SOI_UNIT_TIME;
    assert_int_equal(soi_observer_judge(s->observer, s->world, i).judgement, i == 0 ? SOI_FAILED : SOI_INCONCLUSIVE);
  }
  check_message(s, 0, "hold.max / (hold.mean + hold.min) is 50.0 %; expected <= 40 %");
  check_message(s, 1, "deadlocks / collisions has no value, as it divides by 0; expected <= 1");
  check_message(s, 2, "hold.max - wait.max has no value, as wait.max has no samples; expected > 0 s");
  stage_close(s);
}

/* The letters of the headways' evenness, up to and including their limits. */
static void levels_of_service(void **state) {
  (void)state;
  assert_int_equal(soi_level_of_service(0.0), 'A');
  assert_int_equal(soi_level_of_service(0.21), 'A');
  assert_int_equal(soi_level_of_service(0.211), 'B');
  assert_int_equal(soi_level_of_service(0.30), 'B');
  assert_int_equal(soi_level_of_service(0.39), 'C');
  assert_int_equal(soi_level_of_service(0.52), 'D');
  assert_int_equal(soi_level_of_service(0.74), 'E');
  assert_int_equal(soi_level_of_service(0.75), 'F');
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(comparisons_hold_at_their_limits),
      cmocka_unit_test(the_verdict_table),
      cmocka_unit_test(messages_name_metric_value_and_limit),
      cmocka_unit_test(measures_are_taken),
      cmocka_unit_test(levels_of_service),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
