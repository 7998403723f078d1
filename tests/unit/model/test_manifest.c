/* The model's manifest: whatever changes in a table is in the hash, and the first difference names it. */
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

/* Every column of the last row of each table that has rows. */
static void every_column_counts(void **state) {
  (void)state;
  place *const a = place_open("crossroads-morning.yaml", NULL), *const b = place_open("crossroads-morning.yaml", NULL);
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
    if (count > 0) { look(&f, #member, "", #type, &m->member[count - 1], sizeof m->member[0]); } \
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
  print_message("%u columns\n", f.columns);
  assert_true(f.columns > 200);
  place_close(a);
  place_close(b);
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
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_column_counts), cmocka_unit_test(states_go_on_where_they_may)};
  return cmocka_run_group_tests_name("model.manifest", tests, NULL, NULL);
}
