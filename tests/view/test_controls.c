/* The controls: what keys, mouse and fingers do comes in order, however much of it comes between two frames. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "controls.h"
#include "place.h"

enum { WIDTH = 1280, HEIGHT = 720 };

typedef struct table {
  place *town;
  play *run;
  scene_place *scene;
  viewpoint viewpoint;
  controls controls;
  double now;
} table;

static void show(table *self, int width, int height) {
  const play_frame *const moment = play_take(self->run);
  self->now += 1.0 / 60.0;
  viewpoint_update(&self->viewpoint, moment->before, moment->now, moment->fraction, 1e9, width, height);
  (void)controls_frame(&self->controls, moment, width, height, self->now);
}

static int lay(void **state) {
  table *const self = calloc(1, sizeof *self);
  *state = self;
  self->town = place_open("crossroads-morning.yaml", NULL);
  if (self->town->model == NULL) { return 1; }
  self->run = play_open(self->town->model, &(play_options){.paused = true, .metrics = panels_metrics, .metric_count = panels_metric_count});
  play_seek(self->run, soi_tick_at(self->town->model, 8.0 * 3600.0 + 240.0));
  play_settle(self->run);
  self->scene = scene_create(self->town->model);
  self->viewpoint = viewpoint_open(self->scene);
  viewpoint_at(&self->viewpoint, VIEWPOINT_MAP, 1);
  if (!controls_open(&self->controls, self->town->model, self->run, self->scene, &self->viewpoint, NULL, false)) { return 1; }
  show(self, WIDTH, HEIGHT);
  show(self, WIDTH, HEIGHT);
  return 0;
}

static int clear(void **state) {
  table *const self = *state;
  controls_close(&self->controls);
  scene_release(self->scene);
  play_close(self->run);
  place_close(self->town);
  free(self);
  return 0;
}

static void move(table *self, int x, int y, int by_x, int by_y, bool down) {
  SDL_Event event = {.motion = {.type = SDL_MOUSEMOTION, .x = x, .y = y, .xrel = by_x, .yrel = by_y, .state = down ? SDL_BUTTON_LMASK : 0}};
  assert_true(controls_event(&self->controls, &event));
}

static void button(table *self, int x, int y, bool down) {
  SDL_Event event = {.button = {.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP, .button = SDL_BUTTON_LEFT, .x = x, .y = y}};
  assert_true(controls_event(&self->controls, &event));
}

static void click(table *self, int x, int y) {
  move(self, x, y, 0, 0, false);
  button(self, x, y, true);
  button(self, x, y, false);
}

/* Press, drag and release between two frames: the map has moved by the drag. */
static void a_quick_drag_moves_the_map(void **state) {
  table *const self = *state;
  const double x = self->viewpoint.wanted.target[0], y = self->viewpoint.wanted.target[1];
  move(self, 700, 400, 0, 0, false);
  button(self, 700, 400, true);
  move(self, 760, 370, 60, -30, true);
  button(self, 760, 370, false);
  move(self, 900, 500, 140, 130, false); /* nothing is held any more */
  const double metre = self->viewpoint.wanted.distance / (double)self->viewpoint.now.pixels;
  print_message("moved by %.1f, %.1f pixels\n", (x - self->viewpoint.wanted.target[0]) / metre,
                (y - self->viewpoint.wanted.target[1]) / metre);
  assert_true(fabs((x - self->viewpoint.wanted.target[0]) / metre - 60.0) < 1.0);
  assert_true(fabs((y - self->viewpoint.wanted.target[1]) / metre - 30.0) < 1.0);
  show(self, WIDTH, HEIGHT);
  assert_int_equal(self->controls.panels.chosen.kind, PANELS_NOTHING);
}

/* The first tool: taken by one click, put away by the next, both between two frames or one a frame. */
static void quick_clicks_are_all_counted(void **state) {
  table *const self = *state;
  const int x = 240 + 6 + 18, y = 78 + 6 + 18;
  for (int i = 1; i <= 3; ++i) {
    click(self, x, y);
    assert_int_equal(self->controls.panels.tool, i % 2 == 1 ? TOOL_PEDESTRIAN : TOOL_NONE);
  }
  show(self, WIDTH, HEIGHT);
  click(self, x, y);
  show(self, WIDTH, HEIGHT);
  assert_int_equal(self->controls.panels.tool, TOOL_NONE);
  assert_int_equal(play_take(self->run)->command_count, 0); /* none of them was a click on the map */
}

/* A cart on the map is chosen by a click of less than a frame. */
static void a_quick_click_chooses(void **state) {
  table *const self = *state;
  double at[3];
  float x, y;
  const uint32_t row = play_take(self->run)->now->cart_vehicle[1];
  viewpoint_to(&self->viewpoint, self->viewpoint.wanted.target[0], self->viewpoint.wanted.target[1], self->viewpoint.wanted.distance);
  assert_true(self->controls.view.vehicle_at(self->controls.view.context, row, at));
  viewpoint_to(&self->viewpoint, at[0], at[1], 150.0);
  show(self, WIDTH, HEIGHT);
  assert_true(self->controls.view.project(self->controls.view.context, at, &x, &y));
  click(self, (int)x, (int)y);
  assert_int_equal(self->controls.panels.chosen.kind, PANELS_CART);
}

/* Where the timeline is let go, the run goes, though the press was elsewhere and less than a frame ago. */
static void a_quick_drag_of_the_timeline_seeks_to_its_end(void **state) {
  table *const self = *state;
  const int y = HEIGHT - 12 - 58 + 21, left = 193, right = 1246, end = left + (right - left) * 3 / 4;
  move(self, left + 10, y, 0, 0, false);
  button(self, left + 10, y, true);
  move(self, end, y, end - left - 10, 0, true);
  button(self, end, y, false);
  play_settle(self->run);
  const play_frame *const moment = play_take(self->run);
  const double share = moment->time / ((double)self->town->model->end * self->town->model->step);
  print_message("at %.3f of the run\n", share);
  assert_true(fabs(share - 0.75) < 0.03);
}

/* The last that is drawn, but for tool tips. */
static float bottom_of_last(table *self) {
  const ui_list *const list = controls_frame(&self->controls, play_take(self->run), WIDTH, HEIGHT, self->now);
  return list->vertices[list->vertex_count - 1].y;
}

/* The map's credit stands at the bottom, under the keys when they are shown. */
static void the_keys_lie_over_the_credit(void **state) {
  table *const self = *state;
  const char *source = "the surveyors of the town";
  soi_definition *const definition = (soi_definition *)(uintptr_t)self->town->model->definition;
  definition->map.attribution.items = &source;
  definition->map.attribution.count = 1;
  assert_true(bottom_of_last(self) > 625.0f);
  self->controls.panels.help = true;
  const float bottom = bottom_of_last(self);
  print_message("with the keys the last is drawn at %.0f\n", (double)bottom);
  definition->map.attribution.count = 0;
  assert_true(bottom < 625.0f);
}

static void finger(table *self, bool down) {
  SDL_Event event = {.tfinger = {.type = down ? SDL_FINGERDOWN : SDL_FINGERUP}};
  assert_true(controls_event(&self->controls, &event));
}

static void gesture(table *self, float apart, float turned, float x, float y) {
  SDL_Event event = {.mgesture = {.type = SDL_MULTIGESTURE, .dDist = apart, .dTheta = turned, .x = x, .y = y, .numFingers = 2}};
  assert_true(controls_event(&self->controls, &event));
}

/* Two fingers zoom, turn and move; what the system makes a mouse of the first one does neither drag nor click. */
static void two_fingers_zoom_turn_and_move(void **state) {
  table *const self = *state;
  finger(self, true);
  button(self, 640, 400, true);
  finger(self, true);
  const scene_camera before = self->viewpoint.wanted;
  gesture(self, 0.1f, 0.2f, 0.5f, 0.5f);
  SDL_Event mouse = {
      .motion = {.type = SDL_MOUSEMOTION, .which = SDL_TOUCH_MOUSEID, .x = 600, .y = 400, .xrel = -40, .state = SDL_BUTTON_LMASK}};
  assert_true(controls_event(&self->controls, &mouse));
  const scene_camera zoomed = self->viewpoint.wanted;
  assert_true(fabs(zoomed.distance / before.distance - pow(0.02, 0.1)) < 0.01);
  assert_true(fabs(zoomed.heading - before.heading - 0.2) < 1e-6);
  assert_true(zoomed.target[0] == before.target[0] && zoomed.target[1] == before.target[1]);
  gesture(self, 0.0f, 0.0f, 0.55f, 0.5f);
  assert_true(hypot(self->viewpoint.wanted.target[0] - zoomed.target[0], self->viewpoint.wanted.target[1] - zoomed.target[1]) > 1.0);
  finger(self, false);
  button(self, 640, 400, false);
  finger(self, false);
  assert_int_equal(self->controls.panels.chosen.kind, PANELS_NOTHING);
  /* other fingers, elsewhere: nothing jumps */
  const scene_camera rest = self->viewpoint.wanted;
  finger(self, true);
  finger(self, true);
  gesture(self, 0.0f, 0.0f, 0.1f, 0.1f);
  assert_true(self->viewpoint.wanted.target[0] == rest.target[0]);
}

static void wheel(table *self, float turned) {
  SDL_Event event = {.wheel = {.type = SDL_MOUSEWHEEL, .preciseY = turned}};
  assert_true(controls_event(&self->controls, &event));
}

/* A touchpad's quarter steps come to the same as one step of a wheel, and over a panel to nothing. */
static void small_turns_of_the_wheel_add_up(void **state) {
  table *const self = *state;
  move(self, 700, 400, 0, 0, false);
  const double before = self->viewpoint.wanted.distance;
  for (int i = 0; i < 4; ++i) { wheel(self, 0.25f); }
  const double after = self->viewpoint.wanted.distance;
  assert_true(fabs(after / before - 0.88) < 1e-4);
  move(self, 100, 200, 0, 0, false); /* a panel, and no frame since */
  wheel(self, 1.0f);
  assert_true(self->viewpoint.wanted.distance == after);
}

/* From screen to screen, of any size and density: sizes of text follow, and what stood open stays open. */
static void other_displays_change_sizes_alone(void **state) {
  static const struct {
    int width, height;
    float scale;
  } sizes[] = {{3840, 2160, 1.6f}, {1920, 1080, 1.5f}, {1280, 720, 1.0f}, {640, 480, 0.8f}, {320, 200, 0.8f}};
  table *const self = *state;
  self->controls.panels.chosen = (panels_target){PANELS_CART, 1, 0};
  for (int round = 0; round < 12; ++round) {
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; ++i) {
      SDL_Event event = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_DISPLAY_CHANGED, .data1 = (int)i}};
      assert_true(controls_event(&self->controls, &event));
      show(self, sizes[i].width + 16 * round, sizes[i].height + 9 * round); /* each with text of other sizes */
      assert_true(fabsf(self->controls.input.scale - sizes[i].scale) < 0.35f);
      assert_true(ui_width(&self->controls.kit, UI_BODY, "Bang Sue") > 40.0f * self->controls.input.scale);
    }
  }
  assert_int_equal(self->controls.panels.chosen.kind, PANELS_CART);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_quick_drag_moves_the_map, lay, clear),
      cmocka_unit_test_setup_teardown(quick_clicks_are_all_counted, lay, clear),
      cmocka_unit_test_setup_teardown(a_quick_click_chooses, lay, clear),
      cmocka_unit_test_setup_teardown(a_quick_drag_of_the_timeline_seeks_to_its_end, lay, clear),
      cmocka_unit_test_setup_teardown(the_keys_lie_over_the_credit, lay, clear),
      cmocka_unit_test_setup_teardown(two_fingers_zoom_turn_and_move, lay, clear),
      cmocka_unit_test_setup_teardown(small_turns_of_the_wheel_add_up, lay, clear),
      cmocka_unit_test_setup_teardown(other_displays_change_sizes_alone, lay, clear),
  };
  return cmocka_run_group_tests_name("controls", tests, NULL, NULL);
}
