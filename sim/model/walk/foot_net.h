/* The net of ways on foot while it is built: lines that are cut where other things join them, plazas with portals, and the nodes
 * and links they become. Nodes found to be one place are merged. */
#ifndef SOI_FOOT_NET_H
#define SOI_FOOT_NET_H

#include "build.h"

/* A node on a line, at a distance along it. */
typedef struct soi_net_cut {
  double at;
  soi_walk_node_id node;
} soi_net_cut;

/* A sidewalk or a corridor. */
typedef struct soi_net_line {
  soi_points points;
  soi_bounds box; /* around the points */
  double length, width;
  soi_walk_kind kind;
  int32_t level;
  uint32_t walkway, road;
  SOI_TABLE(soi_net_cut) cuts;
} soi_net_line;

typedef struct soi_net_plaza {
  soi_points outline;
  soi_bounds box;
  uint32_t walkway;
  int32_t level;
  SOI_TABLE(soi_walk_node_id) portals;
} soi_net_plaza;

typedef struct soi_foot_net {
  soi_build *build;
  SOI_TABLE(soi_point) nodes;
  SOI_TABLE(soi_walk_node_id) same; /* [node] the node it was merged into, or itself */
  SOI_TABLE(soi_walk_link) links;
  SOI_TABLE(soi_net_line) lines;
  SOI_TABLE(soi_net_plaza) plazas;
  soi_box_index *line_index; /* lines with their widths and what they reach, once all are there */
  uint32_t *sidewalk;        /* [road * 2 + (right ? 1 : 0)] row of lines */
} soi_foot_net;

/* How far beyond its edge a way on foot still catches what lies beside it. */
#define SOI_NET_REACH 1.5 /* m */
/* Nodes this near are one place. */
#define SOI_NET_SAME 0.05 /* m */

soi_walk_node_id soi_net_node(soi_foot_net *net, soi_point at);
/* The node that stands for this one and all merged with it. */
soi_walk_node_id soi_net_root(const soi_foot_net *net, soi_walk_node_id node);
void soi_net_merge(soi_foot_net *net, soi_walk_node_id a, soi_walk_node_id b);
/* Adds a link; ends that are one place need none. */
void soi_net_link(soi_foot_net *net, soi_walk_link link);
/* A short piece of no kind in particular. */
void soi_net_short_link(soi_foot_net *net, soi_walk_node_id a, soi_walk_node_id b, double width, int32_t level);

/* Adds a line with a node at each of its points; returns its row. */
uint32_t soi_net_line_add(soi_foot_net *net, soi_net_line line);
/* The node at a distance along a line, made if none is there. */
soi_walk_node_id soi_net_cut_line(soi_foot_net *net, uint32_t line, double at);
/* Joins a node to a line if the line passes near enough and no road lies between; returns whether it did. */
bool soi_net_join_line(soi_foot_net *net, soi_walk_node_id node, uint32_t line);
/* Joins a node to a plaza it lies in or beside; returns whether it did. */
bool soi_net_join_plaza(soi_foot_net *net, soi_walk_node_id node, uint32_t plaza);

/* Turns lines into links between their cuts. */
void soi_net_link_lines(soi_foot_net *net);

/* --- made by other files --------------------------------------------------------------------------------------------- */

void soi_net_add_sidewalks(soi_foot_net *net); /* sidewalk.c: lines along roads, links round the corners of junctions */
void soi_net_add_plazas(soi_foot_net *net);    /* plaza.c: the polygons, with the portals their own shape needs */
void soi_net_open_plazas(soi_foot_net *net);   /* plaza.c: portals where lines run through or along them */
void soi_net_link_plazas(soi_foot_net *net);   /* plaza.c: straight links from portal to portal */

#endif
