/* The hash of the state, and the first difference between two: both walk the manifest. */
#include <string.h>

#include "hash.h"
#include "manifest.h"

static uint64_t fold_field(uint64_t hash, const soi_world *world, const soi_field *field) {
  const size_t rows = soi_group_rows_used(world, field->group);
  return soi_hash_bytes(hash, soi_field_start(world, field), rows * field->per_row * field->size);
}

uint64_t soi_world_field_hash(const soi_world *world, const soi_field *field) { return fold_field(SOI_HASH_SEED, world, field); }

uint64_t soi_world_hash(const soi_world *world) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  uint64_t hash = SOI_HASH_SEED;
  for (uint32_t i = 0; i < count; ++i) {
    if (!fields[i].scratch) { hash = fold_field(hash, world, &fields[i]); }
  }
  return hash;
}

/* Any value of the manifest as a double, for people to read. */
static double value_at(const soi_field *field, const char *bytes) {
  if (field->value == SOI_VALUE_DOUBLE) {
    double value;
    memcpy(&value, bytes, sizeof value);
    return value;
  }
  if (field->value == SOI_VALUE_FLOAT) {
    float value;
    memcpy(&value, bytes, sizeof value);
    return (double)value;
  }
  uint64_t value = 0; /* little-endian integers of any size */
  memcpy(&value, bytes, field->size);
  return (double)value;
}

/* The first value of one row of one field that differs. */
static bool row_differs(const soi_world *a, const soi_world *b, const soi_field *field, uint32_t row, soi_difference *difference) {
  const size_t bytes = (size_t)field->size * field->per_row;
  const char *in_a = soi_field_start(a, field) + row * bytes;
  const char *in_b = soi_field_start(b, field) + row * bytes;
  for (uint32_t i = 0; i < field->per_row; ++i, in_a += field->size, in_b += field->size) {
    if (memcmp(in_a, in_b, field->size) == 0) { continue; }
    *difference = (soi_difference){field, row, i, value_at(field, in_a), value_at(field, in_b)};
    return true;
  }
  return false;
}

/* Rows of a group in which two worlds may differ: those that either uses, as far as both have them. */
static uint32_t rows_to_compare(const soi_world *a, const soi_world *b, soi_group group) {
  const uint32_t used_a = soi_group_rows_used(a, group), used_b = soi_group_rows_used(b, group);
  const uint32_t rows_a = soi_group_rows(a, group), rows_b = soi_group_rows(b, group);
  const uint32_t used = used_a > used_b ? used_a : used_b, rows = rows_a < rows_b ? rows_a : rows_b;
  return used < rows ? used : rows;
}

bool soi_world_difference(const soi_world *a, const soi_world *b, soi_difference *difference) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  for (int group = 0; group < SOI_GROUP_COUNT; ++group) {
    const uint32_t rows = rows_to_compare(a, b, (soi_group)group);
    for (uint32_t row = 0; row < rows; ++row) {
      for (uint32_t i = 0; i < count; ++i) {
        if (fields[i].scratch || (int)fields[i].group != group) { continue; }
        if (row_differs(a, b, &fields[i], row, difference)) { return true; }
      }
    }
  }
  return false;
}
