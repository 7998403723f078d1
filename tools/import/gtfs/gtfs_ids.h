/* Ids of a table's rows, found in constant time: rows count from 0 in the order in which they came. */
#ifndef SOI_IMPORT_GTFS_IDS_H
#define SOI_IMPORT_GTFS_IDS_H

#include "list.h"

typedef struct gtfs_ids {
  LIST(const char *) rows;
  uint32_t *slots; /* row + 1, open addressing */
  uint32_t slot_count;
} gtfs_ids;

/* The row of an id, NONE when there is none. */
uint32_t gtfs_ids_find(const gtfs_ids *ids, const char *id);
/* The same, added when there is none. */
uint32_t gtfs_ids_add(gtfs_ids *ids, soi_arena *arena, const char *id);

#endif
