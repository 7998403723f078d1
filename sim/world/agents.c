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

uint32_t soi_legs_left(const soi_world *world) { return world->capacity[SOI_GROUP_LEG] - world->leg_count[0]; }

static soi_leg_id take_leg(soi_world *world) {
  if (soi_legs_left(world) == 0) { return 0; }
  ++world->leg_count[0];
  const soi_leg_id leg = world->leg_free[0];
  if (leg == 0) { return ++world->leg_high[0]; }
  world->leg_free[0] = world->leg_next[leg];
  world->leg_next[leg] = 0;
  return leg;
}

bool soi_leg_add(soi_world *world, soi_person_id person, soi_route_id route, soi_stop_id stop, soi_gate_id gate) {
  const soi_leg_id leg = take_leg(world);
  if (leg == 0) { return false; }
  soi_leg_id *link = &world->person_leg[person];
  while (*link != 0) { link = &world->leg_next[*link]; }
  *link = leg;
  world->leg_route[leg] = route;
  world->leg_stop[leg] = stop;
  world->leg_gate[leg] = gate;
  return true;
}

void soi_leg_done(soi_world *world, soi_person_id person) {
  const soi_leg_id leg = world->person_leg[person];
  SOI_ASSERT(leg != 0);
  world->person_leg[person] = world->leg_next[leg];
  clear_row(world, SOI_GROUP_LEG, leg, NULL);
  world->leg_next[leg] = world->leg_free[0];
  world->leg_free[0] = leg;
  --world->leg_count[0];
}

soi_vehicle_id soi_vehicle_add(soi_world *world) { return add(world, vehicles_of(world)); }
soi_person_id soi_person_add(soi_world *world) { return add(world, people_of(world)); }
void soi_vehicle_remove(soi_world *world, soi_vehicle_id row) { remove_row(world, vehicles_of(world), row); }
void soi_person_remove(soi_world *world, soi_person_id row) {
  while (world->person_leg[row] != 0) { soi_leg_done(world, row); }
  remove_row(world, people_of(world), row);
}
