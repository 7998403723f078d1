/* What lasts of a step of a cart: its tracks, its distances, the charge of its battery, and how hard it braked. */
#include <string.h>

#include "automation.h"
#include "emit.h"

static const double HARD_BRAKING = 2.5; /* m/s2: standing passengers need a step (Krasna 2021) */

static void keep_tracks(soi_world *world, soi_cart_id cart) {
  const size_t first = soi_cart_tracks(cart), count = SOI_TRACKS_PER_CART;
  memcpy(world->track_kind + first, world->sight_kind + first, count * sizeof *world->track_kind);
  memcpy(world->track_row + first, world->sight_row + first, count * sizeof *world->track_row);
  memcpy(world->track_generation + first, world->sight_generation + first, count * sizeof *world->track_generation);
  memcpy(world->track_seen + first, world->sight_seen + first, count * sizeof *world->track_seen);
  memcpy(world->track_x + first, world->sight_x + first, count * sizeof *world->track_x);
  memcpy(world->track_y + first, world->sight_y + first, count * sizeof *world->track_y);
  memcpy(world->track_vx + first, world->sight_vx + first, count * sizeof *world->track_vx);
  memcpy(world->track_vy + first, world->sight_vy + first, count * sizeof *world->track_vy);
}

/* The battery gives, or takes back while there is room in it. */
static void keep_energy(soi_world *world, soi_cart_id cart, double mean_speed, double acceleration) {
  const soi_vehicle_type *type = soi_automated_type(world, cart);
  const double temperature = world->model->weather.temperature;
  const double drawn = soi_cart_power(type, world->cart_riders[cart], mean_speed, acceleration, temperature) * world->model->step;
  const double charge = soi_clamp(world->cart_charge[cart] - drawn, 0.0, type->powertrain.battery);
  world->cart_energy[cart] += world->cart_charge[cart] - charge;
  world->cart_charge[cart] = charge;
}

static void keep_distance(soi_world *world, soi_cart_id cart, double way) {
  world->cart_distance[cart] += way;
  if (world->cart_riders[cart] == 0) { world->cart_empty_distance[cart] += way; }
  world->cart_passenger_distance[cart] += way * world->cart_riders[cart];
}

/* Whether it brakes beyond comfort, from the onset until it has been released; a hard brake is reported once in that time. */
static void keep_emergency(soi_world *world, soi_cart_id cart, double acceleration, double jerk) {
  const soi_vehicle_type *type = soi_automated_type(world, cart);
  const soi_vehicle_id row = world->cart_vehicle[cart];
  const uint8_t before = world->cart_emergency[cart];
  const bool beyond = acceleration < -SOI_FIRM_BRAKING * type->driver.deceleration - 1e-9 || jerk < -type->automation.jerk - 1e-6;
  const bool lasts = before != 0 && (acceleration < 0.0 || jerk > type->automation.jerk + 1e-6);
  const bool hard = acceleration <= -HARD_BRAKING;
  world->cart_emergency[cart] = beyond || lasts || hard ? (hard || before == 2 ? 2 : 1) : 0;
  if (!hard || before == 2) { return; }
  const soi_point at = soi_lane_at(world->model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], NULL);
  soi_emit(world, SOI_EVENT_HARD_BRAKE, cart, world->cart_riders[cart], -acceleration, at, 0);
}

static void keep_comfort(soi_world *world, soi_cart_id cart, double acceleration) {
  const double jerk = (acceleration - world->cart_acceleration[cart]) / world->model->step;
  keep_emergency(world, cart, acceleration, jerk);
  world->cart_jerk[cart] = jerk;
  world->cart_acceleration[cart] = acceleration;
}

static void keep(soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id row = world->cart_vehicle[cart];
  keep_tracks(world, cart);
  if (row == 0) {
    world->cart_acceleration[cart] = world->cart_jerk[cart] = 0.0;
    world->cart_emergency[cart] = 0;
    return;
  }
  const double acceleration = world->vehicle_acceleration[row];
  const double mean_speed = soi_max(world->vehicle_speed[row] - 0.5 * acceleration * world->model->step, 0.0);
  keep_energy(world, cart, mean_speed, acceleration);
  keep_distance(world, cart, mean_speed * world->model->step);
  keep_comfort(world, cart, acceleration);
}

void soi_cart_keep(soi_world *world) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) { keep(world, cart); }
}
