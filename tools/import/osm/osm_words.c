#include "osm_words.h"

#include <stdio.h>
#include <string.h>

static const char *const crossing_kinds[][2] = {{"signal", "traffic_signals"}, {"zebra", "zebra"}, {"unmarked", "unmarked"}, {NULL, NULL}};
static const char *const roundabout_words[][2] = {{"yes", "roundabout"}, {NULL, NULL}};
static const char *const turn_words[][2] = {
    {"left", "left"}, {"through", "through"}, {"right", "right"}, {"back", "reverse"}, {NULL, NULL}};

static const osm_word words[] = {
    {SECTION_ROADS, "class", "highway", NULL, NULL, false},
    {SECTION_ROADS, "lanes_forward", "lanes:forward", NULL, NULL, false},
    {SECTION_ROADS, "lanes_backward", "lanes:backward", NULL, NULL, false},
    {SECTION_ROADS, "turn_lanes_forward", "turn:lanes:forward", NULL, turn_words, true},
    {SECTION_ROADS, "turn_lanes_backward", "turn:lanes:backward", NULL, turn_words, true},
    {SECTION_ROADS, "speed_limit", "maxspeed", " km/h", NULL, false},
    {SECTION_ROADS, "sidewalk_left", "sidewalk:left:width", " m", NULL, false},
    {SECTION_ROADS, "sidewalk_right", "sidewalk:right:width", " m", NULL, false},
    {SECTION_ROADS, "roundabout", "junction", NULL, roundabout_words, false},
    {SECTION_ROADS, "level", "layer", NULL, NULL, false},
    {SECTION_CROSSINGS, "kind", "crossing", NULL, crossing_kinds, false},
    {SECTION_CROSSINGS, "refuge", "crossing:island", NULL, NULL, false},
    {SECTION_CROSSINGS, "width", "width", " m", NULL, false},
    {SECTION_WALKWAYS, "width", "width", " m", NULL, false},
    {SECTION_WALKWAYS, "level", "layer", NULL, NULL, false},
    {SECTION_WALKWAYS, "covered", "covered", NULL, NULL, false},
    {SECTION_BUILDINGS, "height", "height", " m", NULL, false},
    {SECTION_BUILDINGS, "base", "min_height", " m", NULL, false},
    {SECTION_RAILS, "width", "width", " m", NULL, false},
    {SECTION_RAILS, "level", "layer", NULL, NULL, false},
};

const osm_word *osm_word_of(section_id section, const char *key, const char *tag) {
  for (uint32_t i = 0; i < sizeof words / sizeof words[0]; ++i) {
    if (words[i].section == section && strcmp(key != NULL ? words[i].key : words[i].tag, key != NULL ? key : tag) == 0) {
      return &words[i];
    }
  }
  return NULL;
}

/* A word of one column in the other; null when it is not in the table. */
static const char *other(const char *const (*pairs)[2], int from, const char *word, size_t length) {
  for (uint32_t i = 0; pairs[i][0] != NULL; ++i) {
    if (strlen(pairs[i][from]) == length && strncmp(pairs[i][from], word, length) == 0) { return pairs[i][1 - from]; }
  }
  return NULL;
}

/* Lanes in the other's words: within a lane and between lanes the marks differ. */
static const char *turns_between(soi_arena *arena, const osm_word *word, const char *value, bool out) {
  const char *const marks = out ? "[], " : ";|";
  const char *text = out ? "" : "[";
  for (const char *at = value; *at != '\0';) {
    const size_t length = strcspn(at, marks);
    const char *const said = other(word->pairs, out ? 0 : 1, at, length);
    if (length > 0 && said == NULL) { return NULL; }
    text = text_of(arena, "%s%s", text, length == 0 ? "" : said);
    at += length;
    if (*at == ',' || *at == '|') {
      text = text_of(arena, "%s%s", text, out ? "|" : ", ");
      at += out && at[1] == ' ' ? 1 : 0;
    } else if (*at == ' ' || *at == ';') {
      text = text_of(arena, "%s%s", text, out ? ";" : " ");
    }
    at += *at == '\0' ? 0 : 1;
  }
  return out ? text : text_of(arena, "%s]", text);
}

const char *osm_word_out(soi_arena *arena, const osm_word *word, const char *value) {
  if (word->turns) { return turns_between(arena, word, value, true); }
  if (word->pairs != NULL) { return other(word->pairs, 0, value, strlen(value)); }
  if (word->unit != NULL) {
    const size_t length = strlen(value), unit = strlen(word->unit);
    return length > unit && strcmp(value + length - unit, word->unit) == 0 ? text_of(arena, "%.*s", (int)(length - unit), value) : NULL;
  }
  return value;
}

const char *osm_word_in(soi_arena *arena, const osm_word *word, const char *value) {
  if (word->turns) {
    const char *const text = turns_between(arena, word, value, false);
    return text != NULL ? text : value;
  }
  if (word->pairs != NULL) {
    const char *const said = other(word->pairs, 1, value, strlen(value));
    return said != NULL ? said : value;
  }
  return word->unit != NULL ? text_of(arena, "%s%s", value, word->unit) : value;
}
