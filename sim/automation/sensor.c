/* What a cart's sensor sees: objects within range and field of view, unless a building or another vehicle's body stands between;
 * crowds hide nobody (a person is too slim for the sensor on the roof). */
#include "automation.h"

static const double SLIM = 1.0; /* m: narrower vehicles (two-wheelers) hide nothing */

/* How far a sensor sees now, m: its range, halved in rain of 50 mm/h (assumed), and no further than the air lets anybody see. */
static double range_of(const soi_world *world, const soi_sensor *sensor) {
  const double range = sensor->range * (1.0 - 0.5 * soi_min(world->rain[0] / 50.0, 1.0));
  return world->visibility[0] > 0.0 ? soi_min(range, world->visibility[0]) : range;
}

double soi_cart_sight(const soi_world *world, const soi_vehicle_type *type) {
  double farthest = 0.0;
  for (uint32_t i = 0; i < type->automation.sensors.count; ++i) {
    farthest = soi_max(farthest, range_of(world, &world->model->sensors[type->automation.sensors.first + i]));
  }
  return farthest;
}

/* --- what may hide --------------------------------------------------------------------------------------------------------- */

/* Walls that reach into the square around the range. */
static void find_walls(soi_sensing *s) {
  const soi_model *const model = s->world->model;
  const double range = s->range;
  for (uint32_t i = 1; i <= model->sight_edge_count && s->wall_count <= SOI_SENSING_WALLS; ++i) {
    const soi_sight_edge *const edge = &model->sight_edges[i];
    if (soi_max(edge->a.x, edge->b.x) < s->eye.x - range || soi_min(edge->a.x, edge->b.x) > s->eye.x + range) { continue; }
    if (soi_max(edge->a.y, edge->b.y) < s->eye.y - range || soi_min(edge->a.y, edge->b.y) > s->eye.y + range) { continue; }
    if (s->wall_count < SOI_SENSING_WALLS) { s->walls[s->wall_count] = i; }
    ++s->wall_count;
  }
}

/* Where a body of so great a distance goes in a full list: the place of the farthest, if that is farther. */
static soi_sensing_body *place_for(soi_sensing *s, double distance2) {
  if (s->body_count < SOI_SENSING_BODIES) { return &s->bodies[s->body_count++]; }
  soi_sensing_body *farthest = s->bodies;
  for (uint32_t i = 1; i < SOI_SENSING_BODIES; ++i) {
    if (s->bodies[i].distance2 > farthest->distance2) { farthest = &s->bodies[i]; }
  }
  return farthest->distance2 > distance2 ? farthest : NULL;
}

/* A vehicle whose middle is at a place, if it is within range. */
static void add_body(soi_sensing *s, soi_vehicle_id row, soi_point from_eye, double distance2, soi_point heading) {
  const soi_world *const world = s->world;
  if (row == s->body || world->model->lanes[world->vehicle_lane[row]].level != s->level) { return; }
  const soi_vehicle_type *const type = soi_type(world->model, world->vehicle_type[row]);
  const double reach = 0.5 * (type->body.length + type->body.width);
  soi_sensing_body *const place = place_for(s, distance2);
  if (place != NULL) { *place = (soi_sensing_body){from_eye, heading, distance2, type->body.width < SLIM ? -1.0 : reach * reach, row}; }
}

/* Vehicles within range, from where phase sense has placed them. */
static void find_sensed_bodies(soi_sensing *s) {
  const soi_world *const world = s->world;
  const double *const body_x = world->body_x, *const body_y = world->body_y, range2 = s->range * s->range;
  for (soi_vehicle_id row = 1; row <= world->vehicle_high[0]; ++row) {
    const double x = body_x[row] - s->eye.x, y = body_y[row] - s->eye.y, distance2 = x * x + y * y;
    if (!(distance2 < range2) || world->sensed_generation[row] == 0) { continue; }
    add_body(s, row, (soi_point){x, y}, distance2, (soi_point){world->body_cos[row], world->body_sin[row]});
  }
}

/* The same of the state alone. */
static void find_bodies(soi_sensing *s) {
  for (soi_vehicle_id row = 1; row <= s->world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(s->world, row)) { continue; }
    soi_point heading;
    const soi_point at = soi_vehicle_at(s->world, row, &heading), from_eye = {at.x - s->eye.x, at.y - s->eye.y};
    const double distance2 = from_eye.x * from_eye.x + from_eye.y * from_eye.y;
    if (distance2 < s->range * s->range) { add_body(s, row, from_eye, distance2, heading); }
  }
}

/* Looks around from a place. */
static void aim(soi_sensing *s, const soi_world *world, soi_cart_id cart, uint32_t i, soi_point eye, soi_point heading) {
  s->sensor = &world->model->sensors[soi_automated_type(world, cart)->automation.sensors.first + i];
  s->world = world;
  s->cart = cart;
  s->body = world->cart_vehicle[cart];
  s->eye = eye;
  s->heading = heading;
  s->range = range_of(world, s->sensor);
  s->rim = s->sensor->field_of_view >= 360.0 ? -1.0 : soi_cos(0.5 * s->sensor->field_of_view * (SOI_PI / 180.0));
  s->level = world->model->lanes[world->vehicle_lane[s->body]].level;
  s->wall_count = s->body_count = 0; /* the tables are as long as their counts */
  find_walls(s);
}

void soi_cart_sensing_sensed(const soi_world *world, soi_cart_id cart, uint32_t i, soi_sensing *sensor) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  aim(sensor, world, cart, i, (soi_point){world->body_x[body], world->body_y[body]},
      (soi_point){world->body_cos[body], world->body_sin[body]});
  find_sensed_bodies(sensor);
}

bool soi_cart_sensing(const soi_world *world, soi_cart_id cart, uint32_t i, soi_sensing *sensor) {
  soi_point heading;
  if (world->cart_vehicle[cart] == 0 || i >= soi_automated_type(world, cart)->automation.sensors.count) {
    *sensor = (soi_sensing){.world = world, .cart = cart};
    return false;
  }
  const soi_point eye = soi_vehicle_at(world, world->cart_vehicle[cart], &heading);
  aim(sensor, world, cart, i, eye, heading);
  find_bodies(sensor);
  return true;
}

/* --- what is hidden -------------------------------------------------------------------------------------------------------- */

/* Twice the area of the triangle a b c: positive when c lies left of a b. */
static double turn(soi_point a, soi_point b, soi_point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

static bool crosses(soi_point a, soi_point b, soi_point c, soi_point d) {
  return turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0;
}

/* Wall number i of those that count. */
static const soi_sight_edge *wall_at(const soi_sensing *s, uint32_t i) {
  return &s->world->model->sight_edges[s->wall_count > SOI_SENSING_WALLS ? i + 1 : s->walls[i]];
}
static uint32_t walls_of(const soi_sensing *s) {
  return s->wall_count > SOI_SENSING_WALLS ? s->world->model->sight_edge_count : s->wall_count;
}

/* The share of the line from the eye to a target at which it enters a vehicle's outline; 1 when it does not. */
static double entered_at(const soi_sensing *s, const soi_sensing_body *body, soi_point target) {
  const soi_vehicle_type *const type = soi_type(s->world->model, s->world->vehicle_type[body->row]);
  /* the line in the body's frame, cut to the stretch within each pair of sides */
  const double c = body->heading.x, sn = body->heading.y;
  const double from[2] = {-(body->from_eye.x * c + body->from_eye.y * sn), -(body->from_eye.y * c - body->from_eye.x * sn)};
  const double way[2] = {target.x * c + target.y * sn, target.y * c - target.x * sn};
  const double half[2] = {0.5 * type->body.length, 0.5 * type->body.width};
  double enter = 0.0, leave = 1.0;
  for (int i = 0; i < 2; ++i) {
    if (soi_abs(way[i]) < 1e-9) {
      if (soi_abs(from[i]) > half[i]) { return 1.0; }
      continue;
    }
    const double a = (-half[i] - from[i]) / way[i], b = (half[i] - from[i]) / way[i];
    enter = soi_max(enter, soi_min(a, b));
    leave = soi_min(leave, soi_max(a, b));
  }
  return enter < leave ? enter : 1.0;
}

/* Whether a body may stand before a target: not behind the eye or the target, nor too far aside. */
static bool may_hide(const soi_sensing_body *body, soi_point target, double length2) {
  const double across = body->from_eye.x * target.y - body->from_eye.y * target.x;
  return body->distance2 <= length2 && across * across <= body->reach2 * length2 &&
         body->from_eye.x * target.x + body->from_eye.y * target.y >= 0.0;
}

static bool in_field(const soi_sensing *s, soi_point target) {
  return s->rim <= -1.0 || target.x * s->heading.x + target.y * s->heading.y >= s->rim * soi_hypot(target.x, target.y);
}

/* Whether something stands before a place in the field of view. vehicle: its row when it is one, which does not hide itself. */
static bool is_hidden(const soi_sensing *s, soi_point at, soi_point target, soi_vehicle_id vehicle) {
  const double length2 = target.x * target.x + target.y * target.y;
  for (uint32_t i = 0; i < walls_of(s); ++i) {
    if (crosses(s->eye, at, wall_at(s, i)->a, wall_at(s, i)->b)) { return true; }
  }
  for (uint32_t i = 0; i < s->body_count; ++i) {
    const soi_sensing_body *const body = &s->bodies[i];
    if (may_hide(body, target, length2) && body->row != vehicle && entered_at(s, body, target) < 1.0) { return true; }
  }
  return false;
}

bool soi_sensing_in_view(const soi_sensing *s, soi_point at, soi_vehicle_id vehicle) {
  const soi_point target = {at.x - s->eye.x, at.y - s->eye.y};
  return in_field(s, target) && !is_hidden(s, at, target, vehicle);
}

/* --- what is seen ---------------------------------------------------------------------------------------------------------- */

bool soi_sensing_on_level(const soi_sensing *s, soi_person_id person) {
  const soi_walk_link_id link = s->world->person_link[person];
  return link == 0 || s->world->model->walk_links[link].level == s->level;
}

soi_sighting soi_cart_sees(const soi_sensing *s, soi_track_kind kind, uint32_t row) {
  const soi_world *const world = s->world;
  soi_point at;
  if (kind == SOI_TRACK_PERSON && soi_person_lives(world, row) && world->person_body[row] && soi_sensing_on_level(s, row)) {
    at = (soi_point){world->person_x[row], world->person_y[row]};
  } else if (kind == SOI_TRACK_VEHICLE && soi_vehicle_lives(world, row) && row != s->body &&
             world->model->lanes[world->vehicle_lane[row]].level == s->level) {
    at = soi_vehicle_at(world, row, NULL);
  } else {
    return SOI_SIGHT_BEYOND;
  }
  const soi_point target = {at.x - s->eye.x, at.y - s->eye.y};
  if (!(target.x * target.x + target.y * target.y < s->range * s->range) || !in_field(s, target)) { return SOI_SIGHT_BEYOND; }
  return is_hidden(s, at, target, kind == SOI_TRACK_VEHICLE ? row : 0) ? SOI_SIGHT_HIDDEN : SOI_SIGHT_CLEAR;
}

double soi_sensing_reach(const soi_sensing *s, soi_point direction) {
  const soi_point target = {s->range * direction.x, s->range * direction.y}, end = {s->eye.x + target.x, s->eye.y + target.y};
  double share = in_field(s, target) ? 1.0 : 0.0;
  for (uint32_t i = 0; i < walls_of(s); ++i) {
    const soi_sight_edge *const wall = wall_at(s, i);
    if (!crosses(s->eye, end, wall->a, wall->b)) { continue; }
    const double here = turn(wall->a, wall->b, s->eye), there = turn(wall->a, wall->b, end);
    share = soi_min(share, here / (here - there));
  }
  for (uint32_t i = 0; i < s->body_count; ++i) {
    if (may_hide(&s->bodies[i], target, s->range * s->range)) { share = soi_min(share, entered_at(s, &s->bodies[i], target)); }
  }
  return share * s->range;
}
