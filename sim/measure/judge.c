/* Judging: an expectation against its metric's value, a whole run by its expectations, and the words for what did not hold. */
#include "names.h"

#include <soi/definition.h>
#include "observer.h"
#include "text.h"
#include "unit.h"

bool soi_expectation_holds(const soi_expectation_definition *expectation, double value) {
  switch (expectation->comparison) {
    case SOI_AT_MOST: return value <= expectation->limit;
    case SOI_LESS: return value < expectation->limit;
    case SOI_AT_LEAST: return value >= expectation->limit;
    case SOI_MORE: return value > expectation->limit;
    case SOI_EQUAL: return value == expectation->limit;
  }
  return false;
}

/* Takes the steps of a measure in their order. */
static void measure(const soi_observer *observer, const soi_world *world, soi_expectation_result *result) {
  double values[SOI_MEASURE_DEPTH];
  uint32_t count = 0;
  for (uint32_t i = 0; i < result->expectation->measure.count; ++i) {
    const soi_measure_step *const step = &result->expectation->measure.items[i];
    if (step->sign == '\0') {
      bool is_known = false;
      SOI_ASSERT(count < SOI_MEASURE_DEPTH);
      const bool has_samples = soi_observer_value(observer, world, step->metric, &values[count++], &is_known);
      SOI_ASSERT(is_known);
      if (!has_samples) {
        result->lacks = step->metric;
        return;
      }
      continue;
    }
    SOI_ASSERT(count >= 2);
    const double last = values[--count];
    double *const first = &values[count - 1];
    if (step->sign == '/' && last == 0.0) { return; }
    *first = step->sign == '/' ? *first / last : step->sign == '+' ? *first + last : *first - last;
  }
  SOI_ASSERT(count == 1);
  result->value = values[0];
  result->has_value = true;
}

soi_expectation_result soi_observer_judge(const soi_observer *observer, const soi_world *world, uint32_t i) {
  const soi_scenario_definition *const scenario = &observer->model->definition->scenario;
  SOI_ASSERT(i < scenario->expect.count);
  const soi_expectation_definition *const expectation = &scenario->expect.items[i];
  soi_expectation_result result = {.expectation = expectation, .judgement = SOI_INCONCLUSIVE};
  measure(observer, world, &result);
  if (result.has_value) {
    result.judgement = expectation->over_seeds ? SOI_OVER_SEEDS : soi_expectation_holds(expectation, result.value) ? SOI_HELD : SOI_FAILED;
  }
  return result;
}

/* Somebody found no room in a table, and the scenario does not say that this is all right. */
static bool overflowed(const soi_observer *observer, const soi_world *world) {
  if (observer->model->allow_overflow) { return false; }
  return world->overflow_vehicles[0] > 0 || world->overflow_people[0] > 0;
}

soi_verdict soi_observer_verdict(const soi_observer *observer, const soi_world *world) {
  const uint32_t count = observer->model->definition->scenario.expect.count;
  /* of a run that ended within its warm-up nothing is known */
  bool conclusive = !overflowed(observer, world) && world->tick[0] > observer->model->warmup;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_judgement judgement = soi_observer_judge(observer, world, i).judgement;
    /* What failed stays failed, whatever else is not known. */
    if (judgement == SOI_FAILED) { return SOI_VERDICT_FAILED; }
    if (judgement == SOI_INCONCLUSIVE) { conclusive = false; }
  }
  return conclusive ? SOI_VERDICT_HELD : SOI_VERDICT_INCONCLUSIVE;
}

/* The comparison and limit as the author wrote them: "<= 6 min" of "wait.p90 <= 6 min"; made from the numbers when there is no
 * text. */
static const char *limit_text(soi_arena *arena, const soi_expectation_definition *expectation) {
  const size_t length = soi_text_length(expectation->metric);
  if (expectation->text != NULL && soi_text_begins(expectation->text, expectation->metric, length)) {
    const char *rest = expectation->text + length;
    while (*rest == ' ' || *rest == '\t') { ++rest; }
    return rest;
  }
  char limit[64];
  soi_unit_print(limit, sizeof limit, expectation->unit, expectation->limit);
  return soi_text_format(arena, "%s %s", soi_comparison_sign(expectation->comparison), limit);
}

/* Why there is no value. */
static const char *lack_text(soi_arena *arena, const soi_expectation_result *result) {
  const char *const metric = result->expectation->metric;
  if (result->lacks == NULL) { return soi_text_format(arena, "%s has no value, as it divides by 0", metric); }
  if (soi_text_equal(result->lacks, metric)) { return soi_text_format(arena, "%s has no samples", metric); }
  return soi_text_format(arena, "%s has no value, as %s has no samples", metric, result->lacks);
}

const char *soi_expectation_message(soi_arena *arena, const soi_expectation_result *result) {
  const soi_expectation_definition *const expectation = result->expectation;
  const soi_unit unit = expectation->unit;
  const char *const limit = limit_text(arena, expectation);
  if (!result->has_value) { return soi_text_format(arena, "%s; expected %s", lack_text(arena, result), limit); }
  char value[64], other[64];
  soi_unit_print(value, sizeof value, unit, result->value);
  soi_unit_print(other, sizeof other, unit, expectation->limit);
  /* "is 6.00 min; expected <= 6 min" would be a riddle: then all digits. */
  if (result->judgement == SOI_FAILED && soi_text_equal(value, other)) { soi_quantity_exact(value, unit, result->value); }
  return soi_text_format(arena, "%s is %s; expected %s%s", expectation->metric, value, limit,
                         result->judgement == SOI_OVER_SEEDS ? " of the mean over seeds" : "");
}
