/* The schema's tables are sound, and what is generated from them is what is committed. */
#include "reading.h"
#include "schema.h"
#include "unit.h"

static uint32_t fields_seen;

static void check_field(const char *table, const soi_schema_field *field) {
  double low = 0.0, high = 0.0, value = 0.0;
  ++fields_seen;
  assert_non_null(field->doc);
  /* Ranges and defaults are written as in a file, and the default lies in the range. */
  if (field->kind == SOI_KIND_QUANTITY) {
    if (field->low == NULL || field->high == NULL) { fail_msg("%s.%s has no range", table, field->key); }
    assert_int_equal(soi_unit_parse(field->unit, field->low, &low, NULL), SOI_UNIT_OK);
    assert_int_equal(soi_unit_parse(field->unit, field->high, &high, NULL), SOI_UNIT_OK);
    assert_true(low < high);
    if (field->standard != NULL) {
      assert_int_equal(soi_unit_parse(field->unit, field->standard, &value, NULL), SOI_UNIT_OK);
      if (value < low || value > high) { fail_msg("%s.%s: the default %s is out of range", table, field->key, field->standard); }
    }
  }
  assert_true(soi_kind_has_table(field->kind) == (field->table != NULL));
  assert_true((field->kind == SOI_KIND_CHOICE) == (field->names != NULL));
}

static void check_table(const soi_table *table) {
  size_t offset = 0;
  for (uint32_t i = 0; i < table->count; ++i) {
    const soi_schema_field *const field = &table->fields[i];
    check_field(table->name, field);
    /* In the order of the members, so that record.marks can be read without the table. */
    if (field->offset <= offset || field->offset >= table->size) { fail_msg("%s.%s stands in the wrong place", table->name, field->key); }
    offset = field->offset;
    for (uint32_t j = 0; j < i; ++j) { assert_string_not_equal(field->key, table->fields[j].key); }
    if (field->table != NULL) { check_table(field->table); }
  }
}

static void tables_are_sound(void **state) {
  (void)state;
  check_table(&soi_map_table);
  check_table(&soi_scenario_table);
  assert_true(fields_seen > 200);
  for (soi_target target = 0; target < SOI_TARGET_COUNT; ++target) {
    const soi_table *const root = soi_target_in_map(target) ? &soi_map_table : &soi_scenario_table;
    const soi_schema_field *const field = soi_table_find(root, soi_target_key(target));
    assert_non_null(field);
    assert_int_equal(field->kind, SOI_KIND_RECORDS);
  }
}

static char *read_file(const char *path) {
  FILE *const file = fopen(path, "rb");
  char *const text = calloc(1, 1 << 18);
  assert_non_null(text);
  if (file == NULL) { fail_msg("%s is missing", path); }
  const size_t length = fread(text, 1, (1 << 18) - 1, file);
  fclose(file);
  assert_true(length < (1 << 18) - 1);
  return text;
}

static void compare_schema(bool scenario, const char *path) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  char *const committed = read_file(path);
  if (strcmp(committed, soi_schema_json(&arena, scenario)) != 0) {
    fail_msg("%s is not what the schema table gives; write it anew with: soi schema %s > %s", path, scenario ? "scenario" : "map", path);
  }
  free(committed);
  soi_arena_release(&arena);
}

static void committed_schemas_are_the_generated_ones(void **state) {
  (void)state;
  compare_schema(false, SOI_SOURCE_DIR "/maps/map.schema.json");
  compare_schema(true, SOI_SOURCE_DIR "/scenarios/scenario.schema.json");
}

/* Every YAML file we ship holds against the JSON Schema too. Exit code 77: python3-jsonschema is not there. */
static void shipped_files_hold_against_the_json_schema(void **state) {
  (void)state;
  const int status = system("python3 " SOI_SOURCE_DIR "/tests/unit/load/validate_schema.py " SOI_SOURCE_DIR);
  if (status == 77 << 8) {
    print_message("skipped: python3-jsonschema or python3-yaml is not there\n");
    skip();
  }
  assert_int_equal(status, 0);
}

static void expect_described(const char *key, bool markdown, const char *part) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const char *const text = soi_schema_describe(&arena, key, markdown, NULL);
  if (text == NULL || strstr(text, part) == NULL) {
    fail_msg("the words on %s do not have '%s':\n%s", key == NULL ? "everything" : key, part, text == NULL ? "(none)" : text);
  }
  soi_arena_release(&arena);
}

static void expect_nearest(const char *key, const char *due) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const char *nearest = NULL;
  assert_null(soi_schema_describe(&arena, key, false, &nearest));
  if (due == NULL) {
    assert_null(nearest);
  } else {
    assert_non_null(nearest);
    assert_string_equal(nearest, due);
  }
  soi_arena_release(&arena);
}

static void the_reference_describes_keys(void **state) {
  (void)state;
  expect_described("fleet.charge", false, "fleet.charge: a share in %, 0 % to 100 %; default 100 %\n  of its battery at the start\n");
  expect_described("map.roads.lane_width", false, "default 3 m");
  expect_described("roads.lane_width", false, "default 3 m");
  expect_described("map.signals.stages", false, "green: a time in ms, s, min, h or d, 1 s to 10 min; required");
  expect_described("service", true, "| `door_time` | a time in ms, s, min, h or d, 0 s to 1 min | 3 s |");
  expect_described("map", false, "relative to this file");
  expect_described("map", false, "buildings: a building for each id");
  expect_described(NULL, false, "pedestrians.walking");
  expect_described(NULL, true, "### map.roads");
  expect_nearest("fleet.chrage", "fleet.charge");
  expect_nearest("door_tim", "service.door_time");
  expect_nearest("map.nothing_like_it", NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tables_are_sound),
      cmocka_unit_test(committed_schemas_are_the_generated_ones),
      cmocka_unit_test(shipped_files_hold_against_the_json_schema),
      cmocka_unit_test(the_reference_describes_keys),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
