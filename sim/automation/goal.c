/* Where a cart is bound: its berth, the place behind the stop where it waits for one, or the way into its depot; and how far that
 * is. */
#include "automation.h"

static const double REACH = 80.0;      /* m: from here on it knows how far its goal is */
static const double PASSED = 0.6;      /* m: so little past its goal it still stands at it */
static const double STEEPEST = 0.33;   /* m sideways a metre on, as bodies move */
static const double CHANGE_ROOM = 4.0; /* m kept for the change itself */

/* Where a cart without a berth waits: far enough behind the last one to swing into it, and clear of the junction; past that,
 * where it is. */
static double waiting_place(const soi_world *world, const soi_stop *stop, soi_vehicle_id row, double length) {
  const double last = stop->s - stop->berth_length * (stop->berths - 1u);
  const double place = soi_min(soi_max(last - stop->berth_length - length - 1.0, length + 0.5), last);
  const double s = world->vehicle_s[row];
  return world->vehicle_lane[row] == stop->lane && s > place && s <= stop->s ? s : place;
}

soi_goal soi_cart_goal(const soi_world *world, soi_cart_id cart) {
  const soi_model *model = world->model;
  const soi_stop_id row = world->cart_stop[cart];
  const uint32_t berth = world->cart_berth[cart];
  if (world->cart_errand[cart] == SOI_CART_RETURNING) {
    const soi_depot_id depot = model->carts[cart].depot;
    return (soi_goal){model->depots[depot].lane, model->depots[depot].s, 0.0, SOI_CAUSE_STOP, 0};
  }
  if (world->cart_errand[cart] != SOI_CART_DRIVING || row == 0) { return (soi_goal){0, 0.0, 0.0, SOI_CAUSE_FREE, 0}; }
  const soi_stop *stop = &model->stops[row];
  if (berth != 0) { return (soi_goal){stop->lane, stop->s - stop->berth_length * (berth - 1u), stop->d, SOI_CAUSE_STOP, row}; }
  const double place = waiting_place(world, stop, world->cart_vehicle[cart], soi_automated_type(world, cart)->body.length);
  return (soi_goal){stop->lane, place, 0.0, SOI_CAUSE_BERTH, row};
}

double soi_goal_distance(const soi_world *world, soi_vehicle_id row, const soi_goal *goal) {
  if (goal->lane == 0) { return SOI_NO_STOP; }
  if (world->vehicle_lane[row] == goal->lane && goal->s > world->vehicle_s[row] - PASSED) { return goal->s - world->vehicle_s[row]; }
  const double distance = soi_road_distance(world, row, goal->lane, goal->s, REACH);
  return distance >= 0.0 ? distance : SOI_NO_STOP;
}

double soi_goal_change_distance(const soi_world *world, soi_vehicle_id row, const soi_goal *goal) {
  const soi_lane_id at = world->vehicle_lane[row];
  const soi_lane *own = &world->model->lanes[at], *other = &world->model->lanes[goal->lane];
  if (goal->lane == 0 || goal->lane == at || own->road == 0 || own->road != other->road || own->direction != other->direction) {
    return SOI_NO_STOP;
  }
  /* over to the goal's lane, and on to its offset in it */
  const double sideways = 0.5 * (own->width + other->width) + soi_abs(goal->d);
  const double last = goal->s * own->length / other->length - sideways / STEEPEST - CHANGE_ROOM;
  const double distance = last - world->vehicle_s[row];
  return distance > -CHANGE_ROOM && distance < REACH ? soi_max(distance, 0.0) : SOI_NO_STOP;
}
