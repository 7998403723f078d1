/* A street for tests of the automated driver: one straight lane east, made by hand, a stop with berths in a bay on its left, and
 * carts, cars, people and walls where a test puts them; a lane that crosses it, and one beside it, for those who want them. The
 * road and the cart run as they are; nobody walks but by the test's will. */
#ifndef SOI_TEST_CART_STREET_H
#define SOI_TEST_CART_STREET_H

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
#include "automation.h"
#include "cells.h"
#include "near.h"

/* rows: numbers without a type of their own, as each is an id of another table */
#define STREET_LANE 1u
#define CROSS_LANE 2u
#define INNER_LANE 3u
#define TO_STOP 1u
#define TO_END 2u
#define CART_TYPE 1u
#define CAR_TYPE 2u
enum { LANES = 3, WAYS = 2 };
enum { VEHICLES = 192, PEOPLE = 256, WALLS = 192, CARTS = 2 };

#define STREET 600.0     /* m */
#define STOP_S 300.0     /* m */
#define CROSS_X 400.0    /* m: where the other lane crosses */
#define BAY 2.8          /* m */
#define BERTH_LENGTH 4.6 /* m */

typedef struct street {
  soi_definition definition;
  soi_vehicle_type types[3];
  soi_sensor sensors[2];
  soi_cart fleet[CARTS + 1];
  soi_road_definition roads[1];
  soi_walk_link walk_links[3]; /* 1 on the ground, 2 on a bridge */
  soi_model model;
  soi_lane lanes[LANES + 1];
  soi_point points[2 * LANES + 2], headings[2 * LANES + 2];
  soi_stop stops[2];
  soi_route routes[2];
  soi_depot depots[2];
  uint32_t route_stops[1];
  soi_way ways[WAYS + 1];
  float way_cost[(WAYS + 1) * (LANES + 1)];
  soi_sight_edge walls[WALLS + 1];
  soi_world *world;
} street;

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

/* The six-seat cart of scenarios/common/vehicles.yaml, with the schema's defaults where that leaves them. */
static inline soi_vehicle_type six_seater(void) {
  return (soi_vehicle_type){.body.shape = SOI_SHAPE_CART,
                            .body.length = 3.6,
                            .body.width = 1.3,
                            .body.height = 1.9,
                            .body.mass = 600.0,
                            .body.top_speed = 19.0 / 3.6,
                            .driver.acceleration = 1.0,
                            .driver.deceleration = 1.0,
                            .driver.headway = 1.0,
                            .driver.gap = 2.0,
                            .automation.jerk = 0.9,
                            .automation.emergency_deceleration = 4.0,
                            .automation.sensors = {1, 1},
                            .automation.lateral_margin = 0.5,
                            .places.seats = 6,
                            .powertrain.battery = 6.5 * 3.6e6,
                            .powertrain.drive_efficiency = 0.85,
                            .powertrain.recuperation = 0.4,
                            .powertrain.auxiliary_power = 500.0,
                            .powertrain.rolling_resistance = 0.015,
                            .powertrain.drag_area = 1.5};
}

static inline street *street_plan(double step) {
  street *const t = take(NULL, sizeof *t);
  t->types[CART_TYPE] = six_seater();
  t->types[CAR_TYPE] = (soi_vehicle_type){.body.shape = SOI_SHAPE_CAR,
                                          .body.length = 4.5,
                                          .body.width = 1.8,
                                          .body.top_speed = 30.0,
                                          .driver.acceleration = 1.0,
                                          .driver.deceleration = 1.5,
                                          .driver.headway = 1.0,
                                          .driver.gap = 2.0};
  t->sensors[1] = (soi_sensor){.range = 50.0, .field_of_view = 360.0, .latency = 0.2};
  t->definition.map.roads.items = t->roads;
  t->definition.map.roads.count = 1;
  t->walk_links[2].level = 1;
  for (uint32_t i = 1; i <= CARTS; ++i) { t->fleet[i] = (soi_cart){.type = CART_TYPE, .route = 1, .depot = 1, .charge = 1.0}; }

  t->points[2 * STREET_LANE + 1] = (soi_point){STREET, 0.0};
  t->points[2 * CROSS_LANE] = (soi_point){CROSS_X, -100.0};
  t->points[2 * CROSS_LANE + 1] = (soi_point){CROSS_X, 100.0};
  t->points[2 * INNER_LANE] = (soi_point){0.0, -3.0};
  t->points[2 * INNER_LANE + 1] = (soi_point){STREET, -3.0};
  for (uint32_t lane = 1; lane <= LANES; ++lane) {
    const double length = lane == CROSS_LANE ? 200.0 : STREET;
    t->headings[2 * lane] = t->headings[2 * lane + 1] = lane == CROSS_LANE ? (soi_point){0.0, 1.0} : (soi_point){1.0, 0.0};
    t->lanes[lane] = (soi_lane){.road = 1,
                                .index = 1,
                                .length = length,
                                .width = 3.0,
                                .speed_limit = 50.0 / 3.6,
                                .first_point = 2 * lane,
                                .segments = 1,
                                .segment_length = length,
                                .curve_speed = 100.0,
                                .stop_line = length};
    t->way_cost[TO_STOP * (LANES + 1) + lane] = lane == CROSS_LANE ? SOI_NO_WAY : (float)(STOP_S / 5.0);
    t->way_cost[TO_END * (LANES + 1) + lane] = (float)(length / 5.0);
  }
  t->lanes[CROSS_LANE].junction = 1;
  t->stops[1] = (soi_stop){.lane = 1, .s = STOP_S, .d = BAY, .berth_length = BERTH_LENGTH, .berths = 3, .way = 1};
  t->routes[1] = (soi_route){.stops = {0, 1}};
  t->route_stops[0] = 1;
  t->depots[1] = (soi_depot){.lane = 1, .s = 20.0, .way = 1};
  t->ways[TO_STOP] = (soi_way){.lane = STREET_LANE, .s = STOP_S};
  t->ways[TO_END] = (soi_way){.node = 1};
  t->model = (soi_model){.definition = &t->definition,
                         .types = t->types,
                         .type_count = 2,
                         .sensors = t->sensors,
                         .sensor_count = 1,
                         .carts = t->fleet,
                         .walking = {.radius = 0.2},
                         .weather = {.temperature = 30.0},
                         .seed = 1,
                         .step_us = (uint32_t)(step * 1e6 + 0.5),
                         .step = step,
                         .side = 1.0,
                         .vehicle_capacity = VEHICLES,
                         .person_capacity = PEOPLE,
                         .lane_count = LANES,
                         .point_count = 2 * LANES,
                         .stop_count = 1,
                         .depot_count = 1,
                         .route_count = 1,
                         .cart_count = CARTS,
                         .way_count = WAYS,
                         .lanes = t->lanes,
                         .points = t->points,
                         .headings = t->headings,
                         .stops = t->stops,
                         .routes = t->routes,
                         .depots = t->depots,
                         .route_stops = t->route_stops,
                         .ways = t->ways,
                         .way_cost = t->way_cost,
                         .walk_link_count = 2,
                         .walk_links = t->walk_links,
                         .sight_edges = t->walls};
  return t;
}

static inline void street_open(street *t) {
  t->world = soi_world_create(&t->model, (soi_memory){take, give, NULL}, NULL);
  assert_non_null(t->world);
  for (uint32_t cart = 1; cart <= CARTS; ++cart) { t->world->cart_errand[cart] = SOI_CART_IN_DEPOT; }
}

static inline street *street_of(double step) {
  street *const t = street_plan(step);
  street_open(t);
  return t;
}

static inline void street_close(street *t) {
  soi_world_release(t->world);
  free(t);
}

static inline void add_wall(street *t, double ax, double ay, double bx, double by) {
  t->walls[++t->model.sight_edge_count] = (soi_sight_edge){{ax, ay}, {bx, by}};
}

/* A cart that drives along the street; returns its body. */
static inline uint32_t put_cart(street *t, uint32_t cart, double s, double speed) {
  const uint32_t row = soi_road_add(t->world, CART_TYPE, STREET_LANE, s, 0.0, speed, TO_END);
  t->world->vehicle_cart[row] = cart;
  t->world->cart_vehicle[cart] = row;
  t->world->cart_errand[cart] = SOI_CART_DRIVING;
  return row;
}

/* A car that stays as it is unless the test moves it. */
static inline uint32_t put_car(street *t, double s, double d, double speed) {
  return soi_road_add(t->world, CAR_TYPE, STREET_LANE, s, d, speed, TO_END);
}

/* A car on the lane that crosses the street, its front at y. */
static inline uint32_t put_crossing_car(street *t, double y, double speed) {
  return soi_road_add(t->world, CAR_TYPE, CROSS_LANE, y + 100.0, 0.0, speed, TO_END);
}

/* Joins the lane beside to the street's. The stop is in the street's only. */
static inline void join_lanes(street *t) {
  t->lanes[STREET_LANE].inner = INNER_LANE;
  t->lanes[INNER_LANE].outer = STREET_LANE;
  t->lanes[INNER_LANE].index = 2;
  t->way_cost[TO_STOP * (LANES + 1) + INNER_LANE] += 6.0f;
}

static inline uint32_t put_person(street *t, double x, double y, double vx, double vy) {
  const uint32_t row = soi_person_add(t->world);
  t->world->person_body[row] = 1;
  t->world->person_x[row] = x;
  t->world->person_y[row] = y;
  t->world->person_vx[row] = vx;
  t->world->person_vy[row] = vy;
  return row;
}

/* What carts see and mean to do in this step. */
static inline void look_and_decide(street *t) {
  t->world->event_count = 0;
  soi_cells_build(t->world);
  soi_road_sense(t->world);
  soi_cart_perceive(t->world);
  soi_cart_decide(t->world);
}

/* The same in a tick in which cart 1 looks around: carts take turns. */
static inline void look_around_now(street *t) {
  t->world->tick[0] |= 1u;
  look_and_decide(t);
}

/* One step: cars keep their speed, people walk straight on. */
static inline void street_step(street *t) {
  soi_world *const w = t->world;
  look_and_decide(t);
  for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
    if (w->vehicle_cart[row] != 0) { continue; }
    w->intent_go[row] = w->intent_stay[row] = 0.0;
    w->intent_connector[row] = w->intent_lane[row] = w->intent_wants[row] = 0;
    w->intent_d[row] = w->vehicle_d[row];
    w->intent_speed_wish[row] = w->vehicle_speed[row];
  }
  soi_road_claim(w);
  soi_road_move(w);
  soi_cart_leave_depots(w);
  soi_cart_keep(w);
  for (uint32_t row = 1; row <= w->person_high[0]; ++row) {
    w->person_x[row] += w->person_vx[row] * t->model.step;
    w->person_y[row] += w->person_vy[row] * t->model.step;
  }
  ++w->tick[0];
}

static inline void steps_for(street *t, double seconds) {
  const soi_tick end = t->world->tick[0] + (soi_tick)(seconds / t->model.step + 0.5);
  while (t->world->tick[0] < end) { street_step(t); }
}

/* The place of an object among what a cart sees now, from 1 (the nearest); 0: it does not see it. */
static inline uint32_t seen_at(const street *t, uint32_t cart, soi_track_kind kind, uint32_t row) {
  for (uint32_t i = 0; i < SOI_TRACKS_PER_CART; ++i) {
    const uint32_t track = soi_cart_tracks(cart) + i;
    if (t->world->sight_kind[track] == kind && t->world->sight_row[track] == row) { return i + 1; }
  }
  return 0;
}

#endif
