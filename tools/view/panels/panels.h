/* What stands around the picture, and what the presenter asks for with it. Each frame the panels are given the run as it is drawn and say
 * what there is; they steer the play themselves and leave what concerns the camera and the window as wishes to the program. */
#ifndef PANELS_H
#define PANELS_H

#include "overlays.h"
#include "play.h"
#include "ui.h"

typedef enum panels_language { PANELS_EN, PANELS_TH, PANELS_JA, PANELS_LANGUAGES } panels_language;
/* How much there is: for an audience, for engineers, or nothing at all. */
typedef enum panels_set { PANELS_LAY, PANELS_ENGINEER, PANELS_SETS } panels_set;
typedef enum panels_kind { PANELS_NOTHING, PANELS_CART, PANELS_VEHICLE, PANELS_PERSON, PANELS_STOP } panels_kind;

/* What has been pointed at. generation tells a newcomer in the same row from it. */
typedef struct panels_target {
  panels_kind kind;
  uint32_t row, generation;
} panels_target;

typedef enum panels_tool { TOOL_NONE, TOOL_PEDESTRIAN, TOOL_VAN, TOOL_BREAKDOWN, TOOL_RAIN, TOOL_CROWD, TOOL_COUNT } panels_tool;

/* A view that is asked for. */
typedef struct panels_shot {
  soi_camera_kind camera;
  panels_kind kind; /* PANELS_CART: row is the cart; PANELS_NOTHING: the place, or the whole map */
  uint32_t row;
  bool has_place;
  soi_point place;
  double distance; /* m; 0: as suits the camera */
  bool has_heading;
  double heading; /* degrees clockwise from north */
  double seconds; /* of the move */
} panels_shot;

/* What the program is to do; it clears what it has done. */
typedef struct panels_wishes {
  bool quit, fullscreen, screenshot;
  bool shoot;
  panels_shot shot;
  float turn, tilt, zoom, pan_x, pan_y; /* by keys: steps */
} panels_wishes;

/* The picture, for what panels draw into it and what is clicked in it. Pixels from the top left; metres. */
typedef struct panels_scene {
  void *context;
  bool (*vehicle_at)(void *context, uint32_t row, double at[3]);
  bool (*person_at)(void *context, uint32_t row, double at[3]);
  bool (*project)(void *context, const double at[3], float *x, float *y);
  bool (*ground)(void *context, float x, float y, soi_point *at);
  bool (*hidden)(void *context, const double at[3]); /* behind a building */
} panels_scene;

typedef struct panels {
  const soi_model *model;
  play *run;
  const play_frame *frame;
  const panels_scene *scene;
  ui *ui;
  panels_language language;
  panels_set set;
  bool hidden, help, dark, kiosk, tour;
  bool halves;       /* another run stands in the right half: what would cover the left one is left out */
  bool still;        /* a picture or a film, and nobody at the keys */
  unsigned overlays; /* bits of scene_overlay */
  bool layers;       /* all that can be shown is listed */
  panels_tool tool;
  panels_target chosen;
  bool following; /* the camera goes with what is chosen */
  uint32_t tab;   /* of the right column */
  uint32_t crowd; /* the people flow that a crowd is called of */
  double rate;    /* pictures a second, for the engineer */
  panels_wishes wishes;
  /* within: */
  uint32_t tour_stop;   /* row of the tour's stop shown, from 1; 0: none yet */
  double caption_since; /* s on the wall */
  double claim_held;    /* when what it says was last so, s on the wall, ... */
  double claim_clock;   /* ... and in the run */
  uint32_t caption;     /* row of the caption shown */
  ui_point pressed_at;
  bool press_on_map;
  const char *pressed; /* key of the button that was pressed in this frame; null: none */
  double said_until;   /* a short message: until when, ... */
  char said[256];
  double sought;      /* time of the last seek while dragging, s on the wall */
  ui_rect caption_at; /* where the last frame's caption stood */
  ui_rect room;       /* what is left of the window in the middle */
} panels;

/* Metrics that the play must evaluate for the panels. */
extern const char *const panels_metrics[];
extern const uint32_t panels_metric_count;

void panels_init(panels *self, const soi_model *model, play *run, panels_language language, bool dark);
/* Pixels a point, for a window of so many pixels on a screen of this density (pixels to the system's point). */
float panels_scale(int width, int height, float density);
/* All panels of one frame, between ui_begin and ui_end. */
void panels_frame(panels *self, ui *kit, const play_frame *frame, const panels_scene *scene);
/* What lies over all else, the list of keys: after whatever else is drawn into the frame. */
void panels_over(panels *self);
/* The names of carts, stops and places of another run into the same frame, without panels. */
void panels_labels(panels *self, ui *kit, const play_frame *frame, const panels_scene *scene);
/* What was changed in a second run, "service.hold=none", in words for an audience; name: what its scenario is called, if it is another. */
void panels_change_words(panels_language language, const char *change, const soi_name *name, char *text, size_t size);
/* Two runs side by side: over each half a card with the run's name and figures, over the second also by how much they differ. */
void panels_compare(panels *self, const play_frame *second, const char *change, float width);
/* A key by its name ("Space", "F1", "A", "Left"); false when it has no meaning. */
bool panels_key(panels *self, const char *name, bool shift);
/* Whether the pointer belongs to the panels: then the camera does not answer to it. */
bool panels_have_pointer(const panels *self, const ui *kit);
/* A short message at the bottom for some seconds. */
void panels_say(panels *self, const char *text);
/* That a picture was saved there, or could not be. */
void panels_say_saved(panels *self, const char *path, bool saved);
/* What a run is called, for the window: its name and its place. */
void panels_window_title(const panels *self, char *text, size_t size);
/* Starts the scripted tour, or ends it. */
void panels_set_tour(panels *self, bool on);

/* 0xRRGGBB of a cause of lost time, the same wherever it is shown. */
uint32_t panels_cause_colour(uint32_t cause, bool dark);

/* The keys, for the help panel and for documents: key number i, null past the end. */
typedef struct panels_key_row {
  const char *key;                     /* as SDL names it */
  const char *words[PANELS_LANGUAGES]; /* what it does */
  bool shift;
} panels_key_row;
const panels_key_row *panels_key_at(uint32_t i);

/* What explains the picture: overlay number i, whose bit is 1 << i; null past the end. */
typedef struct panels_overlay_row {
  const char *name, *key;
  const char *words[OVERLAY_LANGUAGES];
  overlay_mark marks[OVERLAY_MARKS];
} panels_overlay_row;
const panels_overlay_row *panels_overlay_at(uint32_t i);

#endif
