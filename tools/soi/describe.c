/* soi describe, soi schema and soi metrics: the references that the library generates from its tables. */
#include <stdlib.h>
#include <string.h>

#include <soi/soi.h>

#include "terminal.h"
#include "tool.h"

/* Whether expectations know this name, with or without its part: wait.p90 and wait. */
static bool is_metric(const char *name) {
  bool found = soi_metric_find(name, &(soi_unit){0}, NULL);
  for (soi_metric metric = 0; metric < SOI_METRIC_COUNT_ && !found; ++metric) { found = strcmp(soi_metric_get(metric)->name, name) == 0; }
  return found;
}

int describe_command(const tool_arguments *arguments) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const char *const key = arguments->operand_count > 0 ? arguments->operands[0] : NULL;
  const char *nearest = NULL;
  const char *const text = soi_schema_describe(&arena, key, arguments_given(arguments, OPTION_MARKDOWN), &nearest);
  if (text != NULL) {
    fputs(text, stdout);
  } else if (is_metric(key)) {
    terminal_complain("describe", "'%s' is a metric, no key; 'soi metrics' says what it is", key);
  } else if (nearest != NULL) {
    terminal_complain("describe", "there is no key '%s'; did you mean '%s'?", key, nearest);
  } else {
    terminal_complain("describe", "there is no key '%s'; 'soi describe' prints all", key);
  }
  soi_arena_release(&arena);
  return text != NULL ? SOI_VERDICT_HELD : SOI_VERDICT_INPUT;
}

int schema_command(const tool_arguments *arguments) {
  const char *const which = arguments->operands[0];
  const bool scenario = strcmp(which, "scenario") == 0;
  if (!scenario && strcmp(which, "map") != 0) {
    terminal_complain("schema", "'%s' is wrong; expected map or scenario", which);
    return SOI_VERDICT_INPUT;
  }
  soi_arena arena = soi_arena_make(soi_memory_libc());
  fputs(soi_schema_json(&arena, scenario), stdout);
  soi_arena_release(&arena);
  return SOI_VERDICT_HELD;
}

/* --- metrics ------------------------------------------------------------------------------------------------------------ */

/* The unit as an expectation can write it: what follows the number in a quantity. buffer needs 64 bytes. */
static const char *unit_name(char *buffer, soi_unit unit) {
  soi_unit_print(buffer, 64, unit, 0);
  const char *const space = strchr(buffer, ' ');
  return space == NULL ? "1" : space + 1;
}

static const char *shape_name(soi_metric_shape shape) {
  return shape == SOI_METRIC_DISTRIBUTION ? "distribution" : shape == SOI_METRIC_COUNT ? "count" : "figure";
}

static void print_row(const char *name, soi_unit unit, const char *shape, const char *definition, const char *source, bool markdown) {
  char buffer[64];
  printf(markdown ? "| `%s` | %s | %s | %s | %s |\n" : "%-22s %-6s %-13s%s (%s)\n", name, unit_name(buffer, unit), shape, definition,
         source);
}

int metrics_command(const tool_arguments *arguments) {
  const bool markdown = arguments_given(arguments, OPTION_MARKDOWN);
  if (markdown) { puts("| metric | unit | shape | definition | source |\n|---|---|---|---|---|"); }
  for (soi_metric metric = 0; metric < SOI_METRIC_COUNT_; ++metric) {
    const soi_metric_info *const info = soi_metric_get(metric);
    print_row(info->name, info->unit, shape_name(info->shape), info->definition, info->source, markdown);
  }
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) {
    char *const name = terminal_format("lost.%s", soi_cause_name(cause));
    soi_unit unit;
    if (soi_metric_find(name, &unit, NULL)) {
      char *const definition = terminal_format("cart time lost: %s", soi_cause_words(cause));
      print_row(name, unit, "figure", definition, "definition", markdown);
      free(definition);
    }
    free(name);
  }
  return SOI_VERDICT_HELD;
}
