/* soi fan: the moment is restored once, and each future goes on from it in a process of its own. */
#include "fan.h"

#include <stdlib.h>
#include <string.h>

#include "judgement.h"
#include "output.h"
#include "stop.h"
#include "terminal.h"
#include "tool.h"

/* --- the line ----------------------------------------------------------------------------------------------------------- */

/* 1, 2, 3 ... but the recording's own: its future is known. */
static void number_futures(tool_fan *self, uint32_t count) {
  self->line.seeds = terminal_grow(NULL, count * sizeof *self->line.seeds);
  for (uint64_t seed = 1; self->line.seed_count < count; ++seed) {
    if (seed != self->fork.parent.session.model->seed) { self->line.seeds[self->line.seed_count++] = seed; }
  }
}

static bool line_good(const tool_fan *self) {
  const option_value *const values = self->line.values;
  if (values[OPTION_FUTURES].given && values[OPTION_FAN_SEEDS].given) {
    terminal_complain("fan", "--futures and --seeds both say how many; expected one of them");
    return false;
  }
  if (values[OPTION_FUTURES].number > SEEDS_MOST) {
    terminal_complain("fan", "--futures: '%s' is wrong; expected at most %u", values[OPTION_FUTURES].text, SEEDS_MOST);
    return false;
  }
  return true;
}

/* --- figures ------------------------------------------------------------------------------------------------------------- */

static void add_row(tool_fan *self, const char *name, soi_unit unit) {
  for (uint32_t i = 0; i < self->row_count; ++i) {
    if (strcmp(self->rows[i].name, name) == 0) { return; }
  }
  self->rows[self->row_count++] = (fan_row){.name = name, .unit = unit};
}

/* The metrics that were asked for, else those of the expectations. */
static void name_rows(tool_fan *self) {
  const soi_scenario_definition *const scenario = &self->session.definition.scenario;
  const uint32_t asked = self->line.watch_count;
  self->rows = SOI_NEW(&self->crew.arena, fan_row, asked + scenario->expect.count);
  for (uint32_t i = 0; i < asked; ++i) {
    soi_unit unit = SOI_UNIT_NONE;
    soi_metric_find(self->line.watches[i], &unit, NULL);
    add_row(self, self->line.watches[i], unit);
  }
  for (uint32_t i = 0; asked == 0 && i < scenario->expect.count; ++i) {
    add_row(self, scenario->expect.items[i].metric, scenario->expect.items[i].unit);
  }
}

static void fill_rows(tool_fan *self) {
  double *const values = terminal_grow(NULL, (self->future_count + 1) * sizeof *values);
  for (uint32_t i = 0; i < self->row_count; ++i) {
    fan_row *const row = &self->rows[i];
    for (uint32_t k = 0; k < self->future_count; ++k) { row->futures += outcome_value(self->futures[k], row->name, &values[row->futures]); }
    row->sample = statistics_of(values, row->futures);
    row->half = statistics_half_width(&row->sample, FAN_CONFIDENCE);
    if (row->futures == 0) { continue; }
    statistics_sort(values, row->futures);
    row->p10 = statistics_nearest_rank(values, row->futures, 10);
    row->p50 = statistics_nearest_rank(values, row->futures, 50);
    row->p90 = statistics_nearest_rank(values, row->futures, 90);
  }
  free(values);
}

/* --- the futures --------------------------------------------------------------------------------------------------------- */

static child_plan plan_future(const void *context, uint32_t task) {
  const tool_fan *const self = context;
  return (child_plan){.path = self->fork.path, .seed = &self->line.seeds[task], .arguments = &self->line, .moment = &self->moment};
}

/* Takes those that came to their end; says what kept the others from it. */
static soi_verdict gather(tool_fan *self) {
  soi_verdict verdict = SOI_VERDICT_HELD;
  self->futures = SOI_NEW(&self->crew.arena, const tool_outcome *, self->crew.tasks);
  for (uint32_t task = 0; task < self->crew.tasks; ++task) {
    const tool_outcome *const outcome = &self->crew.outcomes[task];
    if (outcome->state == OUTCOME_ENDED) {
      self->futures[self->future_count++] = outcome;
      continue;
    }
    verdict = joint_graver(verdict, outcome_verdict(outcome));
    for (uint32_t i = 0; i < outcome->message_count; ++i) {
      terminal_complain("fan", "seed %llu: %s", (unsigned long long)outcome->seed, terminal_visible(outcome->messages[i]));
    }
    if (outcome->state == OUTCOME_STOPPED && stop_signal() == 0) {
      terminal_complain("fan", "seed %llu: stopped by %s", (unsigned long long)outcome->seed, outcome->stopped);
    }
  }
  if (stop_signal() != 0) {
    terminal_complain("fan", "stopped by %s: %u of %u futures came to their end", stop_reason(), self->future_count, self->crew.tasks);
  }
  return verdict;
}

static int look_ahead(tool_fan *self) {
  stop_heed();
  self->crew = (tool_crew){.arguments = &self->line, .context = self, .plan = plan_future, .tasks = self->line.seed_count};
  crew_prepare(&self->crew);
  crew_run(&self->crew);
  const soi_verdict verdict = gather(self);
  name_rows(self);
  fill_rows(self);
  if (!arguments_given(&self->line, OPTION_QUIET)) { fan_print(self); }
  const bool written = fan_write(self);
  crew_release(&self->crew);
  return written ? (int)verdict : SOI_VERDICT_FAULT;
}

/* --- the subcommand ------------------------------------------------------------------------------------------------------ */

/* The session at the moment, and when the futures end. */
static bool begin(tool_fan *self) {
  const tool_arguments *const line = &self->line;
  self->fork.anew = true;
  if (!fork_load(&self->fork, &self->session, line->sets, line->set_count) ||
      !session_end(&self->session, self->fork.tick, line->values[OPTION_FOR].seconds, &self->moment.end)) {
    session_complain(&self->session);
    return false;
  }
  session_start(&self->session, NULL);
  self->moment.session = &self->session;
  self->moment.inputs = &self->fork.parent;
  return fork_restore(&self->fork, &self->session);
}

static int work(tool_fan *self) {
  const option_value *const values = self->line.values;
  if (!begin(self)) { return SOI_VERDICT_INPUT; }
  if (!output_check(values[OPTION_JSON].text) || !output_check(values[OPTION_CSV_FILE].text)) { return SOI_VERDICT_FAULT; }
  const bool own = !values[OPTION_FAN_SEEDS].given;
  if (own) { number_futures(self, (uint32_t)values[OPTION_FUTURES].number); }
  const int code = look_ahead(self);
  if (own) { free(self->line.seeds); }
  return code;
}

int fan_command(const tool_arguments *arguments) {
  tool_fan self = {.line = *arguments};
  if (!line_good(&self)) { return SOI_VERDICT_INPUT; }
  const int code = fork_open(&self.fork, "fan", arguments->operands[0]) ? work(&self) : SOI_VERDICT_INPUT;
  session_close(&self.session);
  fork_close(&self.fork);
  return code;
}
