/* A town for tests of the service alone: a ring of equal lanes with a stop on each, a model made by hand, and stand-ins that
 * drive the carts and walk the people, so that every figure can be worked out on paper. Each program includes this once. */
#ifndef SOI_TEST_SERVICE_TOWN_H
#define SOI_TEST_SERVICE_TOWN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agents.h"
#include <soi/definition.h>
#include "input.h"
#include "parts.h"
#include "random.h"

enum { STOPS = 4, CARTS = 5, PEOPLE = 400, FLOWS = STOPS * STOPS };

#define LANE 200.0     /* m, each lane */
#define STOP_S 150.0   /* m along its lane, each stop */
#define LIMIT 10.0     /* m/s, on all lanes */
#define WALK_SPEED 1.3 /* m/s */
#define CART_LENGTH 3.6
#define CART_WIDTH 1.3

typedef struct town {
  soi_definition definition;
  soi_vehicle_type types[2];
  soi_cart fleet[CARTS + 1];
  soi_model model;
  soi_lane lanes[STOPS + 1];
  soi_lane_id lane_links[STOPS + 1];
  soi_point points[2 * STOPS + 2], headings[2 * STOPS + 2];
  soi_stop stops[STOPS + 1];
  soi_depot depots[2];
  soi_route routes[3];
  uint32_t route_stops[STOPS];
  soi_way ways[STOPS + 2];
  float way_cost[(STOPS + 2) * (STOPS + 1)];
  soi_gate gates[STOPS + 1];
  soi_walk_node walk_nodes[2 * STOPS + 1];
  soi_walk_link walk_links[STOPS + 1];
  soi_walk_link_id walk_node_links[2 * STOPS];
  soi_walk_way walk_ways[2 * STOPS + 1];
  soi_walk_link_id walk_next[(2 * STOPS + 1) * (2 * STOPS + 1)];
  float walk_cost[(2 * STOPS + 1) * (2 * STOPS + 1)];
  soi_people_flow flows[FLOWS + 1];
  soi_world *world;
  double speed[CARTS + 1]; /* m/s, as the stand-in driver goes */
  bool lame[PEOPLE + 1];   /* does not move a step */
} town;

/* --- the model ----------------------------------------------------------------------------------------------------------- */

static inline soi_point stop_point(uint32_t stop) { return (soi_point){STOP_S - 0.5 * CART_LENGTH, 100.0 * stop + 1.65}; }
static inline uint32_t flow_of(uint32_t from, uint32_t to) { return (from - 1) * STOPS + to; }
/* Walk nodes, and the ways to them: 1..STOPS beside the stops, then the gates. */
static inline uint32_t gate_node(uint32_t gate) { return STOPS + gate; }

static inline void lay_lanes(town *t) {
  for (uint32_t i = 1; i <= STOPS; ++i) {
    t->points[2 * i] = (soi_point){0.0, 100.0 * i};
    t->points[2 * i + 1] = (soi_point){LANE, 100.0 * i};
    t->headings[2 * i] = t->headings[2 * i + 1] = (soi_point){1.0, 0.0};
    t->lanes[i] = (soi_lane){.length = LANE,
                             .width = 3.0,
                             .first_point = 2 * i,
                             .segments = 1,
                             .segment_length = LANE,
                             .speed_limit = LIMIT,
                             .curve_speed = 100.0,
                             .out = {i, 1}};
    t->lane_links[i] = i % STOPS + 1;
    t->stops[i] = (soi_stop){.definition = i,
                             .lane = i,
                             .s = STOP_S,
                             .berth_length = 6.0,
                             .berths = 2,
                             .way = i,
                             .node = i,
                             .walk_way = i,
                             .queue = stop_point(i),
                             .queue_step = {-0.6, 0.0}};
    t->ways[i] = (soi_way){.lane = i, .s = STOP_S};
    t->route_stops[i - 1] = i;
  }
  t->depots[1] = (soi_depot){.definition = 1,
                             .lane = (soi_lane_id)STOPS,
                             .s = 180.0,
                             .d = 2.0,
                             .places = CARTS,
                             .way = STOPS + 1,
                             .charge_power = 6000.0,
                             .plug_power = 3000.0,
                             .plugs = 2};
  t->ways[STOPS + 1] = (soi_way){.lane = (soi_lane_id)STOPS, .s = 180.0};
  t->routes[1] = (soi_route){.definition = 1, .stops = {0, STOPS}, .loop = true, .length = STOPS * LANE, .free_time = STOPS * LANE / 5.0};
  for (uint32_t way = 1; way <= STOPS + 1; ++way) {
    for (uint32_t lane = 1; lane <= STOPS; ++lane) {
      const uint32_t lanes_between = (t->ways[way].lane + STOPS - lane) % STOPS;
      t->way_cost[way * (STOPS + 1) + lane] = (float)((lanes_between * LANE + t->ways[way].s) / LIMIT);
    }
  }
}

static inline void lay_walks(town *t) {
  const uint32_t row = 2 * STOPS + 1;
  for (uint32_t i = 1; i <= STOPS; ++i) {
    t->walk_nodes[i] = (soi_walk_node){stop_point(i), {2 * i - 2, 1}};
    t->walk_nodes[gate_node(i)] = (soi_walk_node){{stop_point(i).x, stop_point(i).y + 20.0}, {2 * i - 1, 1}};
    t->walk_links[i] = (soi_walk_link){.a = i, .b = gate_node(i), .length = 20.0, .width = 3.0, .along = {0.0, 1.0}};
    t->walk_node_links[2 * i - 2] = t->walk_node_links[2 * i - 1] = i;
    t->gates[i] = (soi_gate){.definition = i, .node = gate_node(i), .way = gate_node(i)};
  }
  for (uint32_t way = 1; way <= 2 * STOPS; ++way) {
    t->walk_ways[way].node = way;
    for (uint32_t node = 1; node <= 2 * STOPS; ++node) {
      const uint32_t link = (node - 1) % STOPS + 1;
      const bool same = (way - 1) % STOPS + 1 == link;
      t->walk_cost[way * row + node] = same ? (way == node ? 0.0f : 20.0f) : SOI_NO_WAY;
      t->walk_next[way * row + node] = same && way != node ? link : 0;
    }
  }
}

static inline void plan_flows(town *t) {
  for (uint32_t from = 1; from <= STOPS; ++from) {
    for (uint32_t to = 1; to <= STOPS; ++to) {
      t->flows[flow_of(from, to)] = (soi_people_flow){
          .definition = 1, .passengers = true, .from = from, .to = to, .route = 1, .board = from, .alight = to, .patience = 600.0};
    }
  }
}

static inline void plan_service(town *t, uint32_t carts) {
  t->types[1] = (soi_vehicle_type){.body.shape = SOI_SHAPE_CART,
                                   .body.length = CART_LENGTH,
                                   .body.width = CART_WIDTH,
                                   .places.seats = 6,
                                   .places.standing = 0,
                                   .powertrain.battery = 1e7};
  for (uint32_t i = 1; i <= carts; ++i) { t->fleet[i] = (soi_cart){.type = 1, .route = 1, .depot = 1, .charge = 1.0}; }
  t->model.service = (soi_service){.hold_stop = 1,
                                   .hold = SOI_HOLD_NONE,
                                   .hold_limit = 120.0,
                                   .door_time = 3.0,
                                   .boarding_time = 2.5,
                                   .alighting_time = 2.0,
                                   .standing_penalty = 0.5,
                                   .ramp_time = 45.0,
                                   .dwell_minimum = 5.0,
                                   .low_charge = 0.2,
                                   .full_charge = 0.8};
  t->model.walking.radius = 0.2;
}

/* --- memory ---------------------------------------------------------------------------------------------------------------- */

static inline void *take(void *context, size_t bytes) {
  (void)context;
  void *const block = aligned_alloc(64, (bytes + 63) / 64 * 64);
  assert_non_null(block);
  memset(block, 0, bytes);
  return block;
}

static inline void give(void *context, void *block, size_t bytes) {
  (void)context;
  (void)bytes;
  free(block);
}

/* A town whose plan may still be changed; town_open makes its world. */
static inline town *town_plan(uint32_t carts, double step) {
  town *const t = take(NULL, sizeof *t);
  lay_lanes(t);
  lay_walks(t);
  plan_flows(t);
  t->model = (soi_model){.definition = &t->definition,
                         .seed = 1,
                         .step_us = (uint32_t)(step * 1e6 + 0.5),
                         .step = step,
                         .side = 1.0,
                         .vehicle_capacity = CARTS,
                         .person_capacity = PEOPLE,
                         .cart_count = carts,
                         .type_count = 1,
                         .lane_count = STOPS,
                         .lanes = t->lanes,
                         .lane_links = t->lane_links,
                         .point_count = 2 * STOPS,
                         .points = t->points,
                         .headings = t->headings,
                         .stop_count = STOPS,
                         .stops = t->stops,
                         .depot_count = 1,
                         .depots = t->depots,
                         .route_count = 1,
                         .routes = t->routes,
                         .route_stops = t->route_stops,
                         .way_count = STOPS + 1,
                         .ways = t->ways,
                         .way_cost = t->way_cost,
                         .gate_count = STOPS,
                         .gates = t->gates,
                         .walk_node_count = 2 * STOPS,
                         .walk_nodes = t->walk_nodes,
                         .walk_node_links = t->walk_node_links,
                         .walk_link_count = STOPS,
                         .walk_links = t->walk_links,
                         .walk_way_count = 2 * STOPS,
                         .walk_ways = t->walk_ways,
                         .walk_next = t->walk_next,
                         .walk_cost = t->walk_cost,
                         .people_flow_count = FLOWS,
                         .people_flows = t->flows,
                         .types = t->types,
                         .carts = t->fleet};
  plan_service(t, carts);
  for (uint32_t cart = 1; cart <= CARTS; ++cart) { t->speed[cart] = 5.0; }
  return t;
}

static inline void town_open(town *t) {
  for (uint32_t cart = 1; cart <= t->model.cart_count; ++cart) { t->fleet[cart].leaves = t->fleet[cart].start; }
  t->world = soi_world_create(&t->model, (soi_memory){take, give, NULL}, NULL);
  assert_non_null(t->world);
}

static inline void town_close(town *t) {
  soi_world_release(t->world);
  free(t);
}

/* --- stand-ins for the road and the people --------------------------------------------------------------------------------- */

static inline void put_on_road(town *t, uint32_t cart, uint32_t lane, double s) {
  soi_world *const w = t->world;
  const uint32_t body = soi_vehicle_add(w);
  assert_int_not_equal(body, 0);
  w->vehicle_type[body] = 1;
  w->vehicle_cart[body] = cart;
  w->vehicle_lane[body] = lane;
  w->vehicle_s[body] = s;
  w->cart_vehicle[cart] = body;
}

/* Metres along the ring to s on lane. */
static inline double ring_distance(const town *t, uint32_t body, uint32_t lane, double s) {
  const soi_world *const w = t->world;
  const double distance = ((lane + STOPS - w->vehicle_lane[body]) % STOPS) * LANE + s - w->vehicle_s[body];
  return distance < 0.0 ? distance + STOPS * LANE : distance;
}

static inline void advance(town *t, uint32_t body, double distance) {
  soi_world *const w = t->world;
  w->vehicle_speed[body] = distance / t->model.step;
  w->vehicle_s[body] += distance;
  w->cart_distance[w->vehicle_cart[body]] += distance;
  while (w->vehicle_s[body] > LANE) {
    w->vehicle_s[body] -= LANE;
    w->vehicle_lane[body] = w->vehicle_lane[body] % STOPS + 1;
  }
}

/* Drives to its berth, or waits before the stop for one; to its depot; carts pass through each other. */
static inline void drive_cart(town *t, uint32_t cart) {
  soi_world *const w = t->world;
  if (w->cart_errand[cart] == SOI_CART_LEAVING && w->cart_vehicle[cart] == 0) { put_on_road(t, cart, t->depots[1].lane, t->depots[1].s); }
  const uint32_t body = w->cart_vehicle[cart];
  if (body == 0) { return; }
  w->vehicle_speed[body] = 0.0;
  if (soi_cart_broken(w, cart)) { return; }
  const double most = t->speed[cart] * t->model.step;
  switch (w->cart_errand[cart]) {
    case SOI_CART_DRIVING: {
      const soi_stop *stop = &t->stops[w->cart_stop[cart]];
      const uint32_t berth = w->cart_berth[cart];
      const double goal = berth != 0 ? soi_berth_s(stop, berth) : soi_berth_s(stop, stop->berths) - 10.0;
      advance(t, body, soi_min(most, ring_distance(t, body, stop->lane, goal)));
      break;
    }
    case SOI_CART_RETURNING: advance(t, body, soi_min(most, ring_distance(t, body, t->depots[1].lane, t->depots[1].s))); break;
    case SOI_CART_LEAVING: advance(t, body, most); break;
    default: break;
  }
}

static inline bool walk_to(town *t, uint32_t person, soi_point goal) {
  soi_world *const w = t->world;
  const double x = goal.x - w->person_x[person], y = goal.y - w->person_y[person];
  const double distance = soi_hypot(x, y), reach = t->lame[person] ? 0.0 : WALK_SPEED * t->model.step;
  const double share = distance > reach ? reach / distance : 1.0;
  w->person_x[person] += share * x;
  w->person_y[person] += share * y;
  return distance <= reach;
}

static inline soi_point place_point(const town *t, uint32_t stop, uint32_t place) {
  const soi_stop *s = &t->stops[stop];
  return (soi_point){s->queue.x + place * s->queue_step.x, s->queue.y + place * s->queue_step.y};
}

static inline void walk_person(town *t, uint32_t person) {
  soi_world *const w = t->world;
  if (!w->person_body[person]) { return; }
  switch (w->person_errand[person]) {
    case SOI_ERRAND_TO_STOP: {
      const uint32_t stop = w->leg_stop[w->person_leg[person]];
      walk_to(t, person, place_point(t, stop, soi_queue_places(w, stop)));
      break;
    }
    case SOI_ERRAND_QUEUE: walk_to(t, person, place_point(t, w->person_stop[person], w->person_place[person])); break;
    case SOI_ERRAND_BOARD: walk_to(t, person, soi_cart_door(w, w->person_cart[person])); break;
    case SOI_ERRAND_WALK_ON:
    case SOI_ERRAND_GIVEN_UP:
      if (walk_to(t, person, t->walk_nodes[w->person_way[person]].at)) { w->person_body[person] = 0; }
      break;
    default: break;
  }
}

static inline void town_step(town *t) {
  soi_world *const w = t->world;
  w->event_count = 0;
  soi_service_dispatch(w);
  soi_service_claim(w);
  for (uint32_t cart = 1; cart <= t->model.cart_count; ++cart) { drive_cart(t, cart); }
  for (uint32_t person = 1; person <= w->person_high[0]; ++person) { walk_person(t, person); }
  ++w->tick[0];
  soi_service_run(w);
}

/* A passenger at the gate of from, or at the end of the queue there. */
static inline uint32_t add_person(town *t, uint32_t from, uint32_t to, bool at_queue) {
  soi_world *const w = t->world;
  const uint32_t person = soi_person_add(w);
  assert_int_not_equal(person, 0);
  const soi_point at = at_queue ? place_point(t, from, soi_queue_places(w, from)) : t->walk_nodes[gate_node(from)].at;
  w->person_flow[person] = flow_of(from, to);
  w->person_errand[person] = SOI_ERRAND_TO_STOP;
  assert_true(soi_leg_add(w, person, 0, from, 0) && soi_leg_add(w, person, 1, to, 0) && soi_leg_add(w, person, 0, 0, to));
  w->person_way[person] = from;
  w->person_body[person] = 1;
  w->person_x[person] = at.x;
  w->person_y[person] = at.y;
  w->person_patience[person] = (float)t->flows[flow_of(from, to)].patience;
  ++w->passengers_created[0];
  t->lame[person] = false;
  return person;
}

/* The next event of a kind in the step, from *at on; null when there is none. */
static inline const soi_event *next_event(const town *t, soi_event_kind kind, uint32_t *at) {
  while (*at < t->world->event_count) {
    const soi_event *const event = &t->world->events[(*at)++];
    if (event->kind == (uint32_t)kind) { return event; }
  }
  return NULL;
}

static inline const soi_event *find_event(const town *t, soi_event_kind kind) {
  uint32_t at = 0;
  return next_event(t, kind, &at);
}

/* Steps until an event of this kind; fails when it does not come in time. */
static inline soi_event step_until(town *t, soi_event_kind kind, double seconds) {
  const soi_tick end = t->world->tick[0] + soi_ticks(t->world, seconds);
  while (t->world->tick[0] < end) {
    town_step(t);
    const soi_event *const event = find_event(t, kind);
    if (event != NULL) { return *event; }
  }
  print_error("no event '%u' within %g s\n", (unsigned)kind, seconds);
  fail();
  return (soi_event){0};
}

static inline void step_for(town *t, double seconds) {
  const soi_tick end = t->world->tick[0] + soi_ticks(t->world, seconds);
  while (t->world->tick[0] < end) { town_step(t); }
}

static inline void assert_near(double value, double expected, double tolerance) {
  if (soi_abs(value - expected) <= tolerance) { return; }
  print_error("%.12g is not %.12g within %g\n", value, expected, tolerance);
  fail();
}

/* Moves a cart to a place on the ring, as if it had just driven there; its way goes on to the stop of the leg. */
static inline void place_cart(town *t, uint32_t cart, uint32_t lane, double s, uint32_t leg) {
  soi_world *const w = t->world;
  if (w->cart_vehicle[cart] == 0) { put_on_road(t, cart, lane, s); }
  const uint32_t body = w->cart_vehicle[cart];
  w->vehicle_lane[body] = lane;
  w->vehicle_s[body] = s;
  w->vehicle_speed[body] = 5.0;
  w->cart_leg[cart] = leg;
  w->cart_stop[cart] = t->route_stops[leg];
  w->vehicle_way[body] = t->stops[w->cart_stop[cart]].way;
  if (w->cart_errand[cart] == SOI_CART_IN_DEPOT) { --w->depot_carts[1]; }
  soi_cart_set_errand(w, cart, SOI_CART_DRIVING);
}

#endif
