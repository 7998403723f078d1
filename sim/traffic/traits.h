/* What is drawn at a vehicle's birth. */
#ifndef SOI_TRAITS_H
#define SOI_TRAITS_H

#include <soi/world.h>

/* The type of the vehicle with this number in its flow. */
soi_type_id soi_newcomer_type(const soi_model *model, soi_vehicle_flow_id flow, uint32_t number);

/* Draws the driver's traits and the rules it breaks. */
void soi_draw_traits(soi_world *world, soi_vehicle_id row);

#endif
