/* Where carts are bound: out of the depot, round their route, and back to charge or for the night. A decision to go home
 * is taken at a stop only, so that a cart never changes its way between two junctions. */
#include "agents.h"
#include "emit.h"
#include "parts.h"

static const double PULLED_OUT = 3.0;      /* m past its place in the berth: out of it */
static const double STANDING_SPEED = 0.05; /* m/s: slower is standing */
static const double DEPOT_TOLERANCE = 1.0; /* m */

static double charge_of(const soi_world *world, soi_cart_id cart, double share) {
  return share * soi_cart_type(world, cart)->powertrain.battery;
}

/* The state of charge, 0..1. */
static double charge_share(const soi_world *world, soi_cart_id cart) {
  const double battery = soi_cart_type(world, cart)->powertrain.battery;
  return battery > 0.0 ? world->cart_charge[cart] / battery : 1.0;
}

static bool duty_over(const soi_world *world, soi_cart_id cart) {
  const double finish = soi_cart_plan(world, cart)->finish;
  return finish > 0.0 && world->tick[0] >= soi_tick_at(world->model, finish);
}

bool soi_cart_wants_home(const soi_world *world, soi_cart_id cart) {
  return world->cart_charge[cart] < charge_of(world, cart, soi_service_plan(world)->low_charge) || duty_over(world, cart);
}

/* --- out of the depot ---------------------------------------------------------------------------------------------------- */

/* On duty, and full; but its first trip it begins with whatever the scenario gave it. */
static bool may_go_out(const soi_world *world, soi_cart_id cart) {
  const bool on_duty = world->tick[0] >= soi_tick_at(world->model, world->model->carts[cart].leaves);
  if (!on_duty || soi_cart_wants_home(world, cart)) { return false; }
  const bool first_trip = world->cart_distance[cart] <= 0.0;
  return first_trip || world->cart_charge[cart] >= charge_of(world, cart, soi_service_plan(world)->full_charge);
}

static void end_charge(soi_world *world, soi_cart_id cart) {
  if (world->cart_errand[cart] != SOI_CART_CHARGING) { return; }
  soi_cart_set_errand(world, cart, SOI_CART_IN_DEPOT);
  world->cart_until_tick[cart] = 0;
  soi_emit(world, SOI_EVENT_CHARGE_ENDED, cart, soi_cart_plan(world, cart)->depot, charge_share(world, cart), soi_cart_point(world, cart),
           0);
}

/* Asks for the road: leaving, without a body and without a stop. The body is made where the depot meets the lane. */
static void ask_to_leave(soi_world *world, soi_cart_id cart) {
  end_charge(world, cart);
  soi_cart_set_errand(world, cart, SOI_CART_LEAVING);
  world->cart_stop[cart] = 0;
  world->cart_berth[cart] = 0;
}

/* The leg of the route whose stop is nearest by road. */
static uint32_t nearest_leg(const soi_world *world, soi_cart_id cart) {
  const soi_model *model = world->model;
  const soi_route *route = soi_cart_route(world, cart);
  const soi_vehicle_id body = world->cart_vehicle[cart];
  uint32_t nearest = 0;
  double least = 2.0 * (double)SOI_NO_WAY;
  for (uint32_t leg = 0; leg < route->stops.count; ++leg) {
    const soi_stop *stop = &model->stops[soi_route_stop(model, route, leg)];
    const double time = soi_way_seconds(model, stop->way, world->vehicle_lane[body], world->vehicle_s[body]);
    if (time >= least) { continue; }
    least = time;
    nearest = leg;
  }
  return nearest;
}

static void head_for_leg(soi_world *world, soi_cart_id cart, uint32_t leg) {
  const soi_stop_id stop = soi_route_stop(world->model, soi_cart_route(world, cart), leg);
  world->cart_leg[cart] = leg;
  world->vehicle_way[world->cart_vehicle[cart]] = world->model->stops[stop].way;
}

/* The body is on the road: the service begins. */
static void leave_depot(soi_world *world, soi_cart_id cart) {
  const soi_depot_id depot = soi_cart_plan(world, cart)->depot;
  head_for_leg(world, cart, nearest_leg(world, cart));
  world->cart_stop[cart] = soi_route_stop(world->model, soi_cart_route(world, cart), world->cart_leg[cart]);
  soi_cart_set_errand(world, cart, SOI_CART_DRIVING);
  --world->depot_carts[depot];
  soi_emit(world, SOI_EVENT_CART_LEFT_DEPOT, cart, depot, 0.0, soi_cart_point(world, cart), 0);
}

/* --- from stop to stop, and home ----------------------------------------------------------------------------------------- */

void soi_cart_set_out(soi_world *world, soi_cart_id cart) {
  const soi_route *route = soi_cart_route(world, cart);
  head_for_leg(world, cart, (world->cart_leg[cart] + 1) % route->stops.count);
  if (world->cart_riders[cart] == 0 && soi_cart_wants_home(world, cart)) {
    world->vehicle_way[world->cart_vehicle[cart]] = world->model->depots[soi_cart_plan(world, cart)->depot].way;
  }
  soi_cart_set_errand(world, cart, SOI_CART_LEAVING);
}

static bool is_out_of_berth(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  const soi_stop *stop = &world->model->stops[world->cart_stop[cart]];
  return world->vehicle_lane[body] != stop->lane || world->vehicle_s[body] > soi_berth_s(stop, world->cart_berth[cart]) + PULLED_OUT;
}

void soi_cart_pull_out(soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  if (body == 0) { return; }
  if (world->cart_stop[cart] == 0) {
    leave_depot(world, cart);
    return;
  }
  if (!is_out_of_berth(world, cart)) { return; }
  soi_berth_release(world, cart);
  if (world->vehicle_way[body] == world->model->depots[soi_cart_plan(world, cart)->depot].way) {
    world->cart_stop[cart] = 0;
    soi_cart_set_errand(world, cart, SOI_CART_RETURNING);
  } else {
    world->cart_stop[cart] = soi_route_stop(world->model, soi_cart_route(world, cart), world->cart_leg[cart]);
    soi_cart_set_errand(world, cart, SOI_CART_DRIVING);
  }
}

void soi_cart_enter_depot(soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  const soi_depot_id row = soi_cart_plan(world, cart)->depot;
  const soi_depot *depot = &world->model->depots[row];
  const bool arrived = world->vehicle_lane[body] == depot->lane && world->vehicle_speed[body] < STANDING_SPEED &&
                       soi_abs(world->vehicle_s[body] - depot->s) <= DEPOT_TOLERANCE;
  if (!arrived) { return; }
  soi_emit(world, SOI_EVENT_CART_ENTERED_DEPOT, cart, row, 0.0, soi_cart_point(world, cart), 0);
  soi_vehicle_remove(world, body);
  world->cart_vehicle[cart] = 0;
  world->cart_lap_tick[cart] = 0;
  world->cart_until_tick[cart] = 0;
  ++world->depot_carts[row];
  soi_cart_set_errand(world, cart, SOI_CART_IN_DEPOT);
}

/* --- charging -------------------------------------------------------------------------------------------------------------- */

static bool is_plugged(const soi_world *world, soi_cart_id cart, soi_depot_id depot) {
  return world->cart_errand[cart] == SOI_CART_CHARGING && soi_cart_plan(world, cart)->depot == depot;
}

static uint32_t count_plugged(const soi_world *world, soi_depot_id depot) {
  uint32_t plugged = 0;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) { plugged += is_plugged(world, cart, depot); }
  return plugged;
}

/* The cart that has stood longest in the depot and is not full, of equals the first. */
static uint32_t next_for_plug(const soi_world *world, soi_depot_id depot) {
  const double full = soi_service_plan(world)->full_charge;
  uint32_t next = 0;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const bool waits = soi_cart_does(world, cart, SOI_CART_IN_DEPOT) && soi_cart_plan(world, cart)->depot == depot &&
                       world->cart_charge[cart] < charge_of(world, cart, full);
    if (waits && (next == 0 || world->cart_errand_tick[cart] < world->cart_errand_tick[next])) { next = cart; }
  }
  return next;
}

/* Free plugs go to those who wait. A cart that breaks down at one goes on charging. */
static uint32_t plug_in(soi_world *world, soi_depot_id depot) {
  uint32_t plugged = count_plugged(world, depot);
  while (plugged < world->model->depots[depot].plugs) {
    const soi_cart_id cart = next_for_plug(world, depot);
    if (cart == 0) { break; }
    soi_cart_set_errand(world, cart, SOI_CART_CHARGING);
    soi_emit(world, SOI_EVENT_CHARGE_STARTED, cart, depot, charge_share(world, cart), soi_cart_point(world, cart), 0);
    ++plugged;
  }
  return plugged;
}

/* One step at so many watts. */
static void charge(soi_world *world, soi_cart_id cart, double power) {
  const double full = charge_of(world, cart, soi_service_plan(world)->full_charge);
  const double step = power * world->model->step;
  world->cart_charge[cart] = soi_min(world->cart_charge[cart] + step, full);
  const double missing = full - world->cart_charge[cart];
  if (missing <= 0.0) {
    end_charge(world, cart);
  } else if (step > 0.0) {
    world->cart_until_tick[cart] = world->tick[0] + (soi_tick)soi_ceil(missing / step) + 1;
  }
}

static void run_depot(soi_world *world, soi_depot_id depot) {
  const soi_depot *place = &world->model->depots[depot];
  const uint32_t plugged = plug_in(world, depot);
  if (plugged == 0) { return; }
  const double power = soi_min(place->plug_power, place->charge_power / plugged);
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (is_plugged(world, cart, depot)) { charge(world, cart, power); }
  }
}

void soi_service_dispatch(soi_world *world) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (soi_cart_in_depot(world, cart) && !soi_cart_broken(world, cart) && may_go_out(world, cart)) { ask_to_leave(world, cart); }
  }
  for (soi_depot_id depot = 1; depot <= world->model->depot_count; ++depot) { run_depot(world, depot); }
}
