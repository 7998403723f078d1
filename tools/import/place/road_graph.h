/* Ways become a graph: vertices where roads meet, end or change, edges between them. Where nothing changes that matters, pieces of
 * road are joined, so that the map has few and long roads. */
#ifndef SOI_IMPORT_ROAD_GRAPH_H
#define SOI_IMPORT_ROAD_GRAPH_H

#include "tags.h"

typedef struct import import;

typedef struct vertex {
  uint32_t node; /* row of nodes */
  soi_point at;
  uint32_t cluster;
  bool cut; /* the box cuts a road here */
  bool signal;
  uint32_t next_member;          /* of its junction, NONE for the last */
  uint32_t first_end, end_count; /* rows of ends, once listed */
} vertex;

/* A road between two vertices. line runs from the first to the second; refs are the nodes its points were made of, or NONE. */
typedef struct edge {
  uint32_t vertices[2];
  uint32_t ways[2]; /* rows of ways: the first and the last piece */
  line line;
  uint32_t *refs;
  uint32_t ref_count;
  double length;
  road_tags tags;
  double cut[2];    /* m taken by the junction at each end */
  struct line open; /* what is left */
  double open_length;
  bool inner;     /* swallowed by a junction */
  bool gone;      /* dropped */
  bool yields[2]; /* by direction */
  bool sidewalk_wanted[2], sidewalk_guessed[2];
  uint32_t end_node[2];   /* 0, or the number of an end of its own: nothing leads on from it */
  LIST(uint32_t) onto[2]; /* edges, by direction; none: all */
  const char *id;
} edge;

/* One end of an edge at a vertex. */
typedef struct edge_end {
  uint32_t edge;
  uint32_t at; /* 0 its first vertex, 1 its last */
} edge_end;

/* Vertices that are one junction. */
typedef struct cluster {
  soi_point at;
  uint32_t vertex; /* the one it is named by: of the least id */
  uint32_t size;
  uint32_t first_end, end_count; /* rows of cluster_ends */
  bool signal;
  const char *id;
} cluster;

/* Lists the ends of edges by vertex, those gone aside. */
void road_graph_list_ends(import *in);
/* Cuts an edge in two at one of its refs, where its line is cut likewise: the second part becomes the last edge, between them a vertex. */
void road_graph_split(import *in, uint32_t row, uint32_t ref, line first, line second);

/* Half width of the carriageway at the left (0) or right (1). */
double edge_half(const edge *e, int side, bool left_hand);
static inline double edge_half_most(const edge *e, bool left_hand) { return most(edge_half(e, 0, left_hand), edge_half(e, 1, left_hand)); }
static inline bool edge_is_road(const edge *e) { return !e->gone && !e->inner; }
/* The junction at one of its ends. */
const cluster *edge_cluster(const import *in, const edge *e, uint32_t end);
source edge_source(const import *in, const edge *e, soi_point at);

#endif
