/* Clicking in the picture: the nearest cart, vehicle, person or stop under the pointer is chosen, or the tool in hand is used there. */
#include <math.h>

#include "shared.h"

/* How near to it one must click, points; and how far a click may wander. */
static const float REACH = 22.0f, WANDER = 5.0f;

/* The best one found so far. */
typedef struct pick {
  panels *panels;
  float x, y, least;
  panels_target target;
} pick;

/* bonus: carts are what people mean, when in doubt. */
static void offer(pick *self, const double at[3], float bonus, panels_target target) {
  float x, y;
  if (!self->panels->scene->project(self->panels->scene->context, at, &x, &y)) { return; }
  const float away = hypotf(x - self->x, y - self->y) - bonus;
  if (away >= self->least) { return; }
  self->least = away;
  self->target = target;
}

static void offer_vehicles(pick *self, const soi_world *world) {
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    double at[3];
    if (!soi_vehicle_lives(world, row) || !self->panels->scene->vehicle_at(self->panels->scene->context, row, at)) { continue; }
    at[2] += 0.8;
    const soi_cart_id cart = world->vehicle_cart[row];
    const panels_target vehicle = {PANELS_VEHICLE, row, world->vehicle_generation[row]};
    offer(self, at, ui_px(self->panels->ui, cart != 0 ? 8.0f : 3.0f), cart != 0 ? (panels_target){PANELS_CART, cart, 0} : vehicle);
  }
}

static void offer_people(pick *self, const soi_world *world) {
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    double at[3];
    if (!soi_person_lives(world, row) || !world->person_body[row] ||
        !self->panels->scene->person_at(self->panels->scene->context, row, at)) {
      continue;
    }
    at[2] += 0.9;
    offer(self, at, 0.0f, (panels_target){PANELS_PERSON, row, world->person_generation[row]});
  }
}

static void offer_stops(pick *self) {
  for (soi_stop_id stop = 1; stop <= self->panels->model->stop_count; ++stop) {
    const double at[3] = {self->panels->model->stops[stop].queue.x, self->panels->model->stops[stop].queue.y, 2.4};
    offer(self, at, 0.0f, (panels_target){PANELS_STOP, stop, 0});
  }
}

static panels_target what_is_at(panels *self, float x, float y) {
  pick best = {self, x, y, ui_px(self->ui, REACH), {PANELS_NOTHING, 0, 0}};
  offer_vehicles(&best, self->frame->now);
  offer_people(&best, self->frame->now);
  offer_stops(&best);
  return best.target;
}

static void click(panels *self, float x, float y) {
  const panels_target what = what_is_at(self, x, y);
  if (self->tool != TOOL_NONE) {
    soi_point at;
    if (self->scene->ground(self->scene->context, x, y, &at)) { use_tool_at(self, at, what); }
    return;
  }
  const bool again = what.kind != PANELS_NOTHING && what.kind == self->chosen.kind && what.row == self->chosen.row;
  choose(self, what, again);
}

bool panels_have_pointer(const panels *self, const ui *kit) { return ui_has_pointer(kit) || (self->help && !self->hidden); }

void pick_frame(panels *self) {
  const ui_input *input = &self->ui->input;
  const bool pressed = input->down && !self->ui->before.down, released = !input->down && self->ui->before.down;
  if (pressed) {
    self->press_on_map = !panels_have_pointer(self, self->ui);
    self->pressed_at = (ui_point){input->x, input->y};
  }
  const float wander = hypotf(input->x - self->pressed_at.x, input->y - self->pressed_at.y);
  if (released && self->press_on_map && wander < px(self, WANDER)) { click(self, input->x, input->y); }
  if (released) { self->press_on_map = false; }
}
