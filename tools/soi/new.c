/* soi new: a starting point for a scenario on any map, with everything the map offers in it: carts where it has a route and a depot,
 * traffic between the ends of its greatest roads, people between its gates. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "session.h"
#include "terminal.h"
#include "tool.h"

enum { MOST_ENDS = 4, MOST_GATES = 6, MOST_CARTS = 3 };

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

static void add_traffic(draft *d, const soi_map_definition *map) {
  const char *from[MOST_ENDS], *to[MOST_ENDS];
  const uint32_t entries = list_ends(map, true, from), exits = list_ends(map, false, to);
  draft_add(d, "%s", "");
  draft_add(d, "traffic:                                  # vehicles between the ends of the greatest roads");
  draft_add(d, "  flows:");
  for (uint32_t i = 0; i < entries * exits; ++i) {
    if (strcmp(from[i / exits], to[i % exits]) != 0) {
      draft_add(d, "    drive-%u-%u: {from: %s, to: %s, rate: 40 /h}", i / exits + 1, i % exits + 1, from[i / exits], to[i % exits]);
    }
  }
}

/* People between some gates that are spread over the list, each to the next but skip. */
static void add_flows(draft *d, const soi_map_definition *map, const char *id, uint32_t skip, const char *more) {
  const uint32_t count = map->gates.count < MOST_GATES ? map->gates.count : MOST_GATES;
  draft_add(d, "  flows:");
  for (uint32_t i = 0; i < count && count > 1; ++i) {
    const uint32_t to = (i + 1 + skip % (count - 1)) % count;
    draft_add(d, "    %s-%u: {from: %s, to: %s, %s}", id, i + 1, map->gates.items[i * map->gates.count / count].record.id,
             map->gates.items[to * map->gates.count / count].record.id, more);
  }
}

static void add_people(draft *d, const soi_map_definition *map) {
  draft_add(d, "%s", "");
  draft_add(d, "pedestrians:                              # people who walk from gate to gate");
  add_flows(d, map, "walk", 0, "rate: 60 /h");
}

static void add_passengers(draft *d, const soi_map_definition *map) {
  draft_add(d, "%s", "");
  draft_add(d, "passengers:                               # people who want to ride");
  add_flows(d, map, "ride", 1, "rate: 6 /h, patience: 20 min");
}

/* Carts on the first route, where the map has one and a depot; else where to write them. */
static bool add_service(draft *d, const soi_map_definition *map) {
  draft_add(d, "%s", "");
  if (map->routes.count == 0 || map->depots.count == 0) {
    draft_add(d, "# The map has no %s yet. Add stops, a depot and a route to it, or to the patch file it is imported with; then",
             map->routes.count == 0 ? "route" : "depot");
    draft_add(d, "# write this scenario again, or add a fleet here:");
    draft_add(d, "# fleet:");
    draft_add(d, "#   cart-1: {type: cart6, route: ROUTE, depot: DEPOT}");
    return false;
  }
  const soi_route_definition *const route = &map->routes.items[0];
  const soi_depot_definition *const depot = &map->depots.items[0];
  draft_add(d, "fleet:                                    # carts on the route, which leave the depot one after the other");
  for (uint32_t i = 0; i < MOST_CARTS && i < depot->places; ++i) {
    draft_add(d, "  cart-%u: {type: cart6, route: %s, depot: %s, start: 08:%02u}", i + 1, route->record.id, depot->record.id, 4 * i);
  }
  draft_add(d, "service: {hold_stop: %s, hold: even_headway}   # early carts wait there", map->stops.items[route->stops.items[0] - 1].record.id);
  add_passengers(d, map);
  return true;
}

static void write_draft(draft *d, const soi_map_definition *map, const char *map_path, const char *common) {
  draft_add(d, "# A starting point, written by soi new scenario. Every count is a guess: put your own in its place.");
  draft_add(d, "# soi describe KEY explains any key, and soi metrics lists what can be expected.");
  draft_head(d, common, "A new scenario", map_path, "08:00", "1 h");
  const bool carts = add_service(d, map);
  add_traffic(d, map);
  add_people(d, map);
  draft_add(d, "%s", "");
  draft_add(d, "expect:                                   # what must hold: a metric, a comparison, a limit");
  draft_add(d, "  - collisions.lawful <= 0");
  draft_add(d, "  - deadlocks <= 0");
  if (carts) {
    draft_add(d, "  - wait.p90 <= 30 min");
  }
}

/* --- the command ----------------------------------------------------------------------------------------------------- */

/* Writes a scenario for the map of a session to output. */
static int new_scenario(const soi_map_definition *map, const char *map_path, const char *common, const char *output) {
  char beside[PATH_MAX], place[PATH_MAX];
  draft d = {.count = 0};
  write_draft(&d, map, draft_path(output, map_path, place), draft_path(output, common, beside));
  int code = SOI_VERDICT_INPUT;
  if (draft_settle(&d, output)) {
    code = draft_write(&d, "new", output) ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
  }
  draft_release(&d);
  if (code == SOI_VERDICT_HELD) {
    printf("%s: written, it builds; try: soi run %s\n", output, output);
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
  const char *const common = arguments_given(arguments, OPTION_EXTENDS) ? arguments->values[OPTION_EXTENDS].text : "scenarios/common/vehicles.yaml";
  tool_session session;
  int code = SOI_VERDICT_INPUT;
  if (session_load_map(&session, map_path)) {
    code = new_scenario(&session.definition.map, map_path, common, arguments->values[OPTION_OUTPUT].text);
  } else {
    session_complain(&session);
  }
  session_close(&session);
  return code;
}
