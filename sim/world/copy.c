/* Copies of the state: the manifest says what is copied. Its first fields tell how many rows are used, so a copy explains itself. */
#include "copy.h"

#include <string.h>

#include "manifest.h"

/* Bytes of a field in the rows that are used; 0 for scratch. */
static size_t used_bytes(const soi_world *world, const soi_field *field) {
  return field->scratch ? 0 : (size_t)soi_group_rows_used(world, field->group) * field->per_row * field->size;
}

size_t soi_copy_size(const soi_world *world) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  size_t size = 0;
  for (uint32_t i = 0; i < count; i++) size += used_bytes(world, &fields[i]);
  return size;
}

void soi_copy_save(const soi_world *world, void *copy) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  char *at = copy;
  for (uint32_t i = 0; i < count; i++) {
    const size_t bytes = used_bytes(world, &fields[i]);
    if (bytes > 0) memcpy(at, soi_field_start(world, &fields[i]), bytes);
    at += bytes;
  }
}

void soi_copy_restore(soi_world *world, const void *copy) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  const char *at = copy;
  for (uint32_t i = 0; i < count; i++) {
    const size_t bytes = used_bytes(world, &fields[i]);
    if (bytes > 0) memcpy(soi_field_start(world, &fields[i]), at, bytes);
    at += bytes;
  }
}
