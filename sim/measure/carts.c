/* The carts' own figures after each step: distance, time lost by cause, comfort, charge. */
#include "fmath.h"
#include "observer.h"

/* Serving the line: on the road, and neither broken down nor on its way home. */
static bool in_service(const soi_world *world, soi_cart_id cart) {
  return !soi_cart_broken(world, cart) && !soi_cart_in_depot(world, cart) && world->cart_errand[cart] != SOI_CART_RETURNING;
}

/* Whether a cart on duty stands in its depot to charge, at a plug or waiting for one: it is not in service for that. */
static bool is_charging(const soi_world *world, soi_cart_id cart) {
  const soi_cart *const plan = &world->model->carts[cart];
  const bool on_duty = plan->finish <= 0.0 || world->tick[0] < soi_tick_at(world->model, plan->finish);
  const double full = world->model->service.full_charge * soi_type(world->model, plan->type)->powertrain.battery;
  return soi_cart_in_depot(world, cart) && on_duty && world->cart_distance[cart] > 0.0 && world->cart_charge[cart] < full;
}

soi_cause soi_cart_cause(const soi_world *world, soi_cart_id cart) {
  if (soi_cart_broken(world, cart)) { return SOI_CAUSE_BREAKDOWN; }
  if (world->cart_errand[cart] == SOI_CART_SERVING) { return SOI_CAUSE_STOP; }
  if (world->cart_errand[cart] == SOI_CART_HOLDING) { return SOI_CAUSE_HOLD; }
  if (is_charging(world, cart)) { return SOI_CAUSE_CHARGING; }
  const uint32_t cause = world->vehicle_cause[world->cart_vehicle[cart]];
  return cause < SOI_CAUSE_COUNT ? (soi_cause)cause : SOI_CAUSE_FREE;
}

double soi_cart_lost_share(const soi_world *world, soi_cart_id cart) {
  const soi_model *const model = world->model;
  const soi_vehicle_id vehicle = world->cart_vehicle[cart];
  if (vehicle == 0) { return is_charging(world, cart) ? 1.0 : 0.0; }
  const double top = soi_type(model, world->vehicle_type[vehicle])->body.top_speed;
  const double free_speed = soi_min(top, model->lanes[world->vehicle_lane[vehicle]].speed_limit);
  return free_speed > 0.0 ? soi_clamp(1.0 - world->vehicle_speed[vehicle] / free_speed, 0.0, 1.0) : 0.0;
}

/* A cart with a body on the road. */
static void tally_road(soi_observer *observer, const soi_world *world, soi_cart_id cart, double driven) {
  soi_run_tally *const run = observer->run;
  soi_cart_tally *const tally = &observer->carts[cart];
  ++tally->road_ticks;
  const soi_vehicle_id vehicle = world->cart_vehicle[cart];
  tally->lost[soi_cart_cause(world, cart)] += soi_cart_lost_share(world, cart) * observer->model->step;
  if (in_service(world, cart)) {
    ++tally->service_ticks;
    tally->service_distance += driven;
  }
  /* Acceleration while moving: standing would make any ride look smooth. */
  if (driven > 0.0) {
    const double acceleration = world->vehicle_acceleration[vehicle];
    run->acceleration_squares += acceleration * acceleration;
    ++run->moving_steps;
  }
  /* The jerk that ends an emergency belongs to it. */
  if (world->cart_emergency[cart] == 0 && tally->emergency_last == 0) {
    run->jerk_most = soi_max(run->jerk_most, soi_abs(world->cart_jerk[cart]));
  }
}

static void tally_charge(soi_observer *observer, const soi_world *world, soi_cart_id cart) {
  const soi_cart *const definition = &observer->model->carts[cart];
  const double battery = soi_type(observer->model, definition->type)->powertrain.battery;
  if (battery <= 0.0) { return; }
  soi_cart_tally *const tally = &observer->carts[cart];
  tally->charge_least = soi_min(tally->charge_least, world->cart_charge[cart] / battery);
}

/* Up to the end of the warm-up the totals of the world are those to subtract. */
static void set_baseline(soi_cart_tally *tally, const soi_world *world, soi_cart_id cart) {
  tally->distance_then = world->cart_distance[cart];
  tally->empty_then = world->cart_empty_distance[cart];
  tally->passenger_then = world->cart_passenger_distance[cart];
  tally->energy_then = world->cart_energy[cart];
}

void soi_observer_carts(soi_observer *observer, const soi_world *world, bool counted) {
  for (soi_cart_id cart = 1; cart <= observer->model->cart_count; ++cart) {
    soi_cart_tally *const tally = &observer->carts[cart];
    const double driven = world->cart_distance[cart] - tally->distance_last;
    if (!counted) { set_baseline(tally, world, cart); }
    if (counted && world->cart_vehicle[cart] != 0) {
      tally_road(observer, world, cart, driven);
    } else if (counted && is_charging(world, cart)) {
      tally->lost[SOI_CAUSE_CHARGING] += observer->model->step;
    }
    if (counted) { tally_charge(observer, world, cart); }
    tally->distance_last = world->cart_distance[cart];
    tally->emergency_last = world->cart_emergency[cart];
  }
}

double soi_cart_distance(const soi_observer *observer, const soi_world *world, soi_cart_id cart) {
  return world->cart_distance[cart] - observer->carts[cart].distance_then;
}

double soi_cart_empty_distance(const soi_observer *observer, const soi_world *world, soi_cart_id cart) {
  return world->cart_empty_distance[cart] - observer->carts[cart].empty_then;
}

double soi_cart_passenger_distance(const soi_observer *observer, const soi_world *world, soi_cart_id cart) {
  return world->cart_passenger_distance[cart] - observer->carts[cart].passenger_then;
}

double soi_cart_energy(const soi_observer *observer, const soi_world *world, soi_cart_id cart) {
  return world->cart_energy[cart] - observer->carts[cart].energy_then;
}

double soi_lost_time(const soi_observer *observer, soi_cart_id cart, soi_cause cause) {
  if (cart != 0) { return observer->carts[cart].lost[cause]; }
  double sum = 0.0;
  for (uint32_t each = 1; each <= observer->model->cart_count; ++each) { sum += observer->carts[each].lost[cause]; }
  return sum;
}
