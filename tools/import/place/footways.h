/* Ways on foot. A way that passes over a carriageway is cut there: it leads to the kerb, a crossing leads over the road, and it goes
 * on at the other side. */
#ifndef SOI_IMPORT_FOOTWAYS_H
#define SOI_IMPORT_FOOTWAYS_H

#include "road_graph.h"

/* A line or an area. */
typedef struct footway {
  line line;
  bool area;
  double width;
  int32_t level;
  uint32_t way;
  soi_name name;
  const char *id;
  bool covered;         /* said to lead through buildings */
  LIST(uint32_t) joins; /* rows of footways */
} footway;

/* Whether a straight piece passes over the open stretch of a road of a level. */
bool footway_over_road(const import *in, soi_point a, soi_point b, int32_t level);

#endif
