/* Roads: their surface, the islands between directions, and the lines painted on them. */
#include <math.h>
#include <string.h>

#include "scene_build.h"

#define STEPS_MOST 512
static const double DASH = 3.0, DASH_GAP = 5.0, LINE = 0.14;

/* A line along a lane: count points from s0 to s1 at d. */
static uint32_t lane_line(const soi_model *model, soi_lane_id lane, double s0, double s1, double d, double z, mesh_point *points) {
  const soi_lane *const row = &model->lanes[lane];
  const double step = row->segments <= 1 ? 1e9 : row->segment_length;
  uint32_t count = (uint32_t)fmin(ceil(fabs(s1 - s0) / step), STEPS_MOST - 1) + 1;
  if (count < 2) { count = 2; }
  for (uint32_t i = 0; i < count; ++i) { points[i] = at_height(soi_lane_at(model, lane, s0 + (s1 - s0) * i / (count - 1), d, NULL), z); }
  return count;
}

/* A painted band along a lane. */
static void paint(scene_build *build, scene_layer layer, soi_lane_id lane, double s0, double s1, double d0, double d1,
                  scene_colour colour) {
  mesh_point left[STEPS_MOST], right[STEPS_MOST];
  const uint32_t count = lane_line(build->model, lane, s0, s1, d0, 0.0, left);
  lane_line(build->model, lane, s0, s1, d1, 0.0, right);
  mesh_band(&build->scene->layers[layer], left, right, count, colour, 1.0);
}

static void gather_lanes(scene_build *build) {
  for (soi_lane_id lane = 1; lane <= build->model->lane_count; ++lane) {
    const soi_lane *const row = &build->model->lanes[lane];
    if (row->road == 0 || row->index > ROAD_LANES) { continue; }
    road_shape *const road = &build->roads[row->road];
    road->lanes[row->direction][row->index] = lane;
    if (row->index > road->count[row->direction]) { road->count[row->direction] = row->index; }
  }
}

/* Edge A (0) or B (1) of a road at a share of its length, forward. */
static soi_point edge_at(const scene_build *build, const road_shape *road, int edge, double share, soi_point *heading) {
  const soi_model *const model = build->model;
  const bool backward = road->count[SOI_FORWARD] == 0 || (edge == 1 && road->count[SOI_BACKWARD] > 0);
  const uint32_t other = road->count[backward ? SOI_FORWARD : SOI_BACKWARD];
  /* One way only: its inner lane's inner edge is the road's other edge. */
  const bool inner = other == 0 && edge == (backward ? 0 : 1);
  const soi_direction direction = backward ? SOI_BACKWARD : SOI_FORWARD;
  const soi_lane_id lane = road->lanes[direction][inner ? road->count[direction] : 1];
  const soi_lane *const row = &model->lanes[lane];
  const double s = row->length * (backward ? 1.0 - share : share);
  const soi_point at = soi_lane_at(model, lane, s, model->side * (inner ? -0.5 : 0.5) * row->width, heading);
  if (heading != NULL && backward) { *heading = (soi_point){-heading->x, -heading->y}; }
  return at;
}

static void add_surface(scene_build *build, road_shape *road) {
  mesh_point a[STEPS_MOST], b[STEPS_MOST];
  uint32_t segments = 1;
  for (int direction = 0; direction < 2; ++direction) {
    for (uint32_t i = 1; i <= road->count[direction]; ++i) {
      const uint32_t own = build->model->lanes[road->lanes[direction][i]].segments;
      if (own > segments) { segments = own; }
    }
  }
  if (segments > STEPS_MOST - 1) { segments = STEPS_MOST - 1; }
  for (uint32_t i = 0; i <= segments; ++i) {
    const double share = (double)i / segments;
    a[i] = at_height(edge_at(build, road, 0, share, NULL), 0.0);
    b[i] = at_height(edge_at(build, road, 1, share, NULL), 0.0);
  }
  mesh_band(&build->scene->layers[LAYER_ROAD], a, b, segments + 1, COLOUR_ROAD, 1.0);
  for (int edge = 0; edge < 2; ++edge) {
    road->start[edge] = edge_at(build, road, edge, 0.0, &road->start_heading);
    road->end[edge] = edge_at(build, road, edge, 1.0, &road->end_heading);
  }
}

/* The first zebra on a lane that reaches beyond s: from and to are where it leaves room for other paint, far away when there is none. */
static void next_zebra(const soi_model *model, soi_lane_id lane, double s, double *from, double *to) {
  *from = *to = 1e9;
  for (uint32_t i = 1; i <= model->conflict_zone_count; ++i) {
    const soi_conflict_zone *const zone = &model->conflict_zones[i];
    if (zone->lane != lane || zone->kind != SOI_CONFLICT_ZONE_WALK || model->crossings[zone->crossing].kind == SOI_CROSSING_UNMARKED) {
      continue;
    }
    const double middle = 0.5 * (zone->start + zone->end), half = 0.5 * model->crossings[zone->crossing].width + 0.3;
    if (middle + half > s && middle - half < *from) { *from = middle - half, *to = middle + half; }
  }
}

/* A line from s0 to s1 at a distance from the lane's middle, broken by zebras. */
static void add_line(scene_build *build, soi_lane_id lane, double s0, double s1, double d) {
  for (double s = s0, from, to; s < s1; s = to) {
    next_zebra(build->model, lane, s, &from, &to);
    if (from > s + 0.1) { paint(build, LAYER_MARKING, lane, s, fmin(from, s1), d + 0.5 * LINE, d - 0.5 * LINE, COLOUR_MARKING); }
  }
}

static void add_dashes(scene_build *build, soi_lane_id lane, double d) {
  const double length = build->model->lanes[lane].length;
  for (double s = 0.5 * DASH_GAP; s + DASH < length; s += DASH + DASH_GAP) { add_line(build, lane, s, s + DASH, d); }
}

/* Lines between lanes, at the edges, and in the middle where nothing else parts the directions. */
static void add_lines(scene_build *build, const road_shape *road, const soi_road_definition *definition) {
  const double side = build->model->side;
  if (definition->road_class == SOI_ROAD_SERVICE) { return; }
  for (int direction = 0; direction < 2; ++direction) {
    for (uint32_t i = 1; i <= road->count[direction]; ++i) {
      const soi_lane_id lane = road->lanes[direction][i];
      const double half = 0.5 * build->model->lanes[lane].width, length = build->model->lanes[lane].length;
      if (i == 1) { add_line(build, lane, 0.0, length, side * (half - 0.3)); }
      if (i < road->count[direction]) {
        add_dashes(build, lane, -side * half);
      } else if (road->count[1 - direction] == 0) {
        add_line(build, lane, 0.0, length, -side * (half - 0.3));
      } else {
        add_line(build, lane, 0.0, length, -side * (half - (definition->median >= 1.0 ? 0.25 : 0.12)));
      }
    }
  }
}

/* Whether a crossing leads over the road at this place along it, and where the island may go on. */
static bool crossed(const scene_build *build, uint32_t road, double at, double *beyond) {
  for (uint32_t i = 1; i <= build->model->crossing_count; ++i) {
    const soi_crossing *const crossing = &build->model->crossings[i];
    if (crossing->definition == 0 || crossing->road != road) { continue; }
    const double middle = build->map->crossings.items[crossing->definition - 1].at, half = 0.5 * crossing->width + 0.5;
    if (at > middle - half && at < middle + half) {
      *beyond = middle + half;
      return true;
    }
  }
  return false;
}

/* The raised island between the directions, open at crossings. */
static void add_island(scene_build *build, uint32_t row, const road_shape *road) {
  const soi_road_definition *const definition = &build->map->roads.items[row - 1];
  if (definition->median < 1.0 || road->count[0] == 0 || road->count[1] == 0) { return; }
  const soi_model *const model = build->model;
  const soi_lane_id forward = road->lanes[SOI_FORWARD][road->count[SOI_FORWARD]];
  const soi_lane *const lane = &model->lanes[forward];
  const double inner = -model->side * (0.5 * lane->width + 0.2), outer = -model->side * (0.5 * lane->width + definition->median - 0.2);
  const double last = lane->road_end - 2.0;
  for (double at = lane->road_start + 2.0; at < last;) {
    double beyond = at;
    if (crossed(build, row, at, &beyond)) {
      at = beyond + 1e-6;
      continue;
    }
    double to = fmin(at + 6.0, last);
    for (double probe = at; probe < to; probe += 0.5) {
      if (crossed(build, row, probe, &beyond)) { to = probe; }
    }
    const double s0 = soi_lane_s(model, forward, at), s1 = soi_lane_s(model, forward, to);
    const soi_point corners[4] = {soi_lane_at(model, forward, s0, inner, NULL), soi_lane_at(model, forward, s1, inner, NULL),
                                  soi_lane_at(model, forward, s1, outer, NULL), soi_lane_at(model, forward, s0, outer, NULL)};
    if (s1 - s0 > 0.3) { scene_add_kerb(build, corners, 4, COLOUR_MEDIAN); }
    at = to + 1e-6;
  }
}

static void add_stop_line(scene_build *build, soi_lane_id lane, double at) {
  const double half = 0.5 * build->model->lanes[lane].width - 0.15;
  paint(build, LAYER_MARKING, lane, at - 0.4, at, half, -half, COLOUR_MARKING);
}

/* Where those stand who must wait at the lane's end, and before zebras with lights. */
static void add_stop_lines(scene_build *build, soi_lane_id lane) {
  const soi_model *const model = build->model;
  const soi_lane *const row = &model->lanes[lane];
  bool waits = false;
  for (uint32_t i = 0; i < row->out.count && !waits; ++i) { waits = model->lanes[model->lane_links[row->out.first + i]].signal != 0; }
  if (waits) { add_stop_line(build, lane, row->stop_line); }
  for (uint32_t i = 1; i <= model->conflict_zone_count; ++i) {
    const soi_conflict_zone *const zone = &model->conflict_zones[i];
    if (zone->lane != lane || zone->kind != SOI_CONFLICT_ZONE_WALK || model->crossings[zone->crossing].signal == 0) { continue; }
    const double at = 0.5 * (zone->start + zone->end) - 0.5 * model->crossings[zone->crossing].width - 1.0;
    if (at > 1.0 && !(waits && at > row->stop_line - 8.0)) { add_stop_line(build, lane, at); }
  }
}

/* The berths of stops, in a bay beside the lane or in the lane. */
static void add_bay(scene_build *build, const soi_stop *stop) {
  const double side = build->model->side, away = fabs(stop->d), half = 0.5 * build->model->lanes[stop->lane].width;
  const double rear = stop->s - stop->berth_length * stop->berths, sign = stop->d * side >= 0.0 ? side : -side;
  if (away > 0.5) {
    const double outer = sign * (half + away); /* the kerb swings out as far as the berth */
    const soi_lane_id lane = stop->lane;
    const soi_point corners[6] = {soi_lane_at(build->model, lane, rear - 5.0, sign * (half - 0.05), NULL),
                                  soi_lane_at(build->model, lane, rear, outer, NULL),
                                  soi_lane_at(build->model, lane, 0.5 * (rear + stop->s), outer, NULL),
                                  soi_lane_at(build->model, lane, stop->s + 1.0, outer, NULL),
                                  soi_lane_at(build->model, lane, stop->s + 6.0, sign * (half - 0.05), NULL),
                                  soi_lane_at(build->model, lane, 0.5 * (rear + stop->s), sign * (half - 0.05), NULL)};
    mesh_polygon(&build->scene->layers[LAYER_ROAD], corners, 6, 0.0, COLOUR_ROAD, 1.0);
  }
  for (uint32_t berth = 0; berth < stop->berths; ++berth) {
    const double front = stop->s - stop->berth_length * berth;
    paint(build, LAYER_PATCH, stop->lane, front - stop->berth_length + 0.5, front + 0.2, sign * (away - 0.95), sign * (away + 0.95),
          COLOUR_BAY);
    paint(build, LAYER_MARKING, stop->lane, front + 0.1, front + 0.25, sign * (away - 0.95), sign * (away + 0.95), COLOUR_ACCENT);
  }
}

void scene_build_roads(scene_build *build) {
  gather_lanes(build);
  for (uint32_t row = 1; row <= build->map->roads.count; ++row) {
    road_shape *const road = &build->roads[row];
    if (road->count[0] + road->count[1] == 0) { continue; }
    add_surface(build, road);
    add_lines(build, road, &build->map->roads.items[row - 1]);
    add_island(build, row, road);
    for (int direction = 0; direction < 2; ++direction) {
      for (uint32_t i = 1; i <= road->count[direction]; ++i) { add_stop_lines(build, road->lanes[direction][i]); }
    }
  }
  for (uint32_t row = 1; row <= build->model->stop_count; ++row) { add_bay(build, &build->model->stops[row]); }
}
