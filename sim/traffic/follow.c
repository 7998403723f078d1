/* Following: the IDM behind whoever is ahead; rain makes it slower and more careful. */
#include "behaviour.h"

static const double HAZARD_ROOM = 5.0; /* m more behind one with hazard lights on, to swing out round it */

/* HCM 2010: up to 10 % of free speed lost. */
void soi_mind_rain(soi_decision *decision) {
  const double wet = soi_clamp(decision->world->rain[0] / 20.0, 0.0, 1.0);
  decision->following.wish *= 1.0 - 0.1 * wet;
  decision->following.headway *= 1.0 + 0.3 * wet;
}

void soi_follow_leader(soi_decision *decision) {
  const soi_world *const world = decision->world;
  const soi_vehicle_id row = decision->row;
  const soi_following *const following = &decision->following;
  const double speed = world->vehicle_speed[row], reach = 15.0 + 4.0 * speed + speed * speed / (2.0 * following->deceleration);
  const double free = soi_idm_free(following, speed);
  decision->go = (soi_limit){free, SOI_CAUSE_FREE, 0, SOI_NO_STOP};
  decision->leader = soi_road_leader(world, row, reach, soi_road_side_margin(world, row));
  const soi_leader *const leader = &decision->leader;
  if (leader->vehicle != 0) {
    const double kept = world->vehicle_cause[leader->vehicle] == SOI_CAUSE_BREAKDOWN ? HAZARD_ROOM : 0.0;
    soi_limit_add(&decision->go, free - soi_idm_pull(following, speed, leader->gap - kept, leader->speed), SOI_CAUSE_LEADER,
                  leader->vehicle);
  }
  decision->stay = decision->go;
}
