/* Median by the nearest rank, as in metrics.h; worst by the direction of the comparison. */
#include "judgement.h"

#include <math.h>
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
    if (one == NULL || !one->has_value) { continue; }
    const double bad = badness(&one->expectation, one->value);
    if (known == 0 || bad > worst) {
      worst = bad;
      joint->worst = one->value;
      joint->worst_seed = outcomes[k].seed;
    }
    values[known++] = one->value;
  }
  if (known > 0) {
    statistics_sort(values, known);
    joint->median = statistics_nearest_rank(values, known, 50);
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
static const char *explain_many(soi_arena *arena, const joint_case *joint, const soi_expectation_definition *expectation, uint32_t runs) {
  char median[64], worst[64];
  soi_unit_print(median, sizeof median, expectation->unit, joint->median);
  soi_unit_print(worst, sizeof worst, expectation->unit, joint->worst);
  const char *const median_holds = soi_expectation_holds(expectation, joint->median) ? "holds" : "does not";
  const char *const worst_holds = soi_expectation_holds(expectation, joint->worst) ? "holds" : "does not";
  return arena_text(arena, terminal_format("%s over %u seeds: the median %s %s, the worst %s (seed %llu) %s; expected %s",
                                           expectation->metric, runs, median, median_holds, worst, (unsigned long long)joint->worst_seed,
                                           worst_holds, expectation->text));
}

/* --- with a confidence ------------------------------------------------------------------------------------------------ */

/* Of how many rare events a metric is the sum, of which none seen does not mean none, over one other metric at most: bounds of a count,
 * at all seeds at once. 0 of others. */
static uint32_t safety_counts(const char *metric) {
  static const char *const names[] = {"collisions", "collisions.cart", "collisions.lawful", "hard_brakes", "falls_at_risk", "deadlocks"};
  for (uint32_t terms = 1;; ++terms) {
    const size_t length = strcspn(metric, " +-/()");
    bool found = false;
    for (uint32_t i = 0; i < sizeof names / sizeof *names; ++i) {
      found = found || (strlen(names[i]) == length && strncmp(metric, names[i], length) == 0);
    }
    metric += length + strspn(metric + length, " ");
    if (!found || *metric == '\0') { return found ? terms : 0; }
    const char sign = *metric;
    metric += 1 + strspn(metric + 1, " ");
    if (sign != '+') { return sign == '/' && terms == 1 && strpbrk(metric, "+-/( ") == NULL ? 1 : 0; }
  }
}

static soi_judgement judged_by(const soi_expectation_definition *expectation, statistics_side side) {
  const bool most = expectation->comparison == SOI_AT_MOST || expectation->comparison == SOI_LESS;
  return side == STATISTICS_UNDECIDED ? SOI_INCONCLUSIVE : (side == STATISTICS_BELOW) == most ? SOI_HELD : SOI_FAILED;
}

/* The first look that decides does; seeds that come later are not asked. More seeds than the looks have are looked at once. */
static soi_judgement judge_mean(joint_case *joint, const soi_expectation_definition *expectation, const double *values, uint32_t count) {
  joint->sample = statistics_of(values, count);
  for (uint32_t look = count > STATISTICS_MOST_SEEDS ? STATISTICS_LOOKS : 0; look <= STATISTICS_LOOKS; ++look) {
    const uint32_t seeds = look < STATISTICS_LOOKS ? statistics_looks[look] : count;
    if (seeds > count || (look == STATISTICS_LOOKS && count <= STATISTICS_MOST_SEEDS)) { break; }
    const statistics_sample sample = statistics_of(values, seeds);
    if (sample.deviation == 0 && sample.mean == expectation->limit) { continue; }
    const statistics_side side = statistics_look(&sample, look, expectation->limit, expectation->confidence);
    if (side != STATISTICS_UNDECIDED) {
      joint->sample = sample;
      return judged_by(expectation, side);
    }
  }
  const bool at_limit = count >= statistics_looks[0] && joint->sample.deviation == 0;
  return !at_limit ? SOI_INCONCLUSIVE : soi_expectation_holds(expectation, joint->sample.mean) ? SOI_HELD : SOI_FAILED;
}

/* What a count is over: all runs, or what it is divided by. */
typedef struct count_over {
  uint64_t seen;
  uint32_t runs;   /* in which any was seen */
  double exposure; /* runs, metres, other events ... */
  double km;
  bool share; /* of events, each of which is or is not one of those seen */
} count_over;

static count_over count_all(const char *metric, const tool_outcome *outcomes, uint32_t count) {
  char *const top = terminal_copy(metric), *const slash = strchr(top, '/');
  const char *const bottom = slash == NULL ? NULL : metric + (slash - top) + 1 + strspn(slash + 1, " ");
  count_over all = {.share = bottom != NULL && strcmp(bottom, "collisions") == 0 && strncmp(metric, "collisions.", 11) == 0};
  if (bottom != NULL) { top[strcspn(top, " /")] = '\0'; }
  for (uint32_t k = 0; k < count; ++k) {
    double seen = 0, over = 1, metres = 0;
    outcome_value(&outcomes[k], top, &seen);
    outcome_value(&outcomes[k], "cart.distance", &metres);
    if (bottom != NULL) { outcome_value(&outcomes[k], bottom, &over); }
    all.seen += (uint64_t)(seen + 0.5), all.runs += seen > 0, all.exposure += over, all.km += metres / 1000;
  }
  free(top);
  return all;
}

/* Events that are one of others by Clopper's and Pearson's bounds, else by Garwood's; runs, which do not depend on each other, by the former. */
static soi_judgement judge_count(soi_arena *arena, joint_case *joint, const soi_expectation_definition *expectation,
                                 const tool_outcome *outcomes, uint32_t count) {
  const double confidence = expectation->confidence;
  const count_over all = count_all(expectation->metric, outcomes, count);
  /* An event may be one of several of a sum: it counts so often at most. */
  const double terms = safety_counts(expectation->metric), most = terms * statistics_count_upper(all.seen, confidence),
               trials = all.exposure + 0.5;
  const double upper = all.share ? statistics_share_upper(all.seen, (uint64_t)trials, confidence) : most / all.exposure;
  const double lower = all.share ? statistics_share_lower(all.seen, (uint64_t)trials, confidence)
                                 : statistics_count_lower((uint64_t)((double)all.seen / terms), confidence) / all.exposure;
  char value[64];
  soi_unit_print(value, sizeof value, expectation->unit, upper);
  char *const rate = all.km > 0 ? terminal_format(" (%.3g per 1,000 km)", most / all.km * 1000) : terminal_copy("");
  joint->remark = arena_text(
      arena, terminal_format("%s: %llu over %u seeds and %.0f km; at most %s%s%s, in at most %.3g %% of runs, at %.4g %%; expected %s",
                             expectation->metric, (unsigned long long)all.seen, count, all.km, value,
                             strchr(expectation->metric, '/') == NULL ? " a run" : "", rate,
                             100 * statistics_share_upper(all.runs, count, confidence), 100 * confidence, expectation->text));
  free(rate);
  const statistics_side side = upper <= expectation->limit  ? STATISTICS_BELOW
                               : lower > expectation->limit ? STATISTICS_ABOVE
                                                            : STATISTICS_UNDECIDED;
  return judged_by(expectation, side);
}

/* "wait.p90 over 10 seeds: the mean 5.20 min holds at 95 %; a distance of 20.1 s from the limit is seen in nine cases of ten; ..." */
static const char *explain_mean(soi_arena *arena, const joint_case *joint, const soi_expectation_definition *expectation) {
  static const char *const words[] = {[SOI_HELD] = "holds", [SOI_FAILED] = "does not hold", [SOI_INCONCLUSIVE] = "is undecided"};
  const uint32_t count = joint->sample.count;
  char mean[64], visible[64], settle[80];
  soi_unit_print(mean, sizeof mean, expectation->unit, joint->sample.mean);
  soi_unit_print(visible, sizeof visible, expectation->unit, joint->visible);
  char *const seen = joint->sample.deviation > 0 || count < 2
                         ? terminal_format("a distance of %s from the limit is seen in nine cases of ten", visible)
                         : terminal_format("all alike, so that another is in at most %.3g %% of runs",
                                           100 * statistics_share_upper(0, count, expectation->confidence));
  if (joint->judgement != SOI_INCONCLUSIVE) {
    settle[0] = '\0';
  } else if (joint->needed == 0) {
    snprintf(settle, sizeof settle, "; no number of seeds will settle this one");
  } else {
    snprintf(settle, sizeof settle, "; about %u seeds%s will settle this one", joint->needed,
             joint->needed > STATISTICS_MOST_SEEDS ? ", judged at once," : "");
  }
  char *const text = terminal_format("%s over %u seeds: the mean %s %s at %.4g %%; %s%s%s; expected %s", expectation->metric, count, mean,
                                     words[joint->judgement], 100 * expectation->confidence, seen, settle,
                                     joint->fragile ? "; the limit is fragile, closer than two standard errors" : "", expectation->text);
  free(seen);
  return arena_text(arena, text);
}

static void judge_confident(soi_arena *arena, joint_case *joint, const soi_expectation_definition *expectation,
                            const tool_outcome *outcomes, uint32_t count, uint32_t i) {
  double *const values = terminal_grow(NULL, count * sizeof *values);
  for (uint32_t k = 0; k < count; ++k) { values[k] = case_of(&outcomes[k], i)->value; }
  joint->confidence = expectation->confidence;
  joint->judgement = judge_mean(joint, expectation, values, count);
  if (safety_counts(expectation->metric) > 0) {
    joint->sample = statistics_of(values, count);
    joint->judgement = judge_count(arena, joint, expectation, outcomes, count);
  }
  free(values);
  joint->visible = joint->remark != NULL ? INFINITY : statistics_visible(&joint->sample, expectation->confidence);
  joint->fragile = statistics_fragile(&joint->sample, expectation->limit);
  if (joint->remark == NULL) {
    joint->needed = joint->sample.count;
    if (joint->judgement == SOI_INCONCLUSIVE) {
      joint->needed = statistics_look_needed(&joint->sample, joint->sample.mean - expectation->limit, expectation->confidence);
    }
    joint->remark = explain_mean(arena, joint, expectation);
  }
  joint->message = joint->judgement == SOI_HELD ? NULL : joint->remark;
}

static joint_case judge_case(soi_arena *arena, const outcome_case *one, const tool_outcome *outcomes, uint32_t count, uint32_t i) {
  const soi_expectation_definition *const expectation = &one->expectation;
  joint_case joint = {.text = expectation->text,
                      .metric = expectation->metric,
                      .unit = expectation->unit,
                      .judgement = SOI_HELD,
                      .comparison = expectation->comparison,
                      .file = one->file,
                      .line = one->line,
                      .exception = expectation->exception};
  const uint32_t known = gather(&joint, outcomes, count, i);
  uint32_t leading = 0, late = 0;
  /* What is summed over all runs needs no value in each. */
  const bool summed = expectation->confidence > 0 && known > 0 && safety_counts(expectation->metric) > 0;
  while (leading < count && case_of(&outcomes[leading], i) != NULL && (summed || outcomes[leading].cases[i].has_value)) { ++leading; }
  for (uint32_t k = 0; k < count; ++k) { late += outcomes[k].state == OUTCOME_LATE; }
  const bool all_hold = soi_expectation_holds(expectation, joint.median) && soi_expectation_holds(expectation, joint.worst);
  /* Where the budget was spent, the looks at the seeds before that stand. */
  if (expectation->confidence > 0 && count > 1 && (known == count || (leading > 1 && (summed ? leading : known) + late == count))) {
    judge_confident(arena, &joint, expectation, outcomes, leading, i);
  } else if (count == 1 && one->judgement == SOI_OVER_SEEDS) {
    joint.judgement = SOI_OVER_SEEDS;
  } else if (known > 0 && !all_hold && (expectation->confidence == 0 || count == 1)) {
    joint.judgement = SOI_FAILED;
    joint.message = count == 1 ? explain_one(arena, one) : explain_many(arena, &joint, expectation, count);
  } else if (known < count) {
    joint.judgement = SOI_INCONCLUSIVE;
    joint.message = count == 1 ? explain_one(arena, one)
                               : arena_text(arena, terminal_format("%s has no value in %u of %u runs; expected %s", expectation->metric,
                                                                   count - known, count, expectation->text));
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
    case OUTCOME_LATE: return SOI_VERDICT_INCONCLUSIVE;
    case OUTCOME_ENDED: return outcome->verdict == SOI_VERDICT_INCONCLUSIVE ? SOI_VERDICT_INCONCLUSIVE : SOI_VERDICT_HELD;
  }
  return SOI_VERDICT_FAULT;
}

bool joint_cut(const tool_joint *joint) {
  bool failed = false;
  for (uint32_t i = 0; i < joint->case_count; ++i) { failed = failed || joint->cases[i].judgement == SOI_FAILED; }
  return (joint->interrupted || joint->left > 0) && joint->verdict == SOI_VERDICT_OUT_OF_TIME && !failed;
}

tool_joint joint_judge(soi_arena *arena, const char *path, tool_outcome *outcomes, uint32_t count) {
  tool_joint joint = {
      .path = path, .verdict = SOI_VERDICT_HELD, .outcomes = outcomes, .outcome_count = count, .asked = count, .part = count == 0};
  const tool_outcome *ended = NULL;
  for (uint32_t k = 0; k < count; ++k) {
    joint.verdict = joint_graver(joint.verdict, outcome_verdict(&outcomes[k]));
    joint.part = joint.part || outcomes[k].state == OUTCOME_PART;
    joint.seconds += outcomes[k].seconds;
    joint.left += outcomes[k].state == OUTCOME_NONE;
    joint.late += outcomes[k].state == OUTCOME_LATE;
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
