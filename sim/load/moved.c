/* Keys that have moved, in one table: where they stood, where they stand, and since when. */
#include "moved.h"

#include <string.h>

#include "text.h"

typedef struct moved_key {
  const char *old; /* * stands for any id; all before the last key is the same in both */
  const char *now; /* below the same; a number is an item of a list */
  const char *version;
} moved_key;

/* clang-format off */
#define TYPE(key, part) {"vehicle_types.*." key, part "." key, "0.2"}
static const moved_key moved_keys[] = {
    TYPE("shape", "body"), TYPE("length", "body"), TYPE("width", "body"), TYPE("height", "body"), TYPE("mass", "body"),
    TYPE("top_speed", "body"),
    TYPE("acceleration", "driver"), TYPE("deceleration", "driver"), TYPE("headway", "driver"), TYPE("gap", "driver"),
    TYPE("speed_factor", "driver"), TYPE("speed_spread", "driver"), TYPE("politeness", "driver"), TYPE("threshold", "driver"),
    TYPE("ignores_zebra", "driver"), TYPE("runs_red", "driver"), TYPE("filters", "driver"),
    TYPE("battery", "powertrain"), TYPE("drive_efficiency", "powertrain"), TYPE("recuperation", "powertrain"),
    TYPE("auxiliary_power", "powertrain"), TYPE("rolling_resistance", "powertrain"), TYPE("drag_area", "powertrain"),
    TYPE("jerk", "automation"), TYPE("emergency_deceleration", "automation"), TYPE("lateral_margin", "automation"),
    {"vehicle_types.*.sensor_range", "automation.sensors.1.range", "0.2"},
    TYPE("field_of_view", "automation.sensors.1"), TYPE("latency", "automation.sensors.1"), TYPE("miss_rate", "automation.sensors.1"),
    TYPE("seats", "places"), TYPE("standing", "places"),
};
/* clang-format on */
enum { MOVED = sizeof moved_keys / sizeof moved_keys[0] };

/* Length of a path's first key. */
static size_t key_length(const char *path) { return strcspn(path, "."); }

/* The node at a key of a mapping, or the item of a list; made when it is not there. */
static soi_tree *step_into(soi_arena *arena, soi_tree *node, const char *path, soi_mark mark) {
  const char *const key = soi_text_copy(arena, path, key_length(path));
  const bool item = key[0] >= '0' && key[0] <= '9',
             list = path[key_length(path)] == '.' && path[key_length(path) + 1] >= '0' && path[key_length(path) + 1] <= '9';
  soi_pair *const pair = item ? node->count > 0 ? &node->pairs[0] : NULL : soi_tree_find(arena, node, key);
  if (pair != NULL) { return pair->value; }
  soi_tree *const made = soi_tree_make(arena, list ? SOI_TREE_SEQUENCE : SOI_TREE_MAPPING, mark);
  made->whole = true;
  soi_tree_append(arena, node, item ? "" : key, mark, made);
  return made;
}

/* Puts an entry below a record, where it stands now; false when that is taken, or something else than keys stands in the way. */
static bool put(soi_arena *arena, soi_tree *record, const char *path, soi_mark mark, soi_tree *value) {
  for (;;) {
    const size_t length = key_length(path);
    if (path[length] == '\0') { break; }
    record = step_into(arena, record, path, mark);
    if (record->shape == SOI_TREE_SCALAR) { return false; }
    path += length + 1;
  }
  if (record->shape != SOI_TREE_MAPPING || soi_tree_find(arena, record, path) != NULL) { return false; }
  soi_tree_append(arena, record, path, mark, value);
  return true;
}

static void remember(soi_loading *loading, const moved_key *key, soi_mark mark) {
  if (loading->moved_count++ > 0) { return; }
  loading->moved_mark = mark;
  loading->moved = soi_text_format(&loading->definition->arena, "'%s' has been '%s' since version %s", strrchr(key->old, '.') + 1, key->now,
                                   key->version);
}

static void move_in_record(soi_loading *loading, const moved_key *key, soi_tree *record) {
  const char *const old = strrchr(key->old, '.') + 1;
  soi_pair *const pair = record->shape == SOI_TREE_MAPPING ? soi_tree_find(&loading->scratch, record, old) : NULL;
  if (pair == NULL) { return; }
  const soi_pair taken = *pair;
  memmove(pair, pair + 1, (size_t)(record->pairs + record->count - (pair + 1)) * sizeof *pair);
  --record->count;
  record->order = NULL;
  remember(loading, key, taken.mark);
  if (put(&loading->scratch, record, key->now, taken.mark, taken.value)) { return; }
  soi_complain(loading->errors, taken.mark, "'%s' stands where '%s' is written, too; expected one of them", old, key->now);
}

/* Down to the records that a pattern means. */
static void move_below(soi_loading *loading, const moved_key *key, const char *path, soi_tree *tree) {
  const size_t length = key_length(path);
  if (path[length] == '\0') {
    move_in_record(loading, key, tree);
    return;
  }
  for (uint32_t i = 0; tree->shape == SOI_TREE_MAPPING && i < tree->count; ++i) {
    const bool any = path[0] == '*', same = strncmp(tree->pairs[i].key, path, length) == 0 && tree->pairs[i].key[length] == '\0';
    if (any || same) { move_below(loading, key, path + length + 1, tree->pairs[i].value); }
  }
}

void soi_move_keys(soi_loading *loading, soi_tree *tree) {
  for (uint32_t i = 0; tree != NULL && i < MOVED; ++i) { move_below(loading, &moved_keys[i], moved_keys[i].old, tree); }
}

/* Whether a path is what a pattern means, up to where the shorter of both ends. */
static bool matches(const char *pattern, const char *path) {
  for (;;) {
    const size_t wanted = key_length(pattern), given = key_length(path);
    if (pattern[0] != '*' && (wanted != given || strncmp(pattern, path, given) != 0)) { return false; }
    if (pattern[wanted] == '\0' || path[given] == '\0') { return pattern[wanted] == path[given]; }
    pattern += wanted + 1;
    path += given + 1;
  }
}

static bool is_there(soi_arena *arena, soi_tree *node, const char *path) {
  for (;;) {
    const size_t length = key_length(path);
    soi_pair *const pair =
        node != NULL && node->shape == SOI_TREE_MAPPING ? soi_tree_find(arena, node, soi_text_copy(arena, path, length)) : NULL;
    if (pair == NULL || path[length] == '\0') { return pair != NULL; }
    node = pair->value;
    path += length + 1;
  }
}

const char *soi_moved_override(soi_loading *loading, soi_tree *root, const char *path, soi_mark mark, soi_tree **value) {
  soi_arena *const arena = &loading->scratch;
  for (uint32_t i = 0; i < MOVED; ++i) {
    const moved_key *const key = &moved_keys[i];
    if (!matches(key->old, path)) { continue; }
    remember(loading, key, mark);
    const char *const now = soi_text_format(arena, "%s%s", soi_text_copy(arena, path, (size_t)(strrchr(path, '.') + 1 - path)), key->now);
    const char *const item = strstr(now, ".1.");
    if (item == NULL) { return now; }
    /* of a list that is not there yet */
    const char *const list = soi_text_copy(arena, now, (size_t)(item - now));
    if (is_there(arena, root, list)) { return now; }
    soi_tree *const made = soi_tree_make(arena, SOI_TREE_SEQUENCE, mark), *const only = soi_tree_make(arena, SOI_TREE_MAPPING, mark);
    soi_tree_append(arena, only, item + 3, mark, *value);
    soi_tree_append(arena, made, "", mark, only);
    *value = made;
    return list;
  }
  /* a record or a list of records as a value: what it is when it stands at its path */
  soi_tree *node = *value;
  for (const char *end = path + strlen(path); end > path;) {
    const char *start = end;
    while (start > path && start[-1] != '.') { --start; }
    soi_tree *const above = soi_tree_make(arena, SOI_TREE_MAPPING, mark);
    soi_tree_append(arena, above, soi_text_copy(arena, start, (size_t)(end - start)), mark, node);
    node = above;
    end = start > path ? start - 1 : path;
  }
  soi_move_keys(loading, node);
  return path;
}

void soi_note_moved(soi_loading *loading) {
  if (loading->moved_count == 0) { return; }
  soi_error_add(&loading->notes, loading->moved_mark, "%s; it is read as that%s", loading->moved,
                loading->moved_count > 1 ? ", and so are other keys of old files" : "");
}
