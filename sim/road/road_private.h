/* What the files of road/ share among themselves. */
#ifndef SOI_ROAD_PRIVATE_H
#define SOI_ROAD_PRIVATE_H

#include "emit.h"
#include "road.h"

/* How far before a junction a vehicle asks for its connector: the critical gap of the drivers who must wait for it. */
#define SOI_CLAIM_TIME 4.0 /* s */

/* Who must wait at a line stops so far short of it: turning bodies sweep close to it. */
#define SOI_STOP_SHORT 2.5 /* m */

/* So far before a lane's end the last change must have begun: a body moves sideways by less than half of its way. */
#define SOI_LAST_CHANGE 11.0 /* m */

/* So far before a crossing nobody moves sideways, and further with speed. */
#define SOI_CROSSING_ROOM 12.0 /* m */

bool soi_road_is_closed(const soi_world *world, soi_lane_id lane);
/* Whether a lane is closed so near to its start that row's body would stand in the junction before it; then, whether that is so beyond
 * a connector, or the connector itself is closed. */
bool soi_road_closed_at_start(const soi_world *world, soi_vehicle_id row, soi_lane_id lane);
bool soi_road_closed_beyond(const soi_world *world, soi_vehicle_id row, soi_lane_id connector);

/* sense: when traffic comes to the walk zones at which people wait. */
void soi_road_sense_crossings(soi_world *world);

/* Whether this driver stops for people who wait at a zebra. */
static inline bool soi_road_yields(const soi_world *world, soi_vehicle_id row) { return (world->vehicle_rules[row] & SOI_RULE_ZEBRA) == 0; }

/* The lane after lane on row's way, when lane is its own or further on. */
soi_lane_id soi_road_lane_after(const soi_world *world, soi_vehicle_id row, soi_lane_id lane);

/* Seconds until row's front reaches a zone of the connector it holds a grant for. */
double soi_road_time_to_reach(const soi_world *world, soi_vehicle_id row, const soi_conflict_zone *zone);

/* Distance from row's front to s on the connector it is in or holds a grant for; negative when past it. */
double soi_road_distance_on(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, double s);

/* The deceleration (m/s2) that stops within distance. */
static inline double soi_road_needed(double speed, double distance) {
  return speed < 0.1 ? 0.0 : distance <= 0.1 ? 1e9 : speed * speed / (2.0 * distance);
}

/* Whether row's body can move sideways by shift in this step without coming against one that is beside it now. */
bool soi_road_may_drift(const soi_world *world, soi_vehicle_id row, double shift);

/* Whether an entry of row's own lane is beside row's body, or will be within 2.5 s at their speeds. */
bool soi_road_beside_soon(const soi_world *world, soi_vehicle_id row, const soi_entry *entry);

/* Whether the lane beside has a gap for row, so that nobody need brake beyond MOBIL's safe limit. */
bool soi_road_lane_free(const soi_world *world, soi_vehicle_id row, soi_lane_id lane);

/* Whether a body reaches over the left or right edge of its lane. */
static inline bool soi_road_reaches_over(double d, double half_width, double lane_width, bool left) {
  return (left ? d + half_width - 0.5 * lane_width : -(d - half_width) - 0.5 * lane_width) >= 0.05;
}

/* The neighbour to the left or right of a lane, 0 for none. */
static inline soi_lane_id soi_road_beside(const soi_model *model, const soi_lane *lane, bool left) {
  return left == (model->side > 0.0) ? lane->outer : lane->inner;
}

static inline double soi_road_length(const soi_world *world, soi_vehicle_id row) {
  return soi_type(world->model, world->vehicle_type[row])->body.length;
}

#endif
