#include "stage.h"

#include "terminal.h"

static bool load(stage *self, const tool_arguments *arguments) {
  const uint64_t *const seed = arguments_given(arguments, OPTION_SEED) ? &arguments->values[OPTION_SEED].number : NULL;
  tool_overrides overrides = session_overrides(arguments->sets, arguments->set_count, seed);
  const bool fine = session_load(&self->session, self->settings.scenario, overrides.texts, overrides.count, false);
  if (!fine) session_complain(&self->session);
  session_overrides_release(&overrides);
  return fine;
}

static bool open_play(stage *self, bool paused) {
  const play_options how = {.speed = self->settings.speed, .paused = paused};
  self->play = play_open(self->session.model, &how);
  if (self->play == NULL) terminal_complain("view", "there is no memory or no thread for the simulation");
  return self->play != NULL;
}

static bool open_picture(stage *self, bool hidden) {
  if (!window_open(&self->window, "soi", self->settings.width, self->settings.height, hidden)) return false;
  char problem[400];
  self->drawer = draw_open(self->scene, problem, sizeof problem);
  if (self->drawer == NULL) terminal_complain("view", "%s", problem);
  return self->drawer != NULL;
}

bool stage_open(stage *self, const tool_arguments *arguments, bool hidden, int *code) {
  *code = SOI_VERDICT_INPUT;
  if (!load(self, arguments)) return false;
  self->scene = scene_create(self->session.model);
  self->look = look_open(self->scene);
  if (!look_named(&self->look, self->settings.camera)) {
    terminal_complain("view", "--camera: '%s' is no camera; expected map, oblique, follow or ride (follow:2 for the second cart), or "
                              "street:X,Y,HEADING,DISTANCE,PITCH", self->settings.camera);
    return false;
  }
  *code = SOI_VERDICT_FAULT;
  return open_play(self, hidden) && open_picture(self, hidden);
}

void stage_close(stage *self) {
  if (self->play != NULL) play_close(self->play);
  draw_close(self->drawer);
  if (self->scene != NULL) scene_frame_release(self->scene, &self->frame);
  scene_release(self->scene);
  if (self->window.handle != NULL) window_close(&self->window);
  session_close(&self->session);
}

void stage_draw(stage *self, const play_frame *moment, double seconds, int width, int height, const draw_quality *quality, bool all) {
  const scene_options how = {.dark = self->settings.dark, .all = all};
  look_update(&self->look, moment->before, moment->now, moment->fraction, seconds, width, height);
  scene_frame_make(self->scene, moment->before, moment->now, moment->fraction, &self->look.now, &how, &self->frame);
  draw_scene(self->drawer, &self->frame, &self->look.now, quality, self->settings.dark);
}
