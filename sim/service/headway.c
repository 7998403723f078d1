/* Headways: a cart that follows the one before too closely is held until the time to the one before equals the time to the one
 * behind. Also the events of a departure, which carry the headways. */
#include "emit.h"
#include "parts.h"

/* A cart that goes round the route now. */
static bool in_service(const soi_world *world, soi_cart_id cart, soi_route_id route) {
  return soi_cart_plan(world, cart)->route == route && world->cart_stop[cart] != 0 && !soi_cart_broken(world, cart);
}

/* Seconds at free speed from one leg's stop to the next. */
static double leg_time(const soi_world *world, const soi_route *route, uint32_t leg) {
  const soi_model *model = world->model;
  const soi_stop *from = &model->stops[soi_route_stop(model, route, leg)];
  const soi_stop *to = &model->stops[soi_route_stop(model, route, (leg + 1) % route->stops.count)];
  return soi_way_seconds(model, to->way, from->lane, from->s);
}

/* Seconds at free speed once round. */
static double round_time(const soi_world *world, const soi_route *route) {
  double time = 0.0;
  for (uint32_t leg = 0; leg < route->stops.count; ++leg) { time += leg_time(world, route, leg); }
  return time;
}

/* Seconds at free speed a cart has to go to the stop of this leg. */
static double time_to_leg(const soi_world *world, soi_cart_id cart, uint32_t leg) {
  const soi_model *model = world->model;
  const soi_route *route = soi_cart_route(world, cart);
  /* to the stop it is bound for, then from stop to stop */
  uint32_t at = world->cart_leg[cart];
  double time = 0.0;
  if (!soi_cart_at_stop(world, cart)) {
    const soi_vehicle_id body = world->cart_vehicle[cart];
    const soi_stop *bound = &model->stops[soi_route_stop(model, route, at)];
    time = soi_way_seconds(model, bound->way, world->vehicle_lane[body], world->vehicle_s[body]);
  }
  for (; at != leg; at = (at + 1) % route->stops.count) { time += leg_time(world, route, at); }
  return time;
}

/* Seconds once round: what the carts' last rounds took, or at first the free time and the least dwells. */
static double loop_time(const soi_world *world, soi_route_id route) {
  double sum = 0.0;
  uint32_t count = 0;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (!in_service(world, cart, route) || world->cart_loop[cart] <= 0.0) { continue; }
    sum += world->cart_loop[cart];
    ++count;
  }
  if (count > 0) { return sum / count; }
  const soi_route *path = &world->model->routes[route];
  return path->free_time + path->stops.count * soi_service_plan(world)->dwell_minimum;
}

/* Another cart of the route that stands in a berth before this one's: it will depart from here first. */
static bool stands_before(const soi_world *world, uint32_t other, soi_cart_id cart) {
  return other != cart && world->cart_leg[other] == world->cart_leg[cart] && world->cart_berth[other] < world->cart_berth[cart] &&
         soi_cart_plan(world, other)->route == soi_cart_plan(world, cart)->route && soi_cart_at_stop(world, other);
}

/* Seconds since the departure of the cart before; below zero when it still stands here and has so long to be held. */
static double time_since_last(const soi_world *world, soi_cart_id cart) {
  const soi_tick now = world->tick[0];
  for (uint32_t other = 1; other <= world->model->cart_count; ++other) {
    if (!stands_before(world, other, cart)) { continue; }
    const bool held = world->cart_errand[other] == SOI_CART_HOLDING && world->cart_until_tick[other] > now;
    return held ? -soi_seconds(world, world->cart_until_tick[other] - now) : 0.0;
  }
  return soi_seconds(world, now - world->stop_departure[world->cart_stop[cart]]);
}

/* Seconds until the next cart comes to this cart's stop, its free time stretched as the loop's is; negative when there is
 * no other. */
static double time_to_next(const soi_world *world, soi_cart_id cart, soi_route_id route, double loop) {
  const double round = round_time(world, &world->model->routes[route]);
  double least = -1.0;
  for (uint32_t other = 1; other <= world->model->cart_count; ++other) {
    if (other == cart || !in_service(world, other, route)) { continue; }
    const double free_time = stands_before(world, other, cart) ? round : time_to_leg(world, other, world->cart_leg[cart]);
    const double time = free_time / round * loop;
    if (least < 0.0 || time < least) { least = time; }
  }
  return least;
}

/* The planned headway, or the loop time over the carts in service. */
static double planned_headway(const soi_world *world, soi_route_id route, double loop) {
  const double planned = soi_service_plan(world)->headway;
  if (planned > 0.0) { return planned; }
  uint32_t carts = 0;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) { carts += in_service(world, cart, route); }
  return loop / carts;
}

double soi_headway_hold(const soi_world *world, soi_cart_id cart) {
  const soi_service *plan = soi_service_plan(world);
  const soi_stop_id stop = world->cart_stop[cart];
  const soi_route_id route = soi_cart_plan(world, cart)->route;
  const bool policy = plan->hold == SOI_HOLD_EVEN_HEADWAY && stop == plan->hold_stop;
  if (!policy || world->stop_departure[stop] == 0 || soi_cart_wants_home(world, cart)) { return 0.0; }
  const double loop = loop_time(world, route);
  const double next = time_to_next(world, cart, route, loop);
  if (next < 0.0) { return 0.0; }
  /* the one behind is taken to dwell as long as this one did */
  const double ahead = time_since_last(world, cart);
  const double behind = next + soi_seconds(world, world->tick[0] - world->cart_arrived_tick[cart]);
  const double target = soi_min(planned_headway(world, route, loop), 0.5 * (ahead + behind));
  return soi_clamp(target - ahead, 0.0, plan->hold_limit);
}

/* A round ends with the departure from the route's first stop. */
static void count_round(soi_world *world, soi_cart_id cart, soi_point at) {
  if (world->cart_leg[cart] != 0) { return; }
  if (world->cart_lap_tick[cart] != 0) {
    ++world->cart_laps[cart];
    world->cart_loop[cart] = soi_seconds(world, world->tick[0] - world->cart_lap_tick[cart]);
    soi_emit(world, SOI_EVENT_LAP, cart, world->cart_stop[cart], world->cart_loop[cart], at, 0);
  }
  world->cart_lap_tick[cart] = world->tick[0];
}

void soi_headway_depart(soi_world *world, soi_cart_id cart, double dwell) {
  const soi_stop_id stop = world->cart_stop[cart];
  const soi_point at = soi_cart_point(world, cart);
  soi_emit(world, SOI_EVENT_CART_DEPARTED, cart, stop, dwell, at, 0);
  if (world->stop_departure[stop] != 0) {
    const double headway = soi_seconds(world, world->tick[0] - world->stop_departure[stop]);
    soi_emit(world, SOI_EVENT_HEADWAY, cart, stop, headway, at, 0);
  }
  world->stop_departure[stop] = world->tick[0];
  count_round(world, cart, at);
}
