/* Room for what is put into the world from outside, and for newcomers. Bodies count as boxes along their headings. */
#include "room.h"

#include "cells.h"
#include "fmath.h"

/* Air around bodies, m: between outlines, and to people. */
static const double BODY_AIR = 0.5, PERSON_AIR = 0.5;
/* Air round a newcomer, m: it stands or drives away from those beside it. */
static const double BIRTH_AIR = 0.1;
/* Drivers need this long to react, s, and may brake this hard, m/s2. The way ahead widens by this share of its length, for bends. */
static const double REACTION = 1.5, BRAKING = 2.0, WIDENING = 0.15;

static double along(soi_point direction, soi_point to) { return direction.x * to.x + direction.y * to.y; }
static double aside(soi_point direction, soi_point to) { return direction.x * to.y - direction.y * to.x; }

static soi_outline outline_of(const soi_world *world, uint32_t row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  soi_outline outline = {.half_length = 0.5 * type->body.length, .half_width = 0.5 * type->body.width};
  outline.middle = soi_vehicle_at(world, row, &outline.along);
  return outline;
}

/* Half of what an outline covers along and across another's heading. */
static soi_point extent(const soi_outline *outline, soi_point heading) {
  const double c = soi_abs(along(heading, outline->along)), s = soi_abs(aside(heading, outline->along));
  return (soi_point){c * outline->half_length + s * outline->half_width, s * outline->half_length + c * outline->half_width};
}

/* Whether a vehicle is there, or comes and could not stop gently. */
static soi_refusal vehicle_minds(const soi_world *world, uint32_t row, const soi_outline *outline) {
  const soi_outline body = outline_of(world, row);
  const soi_point to = {outline->middle.x - body.middle.x, outline->middle.y - body.middle.y};
  const soi_point covered = extent(outline, body.along);
  const double gap = along(body.along, to) - body.half_length - covered.x;
  const double speed = world->vehicle_speed[row], needs = speed * REACTION + speed * speed / (2.0 * BRAKING) + BODY_AIR;
  const double side = soi_abs(aside(body.along, to)) - body.half_width - covered.y;
  const bool behind = gap < -2.0 * (body.half_length + covered.x) - BODY_AIR;
  if (behind || gap >= needs || side >= BODY_AIR + WIDENING * soi_max(gap, 0.0)) { return SOI_REFUSAL_NONE; }
  return gap < BODY_AIR ? SOI_REFUSAL_VEHICLE : SOI_REFUSAL_COMING;
}

static bool person_minds(const soi_world *world, soi_person_id person, const soi_outline *outline) {
  const soi_point to = {world->person_x[person] - outline->middle.x, world->person_y[person] - outline->middle.y};
  return soi_abs(along(outline->along, to)) < outline->half_length + PERSON_AIR &&
         soi_abs(aside(outline->along, to)) < outline->half_width + PERSON_AIR;
}

soi_refusal soi_room_refusal(const soi_world *world, const soi_outline *outline) {
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    const soi_refusal why = soi_vehicle_lives(world, row) ? vehicle_minds(world, row, outline) : SOI_REFUSAL_NONE;
    if (why != SOI_REFUSAL_NONE) { return why; }
  }
  for (soi_person_id person = 1; person <= world->person_high[0]; ++person) {
    if (world->person_body[person] && world->model->walk_links[world->person_link[person]].level == 0 &&
        person_minds(world, person, outline)) {
      return SOI_REFUSAL_PERSON;
    }
  }
  return SOI_REFUSAL_NONE;
}

/* --- newcomers ----------------------------------------------------------------------------------------------------------- */

/* Whether outline comes nearer than some air to a body along both axes of each: then they may touch. */
static bool meet(const soi_outline *a, const soi_outline *b) {
  const soi_outline *const pair[2][2] = {{a, b}, {b, a}};
  for (int i = 0; i < 2; ++i) {
    const soi_outline *const one = pair[i][0], *const other = pair[i][1];
    const soi_point to = {other->middle.x - one->middle.x, other->middle.y - one->middle.y}, covered = extent(other, one->along);
    const bool apart = soi_abs(along(one->along, to)) > one->half_length + covered.x + BIRTH_AIR ||
                       soi_abs(aside(one->along, to)) > one->half_width + covered.y + BIRTH_AIR;
    if (apart) { return false; }
  }
  return true;
}

/* A body as sensed, and as far as it drives in this step. */
static soi_outline sensed_outline(const soi_world *world, uint32_t row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const double half = 0.5 * world->vehicle_speed[row] * world->model->step;
  const soi_point ahead = {world->body_cos[row], world->body_sin[row]};
  return (soi_outline){{world->body_x[row] + half * ahead.x, world->body_y[row] + half * ahead.y},
                       ahead,
                       0.5 * type->body.length + half,
                       0.5 * type->body.width};
}

typedef struct newcomer {
  const soi_world *world;
  const soi_outline *outline;
  int32_t level;
  bool taken;
} newcomer;

static void meet_person(void *context, soi_person_id person, double distance) {
  newcomer *const self = context;
  const soi_world *const world = self->world;
  (void)distance;
  const double radius = world->model->walking.radius;
  const soi_outline body = {{world->person_x[person], world->person_y[person]}, {1.0, 0.0}, radius, radius};
  if (world->model->walk_links[world->person_link[person]].level == self->level) {
    self->taken = self->taken || meet(self->outline, &body);
  }
}

bool soi_room_clear(const soi_world *world, const soi_outline *outline, int32_t level, bool people) {
  const double own = outline->half_length + outline->half_width + 2.0 * BIRTH_AIR;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    const double dx = world->body_x[row] - outline->middle.x, dy = world->body_y[row] - outline->middle.y;
    const double reach = own + world->model->body_reach + world->vehicle_speed[row] * world->model->step;
    if (dx * dx + dy * dy > reach * reach || !soi_vehicle_lives(world, row)) { continue; }
    const soi_outline body = sensed_outline(world, row);
    if (world->model->lanes[world->vehicle_lane[row]].level == level && meet(outline, &body)) { return false; }
  }
  newcomer self = {world, outline, level, false};
  if (people) { soi_cells_visit(world, outline->middle, own + 2.0 * world->model->walking.radius, meet_person, &self); }
  return !self.taken;
}

soi_outline soi_outline_in_lane(const soi_model *model, soi_type_id type, soi_lane_id lane, double s) {
  const soi_vehicle_type *body = soi_type(model, type);
  soi_outline outline = {.half_length = 0.5 * body->body.length, .half_width = 0.5 * body->body.width};
  outline.middle = soi_lane_at(model, lane, s - outline.half_length, 0.0, &outline.along);
  return outline;
}
