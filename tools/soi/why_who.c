#include "why.h"

#include <stdio.h>
#include <string.h>

static double distance_to(const soi_world *world, soi_vehicle_id vehicle, soi_point at) {
  const soi_point from = soi_vehicle_at(world, vehicle, NULL);
  const double dx = at.x - from.x, dy = at.y - from.y;
  return dx * dx + dy * dy;
}

static void name_vehicle(const soi_world *world, uint32_t row, char *buffer) {
  if (row > world->capacity[SOI_GROUP_VEHICLE] || !soi_vehicle_lives(world, row) || world->vehicle_type[row] == 0) { return; }
  const soi_cart_id cart = world->vehicle_cart[row];
  if (cart != 0) {
    snprintf(buffer, WHY_WHO, "%s", world->model->definition->scenario.fleet.items[cart - 1].record.id);
  } else {
    snprintf(buffer, WHY_WHO, "%s %u", soi_type(world->model, world->vehicle_type[row])->id, world->vehicle_serial[row]);
  }
}

/* People are yielded to one by one, where a cart sees them, or at a crossing: the nearer of the two that the row can mean. */
static void name_people(const soi_world *world, soi_vehicle_id vehicle, uint32_t of, char *buffer) {
  const soi_model *const model = world->model;
  const bool person = of <= world->capacity[SOI_GROUP_PERSON] && soi_person_lives(world, of) && world->person_body[of] != 0;
  const bool crossing = of <= model->crossing_count;
  const soi_crossing *const place = crossing ? &model->crossings[of] : NULL;
  const double to_person = person ? distance_to(world, vehicle, (soi_point){world->person_x[of], world->person_y[of]}) : 1e18;
  const double to_crossing =
      crossing ? distance_to(world, vehicle, (soi_point){0.5 * (place->a.x + place->b.x), 0.5 * (place->a.y + place->b.y)}) : 1e18;
  if (person && to_person <= to_crossing) {
    snprintf(buffer, WHY_WHO, "person %u", world->person_serial[of]);
  } else if (crossing && place->definition != 0) {
    snprintf(buffer, WHY_WHO, "crossing %s", model->definition->map.crossings.items[place->definition - 1].record.id);
  } else if (crossing) {
    snprintf(buffer, WHY_WHO, "a crossing of %s", model->definition->map.roads.items[place->road - 1].record.id);
  }
}

static void name_stop(const soi_world *world, soi_stop_id stop, char *buffer) {
  if (stop != 0 && stop <= world->model->stop_count) {
    snprintf(buffer, WHY_WHO, "stop %s", world->model->definition->map.stops.items[world->model->stops[stop].definition - 1].record.id);
  }
}

const char *why_who(const soi_world *world, soi_cart_id cart, char *buffer) {
  const soi_model *const model = world->model;
  const soi_vehicle_id vehicle = world->cart_vehicle[cart];
  const uint32_t of = world->vehicle_cause_of[vehicle];
  buffer[0] = '\0';
  switch (soi_cause_waits_for(soi_cart_cause(world, cart))) {
    case SOI_OF_STOP: name_stop(world, world->cart_stop[cart], buffer); break;
    case SOI_OF_VEHICLE:
      if (of != 0) { name_vehicle(world, of, buffer); }
      break;
    case SOI_OF_PEOPLE:
      if (of != 0) { name_people(world, vehicle, of, buffer); }
      break;
    case SOI_OF_SIGNAL:
      if (of != 0 && of <= model->signal_count) {
        snprintf(buffer, WHY_WHO, "signal %s", model->definition->map.signals.items[model->signals[of].definition - 1].record.id);
      }
      break;
    case SOI_OF_NOTHING: break;
  }
  return buffer;
}

/* --- the cause behind ------------------------------------------------------------------------------------------------------ */

/* What somebody is about that others wait for: "cart-2 broke down" or "car 17: waiting at a signal"; nothing while it just drives. */
static size_t tell_state(const soi_world *world, soi_vehicle_id vehicle, const char *broke, char *buffer, size_t size) {
  char name[WHY_WHO] = "";
  name_vehicle(world, vehicle, name);
  const soi_cart_id cart = world->vehicle_cart[vehicle];
  const uint32_t cause = cart != 0 ? (uint32_t)soi_cart_cause(world, cart) : world->vehicle_cause[vehicle];
  if (name[0] == '\0' || cause == SOI_CAUSE_FREE || cause == SOI_CAUSE_COMFORT || cause == SOI_CAUSE_EXIT) { return 0; }
  if (cause == SOI_CAUSE_BREAKDOWN) {
    return (size_t)snprintf(buffer, size, "%s %s%s", name, cart != 0 ? "broke down" : "stands with its hazard lights on", broke);
  }
  return (size_t)snprintf(buffer, size, "%s: %s", name, soi_cause_words(cause));
}

/* The vehicle that another one waits for, 0 when it waits for something else. */
static uint32_t waits_for(const soi_world *world, soi_vehicle_id vehicle) {
  const uint32_t cause = world->vehicle_cause[vehicle], of = world->vehicle_cause_of[vehicle];
  const bool for_vehicle = soi_cause_waits_for(cause) == SOI_OF_VEHICLE;
  return for_vehicle && of != 0 && of <= world->capacity[SOI_GROUP_VEHICLE] && soi_vehicle_lives(world, of) ? of : 0;
}

/* The first cart found in the berths of a stop, from the last one, that a newcomer would have to pass. */
static uint32_t cart_in_berth(const soi_world *world, soi_stop_id stop, uint32_t but) {
  for (uint32_t berth = SOI_BERTHS; berth-- > 0;) {
    const soi_cart_id cart = world->stop_carts[(size_t)stop * SOI_BERTHS + berth];
    if (cart != 0 && cart != but && world->cart_vehicle[cart] != 0) { return cart; }
  }
  return 0;
}

const char *why_behind(const soi_world *world, soi_cart_id cart, char *buffer) {
  const soi_vehicle_id vehicle = world->cart_vehicle[cart];
  const soi_stop_id stop = world->cart_stop[cart];
  const soi_cause cause = soi_cart_cause(world, cart);
  buffer[0] = '\0';
  if (vehicle != 0 && cause == SOI_CAUSE_BERTH && stop != 0 && stop <= world->model->stop_count) {
    const uint32_t other = cart_in_berth(world, stop, cart);
    if (other != 0) { tell_state(world, world->cart_vehicle[other], " in it", buffer, WHY_WHO); }
  } else if (vehicle != 0 && soi_cause_waits_for(cause) == SOI_OF_VEHICLE) {
    enum { FAR = 200 }; /* vehicles down a queue; a circle ends there too */
    uint32_t first = waits_for(world, vehicle);
    for (uint32_t i = 0; first != 0 && i < FAR && waits_for(world, first) != 0; ++i) { first = waits_for(world, first); }
    if (first != 0) { tell_state(world, first, "", buffer, WHY_WHO); }
  }
  return buffer;
}
