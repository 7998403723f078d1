/* soi-view: the presenter's window on a running demonstration; or a picture or film of it, with no display. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "look.h"
#include "png_file.h"
#include "session.h"
#include "settings.h"
#include "terminal.h"
#include "tool.h"
#include "window.h"

/* All that is open. */
typedef struct view {
  settings settings;
  tool_session session;
  scene_place *scene;
  scene_frame frame;
  look look;
  window window;
  drawer *drawer;
} view;

static bool load(view *self, const tool_arguments *arguments) {
  const uint64_t *const seed = arguments_given(arguments, OPTION_SEED) ? &arguments->values[OPTION_SEED].number : NULL;
  tool_overrides overrides = session_overrides(arguments->sets, arguments->set_count, seed);
  const bool fine = session_load(&self->session, self->settings.scenario, overrides.texts, overrides.count, false);
  if (!fine) session_complain(&self->session);
  session_overrides_release(&overrides);
  return fine;
}

static bool open_all(view *self, bool hidden) {
  self->scene = scene_create(self->session.model);
  self->look = look_open(self->scene);
  if (!look_named(&self->look, self->settings.camera)) {
    terminal_complain("view", "--camera: '%s' is no camera; expected map, oblique, follow, ride (with :2 for the second cart) or street:X,Y,HEADING,DISTANCE,PITCH", self->settings.camera);
    return false;
  }
  if (!window_open(&self->window, "soi", self->settings.width, self->settings.height, hidden)) return false;
  char problem[400];
  self->drawer = draw_open(self->scene, problem, sizeof problem);
  if (self->drawer == NULL) terminal_complain("view", "%s", problem);
  return self->drawer != NULL;
}

static void close_all(view *self) {
  draw_close(self->drawer);
  if (self->scene != NULL) scene_frame_release(self->scene, &self->frame);
  scene_release(self->scene);
  if (self->window.handle != NULL) window_close(&self->window);
  session_close(&self->session);
}

static int take_picture(view *self) {
  const settings *const s = &self->settings;
  soi_world *const world = soi_world_create(self->session.model, soi_memory_libc(), NULL);
  SOI_ASSERT(world != NULL);
  const soi_tick end = s->from < 0.0 ? 0 : soi_tick_at(self->session.model, s->from);
  while (world->tick[0] < end && world->tick[0] < self->session.model->end) soi_world_step(world);
  look_update(&self->look, world, world, 1.0, 1e9, s->width, s->height);
  const scene_options how = {.dark = s->dark, .all = true};
  scene_frame_make(self->scene, world, world, 1.0, &self->look.now, &how, &self->frame);
  draw_scene(self->drawer, &self->frame, &self->look.now, &draw_qualities[0], s->dark);
  uint8_t *const rgb = terminal_grow(NULL, (size_t)s->width * (size_t)s->height * 3);
  draw_read(self->drawer, rgb);
  const bool fine = png_file_write(s->picture, rgb, s->width, s->height);
  if (!fine) terminal_complain("view", "%s: cannot be written: %s", s->picture, strerror(errno));
  free(rgb);
  soi_world_release(world);
  return fine ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
}

static void handle(view *self, const SDL_Event *event, bool *running) {
  look *const l = &self->look;
  switch (event->type) {
    case SDL_QUIT: *running = false; break;
    case SDL_MOUSEWHEEL: look_zoom(l, pow(0.88, event->wheel.preciseY)); break;
    case SDL_MOUSEMOTION:
      if ((event->motion.state & SDL_BUTTON_LMASK) != 0) look_pan(l, event->motion.xrel, event->motion.yrel);
      else if ((event->motion.state & SDL_BUTTON_RMASK) != 0) look_turn(l, -0.005 * event->motion.xrel, 0.005 * event->motion.yrel);
      break;
    case SDL_KEYDOWN:
      switch (event->key.keysym.sym) {
        case SDLK_ESCAPE: *running = false; break;
        case SDLK_m: look_at(l, LOOK_MAP, 0); break;
        case SDLK_o: look_at(l, LOOK_OBLIQUE, 0); break;
        case SDLK_f: look_at(l, LOOK_FOLLOW, 0); break;
        case SDLK_r: look_at(l, LOOK_RIDE, 0); break;
        case SDLK_t: self->settings.dark = !self->settings.dark; break;
        default: break;
      }
      break;
    default: break;
  }
}

static int run_window(view *self) {
  soi_world *const world = soi_world_create(self->session.model, soi_memory_libc(), NULL), *const before = soi_world_create(self->session.model, soi_memory_libc(), NULL);
  SOI_ASSERT(world != NULL && before != NULL);
  const size_t size = soi_snapshot_size(world);
  void *const snapshot = terminal_grow(NULL, size);
  double last = terminal_now(), behind = 0.0;
  unsigned quality = 3;
  bool running = true;
  while (running) {
    SDL_Event event;
    while (SDL_PollEvent(&event)) handle(self, &event, &running);
    const double now = terminal_now(), passed = fmin(now - last, 0.25), step = self->session.model->step;
    last = now;
    behind += passed * self->settings.speed;
    for (; behind >= step && world->tick[0] < self->session.model->end; behind -= step) {
      soi_snapshot_save(world, snapshot);
      soi_snapshot_restore(before, snapshot, size);
      soi_world_step(world);
    }
    int width, height;
    window_pixels(&self->window, &width, &height);
    const double fraction = fmin(behind / step, 1.0);
    look_update(&self->look, before, world, fraction, passed, width, height);
    const scene_options how = {.dark = self->settings.dark};
    scene_frame_make(self->scene, before, world, fraction, &self->look.now, &how, &self->frame);
    draw_scene(self->drawer, &self->frame, &self->look.now, &draw_qualities[quality], self->settings.dark);
    draw_present(self->drawer, width, height);
    SDL_GL_SwapWindow(self->window.handle);
  }
  free(snapshot);
  soi_world_release(world);
  soi_world_release(before);
  return SOI_VERDICT_HELD;
}

static int show(const tool_arguments *arguments) {
  view self = {0};
  if (!settings_read(&self.settings, arguments)) return SOI_VERDICT_INPUT;
  if (!load(&self, arguments)) {
    session_close(&self.session);
    return SOI_VERDICT_INPUT;
  }
  const bool picture = self.settings.picture != NULL;
  int code = SOI_VERDICT_FAULT;
  if (open_all(&self, picture)) code = picture ? take_picture(&self) : run_window(&self);
  close_all(&self);
  return code;
}

/* The line is that of soi view: so "view" goes before what was given. */
int main(int count, char **words) {
  char **const line = terminal_grow(NULL, ((size_t)count + 2) * sizeof *line);
  line[0] = words[0];
  line[1] = terminal_copy("view");
  memcpy(line + 2, words + 1, (size_t)count * sizeof *line);
  tool_arguments arguments;
  int code = SOI_VERDICT_INPUT;
  if (arguments_parse(&arguments, count + 1, line)) {
    code = SOI_VERDICT_HELD;
    if (arguments_given(&arguments, OPTION_HELP_ME)) help_print(COMMAND_VIEW);
    else code = show(&arguments);
  }
  arguments_release(&arguments);
  free(line[1]);
  free(line);
  return code;
}
