/* Published states. */
#include "slots.h"

#include <string.h>

bool slots_open(play_slots *slots, const soi_model *model) {
  for (int i = 0; i < PLAY_SLOTS; ++i) {
    slots->worlds[i] = soi_world_create(model, soi_memory_libc(), NULL);
    if (slots->worlds[i] == NULL) { return false; }
  }
  return true;
}

void slots_close(play_slots *slots) {
  for (int i = 0; i < PLAY_SLOTS; ++i) { soi_world_release(slots->worlds[i]); }
}

int slots_spare(const play_slots *slots, int except) {
  int slot = 0;
  while (slot == slots->before || slot == slots->now || slot == slots->held_before || slot == slots->held_now || slot == except) { ++slot; }
  return slot;
}

void slots_copy(play_slots *slots, int slot, const soi_world *world) {
  memcpy(slots->worlds[slot]->state, world->state, world->state_bytes);
}
