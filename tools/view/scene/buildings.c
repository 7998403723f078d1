/* Buildings, parks, water and rails. */
#include <math.h>

#include "scene_build.h"

double scene_line_length(const soi_points *line) {
  double length = 0.0;
  for (uint32_t i = 1; i < line->count; ++i) {
    length += hypot(line->items[i].x - line->items[i - 1].x, line->items[i].y - line->items[i - 1].y);
  }
  return length;
}

soi_point scene_line_at(const soi_points *line, double at, soi_point *direction) {
  for (uint32_t i = 1; i < line->count; ++i) {
    const soi_point a = line->items[i - 1], b = line->items[i];
    const double piece = fmax(hypot(b.x - a.x, b.y - a.y), 1e-9), f = at / piece;
    if (f <= 1.0 || i + 1 == line->count) {
      if (direction != NULL) { *direction = (soi_point){(b.x - a.x) / piece, (b.y - a.y) / piece}; }
      const double g = fmin(fmax(f, 0.0), 1.0);
      return (soi_point){a.x + (b.x - a.x) * g, a.y + (b.y - a.y) * g};
    }
    at -= piece;
  }
  if (direction != NULL) { *direction = (soi_point){1.0, 0.0}; }
  return line->items[0];
}

void scene_build_areas(scene_build *build) {
  scene_mesh *const mesh = &build->scene->layers[LAYER_AREA];
  mesh->part = PART_WATER;
  for (uint32_t i = 0; i < build->map->water.count; ++i) {
    mesh_polygon(mesh, build->map->water.items[i].outline.items, build->map->water.items[i].outline.count, 0.0, COLOUR_WATER, 1.0);
  }
  mesh->part = PART_BODY;
  for (uint32_t i = 0; i < build->map->greens.count; ++i) {
    mesh_polygon(mesh, build->map->greens.items[i].outline.items, build->map->greens.items[i].outline.count, 0.0, COLOUR_GREEN, 1.0);
  }
}

/* The outline moved inwards by a distance, corner by corner; sound for small distances. */
static void shrink(const soi_point *points, uint32_t count, double by, soi_point *inner) {
  const double turn = outline_area2(points, count) > 0.0 ? 1.0 : -1.0;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_point p = points[(i + count - 1) % count], q = points[i], r = points[(i + 1) % count];
    const double la = fmax(hypot(q.x - p.x, q.y - p.y), 1e-9), lb = fmax(hypot(r.x - q.x, r.y - q.y), 1e-9);
    const soi_point na = {-(q.y - p.y) / la * turn, (q.x - p.x) / la * turn}, nb = {-(r.y - q.y) / lb * turn, (r.x - q.x) / lb * turn};
    const double widen = by / fmax(0.3, 1.0 + na.x * nb.x + na.y * nb.y);
    inner[i] = (soi_point){q.x + (na.x + nb.x) * widen, q.y + (na.y + nb.y) * widen};
  }
}

#define OUTLINE_MOST 256

/* Walls to the parapet, a roof a little below it. */
static void add_building(scene_build *build, const soi_building_definition *building) {
  scene_mesh *const mesh = &build->scene->layers[LAYER_FACADE];
  const uint32_t count = building->outline.count;
  const soi_point *const outline = building->outline.items;
  mesh->part = PART_FACADE;
  const double parapet = building->height > 8.0 ? 0.9 : 0.0;
  mesh_prism(mesh, outline, count, building->base, building->height, COLOUR_WALL, COLOUR_ROOF);
  mesh->part = PART_BODY;
  if (parapet > 0.0 && count <= OUTLINE_MOST) {
    soi_point inner[OUTLINE_MOST];
    shrink(outline, count, 0.5, inner);
    const double top = building->height + parapet;
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t j = (i + 1) % count;
      const soi_point ring[4] = {outline[i], outline[j], inner[j], inner[i]};
      mesh_prism(mesh, ring, 4, building->height - 0.1, top, COLOUR_WALL, COLOUR_WALL);
    }
  }
  if (building->base > 0.5) { mesh_polygon(&build->scene->layers[LAYER_RAISED], outline, count, building->base, COLOUR_CONCRETE, 0.6); }
}

/* Bands of glass across the roofs of halls, so that their size is seen. */
static void add_roof_lights(scene_build *build, const soi_building_definition *building) {
  static const double APART = 18.0, WIDE = 3.0, EDGE = 9.0; /* m */
  const soi_point *const p = building->outline.items;
  if (building->outline.count != 4 || building->height < 10.0) { return; }
  const double a = hypot(p[1].x - p[0].x, p[1].y - p[0].y), b = hypot(p[2].x - p[1].x, p[2].y - p[1].y);
  const soi_point origin = a >= b ? p[0] : p[1], ahead = a >= b ? p[1] : p[2], beside = a >= b ? p[3] : p[0];
  const double length = fmax(a, b), width = fmin(a, b);
  if (width < 60.0) { return; }
  const soi_point u = {(ahead.x - origin.x) / length, (ahead.y - origin.y) / length},
                  v = {(beside.x - origin.x) / width, (beside.y - origin.y) / width};
  for (double at = EDGE; at + WIDE < length - EDGE; at += APART) {
    soi_point ring[4];
    for (int i = 0; i < 4; ++i) {
      const double s = i == 0 || i == 3 ? at : at + WIDE, t = i < 2 ? EDGE : width - EDGE;
      ring[i] = (soi_point){origin.x + u.x * s + v.x * t, origin.y + u.y * s + v.y * t};
    }
    mesh_prism(&build->scene->layers[LAYER_RAISED], ring, 4, building->height, building->height + 0.3, COLOUR_WALL, COLOUR_ROOF_LIGHT);
  }
}

static soi_bounds bounds_of(const soi_points *outline) {
  soi_bounds box = {.left = 1e9, .bottom = 1e9, .right = -1e9, .top = -1e9};
  for (uint32_t i = 0; i < outline->count; ++i) {
    const soi_point at = outline->items[i];
    box.left = fmin(box.left, at.x), box.right = fmax(box.right, at.x);
    box.bottom = fmin(box.bottom, at.y), box.top = fmax(box.top, at.y);
  }
  return box;
}

/* The sight runs from the point up to the eye: where it has left the building's height it is free. */
static bool stands_between(const soi_building_definition *building, const soi_bounds *box, const scene_camera *camera, const double at[3]) {
  const double eye[3] = {camera->eye[0], camera->eye[1], camera->eye[2]}, rise = eye[2] - at[2];
  const double share = building->height < at[2] ? 0.0 : rise > 0.0 ? fmin((building->height - at[2]) / rise, 1.0) : 1.0;
  const double x = at[0] + share * (eye[0] - at[0]), y = at[1] + share * (eye[1] - at[1]);
  if (fmin(x, at[0]) > box->right || fmax(x, at[0]) < box->left || fmin(y, at[1]) > box->top || fmax(y, at[1]) < box->bottom) {
    return false;
  }
  const int steps = (int)fmin(hypot(x - at[0], y - at[1]) / 1.5 + 1.0, 400.0);
  for (int i = 1; i < steps; ++i) {
    const soi_point on = {at[0] + (x - at[0]) * i / steps, at[1] + (y - at[1]) * i / steps};
    if (outline_contains(building->outline.items, building->outline.count, on)) { return true; }
  }
  return false;
}

bool scene_hides(const scene_place *scene, const scene_camera *camera, const double at[3]) {
  const soi_map_definition *const map = &scene->model->definition->map;
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    const soi_building_definition *const building = &map->buildings.items[i];
    if (building->outline.count > 2 && stands_between(building, &scene->blocks[i], camera, at)) { return true; }
  }
  return false;
}

void scene_build_buildings(scene_build *build) {
  for (uint32_t i = 0; i < build->map->buildings.count; ++i) {
    build->scene->blocks[i] = bounds_of(&build->map->buildings.items[i].outline);
    if (build->map->buildings.items[i].outline.count < 3) { continue; }
    add_building(build, &build->map->buildings.items[i]);
    add_roof_lights(build, &build->map->buildings.items[i]);
  }
}

/* A stretch of a band along a line, at left0 .. left1 metres to its left. */
static void line_band(scene_mesh *mesh, const soi_points *line, double from, double to, double left0, double left1, double z,
                      scene_colour colour) {
  mesh_point a[2], b[2];
  for (int i = 0; i < 2; ++i) {
    soi_point along;
    const soi_point at = scene_line_at(line, i == 0 ? from : to, &along);
    a[i] = (mesh_point){at.x - along.y * left0, at.y + along.x * left0, z};
    b[i] = (mesh_point){at.x - along.y * left1, at.y + along.x * left1, z};
  }
  mesh_band(mesh, b, a, 2, colour, 1.0);
}

/* Two tracks on a bed, on the ground or on a viaduct. */
static void add_rail_piece(scene_build *build, const soi_rail_definition *rail, double from, double to, bool pier) {
  static const double tracks[2] = {-0.25, 0.25}; /* of the width */
  const double z = rail->level * VIADUCT_HEIGHT, half = 0.5 * rail->width;
  const bool raised = rail->level > 0;
  scene_mesh *const bed = &build->scene->layers[raised ? LAYER_RAISED : LAYER_BED];
  scene_mesh *const steel = &build->scene->layers[raised ? LAYER_RAISED : LAYER_MARKING];
  soi_point along, next;
  const soi_point a = scene_line_at(&rail->line, from, &along), b = scene_line_at(&rail->line, to, &next);
  if (raised) {
    const soi_point ring[4] = {{a.x + along.y * half, a.y - along.x * half},
                               {b.x + next.y * half, b.y - next.x * half},
                               {b.x - next.y * half, b.y + next.x * half},
                               {a.x - along.y * half, a.y + along.x * half}};
    mesh_prism(bed, ring, 4, z - 1.6, z, COLOUR_CONCRETE, COLOUR_CONCRETE);
    if (pier) { mesh_cylinder(bed, at_height(a, 0.0), z - 1.5, 1.1, 1.1, 10, COLOUR_CONCRETE); }
  }
  line_band(bed, &rail->line, from, to, -half * 0.85, half * 0.85, raised ? z + 0.06 : 0.0, COLOUR_BALLAST);
  for (int track = 0; track < 2; ++track) {
    for (int side = -1; side <= 1; side += 2) {
      const double left = tracks[track] * rail->width + side * 0.72;
      line_band(steel, &rail->line, from, to, left - 0.08, left + 0.08, raised ? z + 0.2 : 0.0, COLOUR_RAIL);
    }
  }
}

void scene_build_rails(scene_build *build) {
  for (uint32_t i = 0; i < build->map->rails.count; ++i) {
    const soi_rail_definition *const rail = &build->map->rails.items[i];
    if (rail->level < 0 || rail->line.count < 2) { continue; }
    double start = 0.0;
    for (uint32_t k = 1; k < rail->line.count; ++k) {
      const soi_point a = rail->line.items[k - 1], b = rail->line.items[k];
      const double length = hypot(b.x - a.x, b.y - a.y);
      const uint32_t pieces = (uint32_t)fmax(1.0, round(length / 30.0));
      for (uint32_t p = 0; p < pieces; ++p) {
        add_rail_piece(build, rail, start + length * p / pieces + 1e-6, start + length * (p + 1) / pieces - 1e-6, true);
      }
      start += length;
    }
  }
}
