/* Phase motion: intents become the state of the next tick. Serial: bodies hand over from lane to lane and leave the map. */
#include "agents.h"
#include "fmath.h"
#include "road_private.h"

static const double GREATEST_BRAKING = 9.0; /* m/s2, dry road */
static const double DRIFT_SPEED = 1.0;      /* m/s sideways at most */

uint32_t soi_road_add(soi_world *world, soi_type_id type, soi_lane_id lane, double s, double d, double speed, soi_way_id way) {
  const soi_vehicle_id row = soi_vehicle_add(world);
  if (row == 0) { return 0; }
  world->vehicle_type[row] = type;
  world->vehicle_lane[row] = lane;
  world->vehicle_s[row] = s;
  world->vehicle_d[row] = d;
  world->vehicle_aim[row] = d;
  world->vehicle_speed[row] = speed;
  world->vehicle_way[row] = way;
  world->vehicle_next[row] = soi_way_connector(world->model, way, lane);
  world->vehicle_speed_factor[row] = 1.0f;
  world->vehicle_headway[row] = (float)soi_type(world->model, type)->driver.headway;
  return row;
}

/* The motion that was agreed: go when the claim was granted or there was none, stay otherwise. */
static double agreed_acceleration(soi_world *world, soi_vehicle_id row) {
  const bool goes = world->intent_connector[row] == 0 || (world->granted[row] & SOI_GRANTED_CONNECTOR) != 0;
  world->vehicle_cause[row] = goes ? world->intent_go_cause[row] : world->intent_stay_cause[row];
  world->vehicle_cause_of[row] = goes ? world->intent_go_of[row] : world->intent_stay_of[row];
  return soi_max(goes ? world->intent_go[row] : world->intent_stay[row], -GREATEST_BRAKING);
}

/* Keeps the claim's memory: since when it asks, whether and when it was granted. */
static void keep_claim(soi_world *world, soi_vehicle_id row) {
  const soi_lane_id connector = world->intent_connector[row];
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  if (connector == 0) {
    world->vehicle_claim_tick[row] = 0;
    /* on the road without a claim: nothing is held any more, unless the tail is still in the junction */
    if (lane->junction == 0 && world->vehicle_s[row] >= soi_road_length(world, row)) { world->vehicle_grant[row] = 0; }
    return;
  }
  if (world->vehicle_claim_tick[row] == 0) { world->vehicle_claim_tick[row] = world->tick[0]; }
  if ((world->granted[row] & SOI_GRANTED_CONNECTOR) == 0) {
    world->vehicle_grant[row] = 0;
  } else if (world->vehicle_grant[row] != connector) {
    world->vehicle_grant[row] = connector;
    world->vehicle_grant_order[row] = world->tick[0] * 65536u + world->grant_place[row];
  }
}

/* Relabels a body to the lane beside; where it stands on the map does not change. */
static void change_lane(soi_world *world, soi_vehicle_id row, soi_lane_id beside) {
  const soi_model *model = world->model;
  const soi_lane *own = &model->lanes[world->vehicle_lane[row]], *other = &model->lanes[beside];
  const double spacing = 0.5 * (own->width + other->width);
  const bool to_left = (own->outer == beside) == (model->side > 0.0);
  world->vehicle_d[row] += to_left ? -spacing : spacing;
  world->vehicle_s[row] *= other->length / own->length;
  world->vehicle_lane[row] = beside;
  world->vehicle_next[row] = soi_way_connector(model, world->vehicle_way[row], beside);
  world->vehicle_lane_tick[row] = world->tick[0];
  world->vehicle_wants[row] = 0;
  for (uint32_t i = 0; i < SOI_TAILS; ++i) { world->vehicle_tail[row * SOI_TAILS + i] = 0; }
}

/* Ballistic update (Treiber and Kanagaraj 2015): speed first, then the mean of both speeds; a stop within the step is exact. */
static double drive(soi_world *world, soi_vehicle_id row, double acceleration) {
  const double dt = world->model->step, old = world->vehicle_speed[row];
  double speed = old + acceleration * dt, way = 0.5 * (old + speed) * dt;
  if (speed < 0.0) {
    way = acceleration < 0.0 ? -0.5 * old * old / acceleration : 0.0;
    speed = 0.0;
  }
  world->vehicle_speed[row] = speed;
  world->vehicle_acceleration[row] = (speed - old) / dt;
  return way;
}

/* Sideways towards the offset it steers to, in proportion to its way: a standing body does not slide. */
static void steer(soi_world *world, soi_vehicle_id row, double way) {
  const double dt = world->model->step, off = world->vehicle_aim[row] - world->vehicle_d[row];
  const double most = soi_min(DRIFT_SPEED * dt, 0.45 * way);
  double shift = soi_clamp(off, -most, most);
  if (shift != 0.0 && !soi_road_may_drift(world, row, shift)) { shift = 0.0; }
  world->vehicle_d[row] += shift;
  world->vehicle_drift[row] = shift / dt;
}

/* Stops at the line when the claim was refused; the intent has already braked for it, this is the last guard. */
static double guarded(const soi_world *world, soi_vehicle_id row, double way) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const bool free = lane->junction != 0 || lane->node == 0 || world->vehicle_grant[row] == world->vehicle_next[row];
  if (free && (lane->node == 0 || lane->junction != 0 || world->vehicle_next[row] != 0)) { return way; }
  return soi_min(way, soi_max(lane->length - world->vehicle_s[row], 0.0));
}

/* Moves the front on; true when it has left the map. */
static bool advance(soi_world *world, soi_vehicle_id row, double way) {
  const soi_model *model = world->model;
  world->vehicle_s[row] += way;
  while (world->vehicle_s[row] > model->lanes[world->vehicle_lane[row]].length) {
    const soi_lane_id lane = world->vehicle_lane[row], next = soi_road_lane_after(world, row, lane);
    if (next == 0) { return true; }
    world->vehicle_s[row] -= model->lanes[lane].length;
    uint32_t *tail = world->vehicle_tail + row * SOI_TAILS;
    for (uint32_t i = SOI_TAILS - 1; i > 0; --i) { tail[i] = tail[i - 1]; }
    tail[0] = lane;
    world->vehicle_lane[row] = next;
    world->vehicle_wants[row] = 0;
    world->vehicle_waived[row] = 0;
    world->vehicle_next[row] = model->lanes[next].junction != 0 ? 0 : soi_way_connector(model, world->vehicle_way[row], next);
    if (model->lanes[next].junction == 0) { world->vehicle_claim_tick[row] = 0; }
  }
  return false;
}

static void measure(soi_world *world, soi_vehicle_id row, double way) {
  const double dt = world->model->step;
  world->vehicle_distance[row] += way;
  world->vehicle_delay[row] += soi_max(0.0, dt - way / soi_max(world->intent_speed_wish[row], 0.5));
  world->vehicle_standing[row] = world->vehicle_speed[row] < 0.05 ? world->vehicle_standing[row] + 1u : 0u;
}

/* The crossing on a lane that a driver's cause names; 0 when it names none of it, as a cart's does that waits for a person. */
static soi_crossing_id named_crossing(const soi_model *model, soi_lane_id lane, uint32_t named) {
  const soi_span zones = model->lanes[lane].conflict_zones;
  for (soi_conflict_zone_id zone = zones.first; zone < zones.first + zones.count; ++zone) {
    const soi_conflict_zone *const at = &model->conflict_zones[zone];
    if (at->kind == SOI_CONFLICT_ZONE_WALK && at->crossing == named) { return at->crossing; }
  }
  return 0;
}

/* People who only wait, and do not walk for so long, could not go anyway: the driver goes on. */
static void waive_crossing(soi_world *world, soi_vehicle_id row) {
  const double stood = (double)world->vehicle_standing[row] * world->model->step;
  if (world->vehicle_cause[row] != SOI_CAUSE_PEOPLE || stood < 12.0) { return; }
  const soi_lane_id lane = world->vehicle_lane[row];
  soi_crossing_id crossing = named_crossing(world->model, lane, world->vehicle_cause_of[row]);
  if (crossing == 0) { crossing = named_crossing(world->model, soi_road_lane_after(world, row, lane), world->vehicle_cause_of[row]); }
  if (crossing != 0) { world->vehicle_waived[row] = crossing; }
}

static soi_point front_of(const soi_world *world, soi_vehicle_id row) {
  return soi_lane_at(world->model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], NULL);
}

/* A claim granted against the light is a rule broken: say so once, when the line is crossed. */
static void report_red(soi_world *world, soi_vehicle_id row, soi_lane_id connector) {
  if (soi_connector_light(world, connector) != SOI_LIGHT_RED) { return; }
  soi_emit(world, SOI_EVENT_RED_LIGHT, row, connector, world->vehicle_speed[row], front_of(world, row), SOI_EVENT_RULE_BROKEN);
}

/* A driver who could not get into the lane for its turn drives on and takes another way out: nobody waits for ever, nobody is removed. */
static void miss_turn(soi_world *world, soi_vehicle_id row) {
  const soi_model *model = world->model;
  const soi_lane_id lane = world->vehicle_lane[row];
  const double stood = (double)world->vehicle_standing[row] * model->step;
  if (world->vehicle_cause[row] != SOI_CAUSE_ROUTE || stood < 15.0 || world->vehicle_cart[row] != 0) { return; }
  soi_way_id best = 0;
  double best_cost = (double)SOI_NO_WAY;
  for (soi_way_id way = 1; way <= model->way_count; ++way) {
    const soi_lane_id next = model->ways[way].node != 0 ? soi_way_connector(model, way, lane) : 0;
    const double cost = next != 0 ? soi_way_cost(model, way, next) : best_cost;
    if (cost < best_cost) { best = way, best_cost = cost; }
  }
  if (best == 0) { return; }
  world->vehicle_way[row] = best;
  world->vehicle_next[row] = soi_way_connector(model, best, lane);
  soi_emit(world, SOI_EVENT_MISSED_TURN, row, lane, 0.0, front_of(world, row), 0);
}

/* Service may have given a cart a new way since: it takes the connector towards that one, unless it holds one already. */
static void follow_way(soi_world *world, soi_vehicle_id row) {
  const soi_lane_id lane = world->vehicle_lane[row];
  if (world->vehicle_cart[row] == 0 || world->vehicle_grant[row] != 0 || world->model->lanes[lane].junction != 0) { return; }
  world->vehicle_next[row] = soi_way_connector(world->model, world->vehicle_way[row], lane);
}

static void move_one(soi_world *world, soi_vehicle_id row) {
  const double acceleration = agreed_acceleration(world, row);
  keep_claim(world, row);
  world->vehicle_wants[row] = world->intent_wants[row];
  if ((world->granted[row] & SOI_GRANTED_LANE) != 0) { change_lane(world, row, world->intent_lane[row]); }
  const double way = guarded(world, row, drive(world, row, acceleration));
  world->vehicle_aim[row] = (world->granted[row] & SOI_GRANTED_LANE) != 0 ? 0.0 : world->intent_d[row];
  steer(world, row, way);
  measure(world, row, way);
  waive_crossing(world, row);
  miss_turn(world, row);
  follow_way(world, row);
  const soi_lane_id before = world->vehicle_lane[row];
  if (advance(world, row, way)) {
    soi_emit(world, SOI_EVENT_VEHICLE_LEFT, row, world->vehicle_flow[row], world->vehicle_delay[row], front_of(world, row), 0);
    soi_vehicle_remove(world, row);
    return;
  }
  const soi_lane_id after = world->vehicle_lane[row];
  if (after != before && world->model->lanes[after].junction != 0) { report_red(world, row, after); }
}

void soi_road_move(soi_world *world) {
  for (soi_vehicle_id row = 1; row <= world->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(world, row)) { move_one(world, row); }
  }
}
