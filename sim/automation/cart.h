/* The automated driver: perceive, predict, plan one speed from named constraints, and follow it within its limits. */
#ifndef SOI_CART_H
#define SOI_CART_H

#include <soi/world.h>

/* sense: what each cart's sensors give in this tick (range, field of view, occlusion, latency, misses), into the scratch. */
void soi_cart_perceive(soi_world *world);
/* decide: the intents of carts' bodies. */
void soi_cart_decide(soi_world *world);
/* motion: bodies for carts that may leave their depot. */
void soi_cart_leave_depots(soi_world *world);
/* motion, after the bodies moved: keeps tracks, battery use, distances, jerk. */
void soi_cart_keep(soi_world *world);

#endif
