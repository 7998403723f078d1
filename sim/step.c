/* The step: the list of phases in their order, and nothing else; README.md beside it says what each does. */
#include "step.h"

#include "cart.h"
#include "input.h"
#include "pedestrian.h"
#include "road.h"
#include "service.h"
#include "standstill.h"
#include "traffic.h"

static void count_tick(soi_world *world) { ++world->tick[0]; }

/* clang-format off */
const soi_step_part soi_step_parts[] = {
  {SOI_PHASE_INPUT, soi_input},

  {SOI_PHASE_DEMAND, soi_traffic_demand},
  {SOI_PHASE_DEMAND, soi_pedestrian_demand},

  {SOI_PHASE_SIGNAL, soi_traffic_signals},

  {SOI_PHASE_DISPATCH, soi_service_dispatch},

  {SOI_PHASE_SENSE, soi_pedestrian_sense},
  {SOI_PHASE_SENSE, soi_road_sense},
  {SOI_PHASE_SENSE, soi_cart_perceive},

  {SOI_PHASE_DECIDE, soi_pedestrian_decide},
  {SOI_PHASE_DECIDE, soi_traffic_decide},
  {SOI_PHASE_DECIDE, soi_cart_decide},

  {SOI_PHASE_CLAIM, soi_road_claim},
  {SOI_PHASE_CLAIM, soi_pedestrian_claim},
  {SOI_PHASE_CLAIM, soi_service_claim},

  {SOI_PHASE_MOTION, soi_road_move},
  {SOI_PHASE_MOTION, soi_traffic_enter},
  {SOI_PHASE_MOTION, soi_cart_leave_depots},
  {SOI_PHASE_MOTION, soi_cart_keep},
  {SOI_PHASE_MOTION, soi_pedestrian_move},

  {SOI_PHASE_CONTACT, soi_road_contact},

  {SOI_PHASE_SERVICE, soi_service_run},

  {SOI_PHASE_STANDSTILL, soi_standstill},

  {SOI_PHASE_END, count_tick},
  {SOI_PHASE_COUNT, NULL},
};
/* clang-format on */

void soi_world_step(soi_world *world) {
  world->event_count = 0;
  for (const soi_step_part *part = soi_step_parts; part->run != NULL; ++part) { part->run(world); }
}
