/* A small immediate-mode kit: each frame the panels say what there is, and are told at once what was pressed. Rectangles are pixels, sizes
 * are given in points and scaled to the screen by ui_px. Nothing here knows about windows, GL or soi. */
#ifndef UI_UI_H
#define UI_UI_H

#include <stddef.h>

#include "fonts.h"
#include "list.h"
#include "theme.h"

#define UI_FORMAT(at, first) __attribute__((format(printf, at, first)))

/* What the person did since the last frame. */
typedef struct ui_input {
  float width, height; /* of the window, pixels */
  float scale;         /* pixels a point */
  float x, y;          /* the pointer, pixels; negative outside the window */
  bool down;           /* main button or touch */
  float wheel;         /* notches, up positive */
  double time;         /* s, for what waits: tool tips */
  bool dark;           /* theme */
} ui_input;

enum { UI_MOST_AREAS = 24, UI_MOST_SCROLLS = 16, UI_TEXT = 512 };

typedef struct ui_scroll {
  uint32_t id;
  float offset;
} ui_scroll;

typedef struct ui {
  ui_fonts *fonts;
  ui_input input, before;
  ui_list list, over;   /* over: tool tips, on top of all */
  uint32_t hot, active; /* widget under the pointer, and the one that has been pressed */
  uint32_t next_hot;
  bool enabled;                                            /* false: widgets do not answer */
  ui_rect areas[UI_MOST_AREAS], last_areas[UI_MOST_AREAS]; /* covered by panels, in this frame and the last */
  uint32_t area_count, last_area_count;
  ui_scroll scrolls[UI_MOST_SCROLLS];
  uint32_t scroll_count;
  uint32_t tip;     /* the widget pointed at, ... */
  double tip_since; /* ... and since when */
  uint32_t frame;
} ui;

/* False, and why in message, when there are no fonts or no memory. */
bool ui_open(ui *self, char *message, size_t size);
void ui_close(ui *self);
void ui_begin(ui *self, const ui_input *input);
/* The frame's triangles; the atlas is fonts_atlas(self->fonts). */
const ui_list *ui_end(ui *self);

/* Whether the pointer is over a panel, or holds a widget: then it is not the camera's. */
bool ui_has_pointer(const ui *self);
float ui_px(const ui *self, float points);
uint32_t ui_paint(const ui *self, ui_role role);
/* A widget's number from its name and, in lists, its row. */
uint32_t ui_id(const char *name, uint32_t row);

/* --- text ------------------------------------------------------------------------------------------------------------ */

typedef enum ui_align { UI_LEFT, UI_CENTRE, UI_RIGHT } ui_align;

float ui_width(ui *self, ui_style style, const char *text);
float ui_line_height(ui *self, ui_style style);
/* One line in the middle of a rectangle's height; what does not fit ends in an ellipsis. */
void ui_text(ui *self, ui_rect rect, ui_style style, ui_role role, ui_align align, const char *text);
void ui_textf(ui *self, ui_rect rect, ui_style style, ui_role role, ui_align align, const char *format, ...) UI_FORMAT(6, 7);
/* Lines broken to a rectangle's width (between words; anywhere in Japanese and Thai). Returns their height; drawn false only measures. */
float ui_paragraph(ui *self, ui_rect rect, ui_style style, ui_role role, ui_align align, const char *text, bool drawn);

/* --- widgets --------------------------------------------------------------------------------------------------------- */

typedef struct ui_touch {
  bool hot, held, clicked, pressed; /* pressed: in this frame */
} ui_touch;
/* How the pointer deals with a rectangle. */
ui_touch ui_touch_of(ui *self, uint32_t id, ui_rect rect);

/* The rectangle is taken: the pointer is not the camera's there, and labels keep off it. */
void ui_cover(ui *self, ui_rect rect);
/* A card with a shadow, which takes the pointer; returns its inside. */
ui_rect ui_panel(ui *self, ui_rect rect);
void ui_separator(ui *self, ui_rect *rest);
/* Words over all else: their lower edge and middle, kept within the window. */
void ui_bubble(ui *self, float middle, float bottom, const char *text);
/* Shown after half a second over the widget. */
void ui_tip(ui *self, uint32_t id, ui_rect rect, const char *text);

typedef enum ui_icon {
  UI_NO_ICON,
  UI_PLAY,
  UI_PAUSE,
  UI_STEP,
  UI_TO_START,
  UI_SLOWER,
  UI_FASTER,
  UI_PERSON,
  UI_VAN,
  UI_WARNING,
  UI_RAIN_DROP,
  UI_CROWD,
  UI_CAMERA,
  UI_HELP,
  UI_CLOSE,
  UI_SUN,
  UI_MOON,
  UI_TARGET,
  UI_EYE,
  UI_LIST_ICON,
  UI_TOUR,
  UI_LAYERS
} ui_icon;
void ui_draw_icon(ui *self, ui_rect rect, ui_icon icon, uint32_t colour);

/* A button with an icon, a text, or both; chosen ones are filled. True when clicked. */
bool ui_button(ui *self, uint32_t id, ui_rect rect, ui_icon icon, const char *text, bool chosen, const char *tip);
/* One of several, side by side; true when *chosen changed. */
bool ui_choices(ui *self, const char *name, ui_rect rect, const char *const *texts, uint32_t count, uint32_t *chosen);
/* True while it is dragged to another value. */
bool ui_slider(ui *self, uint32_t id, ui_rect rect, float *share);
/* A row of a list: its background; true when clicked. */
bool ui_row(ui *self, uint32_t id, ui_rect rect, bool chosen);
/* A pill with a word in it; returns its width. */
float ui_badge(ui *self, ui_rect rect, ui_role back, ui_role ink, const char *text);

/* Scrolls what is taller than rect: returns how far up to draw it; clips until ui_scroll_end. */
float ui_scroll_begin(ui *self, uint32_t id, ui_rect rect, float content_height);
void ui_scroll_end(ui *self);

/* --- charts ---------------------------------------------------------------------------------------------------------- */

typedef struct ui_series {
  const float *values; /* negative: no value here */
  uint32_t count;      /* of a full width of so many: */
  uint32_t span;
  ui_role role;
  bool filled;
  float top; /* value at the top of the chart; 0: the greatest */
} ui_series;
/* A line over time without axes. Returns the value at its top. */
float ui_spark(ui *self, ui_rect rect, const ui_series *series);
/* Parts of a whole side by side in one bar. */
void ui_parts(ui *self, ui_rect rect, const float *values, const ui_role *roles, uint32_t count);
/* A share of a track: a battery, a load. */
void ui_gauge(ui *self, ui_rect rect, float share, ui_role role);

#endif
