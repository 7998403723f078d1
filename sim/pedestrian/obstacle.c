/* Keeping off the outline of a vehicle: what closes the gap too fast is taken from a velocity, the rest stays. So people slide
 * along a cart's side, stand back from one that comes, and walk round one that stands in their way. */
#include "obstacle.h"

#include "fmath.h"

/* Room people keep to a body, m, and how fast they use up the rest: within so many seconds. */
static const double SPARE = 0.1, SETTLE = 0.4;
/* Stepping aside, at most, m/s. */
static const double STEP_ASIDE = 2.0;
/* Nearer than this the outline has no nearest point to push from, m. */
static const double TOUCHING = 1e-6;
/* Touches that are further away than this are not foreseen, s. */
static const double FORESIGHT = 2.0;
/* A vehicle is noticed from this far, m. */
static const double SIGHT = 2.0;

soi_obstacle soi_obstacle_of(const soi_world *world, soi_vehicle_id body) {
  const soi_vehicle_type *const type = soi_type(world->model, world->vehicle_type[body]);
  const soi_point ahead = {world->body_cos[body], world->body_sin[body]};
  double aside;
  const double turn = soi_vehicle_turn(world, body, &aside);
  const double speed = world->vehicle_speed[body], drift = world->vehicle_drift[body] + aside;
  const soi_point velocity = {speed * ahead.x - drift * ahead.y, speed * ahead.y + drift * ahead.x};
  return (soi_obstacle){.middle = {world->body_x[body], world->body_y[body]},
                        .ahead = ahead,
                        .half_length = 0.5 * type->body.length,
                        .half_width = 0.5 * type->body.width,
                        .velocity = velocity,
                        .turn = turn,
                        .kerb = world->model->side};
}

/* Unit vector from the outline's nearest point to a point in its frame, and how far that is; out to the side from inside. */
static soi_point off_outline(const soi_obstacle *o, double x, double y, double *distance) {
  const double off_x = x - soi_clamp(x, -o->half_length, o->half_length), off_y = y - soi_clamp(y, -o->half_width, o->half_width);
  *distance = soi_hypot(off_x, off_y);
  if (*distance > TOUCHING) { return (soi_point){off_x / *distance, off_y / *distance}; }
  *distance = soi_abs(y) - o->half_width;
  return (soi_point){0.0, y < 0.0 ? -1.0 : 1.0};
}

/* The stretch of time in which a coordinate lies within half of zero, cut out of what is left; false when nothing is. */
static bool cut(double from, double speed, double half, double *enter, double *leave) {
  if (soi_abs(speed) < 1e-9) { return soi_abs(from) < half; }
  const double a = (-half - from) / speed, b = (half - from) / speed;
  *enter = soi_max(*enter, soi_min(a, b));
  *leave = soi_min(*leave, soi_max(a, b));
  return *enter < *leave;
}

/* The velocity of the outline where it is nearest to (x, y) of its frame. */
static soi_point velocity_near(const soi_obstacle *o, double x, double y) {
  const double left = o->turn * soi_clamp(x, -o->half_length, o->half_length), back = o->turn * soi_clamp(y, -o->half_width, o->half_width);
  return (soi_point){o->velocity.x - back * o->ahead.x - left * o->ahead.y, o->velocity.y - back * o->ahead.y + left * o->ahead.x};
}

/* The room kept to an outline: a swinging end leaves the straight line by so much within a second. */
static double room_to(const soi_obstacle *o) { return SPARE + 0.5 * o->turn * o->turn * o->half_length; }

/* Whether somebody at (x, y) of the outline's frame, who keeps its velocity as the outline there does, comes nearer than margin soon. */
static bool will_touch(const soi_obstacle *o, double x, double y, double margin, soi_point velocity) {
  const soi_point ahead = o->ahead, outline = velocity_near(o, x, y), to = {velocity.x - outline.x, velocity.y - outline.y};
  double enter = 0.0, leave = FORESIGHT;
  return cut(x, to.x * ahead.x + to.y * ahead.y, o->half_length + margin, &enter, &leave) &&
         cut(y, to.y * ahead.x - to.x * ahead.y, o->half_width + margin, &enter, &leave);
}

bool soi_obstacle_avoid(const soi_obstacle *o, soi_point at, double radius, bool turns_aside, soi_point *velocity) {
  const soi_point ahead = o->ahead, to = {at.x - o->middle.x, at.y - o->middle.y};
  const double x = to.x * ahead.x + to.y * ahead.y, y = to.y * ahead.x - to.x * ahead.y;
  const double room = room_to(o);
  if (!will_touch(o, x, y, radius + room, *velocity)) { return false; }
  double distance;
  const soi_point off = off_outline(o, x, y, &distance);
  const soi_point away = {off.x * ahead.x - off.y * ahead.y, off.x * ahead.y + off.y * ahead.x};

  /* How fast it must at least get away, over the ground, and how fast it does. */
  const soi_point outline = velocity_near(o, x, y);
  const double coming = outline.x * away.x + outline.y * away.y;
  const double least = soi_min(coming - (distance - radius - room) / SETTLE, STEP_ASIDE);
  const double short_of = least - (velocity->x * away.x + velocity->y * away.y);
  if (short_of <= 0.0) { return false; }
  velocity->x += short_of * away.x;
  velocity->y += short_of * away.y;

  /* Against its front or rear: round it, on the side of the kerb. */
  if (turns_aside && soi_abs(off.x) > soi_abs(off.y)) {
    const soi_point aside = {-o->kerb * ahead.y, o->kerb * ahead.x};
    const double missing = soi_min(short_of, STEP_ASIDE) - (velocity->x * aside.x + velocity->y * aside.y);
    velocity->x += soi_max(missing, 0.0) * aside.x;
    velocity->y += soi_max(missing, 0.0) * aside.y;
  }
  return true;
}

bool soi_obstacle_avoid_traffic(const soi_world *world, soi_crossing_id crossing, soi_point at, double radius, soi_point *velocity) {
  const soi_model *const model = world->model;
  const soi_span zones = model->crossings[crossing].conflict_zones;
  bool changed = false;
  for (uint32_t i = 0; i < zones.count; ++i) {
    const soi_lane_id lane = model->conflict_zones[model->crossing_conflict_zones[zones.first + i]].lane;
    const soi_entry *const entries = world->entries + world->lane_first[lane];
    for (uint32_t k = 0; k < world->lane_entries[lane]; ++k) {
      const soi_vehicle_id vehicle = entries[k].vehicle;
      const double x = at.x - world->body_x[vehicle], y = at.y - world->body_y[vehicle];
      const double sight = 0.5 * (entries[k].front - entries[k].rear) + SIGHT;
      if (x * x + y * y < sight * sight && soi_vehicle_lives(world, vehicle)) {
        const soi_obstacle obstacle = soi_obstacle_of(world, vehicle);
        changed = soi_obstacle_avoid(&obstacle, at, radius, false, velocity) || changed;
      }
    }
  }
  return changed;
}
