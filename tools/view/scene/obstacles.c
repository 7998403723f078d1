/* Where there is room for what the map does not name: lines with the room they want, by the squares of the map that they touch. */
#include <math.h>
#include <stdlib.h>

#include "scene_build.h"

typedef struct obstacle {
  soi_point a, b;
  double room; /* m */
} obstacle;

struct obstacles {
  obstacle *items;
  uint32_t count, capacity;
  double left, bottom;
  uint32_t columns, rows;
  uint32_t *starts, *sorted; /* rows of items, by square */
};

static const double SQUARE = 50.0; /* m */
static const double MORE = 20.0;   /* m of room beyond their own that may be asked for */
#define AROUND 6u                  /* squares beyond the map */

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
  const double low_x = fmin(o->a.x, o->b.x) - o->room - MORE, high_x = fmax(o->a.x, o->b.x) + o->room + MORE;
  const double low_y = fmin(o->a.y, o->b.y) - o->room - MORE, high_y = fmax(o->a.y, o->b.y) + o->room + MORE;
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

void scene_build_obstacles(scene_build *build) {
  const soi_bounds box = build->model->bounds;
  obstacles *const self = calloc(1, sizeof *self);
  SOI_ASSERT(self != NULL);
  *self = (obstacles){.left = box.left - AROUND * SQUARE,
                      .bottom = box.bottom - AROUND * SQUARE,
                      .columns = (uint32_t)((box.right - box.left) / SQUARE) + 2 * AROUND + 1,
                      .rows = (uint32_t)((box.top - box.bottom) / SQUARE) + 2 * AROUND + 1};
  gather_obstacles(build, self);
  const uint32_t squares = self->columns * self->rows;
  self->starts = calloc(squares + 2, sizeof *self->starts);
  SOI_ASSERT(self->starts != NULL);
  for (uint32_t i = 0; i < self->count; ++i) { touch_squares(self, i, false); }
  for (uint32_t i = 0; i < squares; ++i) { self->starts[i + 1] += self->starts[i]; }
  self->sorted = malloc((self->starts[squares] + 1) * sizeof *self->sorted);
  SOI_ASSERT(self->sorted != NULL);
  for (uint32_t i = 0; i < self->count; ++i) { touch_squares(self, i, true); }
  /* filling has moved each start to its end, which is the next one's start */
  for (uint32_t i = squares; i > 0; --i) { self->starts[i] = self->starts[i - 1]; }
  self->starts[0] = 0;
  build->obstacles = self;
}

void scene_release_obstacles(scene_build *build) {
  free(build->obstacles->items);
  free(build->obstacles->starts);
  free(build->obstacles->sorted);
  free(build->obstacles);
}

static bool is_near(const obstacle *o, soi_point p, double more) {
  const double dx = o->b.x - o->a.x, dy = o->b.y - o->a.y, square = dx * dx + dy * dy;
  const double along = (p.x - o->a.x) * dx + (p.y - o->a.y) * dy, f = along <= 0.0 || square <= 0.0 ? 0.0
                                                                      : along >= square             ? 1.0
                                                                                                    : along / square;
  const double x = p.x - o->a.x - f * dx, y = p.y - o->a.y - f * dy;
  return x * x + y * y < (o->room + more) * (o->room + more);
}

static bool lies_in(soi_point at, const soi_points *outline, const soi_bounds *box) {
  return at.x >= box->left && at.x <= box->right && at.y >= box->bottom && at.y <= box->top &&
         outline_contains(outline->items, outline->count, at);
}

bool scene_is_free(const scene_build *build, soi_point at, double more) {
  const obstacles *const self = build->obstacles;
  const soi_map_definition *const map = build->map;
  const double x = (at.x - self->left) / SQUARE, y = (at.y - self->bottom) / SQUARE;
  if (x < 0.0 || y < 0.0 || x >= self->columns || y >= self->rows) { return false; }
  const uint32_t square = (uint32_t)y * self->columns + (uint32_t)x;
  for (uint32_t i = self->starts[square]; i < self->starts[square + 1]; ++i) {
    if (is_near(&self->items[self->sorted[i]], at, more)) { return false; }
  }
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    if (lies_in(at, &map->buildings.items[i].outline, &build->scene->blocks[i])) { return false; }
  }
  for (uint32_t i = 0; i < map->water.count; ++i) {
    if (outline_contains(map->water.items[i].outline.items, map->water.items[i].outline.count, at)) { return false; }
  }
  return true;
}
