/* The model: one immutable description of the place and the plan, built from definitions. Worlds of the same model share it.
 * Row 0 of every table is empty and means none; tables have count + 1 rows. Lengths are metres, times seconds unless said.
 * Lane frame: s runs along the lane from its start, d is the offset from its middle, positive to the left. */
#ifndef SOI_MODEL_H
#define SOI_MODEL_H

#include <soi/definition.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t soi_lane_id; /* row of soi_model.lanes; roads' lanes and connectors through junctions alike */
typedef uint32_t soi_way_id;  /* row of soi_model.ways: a destination in use by vehicles */
typedef uint32_t soi_walk_node_id;
typedef uint32_t soi_walk_link_id;
typedef uint32_t soi_walk_way_id; /* row of soi_model.walk_ways: a destination in use by people */

/* A run of rows in another table. */
typedef struct soi_span {
  uint32_t first, count;
} soi_span;

typedef enum soi_turn { SOI_TURN_THROUGH, SOI_TURN_LEFT, SOI_TURN_RIGHT, SOI_TURN_BACK } soi_turn;

/* One lane of a road, or a connector through a junction. Its middle line is sampled at equal steps of arc length:
 * segment i joins points[first_point + i] and the next, each segment_length long. */
typedef struct soi_lane {
  uint32_t road;     /* definition row; 0 for a connector */
  uint32_t junction; /* row of junctions; 0 for a road's lane */
  uint32_t node;     /* row of junctions the lane leads to (road lanes), 0 at an end of the map */
  soi_direction direction;
  soi_road_class road_class;
  soi_turn turn;        /* connectors */
  int32_t level;        /* of its road: bridges and underpasses; a connector has that of the lane it comes from */
  uint32_t index;       /* road lanes: 1 at the kerb, counting inwards; 0 for connectors */
  soi_lane_id inner;    /* the neighbour of the same direction towards the road's middle, 0 for none */
  soi_lane_id outer;    /* ... towards the kerb */
  soi_lane_id from, to; /* connectors: the lanes they join */
  soi_span out;         /* rows of lane_links: the lanes this one leads to */
  soi_span in;          /* rows of lane_links: the lanes that lead here */
  double length, width, speed_limit;
  double road_start; /* road lanes: distance along the road's centre-line (from its from node) where the lane starts ... */
  double road_end;   /* ... and ends; for backward lanes road_start > road_end */
  uint32_t first_point, segments;
  double segment_length;
  soi_span conflict_zones; /* rows of zones on this lane, by s */
  uint32_t signal;         /* row of signals that holds vehicles at this connector's start; 0 for none */
  uint32_t signal_bit;     /* its bit in the stages' go masks */
  bool curved;             /* connectors: bends by more than 20 degrees */
  bool gives_way;          /* connectors: by a sign, or into a roundabout, whatever the classes of the roads */
  uint32_t roundabout;     /* road lanes: row of rings, the roundabout it is a part of; 0 for none */
  double curvature;        /* 1/m, of its sharpest bend */
  double curve_speed;      /* highest comfortable speed for its bends, at 2 m/s2 sideways */
  double stop_line;        /* road lanes: s where those stand who must wait at the lane's end: short of a crossing just before it */
} soi_lane;

typedef enum soi_conflict_zone_kind {
  SOI_CONFLICT_ZONE_CROSS,   /* connector over connector */
  SOI_CONFLICT_ZONE_MERGE,   /* two connectors into one lane; ends at the lane's end */
  SOI_CONFLICT_ZONE_DIVERGE, /* two connectors from one lane: bodies overlap at the start only */
  SOI_CONFLICT_ZONE_WALK,    /* a crossing for people */
} soi_conflict_zone_kind;

/* Which of two movements goes first. */
typedef enum soi_right_of_way { SOI_YIELDS, SOI_EQUAL_RIGHT, SOI_GOES_FIRST } soi_right_of_way;

/* Bodies that reach no further than this to either side of a connector's middle, m, touch nobody of another one outside their zones. */
#define SOI_CONFLICT_ZONE_REACH 1.3

/* A stretch of a lane that something else uses too. CROSS, MERGE and DIVERGE zones come in pairs, each the other's partner. */
typedef struct soi_conflict_zone {
  soi_lane_id lane;
  double start, end; /* s on the lane, bodies' widths included */
  soi_conflict_zone_kind kind;
  soi_right_of_way right;      /* of lane over the other one */
  uint32_t partner;            /* the zone on the other lane; 0 for WALK */
  uint32_t crossing;           /* row of crossings; WALK only */
  double walk_start, walk_end; /* WALK: the stretch of the crossing, from its a end, that the lane covers */
} soi_conflict_zone;

typedef struct soi_junction {
  uint32_t node; /* definition row */
  soi_point at;
  double radius;
  soi_span connectors; /* rows of lanes */
  uint32_t signal;     /* row of signals */
} soi_junction;

/* The lanes that go round in one roundabout. A ring on which every place is taken, by vehicles that all want to go on, would never
 * move again: so nobody may enter who takes the last one. */
typedef struct soi_roundabout {
  soi_span lanes;  /* rows of roundabout_lanes */
  uint32_t places; /* vehicles that fit on it, the longest of the scenario; at least one a lane */
} soi_roundabout;

/* A stage of a signal: those whose bit is set in go may go for green ticks, then amber, then all red. */
typedef struct soi_stage {
  uint64_t go;
  uint64_t protect; /* bits whose turns need not yield to oncoming traffic in this stage */
  soi_tick green, amber, all_red;
} soi_stage;

typedef struct soi_signal {
  uint32_t definition; /* row in the map's signals */
  uint32_t junction;   /* 0 for a mid-block crossing */
  soi_span stages;
  soi_tick cycle, offset; /* ticks; offset into the plan at the scenario's start */
} soi_signal;

/* People cross here from walk node a (at the left of the road's forward direction) to walk node b. At a crossing between junctions
 * (its signal has junction 0) the road's traffic may go in the stages whose go lacks the crossing's bit; at a junction's signal
 * vehicles that turn yield to people on it. */
typedef struct soi_crossing {
  uint32_t definition; /* 0: made by the builder, to carry a sidewalk across the mouth of a minor road */
  uint32_t road;
  soi_walk_link_id link;
  soi_point a, b;
  double length, width;
  soi_crossing_kind kind;
  soi_span conflict_zones; /* rows of crossing_conflict_zones: the WALK zones it has, from a to b */
  uint32_t signal, signal_bit;
  double refuge_start, refuge_end; /* stretch of the median where people may wait; equal when there is none */
} soi_crossing;

/* A place on foot where ways meet. */
typedef struct soi_walk_node {
  soi_point at;
  soi_span links; /* rows of walk_node_links */
} soi_walk_node;

typedef enum soi_walk_kind { SOI_WALK_CORRIDOR, SOI_WALK_PLAZA, SOI_WALK_CROSSING, SOI_WALK_SIDEWALK, SOI_WALK_LINK } soi_walk_kind;

/* A straight piece of way between two nodes; people go both ways. */
typedef struct soi_walk_link {
  soi_walk_node_id a, b;
  soi_walk_kind kind;
  double length, width;
  soi_point along;   /* unit vector from a to b */
  uint32_t crossing; /* row of crossings */
  uint32_t walkway;  /* definition row, for corridors and plazas */
  uint32_t road;     /* definition row, for sidewalks */
  int32_t level;
} soi_walk_link;

typedef struct soi_gate {
  uint32_t definition;
  soi_walk_node_id node;
  soi_walk_way_id way; /* the walk way that leads here */
} soi_gate;

/* A cart stop: berths in a row along a lane, a queue on the sidewalk beside them. */
typedef struct soi_stop {
  uint32_t definition;
  soi_lane_id lane;
  double s; /* where the front of a cart in the first berth stands; berth k (from 0) is k x berth_length behind */
  double d; /* offset of the berth from the lane's middle */
  double berth_length;
  uint32_t berths;
  soi_way_id way; /* the way that leads vehicles here */
  soi_walk_node_id node;
  soi_walk_way_id walk_way;
  soi_point queue;      /* where the first waiting person stands */
  soi_point queue_step; /* from each waiting person to the next */
} soi_stop;

typedef struct soi_depot {
  uint32_t definition;
  soi_lane_id lane;
  double s, d; /* where carts leave and join the road */
  uint32_t places;
  soi_way_id way;
  double charge_power; /* W of all its chargers together, and ... */
  double plug_power;   /* W of one plug at most */
  uint32_t plugs;
} soi_depot;

typedef struct soi_route {
  uint32_t definition;
  soi_span stops; /* rows of route_stops */
  bool loop;
  double length;    /* m once round */
  double free_time; /* s once round at a cart's speed without stops */
} soi_route;

/* Where vehicles leave the map (a lane's end) or where a cart is bound (a stop or depot). The cost table says how to get there. */
typedef struct soi_way {
  soi_lane_id lane; /* 0: any lane that ends at node */
  double s;         /* on lane */
  uint32_t node;    /* definition row of the end node; 0 for a stop or depot */
} soi_way;

typedef struct soi_walk_way {
  soi_walk_node_id node;
} soi_walk_way;

/* Traffic that wants from one end to another. */
typedef struct soi_vehicle_flow {
  uint32_t definition;
  soi_span entries; /* rows of flow_lanes: the lanes that start at the from node */
  soi_way_id way;
  double rate; /* a second, scaled */
  soi_tick start, finish;
  uint32_t type; /* 0: the mix */
} soi_vehicle_flow;

/* People who want from one gate to another. */
typedef struct soi_people_flow {
  uint32_t definition; /* row in its list */
  bool passengers;     /* from the passengers section */
  uint32_t from, to;   /* gates */
  uint32_t route;      /* by cart: the route, the stop to board at and the stop to alight at; 0 when on foot */
  uint32_t board, alight;
  double rate;       /* a second, scaled */
  soi_span arrivals; /* rows of arrival_ticks */
  double per_arrival, spread;
  soi_tick start, finish;
  double patience, wheelchair, luggage;
} soi_people_flow;

/* A wall that hides what is behind it. */
typedef struct soi_sight_edge {
  soi_point a, b;
} soi_sight_edge;

typedef struct soi_bounds {
  double left, bottom, right, top;
} soi_bounds;

typedef struct soi_model {
  const soi_definition *definition; /* outlives the model */
  uint64_t seed;
  uint64_t hash; /* of everything the model was built from */
  uint32_t step_us;
  double step;          /* s */
  soi_tick end, warmup; /* ticks */
  double side;          /* +1 when traffic keeps left: the kerb lies at +d; -1 when it keeps right */
  soi_bounds bounds;
  uint32_t vehicle_capacity, person_capacity; /* rows; those of the carts' bodies included */

  uint32_t lane_count, point_count, conflict_zone_count, junction_count, roundabout_count, signal_count, stage_count, crossing_count;
  uint32_t walk_node_count, walk_link_count, gate_count, stop_count, depot_count, route_count, cart_count;
  uint32_t way_count, walk_way_count, vehicle_flow_count, people_flow_count, sight_edge_count, type_count, incident_count;

  soi_lane *lanes;
  soi_point *points;
  soi_point *headings; /* [point]: unit vector along the lane there */
  soi_lane_id *lane_links;
  soi_conflict_zone *conflict_zones;
  soi_junction *junctions;
  soi_roundabout *roundabouts;
  soi_lane_id *roundabout_lanes;
  soi_signal *signals;
  soi_stage *stages;
  soi_crossing *crossings;
  uint32_t *crossing_conflict_zones;
  soi_walk_node *walk_nodes;
  soi_walk_link *walk_links;
  soi_walk_link_id *walk_node_links;
  soi_gate *gates;
  soi_stop *stops;
  soi_depot *depots;
  soi_route *routes;
  uint32_t *route_stops;
  soi_way *ways;
  float *way_cost; /* [way * (lane_count + 1) + lane]: s from the lane's start to the destination, lane changes included; huge: no way */
  soi_walk_way *walk_ways;
  soi_walk_link_id *walk_next; /* [walk_way * (walk_node_count + 1) + node]: the link to take, 0 at the goal or without a way */
  float *walk_cost;            /* [walk_way * (walk_node_count + 1) + node]: m */
  soi_vehicle_flow *vehicle_flows;
  soi_lane_id *flow_lanes;
  soi_people_flow *people_flows;
  soi_tick *arrival_ticks;
  soi_sight_edge *sight_edges;
  double *mix_share;  /* [type]: cumulative share of the traffic mix */
  double *cart_start; /* [cart]: clock time at which it leaves its depot */

  soi_arena arena;
} soi_model;

#define SOI_NO_WAY 1e9f
#define SOI_PEDESTRIAN_REACH 30.0 /* m: how far from a place a way on foot may lie on which somebody is put */

/* Builds a model. definition must outlive it. Errors (unreachable stops, gates off the ways, conflicts of greens ...) are added to
 * errors with their places; then null is returned. Release with soi_model_release. */
SOI_API soi_model *soi_model_build(const soi_definition *definition, soi_memory memory, soi_errors *errors);
SOI_API void soi_model_release(soi_model *model);

/* Whether two models have the same state: the same ground, step and capacities, and the same carts, types, flows and incidents by number
 * and id. Rates, times, the warm-up, speeds, seeds, service and weather may differ. False with what is in the way in difference (at most size
 * bytes, with its end). */
SOI_API bool soi_model_same_layout(const soi_model *a, const soi_model *b, char *difference, size_t size);
/* Whether a state of one model can go on in another: as above, but that may have more room for vehicles and people, and more carts, types and
 * incidents behind those there were. */
SOI_API bool soi_model_goes_on(const soi_model *from, const soi_model *to, char *difference, size_t size);

/* The map position of (s, d) on a lane, and its direction as a unit vector if not null. s is clamped to the lane. */
SOI_API soi_point soi_lane_at(const soi_model *model, soi_lane_id lane, double s, double d, soi_point *direction);

/* s on a road's lane beside the place that lies at metres along the road's centre-line from its from node; clamped to the lane. */
SOI_API double soi_lane_s(const soi_model *model, soi_lane_id lane, double at);

/* A way's costs, by lane. */
static inline float *soi_way_costs(const soi_model *model, soi_way_id way) {
  return model->way_cost + (size_t)way * (model->lane_count + 1u);
}

/* Seconds from the lane's start to the way's destination, SOI_NO_WAY when there is no way. On the goal's own lane it counts for those
 * before the goal; who has passed it must go round: the cost of the lanes that follow. */
static inline double soi_way_cost(const soi_model *model, soi_way_id way, soi_lane_id lane) {
  return (double)soi_way_costs(model, way)[lane];
}

/* What a change of lanes counts for in a way's cost, and what it takes. */
#define SOI_CHANGE_COST 6.0 /* s */
#define SOI_CHANGE_TIME 3.4 /* s at speed */

/* Metres of a lane that drivers need for so many changes from one to the next, if they keep their speed (m/s). */
SOI_API double soi_lane_change_room(uint32_t changes, double speed);

/* A road's lane by its direction and its place from the kerb (1), 0 when there is none. */
SOI_API soi_lane_id soi_lane_of(const soi_model *model, uint32_t road, soi_direction direction, uint32_t index);

/* What lies nearest to a point within reach metres, for whoever points at the map; 0 when nothing does. A road's lane, with the place in
 * its frame; a way on foot (on the ground rather than above it), with the nearest place of it. s, d and on are written only then. */
SOI_API soi_lane_id soi_lane_near(const soi_model *model, soi_point at, double reach, double *s, double *d);
SOI_API soi_walk_link_id soi_walk_link_near(const soi_model *model, soi_point at, double reach, soi_point *on);
/* Metres on foot from a place on a link to a way's goal, at least SOI_NO_WAY when none leads there; toward gets the end to walk to. */
SOI_API double soi_walk_cost_at(const soi_model *model, soi_walk_way_id way, soi_walk_link_id link, soi_point at, soi_walk_node_id *toward);
/* The nearest gate in use that is worth walking to from a place on a link, and the nearest way off the map from a lane; 0 for none. */
SOI_API uint32_t soi_gate_near(const soi_model *model, soi_walk_link_id link, soi_point at);
SOI_API soi_way_id soi_exit_near(const soi_model *model, soi_lane_id lane);
/* The type of a van: the first pickup, songthaew or truck, else the first car; 0 when the scenario has none. */
SOI_API uint32_t soi_van_type(const soi_model *model);

/* Rows of definitions behind model rows; row must not be 0. */
static inline const soi_vehicle_type_definition *soi_type(const soi_model *model, uint32_t row) {
  return &model->definition->scenario.vehicle_types.items[row - 1];
}

/* The connector to take at the end of lane towards way, 0 at the end of the map; ties go to the lower row. */
SOI_API soi_lane_id soi_way_connector(const soi_model *model, soi_way_id way, soi_lane_id lane);

/* Seconds at free speed, with the waiting times of the way's table, from a place on a lane to the way's end; SOI_NO_WAY and more when
 * there is no way. A place less than a metre past the end is at it; further on the way leads round. */
SOI_API double soi_way_seconds(const soi_model *model, soi_way_id way, soi_lane_id lane, double s);

/* Clock time (s after midnight) of a tick, and the first tick at or after a clock time (0 for before the start). */
SOI_API double soi_clock(const soi_model *model, soi_tick tick);
SOI_API soi_tick soi_tick_at(const soi_model *model, double clock);

#ifdef __cplusplus
}
#endif
#endif
