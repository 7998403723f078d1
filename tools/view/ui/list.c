/* Triangles in pixels. */
#include "list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atlas.h"

enum { CORNER_STEPS = 6, MOST_CORNERS = 64 };

ui_rect rect_common(ui_rect a, ui_rect b) {
  const ui_rect common = {fmaxf(a.left, b.left), fmaxf(a.top, b.top), fminf(a.right, b.right), fminf(a.bottom, b.bottom)};
  return common.right > common.left && common.bottom > common.top ? common : (ui_rect){common.left, common.top, common.left, common.top};
}

ui_rect rect_cut_top(ui_rect *rect, float height) {
  const ui_rect strip = {rect->left, rect->top, rect->right, fminf(rect->top + height, rect->bottom)};
  rect->top = strip.bottom;
  return strip;
}

ui_rect rect_cut_bottom(ui_rect *rect, float height) {
  const ui_rect strip = {rect->left, fmaxf(rect->bottom - height, rect->top), rect->right, rect->bottom};
  rect->bottom = strip.top;
  return strip;
}

ui_rect rect_cut_left(ui_rect *rect, float width) {
  const ui_rect strip = {rect->left, rect->top, fminf(rect->left + width, rect->right), rect->bottom};
  rect->left = strip.right;
  return strip;
}

ui_rect rect_cut_right(ui_rect *rect, float width) {
  const ui_rect strip = {fmaxf(rect->right - width, rect->left), rect->top, rect->right, rect->bottom};
  rect->right = strip.left;
  return strip;
}

/* --- memory ---------------------------------------------------------------------------------------------------------- */

/* Room for more items; the program ends without memory, as nothing could be shown. */
static void *grown(void *items, uint32_t needed, uint32_t *capacity, size_t size) {
  if (needed <= *capacity) { return items; }
  *capacity = needed > 2 * *capacity ? needed + 256 : 2 * *capacity;
  void *more = realloc(items, *capacity * size);
  if (more == NULL) { abort(); }
  return more;
}

void list_close(ui_list *list) {
  free(list->vertices);
  free(list->indices);
  free(list->batches);
  *list = (ui_list){0};
}

static void begin_batch(ui_list *list) {
  list->batches = grown(list->batches, list->batch_count + 1, &list->batch_capacity, sizeof *list->batches);
  list->batches[list->batch_count++] = (ui_batch){list->clip, list->index_count, 0};
}

void list_begin(ui_list *list, ui_rect clip) {
  list->vertex_count = list->index_count = list->batch_count = 0;
  list->clip = clip;
  begin_batch(list);
}

void list_clip(ui_list *list, ui_rect clip) {
  if (memcmp(&list->clip, &clip, sizeof clip) == 0) { return; }
  list->clip = clip;
  if (list->batches[list->batch_count - 1].count == 0) {
    list->batches[list->batch_count - 1].clip = clip;
  } else {
    begin_batch(list);
  }
}

/* Room for so many vertices and indices; returns the first vertex. */
static uint32_t reserve(ui_list *list, uint32_t vertices, uint32_t indices) {
  list->vertices = grown(list->vertices, list->vertex_count + vertices, &list->vertex_capacity, sizeof *list->vertices);
  list->indices = grown(list->indices, list->index_count + indices, &list->index_capacity, sizeof *list->indices);
  return list->vertex_count;
}

static void add_triangle(ui_list *list, uint32_t a, uint32_t b, uint32_t c) {
  uint32_t *index = list->indices + list->index_count;
  index[0] = a;
  index[1] = b;
  index[2] = c;
  list->index_count += 3;
  list->batches[list->batch_count - 1].count += 3;
}

static void add_quad(ui_list *list, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  add_triangle(list, a, b, c);
  add_triangle(list, a, c, d);
}

static void add_vertex(ui_list *list, float x, float y, float u, float v, uint32_t colour) {
  list->vertices[list->vertex_count++] =
      (ui_vertex){x, y, u, v, (uint8_t)(colour >> 24), (uint8_t)(colour >> 16), (uint8_t)(colour >> 8), (uint8_t)colour};
}

/* A vertex of the full pixels. */
static void add_solid(ui_list *list, float x, float y, uint32_t colour) {
  add_vertex(list, x, y, 2.0f / ATLAS_WIDTH, 2.0f / ATLAS_HEIGHT, colour);
}

void list_add(ui_list *list, const ui_list *other) {
  if (other->vertex_count == 0) { return; }
  const uint32_t first = reserve(list, other->vertex_count, other->index_count);
  memcpy(list->vertices + first, other->vertices, other->vertex_count * sizeof *other->vertices);
  list->vertex_count += other->vertex_count;
  for (uint32_t i = 0; i < other->batch_count; ++i) {
    const ui_batch *batch = &other->batches[i];
    list_clip(list, batch->clip);
    for (uint32_t k = 0; k < batch->count; ++k) { list->indices[list->index_count++] = first + other->indices[batch->first + k]; }
    list->batches[list->batch_count - 1].count += batch->count;
  }
}

/* --- shapes ---------------------------------------------------------------------------------------------------------- */

void list_rect(ui_list *list, ui_rect rect, uint32_t colour) {
  if (rect.right <= rect.left || rect.bottom <= rect.top) { return; }
  const uint32_t first = reserve(list, 4, 6);
  add_solid(list, rect.left, rect.top, colour);
  add_solid(list, rect.right, rect.top, colour);
  add_solid(list, rect.right, rect.bottom, colour);
  add_solid(list, rect.left, rect.bottom, colour);
  add_quad(list, first, first + 1, first + 2, first + 3);
}

static ui_point direction(ui_point from, ui_point to) {
  const float x = to.x - from.x, y = to.y - from.y, length = sqrtf(x * x + y * y);
  return length > 1e-6f ? (ui_point){x / length, y / length} : (ui_point){0.0f, 0.0f};
}

/* The normal of a corner between two edges, long enough that the edges move by one when the corner moves by it. */
static ui_point corner_normal(ui_point in, ui_point out) {
  const ui_point normal = {0.5f * (in.y + out.y), -0.5f * (in.x + out.x)};
  const float square = normal.x * normal.x + normal.y * normal.y;
  const float scale = square > 0.25f ? 1.0f / square : 4.0f * square;
  return (ui_point){normal.x * scale, normal.y * scale};
}

void list_convex(ui_list *list, const ui_point *points, uint32_t count, float fade, uint32_t colour) {
  if (count < 3 || count > MOST_CORNERS) { return; }
  float area = 0.0f;
  for (uint32_t i = 0; i < count; ++i) {
    const ui_point a = points[i], b = points[(i + 1) % count];
    area += a.x * b.y - a.y * b.x;
  }
  const float side = area > 0.0f ? 0.5f * fade : -0.5f * fade; /* outwards */
  const uint32_t first = reserve(list, 2 * count, 9 * count);
  for (uint32_t i = 0; i < count; ++i) {
    const ui_point here = points[i];
    const ui_point normal = corner_normal(direction(points[(i + count - 1) % count], here), direction(here, points[(i + 1) % count]));
    add_solid(list, here.x - normal.x * side, here.y - normal.y * side, colour);
    add_solid(list, here.x + normal.x * side, here.y + normal.y * side, colour & 0xffffff00u);
  }
  for (uint32_t i = 1; i + 1 < count; ++i) { add_triangle(list, first, first + 2 * i, first + 2 * (i + 1)); }
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t here = first + 2 * i, next = first + 2 * ((i + 1) % count);
    add_quad(list, here, here + 1, next + 1, next);
  }
}

/* The outline of a rounded rectangle; returns how many points. */
static uint32_t round_outline(ui_rect rect, float radius, ui_point points[MOST_CORNERS]) {
  radius = fminf(radius, 0.5f * fminf(rect_width(rect), rect_height(rect)));
  if (radius < 0.5f) {
    points[0] = (ui_point){rect.left, rect.top};
    points[1] = (ui_point){rect.right, rect.top};
    points[2] = (ui_point){rect.right, rect.bottom};
    points[3] = (ui_point){rect.left, rect.bottom};
    return 4;
  }
  const ui_point centres[4] = {{rect.right - radius, rect.bottom - radius},
                               {rect.left + radius, rect.bottom - radius},
                               {rect.left + radius, rect.top + radius},
                               {rect.right - radius, rect.top + radius}};
  uint32_t count = 0;
  for (int corner = 0; corner < 4; ++corner) {
    for (int i = 0; i <= CORNER_STEPS; ++i) {
      const float angle = 1.57079633f * ((float)corner + (float)i / CORNER_STEPS);
      points[count++] = (ui_point){centres[corner].x + radius * cosf(angle), centres[corner].y + radius * sinf(angle)};
    }
  }
  return count;
}

void list_soft(ui_list *list, ui_rect rect, float radius, float fade, uint32_t colour) {
  if (rect.right <= rect.left || rect.bottom <= rect.top) { return; }
  ui_point points[MOST_CORNERS];
  const uint32_t count = round_outline(rect, radius, points);
  list_convex(list, points, count, fade, colour);
}

void list_round(ui_list *list, ui_rect rect, float radius, uint32_t colour) { list_soft(list, rect, radius, 1.0f, colour); }

void list_circle(ui_list *list, ui_point centre, float radius, uint32_t colour) {
  list_round(list, (ui_rect){centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius}, radius, colour);
}

/* A band along a line, its edges fading over a pixel; closed lines join their ends. */
static void add_band(ui_list *list, const ui_point *points, uint32_t count, float thickness, bool closed, uint32_t colour) {
  const float half = 0.5f * fmaxf(thickness - 1.0f, 0.0f), outer = half + 1.0f;
  if (thickness < 1.0f) { colour = (colour & 0xffffff00u) | (uint32_t)((float)(colour & 0xffu) * thickness); }
  const uint32_t first = reserve(list, 4 * count, 18 * count), clear = colour & 0xffffff00u;
  for (uint32_t i = 0; i < count; ++i) {
    const ui_point here = points[i];
    const ui_point before = i > 0 ? points[i - 1] : closed ? points[count - 1] : here;
    const ui_point after = i + 1 < count ? points[i + 1] : closed ? points[0] : here;
    ui_point in = direction(before, here), out = direction(here, after);
    if (in.x == 0.0f && in.y == 0.0f) { in = out; }
    if (out.x == 0.0f && out.y == 0.0f) { out = in; }
    const ui_point normal = corner_normal(in, out);
    add_solid(list, here.x - normal.x * outer, here.y - normal.y * outer, clear);
    add_solid(list, here.x - normal.x * half, here.y - normal.y * half, colour);
    add_solid(list, here.x + normal.x * half, here.y + normal.y * half, colour);
    add_solid(list, here.x + normal.x * outer, here.y + normal.y * outer, clear);
  }
  for (uint32_t i = 0; i < (closed ? count : count - 1); ++i) {
    const uint32_t here = first + 4 * i, next = first + 4 * ((i + 1) % count);
    for (uint32_t strip = 0; strip < 3; ++strip) { add_quad(list, here + strip, here + strip + 1, next + strip + 1, next + strip); }
  }
}

void list_line(ui_list *list, const ui_point *points, uint32_t count, float thickness, uint32_t colour) {
  if (count >= 2) { add_band(list, points, count, thickness, false, colour); }
}

void list_frame(ui_list *list, ui_rect rect, float radius, float thickness, uint32_t colour) {
  if (rect_width(rect) <= thickness || rect_height(rect) <= thickness) { return; }
  ui_point points[MOST_CORNERS];
  const uint32_t count = round_outline(rect_inset(rect, 0.5f * thickness), radius - 0.5f * thickness, points);
  add_band(list, points, count, thickness, true, colour);
}

void list_area(ui_list *list, const ui_point *points, uint32_t count, float base, uint32_t colour) {
  if (count < 2) { return; }
  const uint32_t first = reserve(list, 2 * count, 6 * count);
  for (uint32_t i = 0; i < count; ++i) {
    add_solid(list, points[i].x, points[i].y, colour);
    add_solid(list, points[i].x, base, colour);
  }
  for (uint32_t i = 0; i + 1 < count; ++i) { add_quad(list, first + 2 * i, first + 2 * i + 1, first + 2 * i + 3, first + 2 * i + 2); }
}

void list_picture(ui_list *list, ui_point at, int x, int y, int width, int height, uint32_t colour) {
  const uint32_t first = reserve(list, 4, 6);
  const float left = roundf(at.x), top = roundf(at.y), right = left + (float)width, bottom = top + (float)height;
  const float u0 = (float)x / ATLAS_WIDTH, v0 = (float)y / ATLAS_HEIGHT;
  const float u1 = (float)(x + width) / ATLAS_WIDTH, v1 = (float)(y + height) / ATLAS_HEIGHT;
  add_vertex(list, left, top, u0, v0, colour);
  add_vertex(list, right, top, u1, v0, colour);
  add_vertex(list, right, bottom, u1, v1, colour);
  add_vertex(list, left, bottom, u0, v1, colour);
  add_quad(list, first, first + 1, first + 2, first + 3);
}
