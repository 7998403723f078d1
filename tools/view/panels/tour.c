/* The scripted tour: each of its stops when its time has come. */
#include "shared.h"

void panels_set_tour(panels *self, bool on) {
  self->tour = on && self->model->definition->scenario.tour.count > 0;
  self->tour_stop = 0;
  if (on && !self->tour) { panels_say(self, tell(self, WORD_NO_TOUR)); }
}

static void show_tour_stop(panels *self, const soi_tour_definition *stop) {
  const bool has_place = stop->place.x != 0.0 || stop->place.y != 0.0;
  panels_shot shot = {.camera = stop->camera,
                      .kind = stop->cart != 0 ? PANELS_CART : PANELS_NOTHING,
                      .row = stop->cart,
                      .distance = stop->distance,
                      .has_heading = stop->heading != 0.0,
                      .heading = stop->heading,
                      .seconds = stop->move,
                      .has_place = has_place,
                      .place = stop->place};
  if (stop->stop != 0) { shot.has_place = target_place(self, (panels_target){PANELS_STOP, stop->stop, 0}, &shot.place); }
  self->chosen = (panels_target){shot.kind, shot.row, 0};
  self->following = false;
  if (stop->cart != 0 || shot.has_place || stop->whole) {
    self->wishes.shoot = true;
    self->wishes.shot = shot;
  }
  if (stop->speed > 0.0) { play_set_speed(self->run, stop->speed); }
}

/* The last stop whose time has come and whose claim has come true, now or when it was first shown; 0: none. */
static uint32_t stop_due(const panels *self, const soi_scenario_definition *scenario) {
  uint32_t due = 0;
  for (uint32_t row = 1; row <= scenario->tour.count && scenario->tour.items[row - 1].at <= clock_of(self) + 1e-9; ++row) {
    if (row == self->tour_stop || claim_holds(self->frame->now, &scenario->tour.items[row - 1].shows)) { due = row; }
  }
  return due;
}

void tour_frame(panels *self) {
  const soi_scenario_definition *scenario = &self->model->definition->scenario;
  if (!self->tour) { return; }
  const uint32_t row = stop_due(self, scenario);
  if (row == self->tour_stop || row == 0) { return; }
  self->tour_stop = row;
  self->claim_held = -1e9;
  show_tour_stop(self, &scenario->tour.items[row - 1]);
}
