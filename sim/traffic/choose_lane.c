/* Lanes are chosen twice a second, by each driver at its own moment. */
#include "behaviour.h"

static const double LANE_CHOICE_PERIOD = 0.5; /* s */

void soi_lane_turn(const soi_world *world, uint32_t *period, uint32_t *turn) {
  *period = (uint32_t)soi_max(soi_round(LANE_CHOICE_PERIOD / world->model->step), 1.0);
  *turn = (*period - (uint32_t)(world->tick[0] % *period)) % *period;
}

void soi_choose_lane(soi_decision *decision) {
  decision->lane = soi_road_lane_wish(decision->world, decision->row, &decision->following, &decision->lane_gain);
  const bool demanded = decision->lane != 0 && soi_road_lane_demanded(decision->world, decision->row, decision->lane);
  decision->wants = demanded ? decision->lane : 0;
}
