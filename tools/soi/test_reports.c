/* A case an expectation, over all seeds, and a case for how the runs ended. */
#include "test_reports.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "output.h"
#include "terminal.h"

test_result test_sum(const tool_joint *joints, uint32_t count) {
  test_result result = {.joints = joints, .count = count, .verdict = SOI_VERDICT_HELD};
  for (uint32_t i = 0; i < count; ++i) {
    if (joints[i].part) { continue; }
    result.verdict = joint_graver(result.verdict, joints[i].verdict);
    result.runs_left += joints[i].left;
    if (joints[i].left == joints[i].outcome_count) {
      ++result.not_run;
    } else if (joint_cut(&joints[i])) {
      ++result.stopped;
    } else if (joints[i].verdict == SOI_VERDICT_HELD) {
      ++result.passed;
    } else if (joints[i].verdict == SOI_VERDICT_INCONCLUSIVE) {
      ++result.inconclusive;
    } else {
      ++result.failed;
    }
  }
  return result;
}

/* --- lines -------------------------------------------------------------------------------------------------------------- */

static const char *colour_of(soi_verdict verdict) {
  return verdict == SOI_VERDICT_HELD ? "\033[32m" : verdict == SOI_VERDICT_INCONCLUSIVE ? "\033[33m" : "\033[31m";
}

static void print_head(const tool_joint *joint, bool colour) {
  const char *const name = joint->part ? "part" : joint_cut(joint) ? "stopped" : soi_verdict_name(joint->verdict);
  printf("%s%-12s%s  %s", colour && !joint->part ? colour_of(joint->verdict) : "", name, colour && !joint->part ? "\033[0m" : "",
         terminal_visible(joint->path));
  if (joint->part) {
    puts(" (no map: for others to extend)");
  } else if (joint->asked == 1) {
    printf(" (%.1f s)\n", joint->seconds);
  } else if (joint->outcome_count < joint->asked) {
    printf(" (%u of %u seeds, %.1f s)\n", joint->outcome_count, joint->asked, joint->seconds);
  } else {
    printf(" (%u seeds, %.1f s)\n", joint->outcome_count, joint->seconds);
  }
}

/* "seed 7: " when there are several runs. */
static void print_seed(const tool_joint *joint, const tool_outcome *outcome) {
  if (joint->asked > 1) { printf("seed %" PRIu64 ": ", outcome->seed); }
}

/* How a run ended, when it did not end as it should; what was put off in it, when asked. */
static void print_end(const tool_joint *joint, const tool_outcome *outcome, bool verbose) {
  for (uint32_t i = 0; verbose && i < outcome->put_off_count; ++i) {
    fputs("              ", stdout);
    print_seed(joint, outcome);
    puts(terminal_visible(outcome->put_off[i]));
  }
  for (uint32_t i = 0; i < outcome->message_count; ++i) {
    fputs("              ", stdout);
    print_seed(joint, outcome);
    puts(terminal_visible(outcome->messages[i]));
  }
  if (outcome->state == OUTCOME_STOPPED) {
    fputs("              ", stdout);
    print_seed(joint, outcome);
    printf("stopped by %s\n", outcome->stopped);
  }
}

/* ", 3 stopped" when there are any. */
static void print_more(uint32_t count, const char *what) {
  if (count > 0) { printf(", %u %s", count, what); }
}

void test_print_sum(const test_result *result) {
  if (result->runs_left > 0) {
    printf("not run       %u run%s: soi test was stopped before %s\n", result->runs_left, result->runs_left == 1 ? "" : "s",
           result->runs_left == 1 ? "it" : "them");
  }
  printf("%u passed, %u failed, %u inconclusive", result->passed, result->failed, result->inconclusive);
  print_more(result->stopped, "stopped");
  print_more(result->not_run, "not run");
  putchar('\n');
}

/* What the runs went without, once: it is the same with all seeds. */
static void print_notes(const tool_joint *joint) {
  for (uint32_t k = 0; k < joint->outcome_count; ++k) {
    const uint32_t count = joint->outcomes[k].note_count;
    for (uint32_t i = 0; i < count && i < SESSION_NOTES; ++i) { printf("              %s\n", joint->outcomes[k].notes[i]); }
    if (count > SESSION_NOTES) { printf("              ... and %u more are left out; soi check lists them\n", count - SESSION_NOTES); }
    if (count > 0) { return; }
  }
}

void test_print(const tool_joint *joint, bool verbose, bool colour) {
  /* All that were never begun have one line together. */
  if (joint->left == joint->outcome_count) { return; }
  print_head(joint, colour);
  if (joint->late > 0) {
    printf("              %u of %u runs did not end within the budget: undecided\n", joint->late, joint->outcome_count);
  }
  print_notes(joint);
  if (joint->compared) {
    printf("              %u of %u runs unchanged from the baseline%s\n", joint->unchanged, joint->outcome_count,
           joint->unchanged > 0 ? ": the same behaviour and figures" : "");
  }
  if (joint->where != NULL) { printf("              %s\n", joint->where); }
  for (uint32_t i = 0; i < joint->outcome_count; ++i) { print_end(joint, &joint->outcomes[i], verbose); }
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    if (joint->cases[i].message != NULL) {
      printf("              %s\n", joint->cases[i].message);
    } else if (joint->cases[i].remark != NULL) {
      printf("              held: %s\n", joint->cases[i].remark);
    } else if (verbose || joint->cases[i].exception) {
      printf("              %s: %s\n", soi_judgement_name(joint->cases[i].judgement), joint->cases[i].text);
    }
  }
  fflush(stdout);
}

/* --- JSON --------------------------------------------------------------------------------------------------------------- */

/* A seed beyond what a signed number holds is written as text rather than wrong. */
static void put_seed(soi_json *json, const char *key, uint64_t seed) {
  char text[24];
  if (seed <= INT64_MAX) {
    soi_json_integer(json, key, (int64_t)seed);
    return;
  }
  snprintf(text, sizeof text, "%" PRIu64, seed);
  soi_json_text(json, key, text);
}

static void put_case(soi_json *json, const joint_case *one) {
  soi_json_open(json, NULL, '{');
  soi_json_text(json, "expectation", one->text);
  soi_json_text(json, "metric", one->metric);
  soi_json_bool(json, "exception", one->exception);
  soi_json_text(json, "judgement", soi_judgement_name(one->judgement));
  if (one->has_value) {
    soi_json_number(json, "median", one->median);
    soi_json_number(json, "worst", one->worst);
    soi_json_text(json, "unit", soi_unit_symbol(one->unit));
    put_seed(json, "worst_seed", one->worst_seed);
  }
  if (one->row != NULL) {
    compare_put_row(json, one->row);
    soi_json_text(json, "remark", one->remark);
  } else if (one->remark != NULL) {
    soi_json_number(json, "confidence", one->confidence);
    soi_json_number(json, "mean", one->sample.mean);
    soi_json_integer(json, "seeds_used", one->sample.count);
    soi_json_number(json, "visible", one->visible);
    soi_json_integer(json, "seeds_needed", one->needed);
    soi_json_bool(json, "fragile", one->fragile);
    soi_json_text(json, "remark", one->remark);
  }
  soi_json_text(json, "message", one->message);
  soi_json_close(json, '}');
}

static const char *state_name(const tool_outcome *outcome) {
  static const char *const names[] = {"not run", "ended", "part", "wrong input", "stopped", "fault", "over budget"};
  return names[outcome->state];
}

/* Every metric with its unit, as the report of a single run has them; none of a run without figures. */
static void put_metrics(soi_json *json, const tool_outcome *outcome) {
  soi_json_open(json, "metrics", '{');
  const char *name = NULL;
  for (uint32_t i = 0, next = 0; outcome->metric_count > 0 && (name = soi_metric_name(i)) != NULL; ++i) {
    /* Those of the outcome are in the same order, without those that have no value. */
    const bool known = next < outcome->metric_count && strcmp(outcome->metrics[next].name, name) == 0;
    soi_unit unit = SOI_UNIT_NONE;
    soi_metric_find(name, &unit, NULL);
    soi_json_open(json, name, '{');
    if (known) {
      soi_json_number(json, "value", outcome->metrics[next++].value);
    } else {
      soi_json_text(json, "value", NULL);
    }
    soi_json_text(json, "unit", soi_unit_symbol(unit));
    soi_json_close(json, '}');
  }
  soi_json_close(json, '}');
}

static void put_run(soi_json *json, const tool_outcome *outcome) {
  char hash[17];
  snprintf(hash, sizeof hash, "%016" PRIx64, outcome->hash);
  soi_json_open(json, NULL, '{');
  put_seed(json, "seed", outcome->seed);
  soi_json_text(json, "end", state_name(outcome));
  soi_json_text(json, "stopped", outcome->stopped);
  soi_json_text(json, "hash", outcome->state == OUTCOME_ENDED ? hash : NULL);
  soi_json_open(json, "errors", '[');
  for (uint32_t i = 0; i < outcome->message_count; ++i) { soi_json_text(json, NULL, outcome->messages[i]); }
  soi_json_close(json, ']');
  soi_json_open(json, "put_off", '[');
  for (uint32_t i = 0; i < outcome->put_off_count; ++i) { soi_json_text(json, NULL, outcome->put_off[i]); }
  soi_json_close(json, ']');
  put_metrics(json, outcome);
  soi_json_close(json, '}');
}

static void put_baseline(soi_json *json, const tool_joint *joint) {
  soi_json_open(json, "baseline", '{');
  soi_json_integer(json, "unchanged", joint->unchanged);
  soi_json_text(json, "where", joint->where);
  if (joint->parting != NULL) {
    soi_json_integer(json, "tick", (int64_t)joint->parting->tick);
    soi_json_text(json, "time", joint->parting->clock);
    soi_json_text(json, "phase", joint->parting->phase);
    soi_json_text(json, "fields", joint->parting->fields);
  }
  soi_json_close(json, '}');
}

static void put_joint(soi_json *json, const tool_joint *joint) {
  soi_json_open(json, NULL, '{');
  soi_json_text(json, "scenario", joint->path);
  soi_json_text(json, "verdict", soi_verdict_name(joint->verdict));
  if (joint->compared) { put_baseline(json, joint); }
  soi_json_open(json, "expectations", '[');
  for (uint32_t i = 0; i < joint->case_count; ++i) { put_case(json, &joint->cases[i]); }
  soi_json_close(json, ']');
  soi_json_open(json, "runs", '[');
  for (uint32_t i = 0; i < joint->outcome_count; ++i) { put_run(json, &joint->outcomes[i]); }
  soi_json_close(json, ']');
  soi_json_close(json, '}');
}

static bool fill_json(const void *context, soi_writer writer) {
  const test_result *const result = context;
  soi_json json;
  soi_json_begin(&json, writer);
  soi_json_open(&json, NULL, '{');
  soi_json_text(&json, "soi", soi_version());
  soi_json_text(&json, "verdict", soi_verdict_name(result->verdict));
  soi_json_integer(&json, "exit_code", result->verdict);
  soi_json_open(&json, "set", '[');
  for (uint32_t i = 0; i < result->set_count; ++i) { soi_json_text(&json, NULL, result->sets[i]); }
  soi_json_close(&json, ']');
  soi_json_integer(&json, "passed", result->passed);
  soi_json_integer(&json, "failed", result->failed);
  soi_json_integer(&json, "inconclusive", result->inconclusive);
  soi_json_integer(&json, "stopped", result->stopped);
  soi_json_integer(&json, "not_run", result->not_run);
  soi_json_open(&json, "scenarios", '[');
  for (uint32_t i = 0; i < result->count; ++i) {
    if (!result->joints[i].part) { put_joint(&json, &result->joints[i]); }
  }
  soi_json_close(&json, ']');
  soi_json_close(&json, '}');
  return soi_json_end(&json);
}

/* --- JUnit -------------------------------------------------------------------------------------------------------------- */

/* All of a run's messages in one text; null when it ended well. */
static char *run_message(const tool_outcome *outcome) {
  if (outcome->state == OUTCOME_ENDED) { return NULL; }
  if (outcome->state == OUTCOME_LATE) { return terminal_copy("undecided: the budget was spent before its end"); }
  if (outcome->state == OUTCOME_STOPPED || outcome->state == OUTCOME_NONE) {
    return terminal_format("%s%s", outcome->state == OUTCOME_NONE ? "not run" : "stopped by ",
                           outcome->stopped == NULL ? "" : outcome->stopped);
  }
  char *text = terminal_copy(outcome->message_count == 0 ? "no message" : outcome->messages[0]);
  for (uint32_t i = 1; i < outcome->message_count; ++i) {
    char *const longer = terminal_format("%s\n%s", text, outcome->messages[i]);
    free(text);
    text = longer;
  }
  return text;
}

static soi_junit_case run_case(soi_arena *arena, const tool_joint *joint, const tool_outcome *outcome) {
  soi_junit_case one = {.name = "run", .seconds = outcome->seconds, .skipped = outcome->state == OUTCOME_NONE};
  if (joint->asked > 1) {
    char *const name = SOI_NEW(arena, char, 40);
    snprintf(name, 40, "run with seed %" PRIu64, outcome->seed);
    one.name = name;
  }
  char *const message = run_message(outcome);
  if (message != NULL) {
    const size_t bytes = strlen(message) + 1;
    one.message = memcpy(SOI_NEW(arena, char, bytes), message, bytes);
    one.verdict = outcome_verdict(outcome);
    free(message);
  } else if (outcome->verdict == SOI_VERDICT_INCONCLUSIVE) {
    one.verdict = SOI_VERDICT_INCONCLUSIVE;
    one.message = outcome->message_count > 0 ? outcome->messages[0] : "a metric has no samples";
  }
  return one;
}

static soi_junit_properties run_properties(soi_arena *arena, const tool_outcome *outcome) {
  if (outcome->state != OUTCOME_ENDED && outcome->state != OUTCOME_STOPPED) { return (soi_junit_properties){0}; }
  report_properties properties = report_properties_begin(arena, outcome->seed, outcome->hash, outcome->case_count + outcome->put_off_count);
  for (uint32_t i = 0; i < outcome->put_off_count; ++i) { report_properties_put_off(&properties, outcome->put_off[i]); }
  for (uint32_t i = 0; i < outcome->case_count; ++i) {
    const outcome_case *const one = &outcome->cases[i];
    if (one->has_value) { report_properties_add(&properties, one->expectation.metric, one->expectation.unit, one->value); }
    for (uint32_t k = 0; k < outcome->metric_count; ++k) {
      soi_unit unit = SOI_UNIT_NONE;
      const outcome_metric *const metric = &outcome->metrics[k];
      if (report_measures(one->expectation.metric, metric->name) && soi_metric_find(metric->name, &unit, NULL)) {
        report_properties_add(&properties, metric->name, unit, metric->value);
      }
    }
  }
  return (soi_junit_properties){properties.items, properties.count};
}

/* The properties of a single run are the suite's; of several each case of a run has its own. */
static soi_junit_suite joint_suite(soi_arena *arena, const tool_joint *joint) {
  const uint32_t count = joint->outcome_count + joint->case_count;
  soi_junit_case *const cases = SOI_NEW(arena, soi_junit_case, count);
  for (uint32_t i = 0; i < joint->outcome_count; ++i) {
    cases[i] = run_case(arena, joint, &joint->outcomes[i]);
    if (joint->asked > 1) { cases[i].properties = run_properties(arena, &joint->outcomes[i]); }
  }
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    const joint_case *const one = &joint->cases[i];
    cases[joint->outcome_count + i] =
        (soi_junit_case){.name = one->text,
                         .verdict = soi_judgement_verdict(one->judgement),
                         .message = one->judgement == SOI_OVER_SEEDS ? "one run does not judge the mean over seeds" : one->message,
                         .skipped = one->judgement == SOI_OVER_SEEDS,
                         .seconds = joint->seconds};
  }
  const bool single = joint->asked == 1;
  return (soi_junit_suite){joint->path, joint->seconds, cases, count,
                           single ? run_properties(arena, &joint->outcomes[0]) : (soi_junit_properties){0}};
}

static bool fill_junit(const void *context, soi_writer writer) {
  const test_result *const result = context;
  soi_arena arena = soi_arena_make(soi_memory_libc());
  soi_junit_suite *const suites = SOI_NEW(&arena, soi_junit_suite, result->count);
  uint32_t count = 0;
  for (uint32_t i = 0; i < result->count; ++i) {
    if (!result->joints[i].part) { suites[count++] = joint_suite(&arena, &result->joints[i]); }
  }
  const bool good = soi_report_junit(suites, count, writer);
  soi_arena_release(&arena);
  return good;
}

bool test_write(const test_result *result, const char *json, const char *junit) {
  const bool good = output_write(json, fill_json, result);
  return output_write(junit, fill_junit, result) && good;
}
