/* What the kit hands to whoever draws: triangles in pixels with colours and places in the atlas, in batches by clip rectangle. Edges of
 * shapes fade out over a pixel, so they are smooth without multisampling. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ui_point {
  float x, y;
} ui_point;

/* A rectangle in pixels, y down. */
typedef struct ui_rect {
  float left, top, right, bottom;
} ui_rect;

static inline float rect_width(ui_rect rect) { return rect.right - rect.left; }
static inline float rect_height(ui_rect rect) { return rect.bottom - rect.top; }
static inline bool rect_holds(ui_rect rect, float x, float y) {
  return x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom;
}
static inline ui_rect rect_inset(ui_rect rect, float by) {
  return (ui_rect){rect.left + by, rect.top + by, rect.right - by, rect.bottom - by};
}
ui_rect rect_common(ui_rect a, ui_rect b);
/* Cuts a strip off a rectangle, which keeps the rest. */
ui_rect rect_cut_top(ui_rect *rect, float height);
ui_rect rect_cut_bottom(ui_rect *rect, float height);
ui_rect rect_cut_left(ui_rect *rect, float width);
ui_rect rect_cut_right(ui_rect *rect, float width);

typedef struct ui_vertex {
  float x, y;         /* pixels from the window's top left */
  float u, v;         /* 0..1 in the atlas */
  uint8_t r, g, b, a; /* not premultiplied */
} ui_vertex;

typedef struct ui_batch {
  ui_rect clip;
  uint32_t first, count; /* indices */
} ui_batch;

typedef struct ui_list {
  ui_vertex *vertices;
  uint32_t *indices;
  ui_batch *batches;
  uint32_t vertex_count, index_count, batch_count;
  uint32_t vertex_capacity, index_capacity, batch_capacity;
  ui_rect clip;
} ui_list;

void list_close(ui_list *list);
/* Empties it; memory is kept. */
void list_begin(ui_list *list, ui_rect clip);
/* From now on only this part is drawn. */
void list_clip(ui_list *list, ui_rect clip);
/* Adds all of another list. */
void list_add(ui_list *list, const ui_list *other);

/* Shapes; colours are 0xRRGGBBAA. */
void list_rect(ui_list *list, ui_rect rect, uint32_t colour);
void list_round(ui_list *list, ui_rect rect, float radius, uint32_t colour);
/* The same, fading out over so many pixels: a shadow. */
void list_soft(ui_list *list, ui_rect rect, float radius, float fade, uint32_t colour);
/* The edge of a rounded rectangle, inside it. */
void list_frame(ui_list *list, ui_rect rect, float radius, float thickness, uint32_t colour);
void list_circle(ui_list *list, ui_point centre, float radius, uint32_t colour);
/* A convex polygon, its corners in either sense; at most 64. */
void list_convex(ui_list *list, const ui_point *points, uint32_t count, float fade, uint32_t colour);
void list_line(ui_list *list, const ui_point *points, uint32_t count, float thickness, uint32_t colour);
/* The area between a line and a level. */
void list_area(ui_list *list, const ui_point *points, uint32_t count, float base, uint32_t colour);
/* A part of the atlas (in its pixels) at a place, pixel by pixel. */
void list_picture(ui_list *list, ui_point at, int x, int y, int width, int height, uint32_t colour);

#endif
