/* Phase decide: the human driver. Walks the table of behaviours, each of which sees what those before it have settled on. */
#include "behaviour.h"
#include "emit.h"
#include "traffic.h"

#define ALWAYS(decision) true
#define NOTHING(decision) (void)0

static void decide(soi_decision *decision) {
#define ACT(name, applies, limit, offset, lane) \
  if (applies(decision)) { \
    limit(decision); \
    offset(decision); \
    lane(decision); \
    if (decision->done) { return; } \
  }
  SOI_BEHAVIOURS(ACT)
#undef ACT
}

static void write_intent(soi_world *world, const soi_decision *decision) {
  const soi_vehicle_id row = decision->row;
  world->intent_connector[row] = decision->connector;
  world->intent_go[row] = decision->go.acceleration;
  world->intent_go_cause[row] = (uint8_t)decision->go.cause;
  world->intent_go_of[row] = decision->go.of;
  world->intent_stay[row] = decision->stay.acceleration;
  world->intent_stay_cause[row] = (uint8_t)decision->stay.cause;
  world->intent_stay_of[row] = decision->stay.of;
  world->intent_speed_wish[row] = decision->following.wish;
  world->intent_d[row] = decision->offset;
  world->intent_lane[row] = decision->lane;
  world->intent_lane_gain[row] = decision->lane_gain;
  world->intent_wants[row] = decision->wants;
}

static void decide_rows(void *argument, uint32_t first, uint32_t last) {
  soi_world *world = argument;
  soi_decision decision = {.world = world};
  soi_lane_turn(world, &decision.lane_period, &decision.lane_turn);
  for (soi_vehicle_id row = first; row < last; ++row) {
    if (!soi_vehicle_lives(world, row) || world->vehicle_cart[row] != 0) { continue; }
    decision.row = row;
    decision.following = soi_road_following(world, row);
    decision.connector = decision.lane = 0;
    decision.offset = decision.lane_gain = 0.0;
    decision.wants = world->vehicle_wants[row];
    decision.done = false;
    decide(&decision);
    write_intent(world, &decision);
  }
}

void soi_traffic_decide(soi_world *world) { soi_for_rows(world, world->vehicle_high[0], decide_rows); }
