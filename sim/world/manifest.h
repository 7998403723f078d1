/* The manifest as a table: what world_fields.h lists, for the code that walks all fields. */
#ifndef SOI_MANIFEST_H
#define SOI_MANIFEST_H

#include <string.h>

#include <soi/world.h>

/* All fields, state first; *count gets their number. */
const soi_field *soi_manifest(uint32_t *count);

/* Rows a group has in a world, row 0 included. */
uint32_t soi_group_rows(const soi_world *world, soi_group group);

/* Rows of a group that may hold something: agents end at their highest row ever used. */
uint32_t soi_group_rows_used(const soi_world *world, soi_group group);

/* Where a field's values start. The pointers are of many types, so they are copied, never read through another type. */
static inline char *soi_field_start(const soi_world *world, const soi_field *field) {
  char *start;
  memcpy(&start, (const char *)world + field->member, sizeof start);
  return start;
}

#endif
