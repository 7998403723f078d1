/* What is chosen: whether it is still there, where it is, and the camera that goes with it. */
#include "shared.h"

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
void follow_frame(panels *self) {
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
