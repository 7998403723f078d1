/* Coloured bands on the ground: planned paths, overlays. */
#include <math.h>

#include "scene_build.h"
#include "making.h"

#define POINTS_MOST 96

void scene_ribbon_add(scene_frame *frame, const mesh_point *points, uint32_t count, double width, double z, uint32_t colour) {
  mesh_point left[2], right[2];
  for (uint32_t i = 0; i < count; ++i) {
    const mesh_point a = points[i > 0 ? i - 1 : 0], b = points[i + 1 < count ? i + 1 : i], p = points[i];
    const double length = fmax(hypot(b.x - a.x, b.y - a.y), 1e-9), half = 0.5 * width;
    const double nx = -(b.y - a.y) / length * half, ny = (b.x - a.x) / length * half;
    const int now = (int)(i & 1u), last = 1 - now;
    left[now] = (mesh_point){p.x + nx, p.y + ny, p.z + z};
    right[now] = (mesh_point){p.x - nx, p.y - ny, p.z + z};
    if (i == 0) { continue; }
    scene_ribbon_triangle(frame, (const mesh_point[3]){right[last], right[now], left[now]}, colour);
    scene_ribbon_triangle(frame, (const mesh_point[3]){right[last], left[now], left[last]}, colour);
  }
}

/* A stretch of a lane as a band. */
void scene_ribbon_lane(making *m, soi_lane_id lane, double s0, double s1, double d, double width, uint32_t colour) {
  const soi_lane *const row = &m->model->lanes[lane];
  const double step = row->segments <= 1 ? 1e9 : fmax(row->segment_length, 1.0);
  mesh_point points[POINTS_MOST];
  uint32_t count = (uint32_t)fmin(ceil(fabs(s1 - s0) / step), POINTS_MOST - 1) + 1;
  if (count < 2) { count = 2; }
  for (uint32_t i = 0; i < count; ++i) {
    points[i] = at_height(soi_lane_at(m->model, lane, s0 + (s1 - s0) * i / (count - 1), d, NULL), 0.0);
  }
  scene_ribbon_add(m->frame, points, count, width, OVERLAY_HEIGHT, colour);
}

bool scene_lane_in_sight(const making *m, soi_lane_id lane) {
  const soi_lane *const row = &m->model->lanes[lane];
  const soi_point middle = soi_lane_at(m->model, lane, 0.5 * row->length, 0.0, NULL);
  return scene_camera_sees(m->camera, (float)middle.x, (float)middle.y, 0.0f, (float)(0.5 * row->length + row->width));
}
