#include "controls.h"

#include <math.h>
#include <string.h>

#include "credit.h"
#include "terminal.h"

#define PI 3.14159265358979323846

bool controls_open(controls *self, const soi_model *model, play *run, const scene_place *scene, viewpoint *eye, window *frame, bool dark) {
  char message[256];
  *self = (controls){.projection = {.scene = scene, .camera = &eye->now},
                     .viewpoint = eye,
                     .window = frame,
                     .input = {.x = -1.0f, .y = -1.0f},
                     .pinch_x = -1.0f,
                     .pinch_y = -1.0f};
  if (!ui_open(&self->kit, message, sizeof message)) {
    terminal_complain("view", "%s", message);
    return false;
  }
  if (fonts_missing(self->kit.fonts)[0] != '\0') {
    terminal_complain("view", "fonts are missing: %s; such text is shown as boxes", fonts_missing(self->kit.fonts));
  }
  panels_init(&self->panels, model, run, PANELS_EN, dark);
  self->view = projection_for_panels(&self->projection);
  return true;
}

void controls_close(controls *self) {
  if (self->kit.fonts != NULL) { ui_close(&self->kit); }
}

/* --- the camera ------------------------------------------------------------------------------------------------------ */

/* To a place that is not a cart: from above or at a slant, keeping what the shot leaves open. */
static void look_at_place(viewpoint *eye, const panels_shot *shot) {
  const bool was_aboard = eye->mode == VIEWPOINT_RIDE || eye->mode == VIEWPOINT_FOLLOW;
  eye->mode = VIEWPOINT_FREE;
  scene_camera *const wanted = &eye->wanted;
  wanted->target[0] = shot->place.x, wanted->target[1] = shot->place.y, wanted->target[2] = 0.0;
  if (shot->distance > 0.0) { wanted->distance = shot->distance; }
  if (shot->seconds > 0.0) { wanted->pitch = shot->camera == SOI_CAMERA_MAP ? 0.5 * PI - 0.001 : 0.6; }
  if (was_aboard || shot->seconds > 0.0) { wanted->field = 0.6; }
}

static void shoot(controls *self, const panels_shot *shot) {
  viewpoint *const eye = self->viewpoint;
  if (shot->kind == PANELS_CART) {
    viewpoint_at(eye, shot->camera == SOI_CAMERA_RIDE ? VIEWPOINT_RIDE : VIEWPOINT_FOLLOW, shot->row);
    if (shot->distance > 0.0) { eye->away = shot->distance / 24.0; }
  } else if (shot->has_place) {
    look_at_place(eye, shot);
  } else {
    viewpoint_at(eye, shot->camera == SOI_CAMERA_MAP ? VIEWPOINT_MAP : VIEWPOINT_OBLIQUE, 0);
  }
  if (shot->has_heading && shot->kind != PANELS_CART) { eye->wanted.heading = (90.0 - shot->heading) * PI / 180.0; }
}

/* Steps of the keys for the camera. */
static void nudge(controls *self, panels_wishes *wishes) {
  if (wishes->turn != 0.0f || wishes->tilt != 0.0f) {
    viewpoint_turn(self->viewpoint, 0.09 * (double)wishes->turn, 0.06 * (double)wishes->tilt);
  }
  if (wishes->zoom != 0.0f) { viewpoint_zoom(self->viewpoint, pow(0.88, (double)wishes->zoom)); }
  wishes->turn = wishes->tilt = wishes->zoom = 0.0f;
}

static void carry_out(controls *self) {
  panels_wishes *const wishes = &self->panels.wishes;
  if (wishes->shoot) { shoot(self, &wishes->shot); }
  wishes->shoot = false;
  nudge(self, wishes);
  if (wishes->fullscreen && self->window != NULL) {
    self->fullscreen = !self->fullscreen;
    SDL_SetWindowFullscreen(self->window->handle, self->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
  }
  wishes->fullscreen = false;
}

bool controls_wants_picture(controls *self) {
  const bool wanted = self->panels.wishes.screenshot;
  self->panels.wishes.screenshot = false;
  return wanted;
}

/* --- what the presenter does ----------------------------------------------------------------------------------------- */

/* The panels over the picture, with the pointer as it is now. */
static const ui_list *show_panels(controls *self) {
  ui_begin(&self->kit, &self->input);
  if (self->beside != NULL) { beside_labels(self->beside, &self->panels, &self->kit, self->input.width); }
  panels_frame(&self->panels, &self->kit, self->moment, &self->view);
  credit_draw(&self->kit, self->panels.language, &self->projection.scene->model->definition->map,
              (ui_rect){ui_px(&self->kit, 12.0f), self->panels.room.top, self->panels.room.right, self->panels.room.bottom});
  if (self->beside != NULL) { beside_titles(self->beside, &self->panels, self->input.width); }
  panels_over(&self->panels);
  const ui_list *const list = ui_end(&self->kit);
  self->stale = false;
  carry_out(self);
  return list;
}

/* Pixels to a point of the window: the pointer comes in points. */
static float density(const controls *self) {
  int points, ignored, pixels, height;
  if (self->window == NULL) { return 1.0f; }
  SDL_GetWindowSize(self->window->handle, &points, &ignored);
  window_pixels(self->window, &pixels, &height);
  return points > 0 ? (float)pixels / (float)points : 1.0f;
}

static void press_key(controls *self, const SDL_KeyboardEvent *event) {
  static const struct {
    SDL_Keycode key;
    const char *name;
  } same[] = {{SDLK_KP_PLUS, "="}, {SDLK_PLUS, "="}, {SDLK_KP_MINUS, "-"}, {SDLK_COMMA, "-"}};
  const char *name = SDL_GetKeyName(event->keysym.sym);
  bool shift = (event->keysym.mod & KMOD_SHIFT) != 0;
  for (size_t i = 0; i < sizeof same / sizeof same[0]; ++i) {
    if (same[i].key == event->keysym.sym) { name = same[i].name; }
  }
  if (strcmp(name, "=") == 0) { shift = false; }
  (void)panels_key(&self->panels, name, shift);
}

/* Panels know the pointer by frames: one that is not drawn tells them of a press or a release before what follows it. */
static void tell_panels(controls *self) {
  if (self->moment != NULL) { (void)show_panels(self); }
}

static void place_pointer(controls *self, int x, int y) {
  const float scale = density(self);
  self->input.x = scale * (float)x;
  self->input.y = scale * (float)y;
  self->stale = true;
}

static bool on_panels(controls *self) {
  if (self->stale) { tell_panels(self); }
  return panels_have_pointer(&self->panels, &self->kit);
}

static void move_pointer(controls *self, const SDL_MouseMotionEvent *event) {
  if (event->which == SDL_TOUCH_MOUSEID && self->fingers > 1) { return; /* two fingers are a gesture */ }
  const float scale = density(self);
  place_pointer(self, event->x, event->y);
  const bool drags = self->panels.press_on_map && (event->state & SDL_BUTTON_LMASK) != 0;
  if (drags && self->panels.tool == TOOL_NONE) {
    viewpoint_pan(self->viewpoint, (double)(scale * (float)event->xrel), (double)(scale * (float)event->yrel));
    self->panels.following = false;
  } else if (self->turning) {
    viewpoint_turn(self->viewpoint, -0.005 * event->xrel, 0.005 * event->yrel);
  }
}

static void press_button(controls *self, const SDL_MouseButtonEvent *event) {
  const bool down = event->type == SDL_MOUSEBUTTONDOWN;
  place_pointer(self, event->x, event->y);
  if (event->button == SDL_BUTTON_LEFT) {
    self->input.down = down;
    tell_panels(self);
  } else {
    self->turning = down && !on_panels(self);
  }
}

static void turn_wheel(controls *self, const SDL_MouseWheelEvent *event) {
  const float turned = event->preciseY * (event->direction == SDL_MOUSEWHEEL_FLIPPED ? -1.0f : 1.0f);
  if (on_panels(self)) {
    self->wheel += turned;
  } else {
    viewpoint_zoom(self->viewpoint, pow(0.88, (double)turned));
  }
}

/* A finger more or less: a gesture begins anew, and the first finger's press is no click. */
static void count_fingers(controls *self, int change) {
  self->fingers = self->fingers + change > 0 ? self->fingers + change : 0;
  self->pinch_x = self->pinch_y = -1.0f;
  if (self->fingers > 1) { self->panels.press_on_map = false; }
}

/* Two fingers: apart and together zoom, a turn turns, and the picture goes with them. */
static void pinch(controls *self, const SDL_MultiGestureEvent *event) {
  if (fabsf(event->dDist) > 0.0005f) { viewpoint_zoom(self->viewpoint, pow(0.02, (double)event->dDist)); }
  if (fabsf(event->dTheta) > 0.001f) { viewpoint_turn(self->viewpoint, (double)event->dTheta, 0.0); }
  if (self->pinch_x >= 0.0f && self->viewpoint->mode != VIEWPOINT_FOLLOW && self->viewpoint->mode != VIEWPOINT_RIDE) {
    viewpoint_pan(self->viewpoint, (double)((event->x - self->pinch_x) * self->input.width),
                  (double)((event->y - self->pinch_y) * self->input.height));
  }
  self->pinch_x = event->x, self->pinch_y = event->y;
}

bool controls_event(controls *self, const SDL_Event *event) {
  switch (event->type) {
    case SDL_QUIT: return false;
    case SDL_KEYDOWN: press_key(self, &event->key); break;
    case SDL_MOUSEMOTION: move_pointer(self, &event->motion); break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: press_button(self, &event->button); break;
    case SDL_MOUSEWHEEL: turn_wheel(self, &event->wheel); break;
    case SDL_FINGERDOWN: count_fingers(self, 1); break;
    case SDL_FINGERUP: count_fingers(self, -1); break;
    case SDL_MULTIGESTURE: pinch(self, &event->mgesture); break;
    case SDL_WINDOWEVENT:
      if (event->window.event == SDL_WINDOWEVENT_LEAVE) { self->input.x = self->input.y = -1.0f; }
      break;
    default: break;
  }
  return !self->panels.wishes.quit;
}

/* --- the frame ------------------------------------------------------------------------------------------------------- */

const ui_list *controls_frame(controls *self, const play_frame *moment, int width, int height, double now) {
  self->moment = self->projection.moment = moment;
  self->projection.cropped = self->beside != NULL; /* the other picture begins where this one ends */
  self->projection.high = self->beside != NULL ? (float)self->viewpoint->now.width - self->beside->edge : 0.0f;
  self->input.width = (float)width;
  self->input.height = (float)height;
  self->input.scale = panels_scale(width, height, density(self));
  self->input.wheel = self->wheel;
  self->input.time = now;
  self->input.dark = self->panels.dark;
  const ui_list *const list = show_panels(self);
  self->wheel = self->input.wheel = 0.0f;
  return list;
}
