/* How the parts of a map must fit together. Whether everything can be reached is found when the model is built. */
#include "check.h"
#include "text.h"

#include <string.h>

enum { SHORTEST_ROAD = 1 }; /* m */

#define REFUSE(loading, section, record, key, ...) soi_check_refuse((loading), &soi_map_table, (section), (record), (key), __VA_ARGS__)

/* Where lanes lead: a text a lane, of the known words. */
static void check_turn_lanes(soi_loading *loading, const soi_road_definition *road, const char *key, soi_texts texts, uint32_t lanes) {
  static const char *const words[] = {"left", "through", "right", "back"};
  if (texts.count > 0 && texts.count != lanes) {
    REFUSE(loading, "roads", &road->record, key, "%u lane%s; expected %u, as many as the road has", texts.count,
           texts.count == 1 ? "" : "s", lanes);
  }
  for (uint32_t i = 0; i < texts.count; ++i) {
    const char *at = texts.items[i];
    bool known = *at != '\0';
    while (known && *at != '\0') {
      const size_t length = strcspn(at, " ");
      known = false;
      for (uint32_t word = 0; word < sizeof words / sizeof words[0]; ++word) {
        known = known || (length == strlen(words[word]) && strncmp(at, words[word], length) == 0);
      }
      at += length + strspn(at + length, " ");
    }
    if (!known) {
      REFUSE(loading, "roads", &road->record, key, "'%s' is not where a lane leads; expected words of left, through, right, back",
             texts.items[i]);
    }
  }
}

static void check_road(soi_loading *loading, const soi_map_definition *map, uint32_t row) {
  const soi_road_definition *const road = &map->roads.items[row - 1];
  if (road->from != 0 && road->from == road->to) {
    REFUSE(loading, "roads", &road->record, "to", "it ends at the node it starts at; expected another node");
  } else if (soi_check_road_length(map, row) < SHORTEST_ROAD) {
    REFUSE(loading, "roads", &road->record, "to", "the road is shorter than %d m; expected nodes further apart", SHORTEST_ROAD);
  }
  if (road->lanes_forward + road->lanes_backward == 0) {
    REFUSE(loading, "roads", &road->record, "lanes_forward", "the road has no lane in either direction; expected at least one");
  }
  check_turn_lanes(loading, road, "turn_lanes_forward", road->turn_lanes_forward, road->lanes_forward);
  check_turn_lanes(loading, road, "turn_lanes_backward", road->turn_lanes_backward, road->lanes_backward);
}

/* Something at a place along a road, on one of its sides or (direction -1) across it. */
static void check_along(soi_loading *loading, const char *section, const soi_record *record, soi_reference road, double at, int direction) {
  const soi_map_definition *const map = &loading->definition->map;
  const double length = soi_check_road_length(map, road);
  if (at > length + 1e-6) {
    REFUSE(loading, section, record, "at", "%s is beyond the end of road '%s'; expected 0 m to %s", soi_check_length(loading, at),
           map->roads.items[road - 1].record.id, soi_check_length(loading, length));
  }
  if (road == 0 || direction < 0) { return; }
  const soi_road_definition *const r = &map->roads.items[road - 1];
  if ((direction == SOI_FORWARD ? r->lanes_forward : r->lanes_backward) == 0) {
    REFUSE(loading, section, record, "direction", "road '%s' has no lane %s; expected the other direction", r->record.id,
           direction == SOI_FORWARD ? "forward" : "backward");
  }
}

/* Shapes need a number of points; what is no list has been reported. */
static void check_points(soi_loading *loading, const char *section, const soi_record *record, const char *key, soi_points points,
                         uint32_t least) {
  if (points.items != NULL && points.count < least) {
    REFUSE(loading, section, record, key, "%u point%s; expected at least %u", points.count, points.count == 1 ? "" : "s", least);
  }
}

static void check_route(soi_loading *loading, const soi_route_definition *route) {
  if (route->stops.items != NULL && route->stops.count < 2) {
    REFUSE(loading, "routes", &route->record, "stops", "%u stop%s; expected at least 2", route->stops.count,
           route->stops.count == 1 ? "" : "s");
  }
  for (uint32_t i = 1; i < route->stops.count; ++i) {
    const soi_reference stop = route->stops.items[i];
    if (stop != 0 && stop == route->stops.items[i - 1]) {
      REFUSE(loading, "routes", &route->record, "stops", "stop '%s' stands twice in a row; expected each once",
             loading->definition->map.stops.items[stop - 1].record.id);
    }
  }
}

/* --- signals --------------------------------------------------------------------------------------------------------- */

static void refuse_stage(soi_loading *loading, const soi_signal_definition *signal, uint32_t stage, const char *message) {
  const soi_key_path top = {.key = "signals"};
  const soi_key_path id = {.up = &top, .key = signal->record.id};
  const soi_key_path stages = {.up = &id, .key = "stages"};
  const soi_key_path item = {.up = &stages, .item = stage + 1};
  soi_complain_at(loading->errors, &item, signal->stages.items[stage].record.mark, "%s", message);
}

static void check_stage(soi_loading *loading, const soi_signal_definition *signal, uint32_t row) {
  const soi_map_definition *const map = &loading->definition->map;
  const soi_signal_stage *const stage = &signal->stages.items[row];
  if (stage->roads.count + stage->crossings.count == 0 && stage->record.marks[0].line + stage->record.marks[1].line == 0) {
    refuse_stage(loading, signal, row, "nobody has green; expected roads or crossings");
  }
  /* Roads that end elsewhere have no approach here. */
  for (uint32_t i = 0; i < stage->roads.count && signal->node != 0; ++i) {
    const soi_reference road = stage->roads.items[i];
    const soi_road_definition *const r = road == 0 ? NULL : &map->roads.items[road - 1];
    if (r != NULL && r->from != 0 && r->to != 0 && r->from != signal->node && r->to != signal->node) {
      refuse_stage(loading, signal, row,
                   soi_text_format(&loading->scratch, "road '%s' does not touch node '%s'; expected roads that meet there", r->record.id,
                                   map->nodes.items[signal->node - 1].record.id));
    }
  }
  for (uint32_t i = 0; i < stage->crossings.count; ++i) {
    const soi_reference crossing = stage->crossings.items[i];
    const soi_crossing_definition *const c = crossing == 0 ? NULL : &map->crossings.items[crossing - 1];
    if (c != NULL && c->kind != SOI_CROSSING_SIGNAL) {
      refuse_stage(loading, signal, row,
                   soi_text_format(&loading->scratch, "crossing '%s' is not of kind signal; expected one that is", c->record.id));
    }
  }
}

static void check_signal(soi_loading *loading, const soi_signal_definition *signal) {
  if (signal->stages.items != NULL && signal->stages.count == 0) {
    REFUSE(loading, "signals", &signal->record, "stages", "no stages; expected at least one");
  }
  for (uint32_t i = 0; i < signal->stages.count; ++i) { check_stage(loading, signal, i); }
}

void soi_check_map(soi_loading *loading) {
  const soi_map_definition *const map = &loading->definition->map;
  if (!loading->map->whole) { return; /* what is missing may have stood in the part that could not be read */ }
  for (uint32_t i = 1; i <= map->roads.count; ++i) { check_road(loading, map, i); }
  for (uint32_t i = 0; i < map->signals.count; ++i) { check_signal(loading, &map->signals.items[i]); }
  /* What lies along a road. */
  for (uint32_t i = 0; i < map->crossings.count; ++i) {
    const soi_crossing_definition *const crossing = &map->crossings.items[i];
    check_along(loading, "crossings", &crossing->record, crossing->road, crossing->at, -1);
  }
  for (uint32_t i = 0; i < map->stops.count; ++i) {
    const soi_stop_definition *const stop = &map->stops.items[i];
    check_along(loading, "stops", &stop->record, stop->road, stop->at, (int)stop->direction);
  }
  for (uint32_t i = 0; i < map->depots.count; ++i) {
    const soi_depot_definition *const depot = &map->depots.items[i];
    check_along(loading, "depots", &depot->record, depot->road, depot->at, (int)depot->direction);
  }
  for (uint32_t i = 0; i < map->routes.count; ++i) { check_route(loading, &map->routes.items[i]); }
  /* Shapes. */
  for (uint32_t i = 0; i < map->walkways.count; ++i) {
    const soi_walkway_definition *const way = &map->walkways.items[i];
    check_points(loading, "walkways", &way->record, "points", way->points, way->kind == SOI_WALKWAY_PLAZA ? 3 : 2);
  }
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    check_points(loading, "buildings", &map->buildings.items[i].record, "outline", map->buildings.items[i].outline, 3);
  }
  for (uint32_t i = 0; i < map->greens.count; ++i) {
    check_points(loading, "greens", &map->greens.items[i].record, "outline", map->greens.items[i].outline, 3);
  }
  for (uint32_t i = 0; i < map->water.count; ++i) {
    check_points(loading, "water", &map->water.items[i].record, "outline", map->water.items[i].outline, 3);
  }
  for (uint32_t i = 0; i < map->rails.count; ++i) {
    check_points(loading, "rails", &map->rails.items[i].record, "line", map->rails.items[i].line, 2);
  }
}
