/* Making a world: one allocation laid out by the manifest, and the state at tick 0. */
#include <string.h>

#include "agents.h"
#include "hash.h"
#include "manifest.h"
#include "random.h"

enum { ALIGNMENT = 64 };

static size_t aligned(size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

/* Bytes of all fields of one kind; when block is given, points the fields into it. */
static size_t lay_out(soi_world *world, bool scratch, char *block) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  size_t offset = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (fields[i].scratch != scratch) { continue; }
    if (block != NULL) {
      char *const start = block + offset;
      memcpy((char *)world + fields[i].member, &start, sizeof start);
    }
    offset += aligned((size_t)soi_group_rows(world, fields[i].group) * fields[i].per_row * fields[i].size);
  }
  return offset;
}

static void set_capacities(soi_world *world, const soi_model *model) {
#define CAPACITY(group, rows, births) world->capacity[SOI_GROUP_##group] = (rows);
  SOI_WORLD_GROUPS(CAPACITY)
#undef CAPACITY
}

/* The state at tick 0: weather of the scenario, carts charged and in their depots. */
static void set_initial_state(soi_world *world) {
  const soi_model *const model = world->model;
  world->rain[0] = model->weather.rain;
  world->visibility[0] = model->weather.visibility;
  for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) {
    world->cart_charge[cart] = model->carts[cart].charge * soi_type(model, model->carts[cart].type)->powertrain.battery;
    ++world->depot_carts[model->carts[cart].depot];
  }
}

soi_world *soi_world_create(const soi_model *model, soi_memory memory, const soi_parallel *parallel) {
  /* measure with a stand-in, then take the one block: head, state, scratch, events */
  soi_world shape;
  memset(&shape, 0, sizeof shape);
  set_capacities(&shape, model);
  shape.state_bytes = lay_out(&shape, false, NULL);
  shape.scratch_bytes = lay_out(&shape, true, NULL);
  shape.event_capacity =
      6u * (model->vehicle_capacity + model->person_capacity) + 16u * model->cart_count + 1024u + 2u * SOI_COMMAND_CAPACITY;
  const size_t head = aligned(sizeof(soi_world));
  const size_t bytes = head + shape.state_bytes + shape.scratch_bytes + aligned(shape.event_capacity * sizeof(soi_event));
  char *block = memory.allocate(memory.context, bytes);
  if (block == NULL) { return NULL; }

  soi_world *world = (soi_world *)(void *)block;
  memset(block, 0, bytes);
  *world = shape;
  world->model = model;
  world->memory = memory;
  world->bytes = bytes;
  if (parallel != NULL) { world->parallel = *parallel; }
  world->state = block + head;
  world->scratch = world->state + world->state_bytes;
  world->events = (soi_event *)(void *)(world->scratch + world->scratch_bytes);
  lay_out(world, false, world->state);
  lay_out(world, true, world->scratch);
  set_initial_state(world);
  return world;
}

void soi_world_release(soi_world *world) {
  if (world != NULL) { world->memory.release(world->memory.context, world, world->bytes); }
}

void soi_world_spoil_scratch(soi_world *world, uint64_t noise) {
  uint64_t word = soi_random_bits(noise, SOI_DRAW_TEST, 0, 0, 0);
  for (size_t i = 0; i + sizeof word <= world->scratch_bytes; i += sizeof word) {
    word = word * 6364136223846793005u + 1442695040888963407u; /* good enough for noise, and quick */
    memcpy(world->scratch + i, &word, sizeof word);
  }
}

soi_vehicle_handle soi_vehicle_handle_of(const soi_world *world, soi_vehicle_id row) {
  if (row == 0 || row > world->vehicle_high[0] || !soi_vehicle_lives(world, row)) { return (soi_vehicle_handle){0, 0}; }
  return (soi_vehicle_handle){row, world->vehicle_generation[row]};
}

soi_person_handle soi_person_handle_of(const soi_world *world, soi_person_id row) {
  if (row == 0 || row > world->person_high[0] || !soi_person_lives(world, row)) { return (soi_person_handle){0, 0}; }
  return (soi_person_handle){row, world->person_generation[row]};
}

soi_vehicle_id soi_vehicle_row(const soi_world *world, soi_vehicle_handle handle) {
  const bool fresh = handle.row != 0 && handle.row <= world->vehicle_high[0] &&
                     world->vehicle_generation[handle.row] == handle.generation && (handle.generation & 1u) != 0;
  return fresh ? handle.row : 0;
}

soi_person_id soi_person_row(const soi_world *world, soi_person_handle handle) {
  const bool fresh = handle.row != 0 && handle.row <= world->person_high[0] && world->person_generation[handle.row] == handle.generation &&
                     (handle.generation & 1u) != 0;
  return fresh ? handle.row : 0;
}
