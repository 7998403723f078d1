/* Crossings of roads. Those that the map cannot have where they are drawn, inside a junction, move to the nearest place. Where one ends
 * at a road's side that has no way on foot, that side wants a sidewalk. */
#ifndef SOI_IMPORT_CROSSINGS_H
#define SOI_IMPORT_CROSSINGS_H

#include "road_graph.h"

#define KERB 0.5 /* m from the carriageway's edge to a crossing's end, as in the model */

typedef struct crossing {
  uint32_t edge;
  double at, width; /* along the open line */
  soi_crossing_kind kind;
  soi_point ends[2]; /* at the left and right of forward */
  source from;
  const char *id;
  bool gone;
} crossing;

soi_crossing_kind crossing_kind(const import *in, osm_tags tags);
/* The row of a road's crossing at a place, made when there is none; NONE where there is no room. */
uint32_t crossing_at(import *in, uint32_t edge, soi_crossing_kind kind, source from);
/* Adds those drawn as a node of the road only, gives all their names, and marks where sidewalks are wanted. */
void crossings_finish(import *in);

#endif
