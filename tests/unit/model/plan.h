/* Maps for tests of the model, filled by hand: a definition in fixed tables, helpers that add rows with sensible defaults, and
 * the checks every model must pass whatever it was built from. Each test program includes this once. */
#ifndef SOI_TEST_MODEL_PLAN_H
#define SOI_TEST_MODEL_PLAN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <soi/load.h>
#include <soi/model.h>

#include "geometry.h"

enum { PLAN_ROWS = 32, PLAN_POINTS = 16 };

#define PLAN_TABLE(type, name) type name[PLAN_ROWS]

typedef struct plan {
  soi_definition definition;
  PLAN_TABLE(soi_node_definition, nodes);
  PLAN_TABLE(soi_road_definition, roads);
  PLAN_TABLE(soi_signal_definition, signals);
  soi_signal_stage stages[PLAN_ROWS][4];
  PLAN_TABLE(soi_crossing_definition, crossings);
  PLAN_TABLE(soi_walkway_definition, walkways);
  PLAN_TABLE(soi_gate_definition, gates);
  PLAN_TABLE(soi_stop_definition, stops);
  PLAN_TABLE(soi_depot_definition, depots);
  PLAN_TABLE(soi_charger_definition, chargers);
  PLAN_TABLE(soi_route_definition, routes);
  PLAN_TABLE(soi_building_definition, buildings);
  PLAN_TABLE(soi_vehicle_type_definition, types);
  PLAN_TABLE(soi_cart_definition, fleet);
  PLAN_TABLE(soi_timetable_definition, timetables);
  PLAN_TABLE(soi_people_flow_definition, passengers);
  PLAN_TABLE(soi_people_flow_definition, walkers);
  PLAN_TABLE(soi_share_definition, mix);
  PLAN_TABLE(soi_vehicle_flow_definition, flows);
  soi_arena arena;
  soi_errors errors;
  soi_model *model;
} plan;

/* --- filling --------------------------------------------------------------------------------------------------------- */

static inline plan *plan_new(soi_side side) {
  plan *const p = calloc(1, sizeof *p);
  soi_map_definition *const map = &p->definition.map;
  soi_scenario_definition *const scenario = &p->definition.scenario;
  map->drive_on = side;
  map->nodes.items = p->nodes;
  map->roads.items = p->roads;
  map->signals.items = p->signals;
  map->crossings.items = p->crossings;
  map->walkways.items = p->walkways;
  map->gates.items = p->gates;
  map->stops.items = p->stops;
  map->depots.items = p->depots;
  map->chargers.items = p->chargers;
  map->routes.items = p->routes;
  map->buildings.items = p->buildings;
  scenario->vehicle_types.items = p->types;
  scenario->fleet.items = p->fleet;
  scenario->timetables.items = p->timetables;
  scenario->passengers.flows.items = p->passengers;
  scenario->pedestrians.flows.items = p->walkers;
  scenario->traffic.mix.items = p->mix;
  scenario->traffic.flows.items = p->flows;
  scenario->passengers.scale = scenario->pedestrians.scale = scenario->traffic.scale = 1.0;
  scenario->step = 0.1;
  scenario->start = 7.0 * 3600.0;
  scenario->duration = 3600.0;
  p->arena = soi_arena_make(soi_memory_libc());
  p->errors.arena = &p->arena;
  return p;
}

static inline void plan_free(plan *p) {
  soi_model_release(p->model);
  soi_arena_release(&p->arena);
  free(p);
}

/* The next row of a table; items counts from 0, the row it stands for from 1. */
#define PLAN_ADD(list, name) (assert_true((list).count < PLAN_ROWS), (list).items[(list).count].record.id = (name), ++(list).count)

static inline uint32_t plan_node(plan *p, const char *id, double x, double y) {
  const uint32_t row = PLAN_ADD(p->definition.map.nodes, id);
  p->nodes[row - 1].at = (soi_point){x, y};
  return row;
}

/* A road of one lane each way, 3 m wide, 36 km/h, without sidewalks. */
static inline soi_road_definition *plan_road(plan *p, const char *id, uint32_t from, uint32_t to) {
  soi_road_definition *const road = &p->roads[PLAN_ADD(p->definition.map.roads, id) - 1];
  road->from = from;
  road->to = to;
  road->road_class = SOI_ROAD_TERTIARY;
  road->lanes_forward = road->lanes_backward = 1;
  road->lane_width = 3.0;
  road->speed_limit = 10.0;
  return road;
}

static inline void plan_lanes(soi_road_definition *road, uint32_t forward, uint32_t backward) {
  road->lanes_forward = forward;
  road->lanes_backward = backward;
}

static inline void plan_sidewalks(soi_road_definition *road, double width) { road->sidewalk_left = road->sidewalk_right = width; }

/* Points kept in the plan's arena. */
static inline soi_points plan_points(plan *p, uint32_t count, const soi_point *points) {
  soi_points list = {SOI_NEW(&p->arena, soi_point, count), count};
  memcpy(list.items, points, sizeof *points * count);
  return list;
}
#define PLAN_POINTS_OF(p, ...) \
  plan_points((p), sizeof((const soi_point[]){__VA_ARGS__}) / sizeof(soi_point), (const soi_point[]){__VA_ARGS__})

static inline soi_references plan_rows(plan *p, uint32_t count, const uint32_t *rows) {
  soi_references list = {SOI_NEW(&p->arena, soi_reference, count), count};
  memcpy(list.items, rows, sizeof *rows * count);
  return list;
}
#define PLAN_ROWS_OF(p, ...) plan_rows((p), sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t), (const uint32_t[]){__VA_ARGS__})

static inline soi_crossing_definition *plan_crossing(plan *p, const char *id, uint32_t road, double at, soi_crossing_kind kind) {
  soi_crossing_definition *const crossing = &p->crossings[PLAN_ADD(p->definition.map.crossings, id) - 1];
  crossing->road = road;
  crossing->at = at;
  crossing->width = 4.0;
  crossing->kind = kind;
  return crossing;
}

static inline soi_walkway_definition *plan_walkway(plan *p, const char *id, soi_walkway_kind kind, double width, soi_points points) {
  soi_walkway_definition *const walkway = &p->walkways[PLAN_ADD(p->definition.map.walkways, id) - 1];
  walkway->kind = kind;
  walkway->width = width;
  walkway->points = points;
  return walkway;
}

static inline uint32_t plan_gate(plan *p, const char *id, double x, double y) {
  const uint32_t row = PLAN_ADD(p->definition.map.gates, id);
  p->gates[row - 1].at = (soi_point){x, y};
  p->gates[row - 1].width = 2.0;
  return row;
}

static inline soi_stop_definition *plan_stop(plan *p, const char *id, uint32_t road, soi_direction direction, double at) {
  soi_stop_definition *const stop = &p->stops[PLAN_ADD(p->definition.map.stops, id) - 1];
  stop->road = road;
  stop->direction = direction;
  stop->at = at;
  stop->berths = 1;
  return stop;
}

static inline void plan_route(plan *p, const char *id, soi_references stops, bool loop) {
  soi_route_definition *const route = &p->routes[PLAN_ADD(p->definition.map.routes, id) - 1];
  route->stops = stops;
  route->loop = loop;
}

static inline soi_signal_definition *plan_signal(plan *p, const char *id, uint32_t node) {
  const uint32_t row = PLAN_ADD(p->definition.map.signals, id);
  p->signals[row - 1].node = node;
  p->signals[row - 1].amber = 3.0;
  p->signals[row - 1].all_red = 2.0;
  p->signals[row - 1].stages.items = p->stages[row - 1];
  return &p->signals[row - 1];
}

static inline soi_signal_stage *plan_stage(soi_signal_definition *signal, double green, soi_references roads, soi_references crossings) {
  soi_signal_stage *const stage = &signal->stages.items[signal->stages.count++];
  stage->green = green;
  stage->roads = roads;
  stage->crossings = crossings;
  return stage;
}

static inline soi_vehicle_flow_definition *plan_traffic(plan *p, uint32_t from, uint32_t to) {
  if (p->definition.scenario.vehicle_types.count == 0) {
    p->types[PLAN_ADD(p->definition.scenario.vehicle_types, "car") - 1].body.row.length = 4.5;
  }
  soi_vehicle_flow_definition *const flow = &p->flows[PLAN_ADD(p->definition.scenario.traffic.flows, "") - 1];
  flow->from = from;
  flow->to = to;
  flow->rate = 0.1;
  flow->type = 1;
  return flow;
}

static inline soi_people_flow_definition *plan_people(plan *p, uint32_t from, uint32_t to, soi_travel by) {
  soi_people_flow_definition *const flow = by == SOI_TRAVEL_CART ? &p->passengers[PLAN_ADD(p->definition.scenario.passengers.flows, "") - 1]
                                                                 : &p->walkers[PLAN_ADD(p->definition.scenario.pedestrians.flows, "") - 1];
  flow->from = from;
  flow->to = to;
  flow->by = by;
  flow->rate = 0.1;
  return flow;
}

/* People on foot between two new gates. */
static inline void plan_walkers(plan *p, const char *from, double from_x, double from_y, const char *to, double to_x, double to_y) {
  const uint32_t first = plan_gate(p, from, from_x, from_y);
  const uint32_t second = plan_gate(p, to, to_x, to_y);
  (void)plan_people(p, first, second, SOI_TRAVEL_WALK);
}

/* --- checks ---------------------------------------------------------------------------------------------------------- */

#define assert_near(a, b, tolerance) plan_near((a), (b), (tolerance), #a, __FILE__, __LINE__)

static inline void plan_near(double a, double b, double tolerance, const char *what, const char *file, int line) {
  if (!(soi_abs(a - b) <= tolerance)) {
    print_error("%s:%d: %s is %.9g, expected %.9g within %g\n", file, line, what, a, b, tolerance);
    fail();
  }
}

/* Connectors begin and end on their lanes, in place and heading; the links of lanes tell the same story. */
static inline void check_connectors(const soi_model *m) {
  for (uint32_t row = 1; row <= m->lane_count; ++row) {
    const soi_lane *const lane = &m->lanes[row];
    assert_true(lane->length > 0.0);
    assert_true(lane->curve_speed > 0.0 && lane->curve_speed <= lane->speed_limit);
    if (lane->junction == 0) {
      assert_true(lane->road > 0 && lane->index > 0);
      continue;
    }
    soi_point end_heading, start_heading;
    const soi_point from = soi_lane_at(m, lane->from, m->lanes[lane->from].length, 0.0, &end_heading);
    const soi_point start = soi_lane_at(m, row, 0.0, 0.0, &start_heading);
    assert_near(distance(from, start), 0.0, 1e-9);
    assert_near(dot(end_heading, start_heading), 1.0, 1e-9);
    const soi_point to = soi_lane_at(m, lane->to, 0.0, 0.0, &start_heading);
    const soi_point end = soi_lane_at(m, row, lane->length, 0.0, &end_heading);
    assert_near(distance(to, end), 0.0, 1e-9);
    assert_near(dot(end_heading, start_heading), 1.0, 1e-9);
    /* It is listed where it begins and where it ends. */
    uint32_t listed = 0;
    for (uint32_t i = 0; i < m->lanes[lane->from].out.count; ++i) { listed += m->lane_links[m->lanes[lane->from].out.first + i] == row; }
    for (uint32_t i = 0; i < m->lanes[lane->to].in.count; ++i) { listed += m->lane_links[m->lanes[lane->to].in.first + i] == row; }
    assert_int_equal(listed, 2);
    assert_int_equal(lane->out.count, 1);
    assert_int_equal(m->lane_links[lane->out.first], lane->to);
    assert_int_equal(m->lane_links[lane->in.first], lane->from);
    assert_int_equal(m->lanes[lane->from].node, lane->junction);
  }
}

/* Zones lie on their lanes in order, partners agree, and one side's right is the other's duty. */
static inline void check_zones(const soi_model *m) {
  for (uint32_t row = 1; row <= m->conflict_zone_count; ++row) {
    const soi_conflict_zone *const zone = &m->conflict_zones[row];
    const soi_lane *const lane = &m->lanes[zone->lane];
    assert_true(row >= lane->conflict_zones.first && row < lane->conflict_zones.first + lane->conflict_zones.count);
    assert_true(zone->start >= 0.0 && zone->start <= zone->end && zone->end <= lane->length + 1e-9);
    assert_true(row == lane->conflict_zones.first || m->conflict_zones[row - 1].start <= zone->start);
    if (zone->kind == SOI_CONFLICT_ZONE_WALK) {
      assert_int_equal(zone->partner, 0);
      assert_true(zone->crossing > 0 && lane->road > 0);
      continue;
    }
    const soi_conflict_zone *const partner = &m->conflict_zones[zone->partner];
    assert_int_equal(partner->partner, row);
    assert_int_equal(partner->kind, zone->kind);
    assert_int_equal(partner->right + zone->right, SOI_GOES_FIRST);
    assert_int_not_equal(partner->lane, zone->lane);
    assert_int_equal(m->lanes[partner->lane].junction, lane->junction);
    if (zone->kind == SOI_CONFLICT_ZONE_MERGE) {
      assert_near(zone->end, lane->length, 1e-9);
      assert_int_equal(lane->to, m->lanes[partner->lane].to);
    }
    if (zone->kind == SOI_CONFLICT_ZONE_DIVERGE) {
      assert_near(zone->start, 0.0, 1e-9);
      assert_int_equal(lane->from, m->lanes[partner->lane].from);
    }
  }
}

/* Links know their nodes and nodes their links; ways go down in cost and end at their goal. */
static inline void check_walks(const soi_model *m) {
  for (uint32_t row = 1; row <= m->walk_link_count; ++row) {
    const soi_walk_link *const link = &m->walk_links[row];
    const soi_point a = m->walk_nodes[link->a].at, b = m->walk_nodes[link->b].at;
    assert_near(link->length, distance(a, b), 1e-9);
    assert_true(link->length > 0.0 && link->width > 0.0);
    assert_near(distance(moved(a, link->along, link->length), b), 0.0, 1e-9);
  }
  for (uint32_t row = 1; row <= m->crossing_count; ++row) {
    const soi_walk_link *const link = &m->walk_links[m->crossings[row].link];
    assert_int_equal(link->crossing, row);
    assert_near(distance(m->walk_nodes[link->a].at, m->crossings[row].a), 0.0, 1e-9);
    assert_near(distance(m->walk_nodes[link->b].at, m->crossings[row].b), 0.0, 1e-9);
  }
  for (soi_walk_way_id way = 1; way <= m->walk_way_count; ++way) {
    const size_t base = (size_t)way * (m->walk_node_count + 1);
    for (soi_walk_node_id node = 1; node <= m->walk_node_count; ++node) {
      const soi_walk_link_id next = m->walk_next[base + node];
      if (node == m->walk_ways[way].node || m->walk_cost[base + node] >= SOI_NO_WAY) {
        assert_int_equal(next, 0);
        continue;
      }
      assert_true(m->walk_links[next].a == node || m->walk_links[next].b == node);
      const soi_walk_node_id other = m->walk_links[next].a == node ? m->walk_links[next].b : m->walk_links[next].a;
      assert_true(m->walk_cost[base + other] < m->walk_cost[base + node]);
    }
  }
}

static inline void check_model(const soi_model *m) {
  check_connectors(m);
  check_zones(m);
  check_walks(m);
  /* Everything lies within the bounds. */
  for (uint32_t lane = 1; lane <= m->lane_count; ++lane) {
    const soi_point at = soi_lane_at(m, lane, 0.5 * m->lanes[lane].length, 0.0, NULL);
    assert_true(at.x > m->bounds.left && at.x < m->bounds.right && at.y > m->bounds.bottom && at.y < m->bounds.top);
  }
}

/* Builds what must be sound, and checks it. */
static inline const soi_model *plan_build(plan *p) {
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  for (uint32_t i = 0; i < p->errors.count; ++i) { print_error("%s\n", p->errors.items[i].message); }
  assert_non_null(p->model);
  assert_int_equal(p->errors.count, 0);
  check_model(p->model);
  return p->model;
}

/* Builds what must be refused with exactly this message and no other, and frees the plan. */
static inline void plan_refuse(plan *p, const char *message) {
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  assert_null(p->model);
  for (uint32_t i = 1; i < p->errors.count; ++i) { print_error("also: %s\n", p->errors.items[i].message); }
  assert_int_equal(p->errors.count, 1);
  assert_string_equal(p->errors.items[0].message, message);
  plan_free(p);
}

/* --- places used by several tests ------------------------------------------------------------------------------------ */

/* Roads called "east", "north", "west" and "south", 200 m long, from a node "middle" at the origin outwards; arms is 3 (no south)
 * or 4. Their rows are 1 to 4, the nodes' rows are 1 for the middle, then 2 to 5. */
static inline plan *plan_cross(soi_side side, uint32_t arms) {
  static const char *const names[4] = {"east", "north", "west", "south"};
  static const soi_point ends[4] = {{200.0, 0.0}, {0.0, 200.0}, {-200.0, 0.0}, {0.0, -200.0}};
  plan *const p = plan_new(side);
  const uint32_t middle = plan_node(p, "middle", 0.0, 0.0);
  for (uint32_t i = 0; i < arms; ++i) { (void)plan_road(p, names[i], middle, plan_node(p, names[i], ends[i].x, ends[i].y)); }
  return p;
}

/* The connector from one road's lane to another's, counted from the kerb; 0 for none. */
static inline soi_lane_id find_connector(const soi_model *m, uint32_t from, uint32_t from_index, uint32_t to, uint32_t to_index) {
  for (uint32_t row = 1; row <= m->lane_count; ++row) {
    const soi_lane *const lane = &m->lanes[row];
    if (lane->junction != 0 && m->lanes[lane->from].road == from && m->lanes[lane->from].index == from_index &&
        m->lanes[lane->to].road == to && m->lanes[lane->to].index == to_index) {
      return row;
    }
  }
  return 0;
}

static inline soi_lane_id find_lane(const soi_model *m, uint32_t road, soi_direction direction, uint32_t index) {
  for (uint32_t row = 1; row <= m->lane_count; ++row) {
    if (m->lanes[row].road == road && m->lanes[row].direction == direction && m->lanes[row].index == index) { return row; }
  }
  return 0;
}

/* The zone on lane a whose partner is on lane b; 0 for none. */
static inline uint32_t find_zone(const soi_model *m, soi_lane_id a, soi_lane_id b) {
  for (uint32_t i = 0; i < m->lanes[a].conflict_zones.count; ++i) {
    const uint32_t row = m->lanes[a].conflict_zones.first + i;
    if (m->conflict_zones[row].partner != 0 && m->conflict_zones[m->conflict_zones[row].partner].lane == b) { return row; }
  }
  return 0;
}

#endif
