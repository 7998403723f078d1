/* Trees in the parks of the map: in groves, off the ways, the water, the roads and the walls. */
#include <math.h>
#include <stdlib.h>

#include "scene_build.h"
#include "making.h"

static const double SPACING = 10.0;                     /* m */
static const float FAR_TREE = 40.0f, TINY_TREE = 14.0f; /* pixels of height below which a tree is simpler */

static double drawn(uint32_t a, uint32_t b, uint32_t purpose) {
  return scene_mixed(a * 73856093u ^ b * 19349663u ^ purpose * 83492791u) / 4294967296.0;
}

/* A smooth number 0..1 over the map, with features of some 70 m: groves and meadows. */
static double grove(double x, double y) {
  const double u = x / 70.0, v = y / 70.0, iu = floor(u), iv = floor(v), fu = u - iu, fv = v - iv;
  const uint32_t a = (uint32_t)(int32_t)iu, b = (uint32_t)(int32_t)iv;
  const double su = fu * fu * (3.0 - 2.0 * fu), sv = fv * fv * (3.0 - 2.0 * fv);
  const double low = drawn(a, b, 9) * (1.0 - su) + drawn(a + 1, b, 9) * su,
               high = drawn(a, b + 1, 9) * (1.0 - su) + drawn(a + 1, b + 1, 9) * su;
  return low * (1.0 - sv) + high * sv;
}

/* --- where there is no room ------------------------------------------------------------------------------------------- */

/* What trees keep off: lines with the room they want, by the squares of the map that they touch. */
typedef struct obstacle {
  soi_point a, b;
  double room; /* m */
} obstacle;

typedef struct obstacles {
  obstacle *items;
  uint32_t count, capacity;
  double left, bottom;
  uint32_t columns, rows;
  uint32_t *starts, *sorted; /* rows of items, by square */
} obstacles;

static const double SQUARE = 50.0; /* m */

static void add_obstacle(obstacles *self, soi_point a, soi_point b, double room) {
  self->items = scene_grown(self->items, self->count, &self->capacity, sizeof *self->items);
  self->items[self->count++] = (obstacle){a, b, room};
}

static void add_outline(obstacles *self, const soi_points *outline, double room) {
  for (uint32_t i = 0; i < outline->count; ++i) { add_obstacle(self, outline->items[i], outline->items[(i + 1) % outline->count], room); }
}

static void gather_obstacles(const scene_build *build, obstacles *self) {
  const soi_model *const model = build->model;
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    const soi_walk_link *const link = &model->walk_links[i];
    if (link->level >= 0) { add_obstacle(self, model->walk_nodes[link->a].at, model->walk_nodes[link->b].at, 0.5 * link->width + 2.0); }
  }
  for (uint32_t i = 1; i <= model->lane_count; ++i) {
    const soi_lane *const lane = &model->lanes[i];
    const soi_point *const points = &model->points[lane->first_point];
    for (uint32_t k = 0; k < lane->segments; ++k) { add_obstacle(self, points[k], points[k + 1], 0.5 * lane->width + 3.5); }
  }
  for (uint32_t i = 0; i < build->map->buildings.count; ++i) { add_outline(self, &build->map->buildings.items[i].outline, 4.0); }
  for (uint32_t i = 0; i < build->map->water.count; ++i) { add_outline(self, &build->map->water.items[i].outline, 3.0); }
  for (uint32_t i = 0; i < build->map->rails.count; ++i) {
    const soi_rail_definition *const rail = &build->map->rails.items[i];
    for (uint32_t k = 1; k < rail->line.count && rail->level >= 0; ++k) {
      add_obstacle(self, rail->line.items[k - 1], rail->line.items[k], 0.5 * rail->width + 4.0);
    }
  }
}

/* Calls for each square that the obstacle's box touches: counting first, then filling. */
static void touch_squares(obstacles *self, uint32_t row, bool fill) {
  const obstacle *const o = &self->items[row];
  const double low_x = fmin(o->a.x, o->b.x) - o->room, high_x = fmax(o->a.x, o->b.x) + o->room;
  const double low_y = fmin(o->a.y, o->b.y) - o->room, high_y = fmax(o->a.y, o->b.y) + o->room;
  for (double y = floor((low_y - self->bottom) / SQUARE); y <= (high_y - self->bottom) / SQUARE; y += 1.0) {
    for (double x = floor((low_x - self->left) / SQUARE); x <= (high_x - self->left) / SQUARE; x += 1.0) {
      if (x < 0.0 || y < 0.0 || x >= self->columns || y >= self->rows) { continue; }
      const uint32_t square = (uint32_t)y * self->columns + (uint32_t)x;
      if (fill) {
        self->sorted[self->starts[square]++] = row;
      } else {
        ++self->starts[square + 1];
      }
    }
  }
}

static obstacles obstacles_make(const scene_build *build, soi_point low, soi_point high) {
  obstacles self = {.left = low.x,
                    .bottom = low.y,
                    .columns = (uint32_t)((high.x - low.x) / SQUARE) + 1,
                    .rows = (uint32_t)((high.y - low.y) / SQUARE) + 1};
  gather_obstacles(build, &self);
  const uint32_t squares = self.columns * self.rows;
  self.starts = calloc(squares + 2, sizeof *self.starts);
  SOI_ASSERT(self.starts != NULL);
  for (uint32_t i = 0; i < self.count; ++i) { touch_squares(&self, i, false); }
  for (uint32_t i = 0; i < squares; ++i) { self.starts[i + 1] += self.starts[i]; }
  self.sorted = malloc((self.starts[squares] + 1) * sizeof *self.sorted);
  SOI_ASSERT(self.sorted != NULL);
  for (uint32_t i = 0; i < self.count; ++i) { touch_squares(&self, i, true); }
  /* filling has moved each start to its end, which is the next one's start */
  for (uint32_t i = squares; i > 0; --i) { self.starts[i] = self.starts[i - 1]; }
  self.starts[0] = 0;
  return self;
}

static void obstacles_release(obstacles *self) {
  free(self->items);
  free(self->starts);
  free(self->sorted);
}

static bool is_near(const obstacle *o, soi_point p) {
  const double dx = o->b.x - o->a.x, dy = o->b.y - o->a.y, square = dx * dx + dy * dy;
  const double along = (p.x - o->a.x) * dx + (p.y - o->a.y) * dy, f = along <= 0.0 || square <= 0.0 ? 0.0
                                                                      : along >= square             ? 1.0
                                                                                                    : along / square;
  const double x = p.x - o->a.x - f * dx, y = p.y - o->a.y - f * dy;
  return x * x + y * y < o->room * o->room;
}

static bool free_for_tree(const scene_build *build, const obstacles *others, soi_point at) {
  const double x = (at.x - others->left) / SQUARE, y = (at.y - others->bottom) / SQUARE;
  if (x < 0.0 || y < 0.0 || x >= others->columns || y >= others->rows) { return false; }
  const uint32_t square = (uint32_t)y * others->columns + (uint32_t)x;
  for (uint32_t i = others->starts[square]; i < others->starts[square + 1]; ++i) {
    if (is_near(&others->items[others->sorted[i]], at)) { return false; }
  }
  for (uint32_t i = 0; i < build->map->buildings.count; ++i) {
    if (outline_contains(build->map->buildings.items[i].outline.items, build->map->buildings.items[i].outline.count, at)) { return false; }
  }
  for (uint32_t i = 0; i < build->map->water.count; ++i) {
    if (outline_contains(build->map->water.items[i].outline.items, build->map->water.items[i].outline.count, at)) { return false; }
  }
  return true;
}

/* --- groves ------------------------------------------------------------------------------------------------------------ */

static void add_tree(scene_place *scene, soi_point at, uint32_t a, uint32_t b) {
  scene->trees = scene_grown(scene->trees, scene->tree_count, &scene->tree_capacity, sizeof *scene->trees);
  const double angle = 6.2831853 * drawn(a, b, 3);
  scene->trees[scene->tree_count++] = (scene_tree){.kind = drawn(a, b, 5) < 0.12,
                                                   .at = {.x = (float)at.x,
                                                          .y = (float)at.y,
                                                          .cos = (float)cos(angle),
                                                          .sin = (float)sin(angle),
                                                          .scale = (float)(0.75 + 0.55 * drawn(a, b, 4)),
                                                          .paint = 0xffffffu}};
}

static void plant(scene_build *build, soi_points outline) {
  soi_point low = {1e9, 1e9}, high = {-1e9, -1e9};
  for (uint32_t k = 0; k < outline.count; ++k) {
    low = (soi_point){fmin(low.x, outline.items[k].x), fmin(low.y, outline.items[k].y)};
    high = (soi_point){fmax(high.x, outline.items[k].x), fmax(high.y, outline.items[k].y)};
  }
  obstacles others = obstacles_make(build, low, (soi_point){high.x + SPACING, high.y + SPACING});
  for (double y = floor(low.y / SPACING) * SPACING; y < high.y; y += SPACING) {
    for (double x = floor(low.x / SPACING) * SPACING; x < high.x; x += SPACING) {
      const uint32_t a = (uint32_t)(int32_t)lrint(x / SPACING), b = (uint32_t)(int32_t)lrint(y / SPACING);
      const soi_point at = {x + SPACING * 0.8 * drawn(a, b, 1), y + SPACING * 0.8 * drawn(a, b, 2)};
      if (grove(x, y) + 0.25 * drawn(a, b, 6) < 0.62 || !outline_contains(outline.items, outline.count, at)) { continue; }
      if (free_for_tree(build, &others, at)) { add_tree(build->scene, at, a, b); }
    }
  }
  obstacles_release(&others);
}

void scene_build_trees(scene_build *build) {
  for (uint32_t i = 0; i < build->map->greens.count; ++i) {
    if (build->map->greens.items[i].outline.count >= 3) { plant(build, build->map->greens.items[i].outline); }
  }
}

/* --- shapes, and the picture ------------------------------------------------------------------------------------------ */

static void palm_leaves(scene_mesh *mesh) {
  for (uint32_t i = 0; i < 8; ++i) {
    const double angle = 6.2831853 * i / 8, c = cos(angle), s = sin(angle);
    mesh_quad(mesh, (mesh_point){-0.35 * s, 0.35 * c, 7.5}, (mesh_point){0.35 * s, -0.35 * c, 7.5},
              (mesh_point){2.2 * c + 0.3 * s, 2.2 * s - 0.3 * c, 7.6}, (mesh_point){2.2 * c - 0.3 * s, 2.2 * s + 0.3 * c, 7.6},
              COLOUR_LEAF_DARK, 0.85, 1.0);
    mesh_quad(mesh, (mesh_point){2.2 * c - 0.3 * s, 2.2 * s + 0.3 * c, 7.6}, (mesh_point){2.2 * c + 0.3 * s, 2.2 * s - 0.3 * c, 7.6},
              (mesh_point){3.3 * c, 3.3 * s, 6.6}, (mesh_point){3.3 * c, 3.3 * s, 6.6}, COLOUR_LEAF, 0.9, 1.0);
  }
}

void scene_tree_mesh(scene_mesh *mesh, uint32_t kind, uint32_t form) {
  const bool palm = kind == 1;
  const double trunk = palm ? 7.5 : 3.4;
  if (form < 2) { mesh_cylinder(mesh, (mesh_point){0, 0, 0}, trunk, 0.24, palm ? 0.14 : 0.16, form == 0 ? 6 : 3, COLOUR_TRUNK); }
  mesh->part = PART_LEAVES;
  if (palm && form == 0) {
    palm_leaves(mesh);
  } else if (palm) {
    mesh_ball(mesh, (mesh_point){0.0, 0.0, 7.2}, 2.4, 0.3, 4, 2, COLOUR_LEAF_DARK);
  } else if (form > 0) {
    mesh_ball(mesh, (mesh_point){0.0, 0.0, 5.2}, 3.2, 0.85, form == 1 ? 5 : 4, form == 1 ? 3 : 2, COLOUR_LEAF);
  } else {
    mesh_ball(mesh, (mesh_point){0.0, 0.0, 5.2}, 2.9, 0.85, 8, 5, COLOUR_LEAF);
    mesh_ball(mesh, (mesh_point){1.3, 0.8, 6.4}, 1.9, 0.85, 8, 4, COLOUR_LEAF);
    mesh_ball(mesh, (mesh_point){-1.2, 0.9, 4.6}, 1.8, 0.85, 7, 4, COLOUR_LEAF_DARK);
    mesh_ball(mesh, (mesh_point){0.2, -1.6, 5.0}, 1.8, 0.85, 7, 4, COLOUR_LEAF_DARK);
  }
  mesh->part = PART_BODY;
}

void scene_add_trees(making *m) {
  for (uint32_t i = 0; i < m->scene->tree_count; ++i) {
    const scene_instance *const tree = &m->scene->trees[i].at;
    if (!scene_camera_sees(m->camera, tree->x, tree->y, 4.5f, 6.0f)) { continue; }
    const float size = m->camera->pixels * 8.0f / (float)scene_camera_distance(m->camera, tree->x, tree->y, 4.0);
    const uint32_t form = m->options->all || size >= FAR_TREE ? 0 : size >= TINY_TREE ? 1 : 2;
    *scene_add_instance(m->frame, SHAPE_TREE + TREE_FORMS * m->scene->trees[i].kind + form) = *tree;
  }
}
