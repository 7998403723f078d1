/* The step: the list of phases in their order, and nothing else; README.md beside it says what each does. */
#include "cart.h"
#include "input.h"
#include "pedestrian.h"
#include "road.h"
#include "service.h"
#include "standstill.h"
#include "traffic.h"

void soi_world_step(soi_world *world) {
  world->event_count = 0;

  soi_input(world);

  soi_traffic_demand(world);
  soi_pedestrian_demand(world);

  soi_traffic_signals(world);

  soi_service_dispatch(world);

  soi_pedestrian_sense(world);
  soi_road_sense(world);
  soi_cart_perceive(world);

  soi_pedestrian_decide(world);
  soi_traffic_decide(world);
  soi_cart_decide(world);

  soi_road_claim(world);
  soi_pedestrian_claim(world);
  soi_service_claim(world);

  soi_road_move(world);
  soi_traffic_enter(world);
  soi_cart_leave_depots(world);
  soi_cart_keep(world);
  soi_pedestrian_move(world);

  soi_road_contact(world);

  soi_service_run(world);

  soi_standstill(world);

  ++world->tick[0];
}
