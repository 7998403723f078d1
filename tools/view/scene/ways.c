/* Ways on foot: sidewalks, corridors, plazas, bridges, and the crossings painted on roads. */
#include <math.h>

#include "scene_build.h"

static const double RAMP = 14.0; /* m over which a way climbs one level */

double scene_link_height(const scene_place *scene, soi_walk_link_id link, double share) {
  const soi_walk_link *const row = &scene->model->walk_links[link];
  const double level = row->level * LEVEL_HEIGHT, from_a = share * row->length, from_b = (1.0 - share) * row->length;
  const double base = row->kind == SOI_WALK_SIDEWALK ? KERB_HEIGHT : 0.0;
  if (row->level <= 0) { return base + level; }
  const double ramp = fmin(RAMP, 0.5 * row->length);
  const double at_a = scene->node_height[row->a], at_b = scene->node_height[row->b];
  const double climb_a = at_a + (level - at_a) * fmin(from_a / ramp, 1.0), climb_b = at_b + (level - at_b) * fmin(from_b / ramp, 1.0);
  return fmin(climb_a, climb_b);
}

static soi_point link_at(const soi_model *model, const soi_walk_link *link, double along, double left) {
  const soi_point a = model->walk_nodes[link->a].at;
  return (soi_point){a.x + link->along.x * along - link->along.y * left, a.y + link->along.y * along + link->along.x * left};
}

/* Kerbs are lit as if rounded: from afar an upright face is a line of dots, dark where the sun is behind it. */
void scene_add_kerb(scene_build *build, const soi_point *points, uint32_t count, scene_colour top) {
  scene_mesh *const kerbs = &build->scene->layers[LAYER_KERB];
  const uint32_t first = kerbs->vertex_count;
  mesh_polygon(&build->scene->layers[LAYER_PATCH], points, count, 0.0, top, 1.0);
  mesh_prism(kerbs, points, count, 0.0, KERB_HEIGHT, COLOUR_KERB, top);
  for (uint32_t i = first; i < kerbs->vertex_count; ++i) {
    scene_vertex *const v = &kerbs->vertices[i];
    if (v->nz < 64) { v->nx = (int8_t)(v->nx / 2), v->ny = (int8_t)(v->ny / 2), v->nz = 110, v->shade = 225; }
  }
}

static void add_ground(scene_build *build, const soi_point *points, uint32_t count, bool kerb) {
  if (kerb) {
    scene_add_kerb(build, points, count, COLOUR_SIDEWALK);
  } else {
    mesh_polygon(&build->scene->layers[LAYER_PATH], points, count, 0.0, COLOUR_PLAZA, 1.0);
  }
}

static bool is_strip(const soi_walk_link *link) {
  return link->level == 0 && (link->kind == SOI_WALK_SIDEWALK || link->kind == SOI_WALK_CORRIDOR);
}

static void add_strip(scene_build *build, const soi_walk_link *link) {
  const double half = 0.5 * link->width;
  const soi_point corners[4] = {link_at(build->model, link, 0.0, -half), link_at(build->model, link, link->length, -half),
                                link_at(build->model, link, link->length, half), link_at(build->model, link, 0.0, half)};
  add_ground(build, corners, 4, link->kind == SOI_WALK_SIDEWALK);
}

/* Rounded joints, so that strips that meet at an angle leave no notch: as wide as the widest of each kind. */
static void add_joints(scene_build *build, soi_walk_node_id node) {
  double radius[2] = {0.0, 0.0};
  const soi_walk_node *const row = &build->model->walk_nodes[node];
  for (uint32_t i = 0; i < row->links.count; ++i) {
    const soi_walk_link *const link = &build->model->walk_links[build->model->walk_node_links[row->links.first + i]];
    if (is_strip(link)) { radius[link->kind == SOI_WALK_SIDEWALK] = fmax(radius[link->kind == SOI_WALK_SIDEWALK], 0.5 * link->width); }
  }
  for (int kerb = 0; kerb < 2; ++kerb) {
    soi_point ring[10];
    for (int i = 0; i < 10; ++i) {
      ring[i] = (soi_point){row->at.x + radius[kerb] * cos(i * 0.62831853), row->at.y + radius[kerb] * sin(i * 0.62831853)};
    }
    if (radius[kerb] > 0.0) { add_ground(build, ring, 10, kerb == 1); }
  }
}

/* A bridge or its stairs: a deck with parapets, on piers. */
static void add_bridge(scene_build *build, soi_walk_link_id row) {
  const soi_walk_link *const link = &build->model->walk_links[row];
  scene_mesh *const mesh = &build->scene->layers[LAYER_RAISED];
  const double half = 0.5 * link->width;
  const uint32_t pieces = (uint32_t)ceil(fmax(link->length / 3.5, 1.0));
  for (uint32_t i = 0; i < pieces; ++i) {
    const double from = link->length * i / pieces, to = link->length * (i + 1) / pieces;
    const double low = scene_link_height(build->scene, row, (double)i / pieces),
                 high = scene_link_height(build->scene, row, (double)(i + 1) / pieces);
    for (int side = -1; side <= 1; side += 2) {
      const soi_point a = link_at(build->model, link, from, side * half), b = link_at(build->model, link, to, side * half);
      mesh_quad(mesh, at_height(a, low - 0.5), at_height(b, high - 0.5), at_height(b, high + 1.0), at_height(a, low + 1.0), COLOUR_CONCRETE,
                0.8, 1.0);
    }
    const soi_point a = link_at(build->model, link, from, -half), b = link_at(build->model, link, to, -half);
    const soi_point c = link_at(build->model, link, to, half), d = link_at(build->model, link, from, half);
    mesh_quad(mesh, at_height(a, low), at_height(b, high), at_height(c, high), at_height(d, low), COLOUR_SIDEWALK, 1.0, 1.0);
    if (i % 4 == 2 && low > 3.0) {
      const soi_point pier = link_at(build->model, link, from, 0.0);
      mesh_cylinder(mesh, at_height(pier, 0.0), low - 0.4, 0.35, 0.35, 8, COLOUR_CONCRETE);
    }
  }
}

/* Nodes stand on the lowest of the ways that meet there; ways below ground do not count. */
static void find_heights(scene_build *build) {
  for (uint32_t row = 1; row <= build->model->walk_node_count; ++row) {
    double lowest = 1e9;
    const soi_span links = build->model->walk_nodes[row].links;
    for (uint32_t i = 0; i < links.count; ++i) {
      const soi_walk_link *const link = &build->model->walk_links[build->model->walk_node_links[links.first + i]];
      if (link->level >= 0) { lowest = fmin(lowest, link->level * LEVEL_HEIGHT + (link->kind == SOI_WALK_SIDEWALK ? KERB_HEIGHT : 0.0)); }
    }
    build->scene->node_height[row] = lowest < 1e8 ? lowest : 0.0;
  }
}

void scene_build_ways(scene_build *build) {
  const soi_model *const model = build->model;
  find_heights(build);
  for (uint32_t row = 1; row <= build->map->walkways.count; ++row) {
    const soi_walkway_definition *const way = &build->map->walkways.items[row - 1];
    if (way->kind == SOI_WALKWAY_PLAZA && way->level == 0) {
      mesh_polygon(&build->scene->layers[LAYER_PATH], way->points.items, way->points.count, 0.0, COLOUR_PLAZA, 1.0);
    }
  }
  for (uint32_t row = 1; row <= model->walk_link_count; ++row) {
    const soi_walk_link *const link = &model->walk_links[row];
    if (link->level > 0) {
      add_bridge(build, row);
    } else if (is_strip(link)) {
      add_strip(build, link);
    }
  }
  for (uint32_t node = 1; node <= model->walk_node_count; ++node) { add_joints(build, node); }
}

/* White stripes along the traffic, over the lanes only. */
void scene_build_crossings(scene_build *build) {
  for (uint32_t row = 1; row <= build->model->crossing_count; ++row) {
    const soi_crossing *const crossing = &build->model->crossings[row];
    if (crossing->kind == SOI_CROSSING_UNMARKED || crossing->length < 1.0) { continue; }
    const soi_point along = {(crossing->b.x - crossing->a.x) / crossing->length, (crossing->b.y - crossing->a.y) / crossing->length};
    const soi_point across = {-along.y * 0.5 * crossing->width, along.x * 0.5 * crossing->width};
    for (uint32_t i = 0; i < crossing->conflict_zones.count; ++i) {
      const soi_conflict_zone *const zone =
          &build->model->conflict_zones[build->model->crossing_conflict_zones[crossing->conflict_zones.first + i]];
      for (double at = zone->walk_start + 0.3; at + 0.5 < zone->walk_end; at += 1.0) {
        const soi_point p = {crossing->a.x + along.x * at, crossing->a.y + along.y * at}, q = {p.x + along.x * 0.5, p.y + along.y * 0.5};
        const soi_point corners[4] = {{p.x - across.x, p.y - across.y},
                                      {q.x - across.x, q.y - across.y},
                                      {q.x + across.x, q.y + across.y},
                                      {p.x + across.x, p.y + across.y}};
        mesh_polygon(&build->scene->layers[LAYER_MARKING], corners, 4, 0.0, COLOUR_MARKING, 1.0);
      }
    }
  }
}
