/* soi compare: both sides with each seed, side by side. */
#include "compare.h"

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
