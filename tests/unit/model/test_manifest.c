/* The model's manifest: whatever changes in a table is in the hash, and the first difference names it; ids and spans are in range. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "build.h"
#include "place.h"

/* A model of the crossroads' morning with a table's value changed: hash_of counts, told names it. */
typedef struct flip {
  const soi_model *plain;
  soi_model *other;
  uint32_t columns;
} flip;

static bool is(const char *type, const char *name) { return strcmp(type, name) == 0; }

/* Changes a value: a bit of a number, the text where it points to one. */
static void change(const char *type, void *value, size_t size) {
  if (is(type, "const char *") || is(type, "soi_name")) {
    static const char *const other = "another";
    memcpy(value, &other, sizeof other);
  } else {
    ((unsigned char *)value)[size - 1] ^= 1; /* of a double, one of its exponent; of a whole number a large one */
  }
}

static void look(flip *f, const char *called, const char *column, const char *type, void *value, size_t size) {
  unsigned char before[64];
  char told[300] = "";
  assert_true(size <= sizeof before);
  assert_false(soi_model_difference(f->plain, f->other, told, sizeof told));
  memcpy(before, value, size);
  change(type, value, size);
  const bool differs = soi_model_difference(f->plain, f->other, told, sizeof told);
  if (!differs || strncmp(told, called, strlen(called)) != 0 || strstr(told, strcmp(column, "id") == 0 ? "stands where" : column) == NULL) {
    fail_msg("%s, %s: told is '%s'", called, column, told);
  }
  if (soi_model_hash(f->other) == f->plain->hash) { fail_msg("%s, %s: the hash is the same", called, column); }
  memcpy(value, before, size);
  ++f->columns;
}

/* Tables and arrays that had rows in one of the places. */
typedef struct table_names {
  const char *items[64];
  uint32_t count;
} table_names;

static bool among(const table_names *names, const char *name) {
  for (uint32_t i = 0; i < names->count; ++i) {
    if (is(names->items[i], name)) { return true; }
  }
  return false;
}

static void note(table_names *names, const char *name) {
  if (!among(names, name)) { names->items[names->count++] = name; }
}

/* Every column of the last row of each table that has rows in a place. */
static void flip_columns(const char *name, table_names *seen) {
  place *const a = place_open(name, NULL), *const b = place_open(name, NULL);
  assert_non_null(a->model);
  flip f = {.plain = a->model, .other = b->model};
  assert_true(soi_model_hash(b->model) == a->model->hash);
  soi_model *const m = b->model;
#define COLUMN(type, name, use, doc) look(&f, at, #name, #type, &row->name, sizeof row->name);
#define NUMBER(type, member, use, key) look(&f, key, "", #type, &m->member, sizeof m->member);
#define SINGLE(type, member, called, columns) \
  { \
    type *const row = &m->member; \
    const char *const at = called; \
    columns(COLUMN) \
  }
#define TABLE(type, member, count, called, more, columns) \
  if (m->count > 0) { \
    type *const row = &m->member[m->count]; \
    const char *const at = called; \
    note(seen, #member); \
    columns(COLUMN) \
  }
#define PART(type, member, columns) \
  { \
    type *const row = &m->types[m->type_count].member; \
    const char *const at = "vehicle_types"; \
    columns(COLUMN) \
  }
#define ARRAY(type, member, use, count_) \
  { \
    const soi_model *const model = m; \
    const size_t count = count_; \
    if (count > 0) { \
      note(seen, #member); \
      look(&f, #member, "", #type, &m->member[count - 1], sizeof m->member[0]); \
    } \
  }
  SOI_MODEL_NUMBERS(NUMBER)
  SOI_MODEL_SINGLES(SINGLE) {
    soi_vehicle_type *const row = &m->types[m->type_count];
    const char *const at = "vehicle_types";
    SOI_TYPE_COLUMNS(COLUMN)
  }
  SOI_MODEL_TABLES(TABLE)
  SOI_TYPE_PARTS(PART)
  SOI_MODEL_ARRAYS(ARRAY)
  SOI_MODEL_DERIVED(NUMBER)
  print_message("%s: %u columns\n", name, f.columns);
  place_close(a);
  place_close(b);
}

static void every_column_counts(void **state) {
  (void)state;
  table_names seen = {0};
  flip_columns("crossroads-troubles.yaml", &seen);
  flip_columns("ring-traffic.yaml", &seen);
  flip_columns("../../scenarios/bangsue/rain.yaml", &seen);
#define HAD_TABLE(type, member, ...) \
  if (!among(&seen, #member)) { fail_msg("no place has %s", #member); }
#define HAD_ARRAY(type, member, ...) HAD_TABLE(type, member, )
  SOI_MODEL_TABLES(HAD_TABLE)
  SOI_MODEL_ARRAYS(HAD_ARRAY)
}

/* Where values of a model lie that name rows of its tables; told stays empty while all are in range. */
typedef struct hold {
  const soi_model *model;
  char told[200];
  uint32_t ids, spans;
} hold;

/* First and last row of a table or array by its member's name; false when there is none. */
static bool find_rows(const soi_model *model, const char *name, uint64_t *first, uint64_t *last) {
#define TABLE_ROWS(type, member, count, ...) \
  if (strcmp(name, #member) == 0) { return *first = 1, *last = model->count, true; }
#define ARRAY_ROWS(type, member, use, count) \
  if (strcmp(name, #member) == 0) { return *first = 0, *last = (count)-1, (count) > 0; }
  SOI_MODEL_TABLES(TABLE_ROWS)
  SOI_MODEL_ARRAYS(ARRAY_ROWS)
  return false;
}

static bool span_in_range(const soi_model *model, const char *doc, soi_span span) {
  char table[64];
  uint64_t first = 0, last = 0;
  if (sscanf(doc, "rows of %63[a-z_]", table) != 1) { return false; }
  return span.count == 0 ||
         (find_rows(model, table, &first, &last) && span.first >= first && (uint64_t)span.first + span.count - 1 <= last);
}

static void hold_value(hold *h, const char *called, size_t row, const char *column, const char *type, const char *doc, const void *value) {
  const uint32_t most = soi_id_rows(h->model, type);
  soi_span span = {0};
  uint32_t id = 0;
  if (is(type, "soi_span")) {
    memcpy(&span, value, sizeof span);
    ++h->spans;
  } else if (most != UINT32_MAX) {
    memcpy(&id, value, sizeof id);
    ++h->ids;
  }
  const bool good = id <= most && (!is(type, "soi_span") || span_in_range(h->model, doc, span));
  if (!good && h->told[0] == '\0') {
    snprintf(h->told, sizeof h->told, "%s, row %zu, %s: %s is %u (%u from %u), '%s'", called, row, column, type, id, span.count, span.first,
             doc);
  }
}

/* Every id and every span of a model. */
static void hold_model(hold *h) {
  const soi_model *const model = h->model;
#define HELD(type, name, use, doc) hold_value(h, at, i, #name, #type, doc, &row->name);
#define SINGLE_HELD(type, member, called, columns) \
  { \
    const type *const row = &model->member; \
    const char *const at = called; \
    const size_t i = 0; \
    columns(HELD) \
  }
#define TABLE_HELD(type, member, count, called, more, columns) \
  for (size_t i = 1; i <= model->count; ++i) { \
    const type *const row = &model->member[i]; \
    const char *const at = called; \
    columns(HELD) \
  }
#define PART_HELD(type, member, columns) \
  for (size_t i = 1; i <= model->type_count; ++i) { \
    const type *const row = &model->types[i].member; \
    const char *const at = "vehicle_types"; \
    columns(HELD) \
  }
#define ARRAY_HELD(type, member, use, count) \
  for (size_t i = 0; soi_id_rows(model, #type) != UINT32_MAX && i < (count); ++i) { \
    hold_value(h, #member, i, "", #type, "", &model->member[i]); \
  }
  SOI_MODEL_SINGLES(SINGLE_HELD)
  SOI_MODEL_TABLES(TABLE_HELD)
  SOI_TYPE_PARTS(PART_HELD)
  SOI_MODEL_ARRAYS(ARRAY_HELD)
}

static void every_id_and_span_is_in_range(void **state) {
  (void)state;
  glob_t found;
  assert_int_equal(glob(SOI_SOURCE_DIR "/scenarios/*/*.yaml", 0, NULL, &found), 0);
  uint32_t models = 0;
  for (size_t i = 0; i < found.gl_pathc; ++i) {
    if (strstr(found.gl_pathv[i], "/common/") != NULL) { continue; }
    char path[1024];
    snprintf(path, sizeof path, "../../%s", found.gl_pathv[i] + strlen(SOI_SOURCE_DIR) + 1);
    place *const p = place_open(path, NULL);
    assert_non_null(p->model);
    hold h = {.model = p->model};
    hold_model(&h);
    if (h.told[0] != '\0') { fail_msg("%s: %s", path, h.told); }
    assert_true(h.ids > 1000 && h.spans > 100);
    ++models;
    place_close(p);
  }
  globfree(&found);
  assert_true(models > 5);
}

/* The last of a table is in range, the next is not; of a span, its end counts. */
static void a_value_out_of_range_is_told(void **state) {
  (void)state;
  place *const p = place_open("crossroads-morning.yaml", NULL);
  soi_model *const m = p->model;
  hold h = {.model = m};
  m->lanes[1].signal = m->signal_count;
  hold_model(&h);
  assert_string_equal(h.told, "");
  m->lanes[1].signal = m->signal_count + 1;
  hold_model(&h);
  assert_non_null(strstr(h.told, "lanes, row 1, signal"));
  m->lanes[1].signal = 0;
  h.told[0] = '\0';
  ++m->signals[m->signal_count].stages.count;
  hold_model(&h);
  assert_non_null(strstr(h.told, "stages"));
  place_close(p);
}

static bool goes_on(const place *from, const char *const *overrides, char *told, size_t size) {
  place *const to = place_open("crossroads-morning.yaml", overrides);
  assert_non_null(to->model);
  told[0] = '\0';
  const bool good = soi_model_goes_on(from->model, to->model, told, size);
  place_close(to);
  return good;
}

/* What steers the run may differ; what a state stands on may not, and is told. */
static void states_go_on_where_they_may(void **state) {
  (void)state;
  char told[300];
  place *const from = place_open("crossroads-morning.yaml", NULL);
  static const char *const free_ones[] = {"seed=9",
                                          "weather.rain=20 mm/h",
                                          "service.dwell_minimum=9 s",
                                          "fleet.cart-1.start=08:30",
                                          "traffic.scale=2",
                                          "passengers.scale=0.5",
                                          "vehicle_types.car.driver.headway=2 s",
                                          "capacity.vehicles=2000"};
  for (size_t i = 0; i < sizeof free_ones / sizeof *free_ones; ++i) {
    if (!goes_on(from, (const char *[]){free_ones[i], NULL}, told, sizeof told)) { fail_msg("%s: %s", free_ones[i], told); }
  }
  assert_true(goes_on(from, (const char *[]){"incidents.more={kind: rain, at: 08:10, rain: 5 mm/h}", NULL}, told, sizeof told));
  static const char *const firm[][2] = {{"vehicle_types.bus.body.length=13 m", "vehicle_types.bus.length"},
                                        {"vehicle_types.cart.places.seats=5", "vehicle_types.cart.seats"},
                                        {"step=50 ms", "step (in s) is 0.05, but was 0.1"},
                                        {"start=07:00", "start (in s after midnight)"}};
  for (size_t i = 0; i < sizeof firm / sizeof *firm; ++i) {
    if (goes_on(from, (const char *[]){firm[i][0], NULL}, told, sizeof told) || strstr(told, firm[i][1]) == NULL) {
      fail_msg("%s: '%s'", firm[i][0], told);
    }
  }
  place_close(from);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_column_counts), cmocka_unit_test(states_go_on_where_they_may),
                                     cmocka_unit_test(every_id_and_span_is_in_range), cmocka_unit_test(a_value_out_of_range_is_told)};
  return cmocka_run_group_tests_name("model.manifest", tests, NULL, NULL);
}
