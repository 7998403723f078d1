/* The map while it is made: sections of records of keys and values, as its file will have them. */
#ifndef SOI_IMPORT_MAP_RECORDS_H
#define SOI_IMPORT_MAP_RECORDS_H

#include "findings.h"
#include "plane.h"

typedef struct map_key {
  const char *key, *value; /* the value as YAML */
  const char *patched;     /* where the patch file says so, null when it does not */
} map_key;

typedef struct map_record {
  const char *id;
  LIST(map_key) keys;
  bool flow; /* on one line */
  bool gone;
  bool faulty;         /* gone by a mistake of the patch */
  uint32_t line;       /* where it was written last */
  const char *patched; /* where the patch file speaks of it, null when it does not */
  source from;         /* of the guess when it is dropped */
} map_record;

typedef enum section_id {
  SECTION_NODES,
  SECTION_ROADS,
  SECTION_SIGNALS,
  SECTION_CROSSINGS,
  SECTION_WALKWAYS,
  SECTION_GATES,
  SECTION_STOPS,
  SECTION_DEPOTS,
  SECTION_CHARGERS,
  SECTION_ROUTES,
  SECTION_BUILDINGS,
  SECTION_GREENS,
  SECTION_WATER,
  SECTION_RAILS,
  SECTION_LABELS,
  SECTION_COUNT
} section_id;

extern const char *const section_keys[SECTION_COUNT]; /* their names in the file */

typedef struct map_section {
  LIST(map_record) records;
} map_section;

typedef struct map_records {
  findings *found;
  map_section sections[SECTION_COUNT];
  const char *head; /* what stands before the sections when soi wrote the data; null for other extracts */
} map_records;

map_record *record_add(map_records *map, section_id section, const char *id, bool flow, source from);
/* The record of an id, also one that is gone; null when there is none. */
map_record *record_find(map_records *map, section_id section, const char *id);
void record_set(map_records *map, map_record *record, const char *key, const char *format, ...) SOI_FORMAT(4, 5);
void record_set_name(map_records *map, map_record *record, soi_name name);             /* unless it is empty */
void record_set_points(map_records *map, map_record *record, const char *key, line l); /* to the centimetre */
/* Takes a record out, and whatever cannot be without it; told as a guess, or as an error when the patch file wants the record. */
void record_drop(map_records *map, section_id section, map_record *record, const char *why);

#endif
