/* The reference: what the schema's tables say, for people. Keys are named by their path; those of maps begin with "map.". */
#include <soi/load.h>
#include <string.h>

#include "schema.h"
#include "text.h"
#include "unit.h"
#include "composer.h"

/* What stands at a path. */
typedef struct topic {
  const soi_schema_field *field; /* null for the top of a file */
  const soi_table *table;        /* the record's own keys; null for a plain value */
} topic;

/* --- finding --------------------------------------------------------------------------------------------------------- */

static bool find_below(const soi_table *table, const char *path, topic *found) {
  const char *const dot = strchr(path, '.');
  const size_t length = dot == NULL ? strlen(path) : (size_t)(dot - path);
  for (uint32_t i = 0; i < table->count; ++i) {
    const soi_schema_field *const field = &table->fields[i];
    if (strlen(field->key) == length && strncmp(field->key, path, length) == 0) {
      *found = (topic){field, soi_kind_has_table(field->kind) ? field->table : NULL};
      return dot == NULL || (found->table != NULL && find_below(found->table, dot + 1, found));
    }
  }
  return false;
}

static bool find(const char *path, topic *found) {
  if (strncmp(path, "map.", 4) == 0) { return find_below(&soi_map_table, path + 4, found); }
  if (find_below(&soi_scenario_table, path, found)) { return true; }
  return find_below(&soi_map_table, path, found);
}

/* All paths below a table. */
typedef struct path_list {
  const char **items;
  uint32_t count, capacity;
} path_list;

static void add_paths(soi_arena *arena, path_list *list, const soi_table *table, const char *prefix) {
  for (uint32_t i = 0; i < table->count; ++i) {
    const soi_schema_field *const field = &table->fields[i];
    const char *const path = soi_text_format(arena, "%s%s", prefix, field->key);
    if (list->count < list->capacity) { list->items[list->count] = path; }
    ++list->count;
    if (soi_kind_has_table(field->kind)) { add_paths(arena, list, field->table, soi_text_format(arena, "%s.", path)); }
  }
}

static const char *last_word(const char *path) {
  const char *const dot = strrchr(path, '.');
  return dot == NULL ? path : dot + 1;
}

/* The path most like the key: spelt nearly so, or ending in a word spelt nearly like its last. */
static const char *nearest_path(soi_arena *arena, const char *key) {
  const char *const plural = soi_text_format(arena, "%ss", key); /* of a section: "charger" */
  topic found;
  if (find(plural, &found)) { return plural; }
  path_list list = {.capacity = 512};
  list.items = SOI_NEW(arena, const char *, list.capacity);
  add_paths(arena, &list, &soi_scenario_table, "");
  add_paths(arena, &list, &soi_map_table, "map.");
  SOI_ASSERT(list.count <= list.capacity);
  const char *const near = soi_text_nearest(key, list.items, list.count);
  if (near != NULL) { return near; }
  const char **const words = SOI_NEW(arena, const char *, list.count);
  for (uint32_t i = 0; i < list.count; ++i) { words[i] = last_word(list.items[i]); }
  const char *const word = soi_text_nearest(last_word(key), words, list.count);
  for (uint32_t i = 0; i < list.count && word != NULL; ++i) {
    if (words[i] == word) { return list.items[i]; }
  }
  return NULL;
}

/* --- writing --------------------------------------------------------------------------------------------------------- */

/* "a length in mm, cm, m or km, 2 m to 6 m" */
static const char *value_words(soi_arena *arena, const soi_schema_field *field) {
  char what[512], range[128];
  soi_field_expected(what, sizeof what, field);
  soi_field_range(range, sizeof range, field);
  const bool says = range[0] != '\0' && field->kind != SOI_KIND_POINT && field->kind != SOI_KIND_POINTS && field->unit != SOI_UNIT_CLOCK;
  return soi_text_format(arena, "%s%s%s", what, says ? ", " : "", says ? range : "");
}

static const char *default_words(soi_arena *arena, const soi_schema_field *field, const char *before) {
  if (soi_field_required(field)) { return soi_text_format(arena, "%srequired", before); }
  return field->standard == NULL ? "" : soi_text_format(arena, "%s%s%s", before, before[0] == '\0' ? "" : "default ", field->standard);
}

static void write_row_plain(soi_composer *w, const soi_schema_field *field) {
  soi_compose(w, "  %s: %s%s\n      %s\n", field->key, value_words(w->arena, field), default_words(w->arena, field, "; "), field->doc);
}

static void write_row_markdown(soi_composer *w, const soi_schema_field *field) {
  const char *const usual = default_words(w->arena, field, "");
  soi_compose(w, "| `%s` | %s | %s | %s |\n", field->key, value_words(w->arena, field), usual, field->doc);
}

static void write_keys(soi_composer *w, const soi_table *table, bool markdown) {
  if (markdown) { soi_compose(w, "| key | value | default | what it is |\n|---|---|---|---|\n"); }
  for (uint32_t i = 0; i < table->count; ++i) { (markdown ? write_row_markdown : write_row_plain)(w, &table->fields[i]); }
  soi_compose(w, "\n");
}

/* A table and all below it, each under its path. */
static void write_section(soi_composer *w, const soi_table *table, const char *path, const char *doc, bool markdown) {
  soi_compose(w, markdown ? "### %s\n\n%s\n\n" : "%s: %s\n", path, doc);
  write_keys(w, table, markdown);
  for (uint32_t i = 0; i < table->count; ++i) {
    const soi_schema_field *const field = &table->fields[i];
    if (soi_kind_has_table(field->kind)) {
      const char *const top = strcmp(path, "scenario") == 0 ? "" : soi_text_format(w->arena, "%s.", path);
      write_section(w, field->table, soi_text_format(w->arena, "%s%s", top, field->key), field->doc, markdown);
    }
  }
}

static void write_topic(soi_composer *w, const char *key, topic found, bool markdown) {
  if (found.table != NULL) {
    const char *const doc = soi_text_format(w->arena, "%s; %s", found.field->doc, value_words(w->arena, found.field));
    write_section(w, found.table, key, doc, markdown);
    return;
  }
  soi_compose(w, "%s: %s%s\n  %s\n", key, value_words(w->arena, found.field), default_words(w->arena, found.field, "; "), found.field->doc);
}

static void write_scenario(soi_composer *w, bool markdown) {
  write_section(w, &soi_scenario_table, "scenario", "the keys of a scenario file", markdown);
}

static void write_map(soi_composer *w, bool markdown) { write_section(w, &soi_map_table, "map", "the keys of a map file", markdown); }

const char *soi_schema_describe(soi_arena *arena, const char *key, bool markdown, const char **nearest) {
  soi_composer w = {.arena = arena};
  topic found = {.field = NULL};
  if (key == NULL) {
    write_scenario(&w, markdown);
    write_map(&w, markdown);
    return w.text;
  }
  /* The two kinds of file by their names; "map" is also a key of scenarios. */
  if (strcmp(key, "scenario") == 0 || strcmp(key, "map") == 0) {
    if (find(key, &found)) {
      write_topic(&w, key, found, markdown);
      soi_compose(&w, "\n");
    }
    (key[0] == 'm' ? write_map : write_scenario)(&w, markdown);
    return w.text;
  }
  if (!find(key, &found)) {
    if (nearest != NULL) { *nearest = nearest_path(arena, key); }
    return NULL;
  }
  write_topic(&w, key, found, markdown);
  return w.text;
}
