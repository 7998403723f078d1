/* Rows for agents that come and go. */
#include "agents.h"

#include <string.h>

#include "manifest.h"

/* Clears every state field of one row but keep's. */
static void clear_row(soi_world *world, soi_group group, uint32_t row, const void *keep) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  for (uint32_t i = 0; i < count; ++i) {
    if (fields[i].group != group || fields[i].scratch) { continue; }
    char *start = soi_field_start(world, &fields[i]);
    const size_t bytes = (size_t)fields[i].size * fields[i].per_row;
    if (start != (const char *)keep) { memset(start + row * bytes, 0, bytes); }
  }
}

uint32_t soi_vehicle_add(soi_world *world) {
  uint32_t row = world->vehicle_free[0];
  if (row != 0) {
    world->vehicle_free[0] = world->vehicle_next_free[row];
    world->vehicle_next_free[row] = 0;
  } else if (world->vehicle_high[0] < world->capacity[SOI_GROUP_VEHICLE]) {
    row = ++world->vehicle_high[0];
  } else {
    return 0;
  }
  ++world->vehicle_generation[row];
  world->vehicle_serial[row] = ++world->birth_serial[0];
  world->vehicle_born[row] = world->tick[0];
  ++world->vehicle_count[0];
  return row;
}

void soi_vehicle_remove(soi_world *world, uint32_t row) {
  SOI_ASSERT(soi_vehicle_lives(world, row));
  clear_row(world, SOI_GROUP_VEHICLE, row, world->vehicle_generation);
  ++world->vehicle_generation[row];
  world->vehicle_next_free[row] = world->vehicle_free[0];
  world->vehicle_free[0] = row;
  --world->vehicle_count[0];
}

uint32_t soi_person_add(soi_world *world) {
  uint32_t row = world->person_free[0];
  if (row != 0) {
    world->person_free[0] = world->person_next_free[row];
    world->person_next_free[row] = 0;
  } else if (world->person_high[0] < world->capacity[SOI_GROUP_PERSON]) {
    row = ++world->person_high[0];
  } else {
    return 0;
  }
  ++world->person_generation[row];
  world->person_serial[row] = ++world->birth_serial[0];
  world->person_born[row] = world->tick[0];
  ++world->person_count[0];
  return row;
}

void soi_person_remove(soi_world *world, uint32_t row) {
  SOI_ASSERT(soi_person_lives(world, row));
  clear_row(world, SOI_GROUP_PERSON, row, world->person_generation);
  ++world->person_generation[row];
  world->person_next_free[row] = world->person_free[0];
  world->person_free[0] = row;
  --world->person_count[0];
}
