/* Published states: spare worlds into which the simulation's state is copied. The display holds a pair, the newest pair is kept for it, and
 * the thread writes the next: so six are enough, and nobody waits. Callers hold the play's lock, but for the copying itself. */
#ifndef PLAY_SLOTS_H
#define PLAY_SLOTS_H

#include <soi/soi.h>

enum { PLAY_SLOTS = 6 };

typedef struct play_slots {
  soi_world *worlds[PLAY_SLOTS];
  int before, now;           /* the newest pair */
  int held_before, held_now; /* the display's */
} play_slots;

bool slots_open(play_slots *slots, const soi_model *model);
void slots_close(play_slots *slots);
/* A slot that neither pair uses, nor is except. */
int slots_spare(const play_slots *slots, int except);
/* Copies a world's state into a slot: all that a display reads, so neither scratch nor the events of the step. */
void slots_copy(play_slots *slots, int slot, const soi_world *world);

#endif
