/* Whom or what an agent that stands waits for: the cause that binds a vehicle, and what is before somebody on foot. */
#include "cells.h"
#include "fmath.h"
#include "standstill.h"

static const double SERVES = 600.0;    /* s for which serving a stop is a lawful cause, the least dwell left out */
static const double HOLDS = 60.0;      /* s after the end of a hold in which it is over */
static const double CYCLES = 2.0;      /* of a signal, for which it is a lawful cause */
static const double AHEAD = 1.5;       /* m in which somebody on foot is held by who is before it, ... */
static const double ASIDE = 0.7;       /* ... so far beside its way at most */
static const double ROUND_CART = 3.0;  /* m round the cart that is in somebody's way */
static const double ROUND_BODY = 12.0; /* m round a vehicle's middle in which it yields to people, ... */
static const double ROUND_ENDS = 6.0;  /* ... and round its ends */
static const double BEFORE_ZONE = 0.4; /* m before a crossing: people take whoever stands further off for one who lets them go */
static const double COMES = 60.0;      /* s in which traffic that comes to a crossing holds those on it */
static const double STILL = 0.1;       /* m/s: slower is standing */

static soi_wait wait(soi_stand stand) { return (soi_wait){stand, 0}; }
static soi_wait wait_on(soi_agent_id agent) { return (soi_wait){SOI_STAND_WAITING, agent}; }

static bool vehicle_there(const soi_world *world, uint32_t row) {
  return row != 0 && row <= world->vehicle_high[0] && soi_vehicle_lives(world, row);
}

static bool person_there(const soi_world *world, uint32_t row) {
  return row != 0 && row <= world->person_high[0] && soi_person_lives(world, row) && world->person_body[row];
}

/* On the move, though it has not got on by a metre yet. */
static bool moves(const soi_world *world, soi_person_id person) {
  const double vx = world->person_vx[person], vy = world->person_vy[person];
  return vx * vx + vy * vy > STILL * STILL;
}

/* A wait for a light, lawful for as long as a sound plan makes anybody wait. */
static soi_wait wait_at_light(const soi_world *world, soi_signal_id signal, soi_tick stood) {
  const double cycle = signal <= world->model->signal_count ? (double)world->model->signals[signal].cycle : 0.0;
  return wait((double)stood <= CYCLES * cycle ? SOI_STAND_LAWFUL : SOI_STAND_STUCK);
}

/* --- vehicles ------------------------------------------------------------------------------------------------------------ */

/* The person nearest to a place, of those that matter to the asker. */
typedef struct nearest {
  const soi_world *world;
  soi_point at, along;      /* along: people beside or behind do not count; (0, 0): all do */
  soi_crossing_id crossing; /* on it or at its kerb; 0: anywhere */
  uint32_t except, person;  /* the person found */
  int32_t level;
  double distance;
} nearest;

static void visit(void *context, soi_person_id person, double distance) {
  nearest *seek = context;
  const soi_world *world = seek->world;
  if (person == seek->except || distance >= seek->distance || !person_there(world, person)) { return; }
  const soi_walk_link *link = &world->model->walk_links[world->person_link[person]];
  if (link->level != seek->level) { return; }
  if (seek->crossing != 0 && link->crossing != seek->crossing && world->person_crossing[person] != SOI_CROSSING_WAITING) { return; }
  const double dx = world->person_x[person] - seek->at.x, dy = world->person_y[person] - seek->at.y;
  const bool directed = seek->along.x != 0.0 || seek->along.y != 0.0;
  const double ahead = seek->along.x * dx + seek->along.y * dy, beside = seek->along.x * dy - seek->along.y * dx;
  if (directed && (ahead <= 0.0 || soi_abs(beside) > ASIDE)) { return; }
  seek->distance = distance;
  seek->person = person;
}

static uint32_t nearest_person(nearest seek, double radius) {
  seek.distance = radius;
  soi_cells_visit(seek.world, seek.at, radius, visit, &seek);
  return seek.person;
}

/* Yielding to people: the one in its way if it names one, else the nearest at the crossing it names. */
static soi_wait wait_for_people(const soi_world *world, uint32_t row) {
  const uint32_t of = world->vehicle_cause_of[row];
  const soi_point at = soi_vehicle_at(world, row, NULL);
  const double round = soi_max(ROUND_BODY, 0.5 * soi_type(world->model, world->vehicle_type[row])->body.length + ROUND_ENDS);
  soi_person_id person = 0;
  if (world->vehicle_cart[row] != 0 && person_there(world, of) &&
      soi_hypot(world->person_x[of] - at.x, world->person_y[of] - at.y) < round) {
    person = of;
  } else {
    const soi_crossing_id crossing = of <= world->model->crossing_count ? of : 0;
    person = nearest_person((nearest){.world = world, .at = at, .crossing = crossing}, round);
  }
  if (person == 0 || moves(world, person)) { return wait(SOI_STAND_PASSING); }
  return wait_on(soi_agent_on_foot(world, person));
}

/* A berth that other carts have: the first of them on the road. */
static soi_wait wait_for_berth(const soi_world *world, uint32_t row) {
  const soi_stop_id stop = world->vehicle_cause_of[row];
  for (uint32_t i = 0; stop <= world->model->stop_count && i < SOI_BERTHS; ++i) {
    const soi_cart_id cart = world->stop_carts[stop * SOI_BERTHS + i];
    const soi_vehicle_id body = cart != 0 ? world->cart_vehicle[cart] : 0;
    if (body != 0 && body != row) { return wait_on(soi_agent_driving(body)); }
  }
  return wait(SOI_STAND_PASSING);
}

/* What a cart does for itself: serve, hold. */
static soi_wait wait_at_stop(const soi_world *world, uint32_t row) {
  const soi_cart_id cart = world->vehicle_cart[row];
  if (cart == 0) { return wait(SOI_STAND_PASSING); }
  const double step = world->model->step, stood = (double)(world->tick[0] - world->cart_errand_tick[cart]) * step;
  const double dwell = world->model->service.dwell_minimum;
  if (soi_cart_does(world, cart, SOI_CART_SERVING) && stood < SERVES + dwell) { return wait(SOI_STAND_LAWFUL); }
  const bool holding = soi_cart_does(world, cart, SOI_CART_HOLDING);
  const bool lasts = (double)world->tick[0] * step < (double)world->cart_until_tick[cart] * step + HOLDS;
  return wait(holding && lasts ? SOI_STAND_LAWFUL : SOI_STAND_PASSING);
}

/* Broken down or parked: lawful for those behind too when it is a breakdown that will be mended. */
static soi_wait wait_broken(const soi_world *world, uint32_t row) {
  const soi_cart_id cart = world->vehicle_cart[row];
  return wait(cart != 0 && world->cart_automation_until[cart] > world->tick[0] ? SOI_STAND_LAWFUL : SOI_STAND_OBSTACLE);
}

/* At red: the light, or, for one who has stood through a whole cycle with its green, whoever held it then. */
static soi_wait wait_at_red(const soi_world *world, uint32_t row) {
  const soi_agent_id held_by = world->vehicle_held_by[row];
  const soi_person_id person = soi_agent_person(world, held_by);
  const soi_signal_id signal = world->vehicle_cause_of[row];
  const bool whole = world->tick[0] - world->vehicle_rest_tick[row] > world->model->signals[signal].cycle;
  if (!whole) { return wait_at_light(world, signal, world->vehicle_red[row]); }
  if (person != 0 ? person_there(world, person) : vehicle_there(world, held_by)) { return wait_on(held_by); }
  return wait_at_light(world, signal, world->vehicle_red[row]);
}

static soi_wait wait_for_vehicle(const soi_world *world, uint32_t row) {
  const uint32_t of = world->vehicle_cause_of[row];
  return vehicle_there(world, of) && of != row ? wait_on(of) : wait(SOI_STAND_PASSING);
}

static soi_wait wait_at_closure(const soi_world *world, uint32_t row) {
  return wait(world->lane_closed_until[world->vehicle_cause_of[row]] != 0 ? SOI_STAND_LAWFUL : SOI_STAND_STUCK);
}

static soi_wait wait_lawfully(const soi_world *world, uint32_t row) {
  (void)world, (void)row;
  return wait(SOI_STAND_LAWFUL);
}

/* It is about to move on. */
static soi_wait wait_in_passing(const soi_world *world, uint32_t row) {
  (void)world, (void)row;
  return wait(SOI_STAND_PASSING);
}

soi_wait soi_wait_of_vehicle(const soi_world *world, uint32_t row) {
#define ROW(symbol, name, of, kind, ...) wait_##kind,
  static soi_wait (*const waits[SOI_CAUSE_COUNT])(const soi_world *, uint32_t) = {SOI_CAUSES(ROW)};
#undef ROW
  return world->vehicle_speed[row] > STILL ? wait(SOI_STAND_PASSING) : waits[world->vehicle_cause[row]](world, row);
}

/* --- people -------------------------------------------------------------------------------------------------------------- */

/* The crossing that a person is on or comes to on its way, 0 for none near. */
static uint32_t crossing_ahead(const soi_world *world, soi_person_id person) {
  const soi_model *model = world->model;
  const size_t way = (size_t)world->person_way[person] * (model->walk_node_count + 1u);
  soi_walk_link_id link = world->person_link[person];
  soi_walk_node_id toward = world->person_toward[person];
  for (int i = 0; i < 4 && link != 0; ++i) {
    const soi_walk_link *row = &model->walk_links[link];
    if (row->crossing != 0) { return row->crossing; }
    link = model->walk_next[way + toward];
    if (link != 0) { toward = model->walk_links[link].a == toward ? model->walk_links[link].b : model->walk_links[link].a; }
  }
  return 0;
}

/* A vehicle that stands on the crossing, or so close before it that people do not trust it; 0: none does. */
static uint32_t vehicle_at(const soi_world *world, soi_crossing_id crossing) {
  const soi_span zones = world->model->crossings[crossing].conflict_zones;
  for (uint32_t i = 0; i < zones.count; ++i) {
    const soi_conflict_zone *zone = &world->model->conflict_zones[world->model->crossing_conflict_zones[zones.first + i]];
    for (uint32_t k = 0; k < world->lane_entries[zone->lane]; ++k) {
      const soi_entry *entry = &world->entries[world->lane_first[zone->lane] + k];
      if (entry->rear > zone->end || entry->front < zone->start - BEFORE_ZONE) { continue; }
      if (!vehicle_there(world, entry->vehicle) || world->vehicle_speed[entry->vehicle] > STILL) { continue; }
      if (entry->front > zone->start || world->vehicle_cause[entry->vehicle] == SOI_CAUSE_PEOPLE) { return entry->vehicle; }
    }
  }
  return 0;
}

static soi_wait wait_at_crossing(const soi_world *world, soi_person_id person) {
  const soi_crossing_id crossing = crossing_ahead(world, person);
  if (crossing == 0) { return wait(SOI_STAND_PASSING); }
  const bool waits = world->person_crossing[person] == SOI_CROSSING_WAITING;
  const soi_signal_id signal = world->model->crossings[crossing].signal;
  /* who comes late in the green waits for the next one */
  const soi_wait light =
      waits && signal != 0 ? wait_at_light(world, signal, world->tick[0] - world->person_rest_tick[person]) : wait(SOI_STAND_PASSING);
  if (waits && signal != 0 && soi_crossing_light(world, crossing) != SOI_LIGHT_GREEN) { return light; }
  const soi_vehicle_id body = vehicle_at(world, crossing);
  return body != 0 ? wait_on(soi_agent_driving(body)) : light;
}

/* A cart's body that stands in somebody's way. */
static uint32_t cart_at(const soi_world *world, soi_point at) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const soi_vehicle_id body = world->cart_vehicle[cart];
    if (body == 0) { continue; }
    const soi_point middle = soi_vehicle_at(world, body, NULL);
    const double reach = 0.5 * soi_type(world->model, world->vehicle_type[body])->body.length;
    if (soi_hypot(middle.x - at.x, middle.y - at.y) < reach + ROUND_CART) { return body; }
  }
  return 0;
}

/* Held up on the way: by who is right before it, else by whoever is nearest, else by a cart. */
static soi_wait wait_on_way(const soi_world *world, soi_person_id person) {
  const soi_model *model = world->model;
  const soi_walk_link *link = &model->walk_links[world->person_link[person]];
  const soi_point at = {world->person_x[person], world->person_y[person]};
  const double sense = link->b == world->person_toward[person] ? 1.0 : -1.0;
  nearest seek = {
      .world = world, .at = at, .along = {sense * link->along.x, sense * link->along.y}, .except = person, .level = link->level};
  uint32_t other = nearest_person(seek, AHEAD);
  seek.along = (soi_point){0.0, 0.0};
  if (other == 0) { other = nearest_person(seek, ASIDE); }
  if (other != 0) { return moves(world, other) ? wait(SOI_STAND_PASSING) : wait_on(soi_agent_on_foot(world, other)); }
  const soi_vehicle_id body = link->level == 0 ? cart_at(world, at) : 0;
  return body != 0 ? wait_on(soi_agent_driving(body)) : wait(SOI_STAND_STUCK);
}

/* Whether somebody who will not stop comes to, or drives over, the crossing that a person is on. */
static bool traffic_comes(const soi_world *world, soi_person_id person) {
  const soi_span zones = world->model->crossings[crossing_ahead(world, person)].conflict_zones;
  for (uint32_t i = 0; i < zones.count; ++i) {
    if (world->conflict_zone_arrival[world->model->crossing_conflict_zones[zones.first + i]] < COMES) { return true; }
  }
  return false;
}

soi_wait soi_wait_of_person(const soi_world *world, soi_person_id person) {
  switch (world->person_errand[person]) {
    case SOI_ERRAND_QUEUE: return wait(SOI_STAND_LAWFUL);
    case SOI_ERRAND_BOARD: return wait(SOI_STAND_PASSING);
    default: break;
  }
  if (moves(world, person)) { return wait(SOI_STAND_PASSING); }
  const bool crosses = world->person_crossing[person] != SOI_CROSSING_NONE;
  const soi_wait found = crosses ? wait_at_crossing(world, person) : wait(SOI_STAND_PASSING);
  /* at a kerb, and between lanes while somebody comes, the traffic holds them: people stand side by side there, or face to face on two
   * ways, and not for each other */
  if (world->person_crossing[person] == SOI_CROSSING_WAITING || (crosses && traffic_comes(world, person))) { return found; }
  if (found.stand == SOI_STAND_WAITING || found.stand == SOI_STAND_LAWFUL) { return found; }
  const soi_wait held = wait_on_way(world, person);
  return crosses && held.stand != SOI_STAND_WAITING ? found : held;
}
