/* A comparison as text, JSON and CSV. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "cells.h"
#include "compare.h"
#include "output.h"
#include "terminal.h"

/* --- text ------------------------------------------------------------------------------------------------------------- */

typedef char figure_text[64];

static const char *print_figure(figure_text text, soi_unit unit, double value, bool sign) {
  const int length = sign ? snprintf(text, sizeof(figure_text), "%s", value > 0 ? "+" : value < 0 ? "-" : "") : 0;
  soi_unit_print(text + length, sizeof(figure_text) - (size_t)length, unit, sign ? fabs(value) : value);
  return text;
}

/* "wait.p90   4.10 min   3.20 min   -54.0 s   -80.1 s to -27.9 s   differs" */
static void print_row(const compare_row *row, const char *name, uint32_t seeds) {
  figure_text a, b, difference, low, high;
  if (row->pairs == 0) {
    printf("%-36s no seed at which both have a value\n", name);
    return;
  }
  print_figure(a, row->unit, row->a.mean, false), print_figure(b, row->unit, row->b.mean, false);
  printf("%-36s %10s %10s %10s", name, a, b, print_figure(difference, row->unit, row->difference.mean, true));
  if (row->pairs > 1) {
    print_figure(low, row->unit, row->difference.mean - row->half, true);
    printf("   %s to %s%s", low, print_figure(high, row->unit, row->difference.mean + row->half, true), row->differs ? "   differs" : "");
  }
  if (row->pairs < seeds) { printf("   (%u seeds)", row->pairs); }
  putchar('\n');
}

static void print_flow(const compare_flow *flow, uint32_t seeds) {
  figure_text gain, loss;
  const uint32_t matched = flow->same + flow->gained + flow->lost;
  print_row(&flow->row, *flow->row.name == '\0' ? "all" : flow->row.name, seeds);
  print_figure(gain, SOI_UNIT_TIME, flow->gained > 0 ? flow->gain / flow->gained : 0, false);
  print_figure(loss, SOI_UNIT_TIME, flow->lost > 0 ? flow->loss / flow->lost : 0, false);
  printf("  %u the same passengers: %u gained %s on average, %u lost %s, %u waited as long", matched, flow->gained, gain, flow->lost, loss,
         flow->same);
  if (flow->gave_up_a + flow->gave_up_b > 0) { printf("; gave up in A only %u, in B only %u", flow->gave_up_a, flow->gave_up_b); }
  if (flow->only_a + flow->only_b > 0) { printf("; came in A only %u, in B only %u", flow->only_a, flow->only_b); }
  putchar('\n');
}

static void print_sides(const comparison *self) {
  const bool one = self->arguments->operand_count == 1;
  printf("A: %s\nB: %s", terminal_visible(self->names[0]), terminal_visible(self->names[1]));
  for (uint32_t i = 0; i < self->arguments->set_count; ++i) {
    printf("%s%s", i > 0 ? ", " : one ? " with " : "\nboth with ", terminal_visible(self->arguments->sets[i]));
  }
  putchar('\n');
}

void compare_print(const comparison *self) {
  print_sides(self);
  if (self->equal == self->seeds) {
    printf("%u of %u seeds come to the same state: nothing differs\n", self->equal, self->seeds);
    return;
  }
  printf("%u seeds%s; differences B - A paired by seed%s\n", self->seeds, self->equal > 0 ? ", some with the same state in both" : "",
         self->seeds > 1 ? ", intervals that hold together at 95 %" : ", and no interval of a single one");
  printf("\n%-36s %10s %10s %10s\n", "", "A", "B", "B - A");
  for (uint32_t i = 0; i < self->row_count; ++i) { print_row(&self->rows[i], self->rows[i].name, self->seeds); }
  printf("\nwaits of the same passengers, by flow\n");
  for (uint32_t i = 0; i < self->flow_count; ++i) { print_flow(&self->flows[i], self->seeds); }
}

/* --- JSON ------------------------------------------------------------------------------------------------------------- */

void compare_put_row(soi_json *json, const compare_row *row) {
  soi_json_text(json, "name", row->name);
  soi_json_text(json, "unit", soi_unit_symbol(row->unit));
  soi_json_integer(json, "seeds", row->pairs);
  soi_json_number(json, "a", row->pairs > 0 ? row->a.mean : NAN);
  soi_json_number(json, "b", row->pairs > 0 ? row->b.mean : NAN);
  soi_json_number(json, "difference", row->pairs > 0 ? row->difference.mean : NAN);
  soi_json_number(json, "low", row->difference.mean - row->half);
  soi_json_number(json, "high", row->difference.mean + row->half);
  soi_json_number(json, "correlation", row->correlation);
  soi_json_bool(json, "differs", row->differs);
}

static void put_flow(soi_json *json, const compare_flow *flow) {
  compare_put_row(json, &flow->row);
  soi_json_integer(json, "gained", flow->gained);
  soi_json_integer(json, "lost", flow->lost);
  soi_json_integer(json, "same", flow->same);
  soi_json_number(json, "gain", flow->gain);
  soi_json_number(json, "loss", flow->loss);
  soi_json_integer(json, "gave_up_in_a_only", flow->gave_up_a);
  soi_json_integer(json, "gave_up_in_b_only", flow->gave_up_b);
  soi_json_integer(json, "came_in_a_only", flow->only_a);
  soi_json_integer(json, "came_in_b_only", flow->only_b);
}

static void put_head(soi_json *json, const comparison *self) {
  soi_json_text(json, "soi", soi_version());
  soi_json_text(json, "a", self->names[0]);
  soi_json_text(json, "b", self->names[1]);
  soi_json_open(json, self->arguments->operand_count == 1 ? "set_in_b" : "set", '[');
  for (uint32_t i = 0; i < self->arguments->set_count; ++i) { soi_json_text(json, NULL, self->arguments->sets[i]); }
  soi_json_close(json, ']');
  soi_json_open(json, "seeds", '[');
  for (uint32_t i = 0; i < self->seeds; ++i) { soi_json_integer(json, NULL, (int64_t)self->arguments->seeds[i]); }
  soi_json_close(json, ']');
  soi_json_integer(json, "equal_states", self->equal);
  soi_json_number(json, "confidence", COMPARE_CONFIDENCE);
}

static bool fill_json(const void *context, soi_writer writer) {
  const comparison *const self = context;
  soi_json json;
  soi_json_begin(&json, writer);
  soi_json_open(&json, NULL, '{');
  put_head(&json, self);
  soi_json_open(&json, "metrics", '[');
  for (uint32_t i = 0; i < self->row_count; ++i) {
    soi_json_open(&json, NULL, '{');
    compare_put_row(&json, &self->rows[i]);
    soi_json_close(&json, '}');
  }
  soi_json_close(&json, ']');
  soi_json_open(&json, "waits", '[');
  for (uint32_t i = 0; i < self->flow_count; ++i) {
    soi_json_open(&json, NULL, '{');
    put_flow(&json, &self->flows[i]);
    soi_json_close(&json, '}');
  }
  soi_json_close(&json, ']');
  soi_json_close(&json, '}');
  return soi_json_end(&json);
}

/* --- CSV -------------------------------------------------------------------------------------------------------------- */

static void put_cells(cells *line, const char *kind, const compare_row *row, const compare_flow *flow) {
  const bool known = row->pairs > 0, interval = row->pairs > 1;
  cells_text(line, kind), cells_text(line, row->name), cells_text(line, soi_unit_symbol(row->unit)), cells_number(line, true, row->pairs);
  cells_number(line, known, row->a.mean), cells_number(line, known, row->b.mean), cells_number(line, known, row->difference.mean);
  cells_number(line, interval, row->difference.mean - row->half), cells_number(line, interval, row->difference.mean + row->half);
  cells_number(line, interval, row->correlation);
  cells_number(line, flow != NULL, flow == NULL ? 0 : flow->gained), cells_number(line, flow != NULL, flow == NULL ? 0 : flow->lost);
  cells_number(line, flow != NULL, flow == NULL ? 0 : flow->same);
  cells_end(line);
}

static bool fill_csv(const void *context, soi_writer writer) {
  static const char *const columns[] = {"kind", "name", "unit",        "seeds",  "a",    "b",   "difference",
                                        "low",  "high", "correlation", "gained", "lost", "same"};
  const comparison *const self = context;
  cells line = {.writer = writer};
  for (unsigned i = 0; i < sizeof columns / sizeof *columns; ++i) { cells_text(&line, columns[i]); }
  cells_end(&line);
  for (uint32_t i = 0; i < self->row_count; ++i) { put_cells(&line, "metric", &self->rows[i], NULL); }
  for (uint32_t i = 0; i < self->flow_count; ++i) { put_cells(&line, "waits", &self->flows[i].row, &self->flows[i]); }
  return !line.failed;
}

bool compare_write(const comparison *self) {
  const option_value *const values = self->arguments->values;
  const bool json = output_write(values[OPTION_JSON].text, fill_json, self);
  return output_write(values[OPTION_CSV_FILE].text, fill_csv, self) && json;
}
