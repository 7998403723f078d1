/* Places for stops are tried all at once: the map is built with a stop at each, what the model refuses goes, and its own tables of ways
 * say how long carts drive from each to each and how far people walk. A loop is a pair of them, there and back, with the best places
 * on its way. */
#include "propose.h"

#include <stdio.h>
#include <string.h>

#include "connected.h"
#include "plane.h"
#include "yaml_flow.h"

enum { MOST_PLACES = 120, MOST_ON_LANE = 5, ANCHORS = 30, ROUNDS = 12 };
static const uint32_t PROBE = UINT32_MAX; /* the file of marks that stand for no text */

static const double BERTH = 7.0;          /* m behind a stop, for the longest of carts */
static const double CLEAR = 5.0;          /* m from the ends of a lane */
static const double APART = 16.0;         /* m between places of a lane */
static const double FASTEST = 61.0 / 3.6; /* m/s, the limit of a road that carts may use */
static const double SPEED = 5.28;         /* m/s, of a cart */
static const double WALK = 1.3;           /* m/s */
static const double BOARDING = 20.0;      /* s by which a ride must be quicker than walking */
static const double LEG = 45.0;           /* s, from one stop to the next */
static const double SLACK = 3.0;          /* s by which the way over a place may be longer */
static const double TOO_LONG = 800.0;     /* s: no way, or one with a hurried change of lanes */
static const double GATE_NEAR = 150.0;    /* m on foot */
static const double OWN_PATH = 0.3;       /* the worth of a place that needs a path to be drawn */

typedef struct place {
  soi_lane_id lane;
  double s, at, worth;
  bool path; /* has no way on foot: gets one */
} place;

typedef struct search {
  soi_arena *arena;
  const soi_definition *given;
  const soi_model *base;
  uint32_t wanted;
  place *places;
  uint32_t count, first; /* first: the row of the first place among the probe's stops */
  soi_definition probe;
  soi_model *model; /* of the probe */
  double *drive;    /* [from * count + to] s */
} search;

/* Stops in their order, each with its gate (0: a new one), and the depot: rows of places. */
typedef struct loop {
  uint32_t *stops, count, depot;
  uint32_t *gates;
  soi_point *new_gates;
  double score;
} loop;

/* --- places ---------------------------------------------------------------------------------------------------------- */

static double gate_worth(const soi_gate_definition *gate) {
  return gate->kind == SOI_GATE_RAIL || gate->kind == SOI_GATE_METRO ? 3.0 : 1.0;
}

/* How many people may be near a point, in bus stops' worth: gates within 250 m, floors of buildings within 150 m. */
static double people_near(const soi_map_definition *map, soi_point at) {
  double sum = 0.2;
  for (uint32_t i = 0; i < map->gates.count; ++i) {
    sum += gate_worth(&map->gates.items[i]) * most(0.0, 1.0 - gap(map->gates.items[i].at, at) / 250.0);
  }
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    const soi_building_definition *const b = &map->buildings.items[i];
    const double share = 1.0 - gap(b->outline.items[0], at) / 150.0;
    if (share > 0.0) {
      sum += share * fabs(ring_area2((line){b->outline.items, b->outline.count})) * 0.5 * most(b->height / 3.0, 1.0) / 10000.0;
    }
  }
  return sum;
}

static double class_worth(soi_road_class class_) {
  static const double worth[] = {0.6, 1.0, 1.0, 0.7, 0.4, 0.1};
  return worth[class_];
}

/* Whether a cart could stand before s: straight, and on no crossing. */
static bool is_free(const soi_model *model, soi_lane_id row, double s) {
  const soi_lane *const lane = &model->lanes[row];
  soi_point behind, here;
  (void)soi_lane_at(model, row, s - BERTH, 0.0, &behind);
  (void)soi_lane_at(model, row, s + 2.0, 0.0, &here);
  for (uint32_t i = 0; i < lane->conflict_zones.count; ++i) {
    const soi_conflict_zone *const zone = &model->conflict_zones[lane->conflict_zones.first + i];
    if (zone->kind == SOI_CONFLICT_ZONE_WALK && zone->start < s + 1.0 && zone->end > s - BERTH) { return false; }
  }
  return dot(behind, here) > 0.94;
}

/* Puts a place among the most worthy, which are kept in their order. */
static void keep_place(search *s, place p) {
  if (s->count == MOST_PLACES && p.worth <= s->places[s->count - 1].worth) { return; }
  uint32_t at = s->count < MOST_PLACES ? s->count++ : s->count - 1;
  for (; at > 0 && s->places[at - 1].worth < p.worth; --at) { s->places[at] = s->places[at - 1]; }
  s->places[at] = p;
}

static void list_places(search *s, const bool *loops) {
  const soi_model *const model = s->base;
  s->places = SOI_NEW(s->arena, place, MOST_PLACES);
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    const soi_lane *const lane = &model->lanes[row];
    const double low = BERTH + CLEAR, high = lane->length - CLEAR;
    if (lane->junction != 0 || lane->index != 1 || lane->roundabout != 0 || lane->level != 0 || !loops[row] ||
        lane->speed_limit > FASTEST || high < low) {
      continue;
    }
    const double step = most(APART, (high - low) / MOST_ON_LANE);
    for (double at = low + 0.5 * fmod(high - low, step); at <= high; at += step) {
      if (is_free(model, row, at)) {
        const double along = lane->road_start + (lane->road_end - lane->road_start) * at / lane->length;
        keep_place(s, (place){row, at, along,
                              class_worth(lane->road_class) * people_near(&s->given->map, soi_lane_at(model, row, at, 0.0, NULL)), false});
      }
    }
  }
}

/* --- the probe ------------------------------------------------------------------------------------------------------- */

/* The kerb side of a lane at s, so far from its middle. */
static soi_point kerb(const soi_model *model, const place *p, double s, double beyond) {
  return soi_lane_at(model, p->lane, within(s, 0.0, model->lanes[p->lane].length),
                     model->side * (0.5 * model->lanes[p->lane].width + beyond), NULL);
}

/* A path along the kerb by a stop, where its queue stands. */
static line path_of(search *s, const place *p) {
  line l = {SOI_NEW(s->arena, soi_point, 2), 2};
  l.points[0] = kerb(s->base, p, p->s - BERTH - 3.0, 1.0);
  l.points[1] = kerb(s->base, p, p->s + 3.0, 1.0);
  return l;
}

static soi_stop_definition stop_at(const search *s, uint32_t i, const char *id) {
  const soi_lane *const lane = &s->base->lanes[s->places[i].lane];
  return (soi_stop_definition){.record = {.id = id, .mark = {PROBE, i + 1, 0}},
                               .road = lane->road,
                               .direction = lane->direction,
                               .at = s->places[i].at,
                               .berths = 1,
                               .name = {.en = ""}};
}

static soi_walkway_definition walkway_at(search *s, uint32_t i, const char *id) {
  const line l = path_of(s, &s->places[i]);
  return (soi_walkway_definition){.record = {.id = id, .mark = {PROBE, i + 1, 0}},
                                  .kind = SOI_WALKWAY_CORRIDOR,
                                  .points = {l.points, l.count},
                                  .width = 1.5,
                                  .name = {.en = ""}};
}

/* The given map with room for more records in a list; what it has stays first. */
#define WITH_ROOM(s, list, more) \
  ((list).items = memcpy(soi_arena_allocate((s)->arena, sizeof *(list).items * ((list).count + (size_t)(more) + 1)), \
                         (list).items != NULL ? (const void *)(list).items : "", sizeof *(list).items * (list).count))

/* Builds the map with a stop at each of some places. Null when some are refused: those get a path, or are taken out. */
static soi_model *build_probe(search *s) {
  soi_arena own = soi_arena_make(soi_memory_libc());
  soi_errors errors = {.arena = &own};
  s->probe = *s->given;
  soi_map_definition *const map = &s->probe.map;
  s->first = map->stops.count + 1;
  WITH_ROOM(s, map->stops, s->count);
  WITH_ROOM(s, map->walkways, s->count);
  for (uint32_t i = 0; i < s->count; ++i) {
    map->stops.items[map->stops.count++] = stop_at(s, i, "");
    if (s->places[i].path) { map->walkways.items[map->walkways.count++] = walkway_at(s, i, ""); }
  }
  soi_model *const model = soi_model_build(&s->probe, soi_memory_libc(), &errors);
  bool *const bad = SOI_NEW(&own, bool, s->count + 1);
  for (uint32_t i = 0; i < errors.count; ++i) {
    if (errors.items[i].mark.file == PROBE) { bad[errors.items[i].mark.line - 1] = true; }
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < s->count; ++i) {
    if (bad[i] && s->places[i].path) { continue; }
    s->places[kept] = s->places[i];
    s->places[kept].path = s->places[i].path || bad[i];
    s->places[kept++].worth *= bad[i] ? OWN_PATH : 1.0;
  }
  s->count = kept;
  soi_arena_release(&own);
  return model;
}

static bool probe_places(search *s) {
  for (int round = 0; round < ROUNDS && s->count > 1 && s->model == NULL; ++round) { s->model = build_probe(s); }
  return s->model != NULL;
}

/* Seconds from a place to another, changes of lane with their room included. */
static double drive_time(const search *s, const place *a, uint32_t to) {
  const soi_model *const model = s->model;
  const soi_lane *const here = &model->lanes[a->lane];
  const place *const b = &s->places[to];
  if (a->lane == b->lane && b->s > a->s + 1.0) { return (b->s - a->s) / SPEED; }
  double least_ = SOI_NO_WAY;
  const double left = here->length - a->s;
  for (soi_lane_id lane = a->lane; lane != 0; lane = model->lanes[lane].inner) {
    const soi_span out = model->lanes[lane].out;
    const bool room = soi_lane_change_room(model, model->lanes[lane].index - here->index, SPEED) <= left;
    for (uint32_t i = 0; i < out.count && room; ++i) {
      least_ = least(least_, left / SPEED + soi_way_cost(model, model->stops[s->first + to].way, model->lane_links[out.first + i]));
    }
  }
  return least_;
}

static void measure(search *s) {
  s->drive = SOI_NEW(s->arena, double, (size_t)s->count * s->count + 1);
  for (uint32_t i = 0; i < s->count; ++i) {
    for (uint32_t j = 0; j < s->count; ++j) { s->drive[i * s->count + j] = i == j ? 0.0 : drive_time(s, &s->places[i], j); }
  }
}

/* --- loops ----------------------------------------------------------------------------------------------------------- */

typedef struct on_way {
  uint32_t place;
  double at; /* s from the loop's beginning */
} on_way;

/* The places on the way from a to b and back to a, in its order. */
static uint32_t list_on_way(const search *s, uint32_t a, uint32_t b, on_way *list) {
  const double *const d = s->drive;
  const uint32_t n = s->count;
  uint32_t count = 0;
  for (uint32_t k = 0; k < n; ++k) {
    const bool out = d[a * n + k] + d[k * n + b] <= d[a * n + b] + SLACK, back = d[b * n + k] + d[k * n + a] <= d[b * n + a] + SLACK;
    if (!out && !back) { continue; }
    const on_way w = {k, k == a ? 0.0 : out ? d[a * n + k] : d[a * n + b] + d[b * n + k]};
    uint32_t at = count++;
    for (; at > 0 && list[at - 1].at > w.at; --at) { list[at] = list[at - 1]; }
    list[at] = w;
  }
  return count;
}

static double walk_from_stop(const search *s, uint32_t row, soi_walk_node_id node) {
  const soi_model *const model = s->model;
  return (double)model->walk_cost[(size_t)model->stops[s->first + row].walk_way * (model->walk_node_count + 1) + node];
}

/* How many of the rides to the next two stops are quicker than walking, of all. */
static double use_of(const search *s, const loop *l) {
  uint32_t useful = 0, all = 0;
  for (uint32_t i = 0; i < l->count; ++i) {
    for (uint32_t step = 1; step <= 2 && step < l->count; ++step) {
      const uint32_t a = l->stops[i], b = l->stops[(i + step) % l->count];
      const double walk = walk_from_stop(s, b, s->model->stops[s->first + a].node) / WALK;
      useful += s->drive[a * s->count + b] + BOARDING < walk ? 1 : 0;
      ++all;
    }
  }
  return (double)useful / all;
}

/* The best place of each leg, far enough from the others; one that is left is the depot, best after the last stop. */
static bool fill_loop(const search *s, const on_way *list, uint32_t count, double round, loop *l) {
  const double leg = round / s->wanted;
  uint32_t last = 0;
  *l = (loop){.stops = l->stops, .count = 1, .depot = NONE, .score = s->places[list[0].place].worth};
  l->stops[0] = list[0].place;
  for (uint32_t slot = 1; slot < s->wanted; ++slot) {
    uint32_t best = NONE;
    for (uint32_t i = last + 1; i < count; ++i) {
      const bool fits = list[i].at >= list[last].at + 0.4 * leg && list[i].at <= round - 0.4 * leg && list[i].at < (slot + 0.5) * leg;
      if (fits && (best == NONE || s->places[list[i].place].worth > s->places[list[best].place].worth)) { best = i; }
    }
    if (best == NONE) { continue; }
    last = best;
    l->stops[l->count++] = list[best].place;
    l->score += s->places[list[best].place].worth;
  }
  for (uint32_t i = 1; i < count; ++i) {
    bool taken = false;
    for (uint32_t k = 0; k < l->count; ++k) { taken = taken || l->stops[k] == list[i].place; }
    if (!taken && (l->depot == NONE || i > last)) { l->depot = list[i].place; }
  }
  const double off = round / (LEG * s->wanted);
  const double use = l->count > 1 ? use_of(s, l) : 0.0;
  l->score *= use * use * l->count / s->wanted * (off < 1.0 ? off : 1.0 / off);
  return use > 0.0 && l->depot != NONE;
}

/* The loop of the highest score; false when there is none. */
static bool best_loop(const search *s, loop *best) {
  on_way *const list = SOI_NEW(s->arena, on_way, s->count + 1);
  loop other = {.stops = SOI_NEW(s->arena, uint32_t, s->wanted)};
  best->stops = SOI_NEW(s->arena, uint32_t, s->wanted);
  best->score = -1.0;
  for (uint32_t a = 0; a < s->count && a < ANCHORS; ++a) {
    for (uint32_t b = 0; b < s->count; ++b) {
      const double round = s->drive[a * s->count + b] + s->drive[b * s->count + a];
      if (a == b || round > TOO_LONG || !fill_loop(s, list, list_on_way(s, a, b, list), round, &other) || other.score <= best->score) {
        continue;
      }
      uint32_t *const stops = best->stops;
      *best = other;
      other.stops = stops;
    }
  }
  return best->score >= 0.0;
}

/* --- gates ----------------------------------------------------------------------------------------------------------- */

/* The middle of a way on foot that is some 40 m from a stop. */
static bool new_gate(const search *s, uint32_t row, soi_point *at) {
  double best = GATE_NEAR;
  for (uint32_t i = 1; i <= s->model->walk_link_count; ++i) {
    const soi_walk_link *const link = &s->model->walk_links[i];
    const double away = 0.5 * (walk_from_stop(s, row, link->a) + walk_from_stop(s, row, link->b));
    if ((link->kind == SOI_WALK_SIDEWALK || link->kind == SOI_WALK_CORRIDOR) && link->level == 0 && fabs(away - 40.0) < best &&
        link->length > 2.0) {
      best = fabs(away - 40.0);
      *at = mix(s->model->walk_nodes[link->a].at, s->model->walk_nodes[link->b].at, 0.5);
    }
  }
  return best < GATE_NEAR;
}

/* Each stop has a gate of its own near by, nearer than to any other stop: one of the map, or a new one. */
static bool find_gates(search *s, loop *l) {
  const soi_model *const model = s->model;
  bool *const taken = SOI_NEW(s->arena, bool, model->gate_count + 1);
  l->gates = SOI_NEW(s->arena, uint32_t, l->count);
  l->new_gates = SOI_NEW(s->arena, soi_point, l->count);
  for (uint32_t i = 0; i < l->count; ++i) {
    double near_ = GATE_NEAR;
    for (uint32_t gate = 1; gate <= model->gate_count; ++gate) {
      const double away = walk_from_stop(s, l->stops[i], model->gates[gate].node);
      bool own = !taken[gate] && away < near_;
      for (uint32_t k = 0; k < l->count && own; ++k) { own = away <= walk_from_stop(s, l->stops[k], model->gates[gate].node); }
      if (own) {
        near_ = away;
        l->gates[i] = gate;
      }
    }
    taken[l->gates[i]] = true;
    if (l->gates[i] == 0 && !new_gate(s, l->stops[i], &l->new_gates[i])) { return false; }
  }
  return true;
}

/* --- the patch ------------------------------------------------------------------------------------------------------- */

#define HAS_ID(list, name, result) \
  for (uint32_t row_ = 0; row_ < (list).count; ++row_) (result) = (result) || strcmp((list).items[row_].record.id, (name)) == 0

/* An id that the map has not: of a stop, gate, path, depot and route alike. */
static const char *new_id(search *s, const char *word, uint32_t *number) {
  const soi_map_definition *const map = &s->given->map;
  for (;;) {
    const char *const id = *number == 0 ? word : text_of(s->arena, "%s-%u", word, *number);
    bool known = false;
    ++*number;
    HAS_ID(map->stops, id, known);
    HAS_ID(map->gates, id, known);
    HAS_ID(map->walkways, id, known);
    HAS_ID(map->depots, id, known);
    HAS_ID(map->routes, id, known);
    if (!known) { return id; }
  }
}

static const char *points_text(const search *s, line l) {
  return text_of(s->arena, "[[%.2f, %.2f], [%.2f, %.2f]]", l.points[0].x, l.points[0].y, l.points[1].x, l.points[1].y);
}

static const char *road_place(const search *s, uint32_t i) {
  const soi_lane *const lane = &s->base->lanes[s->places[i].lane];
  return text_of(s->arena, "road: %s, %sat: %.1f m", s->given->map.roads.items[lane->road - 1].record.id,
                 lane->direction == SOI_BACKWARD ? "direction: backward, " : "", s->places[i].at);
}

/* The name of a stop: its gate's, else its road's. */
static const char *name_of(const search *s, const loop *l, uint32_t i) {
  const soi_map_definition *const map = &s->given->map;
  const char *const gate = l->gates[i] == 0 ? "" : map->gates.items[l->gates[i] - 1].name.en;
  const char *const road = map->roads.items[s->base->lanes[s->places[l->stops[i]].lane].road - 1].name.en;
  const char *const name =
      gate[0] != '\0' && strcmp(gate, l->gates[i] == 0 ? "" : map->gates.items[l->gates[i] - 1].record.id) != 0 ? gate : road;
  const bool own = strcmp(name, map->roads.items[s->base->lanes[s->places[l->stops[i]].lane].road - 1].record.id) == 0;
  return name[0] == '\0' || own ? "" : text_of(s->arena, ", name: %s", yaml_quoted(s->arena, name));
}

static const char *write_patch(search *s, const loop *l) {
  uint32_t number = 1, yards = 0, routes = 0;
  const char *walkways = "", *gates = "", *stops = "", *order = "";
  for (uint32_t i = 0; i < l->count; ++i) {
    const uint32_t p = l->stops[i];
    const char *const id = new_id(s, "stop", &number);
    if (s->places[p].path) {
      walkways = text_of(s->arena, "%s  by-%s: {points: %s, width: 1.5 m}\n", walkways, id, points_text(s, path_of(s, &s->places[p])));
    }
    if (l->gates[i] == 0) {
      gates = text_of(s->arena, "%s  near-%s: {at: [%.2f, %.2f]}\n", gates, id, l->new_gates[i].x, l->new_gates[i].y);
    }
    stops = text_of(s->arena, "%s  %s: {%s%s}\n", stops, id, road_place(s, p), name_of(s, l, i));
    order = text_of(s->arena, "%s%s%s", order, i == 0 ? "" : ", ", id);
  }
  return text_of(s->arena, "%s%s%s%sstops:\n%sdepots:\n  %s: {%s}\nroutes:\n  %s: {stops: [%s], note: proposed}\n",
                 walkways[0] == '\0' ? "" : "walkways:\n", walkways, gates[0] == '\0' ? "" : "gates:\n", gates, stops,
                 new_id(s, "yard", &yards), road_place(s, l->depot), new_id(s, "loop", &routes), order);
}

/* --- the whole ------------------------------------------------------------------------------------------------------- */

static double loop_time(const search *s, const loop *l) {
  double time = 0.0;
  for (uint32_t i = 0; i < l->count; ++i) { time += s->drive[l->stops[i] * s->count + l->stops[(i + 1) % l->count]]; }
  return time;
}

proposal propose_route(soi_arena *arena, const soi_definition *definition, const soi_model *model, uint32_t wanted) {
  search s = {.arena = arena, .given = definition, .base = model, .wanted = wanted};
  loop l = {.count = 0};
  proposal result = {.text = NULL};
  const bool *const loops = connected_loops(model, arena);
  bool any = false;
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) { any = any || loops[row]; }
  list_places(&s, loops);
  if (!any) {
    result.why = "no road of the map lies on a loop: each leads to a dead end or out of the map; a larger extract expected, with a block "
                 "of streets to go round";
  } else if (s.count == 0 || !probe_places(&s)) {
    result.why = "no street that lies on a loop has a straight kerb of 17 m, clear of junctions and crossings, on the ground and with a "
                 "limit of 60 km/h at most; "
                 "a larger extract expected";
  } else {
    measure(&s);
    /* of too many the legs are shorter than a walk, and no place is left for the depot: then fewer */
    s.wanted = wanted < s.count ? wanted : s.count;
    bool found = best_loop(&s, &l) && find_gates(&s, &l);
    for (; !found && s.wanted > 2; found = best_loop(&s, &l) && find_gates(&s, &l)) { s.wanted -= (s.wanted + 1) / 3; }
    if (!found) {
      result.why = "no loop of streets has room for two stops and a depot; a larger extract expected";
    } else {
      result.text = write_patch(&s, &l);
      result.stops = l.count;
      result.time = loop_time(&s, &l);
    }
  }
  soi_model_release(s.model);
  return result;
}
