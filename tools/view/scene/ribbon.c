/* Coloured bands on the ground: planned paths, overlays. */
#include <math.h>
#include <stdlib.h>

#include "scene.h"

static void add_vertex(scene_frame *frame, double x, double y, double z, uint32_t colour) {
  if (frame->ribbon_count == frame->ribbon_capacity) {
    frame->ribbon_capacity = frame->ribbon_capacity * 2 + 256;
    frame->ribbons = realloc(frame->ribbons, frame->ribbon_capacity * sizeof *frame->ribbons);
    SOI_ASSERT(frame->ribbons != NULL);
  }
  frame->ribbons[frame->ribbon_count++] = (scene_ribbon_vertex){
      (float)x, (float)y, (float)z, (uint8_t)(colour >> 24), (uint8_t)(colour >> 16), (uint8_t)(colour >> 8), (uint8_t)colour};
}

void scene_ribbon_add(scene_frame *frame, const mesh_point *points, uint32_t count, double width, double z, uint32_t colour) {
  double left[2][3], right[2][3];
  for (uint32_t i = 0; i < count; ++i) {
    const mesh_point a = points[i > 0 ? i - 1 : 0], b = points[i + 1 < count ? i + 1 : i], p = points[i];
    const double length = fmax(hypot(b.x - a.x, b.y - a.y), 1e-9), half = 0.5 * width;
    const double nx = -(b.y - a.y) / length * half, ny = (b.x - a.x) / length * half;
    const int now = (int)(i & 1u), last = 1 - now;
    left[now][0] = p.x + nx, left[now][1] = p.y + ny, left[now][2] = p.z + z;
    right[now][0] = p.x - nx, right[now][1] = p.y - ny, right[now][2] = p.z + z;
    if (i == 0) { continue; }
    const double *const corners[6] = {right[last], right[now], left[now], right[last], left[now], left[last]};
    for (int k = 0; k < 6; ++k) { add_vertex(frame, corners[k][0], corners[k][1], corners[k][2], colour); }
  }
}

void scene_ribbon_vertex_add(scene_frame *frame, mesh_point at, uint32_t colour) { add_vertex(frame, at.x, at.y, at.z, colour); }

void scene_ribbon_triangle(scene_frame *frame, const mesh_point corners[3], uint32_t colour) {
  for (int i = 0; i < 3; ++i) { add_vertex(frame, corners[i].x, corners[i].y, corners[i].z, colour); }
}
