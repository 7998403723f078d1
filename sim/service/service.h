/* The service: passengers' errands, stops, boarding, dwell, headway control, depots and charging. */
#ifndef SOI_SERVICE_H
#define SOI_SERVICE_H

#include <soi/world.h>

/* dispatch: which carts leave the depot, which go back to charge or for the night; where each cart is bound. */
void soi_service_dispatch(soi_world *world);
/* agree: berths to carts (by nearness, then id). */
void soi_service_agree(soi_world *world);
/* service: queues, doors, boarding, dwell, holding, giving up, arrivals at gates' stops, battery checks. */
void soi_service_run(soi_world *world);

#endif
