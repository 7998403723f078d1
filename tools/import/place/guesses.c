/* The list of what the data did not say, as text, JSON and GeoJSON, and the small helpers for texts. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "parts.h"

void *list_grown(soi_arena *arena, const void *items, size_t size, uint32_t count, uint32_t *capacity) {
  *capacity = *capacity == 0 ? 16 : *capacity * 2;
  void *const grown = soi_arena_allocate(arena, size * *capacity);
  if (count > 0) {
    if (count > 0) { memcpy(grown, items, size * count); }
  }
  return grown;
}

static const char *text_of_list(soi_arena *arena, const char *format, va_list list) {
  va_list again;
  va_copy(again, list);
  const int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  SOI_ASSERT(length >= 0);
  char *const text = SOI_NEW(arena, char, (size_t)length + 1);
  (void)vsnprintf(text, (size_t)length + 1, format, list);
  return text;
}

const char *text_of(soi_arena *arena, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const char *const text = text_of_list(arena, format, list);
  va_end(list);
  return text;
}

const char *guess_kind_name(guess_kind kind) {
  static const char *const names[GUESS_KIND_COUNT] = {"lanes",     "speed",  "sidewalk", "crossing", "plan",    "merged",
                                                      "shortened", "height", "level",    "repaired", "dropped", "side"};
  return names[kind];
}

void guess_add(import *in, guess_kind kind, char type, int64_t osm, soi_point at, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const char *const text = text_of_list(in->arena, format, list);
  va_end(list);
  const soi_degrees place = soi_earth_place(in->origin, at);
  *list_add(in->arena, &in->guesses) = (guess){kind, type, osm, place.longitude, place.latitude, text};
  ++in->result->guess_totals[kind];
}

/* --- JSON ------------------------------------------------------------------------------------------------------------ */

typedef struct page {
  char *text;
  size_t length, capacity;
} page;

static void put(soi_arena *arena, page *p, const char *text) {
  const size_t more = strlen(text);
  if (p->length + more + 1 > p->capacity) {
    p->capacity = 2 * (p->length + more + 1) + 4096;
    char *const grown = SOI_NEW(arena, char, p->capacity);
    if (p->length > 0) {
      if (p->length > 0) { memcpy(grown, p->text, p->length); }
    }
    p->text = grown;
  }
  memcpy(p->text + p->length, text, more + 1);
  p->length += more;
}

static const char *quoted(soi_arena *arena, const char *text) {
  char *const out = SOI_NEW(arena, char, 6 * strlen(text) + 3);
  char *to = out;
  *to++ = '"';
  for (; *text != '\0'; ++text) {
    const unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') {
      *to++ = '\\';
      *to++ = (char)c;
    } else if (c < 0x20) {
      to += sprintf(to, "\\u%04x", c);
    } else {
      *to++ = (char)c;
    }
  }
  *to++ = '"';
  return out;
}

static const char *type_name(char type) { return type == 'n' ? "node" : type == 'w' ? "way" : type == 'r' ? "relation" : "file"; }

const char *guesses_json(import_result *result) {
  soi_arena *const arena = &result->arena;
  page p = {0};
  put(arena, &p, "{\n  \"totals\": {");
  for (int kind = 0; kind < GUESS_KIND_COUNT; ++kind) {
    put(arena, &p, text_of(arena, "%s\"%s\": %u", kind == 0 ? "" : ", ", guess_kind_name((guess_kind)kind), result->guess_totals[kind]));
  }
  put(arena, &p, "},\n  \"guesses\": [");
  for (uint32_t i = 0; i < result->guess_count; ++i) {
    const guess *const g = &result->guesses[i];
    put(arena, &p,
        text_of(arena, "%s\n    {\"kind\": \"%s\", \"osm\": \"%s/%lld\", \"at\": [%.7f, %.7f], \"what\": %s}", i == 0 ? "" : ",",
                guess_kind_name(g->kind), type_name(g->type), (long long)g->osm, g->longitude, g->latitude, quoted(arena, g->text)));
  }
  put(arena, &p, "\n  ]\n}\n");
  return p.text;
}

const char *guesses_geojson(import_result *result) {
  soi_arena *const arena = &result->arena;
  page p = {0};
  put(arena, &p, "{\"type\": \"FeatureCollection\", \"features\": [");
  for (uint32_t i = 0; i < result->guess_count; ++i) {
    const guess *const g = &result->guesses[i];
    put(arena, &p,
        text_of(arena,
                "%s\n  {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [%.7f, %.7f]}, "
                "\"properties\": {\"kind\": \"%s\", \"osm\": \"%s/%lld\", \"what\": %s}}",
                i == 0 ? "" : ",", g->longitude, g->latitude, guess_kind_name(g->kind), type_name(g->type), (long long)g->osm,
                quoted(arena, g->text)));
  }
  put(arena, &p, "\n]}\n");
  return p.text;
}
