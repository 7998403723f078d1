/* The command line of soi-view, read and checked. */
#ifndef SOI_VIEW_SETTINGS_H
#define SOI_VIEW_SETTINGS_H

#include "options.h"

typedef struct settings {
  const char *scenario, *picture, *video, *camera; /* picture and video: null when not asked for */
  double from, to;  /* s after midnight; negative when not given */
  double speed;
  uint32_t rate;    /* pictures a second of the film */
  int width, height;
  bool dark;
} settings;

/* False after messages about every mistake. */
bool settings_read(settings *self, const tool_arguments *arguments);

#endif
