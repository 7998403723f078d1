/* Snapshots: a head that says which model and how long, then the state as it stands in memory. */
#include <string.h>

#include <soi/world.h>

#include "hash.h"
#include "manifest.h"

typedef struct snapshot_head {
  char magic[8];
  uint64_t model_hash;
  uint64_t state_bytes;
  uint64_t checksum;
} snapshot_head;

static const char magic[8] = {'s', 'o', 'i', 's', 'n', 'a', 'p', '1'};

size_t soi_snapshot_size(const soi_world *world) { return sizeof(snapshot_head) + world->state_bytes; }

void soi_snapshot_save(const soi_world *world, void *snapshot) {
  snapshot_head head;
  memcpy(head.magic, magic, sizeof magic);
  head.model_hash = world->model->hash;
  head.state_bytes = world->state_bytes;
  head.checksum = soi_hash_bytes(SOI_HASH_SEED, world->state, world->state_bytes);
  memcpy(snapshot, &head, sizeof head);
  memcpy((char *)snapshot + sizeof head, world->state, world->state_bytes);
}

bool soi_snapshot_restore(soi_world *world, const void *snapshot, size_t size) {
  snapshot_head head;
  if (size != soi_snapshot_size(world)) { return false; }
  memcpy(&head, snapshot, sizeof head);
  const char *state = (const char *)snapshot + sizeof head;
  const bool fits =
      memcmp(head.magic, magic, sizeof magic) == 0 && head.model_hash == world->model->hash && head.state_bytes == world->state_bytes;
  if (!fits || head.checksum != soi_hash_bytes(SOI_HASH_SEED, state, world->state_bytes)) { return false; }
  memcpy(world->state, state, world->state_bytes);
  world->event_count = 0;
  return true;
}

void soi_world_take_over(soi_world *world, const soi_world *from) {
  uint32_t count;
  const soi_field *const fields = soi_manifest(&count);
  for (uint32_t i = 0; i < count && !fields[i].scratch; ++i) {
    const uint32_t here = soi_group_rows(world, fields[i].group), there = soi_group_rows(from, fields[i].group);
    const size_t bytes = (size_t)(here < there ? here : there) * fields[i].per_row * fields[i].size;
    memcpy(soi_field_start(world, &fields[i]), soi_field_start(from, &fields[i]), bytes);
  }
  for (soi_cart_id cart = from->model->cart_count + 1; cart <= world->model->cart_count; ++cart) {
    ++world->depot_carts[world->model->carts[cart].depot];
  }
  /* People stand behind all rows of vehicles. */
  const uint32_t vehicles = from->capacity[SOI_GROUP_VEHICLE], more = world->capacity[SOI_GROUP_VEHICLE] - vehicles;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (world->vehicle_held_by[row] > vehicles) { world->vehicle_held_by[row] += more; }
  }
  world->event_count = 0;
}
