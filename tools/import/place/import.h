/* Importing places: an OpenStreetMap extract becomes a map file. A tool, not core: it sees the public interface only, and whatever
 * it makes is an ordinary map that a person can edit. The same input gives the same map. */
#ifndef SOI_IMPORT_IMPORT_H
#define SOI_IMPORT_IMPORT_H

#include <soi/soi.h>

typedef enum import_side { IMPORT_SIDE_FOUND, IMPORT_SIDE_LEFT, IMPORT_SIDE_RIGHT } import_side;

typedef struct import_options {
  const char *path;       /* .osm or .osm.gz */
  const char *patch;      /* hand corrections, null for none */
  const char *patch_text; /* the text of that file; null: it is read */
  bool has_box;
  double box[4];        /* degrees: west, south, east, north */
  import_side drive_on; /* FOUND: from where the place lies */
} import_options;

/* Something the data did not say, or said in a way that could not be kept. */
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

/* The result of an import. Everything lives in the arena; release it with import_release. */
typedef struct import_result {
  soi_arena arena;
  const char *text; /* the map file */
  size_t length;
  const guess *guesses;
  uint32_t guess_count;
  uint32_t guess_totals[GUESS_KIND_COUNT];
  const char *error; /* why there is no map: "FILE:LINE:COLUMN: what is wrong; what to do", a line each */
} import_result;

/* Reads the file and makes the map, which is known to build into a model. False with result->error when it cannot. */
bool import_osm(const import_options *options, import_result *result);
void import_release(import_result *result);

const char *guess_kind_name(guess_kind kind);
/* The list of guesses as JSON ({"totals": ..., "guesses": [...]}) or GeoJSON (a point a guess); text in the result's arena. */
const char *guesses_json(import_result *result);
const char *guesses_geojson(import_result *result);

#endif
