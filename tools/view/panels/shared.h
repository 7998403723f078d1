/* What the panels share among themselves. */
#ifndef PANELS_SHARED_H
#define PANELS_SHARED_H

#include "panels.h"
#include "words.h"

/* Each draws one panel. */
void panel_status(panels *self);
void panel_figures(panels *self);
void panel_lists(panels *self);
void panel_inspector(panels *self, ui_rect rect);
float panel_inspector_height(panels *self);
void panel_timeline(panels *self);
void panel_captions(panels *self);
void panel_tools(panels *self);
void panel_legend(panels *self);
void panel_help(panels *self);
void panel_labels(panels *self);

/* What is clicked in the picture. */
void pick_frame(panels *self);
/* The target still stands for what was chosen; false when it is gone. */
bool target_lives(const soi_world *world, panels_target target);
panels_target target_cart(const soi_world *world, uint32_t cart);
/* Where it is on the map; false when it has no place (aboard, in a depot). */
bool target_place(const panels *self, panels_target target, soi_point *place);
void choose(panels *self, panels_target target, bool follow);

/* The tour's next stop, when its time has come. */
void tour_frame(panels *self);

/* Speeds that the keys and buttons step through. */
void step_speed(panels *self, int by);
void seek_by(panels *self, double seconds);
/* The colour of an event, in lists and on the timeline. */
ui_role event_role(uint32_t kind);
void use_tool(panels *self, panels_tool tool);
/* The tool in hand is used at a point of the map; false when it is not possible there. */
bool use_tool_at(panels *self, soi_point at, panels_target what);

static inline const char *tell(const panels *self, word which) { return word_of(self->language, which); }
static inline float px(const panels *self, float points) { return ui_px(self->ui, points); }
static inline double clock_of(const panels *self) { return self->model->definition->scenario.start + self->frame->time; }
/* Switches the overlay of a key. */
void switch_overlay(panels *self, const char *key);
static inline bool overlay_is_on(const panels *self, const panels_overlay_row *row) {
  return (self->overlays & (unsigned)row->overlay) != 0;
}
/* What a key does, in words, and the key: for tool tips. */
void key_tip(const panels *self, const char *key, bool shift, char *text, size_t size);
/* "07:12" or "07:12:30" of seconds after midnight. */
void clock_text(double clock, bool seconds, char *text, size_t size);
/* "3:07" minutes, or "42 s" below two minutes. */
void span_text(double seconds, char *text, size_t size);

#endif
