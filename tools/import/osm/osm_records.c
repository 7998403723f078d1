#include "osm_records.h"

#include <stdio.h>
#include <string.h>

#include "osm_words.h"
#include "tags.h"
#include "yaml_flow.h"

static const char PREFIX[] = "soi:";

typedef struct input {
  const osm_data *osm;
  map_records *map;
  soi_arena *arena;
} input;

/* --- where a record lies --------------------------------------------------------------------------------------------- */

/* A point to a hundredth of a millimetre: what degrees of eleven decimals hold of it. */
static char *put_point(char *to, soi_point p) {
  const double values[] = {p.x, p.y};
  for (int i = 0; i < 2; ++i) {
    to += sprintf(to, "%s%.5f", i == 0 ? "[" : ", ", values[i]);
    while (to[-1] == '0') { --to; }
    to -= to[-1] == '.' ? 1 : 0;
    if (to[-1] == '0' && to[-2] == '-') { to[-2] = '0', --to; }
  }
  *to++ = ']';
  *to = '\0';
  return to;
}

static const char *points_text(const input *in, const uint32_t *refs, uint32_t count) {
  char *const out = SOI_NEW(in->arena, char, 48 * (size_t)count + 3), *to = out;
  *to++ = '[';
  for (uint32_t i = 0; i < count; ++i) {
    to += sprintf(to, "%s", i == 0 ? "" : ", ");
    to = put_point(to, in->osm->nodes.items[refs[i]].at);
  }
  (void)strcpy(to, "]");
  return out;
}

/* A road's line: its ends are the map's nodes unless it says that it keeps apart from them. */
static void set_road_line(const input *in, map_record *r, const osm_way *way) {
  static const char *const apart[] = {"soi:apart_from", "soi:apart_to"}, *const keys[] = {"from", "to"};
  const uint32_t *refs = in->osm->refs + way->first_ref;
  uint32_t count = way->ref_count;
  for (int end = 0; end < 2; ++end) {
    if (count > 0 && !osm_tag_is(in->osm, way->tags, apart[end], "yes")) {
      const char *const node = osm_tag_of(in->osm, in->osm->nodes.items[refs[end == 0 ? 0 : count - 1]].tags, "soi:id");
      record_set(in->map, r, keys[end], "%s", node != NULL ? node : "null");
      refs += end == 0 ? 1 : 0;
      --count;
    }
  }
  if (count > 0) { record_set(in->map, r, "via", "%s", points_text(in, refs, count)); }
}

static void set_line(const input *in, map_record *r, section_id section, const osm_way *way) {
  const uint32_t *const refs = in->osm->refs + way->first_ref;
  const bool closed = way->ref_count > 1 && refs[0] == refs[way->ref_count - 1];
  if (section == SECTION_ROADS) {
    set_road_line(in, r, way);
  } else {
    record_set(in->map, r,
               section == SECTION_WALKWAYS ? "points"
               : section == SECTION_RAILS  ? "line"
                                           : "outline",
               "%s", points_text(in, refs, way->ref_count - (closed ? 1 : 0)));
  }
}

/* --- what it says ---------------------------------------------------------------------------------------------------- */

static const char *on_one_line(const input *in, const char *value) {
  char *const text = SOI_NEW(in->arena, char, strlen(value) + 1);
  for (size_t i = 0; value[i] != '\0'; ++i) { text[i] = (unsigned char)value[i] < 0x20 ? ' ' : value[i]; }
  return text;
}

/* The value of a tag with what it goes on with. */
static const char *whole_value(const input *in, osm_tags tags, const osm_tag *tag) {
  const char *value = tag->value;
  for (uint32_t part = 2;; ++part) {
    const char *const more = osm_tag_of(in->osm, tags, text_of(in->arena, "%s:%u", tag->key, part));
    if (more == NULL) { return on_one_line(in, value); }
    value = text_of(in->arena, "%s%s", value, more);
  }
}

static void set_keys(const input *in, map_record *r, section_id section, osm_tags tags) {
  record_set_name(in->map, r, tags_name(in->osm, tags));
  for (uint32_t i = 0; i < tags.count; ++i) {
    const osm_tag *const tag = &in->osm->tags.items[tags.first + i];
    const osm_word *const word = osm_word_of(section, NULL, tag->key);
    const char *const key = tag->key + sizeof PREFIX - 1;
    if (word != NULL) {
      record_set(in->map, r, word->key, "%s", on_one_line(in, osm_word_in(in->arena, word, tag->value)));
    } else if (strncmp(tag->key, PREFIX, sizeof PREFIX - 1) == 0 && strcmp(key, "section") != 0 && strcmp(key, "id") != 0 &&
               strchr(key, ':') == NULL) {
      record_set(in->map, r, text_of(in->arena, "%s", key), "%s", whole_value(in, tags, tag));
    }
  }
}

/* The record an element is, or null; a stray one that says anything is told. */
static map_record *record_of(const input *in, source from, osm_tags tags, section_id *section) {
  const char *const said = osm_tag_of(in->osm, tags, "soi:section"), *const name = osm_tag_of(in->osm, tags, "soi:id");
  for (int s = 0; s < SECTION_COUNT && said != NULL && name != NULL; ++s) {
    if (strcmp(said, section_keys[s]) == 0) {
      *section = (section_id)s;
      map_record *const r = record_add(in->map, *section, on_one_line(in, name), s != SECTION_ROADS && s != SECTION_SIGNALS, from);
      set_keys(in, r, *section, tags);
      return r;
    }
  }
  if (tags.count > 0 && !osm_tag_is(in->osm, tags, "type", "soi:map")) {
    guess_add(in->map->found, GUESS_DROPPED, from, "it is no part of the map that soi wrote; the tags soi:section and soi:id make it one");
  }
  return NULL;
}

/* --- the map --------------------------------------------------------------------------------------------------------- */

static void put_head(const input *in, osm_tags tags) {
  const char *text = "# Read from OpenStreetMap data that soi map --osm wrote.\n\n";
  const char *const name = yaml_name(in->arena, tags_name(in->osm, tags)), *const side = osm_tag_of(in->osm, tags, "driving_side");
  if (name != NULL) { text = text_of(in->arena, "%sname: %s\n", text, name); }
  for (uint32_t i = 0; i < tags.count; ++i) {
    const osm_tag *const tag = &in->osm->tags.items[tags.first + i];
    if (strcmp(tag->key, "soi:attribution") == 0 || strcmp(tag->key, "soi:notes") == 0) {
      text = text_of(in->arena, "%s%s: %s\n", text, tag->key + sizeof PREFIX - 1, whole_value(in, tags, tag));
    }
  }
  const char *const latitude = osm_tag_of(in->osm, tags, "soi:latitude"), *const longitude = osm_tag_of(in->osm, tags, "soi:longitude");
  if (latitude != NULL && longitude != NULL) {
    text = text_of(in->arena, "%sorigin: {latitude: %s, longitude: %s}\n", text, on_one_line(in, latitude), on_one_line(in, longitude));
  }
  in->map->head = text_of(in->arena, "%sdrive_on: %s\n", text, side != NULL ? on_one_line(in, side) : "left");
}

void osm_records_read(const osm_data *osm, map_records *map) {
  const input in = {osm, map, map->found->arena};
  section_id section;
  put_head(&in, osm->relations.items[osm_find_map(osm)].tags);
  for (uint32_t i = 0; i < osm->nodes.count; ++i) {
    const osm_node *const node = &osm->nodes.items[i];
    map_record *const r = record_of(&in, (source){'n', node->id, node->at}, node->tags, &section);
    if (r != NULL && (section == SECTION_NODES || section == SECTION_GATES || section == SECTION_LABELS)) {
      char text[64];
      (void)put_point(text, node->at);
      record_set(map, r, "at", "%s", text);
    }
  }
  for (uint32_t i = 0; i < osm->ways.count; ++i) {
    const osm_way *const way = &osm->ways.items[i];
    const soi_point at = way->ref_count > 0 ? osm_node_of(osm, way, 0)->at : (soi_point){0.0, 0.0};
    map_record *const r = record_of(&in, (source){'w', way->id, at}, way->tags, &section);
    if (r != NULL) { set_line(&in, r, section, way); }
  }
  for (uint32_t i = 0; i < osm->relations.count; ++i) {
    (void)record_of(&in, (source){.type = 'r', .osm = osm->relations.items[i].id}, osm->relations.items[i].tags, &section);
  }
}
