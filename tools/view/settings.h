/* The command line of soi-view, read and checked. */
#ifndef SOI_VIEW_SETTINGS_H
#define SOI_VIEW_SETTINGS_H

#include "options.h"
#include "panels.h"

typedef struct settings {
  const char *scenario;                          /* or a recording */
  const char *picture, *video, *record, *beside; /* null when not asked for */
  const char *camera;
  double from, to; /* s after midnight; negative when not given */
  double speed;
  uint32_t rate;    /* pictures a second of the film */
  int quality;      /* row of draw_qualities; negative: by the time a picture takes */
  uint32_t measure; /* pictures to measure; 0 when not asked for */
  int width, height;
  int display; /* from 1; 0: the system's choice */
  bool dark, tour, kiosk;
  panels_language language;
  panels_set panels;
  bool bare;         /* no panels at all */
  unsigned overlays; /* bits of scene_overlay */
} settings;

/* False after messages about every mistake. */
bool settings_read(settings *self, const tool_arguments *arguments);

#endif
