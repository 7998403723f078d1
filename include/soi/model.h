/* The model: one immutable description of the place and the plan, built from definitions. Worlds of the same model share it.
 * Row 0 of every table is empty and means none; tables have count + 1 rows. See model_fields.h for every column.
 * Lane frame: s runs along the lane from its start, d is the offset from its middle, positive to the left. */
#ifndef SOI_MODEL_H
#define SOI_MODEL_H

#include <soi/model_fields.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct soi_bounds {
  double left, bottom, right, top;
} soi_bounds;

typedef struct soi_definition soi_definition;

typedef struct soi_model {
  /* What was read: names and what only the eye needs. It outlives the model; the folders of the step cannot look into it. */
  const soi_definition *definition;
  uint64_t hash; /* of everything the model was built from */
  soi_bounds bounds;
  soi_vehicle_type *types;
  uint32_t type_count, point_count, lane_link_count, roundabout_lane_count, crossing_conflict_zone_count, walk_node_link_count,
      route_stop_count, flow_lane_count, arrival_count;
#define SOI_MODEL_NUMBER(type, member, use, key) type member;
#define SOI_MODEL_TABLE(type, member, count, called, more, columns) \
  type *member; \
  uint32_t count;
#define SOI_MODEL_ONE(type, member, called, columns) type member;
#define SOI_MODEL_ARRAY(type, member, use, count) type *member;
  SOI_MODEL_NUMBERS(SOI_MODEL_NUMBER)
  SOI_MODEL_TABLES(SOI_MODEL_TABLE)
  SOI_MODEL_SINGLES(SOI_MODEL_ONE)
  SOI_MODEL_ARRAYS(SOI_MODEL_ARRAY)
  SOI_MODEL_DERIVED(SOI_MODEL_NUMBER)
#undef SOI_MODEL_NUMBER
#undef SOI_MODEL_TABLE
#undef SOI_MODEL_ONE
#undef SOI_MODEL_ARRAY
  soi_arena arena;
} soi_model;

#define SOI_NO_WAY 1e9f
#define SOI_PEDESTRIAN_REACH 30.0 /* m: how far from a place a way on foot may lie on which somebody is put */

/* Builds a model. definition must outlive it. Errors (unreachable stops, gates off the ways, conflicts of greens ...) are added to
 * errors with their places; then null is returned. Release with soi_model_release. */
SOI_API soi_model *soi_model_build(const soi_definition *definition, soi_memory memory, soi_errors *errors);
SOI_API void soi_model_release(soi_model *model);

/* Whether two models have the same states: all that one stands on or refers to is the same (columns of use GROUND). False with the first
 * thing in the way in difference (at most size bytes, with its end): "vehicle_types.cart6.length is 5, but was 4.2". */
SOI_API bool soi_model_same_layout(const soi_model *a, const soi_model *b, char *difference, size_t size);
/* Whether a state of one model can go on in another: as above, but that may have more room for vehicles and people, and more carts, types and
 * incidents behind those there were. */
SOI_API bool soi_model_goes_on(const soi_model *from, const soi_model *to, char *difference, size_t size);
/* True when anything differs, which is told. */
SOI_API bool soi_model_difference(const soi_model *a, const soi_model *b, char *text, size_t size);

/* The last row of the table that an id of this type ("soi_lane_id", as the manifests give it) is of; UINT32_MAX: the type is no id's. */
SOI_API uint32_t soi_id_rows(const soi_model *model, const char *type);

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
SOI_API double soi_lane_change_room(const soi_model *model, uint32_t changes, double speed);

/* A road's lane by its direction and its place from the kerb (1), 0 when there is none. */
SOI_API soi_lane_id soi_lane_of(const soi_model *model, soi_road_id road, soi_direction direction, uint32_t index);

/* What lies nearest to a point within reach metres, for whoever points at the map; 0 when nothing does. A road's lane, with the place in
 * its frame; a way on foot (on the ground rather than above it), with the nearest place of it. s, d and on are written only then. */
SOI_API soi_lane_id soi_lane_near(const soi_model *model, soi_point at, double reach, double *s, double *d);
SOI_API soi_walk_link_id soi_walk_link_near(const soi_model *model, soi_point at, double reach, soi_point *on);
/* Metres on foot from a place on a link to a way's goal, at least SOI_NO_WAY when none leads there; toward gets the end to walk to. */
SOI_API double soi_walk_cost_at(const soi_model *model, soi_walk_way_id way, soi_walk_link_id link, soi_point at, soi_walk_node_id *toward);
/* The nearest gate in use that is worth walking to from a place on a link, and the nearest way off the map from a lane; 0 for none. */
SOI_API soi_gate_id soi_gate_near(const soi_model *model, soi_walk_link_id link, soi_point at);
SOI_API soi_way_id soi_exit_near(const soi_model *model, soi_lane_id lane);
/* The type of a van: the first pickup, songthaew or truck, else the first car; 0 when the scenario has none. */
SOI_API soi_type_id soi_van_type(const soi_model *model);

/* A kind of vehicle; row must not be 0. */
static inline const soi_vehicle_type *soi_type(const soi_model *model, uint32_t row) { return &model->types[row]; }

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
