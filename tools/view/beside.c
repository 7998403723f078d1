#include "beside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

static const float EDGE = 56.0f; /* points from the other picture within which nothing has a name */

static bool is_file(const char *text) {
  const size_t length = strlen(text);
  return strchr(text, '=') == NULL && length > 5 && strcmp(text + length - 5, ".yaml") == 0;
}

static bool load(beside *self, const char *scenario, const char *const *sets, uint32_t set_count, const uint64_t *seed) {
  const char **const all = terminal_grow(NULL, (set_count + 1u) * sizeof *all);
  for (uint32_t i = 0; i < set_count; ++i) { all[i] = sets[i]; }
  const bool file = is_file(self->change);
  if (!file) { all[set_count] = self->change; }
  tool_overrides overrides = session_overrides(all, set_count + (file ? 0u : 1u), seed);
  const bool fine = session_load(&self->session, file ? self->change : scenario, overrides.texts, overrides.count, false);
  if (!fine) { session_complain(&self->session); }
  session_overrides_release(&overrides);
  free(all);
  return fine;
}

beside *beside_open(const char *scenario, const char *change, const char *const *sets, uint32_t set_count, const uint64_t *seed) {
  beside *const self = terminal_grow(NULL, sizeof *self);
  *self = (beside){.change = change, .paused = true, .speed = 1.0, .sought = -1e9};
  const play_options how = {.paused = true, .metrics = panels_metrics, .metric_count = panels_metric_count};
  if (load(self, scenario, sets, set_count, seed)) { self->play = play_open(self->session.model, &how); }
  if (self->play == NULL) {
    beside_close(self);
    return NULL;
  }
  self->scene = scene_create(self->session.model);
  self->lost_time = lost_time_open(self->session.model);
  panels_init(&self->labels, self->session.model, self->play, PANELS_EN, false);
  return self;
}

void beside_close(beside *self) {
  if (self == NULL) { return; }
  if (self->play != NULL) { play_close(self->play); }
  draw_close(self->drawer);
  if (self->scene != NULL) { scene_frame_release(self->scene, &self->frame); }
  scene_release(self->scene);
  lost_time_close(&self->lost_time);
  session_close(&self->session);
  free(self);
}

/* --- its picture ------------------------------------------------------------------------------------------------------ */

bool beside_open_picture(beside *self, const viewpoint *eye) {
  char problem[400];
  self->viewpoint = eye;
  self->projection = (projection){.scene = self->scene, .moment = &self->moment, .camera = &eye->now, .cropped = true};
  self->view = projection_for_panels(&self->projection);
  self->drawer = draw_open(self->scene, problem, sizeof problem);
  if (self->drawer == NULL) { terminal_complain("view", "%s", problem); }
  return self->drawer != NULL;
}

void beside_draw(beside *self, const scene_options *how, const draw_quality *quality) {
  scene_options own = *how;
  lost_time_show(&self->lost_time, &self->moment, &own);
  scene_frame_make(self->scene, self->moment.before, self->moment.now, self->moment.fraction, &self->viewpoint->now, &own, &self->frame);
  draw_scene(self->drawer, &self->frame, &self->viewpoint->now, quality);
}

void beside_labels(beside *self, const panels *first, ui *kit, float width) {
  self->labels.language = first->language;
  self->labels.dark = first->dark;
  self->labels.overlays = first->overlays;
  self->edge = self->projection.low = ui_px(kit, EDGE);
  self->projection.left = width - (float)self->viewpoint->now.width;
  self->projection.high = (float)self->viewpoint->now.width;
  panels_labels(&self->labels, kit, &self->moment, &self->view);
  const float middle = roundf(0.5f * width), half = fmaxf(1.0f, ui_px(kit, 1.0f));
  list_rect(&kit->list, (ui_rect){middle - half, 0.0f, middle + half, kit->input.height}, ui_paint(kit, UI_PANEL) | 0xffu);
}

void beside_titles(beside *self, panels *first, float width) { panels_compare(first, &self->moment, self->change, width); }

/* --- its clock -------------------------------------------------------------------------------------------------------- */

static void pass_commands_on(beside *self, const play_frame *first) {
  if (first->command_count < self->commands) {
    self->commands = first->command_count; /* another future: what was dropped there is dropped here */
  }
  for (; self->commands < first->command_count; ++self->commands) { (void)play_command(self->play, &first->commands[self->commands]); }
}

static void go_exactly(beside *self, const play_frame *first) {
  play_seek(self->play, first->before->tick[0]);
  play_settle(self->play);
  if (first->now->tick[0] > first->before->tick[0]) { play_step(self->play); }
  play_settle(self->play);
  self->moment = *play_take(self->play);
  self->moment.fraction = first->fraction;
}

void beside_follow(beside *self, const play_frame *first, bool exact, double now) {
  pass_commands_on(self, first);
  if (exact) {
    go_exactly(self, first);
    return;
  }
  const play_frame *const own = play_take(self->play);
  if (self->speed != first->speed) { play_set_speed(self->play, self->speed = first->speed); }
  if (self->paused != first->paused) { play_set_paused(self->play, self->paused = first->paused); }
  /* It runs by its own clock, and is called when it has gone astray. */
  const double astray = fabs(own->time - first->time), allowed = first->paused ? 0.0 : fmax(0.15, 0.15 * fmin(first->speed, 64.0));
  if (astray > allowed + 1e-6 && !own->seeking && now - self->sought > 0.4) {
    play_seek(self->play, first->now->tick[0]);
    self->sought = now;
  }
  self->moment = *own;
}
