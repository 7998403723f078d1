/* Lists and texts that grow in an arena. */
#ifndef SOI_IMPORT_LIST_H
#define SOI_IMPORT_LIST_H

#include <soi/soi.h>
#include <stdarg.h>
#include <stdlib.h>

#define NONE UINT32_MAX /* no row of a list */

#define LIST(type) \
  struct { \
    type *items; \
    uint32_t count, capacity; \
  }
/* The place of one more item, all zero or yet to be filled. */
#define list_add(arena, list) \
  (((list)->count == (list)->capacity \
        ? (void)((list)->items = list_grown((arena), (list)->items, sizeof *(list)->items, (list)->count, &(list)->capacity)) \
        : (void)0), \
   &(list)->items[(list)->count++])
void *list_grown(soi_arena *arena, const void *items, size_t size, uint32_t count, uint32_t *capacity);

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))
typedef int (*list_order)(const void *, const void *);
#define list_sort(list, order) ((list)->count > 1 ? qsort((list)->items, (list)->count, sizeof *(list)->items, (order)) : (void)0)
/* The row of the first item that does not come before a key; count for none. The list is in order. */
#define list_first_from(list, key, order) list_row_from((list)->items, sizeof *(list)->items, (list)->count, (key), (order))
uint32_t list_row_from(const void *items, size_t size, uint32_t count, const void *key, list_order order);

/* A text of any length. */
const char *text_of(soi_arena *arena, const char *format, ...) SOI_FORMAT(2, 3);
const char *text_of_list(soi_arena *arena, const char *format, va_list list) SOI_FORMAT(2, 0);

/* A text that is a number between -most and most, and nothing else; null is none. */
bool text_number(const char *said, double most, double *number);

/* One that is written piece by piece; it ends in a NUL that is not counted. */
typedef struct text_buffer {
  char *items;
  size_t length, capacity;
} text_buffer;
void text_add(soi_arena *arena, text_buffer *t, const char *more);

#endif
