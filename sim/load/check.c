/* What the checks of maps and of scenarios share: naming a place, and the length of a road. */
#include "check.h"

#include <math.h>
#include <string.h>

#include "fmath.h"
#include "override.h"
#include "text.h"

/* The table of a section such as "traffic.flows". */
static const soi_table *table_of(const soi_table *root, const char *section) {
  const char *const dot = strchr(section, '.');
  char key[64];
  const size_t length = dot == NULL ? strlen(section) : (size_t)(dot - section);
  SOI_ASSERT(length < sizeof key);
  memcpy(key, section, length);
  key[length] = '\0';
  const soi_schema_field *const field = soi_table_find(root, key);
  SOI_ASSERT(field != NULL && field->table != NULL);
  return dot == NULL ? field->table : table_of(field->table, dot + 1);
}

/* Where the key's value was written; line 0 when it was not. An empty section is the top. */
static soi_mark place_of(const soi_table *root, const char *section, const soi_record *record, const char *key) {
  const soi_table *const table = section[0] == '\0' ? root : table_of(root, section);
  const soi_schema_field *const field = soi_table_find(table, key);
  SOI_ASSERT(field != NULL);
  return record->marks[field - table->fields];
}

bool soi_check_written(const soi_table *root, const char *section, const soi_record *record, const char *key) {
  return place_of(root, section, record, key).line > 0;
}

/* Adds to a list what the format says of section.id.key, without what there is none of. */
static void add(soi_errors *errors, soi_loading *loading, const char *section, const soi_record *record, const char *key, soi_mark mark,
                const char *format, va_list list) {
  const char *const message = soi_text_format_list(&loading->scratch, format, list);
  const soi_key_path top = {.key = section};
  const soi_key_path middle = {.up = section[0] == '\0' ? NULL : &top, .key = record->id};
  const soi_key_path *const above = record->id[0] != '\0' ? &middle : middle.up;
  const soi_key_path path = {.up = above, .key = key};
  soi_complain_at(errors, &path, mark.line > 0 ? mark : record->mark, "%s", message);
}

void soi_check_refuse(soi_loading *loading, const soi_table *root, const char *section, const soi_record *record, const char *key,
                      const char *format, ...) {
  va_list list;
  va_start(list, format);
  add(loading->errors, loading, section, record, key, place_of(root, section, record, key), format, list);
  va_end(list);
}

void soi_check_refuse_item(soi_loading *loading, const char *section, const soi_record *record, const char *key, uint32_t i,
                           const char *format, ...) {
  /* Only the tree knows the places of items. */
  const soi_pair *at = soi_tree_find(&loading->scratch, loading->scenario, section);
  at = at == NULL ? NULL : soi_tree_find(&loading->scratch, at->value, record->id);
  at = at == NULL ? NULL : soi_tree_find(&loading->scratch, at->value, key);
  const bool known = at != NULL && at->value->shape == SOI_TREE_SEQUENCE && i < at->value->count;
  va_list list;
  va_start(list, format);
  add(loading->errors, loading, section, record, key, known ? at->value->pairs[i].value->mark : record->mark, format, list);
  va_end(list);
}

void soi_check_tell(soi_loading *loading, const char *section, const soi_record *record, const char *key, const char *format, ...) {
  va_list list;
  va_start(list, format);
  add(&loading->notes, loading, section, record, key, place_of(&soi_scenario_table, section, record, key), format, list);
  va_end(list);
}

bool soi_check_overridden(const soi_loading *loading, const char *key) {
  const soi_scenario_definition *const s = &loading->definition->scenario;
  const uint32_t file = place_of(&soi_scenario_table, "", &s->record, key).file;
  return file != 0 && soi_override_is(&loading->definition->files.items[file - 1]);
}

static double distance(soi_point a, soi_point b) { return soi_hypot(b.x - a.x, b.y - a.y); }

double soi_check_road_length(const soi_map_definition *map, soi_reference road) {
  if (road == 0 || map->roads.items[road - 1].from == 0 || map->roads.items[road - 1].to == 0) { return NAN; }
  const soi_road_definition *const r = &map->roads.items[road - 1];
  double length = 0.0;
  for (uint32_t i = 1; i < soi_road_point_count(r); ++i) { length += distance(soi_road_point(map, r, i - 1), soi_road_point(map, r, i)); }
  return length;
}

const char *soi_check_length(soi_loading *loading, double length) { return soi_text_format(&loading->scratch, "%.1f m", length); }
