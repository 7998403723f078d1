/* What a cart's sensors give: what its sensor sees (sensor.c), unless the sensing misses it.
 * Latency: what is seen is as old as the latency and is moved on at the track's velocity, which follows the true one with the
 * latency as its time constant and begins at rest. So a person who steps out is at first taken for standing, and where it was. */
#include "automation.h"

#include "cells.h"
#include "emit.h"
#include "random.h"

enum { SENSOR_STREAM = 1 << 20 }; /* more than there are carts: each sensor has draws of its own */

static const double SENSING_PERIOD = 0.1; /* s between looks, one draw of misses for each; carts take turns */
static const double MEMORY = 1.5;         /* s a track lives on unseen */

/* One object, as it may enter the table. */
typedef struct sight {
  double distance2; /* m2 from the sensor */
  double x, y, vx, vy;
  soi_tick seen;
  uint32_t row;
  uint32_t generation;
  uint8_t kind;
  double latency; /* s, of the sensor that sees it */
} sight;

/* One cart's look around. */
typedef struct look {
  soi_sensing sensing;
  double range2;        /* m2 */
  bool others;          /* other sensors have looked before this one */
  uint64_t miss_entity; /* of the draws, and their tick */
  soi_tick miss_tick;
  uint32_t count;
  sight table[SOI_TRACKS_PER_CART]; /* nearest first */
} look;

/* --- what is seen -------------------------------------------------------------------------------------------------------- */

static bool missed(const look *l, uint32_t serial, uint8_t kind) {
  if (l->sensing.sensor->miss_rate <= 0.0) { return false; }
  return soi_random(l->sensing.world->model->seed, SOI_DRAW_SENSOR, l->miss_entity | serial, l->miss_tick, kind) <
         l->sensing.sensor->miss_rate;
}

static bool has_room(const look *l, double distance2) {
  return l->count < SOI_TRACKS_PER_CART || distance2 <= l->table[l->count - 1].distance2;
}

static bool is_in_table(const look *l, const sight *old) {
  for (uint32_t i = 0; i < l->count; ++i) {
    if (l->table[i].row == old->row && l->table[i].kind == old->kind) { return true; }
  }
  return false;
}

/* Of equals the later row: the order in which they are looked at decides nothing. */
static bool is_farther(const sight *a, const sight *b) {
  return a->distance2 > b->distance2 || (a->distance2 >= b->distance2 && a->row > b->row);
}

/* Into the table at its place; the farthest falls out. */
static void place_in_table(look *l, sight seen) {
  uint32_t place = l->count;
  if (place < SOI_TRACKS_PER_CART) {
    ++l->count;
  } else if (!is_farther(&l->table[--place], &seen)) {
    return;
  }
  for (; place > 0 && is_farther(&l->table[place - 1], &seen); --place) { l->table[place] = l->table[place - 1]; }
  l->table[place] = seen;
}

/* What another sensor has seen is in it. */
static void insert(look *l, sight seen) {
  if (l->others && is_in_table(l, &seen)) { return; }
  place_in_table(l, seen);
}

static double distance2_to(const look *l, double x, double y) {
  return (x - l->sensing.eye.x) * (x - l->sensing.eye.x) + (y - l->sensing.eye.y) * (y - l->sensing.eye.y);
}

static void see_vehicles(look *l) {
  const soi_world *world = l->sensing.world;
  for (uint32_t i = 0; i < l->sensing.body_count; ++i) {
    const soi_vehicle_id row = l->sensing.bodies[i].row;
    const double x = world->body_x[row], y = world->body_y[row], distance2 = l->sensing.bodies[i].distance2;
    if (!has_room(l, distance2) || missed(l, world->vehicle_serial[row], SOI_TRACK_VEHICLE) ||
        !soi_sensing_in_view(&l->sensing, (soi_point){x, y}, row)) {
      continue;
    }
    const double speed = world->vehicle_speed[row];
    insert(l, (sight){distance2, x, y, speed * world->body_cos[row], speed * world->body_sin[row], world->tick[0], row,
                      world->vehicle_generation[row], SOI_TRACK_VEHICLE, l->sensing.sensor->latency});
  }
}

static void see_person(look *l, soi_person_id row, double distance2) {
  const soi_world *world = l->sensing.world;
  const double x = world->person_x[row], y = world->person_y[row];
  if (!soi_sensing_on_level(&l->sensing, row) || missed(l, world->person_serial[row], SOI_TRACK_PERSON) ||
      !soi_sensing_in_view(&l->sensing, (soi_point){x, y}, 0)) {
    return;
  }
  insert(l, (sight){distance2, x, y, world->person_vx[row], world->person_vy[row], world->tick[0], row, world->person_generation[row],
                    SOI_TRACK_PERSON, l->sensing.sensor->latency});
}

static void see_people(look *l) {
  const soi_world *world = l->sensing.world;
  const double *const person_x = world->cell_x, *const person_y = world->cell_y, range2 = l->range2;
  const uint32_t people = soi_cells_people(world);
  for (uint32_t i = 0; i < people; ++i) {
    const double distance2 = distance2_to(l, person_x[i], person_y[i]);
    if (distance2 < range2 && has_room(l, distance2)) { see_person(l, world->cell_people[i], distance2); }
  }
}

/* --- tracks -------------------------------------------------------------------------------------------------------------- */

/* The track kept for an object, 0 for none. */
static uint32_t track_of(const look *l, const sight *seen) {
  const uint32_t first = soi_cart_tracks(l->sensing.cart);
  for (uint32_t i = first; i < first + SOI_TRACKS_PER_CART; ++i) {
    const bool same = l->sensing.world->track_row[i] == seen->row && l->sensing.world->track_kind[i] == seen->kind;
    if (same && l->sensing.world->track_generation[i] == seen->generation) { return i; }
  }
  return 0;
}

/* What is known of an object seen now: late by the latency. */
static void delay(const look *l, sight *seen) {
  const soi_world *world = l->sensing.world;
  const double latency = seen->latency;
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

/* Tracks not seen now live on for a while, moved on at their velocity. */
static void remember(look *l) {
  const soi_world *world = l->sensing.world;
  const uint32_t first = soi_cart_tracks(l->sensing.cart);
  sight kept[SOI_TRACKS_PER_CART];
  uint32_t count = 0;
  for (uint32_t i = first; i < first + SOI_TRACKS_PER_CART; ++i) {
    const double age = (double)(world->tick[0] - world->track_seen[i]) * world->model->step;
    if (world->track_kind[i] == SOI_TRACK_NONE || age > MEMORY) { continue; }
    const double x = world->track_x[i] + age * world->track_vx[i], y = world->track_y[i] + age * world->track_vy[i];
    const sight old = {distance2_to(l, x, y), world->track_x[i],   world->track_y[i],          world->track_vx[i],   world->track_vy[i],
                       world->track_seen[i],  world->track_row[i], world->track_generation[i], world->track_kind[i], 0.0};
    if (!is_in_table(l, &old)) { kept[count++] = old; }
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (has_room(l, kept[i].distance2) && kept[i].distance2 < l->range2) { place_in_table(l, kept[i]); }
  }
}

static void write_table(soi_world *world, soi_cart_id cart, const look *l) {
  const uint32_t first = soi_cart_tracks(cart);
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
static void keep_table(soi_world *world, soi_cart_id cart) {
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

static void look_with(const soi_world *world, soi_cart_id cart, uint32_t sensor, look *l) {
  soi_cart_sensing_sensed(world, cart, sensor, &l->sensing);
  l->range2 = l->sensing.range * l->sensing.range;
  l->others = sensor > 0;
  l->miss_entity = (uint64_t)(cart + sensor * SENSOR_STREAM) << 32;
  see_vehicles(l);
  see_people(l);
}

static void look_around(const soi_world *world, soi_cart_id cart, soi_tick period, look *l) {
  double farthest2 = 0.0;
  l->miss_tick = world->tick[0] / period;
  l->sensing.world = world;
  l->sensing.cart = cart;
  for (uint32_t i = 0; i < soi_automated_type(world, cart)->automation.sensors.count; ++i) {
    look_with(world, cart, i, l);
    farthest2 = soi_max(farthest2, l->range2);
  }
  l->range2 = farthest2;
  for (uint32_t i = 0; i < l->count; ++i) { delay(l, &l->table[i]); }
  remember(l);
}

static void perceive_rows(void *argument, uint32_t first, uint32_t last) {
  soi_world *world = argument;
  const soi_tick period = (soi_tick)soi_max(soi_round(SENSING_PERIOD / world->model->step), 1.0);
  for (soi_cart_id cart = first; cart < last; ++cart) {
    const soi_vehicle_id body = world->cart_vehicle[cart];
    if (body != 0 && (world->tick[0] + cart) % period != 0) {
      keep_table(world, cart);
      continue;
    }
    look l; /* its tables are as long as their counts */
    l.count = 0;
    if (body != 0) { look_around(world, cart, period, &l); }
    write_table(world, cart, &l);
  }
}

void soi_cart_perceive(soi_world *world) { soi_for_rows(world, world->model->cart_count, perceive_rows); }
