/* Room for what is put into the world from outside. Vehicles count as boxes along their headings; for one in a bend this is rough, so
 * it is given some air. */
#include "room.h"

#include "fmath.h"

/* Air around bodies, m: between outlines, and to people. */
static const double BODY_AIR = 0.5, PERSON_AIR = 0.5;
/* Drivers need this long to react, s, and may brake this hard, m/s2. The way ahead widens by this share of its length, for bends. */
static const double REACTION = 1.5, BRAKING = 2.0, WIDENING = 0.15;

static double along(soi_point direction, soi_point to) { return direction.x * to.x + direction.y * to.y; }
static double aside(soi_point direction, soi_point to) { return direction.x * to.y - direction.y * to.x; }

static soi_outline outline_of(const soi_world *world, uint32_t row) {
  const soi_vehicle_type_definition *type = soi_type(world->model, world->vehicle_type[row]);
  soi_outline outline = {.half_length = 0.5 * type->length, .half_width = 0.5 * type->width};
  const soi_point front =
      soi_lane_at(world->model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], &outline.along);
  outline.middle = (soi_point){front.x - outline.along.x * outline.half_length, front.y - outline.along.y * outline.half_length};
  return outline;
}

/* Half of what an outline covers along and across another's heading. */
static soi_point extent(const soi_outline *outline, soi_point heading) {
  const double c = soi_abs(along(heading, outline->along)), s = soi_abs(aside(heading, outline->along));
  return (soi_point){c * outline->half_length + s * outline->half_width, s * outline->half_length + c * outline->half_width};
}

/* Whether a vehicle is there, or comes and could not stop gently. */
static bool vehicle_minds(const soi_world *world, uint32_t row, const soi_outline *outline) {
  const soi_outline body = outline_of(world, row);
  const soi_point to = {outline->middle.x - body.middle.x, outline->middle.y - body.middle.y};
  const soi_point covered = extent(outline, body.along);
  const double gap = along(body.along, to) - body.half_length - covered.x;
  const double speed = world->vehicle_speed[row], needs = speed * REACTION + speed * speed / (2.0 * BRAKING) + BODY_AIR;
  const double side = soi_abs(aside(body.along, to)) - body.half_width - covered.y;
  const bool behind = gap < -2.0 * (body.half_length + covered.x) - BODY_AIR;
  return !behind && gap < needs && side < BODY_AIR + WIDENING * soi_max(gap, 0.0);
}

static bool person_minds(const soi_world *world, uint32_t person, const soi_outline *outline) {
  const soi_point to = {world->person_x[person] - outline->middle.x, world->person_y[person] - outline->middle.y};
  return soi_abs(along(outline->along, to)) < outline->half_length + PERSON_AIR &&
         soi_abs(aside(outline->along, to)) < outline->half_width + PERSON_AIR;
}

bool soi_room_free(const soi_world *world, const soi_outline *outline) {
  for (uint32_t row = 1; row <= world->vehicle_high[0]; row++) {
    if (soi_vehicle_lives(world, row) && vehicle_minds(world, row, outline)) return false;
  }
  for (uint32_t person = 1; person <= world->person_high[0]; person++) {
    if (world->person_body[person] && world->model->walk_links[world->person_link[person]].level == 0 &&
        person_minds(world, person, outline)) {
      return false;
    }
  }
  return true;
}
