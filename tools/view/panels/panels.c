/* The panels of a frame in their order, and where they stand. */
#include "panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "shared.h"

const char *const panels_metrics[] = {"wait.mean",         "wait.p90",           "headway.cv",        "energy.per_km", "occupancy",
                                      "passengers.served", "passengers.gave_up", "collisions.lawful", "hard_brakes",   "traffic.speed"};
const uint32_t panels_metric_count = sizeof panels_metrics / sizeof panels_metrics[0];

static const double speeds[] = {0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, PLAY_FASTEST};
enum { SPEEDS = sizeof speeds / sizeof speeds[0] };

void panels_init(panels *self, const soi_model *model, play *run, panels_language language, bool dark) {
  *self = (panels){.model = model, .run = run, .language = language, .dark = dark, .overlays = OVERLAY_LABELS};
  for (uint32_t flow = 1; flow <= model->people_flow_count && self->crowd == 0; ++flow) {
    if (model->people_flows[flow].route != 0) { self->crowd = flow; }
  }
}

float panels_scale(int width, int height, float density) {
  /* a projector's picture is seen from afar: there everything grows with it */
  const float room = fminf((float)width / 1280.0f, (float)height / 720.0f) / density;
  return density * fminf(fmaxf(room, 0.8f), 1.6f);
}

void clock_text(double clock, bool seconds, char *text, size_t size) {
  const int whole = (int)floor(clock + 1e-6);
  if (seconds) {
    snprintf(text, size, "%02d:%02d:%02d", whole / 3600 % 24, whole / 60 % 60, whole % 60);
  } else {
    snprintf(text, size, "%02d:%02d", whole / 3600 % 24, whole / 60 % 60);
  }
}

void span_text(double seconds, char *text, size_t size) {
  if (seconds < 119.5) {
    snprintf(text, size, "%.0f s", seconds);
  } else {
    snprintf(text, size, "%d:%02d min", (int)(seconds + 0.5) / 60, (int)(seconds + 0.5) % 60);
  }
}

void panels_say(panels *self, const char *text) {
  snprintf(self->said, sizeof self->said, "%s", text);
  self->said_until = self->ui != NULL ? self->ui->input.time + 4.0 : 0.0;
}

void step_speed(panels *self, int by) {
  int at = 0;
  while (at + 1 < SPEEDS && speeds[at] < self->frame->speed * 0.999) { ++at; }
  at += by;
  play_set_speed(self->run, speeds[at < 0 ? 0 : at >= SPEEDS ? SPEEDS - 1 : at]);
}

void seek_by(panels *self, double seconds) {
  const double time = fmax(self->frame->time + seconds, 0.0);
  play_seek(self->run, (soi_tick)(time / self->model->step));
}

/* --- what is chosen -------------------------------------------------------------------------------------------------- */

panels_target target_cart(const soi_world *world, uint32_t cart) {
  (void)world;
  return (panels_target){PANELS_CART, cart, 0};
}

bool target_lives(const soi_world *world, panels_target target) {
  switch (target.kind) {
    case PANELS_CART:
    case PANELS_STOP: return true;
    case PANELS_VEHICLE: return soi_vehicle_row(world, (soi_vehicle_handle){target.row, target.generation}) != 0;
    case PANELS_PERSON: return soi_person_row(world, (soi_person_handle){target.row, target.generation}) != 0;
    default: return false;
  }
}

bool target_place(const panels *self, panels_target target, soi_point *place) {
  double at[3] = {0.0, 0.0, 0.0};
  bool found = false;
  if (target.kind == PANELS_STOP) {
    const soi_stop *stop = &self->model->stops[target.row];
    *place = soi_lane_at(self->model, stop->lane, stop->s, stop->d, NULL);
    return true;
  }
  const uint32_t row = target.kind == PANELS_CART ? self->frame->now->cart_vehicle[target.row] : target.row;
  if (target.kind == PANELS_PERSON) {
    found = self->scene->person_at(self->scene->context, target.row, at);
  } else if (row != 0) {
    found = self->scene->vehicle_at(self->scene->context, row, at);
  }
  *place = (soi_point){at[0], at[1]};
  return found;
}

void choose(panels *self, panels_target target, bool follow) {
  self->chosen = target;
  self->following = follow && target.kind != PANELS_NOTHING;
  if (!self->following) { return; }
  panels_shot shot = {.camera = SOI_CAMERA_FOLLOW, .kind = target.kind, .row = target.row, .seconds = 1.0};
  if (target.kind != PANELS_CART) {
    shot.camera = SOI_CAMERA_OBLIQUE;
    shot.kind = PANELS_NOTHING;
    shot.has_place = target_place(self, target, &shot.place);
    shot.distance = 60.0;
    if (!shot.has_place) { return; }
  }
  self->wishes.shoot = true;
  self->wishes.shot = shot;
}

/* The camera goes on with a vehicle or a person that is followed; carts it follows by itself. */
static void follow_frame(panels *self) {
  if (!target_lives(self->frame->now, self->chosen)) {
    self->chosen = (panels_target){PANELS_NOTHING, 0, 0};
    self->following = false;
  }
  const bool by_hand = self->following && (self->chosen.kind == PANELS_VEHICLE || self->chosen.kind == PANELS_PERSON);
  soi_point place;
  if (!by_hand || self->wishes.shoot || !target_place(self, self->chosen, &place)) { return; }
  self->wishes.shoot = true;
  self->wishes.shot = (panels_shot){.camera = SOI_CAMERA_OBLIQUE, .has_place = true, .place = place, .seconds = 0.0};
}

/* --- the tour -------------------------------------------------------------------------------------------------------- */

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
  if (stop->cart != 0) {
    self->chosen = target_cart(self->frame->now, stop->cart);
  } else {
    self->chosen = (panels_target){PANELS_NOTHING, 0, 0};
  }
  self->following = false;
  if (stop->cart != 0 || shot.has_place || stop->whole) {
    self->wishes.shoot = true;
    self->wishes.shot = shot;
  }
  if (stop->speed > 0.0) { play_set_speed(self->run, stop->speed); }
}

void tour_frame(panels *self) {
  const soi_scenario_definition *scenario = &self->model->definition->scenario;
  if (!self->tour) { return; }
  uint32_t row = 0;
  while (row < scenario->tour.count && scenario->tour.items[row].at <= clock_of(self) + 1e-9) { ++row; }
  if (row == self->tour_stop || row == 0) { return; }
  self->tour_stop = row;
  show_tour_stop(self, &scenario->tour.items[row - 1]);
}

/* --- the frame ------------------------------------------------------------------------------------------------------- */

bool panels_have_pointer(const panels *self, const ui *kit) { return ui_has_pointer(kit) || (self->help && !self->hidden); }

void panels_frame(panels *self, ui *kit, const play_frame *frame, const panels_scene *scene) {
  self->ui = kit;
  self->frame = frame;
  self->scene = scene;
  const float margin = px(self, 12.0f);
  self->room = (ui_rect){margin, margin, kit->input.width - margin, kit->input.height - margin};
  tour_frame(self);
  pick_frame(self);
  follow_frame(self);
  kit->enabled = !self->help;
  panel_labels(self);
  if (!self->hidden) {
    panel_status(self);
    panel_timeline(self);
    panel_figures(self);
    panel_lists(self);
    panel_tools(self);
    panel_legend(self);
  }
  panel_captions(self);
  kit->enabled = true;
  if (self->help) { panel_help(self); }
}

void panels_labels(panels *self, ui *kit, const play_frame *frame, const panels_scene *scene) {
  const float margin = ui_px(kit, 12.0f);
  self->ui = kit;
  self->frame = frame;
  self->scene = scene;
  self->room = (ui_rect){margin, margin, kit->input.width - margin, kit->input.height - margin};
  panel_labels(self);
}

static double value_of(const play_frame *frame, const char *metric) {
  for (uint32_t i = 0; i < panels_metric_count; ++i) {
    if (strcmp(panels_metrics[i], metric) == 0) { return frame->has_value[i] ? frame->values[i] : -1.0; }
  }
  return -1.0;
}

const char *panels_as_it_is(const panels *self) { return tell(self, WORD_AS_IT_IS); }

void panels_title(panels *self, const play_frame *frame, const char *name, float left, float right) {
  char words[160], wait[32] = "\xe2\x80\x93";
  const double seconds = value_of(frame, "wait.mean"), served = value_of(frame, "passengers.served"),
               lost = value_of(frame, "passengers.gave_up");
  if (seconds >= 0.0) { span_text(seconds, wait, sizeof wait); }
  snprintf(words, sizeof words, "%s %s   %s %.0f   %s %.0f", tell(self, WORD_MEAN_WAIT), wait, tell(self, WORD_SERVED), fmax(served, 0.0),
           tell(self, WORD_GAVE_UP), fmax(lost, 0.0));
  const float wide = fminf(fmaxf(ui_width(self->ui, UI_STRONG, name), ui_width(self->ui, UI_SMALL, words)) + px(self, 28.0f),
                           right - left - px(self, 16.0f));
  const float middle = 0.5f * (left + right), bottom = self->room.bottom - px(self, 26.0f), high = px(self, 46.0f);
  const ui_rect card = {roundf(middle - 0.5f * wide), roundf(bottom - high), roundf(middle + 0.5f * wide), roundf(bottom)};
  list_round(&self->ui->list, card, px(self, 8.0f), ui_paint(self->ui, UI_PANEL));
  ui_cover(self->ui, card);
  const ui_rect inner = {card.left + px(self, 10.0f), card.top + px(self, 4.0f), card.right - px(self, 10.0f),
                         card.bottom - px(self, 4.0f)};
  ui_text(self->ui, (ui_rect){inner.left, inner.top, inner.right, inner.top + px(self, 20.0f)}, UI_STRONG, UI_INK, UI_CENTRE, name);
  ui_text(self->ui, (ui_rect){inner.left, inner.bottom - px(self, 18.0f), inner.right, inner.bottom}, UI_SMALL, UI_SOFT, UI_CENTRE, words);
}
