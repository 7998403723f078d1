/* The event buffer and the split of rows over the host's threads. */
#include "emit.h"

void soi_emit(soi_world *world, soi_event_kind kind, uint32_t a, uint32_t b, double value, soi_point at, uint32_t flags) {
  SOI_ASSERT(world->event_count < world->event_capacity);
  world->events[world->event_count++] = (soi_event){world->tick[0], kind, a, b, flags, value, at};
}

void soi_no_room(soi_world *world, bool people, uint32_t flow, soi_point at) {
  for (uint32_t i = 0; i < world->event_count; ++i) {
    if (world->events[i].kind == SOI_EVENT_ROOM_FULL && (world->events[i].value != 0.0) == people) { return; }
  }
  ++*(people ? world->overflow_people : world->overflow_vehicles);
  soi_emit(world, SOI_EVENT_ROOM_FULL, flow, 0, people ? 1.0 : 0.0, at, 0);
}

void soi_for_rows(soi_world *world, uint32_t last, soi_task task) {
  if (last == 0) { return; }
  if (world->parallel.run == NULL) {
    task(world, 1, last + 1);
  } else {
    world->parallel.run(world->parallel.context, task, world, 1, last + 1);
  }
}
