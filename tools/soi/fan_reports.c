/* Futures as text, JSON and CSV. */
#include <inttypes.h>
#include <math.h>

#include "cells.h"
#include "fan.h"
#include "output.h"
#include "terminal.h"

/* --- text ------------------------------------------------------------------------------------------------------------- */

static const soi_verdict verdicts[] = {SOI_VERDICT_HELD, SOI_VERDICT_FAILED, SOI_VERDICT_INCONCLUSIVE};
enum { VERDICTS = sizeof verdicts / sizeof *verdicts };

/* How many futures ended with a verdict. */
static uint32_t count_of(const tool_fan *self, soi_verdict verdict) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < self->future_count; ++i) { count += self->futures[i]->verdict == verdict; }
  return count;
}

static void print_head(const tool_fan *self) {
  char from[TERMINAL_CLOCK], to[TERMINAL_CLOCK];
  printf("%s, %s to %s: %u futures", terminal_visible(self->fork.path), recorded_clock(&self->fork.parent, self->fork.tick, from),
         recorded_clock(&self->fork.parent, self->moment.end, to), self->future_count);
  for (uint32_t i = 0; i < self->line.set_count; ++i) { printf("%s%s", i > 0 ? ", " : " with ", terminal_visible(self->line.sets[i])); }
  printf("\n\n%-28s %10s %10s %10s %10s %10s   %s\n", "", "mean", "deviation", "p10", "p50", "p90", "95 % of the mean");
}

/* "wait.p90   4.10 min   35.2 s   3.40 min   4.00 min   5.10 min   4.02 min to 4.18 min" */
static void print_row(const fan_row *row, uint32_t futures) {
  if (row->futures == 0) {
    printf("%-28s in no future is there a value\n", row->name);
    return;
  }
  const double values[] = {row->sample.mean, row->sample.deviation, row->p10, row->p50, row->p90};
  char text[64];
  printf("%-28s", row->name);
  for (unsigned i = 0; i < sizeof values / sizeof *values; ++i) {
    soi_unit_print(text, sizeof text, row->unit, values[i]);
    printf(" %10s", i == 1 && row->futures < 2 ? "-" : text);
  }
  for (int end = 0; row->futures > 1 && end < 2; ++end) {
    soi_unit_print(text, sizeof text, row->unit, row->sample.mean + (end == 0 ? -row->half : row->half));
    printf("%s%s", end == 0 ? "   " : " to ", text);
  }
  if (row->futures < futures) { printf("   (%u futures)", row->futures); }
  putchar('\n');
}

void fan_print(const tool_fan *self) {
  print_head(self);
  for (uint32_t i = 0; i < self->row_count; ++i) { print_row(&self->rows[i], self->future_count); }
  printf("\nexpectations:");
  for (unsigned i = 0; i < VERDICTS; ++i) {
    printf("%s %s in %u", i > 0 ? "," : "", soi_verdict_name(verdicts[i]), count_of(self, verdicts[i]));
  }
  printf(" of %u futures\n", self->future_count);
}

/* --- JSON ------------------------------------------------------------------------------------------------------------- */

static void put_clock(soi_json *json, const tool_fan *self, const char *key, const char *seconds, soi_tick tick) {
  char clock[TERMINAL_CLOCK];
  soi_json_text(json, key, recorded_clock(&self->fork.parent, tick, clock));
  soi_json_number(json, seconds, soi_clock(self->session.model, tick));
}

static void put_head(soi_json *json, const tool_fan *self) {
  soi_json_text(json, "soi", soi_version());
  soi_json_text(json, "recording", self->fork.path);
  soi_json_text(json, "scenario", self->fork.parent.about->scenario);
  put_clock(json, self, "from", "from_seconds", self->fork.tick);
  put_clock(json, self, "to", "to_seconds", self->moment.end);
  soi_json_text(json, "hash", self->fork.named.hash);
  soi_json_open(json, "set", '[');
  for (uint32_t i = 0; i < self->line.set_count; ++i) { soi_json_text(json, NULL, self->line.sets[i]); }
  soi_json_close(json, ']');
  soi_json_integer(json, "futures", self->future_count);
  soi_json_open(json, "verdicts", '{');
  for (unsigned i = 0; i < VERDICTS; ++i) { soi_json_integer(json, soi_verdict_name(verdicts[i]), count_of(self, verdicts[i])); }
  soi_json_close(json, '}');
  soi_json_number(json, "confidence", FAN_CONFIDENCE);
}

static void put_row(soi_json *json, const fan_row *row) {
  const double known = row->futures > 0 ? 0 : NAN, spread = row->futures > 1 ? 0 : NAN;
  soi_json_open(json, NULL, '{');
  soi_json_text(json, "name", row->name);
  soi_json_text(json, "unit", soi_unit_symbol(row->unit));
  soi_json_integer(json, "futures", row->futures);
  soi_json_number(json, "mean", row->sample.mean + known);
  soi_json_number(json, "deviation", row->sample.deviation + spread);
  soi_json_number(json, "p10", row->p10 + known);
  soi_json_number(json, "p50", row->p50 + known);
  soi_json_number(json, "p90", row->p90 + known);
  soi_json_number(json, "low", row->sample.mean - row->half);
  soi_json_number(json, "high", row->sample.mean + row->half);
  soi_json_close(json, '}');
}

static void put_future(soi_json *json, const tool_fan *self, const tool_outcome *future) {
  char hash[24];
  snprintf(hash, sizeof hash, "%016" PRIx64, future->hash);
  soi_json_open(json, NULL, '{');
  soi_json_integer(json, "seed", (int64_t)future->seed);
  soi_json_text(json, "verdict", soi_verdict_name(future->verdict));
  soi_json_text(json, "hash", hash);
  soi_json_open(json, "values", '{');
  for (uint32_t i = 0; i < self->row_count; ++i) {
    double value = 0;
    soi_json_number(json, self->rows[i].name, outcome_value(future, self->rows[i].name, &value) ? value : NAN);
  }
  soi_json_close(json, '}');
  soi_json_close(json, '}');
}

static bool fill_json(const void *context, soi_writer writer) {
  const tool_fan *const self = context;
  soi_json json;
  soi_json_begin(&json, writer);
  soi_json_open(&json, NULL, '{');
  put_head(&json, self);
  soi_json_open(&json, "metrics", '[');
  for (uint32_t i = 0; i < self->row_count; ++i) { put_row(&json, &self->rows[i]); }
  soi_json_close(&json, ']');
  soi_json_open(&json, "runs", '[');
  for (uint32_t i = 0; i < self->future_count; ++i) { put_future(&json, self, self->futures[i]); }
  soi_json_close(&json, ']');
  soi_json_close(&json, '}');
  return soi_json_end(&json);
}

/* --- CSV -------------------------------------------------------------------------------------------------------------- */

static bool fill_csv(const void *context, soi_writer writer) {
  const tool_fan *const self = context;
  cells line = {.writer = writer};
  cells_text(&line, "seed"), cells_text(&line, "verdict"), cells_text(&line, "hash");
  for (uint32_t i = 0; i < self->row_count; ++i) { cells_text(&line, self->rows[i].name); }
  cells_end(&line);
  for (uint32_t k = 0; k < self->future_count; ++k) {
    const tool_outcome *const future = self->futures[k];
    char seed[24], hash[24];
    snprintf(seed, sizeof seed, "%" PRIu64, future->seed), snprintf(hash, sizeof hash, "%016" PRIx64, future->hash);
    cells_text(&line, seed), cells_text(&line, soi_verdict_name(future->verdict)), cells_text(&line, hash);
    for (uint32_t i = 0; i < self->row_count; ++i) {
      double value = 0;
      const bool known = outcome_value(future, self->rows[i].name, &value);
      cells_number(&line, known, value);
    }
    cells_end(&line);
  }
  return !line.failed;
}

bool fan_write(const tool_fan *self) {
  const option_value *const values = self->line.values;
  const bool json = output_write(values[OPTION_JSON].text, fill_json, self);
  return output_write(values[OPTION_CSV_FILE].text, fill_csv, self) && json;
}
