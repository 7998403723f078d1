/* What panels see of a picture: where bodies are in it, and what lies under a pixel. */
#ifndef SOI_VIEW_PROJECTION_H
#define SOI_VIEW_PROJECTION_H

#include "panels.h"
#include "scene.h"

typedef struct projection {
  const scene_place *scene;
  const play_frame *moment; /* drawn; may be another with each picture */
  const scene_camera *camera;
  float left;      /* pixels from the window's edge to the picture */
  float low, high; /* pixels of the picture within which things have names */
  bool cropped;    /* low and high count */
} projection;

/* The projection must outlive it. */
panels_scene projection_for_panels(projection *self);

#endif
