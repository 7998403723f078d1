/* Places on lanes, for the loops that ask for one or two a body and step: soi_lane_at without a call. */
#ifndef SOI_LANE_AT_H
#define SOI_LANE_AT_H

#include <soi/model.h>

#include "fmath.h"

/* The map position of (s, d) on a lane, s clamped to it, and its direction as a unit vector if not null. */
static inline soi_point soi_lane_place(const soi_model *model, soi_lane_id lane, double s, double d, soi_point *direction) {
  const soi_lane *const row = &model->lanes[lane];
  const double steps = soi_clamp(s, 0.0, row->length) / row->segment_length;
  const uint32_t whole = (uint32_t)steps, i = whole < row->segments ? whole : row->segments - 1;
  const double f = steps - (double)i;
  /* Place and heading are both interpolated, so that a body beside the lane's middle turns and moves without jumps. */
  const soi_point *const p = &model->points[row->first_point + i], *const h = &model->headings[row->first_point + i];
  const soi_point middle = {soi_lerp(p[0].x, p[1].x, f), soi_lerp(p[0].y, p[1].y, f)};
  if (d == 0.0 && direction == NULL) { return middle; }
  soi_point heading = h[0];
  if (row->segments > 1) {
    const soi_point turned = {soi_lerp(h[0].x, h[1].x, f), soi_lerp(h[0].y, h[1].y, f)};
    const double length = soi_hypot(turned.x, turned.y), scale = 1.0 / length;
    heading = length > 0.0 ? (soi_point){turned.x * scale, turned.y * scale} : (soi_point){1.0, 0.0};
  }
  if (direction != NULL) { *direction = heading; }
  return (soi_point){middle.x + -heading.y * d, middle.y + heading.x * d};
}

#endif
