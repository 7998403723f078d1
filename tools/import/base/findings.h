/* What an import found out about its data: what it did not say, or said in a way that could not be kept, and what is wrong with it. */
#ifndef SOI_IMPORT_FINDINGS_H
#define SOI_IMPORT_FINDINGS_H

#include "list.h"

typedef enum guess_kind {
  GUESS_LANES,
  GUESS_SPEED,
  GUESS_SIDEWALK,
  GUESS_CROSSING,
  GUESS_PLAN,
  GUESS_MERGED,
  GUESS_SHORTENED,
  GUESS_HEIGHT,
  GUESS_LEVEL,
  GUESS_REPAIRED,
  GUESS_DROPPED,
  GUESS_SIDE,
  GUESS_KIND_COUNT
} guess_kind;

typedef struct guess {
  guess_kind kind;
  char type; /* 'n' node, 'w' way, 'r' relation, '-' the file */
  int64_t osm;
  double longitude, latitude;
  const char *text;
} guess;

typedef struct findings {
  soi_arena *arena;
  soi_degrees origin; /* of the map's frame, once it is known */
  LIST(guess) guesses;
  uint32_t totals[GUESS_KIND_COUNT];
  const char *error; /* why there is no map: "FILE:LINE:COLUMN: what is wrong; what to do", a line each; null when there is one */
} findings;

/* The element of OpenStreetMap that something comes from, and where that lies. */
typedef struct source {
  char type; /* as of a guess */
  int64_t osm;
  soi_point at;
} source;

void guess_add(findings *found, guess_kind kind, source from, const char *format, ...) SOI_FORMAT(4, 5);
/* One more line of the error; false. */
bool error_add(findings *found, const char *format, ...) SOI_FORMAT(2, 3);

const char *guess_kind_name(guess_kind kind);
/* The list of guesses one a line, as JSON ({"totals": ..., "guesses": [...]}) or GeoJSON (a point a guess). */
const char *guesses_text(const findings *found);
const char *guesses_json(const findings *found);
const char *guesses_geojson(const findings *found);

#endif
