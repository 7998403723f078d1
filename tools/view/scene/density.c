#include "density.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene_build.h"
#include "making.h"

static const double ACROSS = 2.8;        /* m, width of a band on a lane */
static const double APART = 10.0;        /* m between points along a lane */
static const double REACH = 40.0;        /* m along a lane within which a vehicle counts */
static const double LEAST_LANE = 20.0;   /* m: what is within reach at the end of a long lane */
static const double LEAST_SIDE = 4.0;    /* m of a square of the ground ... */
static const double PIXELS_A_SIDE = 7.0; /* ... which far away are as large as can be made out */

/* --- people ----------------------------------------------------------------------------------------------------------- */

void density_clear(density_field *field, soi_bounds box, double side) {
  field->side = side;
  field->left = box.left - 2.0 * side, field->bottom = box.bottom - 2.0 * side;
  field->columns = (uint32_t)ceil((box.right - box.left) / side) + 5;
  field->rows = (uint32_t)ceil((box.top - box.bottom) / side) + 5;
  const size_t count = (size_t)field->columns * field->rows;
  if (count > field->capacity) {
    free(field->values);
    field->values = malloc(count * sizeof *field->values);
    SOI_ASSERT(field->values != NULL);
    field->capacity = count;
  }
  memset(field->values, 0, count * sizeof *field->values);
}

/* Epanechnikov's kernel at the corners within reach, scaled so that they sum to one person. */
void density_add(density_field *field, soi_point at) {
  const double x = (at.x - field->left) / field->side, y = (at.y - field->bottom) / field->side;
  if (x < 1.0 || y < 1.0 || x >= field->columns - 2.0 || y >= field->rows - 2.0) { return; }
  const uint32_t column = (uint32_t)x - 1, row = (uint32_t)y - 1;
  double weights[16], sum = 0.0;
  for (uint32_t i = 0; i < 16; ++i) {
    const double dx = x - (column + i % 4), dy = y - (row + i / 4);
    sum += weights[i] = fmax(1.0 - 0.25 * (dx * dx + dy * dy), 0.0);
  }
  const double share = 1.0 / (sum * field->side * field->side);
  for (uint32_t i = 0; i < 16; ++i) {
    field->values[(size_t)(row + i / 4) * field->columns + column + i % 4] += (float)(share * weights[i]);
  }
}

void density_field_release(density_field *field) {
  free(field->values);
  *field = (density_field){0};
}

/* --- vehicles --------------------------------------------------------------------------------------------------------- */

static uint32_t points_of(const soi_model *model, soi_lane_id lane) {
  return (uint32_t)fmax(ceil(model->lanes[lane].length / APART), 1.0) + 1;
}

density_lanes density_lanes_open(const soi_model *model) {
  density_lanes lanes = {.first = calloc(model->lane_count + 2u, sizeof *lanes.first)};
  SOI_ASSERT(lanes.first != NULL);
  for (soi_lane_id lane = 1; lane <= model->lane_count; ++lane) { lanes.first[lane + 1] = lanes.first[lane] + points_of(model, lane); }
  lanes.values = calloc(lanes.first[model->lane_count + 1u] + 1u, sizeof *lanes.values);
  SOI_ASSERT(lanes.values != NULL);
  return lanes;
}

void density_lanes_release(density_lanes *lanes) {
  free(lanes->first);
  free(lanes->values);
  *lanes = (density_lanes){0};
}

/* Metres of a lane within reach of a place, each by its nearness. */
static double lane_within(double length, double s) {
  const double back = fmin(s, REACH), ahead = fmin(length - s, REACH);
  return fmax(back - 0.5 * back * back / REACH + ahead - 0.5 * ahead * ahead / REACH, LEAST_LANE);
}

void density_count(density_lanes *lanes, const soi_world *world) {
  const soi_model *const model = world->model;
  memset(lanes->values, 0, lanes->first[model->lane_count + 1u] * sizeof *lanes->values);
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    const soi_lane_id lane = world->vehicle_lane[row];
    if (!soi_vehicle_lives(world, row) || lane == 0) { continue; }
    const uint32_t count = lanes->first[lane + 1] - lanes->first[lane];
    const double length = model->lanes[lane].length, step = length / (count - 1);
    for (uint32_t i = 0; i < count; ++i) {
      const double nearness = 1.0 - fabs(step * i - world->vehicle_s[row]) / REACH;
      if (nearness > 0.0) { lanes->values[lanes->first[lane] + i] += (float)(1000.0 * nearness / lane_within(length, step * i)); }
    }
  }
}

/* --- what is drawn ---------------------------------------------------------------------------------------------------- */

static uint32_t blend(uint32_t a, uint32_t b, double share) {
  uint32_t mixed = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    mixed |= (uint32_t)lround((a >> shift & 255u) * (1.0 - share) + (b >> shift & 255u) * share) << shift;
  }
  return mixed;
}

uint32_t density_ink(double value, const double *scale) {
  if (value <= scale[0]) { return blend(INK_DENSITIES[0] & ~255u, INK_DENSITIES[0], fmax(value, 0.0) / scale[0]); }
  int above = 1;
  while (above < HEAT_STEPS - 1 && scale[above] < value) { ++above; }
  const double share = log(value / scale[above - 1]) / log(scale[above] / scale[above - 1]);
  return blend(INK_DENSITIES[above - 1], INK_DENSITIES[above], fmin(share, 1.0));
}

/* A square whose corners have colours of their own. */
static void add_square(making *m, const mesh_point p[4], const uint32_t inks[4]) {
  static const int corners[6] = {0, 1, 2, 0, 2, 3};
  for (int i = 0; i < 6; ++i) { scene_ribbon_vertex_add(m->frame, p[corners[i]], inks[corners[i]]); }
}

static void add_square_of_field(making *m, const density_field *field, uint32_t column, uint32_t row, double z) {
  const float *const low = &field->values[(size_t)row * field->columns + column], *const high = low + field->columns;
  if (low[0] + low[1] + high[0] + high[1] <= 0.0f) { return; }
  const double x = field->left + column * field->side, y = field->bottom + row * field->side, side = field->side;
  if (!scene_camera_sees(m->camera, (float)(x + 0.5 * side), (float)(y + 0.5 * side), (float)z, (float)side)) { return; }
  const mesh_point p[4] = {{x, y, z}, {x + side, y, z}, {x + side, y + side, z}, {x, y + side, z}};
  const float values[4] = {low[0], low[1], high[1], high[0]};
  uint32_t inks[4];
  for (int i = 0; i < 4; ++i) { inks[i] = density_ink((double)values[i], DENSE_PEOPLE); }
  add_square(m, p, inks);
}

/* The people of a level, if there are any. */
static bool gather_people(making *m, int level, double side) {
  bool any = false;
  for (uint32_t row = 1; row <= m->after->person_high[0]; ++row) {
    mesh_point at;
    if (!scene_person_at(m->scene, m->before, m->after, m->fraction, row, &at) || lround(at.z / LEVEL_HEIGHT) != level) { continue; }
    if (!any) { density_clear(&m->scene->people, m->model->bounds, side); }
    any = true;
    density_add(&m->scene->people, (soi_point){at.x, at.y});
  }
  return any;
}

static void add_people(making *m) {
  const density_field *const field = &m->scene->people;
  const double metre = PIXELS_A_SIDE * m->camera->distance / fmax((double)m->camera->pixels, 1.0);
  double side = LEAST_SIDE;
  while (side < metre) { side *= 2.0; }
  for (int level = 0; level <= 2; ++level) {
    if (!gather_people(m, level, side)) { continue; }
    for (uint32_t row = 0; row + 1 < field->rows; ++row) {
      for (uint32_t column = 0; column + 1 < field->columns; ++column) {
        add_square_of_field(m, field, column, row, LEVEL_HEIGHT * level + OVERLAY_HEIGHT);
      }
    }
  }
}

static void add_lane(making *m, soi_lane_id lane) {
  const density_lanes *const lanes = &m->scene->vehicles;
  const float *const values = &lanes->values[lanes->first[lane]];
  const uint32_t count = lanes->first[lane + 1] - lanes->first[lane];
  const double step = m->model->lanes[lane].length / (count - 1), half = 0.5 * ACROSS;
  for (uint32_t i = 0; i + 1 < count; ++i) {
    if (values[i] + values[i + 1] <= 0.0f) { continue; }
    mesh_point p[4];
    for (uint32_t k = 0; k < 4; ++k) {
      const double s = step * (i + (k == 1 || k == 2 ? 1 : 0)), d = k < 2 ? -half : half;
      p[k] = at_height(soi_lane_at(m->model, lane, s, d, NULL), OVERLAY_HEIGHT);
    }
    const uint32_t from = density_ink((double)values[i], DENSE_VEHICLES), to = density_ink((double)values[i + 1], DENSE_VEHICLES);
    add_square(m, p, (const uint32_t[4]){from, to, to, from});
  }
}

void scene_draw_density(making *m) {
  density_count(&m->scene->vehicles, m->after);
  for (soi_lane_id lane = 1; lane <= m->model->lane_count; ++lane) {
    if (m->model->lanes[lane].junction == 0 && scene_lane_in_sight(m, lane)) { add_lane(m, lane); }
  }
  add_people(m);
}
