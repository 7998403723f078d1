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

/* Rows for legs that nobody has. */
uint32_t soi_legs_left(const soi_world *world);
/* Puts a leg behind those of a person's journey; false when all rows are taken. */
bool soi_leg_add(soi_world *world, soi_person_id person, soi_route_id route, soi_stop_id stop, soi_gate_id gate);
/* The leg that a person is on is done: the one behind it is its leg. */
void soi_leg_done(soi_world *world, soi_person_id person);

#endif
