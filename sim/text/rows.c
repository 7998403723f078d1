/* The growing list of rows. Capacity doubles, so that a long run copies little. */
#include "rows.h"

#include <string.h>

enum { FIRST_CAPACITY = 64 };

soi_rows soi_rows_make(uint32_t size) { return (soi_rows){.size = size}; }

/* Makes room for at least count rows and keeps what is there. */
static void reserve(soi_rows *rows, soi_memory memory, uint32_t count) {
  if (count <= rows->capacity) { return; }
  uint32_t capacity = rows->capacity == 0 ? FIRST_CAPACITY : rows->capacity;
  while (capacity < count) {
    SOI_ASSERT(capacity <= UINT32_MAX / 2);
    capacity *= 2;
  }
  void *const items = memory.allocate(memory.context, (size_t)capacity * rows->size);
  SOI_ASSERT(items != NULL);
  if (rows->count > 0) { memcpy(items, rows->items, (size_t)rows->count * rows->size); }
  if (rows->items != NULL) { memory.release(memory.context, rows->items, (size_t)rows->capacity * rows->size); }
  rows->items = items;
  rows->capacity = capacity;
}

void soi_rows_add(soi_rows *rows, soi_memory memory, const void *row) {
  SOI_ASSERT(rows->count < UINT32_MAX);
  reserve(rows, memory, rows->count + 1);
  memcpy((char *)rows->items + (size_t)rows->count * rows->size, row, rows->size);
  ++rows->count;
}

void soi_rows_set(soi_rows *rows, soi_memory memory, const void *items, uint32_t count) {
  rows->count = 0;
  reserve(rows, memory, count);
  if (count > 0) { memcpy(rows->items, items, (size_t)count * rows->size); }
  rows->count = count;
}

void soi_rows_release(soi_rows *rows, soi_memory memory) {
  if (rows->items != NULL) { memory.release(memory.context, rows->items, (size_t)rows->capacity * rows->size); }
  *rows = soi_rows_make(rows->size);
}
