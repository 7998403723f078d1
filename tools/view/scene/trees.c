/* Trees in the parks of the map: in groves, off the ways, the water, the roads and the walls. */
#include <math.h>
#include <stdlib.h>

#include "build.h"

static const double SPACING = 10.0; /* m */

static double drawn(uint32_t a, uint32_t b, uint32_t purpose) {
  return scene_mixed(a * 73856093u ^ b * 19349663u ^ purpose * 83492791u) / 4294967296.0;
}

/* A smooth number 0..1 over the map, with features of some 70 m: groves and meadows. */
static double grove(double x, double y) {
  const double u = x / 70.0, v = y / 70.0, iu = floor(u), iv = floor(v), fu = u - iu, fv = v - iv;
  const uint32_t a = (uint32_t)(int32_t)iu, b = (uint32_t)(int32_t)iv;
  const double su = fu * fu * (3.0 - 2.0 * fu), sv = fv * fv * (3.0 - 2.0 * fv);
  const double low = drawn(a, b, 9) * (1.0 - su) + drawn(a + 1, b, 9) * su, high = drawn(a, b + 1, 9) * (1.0 - su) + drawn(a + 1, b + 1, 9) * su;
  return low * (1.0 - sv) + high * sv;
}

static double segment_distance(soi_point p, soi_point a, soi_point b) {
  const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  const double f = square > 0.0 ? fmin(fmax(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0), 1.0) : 0.0;
  return hypot(p.x - a.x - f * dx, p.y - a.y - f * dy);
}

static bool near_outline(soi_points outline, soi_point at, double room) {
  if (outline_contains(outline.items, outline.count, at)) return true;
  for (uint32_t i = 0; i < outline.count; i++) {
    if (segment_distance(at, outline.items[i], outline.items[(i + 1) % outline.count]) < room) return true;
  }
  return false;
}

static bool free_for_tree(const scene_build *build, soi_point at) {
  const soi_model *const model = build->model;
  for (uint32_t i = 1; i <= model->walk_link_count; i++) {
    const soi_walk_link *const link = &model->walk_links[i];
    if (link->level >= 0 && segment_distance(at, model->walk_nodes[link->a].at, model->walk_nodes[link->b].at) < 0.5 * link->width + 2.0) return false;
  }
  for (uint32_t i = 1; i <= model->lane_count; i++) {
    const soi_lane *const lane = &model->lanes[i];
    const soi_point *const points = &model->points[lane->first_point];
    for (uint32_t k = 0; k < lane->segments; k++) {
      if (segment_distance(at, points[k], points[k + 1]) < 0.5 * lane->width + 3.5) return false;
    }
  }
  for (uint32_t i = 0; i < build->map->buildings.count; i++) {
    if (near_outline(build->map->buildings.items[i].outline, at, 4.0)) return false;
  }
  for (uint32_t i = 0; i < build->map->water.count; i++) {
    if (near_outline(build->map->water.items[i].outline, at, 3.0)) return false;
  }
  for (uint32_t i = 0; i < build->map->rails.count; i++) {
    const soi_rail_definition *const rail = &build->map->rails.items[i];
    for (uint32_t k = 1; k < rail->line.count && rail->level >= 0; k++) {
      if (segment_distance(at, rail->line.items[k - 1], rail->line.items[k]) < 0.5 * rail->width + 4.0) return false;
    }
  }
  return true;
}

static void add_tree(scene_place *scene, soi_point at, uint32_t a, uint32_t b) {
  if (scene->tree_count == scene->tree_capacity) {
    scene->tree_capacity = scene->tree_capacity * 2 + 256;
    scene->trees = realloc(scene->trees, scene->tree_capacity * sizeof *scene->trees);
    scene->tree_kinds = realloc(scene->tree_kinds, scene->tree_capacity);
    SOI_ASSERT(scene->trees != NULL && scene->tree_kinds != NULL);
  }
  const double angle = 6.2831853 * drawn(a, b, 3);
  scene->tree_kinds[scene->tree_count] = drawn(a, b, 5) < 0.12;
  scene->trees[scene->tree_count++] = (scene_instance){.x = (float)at.x, .y = (float)at.y, .cos = (float)cos(angle), .sin = (float)sin(angle),
      .scale = (float)(0.75 + 0.55 * drawn(a, b, 4)), .paint = 0xffffffu};
}

void scene_build_trees(scene_build *build) {
  for (uint32_t i = 0; i < build->map->greens.count; i++) {
    const soi_points outline = build->map->greens.items[i].outline;
    soi_point low = {1e9, 1e9}, high = {-1e9, -1e9};
    for (uint32_t k = 0; k < outline.count; k++) {
      low = (soi_point){fmin(low.x, outline.items[k].x), fmin(low.y, outline.items[k].y)};
      high = (soi_point){fmax(high.x, outline.items[k].x), fmax(high.y, outline.items[k].y)};
    }
    for (double y = floor(low.y / SPACING) * SPACING; y < high.y; y += SPACING) {
      for (double x = floor(low.x / SPACING) * SPACING; x < high.x; x += SPACING) {
        const uint32_t a = (uint32_t)(int32_t)lrint(x / SPACING), b = (uint32_t)(int32_t)lrint(y / SPACING);
        const soi_point at = {x + SPACING * 0.8 * drawn(a, b, 1), y + SPACING * 0.8 * drawn(a, b, 2)};
        if (grove(x, y) + 0.25 * drawn(a, b, 6) < 0.62 || !outline_contains(outline.items, outline.count, at)) continue;
        if (free_for_tree(build, at)) add_tree(build->scene, at, a, b);
      }
    }
  }
}
