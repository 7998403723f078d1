/* Conflict zones: how long a holder of a grant still needs for one, and who must wait for whom.
 * Among holders the earlier grant goes first, always: the order is total, so no circle of waiting can close inside a junction. */
#include "fmath.h"
#include "junction.h"
#include "road_private.h"

double soi_road_distance_on(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, double s) {
  const soi_lane_id lane = world->vehicle_lane[row];
  const soi_lane *place = &world->model->lanes[connector];
  if (lane == connector) { return s - world->vehicle_s[row]; }
  if (lane == place->to) { return s - place->length - world->vehicle_s[row]; }
  return world->model->lanes[lane].length - world->vehicle_s[row] + s;
}

/* Seconds to drive a distance from the present speed, picking up to the connector's speed at 1.2 m/s2. */
static double drive_time(double distance, double speed, double top) {
  const double rate = 1.2;
  if (distance <= 0.0) { return 0.0; }
  if (speed >= top) { return distance / soi_max(speed, 0.1); }
  const double ramp = (top * top - speed * speed) / (2.0 * rate);
  if (distance <= ramp) { return (soi_sqrt(speed * speed + 2.0 * rate * distance) - speed) / rate; }
  return (top - speed) / rate + (distance - ramp) / top;
}

double soi_road_time_to_reach(const soi_world *world, soi_vehicle_id row, const soi_conflict_zone *zone) {
  const double distance = soi_road_distance_on(world, row, zone->lane, zone->start);
  return drive_time(distance, world->vehicle_speed[row], world->model->lanes[zone->lane].curve_speed);
}

/* Metres by which long bodies that cut the inside of a bend leave a zone later; where ways cross, they also need more room to pass whoever
 * has just left. */
static double bend_cut(double length, bool crosses, double other_length) {
  const double longest = 7.0; /* m, of a body that keeps to its lane */
  const uint32_t cutting = (length > longest ? 1u : 0u) + (crosses && other_length > longest ? 1u : 0u);
  return cutting == 2 ? 3.0 : cutting == 1 ? 2.0 : 0.0;
}

/* Seconds until other has left its zone for row; 0: it has. */
static double time_to_leave(const soi_world *world, soi_vehicle_id other, const soi_conflict_zone *zone, soi_vehicle_id row) {
  const bool crosses = zone->kind == SOI_CONFLICT_ZONE_CROSS;
  const double length = soi_road_length(world, other), cut = bend_cut(length, crosses, soi_road_length(world, row));
  const double left = soi_road_distance_on(world, other, zone->lane, zone->end + length);
  if (left + (crosses ? cut : 0.0) <= 0.0) { return 0.0; }
  return drive_time(left + cut, world->vehicle_speed[other], world->model->lanes[zone->lane].curve_speed);
}

/* Whether row's body reaches into a zone of its connector now. */
static bool occupies(const soi_world *world, soi_vehicle_id row, const soi_conflict_zone *zone) {
  return soi_road_distance_on(world, row, zone->lane, zone->start) < 0.0;
}

/* Whoever still lies in a zone by its tail, though it holds another connector or none by now, and needs more than time to leave it. */
static uint32_t tail_in(const soi_world *world, soi_vehicle_id row, const soi_conflict_zone *zone, double time) {
  const soi_entry *entries = world->entries + world->lane_first[zone->lane];
  for (uint32_t i = 0; i < world->lane_entries[zone->lane]; ++i) {
    const soi_entry *entry = &entries[i];
    if (entry->vehicle == row || world->vehicle_grant[entry->vehicle] == zone->lane) { continue; }
    if (entry->front <= zone->start || entry->rear >= zone->end) { continue; }
    if ((zone->end - entry->rear) / soi_max(entry->speed, 0.1) > time) { return entry->vehicle; }
  }
  return 0;
}

bool soi_junction_conflict(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, uint32_t *holder) {
  *holder = 0;
  const soi_model *model = world->model;
  const soi_lane *lane = &model->lanes[connector];
  for (uint32_t i = 0; i < lane->conflict_zones.count; ++i) {
    const soi_conflict_zone *zone = &model->conflict_zones[lane->conflict_zones.first + i];
    if (zone->kind != SOI_CONFLICT_ZONE_CROSS && zone->kind != SOI_CONFLICT_ZONE_MERGE) { continue; }
    const soi_conflict_zone *theirs = &model->conflict_zones[zone->partner];
    if (world->lane_reserved[theirs->lane]) { return true; }
    soi_vehicle_id other = world->holder_first[theirs->lane];
    if (other == 0 && world->lane_entries[theirs->lane] == 0) { continue; }
    const double reach = soi_road_time_to_reach(world, row, zone);
    *holder = tail_in(world, row, theirs, reach - 0.7);
    if (*holder != 0) { return true; }
    for (; other != 0; other = world->holder_next[other]) {
      const double leave = other == row ? 0.0 : time_to_leave(world, other, theirs, row);
      if (leave <= 0.0 || leave + 0.7 <= reach) { continue; }
      *holder = other;
      return true;
    }
  }
  return false;
}

/* Whether a goes before b, both holding grants. */
static bool goes_before(const soi_world *world, uint32_t a, uint32_t b) {
  return world->vehicle_grant_order[a] < world->vehicle_grant_order[b];
}

/* Whether two vehicles come side by side on one lane, so that neither follows the other: row beside other, or one coming up to the other
 * in the time it takes to stop. */
static bool beside_on_the_way_in(const soi_world *world, soi_vehicle_id row, soi_vehicle_id other) {
  if (world->vehicle_lane[row] != world->vehicle_lane[other]) { return false; }
  const double half =
      0.5 * (soi_type(world->model, world->vehicle_type[row])->body.width + soi_type(world->model, world->vehicle_type[other])->body.width);
  const double ahead = world->vehicle_s[row] - world->vehicle_s[other];
  const double speed = world->vehicle_speed[row], braking = 2.0 + 0.3 * speed * speed;
  const double overtaking = soi_max(world->vehicle_speed[other] - speed, 0.0) * (1.0 + 0.5 * speed);
  const bool level = ahead < soi_road_length(world, row) + 2.0 + overtaking && -ahead < soi_road_length(world, other) + braking;
  return level && soi_abs(world->vehicle_d[row] - world->vehicle_d[other]) >= half;
}

/* The holder that row must let pass before it drives into zone; 0: none. */
static uint32_t must_wait_for(const soi_world *world, soi_vehicle_id row, const soi_conflict_zone *zone) {
  const soi_conflict_zone *theirs = &world->model->conflict_zones[zone->partner];
  for (soi_vehicle_id other = world->holder_first[theirs->lane]; other != 0; other = world->holder_next[other]) {
    if (other == row) { continue; }
    if (!goes_before(world, other, row) && !occupies(world, other, theirs)) { continue; }
    /* behind one another on the same way in: the leader rule keeps them apart until their ways part */
    if (zone->kind == SOI_CONFLICT_ZONE_DIVERGE && !occupies(world, other, theirs) && !beside_on_the_way_in(world, row, other)) {
      continue;
    }
    const double leave = time_to_leave(world, other, theirs, row);
    if (leave > 0.0 && leave + 0.3 > soi_road_time_to_reach(world, row, zone)) { return other; }
  }
  return tail_in(world, row, theirs, soi_road_time_to_reach(world, row, zone) - 0.3);
}

uint32_t soi_junction_wait(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, double *distance) {
  const soi_model *model = world->model;
  const soi_lane *lane = &model->lanes[connector];
  for (uint32_t i = 0; i < lane->conflict_zones.count; ++i) {
    const soi_conflict_zone *zone = &model->conflict_zones[lane->conflict_zones.first + i];
    const soi_lane_id theirs = model->conflict_zones[zone->partner].lane;
    if (zone->kind == SOI_CONFLICT_ZONE_WALK || (world->holder_first[theirs] == 0 && world->lane_entries[theirs] == 0)) { continue; }
    *distance = soi_road_distance_on(world, row, connector, zone->start);
    if (*distance < 0.0) { continue; /* already in it: out is the only way */ }
    const soi_vehicle_id other = must_wait_for(world, row, zone);
    if (other != 0) { return other; }
  }
  return 0;
}

/* Room from a lane's start to the rear of the last body on it, counting what that body will make in the next four seconds. */
static double room_at_start(const soi_world *world, soi_lane_id lane, uint32_t *last) {
  *last = 0;
  double room = world->model->lanes[lane].length;
  const soi_entry *entries = world->entries + world->lane_first[lane];
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const double reach = entries[i].rear + 4.0 * entries[i].speed;
    if (reach < room) { room = reach, *last = entries[i].vehicle; }
    if (entries[i].front - world->model->longest_body > room) { break; }
  }
  return room;
}

bool soi_junction_space(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, uint32_t *last) {
  const soi_lane_id beyond = world->model->lanes[connector].to;
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const double need = soi_min(type->body.length + type->driver.gap, world->model->lanes[beyond].length - 1.0);
  return room_at_start(world, beyond, last) - world->lane_pledged[beyond] >= need;
}

int soi_junction_rank(const soi_model *model, soi_lane_id connector) {
  const soi_lane *lane = &model->lanes[connector];
  const bool near_side = (lane->turn == SOI_TURN_LEFT) == (model->side > 0.0);
  const int turn = lane->turn == SOI_TURN_THROUGH ? 0 : lane->turn == SOI_TURN_BACK ? 3 : near_side ? 1 : 2;
  const int road = lane->signal != 0 ? 0 : (int)SOI_ROAD_TRUNK - (int)lane->road_class;
  const int sign = lane->signal == 0 && lane->gives_way ? 1 : 0;
  return 4 * (((int)SOI_ROAD_TRUNK + 1) * sign + road) + turn;
}
