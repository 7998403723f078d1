/* Median by the nearest rank, as in metrics.h; worst by the direction of the comparison. */
#include "judgement.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"

/* How bad a value is: the greater, the worse. */
static double badness(const soi_expectation_definition *expectation, double value) {
  switch (expectation->comparison) {
  case SOI_AT_MOST:
  case SOI_LESS: return value;
  case SOI_AT_LEAST:
  case SOI_MORE: return -value;
  case SOI_EQUAL: return value > expectation->limit ? value - expectation->limit : expectation->limit - value;
  }
  return 0;
}

static int compare_doubles(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static const outcome_case *case_of(const tool_outcome *outcome, uint32_t i) {
  return outcome->state == OUTCOME_ENDED && i < outcome->case_count ? &outcome->cases[i] : NULL;
}

/* Median, worst value and its seed, over the runs that have a value. Returns how many have. */
static uint32_t gather(joint_case *joint, const tool_outcome *outcomes, uint32_t count, uint32_t i) {
  double *const values = terminal_grow(NULL, count * sizeof *values);
  uint32_t known = 0;
  double worst = 0;
  for (uint32_t k = 0; k < count; ++k) {
    const outcome_case *const one = case_of(&outcomes[k], i);
    if (one == NULL || !one->has_value) {
      continue;
    }
    const double bad = badness(&one->expectation, one->value);
    if (known == 0 || bad > worst) {
      worst = bad;
      joint->worst = one->value;
      joint->worst_seed = outcomes[k].seed;
    }
    values[known++] = one->value;
  }
  if (known > 0) {
    qsort(values, known, sizeof *values, compare_doubles);
    joint->median = values[(known - 1) / 2];
    joint->has_value = true;
  }
  free(values);
  return known;
}

static char *arena_text(soi_arena *arena, char *text) {
  char *const copy = SOI_NEW(arena, char, strlen(text) + 1);
  strcpy(copy, text);
  free(text);
  return copy;
}

/* Of a single run, the library's words: "wait.p90 is 7.2 min; expected <= 6 min". */
static const char *explain_one(soi_arena *arena, const outcome_case *one) {
  const soi_expectation_result result = {&one->expectation, one->judgement, one->value, one->has_value, one->lacks};
  return soi_expectation_message(arena, &result);
}

/* "wait.p90 over 20 seeds: the median 5.8 min holds, the worst 7.2 min (seed 7) does not; expected wait.p90 <= 6 min" */
static const char *explain_many(soi_arena *arena, const joint_case *joint, const soi_expectation_definition *expectation,
                                uint32_t runs) {
  char median[64], worst[64];
  soi_unit_print(median, sizeof median, expectation->unit, joint->median);
  soi_unit_print(worst, sizeof worst, expectation->unit, joint->worst);
  const char *const median_holds = soi_expectation_holds(expectation, joint->median) ? "holds" : "does not";
  const char *const worst_holds = soi_expectation_holds(expectation, joint->worst) ? "holds" : "does not";
  return arena_text(arena, terminal_format("%s over %u seeds: the median %s %s, the worst %s (seed %llu) %s; expected %s",
                                           expectation->metric, runs, median, median_holds, worst,
                                           (unsigned long long)joint->worst_seed, worst_holds, expectation->text));
}

static joint_case judge_case(soi_arena *arena, const outcome_case *one, const tool_outcome *outcomes, uint32_t count,
                             uint32_t i) {
  const soi_expectation_definition *const expectation = &one->expectation;
  joint_case joint = {.text = expectation->text, .metric = expectation->metric, .unit = expectation->unit, .judgement = SOI_HELD,
                      .exception = expectation->exception};
  const uint32_t known = gather(&joint, outcomes, count, i);
  const bool all_hold = soi_expectation_holds(expectation, joint.median) && soi_expectation_holds(expectation, joint.worst);
  if (known > 0 && !all_hold) {
    joint.judgement = SOI_FAILED;
    joint.message = count == 1 ? explain_one(arena, one) : explain_many(arena, &joint, expectation, count);
  } else if (known < count) {
    joint.judgement = SOI_INCONCLUSIVE;
    joint.message = count == 1 ? explain_one(arena, one)
                               : arena_text(arena, terminal_format("%s has no value in %u of %u runs; expected %s",
                                                                   expectation->metric, count - known, count, expectation->text));
  }
  return joint;
}

soi_verdict joint_graver(soi_verdict a, soi_verdict b) {
  static const int rank[] = {[SOI_VERDICT_HELD] = 0,        [SOI_VERDICT_INCONCLUSIVE] = 1, [SOI_VERDICT_FAILED] = 2,
                             [SOI_VERDICT_OUT_OF_TIME] = 3, [SOI_VERDICT_INPUT] = 4,        [SOI_VERDICT_FAULT] = 5};
  return rank[a] >= rank[b] ? a : b;
}

soi_verdict outcome_verdict(const tool_outcome *outcome) {
  switch (outcome->state) {
  case OUTCOME_FAULT: return SOI_VERDICT_FAULT;
  case OUTCOME_INPUT: return SOI_VERDICT_INPUT;
  case OUTCOME_NONE:
  case OUTCOME_STOPPED: return SOI_VERDICT_OUT_OF_TIME;
  case OUTCOME_PART: return SOI_VERDICT_HELD;
  case OUTCOME_ENDED: return outcome->verdict == SOI_VERDICT_INCONCLUSIVE ? SOI_VERDICT_INCONCLUSIVE : SOI_VERDICT_HELD;
  }
  return SOI_VERDICT_FAULT;
}

bool joint_cut(const tool_joint *joint) {
  bool failed = false;
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    failed = failed || joint->cases[i].judgement == SOI_FAILED;
  }
  return (joint->interrupted || joint->left > 0) && joint->verdict == SOI_VERDICT_OUT_OF_TIME && !failed;
}

tool_joint joint_judge(soi_arena *arena, const char *path, tool_outcome *outcomes, uint32_t count) {
  tool_joint joint = {.path = path, .verdict = SOI_VERDICT_HELD, .outcomes = outcomes, .outcome_count = count};
  const tool_outcome *ended = NULL;
  for (uint32_t k = 0; k < count; ++k) {
    joint.verdict = joint_graver(joint.verdict, outcome_verdict(&outcomes[k]));
    joint.part = joint.part || outcomes[k].state == OUTCOME_PART;
    joint.seconds += outcomes[k].seconds;
    joint.left += outcomes[k].state == OUTCOME_NONE;
    joint.interrupted = joint.interrupted || (outcomes[k].state == OUTCOME_STOPPED && strncmp(outcomes[k].stopped, "SIG", 3) == 0);
    ended = ended == NULL && outcomes[k].state == OUTCOME_ENDED ? &outcomes[k] : ended;
  }
  /* Expectations are the same in all runs: the first that ended names them. */
  joint.case_count = ended == NULL ? 0 : ended->case_count;
  joint.cases = SOI_NEW(arena, joint_case, joint.case_count);
  for (uint32_t i = 0; i < joint.case_count; ++i) {
    joint.cases[i] = judge_case(arena, &ended->cases[i], outcomes, count, i);
    joint.verdict = joint_graver(joint.verdict, soi_judgement_verdict(joint.cases[i].judgement));
  }
  return joint;
}
