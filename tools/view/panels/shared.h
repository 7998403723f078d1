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

/* By how much a figure of the cards differs, with its sign, and the colour that says whether that is good; empty where one is unknown. */
ui_role difference_text(int figure, double first, double second, char *text, size_t size);

/* The list of events within the column. */
void panel_events(panels *self, ui_rect rect);
/* The colour of an event, in lists and on the timeline. */
ui_role event_role(uint32_t kind);

/* What is clicked in the picture. */
void pick_frame(panels *self);

/* The target still stands for what was chosen; false when it is gone. */
bool target_lives(const soi_world *world, panels_target target);
/* Where it is on the map; false when it has no place (aboard, in a depot). */
bool target_place(const panels *self, panels_target target, soi_point *place);
void choose(panels *self, panels_target target, bool follow);
/* The camera goes on with what is followed. */
void follow_frame(panels *self);

/* Whether it is so now. */
bool claim_holds(const soi_world *world, const soi_claim_definition *claim);

/* The tour's next stop, when its time has come. */
void tour_frame(panels *self);

void use_tool(panels *self, panels_tool tool);
/* The tool in hand is used at a point of the map; false when it is not possible there. */
bool use_tool_at(panels *self, soi_point at, panels_target what);

/* What keys ask for: first of the time, then of the camera, of tools and of the window. */
typedef enum action {
  ACTION_NONE,
  ACTION_PAUSE,
  ACTION_STEP,
  ACTION_SLOWER,
  ACTION_FASTER,
  ACTION_REAL_TIME,
  ACTION_FASTEST,
  ACTION_BACK,
  ACTION_ON,
  ACTION_BACK_FAR,
  ACTION_ON_FAR,
  ACTION_START,
  ACTION_MAP,
  ACTION_OBLIQUE,
  ACTION_FOLLOW,
  ACTION_RIDE,
  ACTION_NEXT_CART,
  ACTION_ZOOM_IN,
  ACTION_ZOOM_OUT,
  ACTION_TURN_LEFT,
  ACTION_TURN_RIGHT,
  ACTION_TILT_UP,
  ACTION_TILT_DOWN,
  ACTION_HIDE,
  ACTION_SET,
  ACTION_THEME,
  ACTION_LANGUAGE,
  ACTION_OVERLAY,
  ACTION_LAYERS,
  ACTION_PEDESTRIAN,
  ACTION_VAN,
  ACTION_BREAKDOWN,
  ACTION_RAIN,
  ACTION_CROWD,
  ACTION_TOUR,
  ACTION_FULLSCREEN,
  ACTION_SCREENSHOT,
  ACTION_HELP,
  ACTION_ESCAPE,
  ACTION_QUIT
} action;

action key_action(const char *key, bool shift);
/* What a key does, in words, and the key: for tool tips. */
void key_tip(const panels *self, const char *key, bool shift, char *text, size_t size);
/* A button that presses a key, once all panels are drawn. */
void key_button(panels *self, const char *key, ui_rect rect, ui_icon icon, bool on);

static inline const char *tell(const panels *self, word which) { return word_of(self->language, which); }
static inline float px(const panels *self, float points) { return ui_px(self->ui, points); }
static inline double clock_of(const panels *self) { return self->model->start + self->frame->time; }
/* Switches the overlay of a key. */
void switch_overlay(panels *self, const char *key);

#endif
