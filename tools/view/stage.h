/* All that is open while something is shown, and the drawing of one moment of it. */
#ifndef SOI_VIEW_STAGE_H
#define SOI_VIEW_STAGE_H

#include "archive.h"
#include "desk.h"
#include "draw.h"
#include "look.h"
#include "losses.h"
#include "play.h"
#include "session.h"
#include "settings.h"
#include "window.h"

typedef struct stage {
  settings settings;
  tool_session session;
  archive archive;
  scene_place *scene;
  scene_frame frame;
  look look;
  losses losses;
  window window;
  drawer *drawer;
  play *play;
  beside *beside; /* null when there is none */
  desk desk;
  double shown; /* s that pictures have been shown for */
} stage;

/* Reads the scenario or the recording and opens everything; hidden: without a display. False after messages; *code is then the exit code. */
bool stage_open(stage *self, const tool_arguments *arguments, bool hidden, int *code);
/* False when a recording could not be written, after a message. */
bool stage_close(stage *self);
/* Draws a moment of the run: seconds have passed since the last picture (huge: the camera is there at once). all: nothing simplified. */
void stage_draw(stage *self, const play_frame *moment, double seconds, int width, int height, const draw_quality *quality, bool all);

/* Writes the picture drawn last into a PNG; false after a message. */
bool picture_save(stage *self, const char *path, int width, int height);

/* The ways to show a scenario; each returns the exit code. */
int picture_take(stage *self);
int film_make(stage *self);
int window_run(stage *self);
int pictures_measure(stage *self);

#endif
