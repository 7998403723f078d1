/* The window: what the presenter does, and a picture after the other. */
#include <math.h>

#include "quality.h"
#include "stage.h"
#include "terminal.h"

static void handle_key(stage *self, SDL_Keycode key, bool *running) {
  look *const l = &self->look;
  switch (key) {
    case SDLK_ESCAPE: *running = false; break;
    case SDLK_m: look_at(l, LOOK_MAP, 0); break;
    case SDLK_o: look_at(l, LOOK_OBLIQUE, 0); break;
    case SDLK_f: look_at(l, LOOK_FOLLOW, 0); break;
    case SDLK_r: look_at(l, LOOK_RIDE, 0); break;
    case SDLK_t: self->settings.dark = !self->settings.dark; break;
    case SDLK_SPACE: play_set_paused(self->play, !play_take(self->play)->paused); break;
    default: break;
  }
}

static void handle(stage *self, const SDL_Event *event, bool *running) {
  look *const l = &self->look;
  switch (event->type) {
    case SDL_QUIT: *running = false; break;
    case SDL_MOUSEWHEEL: look_zoom(l, pow(0.88, event->wheel.preciseY)); break;
    case SDL_MOUSEMOTION:
      if ((event->motion.state & SDL_BUTTON_LMASK) != 0) look_pan(l, event->motion.xrel, event->motion.yrel);
      else if ((event->motion.state & SDL_BUTTON_RMASK) != 0) look_turn(l, -0.005 * event->motion.xrel, 0.005 * event->motion.yrel);
      break;
    case SDL_KEYDOWN: handle_key(self, event->key.keysym.sym, running); break;
    default: break;
  }
}

/* Whether there is anything to draw on; a minimised window rests. */
static bool can_be_seen(const stage *self) { return (SDL_GetWindowFlags(self->window.handle) & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN)) == 0; }

int window_run(stage *self) {
  if (self->settings.from >= 0.0) play_seek(self->play, soi_tick_at(self->session.model, self->settings.from));
  quality_chooser quality = quality_start(self->settings.quality);
  double last = terminal_now();
  for (bool running = true; running;) {
    SDL_Event event;
    while (SDL_PollEvent(&event)) handle(self, &event, &running);
    if (!can_be_seen(self)) {
      SDL_Delay(50);
      last = terminal_now();
      continue;
    }
    const double now = terminal_now(), passed = now - last;
    last = now;
    int width, height;
    window_pixels(&self->window, &width, &height);
    if (width < 1 || height < 1) continue;
    stage_draw(self, play_take(self->play), fmin(passed, 0.25), width, height, &draw_qualities[quality_next(&quality, passed)], false);
    draw_present(self->drawer, width, height);
    SDL_GL_SwapWindow(self->window.handle);
  }
  return SOI_VERDICT_HELD;
}
