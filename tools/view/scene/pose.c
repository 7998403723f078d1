/* Where bodies are drawn: between the places they have in two worlds. */
#include <math.h>

#include "scene_build.h"

soi_point scene_unit(double x, double y) {
  const double length = hypot(x, y);
  return length > 1e-6 ? (soi_point){x / length, y / length} : (soi_point){1.0, 0.0};
}

bool scene_vehicle_at(const soi_world *before, const soi_world *after, double fraction, uint32_t row, mesh_point *middle,
                      soi_point *heading) {
  if (!soi_vehicle_lives(after, row)) { return false; }
  soi_point along, at = soi_vehicle_at(after, row, &along);
  if (before != after && before->vehicle_generation[row] == after->vehicle_generation[row]) {
    soi_point from_along;
    const soi_point from = soi_vehicle_at(before, row, &from_along);
    at = (soi_point){from.x + (at.x - from.x) * fraction, from.y + (at.y - from.y) * fraction};
    along = scene_unit(from_along.x + (along.x - from_along.x) * fraction, from_along.y + (along.y - from_along.y) * fraction);
  }
  *middle = at_height(at, 0.0);
  *heading = along;
  return true;
}

static double link_share(const soi_model *model, soi_walk_link_id link, double x, double y) {
  const soi_walk_link *const row = &model->walk_links[link];
  const soi_point a = model->walk_nodes[row->a].at;
  return row->length > 0.0 ? fmin(fmax(((x - a.x) * row->along.x + (y - a.y) * row->along.y) / row->length, 0.0), 1.0) : 0.0;
}

bool scene_person_at(const scene_place *scene, const soi_world *before, const soi_world *after, double fraction, uint32_t row,
                     mesh_point *foot) {
  if (!soi_person_lives(after, row) || after->person_body[row] == 0) { return false; }
  double x = after->person_x[row], y = after->person_y[row];
  if (before != after && before->person_generation[row] == after->person_generation[row] && before->person_body[row] != 0) {
    x = before->person_x[row] + (x - before->person_x[row]) * fraction;
    y = before->person_y[row] + (y - before->person_y[row]) * fraction;
  }
  const soi_walk_link_id link = after->person_link[row];
  *foot = (mesh_point){x, y, link != 0 ? scene_link_height(scene, link, link_share(scene->model, link, x, y)) : 0.0};
  return true;
}
