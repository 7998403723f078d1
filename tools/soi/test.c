/* soi test: every scenario with every seed, each in a child process, so many at once, to one verdict. */
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "crew.h"
#include "fault.h"
#include "output.h"
#include "stop.h"
#include "suite.h"
#include "terminal.h"
#include "test_reports.h"
#include "tool.h"

#define REWRITE_EVERY 1.0 /* s between two states of the JUnit file while runs end */

/* A case is one scenario with one seed: case = scenario * seeds + seed. The tasks of the crew are those of the shard, in their order. */
typedef struct test_state {
  const tool_arguments *arguments;
  tool_suite suite;
  uint32_t seeds;  /* a scenario, at least 1 */
  uint32_t *cases; /* of each task */
  uint32_t *first; /* of each scenario its first task, and behind the last one the end */
  tool_baseline baseline;
  tool_crew crew;
  tool_joint *joints; /* a scenario each; judged so far: */
  uint32_t judged;
  double written; /* when JUnit was, and of how many runs */
  uint32_t written_of;
  bool colour;
} test_state;

static const uint64_t *seed_of(const test_state *self, uint32_t task) {
  return self->arguments->seed_count == 0 ? NULL : &self->arguments->seeds[self->cases[task] % self->seeds];
}

/* --- judging ----------------------------------------------------------------------------------------------------------- */

static tool_joint judge_scenario(const test_state *self, soi_arena *arena, uint32_t i) {
  const uint32_t first = self->first[i];
  tool_joint joint = joint_judge(arena, self->suite.entries[i].path, &self->crew.outcomes[first], self->first[i + 1] - first);
  joint.asked = self->seeds;
  return joint;
}

static void print_scenario(test_state *self, const tool_joint *joint) {
  if (arguments_given(self->arguments, OPTION_QUIET)) { return; }
  crew_clear(&self->crew);
  test_print(joint, arguments_given(self->arguments, OPTION_VERBOSE), self->colour);
}

/* Judges and prints the scenarios whose runs are all done, in their order. Against a baseline all are judged together, at the end. */
static void judge_finished(test_state *self) {
  const bool at_end = self->baseline.file != NULL;
  if (at_end && (self->crew.done < self->crew.tasks || self->judged == self->suite.count)) { return; }
  for (; self->judged < self->suite.count; ++self->judged) {
    for (uint32_t task = self->first[self->judged]; task < self->first[self->judged + 1]; ++task) {
      if (!self->crew.finished[task]) { return; }
    }
    self->joints[self->judged] = judge_scenario(self, &self->crew.arena, self->judged);
    if (!at_end) { print_scenario(self, &self->joints[self->judged]); }
  }
  baseline_judge(&self->baseline, &self->crew.arena, self->joints);
  for (uint32_t i = 0; at_end && i < self->suite.count; ++i) { print_scenario(self, &self->joints[i]); }
}

/* JUnit of what has ended so far: it stands even if nobody is left to write it. What is no plain file is written once, at the end. */
static void rewrite_junit(test_state *self) {
  const char *const path = self->arguments->values[OPTION_JUNIT].text;
  if (path == NULL || self->written_of == self->crew.done || terminal_now() - self->written < REWRITE_EVERY || !output_rewritable(path)) {
    return;
  }
  soi_arena arena = soi_arena_make(soi_memory_libc());
  tool_joint *const joints = SOI_NEW(&arena, tool_joint, self->suite.count);
  for (uint32_t i = 0; i < self->suite.count; ++i) { joints[i] = i < self->judged ? self->joints[i] : judge_scenario(self, &arena, i); }
  const test_result result = test_sum(joints, self->suite.count);
  test_write(&result, NULL, path);
  soi_arena_release(&arena);
  self->written = terminal_now();
  self->written_of = self->crew.done;
}

/* --- the subcommand ------------------------------------------------------------------------------------------------------ */

static bool find_scenarios(test_state *self) {
  bool good = true;
  for (uint32_t i = 0; i < self->arguments->operand_count; ++i) { good = suite_add(&self->suite, self->arguments->operands[i]) && good; }
  if (good && self->suite.count == 0) {
    terminal_complain("test", "no scenario found in the paths given");
    return false;
  }
  return good;
}

/* What the scenarios read is not where the reports go: looked at before the first report is written, as far as it may be so. */
static bool spare_inputs(const test_state *self) {
  bool good = true;
  const bool look = outputs_stand();
  for (uint32_t i = 0; look && i < self->suite.count; ++i) {
    soi_definition definition = {0};
    soi_arena arena = soi_arena_make(soi_memory_libc());
    soi_errors errors = {.arena = &arena};
    soi_load_scenario(&definition, self->suite.entries[i].path, NULL, 0, &errors);
    for (uint32_t j = 0; j < definition.files.count; ++j) {
      const char *const message = outputs_spare(definition.files.items[j].path);
      if (message != NULL && good) { terminal_complain("test", "%s", message); }
      good = good && message == NULL;
    }
    soi_definition_release(&definition);
    soi_arena_release(&arena);
  }
  return good;
}

static child_plan plan_task(const void *context, uint32_t task) {
  const test_state *const self = context;
  const suite_entry *const entry = &self->suite.entries[self->cases[task] / self->seeds];
  child_plan plan = {.path = entry->path,
                     .seed = seed_of(self, task),
                     .named = entry->named,
                     .arguments = self->arguments,
                     .sets = self->arguments->sets,
                     .set_count = self->arguments->set_count};
  baseline_plan(&self->baseline, self->cases[task] / self->seeds, self->cases[task] % self->seeds, &plan);
  return plan;
}

static void take_turn(void *context) {
  judge_finished(context);
  rewrite_junit(context);
}

/* Deals the cases out to the shards in turn, so that each gets its share of every scenario. */
static void deal_cases(test_state *self) {
  const option_value *const shard = &self->arguments->values[OPTION_SHARD];
  self->seeds = self->arguments->seed_count == 0 ? 1 : self->arguments->seed_count;
  self->cases = terminal_grow(NULL, self->suite.count * self->seeds * sizeof *self->cases);
  self->first = terminal_grow(NULL, (self->suite.count + 1) * sizeof *self->first);
  uint32_t tasks = 0;
  for (uint32_t i = 0; i < self->suite.count; ++i) {
    self->first[i] = tasks;
    for (uint32_t each = i * self->seeds; each < (i + 1) * self->seeds; ++each) {
      if (!shard->given || each % shard->of == shard->number - 1) { self->cases[tasks++] = each; }
    }
  }
  self->first[self->suite.count] = tasks;
}

static void prepare(test_state *self) {
  self->crew = (tool_crew){.arguments = self->arguments,
                           .context = self,
                           .plan = plan_task,
                           .turn = take_turn,
                           .tasks = self->first[self->suite.count],
                           .budget = self->arguments->values[OPTION_BUDGET].seconds};
  crew_prepare(&self->crew);
  self->joints = SOI_NEW(&self->crew.arena, tool_joint, self->suite.count);
  self->colour = terminal_colour(stdout);
  self->written_of = UINT32_MAX;
  rewrite_junit(self); /* so that what an earlier test wrote is not taken for this one's */
}

/* Writes the reports and prints the closing line. */
static int conclude(const test_state *self) {
  const option_value *const values = self->arguments->values;
  test_result result = test_sum(self->joints, self->suite.count);
  result.sets = self->arguments->sets;
  result.set_count = self->arguments->set_count;
  bool written = test_write(&result, values[OPTION_JSON].text, values[OPTION_JUNIT].text);
  written = test_write_markdown(&result, values[OPTION_SUMMARY].text) && written;
  written = baseline_save(&self->baseline, self->joints) && written;
  if (!arguments_given(self->arguments, OPTION_QUIET)) { test_print_sum(&result); }
  const char *const github = getenv("GITHUB_ACTIONS");
  if (values[OPTION_ANNOTATIONS].given || (github != NULL && strcmp(github, "true") == 0)) { test_annotate(&result); }
  if (result.passed + result.failed + result.inconclusive + result.stopped + result.not_run == 0) {
    terminal_complain("test", "no scenario found: all files are parts that others extend");
    return SOI_VERDICT_INPUT;
  }
  return written ? (int)result.verdict : SOI_VERDICT_FAULT;
}

/* All that can be wrong before the first run; HELD when nothing is. */
static soi_verdict check_line(test_state *self) {
  const option_value *const values = self->arguments->values, *const shard = &values[OPTION_SHARD];
  fault_plan fault;
  if (!fault_plan_read(&fault, values[OPTION_INJECT_FAULT].text)) {
    terminal_complain("test", "--inject-fault: expected TICK, or TICK: and one of assert, crash, hang, nudge");
    return SOI_VERDICT_INPUT;
  }
  if (!find_scenarios(self) || !spare_inputs(self)) { return SOI_VERDICT_INPUT; }
  deal_cases(self);
  if (shard->given && self->first[self->suite.count] == 0) {
    terminal_complain("test", "--shard: '%s' has nothing to run, there are %u runs in all; expected fewer shards", shard->text,
                      self->suite.count * self->seeds);
    return SOI_VERDICT_INPUT;
  }
  if (shard->given && values[OPTION_SAVE_BASELINE].given) {
    terminal_complain("test", "--save-baseline keeps all runs; expected no --shard");
    return SOI_VERDICT_INPUT;
  }
  const soi_verdict baseline = baseline_open(&self->baseline, self->arguments, &self->suite);
  if (baseline != SOI_VERDICT_HELD) { return baseline; }
  static const option_id files[] = {OPTION_JSON, OPTION_JUNIT, OPTION_SAVE_BASELINE, OPTION_SUMMARY};
  for (size_t i = 0; i < sizeof files / sizeof *files; ++i) {
    if (!output_check(values[files[i]].text)) { return SOI_VERDICT_FAULT; }
  }
  return SOI_VERDICT_HELD;
}

static int work(test_state *self) {
  stop_heed();
  prepare(self);
  crew_run(&self->crew);
  const int code = conclude(self);
  crew_release(&self->crew);
  return code;
}

int test_command(const tool_arguments *arguments) {
  test_state self = {.arguments = arguments};
  const soi_verdict wrong = check_line(&self);
  const int code = wrong == SOI_VERDICT_HELD ? work(&self) : (int)wrong;
  baseline_release(&self.baseline);
  suite_release(&self.suite);
  free(self.cases);
  free(self.first);
  return code;
}
