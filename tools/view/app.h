/* All that is open while something is shown, and the drawing of one moment of it. */
#ifndef SOI_VIEW_APP_H
#define SOI_VIEW_APP_H

#include "archive.h"
#include "controls.h"
#include "draw.h"
#include "viewpoint.h"
#include "lost_time.h"
#include "play.h"
#include "session.h"
#include "settings.h"
#include "window.h"

typedef struct app {
  settings settings;
  tool_session session;
  archive archive;
  scene_place *scene;
  scene_frame frame;
  viewpoint viewpoint;
  lost_time lost_time;
  window window;
  drawer *drawer;
  play *play;
  beside *beside; /* null when there is none */
  controls controls;
  double shown; /* s that pictures have been shown for */
} app;

/* Reads the scenario or the recording and opens everything; hidden: without a display. False after messages; *code is then the exit code. */
bool app_open(app *self, const tool_arguments *arguments, bool hidden, int *code);
/* False when a recording could not be written, after a message. */
bool app_close(app *self);
/* Draws a moment of the run: seconds have passed since the last picture (huge: the camera is there at once). exact: a second run is brought
 * to the same moment, and at the best quality nothing is simplified. */
void app_draw(app *self, const play_frame *moment, double seconds, int width, int height, const draw_quality *quality, bool exact);

/* Writes the picture drawn last into a PNG; false after a message. */
bool picture_save(app *self, const char *path, int width, int height);

/* The ways to show a scenario; each returns the exit code. */
int picture_take(app *self);
int film_make(app *self);
int window_run(app *self);
int pictures_measure(app *self);

#endif
