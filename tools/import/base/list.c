#include "list.h"

#include <stdio.h>
#include <string.h>

void *list_grown(soi_arena *arena, const void *items, size_t size, uint32_t count, uint32_t *capacity) {
  *capacity = *capacity == 0 ? 16 : *capacity * 2;
  void *const grown = soi_arena_allocate(arena, size * *capacity);
  return count > 0 ? memcpy(grown, items, size * count) : grown;
}

uint32_t list_row_from(const void *items, size_t size, uint32_t count, const void *key, list_order order) {
  uint32_t low = 0, high = count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (order((const char *)items + middle * size, key) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const char *text_of_list(soi_arena *arena, const char *format, va_list list) {
  va_list again;
  va_copy(again, list);
  const int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  SOI_ASSERT(length >= 0);
  char *const made = SOI_NEW(arena, char, (size_t)length + 1);
  (void)vsnprintf(made, (size_t)length + 1, format, list);
  return made;
}

const char *text_of(soi_arena *arena, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const char *const made = text_of_list(arena, format, list);
  va_end(list);
  return made;
}

bool text_number(const char *said, double most, double *number) {
  char *end = NULL;
  *number = said == NULL ? 0.0 : strtod(said, &end);
  return said != NULL && end != said && *end == '\0' && *number >= -most && *number <= most;
}

void text_add(soi_arena *arena, text_buffer *t, const char *more) {
  const size_t size = strlen(more) + 1;
  if (t->length + size > t->capacity) {
    t->capacity = 2 * (t->length + size) + 4096;
    t->items = memcpy(SOI_NEW(arena, char, t->capacity), t->length > 0 ? t->items : "", t->length);
  }
  memcpy(t->items + t->length, more, size);
  t->length += size - 1;
}
