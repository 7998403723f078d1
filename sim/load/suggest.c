/* Finding what somebody meant: near words first, then the same word in another section, then all that could stand there. */
#include "suggest.h"

#include <string.h>

#include "text.h"

enum {
  MOST_COMPARISONS = 200000, /* a second or two at the very worst */
  MOST_CANDIDATES = 64,
  MOST_PLACES = 3, /* sections that are named when a key stands in several */
};

const char *soi_suggest(soi_loading *loading, const char *nearest) {
  return nearest == NULL ? "" : soi_text_format(&loading->scratch, "; did you mean '%s'?", nearest);
}

/* Words whose lengths differ so much are not near. */
static bool could_be_near(size_t a, size_t b) {
  const size_t larger = a > b ? a : b, smaller = a > b ? b : a;
  return larger - smaller <= 1 + larger / 3;
}

/* The better of two candidates; of equally near ones that of the word's own length, as slips that swap letters are common. */
static const char *nearer(const char *word, const char *best, const char *id) {
  const char *const pair[] = {best, id};
  const char *const winner = soi_text_nearest(word, pair, 2);
  const bool tie = winner == best && best != NULL && soi_text_distance(word, best) == soi_text_distance(word, id);
  return tie && strlen(id) == strlen(word) && strlen(best) != strlen(word) ? id : winner;
}

const char *soi_suggest_id(soi_loading *loading, const char *word, const soi_tree *mapping) {
  const size_t length = strlen(word);
  const char *best = NULL;
  for (uint32_t i = 0; mapping != NULL && i < mapping->count && loading->comparisons < MOST_COMPARISONS; ++i) {
    const char *const id = mapping->pairs[i].key;
    if (could_be_near(length, strlen(id))) {
      ++loading->comparisons;
      best = nearer(word, best, id);
    }
  }
  return best;
}

/* The sections a search has found, by their paths. */
typedef struct places {
  const char *paths[MOST_PLACES];
  uint32_t count;
  soi_arena *arena;
} places;

/* Collects the tables below that have the key, and the path to each; "" is the top. */
static void find_places(places *found, const soi_table *table, const char *path, const char *key) {
  if (soi_table_find(table, key) != NULL) {
    if (found->count < MOST_PLACES) { found->paths[found->count] = path; }
    ++found->count;
  }
  for (uint32_t i = 0; i < table->count; ++i) {
    const soi_schema_field *const field = &table->fields[i];
    if (soi_kind_has_table(field->kind)) {
      find_places(found, field->table, soi_text_format(found->arena, "%s%s%s", path, path[0] == '\0' ? "" : ".", field->key), key);
    }
  }
}

/* "service or fleet": the sections that have the key, the first of many; null when none has. */
static const char *elsewhere(soi_loading *loading, const char *word, const soi_table *root) {
  places found = {.arena = &loading->scratch};
  find_places(&found, root, "", word);
  if (found.count == 0) { return NULL; }
  const char *list = "";
  const uint32_t named = found.count < MOST_PLACES ? found.count : MOST_PLACES;
  for (uint32_t i = 0; i < named; ++i) {
    const char *const joint = i == 0 ? "" : i + 1 == found.count ? " or " : ", ";
    const char *const path = found.paths[i][0] == '\0' ? "the top of the file" : found.paths[i];
    list = soi_text_format(&loading->scratch, "%s%s%s", list, joint, path);
  }
  return found.count <= named ? list : soi_text_format(&loading->scratch, "%s and %u more", list, found.count - named);
}

static const char *nearest_key(const char *word, const soi_table *table) {
  const char *keys[MOST_CANDIDATES];
  uint32_t count = 0;
  for (; count < table->count && count < MOST_CANDIDATES; ++count) { keys[count] = table->fields[count].key; }
  return soi_text_nearest(word, keys, count);
}

/* The nearest key of a record within this one: "body.top_speed". */
static const char *nearest_within(soi_loading *loading, const char *word, const soi_table *table) {
  const char *best = NULL, *path = NULL;
  for (uint32_t i = 0; i < table->count; ++i) {
    if (table->fields[i].kind != SOI_KIND_RECORD) { continue; }
    const char *const near = nearest_key(word, table->fields[i].table);
    const char *const winner = near == NULL ? best : nearer(word, best, near);
    if (winner != NULL && winner != best) { path = soi_text_format(&loading->scratch, "%s.%s", table->fields[i].key, near); }
    best = winner;
  }
  return path;
}

static const char *all_keys(soi_loading *loading, const soi_table *table) {
  const char *list = "; expected one of ";
  for (uint32_t i = 0; i < table->count; ++i) {
    list = soi_text_format(&loading->scratch, "%s%s%s", list, i == 0 ? "" : ", ", table->fields[i].key);
  }
  return list;
}

const char *soi_suggest_key(soi_loading *loading, const char *word, const soi_table *table, bool in_map) {
  const soi_table *const own = in_map ? &soi_map_table : &soi_scenario_table;
  const soi_table *const other = in_map ? &soi_scenario_table : &soi_map_table;
  /* One slip away from a key that may stand here. */
  const char *const near = nearest_key(word, table);
  if (near != NULL && soi_text_distance(word, near) == 1) { return soi_suggest(loading, near); }
  /* The right word in the wrong section, or in the wrong file. */
  const char *const place = elsewhere(loading, word, own);
  if (place != NULL) { return soi_text_format(&loading->scratch, "; it belongs to %s", place); }
  if (near != NULL) { return soi_suggest(loading, near); }
  if (soi_table_find(other, word) != NULL) {
    return soi_text_format(&loading->scratch, "; it belongs in a %s", in_map ? "scenario" : "map");
  }
  const char *const within = nearest_within(loading, word, table);
  if (within != NULL) { return soi_suggest(loading, within); }
  /* What is only near to a key of another section is another word. */
  return all_keys(loading, table);
}
