/* The figures. Two things hang together when each can be reached from the other: for vehicles along lanes and connectors, with lane
 * changes, turning round where a road ends, and coming back in by another where a one-way road leads out; for people along the ways
 * on foot. */
#include "map_figures.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"

#define NOTHING UINT32_MAX

static const char *const classes[] = {"service", "residential", "tertiary", "secondary", "primary", "trunk"};

/* --- what hangs together --------------------------------------------------------------------------------------------- */

typedef struct component_search {
  const soi_model *model;
  uint32_t *index, *low, *place, *stack, *call, *component;
  bool *on_stack;
  uint32_t stack_count, call_count, next, components;
} component_search;

static bool is_one_way(const soi_model *model, const soi_lane *lane) {
  const soi_road_definition *const road = &model->definition->map.roads.items[lane->road - 1];
  return road->lanes_forward == 0 || road->lanes_backward == 0;
}

/* One-way roads that begin in the map's own: where the world beyond leads back in. The search calls that world row 0. */
static soi_lane_id entry(const soi_model *model, uint32_t i) {
  for (soi_lane_id row = i + 1; row <= model->lane_count; ++row) {
    const soi_lane *const lane = &model->lanes[row];
    if (lane->junction == 0 && lane->in.count == 0 && is_one_way(model, lane)) {
      return row;
    }
  }
  return NOTHING;
}

/* The i-th lane that follows a lane, NOTHING past the last: along its links, to its neighbours, and back where the road ends. */
static soi_lane_id follower(const soi_model *model, soi_lane_id row, uint32_t i) {
  if (row == 0) {
    return entry(model, i);
  }
  const soi_lane *const lane = &model->lanes[row];
  if (lane->junction == 0 && lane->out.count == 0 && is_one_way(model, lane) && i == 0) {
    return 0;
  }
  i -= lane->junction == 0 && lane->out.count == 0 && is_one_way(model, lane) ? 1 : 0;
  if (i < lane->out.count) {
    return model->lane_links[lane->out.first + i];
  }
  i -= lane->out.count;
  soi_lane_id others[3];
  uint32_t count = 0;
  if (lane->inner != 0) others[count++] = lane->inner;
  if (lane->outer != 0) others[count++] = lane->outer;
  if (lane->junction == 0 && lane->out.count == 0 && lane->node == 0) {
    for (soi_lane_id back = 1; back <= model->lane_count && count < 3; ++back) {
      if (model->lanes[back].road == lane->road && model->lanes[back].direction != lane->direction) {
        others[count++] = back;
        break;
      }
    }
  }
  return i < count ? others[i] : NOTHING;
}

static void open_lane(component_search *s, soi_lane_id row) {
  s->index[row] = s->low[row] = ++s->next;
  s->stack[s->stack_count++] = row;
  s->on_stack[row] = true;
  s->call[s->call_count++] = row;
}

/* Tarjan 1972, without recursion. */
static void search_from(component_search *s, soi_lane_id start) {
  open_lane(s, start);
  while (s->call_count > 0) {
    const soi_lane_id row = s->call[s->call_count - 1], next = follower(s->model, row, s->place[row]);
    if (next != NOTHING) {
      s->place[row] = row == 0 ? next : s->place[row] + 1;
      if (s->index[next] == 0) {
        open_lane(s, next);
      } else if (s->on_stack[next] && s->index[next] < s->low[row]) {
        s->low[row] = s->index[next];
      }
      continue;
    }
    --s->call_count;
    if (s->call_count > 0 && s->low[row] < s->low[s->call[s->call_count - 1]]) {
      s->low[s->call[s->call_count - 1]] = s->low[row];
    }
    if (s->low[row] == s->index[row]) {
      soi_lane_id member;
      do {
        member = s->stack[--s->stack_count];
        s->on_stack[member] = false;
        s->component[member] = s->components;
      } while (member != row);
      ++s->components;
    }
  }
}

typedef struct share {
  double part, all;
} share;

static share drivable(const soi_model *model) {
  const size_t rows = (size_t)model->lane_count + 1;
  component_search s = {.model = model};
  uint32_t *const numbers = terminal_grow(NULL, 6 * rows * sizeof *numbers);
  memset(numbers, 0, 6 * rows * sizeof *numbers);
  s.index = numbers;
  s.low = numbers + rows;
  s.place = numbers + 2 * rows;
  s.stack = numbers + 3 * rows;
  s.call = numbers + 4 * rows;
  s.component = numbers + 5 * rows;
  s.on_stack = terminal_grow(NULL, rows);
  memset(s.on_stack, 0, rows);
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    if (s.index[row] == 0) search_from(&s, row);
  }
  double *const length = terminal_grow(NULL, (s.components + 1) * sizeof *length);
  memset(length, 0, (s.components + 1) * sizeof *length);
  share result = {0.0, 0.0};
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    const soi_lane *const lane = &model->lanes[row];
    if (lane->junction == 0) {
      length[s.component[row]] += lane->length;
      result.all += lane->length;
    }
  }
  for (uint32_t i = 0; i < s.components; ++i) {
    result.part = length[i] > result.part ? length[i] : result.part;
  }
  free(length);
  free(s.on_stack);
  free(numbers);
  return result;
}

static uint32_t root_of(uint32_t *up, uint32_t i) {
  while (up[i] != i) {
    up[i] = up[up[i]];
    i = up[i];
  }
  return i;
}

static share walkable(const soi_model *model) {
  uint32_t *const up = terminal_grow(NULL, ((size_t)model->walk_node_count + 1) * sizeof *up);
  double *const length = terminal_grow(NULL, ((size_t)model->walk_node_count + 1) * sizeof *length);
  for (uint32_t i = 0; i <= model->walk_node_count; ++i) {
    up[i] = i;
    length[i] = 0.0;
  }
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    up[root_of(up, model->walk_links[i].a)] = root_of(up, model->walk_links[i].b);
  }
  share result = {0.0, 0.0};
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    if (model->walk_links[i].kind != SOI_WALK_PLAZA) {
      double *const part = &length[root_of(up, model->walk_links[i].a)];
      *part += model->walk_links[i].length;
      result.all += model->walk_links[i].length;
      result.part = *part > result.part ? *part : result.part;
    }
  }
  free(length);
  free(up);
  return result;
}

/* --- the page -------------------------------------------------------------------------------------------------------- */

static void print_roads(const soi_model *model, FILE *stream) {
  double roads[6] = {0}, lanes[6] = {0};
  uint32_t ends = 0;
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    const soi_lane *const lane = &model->lanes[row];
    if (lane->junction != 0) continue;
    const soi_road_definition *const road = &model->definition->map.roads.items[lane->road - 1];
    const bool first = lane->index == 1 && (lane->direction == SOI_FORWARD || road->lanes_forward == 0);
    lanes[lane->road_class] += lane->length;
    roads[lane->road_class] += first ? lane->length : 0.0;
    ends += lane->index == 1 && (lane->out.count == 0 || lane->in.count == 0) ? 1 : 0;
  }
  fprintf(stream, "  roads         km   lane km\n");
  for (int i = 5; i >= 0; --i) {
    if (roads[i] > 0.0) fprintf(stream, "    %-11s %5.2f %7.2f\n", classes[i], roads[i] * 1e-3, lanes[i] * 1e-3);
  }
  fprintf(stream, "  %u ends of roads, where vehicles come and go\n", ends);
}

static double walk_area(const soi_model *model) {
  double area = 0.0;
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    const soi_walk_link *const link = &model->walk_links[i];
    area += link->kind == SOI_WALK_CORRIDOR || link->kind == SOI_WALK_SIDEWALK ? link->length * link->width : 0.0;
  }
  const soi_map_definition *const map = &model->definition->map;
  for (uint32_t i = 0; i < map->walkways.count; ++i) {
    const soi_points p = map->walkways.items[i].points;
    double twice = 0.0;
    for (uint32_t j = 0; map->walkways.items[i].kind == SOI_WALKWAY_PLAZA && j < p.count; ++j) {
      const soi_point a = p.items[j], b = p.items[(j + 1) % p.count];
      twice += a.x * b.y - a.y * b.x;
    }
    area += 0.5 * (twice < 0.0 ? -twice : twice);
  }
  return area;
}

void map_figures_print(const soi_model *model, FILE *stream) {
  const soi_map_definition *const map = &model->definition->map;
  uint32_t signals = 0, kinds[3] = {0}, meeting = 0;
  uint32_t connectors = 0;
  for (uint32_t i = 1; i <= model->junction_count; ++i) {
    connectors += model->junctions[i].connectors.count;
    signals += model->junctions[i].signal != 0 ? 1 : 0;
    meeting += model->junctions[i].connectors.count > 0 ? 1 : 0;
  }
  for (uint32_t i = 1; i <= model->crossing_count; ++i) ++kinds[model->crossings[i].kind];
  fprintf(stream, "%s%straffic keeps %s, %.2f x %.2f km, model hash %016llx\n", map->name.en, map->name.en[0] != '\0' ? ": " : "",
          map->drive_on == SOI_SIDE_LEFT ? "left" : "right", (model->bounds.right - model->bounds.left) * 1e-3,
          (model->bounds.top - model->bounds.bottom) * 1e-3, (unsigned long long)model->hash);
  print_roads(model, stream);
  fprintf(stream, "  %u junctions, %u with signals; %u connectors, %u conflict zones\n", meeting, signals,
          connectors, model->zone_count);
  fprintf(stream, "  %u crossings: %u zebra, %u with signals, %u unmarked\n", model->crossing_count, kinds[SOI_CROSSING_ZEBRA],
          kinds[SOI_CROSSING_SIGNAL], kinds[SOI_CROSSING_UNMARKED]);
  fprintf(stream, "  %u gates, %u stops, %u buildings\n", model->gate_count, model->stop_count, map->buildings.count);
  const share drive = drivable(model), walk = walkable(model);
  if (drive.all > 0.0) fprintf(stream, "  %.2f %% of %.1f lane km can be driven to and from each other (one-way roads that end lead out and back in)\n", 100.0 * drive.part / drive.all, drive.all * 1e-3);
  if (walk.all > 0.0) fprintf(stream, "  %.2f %% of %.1f km on foot hang together; %.2f ha to walk on\n", 100.0 * walk.part / walk.all, walk.all * 1e-3, walk_area(model) * 1e-4);
}
