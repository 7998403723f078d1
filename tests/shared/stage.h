/* A small place made by hand for the tests of observe: one straight road east over a junction, two stops, two carts, and a
 * world whose state and events the test itself writes. Nothing is simulated, so that every figure can be worked out on
 * paper. */
#ifndef SOI_TEST_OBSERVE_STAGE_H
#define SOI_TEST_OBSERVE_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <soi/observe.h>

#include "agents.h"
#include "emit.h"

/* --- memory ------------------------------------------------------------------------------------------------------------ */

static void *stage_allocate(void *context, size_t bytes) {
  void *const block = aligned_alloc(64, (bytes + 63) / 64 * 64);
  assert_non_null(block);
  memset(block, 0, bytes);
  *(int *)context += 1;
  return block;
}

static void stage_release(void *context, void *block, size_t bytes) {
  (void)bytes;
  *(int *)context -= 1;
  free(block);
}

/* --- the place --------------------------------------------------------------------------------------------------------- */

/* rows: numbers without a type of their own, as each is an id of another table */
#define CART_TYPE 1u
#define CAR_TYPE 2u
#define ROAD_LANE 1u
#define CONNECTOR 2u
#define LANE_BEYOND 3u
#define INNER_LANE 4u
enum { LANES = 4 };
enum { STOPS = 2, CARTS = 2, GATES = 2, FLOWS = 1, EXPECTATIONS = 8 };

typedef struct stage {
  int blocks; /* taken and not given back */
  soi_memory memory;
  soi_definition definition;
  soi_model model;
  soi_world *world;
  soi_observer *observer;
  /* rows behind the definition */
  soi_road_definition roads[1];
  soi_gate_definition gates[GATES];
  soi_stop_definition stops[STOPS];
  soi_route_definition routes[1];
  soi_vehicle_type types[3];
  soi_cart carts[CARTS + 1];
  soi_expectation_definition expect[EXPECTATIONS];
  soi_measure_step measures[EXPECTATIONS];
  /* tables behind the model */
  soi_lane model_lanes[LANES + 1];
  soi_point model_points[2 * LANES], model_headings[2 * LANES];
  soi_gate model_gates[GATES + 1];
  soi_stop model_stops[STOPS + 1];
  soi_route model_routes[2];
  uint32_t route_stops[STOPS];
  soi_people_flow model_flows[FLOWS + 1];
  soi_walk_link model_links[3];
  float way_cost[LANES + 1];
} stage;

static void stage_define(stage *s) {
  soi_map_definition *const map = &s->definition.map;
  soi_scenario_definition *const scenario = &s->definition.scenario;
  s->roads[0] = (soi_road_definition){.record = {.id = "road"}};
  s->gates[0] = (soi_gate_definition){.record = {.id = "station"}};
  s->gates[1] = (soi_gate_definition){.record = {.id = "market"}};
  s->stops[0] = (soi_stop_definition){.record = {.id = "gate-4"}, .name = {.en = "Gate 4"}};
  s->stops[1] = (soi_stop_definition){.record = {.id = "park"}, .name = {.en = "Park, \"north\""}};
  s->routes[0] = (soi_route_definition){.record = {.id = "loop"}, .loop = true};
  map->roads.items = s->roads, map->roads.count = 1;
  map->gates.items = s->gates, map->gates.count = GATES;
  map->stops.items = s->stops, map->stops.count = STOPS;
  map->routes.items = s->routes, map->routes.count = 1;
  s->types[CART_TYPE] = (soi_vehicle_type){
      .body.length = 3.6, .body.width = 1.3, .body.top_speed = 5.0, .places.seats = 4, .places.standing = 2, .powertrain.battery = 1e7};
  s->types[CAR_TYPE] = (soi_vehicle_type){.body.length = 4.5, .body.width = 1.8, .body.top_speed = 15.0};
  /* what is made here has no depot to leave: they would a day later */
  s->carts[1] = (soi_cart){.id = "cart-1", .leaves = 31 * 3600.0, .type = CART_TYPE, .route = 1, .charge = 0.8};
  s->carts[2] = (soi_cart){.id = "cart-2", .leaves = 31 * 3600.0, .type = CART_TYPE, .route = 1, .charge = 0.5};
  scenario->name.en = "Hand made";
  scenario->map = "road.yaml";
  scenario->start = 7 * 3600.0;
  scenario->expect.items = s->expect;
}

/* A straight lane east from (x, y). */
static void stage_lane(stage *s, soi_lane_id row, double x, double y, double length) {
  const uint32_t first = 2 * (row - 1);
  s->model_lanes[row] = (soi_lane){.road = 1,
                                   .index = 1,
                                   .length = length,
                                   .width = 3.5,
                                   .speed_limit = 10.0,
                                   .first_point = first,
                                   .segments = 1,
                                   .segment_length = length};
  s->model_points[first] = (soi_point){x, y};
  s->model_points[first + 1] = (soi_point){x + length, y};
  s->model_headings[first] = s->model_headings[first + 1] = (soi_point){1.0, 0.0};
}

/* 1 km of road with an inner lane on its right (traffic keeps left), a junction of 20 m, and the road goes on. */
static void stage_lanes(stage *s) {
  stage_lane(s, ROAD_LANE, 0.0, 0.0, 1000.0);
  stage_lane(s, CONNECTOR, 1000.0, 0.0, 20.0);
  stage_lane(s, LANE_BEYOND, 1020.0, 0.0, 500.0);
  stage_lane(s, INNER_LANE, 0.0, -3.5, 1000.0);
  s->model_lanes[ROAD_LANE].inner = INNER_LANE;
  s->model_lanes[INNER_LANE].outer = ROAD_LANE;
  s->model_lanes[CONNECTOR].road = 0;
  s->model_lanes[CONNECTOR].junction = 1;
  s->model_lanes[CONNECTOR].from = ROAD_LANE;
  s->model_lanes[CONNECTOR].to = LANE_BEYOND;
}

static void stage_model(stage *s, soi_tick warmup) {
  s->model = (soi_model){
      .definition = &s->definition,
      .hash = 42,
      .step_us = 100000,
      .step = 0.1,
      .end = 72000,
      .warmup = warmup,
      .side = 1.0,
      .vehicle_capacity = 8,
      .person_capacity = 16,
      .lane_count = LANES,
      .point_count = 2 * LANES,
      .gate_count = GATES,
      .stop_count = STOPS,
      .cart_count = CARTS,
      .walk_link_count = 2,
      .people_flow_count = FLOWS,
      .vehicle_flow_count = 1,
      .type_count = 2,
      .route_count = 1,
      .way_count = 1,
      .lanes = s->model_lanes,
      .points = s->model_points,
      .headings = s->model_headings,
      .gates = s->model_gates,
      .stops = s->model_stops,
      .routes = s->model_routes,
      .route_stops = s->route_stops,
      .people_flows = s->model_flows,
      .walk_links = s->model_links,
      .way_cost = s->way_cost,
      .types = s->types,
      .service = {.headway = 300.0, .on_time_early = 30.0, .on_time_late = 60.0},
      .walking = {.radius = 0.2},
      .carts = s->carts,
      .start = 7 * 3600.0,
  };
  stage_lanes(s);
  s->model_gates[1] = (soi_gate){.id = "station", .definition = 1};
  s->model_gates[2] = (soi_gate){.id = "market", .definition = 2};
  s->model_routes[1] = (soi_route){.id = "loop", .definition = 1, .stops = {0, STOPS}, .loop = true};
  s->route_stops[0] = 1, s->route_stops[1] = 2;
  s->model_stops[1] = (soi_stop){.id = "gate-4", .definition = 1};
  s->model_stops[2] = (soi_stop){.id = "park", .definition = 2};
  s->model_flows[1] = (soi_people_flow){.id = "riders", .passengers = true, .from = 1, .to = 2, .route = 1, .board = 1, .alight = 2};
  s->model_links[2].level = 1; /* a footbridge */
}

/* A stage whose warm-up ends at this tick. */
static inline stage *stage_open(soi_tick warmup) {
  stage *const s = calloc(1, sizeof *s);
  assert_non_null(s);
  s->memory = (soi_memory){stage_allocate, stage_release, &s->blocks};
  stage_define(s);
  stage_model(s, warmup);
  s->world = soi_world_create(&s->model, s->memory, NULL);
  s->observer = soi_observer_create(&s->model, s->memory);
  return s;
}

/* Gives all back, and fails the test when something was kept. */
static inline void stage_close(stage *s) {
  soi_observer_release(s->observer);
  soi_world_release(s->world);
  assert_int_equal(s->blocks, 0);
  free(s);
}

/* --- what happens on it ------------------------------------------------------------------------------------------------ */

/* The step ends; the observer sees it. */
static inline void stage_step(stage *s) {
  ++s->world->tick[0];
  soi_observer_step(s->observer, s->world);
  s->world->event_count = 0;
}

static inline void stage_emit(stage *s, soi_event_kind kind, uint32_t a, uint32_t b, double value) {
  soi_emit(s->world, kind, a, b, value, (soi_point){1.0, 2.0}, 0);
}

/* A step in which one thing happens. */
static inline void stage_happens(stage *s, soi_event_kind kind, uint32_t a, uint32_t b, double value) {
  stage_emit(s, kind, a, b, value);
  stage_step(s);
}

/* Puts a vehicle of this type on the road; its row. */
static inline uint32_t stage_vehicle(stage *s, uint32_t type, double at, double d, double speed) {
  const uint32_t row = soi_vehicle_add(s->world);
  assert_int_not_equal(row, 0);
  s->world->vehicle_type[row] = type;
  s->world->vehicle_lane[row] = ROAD_LANE;
  s->world->vehicle_s[row] = at;
  s->world->vehicle_d[row] = d;
  s->world->vehicle_speed[row] = speed;
  return row;
}

/* The body of a cart, driving. */
static inline uint32_t stage_cart(stage *s, uint32_t cart, double at, double speed) {
  const uint32_t row = stage_vehicle(s, CART_TYPE, at, 0.0, speed);
  s->world->vehicle_cart[row] = cart;
  s->world->cart_vehicle[cart] = row;
  s->world->cart_errand[cart] = SOI_CART_DRIVING;
  return row;
}

/* A person on foot. */
static inline uint32_t stage_person(stage *s, double x, double y, double vx, double vy) {
  const uint32_t row = soi_person_add(s->world);
  assert_int_not_equal(row, 0);
  s->world->person_body[row] = 1;
  s->world->person_link[row] = 1;
  s->world->person_flow[row] = 1;
  s->world->person_x[row] = x;
  s->world->person_y[row] = y;
  s->world->person_vx[row] = vx;
  s->world->person_vy[row] = vy;
  return row;
}

/* Adds an expectation to the scenario. */
static inline void stage_expect(stage *s, const char *text, const char *metric, soi_comparison comparison, double limit) {
  soi_scenario_definition *const scenario = &s->definition.scenario;
  assert_true(scenario->expect.count < EXPECTATIONS);
  const uint32_t i = scenario->expect.count++;
  s->measures[i] = (soi_measure_step){'\0', metric};
  s->expect[i] = (soi_expectation_definition){
      .text = text, .metric = metric, .comparison = comparison, .limit = limit, .measure = {&s->measures[i], 1}};
  soi_metric_find(metric, &s->expect[i].unit, NULL);
}

/* --- what is expected of it -------------------------------------------------------------------------------------------- */

#define EXACT 1e-9 /* relative to the value, or absolute below 1 */

static inline void check_value(const stage *s, const char *metric, double expected, int line) {
  double value = 0.0;
  bool known = false;
  const bool has = soi_observer_value(s->observer, s->world, metric, &value, &known);
  const double off = value > expected ? value - expected : expected - value;
  const double size = expected < -1.0 ? -expected : expected > 1.0 ? expected : 1.0;
  if (!has || !(off <= EXACT * size)) {
    fail_msg("line %d: %s is %.17g%s, expected %.17g", line, metric, value, has ? "" : " (no samples)", expected);
  }
}

static inline void check_without_samples(const stage *s, const char *metric, int line) {
  double value = 0.0;
  bool known = false;
  if (soi_observer_value(s->observer, s->world, metric, &value, &known)) {
    fail_msg("line %d: %s has a value, %.17g", line, metric, value);
  }
  if (!known) { fail_msg("line %d: %s is unknown", line, metric); }
}

#define CHECK(s, metric, expected) check_value((s), (metric), (expected), __LINE__)
#define CHECK_NONE(s, metric) check_without_samples((s), (metric), __LINE__)

/* --- writers ----------------------------------------------------------------------------------------------------------- */

/* Text written to memory; refuses after `limit` bytes when that is not 0. */
typedef struct sheet {
  char *text;
  size_t length, limit;
} sheet;

static bool sheet_write(void *context, const char *bytes, size_t count) {
  sheet *const self = context;
  if (self->limit > 0 && self->length + count > self->limit) { return false; }
  self->text = realloc(self->text, self->length + count + 1);
  assert_non_null(self->text);
  memcpy(self->text + self->length, bytes, count);
  self->length += count;
  self->text[self->length] = '\0';
  return true;
}

static inline soi_writer sheet_writer(sheet *self) { return (soi_writer){sheet_write, self}; }

/* Runs a line of Python over text on its standard input (as `text`, decoded); false when it raised. Skips without Python. */
static inline bool python_accepts(const char *text, size_t length, const char *code) {
  if (system("python3 -c '' 2>/dev/null") != 0) {
    print_message("python3 is missing: skipped\n");
    skip();
  }
  char path[] = "/tmp/soi-observe-XXXXXX", command[2048];
  const int descriptor = mkstemp(path);
  assert_true(descriptor >= 0);
  FILE *const file = fdopen(descriptor, "w");
  assert_int_equal(fwrite(text, 1, length, file), length);
  fclose(file);
  const int printed = snprintf(command, sizeof command, "python3 -c '%s' < %s", code, path);
  assert_true(printed > 0 && (size_t)printed < sizeof command);
  const int result = system(command);
  remove(path);
  return result == 0;
}

#endif
