#include "findings.h"

#include <stdio.h>
#include <string.h>

const char *guess_kind_name(guess_kind kind) {
  static const char *const names[GUESS_KIND_COUNT] = {"lanes",     "speed",  "sidewalk", "crossing", "plan",    "merged",
                                                      "shortened", "height", "level",    "repaired", "dropped", "side"};
  return names[kind];
}

void guess_add(findings *found, guess_kind kind, source from, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const char *const said = text_of_list(found->arena, format, list);
  va_end(list);
  const soi_degrees place = soi_earth_place(found->origin, from.at);
  *list_add(found->arena, &found->guesses) = (guess){kind, from.type, from.osm, place.longitude, place.latitude, said};
  ++found->totals[kind];
}

bool error_add(findings *found, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const char *const said = text_of_list(found->arena, format, list), *const before = found->error;
  va_end(list);
  found->error = before == NULL ? said : text_of(found->arena, "%s\n%s", before, said);
  return false;
}

const char *guesses_text(const findings *found) {
  text_buffer t = {0};
  for (uint32_t i = 0; i < found->guesses.count; ++i) {
    const guess *const g = &found->guesses.items[i];
    text_add(found->arena, &t,
             text_of(found->arena, "%-9s %c%lld at %.6f, %.6f: %s\n", guess_kind_name(g->kind), g->type, (long long)g->osm, g->latitude,
                     g->longitude, g->text));
  }
  return found->guesses.count > 0 ? t.items : "";
}

/* --- JSON ------------------------------------------------------------------------------------------------------------ */

static const char *quoted(soi_arena *arena, const char *said) {
  char *const out = SOI_NEW(arena, char, 6 * strlen(said) + 3);
  char *to = out;
  *to++ = '"';
  for (; *said != '\0'; ++said) {
    const unsigned char c = (unsigned char)*said;
    if (c < 0x20) {
      to += sprintf(to, "\\u%04x", c);
      continue;
    }
    if (c == '"' || c == '\\') { *to++ = '\\'; }
    *to++ = (char)c;
  }
  *to++ = '"';
  return out;
}

static const char *type_name(char type) { return type == 'n' ? "node" : type == 'w' ? "way" : type == 'r' ? "relation" : "file"; }

/* What a guess says, in both forms: its kind and element, then what stands between, then its words. */
static void add_guess(const findings *found, text_buffer *t, const guess *g, const char *between) {
  text_add(found->arena, t,
           text_of(found->arena, "\"kind\": \"%s\", \"osm\": \"%s/%lld\", %s\"what\": %s}", guess_kind_name(g->kind), type_name(g->type),
                   (long long)g->osm, between, quoted(found->arena, g->text)));
}

const char *guesses_json(const findings *found) {
  text_buffer t = {0};
  text_add(found->arena, &t, "{\n  \"totals\": {");
  for (int kind = 0; kind < GUESS_KIND_COUNT; ++kind) {
    text_add(found->arena, &t,
             text_of(found->arena, "%s\"%s\": %u", kind == 0 ? "" : ", ", guess_kind_name((guess_kind)kind), found->totals[kind]));
  }
  text_add(found->arena, &t, "},\n  \"guesses\": [");
  for (uint32_t i = 0; i < found->guesses.count; ++i) {
    const guess *const g = &found->guesses.items[i];
    text_add(found->arena, &t, i == 0 ? "\n    {" : ",\n    {");
    add_guess(found, &t, g, text_of(found->arena, "\"at\": [%.7f, %.7f], ", g->longitude, g->latitude));
  }
  text_add(found->arena, &t, "\n  ]\n}\n");
  return t.items;
}

const char *guesses_geojson(const findings *found) {
  text_buffer t = {0};
  text_add(found->arena, &t, "{\"type\": \"FeatureCollection\", \"features\": [");
  for (uint32_t i = 0; i < found->guesses.count; ++i) {
    const guess *const g = &found->guesses.items[i];
    text_add(found->arena, &t,
             text_of(found->arena,
                     "%s\n  {\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [%.7f, %.7f]}, \"properties\": {",
                     i == 0 ? "" : ",", g->longitude, g->latitude));
    add_guess(found, &t, g, "");
    text_add(found->arena, &t, "}");
  }
  text_add(found->arena, &t, "\n]}\n");
  return t.items;
}
