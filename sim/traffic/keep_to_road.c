/* The road's limits. */
#include "behaviour.h"

void soi_keep_to_road(soi_decision *decision) {
  const bool yields = (decision->world->vehicle_rules[decision->row] & SOI_RULE_ZEBRA) == 0;
  decision->connector =
      soi_road_limits(decision->world, decision->row, &decision->following, &decision->leader, yields, &decision->go, &decision->stay);
}
