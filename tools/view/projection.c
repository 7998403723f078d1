#include "projection.h"

static bool vehicle_at(void *context, uint32_t row, double at[3]) {
  const projection *const self = context;
  mesh_point middle;
  soi_point heading;
  if (!scene_vehicle_at(self->moment->before, self->moment->now, self->moment->fraction, row, &middle, &heading)) { return false; }
  at[0] = middle.x, at[1] = middle.y, at[2] = middle.z;
  return true;
}

static bool person_at(void *context, uint32_t row, double at[3]) {
  const projection *const self = context;
  mesh_point foot;
  if (!scene_person_at(self->scene, self->moment->before, self->moment->now, self->moment->fraction, row, &foot)) { return false; }
  at[0] = foot.x, at[1] = foot.y, at[2] = foot.z;
  return true;
}

static bool project(void *context, const double at[3], float *x, float *y) {
  const projection *const self = context;
  if (!scene_camera_project(self->camera, at[0], at[1], at[2], x, y)) { return false; }
  const bool within = !self->cropped || (*x >= self->low && *x < self->high);
  *x += self->left;
  return within;
}

static bool ground(void *context, float x, float y, soi_point *at) {
  const projection *const self = context;
  double point[2];
  if (self->cropped && x - self->left > (float)self->camera->width) { return false; }
  if (!scene_camera_ground(self->camera, (double)(x - self->left), (double)y, 0.0, point)) { return false; }
  *at = (soi_point){point[0], point[1]};
  return true;
}

static bool hidden(void *context, const double at[3]) {
  const projection *const self = context;
  return scene_hides(self->scene, self->camera, at);
}

panels_scene projection_for_panels(projection *self) { return (panels_scene){self, vehicle_at, person_at, project, ground, hidden}; }
