/* The figures. Two things hang together when each can be reached from the other: for vehicles along lanes and connectors, with lane
 * changes, turning round where a road ends, and coming back in by another where a one-way road leads out; for people along the ways
 * on foot. */
#include "map_figures.h"

#include <stdlib.h>
#include <string.h>

#include "components.h"
#include "connected.h"

static const char *const classes[] = {"service", "residential", "tertiary", "secondary", "primary", "trunk"};

/* --- what hangs together --------------------------------------------------------------------------------------------- */

static bool is_one_way(const soi_model *model, const soi_lane *lane) {
  const soi_road_definition *const road = &model->definition->map.roads.items[lane->road - 1];
  return road->lanes_forward == 0 || road->lanes_backward == 0;
}

/* One-way roads that begin in the map's own: where the world beyond leads back in. The search calls that world row 0. */
static uint32_t way_in(const soi_model *model, uint32_t *place) {
  while (++*place <= model->lane_count) {
    const soi_lane *const lane = &model->lanes[*place];
    if (lane->junction == 0 && lane->in.count == 0 && is_one_way(model, lane)) { return *place; }
  }
  return COMPONENT_NONE;
}

/* The lane by which who comes to the end of a road turns round, 0 for none. */
static soi_lane_id way_back(const soi_model *model, const soi_lane *lane) {
  for (soi_lane_id back = 1; back <= model->lane_count && lane->node == 0; ++back) {
    if (model->lanes[back].road == lane->road && model->lanes[back].direction != lane->direction) { return back; }
  }
  return 0;
}

/* The lanes that follow a lane: along its links, to its neighbours, and back where the road ends. */
static uint32_t follower(void *context, uint32_t row, uint32_t *place) {
  const soi_model *const model = context;
  if (row == 0) { return way_in(model, place); }
  const soi_lane *const lane = &model->lanes[row];
  while (*place < lane->out.count + 3) {
    const uint32_t i = (*place)++;
    if (i < lane->out.count) { return model->lane_links[lane->out.first + i]; }
    const bool ends = lane->junction == 0 && lane->out.count == 0 && i == lane->out.count + 2;
    if (ends && is_one_way(model, lane)) { return 0; }
    const soi_lane_id next = i == lane->out.count ? lane->inner : i == lane->out.count + 1 ? lane->outer : ends ? way_back(model, lane) : 0;
    if (next != 0) { return next; }
  }
  return COMPONENT_NONE;
}

typedef struct share {
  double part, all;
} share;

static share drivable(const soi_model *model) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  components c = components_make(&arena, model->lane_count + 1, follower, (void *)(uintptr_t)model);
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) { components_reach(&c, row); }
  double *const length = SOI_NEW(&arena, double, c.count + 1);
  share result = {0.0, 0.0};
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    const soi_lane *const lane = &model->lanes[row];
    if (lane->junction == 0) {
      length[c.of[row]] += lane->length;
      result.all += lane->length;
    }
  }
  for (uint32_t i = 1; i <= c.count; ++i) { result.part = length[i] > result.part ? length[i] : result.part; }
  soi_arena_release(&arena);
  return result;
}

static share walkable(const soi_model *model) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const uint32_t *const island = connected_feet(model, &arena);
  double *const length = SOI_NEW(&arena, double, (size_t)model->walk_node_count + 1);
  share result = {0.0, 0.0};
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    if (model->walk_links[i].kind != SOI_WALK_PLAZA) {
      double *const part = &length[island[model->walk_links[i].a]];
      *part += model->walk_links[i].length;
      result.all += model->walk_links[i].length;
      result.part = *part > result.part ? *part : result.part;
    }
  }
  soi_arena_release(&arena);
  return result;
}

/* The first lane of a road, by which the road's length is counted. */
static bool is_first(const soi_model *model, const soi_lane *lane) {
  return lane->junction == 0 && lane->index == 1 &&
         (lane->direction == SOI_FORWARD || model->definition->map.roads.items[lane->road - 1].lanes_forward == 0);
}

/* Roads from a lane of which a cart can go round and come back to it without leaving the map. */
static share on_loops(const soi_model *model) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const bool *const loops = connected_loops(model, &arena);
  bool *const round = SOI_NEW(&arena, bool, (size_t)model->definition->map.roads.count + 1);
  share result = {0.0, 0.0};
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    round[model->lanes[row].road] = round[model->lanes[row].road] || loops[row];
  }
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    const double length = is_first(model, &model->lanes[row]) ? model->lanes[row].length : 0.0;
    result.all += length;
    result.part += round[model->lanes[row].road] ? length : 0.0;
  }
  soi_arena_release(&arena);
  return result;
}

/* Ends of the map: nodes that one road has. */
static uint32_t count_ends(const soi_map_definition *map) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  uint32_t *const roads = SOI_NEW(&arena, uint32_t, map->nodes.count + 1), count = 0;
  for (uint32_t i = 0; i < map->roads.count; ++i) {
    ++roads[map->roads.items[i].from];
    ++roads[map->roads.items[i].to];
  }
  for (uint32_t node = 1; node <= map->nodes.count; ++node) { count += roads[node] == 1; }
  soi_arena_release(&arena);
  return count;
}

/* Pairs of connectors that share ground; each has a zone on either. */
static uint32_t count_conflicts(const soi_model *model) {
  uint32_t count = 0;
  for (uint32_t row = 1; row <= model->conflict_zone_count; ++row) { count += model->conflict_zones[row].partner > row; }
  return count;
}

/* --- the page -------------------------------------------------------------------------------------------------------- */

static void print_roads(const soi_model *model, FILE *stream) {
  double roads[6] = {0}, lanes[6] = {0};
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    const soi_lane *const lane = &model->lanes[row];
    if (lane->junction != 0) { continue; }
    lanes[lane->road_class] += lane->length;
    roads[lane->road_class] += is_first(model, lane) ? lane->length : 0.0;
  }
  fprintf(stream, "  roads         km   lane km\n");
  for (int i = 5; i >= 0; --i) {
    if (roads[i] > 0.0) { fprintf(stream, "    %-11s %5.2f %7.2f\n", classes[i], roads[i] * 1e-3, lanes[i] * 1e-3); }
  }
  fprintf(stream, "  %u ends of roads, where vehicles come and go\n", count_ends(&model->definition->map));
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
  for (uint32_t i = 1; i <= model->crossing_count; ++i) { ++kinds[model->crossings[i].kind]; }
  fprintf(stream, "%s%straffic keeps %s, %.2f x %.2f km, model hash %016llx\n", map->name.en, map->name.en[0] != '\0' ? ": " : "",
          map->drive_on == SOI_SIDE_LEFT ? "left" : "right", (model->bounds.right - model->bounds.left) * 1e-3,
          (model->bounds.top - model->bounds.bottom) * 1e-3, (unsigned long long)model->hash);
  print_roads(model, stream);
  fprintf(stream, "  %u junctions, %u with signals; %u connectors, %u pairs of which conflict\n", meeting, signals, connectors,
          count_conflicts(model));
  fprintf(stream, "  %u crossings: %u zebra, %u with signals, %u unmarked\n", model->crossing_count, kinds[SOI_CROSSING_ZEBRA],
          kinds[SOI_CROSSING_SIGNAL], kinds[SOI_CROSSING_UNMARKED]);
  fprintf(stream, "  %u gates, %u stops, %u buildings\n", model->gate_count, model->stop_count, map->buildings.count);
  const share drive = drivable(model), walk = walkable(model), loops = on_loops(model);
  if (drive.all > 0.0) {
    fprintf(stream, "  %.2f %% of %.1f lane km can be driven to and from each other (one-way roads that end lead out and back in)\n",
            100.0 * drive.part / drive.all, drive.all * 1e-3);
  }
  if (loops.all > 0.0) {
    fprintf(stream, "  %.2f %% of %.1f km of roads lie on a loop that a cart can drive without leaving the map\n",
            100.0 * loops.part / loops.all, loops.all * 1e-3);
  }
  if (walk.all > 0.0) {
    fprintf(stream, "  %.2f %% of %.1f km on foot hang together; %.2f ha to walk on\n", 100.0 * walk.part / walk.all, walk.all * 1e-3,
            walk_area(model) * 1e-4);
  }
}
