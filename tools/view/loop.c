/* The window: what the presenter does, and a picture after the other. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "quality.h"
#include "app.h"
#include "pictures_folder.h"
#include "stop.h"
#include "terminal.h"

/* Whether there is anything to draw on; a minimised window rests. */
static bool can_be_seen(const app *self) {
  return (SDL_GetWindowFlags(self->window.handle) & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN)) == 0;
}

/* Saves what is shown, and says where. */
static void save_picture(app *self, double clock, int width, int height) {
  char *const path = pictures_name(self->settings.scenario, clock);
  panels_say_saved(&self->controls.panels, path, picture_save(self, path, width, height));
  free(path);
}

/* A kiosk's log: one line a round. */
static void count_rounds(const play_frame *moment, uint32_t *rounds) {
  if (moment->rounds == *rounds) { return; }
  *rounds = moment->rounds;
  fprintf(stderr, "soi view: round %u begins\n", *rounds + 1);
}

/* One picture of the run as it is now. */
static void show(app *self, double passed, const draw_quality *quality, int width, int height) {
  app_draw(self, play_take(self->play), fmin(passed, 0.25), width, height, quality, false);
  if (controls_wants_picture(&self->controls)) {
    save_picture(self, soi_clock(self->session.model, 0) + self->controls.moment->time, width, height);
  }
  draw_present(self->drawer, width, height);
  SDL_GL_SwapWindow(self->window.handle);
}

/* A driver that does not wait for the display draws no more than it shows: that leaves the processor to the run. */
static void keep_pace(const app *self, double began) {
  SDL_DisplayMode mode = {0};
  const int display = SDL_GetWindowDisplayIndex(self->window.handle);
  const bool known = display >= 0 && SDL_GetCurrentDisplayMode(display, &mode) == 0 && mode.refresh_rate > 0;
  const double left = 1.0 / (known ? mode.refresh_rate : 60) - (terminal_now() - began) - 1e-3;
  if (left > 0.0) { SDL_Delay((Uint32)(1e3 * left)); }
}

int window_run(app *self) {
  if (self->settings.from >= 0.0) { play_seek(self->play, soi_tick_at(self->session.model, self->settings.from)); }
  quality_chooser quality = quality_start(self->settings.quality);
  double last = terminal_now();
  uint32_t rounds = 0;
  for (bool running = true; running && stop_reason() == NULL;) {
    SDL_Event event;
    while (SDL_PollEvent(&event)) { running = controls_event(&self->controls, &event) && running; }
    if (!can_be_seen(self)) {
      SDL_Delay(50);
      last = terminal_now();
      continue;
    }
    const double now = terminal_now(), passed = now - last;
    last = now;
    int width, height;
    window_pixels(&self->window, &width, &height);
    if (width < 1 || height < 1) { continue; }
    show(self, passed, &draw_qualities[quality_next(&quality, passed)], width, height);
    count_rounds(self->controls.moment, &rounds);
    keep_pace(self, now);
  }
  return SOI_VERDICT_HELD;
}
