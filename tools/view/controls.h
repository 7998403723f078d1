/* What the presenter does: keys, mouse and touchpad to the panels and the camera, the panels' wishes to camera and window. */
#ifndef SOI_VIEW_CONTROLS_H
#define SOI_VIEW_CONTROLS_H

#include "beside.h"
#include "viewpoint.h"
#include "panels.h"
#include "projection.h"
#include "window.h"

typedef struct controls {
  ui kit;
  panels panels;
  projection projection;
  panels_scene view;
  ui_input input;
  viewpoint *viewpoint;
  window *window; /* null when there is no display */
  beside *beside; /* a second run; null when there is none */
  const play_frame *moment;
  float wheel; /* turned since the last frame */
  bool turning, fullscreen;
  bool stale;             /* the pointer has moved since the panels have seen it */
  int fingers;            /* on a touch screen or pad */
  float pinch_x, pinch_y; /* where two fingers were, shares of the window; negative: nowhere yet */
} controls;

/* False after a message for people: no fonts. */
bool controls_open(controls *self, const soi_model *model, play *run, const scene_place *scene, viewpoint *eye, window *frame, bool dark);
void controls_close(controls *self);
/* What the presenter does, in the order it is done: however much comes between two frames, nothing is lost. False when it means to quit. */
bool controls_event(controls *self, const SDL_Event *event);
/* The panels over a picture of this size; the eye must have been updated for it. now: s on the wall. */
const ui_list *controls_frame(controls *self, const play_frame *moment, int width, int height, double now);
/* Whether a picture is to be saved, asked once. */
bool controls_wants_picture(controls *self);

#endif
