/* Looking along a lane: leaders, distances, gaps. */
#include "fmath.h"
#include "road_private.h"

soi_lane_id soi_road_lane_after(const soi_world *world, soi_vehicle_id row, soi_lane_id lane) {
  const soi_lane *place = &world->model->lanes[lane];
  if (place->junction != 0) { return place->to; }
  if (lane == world->vehicle_lane[row]) { return world->vehicle_next[row]; }
  return soi_way_connector(world->model, world->vehicle_way[row], lane);
}

/* The body of a lane's list from index i on with the rearmost rear, among those that overlap [right, left]. */
static soi_leader first_overlap(const soi_world *world, soi_lane_id lane, uint32_t i, soi_vehicle_id row, double right, double left) {
  const soi_entry *entries = world->entries + world->lane_first[lane];
  soi_leader leader = {0, 1e9, 0.0};
  for (; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &entries[i];
    if (entry->vehicle == row || entry->right >= left || entry->left <= right) { continue; }
    if (entry->rear < leader.gap) { leader = (soi_leader){entry->vehicle, entry->rear, entry->speed}; }
    /* a longer body further on may reach back behind this one, but by no more than the longest does */
    if (entry->front - world->model->longest_body > leader.gap) { break; }
  }
  return leader;
}

/* The leader on the lane beside, into which the body still reaches. */
static soi_leader leader_beside(const soi_world *world, soi_vehicle_id row, double half_width, bool left) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const soi_leader none = {0, 1e9, 0.0};
  const soi_lane_id beside = soi_road_beside(world->model, lane, left);
  if (beside == 0) { return none; }
  const double d = world->vehicle_d[row];
  const soi_lane *other = &world->model->lanes[beside];
  const double shift = (left ? 0.5 : -0.5) * (lane->width + other->width), s = world->vehicle_s[row] * other->length / lane->length;
  const soi_entry *entries = world->entries + world->lane_first[beside];
  uint32_t i = 0;
  while (i < world->lane_entries[beside] && entries[i].front <= s) { ++i; }
  soi_leader leader = first_overlap(world, beside, i, row, d - shift - half_width, d - shift + half_width);
  leader.gap -= s;
  return leader.vehicle != 0 ? leader : none;
}

double soi_road_side_margin(const soi_world *world, soi_vehicle_id row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  return world->vehicle_cart[row] != 0 ? type->automation.lateral_margin : type->driver.filters ? 0.1 : 0.15;
}

soi_leader soi_road_leader(const soi_world *world, soi_vehicle_id row, double reach, double margin) {
  const double half_width = 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width + margin;
  const double left = soi_max(world->vehicle_d[row], world->vehicle_aim[row]) + half_width;
  const double right = soi_min(world->vehicle_d[row], world->vehicle_aim[row]) - half_width;
  soi_lane_id lane = world->vehicle_lane[row];
  const double s = world->vehicle_s[row];
  /* its own lane, from its own place in the order on; and the one it has not quite left */
  soi_leader leader = first_overlap(world, lane, world->vehicle_entry[row] - world->lane_first[lane] + 1u, row, right, left);
  leader.gap -= s;
  for (int side = 0; side < 2; ++side) {
    if (!soi_road_reaches_over(world->vehicle_d[row], half_width, world->model->lanes[lane].width, side == 0)) { continue; }
    const soi_leader other = leader_beside(world, row, half_width, side == 0);
    if (other.vehicle != 0 && (leader.vehicle == 0 || other.gap < leader.gap)) { leader = other; }
  }
  if (leader.vehicle != 0) { return leader.gap <= reach ? leader : (soi_leader){0, 1e9, 0.0}; }
  /* the lanes beyond */
  double distance = world->model->lanes[lane].length - s;
  while (distance < reach) {
    lane = soi_road_lane_after(world, row, lane);
    if (lane == 0) { break; }
    leader = first_overlap(world, lane, 0, row, right, left);
    if (leader.vehicle != 0) {
      leader.gap += distance;
      if (leader.gap <= reach) { return leader; }
      break;
    }
    distance += world->model->lanes[lane].length;
  }
  return (soi_leader){0, 1e9, 0.0};
}

double soi_road_distance(const soi_world *world, soi_vehicle_id row, soi_lane_id lane, double s, double reach) {
  soi_lane_id at = world->vehicle_lane[row];
  double distance = -world->vehicle_s[row];
  if (at == lane && s >= world->vehicle_s[row]) { return s + distance; }
  distance += world->model->lanes[at].length;
  while (distance < reach) {
    at = soi_road_lane_after(world, row, at);
    if (at == 0) { break; }
    if (at == lane) { return distance + s <= reach ? distance + s : -1.0; }
    distance += world->model->lanes[at].length;
  }
  return -1.0;
}

/* Braking that a follower at this speed needs behind a body that drives at body_speed, gap metres ahead (1 s to react left out). */
static double braking_behind(double speed, double gap, double body_speed) {
  const double closing = speed - body_speed;
  if (gap <= 0.5) { return 1e9; }
  return closing <= 0.0 ? 0.0 : closing * closing / (2.0 * gap);
}

/* Braking by which row's own car following answers a body that appears gap metres before it; MOBIL judges a change by it. A body that
 * hardly moves need not mind how near. */
static double braking_answered(const soi_world *world, soi_vehicle_id row, double gap, double body_speed) {
  const double speed = world->vehicle_speed[row];
  if (speed < 2.0) { return 0.0; }
  const soi_following following = soi_road_following(world, row);
  return -soi_idm(&following, speed, soi_max(gap, 0.05), body_speed);
}

/* Whether a body in the list lets the newcomer in. */
static bool lets_in(const soi_world *world, const soi_entry *entry, double s, double length, double speed, double brake) {
  if (entry->front >= s) { /* ahead, or beside with its front further on */
    return braking_behind(speed, entry->rear - s - 1.0, entry->speed) <= brake;
  }
  const double gap = s - length - entry->front;
  /* who stands behind one that stands need not brake: two carts at a stop would wait for each other, the rear one on its way out too */
  if (entry->speed < 0.1 && speed < 0.1) { return gap > 0.2; }
  return braking_behind(entry->speed, gap - 1.0 - 0.3 * entry->speed, speed) <= brake &&
         braking_answered(world, entry->vehicle, gap, speed) <= brake;
}

/* Whether those who come onto the lane from connectors let the newcomer in. */
static bool upstream_lets_in(const soi_world *world, soi_lane_id lane, double s, double length, double speed, double brake) {
  const soi_model *model = world->model;
  const soi_span in = model->lanes[lane].in;
  if (s - length > 60.0) { return true; }
  for (uint32_t i = 0; i < in.count; ++i) {
    const soi_lane_id connector = model->lane_links[in.first + i];
    for (soi_vehicle_id row = world->holder_first[connector]; row != 0; row = world->holder_next[row]) {
      if (world->vehicle_lane[row] == lane) { continue; /* in the lane's own list */ }
      const double away = soi_road_distance_on(world, row, connector, model->lanes[connector].length);
      const double gap = away + s - length - 1.0 - 0.3 * world->vehicle_speed[row];
      if (braking_behind(world->vehicle_speed[row], gap, speed) > brake) { return false; }
    }
  }
  return true;
}

bool soi_road_gap_free(const soi_world *world, soi_lane_id lane, double s, double length, double right, double left, double speed,
                       double brake, uint32_t except) {
  const soi_entry *entries = world->entries + world->lane_first[lane];
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &entries[i];
    if (entry->vehicle == except || entry->right >= left || entry->left <= right) { continue; }
    if (!lets_in(world, entry, s, length, speed, brake)) { return false; }
  }
  return upstream_lets_in(world, lane, s, length, speed, brake);
}

bool soi_road_beside_soon(const soi_world *world, soi_vehicle_id row, const soi_entry *entry) {
  const double closing = world->vehicle_speed[row] - entry->speed, s = world->vehicle_s[row], time = 2.5;
  const double behind = 0.5 + soi_max(-closing, 0.0) * time, ahead = 0.8 + soi_max(closing, 0.0) * time;
  return entry->front > s - soi_road_length(world, row) - behind && entry->rear < s + ahead;
}

/* Whether a body that moves sideways by shift would come against one on this lane; front is its front's s there. */
static bool drifts_into(const soi_world *world, soi_vehicle_id row, double shift, soi_lane_id lane, double front) {
  const double half = 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width + 0.1, d = world->vehicle_d[row];
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &world->entries[world->lane_first[lane] + i];
    const soi_vehicle_id other = entry->vehicle;
    if (other == row || entry->front < front - soi_road_length(world, row) - 0.3 || entry->rear > front + 0.3) { continue; }
    const bool here = world->vehicle_lane[other] == lane;
    const double other_half = 0.5 * soi_type(world->model, world->vehicle_type[other])->body.width;
    const double left = here ? world->vehicle_d[other] + other_half : entry->left,
                 right = here ? world->vehicle_d[other] - other_half : entry->right;
    if (shift > 0.0 ? right > d && right < d + shift + half : left < d && left > d + shift - half) { return true; }
  }
  return false;
}

bool soi_road_may_drift(const soi_world *world, soi_vehicle_id row, double shift) {
  const soi_lane_id lane = world->vehicle_lane[row], behind = world->vehicle_tail[row * SOI_TAILS];
  const double s = world->vehicle_s[row];
  if (drifts_into(world, row, shift, lane, s)) { return false; }
  if (s > soi_road_length(world, row) || behind == 0) { return true; }
  return !drifts_into(world, row, shift, behind, s + world->model->lanes[behind].length);
}

bool soi_road_side_free(const soi_world *world, soi_vehicle_id row, double aim) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const double half = 0.5 * type->body.width + 0.15, d = world->vehicle_d[row];
  const double left = soi_max(d, aim) + half, right = soi_min(d, aim) - half;
  const soi_lane_id lane = world->vehicle_lane[row];
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &world->entries[world->lane_first[lane] + i];
    if (entry->vehicle == row || entry->right >= left || entry->left <= right) { continue; }
    if (soi_road_beside_soon(world, row, entry)) { return false; }
  }
  return true;
}
