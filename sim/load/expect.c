/* An expectation is what is measured, a comparison and a limit, which must have the unit of what is measured. */
#include "expect.h"

#include <string.h>

#include "measure.h"
#include "text.h"
#include "unit.h"
#include "value.h"

static const char *const comparisons[] = {
    [SOI_AT_MOST] = "<=", [SOI_LESS] = "<", [SOI_AT_LEAST] = ">=", [SOI_MORE] = ">", [SOI_EQUAL] = "=="};
enum { COMPARISONS = sizeof comparisons / sizeof comparisons[0] };

/* What every scenario expects unless it has a line of its own on the metric. */
static const char *const usual[] = {"standing.share <= 0 %", "gridlock <= 0 %", "deadlocks <= 0"};
enum { USUAL = sizeof usual / sizeof usual[0] };

/* What may follow the limit: the reason, for whoever reads the verdict. */
static const char because[] = " because ";

static const double confidences[] = {SOI_CONFIDENCES};

#define FORM "a metric, one of <=, <, >=, >, == and a limit, as in \"wait.p90 <= 6 min\""

/* The text from a up to b without the spaces around it. */
static const char *trimmed(soi_loading *loading, const char *a, const char *b) {
  while (a < b && *a == ' ') { ++a; }
  while (b > a && b[-1] == ' ') { --b; }
  return soi_text_copy(&loading->definition->arena, a, (size_t)(b - a));
}

/* A ratio may be limited by a share or by a plain number. */
static soi_unit limit_unit(const soi_expectation_definition *expectation, const char *limit) {
  double number = 0.0;
  const bool ratio = expectation->measure.count > 1 && expectation->unit == SOI_UNIT_SHARE;
  return ratio && soi_unit_read(SOI_UNIT_NONE, limit, &number) ? SOI_UNIT_NONE : expectation->unit;
}

/* "95 %" behind the '@'. */
static void read_confidence(soi_loading *loading, const soi_key_path *path, soi_mark mark, const char *text,
                            soi_expectation_definition *place) {
  double share = 0.0;
  for (uint32_t i = 0; soi_unit_read(SOI_UNIT_SHARE, text, &share) && i < sizeof confidences / sizeof *confidences; ++i) {
    const double off = share - confidences[i];
    if (off < 1e-9 && off > -1e-9) { place->confidence = confidences[i]; }
  }
  if (place->confidence == 0.0) {
    soi_complain_at(loading->errors, path, mark, "confidence '%s'; expected 80 %%, 90 %%, 95 %%, 97.5 %%, 99 %% or 99.9 %%", text);
  } else if (place->comparison == SOI_EQUAL) {
    soi_complain_at(loading->errors, path, mark, "'%s' has a confidence, but a mean is never equal; expected <=, <, >= or >", place->text);
  }
}

static void read_expectation(soi_loading *loading, const soi_key_path *path, const soi_tree *node, soi_expectation_definition *place) {
  const soi_mark mark = node->mark;
  if (node->broken) { return; }
  if (node->shape != SOI_TREE_SCALAR || soi_tree_is_nothing(node)) {
    char found[128];
    soi_tree_print(found, sizeof found, node);
    soi_complain_at(loading->errors, path, mark, "%s; expected %s", found, FORM);
    return;
  }
  /* Cut it in three. */
  const char *const text = node->text;
  const char *const sign = text + strcspn(text, "<>=!");
  const char *const limit = sign + strspn(sign, "<>=!");
  place->text = trimmed(loading, text, text + strlen(text));
  place->metric = trimmed(loading, text, sign);
  const char *const comparison = trimmed(loading, sign, limit);
  uint32_t row = 0;
  while (row < COMPARISONS && strcmp(comparisons[row], comparison) != 0) { ++row; }
  if (row == COMPARISONS) {
    soi_complain_at(loading->errors, path, mark, "'%s' has no comparison soi knows; expected %s%s", place->text, FORM,
                    strcmp(comparison, "=") == 0 ? "; did you mean '=='?" : "");
    return;
  }
  place->comparison = (soi_comparison)row;
  const char *const reason = strstr(limit, because);
  if (soi_measure_read(loading, path, mark, place->metric, place)) {
    const char *const end = reason != NULL ? reason : text + strlen(text), *const at = limit + strcspn(limit, "@");
    const char *const written = trimmed(loading, limit, at < end ? at : end);
    place->unit = limit_unit(place, written);
    const soi_schema_field as = {.kind = SOI_KIND_QUANTITY, .unit = place->unit};
    soi_value_quantity(loading, path, &as, mark, written, &place->limit);
    if (at < end) { read_confidence(loading, path, mark, trimmed(loading, at + 1, end), place); }
  }
}

/* Whether an expectation is a line on the metric of a usual one. */
static bool is_on(const soi_expectation_definition *expectation, const char *usual_one) {
  const size_t length = strcspn(usual_one, " ");
  return strlen(expectation->metric) == length && strncmp(expectation->metric, usual_one, length) == 0;
}

/* Of two lines that limit the same from the same side, the one with a confidence is of the mean alone. */
static void leave_to_seeds(soi_expectation_definition *items, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t k = 0; k < count && items[i].confidence > 0.0; ++k) {
      const bool least = items[i].comparison >= SOI_AT_LEAST, other = items[k].comparison >= SOI_AT_LEAST;
      if (items[k].confidence == 0.0 && items[k].comparison != SOI_EQUAL && least == other &&
          strcmp(items[i].metric, items[k].metric) == 0) {
        items[i].over_seeds = true;
      }
    }
  }
}

/* Adds the usual expectations that the scenario has no line on, and marks those of its own that allow more. */
void soi_expect_usual(soi_loading *loading) {
  soi_scenario_definition *const scenario = &loading->definition->scenario;
  soi_arena *const arena = &loading->definition->arena;
  const uint32_t written = scenario->expect.count;
  soi_expectation_definition *const items = SOI_NEW(arena, soi_expectation_definition, written + USUAL);
  if (written > 0) { memcpy(items, scenario->expect.items, written * sizeof *items); }
  uint32_t count = written;
  for (uint32_t row = 0; row < USUAL; ++row) {
    bool own = false;
    for (uint32_t i = 0; i < written; ++i) {
      if (!is_on(&items[i], usual[row])) { continue; }
      own = true;
      items[i].exception = items[i].limit > 0.0 || (items[i].comparison != SOI_AT_MOST && items[i].comparison != SOI_EQUAL);
      if (items[i].exception) { items[i].text = soi_text_format(arena, "%s (an exception: soi expects 0)", items[i].text); }
    }
    if (!own) {
      const soi_tree node = {.shape = SOI_TREE_SCALAR, .text = usual[row]};
      items[count] = (soi_expectation_definition){.record = {.id = ""}, .text = "", .metric = ""};
      read_expectation(loading, NULL, &node, &items[count++]);
    }
  }
  leave_to_seeds(items, count);
  scenario->expect.items = items;
  scenario->expect.count = count;
}

void soi_expect_read(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node, void *place) {
  if (node->shape != SOI_TREE_SEQUENCE) {
    soi_value_refuse(loading, path, field, node);
    return;
  }
  soi_expectation_definition *const items = SOI_NEW(&loading->definition->arena, soi_expectation_definition, node->count);
  for (uint32_t i = 0; i < node->count; ++i) {
    const soi_key_path below = {.up = path, .item = i + 1};
    items[i] = (soi_expectation_definition){.record = {.id = "", .mark = node->pairs[i].value->mark}, .text = "", .metric = ""};
    read_expectation(loading, &below, node->pairs[i].value, &items[i]);
  }
  const soi_any_list list = {items, node->count};
  memcpy(place, &list, sizeof list);
}
