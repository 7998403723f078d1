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

/* A table of agents: where its free list and what every newcomer gets are kept. */
typedef struct agents {
  soi_group group;
  uint32_t *generation, *next_free, *serial;
  soi_tick *born;
  uint32_t *free, *high, *count;
} agents;

static agents vehicles_of(const soi_world *w) {
  return (agents){SOI_GROUP_VEHICLE, w->vehicle_generation, w->vehicle_next_free, w->vehicle_serial,
                  w->vehicle_born,   w->vehicle_free,       w->vehicle_high,      w->vehicle_count};
}

static agents people_of(const soi_world *w) {
  return (agents){SOI_GROUP_PERSON, w->person_generation, w->person_next_free, w->person_serial,
                  w->person_born,   w->person_free,       w->person_high,      w->person_count};
}

static uint32_t add(soi_world *world, agents table) {
  uint32_t row = *table.free;
  if (row != 0) {
    *table.free = table.next_free[row];
    table.next_free[row] = 0;
  } else if (*table.high < world->capacity[table.group]) {
    row = ++*table.high;
  } else {
    return 0;
  }
  ++table.generation[row];
  table.serial[row] = ++world->birth_serial[0];
  table.born[row] = world->tick[0];
  ++*table.count;
  return row;
}

static void remove_row(soi_world *world, agents table, uint32_t row) {
  SOI_ASSERT((table.generation[row] & 1u) != 0);
  clear_row(world, table.group, row, table.generation);
  ++table.generation[row];
  table.next_free[row] = *table.free;
  *table.free = row;
  --*table.count;
}

soi_vehicle_id soi_vehicle_add(soi_world *world) { return add(world, vehicles_of(world)); }
soi_person_id soi_person_add(soi_world *world) { return add(world, people_of(world)); }
void soi_vehicle_remove(soi_world *world, soi_vehicle_id row) { remove_row(world, vehicles_of(world), row); }
void soi_person_remove(soi_world *world, soi_person_id row) { remove_row(world, people_of(world), row); }
