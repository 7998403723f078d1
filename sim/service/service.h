/* The service: passengers' errands, stops, boarding, dwell, headway control, depots and charging. */
#ifndef SOI_SERVICE_H
#define SOI_SERVICE_H

#include <soi/world.h>

/* dispatch: which carts leave the depot, which go back to charge or for the night; where each cart is bound. */
void soi_service_dispatch(soi_world *world);
/* claim: berths to carts (by nearness, then id). */
void soi_service_claim(soi_world *world);
/* service: queues, doors, boarding, dwell, holding, giving up, arrivals at gates' stops, battery checks. */
void soi_service_run(soi_world *world);

/* Where all passengers are. Those who gave up are counted from that moment, though they still walk home. */
typedef struct soi_passenger_count {
  uint32_t created, outside;
  uint32_t walking; /* to a stop, or on from one */
  uint32_t waiting; /* in a queue, or from there to a door */
  uint32_t riding;
  uint32_t served, refused, gave_up;
} soi_passenger_count;
soi_passenger_count soi_passengers_counted(const soi_world *world);

/* created = outside + walking + waiting + riding + served + refused + gave_up, and the lists of stops and carts hold just
 * those who wait and ride. Holds after every step. */
bool soi_passengers_conserved(const soi_world *world);

/* The place beside a cart's door: at its middle, half a metre off its kerb side. The cart must have a body. */
soi_point soi_cart_door(const soi_world *world, soi_cart_id cart);

#endif
