/* Small charts without axes: the figures beside them say the numbers. */
#include <math.h>

#include "ui.h"

enum { MOST_POINTS = 512 };

static float greatest(const ui_series *series) {
  float most = 1e-6f;
  for (uint32_t i = 0; i < series->count; ++i) { most = fmaxf(most, series->values[i]); }
  return most;
}

/* The mean of the values that fall on one point of the chart; negative without any. */
static float value_at(const ui_series *series, uint32_t point, uint32_t stride) {
  float sum = 0.0f;
  uint32_t count = 0;
  for (uint32_t i = point * stride; i < (point + 1) * stride && i < series->count; ++i) {
    if (series->values[i] < 0.0f) { continue; }
    sum += series->values[i];
    ++count;
  }
  return count > 0 ? sum / (float)count : -1.0f;
}

static void draw_stretch(ui *self, const ui_series *series, const ui_point *points, uint32_t count, float base) {
  const uint32_t colour = ui_paint(self, series->role);
  if (series->filled) { list_area(&self->list, points, count, base, theme_faded(colour, 0.18f)); }
  if (count == 1) { list_circle(&self->list, points[0], ui_px(self, 1.5f), colour); }
  list_line(&self->list, points, count, fmaxf(1.25f * self->input.scale, 1.0f), colour);
}

float ui_spark(ui *self, ui_rect rect, const ui_series *series) {
  const float top = series->top > 0.0f ? series->top : greatest(series);
  const uint32_t span = series->span > 1 ? series->span : 2, stride = (span + MOST_POINTS - 1) / MOST_POINTS;
  ui_point points[MOST_POINTS];
  uint32_t count = 0;
  const float base = rect.bottom;
  list_rect(&self->list, (ui_rect){rect.left, base, rect.right, base + 1.0f}, ui_paint(self, UI_LINE));
  for (uint32_t i = 0; i * stride < series->count; ++i) {
    const float value = value_at(series, i, stride);
    if (value < 0.0f) {
      draw_stretch(self, series, points, count, base);
      count = 0;
      continue;
    }
    const float x = rect.left + rect_width(rect) * ((float)(i * stride) + 0.5f) / (float)span;
    points[count++] = (ui_point){fminf(x, rect.right), base - rect_height(rect) * fminf(value / top, 1.0f)};
  }
  if (count > 0) {
    draw_stretch(self, series, points, count, base);
    list_circle(&self->list, points[count - 1], ui_px(self, 2.5f), ui_paint(self, series->role));
  }
  return top;
}

void ui_parts(ui *self, ui_rect rect, const float *values, const ui_role *roles, uint32_t count) {
  float sum = 0.0f;
  for (uint32_t i = 0; i < count; ++i) { sum += fmaxf(values[i], 0.0f); }
  const float radius = ui_px(self, 3.0f), gap = fmaxf(1.0f, ui_px(self, 1.5f));
  if (sum <= 0.0f) {
    list_round(&self->list, rect, radius, ui_paint(self, UI_FIELD));
    return;
  }
  float left = rect.left;
  for (uint32_t i = 0; i < count; ++i) {
    const float width = rect_width(rect) * fmaxf(values[i], 0.0f) / sum;
    const ui_rect part = {left, rect.top, left + width - gap, rect.bottom};
    if (width > gap) { list_round(&self->list, part, radius, ui_paint(self, roles[i])); }
    left += width;
  }
}
