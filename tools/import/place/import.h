/* Importing places: an OpenStreetMap extract becomes a map file. A tool, not core: it sees the public interface only, and whatever
 * it makes is an ordinary map that a person can edit. The same input gives the same map. */
#ifndef SOI_IMPORT_IMPORT_H
#define SOI_IMPORT_IMPORT_H

#include "findings.h"

typedef enum import_side { IMPORT_SIDE_FOUND, IMPORT_SIDE_LEFT, IMPORT_SIDE_RIGHT } import_side;

typedef struct import_options {
  const char *path;       /* .osm or .osm.gz */
  const char *patch;      /* hand corrections, null for none */
  const char *patch_text; /* the text of that file; null: it is read */
  bool has_box;
  double box[4];        /* degrees: west, south, east, north */
  import_side drive_on; /* FOUND: from where the place lies */
} import_options;

/* The result of an import. Everything lives in the arena; release it with import_release. */
typedef struct import_result {
  soi_arena arena;
  const char *text; /* the map file */
  size_t length;
  findings found;
} import_result;

/* Reads the file and makes the map, which is known to build into a model. False with found.error when it cannot. */
bool import_osm(const import_options *options, import_result *result);
void import_release(import_result *result);

#endif
