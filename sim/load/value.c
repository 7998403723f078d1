/* Scalars, points, references and lists of them. Every refusal says what was found, what was expected and, where there is one,
 * what was probably meant. */
#include "value.h"

#include <math.h>
#include <string.h>

#include "number.h"
#include "suggest.h"
#include "text.h"
#include "unit.h"

/* --- messages -------------------------------------------------------------------------------------------------------- */

/* "a speed in m/s or km/h, 5 km/h to 130 km/h" */
static const char *expected_of(soi_loading *loading, const soi_schema_field *field) {
  char what[512], range[128];
  soi_field_expected(what, sizeof what, field);
  soi_field_range(range, sizeof range, field);
  return soi_text_format(&loading->scratch, "%s%s%s", what, range[0] == '\0' ? "" : ", ", range);
}

void soi_value_refuse(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node) {
  char found[128];
  if (node->broken) { return; }
  soi_tree_print(found, sizeof found, node);
  soi_complain_at(loading->errors, path, node->mark, "%s; expected %s", found, expected_of(loading, field));
}

static const char *quoted(soi_loading *loading, const char *text) {
  char buffer[128];
  const soi_tree node = {.shape = SOI_TREE_SCALAR, .quoted = true, .text = text};
  soi_tree_print(buffer, sizeof buffer, &node);
  return soi_text_copy(&loading->scratch, buffer, strlen(buffer));
}

/* Spellings people use for units that have another one here. */
static const char *const habits[][2] = {
    {"kph", "km/h"},   {"kmph", "km/h"},    {"kmh", "km/h"},        {"km/hr", "km/h"},
    {"mps", "m/s"},    {"sec", "s"},        {"secs", "s"},          {"second", "s"},
    {"seconds", "s"},  {"mins", "min"},     {"minute", "min"},      {"minutes", "min"},
    {"hr", "h"},       {"hrs", "h"},        {"hour", "h"},          {"hours", "h"},
    {"day", "d"},      {"days", "d"},       {"metre", "m"},         {"metres", "m"},
    {"meter", "m"},    {"meters", "m"},     {"percent", "%"},       {"pct", "%"},
    {"m/s^2", "m/s2"}, {"m/s/s", "m/s2"},   {"m/s²", "m/s2"},       {"m/s^3", "m/s3"},
    {"m/s³", "m/s3"},  {"per hour", "/h"},  {"per minute", "/min"}, {"/hour", "/h"},
    {"/hr", "/h"},     {"/minute", "/min"}, {"/sec", "/s"},         {"kwh", "kWh"},
    {"wh", "Wh"},      {"KWh", "kWh"},      {"kw", "kW"},           {"Kw", "kW"},
    {"m^2", "m2"},     {"m²", "m2"},        {"°", "deg"},           {"degrees", "deg"},
    {"degree", "deg"}, {"°C", "C"},         {"celsius", "C"},       {"tons", "t"},
    {"ton", "t"},      {"mm/hr", "mm/h"},
};

/* The spelling of the unit that was probably meant, or null. */
static const char *meant_unit(soi_unit unit, const char *written) {
  uint32_t count = 0;
  const soi_spelling *const spellings = soi_unit_spellings(unit, &count);
  for (uint32_t i = 0; i < sizeof habits / sizeof habits[0]; ++i) {
    for (uint32_t j = 0; j < count && strcmp(habits[i][0], written) == 0; ++j) {
      if (strcmp(habits[i][1], spellings[j].text) == 0) { return spellings[j].text; }
    }
  }
  const char *words[8];
  for (uint32_t j = 0; j < count; ++j) { words[j] = spellings[j].text; }
  return soi_text_nearest(written, words, count);
}

/* What a quantity measures when it is not what is due: "a length", or null. */
static const char *other_dimension(soi_unit due, const char *text, const char *written) {
  double clock = 0.0;
  if (soi_unit_parse(SOI_UNIT_CLOCK, text, &clock, NULL) == SOI_UNIT_OK) { return soi_unit_noun(SOI_UNIT_CLOCK); }
  for (soi_unit unit = SOI_UNIT_SHARE; unit <= SOI_UNIT_AREA; ++unit) {
    uint32_t count = 0;
    const soi_spelling *const spellings = soi_unit_spellings(unit, &count);
    for (uint32_t i = 0; unit != due && i < count; ++i) {
      if (strcmp(spellings[i].text, written) == 0) { return soi_unit_noun(unit); }
    }
  }
  return NULL;
}

/* The text with its first comma as a point, for those who write 3,5. */
static const char *with_point(soi_loading *loading, const char *text) {
  char *const copy = soi_text_copy(&loading->scratch, text, strlen(text));
  *strchr(copy, ',') = '.';
  return copy;
}

static void refuse_unit(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_mark mark, const char *text,
                        const char *written) {
  const soi_unit unit = field->unit;
  const char *const expected = expected_of(loading, field);
  const char *const found = quoted(loading, text);
  const char *const other = other_dimension(unit, text, written);
  if (written[0] == ',') {
    soi_complain_at(loading->errors, path, mark, "%s has a comma; expected %s%s", found, expected,
                    soi_suggest(loading, with_point(loading, text)));
  } else if (unit == SOI_UNIT_NONE) {
    soi_complain_at(loading->errors, path, mark, "%s has something after the number; expected %s", found, expected);
  } else if (other != NULL) {
    soi_complain_at(loading->errors, path, mark, "%s is %s; expected %s", found, other, expected);
  } else {
    soi_complain_at(loading->errors, path, mark, "%s has an unknown unit %s; expected %s%s", found, quoted(loading, written), expected,
                    soi_suggest(loading, meant_unit(unit, written)));
  }
}

bool soi_value_quantity(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_mark mark, const char *text,
                        double *value) {
  const char *written = "";
  const char *problem = "";
  switch (soi_unit_parse(field->unit, text, value, &written)) {
    case SOI_UNIT_OK: return true;
    case SOI_UNIT_WRONG: refuse_unit(loading, path, field, mark, text, written); return false;
    case SOI_UNIT_NO_NUMBER: problem = soi_text_format(&loading->scratch, "is not %s", soi_unit_noun(field->unit)); break;
    case SOI_UNIT_MISSING: problem = "has no unit"; break;
    case SOI_UNIT_TOO_LARGE: problem = "is too large"; break;
    case SOI_UNIT_TOO_LONG: problem = "has more than 19 digits"; break;
  }
  soi_complain_at(loading->errors, path, mark, "%s %s; expected %s", quoted(loading, text), problem, expected_of(loading, field));
  return false;
}

/* --- scalars --------------------------------------------------------------------------------------------------------- */

/* The text of a scalar, or null when the node is something else or nothing, which is reported. */
static const char *scalar_of(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node) {
  if (node->shape == SOI_TREE_SCALAR && !node->broken && !soi_tree_is_nothing(node)) { return node->text; }
  soi_value_refuse(loading, path, field, node);
  return NULL;
}

static const char *keep(soi_loading *loading, const char *text) { return soi_text_copy(&loading->definition->arena, text, strlen(text)); }

static void complain_range(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node) {
  char range[128];
  soi_field_range(range, sizeof range, field);
  soi_complain_at(loading->errors, path, node->mark, "%s is out of range; expected %s", quoted(loading, node->text), range);
}

static void read_text(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                      const char **place) {
  const char *const text = scalar_of(loading, path, field, node);
  if (text != NULL) { *place = keep(loading, text); }
}

static void read_quantity(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                          double *place) {
  const char *const text = scalar_of(loading, path, field, node);
  double value = 0.0, low = 0.0, high = 0.0;
  if (text == NULL || !soi_value_quantity(loading, path, field, node->mark, text, &value)) { return; }
  if (field->low != NULL) {
    soi_unit_parse(field->unit, field->low, &low, NULL);
    soi_unit_parse(field->unit, field->high, &high, NULL);
    if (value < low || value > high) {
      complain_range(loading, path, field, node);
      return;
    }
  }
  *place = value + 0.0; /* no -0 */
}

/* A whole number with an optional minus. */
static bool parse_signed(const char *text, int64_t *value) {
  uint64_t magnitude = 0;
  const bool negative = text[0] == '-';
  if (!soi_number_parse_whole(text + (negative ? 1 : 0), &magnitude)) { return false; }
  magnitude = magnitude > INT32_MAX ? INT32_MAX : magnitude; /* beyond every range */
  *value = negative ? -(int64_t)magnitude : (int64_t)magnitude;
  return true;
}

static bool read_whole(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                       int64_t *value) {
  const char *const text = scalar_of(loading, path, field, node);
  int64_t low = INT32_MIN, high = INT32_MAX;
  if (text == NULL) { return false; }
  if (!parse_signed(text, value)) {
    soi_complain_at(loading->errors, path, node->mark, "%s is not a whole number; expected %s", quoted(loading, text),
                    expected_of(loading, field));
    return false;
  }
  parse_signed(field->low, &low);
  parse_signed(field->high, &high);
  if (*value < low || *value > high) {
    complain_range(loading, path, field, node);
    return false;
  }
  return true;
}

static void read_count(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                       uint32_t *place) {
  int64_t value = 0;
  if (read_whole(loading, path, field, node, &value)) { *place = (uint32_t)value; }
}

static void read_level(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                       int32_t *place) {
  int64_t value = 0;
  if (read_whole(loading, path, field, node, &value)) { *place = (int32_t)value; }
}

static void read_seed(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                      uint64_t *place) {
  const char *const text = scalar_of(loading, path, field, node);
  if (text != NULL && !soi_number_parse_whole(text, place)) { soi_value_refuse(loading, path, field, node); }
}

static void read_yes_no(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node, bool *place) {
  const char *const text = scalar_of(loading, path, field, node);
  if (text == NULL) { return; }
  const bool yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
  if (yes || strcmp(text, "no") == 0 || strcmp(text, "false") == 0) {
    *place = yes;
  } else {
    soi_value_refuse(loading, path, field, node);
  }
}

static void read_choice(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node, void *place) {
  const char *const text = scalar_of(loading, path, field, node);
  if (text == NULL) { return; }
  uint32_t count = 0;
  for (; field->names[count] != NULL; ++count) {
    if (strcmp(field->names[count], text) == 0) {
      /* Enums are stored as unsigned ints by both compilers. */
      memcpy(place, &count, sizeof count);
      return;
    }
  }
  /* One past the last name: what depends on the choice is passed over. */
  memcpy(place, &count, sizeof count);
  soi_complain_at(loading->errors, path, node->mark, "%s is not known; expected %s%s", quoted(loading, text), expected_of(loading, field),
                  soi_suggest(loading, soi_text_nearest(text, field->names, count)));
}

static void read_name(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_tree *node, soi_name *place) {
  static const char *const languages[] = {"en", "th", "ja"};
  if (node->shape != SOI_TREE_MAPPING) {
    read_text(loading, path, field, node, &place->en);
    return;
  }
  const char **const texts[] = {&place->en, &place->th, &place->ja};
  for (uint32_t i = 0; i < node->count; ++i) {
    const soi_pair *const pair = &node->pairs[i];
    const soi_key_path below = {.up = path, .key = pair->key};
    uint32_t language = 0;
    while (language < 3 && strcmp(languages[language], pair->key) != 0) { ++language; }
    if (language < 3) {
      const soi_schema_field text = {.key = pair->key, .kind = SOI_KIND_TEXT};
      read_text(loading, &below, &text, pair->value, texts[language]);
    } else {
      soi_complain_at(loading->errors, path, pair->mark, "unknown language '%s'; expected one of en, th, ja", pair->key);
    }
  }
  if (node->whole && soi_tree_find(&loading->scratch, node, "en") == NULL) {
    soi_complain_at(loading->errors, path, node->mark, "'en' is missing; expected %s", expected_of(loading, field));
  }
}

/* --- references ------------------------------------------------------------------------------------------------------ */

/* The mapping that has the target's ids, null when there is none. *known tells whether all ids are known. */
static soi_tree *ids_of(soi_loading *loading, soi_target target, bool *known) {
  const bool in_map = soi_target_in_map(target);
  soi_tree *const root = in_map ? loading->map : loading->scenario;
  *known = root != NULL && root->whole && (in_map || !loading->part);
  if (root == NULL) { return NULL; }
  const soi_pair *const pair = soi_tree_find(&loading->scratch, root, soi_target_key(target));
  if (pair == NULL || pair->value->shape != SOI_TREE_MAPPING) {
    *known = *known && pair == NULL; /* what is no mapping has been reported */
    return NULL;
  }
  /* A list that ends before the text became unreadable is known. */
  *known = pair->value->whole && (in_map || !loading->part);
  return pair->value;
}

static void read_reference(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                           soi_reference *place) {
  const char *const id = scalar_of(loading, path, field, node);
  bool known = false;
  soi_tree *const ids = id == NULL ? NULL : ids_of(loading, field->target, &known);
  const soi_pair *const pair = ids == NULL ? NULL : soi_tree_find(&loading->scratch, ids, id);
  if (pair != NULL) {
    *place = (soi_reference)(pair - ids->pairs) + 1;
  } else if (known) {
    soi_complain_at(loading->errors, path, node->mark, "there is no %s %s; expected %s%s", soi_target_noun(field->target),
                    quoted(loading, id), expected_of(loading, field), soi_suggest(loading, soi_suggest_id(loading, id, ids)));
  }
}

/* --- lists ----------------------------------------------------------------------------------------------------------- */

/* Room for the items of a sequence; null when the node is none, which is reported. */
static void *items_of(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node, size_t size) {
  if (node->shape != SOI_TREE_SEQUENCE) {
    soi_value_refuse(loading, path, field, node);
    return NULL;
  }
  return soi_arena_allocate(&loading->definition->arena, size * node->count);
}

static void read_point(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                       soi_point *place) {
  /* A point that is wrong is no number, so that lengths with it are none and nothing else is said of them. */
  *place = (soi_point){NAN, NAN};
  if (node->shape != SOI_TREE_SEQUENCE || node->count != 2) {
    const soi_schema_field one = {.kind = SOI_KIND_POINT};
    if (node->shape == SOI_TREE_SEQUENCE) {
      soi_complain_at(loading->errors, path, node->mark, "a list of %u; expected %s", node->count, expected_of(loading, &one));
    } else {
      soi_value_refuse(loading, path, &one, node);
    }
    return;
  }
  const soi_schema_field number = {.kind = SOI_KIND_QUANTITY, .low = field->low, .high = field->high};
  double *const parts[] = {&place->x, &place->y};
  for (uint32_t i = 0; i < 2; ++i) {
    const soi_key_path below = {.up = path, .item = i + 1};
    read_quantity(loading, &below, &number, node->pairs[i].value, parts[i]);
  }
}

static void read_points(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                        soi_points *place) {
  soi_point *const items = items_of(loading, path, field, node, sizeof *items);
  for (uint32_t i = 0; items != NULL && i < node->count; ++i) {
    const soi_key_path below = {.up = path, .item = i + 1};
    read_point(loading, &below, field, node->pairs[i].value, &items[i]);
  }
  *place = (soi_points){items, items == NULL ? 0 : node->count};
}

static void read_references(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                            soi_references *place) {
  soi_reference *const items = items_of(loading, path, field, node, sizeof *items);
  const soi_schema_field one = {.kind = SOI_KIND_REFERENCE, .target = field->target};
  for (uint32_t i = 0; items != NULL && i < node->count; ++i) {
    const soi_key_path below = {.up = path, .item = i + 1};
    read_reference(loading, &below, &one, node->pairs[i].value, &items[i]);
  }
  *place = (soi_references){items, items == NULL ? 0 : node->count};
}

static void read_texts(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                       soi_texts *place) {
  const char **const items = items_of(loading, path, field, node, sizeof *items);
  const soi_schema_field one = {.kind = SOI_KIND_TEXT};
  for (uint32_t i = 0; items != NULL && i < node->count; ++i) {
    const soi_key_path below = {.up = path, .item = i + 1};
    items[i] = "";
    read_text(loading, &below, &one, node->pairs[i].value, &items[i]);
  }
  *place = (soi_texts){items, items == NULL ? 0 : node->count};
}

static void read_quantities(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node,
                            soi_numbers *place) {
  double *const items = items_of(loading, path, field, node, sizeof *items);
  const soi_schema_field one = {.kind = SOI_KIND_QUANTITY, .unit = field->unit, .low = field->low, .high = field->high};
  for (uint32_t i = 0; items != NULL && i < node->count; ++i) {
    const soi_key_path below = {.up = path, .item = i + 1};
    items[i] = NAN; /* what cannot be read is neither early nor late */
    read_quantity(loading, &below, &one, node->pairs[i].value, &items[i]);
  }
  *place = (soi_numbers){items, items == NULL ? 0 : node->count};
}

void soi_value_read(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_tree *node, void *place) {
  switch (field->kind) {
    case SOI_KIND_TEXT: read_text(loading, path, field, node, place); break;
    case SOI_KIND_NAME: read_name(loading, path, field, node, place); break;
    case SOI_KIND_QUANTITY: read_quantity(loading, path, field, node, place); break;
    case SOI_KIND_COUNT: read_count(loading, path, field, node, place); break;
    case SOI_KIND_LEVEL: read_level(loading, path, field, node, place); break;
    case SOI_KIND_SEED: read_seed(loading, path, field, node, place); break;
    case SOI_KIND_YES_NO: read_yes_no(loading, path, field, node, place); break;
    case SOI_KIND_CHOICE: read_choice(loading, path, field, node, place); break;
    case SOI_KIND_REFERENCE: read_reference(loading, path, field, node, place); break;
    case SOI_KIND_REFERENCES: read_references(loading, path, field, node, place); break;
    case SOI_KIND_POINT: read_point(loading, path, field, node, place); break;
    case SOI_KIND_POINTS: read_points(loading, path, field, node, place); break;
    case SOI_KIND_TEXTS: read_texts(loading, path, field, node, place); break;
    case SOI_KIND_QUANTITIES: read_quantities(loading, path, field, node, place); break;
    case SOI_KIND_EXPECT:
    case SOI_KIND_RECORD:
    case SOI_KIND_RECORDS:
    case SOI_KIND_SEQUENCE: SOI_ASSERT(!"a value of its own"); break;
  }
}
