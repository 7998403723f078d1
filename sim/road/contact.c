/* Phase contact: outlines that come to overlap, times between passages of a conflict zone, and circles of waiting. An overlap is a
 * collision the first time that the nearest points close in it, by whatever motion: a vehicle that drives away from somebody hits nobody,
 * a tail that swings out does. Bodies are compared as sense placed them and as they stand after the motion. */
#include <string.h>

#include "cells.h"
#include "fmath.h"
#include "road_private.h"

/* Beyond the way they drive, bodies come this much nearer in a step at most, by drift and turn, m. */
static const double SIDEWAYS = 0.5;
/* Nobody on foot is faster, m/s. */
static const double FASTEST_ON_FOOT = 3.0;

typedef struct outline {
  double x, y, c, s, half_length, half_width;
} outline;

static outline outline_before(const soi_world *world, soi_vehicle_id row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  return (outline){world->body_x[row],   world->body_y[row],      world->body_cos[row],
                   world->body_sin[row], 0.5 * type->body.length, 0.5 * type->body.width};
}

static outline outline_now(const soi_world *world, soi_vehicle_id row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  soi_point heading;
  const soi_point at = soi_vehicle_at(world, row, &heading);
  return (outline){at.x, at.y, heading.x, heading.y, 0.5 * type->body.length, 0.5 * type->body.width};
}

/* How far b lies beyond one of a's two axes, m; negative when beyond neither. */
static double gap_along_axes_of(const outline *a, const outline *b) {
  const double dx = b->x - a->x, dy = b->y - a->y;
  const double along = soi_abs(dx * a->c + dy * a->s), across = soi_abs(dy * a->c - dx * a->s);
  const double cosine = soi_abs(a->c * b->c + a->s * b->s), sine = soi_abs(a->c * b->s - a->s * b->c);
  return soi_max(along - (a->half_length + b->half_length * cosine + b->half_width * sine),
                 across - (a->half_width + b->half_length * sine + b->half_width * cosine));
}

/* Metres between two outlines along the axis that parts them best; negative by how deep they overlap. */
static double gap_between(const outline *a, const outline *b) { return soi_max(gap_along_axes_of(a, b), gap_along_axes_of(b, a)); }

static uint32_t contact_flags(const soi_world *world, uint32_t a, uint32_t b) {
  uint32_t flags = 0;
  if (((world->vehicle_rules[a] | world->vehicle_rules[b]) & SOI_RULE_RED) != 0) { flags |= SOI_EVENT_RULE_BROKEN; }
  if (world->vehicle_cart[a] != 0 || world->vehicle_cart[b] != 0) { flags |= SOI_EVENT_WITH_CART; }
  return flags;
}

/* Whether the row's body is the one that sense placed: it may have left the map since, and its row may have a new owner. */
static bool sensed(const soi_world *world, soi_vehicle_id row) {
  return soi_vehicle_lives(world, row) && world->sensed_generation[row] == world->vehicle_generation[row];
}

/* Whether b stands in a's list of contacts. */
static bool touches(const uint32_t *contacts, uint32_t a, uint32_t b) {
  for (uint32_t i = 0; i < SOI_CONTACTS; ++i) {
    if (contacts[a * SOI_CONTACTS + i] == b) { return true; }
  }
  return false;
}

/* Notes b among a's contacts of this step; the list of a body in the middle of a heap may be full. */
static void note_contact(soi_world *world, uint32_t a, uint32_t b) {
  for (uint32_t i = 0; i < SOI_CONTACTS; ++i) {
    uint32_t *contact = &world->contact_now[a * SOI_CONTACTS + i];
    if (*contact != 0 && *contact != b) { continue; }
    *contact = b;
    return;
  }
}

/* How much nearer two bodies may come in this step, m. */
static double approach(const soi_world *world, soi_vehicle_id a, soi_vehicle_id b) {
  return (world->vehicle_speed[a] + world->vehicle_speed[b]) * world->model->step + SIDEWAYS;
}

/* A pair of bodies close to each other: an event when they close while their outlines overlap. */
static void check_pair(soi_world *world, uint32_t a, uint32_t b) {
  if (a == b || !sensed(world, a) || !sensed(world, b)) { return; }
  if (a > b) {
    const uint32_t swap = a;
    a = b;
    b = swap;
  }
  const outline before_a = outline_before(world, a), before_b = outline_before(world, b);
  const double before = gap_between(&before_a, &before_b);
  if (before > approach(world, a, b)) { return; }
  const outline now_a = outline_now(world, a), now_b = outline_now(world, b);
  const double now = gap_between(&now_a, &now_b);
  const bool known = touches(world->vehicle_contact, a, b) || touches(world->vehicle_contact, b, a) || touches(world->contact_now, a, b);
  if (now > 0.0 || (!known && now >= before)) { return; }
  note_contact(world, a, b);
  note_contact(world, b, a);
  if (known) { return; }
  const double closing = soi_hypot(world->vehicle_speed[a] * now_a.c - world->vehicle_speed[b] * now_b.c,
                                   world->vehicle_speed[a] * now_a.s - world->vehicle_speed[b] * now_b.s);
  soi_emit(world, SOI_EVENT_COLLISION, a, b, closing, (soi_point){0.5 * (now_a.x + now_b.x), 0.5 * (now_a.y + now_b.y)},
           contact_flags(world, a, b));
}

/* Neighbours in a lane's order whose stretches and sides overlap, or may after the step. */
static void check_lanes(soi_world *world) {
  const double longest = world->model->longest_body;
  const soi_entry *const end = world->entries + world->entry_count[0] + 1;
  for (const soi_entry *a = world->entries + 1; a < end; ++a) {
    const double front = a->front + a->speed * world->model->step + SIDEWAYS, left = a->left + SIDEWAYS, right = a->right - SIDEWAYS;
    for (const soi_entry *b = a + 1; b < end && b->lane == a->lane; ++b) {
      if (b->rear < front && b->right < left && b->left > right) { check_pair(world, a->vehicle, b->vehicle); }
      if (b->front - longest > front) { break; }
    }
  }
}

/* Which connectors somebody holds. */
static void list_held(soi_world *world) {
  const soi_vehicle_id *const holders = world->holder_first;
  const uint32_t lanes = world->model->lane_count;
  uint32_t count = 0;
  for (soi_lane_id lane = 1; lane <= lanes; ++lane) {
    if (holders[lane] != 0) { world->held[++count] = lane; }
  }
  world->held_count[0] = count;
}

/* Calls check for each of their conflict zones, in the order of rows. */
static void for_held_zones(soi_world *world, void (*check)(soi_world *world, soi_conflict_zone_id row)) {
  for (uint32_t i = 1; i <= world->held_count[0]; ++i) {
    const soi_span zones = world->model->lanes[world->held[i]].conflict_zones;
    for (soi_conflict_zone_id row = zones.first; row < zones.first + zones.count; ++row) { check(world, row); }
  }
}

/* Bodies on connectors that cross. */
static void check_zone(soi_world *world, soi_conflict_zone_id row) {
  const soi_conflict_zone *const zone = &world->model->conflict_zones[row];
  if (zone->partner <= row) { return; }
  const soi_lane_id over = world->model->conflict_zones[zone->partner].lane;
  for (soi_vehicle_id a = world->holder_first[zone->lane]; a != 0; a = world->holder_next[a]) {
    for (soi_vehicle_id b = world->holder_first[over]; b != 0; b = world->holder_next[b]) {
      const double dx = world->body_x[a] - world->body_x[b], dy = world->body_y[a] - world->body_y[b];
      const double near = 2.0 * world->model->body_reach + approach(world, a, b);
      if (dx * dx + dy * dy < near * near) { check_pair(world, a, b); }
    }
  }
}

/* Metres from an outline to a place; negative by how deep it lies inside. */
static double distance_to(const outline *body, double x, double y) {
  const double dx = x - body->x, dy = y - body->y;
  const double along = soi_abs(dx * body->c + dy * body->s) - body->half_length;
  const double across = soi_abs(dy * body->c - dx * body->s) - body->half_width;
  return along < 0.0 && across < 0.0 ? soi_max(along, across) : soi_hypot(soi_max(along, 0.0), soi_max(across, 0.0));
}

/* Whether a person touches a vehicle after this step; closes: it has come nearer in it. */
static bool touches_person(const soi_world *world, soi_vehicle_id vehicle, soi_person_id person, bool *closes) {
  const double radius = world->model->walking.radius, dt = world->model->step;
  const double x = world->person_x[person], y = world->person_y[person];
  const double way_x = world->person_vx[person] * dt, way_y = world->person_vy[person] * dt;
  const outline old = outline_before(world, vehicle);
  const double before = distance_to(&old, x - way_x, y - way_y);
  if (before > radius + world->vehicle_speed[vehicle] * dt + soi_hypot(way_x, way_y) + SIDEWAYS) { return false; }
  const outline body = outline_now(world, vehicle);
  const double now = distance_to(&body, x, y);
  *closes = now < before;
  return now < radius;
}

static void hit_person(soi_world *world, soi_vehicle_id vehicle, soi_person_id person) {
  const soi_model *model = world->model;
  const bool level = model->walk_links[world->person_link[person]].level == model->lanes[world->vehicle_lane[vehicle]].level;
  bool closes;
  if (!world->person_body[person] || !sensed(world, vehicle) || !level || !touches_person(world, vehicle, person, &closes)) { return; }
  const bool known = world->person_contact[person] == vehicle || world->person_touched[person] == vehicle;
  /* a person who brushes a standing vehicle has not been hit */
  if (!known && (!closes || world->vehicle_speed[vehicle] < 0.1)) { return; }
  world->person_touched[person] = vehicle;
  if (known) { return; }
  const uint8_t rules = world->vehicle_rules[vehicle] & (SOI_RULE_ZEBRA | SOI_RULE_RED);
  const uint32_t flags = (rules != 0 || world->person_rules[person] != 0 ? SOI_EVENT_RULE_BROKEN : 0) |
                         (world->vehicle_cart[vehicle] != 0 ? SOI_EVENT_WITH_CART : 0);
  soi_emit(world, SOI_EVENT_COLLISION_PERSON, vehicle, person, world->vehicle_speed[vehicle],
           (soi_point){world->person_x[person], world->person_y[person]}, flags);
}

/* People on crossings against the bodies on the lanes they cross. */
static void check_crossings(soi_world *world) {
  const soi_model *model = world->model;
  for (soi_person_id person = 1; person <= world->person_high[0]; ++person) {
    if (!world->person_body[person] || world->person_crossing[person] != SOI_CROSSING_ON) { continue; }
    const soi_crossing_id crossing = model->walk_links[world->person_link[person]].crossing;
    const soi_span zones = model->crossings[crossing].conflict_zones;
    for (uint32_t i = 0; i < zones.count; ++i) {
      const soi_conflict_zone *zone = &model->conflict_zones[model->crossing_conflict_zones[zones.first + i]];
      const soi_entry *entries = world->entries + world->lane_first[zone->lane];
      for (uint32_t k = 0; k < world->lane_entries[zone->lane]; ++k) {
        const double front = entries[k].front + entries[k].speed * model->step + SIDEWAYS;
        if (front > zone->start && entries[k].rear < zone->end) { hit_person(world, entries[k].vehicle, person); }
      }
    }
  }
}

typedef struct cart_visit {
  soi_world *world;
  soi_vehicle_id vehicle;
} cart_visit;

static void visit_person(void *context, soi_person_id person, double distance) {
  const cart_visit *visit = context;
  (void)distance;
  hit_person(visit->world, visit->vehicle, person);
}

/* Everybody near a moving cart: at its stops people stand close. */
static void check_carts(soi_world *world) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const soi_vehicle_id body = world->cart_vehicle[cart];
    if (body == 0 || world->vehicle_speed[body] < 0.05 || !sensed(world, body)) { continue; }
    cart_visit visit = {world, body};
    const double reach = world->model->body_reach + world->model->walking.radius + SIDEWAYS +
                         (world->vehicle_speed[body] + FASTEST_ON_FOOT) * world->model->step;
    soi_cells_visit(world, (soi_point){world->body_x[body], world->body_y[body]}, reach, visit_person, &visit);
  }
}

/* Post-encroachment: another body enters a zone soon after one has left its partner. */
static void check_encroachment(soi_world *world, soi_conflict_zone_id row) {
  const soi_model *model = world->model;
  const soi_conflict_zone *zone = &model->conflict_zones[row];
  if (zone->kind != SOI_CONFLICT_ZONE_CROSS) { return; }
  for (soi_vehicle_id body = world->holder_first[zone->lane]; body != 0; body = world->holder_next[body]) {
    if (!sensed(world, body)) { continue; }
    const double step = world->vehicle_speed[body] * model->step + 1e-9;
    const double to_start = soi_road_distance_on(world, body, zone->lane, zone->start);
    const double to_end = soi_road_distance_on(world, body, zone->lane, zone->end + soi_road_length(world, body));
    if (to_end <= 0.0 && to_end > -step) {
      world->conflict_zone_left_tick[row] = world->tick[0];
      world->conflict_zone_left_by[row] = body;
    }
    const soi_tick left = world->conflict_zone_left_tick[zone->partner];
    const double since = (double)(world->tick[0] - left) * model->step;
    if (to_start > 0.0 || to_start <= -step || left == 0 || since > 5.0 || world->conflict_zone_left_by[zone->partner] == body) {
      continue;
    }
    const soi_vehicle_id other = world->conflict_zone_left_by[zone->partner];
    const bool cart = world->vehicle_cart[body] != 0 || world->vehicle_cart[other] != 0;
    if (cart) {
      soi_emit(world, SOI_EVENT_ENCROACHMENT, body, row, since, (soi_point){world->body_x[body], world->body_y[body]}, SOI_EVENT_WITH_CART);
    }
  }
}

/* Contacts last as long as they were found again in this step. */
static void keep_contacts(soi_world *world) {
  memcpy(world->vehicle_contact, world->contact_now, (world->vehicle_high[0] + 1u) * SOI_CONTACTS * sizeof *world->vehicle_contact);
  memcpy(world->person_contact, world->person_touched, (world->person_high[0] + 1u) * sizeof *world->person_contact);
}

void soi_road_contact(soi_world *world) {
  memset(world->contact_now, 0, (world->vehicle_high[0] + 1u) * SOI_CONTACTS * sizeof *world->contact_now);
  memset(world->person_touched, 0, (world->person_high[0] + 1u) * sizeof *world->person_touched);
  list_held(world);
  check_lanes(world);
  for_held_zones(world, check_zone);
  check_crossings(world);
  check_carts(world);
  for_held_zones(world, check_encroachment);
  keep_contacts(world);
}
