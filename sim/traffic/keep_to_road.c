/* The road's limits: who stands in a queue need not look at them. */
#include "behaviour.h"

bool soi_has_road_ahead(const soi_decision *decision) {
  const soi_world *const world = decision->world;
  const soi_leader *const leader = &decision->leader;
  const bool queues = world->vehicle_speed[decision->row] <= 0.0 && leader->speed <= 0.0 && decision->go.acceleration <= 0.0 &&
                      decision->go.cause == SOI_CAUSE_LEADER && world->vehicle_lane[leader->vehicle] == world->vehicle_lane[decision->row];
  return !queues;
}

void soi_keep_to_road(soi_decision *decision) {
  const bool yields = (decision->world->vehicle_rules[decision->row] & SOI_RULE_ZEBRA) == 0;
  decision->connector =
      soi_road_limits(decision->world, decision->row, &decision->following, &decision->leader, yields, &decision->go, &decision->stay);
}
