/* A growing list of equal rows from the host's memory: samples, trips and notes of a run. Observers may allocate while the world
 * runs, the world itself never does. */
#ifndef SOI_ROWS_H
#define SOI_ROWS_H

#include <soi/base.h>

typedef struct soi_rows {
  void *items;
  uint32_t size; /* bytes of one row */
  uint32_t count, capacity;
} soi_rows;

/* An empty list of rows of size bytes. */
soi_rows soi_rows_make(uint32_t size);
/* Copies one row to the end. Asserts when the host has no more memory. */
void soi_rows_add(soi_rows *rows, soi_memory memory, const void *row);
/* Replaces all rows by count rows at items. */
void soi_rows_set(soi_rows *rows, soi_memory memory, const void *items, uint32_t count);
void soi_rows_release(soi_rows *rows, soi_memory memory);

#endif
