/* What keys do, and the buttons that press them. */
#include <math.h>

#include "shared.h"

static const double speeds[] = {0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, PLAY_FASTEST};
enum { SPEEDS = sizeof speeds / sizeof speeds[0] };

static void step_speed(panels *self, int by) {
  int at = 0;
  while (at + 1 < SPEEDS && speeds[at] < self->frame->speed * 0.999) { ++at; }
  at += by;
  play_set_speed(self->run, speeds[at < 0 ? 0 : at >= SPEEDS ? SPEEDS - 1 : at]);
}

static void seek_by(panels *self, double seconds) {
  const double time = fmax(self->frame->time + seconds, 0.0);
  play_seek(self->run, (soi_tick)(time / self->model->step));
}

static void shoot(panels *self, soi_camera_kind camera) {
  const bool of_cart = camera == SOI_CAMERA_FOLLOW || camera == SOI_CAMERA_RIDE;
  const soi_cart_id cart = self->chosen.kind == PANELS_CART ? self->chosen.row : 1;
  if (of_cart && self->model->cart_count == 0) { return; }
  self->following = of_cart;
  if (of_cart) { self->chosen = (panels_target){PANELS_CART, cart, 0}; }
  self->wishes.shoot = true;
  self->wishes.shot =
      (panels_shot){.camera = camera, .kind = of_cart ? PANELS_CART : PANELS_NOTHING, .row = of_cart ? cart : 0, .seconds = 1.0};
}

static void next_cart(panels *self) {
  if (self->model->cart_count == 0) { return; }
  const soi_cart_id cart = self->chosen.kind == PANELS_CART ? self->chosen.row % self->model->cart_count + 1 : 1;
  choose(self, (panels_target){PANELS_CART, cart, 0}, true);
}

/* Escape lets go of one thing after the other. */
static void let_go(panels *self) {
  if (self->help) {
    self->help = false;
  } else if (self->tool != TOOL_NONE) {
    self->tool = TOOL_NONE;
  } else if (self->tour) {
    panels_set_tour(self, false);
  } else if (self->chosen.kind != PANELS_NOTHING) {
    choose(self, (panels_target){PANELS_NOTHING, 0, 0}, false);
  }
}

static void act_on_time(panels *self, action what) {
  switch (what) {
    case ACTION_PAUSE: play_set_paused(self->run, !self->frame->paused); break;
    case ACTION_STEP: play_step(self->run); break;
    case ACTION_SLOWER: step_speed(self, -1); break;
    case ACTION_FASTER: step_speed(self, 1); break;
    case ACTION_REAL_TIME: play_set_speed(self->run, 1.0); break;
    case ACTION_FASTEST: play_set_speed(self->run, PLAY_FASTEST); break;
    case ACTION_BACK: seek_by(self, -10.0); break;
    case ACTION_ON: seek_by(self, 10.0); break;
    case ACTION_BACK_FAR: seek_by(self, -300.0); break;
    case ACTION_ON_FAR: seek_by(self, 300.0); break;
    case ACTION_START: play_seek(self->run, 0); break;
    default: break;
  }
}

static void act_on_camera(panels *self, action what) {
  switch (what) {
    case ACTION_MAP: shoot(self, SOI_CAMERA_MAP); break;
    case ACTION_OBLIQUE: shoot(self, SOI_CAMERA_OBLIQUE); break;
    case ACTION_FOLLOW: shoot(self, SOI_CAMERA_FOLLOW); break;
    case ACTION_RIDE: shoot(self, SOI_CAMERA_RIDE); break;
    case ACTION_NEXT_CART: next_cart(self); break;
    case ACTION_ZOOM_IN: self->wishes.zoom += 1.0f; break;
    case ACTION_ZOOM_OUT: self->wishes.zoom -= 1.0f; break;
    case ACTION_TURN_LEFT: self->wishes.turn += 1.0f; break;
    case ACTION_TURN_RIGHT: self->wishes.turn -= 1.0f; break;
    case ACTION_TILT_UP: self->wishes.tilt += 1.0f; break;
    case ACTION_TILT_DOWN: self->wishes.tilt -= 1.0f; break;
    default: break;
  }
}

static void act_on_window(panels *self, action what) {
  switch (what) {
    case ACTION_HIDE: self->hidden = !self->hidden; break;
    case ACTION_SET: self->set = (panels_set)((self->set + 1) % PANELS_SETS), self->hidden = false; break;
    case ACTION_THEME: self->dark = !self->dark; break;
    case ACTION_LANGUAGE: self->language = (panels_language)((self->language + 1) % PANELS_LANGUAGES); break;
    case ACTION_LAYERS: self->layers = !self->layers; break;
    case ACTION_TOUR: panels_set_tour(self, !self->tour); break;
    case ACTION_FULLSCREEN: self->wishes.fullscreen = true; break;
    case ACTION_SCREENSHOT: self->wishes.screenshot = true; break;
    case ACTION_HELP: self->help = !self->help; break;
    case ACTION_ESCAPE: let_go(self); break;
    case ACTION_QUIT: self->wishes.quit = true; break;
    default: break;
  }
}

static void act(panels *self, action what, const char *key) {
  if (what <= ACTION_START) {
    act_on_time(self, what);
  } else if (what <= ACTION_TILT_DOWN) {
    act_on_camera(self, what);
  } else if (what == ACTION_OVERLAY) {
    switch_overlay(self, key);
  } else if (what >= ACTION_PEDESTRIAN && what <= ACTION_CROWD) {
    use_tool(self, (panels_tool)(TOOL_PEDESTRIAN + (what - ACTION_PEDESTRIAN)));
  } else {
    act_on_window(self, what);
  }
}

bool panels_key(panels *self, const char *name, bool shift) {
  const action what = self->frame != NULL ? key_action(name, shift) : ACTION_NONE;
  if (what != ACTION_NONE) { act(self, what, name); }
  return what != ACTION_NONE;
}
