/* Random drives and walks over an imported map: every one that a graph search says is possible arrives, on lanes that lead on from
 * each other and along their direction, and nobody passes through a building. And every station entrance is reached from every bus stop.
 *
 *   travels MAP VEHICLES DRIVES WALKS [SEED]
 *
 * The search is the test's own: breadth first over lanes and over the links on foot. Only the room for a change of lane is the model's. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <soi/soi.h>

enum { BATCH = 200, MINUTES = 90 };
static const double LEAST_ENTRY = 30.0; /* m of the lane on which a vehicle appears: it comes at the road's speed */

static uint64_t state;
static uint32_t mistakes;

/* splitmix64: the test's own numbers. */
static uint32_t draw(uint32_t count) {
  uint64_t z = (state += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return (uint32_t)((z ^ (z >> 31)) % count);
}

static void mistake(const soi_world *world, const char *what, uint32_t row, soi_point at) {
  if (++mistakes <= 40) {
    fprintf(stderr, "tick %llu: %s, row %u at (%.1f, %.1f)\n", (unsigned long long)world->tick[0], what, row, at.x, at.y);
  }
}

/* --- the search ------------------------------------------------------------------------------------------------------ */

/* The lanes beside a lane, itself included: consecutive rows. */
static soi_span beside(const soi_model *model, soi_lane_id lane) {
  soi_span span = {lane, 1};
  while (model->lanes[span.first].outer != 0) { span.first = model->lanes[span.first].outer; }
  for (soi_lane_id row = span.first; model->lanes[row].inner != 0; row = model->lanes[row].inner) { ++span.count; }
  return span;
}

/* Marks all lanes that can be come into from the start of one. */
static void search_lanes(const soi_model *model, soi_lane_id start, bool *reached, soi_lane_id *queue) {
  uint32_t count = 0;
  memset(reached, 0, model->lane_count + 1u);
  queue[count++] = start;
  reached[start] = true;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_span lanes = beside(model, queue[i]);
    for (uint32_t j = 0; j < lanes.count; ++j) {
      const soi_lane *lane = &model->lanes[lanes.first + j];
      const uint32_t there = lanes.first + j, changes = there > queue[i] ? there - queue[i] : queue[i] - there;
      const double room = soi_lane_change_room(model, changes, fmin(lane->speed_limit, lane->curve_speed));
      for (uint32_t k = 0; k < lane->out.count && room <= lane->length; ++k) {
        const soi_lane_id next = model->lane_links[lane->out.first + k];
        if (!reached[next]) { queue[count++] = next; }
        reached[next] = true;
      }
    }
  }
}

static void search_walks(const soi_model *model, soi_walk_node_id start, bool *reached, soi_walk_node_id *queue) {
  uint32_t count = 0;
  memset(reached, 0, model->walk_node_count + 1u);
  queue[count++] = start;
  reached[start] = true;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_span links = model->walk_nodes[queue[i]].links;
    for (uint32_t j = 0; j < links.count; ++j) {
      const soi_walk_link *link = &model->walk_links[model->walk_node_links[links.first + j]];
      const soi_walk_node_id next = link->a == queue[i] ? link->b : link->a;
      if (reached[next]) { continue; }
      reached[next] = true;
      queue[count++] = next;
    }
  }
}

/* The node at which a road's lane begins (or ends). */
static uint32_t lane_node(const soi_model *model, const soi_lane *lane, bool begins) {
  const soi_road_definition *road = &model->definition->map.roads.items[lane->road - 1];
  return (lane->direction == SOI_FORWARD) == begins ? road->from : road->to;
}

/* Every station entrance must be reached on foot from every bus stop; returns how many pairs are not. */
static uint32_t count_unreached(const soi_model *model) {
  bool *reached = calloc(model->walk_node_count + 1u, 1);
  soi_walk_node_id *queue = calloc(model->walk_node_count + 1u, sizeof *queue);
  uint32_t pairs = 0, unreached = 0;
  for (uint32_t from = 1; from <= model->gate_count; ++from) {
    const soi_gate_definition *gates = model->definition->map.gates.items;
    if (gates[from - 1].kind != SOI_GATE_BUS) { continue; }
    search_walks(model, model->gates[from].node, reached, queue);
    for (uint32_t to = 1; to <= model->gate_count; ++to) {
      if (gates[to - 1].kind != SOI_GATE_METRO && gates[to - 1].kind != SOI_GATE_RAIL) { continue; }
      ++pairs;
      if (reached[model->gates[to].node]) { continue; }
      if (++unreached <= 20) {
        fprintf(stderr, "nobody can walk from bus stop %s to entrance %s\n", gates[from - 1].record.id, gates[to - 1].record.id);
      }
    }
  }
  printf("%u of %u walks from a bus stop to a station entrance are possible\n", pairs - unreached, pairs);
  free(reached);
  free(queue);
  return unreached;
}

/* --- plans ----------------------------------------------------------------------------------------------------------- */

typedef struct text {
  char *start;
  size_t length;
} text;

static void put(text *t, const char *format, ...) {
  va_list list;
  va_start(list, format);
  t->length += (size_t)vsprintf(t->start + t->length, format, list);
  va_end(list);
}

/* Whether a node is an end of the map: one road leads there. */
static bool is_end(const soi_map_definition *map, uint32_t node) {
  uint32_t roads = 0;
  for (uint32_t i = 0; i < map->roads.count; ++i) { roads += (map->roads.items[i].from == node) + (map->roads.items[i].to == node); }
  return roads == 1;
}

/* Drives from one random end of the map to another. */
static uint32_t plan_drives(const soi_model *model, text *t) {
  const soi_map_definition *map = &model->definition->map;
  bool *reached = calloc(model->lane_count + 1u, 1);
  soi_lane_id *queue = calloc(model->lane_count + 1u, sizeof *queue);
  uint32_t flows = 0;
  put(t, "traffic:\n  flows:\n");
  for (uint32_t trial = 0; flows < BATCH && trial < 200 * BATCH; ++trial) {
    const soi_lane_id from = 1 + draw(model->lane_count), to = 1 + draw(model->lane_count);
    const soi_lane *a = &model->lanes[from], *b = &model->lanes[to];
    if (a->junction != 0 || a->in.count != 0 || b->junction != 0 || b->out.count != 0 || b->node != 0) { continue; }
    const uint32_t start = lane_node(model, a, true), end = lane_node(model, b, false);
    if (a->length < LEAST_ENTRY || !is_end(map, start) || !is_end(map, end)) { continue; }
    search_lanes(model, from, reached, queue);
    if (start == end || !reached[to]) { continue; }
    put(t, "    d%u: {from: %s, to: %s, rate: 12 /h, finish: 08:05}\n", flows++, map->nodes.items[start - 1].record.id,
        map->nodes.items[end - 1].record.id);
  }
  free(reached);
  free(queue);
  return flows;
}

static uint32_t plan_walks(const soi_model *model, text *t) {
  const soi_map_definition *map = &model->definition->map;
  bool *reached = calloc(model->walk_node_count + 1u, 1);
  soi_walk_node_id *queue = calloc(model->walk_node_count + 1u, sizeof *queue);
  uint32_t flows = 0;
  put(t, "pedestrians:\n  flows:\n");
  for (uint32_t trial = 0; model->gate_count > 1 && flows < BATCH && trial < 20 * BATCH; ++trial) {
    const uint32_t from = 1 + draw(model->gate_count), to = 1 + draw(model->gate_count);
    search_walks(model, model->gates[from].node, reached, queue);
    if (from == to || !reached[model->gates[to].node]) { continue; }
    put(t, "    w%u: {from: %s, to: %s, rate: 12 /h, finish: 08:05}\n", flows++, map->gates.items[from - 1].record.id,
        map->gates.items[to - 1].record.id);
  }
  free(reached);
  free(queue);
  return flows;
}

/* --- what must hold -------------------------------------------------------------------------------------------------- */

typedef struct witness {
  const soi_model *model;
  soi_bounds *boxes; /* [building] */
  soi_lane_id *lane; /* [vehicle] last seen */
  double *s;
  uint32_t *generation;
  uint32_t *way;
  uint32_t *person_generation;
  uint32_t drives, walks, arrived, arrived_on_foot;
} witness;

static bool holds(soi_points ring, soi_point p) {
  bool inside = false;
  for (uint32_t i = 0, j = ring.count - 1; i < ring.count; j = i++) {
    const soi_point a = ring.items[i], b = ring.items[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) { inside = !inside; }
  }
  return inside;
}

/* How deep a place lies behind a ring's nearest wall. */
static double depth(soi_points ring, soi_point p) {
  double least = 1e9;
  for (uint32_t i = 0, j = ring.count - 1; i < ring.count; j = i++) {
    const soi_point a = ring.items[i], b = ring.items[j];
    const double x = b.x - a.x, y = b.y - a.y, square = x * x + y * y;
    const double f = square > 0.0 ? fmin(fmax(((p.x - a.x) * x + (p.y - a.y) * y) / square, 0.0), 1.0) : 0.0;
    least = fmin(least, hypot(a.x + f * x - p.x, a.y + f * y - p.y));
  }
  return least;
}

/* A building that stands on the ground over a place, 0 for none. Who brushes along a wall is not in it: half a metre. */
static uint32_t building_at(const witness *w, soi_point p) {
  const soi_map_definition *map = &w->model->definition->map;
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    const soi_bounds *box = &w->boxes[i];
    if (p.x < box->left || p.x > box->right || p.y < box->bottom || p.y > box->top || map->buildings.items[i].base > 2.0) { continue; }
    if (holds(map->buildings.items[i].outline, p) && depth(map->buildings.items[i].outline, p) > 0.5) { return i + 1; }
  }
  return 0;
}

static void find_boxes(witness *w) {
  const soi_map_definition *map = &w->model->definition->map;
  w->boxes = calloc(map->buildings.count + 1u, sizeof *w->boxes);
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    soi_bounds box = {1e9, 1e9, -1e9, -1e9};
    for (uint32_t j = 0; j < map->buildings.items[i].outline.count; ++j) {
      const soi_point p = map->buildings.items[i].outline.items[j];
      box = (soi_bounds){fmin(box.left, p.x), fmin(box.bottom, p.y), fmax(box.right, p.x), fmax(box.top, p.y)};
    }
    w->boxes[i] = box;
  }
}

/* Whether a lane leads on to another, or lies beside it, within so many steps: a tick is short. */
static bool leads(const soi_model *model, soi_lane_id from, soi_lane_id to, int steps) {
  if (from == to) { return true; }
  const soi_lane *lane = &model->lanes[from];
  if (lane->inner == to || lane->outer == to) { return true; }
  for (uint32_t j = 0; steps > 0 && j < lane->out.count; ++j) {
    if (leads(model, model->lane_links[lane->out.first + j], to, steps - 1)) { return true; }
  }
  return false;
}

/* Whether the map lets traffic of a connector's road go on as it does: the definition is asked, not the model. */
static bool allowed(const soi_model *model, const soi_lane *connector) {
  const soi_map_definition *map = &model->definition->map;
  const soi_lane *from = &model->lanes[connector->from], *to = &model->lanes[connector->to];
  const soi_road_definition *road = &map->roads.items[from->road - 1], *next = &map->roads.items[to->road - 1];
  const soi_references onto = from->direction == SOI_FORWARD ? road->onto_forward : road->onto_backward;
  bool listed = onto.count == 0;
  for (uint32_t i = 0; i < onto.count; ++i) { listed = listed || onto.items[i] == to->road; }
  const uint32_t lanes = to->direction == SOI_FORWARD ? next->lanes_forward : next->lanes_backward;
  return listed && lanes > 0 && lane_node(model, from, false) == lane_node(model, to, true);
}

/* One that is gone: it was on its last lane, and that ends where it wanted to go. */
static void count_gone(witness *w, const soi_world *world, uint32_t row) {
  const soi_lane *last = &w->model->lanes[w->lane[row]];
  const bool there = last->junction == 0 && lane_node(w->model, last, false) == w->model->ways[w->way[row]].node;
  if (!there) {
    mistake(world, "a vehicle vanished elsewhere than where it wanted to go", row, (soi_point){world->body_x[row], world->body_y[row]});
  }
  w->arrived += there;
  w->generation[row] = 0;
}

static void watch_vehicle(witness *w, const soi_world *world, uint32_t row, bool look_round) {
  const soi_model *model = w->model;
  const soi_lane_id lane = world->vehicle_lane[row];
  const soi_point at = {world->body_x[row], world->body_y[row]};
  if (w->generation[row] != world->vehicle_generation[row]) {
    if (w->generation[row] != 0) { count_gone(w, world, row); /* its row is another's already */ }
    w->generation[row] = world->vehicle_generation[row];
    ++w->drives;
  } else if (lane != w->lane[row]) {
    if (!leads(model, w->lane[row], lane, 3)) { mistake(world, "a vehicle is on a lane that its last one does not lead to", row, at); }
    if (model->lanes[lane].junction != 0 && !allowed(model, &model->lanes[lane])) {
      mistake(world, "a vehicle takes a turn the map forbids", row, at);
    }
  }
  if (lane == w->lane[row] && world->vehicle_s[row] < w->s[row] - 1e-6) { mistake(world, "a vehicle goes against its lane", row, at); }
  w->lane[row] = lane;
  w->s[row] = world->vehicle_s[row];
  w->way[row] = world->vehicle_way[row];
  if (!look_round) { return; }
  if (model->lanes[lane].level == 0 && building_at(w, at) != 0) { mistake(world, "a vehicle is in a building", row, at); }
}

static void watch(witness *w, const soi_world *world) {
  const bool look_round = world->tick[0] % 10 == 0;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(world, row)) {
      watch_vehicle(w, world, row, look_round);
    } else if (w->generation[row] != 0) {
      count_gone(w, world, row);
    }
  }
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    const bool lives = soi_person_lives(world, row);
    const soi_point at = {world->person_x[row], world->person_y[row]};
    if (lives && w->person_generation[row] == 0) { ++w->walks; }
    if (!lives && w->person_generation[row] != 0) { ++w->arrived_on_foot; }
    w->person_generation[row] = lives;
    const soi_walk_link *link = &w->model->walk_links[world->person_link[row]];
    const bool covered = link->walkway != 0 && w->model->definition->map.walkways.items[link->walkway - 1].covered;
    const bool outside = lives && look_round && world->person_body[row] && link->level == 0 && !covered;
    if (outside && building_at(w, at) != 0) { mistake(world, "somebody walks through a building", row, at); }
  }
}

/* --- one batch ------------------------------------------------------------------------------------------------------- */

static uint32_t still_out(const soi_world *world) {
  uint32_t count = world->vehicle_count[0];
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) { count += soi_person_lives(world, row); }
  for (uint32_t row = 1; row <= world->model->vehicle_flow_count; ++row) { count += world->vehicle_flow_waiting[row]; }
  for (uint32_t row = 1; row <= world->model->people_flow_count; ++row) { count += world->people_flow_waiting[row]; }
  return count;
}

static void tell_rest(const soi_world *world) {
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(world, row)) { continue; }
    mistake(world, "a vehicle did not arrive", row, (soi_point){world->body_x[row], world->body_y[row]});
    const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
    const char *road = lane->road == 0 ? "a junction" : world->model->definition->map.roads.items[lane->road - 1].record.id;
    fprintf(stderr, "  on %s, lane %u (row %u), %.1f of %.1f m, at %.2f m/s, type %u, cause %u of %u, next %u\n", road, lane->index,
            world->vehicle_lane[row], world->vehicle_s[row], lane->length, world->vehicle_speed[row], world->vehicle_type[row],
            world->vehicle_cause[row], world->vehicle_cause_of[row], world->vehicle_next[row]);
  }
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (!soi_person_lives(world, row)) { continue; }
    mistake(world, "somebody did not arrive", row, (soi_point){world->person_x[row], world->person_y[row]});
    const soi_walk_link *link = &world->model->walk_links[world->person_link[row]];
    fprintf(stderr, "  on a link of kind %u, %.1f m long, level %d, state at crossings %u, at %.2f m/s\n", link->kind, link->length,
            link->level, world->person_crossing[row], hypot(world->person_vx[row], world->person_vy[row]));
  }
  for (uint32_t row = 1; row <= world->model->vehicle_flow_count; ++row) {
    if (world->vehicle_flow_waiting[row] != 0) { mistake(world, "a vehicle never found room to appear, flow", row, (soi_point){0.0, 0.0}); }
  }
}

static void travel(witness *w, const soi_model *model) {
  soi_world *world = soi_world_create(model, soi_memory_libc(), NULL);
  w->model = model;
  find_boxes(w);
  w->lane = calloc(model->vehicle_capacity + 1u, sizeof *w->lane);
  w->s = calloc(model->vehicle_capacity + 1u, sizeof *w->s);
  w->generation = calloc(model->vehicle_capacity + 1u, sizeof *w->generation);
  w->way = calloc(model->vehicle_capacity + 1u, sizeof *w->way);
  w->person_generation = calloc(model->person_capacity + 1u, sizeof *w->person_generation);
  do {
    soi_world_step(world);
    watch(w, world);
    for (uint32_t i = 0; i < world->event_count; ++i) {
      if (world->events[i].kind == SOI_EVENT_DEADLOCK) { mistake(world, "a deadlock", world->events[i].a, (soi_point){0.0, 0.0}); }
    }
  } while (world->tick[0] < model->end && (world->tick[0] < 3000 || still_out(world) > 0));
  tell_rest(world);
  free(w->lane), free(w->s), free(w->generation), free(w->way), free(w->person_generation), free(w->boxes);
  soi_world_release(world);
}

static bool run_batch(witness *w, const soi_model *place, const char *map_path, const char *vehicles, const uint32_t *wanted,
                      uint32_t number) {
  text t = {malloc(1 << 20), 0};
  put(&t, "extends: %s\nname: travels\nmap: %s\nstart: 08:00\nduration: %d min\nseed: %u\n", vehicles, map_path, MINUTES, number);
  put(&t, "capacity: {vehicles: 1000, people: 1000}\n");
  const uint32_t flows = (w->drives < wanted[0] ? plan_drives(place, &t) : 0) + (w->walks < wanted[1] ? plan_walks(place, &t) : 0);
  soi_definition definition;
  soi_definition_init(&definition, soi_memory_libc());
  soi_errors errors = {.arena = &definition.arena};
  const bool read = flows > 0 && soi_load_scenario_text(&definition, "travels.yaml", t.start, t.length, NULL, 0, &errors);
  soi_model *model = read ? soi_model_build(&definition, soi_memory_libc(), &errors) : NULL;
  for (uint32_t i = 0; i < errors.count; ++i) {
    char message[1024];
    soi_error_text(&definition, &errors.items[i], message, sizeof message);
    fprintf(stderr, "%s\n", message);
  }
  if (model != NULL) { travel(w, model); }
  soi_model_release(model);
  soi_definition_release(&definition);
  free(t.start);
  return model != NULL;
}

int main(int argc, char **argv) {
  if (argc < 5) { return fprintf(stderr, "usage: travels MAP VEHICLES DRIVES WALKS [SEED]\n"), 2; }
  const uint32_t wanted[2] = {(uint32_t)atoi(argv[3]), (uint32_t)atoi(argv[4])}; /* drives, walks */
  state = argc > 5 ? (uint64_t)atoi(argv[5]) : 1;
  soi_definition definition;
  soi_definition_init(&definition, soi_memory_libc());
  soi_errors errors = {.arena = &definition.arena};
  soi_model *place = soi_load_map(&definition, argv[1], &errors) ? soi_model_build(&definition, soi_memory_libc(), &errors) : NULL;
  if (place == NULL) { return fprintf(stderr, "%s does not build\n", argv[1]), 2; }
  witness w = {0};
  bool good = count_unreached(place) == 0;
  bool runs = true;
  for (uint32_t batch = 1; runs && (w.drives < wanted[0] || w.walks < wanted[1]); ++batch) {
    runs = run_batch(&w, place, argv[1], argv[2], wanted, batch);
  }
  printf("%u of %u drives and %u of %u walks arrived, %u mistakes\n", w.arrived, w.drives, w.arrived_on_foot, w.walks, mistakes);
  soi_model_release(place);
  soi_definition_release(&definition);
  return good && runs && mistakes == 0 && w.arrived == w.drives && w.arrived_on_foot == w.walks ? 0 : 1;
}
