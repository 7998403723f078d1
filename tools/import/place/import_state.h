/* What the phases of an import share: the extract, the graph of its roads, its ways on foot, and the map while it is made. */
#ifndef SOI_IMPORT_IMPORT_STATE_H
#define SOI_IMPORT_IMPORT_STATE_H

#include "buildings.h"
#include "crossings.h"
#include "footways.h"
#include "import.h"
#include "map_records.h"
#include "turns.h"

struct import {
  const import_options *options;
  import_result *result;
  findings *found;
  soi_arena *arena;
  osm_data osm;
  map_records map;
  bool left_hand;
  LIST(vertex) vertices;
  LIST(edge) edges;
  LIST(cluster) clusters;
  edge_end *ends;
  edge_end *cluster_ends;
  LIST(restriction) restrictions;
  LIST(crossing) crossings;
  LIST(footway) footways;
  uint32_t end_nodes;          /* ends of their own made so far */
  grid roads;                  /* open and inner lines of edges */
  grid passers;                /* of the ground: open lines of edges, ways on foot, turns */
  LIST(passer) turns;          /* through junctions, and round their corners on foot */
  bool *building_seen;         /* [passer] scratch */
  LIST(line) walls;            /* closed outlines of buildings that stand on the ground */
  LIST(uint32_t) wall_records; /* rows of their records */
  grid wall_grid;
};

#endif
