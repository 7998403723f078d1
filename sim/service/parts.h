/* What the files of the service share with each other: the plan behind a cart, time in ticks, and the steps each file offers. */
#ifndef SOI_SERVICE_PARTS_H
#define SOI_SERVICE_PARTS_H

#include "fmath.h"
#include "service.h"

/* --- the plan -------------------------------------------------------------------------------------------------------- */

static inline const soi_service *soi_service_plan(const soi_world *world) { return &world->model->service; }

static inline const soi_cart *soi_cart_plan(const soi_world *world, soi_cart_id cart) { return &world->model->carts[cart]; }

static inline const soi_vehicle_type *soi_cart_type(const soi_world *world, soi_cart_id cart) {
  return soi_type(world->model, soi_cart_plan(world, cart)->type);
}

static inline const soi_route *soi_cart_route(const soi_world *world, soi_cart_id cart) {
  return &world->model->routes[soi_cart_plan(world, cart)->route];
}

/* The stop row of one leg of a route. */
static inline uint32_t soi_route_stop(const soi_model *model, const soi_route *route, uint32_t leg) {
  return model->route_stops[route->stops.first + leg];
}

static inline uint32_t soi_cart_places(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_type *type = soi_cart_type(world, cart);
  return type->places.seats + type->places.standing;
}

/* The place on the lane where the front of a cart in this berth (from 1) stands. */
static inline double soi_berth_s(const soi_stop *stop, uint32_t berth) { return stop->s - (berth - 1) * stop->berth_length; }

/* --- time ------------------------------------------------------------------------------------------------------------ */

/* The whole number of ticks nearest to so many seconds (not negative). */
static inline soi_tick soi_ticks(const soi_world *world, double seconds) { return (soi_tick)(seconds / world->model->step + 0.5); }

static inline double soi_seconds(const soi_world *world, soi_tick ticks) { return (double)ticks * world->model->step; }

/* --- queue.c: people in line and people aboard, lists through person_next --------------------------------------------- */

void soi_queue_join(soi_world *world, soi_stop_id stop, soi_person_id person);
void soi_queue_leave(soi_world *world, soi_stop_id stop, soi_person_id person);
/* Counts the places anew after somebody was called to a door, or sent back from it. */
void soi_queue_number(soi_world *world, soi_stop_id stop);
/* How many stand in line before a newcomer; those called to a door no longer stand in it. */
uint32_t soi_queue_places(const soi_world *world, soi_stop_id stop);
void soi_riders_add(soi_world *world, soi_cart_id cart, soi_person_id person);
void soi_riders_remove(soi_world *world, soi_cart_id cart, soi_person_id person);

/* --- boarding.c: one cart at a stop, in phase service ------------------------------------------------------------------ */

/* Opens the doors of a driving cart that has come to stand in its berth. */
void soi_cart_arrive(soi_world *world, soi_cart_id cart);
/* Doors, alighting, boarding, the end of the dwell or of the hold; departs when the doors have closed. */
void soi_cart_serve(soi_world *world, soi_cart_id cart);
/* --- doors.c ------------------------------------------------------------------------------------------------------------ */

/* Free places beside those promised to called people on their way to the door. */
uint32_t soi_cart_places_left(const soi_world *world, soi_cart_id cart, uint32_t called);
/* True while the cart's doors are open for one more passenger of this route. */
bool soi_cart_takes(const soi_world *world, soi_cart_id cart, soi_route_id route);

/* --- headway.c ---------------------------------------------------------------------------------------------------------- */

/* Seconds the cart should stand longer, its dwell done, to even its headways. */
double soi_headway_hold(const soi_world *world, soi_cart_id cart);
/* Departure from its stop: the events, and the clock of headways and rounds. */
void soi_headway_depart(soi_world *world, soi_cart_id cart, double dwell);

/* --- dispatch.c: where a cart is bound ----------------------------------------------------------------------------------- */

/* True when a cart must go to its depot: little charge, or the end of its duty. */
bool soi_cart_wants_home(const soi_world *world, soi_cart_id cart);
/* Sends a cart that is done at its stop on its way: to the next stop, or to the depot. */
void soi_cart_set_out(soi_world *world, soi_cart_id cart);
/* Watches a cart pull out of the depot or of a berth, and gives the berth back. */
void soi_cart_pull_out(soi_world *world, soi_cart_id cart);
/* Takes a returned cart off the road. */
void soi_cart_enter_depot(soi_world *world, soi_cart_id cart);

/* --- berth.c ------------------------------------------------------------------------------------------------------------- */

/* Makes the offers of phase claim last. */
void soi_berths_take(soi_world *world);
/* Gives a cart's berth to whoever comes next. */
void soi_berth_release(soi_world *world, soi_cart_id cart);

/* The line of the ride that a person waits for or is on. */
static inline soi_route_id soi_route_of(const soi_world *world, soi_person_id person) {
  return world->leg_route[world->person_leg[person]];
}

/* --- errand.c ------------------------------------------------------------------------------------------------------------ */

/* Everybody's errand in this tick. */
void soi_errands_run(soi_world *world);
/* Sends a person on foot from a walk node to the last gate of its errand (to where it came from when no way leads there). */
void soi_errand_walk_on(soi_world *world, soi_person_id person, soi_errand errand, soi_walk_node_id node);

static inline void soi_cart_set_errand(soi_world *world, soi_cart_id cart, soi_cart_errand errand) {
  world->cart_errand[cart] = (uint8_t)errand;
  world->cart_errand_tick[cart] = world->tick[0];
}

/* Where the front of a cart's body is; the depot when it has none. */
static inline soi_point soi_cart_point(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  if (body == 0) {
    const soi_depot *depot = &world->model->depots[soi_cart_plan(world, cart)->depot];
    return soi_lane_at(world->model, depot->lane, depot->s, depot->d, NULL);
  }
  return soi_lane_at(world->model, world->vehicle_lane[body], world->vehicle_s[body], world->vehicle_d[body], NULL);
}

#endif
