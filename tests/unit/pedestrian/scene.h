/* A small walk network made by hand, and a world on it in which only people live: phases of pedestrian run alone, and the test
 * plays the road (conflict_zone_arrival) and the service. Each test file is a program of its own and includes this once. */
#ifndef SOI_TEST_PEDESTRIAN_SCENE_H
#define SOI_TEST_PEDESTRIAN_SCENE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <soi/world.h>

#include "agents.h"
#include "pedestrian.h"

enum { SCENE_ROWS = 64 };

typedef struct scene {
  soi_model model;
  soi_world *world;
  soi_walk_node nodes[SCENE_ROWS];
  soi_walk_link links[SCENE_ROWS];
  soi_gate gates[SCENE_ROWS];
  soi_people_flow flows[SCENE_ROWS];
  soi_walk_way ways[SCENE_ROWS];
  soi_walk_link_id next[SCENE_ROWS * SCENE_ROWS];
  float cost[SCENE_ROWS * SCENE_ROWS];
  soi_tick arrivals[SCENE_ROWS];
  soi_crossing crossings[SCENE_ROWS];
  uint32_t crossing_conflict_zones[SCENE_ROWS];
  soi_conflict_zone conflict_zones[SCENE_ROWS];
  soi_signal signals[SCENE_ROWS];
  soi_stage stages[SCENE_ROWS];
  soi_stop stops[SCENE_ROWS];
  soi_lane lanes[SCENE_ROWS];
  soi_point points[2 * SCENE_ROWS], headings[2 * SCENE_ROWS];
  uint32_t arrival_count, crossing_conflict_zone_count, stage_count;
  void (*road)(struct scene *self); /* fills conflict_zone_arrival; null: nobody drives */
  double worst_overlap;             /* m, over all steps */
} scene;

static void *scene_allocate(void *context, size_t bytes) {
  (void)context;
  void *const block = aligned_alloc(64, (bytes + 63) / 64 * 64);
  memset(block, 0, bytes);
  return block;
}

static void scene_free(void *context, void *block, size_t bytes) {
  (void)context;
  (void)bytes;
  free(block);
}

/* People as the schema's defaults have them (Weidmann 1993); traffic keeps left. */
static inline scene *scene_open(void) {
  scene *const self = calloc(1, sizeof *self);
  soi_model *const model = &self->model;
  model->walking = (soi_walking){.speed = 1.34, .speed_spread = 0.26, .radius = 0.2, .time_gap = 1.0, .critical_gap = 1.5};
  model->seed = 7;
  model->step_us = 100000;
  model->step = 0.1;
  model->end = 1u << 30;
  model->side = 1.0;
  model->person_capacity = 2000;
  model->walk_nodes = self->nodes;
  model->walk_links = self->links;
  model->gates = self->gates;
  model->people_flows = self->flows;
  model->walk_ways = self->ways;
  model->walk_next = self->next;
  model->walk_cost = self->cost;
  model->arrival_ticks = self->arrivals;
  model->crossings = self->crossings;
  model->crossing_conflict_zones = self->crossing_conflict_zones;
  model->conflict_zones = self->conflict_zones;
  model->signals = self->signals;
  model->stages = self->stages;
  model->stops = self->stops;
  model->lanes = self->lanes;
  model->points = self->points;
  model->headings = self->headings;
  model->vehicle_capacity = 8;
  return self;
}

static inline uint32_t scene_node(scene *self, double x, double y) {
  self->nodes[++self->model.walk_node_count].at = (soi_point){x, y};
  return self->model.walk_node_count;
}

static inline uint32_t scene_link(scene *self, soi_walk_kind kind, uint32_t a, uint32_t b, double width) {
  const soi_point from = self->nodes[a].at, to = self->nodes[b].at;
  const double length = hypot(to.x - from.x, to.y - from.y);
  self->links[++self->model.walk_link_count] = (soi_walk_link){
      .a = a, .b = b, .kind = kind, .length = length, .width = width, .along = {(to.x - from.x) / length, (to.y - from.y) / length}};
  return self->model.walk_link_count;
}

static inline uint32_t scene_way(scene *self, uint32_t node) {
  self->ways[++self->model.walk_way_count].node = node;
  return self->model.walk_way_count;
}

static inline uint32_t scene_gate(scene *self, uint32_t node, double width) {
  const uint32_t gate = ++self->model.gate_count;
  self->gates[gate] = (soi_gate){.definition = gate, .node = node, .way = scene_way(self, node), .width = width};
  return gate;
}

/* A stream without people of its own: the test gives it a rate, or puts people into it. */
static inline uint32_t scene_flow(scene *self, uint32_t from, uint32_t to) {
  self->flows[++self->model.people_flow_count] =
      (soi_people_flow){.definition = 1, .from = from, .to = to, .finish = self->model.end, .patience = 600.0};
  return self->model.people_flow_count;
}

/* A lane of 100 m whose middle is at a point. */
static inline uint32_t scene_lane(scene *self, soi_point middle, soi_point heading) {
  const uint32_t lane = ++self->model.lane_count, first = 2 * lane;
  self->lanes[lane] = (soi_lane){.length = 100.0, .width = 3.0, .first_point = first, .segments = 1, .segment_length = 100.0};
  for (uint32_t i = 0; i < 2; ++i) {
    const double s = i ? 50.0 : -50.0;
    self->points[first + i] = (soi_point){middle.x + s * heading.x, middle.y + s * heading.y};
    self->headings[first + i] = heading;
  }
  self->model.point_count = first + 1;
  return lane;
}

/* A crossing along a link, with lanes of 3 m from first metres after its a end; the first half of them lead to the left of a to
 * b, the others to the right. The crossing is at 50 m of each. */
static inline uint32_t scene_crossing(scene *self, uint32_t link, soi_crossing_kind kind, double first, uint32_t lanes) {
  const uint32_t row = ++self->model.crossing_count;
  soi_walk_link *const way = &self->links[link];
  self->crossings[row] = (soi_crossing){.link = link,
                                        .length = way->length,
                                        .width = way->width,
                                        .kind = kind,
                                        .conflict_zones = {self->crossing_conflict_zone_count, lanes}};
  way->crossing = row;
  way->kind = SOI_WALK_CROSSING;
  for (uint32_t i = 0; i < lanes; ++i) {
    const uint32_t zone = ++self->model.conflict_zone_count;
    const double walk = first + 3.0 * i, turn = 2 * i < lanes ? 1.0 : -1.0;
    const soi_point start = self->nodes[way->a].at;
    const soi_point middle = {start.x + (walk + 1.5) * way->along.x, start.y + (walk + 1.5) * way->along.y};
    const uint32_t lane = scene_lane(self, middle, (soi_point){-turn * way->along.y, turn * way->along.x});
    self->conflict_zones[zone] = (soi_conflict_zone){.lane = lane,
                                                     .start = 50.0 - 0.5 * way->width,
                                                     .end = 50.0 + 0.5 * way->width,
                                                     .kind = SOI_CONFLICT_ZONE_WALK,
                                                     .crossing = row,
                                                     .walk_start = walk,
                                                     .walk_end = walk + 3.0};
    self->crossing_conflict_zones[self->crossing_conflict_zone_count++] = zone;
  }
  return row;
}

/* A signal with a stage for people and one for the road. */
static inline void scene_signal(scene *self, uint32_t crossing, soi_tick green, soi_tick red) {
  const uint32_t signal = ++self->model.signal_count;
  self->stages[self->stage_count] = (soi_stage){.go = 1, .green = green, .amber = 20, .all_red = 10};
  self->stages[self->stage_count + 1] = (soi_stage){.go = 0, .green = red, .amber = 20, .all_red = 10};
  self->signals[signal].stages = (soi_span){self->stage_count, 2};
  self->crossings[crossing].signal = signal;
  self->stage_count += 2;
  self->model.stage_count = self->stage_count;
}

/* Shortest ways by relaxing until nothing changes; then the world. */
static inline soi_world *scene_begin(scene *self, const soi_parallel *parallel) {
  soi_model *const model = &self->model;
  const uint32_t row = model->walk_node_count + 1;
  assert_true(row < SCENE_ROWS && model->walk_way_count < SCENE_ROWS);
  for (uint32_t way = 1; way <= model->walk_way_count; ++way) {
    for (uint32_t node = 1; node < row; ++node) { self->cost[way * row + node] = node == self->ways[way].node ? 0.0f : SOI_NO_WAY; }
    for (uint32_t round = 0; round < row; ++round) {
      for (uint32_t link = 1; link <= model->walk_link_count; ++link) {
        for (int turn = 0; turn < 2; ++turn) {
          const uint32_t a = self->links[link].a, b = self->links[link].b;
          const uint32_t from = turn ? b : a, to = turn ? a : b;
          const float cost = self->cost[way * row + to] + (float)self->links[link].length;
          if (cost < self->cost[way * row + from]) {
            self->cost[way * row + from] = cost;
            self->next[way * row + from] = link;
          }
        }
      }
    }
  }
  self->world = soi_world_create(model, (soi_memory){scene_allocate, scene_free, NULL}, parallel);
  assert_non_null(self->world);
  return self->world;
}

static inline void scene_close(scene *self) {
  soi_world_release(self->world);
  free(self);
}

/* Puts a walker of a flow onto a link, walking toward one of its nodes. */
static inline uint32_t scene_put(scene *self, uint32_t flow, uint32_t link, uint32_t toward, double x, double y) {
  soi_world *const world = self->world;
  const uint32_t person = soi_person_add(world);
  assert_true(person != 0);
  world->person_flow[person] = flow;
  world->person_errand[person] = SOI_ERRAND_WALK;
  world->person_body[person] = 1;
  world->person_x[person] = x;
  world->person_y[person] = y;
  world->person_link[person] = link;
  world->person_toward[person] = toward;
  world->person_way[person] = self->gates[self->flows[flow].to].way;
  world->person_wish[person] = 1.34f;
  return person;
}

/* The deepest overlap of any two bodies on one level now, m; negative when there is none. */
static inline double scene_overlap(const scene *self) {
  const soi_world *const world = self->world;
  const double contact = 2.0 * self->model.walking.radius;
  double worst = -contact;
  for (uint32_t a = 1; a <= world->person_high[0]; ++a) {
    for (uint32_t b = 1; b < a && world->person_body[a]; ++b) {
      const bool same = world->person_body[b] && self->links[world->person_link[a]].level == self->links[world->person_link[b]].level;
      const double dx = world->person_x[a] - world->person_x[b], dy = world->person_y[a] - world->person_y[b];
      worst = same ? fmax(worst, contact - hypot(dx, dy)) : worst;
    }
  }
  return worst;
}

/* The lights of the signals, as the phase signal would set them. */
static inline void scene_lights(scene *self) {
  soi_world *const world = self->world;
  for (uint32_t signal = 1; signal <= self->model.signal_count; ++signal) {
    const soi_stage *const stages = &self->stages[self->signals[signal].stages.first];
    soi_tick cycle = 0;
    for (int i = 0; i < 2; ++i) { cycle += stages[i].green + stages[i].amber + stages[i].all_red; }
    soi_tick at = world->tick[0] % cycle, start = world->tick[0] - at;
    uint32_t now = 0;
    const soi_tick first = stages[0].green + stages[0].amber + stages[0].all_red;
    if (at >= first) {
      at -= first;
      start += first;
      now = 1;
    }
    const soi_stage *const stage = &stages[now];
    world->signal_stage[signal] = now;
    const soi_tick amber = stage->green, red = stage->green + stage->amber, over = red + stage->all_red;
    world->signal_light[signal] = at < amber ? SOI_LIGHT_GREEN : at < red ? SOI_LIGHT_AMBER : SOI_LIGHT_RED;
    world->signal_until[signal] = start + (at < amber ? amber : at < red ? red : over);
  }
}

/* Puts a body onto the lane of a zone: the only one there, or the one ahead of those already there. For road hooks. */
static inline void scene_body(scene *self, uint32_t zone, double rear, double front, double speed) {
  soi_world *const world = self->world;
  const uint32_t lane = self->conflict_zones[zone].lane;
  world->lane_first[lane] = 4 * lane;
  world->entries[4 * lane + world->lane_entries[lane]++] =
      (soi_entry){.front = front, .rear = rear, .left = 0.9, .right = -0.9, .speed = speed, .vehicle = 1, .lane = lane};
  if (front > self->conflict_zones[zone].start && rear <= self->conflict_zones[zone].end) { world->conflict_zone_arrival[zone] = 0.0; }
}

/* One step of people alone. Scratch is spoilt first: nothing may live in it. */
static inline void scene_step(scene *self) {
  soi_world *const world = self->world;
  world->event_count = 0;
  soi_pedestrian_demand(world);
  scene_lights(self);
  for (uint32_t zone = 0; zone <= self->model.conflict_zone_count; ++zone) { world->conflict_zone_arrival[zone] = 1e9; }
  memset(world->lane_entries, 0, (self->model.lane_count + 1) * sizeof *world->lane_entries);
  soi_pedestrian_sense(world);
  if (self->road != NULL) { self->road(self); }
  soi_pedestrian_decide(world);
  soi_pedestrian_claim(world);
  soi_pedestrian_move(world);
  self->worst_overlap = fmax(self->worst_overlap, scene_overlap(self));
  ++world->tick[0];
}

#endif
