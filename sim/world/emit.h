/* Writing events. Only from serial parts of a phase, so that their order is fixed. */
#ifndef SOI_EMIT_H
#define SOI_EMIT_H

#include <soi/world.h>

/* Appends an event of this tick. The buffer holds all that a step can make by construction; asserts when it does not. */
void soi_emit(soi_world *world, soi_event_kind kind, uint32_t a, uint32_t b, double value, soi_point at, uint32_t flags);

/* Somebody of the flow (0: of none) found no free row: an event and a count for each tick, however many find none in it. */
void soi_no_room(soi_world *world, bool people, uint32_t flow, soi_point at);

/* Splits rows 1..last over the host's parallel-for. The task gets the world as its argument. */
void soi_for_rows(soi_world *world, uint32_t last, soi_task task);

#endif
