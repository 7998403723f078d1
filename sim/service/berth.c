/* Berths: which cart may use which place at a stop. Offered in phase claim to the nearest cart without one, and
 * made last in phase service. */
#include "parts.h"

static const double BERTH_REACH = 60.0; /* m as the crow flies: from here on a cart asks for a berth ... */
static const double BERTH_TIME = 30.0;  /* s ... when it is so near by road, too */
static const double STOP_ROOM = 5.0;    /* m before a berth from which a cart on its way can still be told to use it */

/* The berth nearest the front with nothing behind it that a newcomer would have to pass; 0 when the last one is taken. */
static uint32_t free_berth(const soi_world *world, soi_stop_id stop) {
  const uint32_t *carts = world->stop_carts + (size_t)stop * SOI_BERTHS;
  uint32_t berth = world->model->stops[stop].berths;
  if (berth > SOI_BERTHS) { berth = SOI_BERTHS; }
  if (berth == 0 || carts[berth - 1] != 0) { return 0; }
  while (berth > 1 && carts[berth - 2] == 0) { --berth; }
  return berth;
}

/* Seconds by road from a cart's front to the first berth of a stop. */
static double time_to_stop(const soi_world *world, soi_cart_id cart, soi_stop_id stop) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  return soi_way_seconds(world->model, world->model->stops[stop].way, world->vehicle_lane[body], world->vehicle_s[body]);
}

static bool in_sight(const soi_world *world, soi_cart_id cart) {
  const soi_stop *stop = &world->model->stops[world->cart_stop[cart]];
  const soi_point from = soi_cart_point(world, cart), to = soi_lane_at(world->model, stop->lane, stop->s, stop->d, NULL);
  return soi_hypot(to.x - from.x, to.y - from.y) < BERTH_REACH;
}

/* The nearest cart that asks for a berth at this stop; of equals the first. */
static uint32_t nearest_asker(const soi_world *world, soi_stop_id stop) {
  uint32_t nearest = 0;
  double least = BERTH_TIME;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const bool comes = soi_cart_does(world, cart, SOI_CART_DRIVING) && world->cart_stop[cart] == stop;
    if (!comes || world->cart_berth[cart] != 0 || !in_sight(world, cart)) { continue; }
    const double time = time_to_stop(world, cart, stop);
    if (time >= least) { continue; }
    least = time;
    nearest = cart;
  }
  return nearest;
}

void soi_service_claim(soi_world *world) {
  for (soi_cart_id cart = 0; cart <= world->model->cart_count; ++cart) { world->berth_offer[cart] = 0; }
  for (soi_stop_id stop = 1; stop <= world->model->stop_count; ++stop) {
    const soi_cart_id cart = nearest_asker(world, stop);
    if (cart != 0) { world->berth_offer[cart] = free_berth(world, stop); }
  }
}

/* Gives the carts of two berths each other's place. */
static void swap_berths(soi_world *world, soi_stop_id stop, uint32_t berth) {
  uint32_t *carts = world->stop_carts + (size_t)stop * SOI_BERTHS;
  const uint32_t front = carts[berth - 1], rear = carts[berth];
  carts[berth - 1] = rear;
  carts[berth] = front;
  world->cart_berth[rear] = berth;
  world->cart_berth[front] = berth + 1;
}

/* Whether a cart on its way is too near to the berth behind its own to be told to use that one. */
static bool is_committed(const soi_world *world, soi_cart_id cart, soi_stop_id stop, uint32_t berth) {
  const soi_stop *place = &world->model->stops[stop];
  const soi_vehicle_id body = world->cart_vehicle[cart];
  return world->vehicle_lane[body] == place->lane && world->vehicle_s[body] > soi_berth_s(place, berth + 1) - STOP_ROOM;
}

/* Carts come in the order of their berths, since nobody passes a cart that stands in one and swings in before it. One that was
 * overtaken on the way takes the place behind; when the other stands there already, it gives its berth back and asks anew. */
static void keep_order(soi_world *world, soi_stop_id stop) {
  const uint32_t *carts = world->stop_carts + (size_t)stop * SOI_BERTHS;
  const uint32_t berths = world->model->stops[stop].berths;
  for (uint32_t berth = 1; berth < berths && berth < SOI_BERTHS; ++berth) {
    const uint32_t front = carts[berth - 1], rear = carts[berth];
    if (front == 0 || rear == 0 || !soi_cart_does(world, front, SOI_CART_DRIVING) || world->cart_vehicle[rear] == 0) { continue; }
    if (time_to_stop(world, front, stop) <= time_to_stop(world, rear, stop)) { continue; }
    if (!soi_cart_does(world, rear, SOI_CART_DRIVING)) {
      soi_berth_release(world, front);
    } else if (!is_committed(world, front, stop, berth)) {
      swap_berths(world, stop, berth);
    }
  }
}

/* Whether a cart that has no berth yet stands between another one on its way and their stop. */
static bool stands_between(const soi_world *world, soi_cart_id cart, uint32_t behind, soi_stop_id stop) {
  if (!soi_cart_does(world, cart, SOI_CART_DRIVING) || world->cart_stop[cart] != stop || world->cart_berth[cart] != 0) { return false; }
  const soi_vehicle_id body = world->cart_vehicle[cart];
  const soi_vehicle_id other = world->cart_vehicle[behind];
  const soi_stop *place = &world->model->stops[stop];
  const double s = world->vehicle_s[body];
  if (world->vehicle_lane[body] != place->lane || s > place->s) { return false; }
  return world->vehicle_lane[other] != place->lane || world->vehicle_s[other] < s;
}

/* The last berth's cart may have been overtaken by one without, which waits for a berth right before it: it gives its own back, and the
 * nearest asks for it. Else each would wait for the other. */
static void give_way(soi_world *world, soi_stop_id stop) {
  const uint32_t berths = world->model->stops[stop].berths, last = berths < SOI_BERTHS ? berths : SOI_BERTHS;
  const uint32_t holder = last > 0 ? world->stop_carts[(size_t)stop * SOI_BERTHS + last - 1] : 0;
  if (holder == 0 || !soi_cart_does(world, holder, SOI_CART_DRIVING)) { return; }
  bool between = false;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) { between = between || stands_between(world, cart, holder, stop); }
  if (between) { soi_berth_release(world, holder); }
}

void soi_berths_take(soi_world *world) {
  for (soi_stop_id stop = 1; stop <= world->model->stop_count; ++stop) {
    keep_order(world, stop);
    give_way(world, stop);
  }
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const uint32_t berth = world->berth_offer[cart];
    if (berth == 0) { continue; }
    world->cart_berth[cart] = berth;
    world->stop_carts[(size_t)world->cart_stop[cart] * SOI_BERTHS + berth - 1] = cart;
  }
}

void soi_berth_release(soi_world *world, soi_cart_id cart) {
  const uint32_t berth = world->cart_berth[cart];
  if (berth == 0) { return; }
  world->stop_carts[(size_t)world->cart_stop[cart] * SOI_BERTHS + berth - 1] = 0;
  world->cart_berth[cart] = 0;
}
