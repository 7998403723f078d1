/* Phase claim: claims granted one by one in an order that no thread and no storage decides.
 * Connectors: by right of way, then waiting time, then id. Lanes: by gain, then id. Births and departures: flows and carts in order. */
#include <string.h>

#include "fmath.h"
#include "junction.h"
#include "road_private.h"
#include "room.h"

/* From this waiting time on a waiter goes before everybody who can still stop. */
static const double LONG_WAIT = 25.0; /* s */

static double waited(const soi_world *world, soi_vehicle_id row) {
  const soi_tick since = world->vehicle_claim_tick[row];
  return since == 0 ? 0.0 : (double)(world->tick[0] - since) * world->model->step;
}

/* Least goes first. A long wait outranks every right of way. */
static bool asks_before(const soi_world *world, uint32_t a, uint32_t b) {
  const bool long_a = waited(world, a) > LONG_WAIT, long_b = waited(world, b) > LONG_WAIT;
  if (long_a != long_b) { return long_a; }
  const int rank_a = soi_junction_rank(world->model, world->intent_connector[a]);
  const int rank_b = soi_junction_rank(world->model, world->intent_connector[b]);
  if (!long_a && rank_a != rank_b) { return rank_a < rank_b; }
  const double wait_a = waited(world, a), wait_b = waited(world, b);
  return wait_a > wait_b || (wait_a == wait_b && a < b);
}

/* Whether somebody ahead of row on its lane still lacks a grant: the first in the lane asks first. Ahead is whoever row takes
 * for its leader, or it would hold the junction against the one it stands behind. */
static bool blocked_by_leader(const soi_world *world, soi_vehicle_id row) {
  const soi_lane_id lane = world->vehicle_lane[row];
  const uint32_t last = world->lane_first[lane] + world->lane_entries[lane];
  const double half = 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width + soi_road_side_margin(world, row);
  const double left = soi_max(world->vehicle_d[row], world->vehicle_aim[row]) + half;
  const double right = soi_min(world->vehicle_d[row], world->vehicle_aim[row]) - half;
  for (uint32_t i = world->vehicle_entry[row] + 1; i < last; ++i) {
    const soi_entry *entry = &world->entries[i];
    const bool overlaps = entry->left > right && entry->right < left;
    if (overlaps && world->vehicle_lane[entry->vehicle] == lane && world->vehicle_grant[entry->vehicle] == 0 &&
        !(world->granted[entry->vehicle] & SOI_GRANTED_CONNECTOR)) {
      return true;
    }
  }
  return false;
}

/* Takes row out of the list of another connector, where it only had its tail: a row stands in one list. */
static void leave_list(soi_world *world, soi_vehicle_id row, soi_lane_id connector) {
  soi_vehicle_id *link = &world->holder_first[connector];
  while (*link != 0 && *link != row) { link = &world->holder_next[*link]; }
  if (*link == row) { *link = world->holder_next[row]; }
}

/* Makes row a holder for the rest of the phase, so that those who ask later see it. */
static void hold(soi_world *world, soi_vehicle_id row, soi_lane_id connector) {
  if (world->vehicle_grant[row] != 0) { leave_list(world, row, world->vehicle_grant[row]); }
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  world->holder_next[row] = world->holder_first[connector];
  world->holder_first[connector] = row;
  world->lane_pledged[world->model->lanes[connector].to] += type->body.length + type->driver.gap;
}

/* Says what the claim was refused for, when it is the refusal that binds. */
static void refuse(soi_world *world, soi_vehicle_id row, soi_cause cause, uint32_t of) {
  if (world->intent_stay_cause[row] != SOI_CAUSE_JUNCTION) { return; }
  world->intent_stay_cause[row] = (uint8_t)cause;
  world->intent_stay_of[row] = of;
}

static void decide_connector(soi_world *world, soi_vehicle_id row) {
  const soi_lane_id connector = world->intent_connector[row];
  if (blocked_by_leader(world, row)) { return; }
  soi_vehicle_id other;
  if (!soi_junction_space(world, row, connector, &other)) {
    refuse(world, row, SOI_CAUSE_SPACE, other);
    return;
  }
  if (!soi_roundabout_has_place(world, connector)) {
    refuse(world, row, SOI_CAUSE_SPACE, 0);
    return;
  }
  /* one that is refused now, and cannot stop any more, never asks: refused intents always stop in time */
  if (soi_junction_conflict(world, row, connector, &other)) {
    refuse(world, row, SOI_CAUSE_JUNCTION, other);
    /* whoever asks later has less right: it does not slip in before this one */
    world->lane_reserved[connector] = 1;
    return;
  }
  world->granted[row] |= SOI_GRANTED_CONNECTOR;
  world->grant_place[row] = ++world->grant_count[0];
  hold(world, row, connector);
}

/* Insertion sort: the list is short and nearly in order. */
static void order_requests(soi_world *world) {
  uint32_t count = 0;
  memset(world->granted, 0, world->vehicle_high[0] + 1u); /* of all, before anybody looks at those ahead */
  for (soi_vehicle_id row = 1; row <= world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(world, row) || world->intent_connector[row] == 0) { continue; }
    /* a grant lasts, but not for one who has come to stand behind somebody without one */
    const bool holds = world->vehicle_grant[row] == world->intent_connector[row];
    if (holds && !(world->vehicle_speed[row] < 0.5 && blocked_by_leader(world, row))) {
      world->granted[row] = SOI_GRANTED_CONNECTOR;
      continue;
    }
    uint32_t place = ++count;
    for (; place > 1 && asks_before(world, row, world->request_order[place - 1]); --place) {
      world->request_order[place] = world->request_order[place - 1];
    }
    world->request_order[place] = row;
  }
  world->request_count[0] = count;
}

static void grant_connectors(soi_world *world) {
  order_requests(world);
  world->grant_count[0] = 0;
  for (uint32_t i = 1; i <= world->request_count[0]; ++i) { decide_connector(world, world->request_order[i]); }
}

/* Lists those who wish to change lanes, the greatest gain first, of equals the lower row: few, as each wishes twice a second at most. */
static void order_wishes(soi_world *world) {
  soi_vehicle_id *const order = world->request_order;
  uint32_t count = 0;
  for (soi_vehicle_id row = 1; row <= world->vehicle_high[0]; ++row) {
    if (world->intent_lane[row] == 0 || !soi_vehicle_lives(world, row)) { continue; }
    uint32_t place = ++count;
    for (; place > 1 && world->intent_lane_gain[row] > world->intent_lane_gain[order[place - 1]]; --place) {
      order[place] = order[place - 1];
    }
    order[place] = row;
  }
  world->request_count[0] = count;
}

/* Lane changes. One a lane and step keeps newcomers from meeting in the same gap. */
static void grant_lanes(soi_world *world) {
  order_wishes(world);
  for (uint32_t i = 1; i <= world->request_count[0]; ++i) {
    const soi_vehicle_id row = world->request_order[i];
    const soi_lane_id lane = world->intent_lane[row];
    if (!world->lane_taken[lane] && !world->lane_taken[world->vehicle_lane[row]] && soi_road_lane_free(world, row, lane)) {
      world->granted[row] |= SOI_GRANTED_LANE;
      world->lane_taken[lane] = 1;
    } else {
      world->intent_lane[row] = 0;
    }
  }
}

/* Metres of a lane's start that are free for a newcomer, who comes at the lane's speed and follows the last body on it. */
static double birth_room(const soi_world *world, soi_lane_id lane) {
  double room = world->model->lanes[lane].length, speed = world->model->lanes[lane].speed_limit;
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &world->entries[world->lane_first[lane] + i];
    if (entry->rear < room) { room = entry->rear, speed = entry->speed; }
  }
  return room - 0.8 * soi_max(world->model->lanes[lane].speed_limit, speed);
}

/* Whether a closed stretch lies where a body with its front at s would appear. */
static bool closed_at(const soi_world *world, soi_lane_id lane, double s, double length) {
  const double from = world->lane_closed_from[lane], to = world->lane_closed_to[lane];
  return to > from && from < s + 2.0 && to > s - length;
}

/* Whether a newcomer with its front at s touches nobody, whatever lane or way that one is on. */
static bool clear_of_bodies(const soi_world *world, soi_type_id type, soi_lane_id lane, double s) {
  const soi_outline outline = soi_outline_in_lane(world->model, type, lane, s);
  return soi_room_clear(world, &outline, world->model->lanes[lane].level, true);
}

/* The lane on which a vehicle of a type may appear: of those with room, the best for its way, then the emptiest. */
static soi_lane_id birth_lane(const soi_world *world, const soi_vehicle_flow *flow, soi_type_id type) {
  const soi_model *model = world->model;
  const double length = soi_type(model, type)->body.length;
  const float *cost = soi_way_costs(model, flow->way);
  soi_lane_id best = 0;
  double best_room = 0.0;
  for (uint32_t i = 0; i < flow->entries.count; ++i) {
    const soi_lane_id lane = model->flow_lanes[flow->entries.first + i];
    const double room = birth_room(world, lane);
    /* a lane too short for that has room when nobody is on it: one comes slower there */
    if (closed_at(world, lane, length, length)) { continue; }
    if (world->lane_taken[lane] || cost[lane] >= SOI_NO_WAY || (room < length + 4.0 && world->lane_entries[lane] > 0)) { continue; }
    const bool same = best != 0 && soi_abs((double)cost[lane] - (double)cost[best]) < 2.0;
    if (best != 0 && (same ? room <= best_room : cost[lane] > cost[best])) { continue; }
    if (!clear_of_bodies(world, type, lane, soi_birth_s(model, lane, length))) { continue; }
    best = lane;
    best_room = room;
  }
  return best;
}

static void grant_births(soi_world *world) {
  for (soi_vehicle_flow_id flow = 1; flow <= world->model->vehicle_flow_count; ++flow) {
    world->birth_lane[flow] = 0;
    if (world->vehicle_flow_waiting[flow] == 0) { continue; }
    const soi_lane_id lane = birth_lane(world, &world->model->vehicle_flows[flow], world->newcomer_type[flow]);
    world->birth_lane[flow] = lane;
    if (lane != 0) { world->lane_taken[lane] = 1; }
  }
}

/* Carts that wait in a depot for a gap in the road before it. */
static void grant_departures(soi_world *world) {
  const soi_model *model = world->model;
  for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) {
    world->depart_granted[cart] = 0;
    if (!soi_cart_does(world, cart, SOI_CART_LEAVING) || world->cart_vehicle[cart] != 0) { continue; }
    const soi_cart *definition = &model->carts[cart];
    const soi_depot *depot = &model->depots[definition->depot];
    const soi_vehicle_type *type = soi_type(model, definition->type);
    const double half = 0.5 * model->lanes[depot->lane].width;
    if (world->lane_taken[depot->lane] || closed_at(world, depot->lane, depot->s, type->body.length)) { continue; }
    if (!soi_road_gap_free(world, depot->lane, depot->s, type->body.length + 2.0, -half, half, 0.0, 2.0, 0)) { continue; }
    if (!clear_of_bodies(world, definition->type, depot->lane, depot->s)) { continue; }
    world->depart_granted[cart] = 1;
    world->lane_taken[depot->lane] = 1;
  }
}

void soi_road_claim(soi_world *world) {
  const size_t lanes = world->model->lane_count + 1u;
  memset(world->lane_reserved, 0, lanes);
  memset(world->lane_taken, 0, lanes);
  grant_connectors(world);
  grant_lanes(world);
  grant_departures(world);
  grant_births(world);
}
