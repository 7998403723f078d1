/* How long pictures take: making the scene alone, and all of it, with the quality chosen as in the window. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <epoxy/gl.h>

#include "quality.h"
#include "app.h"
#include "terminal.h"

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double processor_now(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void print_times(const char *what, double *times, uint32_t count) {
  qsort(times, count, sizeof *times, compare);
  printf("%-34s median %6.2f ms, 95 %% below %6.2f ms\n", what, 1e3 * times[count / 2], 1e3 * times[count * 95 / 100]);
}

/* Times of each picture, s. */
typedef struct timing {
  double *scene, *whole, *busy;
} timing;

/* One picture of the next tick; last: what the one before took. */
static void time_picture(app *self, drawer *null, double last, const draw_quality *quality, timing *times, uint32_t i) {
  const settings *const s = &self->settings;
  play_step(self->play);
  play_settle(self->play);
  const play_frame *const moment = play_take(self->play);
  const scene_options how = {.dark = s->dark};
  viewpoint_update(&self->viewpoint, moment->before, moment->now, 0.5, last, s->width, s->height);
  const double began = processor_now(CLOCK_THREAD_CPUTIME_ID);
  scene_frame_make(self->scene, moment->before, moment->now, 0.5, &self->viewpoint.now, &how, &self->frame);
  draw_scene(null, &self->frame, &self->viewpoint.now, &draw_qualities[0]);
  times->scene[i] = processor_now(CLOCK_THREAD_CPUTIME_ID) - began;
  const double start = terminal_now(), all = processor_now(CLOCK_PROCESS_CPUTIME_ID);
  app_draw(self, moment, last, s->width, s->height, quality, false);
  glFinish();
  times->whole[i] = terminal_now() - start;
  times->busy[i] = processor_now(CLOCK_PROCESS_CPUTIME_ID) - all;
}

static void print_all(app *self, timing *times, unsigned quality) {
  const settings *const s = &self->settings;
  const soi_world *const world = play_take(self->play)->now;
  const draw_counts counts = draw_last_counts(self->drawer);
  printf("%u carts, %u vehicles, %u people; %dx%d\n", self->session.model->cart_count, world->vehicle_count[0], world->person_count[0],
         s->width, s->height);
  print_times("making the scene (one core)", times->scene, s->measure);
  print_times("a whole picture", times->whole, s->measure);
  print_times("  of it processor time, all cores", times->busy, s->measure);
  printf("at the end: quality %u of %d, %u instances, %u triangles, %u batches\n", quality, DRAW_QUALITIES, counts.instances,
         counts.triangles, counts.batches);
}

int pictures_measure(app *self) {
  const settings *const s = &self->settings;
  double *const room = terminal_grow(NULL, 3 * (size_t)s->measure * sizeof *room);
  timing times = {room, room + s->measure, room + 2 * (size_t)s->measure};
  drawer *const null = draw_open_null(self->scene);
  if (s->from >= 0.0) { play_seek(self->play, soi_tick_at(self->session.model, s->from)); }
  play_settle(self->play);
  quality_chooser quality = quality_start(s->quality);
  double last = 0.05;
  for (uint32_t i = 0; i < s->measure; ++i) {
    time_picture(self, null, last, &draw_qualities[quality_next(&quality, last)], &times, i);
    last = times.whole[i];
  }
  print_all(self, &times, quality.level);
  draw_close(null);
  free(room);
  return SOI_VERDICT_HELD;
}
