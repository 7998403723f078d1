/* The growing tables of the builder: rows are added in the scratch arena and copied to the model at their final size. */
#include <string.h>

#include "build.h"

void *soi_table_grown(soi_arena *arena, const void *items, size_t size, uint32_t count, uint32_t *capacity) {
  *capacity = *capacity == 0 ? 16 : *capacity * 2;
  void *const grown = soi_arena_allocate(arena, size * *capacity);
  if (count > 0) { memcpy(grown, items, size * count); }
  return grown;
}

void *soi_table_copied(soi_arena *arena, const void *items, size_t size, uint32_t count) {
  void *const copy = soi_arena_allocate(arena, size * (count > 0 ? count : 1));
  if (count > 0) { memcpy(copy, items, size * count); }
  return copy;
}
