/* The order of a reading: text to tree, what it extends below it, overrides above it, the map, then the definition, then the
 * checks. */
#include <soi/load.h>
#include <string.h>

#include "check.h"
#include "expect.h"
#include "file.h"
#include "fleet.h"
#include "loading.h"
#include "merge.h"
#include "moved.h"
#include "override.h"
#include "read.h"
#include "text.h"

enum { LONGEST_CHAIN = 16 };

/* A scenario and what extends it, so that a circle is noticed. */
typedef struct chain {
  const struct chain *up;
  soi_file_identity identity;
  uint32_t length;
} chain;

static soi_tree *read_extended(soi_loading *loading, soi_tree *tree, uint32_t file, const chain *from);

/* By its keys: 'm' a map, 's' a scenario, 0 when they do not tell. */
static char kind_of(const soi_tree *tree) {
  int lead = 0;
  for (uint32_t i = 0; i < tree->count; ++i) {
    lead += soi_table_find(&soi_map_table, tree->pairs[i].key) != NULL ? 1 : 0;
    lead -= soi_table_find(&soi_scenario_table, tree->pairs[i].key) != NULL ? 1 : 0;
  }
  return lead > 0 ? 'm' : lead < 0 ? 's' : '\0';
}

/* Says so once when a file is of the other kind, instead of refusing its every key. Returns the tree, null when it is. */
static soi_tree *expect_kind(soi_loading *loading, soi_tree *tree, char other) {
  if (tree == NULL || kind_of(tree) != other) { return tree; }
  soi_complain(loading->errors, tree->mark, "the file is a %s; expected a %s", other == 'm' ? "map" : "scenario",
               other == 'm' ? "scenario" : "map");
  return NULL;
}

/* Text to a tree of keys; null when it is something else, which is reported. */
static soi_tree *parse_keys(soi_loading *loading, uint32_t file, const char *text, size_t length) {
  const uint32_t errors = loading->errors->count;
  soi_tree *const tree = soi_tree_parse(&loading->scratch, file, text, length, loading->errors);
  if (tree == NULL || tree->shape == SOI_TREE_MAPPING) {
    soi_move_keys(loading, tree);
    return tree;
  }
  if (loading->errors->count == errors) {
    char found[128];
    soi_tree_print(found, sizeof found, tree);
    soi_complain(loading->errors, tree->mark, "the file is %s; expected keys and values", soi_tree_is_nothing(tree) ? "empty" : found);
  }
  return NULL;
}

static bool is_circle(const chain *link, soi_file_identity identity) {
  for (; link != NULL; link = link->up) {
    if (soi_file_same(link->identity, identity)) { return true; }
  }
  return false;
}

/* The source of that path, or whose path ends in /path; null when there is none. */
static const soi_source *source_of(const soi_loading *loading, const char *path, bool ending) {
  const size_t length = strlen(path);
  for (uint32_t i = 0; i < loading->source_count; ++i) {
    const soi_source *const source = &loading->sources[i];
    const size_t whole = strlen(source->path);
    const bool ends =
        ending && whole > length && source->path[whole - length - 1] == '/' && strcmp(source->path + whole - length, path) == 0;
    if (source->text != NULL && (ends || strcmp(source->path, path) == 0)) { return source; }
  }
  return NULL;
}

/* The text at a path, from the sources given or from the file system; the definition keeps it. */
static const char *read_text(soi_loading *loading, const char *path, size_t *length, soi_file_identity *identity, const char **problem) {
  soi_arena *const arena = &loading->definition->arena;
  if (loading->sources == NULL) { return soi_file_read(arena, path, length, identity, problem); }
  const soi_source *const source = source_of(loading, path, false);
  if (source != NULL) {
    *identity = (soi_file_identity){.number = (uint64_t)(source - loading->sources), .known = true};
    *length = source->length;
    return soi_text_copy(arena, source->text, source->length);
  }
  *problem = "it is not among the texts given";
  return NULL;
}

/* A whole file to its row and its tree. mark is where its name stands, for the message when it cannot be read: row 0. */
static soi_tree *parse_file(soi_loading *loading, const char *path, soi_mark mark, const chain *above, uint32_t *file,
                            soi_file_identity *identity) {
  const char *problem = NULL;
  size_t length = 0;
  const char *const text = read_text(loading, path, &length, identity, &problem);
  if (text == NULL) {
    soi_complain(loading->errors, mark, "'%s' cannot be read: %s", path, problem);
    return NULL;
  }
  /* A circle is found before its file is read again. */
  if (is_circle(above, *identity)) {
    soi_complain(loading->errors, mark, "'%s' extends itself; expected scenarios that do not run in a circle", path);
    return NULL;
  }
  *file = soi_file_add(loading->definition, path, text, length);
  return parse_keys(loading, *file, text, length);
}

/* The file that a call names. Its row is there also when it cannot be read, for the message. */
static soi_tree *parse_first(soi_loading *loading, const char *path, uint32_t *file, soi_file_identity *identity) {
  const char *problem = NULL;
  size_t length = 0;
  const char *const text = read_text(loading, path, &length, identity, &problem);
  *file = soi_file_add(loading->definition, path, text, length);
  if (text == NULL) {
    soi_complain(loading->errors, (soi_mark){.file = *file}, "'%s' cannot be read: %s", path, problem);
    return NULL;
  }
  return parse_keys(loading, *file, text, length);
}

/* Where a path leads that stands in a file: beside that file, else among the parts that soi brings. */
static const char *resolve(soi_loading *loading, const char *from, const char *path) {
  const char *const beside = soi_file_beside(&loading->scratch, from, path), *const share = loading->definition->share;
  if (loading->sources != NULL) {
    const soi_source *const source = source_of(loading, beside, false) == NULL ? source_of(loading, path, true) : NULL;
    return source == NULL ? beside : source->path;
  }
  if (path[0] == '/' || share == NULL || soi_file_exists(beside)) { return beside; }
  const char *const brought = soi_text_format(&loading->scratch, "%s/%s", share, path);
  return soi_file_exists(brought) ? brought : beside;
}

/* The path that stands at a key of the tree, as seen from the file it was written in; null when there is none. */
static const char *path_at(soi_loading *loading, soi_tree *tree, const char *key, soi_mark *mark) {
  const soi_pair *const pair = soi_tree_find(&loading->scratch, tree, key);
  if (pair == NULL || pair->value->shape != SOI_TREE_SCALAR || soi_tree_is_nothing(pair->value)) {
    return NULL; /* the schema reports what is no text */
  }
  *mark = pair->value->mark;
  /* An override has no folder: it is seen from the scenario's own. */
  const soi_source *const files = loading->definition->files.items;
  const char *const file = files[mark->file - 1].path;
  const char *const from = soi_override_is(&files[mark->file - 1]) ? files[0].path : file;
  return resolve(loading, from, pair->value->text);
}

/* The tree of the scenario that another one extends, complete; null when there is an error, which is reported. */
static soi_tree *read_base(soi_loading *loading, const char *path, soi_mark mark, const chain *from) {
  chain link = {.up = from, .length = from->length + 1};
  if (link.length > LONGEST_CHAIN) {
    soi_complain(loading->errors, mark, "more than %d scenarios extend each other; expected fewer", LONGEST_CHAIN);
    return NULL;
  }
  uint32_t file = 0;
  soi_tree *const tree = expect_kind(loading, parse_file(loading, path, mark, from, &file, &link.identity), 'm');
  return tree == NULL ? NULL : read_extended(loading, tree, file, &link);
}

/* The tree laid over what it extends. When that cannot be read, the scenario is taken for a part, whose gaps are not reported. */
static soi_tree *read_extended(soi_loading *loading, soi_tree *tree, uint32_t file, const chain *from) {
  soi_mark mark = {.file = file};
  const char *const path = path_at(loading, tree, "extends", &mark);
  if (path == NULL) { return tree; }
  soi_tree *const base = read_base(loading, path, mark, from);
  if (base == NULL) {
    loading->part = true;
    return tree;
  }
  return soi_merge(&loading->scratch, base, tree);
}

/* --- what the public functions share ---------------------------------------------------------------------------------- */

static soi_loading begin(soi_definition *definition, soi_errors *errors) {
  SOI_ASSERT(errors->arena != NULL);
  /* A definition that is all zero gets libc's memory. */
  if (definition->arena.memory.allocate == NULL) { definition->arena = soi_arena_make(soi_memory_libc()); }
  memset(&definition->map, 0, sizeof definition->map);
  memset(&definition->scenario, 0, sizeof definition->scenario);
  definition->files.items = NULL;
  definition->files.count = 0;
  soi_read_defaults(definition, &soi_map_table, &definition->map);
  soi_read_defaults(definition, &soi_scenario_table, &definition->scenario);
  definition->notes.items = NULL;
  definition->notes.count = 0;
  return (soi_loading){.definition = definition,
                       .errors = errors,
                       .notes = {.arena = &definition->arena},
                       .scratch = soi_arena_make(definition->arena.memory)};
}

static bool finish(soi_loading *loading, uint32_t errors_before) {
  soi_note_moved(loading);
  soi_errors_sort(loading->errors);
  soi_errors_sort(&loading->notes);
  loading->definition->notes.items = loading->notes.items;
  loading->definition->notes.count = loading->notes.count;
  soi_arena_release(&loading->scratch);
  return loading->errors->count == errors_before;
}

static void read_map(soi_loading *loading, soi_tree *tree, uint32_t errors_before) {
  loading->map = expect_kind(loading, tree, 's');
  if (loading->map != NULL) {
    soi_read_map(loading);
    soi_check_map(loading);
    loading->map_is_good = loading->errors->count == errors_before;
  }
}

/* Reads the map that the scenario names. Without one the scenario is a part. */
static void read_named_map(soi_loading *loading) {
  soi_mark mark = {.file = 0};
  const char *const path = path_at(loading, loading->scenario, "map", &mark);
  if (path == NULL) {
    loading->part = true;
    return;
  }
  const uint32_t before = loading->errors->count;
  uint32_t file = 0;
  soi_file_identity identity = {.known = false};
  read_map(loading, parse_file(loading, path, mark, NULL, &file, &identity), before);
}

static void read_scenario(soi_loading *loading, soi_tree *tree, uint32_t file, soi_file_identity identity, const char *const *overrides,
                          uint32_t override_count) {
  const chain top = {.identity = identity, .length = 1};
  tree = expect_kind(loading, tree, 'm');
  if (tree == NULL) { return; }
  tree = read_extended(loading, tree, file, &top);
  for (uint32_t i = 0; i < override_count; ++i) { tree = soi_override(loading, tree, overrides[i]); }
  loading->scenario = tree;
  soi_fleet_expand(loading);
  read_named_map(loading);
  soi_read_scenario(loading);
  soi_fleet_number(loading);
  soi_check_scenario(loading);
  if (!loading->part) { soi_expect_usual(loading); }
}

bool soi_load_scenario(soi_definition *definition, const char *path, const char *const *overrides, uint32_t override_count,
                       soi_errors *errors) {
  const uint32_t before = errors->count;
  soi_loading loading = begin(definition, errors);
  uint32_t file = 0;
  soi_file_identity identity = {.known = false};
  soi_tree *const tree = parse_first(&loading, path, &file, &identity);
  read_scenario(&loading, tree, file, identity, overrides, override_count);
  return finish(&loading, before);
}

bool soi_load_scenario_text(soi_definition *definition, const char *name, const char *text, size_t length, const char *const *overrides,
                            uint32_t override_count, soi_errors *errors) {
  const uint32_t before = errors->count;
  soi_loading loading = begin(definition, errors);
  const uint32_t file = soi_file_add(definition, name, soi_text_copy(&definition->arena, text, length), length);
  soi_tree *const tree = parse_keys(&loading, file, text, length);
  read_scenario(&loading, tree, file, (soi_file_identity){.known = false}, overrides, override_count);
  return finish(&loading, before);
}

/* "KEY=VALUE" again, from an override's path and text. */
static const char *override_text(soi_arena *arena, const soi_source *source) {
  return soi_text_format(arena, "%s=%s", source->path + strlen(SOI_OVERRIDE), soi_text_copy(arena, source->text, source->length));
}

bool soi_load_scenario_sources(soi_definition *definition, const soi_source *sources, uint32_t source_count, const char *const *overrides,
                               uint32_t override_count, soi_errors *errors) {
  SOI_ASSERT(source_count > 0);
  const uint32_t before = errors->count;
  soi_loading loading = begin(definition, errors);
  loading.sources = sources;
  loading.source_count = source_count;
  const char **const all = SOI_NEW(&loading.scratch, const char *, source_count + override_count);
  uint32_t count = 0;
  for (uint32_t i = 1; i < source_count; ++i) {
    if (soi_override_is(&sources[i]) && sources[i].text != NULL) { all[count++] = override_text(&loading.scratch, &sources[i]); }
  }
  for (uint32_t i = 0; i < override_count; ++i) { all[count++] = overrides[i]; }
  uint32_t file = 0;
  soi_file_identity identity = {.known = false};
  soi_tree *const tree = parse_first(&loading, sources[0].path, &file, &identity);
  read_scenario(&loading, tree, file, identity, all, count);
  return finish(&loading, before);
}

bool soi_load_map(soi_definition *definition, const char *path, soi_errors *errors) {
  const uint32_t before = errors->count;
  soi_loading loading = begin(definition, errors);
  uint32_t file = 0;
  soi_file_identity identity = {.known = false};
  read_map(&loading, parse_first(&loading, path, &file, &identity), before);
  return finish(&loading, before);
}

bool soi_load_map_text(soi_definition *definition, const char *name, const char *text, size_t length, soi_errors *errors) {
  const uint32_t before = errors->count;
  soi_loading loading = begin(definition, errors);
  const uint32_t file = soi_file_add(definition, name, soi_text_copy(&definition->arena, text, length), length);
  read_map(&loading, parse_keys(&loading, file, text, length), before);
  return finish(&loading, before);
}

/* --- what kind of file ------------------------------------------------------------------------------------------------- */

char soi_file_kind(const char *path) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  soi_errors errors = {.arena = &arena};
  const char *problem = NULL;
  size_t length = 0;
  const char *const text = soi_file_read(&arena, path, &length, NULL, &problem);
  soi_tree *const tree = text == NULL ? NULL : soi_tree_parse(&arena, 1, text, length, &errors);
  const char kind = tree == NULL ? '\0' : kind_of(tree);
  soi_arena_release(&arena);
  return kind;
}
