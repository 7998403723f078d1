/* Vehicles that a command parks in a lane. */
#ifndef SOI_PARK_H
#define SOI_PARK_H

#include <soi/world.h>

/* demand: puts those whose place is free; the others wait in the queue of commands. */
void soi_park_vehicles(soi_world *world);

#endif
