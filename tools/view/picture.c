/* Pictures and films into files, without a display. */
#include <math.h>
#include <stdlib.h>

#include "film.h"
#include "output.h"
#include "png_file.h"
#include "app.h"
#include "stop.h"
#include "terminal.h"

/* The run at a time of day, exactly: between the two ticks round it. */
static play_frame moment_at(app *self, double clock) {
  const soi_model *const model = self->session.model;
  const double ticks = fmin(fmax((clock - soi_clock(model, 0)) / model->step, 0.0), (double)model->end);
  const soi_tick last = (soi_tick)ceil(ticks - 1e-9);
  if (last > 0) { play_seek(self->play, last - 1); }
  play_settle(self->play);
  if (last > 0) { play_step(self->play); }
  play_settle(self->play);
  play_frame moment = *play_take(self->play);
  const double before = (double)moment.before->tick[0], now = (double)moment.now->tick[0];
  moment.fraction = now > before ? fmin(fmax((ticks - before) / (now - before), 0.0), 1.0) : 1.0;
  return moment;
}

/* As --quality says, else as suits what is made. */
static const draw_quality *quality_of(const app *self, int usual) {
  return &draw_qualities[self->settings.quality >= 0 ? self->settings.quality : usual];
}

bool picture_save(app *self, const char *path, int width, int height) {
  uint8_t *const rgb = terminal_grow(NULL, (size_t)width * (size_t)height * 3);
  draw_read(self->drawer, rgb);
  size_t size = 0;
  void *const bytes = png_file_make(rgb, width, height, &size);
  const bool fine = bytes != NULL && output_bytes(path, bytes, size);
  free(bytes);
  free(rgb);
  return fine;
}

int picture_take(app *self) {
  const settings *const s = &self->settings;
  const play_frame moment = moment_at(self, s->from);
  app_draw(self, &moment, 1e9, s->width, s->height, quality_of(self, 0), true);
  return picture_save(self, s->picture, s->width, s->height) ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
}

int film_make(app *self) {
  const settings *const s = &self->settings;
  const double start = s->from >= 0.0 ? s->from : soi_clock(self->session.model, 0), end = s->to >= 0.0 ? s->to : start + 60.0;
  film *const out = film_open(s->video, s->width, s->height, s->rate);
  if (out == NULL) { return SOI_VERDICT_FAULT; }
  uint8_t *const rgb = terminal_grow(NULL, (size_t)s->width * (size_t)s->height * 3);
  const uint32_t count = (uint32_t)fmax(1.0, floor((end - start) / s->speed * s->rate));
  bool fine = true;
  for (uint32_t i = 0; i < count && fine; ++i) {
    const play_frame moment = moment_at(self, start + s->speed * i / s->rate);
    app_draw(self, &moment, i == 0 ? 1e9 : 1.0 / s->rate, s->width, s->height, quality_of(self, 2), true);
    draw_read(self->drawer, rgb);
    fine = film_add(out, rgb) && stop_reason() == NULL;
  }
  free(rgb);
  fine = film_close(out) && fine;
  const char *const stopped = stop_reason();
  if (!fine) { terminal_complain("view", stopped != NULL ? "%s: stopped by %s" : "%s: ffmpeg did not write the film", s->video, stopped); }
  return stopped != NULL ? SOI_VERDICT_OUT_OF_TIME : fine ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
}
