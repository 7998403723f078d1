#include "map_records.h"

#include <stdio.h>
#include <string.h>

#include "yaml_flow.h"

const char *const section_keys[SECTION_COUNT] = {
    "nodes",    "roads",  "signals",   "crossings", "walkways", "gates", "stops",  "depots",
    "chargers", "routes", "buildings", "greens",    "water",    "rails", "labels",
};

map_record *record_add(map_records *map, section_id section, const char *id, bool flow, source from) {
  map_record *const record = list_add(map->found->arena, &map->sections[section].records);
  *record = (map_record){.id = id, .flow = flow, .from = from};
  return record;
}

map_record *record_find(map_records *map, section_id section, const char *id) {
  for (uint32_t i = 0; i < map->sections[section].records.count; ++i) {
    map_record *const r = &map->sections[section].records.items[i];
    if (strcmp(r->id, id) == 0) { return r; }
  }
  return NULL;
}

void record_set(map_records *map, map_record *record, const char *key, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const char *const value = text_of_list(map->found->arena, format, list);
  va_end(list);
  for (uint32_t i = 0; i < record->keys.count; ++i) {
    if (strcmp(record->keys.items[i].key, key) == 0) {
      record->keys.items[i].value = value;
      return;
    }
  }
  *list_add(map->found->arena, &record->keys) = (map_key){key, value, NULL};
}

void record_set_name(map_records *map, map_record *record, soi_name name) {
  const char *const said = yaml_name(map->found->arena, name);
  if (said != NULL) { record_set(map, record, "name", "%s", said); }
}

void record_set_points(map_records *map, map_record *record, const char *key, line l) {
  char *const out = SOI_NEW(map->found->arena, char, 40 * (size_t)l.count + 3), *to = out;
  for (uint32_t i = 0; i < l.count; ++i) { to += sprintf(to, "%s[%.2f, %.2f]", i == 0 ? "" : ", ", l.points[i].x, l.points[i].y); }
  record_set(map, record, key, "[%s]", out);
}

/* --- what cannot be without a record --------------------------------------------------------------------------------- */

/* The place of an id in a value, between these marks; null when it does not stand there. */
static const char *find_id(const char *value, const char *id, const char *before, const char *after) {
  const size_t length = strlen(id);
  for (const char *at = strstr(value, id); at != NULL; at = strstr(at + 1, id)) {
    if (strchr(before, at == value ? ' ' : at[-1]) != NULL && strchr(after, at[length]) != NULL) { return at; }
  }
  return NULL;
}

/* A list without one of its ids. */
static const char *without(soi_arena *arena, const char *value, const char *id) {
  const char *at = find_id(value, id, " [", ",]");
  if (at == NULL) { return value; }
  const char *rest = at + strlen(id);
  if (*rest == ',') {
    rest += rest[1] == ' ' ? 2 : 1;
  } else if (at - value > 2 && at[-1] == ' ' && at[-2] == ',') {
    at -= 2;
  }
  return text_of(arena, "%.*s%s", (int)(at - value), value, rest);
}

/* The stages that give green to somebody; "" for none. */
static const char *stages_in_use(soi_arena *arena, const char *stages) {
  char *const kept = SOI_NEW(arena, char, strlen(stages) + 1);
  size_t length = 0;
  for (const char *at = stages; *at != '\0'; at += length) {
    length = 1 + strcspn(at + 1, "\n");
    const char *const empty = strstr(at, "s: []");
    if (empty == NULL || empty >= at + length) { strncat(kept, at, length); }
  }
  return kept;
}

/* Takes an id out of a key that names it; where the record cannot be without it, it goes too. */
static void forget_in(map_records *map, section_id own, map_record *r, map_key *key, section_id section, const char *id) {
  const char *const name = key->key;
  const bool lists = strcmp(name, "joins") == 0 || strncmp(name, "onto_", 5) == 0;
  const bool staged = strcmp(name, "stages") == 0 && (section == SECTION_ROADS || section == SECTION_CROSSINGS);
  const bool refers = (section == SECTION_ROADS && strcmp(name, "road") == 0) ||
                      (section == SECTION_NODES && (strcmp(name, "from") == 0 || strcmp(name, "to") == 0 || strcmp(name, "node") == 0));
  if (!(lists || refers || staged) || find_id(key->value, id, " [,{:", " ],}") == NULL) { return; }
  if (lists) {
    key->value = without(map->found->arena, key->value, id);
    if (strcmp(key->value, "[]") == 0) { *key = r->keys.items[--r->keys.count]; /* an empty list would mean all */ }
  } else if (staged) {
    key->value = stages_in_use(map->found->arena, without(map->found->arena, key->value, id));
    if (key->value[0] == '\0') { record_drop(map, own, r, "nobody is left to give green to"); }
  } else {
    record_drop(map, own, r, text_of(map->found->arena, "%s '%s' is left out", section == SECTION_ROADS ? "road" : "node", id));
  }
}

static void forget(map_records *map, section_id section, const char *id) {
  for (int s = 0; s < SECTION_COUNT; ++s) {
    for (uint32_t i = 0; i < map->sections[s].records.count; ++i) {
      map_record *const r = &map->sections[s].records.items[i];
      for (uint32_t k = 0; k < r->keys.count && !r->gone; ++k) { forget_in(map, (section_id)s, r, &r->keys.items[k], section, id); }
    }
  }
}

/* Where the patch file speaks of what is wrong: at the key that is named, else at the record. */
static const char *patched_place(const map_record *r, const char *why) {
  for (uint32_t k = 0; k < r->keys.count; ++k) {
    const char *const key = r->keys.items[k].key, *const at = strstr(why, key);
    const char after = at == NULL ? '\0' : at[strlen(key)];
    if (r->keys.items[k].patched != NULL && at != NULL && at > why &&
        ((at[-1] == '.' && after == ':') || (at[-1] == '\'' && after == '\''))) {
      return r->keys.items[k].patched;
    }
  }
  return r->patched;
}

/* Whether a mistake comes of another one in the patch, which has been told. */
static bool follows(const map_records *map, const char *why) {
  const char *const hint = strstr(why, "; did you mean");
  const char *const said = hint == NULL ? why : text_of(map->found->arena, "%.*s", (int)(hint - why), why);
  bool follows = false;
  for (int s = 0; s < SECTION_COUNT; ++s) {
    for (uint32_t i = 0; i < map->sections[s].records.count; ++i) {
      const map_record *const r = &map->sections[s].records.items[i];
      follows = follows || (r->faulty && strstr(said, text_of(map->found->arena, "'%s'", r->id)) != NULL);
    }
  }
  return follows;
}

void record_drop(map_records *map, section_id section, map_record *r, const char *why) {
  if (r->patched != NULL && (r->faulty || !follows(map, why))) {
    (void)error_add(map->found, "%s: %s '%s' cannot be made: %s", patched_place(r, why), section_keys[section], r->id, why);
  }
  r->faulty = r->patched != NULL;
  r->gone = true;
  r->from.type = r->from.type == '\0' ? '-' : r->from.type;
  guess_add(map->found, GUESS_DROPPED, r->from, "%s %s left out: %s", section_keys[section], r->id, why);
  forget(map, section, r->id);
}
