/* Sorts the triangles of each layer into squares of the map, so that those out of sight need not be drawn. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene_build.h"

static const double TILE = 200.0; /* m */

typedef struct grid {
  double left, bottom;
  uint32_t columns, rows;
} grid;

static uint32_t square_of(const grid *g, const scene_mesh *mesh, uint32_t triangle) {
  double x = 0.0, y = 0.0;
  for (int i = 0; i < 3; ++i) {
    const scene_vertex *const v = &mesh->vertices[mesh->indices[3 * triangle + i]];
    x += v->x / 3.0, y += v->y / 3.0;
  }
  const double column = fmin(fmax(floor((x - g->left) / TILE), 0.0), g->columns - 1),
               row = fmin(fmax(floor((y - g->bottom) / TILE), 0.0), g->rows - 1);
  return (uint32_t)row * g->columns + (uint32_t)column;
}

static void measure(const scene_mesh *mesh, scene_tile *tile) {
  for (int k = 0; k < 3; ++k) { tile->low[k] = 1e9f, tile->high[k] = -1e9f; }
  for (uint32_t i = 0; i < tile->count; ++i) {
    const scene_vertex *const v = &mesh->vertices[mesh->indices[tile->first + i]];
    const float at[3] = {v->x, v->y, v->z};
    for (int k = 0; k < 3; ++k) { tile->low[k] = fminf(tile->low[k], at[k]), tile->high[k] = fmaxf(tile->high[k], at[k]); }
  }
}

/* Keeps the order of the triangles within a square: what was added first is drawn first. */
static void sort_layer(const grid *g, scene_mesh *mesh, scene_tiles *tiles) {
  const uint32_t triangles = mesh->index_count / 3, squares = g->columns * g->rows;
  uint32_t *const starts = calloc(squares + 1, sizeof *starts), *const sorted = malloc((mesh->index_count + 1) * sizeof *sorted);
  tiles->items = calloc(squares, sizeof *tiles->items);
  SOI_ASSERT(starts != NULL && sorted != NULL && tiles->items != NULL);
  for (uint32_t i = 0; i < triangles; ++i) { ++starts[square_of(g, mesh, i) + 1]; }
  for (uint32_t i = 0; i < squares; ++i) { starts[i + 1] += starts[i]; }
  for (uint32_t i = 0; i < squares; ++i) {
    if (starts[i + 1] > starts[i]) {
      tiles->items[tiles->count++] = (scene_tile){.first = 3 * starts[i], .count = 3 * (starts[i + 1] - starts[i])};
    }
  }
  for (uint32_t i = 0; i < triangles; ++i) {
    memcpy(&sorted[3 * starts[square_of(g, mesh, i)]++], &mesh->indices[3 * i], 3 * sizeof *sorted);
  }
  if (triangles > 0) { memcpy(mesh->indices, sorted, mesh->index_count * sizeof *sorted); }
  for (uint32_t i = 0; i < tiles->count; ++i) { measure(mesh, &tiles->items[i]); }
  free(starts);
  free(sorted);
}

void scene_build_tiles(scene_place *scene) {
  const soi_bounds bounds = scene->model->bounds;
  const grid g = {bounds.left, bounds.bottom, (uint32_t)fmax(1.0, ceil((bounds.right - bounds.left) / TILE)),
                  (uint32_t)fmax(1.0, ceil((bounds.top - bounds.bottom) / TILE))};
  for (int layer = 0; layer < LAYER_COUNT; ++layer) { sort_layer(&g, &scene->layers[layer], &scene->tiles[layer]); }
}
