/* soi new: a starting point for a scenario on any map, with everything the map offers in it: carts where it has a route and a depot,
 * traffic between the ends of its greatest roads, people between its gates. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "connected.h"
#include "draft.h"
#include "session.h"
#include "terminal.h"
#include "tool.h"

enum { MOST_ENDS = 4, MOST_GATES = 6, MOST_CARTS = 3, MOST_STOPS = 8, MOST_APART = 600 /* s */ };

static const double NEAR = 500.0; /* m on foot that somebody goes to a stop */

/* --- what the map offers --------------------------------------------------------------------------------------------- */

/* The ends of the map's greatest roads where traffic comes in, or leaves. */
static uint32_t list_ends(const soi_map_definition *map, bool entries, const char **ends) {
  uint32_t *const roads = terminal_grow(NULL, (map->nodes.count + 1) * sizeof *roads);
  memset(roads, 0, (map->nodes.count + 1) * sizeof *roads);
  for (uint32_t i = 0; i < map->roads.count; ++i) {
    ++roads[map->roads.items[i].from];
    ++roads[map->roads.items[i].to];
  }
  uint32_t count = 0;
  for (int class_ = SOI_ROAD_TRUNK; class_ >= 0; --class_) {
    for (uint32_t i = 0; i < map->roads.count; ++i) {
      const soi_road_definition *const road = &map->roads.items[i];
      const soi_reference nodes[2] = {road->from, road->to};
      for (uint32_t end = 0; end < 2 && count < MOST_ENDS; ++end) {
        const bool forward = (end == 0) == entries; /* from its first node traffic comes in forward */
        if ((int)road->road_class == class_ && roads[nodes[end]] == 1 && (forward ? road->lanes_forward : road->lanes_backward) > 0) {
          ends[count++] = map->nodes.items[nodes[end] - 1].record.id;
        }
      }
    }
  }
  free(roads);
  return count;
}

#define TRAFFIC_SCALE "  scale: %g"

static void add_traffic(draft *d, const soi_map_definition *map) {
  const char *from[MOST_ENDS], *to[MOST_ENDS];
  const uint32_t entries = list_ends(map, true, from), exits = list_ends(map, false, to);
  draft_add(d, "%s", "");
  draft_add(d, "traffic:                                  # vehicles between the ends of the greatest roads");
  draft_add(d, TRAFFIC_SCALE, 1.0);
  draft_add(d, "  flows:");
  for (uint32_t i = 0; i < entries * exits; ++i) {
    if (strcmp(from[i / exits], to[i % exits]) != 0) {
      draft_add(d, "    drive-%u-%u: {from: %s, to: %s, rate: 40 /h}", i / exits + 1, i % exits + 1, from[i / exits], to[i % exits]);
    }
  }
}

/* --- gates ----------------------------------------------------------------------------------------------------------- */

/* Gates that people use, the nearest to the route's stops first, then some that are spread over the map's list; at most most. */
typedef struct used_gates {
  uint32_t rows[MOST_STOPS + MOST_GATES], count;
} used_gates;

static void use_gate(used_gates *used, uint32_t row, uint32_t most) {
  bool known = row == 0 || used->count >= most;
  for (uint32_t i = 0; i < used->count; ++i) { known = known || used->rows[i] == row; }
  if (!known) { used->rows[used->count++] = row; }
}

/* The gate nearest to a stop on foot that is not used yet; 0 when there is none near. */
static uint32_t gate_by(const soi_model *model, soi_stop_id stop, const used_gates *used) {
  const float *const cost = &model->walk_cost[(size_t)model->stops[stop].walk_way * (model->walk_node_count + 1)];
  uint32_t best = 0;
  double least = NEAR;
  for (uint32_t row = 1; row <= model->gate_count; ++row) {
    bool taken = false;
    for (uint32_t i = 0; i < used->count; ++i) { taken = taken || used->rows[i] == row; }
    if (!taken && (double)cost[model->gates[row].node] < least) {
      least = (double)cost[model->gates[row].node];
      best = row;
    }
  }
  return best;
}

/* The stops of a route, evenly some of many, each with its gate. */
static used_gates gates_by_route(const soi_model *model, const soi_route_definition *route) {
  used_gates used = {.count = 0};
  const uint32_t stops = route->stops.count < MOST_STOPS ? route->stops.count : MOST_STOPS;
  for (uint32_t i = 0; i < stops; ++i) {
    const soi_stop_id stop = route->stops.items[i * route->stops.count / stops];
    if (stop != 0 && model->stops[stop].walk_way != 0) { use_gate(&used, gate_by(model, stop, &used), MOST_STOPS); }
  }
  return used;
}

static void add_flow(draft *d, const soi_map_definition *map, const char *id, uint32_t number, uint32_t from, uint32_t to,
                     const char *more) {
  draft_add(d, "    %s-%u: {from: %s, to: %s, %s}", id, number, map->gates.items[from - 1].record.id, map->gates.items[to - 1].record.id,
            more);
}

/* People from each gate to the next one in the list, and round, that they can walk to. */
static void add_people(draft *d, const soi_model *model, used_gates used) {
  const soi_map_definition *const map = &model->definition->map;
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const uint32_t *const island = connected_feet(model, &arena);
  for (uint32_t i = 0; i < MOST_GATES && map->gates.count > 0; ++i) { use_gate(&used, 1 + i * map->gates.count / MOST_GATES, MOST_GATES); }
  draft_add(d, "%s", "");
  draft_add(d, "pedestrians:                              # people who walk from gate to gate");
  draft_add(d, "  flows:");
  uint32_t number = 0;
  for (uint32_t i = 0; i < used.count; ++i) {
    for (uint32_t step = 1; step < used.count; ++step) {
      const uint32_t from = used.rows[i], to = used.rows[(i + step) % used.count];
      if (island[model->gates[from].node] == island[model->gates[to].node]) {
        add_flow(d, map, "walk", ++number, from, to, "rate: 60 /h");
        break;
      }
    }
  }
  if (number == 0) {
    terminal_complain("new", "nobody walks: %s",
                      map->gates.count < 2 ? "the map has fewer than two gates" : "no way on foot joins the gates");
  }
  soi_arena_release(&arena);
}

/* People from the gate of each stop to those of the next two. */
static void add_passengers(draft *d, const soi_model *model, const used_gates *used, bool loop) {
  if (used->count < 2) {
    terminal_complain("new", "nobody rides: fewer than two gates lie within %.0f m on foot of the route's stops", NEAR);
    return;
  }
  draft_add(d, "%s", "");
  draft_add(d, "passengers:                               # people who want to ride");
  draft_add(d, "  flows:");
  uint32_t number = 0;
  for (uint32_t i = 0; i < used->count; ++i) {
    for (uint32_t step = 1; step <= 2 && step < used->count; ++step) {
      if (loop || i + step < used->count) {
        add_flow(d, &model->definition->map, "ride", ++number, used->rows[i], used->rows[(i + step) % used->count],
                 "rate: 6 /h, patience: 20 min");
      }
    }
  }
}

/* --- the whole ------------------------------------------------------------------------------------------------------- */

/* The depot from and to which carts of the route can drive; the first where none is. */
static uint32_t depot_of(const soi_model *model, uint32_t first) {
  for (uint32_t row = 1; row <= model->depot_count; ++row) {
    const double out = soi_way_cost(model, model->stops[first].way, model->depots[row].lane);
    if (out < (double)SOI_NO_WAY && soi_way_cost(model, model->depots[row].way, model->stops[first].lane) < (double)SOI_NO_WAY) {
      return row;
    }
  }
  return 1;
}

/* The headway that so many carts can keep on the first route, in s: a round with half a minute a stop, in half minutes. */
static uint32_t headway_of(const soi_model *model, uint32_t carts) {
  const soi_route *const route = &model->routes[1];
  const double round = route->free_time + 30.0 * route->stops.count;
  return carts > 0 ? 30 * (uint32_t)(round / (30.0 * carts) + 1.0) : 0;
}

/* Carts on the first route, where the map has one and a depot; else where to write them. */
static bool add_fleet(draft *d, const soi_model *model) {
  const soi_map_definition *const map = &model->definition->map;
  draft_add(d, "%s", "");
  if (map->routes.count == 0 || map->depots.count == 0) {
    draft_add(d,
              "# The map has no %s yet. soi import osm --propose 4 proposes stops, a depot and a route; or add them to the map, or to the",
              map->routes.count == 0 ? "route" : "depot");
    draft_add(d, "# patch file it is imported with. Then write this scenario again, or add a fleet here:");
    draft_add(d, "# fleet:");
    draft_add(d, "#   cart-1: {type: cart6, route: ROUTE, depot: DEPOT}");
    return false;
  }
  const soi_route_definition *const route = &map->routes.items[0];
  const soi_depot_definition *const depot = &map->depots.items[depot_of(model, route->stops.items[0]) - 1];
  draft_add(d, "fleet:                                    # carts on the route, which leave the depot one after the other");
  const uint32_t carts = depot->places < MOST_CARTS ? depot->places : MOST_CARTS, headway = headway_of(model, carts);
  for (uint32_t i = 0; i < carts; ++i) {
    const uint32_t after = i * (headway < MOST_APART ? headway : MOST_APART);
    draft_add(d, "  cart-%u: {type: cart6, route: %s, depot: %s, start: 08:%02u:%02u}", i + 1, route->record.id, depot->record.id,
              after / 60, after % 60);
  }
  draft_add(d, "service: {hold_stop: %s, hold: even_headway, headway: %u s}   # early carts wait there; the headway that was planned",
            map->stops.items[route->stops.items[0] - 1].record.id, headway);
  return true;
}

static void write_draft(draft *d, const soi_model *model, const char *map_path, const char *common) {
  const soi_map_definition *const map = &model->definition->map;
  draft_add(d, "# A starting point, written by soi new scenario. Every count is a guess: put your own in its place.");
  draft_add(d, "# soi describe KEY explains any key, and soi metrics lists what can be expected.");
  draft_head(d, common, "A new scenario", map_path, "08:00", "1 h");
  const bool carts = add_fleet(d, model);
  const used_gates used = carts ? gates_by_route(model, &map->routes.items[0]) : (used_gates){.count = 0};
  if (carts) { add_passengers(d, model, &used, map->routes.items[0].loop); }
  add_traffic(d, map);
  add_people(d, model, used);
}

/* Waits are limited where somebody waits. */
static void add_expectations(draft *d) {
  draft_add(d, "%s", "");
  draft_add(d, "expect:                                   # what must hold: a metric, a comparison, a limit");
  draft_add(d, "  - collisions.lawful <= 0");
  draft_add(d, "  - deadlocks <= 0");
  if (draft_find(d, "passengers:") < d->count) { draft_add(d, "  - wait.p90 <= 30 min"); }
}

/* Runs the draft; where it does not hold, with less traffic, which a small town's junctions bear. False when nothing helps. */
static bool try_draft(draft *d, const char *output) {
  static const double scales[] = {1.0, 0.5, 0.25, 0.1};
  const uint32_t line = draft_find(d, "  scale:");
  for (size_t i = 0; i < sizeof scales / sizeof *scales; ++i) {
    if (i > 0) { terminal_complain(d->command, "what it expects does not hold; trying with %g of the traffic", scales[i]); }
    if (line < d->count) {
      free(d->lines[line]);
      d->lines[line] = terminal_format(TRAFFIC_SCALE, scales[i]);
    }
    if (draft_holds(d, output)) { return true; }
  }
  return false;
}

/* --- the command ----------------------------------------------------------------------------------------------------- */

/* Writes a scenario for the map of a session to output. */
static int new_scenario(const soi_model *model, const char *map_path, const char *common, const char *output) {
  char beside[PATH_MAX], place[PATH_MAX];
  draft d = {.command = "new"};
  write_draft(&d, model, draft_path(output, map_path, place), draft_path(output, common, beside));
  int code = SOI_VERDICT_INPUT;
  bool held = false;
  if (draft_settle(&d, output)) {
    add_expectations(&d);
    held = try_draft(&d, output);
    code = draft_write(&d, output) ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
  }
  draft_release(&d);
  if (code == SOI_VERDICT_HELD) {
    printf("%s: written, it builds%s; try: soi run %s\n", terminal_visible(output),
           held ? " and holds" : ", but what it expects does not hold", terminal_word(output));
  }
  return code;
}

int new_command(const tool_arguments *arguments) {
  if (strcmp(arguments->operands[0], "scenario") != 0) {
    terminal_complain("new", "'%s' cannot be made; expected scenario", arguments->operands[0]);
    return SOI_VERDICT_INPUT;
  }
  if (!arguments_given(arguments, OPTION_MAP_FILE) || !arguments_given(arguments, OPTION_OUTPUT)) {
    terminal_complain("new", "a map and a file to write to are due; expected --map maps/place.yaml --output FILE.yaml");
    return SOI_VERDICT_INPUT;
  }
  const char *const map_path = arguments->values[OPTION_MAP_FILE].text;
  const char *const common =
      arguments_given(arguments, OPTION_EXTENDS) ? arguments->values[OPTION_EXTENDS].text : "scenarios/common/vehicles.yaml";
  tool_session session;
  int code = SOI_VERDICT_INPUT;
  if (session_load_map(&session, map_path)) {
    code = new_scenario(session.model, map_path, common, arguments->values[OPTION_OUTPUT].text);
  } else {
    session_complain(&session);
  }
  session_close(&session);
  return code;
}
