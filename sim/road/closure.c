/* Closed stretches of lanes, as seen from the junction before them. */
#include "road_private.h"

bool soi_road_is_closed(const soi_world *world, soi_lane_id lane) { return world->lane_closed_to[lane] > world->lane_closed_from[lane]; }

bool soi_road_closed_at_start(const soi_world *world, soi_vehicle_id row, soi_lane_id lane) {
  return soi_road_is_closed(world, lane) && world->lane_closed_from[lane] < soi_road_length(world, row) + 2.0;
}

bool soi_road_closed_beyond(const soi_world *world, soi_vehicle_id row, soi_lane_id connector) {
  return soi_road_is_closed(world, connector) || soi_road_closed_at_start(world, row, world->model->lanes[connector].to);
}
