/* Driving in tests: a place with traffic, vehicles put where a test wants them, bodies held in place, the events of a run counted.
 * The step is that of the world, with a hook between sense and decide where a test plays the people at a crossing. */
#ifndef SOI_TEST_DRIVE_H
#define SOI_TEST_DRIVE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "agents.h"
#include "input.h"
#include "near.h"
#include "pedestrian.h"
#include "place.h"
#include "road.h"
#include "standstill.h"
#include "traffic.h"

enum { DRIVE_HELD = 16 };

typedef struct drive {
  place *place;
  const soi_model *model;
  soi_world *world;
  void (*sensed)(struct drive *self); /* null: nobody on foot but those of the scenario */
  void *context;
  uint32_t held[DRIVE_HELD]; /* rows that stand still whatever they want */
  uint32_t held_count;
  uint32_t events[SOI_EVENT_KINDS]; /* so many of each kind so far */
  uint32_t lawful_collisions;
} drive;

static inline drive *drive_take(place *p, const soi_parallel *parallel) {
  assert_non_null(p->model);
  drive *const self = calloc(1, sizeof *self);
  self->place = p;
  self->model = p->model;
  self->world = soi_world_create(p->model, soi_memory_libc(), parallel);
  return self;
}

static inline drive *drive_open(const char *scenario, const char *const *overrides) {
  return drive_take(place_open(scenario, overrides), NULL);
}

static inline void drive_close(drive *self) {
  soi_world_release(self->world);
  place_close(self->place);
  free(self);
}

/* --- names ----------------------------------------------------------------------------------------------------------- */

static inline uint32_t type_named(const drive *self, const char *id) {
  for (uint32_t row = 1; row <= self->model->type_count; ++row) {
    if (strcmp(soi_type(self->model, row)->id, id) == 0) { return row; }
  }
  fail_msg("no vehicle type '%s'", id);
  return 0;
}

static inline uint32_t node_named(const drive *self, const char *id) {
  const soi_map_definition *const map = &self->model->definition->map;
  for (uint32_t i = 0; i < map->nodes.count; ++i) {
    if (strcmp(map->nodes.items[i].record.id, id) == 0) { return i + 1; }
  }
  fail_msg("no node '%s'", id);
  return 0;
}

static inline uint32_t flow_named(const drive *self, const char *id) {
  const soi_traffic_definition *const traffic = &self->model->definition->scenario.traffic;
  for (uint32_t i = 0; i < traffic->flows.count; ++i) {
    if (strcmp(traffic->flows.items[i].record.id, id) == 0) { return i + 1; }
  }
  fail_msg("no vehicle flow '%s'", id);
  return 0;
}

/* A road's lane; index counts from the kerb. */
static inline soi_lane_id lane_named(const drive *self, const char *road, soi_direction direction, uint32_t index) {
  const soi_map_definition *const map = &self->model->definition->map;
  for (soi_lane_id lane = 1; lane <= self->model->lane_count; ++lane) {
    const soi_lane *const l = &self->model->lanes[lane];
    if (l->road == 0 || l->direction != direction || l->index != index) { continue; }
    if (strcmp(map->roads.items[l->road - 1].record.id, road) == 0) { return lane; }
  }
  fail_msg("no lane %u of road '%s'", index, road);
  return 0;
}

/* The way to an end of the map. */
static inline soi_way_id way_named(const drive *self, const char *node) {
  const uint32_t row = node_named(self, node);
  for (soi_way_id way = 1; way <= self->model->way_count; ++way) {
    if (self->model->ways[way].node == row) { return way; }
  }
  fail_msg("no way to node '%s'", node);
  return 0;
}

/* The connector between two lanes, 0 for none. */
static inline soi_lane_id connector_between(const drive *self, soi_lane_id from, soi_lane_id to) {
  for (soi_lane_id lane = 1; lane <= self->model->lane_count; ++lane) {
    if (self->model->lanes[lane].junction != 0 && self->model->lanes[lane].from == from && self->model->lanes[lane].to == to) {
      return lane;
    }
  }
  return 0;
}

static inline uint32_t crossing_named(const drive *self, const char *id) {
  const soi_map_definition *const map = &self->model->definition->map;
  for (uint32_t row = 1; row <= self->model->crossing_count; ++row) {
    const uint32_t definition = self->model->crossings[row].definition;
    if (definition != 0 && strcmp(map->crossings.items[definition - 1].record.id, id) == 0) { return row; }
  }
  fail_msg("no crossing '%s'", id);
  return 0;
}

/* --- bodies ---------------------------------------------------------------------------------------------------------- */

static inline uint32_t put(drive *self, const char *type, soi_lane_id lane, double s, double d, double speed, const char *node) {
  const uint32_t row = soi_road_add(self->world, type_named(self, type), lane, s, d, speed, way_named(self, node));
  assert_int_not_equal(row, 0);
  return row;
}

/* The body stands where it is, as parked, until let_go. */
static inline void hold_still(drive *self, uint32_t row) {
  assert_true(self->held_count < DRIVE_HELD);
  self->world->vehicle_speed[row] = 0.0;
  self->held[self->held_count++] = row;
}

static inline void let_go(drive *self, uint32_t row) {
  for (uint32_t i = 0; i < self->held_count; ++i) {
    if (self->held[i] == row) { self->held[i] = self->held[--self->held_count]; }
  }
}

static inline double length_of(const drive *self, uint32_t row) {
  return soi_type(self->model, self->world->vehicle_type[row])->body.length;
}
static inline double width_of(const drive *self, uint32_t row) { return soi_type(self->model, self->world->vehicle_type[row])->body.width; }

static inline soi_point front_point(const drive *self, uint32_t row) {
  const soi_world *const w = self->world;
  return soi_lane_at(self->model, w->vehicle_lane[row], w->vehicle_s[row], w->vehicle_d[row], NULL);
}

/* --- steps ----------------------------------------------------------------------------------------------------------- */

/* The scratch that sense writes, made anew from the state as it is. */
static inline void sense(drive *self) {
  soi_pedestrian_sense(self->world);
  soi_road_sense(self->world);
}

static inline void count_events(drive *self) {
  for (uint32_t i = 0; i < self->world->event_count; ++i) {
    const soi_event *const event = &self->world->events[i];
    ++self->events[event->kind];
    const bool collision = event->kind == SOI_EVENT_COLLISION || event->kind == SOI_EVENT_COLLISION_PERSON;
    if (collision && (event->flags & SOI_EVENT_RULE_BROKEN) == 0) { ++self->lawful_collisions; }
  }
}

/* One step of the traffic, its phases in the order of the world's step. */
static inline void drive_phases(drive *self) {
  soi_world *const world = self->world;
  world->event_count = 0;
  soi_input(world);
  soi_traffic_demand(world);
  soi_traffic_signals(world);
  sense(self);
  if (self->sensed != NULL) { self->sensed(self); }
  soi_traffic_decide(world);
  soi_road_claim(world);
  soi_road_move(world);
  soi_traffic_enter(world);
  soi_road_contact(world);
  soi_standstill(world);
  ++world->tick[0];
}

static inline void drive_step(drive *self) {
  double s[DRIVE_HELD], d[DRIVE_HELD];
  for (uint32_t i = 0; i < self->held_count; ++i) {
    s[i] = self->world->vehicle_s[self->held[i]];
    d[i] = self->world->vehicle_d[self->held[i]];
  }
  drive_phases(self);
  for (uint32_t i = 0; i < self->held_count; ++i) {
    self->world->vehicle_s[self->held[i]] = s[i];
    self->world->vehicle_d[self->held[i]] = self->world->vehicle_aim[self->held[i]] = d[i];
    self->world->vehicle_speed[self->held[i]] = 0.0;
    self->world->vehicle_acceleration[self->held[i]] = 0.0;
  }
  count_events(self);
}

static inline void drive_seconds(drive *self, double seconds) {
  const soi_tick end = self->world->tick[0] + (soi_tick)llround(seconds / self->model->step);
  while (self->world->tick[0] < end) { drive_step(self); }
}

static inline double drive_time_now(const drive *self) { return (double)self->world->tick[0] * self->model->step; }

#endif
