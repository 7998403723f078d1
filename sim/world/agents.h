/* Births and deaths of agents: rows taken from and given back to the free lists, the row freed last goes first.
 * Call only from the serial part of a phase: motion for vehicles, demand, motion and service for people. */
#ifndef SOI_AGENTS_H
#define SOI_AGENTS_H

#include <soi/world.h>

/* A new row, zeroed but for its generation and serial; 0 when the table is full. */
soi_vehicle_id soi_vehicle_add(soi_world *world);
soi_person_id soi_person_add(soi_world *world);
/* Zeroes the row, keeps its generation (now even: dead). */
void soi_vehicle_remove(soi_world *world, soi_vehicle_id row);
void soi_person_remove(soi_world *world, soi_person_id row);

#endif
