/* Two tiers. Runs that behave and measure the same are unchanged, and no statistics speak of them alone; where some do not, the figures
 * of all seeds are compared in pairs. One error holds for all figures of all scenarios together. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "compare.h"
#include "terminal.h"

static char *keep(soi_arena *arena, char *text) {
  char *const copy = strcpy(SOI_NEW(arena, char, strlen(text) + 1), text);
  free(text);
  return copy;
}

/* --- the runs of the file -------------------------------------------------------------------------------------------------- */

/* What is known of a run in the file, as if it had just been made. */
static tool_outcome saved_outcome(soi_arena *arena, const json_t *entry, int place) {
  json_t *const figures = json_object_get(entry, "figures");
  tool_outcome outcome = {.state = OUTCOME_ENDED};
  if (place < 0) { return outcome; }
  outcome.behaviour = strtoull(json_string_value(json_array_get(json_object_get(entry, "behaviour"), (size_t)place)), NULL, 16);
  outcome.metrics = SOI_NEW(arena, outcome_metric, json_object_size(figures));
  for (void *at = json_object_iter(figures); at != NULL; at = json_object_iter_next(figures, at)) {
    const json_t *const value = json_array_get(json_object_iter_value(at), (size_t)place);
    if (json_is_number(value)) {
      outcome.metrics[outcome.metric_count++] = (outcome_metric){json_object_iter_key(at), json_number_value(value)};
    }
  }
  return outcome;
}

/* A run as it is compared: one that was broken off says nothing of whole ones. */
static tool_outcome whole_outcome(soi_arena *arena, const tool_outcome *now) {
  tool_outcome outcome = *now;
  if (now->state == OUTCOME_ENDED) { return outcome; }
  outcome.metric_count = 0;
  outcome.cases = SOI_NEW(arena, outcome_case, now->case_count);
  for (uint32_t i = 0; i < now->case_count; ++i) { outcome.cases[i] = (outcome_case){.expectation = now->cases[i].expectation}; }
  return outcome;
}

/* The same behaviour at every step, and the same figures as far as both programs have them. */
static bool is_unchanged(const tool_outcome *then, const tool_outcome *now) {
  bool same = now->state == OUTCOME_ENDED && then->behaviour == now->behaviour;
  for (uint32_t i = 0; same && i < then->metric_count; ++i) {
    double value = 0;
    soi_unit unit;
    const bool has = outcome_value(now, then->metrics[i].name, &value);
    same = has ? value == then->metrics[i].value : !soi_metric_find(then->metrics[i].name, &unit, NULL);
  }
  return same;
}

/* --- one figure -------------------------------------------------------------------------------------------------------------- */

/* The bad directions of a figure, by the expectations on it; both where there is none. */
static void find_bad(const tool_joint *joint, const char *name, bool *more, bool *less) {
  *more = *less = false;
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    if (joint->cases[i].row != NULL || strcmp(joint->cases[i].metric, name) != 0) { continue; }
    const soi_comparison sign = joint->cases[i].comparison;
    *more = *more || sign == SOI_AT_MOST || sign == SOI_LESS || sign == SOI_EQUAL;
    *less = *less || sign == SOI_AT_LEAST || sign == SOI_MORE || sign == SOI_EQUAL;
  }
  if (!*more && !*less) { *more = *less = true; }
}

/* "worse by 12.7 %", "better by 0.3", "moved by ..." where both directions are bad. */
static char *word_difference(const compare_row *row, double worse, bool both) {
  const double mean = fabs(row->difference.mean);
  char amount[64];
  soi_unit_print(amount, sizeof amount, row->unit, mean);
  const char *const word = both ? "moved" : worse > 0 ? "worse" : "better";
  return row->a.mean == 0 ? terminal_format("%s by %s", word, amount)
                          : terminal_format("%s by %s (%.3g %%)", word, amount, 100 * mean / fabs(row->a.mean));
}

/* "wait.p90 is worse by 31.2 s (12.7 %): 4.62 min against 4.10 min over 20 seeds, the difference +15.0 s to +47.3 s, correlation 0.62" */
static char *explain(const compare_row *row, double worse, bool both) {
  char a[64], b[64], low[64], high[64];
  if (row->pairs == 0) { return terminal_format("%s: no seed has a value on both sides", row->name); }
  char *const difference = word_difference(row, worse, both);
  soi_unit_print(a, sizeof a, row->unit, row->a.mean), soi_unit_print(b, sizeof b, row->unit, row->b.mean);
  soi_unit_print(low, sizeof low, row->unit, row->difference.mean - row->half);
  soi_unit_print(high, sizeof high, row->unit, row->difference.mean + row->half);
  char *const text = isinf(row->half)
                         ? terminal_format("%s: %s, %s against %s at one seed, which tells nothing of others", row->name, difference, b, a)
                         : terminal_format("%s: %s, %s against %s over %u seeds; the difference is %s to %s at %.4g %%, correlation %.2f",
                                           row->name, difference, b, a, row->pairs, low, high, 100 * COMPARE_CONFIDENCE, row->correlation);
  free(difference);
  return text;
}

/* Alarm, undecided or held; what moved is told, and what is likely but not shown to be as allowed. */
static void judge_row(soi_arena *arena, joint_case *one, const tool_joint *joint, compare_row *row, double share) {
  bool more, less;
  find_bad(joint, row->name, &more, &less);
  const double mean = row->difference.mean, worse = more && less ? fabs(mean) : more ? mean : -mean, limit = share * fabs(row->a.mean);
  const statistics_interval interval = {.difference = row->difference, .half = row->half, .differs = row->differs};
  const statistics_change change = statistics_judge_change(&interval, worse, limit);
  const bool open = change == STATISTICS_OPEN || (row->lacking > 0 && change != STATISTICS_WORSE);
  one->judgement = change == STATISTICS_WORSE ? SOI_FAILED : open ? SOI_INCONCLUSIVE : SOI_HELD;
  if (change == STATISTICS_WITHIN && !row->differs && !open) { return; }
  const uint32_t needed = statistics_seeds_needed(&row->difference, limit - worse, COMPARE_CONFIDENCE);
  char *const text = explain(row, worse, more && less),
              *remark, *const seeds = needed > row->pairs ? terminal_format(", about %u seeds would tell", needed) : terminal_copy("");
  if (row->lacking > 0) {
    remark = terminal_format("%s; %u seeds have one on one side only", text, row->lacking);
  } else if (open || change == STATISTICS_LIKELY) {
    remark = terminal_format("%s; %s at most %.4g %% worse%s", text, open ? "undecided whether" : "likely, not shown:", 100 * share, seeds);
  } else {
    remark = terminal_format("%s; expected at most %.4g %% worse", text, 100 * share);
  }
  free(text);
  free(seeds);
  one->remark = keep(arena, remark);
  one->message = one->judgement == SOI_HELD ? NULL : one->remark;
}

/* --- one scenario ------------------------------------------------------------------------------------------------------------ */

/* A case of its own; it points at the expectation on the figure, where there is one. */
static joint_case *add_case(soi_arena *arena, tool_joint *joint, const char *metric, char *text) {
  joint_case *const cases = SOI_NEW(arena, joint_case, joint->case_count + 1);
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    cases[i] = joint->cases[i];
    if (strcmp(cases[i].metric, metric) == 0) { cases[joint->case_count] = (joint_case){.file = cases[i].file, .line = cases[i].line}; }
  }
  joint_case *const one = &cases[joint->case_count++];
  one->metric = metric;
  one->text = keep(arena, text);
  joint->cases = cases;
  return one;
}

/* Where the run with the trail parts, or why that cannot be said. */
static void tell_parting(soi_arena *arena, const baseline_scenario *scenario, tool_joint *joint, const bool *same) {
  joint->where = "no run of this test is the one whose steps the baseline keeps";
  for (uint32_t k = 0; k < joint->outcome_count; ++k) {
    const tool_outcome *const outcome = &joint->outcomes[k];
    if (scenario->trail.ticks == 0 || outcome->seed != scenario->trail_seed) { continue; }
    const bool broken_off = outcome->state != OUTCOME_ENDED;
    const unsigned long long seed = outcome->seed, tick = outcome->parting.tick;
    if (outcome->parting.clock != NULL) {
      joint->parting = &outcome->parting;
      joint->where = keep(arena, terminal_format("seed %llu first differs at %s, step %llu, in phase %s: %s", seed, outcome->parting.clock,
                                                 tick, outcome->parting.phase, outcome->parting.fields));
    } else {
      joint->where = keep(arena, terminal_format(same[k]      ? "seed %llu, whose steps the baseline keeps, is unchanged"
                                                 : broken_off ? "seed %llu went through the same states as far as it came"
                                                              : "seed %llu goes through the same states: they are measured otherwise",
                                                 seed));
    }
  }
}

static comparison compare_with(const tool_baseline *self, soi_arena *arena, const baseline_scenario *scenario, tool_joint *joint) {
  tool_outcome *const then = SOI_NEW(arena, tool_outcome, joint->outcome_count), *const now =
                                                                                     SOI_NEW(arena, tool_outcome, joint->outcome_count);
  bool *const same = SOI_NEW(arena, bool, joint->outcome_count);
  comparison both = {.arguments = self->arguments, .arena = arena, .a = then, .b = now, .seeds = joint->outcome_count};
  for (uint32_t k = 0; k < joint->outcome_count; ++k) {
    then[k] = saved_outcome(arena, scenario->saved, baseline_seed(scenario->saved, joint->outcomes[k].seed));
    now[k] = whole_outcome(arena, &joint->outcomes[k]);
    same[k] = is_unchanged(&then[k], &joint->outcomes[k]);
    both.equal += same[k];
  }
  joint->unchanged = both.equal;
  if (both.equal < both.seeds) {
    compare_rows(&both);
    tell_parting(arena, scenario, joint, same);
  }
  return both;
}

static void add_cases(const tool_baseline *self, soi_arena *arena, const comparison *both, tool_joint *joint) {
  const double share = self->arguments->values[OPTION_WORSE].share;
  if (both->equal == both->seeds) { add_case(arena, joint, "", terminal_copy("unchanged from the baseline"))->judgement = SOI_HELD; }
  for (uint32_t i = 0; i < both->row_count; ++i) {
    compare_row *const row = &both->rows[i];
    if (row->pairs == 0 && row->lacking == 0) { continue; }
    joint_case *const one = add_case(arena, joint, row->name, terminal_format("%s as in the baseline", row->name));
    one->row = row;
    judge_row(arena, one, joint, row, share);
  }
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    joint->verdict = joint_graver(joint->verdict, soi_judgement_verdict(joint->cases[i].judgement));
  }
}

void baseline_judge(const tool_baseline *self, soi_arena *arena, tool_joint *joints) {
  if (self->file == NULL) { return; }
  const option_value *const shard = &self->arguments->values[OPTION_SHARD];
  comparison *const all = SOI_NEW(arena, comparison, self->count);
  uint32_t count = 0, measured = 0;
  for (uint32_t i = 0; i < self->count; ++i) {
    if (joints[i].part || self->scenarios[i].saved == NULL) { continue; }
    joints[i].compared = true;
    all[i] = compare_with(self, arena, &self->scenarios[i], &joints[i]);
    count += all[i].row_count;
  }
  /* All shards together make as few false alarms as one test would. */
  compare_row **const rows = SOI_NEW(arena, compare_row *, count);
  for (uint32_t i = 0; i < self->count; ++i) { measured += compare_measured(&all[i], rows + measured); }
  compare_intervals(rows, measured, (1 - COMPARE_CONFIDENCE) / (shard->given ? (double)shard->of : 1));
  for (uint32_t i = 0; i < self->count; ++i) {
    if (joints[i].compared) { add_cases(self, arena, &all[i], &joints[i]); }
  }
}
