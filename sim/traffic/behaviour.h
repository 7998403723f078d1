/* What drivers do, one behaviour a file: when it applies, what limit it sets, what offset and what lane it asks for. A new
 * behaviour is a file and a row of the table below, which driver.c walks. */
#ifndef SOI_BEHAVIOUR_H
#define SOI_BEHAVIOUR_H

#include "fmath.h"
#include "road.h"

/* One driver's decision in the making. */
typedef struct soi_decision {
  const soi_world *world;
  soi_vehicle_id row;
  soi_following following; /* how it follows here and now */
  soi_leader leader;
  soi_limit go, stay;              /* with the claim granted, and refused */
  soi_lane_id connector;           /* it claims; 0: none */
  double offset;                   /* m it steers to, left of the lane's middle */
  soi_lane_id lane;                /* it asks to change to; 0: none */
  soi_lane_id wants;               /* the lane its way demands */
  double lane_gain;                /* m/s2, what the change is worth */
  bool done;                       /* nothing more is to be decided */
  uint32_t lane_period, lane_turn; /* whose serial is lane_turn modulo lane_period chooses a lane in this tick */
} soi_decision;

/* Whose turn it is to choose a lane: twice a second, each driver at its own moment. */
void soi_lane_turn(const soi_world *world, uint32_t *period, uint32_t *turn);

/* clang-format off */
/* X(name, when it applies, the limit it sets, the offset it steers to, the lane it asks for), walked in this order. Each sees
 * what those before it have settled on; NOTHING costs nothing. */
#define SOI_BEHAVIOURS(X) \
  X("stands parked, with hazard lights on: nothing else is decided", soi_is_parked, soi_stay_parked, NOTHING, NOTHING) \
  X("drives slower and leaves more room in rain", soi_it_rains, soi_mind_rain, NOTHING, NOTHING) \
  X("follows whoever is ahead", ALWAYS, soi_follow_leader, NOTHING, NOTHING) \
  X("keeps to lights, claims, bends, crossings and closed lanes", soi_has_road_ahead, soi_keep_to_road, NOTHING, NOTHING) \
  X("two wheels: passes slow leaders within the lane", soi_filters, NOTHING, soi_filter_through, NOTHING) \
  X("changes lanes where its way demands it or MOBIL finds it worth while", soi_lane_is_due, NOTHING, NOTHING, soi_choose_lane)
/* clang-format on */

/* What is asked of each driver in each step is answered here: a call would cost more than the answer. */
static inline bool soi_is_parked(const soi_decision *decision) {
  return decision->world->vehicle_flow[decision->row] == 0 && soi_vehicle_parked(decision->world, decision->row);
}

static inline bool soi_it_rains(const soi_decision *decision) { return decision->world->rain[0] > 0.0; }

/* Who stands in a queue need not look at the road. */
static inline bool soi_has_road_ahead(const soi_decision *decision) {
  const soi_world *const world = decision->world;
  const soi_leader *const leader = &decision->leader;
  const bool queues = world->vehicle_speed[decision->row] <= 0.0 && leader->speed <= 0.0 && decision->go.acceleration <= 0.0 &&
                      decision->go.cause == SOI_CAUSE_LEADER && world->vehicle_lane[leader->vehicle] == world->vehicle_lane[decision->row];
  return !queues;
}

static inline bool soi_filters(const soi_decision *decision) {
  return soi_type(decision->world->model, decision->world->vehicle_type[decision->row])->driver.filters;
}

static inline bool soi_lane_is_due(const soi_decision *decision) {
  return decision->world->vehicle_serial[decision->row] % decision->lane_period == decision->lane_turn;
}

void soi_stay_parked(soi_decision *decision);
void soi_mind_rain(soi_decision *decision);
void soi_follow_leader(soi_decision *decision);
void soi_keep_to_road(soi_decision *decision);
void soi_filter_through(soi_decision *decision);
void soi_choose_lane(soi_decision *decision);

#endif
