/* What figures are and how they are laid out is the library's business; here is which file gets what, and the cases of JUnit. */
#include "reports.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "terminal.h"

/* --- properties ------------------------------------------------------------------------------------------------------------ */

report_properties report_properties_begin(soi_arena *arena, uint64_t seed, uint64_t hash, uint32_t more) {
  uint32_t metrics = 0;
  while (soi_metric_name(metrics) != NULL) { ++metrics; }
  report_properties properties = {SOI_NEW(arena, soi_junit_property, 2 + more + metrics), 2};
  char *const digits = SOI_NEW(arena, char, 24), *const letters = SOI_NEW(arena, char, 24);
  snprintf(digits, 24, "%" PRIu64, seed);
  snprintf(letters, 24, "%016" PRIx64, hash);
  properties.items[0] = (soi_junit_property){.name = "seed", .text = digits};
  properties.items[1] = (soi_junit_property){.name = "hash", .text = letters};
  return properties;
}

void report_properties_add(report_properties *properties, const char *name, soi_unit unit, double value) {
  for (uint32_t i = 0; i < properties->count; ++i) {
    if (strcmp(properties->items[i].name, name) == 0) { return; }
  }
  properties->items[properties->count++] = (soi_junit_property){.name = name, .unit = unit, .value = value};
}

void report_properties_put_off(report_properties *properties, const char *message) {
  properties->items[properties->count++] = (soi_junit_property){.name = "put_off", .text = message};
}

static bool in_name(char letter) { return isalnum((unsigned char)letter) || letter == '.' || letter == '_'; }

bool report_measures(const char *measure, const char *metric) {
  const size_t length = strlen(metric);
  for (const char *at = measure; (at = strstr(at, metric)) != NULL; ++at) {
    if ((at == measure || !in_name(at[-1])) && !in_name(at[length])) { return true; }
  }
  return false;
}

/* --- a run with figures ------------------------------------------------------------------------------------------------ */

typedef struct report_figures {
  const tool_session *session;
  const soi_run_info *info;
  const char *table;
} report_figures;

static bool fill_json(const void *context, soi_writer writer) {
  const report_figures *const self = context;
  /* Without real time, so that the reports of two runs can be compared byte for byte. */
  soi_run_info info = *self->info;
  info.wall_seconds = 0;
  return soi_report_json(self->session->observer, self->session->world, &info, writer);
}

static bool fill_csv(const void *context, soi_writer writer) {
  const report_figures *const self = context;
  return soi_report_csv(self->session->observer, self->session->world, self->table, writer);
}

/* One case an expectation. What a stopped run would have come to is not known: its expectations are inconclusive. */
static soi_junit_case expectation_case(const report_figures *self, soi_arena *arena, uint32_t i) {
  const soi_expectation_result result = soi_observer_judge(self->session->observer, self->session->world, i);
  soi_junit_case one = {
      .name = result.expectation->text,
      .verdict = soi_judgement_verdict(result.judgement),
      .skipped = result.judgement == SOI_OVER_SEEDS,
      .seconds = self->info->wall_seconds,
  };
  if (self->info->verdict == SOI_VERDICT_OUT_OF_TIME) {
    one.verdict = SOI_VERDICT_INCONCLUSIVE;
    one.message = "not judged: the run was stopped early";
  } else if (result.judgement != SOI_HELD) {
    one.message = soi_expectation_message(arena, &result);
  }
  return one;
}

/* The case of the run itself: how it ended, whatever the expectations. */
static soi_junit_case run_case(const report_figures *self, bool all_known, soi_arena *arena) {
  soi_junit_case one = {.name = "run", .seconds = self->info->wall_seconds};
  if (self->info->verdict == SOI_VERDICT_OUT_OF_TIME) {
    char clock[TERMINAL_CLOCK];
    terminal_clock(clock, soi_clock(self->session->model, *self->session->world->tick));
    char *const text = SOI_NEW(arena, char, 96);
    snprintf(text, 96, "stopped by %s at %s", self->info->stopped, clock);
    one.message = text;
    one.verdict = SOI_VERDICT_OUT_OF_TIME;
  } else if (self->info->verdict == SOI_VERDICT_INCONCLUSIVE && all_known) {
    one.verdict = SOI_VERDICT_INCONCLUSIVE;
    char *const text = SOI_NEW(arena, char, SESSION_FULL);
    one.message = session_full(self->session, text, SESSION_FULL) ? text : "it cannot be judged";
  }
  return one;
}

static void add_metric(const report_figures *self, report_properties *properties, const char *metric) {
  soi_unit unit = SOI_UNIT_NONE;
  double value = 0;
  bool known = false;
  if (soi_metric_find(metric, &unit, NULL) && soi_observer_value(self->session->observer, self->session->world, metric, &value, &known)) {
    report_properties_add(properties, metric, unit, value);
  }
}

static soi_junit_properties properties_of(const report_figures *self, soi_arena *arena, uint32_t expectations) {
  const soi_observer *const observer = self->session->observer;
  uint32_t put_off = 0;
  while (soi_put_off_message(observer, self->session->world, put_off, arena) != NULL) { ++put_off; }
  report_properties properties = report_properties_begin(arena, self->info->seed, self->info->hash, expectations + put_off);
  for (uint32_t i = 0; i < put_off; ++i) {
    report_properties_put_off(&properties, soi_put_off_message(observer, self->session->world, i, arena));
  }
  for (uint32_t i = 0; i < expectations; ++i) {
    const soi_expectation_result result = soi_observer_judge(self->session->observer, self->session->world, i);
    const soi_expectation_definition *const expectation = result.expectation;
    if (result.has_value) { report_properties_add(&properties, expectation->metric, expectation->unit, result.value); }
    const char *metric = NULL;
    for (uint32_t k = 0; (metric = soi_metric_name(k)) != NULL; ++k) {
      if (report_measures(expectation->metric, metric)) { add_metric(self, &properties, metric); }
    }
  }
  return (soi_junit_properties){properties.items, properties.count};
}

static bool fill_junit(const void *context, soi_writer writer) {
  const report_figures *const self = context;
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const uint32_t count = self->session->definition.scenario.expect.count;
  soi_junit_case *const cases = SOI_NEW(&arena, soi_junit_case, count + 1);
  bool all_known = true;
  for (uint32_t i = 0; i < count; ++i) {
    cases[i + 1] = expectation_case(self, &arena, i);
    all_known = all_known && cases[i + 1].verdict != SOI_VERDICT_INCONCLUSIVE;
  }
  cases[0] = run_case(self, all_known, &arena);
  const soi_junit_suite suite = {self->info->scenario_path, self->info->wall_seconds, cases, count + 1, properties_of(self, &arena, count)};
  const bool good = soi_report_junit(&suite, 1, writer);
  soi_arena_release(&arena);
  return good;
}

static const char *const tables[] = {"trips", "stops", "carts", "hours"};
#define TABLES (sizeof tables / sizeof *tables)

bool reports_check(const report_paths *paths) {
  bool good = output_check(paths->json);
  good = output_check(paths->junit) && good;
  if (paths->csv == NULL || !output_directory(paths->csv)) { return good && paths->csv == NULL; }
  char *const path = terminal_format("%s/%s.csv", paths->csv, tables[0]);
  good = output_check(path) && good;
  free(path);
  return good;
}

static bool write_tables(const char *directory, report_figures figures) {
  if (directory == NULL) { return true; }
  if (!output_directory(directory)) { return false; }
  bool good = true;
  for (unsigned i = 0; i < TABLES; ++i) {
    char *const path = terminal_format("%s/%s.csv", directory, tables[i]);
    figures.table = tables[i];
    good = output_write(path, fill_csv, &figures) && good;
    free(path);
  }
  return good;
}

bool reports_write(const report_paths *paths, const tool_session *session, const soi_run_info *info) {
  const report_figures figures = {session, info, NULL};
  const bool json = output_write(paths->json, fill_json, &figures);
  const bool junit = output_write(paths->junit, fill_junit, &figures);
  return write_tables(paths->csv, figures) && json && junit;
}

/* --- a run without figures ---------------------------------------------------------------------------------------------- */

static bool fill_error_json(const void *context, soi_writer writer) {
  const report_error *const error = context;
  soi_json json;
  soi_json_begin(&json, writer);
  soi_json_open(&json, NULL, '{');
  soi_json_text(&json, "soi", soi_version());
  soi_json_open(&json, "scenario", '{');
  soi_json_text(&json, "path", error->scenario);
  soi_json_close(&json, '}');
  soi_json_text(&json, "verdict", soi_verdict_name(error->verdict));
  soi_json_integer(&json, "exit_code", error->verdict);
  soi_json_open(&json, "errors", '[');
  for (uint32_t i = 0; i < error->count; ++i) { soi_json_text(&json, NULL, error->messages[i]); }
  soi_json_close(&json, ']');
  soi_json_close(&json, '}');
  return soi_json_end(&json);
}

static bool fill_error_junit(const void *context, soi_writer writer) {
  const report_error *const error = context;
  soi_junit_case *const cases = terminal_grow(NULL, error->count * sizeof *cases);
  for (uint32_t i = 0; i < error->count; ++i) {
    const char *const name = error->verdict == SOI_VERDICT_INPUT ? "input" : "run";
    cases[i] = (soi_junit_case){.name = name, .verdict = error->verdict, .message = error->messages[i]};
  }
  const soi_junit_suite suite = {.name = error->scenario, .cases = cases, .count = error->count};
  const bool good = soi_report_junit(&suite, 1, writer);
  free(cases);
  return good;
}

bool reports_write_error(const report_paths *paths, const report_error *error) {
  const bool json = output_write(paths->json, fill_error_json, error);
  return output_write(paths->junit, fill_error_junit, error) && json;
}
