/* Walks a record's table and its mapping: every row is read, defaulted or missed, every key that no row has is reported. */
#include "read.h"

#include <math.h>
#include <string.h>

#include "expect.h"
#include "suggest.h"
#include "text.h"
#include "value.h"

static void read_record(soi_loading *loading, const soi_key_path *path, const soi_table *table, const char *id, soi_mark mark,
                        soi_tree *tree, void *record);

static void report_unknown_keys(soi_loading *loading, const soi_key_path *path, const soi_table *table, const soi_tree *tree) {
  for (uint32_t i = 0; i < tree->count; ++i) {
    const soi_pair *const pair = &tree->pairs[i];
    if (soi_table_find(table, pair->key) == NULL) {
      soi_complain_at(loading->errors, path, pair->mark, "unknown key '%s'%s", pair->key,
                      soi_suggest_key(loading, pair->key, table, loading->in_map));
    }
  }
}

/* Ids are typed in overrides and reports, so they are plain words. */
static void check_id(soi_loading *loading, const soi_key_path *path, const soi_pair *pair) {
  enum { LONGEST = 64 };
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  const size_t length = strlen(pair->key);
  if (strspn(pair->key, allowed) != length || length > LONGEST || pair->key[0] == '-') {
    soi_complain_at(loading->errors, path, pair->mark, "'%s' cannot be an id; expected at most %d letters, digits, _ and -", pair->key,
                    LONGEST);
  }
}

/* Whether a record that only an override names lacks what a new one needs: its id is a slip of the pen, then. */
static bool is_slip(soi_loading *loading, const soi_table *table, soi_tree *tree) {
  bool slip = false;
  for (uint32_t i = 0; tree->implied && i < table->count && !slip; ++i) {
    slip = soi_field_required(&table->fields[i]) && soi_tree_find(&loading->scratch, tree, table->fields[i].key) == NULL;
  }
  return slip;
}

static void report_slip(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *list,
                        const soi_pair *pair) {
  enum { MOST_NAMED = 12 };
  const char *ids = "";
  uint32_t named = 0;
  soi_tree *const known = soi_tree_make(&loading->scratch, SOI_TREE_MAPPING, list->mark);
  for (uint32_t i = 0; i < list->count; ++i) {
    const soi_pair *const other = &list->pairs[i];
    if (!other->value->implied) {
      soi_tree_append(&loading->scratch, known, other->key, other->mark, other->value);
      ids = ++named > MOST_NAMED ? ids : soi_text_format(&loading->scratch, "%s%s%s", ids, named == 1 ? "" : ", ", other->key);
    }
  }
  soi_complain_at(loading->errors, path, pair->mark, "there is no %s '%s'; expected %s%s%s%s", field->table->name, pair->key,
                  named == 0 ? "all the keys of a new one" : "one of ", ids, named > MOST_NAMED ? " ..." : "",
                  soi_suggest(loading, soi_suggest_id(loading, pair->key, known)));
}

/* A record that stands for several is read, and complained of, once: the next one is a copy under its own id. */
static void repeat_record(soi_loading *loading, const soi_table *table, const char *id, const void *before, void *record) {
  memcpy(record, before, table->size);
  soi_record *const head = record;
  head->id = soi_text_copy(&loading->definition->arena, id, strlen(id));
  for (uint32_t i = 0; i < table->count; ++i) {
    if (table->fields[i].kind == SOI_KIND_NAME && head->marks[i].line == 0) {
      *(soi_name *)((char *)record + table->fields[i].offset) = (soi_name){.en = head->id};
    }
  }
}

/* Reads the records of a list: by id when keyed, in their order otherwise. */
static void read_list(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *tree, void *place) {
  const bool keyed = field->kind == SOI_KIND_RECORDS;
  if (tree->broken) { return; }
  if (tree->shape != (keyed ? SOI_TREE_MAPPING : SOI_TREE_SEQUENCE)) {
    soi_value_refuse(loading, path, field, tree);
    return;
  }
  const size_t size = field->table->size;
  char *const items = soi_arena_allocate(&loading->definition->arena, size * tree->count);
  for (uint32_t i = 0; i < tree->count; ++i) {
    const soi_pair *const pair = &tree->pairs[i];
    const soi_key_path below = {.up = path, .key = keyed ? pair->key : NULL, .item = i + 1};
    if (keyed) { check_id(loading, path, pair); }
    if (keyed && i > 0 && pair->value == pair[-1].value && memcmp(&pair->mark, &pair[-1].mark, sizeof pair->mark) == 0) {
      repeat_record(loading, field->table, pair->key, items + size * (i - 1), items + size * i);
      continue;
    }
    const bool slip = keyed && !loading->part && is_slip(loading, field->table, pair->value);
    if (slip) { report_slip(loading, path, field, tree, pair); }
    read_record(loading, &below, field->table, pair->key, pair->mark, slip ? NULL : pair->value, items + size * i);
  }
  const soi_any_list list = {items, tree->count};
  memcpy(place, &list, sizeof list);
}

/* Reads the value of one key. */
static void read_field(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_tree *value, soi_mark mark,
                       void *place) {
  switch (field->kind) {
    case SOI_KIND_RECORD: read_record(loading, path, field->table, "", mark, value, place); break;
    case SOI_KIND_RECORDS:
    case SOI_KIND_SEQUENCE: read_list(loading, path, field, value, place); break;
    case SOI_KIND_EXPECT: soi_expect_read(loading, path, field, value, place); break;
    default: soi_value_read(loading, path, field, value, place); break;
  }
}

/* A choice that must be made but is not: one past the last name. */
static void leave_open(const soi_schema_field *field, void *place) {
  uint32_t count = 0;
  while (field->names[count] != NULL) { ++count; }
  memcpy(place, &count, sizeof count);
}

/* What a key that is not written stands for. */
static void default_field(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_mark mark, const char *id,
                          void *place) {
  if (field->kind == SOI_KIND_RECORD) {
    read_record(loading, path, field->table, "", mark, NULL, place);
  } else if (field->kind == SOI_KIND_NAME) {
    *(soi_name *)place = (soi_name){.en = id};
  } else if (field->kind == SOI_KIND_TEXT) {
    *(const char **)place = "";
  } else if (field->standard != NULL) {
    soi_tree value = {.shape = SOI_TREE_SCALAR, .text = field->standard, .whole = true, .mark = mark};
    soi_value_read(loading, path, field, &value, place);
  } else if (field->kind == SOI_KIND_CHOICE) {
    leave_open(field, place);
  }
}

static void report_missing(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_mark mark) {
  char expected[512];
  soi_field_expected(expected, sizeof expected, field);
  soi_complain_at(loading->errors, path, mark, "'%s' is missing; expected %s", field->key, expected);
}

/* Reads one record. A null tree gives one of defaults, of which nothing is required. */
static void read_record(soi_loading *loading, const soi_key_path *path, const soi_table *table, const char *id, soi_mark mark,
                        soi_tree *tree, void *record) {
  soi_arena *const arena = &loading->definition->arena;
  soi_mark *const marks = SOI_NEW(arena, soi_mark, table->count);
  const char *const own_id = id[0] == '\0' ? "" : soi_text_copy(arena, id, strlen(id));
  *(soi_record *)record = (soi_record){own_id, mark, marks};
  if (tree != NULL && tree->broken) { tree = NULL; }
  if (tree != NULL && tree->shape != SOI_TREE_MAPPING) {
    char found[128];
    soi_tree_print(found, sizeof found, tree);
    soi_complain_at(loading->errors, path, tree->mark, "%s; expected keys and values, {...}", found);
    tree = NULL;
  }
  if (tree != NULL) { report_unknown_keys(loading, path, table, tree); }
  /* Only of a record that has been read to its end is something missing. */
  const bool strict = tree != NULL && tree->whole && (loading->in_map || !loading->part);
  for (uint32_t i = 0; i < table->count; ++i) {
    const soi_schema_field *const field = &table->fields[i];
    void *const place = (char *)record + field->offset;
    const soi_pair *const pair = tree == NULL ? NULL : soi_tree_find(&loading->scratch, tree, field->key);
    const soi_key_path below = {.up = path, .key = field->key};
    if (pair == NULL || field->kind != SOI_KIND_RECORD) { default_field(loading, &below, field, mark, own_id, place); }
    /* A quantity that must be there is no number until it is: checks that compare it say nothing then. */
    if (strict && field->kind == SOI_KIND_QUANTITY && field->standard == NULL) { *(double *)place = NAN; }
    if (pair != NULL) {
      marks[i] = pair->value->mark;
      read_field(loading, &below, field, pair->value, pair->mark, place);
    } else if (strict && soi_field_required(field)) {
      report_missing(loading, path, field, mark);
    }
  }
}

void soi_read_map(soi_loading *loading) {
  loading->in_map = true;
  read_record(loading, NULL, &soi_map_table, "", loading->map->mark, loading->map, &loading->definition->map);
}

/* A kind of vehicle for which none is written sees with one of the usual kind. */
static void give_sensors(soi_definition *definition) {
  for (uint32_t i = 0; i < definition->scenario.vehicle_types.count; ++i) {
    soi_automation_definition *const automation = &definition->scenario.vehicle_types.items[i].automation;
    if (automation->sensors.count > 0) { continue; }
    automation->sensors.items = SOI_NEW(&definition->arena, soi_sensor_definition, 1);
    automation->sensors.count = 1;
    soi_read_defaults(definition, &soi_sensor_table, automation->sensors.items);
  }
}

void soi_read_scenario(soi_loading *loading) {
  loading->in_map = false;
  read_record(loading, NULL, &soi_scenario_table, "", loading->scenario->mark, loading->scenario, &loading->definition->scenario);
  give_sensors(loading->definition);
}

void soi_read_defaults(soi_definition *definition, const soi_table *table, void *record) {
  soi_errors errors = {.arena = &definition->arena};
  soi_loading loading = {.definition = definition, .errors = &errors, .part = true};
  read_record(&loading, NULL, table, "", (soi_mark){.file = 0}, NULL, record);
  SOI_ASSERT(errors.count == 0);
}
