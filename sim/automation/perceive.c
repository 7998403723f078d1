/* What a cart's sensors give. Objects within range and field of view are seen unless a building or another vehicle's body stands
 * between, or the sensing misses them; crowds hide nobody (a person is too slim for the sensor on the roof).
 * Latency: what is seen is as old as the latency and is moved on at the track's velocity, which follows the true one with the
 * latency as its time constant and begins at rest. So a person who steps out is at first taken for standing, and where it was. */
#include "automation.h"

#include "cells.h"
#include "emit.h"
#include "random.h"

enum { MOST_WALLS = 128, MOST_BODIES = 128 }; /* that may hide something from one cart: those beyond hide nothing */

static const double SENSING_PERIOD = 0.1; /* s between looks, one draw of misses for each; carts take turns */
static const double MEMORY = 1.5;         /* s a track lives on unseen */
static const double SLIM = 1.0;           /* m: narrower vehicles (two-wheelers) hide nothing */

/* One object, as it may enter the table. */
typedef struct sight {
  double distance2; /* m2 from the sensor */
  double x, y, vx, vy;
  soi_tick seen;
  uint32_t row, generation;
  uint8_t kind;
} sight;

/* A vehicle near the cart, which may be seen and may hide others. */
typedef struct nearby {
  double x, y;      /* m from the eye to its middle */
  double distance2; /* m2 */
  double reach2;    /* m2 around its middle in which it may hide something; negative: it hides nothing */
  uint32_t row;
} nearby;

/* One cart's look around. */
typedef struct look {
  const soi_world *world;
  uint32_t cart, body;
  soi_point eye; /* the sensor: above the middle of the body */
  double c, s;   /* heading */
  double range2; /* m2 */
  double rim;    /* cosine of half the field of view */
  double miss_rate;
  uint64_t miss_entity; /* of the draws, and their tick */
  soi_tick miss_tick;
  int32_t level; /* of the road it is on */
  uint32_t wall_count, body_count, count;
  uint32_t walls[MOST_WALLS];
  nearby bodies[MOST_BODIES];
  sight table[SOI_TRACKS_PER_CART]; /* nearest first */
} look;

double soi_cart_sight(const soi_world *world, const soi_vehicle_type_definition *type) {
  const double range = type->sensor_range * (1.0 - 0.5 * soi_min(world->rain[0] / 50.0, 1.0));
  return world->visibility[0] > 0.0 ? soi_min(range, world->visibility[0]) : range;
}

/* Whether somebody on foot is on the cart's level: bridges and underpasses are out of its sight. */
static bool on_level(const look *l, uint32_t person) {
  const soi_walk_link_id link = l->world->person_link[person];
  return link == 0 || l->world->model->walk_links[link].level == l->level;
}

/* --- what hides ---------------------------------------------------------------------------------------------------------- */

/* Twice the area of the triangle a b c: positive when c lies left of a b. */
static double turn(soi_point a, soi_point b, soi_point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

static bool crosses(soi_point a, soi_point b, soi_point c, soi_point d) {
  return turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0;
}

/* Walls that reach into the square around the range. */
static void find_walls(look *l) {
  const soi_model *model = l->world->model;
  const double range = soi_sqrt(l->range2);
  for (uint32_t i = 1; i <= model->sight_edge_count && l->wall_count < MOST_WALLS; ++i) {
    const soi_sight_edge *edge = &model->sight_edges[i];
    if (soi_max(edge->a.x, edge->b.x) < l->eye.x - range || soi_min(edge->a.x, edge->b.x) > l->eye.x + range) { continue; }
    if (soi_max(edge->a.y, edge->b.y) < l->eye.y - range || soi_min(edge->a.y, edge->b.y) > l->eye.y + range) { continue; }
    l->walls[l->wall_count++] = i;
  }
}

/* Vehicles within range. */
static void find_bodies(look *l) {
  const soi_world *world = l->world;
  const double *const body_x = world->body_x, *const body_y = world->body_y;
  for (uint32_t row = 1; row <= world->vehicle_high[0] && l->body_count < MOST_BODIES; ++row) {
    const double x = body_x[row] - l->eye.x, y = body_y[row] - l->eye.y, distance2 = x * x + y * y;
    if (!(distance2 < l->range2) || world->sensed_generation[row] == 0 || row == l->body) { continue; }
    if (world->model->lanes[world->vehicle_lane[row]].level != l->level) { continue; }
    const soi_vehicle_type_definition *type = soi_type(world->model, world->vehicle_type[row]);
    const double reach = 0.5 * (type->length + type->width);
    l->bodies[l->body_count++] = (nearby){x, y, distance2, type->width < SLIM ? -1.0 : reach * reach, row};
  }
}

/* Whether the line from the eye to a target passes through a vehicle's outline. */
static bool passes_through(const look *l, const nearby *body, double tx, double ty) {
  const soi_world *world = l->world;
  const soi_vehicle_type_definition *type = soi_type(world->model, world->vehicle_type[body->row]);
  /* the line in the body's frame, cut to the stretch within each pair of sides */
  const double c = world->body_cos[body->row], s = world->body_sin[body->row];
  const double from[2] = {-(body->x * c + body->y * s), -(body->y * c - body->x * s)}, way[2] = {tx * c + ty * s, ty * c - tx * s};
  const double half[2] = {0.5 * type->length, 0.5 * type->width};
  double enter = 0.0, leave = 1.0;
  for (int i = 0; i < 2; ++i) {
    if (soi_abs(way[i]) < 1e-9) {
      if (soi_abs(from[i]) > half[i]) { return false; }
      continue;
    }
    const double a = (-half[i] - from[i]) / way[i], b = (half[i] - from[i]) / way[i];
    enter = soi_max(enter, soi_min(a, b));
    leave = soi_min(leave, soi_max(a, b));
  }
  return enter < leave;
}

/* Whether a body between the eye and a target hides it. vehicle: the target's row when it is one. */
static bool is_hidden(const look *l, double tx, double ty, uint32_t vehicle) {
  const double length2 = tx * tx + ty * ty;
  for (uint32_t i = 0; i < l->body_count; ++i) {
    const nearby *body = &l->bodies[i];
    const double across = body->x * ty - body->y * tx;
    if (body->distance2 > length2 || across * across > body->reach2 * length2 || body->x * tx + body->y * ty < 0.0) { continue; }
    if (body->row != vehicle && passes_through(l, body, tx, ty)) { return true; }
  }
  return false;
}

/* Whether a target is in the field of view with nothing before it. vehicle: its row when it is one. */
static bool in_view(const look *l, double x, double y, uint32_t vehicle) {
  const double tx = x - l->eye.x, ty = y - l->eye.y;
  if (l->rim > -1.0 && tx * l->c + ty * l->s < l->rim * soi_hypot(tx, ty)) { return false; }
  for (uint32_t i = 0; i < l->wall_count; ++i) {
    const soi_sight_edge *edge = &l->world->model->sight_edges[l->walls[i]];
    if (crosses(l->eye, (soi_point){x, y}, edge->a, edge->b)) { return false; }
  }
  return !is_hidden(l, tx, ty, vehicle);
}

/* --- what is seen -------------------------------------------------------------------------------------------------------- */

static bool missed(const look *l, uint32_t serial, uint8_t kind) {
  if (l->miss_rate <= 0.0) { return false; }
  return soi_random(l->world->model->seed, SOI_DRAW_SENSOR, l->miss_entity | serial, l->miss_tick, kind) < l->miss_rate;
}

static bool has_room(const look *l, double distance2) {
  return l->count < SOI_TRACKS_PER_CART || distance2 < l->table[l->count - 1].distance2;
}

/* Into the table at its place; the farthest falls out, of equals the later. */
static void insert(look *l, sight seen) {
  uint32_t place = l->count < SOI_TRACKS_PER_CART ? l->count++ : SOI_TRACKS_PER_CART - 1u;
  for (; place > 0 && l->table[place - 1].distance2 > seen.distance2; --place) { l->table[place] = l->table[place - 1]; }
  l->table[place] = seen;
}

static double distance2_to(const look *l, double x, double y) { return (x - l->eye.x) * (x - l->eye.x) + (y - l->eye.y) * (y - l->eye.y); }

static void see_vehicles(look *l) {
  const soi_world *world = l->world;
  for (uint32_t i = 0; i < l->body_count; ++i) {
    const uint32_t row = l->bodies[i].row;
    const double x = world->body_x[row], y = world->body_y[row], distance2 = l->bodies[i].distance2;
    if (!has_room(l, distance2) || missed(l, world->vehicle_serial[row], SOI_TRACK_VEHICLE) || !in_view(l, x, y, row)) { continue; }
    const double speed = world->vehicle_speed[row];
    insert(l, (sight){distance2, x, y, speed * world->body_cos[row], speed * world->body_sin[row], world->tick[0], row,
                      world->vehicle_generation[row], SOI_TRACK_VEHICLE});
  }
}

static void see_person(look *l, uint32_t row, double distance2) {
  const soi_world *world = l->world;
  const double x = world->person_x[row], y = world->person_y[row];
  if (!on_level(l, row) || missed(l, world->person_serial[row], SOI_TRACK_PERSON) || !in_view(l, x, y, 0)) { return; }
  insert(l, (sight){distance2, x, y, world->person_vx[row], world->person_vy[row], world->tick[0], row, world->person_generation[row],
                    SOI_TRACK_PERSON});
}

static void see_people(look *l) {
  const soi_world *world = l->world;
  const double *const person_x = world->cell_x, *const person_y = world->cell_y, range2 = l->range2;
  const uint32_t people = world->cell_first[SOI_CELL_COUNT];
  for (uint32_t i = 0; i < people; ++i) {
    const double distance2 = distance2_to(l, person_x[i], person_y[i]);
    if (distance2 < range2 && has_room(l, distance2)) { see_person(l, world->cell_people[i], distance2); }
  }
}

/* --- tracks -------------------------------------------------------------------------------------------------------------- */

/* The track kept for an object, 0 for none. */
static uint32_t track_of(const look *l, const sight *seen) {
  const uint32_t first = soi_cart_tracks(l->cart);
  for (uint32_t i = first; i < first + SOI_TRACKS_PER_CART; ++i) {
    const bool same = l->world->track_row[i] == seen->row && l->world->track_kind[i] == seen->kind;
    if (same && l->world->track_generation[i] == seen->generation) { return i; }
  }
  return 0;
}

/* What is known of an object seen now: late by the latency. */
static void delay(const look *l, sight *seen, double latency) {
  const soi_world *world = l->world;
  const uint32_t track = track_of(l, seen);
  const double true_vx = seen->vx, true_vy = seen->vy;
  double vx = 0.0, vy = 0.0;
  if (track != 0) {
    const double since = (double)(world->tick[0] - world->track_seen[track]) * world->model->step;
    const double share = since / (latency + since);
    vx = soi_lerp(world->track_vx[track], true_vx, share);
    vy = soi_lerp(world->track_vy[track], true_vy, share);
  }
  seen->vx = vx;
  seen->vy = vy;
  seen->x += (vx - true_vx) * latency;
  seen->y += (vy - true_vy) * latency;
}

static bool is_in_table(const look *l, const sight *old) {
  for (uint32_t i = 0; i < l->count; ++i) {
    if (l->table[i].row == old->row && l->table[i].kind == old->kind) { return true; }
  }
  return false;
}

/* Tracks not seen now live on for a while, moved on at their velocity. */
static void remember(look *l) {
  const soi_world *world = l->world;
  const uint32_t first = soi_cart_tracks(l->cart);
  sight kept[SOI_TRACKS_PER_CART];
  uint32_t count = 0;
  for (uint32_t i = first; i < first + SOI_TRACKS_PER_CART; ++i) {
    const double age = (double)(world->tick[0] - world->track_seen[i]) * world->model->step;
    if (world->track_kind[i] == SOI_TRACK_NONE || age > MEMORY) { continue; }
    const double x = world->track_x[i] + age * world->track_vx[i], y = world->track_y[i] + age * world->track_vy[i];
    const sight old = {distance2_to(l, x, y), world->track_x[i],   world->track_y[i],          world->track_vx[i],  world->track_vy[i],
                       world->track_seen[i],  world->track_row[i], world->track_generation[i], world->track_kind[i]};
    if (!is_in_table(l, &old)) { kept[count++] = old; }
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (has_room(l, kept[i].distance2) && kept[i].distance2 < l->range2) { insert(l, kept[i]); }
  }
}

static void write_table(soi_world *world, const look *l) {
  const uint32_t first = soi_cart_tracks(l->cart);
  for (uint32_t i = 0; i < SOI_TRACKS_PER_CART; ++i) {
    const sight seen = i < l->count ? l->table[i] : (sight){0};
    world->sight_kind[first + i] = seen.kind;
    world->sight_row[first + i] = seen.row;
    world->sight_generation[first + i] = seen.generation;
    world->sight_seen[first + i] = seen.seen;
    world->sight_x[first + i] = seen.x;
    world->sight_y[first + i] = seen.y;
    world->sight_vx[first + i] = seen.vx;
    world->sight_vy[first + i] = seen.vy;
  }
}

/* Between looks a cart knows what it knew: its tracks, which age. */
static void keep_table(soi_world *world, uint32_t cart) {
  const uint32_t first = soi_cart_tracks(cart);
  for (uint32_t i = first; i < first + SOI_TRACKS_PER_CART; ++i) {
    world->sight_kind[i] = world->track_kind[i];
    world->sight_row[i] = world->track_row[i];
    world->sight_generation[i] = world->track_generation[i];
    world->sight_seen[i] = world->track_seen[i];
    world->sight_x[i] = world->track_x[i];
    world->sight_y[i] = world->track_y[i];
    world->sight_vx[i] = world->track_vx[i];
    world->sight_vy[i] = world->track_vy[i];
  }
}

static void look_around(soi_world *world, look *l) {
  const soi_vehicle_type_definition *type = soi_automated_type(world, l->cart);
  const double range = soi_cart_sight(world, type);
  const soi_tick period = (soi_tick)soi_max(soi_round(SENSING_PERIOD / world->model->step), 1.0);
  l->eye = (soi_point){world->body_x[l->body], world->body_y[l->body]};
  l->c = world->body_cos[l->body];
  l->s = world->body_sin[l->body];
  l->range2 = range * range;
  l->level = world->model->lanes[world->vehicle_lane[l->body]].level;
  l->rim = type->field_of_view >= 360.0 ? -1.0 : soi_cos(0.5 * type->field_of_view * (SOI_PI / 180.0));
  l->miss_rate = type->miss_rate;
  l->miss_entity = (uint64_t)l->cart << 32;
  l->miss_tick = world->tick[0] / period;
  find_walls(l);
  find_bodies(l);
  see_vehicles(l);
  see_people(l);
  for (uint32_t i = 0; i < l->count; ++i) { delay(l, &l->table[i], type->latency); }
  remember(l);
}

static void perceive_rows(void *argument, uint32_t first, uint32_t last) {
  soi_world *world = argument;
  for (uint32_t cart = first; cart < last; ++cart) {
    const soi_tick period = (soi_tick)soi_max(soi_round(SENSING_PERIOD / world->model->step), 1.0);
    const uint32_t body = world->cart_vehicle[cart];
    if (body != 0 && (world->tick[0] + cart) % period != 0) {
      keep_table(world, cart);
      continue;
    }
    look l; /* its tables are as long as their counts */
    l.world = world;
    l.cart = cart;
    l.body = body;
    l.wall_count = l.body_count = l.count = 0;
    if (l.body != 0) { look_around(world, &l); }
    write_table(world, &l);
  }
}

void soi_cart_perceive(soi_world *world) { soi_for_rows(world, world->model->cart_count, perceive_rows); }
