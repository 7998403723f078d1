/* What follows from the list of the model's tables and columns: its hash, the first difference of two models, and whether a state of one
 * can go on in the other. */
#include <string.h>

#include <soi/definition.h>

#include "build.h"
#include "hash.h"
#include "text.h"

/* A column of a row of some type. */
typedef struct column {
  const char *name, *type;
  soi_column_use use;
  size_t offset, size;
} column;

/* A table of one model: the rows from first up to before last, stride bytes apart. */
typedef struct table {
  const char *called;
  const char *rows;
  size_t stride, first, last;
  const char *ids; /* where row 0's id stands; null: rows have none */
  bool grows;
  const column *columns;
  uint32_t column_count;
} table;

/* Which differences count. */
typedef enum question { ANY_DIFFERENCE, SAME_STATES, GOES_ON } question;

#define COLUMN(type, name, use, doc) {#name, #type, SOI_##use, offsetof(ROW, name), sizeof(type)},
enum { MOST_TABLES = 64, VALUE_SIZE = 96, FIXED = 0, GROWS = 1 };

/* Fills tables with all tables of a model; returns how many there are. */
static uint32_t list_tables(const soi_model *model, table *tables) {
  uint32_t count = 0;
#define ADD(called_, columns_, pointer, stride_, first_, last_, ids_, grows_) \
  SOI_ASSERT(count < MOST_TABLES); \
  tables[count++] = \
      (table){called_, (const char *)(pointer), stride_, first_, last_, ids_, grows_, columns_, sizeof columns_ / sizeof *columns_};
#define NUMBER(type, member, use, key) \
  { \
    static const column one[] = {{"", #type, SOI_##use, 0, sizeof(type)}}; \
    ADD(key, one, &model->member, sizeof(type), 0, 1, NULL, false) \
  }
  SOI_MODEL_NUMBERS(NUMBER)
#define SINGLE(type, member, called, columns) \
  { \
    typedef type ROW; \
    static const column list[] = {columns(COLUMN)}; \
    ADD(called, list, &model->member, sizeof(type), 0, 1, NULL, false) \
  }
  SOI_MODEL_SINGLES(SINGLE)
#define PART(type, member, columns) \
  { \
    typedef type ROW; \
    static const column list[] = {columns(COLUMN)}; \
    ADD("vehicle_types", list, &model->types->member, sizeof(soi_vehicle_type), 1, (size_t)model->type_count + 1, \
        (const char *)model->types, true) \
  }
  {
    typedef soi_vehicle_type ROW;
    static const column list[] = {SOI_TYPE_COLUMNS(COLUMN)};
    ADD("vehicle_types", list, model->types, sizeof(soi_vehicle_type), 1, (size_t)model->type_count + 1, (const char *)model->types, true)
  }
  SOI_TYPE_PARTS(PART)
#define TABLE(type, member, count, called, more, columns) \
  { \
    typedef type ROW; \
    static const column list[] = {columns(COLUMN)}; \
    const bool named = soi_text_equal(list[0].name, "id"); \
    ADD(called, list, model->member, sizeof(type), 1, (size_t)model->count + 1, named ? (const char *)model->member : NULL, more) \
  }
  SOI_MODEL_TABLES(TABLE)
#define ARRAY(type, member, use, count) \
  { \
    static const column one[] = {{#member, #type, SOI_##use, 0, sizeof(type)}}; \
    ADD(#member, one, model->member, sizeof(type), 0, count, NULL, false) \
  }
  SOI_MODEL_ARRAYS(ARRAY)
  SOI_MODEL_DERIVED(NUMBER)
  return count;
}

uint32_t soi_id_rows(const soi_model *model, const char *type) {
#define ID(id, rows, doc) \
  if (soi_text_equal(type, #id)) { return rows; }
  SOI_IDS(ID)
  return UINT32_MAX;
}

/* --- values ----------------------------------------------------------------------------------------------------------- */

static bool is_text(const column *c) { return soi_text_equal(c->type, "const char *"); }
static bool is_name(const column *c) { return soi_text_equal(c->type, "soi_name"); }

static const char *text_at(const char *value) {
  const char *text;
  memcpy(&text, value, sizeof text);
  return text == NULL ? "" : text;
}

static uint64_t hash_value(uint64_t hash, const column *c, const char *value) {
  if (is_text(c)) { return soi_hash_text(hash, text_at(value)); }
  if (!is_name(c)) { return soi_hash_bytes(hash, value, c->size); }
  soi_name name;
  memcpy(&name, value, sizeof name);
  const char *const texts[] = {name.en, name.th, name.ja};
  for (int i = 0; i < 3; ++i) { hash = soi_hash_text(hash, texts[i] == NULL ? "" : texts[i]); }
  return hash;
}

static bool same_value(const column *c, const char *a, const char *b) {
  if (is_text(c)) { return soi_text_equal(text_at(a), text_at(b)); }
  if (is_name(c)) { return hash_value(0, c, a) == hash_value(0, c, b); }
  return memcmp(a, b, c->size) == 0;
}

static void print_value(char *buffer, size_t size, const column *c, const char *value) {
  double reals[2] = {0.0, 0.0};
  uint64_t whole = 0;
  if (is_text(c) || is_name(c)) {
    soi_text_print(buffer, size, "'%s'", text_at(value));
  } else if (soi_text_equal(c->type, "soi_point")) {
    memcpy(reals, value, sizeof reals);
    soi_text_print(buffer, size, "[%g, %g]", reals[0], reals[1]);
  } else if (soi_text_equal(c->type, "double")) {
    memcpy(reals, value, sizeof *reals);
    soi_text_print(buffer, size, "%g", reals[0]);
  } else if (soi_text_equal(c->type, "float")) {
    float real;
    memcpy(&real, value, sizeof real);
    soi_text_print(buffer, size, "%g", (double)real);
  } else if (soi_text_equal(c->type, "soi_span")) {
    soi_span span;
    memcpy(&span, value, sizeof span);
    soi_text_print(buffer, size, "%u rows from %u", span.count, span.first);
  } else {
    memcpy(&whole, value, c->size);
    soi_text_print(buffer, size, "%llu", (unsigned long long)whole);
  }
}

/* --- the whole -------------------------------------------------------------------------------------------------------- */

static uint64_t hash_column(uint64_t hash, const table *t, const column *c) {
  const bool plain = t->stride == c->size && !is_text(c) && !is_name(c);
  if (plain) { return soi_hash_bytes(hash, t->rows + t->first * t->stride, (t->last - t->first) * t->stride); }
  for (size_t row = t->first; row < t->last; ++row) { hash = hash_value(hash, c, t->rows + row * t->stride + c->offset); }
  return hash;
}

uint64_t soi_model_hash(const soi_model *model) {
  table tables[MOST_TABLES];
  const uint32_t count = list_tables(model, tables);
  uint64_t hash = SOI_HASH_SEED;
  for (uint32_t i = 0; i < count; ++i) {
    hash = soi_hash_u64(hash, tables[i].last);
    for (uint32_t k = 0; k < tables[i].column_count; ++k) { hash = hash_column(hash, &tables[i], &tables[i].columns[k]); }
  }
  return hash;
}

/* "vehicle_types.cart6.length", "lanes.12.speed_limit", "step (in us)". */
static void print_place(char *buffer, size_t size, const table *t, const column *c, size_t row) {
  const char *const id = t->ids == NULL ? NULL : text_at(t->ids + row * t->stride), *const dot = c->name[0] == '\0' ? "" : ".";
  if (id != NULL && id[0] != '\0') {
    soi_text_print(buffer, size, "%s.%s%s%s", t->called, id, dot, c->name);
  } else if (t->last > 1) {
    soi_text_print(buffer, size, "%s.%llu%s%s", t->called, (unsigned long long)row, dot, c->name);
  } else {
    soi_text_print(buffer, size, "%s%s%s", t->called, dot, c->name);
  }
}

static void tell(char *text, size_t size, const table *a, const table *b, const column *c, size_t row) {
  char place[2 * VALUE_SIZE], in_a[VALUE_SIZE], in_b[VALUE_SIZE];
  print_place(place, sizeof place, b, c, row);
  print_value(in_a, sizeof in_a, c, a->rows + row * a->stride + c->offset);
  print_value(in_b, sizeof in_b, c, b->rows + row * b->stride + c->offset);
  if (soi_text_equal(c->name, "id")) {
    soi_text_print(text, size, "%s.%s stands where %s.%s was", a->called, text_at(b->rows + row * b->stride + c->offset), a->called,
                   text_at(a->rows + row * a->stride + c->offset));
  } else {
    soi_text_print(text, size, "%s is %s, but was %s", place, in_b, in_a);
  }
}

static bool counts(const column *c, question asked) { return asked == ANY_DIFFERENCE || c->use == SOI_GROUND || c->use == SOI_GROWS; }

static bool grew(const column *c, const char *a, const char *b) {
  uint32_t before, now;
  if (c->use != SOI_GROWS) { return false; }
  memcpy(&before, a, sizeof before);
  memcpy(&now, b, sizeof now);
  return now >= before;
}

/* The first difference of one table; a table of which one has more rows differs in their number. */
static bool table_differs(const table *a, const table *b, question asked, char *text, size_t size) {
  for (uint32_t k = 0; k < a->column_count; ++k) {
    const column *const c = &a->columns[k];
    if (!counts(c, asked)) { continue; }
    if (a->last != b->last && !(asked == GOES_ON && a->grows && b->last > a->last)) {
      soi_text_print(text, size, "the number of %s is %llu, but was %llu", a->called, (unsigned long long)(b->last - b->first),
                     (unsigned long long)(a->last - a->first));
      return true;
    }
    for (size_t row = a->first; row < a->last; ++row) {
      const char *const in_a = a->rows + row * a->stride + c->offset, *const in_b = b->rows + row * b->stride + c->offset;
      if (same_value(c, in_a, in_b) || (asked == GOES_ON && grew(c, in_a, in_b))) { continue; }
      tell(text, size, a, b, c, row);
      return true;
    }
  }
  return false;
}

static bool differs(const soi_model *a, const soi_model *b, question asked, char *text, size_t size) {
  table in_a[MOST_TABLES], in_b[MOST_TABLES];
  const uint32_t count = list_tables(a, in_a);
  list_tables(b, in_b);
  for (uint32_t i = 0; i < count; ++i) {
    if (table_differs(&in_a[i], &in_b[i], asked, text, size)) { return true; }
  }
  return false;
}

bool soi_model_difference(const soi_model *a, const soi_model *b, char *text, size_t size) {
  return differs(a, b, ANY_DIFFERENCE, text, size);
}

bool soi_model_same_layout(const soi_model *a, const soi_model *b, char *difference, size_t size) {
  return !differs(a, b, SAME_STATES, difference, size);
}

bool soi_model_goes_on(const soi_model *from, const soi_model *to, char *difference, size_t size) {
  return !differs(from, to, GOES_ON, difference, size);
}
