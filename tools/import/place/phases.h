/* The phases of an import in their order, and what they share: the extract, the graph of its roads, its ways on foot, and the map while it
 * is made. */
#ifndef SOI_IMPORT_PHASES_H
#define SOI_IMPORT_PHASES_H

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

void road_graph_build(import *in);    /* vertices and edges, joined where nothing changes */
void junctions_merge(import *in);     /* clusters of vertices, and how far roads are cut back for them */
void side_by_side_part(import *in);   /* off the lanes of roads they run beside */
void turns_find(import *in);          /* who may go on where; what leads nowhere is left out */
void footways_build(import *in);      /* ways on foot, their crossings, ... */
void sidewalks_decide(import *in);    /* ... and which roads have sidewalks */
void gates_build(import *in);         /* where people come and go */
void areas_build(import *in);         /* what only the eye needs */
void network_records_add(import *in); /* roads, nodes, signals, crossings, ways on foot as records */
bool patch_apply(import *in);         /* false when the file cannot be read; all its mistakes are errors */
bool map_write(import *in);           /* text; what does not build is dropped and told */
/* Joins ways on foot that hang apart in a model of the map so far; whether anything changed. */
bool islands_join(import *in, const soi_model *model);

#endif
