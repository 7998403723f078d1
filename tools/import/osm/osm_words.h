/* How a map's keys are said in OpenStreetMap's tags, where it has a word for them; osm_write.c writes what osm_records.c reads.
 * A record is one element with the tags soi:section and soi:id. Keys without a word in the table are tags soi:KEY, their values as in YAML;
 * a value over 255 bytes, more than OpenStreetMap takes, goes on in soi:KEY:2 and so on. Where a record lies is where its element
 * lies, but for what has a place along a road (soi:road and soi:at). Names are name:en, name:th and name:ja. */
#ifndef SOI_IMPORT_OSM_WORDS_H
#define SOI_IMPORT_OSM_WORDS_H

#include "map_records.h"

enum { OSM_VALUE_MOST = 255 }; /* bytes of a tag's value */

typedef struct osm_word {
  section_id section;
  const char *key, *tag;
  const char *unit;              /* left out in the tag: " m"; null for none */
  const char *const (*pairs)[2]; /* the key's words and the tag's, null for the same ones */
  bool turns;                    /* lanes: a list of the key's words against the tag's a;b|c */
} osm_word;

/* The word of a section for a key, or for a tag when key is null; null for none. */
const osm_word *osm_word_of(section_id section, const char *key, const char *tag);
/* The value of a key as the tag says it; null when the tag cannot. */
const char *osm_word_out(soi_arena *arena, const osm_word *word, const char *value);
/* The value of a tag as YAML. */
const char *osm_word_in(soi_arena *arena, const osm_word *word, const char *value);

#endif
