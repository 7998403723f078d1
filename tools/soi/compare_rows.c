/* The figures of both sides, row by row: those of the expectations and those asked for, and what they differ by. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "terminal.h"

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
