/* What the phases of building a model share: the work in progress, and the phases themselves in the order of soi_model_build.
 * A phase reads what earlier ones made, adds its tables to the model, and reports every mistake it finds. */
#ifndef SOI_BUILD_H
#define SOI_BUILD_H

#include <soi/definition.h>
#include <soi/model.h>

#include "box_index.h"
#include "geometry.h"

/* A table that grows in the scratch arena; row 0 is the empty row, added by soi_table_begin. */
#define SOI_TABLE(type) \
  struct { \
    type *items; \
    uint32_t count, capacity; \
  }

void *soi_table_grown(soi_arena *arena, const void *items, size_t size, uint32_t count, uint32_t *capacity);
void *soi_table_copied(soi_arena *arena, const void *items, size_t size, uint32_t count);

/* The next free row, zeroed. Pointers to rows are good until the next row is added. */
#define soi_table_add(arena, table) \
  (((table)->count == (table)->capacity \
        ? (void)((table)->items = soi_table_grown((arena), (table)->items, sizeof *(table)->items, (table)->count, &(table)->capacity)) \
        : (void)0), \
   &(table)->items[(table)->count++])

/* A copy of exactly the table's size in the model's arena; an empty table keeps room for row 0. */
#define soi_table_publish(arena, table) soi_table_copied((arena), (table)->items, sizeof *(table)->items, (table)->count)

/* A road's end at a node, seen from the node outwards. */
typedef struct soi_arm {
  uint32_t road;
  bool at_end;                  /* the road's to node is here */
  bool apart;                   /* the map says where the road ends */
  soi_point direction;          /* unit, outwards */
  soi_point bearing;            /* unit, from the node to the mouth: the order of the arms round the node */
  double left, right;           /* half widths of the carriageway, as seen outwards */
  double trim;                  /* m of the road taken by the junction, ... */
  const struct soi_arm *beside; /* ... for its angle to this arm; null when not for an angle */
  soi_span entering;            /* rows of lanes that lead into the node, from the kerb inwards */
  soi_span leaving;
} soi_arm;

/* A road while it is built. */
typedef struct soi_build_road {
  soi_knots knots;    /* the centre-line with rounded bends */
  double length;      /* of the centre-line as drawn */
  double left, right; /* half widths of the carriageway, left and right of forward */
  double start, end;  /* the stretch between the junctions, as distances along the centre-line */
  soi_bounds box;     /* around the centre-line */
  soi_span lanes[2];  /* by soi_direction, from the kerb inwards */
} soi_build_road;

/* A crossing while it is built: one of the map's, or one that completes a sidewalk across the mouth of a minor road. */
typedef struct soi_build_crossing {
  uint32_t definition, road;
  double at, width;
  soi_crossing_kind kind;
  bool refuge;
} soi_build_crossing;

typedef struct soi_build {
  const soi_definition *definition;
  const soi_map_definition *map;
  soi_model *model;
  soi_errors *errors;
  soi_arena scratch;
  soi_build_road *roads;     /* [road] */
  soi_box_index *road_index; /* their boxes */
  soi_span *node_arms;       /* [node] rows of arms */
  soi_arm *arms;
  uint32_t *node_junction; /* [node] row of junctions */
  SOI_TABLE(soi_lane) lanes;
  SOI_TABLE(soi_point) points;
  SOI_TABLE(soi_point) headings;
  SOI_TABLE(soi_conflict_zone) conflict_zones;
  SOI_TABLE(soi_crossing) crossings;
  SOI_TABLE(soi_way) ways;
  SOI_TABLE(soi_walk_way) walk_ways;
  uint32_t *gate_flows; /* [gate] people flows that use it */
  double *leg_time;     /* [row of route_stops] s from this stop to the next on the route */
} soi_build;

/* --- the phases ------------------------------------------------------------------------------------------------------ */

void soi_build_scenario(soi_build *build);       /* model.c: clock, seed, capacities, traffic mix */
void soi_build_lanes(soi_build *build);          /* lane.c: arms, trims, roads' lanes, junctions */
void soi_build_connectors(soi_build *build);     /* connector.c: connectors and the links between lanes */
void soi_build_roundabouts(soi_build *build);    /* roundabout.c: roundabouts, and which connectors give way */
void soi_build_crossings(soi_build *build);      /* crossing.c: crossings and their zones on lanes */
void soi_build_signals(soi_build *build);        /* signal.c: signals, stages, the bits of connectors and crossings */
void soi_build_conflict_zones(soi_build *build); /* conflict_zone.c: conflict zones, right of way; publishes lanes and zones */
void soi_check_signals(soi_build *build);        /* signal.c: greens that meet */
void soi_build_stops(soi_build *build);          /* stop.c: stops and depots on their lanes */
void soi_build_walk_graph(soi_build *build);     /* walk_graph.c: nodes and links; nodes of gates, stops and crossings */
void soi_check_gates(soi_build *build);          /* stop.c: gates where carts stand */
void soi_build_ways(soi_build *build);           /* way.c: destinations and cost tables of vehicles */
void soi_build_walk_ways(soi_build *build);      /* walk_way.c: the same for people; what cannot be reached */
void soi_build_routes(soi_build *build);         /* stop.c: routes along the ways */
void soi_build_flows(soi_build *build);          /* flow.c: who travels from where to where */
void soi_build_sight(soi_build *build);          /* sight.c: walls */
void soi_build_bounds(soi_build *build);         /* model.c */
uint64_t soi_model_hash(const soi_model *model); /* manifest.c */

/* --- shared by phases ------------------------------------------------------------------------------------------------ */

static inline const soi_road_definition *soi_road_of(const soi_build *build, uint32_t road) { return &build->map->roads.items[road - 1]; }
/* Lanes of a road in one direction, and where that direction's end node is. */
static inline uint32_t soi_road_lanes(const soi_road_definition *road, soi_direction direction) {
  return direction == SOI_FORWARD ? road->lanes_forward : road->lanes_backward;
}
/* The offset of a lane's middle from the road's centre-line, positive to the left of forward. */
double soi_lane_offset(const soi_build *build, uint32_t road, soi_direction direction, uint32_t index);
/* Adds a sampled line to the points; fills first_point, segments, segment_length and length of the lane. */
void soi_lane_draw(soi_build *build, soi_lane *lane, soi_knots knots, double length);
/* The points of a lane's middle line, before and after publishing alike. */
soi_points soi_lane_points(const soi_build *build, const soi_lane *lane);
/* s on a lane beside a place. */
double soi_lane_beside(const soi_build *build, const soi_lane *lane, soi_point place);
/* Whether the straight line from a to b passes over the middle of a road at this level; then which. 0 when it does not. */
uint32_t soi_road_crossed(const soi_build *build, soi_point a, soi_point b, int32_t level);

/* What a way costs beyond driving time. */
#define SOI_LANE_CHANGE_ROOM 30.0 /* m each change needs */

/* Length and free time (at most top_speed) of the way from s on lane; false when there is none. */
bool soi_way_measure(const soi_build *build, soi_lane_id lane, double s, soi_way_id way, double top_speed, double *length, double *time);

/* A queue of rows by cost, for shortest ways; of equal costs the lower row comes first. */
typedef struct soi_heap_item {
  double cost;
  uint32_t row;
} soi_heap_item;

typedef struct soi_heap {
  soi_arena *arena;
  SOI_TABLE(soi_heap_item) items;
} soi_heap;

void soi_heap_push(soi_heap *heap, double cost, uint32_t row);
bool soi_heap_pop(soi_heap *heap, soi_heap_item *item);

#endif
