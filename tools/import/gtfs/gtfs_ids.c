#include "gtfs_ids.h"

#include <string.h>

/* FNV-1a, 32 bits (Fowler, Noll and Vo 1991). */
static uint32_t hash(const char *id) {
  uint32_t h = 2166136261u;
  for (; *id != '\0'; ++id) { h = (h ^ (unsigned char)*id) * 16777619u; }
  return h;
}

/* The slot of an id, or the free one where it would stand. */
static uint32_t slot_of(const gtfs_ids *ids, const char *id) {
  uint32_t slot = hash(id) & (ids->slot_count - 1);
  while (ids->slots[slot] != 0 && strcmp(ids->rows.items[ids->slots[slot] - 1], id) != 0) { slot = (slot + 1) & (ids->slot_count - 1); }
  return slot;
}

uint32_t gtfs_ids_find(const gtfs_ids *ids, const char *id) { return ids->slot_count == 0 ? NONE : ids->slots[slot_of(ids, id)] - 1; }

static void grow(gtfs_ids *ids, soi_arena *arena) {
  ids->slot_count = ids->slot_count == 0 ? 64 : 2 * ids->slot_count;
  ids->slots = SOI_NEW(arena, uint32_t, ids->slot_count);
  for (uint32_t row = 0; row < ids->rows.count; ++row) { ids->slots[slot_of(ids, ids->rows.items[row])] = row + 1; }
}

uint32_t gtfs_ids_add(gtfs_ids *ids, soi_arena *arena, const char *id) {
  if (2 * ids->rows.count >= ids->slot_count) { grow(ids, arena); }
  uint32_t *const slot = &ids->slots[slot_of(ids, id)];
  if (*slot == 0) {
    *list_add(arena, &ids->rows) = text_of(arena, "%s", id);
    *slot = ids->rows.count;
  }
  return *slot - 1;
}
