/* The shipped tour shows what it says: when a stop of it begins, what it claims is in the middle of the picture, large enough and not behind a
 * building. One seed, or with SOI_LONG five. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "controls.h"
#include "place.h"

enum { WIDTH = 1280, HEIGHT = 720, LEAST_PIXELS = 60 };

typedef struct stage {
  place *town;
  play *run;
  scene_place *scene;
  viewpoint viewpoint;
  controls controls;
  double now;
} stage;

/* One frame of the run at a time of day, the camera where it means to be. */
static const play_frame *show(stage *self, double clock) {
  play_seek(self->run, soi_tick_at(self->town->model, clock));
  play_settle(self->run);
  const play_frame *const moment = play_take(self->run);
  self->now += 0.25;
  (void)controls_frame(&self->controls, moment, WIDTH, HEIGHT, self->now);
  viewpoint_update(&self->viewpoint, moment->before, moment->now, moment->fraction, 1e9, WIDTH, HEIGHT);
  return moment;
}

/* The cart that the claim is about: its own, or one that stands at its stop. */
static soi_cart_id subject_of(const soi_world *world, const soi_claim_definition *claim) {
  const soi_reference stop = claim->boarding != 0 ? claim->boarding : claim->serving;
  if (claim->driving != 0) { return (soi_cart_id)claim->driving; }
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (soi_cart_at_stop(world, cart) && world->model->stops[world->cart_stop[cart]].definition == stop) { return cart; }
  }
  return 0;
}

static void assert_shown(stage *self, uint32_t row, const play_frame *moment, const soi_claim_definition *claim) {
  const soi_cart_id cart = subject_of(moment->now, claim);
  const uint32_t vehicle = cart == 0 ? 0 : moment->now->cart_vehicle[cart];
  mesh_point at;
  soi_point along;
  if (vehicle == 0 || !scene_vehicle_at(moment->before, moment->now, moment->fraction, vehicle, &at, &along)) {
    fail_msg("stop %u: no cart to be seen", row);
  }
  const double high = soi_type(self->town->model, moment->now->vehicle_type[vehicle])->body.height;
  float x, y, foot_x, foot_y;
  const bool roof = scene_camera_project(&self->viewpoint.now, at.x, at.y, high, &x, &y),
             foot = scene_camera_project(&self->viewpoint.now, at.x, at.y, 0.0, &foot_x, &foot_y);
  print_message("stop %u at %.0f s: cart %u at %.0f, %.0f, %.0f pixels high\n", row, moment->time, cart, (double)x, (double)y,
                (double)(foot_y - y));
  assert_true(roof && foot);
  assert_true(fabsf(x - 0.5f * WIDTH) < 0.35f * WIDTH && fabsf(y - 0.5f * HEIGHT) < 0.35f * HEIGHT);
  assert_true(foot_y - y >= LEAST_PIXELS);
  assert_false(scene_hides(self->scene, &self->viewpoint.now, (const double[3]){at.x, at.y, 0.5 * high}));
}

/* Second by second as far as there are claims; a view from aboard shows no cart. */
static void go_through(stage *self, int seed) {
  const soi_scenario_definition *const scenario = &self->town->model->definition->scenario;
  uint32_t shown = 0, claims = 0, last = 0;
  for (uint32_t i = 0; i < scenario->tour.count; ++i) {
    const soi_claim_definition *const claim = &scenario->tour.items[i].shows;
    if (claim->boarding + claim->serving + claim->driving > 0) { ++claims, last = i + 1; }
  }
  panels_set_tour(&self->controls.panels, true);
  for (double clock = scenario->start; clock < scenario->tour.items[last].at; clock += 1.0) {
    const uint32_t before = self->controls.panels.tour_stop;
    (void)show(self, clock);
    const uint32_t row = self->controls.panels.tour_stop;
    const soi_tour_definition *const stop = &scenario->tour.items[row > 0 ? row - 1 : 0];
    if (row == before || stop->shows.boarding + stop->shows.serving + stop->shows.driving == 0) { continue; }
    ++shown;
    if (stop->camera == SOI_CAMERA_RIDE) { continue; }
    assert_shown(self, row, show(self, clock + 1.0), &stop->shows);
  }
  print_message("seed %d: %u of %u claims shown\n", seed, shown, claims);
  assert_int_equal(shown, claims);
}

static void the_shipped_tour_shows_what_it_says(void **state) {
  (void)state;
  for (int seed = 1; seed <= (getenv("SOI_LONG") != NULL ? 5 : 1); ++seed) {
    stage self = {0};
    char text[16];
    snprintf(text, sizeof text, "seed=%d", seed);
    self.town = place_open("../../scenarios/bangsue/weekday-morning.yaml", (const char *const[]){text, NULL});
    assert_non_null(self.town->model);
    self.run = play_open(self.town->model, &(play_options){.paused = true, .metrics = panels_metrics, .metric_count = panels_metric_count});
    self.scene = scene_create(self.town->model);
    self.viewpoint = viewpoint_open(self.scene);
    if (!controls_open(&self.controls, self.town->model, self.run, self.scene, &self.viewpoint, NULL, false)) { skip(); }
    go_through(&self, seed);
    controls_close(&self.controls);
    scene_release(self.scene);
    play_close(self.run);
    place_close(self.town);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_shipped_tour_shows_what_it_says)};
  return cmocka_run_group_tests_name("tour", tests, NULL, NULL);
}
