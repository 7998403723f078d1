/* The road's own limits on a driver's acceleration, shared by people and automation: lights, claims, zones, bends, crossings. */
#include "cells.h"
#include "fmath.h"
#include "input.h"
#include "junction.h"
#include "road_private.h"

static const double HARDEST_FOR_CLOSED = 6.0; /* m/s2: whoever needs more to stop before a closed lane drives on, out of the junction */

/* One driver's question, handed down the helpers. */
typedef struct asking {
  const soi_world *world;
  soi_vehicle_id row;
  const soi_following *following;
  bool yields; /* stops for people who only wait */
  double speed;
  double reach; /* how far ahead it looks */
  soi_limit *go, *stay;
} asking;

static void limit_both(const asking *a, double acceleration, soi_cause cause, uint32_t of) {
  soi_limit_add(a->go, acceleration, cause, of);
  soi_limit_add(a->stay, acceleration, cause, of);
}

static void stop_both(const asking *a, double distance, soi_cause cause, uint32_t of) {
  const double acceleration = soi_idm_stop(a->following, a->speed, distance);
  soi_limit_stop(a->go, acceleration, cause, of, distance);
  soi_limit_stop(a->stay, acceleration, cause, of, distance);
}

/* Slow down to limit over distance, when that has become due. */
static void slow_to(const asking *a, double limit, double distance, soi_cause cause) {
  if (a->speed <= limit) { return; }
  const double needed = (a->speed * a->speed - limit * limit) / (2.0 * soi_max(distance, 0.5));
  if (needed > 0.7 * a->following->deceleration) { limit_both(a, -needed, cause, 0); }
}

/* Whether there is no room beyond a crossing, so that one would stop on it. */
static bool would_block(const asking *a, const soi_leader *leader, double distance, const soi_conflict_zone *zone) {
  const double room = leader->gap - distance - (zone->end - zone->start);
  return leader->vehicle != 0 && leader->speed < 1.5 && leader->gap > distance && room < soi_road_length(a->world, a->row) + 1.0;
}

/* The nearest person right before the body, up to reach metres ahead of its front. */
typedef struct people_ahead {
  const soi_world *world;
  soi_vehicle_id row;
  soi_person_id person;
  double half_length, half_width, distance;
} people_ahead;

static void see_person(void *context, soi_person_id person, double away) {
  people_ahead *ahead = context;
  const soi_world *world = ahead->world;
  (void)away;
  if (world->model->walk_links[world->person_link[person]].level != 0) { return; }
  const double dx = world->person_x[person] - world->body_x[ahead->row], dy = world->person_y[person] - world->body_y[ahead->row];
  const double c = world->body_cos[ahead->row], s = world->body_sin[ahead->row];
  const double along = dx * c + dy * s - ahead->half_length, across = soi_abs(dy * c - dx * s);
  if (along < -0.3 || across > ahead->half_width || along > ahead->distance) { return; }
  ahead->distance = along;
  ahead->person = person;
}

/* A driver whose front is over a crossing with people on it does not drive on into somebody right ahead. */
static void limit_by_people_ahead(const asking *a) {
  const soi_vehicle_type *type = soi_type(a->world->model, a->world->vehicle_type[a->row]);
  people_ahead ahead = {a->world, a->row, 0, 0.5 * type->body.length, 0.5 * type->body.width + 0.5, 3.5};
  const double middle = 0.5 * ahead.distance + ahead.half_length;
  const soi_point at = {a->world->body_x[a->row] + middle * a->world->body_cos[a->row],
                        a->world->body_y[a->row] + middle * a->world->body_sin[a->row]};
  soi_cells_visit(a->world, at, 0.5 * ahead.distance + ahead.half_width, see_person, &ahead);
  if (ahead.person != 0) { stop_both(a, ahead.distance - 0.7, SOI_CAUSE_PEOPLE, 0); }
}

/* Who needs to brake harder than this for an amber light drives on; carts, with people standing in them, sooner than others. */
static double amber_braking(const asking *a) { return soi_min(3.0, 2.0 * a->following->deceleration); }

/* Crossings of one lane, whose start lies offset metres ahead of the driver's front (negative: behind). */
static void limit_by_crossings(const asking *a, soi_lane_id lane, double offset, const soi_leader *leader) {
  const soi_model *model = a->world->model;
  const soi_lane *place = &model->lanes[lane];
  for (uint32_t i = 0; i < place->conflict_zones.count; ++i) {
    const soi_conflict_zone_id row = place->conflict_zones.first + i;
    const soi_conflict_zone *zone = &model->conflict_zones[row];
    const double distance = offset + zone->start - 0.8;
    if (zone->kind != SOI_CONFLICT_ZONE_WALK || offset + zone->end < 0.0) { continue; }
    if (offset + zone->start < 0.0) {
      if (a->world->conflict_zone_people[row]) { limit_by_people_ahead(a); }
      continue;
    }
    if (distance > a->reach) { break; }
    const soi_crossing *crossing = &model->crossings[zone->crossing];
    const double needed = soi_road_needed(a->speed, distance);
    /* a light of its own, between junctions */
    if (crossing->signal != 0 && model->signals[crossing->signal].junction == 0) {
      const soi_light light = soi_crossing_road_light(a->world, zone->crossing);
      const bool stops = light == SOI_LIGHT_RED || (light == SOI_LIGHT_AMBER && needed < amber_braking(a));
      if (stops && needed < 8.0) { stop_both(a, distance, SOI_CAUSE_SIGNAL, crossing->signal); }
    }
    /* people on it always, people beside it when the driver is one who yields */
    const bool asked = a->yields && a->world->conflict_zone_asked[row] && crossing->signal == 0 &&
                       needed < a->following->deceleration * 1.5 && a->world->vehicle_waived[a->row] != zone->crossing;
    if (a->world->conflict_zone_people[row] || asked) {
      stop_both(a, distance, SOI_CAUSE_PEOPLE, zone->crossing);
    } else if (a->yields && would_block(a, leader, distance, zone)) {
      stop_both(a, distance, SOI_CAUSE_SPACE, leader->vehicle);
    }
  }
}

/* A closed stretch, but for one that begins with its lane: for that one stops before the junction, not in it. */
static void limit_by_closure(const asking *a, soi_lane_id lane, double offset) {
  const double from = a->world->lane_closed_from[lane], to = a->world->lane_closed_to[lane];
  if (to <= from || offset + to < 0.0 || soi_road_closed_at_start(a->world, a->row, lane)) { return; }
  if (offset + from > -1.0 && offset + from < a->reach) { stop_both(a, offset + from - 2.0, SOI_CAUSE_CLOSED, lane); }
}

/* Courtesy (the zip): the first driver behind somebody who must get into this lane leaves a gap, if gentle braking will do and for some
 * seconds only, so that courtesy never closes a circle. */
static void limit_by_courtesy(const asking *a, soi_lane_id lane, const soi_leader *leader) {
  const soi_world *world = a->world;
  if ((double)world->vehicle_standing[a->row] * world->model->step > 8.0) { return; }
  for (soi_vehicle_id other = world->wanted_first[lane]; other != 0; other = world->wanted_next[other]) {
    const double ratio = world->model->lanes[lane].length / world->model->lanes[world->vehicle_lane[other]].length;
    const double gap = world->vehicle_s[other] * ratio - soi_road_length(world, other) - world->vehicle_s[a->row];
    if (gap < 0.5 || gap > 25.0 || gap > leader->gap) { continue; }
    const double yielding = soi_idm(a->following, a->speed, gap, world->vehicle_speed[other]);
    if (yielding > -2.0) { limit_both(a, yielding, SOI_CAUSE_LEADER, other); }
  }
}

/* Metres from row's front to where it waits to change lanes at the latest: before the lane's end, and before a crossing at that end. */
static double last_change(const soi_world *world, soi_vehicle_id row) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const double s = world->vehicle_s[row], length = soi_road_length(world, row), end = lane->length - SOI_LAST_CHANGE - 1.0;
  double last = end;
  for (uint32_t i = lane->conflict_zones.count; i-- > 0;) {
    const soi_conflict_zone *zone = &world->model->conflict_zones[lane->conflict_zones.first + i];
    /* behind the crossing the whole body would have to stand clear of it */
    if (zone->kind == SOI_CONFLICT_ZONE_WALK && zone->end + length > last) { last = soi_min(last, zone->start - SOI_CROSSING_ROOM - 1.0); }
  }
  return (last > s ? last : end) - s;
}

/* Lanes beyond the next junction: their speed limits and crossings. */
static void limit_by_lane_beyond(const asking *a, soi_lane_id lane, double offset, const soi_leader *leader) {
  if (lane == 0 || offset > a->reach) { return; }
  slow_to(a, a->world->model->lanes[lane].speed_limit * a->world->vehicle_speed_factor[a->row], offset, SOI_CAUSE_CURVE);
  limit_by_crossings(a, lane, offset, leader);
  limit_by_closure(a, lane, offset);
}

/* Whether the light makes this driver stop at the line. A driver who runs red does so in the seconds just after the change. */
static bool light_stops(const asking *a, soi_lane_id connector, double needed) {
  const soi_lane *lane = &a->world->model->lanes[connector];
  if (lane->signal == 0) { return false; }
  const soi_light light = soi_connector_light(a->world, connector);
  if (light == SOI_LIGHT_GREEN) { return false; }
  const bool holds = a->world->vehicle_grant[a->row] == connector, runs = (a->world->vehicle_rules[a->row] & SOI_RULE_RED) != 0;
  if (runs && holds && light == SOI_LIGHT_AMBER) { return false; }
  if (light == SOI_LIGHT_AMBER) { return needed < (holds ? amber_braking(a) : 8.0); }
  const bool just_changed =
      a->world->signal_light[lane->signal] == SOI_LIGHT_RED &&
      (a->world->model->stages[a->world->model->signals[lane->signal].stages.first + a->world->signal_stage[lane->signal]].go >>
           lane->signal_bit &
       1u) != 0;
  if (just_changed && runs && holds) { return false; }
  return !(just_changed && holds && needed > 4.0); /* too late to stop: drive through */
}

/* The stop line at the end of a road's lane, and the connector beyond. Returns the claim. */
static soi_lane_id limit_by_junction(const asking *a, soi_lane_id connector, double line, const soi_leader *leader) {
  const soi_model *model = a->world->model;
  const soi_lane *lane = &model->lanes[connector];
  if (line > a->reach) { return 0; }
  slow_to(a, lane->curve_speed, line, SOI_CAUSE_CURVE);
  const double to_mark = line - (model->lanes[lane->from].length - model->lanes[lane->from].stop_line);
  const double stop = (to_mark > 0.0 ? to_mark : line) - SOI_STOP_SHORT;
  /* who comes to the mark too fast for it, or is past it, may still stop before the line itself */
  const double needed = soi_road_needed(a->speed, stop), hardest = 0.9 * amber_braking(a);
  const bool over = needed >= amber_braking(a) && soi_road_needed(a->speed, line - 0.1) < hardest;
  if (light_stops(a, connector, over ? hardest : needed)) {
    if (over) {
      limit_both(a, -hardest, SOI_CAUSE_SIGNAL, lane->signal);
    } else {
      stop_both(a, stop, SOI_CAUSE_SIGNAL, lane->signal);
    }
    return 0;
  }
  if (soi_road_closed_beyond(a->world, a->row, connector) && soi_road_needed(a->speed, line - 0.1) < HARDEST_FOR_CLOSED) {
    stop_both(a, stop, SOI_CAUSE_CLOSED, lane->to);
    return 0;
  }
  /* ask in time to brake if refused, and not before the others could know */
  const double braking = a->speed * a->speed / (2.0 * a->following->deceleration) + a->speed + 6.0;
  if (line > soi_max(SOI_CLAIM_TIME * a->speed, braking)) { return 0; }
  soi_limit_stop(a->stay, soi_idm_stop(a->following, a->speed, stop), SOI_CAUSE_JUNCTION, 0, stop);
  double distance;
  if (a->world->vehicle_grant[a->row] == connector) {
    const soi_vehicle_id other = soi_junction_wait(a->world, a->row, connector, &distance);
    if (other != 0) { stop_both(a, soi_max(distance - 0.8, 0.0), SOI_CAUSE_JUNCTION, other); }
  }
  limit_by_lane_beyond(a, lane->to, line + lane->length, leader);
  return connector;
}

/* Inside a junction: those who were granted earlier, and what comes behind it. */
static void limit_inside(const asking *a, soi_lane_id connector, const soi_leader *leader) {
  const soi_lane *lane = &a->world->model->lanes[connector];
  double distance;
  const soi_vehicle_id other = soi_junction_wait(a->world, a->row, connector, &distance);
  if (other != 0) { stop_both(a, soi_max(distance - 0.8, 0.0), SOI_CAUSE_JUNCTION, other); }
  limit_by_lane_beyond(a, lane->to, lane->length - a->world->vehicle_s[a->row], leader);
}

uint32_t soi_road_limits(const soi_world *world, soi_vehicle_id row, const soi_following *following, const soi_leader *leader,
                         bool yields_to_waiting, soi_limit *go, soi_limit *stay) {
  const double speed = world->vehicle_speed[row];
  asking a = {world, row, following, yields_to_waiting, speed, soi_max(20.0, speed * speed / (1.4 * following->deceleration) + 2.0 * speed),
              go,    stay};
  a.reach = soi_max(a.reach, SOI_CLAIM_TIME * speed);
  const soi_lane_id at = world->vehicle_lane[row];
  const soi_lane *lane = &world->model->lanes[at];
  const double s = world->vehicle_s[row];
  limit_by_closure(&a, at, -s);
  if (lane->junction != 0) {
    limit_inside(&a, at, leader);
    return 0;
  }
  if (lane->conflict_zones.count != 0) { limit_by_crossings(&a, at, -s, leader); }
  limit_by_courtesy(&a, at, leader);
  const soi_lane_id next = world->vehicle_next[row];
  if (next != 0) { return limit_by_junction(&a, next, lane->length - s, leader); }
  /* no way on from this lane: wait for a gap beside it while there is room to change */
  if (lane->node != 0) { stop_both(&a, last_change(world, row), SOI_CAUSE_ROUTE, 0); }
  return 0;
}
