/* Icons, drawn from shapes in a square of 16 x 16, so that they are sharp at any size. */
#include "ui.h"

/* The square of one icon being drawn. */
typedef struct pen {
  ui_list *list;
  ui_rect rect;
  uint32_t colour;
} pen;

static ui_point at(const pen *p, float x, float y) {
  return (ui_point){p->rect.left + x / 16.0f * rect_width(p->rect), p->rect.top + y / 16.0f * rect_height(p->rect)};
}

static float size(const pen *p, float units) { return units / 16.0f * rect_width(p->rect); }

static void bar(const pen *p, float left, float top, float right, float bottom, float radius) {
  const ui_point a = at(p, left, top), b = at(p, right, bottom);
  list_round(p->list, (ui_rect){a.x, a.y, b.x, b.y}, size(p, radius), p->colour);
}

static void dot(const pen *p, float x, float y, float radius) { list_circle(p->list, at(p, x, y), size(p, radius), p->colour); }

static void triangle(const pen *p, float ax, float ay, float bx, float by, float cx, float cy) {
  const ui_point points[3] = {at(p, ax, ay), at(p, bx, by), at(p, cx, cy)};
  list_convex(p->list, points, 3, 1.0f, p->colour);
}

static void stroke(const pen *p, float ax, float ay, float bx, float by) {
  const ui_point points[2] = {at(p, ax, ay), at(p, bx, by)};
  list_line(p->list, points, 2, size(p, 1.7f), p->colour);
}

static void ring(const pen *p, float x, float y, float radius) {
  const ui_point a = at(p, x - radius, y - radius), b = at(p, x + radius, y + radius);
  list_frame(p->list, (ui_rect){a.x, a.y, b.x, b.y}, size(p, radius), size(p, 1.6f), p->colour);
}

static void person(const pen *p, float x, float y, float scale) {
  dot(p, x, y + 3.2f * scale, 2.5f * scale);
  bar(p, x - 3.6f * scale, y + 6.8f * scale, x + 3.6f * scale, y + 14.5f * scale, 3.0f * scale);
}

static void van(const pen *p) {
  bar(p, 1.0f, 4.0f, 10.0f, 12.0f, 1.2f);
  bar(p, 10.6f, 6.5f, 15.0f, 12.0f, 1.2f);
  dot(p, 4.5f, 12.5f, 2.0f);
  dot(p, 12.0f, 12.5f, 2.0f);
}

static void sun(const pen *p) {
  dot(p, 8.0f, 8.0f, 3.2f);
  for (int i = 0; i < 4; ++i) {
    const float dx = i % 2 == 0 ? 1.0f : 0.7071f, dy = i == 0 ? 0.0f : i == 2 ? 1.0f : i == 1 ? 0.7071f : -0.7071f;
    const float x = i == 2 ? 0.0f : dx;
    stroke(p, 8.0f + 5.0f * x, 8.0f + 5.0f * dy, 8.0f + 7.0f * x, 8.0f + 7.0f * dy);
    stroke(p, 8.0f - 5.0f * x, 8.0f - 5.0f * dy, 8.0f - 7.0f * x, 8.0f - 7.0f * dy);
  }
}

static void drop(const pen *p) {
  dot(p, 8.0f, 10.2f, 4.3f);
  triangle(p, 8.0f, 1.0f, 4.1f, 8.6f, 11.9f, 8.6f);
}

static void lines(const pen *p) {
  for (int i = 0; i < 3; ++i) {
    bar(p, 1.5f, 2.8f + 4.4f * (float)i, 3.5f, 4.6f + 4.4f * (float)i, 0.9f);
    bar(p, 5.0f, 2.8f + 4.4f * (float)i, 14.5f, 4.6f + 4.4f * (float)i, 0.9f);
  }
}

static void warning(const pen *p) {
  const ui_point sign[] = {at(p, 8.0f, 1.8f), at(p, 15.0f, 13.8f), at(p, 1.0f, 13.8f), at(p, 8.0f, 1.8f), at(p, 15.0f, 13.8f)};
  list_line(p->list, sign, 5, size(p, 1.6f), p->colour);
  bar(p, 7.2f, 6.0f, 8.8f, 10.2f, 0.8f);
  dot(p, 8.0f, 12.0f, 0.95f);
}

static void question(const pen *p) {
  ring(p, 8.0f, 8.0f, 7.0f);
  const ui_point hook[] = {at(p, 5.8f, 6.4f), at(p, 6.5f, 4.7f), at(p, 8.2f, 4.2f), at(p, 9.9f, 5.2f),
                           at(p, 9.9f, 6.8f), at(p, 8.1f, 8.2f), at(p, 8.0f, 9.4f)};
  list_line(p->list, hook, 7, size(p, 1.6f), p->colour);
  dot(p, 8.0f, 11.8f, 1.0f);
}

static void eye(const pen *p) {
  const ui_point lid[] = {at(p, 1.0f, 8.0f),   at(p, 4.2f, 4.6f),  at(p, 8.0f, 3.5f),  at(p, 11.8f, 4.6f), at(p, 15.0f, 8.0f),
                          at(p, 11.8f, 11.4f), at(p, 8.0f, 12.5f), at(p, 4.2f, 11.4f), at(p, 1.0f, 8.0f)};
  list_line(p->list, lid, 9, size(p, 1.5f), p->colour);
  dot(p, 8.0f, 8.0f, 2.4f);
}

static void camera(const pen *p) {
  bar(p, 1.0f, 4.0f, 11.0f, 12.5f, 1.8f);
  triangle(p, 11.6f, 8.0f, 15.4f, 4.6f, 15.4f, 11.8f);
}

static void moon(const pen *p) {
  ui_point points[14];
  static const float outer[7][2] = {{9.0f, 1.5f}, {4.5f, 3.0f}, {2.3f, 7.0f}, {3.2f, 11.2f}, {6.6f, 13.9f}, {10.8f, 13.6f}, {13.6f, 11.0f}};
  static const float inner[7][2] = {{13.6f, 11.0f}, {10.6f, 11.2f}, {8.2f, 9.8f}, {7.0f, 7.6f}, {7.0f, 5.2f}, {7.8f, 3.2f}, {9.0f, 1.5f}};
  for (int i = 0; i < 7; ++i) { points[i] = at(p, outer[i][0], outer[i][1]), points[7 + i] = at(p, inner[i][0], inner[i][1]); }
  list_line(p->list, points, 14, size(p, 1.5f), p->colour);
}

static void stack(const pen *p) {
  const ui_point sheet[] = {at(p, 8.0f, 1.8f), at(p, 14.8f, 5.4f), at(p, 8.0f, 9.0f), at(p, 1.2f, 5.4f)};
  list_convex(p->list, sheet, 4, 1.0f, p->colour);
  for (int i = 0; i < 2; ++i) {
    const float down = 3.0f * (float)i;
    const ui_point edge[] = {at(p, 1.4f, 8.2f + down), at(p, 8.0f, 11.7f + down), at(p, 14.6f, 8.2f + down)};
    list_line(p->list, edge, 3, size(p, 1.4f), p->colour);
  }
}

void ui_draw_icon(ui *self, ui_rect rect, ui_icon icon, uint32_t colour) {
  const pen p = {&self->list, rect, colour};
  switch (icon) {
    case UI_PLAY: triangle(&p, 4.0f, 2.0f, 14.0f, 8.0f, 4.0f, 14.0f); break;
    case UI_PAUSE: bar(&p, 3.5f, 2.5f, 6.7f, 13.5f, 1.0f), bar(&p, 9.3f, 2.5f, 12.5f, 13.5f, 1.0f); break;
    case UI_STEP: triangle(&p, 3.0f, 2.5f, 10.5f, 8.0f, 3.0f, 13.5f), bar(&p, 11.0f, 2.5f, 13.2f, 13.5f, 0.8f); break;
    case UI_TO_START: triangle(&p, 13.0f, 2.5f, 5.5f, 8.0f, 13.0f, 13.5f), bar(&p, 2.8f, 2.5f, 5.0f, 13.5f, 0.8f); break;
    case UI_SLOWER: triangle(&p, 8.0f, 3.0f, 1.5f, 8.0f, 8.0f, 13.0f), triangle(&p, 14.5f, 3.0f, 8.0f, 8.0f, 14.5f, 13.0f); break;
    case UI_FASTER: triangle(&p, 1.5f, 3.0f, 8.0f, 8.0f, 1.5f, 13.0f), triangle(&p, 8.0f, 3.0f, 14.5f, 8.0f, 8.0f, 13.0f); break;
    case UI_PERSON: person(&p, 8.0f, 0.5f, 1.0f); break;
    case UI_CROWD: person(&p, 3.6f, 2.5f, 0.72f), person(&p, 12.4f, 2.5f, 0.72f), person(&p, 8.0f, 3.5f, 0.8f); break;
    case UI_VAN: van(&p); break;
    case UI_WARNING: warning(&p); break;
    case UI_RAIN_DROP: drop(&p); break;
    case UI_CAMERA: camera(&p); break;
    case UI_HELP: question(&p); break;
    case UI_CLOSE: stroke(&p, 3.5f, 3.5f, 12.5f, 12.5f), stroke(&p, 12.5f, 3.5f, 3.5f, 12.5f); break;
    case UI_SUN: sun(&p); break;
    case UI_MOON: moon(&p); break;
    case UI_TARGET: ring(&p, 8.0f, 8.0f, 6.0f), dot(&p, 8.0f, 8.0f, 2.0f); break;
    case UI_EYE: eye(&p); break;
    case UI_LIST_ICON: lines(&p); break;
    case UI_TOUR: triangle(&p, 5.5f, 4.0f, 12.5f, 8.0f, 5.5f, 12.0f), ring(&p, 8.0f, 8.0f, 7.2f); break;
    case UI_LAYERS: stack(&p); break;
    case UI_NO_ICON: break;
  }
}
