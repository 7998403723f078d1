/* Phase input: incidents of the timeline and commands whose tick has come. */
#ifndef SOI_INPUT_H
#define SOI_INPUT_H

#include <soi/world.h>

void soi_input(soi_world *world);

/* A cart stops working until a tick, 0 for a repair that is not known; its errand waits. */
void soi_cart_break(soi_world *world, soi_cart_id cart, soi_tick until);
/* It works again, and its errand goes on where it was left: of a dwell, a hold or the door's time the breakdown is no part. */
void soi_cart_mend(soi_world *world, soi_cart_id cart);

/* Commands that put somebody into the world (SOI_COMMAND_PEDESTRIAN, SOI_COMMAND_PARK) stay in the queue until the phase of their
 * domain finds room. Row of the first one of this kind that is due after row after; 0 for none. */
uint32_t soi_input_due(const soi_world *world, soi_command_kind kind, uint32_t after);
soi_command soi_input_command(const soi_world *world, uint32_t row);
/* Whether it must wait, and why: told once, in the step for which it was asked. */
void soi_input_refused(soi_world *world, uint32_t row, soi_refusal why);
/* The command that an incident becomes. */
soi_command_kind soi_incident_command(soi_incident_kind kind);
/* Whether one of the queue puts somebody into the world. */
bool soi_input_puts_somebody(uint32_t kind);
/* The incident that a command which puts somebody came from, 0 for one of a tool; and the tick for which it was asked. */
uint32_t soi_input_incident(const soi_world *world, uint32_t row, soi_tick *asked);
/* It has been carried out: says so, and how late. It stays, turned into follow, or goes when follow is null and the gap in the queue is closed. */
void soi_input_done(soi_world *world, uint32_t row, const soi_command *follow);

#endif
