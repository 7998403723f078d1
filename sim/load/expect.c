/* An expectation is a metric, a comparison and a limit. The metric must be one of metrics.h, the limit must have its unit. */
#include "expect.h"

#include <string.h>

#include "suggest.h"
#include "text.h"
#include "unit.h"
#include "value.h"

static const char *const comparisons[] = {
  [SOI_AT_MOST] = "<=", [SOI_LESS] = "<", [SOI_AT_LEAST] = ">=", [SOI_MORE] = ">", [SOI_EQUAL] = "=="};
enum { COMPARISONS = sizeof comparisons / sizeof comparisons[0] };

#define FORM "a metric, one of <=, <, >=, >, == and a limit, as in \"wait.p90 <= 6 min\""

/* The text from a up to b without the spaces around it. */
static const char *trimmed(soi_loading *loading, const char *a, const char *b) {
  while (a < b && *a == ' ') {
    ++a;
  }
  while (b > a && b[-1] == ' ') {
    --b;
  }
  return soi_text_copy(&loading->definition->arena, a, (size_t)(b - a));
}

static bool find_metric(soi_loading *loading, const soi_path *path, soi_mark mark, const char *name, soi_unit *unit) {
  const char *nearest = NULL;
  if (soi_metric_find(name, unit, &nearest)) {
    return true;
  }
  /* A distribution alone is not a figure. */
  const char *const mean = soi_text_format(&loading->scratch, "%s.mean", name);
  if (soi_metric_find(mean, unit, NULL)) {
    soi_complain_at(loading->errors, path, mark,
                    "metric '%s' has several figures; expected one of .mean, .p50, .p90, .p95, .max, .min, "
                    ".count after it; did you mean '%s'?",
                    name, mean);
  } else {
    soi_complain_at(loading->errors, path, mark, "there is no metric '%s'; expected a name of the metrics' list%s", name,
                    soi_suggest(loading, nearest));
  }
  return false;
}

static void read_expectation(soi_loading *loading, const soi_path *path, const soi_tree *node,
                             soi_expectation_definition *place) {
  const soi_mark mark = node->mark;
  if (node->broken) {
    return;
  }
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
  while (row < COMPARISONS && strcmp(comparisons[row], comparison) != 0) {
    ++row;
  }
  if (row == COMPARISONS) {
    soi_complain_at(loading->errors, path, mark, "'%s' has no comparison soi knows; expected %s%s", place->text, FORM,
                    strcmp(comparison, "=") == 0 ? "; did you mean '=='?" : "");
    return;
  }
  place->comparison = (soi_comparison)row;
  /* The metric's unit is the limit's. */
  soi_unit unit = SOI_UNIT_NONE;
  if (!find_metric(loading, path, mark, place->metric, &unit)) {
    return;
  }
  const soi_field as = {.kind = SOI_KIND_QUANTITY, .unit = unit};
  soi_value_quantity(loading, path, &as, mark, trimmed(loading, limit, text + strlen(text)), &place->limit);
}

void soi_expect_read(soi_loading *loading, const soi_path *path, const soi_field *field, const soi_tree *node, void *place) {
  if (node->shape != SOI_TREE_SEQUENCE) {
    soi_value_refuse(loading, path, field, node);
    return;
  }
  soi_expectation_definition *const items = SOI_NEW(&loading->definition->arena, soi_expectation_definition, node->count);
  for (uint32_t i = 0; i < node->count; ++i) {
    const soi_path below = {.up = path, .item = i + 1};
    items[i] = (soi_expectation_definition){.record = {.id = "", .mark = node->pairs[i].value->mark}, .text = "", .metric = ""};
    read_expectation(loading, &below, node->pairs[i].value, &items[i]);
  }
  const soi_any_list list = {items, node->count};
  memcpy(place, &list, sizeof list);
}
