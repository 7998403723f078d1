/* Phase service: every cart, then every person, in the order of their rows. Also the books: where all passengers are. */
#include "service.h"

#include "emit.h"
#include "input.h"
#include "parts.h"

/* A cart without charge stops where it is; only a repair brings it back. */
static void check_battery(soi_world *world, soi_cart_id cart) {
  if (world->cart_vehicle[cart] == 0 || soi_cart_broken(world, cart)) { return; }
  if (soi_cart_type(world, cart)->powertrain.battery <= 0.0 || world->cart_charge[cart] > 0.0) { return; }
  soi_cart_break(world, cart, 0);
  soi_emit(world, SOI_EVENT_BATTERY_EMPTY, cart, 0, 0.0, soi_cart_point(world, cart), 0);
}

static const double BEFORE_STOP = 15.0; /* m before the last berth: from here on others cannot use the stop without passing */

/* A cart that broke down on its way to a berth does not keep it from the others, unless it stands right before it. */
static void give_up_berth(soi_world *world, soi_cart_id cart) {
  if (world->cart_errand[cart] != SOI_CART_DRIVING || world->cart_berth[cart] == 0) { return; }
  const soi_vehicle_id body = world->cart_vehicle[cart];
  const soi_stop *stop = &world->model->stops[world->cart_stop[cart]];
  const bool near = world->vehicle_lane[body] == stop->lane && world->vehicle_s[body] > soi_berth_s(stop, stop->berths) - BEFORE_STOP;
  if (!near) { soi_berth_release(world, cart); }
}

static void run_cart(soi_world *world, soi_cart_id cart) {
  check_battery(world, cart);
  if (soi_cart_broken(world, cart)) {
    give_up_berth(world, cart);
    return;
  }
  switch (world->cart_errand[cart]) {
    case SOI_CART_DRIVING: soi_cart_arrive(world, cart); break;
    case SOI_CART_SERVING:
    case SOI_CART_HOLDING: soi_cart_serve(world, cart); break;
    case SOI_CART_LEAVING: soi_cart_pull_out(world, cart); break;
    case SOI_CART_RETURNING: soi_cart_enter_depot(world, cart); break;
    default: break;
  }
}

void soi_service_run(soi_world *world) {
  soi_berths_take(world);
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) { run_cart(world, cart); }
  soi_errands_run(world);
}

soi_passenger_count soi_passengers_counted(const soi_world *world) {
  soi_passenger_count count = {.created = world->passengers_created[0],
                               .outside = world->passengers_outside[0],
                               .served = world->passengers_served[0],
                               .refused = world->passengers_refused[0],
                               .gave_up = world->passengers_gave_up[0]};
  for (soi_person_id person = 1; person <= world->person_high[0]; ++person) {
    switch (world->person_errand[person]) {
      case SOI_ERRAND_TO_STOP:
      case SOI_ERRAND_WALK_ON: ++count.walking; break;
      case SOI_ERRAND_QUEUE:
      case SOI_ERRAND_BOARD: ++count.waiting; break;
      case SOI_ERRAND_RIDE: ++count.riding; break;
      default: break;
    }
  }
  return count;
}

/* The length of a list, cut off at limit should it be a circle. */
static uint32_t list_length(const soi_world *world, uint32_t first, uint32_t limit) {
  uint32_t length = 0;
  for (soi_person_id person = first; person != 0 && length <= limit; person = world->person_next[person]) { ++length; }
  return length;
}

bool soi_passengers_conserved(const soi_world *world) {
  const soi_passenger_count count = soi_passengers_counted(world);
  uint32_t waiting = 0, riding = 0;
  for (soi_stop_id stop = 1; stop <= world->model->stop_count; ++stop) {
    if (list_length(world, world->stop_first[stop], world->person_high[0]) != world->stop_queue[stop]) { return false; }
    waiting += world->stop_queue[stop];
  }
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (list_length(world, world->cart_first_rider[cart], world->person_high[0]) != world->cart_riders[cart]) { return false; }
    riding += world->cart_riders[cart];
  }
  const uint32_t alive = count.outside + count.walking + count.waiting + count.riding;
  const uint32_t done = count.served + count.refused + count.gave_up;
  return waiting == count.waiting && riding == count.riding && count.created == alive + done;
}
