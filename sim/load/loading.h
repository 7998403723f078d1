/* What the parts of one reading share. */
#ifndef SOI_LOAD_LOADING_H
#define SOI_LOAD_LOADING_H

#include "complain.h"
#include "schema.h"
#include "tree.h"

typedef struct soi_loading {
  soi_definition *definition;
  soi_errors *errors;
  soi_errors notes;          /* what the run goes without */
  const soi_source *sources; /* the only texts there are; null: those of the file system */
  uint32_t source_count;
  soi_arena scratch; /* trees; gone when the reading ends */
  soi_tree *map;     /* null when there is none, or it could not be read */
  soi_tree *scenario;
  bool map_is_good;  /* the map was read without an error */
  bool in_map;       /* the map is being read, not the scenario */
  bool part;         /* the scenario has no map, or what it extends is not known: nothing is required of it */
  const char *moved; /* the first key that stood where it was once read, and where it is read now */
  soi_mark moved_mark;
  uint32_t moved_count;
  uint32_t comparisons; /* of words, so far: suggestions cost time, and have an end */
} soi_loading;

#endif
