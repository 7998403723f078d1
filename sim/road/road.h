/* What every road user shares: lane order, leaders by lateral overlap, following, claims on conflict zones, lane changes, motion. */
#ifndef SOI_ROAD_H
#define SOI_ROAD_H

#include <soi/world.h>

#include "fmath.h"

/* --- phases ---------------------------------------------------------------------------------------------------------- */

/* sense: body poses, the order of bodies on every lane they touch, arrivals at asked walk zones. */
void soi_road_sense(soi_world *world);
/* claim: grants connectors, lane changes and births. */
void soi_road_claim(soi_world *world);
/* motion: moves all bodies by the granted or the refused intent; hands over from lane to lane; removes those who left the map. */
void soi_road_move(soi_world *world);
/* contact: overlaps of bodies with bodies and people, post-encroachment, deadlocks -> events. */
void soi_road_contact(soi_world *world);

/* --- what drivers ask ------------------------------------------------------------------------------------------------ */

/* The strictest of several limits on acceleration, with its cause. */
typedef struct soi_limit {
  double acceleration; /* m/s2 */
  soi_cause cause;
  uint32_t of; /* row of whoever is behind it */
  double stop; /* m from the front to the place where it must stand; SOI_NO_STOP when the limit is no stop */
} soi_limit;

#define SOI_NO_STOP 1e9

static inline void soi_limit_add(soi_limit *limit, double acceleration, soi_cause cause, uint32_t of) {
  if (acceleration < limit->acceleration) { *limit = (soi_limit){acceleration, cause, of, SOI_NO_STOP}; }
}

/* The same for a limit that is a place to stand at. */
static inline void soi_limit_stop(soi_limit *limit, double acceleration, soi_cause cause, uint32_t of, double stop) {
  if (acceleration < limit->acceleration) { *limit = (soi_limit){acceleration, cause, of, stop}; }
}

/* How a driver follows: IDM (Treiber, Hennecke, Helbing 2000), exponent 4. */
typedef struct soi_following {
  double wish;         /* m/s */
  double headway;      /* s */
  double gap;          /* m */
  double acceleration; /* m/s2 */
  double deceleration; /* m/s2, comfortable */
} soi_following;

/* Highest speed allowed here for this driver: limit of the lane, bends ahead not included. */
static inline double soi_road_free_speed(const soi_world *world, soi_vehicle_id row) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const double top = soi_type(world->model, world->vehicle_type[row])->body.top_speed;
  const double limit = soi_min(lane->speed_limit * (double)world->vehicle_speed_factor[row], top);
  return lane->junction != 0 ? soi_min(limit, lane->curve_speed) : limit;
}

/* How row's driver follows on a dry road. */
static inline soi_following soi_road_following(const soi_world *world, soi_vehicle_id row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  return (soi_following){.wish = soi_road_free_speed(world, row),
                         .headway = (double)world->vehicle_headway[row],
                         .gap = type->driver.gap,
                         .acceleration = type->driver.acceleration,
                         .deceleration = type->driver.deceleration};
}

/* Free-road acceleration of the IDM; above the wish it brakes at most by the comfortable deceleration. */
double soi_idm_free(const soi_following *following, double speed);
/* What a leader takes from that: the interaction term of the IDM. */
double soi_idm_pull(const soi_following *following, double speed, double gap, double leader_speed);
/* Acceleration behind a leader whose rear is gap metres ahead and drives at leader_speed. */
double soi_idm(const soi_following *following, double speed, double gap, double leader_speed);
/* Acceleration that stops within distance metres: IDM towards a standing obstacle with the standing gap left out. */
double soi_idm_stop(const soi_following *following, double speed, double distance);

/* The nearest body ahead of row's front on its way (own lane, granted or next connector, the lanes beyond) within reach metres whose
 * lateral interval, widened by margin at each side, overlaps row's own. vehicle 0: none. */
typedef struct soi_leader {
  soi_vehicle_id vehicle;
  double gap;   /* m from front to rear, may be negative */
  double speed; /* m/s along the lane */
} soi_leader;
soi_leader soi_road_leader(const soi_world *world, soi_vehicle_id row, double reach, double margin);
/* The margin with which row takes a body ahead for its leader, m: a cart's own, a hand for two-wheelers that filter, else a little more. */
double soi_road_side_margin(const soi_world *world, soi_vehicle_id row);

/* All limits from the road itself, shared by human and automated drivers: signals, the claim on the connector, zones held by earlier
 * grants, space beyond the junction, bends, closed stretches, crossings with people (obeys: must it stop for people who only wait?).
 * leader is the one ahead, as of soi_road_leader. Adds to go what binds when the claim is granted and to stay what binds when it is
 * refused; returns the connector it claims, or 0. */
uint32_t soi_road_limits(const soi_world *world, soi_vehicle_id row, const soi_following *following, const soi_leader *leader,
                         bool yields_to_waiting, soi_limit *go, soi_limit *stay);

/* The neighbour lane a driver should change to (its way demands it, or MOBIL finds it worth while), and the gain; 0: stay. */
soi_lane_id soi_road_lane_wish(const soi_world *world, soi_vehicle_id row, const soi_following *following, double *gain);

/* Whether row's way, or a closed stretch, demands a change to the lane beside it. */
bool soi_road_lane_demanded(const soi_world *world, soi_vehicle_id row, soi_lane_id beside);

/* Whether a body of row's length, placed at s on lane over the lateral interval [right, left] at this speed, leaves everyone behind it room
 * to brake at most by brake m/s2, and itself room to its leader. */
bool soi_road_gap_free(const soi_world *world, soi_lane_id lane, double s, double length, double right, double left, double speed,
                       double brake, uint32_t except);

/* Whether nobody is beside row's body, or will be in a moment, between its place and an offset d in its lane. */
bool soi_road_side_free(const soi_world *world, soi_vehicle_id row, double d);

/* Distance along its way from row's front to s on lane (its own lane ahead, or further on); negative when it is not ahead within reach. */
double soi_road_distance(const soi_world *world, soi_vehicle_id row, soi_lane_id lane, double s, double reach);

/* Where the front of a newcomer of this length is on its first lane; on one shorter than itself its rear is still outside. */
static inline double soi_birth_s(const soi_model *model, soi_lane_id lane, double length) {
  const double end = 0.9 * model->lanes[lane].length;
  return length + 0.1 < end ? length + 0.1 : end;
}

/* Puts a new body on a lane (serial, motion). Returns its row, or 0 when the table is full. */
uint32_t soi_road_add(soi_world *world, soi_type_id type, soi_lane_id lane, double s, double d, double speed, soi_way_id way);

#endif
