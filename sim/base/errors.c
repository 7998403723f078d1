/* The list of errors found in input. Everything wrong is collected, then shown in the order of the file, so that one run
 * tells all and the same input always tells it in the same order. */
#include <string.h>

#include "text.h"

static void make_room(soi_errors *errors) {
  if (errors->count < errors->capacity) { return; }
  SOI_ASSERT(errors->capacity <= UINT32_MAX / 2);
  const uint32_t capacity = errors->capacity == 0 ? 16 : errors->capacity * 2;
  soi_error *const items = SOI_NEW(errors->arena, soi_error, capacity);
  if (errors->count > 0) { memcpy(items, errors->items, sizeof(soi_error) * errors->count); }
  errors->items = items;
  errors->capacity = capacity;
}

void soi_error_add(soi_errors *errors, soi_mark mark, const char *format, ...) {
  SOI_ASSERT(errors->arena != NULL);
  make_room(errors);
  va_list list;
  va_start(list, format);
  char *const message = soi_text_format_list(errors->arena, format, list);
  va_end(list);
  /* A message is one line, whatever it quotes. */
  for (char *at = message; *at != '\0'; ++at) {
    if (*at == '\n') { *at = ' '; }
  }
  errors->items[errors->count++] = (soi_error){.mark = mark, .message = message};
}

/* Below, at or above zero as a's place is before, at or after b's. */
static int compare_marks(soi_mark a, soi_mark b) {
  if (a.file != b.file) { return a.file < b.file ? -1 : 1; }
  if (a.line != b.line) { return a.line < b.line ? -1 : 1; }
  return a.column == b.column ? 0 : a.column < b.column ? -1 : 1;
}

/* Merges the sorted runs [first, middle) and [middle, last) of from into to; of equals the earlier goes first. */
static void merge_runs(const soi_error *from, soi_error *to, uint32_t first, uint32_t middle, uint32_t last) {
  uint32_t left = first, right = middle;
  for (uint32_t at = first; at < last; ++at) {
    const bool take_right = left == middle || (right < last && compare_marks(from[right].mark, from[left].mark) < 0);
    to[at] = take_right ? from[right++] : from[left++];
  }
}

/* Merge sort from runs of one upwards; the scratch stays in the arena, as the list does. */
static void sort_by_place(soi_errors *errors) {
  soi_error *from = errors->items;
  soi_error *to = SOI_NEW(errors->arena, soi_error, errors->count);
  const uint64_t count = errors->count;
  for (uint64_t run = 1; run < count; run *= 2) {
    for (uint64_t first = 0; first < count; first += 2 * run) {
      const uint64_t middle = first + run < count ? first + run : count;
      const uint64_t last = first + 2 * run < count ? first + 2 * run : count;
      merge_runs(from, to, (uint32_t)first, (uint32_t)middle, (uint32_t)last);
    }
    soi_error *const swapped = from;
    from = to;
    to = swapped;
  }
  if (from != errors->items) { memcpy(errors->items, from, sizeof(soi_error) * errors->count); }
}

/* Whether the kept errors end with one of the same place that says the same. */
static bool already_said(const soi_error *kept, uint32_t count, const soi_error *error) {
  for (uint32_t i = count; i > 0 && compare_marks(kept[i - 1].mark, error->mark) == 0; --i) {
    if (soi_text_equal(kept[i - 1].message, error->message)) { return true; }
  }
  return false;
}

void soi_errors_sort(soi_errors *errors) {
  if (errors->count < 2) { return; }
  sort_by_place(errors);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < errors->count; ++i) {
    if (!already_said(errors->items, kept, &errors->items[i])) { errors->items[kept++] = errors->items[i]; }
  }
  errors->count = kept;
}
