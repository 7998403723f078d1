/* Who may go on where at a junction: as the roads inside it and the turn restrictions allow. Then what leads nowhere: roads that
 * hang together with the others in neither or only one direction are left out and told. */
#ifndef SOI_IMPORT_TURNS_H
#define SOI_IMPORT_TURNS_H

#include "road_graph.h"

enum { MOST_VIA_WAYS = 4 };

typedef struct restriction {
  uint32_t from, to; /* rows of ways */
  uint32_t via;      /* row of nodes, or NONE: then by ways, in any order */
  uint32_t via_ways[MOST_VIA_WAYS], via_way_count;
  bool only;
} restriction;

#endif
