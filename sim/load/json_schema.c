/* The schema's tables as JSON Schema (draft 2020-12), for editors and for checking files without soi. Scenarios may extend
 * others, so nothing is required of a scenario file but of the items of its lists, which are never merged. */
#include <soi/load.h>
#include <string.h>

#include "schema.h"
#include "text.h"
#include "unit.h"
#include "composer.h"

enum { MOST_TABLES = 64 };

#define ID_PATTERN "^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"
#define NUMBER_PATTERN "[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?"
#define CLOCK_PATTERN "^([0-3][0-9]|4[0-7]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?$|^48:00(:00(\\.0{1,6})?)?$"

/* The tables that have been met, each written once. */
typedef struct found_tables {
  const soi_table *tables[MOST_TABLES];
  bool whole[MOST_TABLES]; /* records that are never merged: what is required can be */
  uint32_t count;
} found_tables;

static void find_tables(found_tables *found, const soi_table *table, bool whole) {
  for (uint32_t i = 0; i < table->count; ++i) {
    const soi_schema_field *const field = &table->fields[i];
    bool known = !soi_kind_has_table(field->kind);
    for (uint32_t j = 0; j < found->count && !known; ++j) { known = found->tables[j] == field->table; }
    if (!known) {
      SOI_ASSERT(found->count < MOST_TABLES);
      found->whole[found->count] = whole || field->kind == SOI_KIND_SEQUENCE;
      found->tables[found->count++] = field->table;
      find_tables(found, field->table, whole || field->kind == SOI_KIND_SEQUENCE);
    }
  }
}

/* "#/$defs/signal_stage" */
static const char *definition_name(soi_arena *arena, const soi_table *table, const char *prefix) {
  char *const name = soi_text_format(arena, "%s%s", prefix, table->name);
  for (char *at = name; *at != '\0'; ++at) { *at = *at == ' ' ? '_' : *at; }
  return name;
}

static const char *quantity_pattern(soi_arena *arena, soi_unit unit) {
  uint32_t count = 0;
  const soi_spelling *const spellings = soi_unit_spellings(unit, &count);
  const char *units = "";
  for (uint32_t i = 0; i < count; ++i) { units = soi_text_format(arena, "%s%s%s", units, i == 0 ? "" : "|", spellings[i].text); }
  return unit == SOI_UNIT_CLOCK ? CLOCK_PATTERN : soi_text_format(arena, "^%s ?(%s)$", NUMBER_PATTERN, units);
}

static void write_range(soi_composer *w, const soi_schema_field *field) {
  if (field->low != NULL) {
    soi_compose_word(w, "minimum", field->low);
    soi_compose_word(w, "maximum", field->high);
  }
}

static void write_quantity(soi_composer *w, const soi_schema_field *field) {
  if (field->unit == SOI_UNIT_NONE) {
    soi_compose_string(w, "type", "number");
    write_range(w, field);
  } else {
    soi_compose_string(w, "type", "string");
    soi_compose_string(w, "pattern", quantity_pattern(w->arena, field->unit));
  }
}

static void write_choice(soi_composer *w, const soi_schema_field *field) {
  soi_compose_open(w, "enum", '[');
  for (uint32_t i = 0; field->names[i] != NULL; ++i) { soi_compose_string(w, NULL, field->names[i]); }
  soi_compose_close(w, ']');
}

/* An array whose items are something that stands under $defs. */
static void write_array(soi_composer *w, const char *reference) {
  soi_compose_string(w, "type", "array");
  soi_compose_open(w, "items", '{');
  soi_compose_string(w, "$ref", reference);
  soi_compose_close(w, '}');
}

static void write_records(soi_composer *w, const soi_schema_field *field) {
  soi_compose_string(w, "type", "object");
  soi_compose_open(w, "propertyNames", '{');
  soi_compose_string(w, "pattern", ID_PATTERN);
  soi_compose_close(w, '}');
  soi_compose_open(w, "additionalProperties", '{');
  soi_compose_string(w, "$ref", definition_name(w->arena, field->table, "#/$defs/"));
  soi_compose_close(w, '}');
}

static void write_quantities(soi_composer *w, const soi_schema_field *field) {
  soi_compose_string(w, "type", "array");
  soi_compose_open(w, "items", '{');
  write_quantity(w, field);
  soi_compose_close(w, '}');
}

/* What the value of a key may be. */
static void write_value(soi_composer *w, const soi_schema_field *field) {
  switch (field->kind) {
    case SOI_KIND_TEXT: soi_compose_string(w, "type", "string"); break;
    case SOI_KIND_NAME: soi_compose_string(w, "$ref", "#/$defs/name"); break;
    case SOI_KIND_QUANTITY: write_quantity(w, field); break;
    case SOI_KIND_COUNT:
    case SOI_KIND_LEVEL:
      soi_compose_string(w, "type", "integer");
      write_range(w, field);
      break;
    case SOI_KIND_SEED:
      soi_compose_string(w, "type", "integer");
      soi_compose_word(w, "minimum", "0");
      soi_compose_word(w, "maximum", "18446744073709551615");
      break;
    case SOI_KIND_YES_NO: soi_compose_string(w, "$ref", "#/$defs/yes_no"); break;
    case SOI_KIND_CHOICE: write_choice(w, field); break;
    case SOI_KIND_REFERENCE: soi_compose_string(w, "$ref", "#/$defs/id"); break;
    case SOI_KIND_REFERENCES: write_array(w, "#/$defs/id"); break;
    case SOI_KIND_POINT: soi_compose_string(w, "$ref", "#/$defs/point"); break;
    case SOI_KIND_POINTS: write_array(w, "#/$defs/point"); break;
    case SOI_KIND_TEXTS: write_array(w, "#/$defs/text"); break;
    case SOI_KIND_QUANTITIES: write_quantities(w, field); break;
    case SOI_KIND_RECORD: soi_compose_string(w, "$ref", definition_name(w->arena, field->table, "#/$defs/")); break;
    case SOI_KIND_RECORDS: write_records(w, field); break;
    case SOI_KIND_SEQUENCE: write_array(w, definition_name(w->arena, field->table, "#/$defs/")); break;
    case SOI_KIND_EXPECT: write_array(w, "#/$defs/expectation"); break;
  }
}

/* The doc line, with the range where the pattern cannot say it, and the default. */
static void write_words(soi_composer *w, const soi_schema_field *field) {
  char range[128];
  soi_field_range(range, sizeof range, field);
  const bool says = field->kind == SOI_KIND_QUANTITY && field->unit != SOI_UNIT_NONE && range[0] != '\0';
  soi_compose_string(w, "description", soi_text_format(w->arena, "%s%s%s", field->doc, says ? "; " : "", says ? range : ""));
  if (field->standard == NULL) { return; }
  const bool bare = field->kind == SOI_KIND_COUNT || field->kind == SOI_KIND_LEVEL || field->kind == SOI_KIND_SEED ||
                    (field->kind == SOI_KIND_QUANTITY && field->unit == SOI_UNIT_NONE);
  (bare ? soi_compose_word : soi_compose_string)(w, "default", field->standard);
}

static void write_required(soi_composer *w, const soi_table *table) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < table->count; ++i) {
    if (soi_field_required(&table->fields[i])) {
      if (count++ == 0) { soi_compose_open(w, "required", '['); }
      soi_compose_string(w, NULL, table->fields[i].key);
    }
  }
  if (count > 0) { soi_compose_close(w, ']'); }
}

/* The inside of an object: its keys and nothing else. */
static void write_table(soi_composer *w, const soi_table *table, bool whole) {
  soi_compose_string(w, "type", "object");
  soi_compose_word(w, "additionalProperties", "false");
  if (whole) { write_required(w, table); }
  soi_compose_open(w, "properties", '{');
  for (uint32_t i = 0; i < table->count; ++i) {
    soi_compose_open(w, table->fields[i].key, '{');
    write_value(w, &table->fields[i]);
    write_words(w, &table->fields[i]);
    soi_compose_close(w, '}');
  }
  soi_compose_close(w, '}');
}

/* --- what is not in the tables ---------------------------------------------------------------------------------------- */

static void write_pattern(soi_composer *w, const char *name, const char *pattern, const char *words) {
  soi_compose_open(w, name, '{');
  soi_compose_string(w, "type", "string");
  if (pattern != NULL) { soi_compose_string(w, "pattern", pattern); }
  soi_compose_string(w, "description", words);
  soi_compose_close(w, '}');
}

static void write_name(soi_composer *w) {
  static const char *const languages[] = {"en", "th", "ja"};
  soi_compose_open(w, "name", '{');
  soi_compose_open(w, "oneOf", '[');
  soi_compose_open(w, NULL, '{');
  soi_compose_string(w, "type", "string");
  soi_compose_close(w, '}');
  soi_compose_open(w, NULL, '{');
  soi_compose_string(w, "type", "object");
  soi_compose_word(w, "additionalProperties", "false");
  soi_compose_open(w, "properties", '{');
  for (uint32_t i = 0; i < 3; ++i) {
    soi_compose_open(w, languages[i], '{');
    soi_compose_string(w, "type", "string");
    soi_compose_close(w, '}');
  }
  soi_compose_close(w, '}');
  soi_compose_close(w, '}');
  soi_compose_close(w, ']');
  soi_compose_close(w, '}');
}

static void write_point(soi_composer *w) {
  soi_compose_open(w, "point", '{');
  soi_compose_string(w, "type", "array");
  soi_compose_open(w, "items", '{');
  soi_compose_string(w, "type", "number");
  soi_compose_word(w, "minimum", "-100000");
  soi_compose_word(w, "maximum", "100000");
  soi_compose_close(w, '}');
  soi_compose_word(w, "minItems", "2");
  soi_compose_word(w, "maxItems", "2");
  soi_compose_string(w, "description", "metres east and north of the map's origin");
  soi_compose_close(w, '}');
}

/* Both schools of YAML: in 1.1 yes is a boolean, in 1.2 a text. */
static void write_yes_no(soi_composer *w) {
  soi_compose_open(w, "yes_no", '{');
  soi_compose_open(w, "enum", '[');
  soi_compose_word(w, NULL, "true");
  soi_compose_word(w, NULL, "false");
  soi_compose_string(w, NULL, "yes");
  soi_compose_string(w, NULL, "no");
  soi_compose_close(w, ']');
  soi_compose_close(w, '}');
}

static void write_common(soi_composer *w, bool scenario) {
  write_pattern(w, "id", ID_PATTERN, "the id of something");
  write_name(w);
  write_yes_no(w);
  write_pattern(w, "text", NULL, "a text");
  write_point(w);
  if (scenario) {
    write_pattern(w, "expectation", "^[a-z0-9_.() +/-]+ *(<=|<|>=|>|==) *[+-]?[0-9].*$",
                  "a metric, or sums and ratios of metrics, a comparison and a limit: wait.p90 <= 6 min");
  }
}

const char *soi_schema_json(soi_arena *arena, bool scenario) {
  const soi_table *const root = scenario ? &soi_scenario_table : &soi_map_table;
  soi_composer w = {.arena = arena};
  soi_compose_open(&w, NULL, '{');
  soi_compose_string(&w, "$schema", "https://json-schema.org/draft/2020-12/schema");
  soi_compose_string(&w, "title", scenario ? "soi scenario" : "soi map");
  soi_compose_string(&w, "description", "Generated from the schema table in sim/load/schema.c; do not edit.");
  write_table(&w, root, !scenario);
  /* Every record type once. */
  soi_compose_open(&w, "$defs", '{');
  write_common(&w, scenario);
  found_tables found = {.count = 0};
  find_tables(&found, root, !scenario);
  for (uint32_t i = 0; i < found.count; ++i) {
    soi_compose_open(&w, definition_name(arena, found.tables[i], ""), '{');
    write_table(&w, found.tables[i], found.whole[i]);
    soi_compose_close(&w, '}');
  }
  soi_compose_close(&w, '}');
  soi_compose_close(&w, '}');
  soi_compose(&w, "\n");
  return w.text;
}
