/* Leaving the depot: a body on the lane before it, for carts whose gap was granted. */
#include "automation.h"
#include "emit.h"

static void leave(soi_world *world, soi_cart_id cart) {
  const soi_model *model = world->model;
  const soi_cart *plan = &model->carts[cart];
  const soi_depot *depot = &model->depots[plan->depot];
  /* the service names the stop once there is a body; until then any stop of the route will do */
  const soi_stop_id stop =
      world->cart_stop[cart] != 0 ? world->cart_stop[cart] : model->route_stops[model->routes[plan->route].stops.first];
  const soi_vehicle_id row = soi_road_add(world, plan->type, depot->lane, depot->s, 0.0, 0.0, model->stops[stop].way);
  if (row == 0) {
    soi_no_room(world, false, 0, soi_lane_at(model, depot->lane, depot->s, 0.0, NULL));
    return;
  }
  world->vehicle_cart[row] = cart;
  world->cart_vehicle[cart] = row;
  world->cart_acceleration[cart] = 0.0;
}

void soi_cart_leave_depots(soi_world *world) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (world->depart_granted[cart] && world->cart_vehicle[cart] == 0) { leave(world, cart); }
  }
}
