#include "app.h"

#include "quads.h"
#include "terminal.h"

/* A recording is played as it is. */
static bool load_recording(app *self, const tool_arguments *arguments) {
  if (arguments->set_count > 0 || arguments_given(arguments, OPTION_SEED)) {
    terminal_complain("view", "%s is a recording and is played as it is; soi run --from goes on from it with --set",
                      self->settings.scenario);
    return false;
  }
  if (self->settings.beside != NULL) {
    terminal_complain("view", "--beside: %s is a recording; expected a scenario to show the change beside it", self->settings.scenario);
    return false;
  }
  return archive_open(&self->archive, &self->session, self->settings.scenario);
}

static bool load(app *self, const tool_arguments *arguments) {
  if (recorded_is_one(self->settings.scenario)) { return load_recording(self, arguments); }
  const uint64_t *const seed = arguments_given(arguments, OPTION_SEED) ? &arguments->values[OPTION_SEED].number : NULL;
  tool_overrides overrides = session_overrides(arguments->sets, arguments->set_count, seed);
  const bool fine = session_load(&self->session, self->settings.scenario, overrides.texts, overrides.count, false);
  if (!fine) {
    session_complain(&self->session);
  } else {
    session_tell(&self->session, SESSION_NOTES);
  }
  session_overrides_release(&overrides);
  return fine;
}

static bool open_play(app *self, bool paused) {
  play_options how = {.speed = self->settings.speed,
                      .paused = paused,
                      .loops = self->settings.kiosk && !paused,
                      .metrics = panels_metrics,
                      .metric_count = panels_metric_count};
  archive_ask(&self->archive, &self->session, self->settings.record, &how);
  self->play = play_open(self->session.model, &how);
  if (self->play == NULL) {
    terminal_complain("view",
                      self->archive.plays ? "%s has no snapshot to begin with, or there is no memory for it"
                                          : "%s: there is no memory or no thread for the simulation",
                      self->settings.scenario);
  }
  return self->play != NULL;
}

static bool open_picture(app *self, bool hidden) {
  if (!window_open(&self->window, "soi", self->settings.width, self->settings.height, self->settings.display, hidden)) { return false; }
  char problem[400];
  self->drawer = draw_open(self->scene, problem, sizeof problem);
  if (self->drawer == NULL) { terminal_complain("view", "%s", problem); }
  return self->drawer != NULL;
}

/* The panels as the line asks for them. */
static bool open_controls(app *self, bool hidden) {
  const settings *const s = &self->settings;
  if (!controls_open(&self->controls, self->session.model, self->play, self->scene, &self->viewpoint, hidden ? NULL : &self->window,
                     s->dark)) {
    return false;
  }
  panels *const p = &self->controls.panels;
  p->language = s->language;
  p->set = s->panels;
  p->hidden = s->bare;
  p->overlays = s->bare && s->overlays == OVERLAYS_USUAL ? (uint32_t)OVERLAY_ROUTE : s->overlays;
  p->kiosk = s->kiosk;
  p->still = hidden;
  p->wishes.fullscreen = s->kiosk;
  if (self->viewpoint.mode == VIEWPOINT_FOLLOW || self->viewpoint.mode == VIEWPOINT_RIDE) {
    p->chosen = (panels_target){PANELS_CART, self->viewpoint.cart, 0};
  }
  char title[256];
  panels_window_title(p, title, sizeof title);
  SDL_SetWindowTitle(self->window.handle, title);
  if (s->tour) { panels_set_tour(p, true); }
  return true;
}

static bool open_beside(app *self, const tool_arguments *arguments) {
  const uint64_t *const seed = arguments_given(arguments, OPTION_SEED) ? &arguments->values[OPTION_SEED].number : NULL;
  if (self->settings.beside == NULL) { return true; }
  self->beside = beside_open(self->settings.scenario, self->settings.beside, arguments->sets, arguments->set_count, seed);
  return self->beside != NULL;
}

static bool open_other_picture(app *self) {
  self->controls.beside = self->beside;
  self->controls.panels.halves = self->beside != NULL;
  return self->beside == NULL || beside_open_picture(self->beside, &self->viewpoint);
}

static bool set_camera(app *self) {
  const char *const problem = viewpoint_named(&self->viewpoint, self->settings.camera);
  if (problem == NULL) { return true; }
  terminal_complain("view",
                    "--camera: '%s': %s; expected map, oblique, follow or ride (follow:2 for the second of %u carts), or "
                    "street:X,Y,HEADING,DISTANCE,PITCH",
                    self->settings.camera, problem, self->session.model->cart_count);
  return false;
}

/* A time of day that is given must be one of the run, or of what is recorded of it. */
static bool is_in_run(const app *self, option_id option, double clock) {
  const soi_model *const model = self->session.model;
  const bool plays = self->archive.plays;
  const double first = soi_clock(model, plays ? self->archive.played.about->first : 0),
               last = soi_clock(model, plays ? self->archive.played.about->last : model->end);
  if (clock < 0.0 || (clock > first - 1e-3 && clock < last + 1e-3)) { return true; }
  char given[TERMINAL_CLOCK], from[TERMINAL_CLOCK], to[TERMINAL_CLOCK];
  terminal_complain("view", "--%s: %s is not in the run; expected %s to %s", options[option].name, terminal_clock(given, clock),
                    terminal_clock(from, first), terminal_clock(to, last));
  return false;
}

static bool check_times(const app *self) {
  const settings *const s = &self->settings;
  const bool from = is_in_run(self, s->picture != NULL ? OPTION_SCREENSHOT : OPTION_FROM, s->from), to = is_in_run(self, OPTION_TO, s->to);
  return from && to;
}

bool app_open(app *self, const tool_arguments *arguments, bool hidden, int *code) {
  *code = SOI_VERDICT_INPUT;
  if (!load(self, arguments)) { return false; }
  const bool in_time = check_times(self);
  if (!open_beside(self, arguments) || !in_time) { return false; }
  self->scene = scene_create(self->session.model);
  self->viewpoint = viewpoint_open(self->scene);
  self->lost_time = lost_time_open(self->session.model);
  if (!set_camera(self)) { return false; }
  *code = SOI_VERDICT_FAULT;
  return open_play(self, hidden) && open_picture(self, hidden) && open_controls(self, hidden) && open_other_picture(self);
}

bool app_close(app *self) {
  controls_close(&self->controls);
  beside_close(self->beside);
  if (self->play != NULL) { play_close(self->play); }
  const bool written = archive_close(&self->archive);
  draw_close(self->drawer);
  if (self->scene != NULL) { scene_frame_release(self->scene, &self->frame); }
  scene_release(self->scene);
  lost_time_close(&self->lost_time);
  if (self->window.handle != NULL) { window_close(&self->window); }
  session_close(&self->session);
  return written;
}

void app_draw(app *self, const play_frame *moment, double seconds, int width, int height, const draw_quality *quality, bool exact) {
  scene_options how = {
      .dark = self->controls.panels.dark, .overlays = self->controls.panels.overlays, .all = exact && quality == draw_qualities};
  lost_time_show(&self->lost_time, moment, &how);
  self->shown += seconds < 1.0 ? seconds : 1.0;
  /* panels ask for views, and labels keep off the panels of the frame before: a single picture needs one */
  const int half = self->beside != NULL ? (width + 1) / 2 : width;
  if (self->beside != NULL) { beside_follow(self->beside, moment, exact, self->shown); }
  if (seconds > 1.0) { (void)controls_frame(&self->controls, moment, width, height, self->shown); }
  viewpoint_update(&self->viewpoint, moment->before, moment->now, moment->fraction, seconds, half, height);
  scene_frame_make(self->scene, moment->before, moment->now, moment->fraction, &self->viewpoint.now, &how, &self->frame);
  draw_scene(self->drawer, &self->frame, &self->viewpoint.now, quality);
  if (self->beside != NULL) {
    beside_draw(self->beside, &how, quality);
    draw_join(self->drawer, self->beside->drawer, width, height);
  }
  draw_ui(self->drawer, controls_frame(&self->controls, moment, width, height, self->shown), fonts_atlas(self->controls.kit.fonts));
}
