/* Vehicles that are not carts: demand, signals, the human driver. */
#ifndef SOI_TRAFFIC_H
#define SOI_TRAFFIC_H

#include <soi/world.h>

/* demand: draws arrivals into vehicle_flow_waiting; puts the vehicles that commands park. */
void soi_traffic_demand(soi_world *world);
/* signal: lights. */
void soi_traffic_signals(soi_world *world);
/* decide: intents of human drivers; parallel over rows. */
void soi_traffic_decide(soi_world *world);
/* motion: newcomers on the lanes that claim has granted. */
void soi_traffic_enter(soi_world *world);

#endif
