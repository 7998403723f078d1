/* What lines a street that nobody mapped: trees behind the sidewalks, lamps at the kerb, and roads that go on beyond the map. */
#include <math.h>

#include "scene_build.h"

static const double TREES_APART = 15.0, LAMPS_APART = 32.0, BEYOND = 300.0; /* m */

/* A pole with an arm over the road. */
static void add_lamp(scene_build *build, soi_point foot, soi_point inward) {
  scene_mesh *const mesh = &build->scene->layers[LAYER_KERB];
  const soi_point tip = {foot.x + 1.8 * inward.x, foot.y + 1.8 * inward.y}, w = {-0.12 * inward.y, 0.12 * inward.x};
  const soi_point arm[4] = {
      {foot.x - w.x, foot.y - w.y}, {tip.x - w.x, tip.y - w.y}, {tip.x + w.x, tip.y + w.y}, {foot.x + w.x, foot.y + w.y}};
  mesh_cylinder(mesh, at_height(foot, 0.0), 7.0, 0.11, 0.08, 4, COLOUR_STEEL);
  mesh_prism(mesh, arm, 4, 6.9, 7.1, COLOUR_STEEL, COLOUR_LIT);
}

/* The first place behind the kerb where a small tree has room; so low that it hides nobody on the road. */
static void add_tree(scene_build *build, soi_lane_id lane, double s, double kerb, double side) {
  for (double away = 4.0; away < 9.0; away += 1.5) {
    const soi_point at = soi_lane_at(build->model, lane, s, side * (kerb + away), NULL);
    if (!scene_is_free(build, at, 0.0)) { continue; }
    const uint32_t a = (uint32_t)lrint(fabs(at.x) * 4.0), b = (uint32_t)lrint(fabs(at.y) * 4.0);
    scene_plant(build->scene, at, 0.55, a, b);
    return;
  }
}

/* Whether a stop is so near that a post would stand in its bay, or before its queue. */
static bool by_stop(const soi_model *model, soi_point at) {
  for (uint32_t i = 1; i <= model->stop_count; ++i) {
    if (hypot(model->stops[i].queue.x - at.x, model->stops[i].queue.y - at.y) < 28.0) { return true; }
  }
  return false;
}

static void line_road(scene_build *build, const road_shape *road, const soi_road_definition *definition) {
  const soi_model *const model = build->model;
  const bool minor = definition->road_class == SOI_ROAD_SERVICE;
  for (int direction = 0; direction < 2; ++direction) {
    if (road->count[direction] == 0 || definition->level != 0) { continue; }
    const soi_lane_id lane = road->lanes[direction][1];
    const soi_lane *const row = &model->lanes[lane];
    const double kerb = 0.5 * row->width, side = model->side;
    for (double s = 8.0; s < row->length - 6.0; s += TREES_APART) { add_tree(build, lane, s, kerb, side); }
    for (double s = 12.0; s < row->length - 8.0 && !minor; s += LAMPS_APART) {
      soi_point along;
      const soi_point foot = soi_lane_at(model, lane, s, side * (kerb + 0.5), &along);
      if (!by_stop(model, foot)) { add_lamp(build, foot, (soi_point){along.y * side, -along.x * side}); }
    }
  }
}

/* Straight on from an end at the map's edge, as wide as the road: there the land fades, and the road with it. */
static void go_on(scene_build *build, const soi_point edges[2], soi_point ahead) {
  const soi_bounds box = build->model->bounds;
  const double near = 60.0, x = edges[0].x + near * ahead.x, y = edges[0].y + near * ahead.y;
  if (x > box.left && x < box.right && y > box.bottom && y < box.top) { return; }
  mesh_point a[2], b[2];
  for (int i = 0; i < 2; ++i) {
    a[i] = (mesh_point){edges[0].x + i * BEYOND * ahead.x, edges[0].y + i * BEYOND * ahead.y, 0.0};
    b[i] = (mesh_point){edges[1].x + i * BEYOND * ahead.x, edges[1].y + i * BEYOND * ahead.y, 0.0};
  }
  mesh_band(&build->scene->layers[LAYER_BED], a, b, 2, COLOUR_ROAD, 1.0);
}

/* How many roads end at a node. */
static uint32_t roads_at(const soi_map_definition *map, soi_reference node) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < map->roads.count; ++i) { count += (map->roads.items[i].from == node) + (map->roads.items[i].to == node); }
  return count;
}

void scene_build_street(scene_build *build) {
  for (uint32_t row = 1; row <= build->map->roads.count; ++row) {
    const road_shape *const road = &build->roads[row];
    const soi_road_definition *const definition = &build->map->roads.items[row - 1];
    if (road->count[0] + road->count[1] == 0) { continue; }
    line_road(build, road, definition);
    const soi_point back = {-road->start_heading.x, -road->start_heading.y};
    if (roads_at(build->map, definition->from) == 1) { go_on(build, road->start, back); }
    if (roads_at(build->map, definition->to) == 1) { go_on(build, road->end, road->end_heading); }
  }
}
