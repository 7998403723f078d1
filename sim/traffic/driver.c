/* Phase decide: the human driver. Follows by the IDM, keeps to the road's limits, chooses lanes twice a second, filters on two wheels. */
#include "emit.h"
#include "fmath.h"
#include "park.h"
#include "road.h"
#include "traffic.h"

static const double LANE_CHOICE_PERIOD = 0.5; /* s */
static const double BEFORE_JUNCTION = 4.0;    /* m in which a two-wheeler gets nearer to the middle */

/* How this driver follows here and now; rain makes it slower and more careful (HCM 2010: up to 10 % of free speed lost). */
static soi_following following_of(const soi_world *world, uint32_t row) {
  const double wet = soi_clamp(world->rain[0] / 20.0, 0.0, 1.0);
  soi_following following = soi_road_following(world, row);
  following.wish *= 1.0 - 0.1 * wet;
  following.headway *= 1.0 + 0.3 * wet;
  return following;
}

/* Metres from row's front to the next body in its lane, if it rode at this offset. */
static double room_at(const soi_world *world, uint32_t row, double offset) {
  const double half = 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width + 0.1;
  const soi_lane_id lane = world->vehicle_lane[row];
  double room = world->model->lanes[lane].length - world->vehicle_s[row];
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &world->entries[world->lane_first[lane] + i];
    if (entry->vehicle == row || entry->front <= world->vehicle_s[row]) { continue; }
    if (entry->left > offset - half && entry->right < offset + half) { room = soi_min(room, entry->rear - world->vehicle_s[row]); }
  }
  return room;
}

/* An offset of a two-wheeler, in a junction and right before it where others reckon with it: within the reach of conflict zones. Beside
 * somebody it stays where it is. */
static double pulled_in(const soi_world *world, uint32_t row, double offset) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  if (lane->junction == 0 && lane->length - world->vehicle_s[row] > BEFORE_JUNCTION) { return offset; }
  const double limit = SOI_CONFLICT_ZONE_REACH - 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width - 0.1;
  if (soi_abs(offset) <= limit) { return offset; }
  const double nearer = offset > 0.0 ? limit : -limit;
  return soi_road_side_free(world, row, nearer) ? nearer : offset;
}

/* The offset at which a two-wheeler passes a slow leader inside its lane; its present wish when there is none. */
static double filter_offset(const soi_world *world, uint32_t row, const soi_leader *leader) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const double half = 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width;
  const double limit = soi_max(0.5 * lane->width - half - 0.1, 0.0);
  const double present = pulled_in(world, row, soi_clamp(world->vehicle_aim[row], -limit, limit));
  if (lane->junction != 0 || leader->vehicle == 0 || leader->gap > 25.0) { return present; }
  if (leader->speed > 0.7 * world->vehicle_speed[row] + 1.0 || world->vehicle_lane[leader->vehicle] != world->vehicle_lane[row]) {
    return present;
  }
  const double other_half = 0.5 * soi_type(world->model, world->vehicle_type[leader->vehicle])->body.width + 0.25;
  /* past it on the side that is nearer, of equals towards the middle of the road */
  const double left = world->vehicle_d[leader->vehicle] + other_half + half, right = world->vehicle_d[leader->vehicle] - other_half - half;
  const bool fits_left = left <= limit, fits_right = right >= -limit;
  if (!fits_left && !fits_right) { return present; }
  const double to_left = soi_abs(left - present), to_right = soi_abs(right - present);
  const bool nearer = world->model->side > 0.0 ? to_left < to_right : to_left <= to_right;
  const double aim = fits_left && (!fits_right || nearer) ? left : right;
  /* only for room that is worth it, so that nobody sways between two leaders */
  if (room_at(world, row, aim) < leader->gap + 3.0) { return present; }
  return soi_road_side_free(world, row, aim) ? aim : present;
}

/* Lanes are chosen twice a second, by each driver at its own moment: whose serial is this, modulo the period in ticks. */
typedef struct lane_turn {
  uint32_t period, serial;
} lane_turn;

static lane_turn lane_turn_now(const soi_world *world) {
  const uint32_t period = (uint32_t)soi_max(soi_round(LANE_CHOICE_PERIOD / world->model->step), 1.0);
  return (lane_turn){period, (period - (uint32_t)(world->tick[0] % period)) % period};
}

static void decide(soi_world *world, uint32_t row, bool chooses_lane) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const soi_following following = following_of(world, row);
  const double speed = world->vehicle_speed[row];
  const soi_limit free = {soi_idm_free(&following, speed), SOI_CAUSE_FREE, 0, SOI_NO_STOP};
  soi_limit go = free;

  /* the leader */
  const double reach = 15.0 + 4.0 * speed + speed * speed / (2.0 * following.deceleration);
  const soi_leader leader = soi_road_leader(world, row, reach, soi_road_side_margin(world, row));
  if (leader.vehicle != 0) {
    /* more room behind one with hazard lights on, to swing out round it */
    const double kept = world->vehicle_cause[leader.vehicle] == SOI_CAUSE_BREAKDOWN ? 5.0 : 0.0;
    soi_limit_add(&go, soi_idm(&following, speed, leader.gap - kept, leader.speed), SOI_CAUSE_LEADER, leader.vehicle);
  }

  /* the road; who stands in a queue need not look at it */
  soi_limit stay = go;
  const bool queues = speed <= 0.0 && leader.speed <= 0.0 && go.acceleration <= 0.0 && go.cause == SOI_CAUSE_LEADER &&
                      world->vehicle_lane[leader.vehicle] == world->vehicle_lane[row];
  const bool yields = (world->vehicle_rules[row] & SOI_RULE_ZEBRA) == 0;
  world->intent_connector[row] = queues ? 0 : soi_road_limits(world, row, &following, &leader, yields, &go, &stay);
  world->intent_go[row] = go.acceleration;
  world->intent_go_cause[row] = (uint8_t)go.cause;
  world->intent_go_of[row] = go.of;
  world->intent_stay[row] = stay.acceleration;
  world->intent_stay_cause[row] = (uint8_t)stay.cause;
  world->intent_stay_of[row] = stay.of;
  world->intent_speed_wish[row] = following.wish;

  /* sideways */
  world->intent_d[row] = type->driver.filters ? filter_offset(world, row, &leader) : 0.0;
  world->intent_lane[row] = 0;
  world->intent_lane_gain[row] = 0.0;
  world->intent_wants[row] = world->vehicle_wants[row];
  if (chooses_lane) {
    const soi_lane_id wish = soi_road_lane_wish(world, row, &following, &world->intent_lane_gain[row]);
    world->intent_lane[row] = wish;
    world->intent_wants[row] = wish != 0 && soi_road_lane_demanded(world, row, wish) ? wish : 0;
  }
}

static void decide_rows(void *argument, uint32_t first, uint32_t last) {
  soi_world *world = argument;
  const lane_turn turn = lane_turn_now(world);
  for (uint32_t row = first; row < last; ++row) {
    if (!soi_vehicle_lives(world, row) || world->vehicle_cart[row] != 0) { continue; }
    if (world->vehicle_flow[row] == 0 && soi_vehicle_parked(world, row)) {
      soi_park_decide(world, row);
    } else {
      decide(world, row, world->vehicle_serial[row] % turn.period == turn.serial);
    }
  }
}

void soi_traffic_decide(soi_world *world) { soi_for_rows(world, world->vehicle_high[0], decide_rows); }
