/* soi compare: both sides with each seed, side by side. */
#include "compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crew.h"
#include "judgement.h"
#include "output.h"
#include "stop.h"
#include "terminal.h"
#include "tool.h"

/* A task is a side with a seed: both sides of a seed stand together. */
typedef struct compare_state {
  tool_arguments line; /* with its seeds */
  const char *paths[2];
  tool_crew crew;
} compare_state;

/* With one scenario the changes are what differs; with two they hold in both. */
static child_plan plan_task(const void *context, uint32_t task) {
  const compare_state *const self = context;
  const uint32_t side = task % 2;
  const bool changed = self->line.operand_count > 1 || side == 1;
  return (child_plan){.path = self->paths[side],
                      .seed = &self->line.seeds[task / 2],
                      .named = true,
                      .arguments = &self->line,
                      .sets = self->line.sets,
                      .set_count = changed ? self->line.set_count : 0,
                      .waits = true};
}

/* --- figures ---------------------------------------------------------------------------------------------------------- */

static void add_row(comparison *self, const char *name, soi_unit unit) {
  for (uint32_t i = 0; i < self->row_count; ++i) {
    if (strcmp(self->rows[i].name, name) == 0) { return; }
  }
  self->rows[self->row_count++] = (compare_row){.name = name, .unit = unit};
}

static void name_rows(comparison *self) {
  const tool_outcome *const sides[] = {self->a, self->b};
  self->rows = SOI_NEW(self->arena, compare_row, self->a->case_count + self->b->case_count + self->arguments->watch_count);
  for (uint32_t side = 0; side < 2; ++side) {
    for (uint32_t i = 0; i < sides[side]->case_count; ++i) {
      add_row(self, sides[side]->cases[i].expectation.metric, sides[side]->cases[i].expectation.unit);
    }
  }
  for (uint32_t i = 0; i < self->arguments->watch_count; ++i) {
    soi_unit unit = SOI_UNIT_NONE;
    soi_metric_find(self->arguments->watches[i], &unit, NULL);
    add_row(self, self->arguments->watches[i], unit);
  }
}

void compare_intervals(compare_row **rows, uint32_t count, double error) {
  statistics_interval *const intervals = terminal_grow(NULL, (count + 1) * sizeof *intervals);
  for (uint32_t i = 0; i < count; ++i) { intervals[i].difference = rows[i]->difference; }
  statistics_intervals(intervals, count, error);
  for (uint32_t i = 0; i < count; ++i) {
    rows[i]->half = intervals[i].half;
    rows[i]->differs = intervals[i].differs;
  }
  free(intervals);
}

void compare_rows(comparison *self) {
  double *const a = SOI_NEW(self->arena, double, self->seeds), *const b = SOI_NEW(self->arena, double, self->seeds);
  name_rows(self);
  for (uint32_t i = 0; i < self->row_count; ++i) {
    compare_row *const row = &self->rows[i];
    for (uint32_t seed = 0; seed < self->seeds; ++seed) {
      const bool in_a = outcome_value(&self->a[seed], row->name, &a[row->pairs]),
                 in_b = outcome_value(&self->b[seed], row->name, &b[row->pairs]);
      row->pairs += in_a && in_b;
      row->lacking += in_a != in_b;
    }
    row->a = statistics_of(a, row->pairs);
    row->b = statistics_of(b, row->pairs);
    row->difference = statistics_paired(a, b, row->pairs, &row->correlation);
    row->half = row->pairs > 1 ? 0 : INFINITY;
  }
}

uint32_t compare_measured(const comparison *self, compare_row **rows) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < self->row_count; ++i) {
    const statistics_sample *const difference = &self->rows[i].difference;
    if (self->rows[i].pairs > 1 && (difference->deviation > 0 || difference->mean != 0)) { rows[count++] = &self->rows[i]; }
  }
  return count;
}

void compare_figures(comparison *self) {
  compare_rows(self);
  compare_row **const measured = SOI_NEW(self->arena, compare_row *, self->row_count);
  compare_intervals(measured, compare_measured(self, measured), 1 - COMPARE_CONFIDENCE);
}

/* --- the subcommand --------------------------------------------------------------------------------------------------- */

/* A run that came to no end: says so. Several runs may have the same to say; it is said once. */
static int complain(const compare_state *self) {
  soi_verdict verdict = SOI_VERDICT_HELD;
  const char *last = "";
  for (uint32_t task = 0; task < self->crew.tasks; ++task) {
    const tool_outcome *const outcome = &self->crew.outcomes[task];
    if (outcome->state == OUTCOME_ENDED) { continue; }
    verdict = joint_graver(verdict, outcome_verdict(outcome));
    for (uint32_t i = 0; i < outcome->message_count; ++i) {
      if (strcmp(last, outcome->messages[i]) != 0) { fprintf(stderr, "%s\n", terminal_visible(outcome->messages[i])); }
      last = outcome->messages[i];
    }
    if (outcome->state == OUTCOME_STOPPED) {
      terminal_complain("compare", "%s, seed %llu: stopped by %s", terminal_visible(self->paths[task % 2]),
                        (unsigned long long)outcome->seed, outcome->stopped);
    }
  }
  return (int)verdict;
}

static int conclude(compare_state *self) {
  const uint32_t seeds = self->line.seed_count;
  tool_outcome *const sides = SOI_NEW(&self->crew.arena, tool_outcome, 2 * (size_t)seeds);
  comparison both = {.arguments = &self->line,
                     .arena = &self->crew.arena,
                     .a = sides,
                     .b = sides + seeds,
                     .seeds = seeds,
                     .names = {self->paths[0], self->paths[1]}};
  for (uint32_t task = 0; task < self->crew.tasks; ++task) { sides[task % 2 * seeds + task / 2] = self->crew.outcomes[task]; }
  for (uint32_t seed = 0; seed < seeds; ++seed) { both.equal += both.a[seed].hash == both.b[seed].hash; }
  compare_figures(&both);
  compare_waits(&both);
  if (!arguments_given(&self->line, OPTION_QUIET)) { compare_print(&both); }
  const bool written = compare_write(&both);
  free(both.flows);
  return written ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
}

static int work(compare_state *self) {
  const option_value *const values = self->line.values;
  if (!output_check(values[OPTION_JSON].text) || !output_check(values[OPTION_CSV_FILE].text)) { return SOI_VERDICT_FAULT; }
  stop_heed();
  self->crew = (tool_crew){.arguments = &self->line, .context = self, .plan = plan_task, .tasks = 2 * self->line.seed_count};
  crew_prepare(&self->crew);
  crew_run(&self->crew);
  const int code = complain(self);
  const int end = code == SOI_VERDICT_HELD ? conclude(self) : code;
  crew_release(&self->crew);
  return end;
}

int compare_command(const tool_arguments *arguments) {
  compare_state self = {.line = *arguments};
  if (arguments->operand_count == 1 && arguments->set_count == 0) {
    terminal_complain("compare", "there is nothing to compare %s with; expected a second scenario, or --set",
                      terminal_visible(arguments->operands[0]));
    return SOI_VERDICT_INPUT;
  }
  self.paths[0] = arguments->operands[0];
  self.paths[1] = arguments->operands[arguments->operand_count - 1];
  const bool own = arguments->seed_count == 0;
  if (own) {
    self.line.seeds = NULL;
    arguments_read_seeds(&self.line, options[OPTION_PAIR_SEEDS].initial);
  }
  const int code = work(&self);
  if (own) { free(self.line.seeds); }
  return code;
}
