/* Lane choice: what the way demands first, then MOBIL (Kesting, Treiber, Helbing 2007): own gain against the others' loss. */
#include "fmath.h"
#include "road_private.h"

static const double SAFE_BRAKING = 4.0;   /* m/s2, MOBIL b_safe */
static const double KEEP_SIDE_BIAS = 0.1; /* m/s2 */

static double way_cost(const soi_world *world, soi_vehicle_id row, soi_lane_id lane) {
  return soi_way_cost(world->model, world->vehicle_way[row], lane);
}

/* Metres left in which a change must be done: to the lane's end, or to the goal beside it. */
static double room_left(const soi_world *world, soi_vehicle_id row) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const soi_way *way = &world->model->ways[world->vehicle_way[row]];
  const double s = world->vehicle_s[row];
  double left = lane->length - s;
  const soi_lane *goal = &world->model->lanes[way->lane];
  const bool beside = way->lane != 0 && goal->road == lane->road && goal->direction == lane->direction;
  if (beside && way->s > s) { left = soi_min(left, way->s - s); }
  if (world->lane_closed_to[world->vehicle_lane[row]] > soi_max(s, world->lane_closed_from[world->vehicle_lane[row]])) {
    left = soi_min(left, soi_max(world->lane_closed_from[world->vehicle_lane[row]] - s, 0.0));
  }
  return left;
}

/* A closed stretch still ahead of s on the lane, or just beyond the junction at its end. */
static bool closed_ahead(const soi_world *world, soi_vehicle_id row, soi_lane_id lane, double s) {
  if (soi_road_is_closed(world, lane) && world->lane_closed_to[lane] > s) { return true; }
  const soi_lane_id next = soi_way_connector(world->model, world->vehicle_way[row], lane);
  return next != 0 && soi_road_closed_beyond(world, row, next);
}

/* Acceleration on a lane behind its leader there. */
static double acceleration_on(const soi_world *world, soi_vehicle_id row, const soi_following *following, soi_lane_id lane, double s) {
  const soi_entry *entries = world->entries + world->lane_first[lane];
  const double speed = world->vehicle_speed[row];
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &entries[i];
    if (entry->vehicle == row || entry->front < s) { continue; }
    if (entry->left < -1.0 || entry->right > 1.0) { continue; }
    return soi_idm(following, speed, soi_max(entry->rear - s, 0.1), entry->speed);
  }
  return soi_idm_free(following, speed);
}

/* What the new follower loses when row cuts in, m/s2. */
static double follower_loss(const soi_world *world, soi_vehicle_id row, soi_lane_id lane, double s) {
  const soi_entry *entries = world->entries + world->lane_first[lane];
  for (uint32_t i = world->lane_entries[lane]; i-- > 0;) {
    const soi_entry *entry = &entries[i];
    if (entry->vehicle == row || entry->front >= s) { continue; }
    const soi_following following = soi_road_following(world, entry->vehicle);
    const double gap = s - soi_road_length(world, row) - entry->front;
    return soi_max(0.0, world->vehicle_acceleration[entry->vehicle] -
                            soi_idm(&following, entry->speed, soi_max(gap, 0.1), world->vehicle_speed[row]));
  }
  return 0.0;
}

/* Whether its way or a closed stretch demands the change. */
bool soi_road_lane_demanded(const soi_world *world, soi_vehicle_id row, soi_lane_id beside) {
  const soi_lane_id own = world->vehicle_lane[row];
  return way_cost(world, row, own) - way_cost(world, row, beside) > 0.5 * SOI_CHANGE_COST ||
         closed_ahead(world, row, own, world->vehicle_s[row]);
}

/* The worth of changing to lane beside, m/s2; negative: stay. */
static double worth(const soi_world *world, soi_vehicle_id row, const soi_following *following, soi_lane_id beside, bool outer) {
  const soi_model *model = world->model;
  const soi_lane_id own = world->vehicle_lane[row];
  const soi_vehicle_type *type = soi_type(model, world->vehicle_type[row]);
  const double s = world->vehicle_s[row] * model->lanes[beside].length / model->lanes[own].length;
  const double saved = way_cost(world, row, own) - way_cost(world, row, beside); /* s by the way tables */
  const double left = room_left(world, row);
  const bool closed = closed_ahead(world, row, own, world->vehicle_s[row]);
  if (closed_ahead(world, row, beside, s)) { return -1.0; }
  const bool demanded = soi_road_lane_demanded(world, row, beside);
  double gain = acceleration_on(world, row, following, beside, s) - acceleration_on(world, row, following, own, world->vehicle_s[row]);
  /* away from its way only for a good reason, and with room to come back */
  if (saved < -0.5 * SOI_CHANGE_COST && !closed) {
    if (left < 400.0 || gain < 1.0) { return -1.0; }
  }
  /* a lane that its way demands is worth a loss: the other one ends for it */
  if (demanded) { gain = soi_max(gain, 0.0) + 0.5 + 4.0 * soi_clamp(1.0 - left / 300.0, 0.0, 1.0); }
  const double bias = outer ? KEEP_SIDE_BIAS : -KEEP_SIDE_BIAS;
  const double loss = type->driver.politeness * follower_loss(world, row, beside, s);
  return gain + bias - (demanded ? soi_min(loss, 0.3) : loss) - type->driver.threshold;
}

/* Whether a crossing for people lies under the body or close ahead: nobody moves sideways there. */
static bool crossing_near(const soi_world *world, soi_vehicle_id row) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const double s = world->vehicle_s[row], rear = s - soi_road_length(world, row), sight = SOI_CROSSING_ROOM + world->vehicle_speed[row];
  for (uint32_t i = 0; i < lane->conflict_zones.count; ++i) {
    const soi_conflict_zone *zone = &world->model->conflict_zones[lane->conflict_zones.first + i];
    if (zone->kind == SOI_CONFLICT_ZONE_WALK && zone->start < s + sight && zone->end > rear) { return true; }
  }
  return false;
}

soi_lane_id soi_road_lane_wish(const soi_world *world, soi_vehicle_id row, const soi_following *following, double *gain) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  *gain = 0.0;
  if (lane->junction != 0 || (lane->inner == 0 && lane->outer == 0)) { return 0; }
  /* the whole body in this lane, the last change behind it, not right before the stop line */
  const double since = (double)(world->tick[0] - world->vehicle_lane_tick[row]) * world->model->step;
  if (world->vehicle_s[row] < soi_road_length(world, row) + 0.5 || since < 4.0 ||
      soi_abs(world->vehicle_d[row] - world->vehicle_aim[row]) > 0.3) {
    return 0;
  }
  const double last = soi_max(SOI_LAST_CHANGE, SOI_CHANGE_TIME * world->vehicle_speed[row]);
  if (lane->length - world->vehicle_s[row] < last || crossing_near(world, row)) { return 0; }
  /* from a standstill only with room ahead to swing out */
  if (world->vehicle_speed[row] < 2.0 && soi_road_leader(world, row, 10.0, 0.0).gap < 4.0) { return 0; }
  soi_lane_id best = 0;
  const soi_lane_id sides[2] = {lane->outer, lane->inner};
  for (int i = 0; i < 2; ++i) {
    if (sides[i] == 0) { continue; }
    const double value = worth(world, row, following, sides[i], i == 0);
    if (value <= 0.0 || (best != 0 && value <= *gain)) { continue; }
    best = sides[i];
    *gain = value;
  }
  return best;
}

bool soi_road_lane_free(const soi_world *world, soi_vehicle_id row, soi_lane_id lane) {
  const soi_model *model = world->model;
  const soi_vehicle_type *type = soi_type(model, world->vehicle_type[row]);
  const double s = world->vehicle_s[row] * model->lanes[lane].length / model->lanes[world->vehicle_lane[row]].length;
  const double half = 0.5 * type->body.width + 0.2, far_edge = 0.5 * model->lanes[lane].width;
  const soi_lane_id own = world->vehicle_lane[row];
  const bool to_left = soi_road_beside(model, &model->lanes[own], true) == lane;
  const double right = to_left ? -far_edge : -half, left = to_left ? half : far_edge;
  if (!soi_road_gap_free(world, lane, s, type->body.length, right, left, world->vehicle_speed[row], SAFE_BRAKING, row)) { return false; }
  /* nobody beside it in its own lane, over which it would sweep; whom it follows there it follows until it is out */
  const double edge = 0.5 * model->lanes[own].width, d = world->vehicle_d[row];
  for (uint32_t i = 0; i < world->lane_entries[own]; ++i) {
    const soi_entry *entry = &world->entries[world->lane_first[own] + i];
    const bool beside = soi_road_beside_soon(world, row, entry);
    const bool between = to_left ? entry->left > d && entry->right < edge : entry->right < d && entry->left > -edge;
    const bool followed =
        entry->rear > world->vehicle_s[row] && entry->left > d - 0.5 * type->body.width && entry->right < d + 0.5 * type->body.width;
    if (entry->vehicle != row && beside && between && !followed) { return false; }
  }
  return true;
}
