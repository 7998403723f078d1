/* A cart's door: where it is, and whom it still takes. */
#include "parts.h"

soi_point soi_cart_door(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  const soi_vehicle_type *type = soi_cart_type(world, cart);
  const double s = world->vehicle_s[body] - 0.5 * type->body.length;
  const double d = world->vehicle_d[body] + world->model->side * (0.5 * type->body.width + 0.5);
  return soi_lane_at(world->model, world->vehicle_lane[body], s, d, NULL);
}

uint32_t soi_cart_places_left(const soi_world *world, soi_cart_id cart, uint32_t called) {
  const uint32_t taken = world->cart_riders[cart] + called;
  const uint32_t places = soi_cart_places(world, cart);
  return taken < places ? places - taken : 0;
}

bool soi_cart_takes(const soi_world *world, soi_cart_id cart, soi_route_id route) {
  return soi_cart_at_stop(world, cart) && world->cart_ready_tick[cart] == 0 && soi_cart_plan(world, cart)->route == route &&
         soi_cart_places_left(world, cart, 0) > 0 && !soi_cart_wants_home(world, cart);
}
