/* How much of the default picture is bare: ground on which nothing is drawn, or paved land without anything on it. Run by hand it prints
 * the share of each scenario that it is given: build/mine/tests/view/view_bare ../../scenarios/amata/shift-change.yaml (the path is that from tests/places) */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"
#include "scene.h"
#include "viewpoint.h"

enum { WIDE = 480, HIGH = 270 };
static const double PAPER = 200.0; /* m beyond the map, where all has faded */

/* What lies nearest the eye in each pixel, found by drawing triangles into squares of a grid: no display, no shader. */
typedef struct raster {
  scene_camera camera;
  float nearness[HIGH][WIDE]; /* 1 / depth; 0 for nothing */
  uint8_t layer[HIGH][WIDE], colour[HIGH][WIDE];
} raster;

static void put(raster *self, int x, int y, float nearness, int layer, uint8_t colour) {
  const bool flat = layer<LAYER_FLAT, taken = self->nearness[y][x]> 0.0f;
  /* Flat layers come after all that has height, from the top one down, and each only where none was drawn. */
  if (flat ? taken && !(self->layer[y][x] >= LAYER_FLAT && nearness > self->nearness[y][x]) : taken && nearness <= self->nearness[y][x]) {
    return;
  }
  self->nearness[y][x] = nearness, self->layer[y][x] = (uint8_t)layer, self->colour[y][x] = colour;
}

static void draw_triangle(raster *self, const scene_mesh *mesh, const uint32_t *corner, int layer) {
  float x[3], y[3], w[3];
  const float *const m = self->camera.both;
  for (int i = 0; i < 3; ++i) {
    const scene_vertex *const v = &mesh->vertices[corner[i]];
    if (!scene_camera_project(&self->camera, v->x, v->y, v->z, &x[i], &y[i])) { return; }
    w[i] = 1.0f / (m[3] * v->x + m[7] * v->y + m[11] * v->z + m[15]);
  }
  const float area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
  if (fabsf(area) < 1e-6f) { return; }
  const int left = (int)fmaxf(fminf(fminf(x[0], x[1]), x[2]), 0.0f), right = (int)fminf(fmaxf(fmaxf(x[0], x[1]), x[2]), WIDE - 1.0f);
  const int top = (int)fmaxf(fminf(fminf(y[0], y[1]), y[2]), 0.0f), bottom = (int)fminf(fmaxf(fmaxf(y[0], y[1]), y[2]), HIGH - 1.0f);
  for (int row = top; row <= bottom; ++row) {
    for (int column = left; column <= right; ++column) {
      const float px = (float)column + 0.5f, py = (float)row + 0.5f;
      const float b = ((px - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (py - y[0])) / area,
                  c = ((x[1] - x[0]) * (py - y[0]) - (px - x[0]) * (y[1] - y[0])) / area, a = 1.0f - b - c;
      if (a >= 0.0f && b >= 0.0f && c >= 0.0f) {
        put(self, column, row, a * w[0] + b * w[1] + c * w[2], layer, mesh->vertices[corner[0]].colour);
      }
    }
  }
}

static void draw_layers(raster *self, const scene_place *scene) {
  static const int order[] = {LAYER_FACADE, LAYER_RAISED, LAYER_MARKING, LAYER_PATCH, LAYER_ROAD, LAYER_PATH, LAYER_BED, LAYER_AREA};
  for (size_t i = 0; i < sizeof order / sizeof *order; ++i) {
    const scene_mesh *const mesh = &scene->layers[order[i]];
    for (uint32_t k = 0; k + 2 < mesh->index_count; k += 3) { draw_triangle(self, mesh, &mesh->indices[k], order[i]); }
  }
}

/* Bare pixels as a share of those that show land; what lies beyond the map's paper edge and the sky is neither. Trees are left out: what
 * they cover counts as what lies below. */
static double bare_share(const soi_model *model) {
  scene_place *const scene = scene_create(model);
  static raster self;
  memset(&self, 0, sizeof self);
  viewpoint view = viewpoint_open(scene);
  soi_world *const world = NULL;
  viewpoint_update(&view, world, world, 0.0, 1.0, WIDE, HIGH);
  self.camera = view.now;
  draw_layers(&self, scene);
  uint32_t bare = 0, land = 0;
  for (int y = 0; y < HIGH; ++y) {
    for (int x = 0; x < WIDE; ++x) {
      double at[2];
      const bool ground = scene_camera_ground(&self.camera, x + 0.5, y + 0.5, 0.0, at), empty = self.nearness[y][x] <= 0.0f;
      const soi_bounds box = model->bounds;
      const bool paper =
          !ground || at[0] < box.left - PAPER || at[0] > box.right + PAPER || at[1] < box.bottom - PAPER || at[1] > box.top + PAPER;
      if (empty && paper) { continue; }
      ++land;
      bare += empty || self.colour[y][x] == COLOUR_GROUND || self.colour[y][x] == COLOUR_LOT;
    }
  }
  scene_release(scene);
  return (double)bare / land;
}

/* Before the land was filled it was some 75 % at Bang Sue and 41 % in Pathum Wan. */
static void bare_ground_is_at_most_a_quarter_of_the_default_picture(void **state) {
  (void)state;
  static const char *const scenarios[] = {"bangsue/weekday-morning", "pathumwan/campus-shuttle"};
  for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; ++i) {
    char path[256];
    snprintf(path, sizeof path, "../../scenarios/%s.yaml", scenarios[i]); /* as seen from tests/places */
    place *const town = place_open(path, NULL);
    assert_non_null(town->model);
    const double share = bare_share(town->model);
    print_message("%s: %.1f %% bare\n", scenarios[i], 100.0 * share);
    assert_true(share <= 0.25);
    place_close(town);
  }
}

int main(int count, char **words) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bare_ground_is_at_most_a_quarter_of_the_default_picture)};
  for (int i = 1; i < count; ++i) {
    place *const town = place_open(words[i], NULL);
    if (town->model != NULL) { printf("%s: %.1f %% bare\n", words[i], 100.0 * bare_share(town->model)); }
    place_close(town);
  }
  return count > 1 ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
