/* A window without a display: the panels over a plain map seen from straight above, a pointer and keys. Each test file includes this once. */
#ifndef SOI_TEST_WINDOW_H
#define SOI_TEST_WINDOW_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../ui/raster.h"
#include "panels.h"
#include "place.h"

typedef struct test_window {
  place *town;
  play *run;
  ui kit;
  panels panels;
  panels_scene scene;
  ui_input input;
  double left, top, metre; /* the map's place at the window's top left, m; pixels a metre */
  bool has_fonts;
  bool behind; /* everything stands behind a building */
} test_window;

static inline bool window_vehicle_at(void *context, uint32_t row, double at[3]) {
  const soi_world *world = ((test_window *)context)->panels.frame->now;
  const soi_point on = soi_lane_at(world->model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], NULL);
  at[0] = on.x, at[1] = on.y, at[2] = 0.0;
  return true;
}

static inline bool window_person_at(void *context, uint32_t row, double at[3]) {
  const soi_world *world = ((test_window *)context)->panels.frame->now;
  at[0] = world->person_x[row], at[1] = world->person_y[row], at[2] = 0.0;
  return world->person_body[row] != 0;
}

static inline bool window_project(void *context, const double at[3], float *x, float *y) {
  const test_window *self = context;
  *x = (float)((at[0] - self->left) * self->metre);
  *y = (float)((self->top - at[1]) * self->metre);
  return true;
}

static inline bool window_ground(void *context, float x, float y, soi_point *at) {
  const test_window *self = context;
  *at = (soi_point){self->left + (double)x / self->metre, self->top - (double)y / self->metre};
  return true;
}

static inline bool window_hidden(void *context, const double at[3]) {
  (void)at;
  return ((test_window *)context)->behind;
}

static inline test_window *window_open_on(place *town, int width, int height, float scale) {
  test_window *self = calloc(1, sizeof *self);
  char message[256];
  self->town = town;
  if (!ui_open(&self->kit, message, sizeof message)) {
    print_message("%s\n", message);
    free(self);
    return NULL;
  }
  self->run =
      play_open(town->model, &(play_options){.speed = 1.0, .paused = true, .metrics = panels_metrics, .metric_count = panels_metric_count});
  panels_init(&self->panels, town->model, self->run, PANELS_EN, false);
  self->scene = (panels_scene){self, window_vehicle_at, window_person_at, window_project, window_ground, window_hidden};
  self->input = (ui_input){.width = (float)width, .height = (float)height, .scale = scale, .x = -1.0f, .y = -1.0f};
  const soi_bounds bounds = town->model->bounds;
  self->left = bounds.left, self->top = bounds.top;
  self->metre = fmin((double)width / (bounds.right - bounds.left), (double)height / (bounds.top - bounds.bottom));
  return self;
}

static inline void window_close_it(test_window *self) {
  play_close(self->run);
  ui_close(&self->kit);
  place_close(self->town);
  free(self);
}

/* One frame at the time that the play has come to. */
static inline const ui_list *window_frame(test_window *self) {
  self->input.time += 1.0 / 60.0;
  self->input.dark = self->panels.dark;
  const play_frame *frame = play_take(self->run);
  self->panels.frame = frame;
  ui_begin(&self->kit, &self->input);
  panels_frame(&self->panels, &self->kit, frame, &self->scene);
  panels_over(&self->panels);
  return ui_end(&self->kit);
}

static inline void window_move(test_window *self, float x, float y, bool down) {
  self->input.x = x;
  self->input.y = y;
  self->input.down = down;
  window_frame(self);
}

static inline void window_click(test_window *self, float x, float y) {
  window_move(self, x, y, false);
  window_move(self, x, y, false);
  window_move(self, x, y, true);
  window_move(self, x, y, false);
  window_frame(self);
}

static inline void window_seek(test_window *self, double clock) {
  play_seek(self->run, soi_tick_at(self->town->model, clock));
  play_settle(self->run);
}

/* The roads as lines below the panels, so that a picture says where things are; then everything. */
static inline raster window_picture(test_window *self, const char *name) {
  raster picture = raster_make((int)self->input.width, (int)self->input.height, self->panels.dark ? 0x23272d : 0xe6e3db);
  const ui_list *frame = window_frame(self);
  ui_list map = {0};
  list_begin(&map, (ui_rect){0.0f, 0.0f, self->input.width, self->input.height});
  for (soi_lane_id lane = 1; lane <= self->town->model->lane_count; ++lane) {
    const soi_lane *row = &self->town->model->lanes[lane];
    for (uint32_t i = 0; i < row->segments; ++i) {
      const soi_point a = self->town->model->points[row->first_point + i], b = self->town->model->points[row->first_point + i + 1];
      const double from[3] = {a.x, a.y, 0.0}, to[3] = {b.x, b.y, 0.0};
      ui_point line[2];
      window_project(self, from, &line[0].x, &line[0].y);
      window_project(self, to, &line[1].x, &line[1].y);
      list_line(&map, line, 2, 4.0f, 0xa9adb2ff);
    }
  }
  raster_draw(&picture, &map, fonts_atlas(self->kit.fonts));
  raster_draw(&picture, frame, fonts_atlas(self->kit.fonts));
  list_close(&map);
  raster_keep(&picture, name);
  return picture;
}

#endif
