/* Whether what a caption says is to be seen, in the world. */
#include <math.h>

#include "shared.h"

static bool serves(const soi_world *world, soi_reference stop) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (soi_cart_does(world, cart, SOI_CART_SERVING) && world->model->stops[world->cart_stop[cart]].definition == stop) { return true; }
  }
  return false;
}

static bool boards(const soi_world *world, soi_reference stop) {
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (!soi_person_lives(world, row) || world->person_errand[row] != SOI_ERRAND_BOARD || world->person_cart[row] == 0) { continue; }
    if (world->model->stops[world->cart_stop[world->person_cart[row]]].definition == stop) { return true; }
  }
  return false;
}

static bool waits(const soi_world *world, soi_reference definition) {
  for (soi_stop_id stop = 1; stop <= world->model->stop_count; ++stop) {
    if (world->model->stops[stop].definition == definition && world->stop_queue[stop] > 0) { return true; }
  }
  return false;
}

static bool drives(const soi_world *world, uint32_t row) { return row != 0 && world->vehicle_speed[row] > 1.0; }

static bool yields(const soi_world *world, uint32_t row) { return row != 0 && world->vehicle_cause[row] == SOI_CAUSE_PEOPLE; }

static bool is_among(const soi_world *world, uint32_t row) {
  uint32_t near = 0;
  if (row == 0) { return false; }
  const soi_point at = soi_vehicle_at(world, row, NULL);
  for (uint32_t other = 1; other <= world->vehicle_high[0]; ++other) {
    if (other == row || !soi_vehicle_lives(world, other)) { continue; }
    const soi_point to = soi_vehicle_at(world, other, NULL);
    near += hypot(to.x - at.x, to.y - at.y) < 25.0;
  }
  return near >= 3;
}

bool claim_holds(const soi_world *world, const soi_claim_definition *claim) {
  const soi_reference broken = claim->broken;
  return (claim->serving == 0 || serves(world, claim->serving)) && (claim->boarding == 0 || boards(world, claim->boarding)) &&
         (claim->queue == 0 || waits(world, claim->queue)) && (claim->driving == 0 || drives(world, world->cart_vehicle[claim->driving])) &&
         (claim->yielding == 0 || yields(world, world->cart_vehicle[claim->yielding])) &&
         (claim->among == 0 || is_among(world, world->cart_vehicle[claim->among])) && (broken == 0 || soi_cart_broken(world, broken)) &&
         (!claim->rain || world->rain[0] > 0.0);
}
