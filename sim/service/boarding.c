/* One cart at a stop: doors open, people alight and board one by one, doors close. With people at the door this is the
 * dwell of the TCQSM: alighting x time + boarding x time + doors, at least the minimum. All carts have one door channel. */
#include "agents.h"
#include "emit.h"
#include "parts.h"

static const double STANDING_SPEED = 0.05; /* m/s: slower is standing */
static const double BERTH_TOLERANCE = 0.6; /* m between a cart's front and the end of its berth */
static const double KEPT_OUT = 3.0;        /* s at its mark after which a cart that could not swing in opens its doors where it is */
static const double DOOR_REACH = 0.9;      /* m from the door's place: near enough to step in */
static const double CALL_LIMIT = 15.0;     /* s in which somebody called must come to the door */
static const uint32_t CALLED_AT_ONCE = 2;  /* so that the next one walks while one boards */

static soi_tick opening_ticks(const soi_world *world) { return soi_ticks(world, soi_service_plan(world)->door_time) / 2; }

static soi_tick closing_ticks(const soi_world *world) {
  return soi_ticks(world, soi_service_plan(world)->door_time) - opening_ticks(world);
}

static bool stands_in_berth(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  const uint32_t berth = world->cart_berth[cart];
  if (body == 0 || berth == 0 || world->vehicle_speed[body] >= STANDING_SPEED) { return false; }
  const soi_stop *stop = &world->model->stops[world->cart_stop[cart]];
  const bool at_mark =
      world->vehicle_lane[body] == stop->lane && soi_abs(world->vehicle_s[body] - soi_berth_s(stop, berth)) <= BERTH_TOLERANCE;
  /* sideways it moves only as it drives: somebody beside it may have kept it out of the bay */
  const bool waited = soi_seconds(world, world->vehicle_standing[body]) >= KEPT_OUT;
  return at_mark && (waited || soi_abs(world->vehicle_d[body] - stop->d) <= BERTH_TOLERANCE);
}

void soi_cart_arrive(soi_world *world, soi_cart_id cart) {
  if (!stands_in_berth(world, cart)) { return; }
  soi_cart_set_errand(world, cart, SOI_CART_SERVING);
  world->cart_arrived_tick[cart] = world->tick[0];
  world->cart_door_tick[cart] = world->tick[0] + opening_ticks(world);
  world->cart_ready_tick[cart] = 0;
  soi_emit(world, SOI_EVENT_CART_ARRIVED, cart, world->cart_stop[cart], 0.0, soi_cart_point(world, cart), 0);
}

/* --- alighting --------------------------------------------------------------------------------------------------------- */

/* The first rider who alights here, 0 when there is none left. */
static uint32_t next_to_alight(const soi_world *world, soi_cart_id cart) {
  soi_person_id rider = world->cart_first_rider[cart];
  while (rider != 0 && world->person_stop[rider] != world->cart_stop[cart]) { rider = world->person_next[rider]; }
  return rider;
}

/* Whether nobody stands where a body is to appear. The neighbour index is of the bodies before their motion, so all are asked. */
static bool floor_free(const soi_world *world, soi_point at) {
  const double room = soi_max(0.35, 2.0 * world->model->walking.radius);
  for (soi_person_id person = 1; person <= world->person_high[0]; ++person) {
    if (!world->person_body[person] || world->model->walk_links[world->person_link[person]].level != 0) { continue; }
    const double x = world->person_x[person] - at.x, y = world->person_y[person] - at.y;
    if (x * x + y * y < room * room) { return false; }
  }
  return true;
}

/* A free place beside the cart: at the door, else up to a step or two from it along the kerb or off it. */
static bool find_floor(const soi_world *world, soi_cart_id cart, soi_point *at) {
  static const double along[] = {0.0, 0.5, -0.5, 1.0, -1.0};
  const soi_point door = soi_cart_door(world, cart);
  const soi_vehicle_id body = world->cart_vehicle[cart];
  soi_point ahead;
  (void)soi_lane_at(world->model, world->vehicle_lane[body], world->vehicle_s[body], world->vehicle_d[body], &ahead);
  const soi_point out = {-ahead.y * world->model->side, ahead.x * world->model->side};
  for (int row = 0; row < 3; ++row) {
    for (size_t i = 0; i < sizeof along / sizeof along[0]; ++i) {
      const double aside = 0.5 * row;
      *at = (soi_point){door.x + ahead.x * along[i] + out.x * aside, door.y + ahead.y * along[i] + out.y * aside};
      if (floor_free(world, *at)) { return true; }
    }
  }
  return false;
}

/* Seconds one person keeps the door busy (TCQSM, unverified): a wheelchair the ramp's time; boarding takes longer when
 * people stand aboard. */
static double door_seconds(const soi_world *world, soi_cart_id cart, soi_person_id person, bool boards) {
  const soi_service *plan = soi_service_plan(world);
  if ((world->person_needs[person] & SOI_NEED_WHEELCHAIR) != 0) { return plan->ramp_time; }
  if (!boards) { return plan->alighting_time; }
  const bool crowded = world->cart_riders[cart] > soi_cart_type(world, cart)->places.seats;
  return plan->boarding_time + (crowded ? plan->standing_penalty : 0.0);
}

/* Puts the next rider bound for this stop on the floor beside the cart; false when there is no room for now. */
static bool alight(soi_world *world, soi_cart_id cart, soi_person_id person) {
  soi_point at;
  if (!find_floor(world, cart, &at)) { return false; }
  world->cart_door_tick[cart] = world->tick[0] + soi_ticks(world, door_seconds(world, cart, person, false));
  soi_riders_remove(world, cart, person);
  world->person_body[person] = 1;
  world->person_x[person] = at.x;
  world->person_y[person] = at.y;
  world->person_cart[person] = 0;
  soi_leg_done(world, person);
  soi_errand_walk_on(world, person, SOI_ERRAND_WALK_ON, world->model->stops[world->cart_stop[cart]].node);
  soi_emit(world, SOI_EVENT_ALIGHTED, person, cart, soi_seconds(world, world->tick[0] - world->person_board_tick[person]), at, 0);
  return true;
}

/* --- boarding ---------------------------------------------------------------------------------------------------------- */

static bool called_by(const soi_world *world, soi_person_id person, soi_cart_id cart) {
  return world->person_errand[person] == SOI_ERRAND_BOARD && world->person_cart[person] == cart;
}

static soi_point place_of(const soi_world *world, soi_person_id person) {
  return (soi_point){world->person_x[person], world->person_y[person]};
}

static bool at_door(const soi_world *world, soi_cart_id cart, soi_person_id person) {
  const soi_point door = soi_cart_door(world, cart);
  return soi_hypot(world->person_x[person] - door.x, world->person_y[person] - door.y) <= DOOR_REACH;
}

static uint32_t count_called(const soi_world *world, soi_cart_id cart) {
  uint32_t called = 0;
  for (soi_person_id person = world->stop_first[world->cart_stop[cart]]; person != 0; person = world->person_next[person]) {
    called += called_by(world, person, cart);
  }
  return called;
}

/* Sends those back into the queue who were called and did not come; they keep their turn for the next cart. */
static void recall_the_late(soi_world *world, soi_cart_id cart) {
  const soi_stop_id stop = world->cart_stop[cart];
  const soi_tick limit = soi_ticks(world, CALL_LIMIT);
  bool changed = false;
  for (soi_person_id person = world->stop_first[stop]; person != 0; person = world->person_next[person]) {
    if (!called_by(world, person, cart) || world->tick[0] - world->person_board_tick[person] <= limit) { continue; }
    if (at_door(world, cart, person)) { continue; }
    world->person_errand[person] = SOI_ERRAND_QUEUE;
    changed = true;
  }
  if (changed) { soi_queue_number(world, stop); }
}

/* The first in the queue for this cart's route whom it has not called yet; 0 when there is none or no place left. */
static uint32_t next_to_call(const soi_world *world, soi_cart_id cart, uint32_t called) {
  const soi_route_id route = soi_cart_plan(world, cart)->route;
  if (soi_cart_places_left(world, cart, called) == 0 || soi_cart_wants_home(world, cart)) { return 0; }
  for (soi_person_id person = world->stop_first[world->cart_stop[cart]]; person != 0; person = world->person_next[person]) {
    const bool stands = world->person_errand[person] == SOI_ERRAND_QUEUE && world->person_cart[person] != cart;
    if (stands && soi_route_of(world, person) == route) { return person; }
  }
  return 0;
}

/* Calls people to the door in the order of the queue; returns how many are on their way to it. */
static uint32_t call(soi_world *world, soi_cart_id cart) {
  uint32_t called = count_called(world, cart);
  while (called < CALLED_AT_ONCE) {
    const soi_person_id person = next_to_call(world, cart, called);
    if (person == 0) { break; }
    world->person_errand[person] = SOI_ERRAND_BOARD;
    world->person_cart[person] = cart;
    world->person_board_tick[person] = world->tick[0];
    soi_queue_number(world, world->cart_stop[cart]);
    ++called;
  }
  return called;
}

static void board(soi_world *world, soi_cart_id cart, soi_person_id person) {
  const double wait = soi_seconds(world, world->tick[0] - world->person_wait_tick[person]);
  soi_emit(world, SOI_EVENT_BOARDED, person, cart, wait, place_of(world, person), 0);
  world->cart_door_tick[cart] = world->tick[0] + soi_ticks(world, door_seconds(world, cart, person, true));
  soi_queue_leave(world, world->cart_stop[cart], person);
  soi_riders_add(world, cart, person);
  world->person_errand[person] = SOI_ERRAND_RIDE;
  world->person_stop[person] = world->leg_stop[world->person_leg[person]];
  world->person_board_tick[person] = world->tick[0];
  world->person_waited[person] = wait;
  /* no body aboard */
  world->person_body[person] = 0;
  world->person_vx[person] = world->person_vy[person] = 0.0;
  world->person_link[person] = 0;
  world->person_toward[person] = 0;
  world->person_crossing[person] = SOI_CROSSING_NONE;
}

/* Lets the first of those called who has come to the door step in. */
static bool board_one(soi_world *world, soi_cart_id cart) {
  for (soi_person_id person = world->stop_first[world->cart_stop[cart]]; person != 0; person = world->person_next[person]) {
    if (!called_by(world, person, cart) || !at_door(world, cart, person)) { continue; }
    board(world, cart, person);
    return true;
  }
  return false;
}

/* --- the dwell --------------------------------------------------------------------------------------------------------- */

static bool door_free(const soi_world *world, soi_cart_id cart) { return world->tick[0] >= world->cart_door_tick[cart]; }

/* Everybody out, then everybody in, one at a time; true when nobody wants the door any more. */
static bool exchange(soi_world *world, soi_cart_id cart, bool calls) {
  soi_person_id rider = next_to_alight(world, cart);
  while (rider != 0 && door_free(world, cart)) {
    if (!alight(world, cart, rider)) { return false; }
    rider = next_to_alight(world, cart);
  }
  if (rider != 0) { return false; }
  recall_the_late(world, cart);
  uint32_t called = calls ? call(world, cart) : count_called(world, cart);
  while (called > 0 && door_free(world, cart) && board_one(world, cart)) { called = calls ? call(world, cart) : called - 1; }
  return called == 0 && door_free(world, cart);
}

/* Boarding has ended: hold the cart, or close its doors. */
static void end_boarding(soi_world *world, soi_cart_id cart) {
  const soi_tick hold = soi_ticks(world, soi_headway_hold(world, cart));
  if (hold == 0) {
    world->cart_ready_tick[cart] = world->tick[0];
    return;
  }
  soi_cart_set_errand(world, cart, SOI_CART_HOLDING);
  world->cart_until_tick[cart] = world->tick[0] + hold;
  soi_emit(world, SOI_EVENT_CART_HELD, cart, world->cart_stop[cart], soi_seconds(world, hold), soi_cart_point(world, cart), 0);
}

static void serve(soi_world *world, soi_cart_id cart) {
  const bool done = exchange(world, cart, true);
  const soi_tick least = soi_ticks(world, soi_service_plan(world)->dwell_minimum);
  if (done && world->tick[0] + closing_ticks(world) >= world->cart_arrived_tick[cart] + least) { end_boarding(world, cart); }
}

/* A held cart boards whoever comes; when the time is over it waits for those only who are on their way to its door. */
static void hold(soi_world *world, soi_cart_id cart) {
  const bool over = world->tick[0] >= world->cart_until_tick[cart];
  const bool done = exchange(world, cart, !over);
  if (!over || !done) { return; }
  world->cart_ready_tick[cart] = world->tick[0];
  world->cart_until_tick[cart] = 0;
  const double held = soi_seconds(world, world->tick[0] - world->cart_errand_tick[cart]);
  soi_emit(world, SOI_EVENT_HOLD_ENDED, cart, world->cart_stop[cart], held, soi_cart_point(world, cart), 0);
}

/* Those of the route who stay behind: denied when the cart is full; the next cart may call them all. */
static void leave_behind(soi_world *world, soi_cart_id cart) {
  const soi_stop_id stop = world->cart_stop[cart];
  const soi_route_id route = soi_cart_plan(world, cart)->route;
  const bool full = soi_cart_places_left(world, cart, 0) == 0 && !soi_cart_wants_home(world, cart);
  for (soi_person_id person = world->stop_first[stop]; person != 0; person = world->person_next[person]) {
    if (world->person_cart[person] == cart) { world->person_cart[person] = 0; }
    if (full && soi_route_of(world, person) == route) { soi_emit(world, SOI_EVENT_DENIED, person, cart, 0.0, place_of(world, person), 0); }
  }
}

/* The doors have closed. */
static void depart(soi_world *world, soi_cart_id cart) {
  soi_tick dwell = world->tick[0] - world->cart_arrived_tick[cart];
  if (world->cart_errand[cart] == SOI_CART_HOLDING) { dwell -= world->cart_ready_tick[cart] - world->cart_errand_tick[cart]; }
  leave_behind(world, cart);
  soi_headway_depart(world, cart, soi_seconds(world, dwell));
  soi_cart_set_out(world, cart);
}

void soi_cart_serve(soi_world *world, soi_cart_id cart) {
  if (world->cart_ready_tick[cart] == 0) {
    if (world->cart_errand[cart] == SOI_CART_HOLDING) {
      hold(world, cart);
    } else {
      serve(world, cart);
    }
  }
  const soi_tick ready = world->cart_ready_tick[cart];
  if (ready != 0 && world->tick[0] >= ready + closing_ticks(world)) { depart(world, cart); }
}
