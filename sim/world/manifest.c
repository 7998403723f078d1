/* The field table, made from the one list in world_fields.h. */
#include "manifest.h"

#include "text.h"

#define VALUE(type) \
  _Generic((type){0}, double: SOI_VALUE_DOUBLE, float: SOI_VALUE_FLOAT, soi_entry: SOI_VALUE_ROW, default: SOI_VALUE_WHOLE)
#define STATE_ROW(group, type, name, per_row, unit, phase, doc) \
  {#name, #type, unit, #phase, doc, SOI_GROUP_##group, VALUE(type), sizeof(type), per_row, false, offsetof(soi_world, name)},
#define SCRATCH_ROW(group, type, name, per_row, unit, phase, doc) \
  {#name, #type, unit, #phase, doc, SOI_GROUP_##group, VALUE(type), sizeof(type), per_row, true, offsetof(soi_world, name)},

static const soi_field fields[] = {SOI_WORLD_STATE(STATE_ROW) SOI_WORLD_SCRATCH(SCRATCH_ROW)};

const soi_field *soi_manifest(uint32_t *count) {
  *count = (uint32_t)(sizeof fields / sizeof fields[0]);
  return fields;
}

uint32_t soi_group_rows(const soi_world *world, soi_group group) { return group == SOI_GROUP_WORLD ? 1u : world->capacity[group] + 1u; }

uint32_t soi_group_rows_used(const soi_world *world, soi_group group) {
  if (group == SOI_GROUP_VEHICLE) { return world->vehicle_high[0] + 1u; }
  if (group == SOI_GROUP_PERSON) { return world->person_high[0] + 1u; }
  return soi_group_rows(world, group);
}

const soi_field *soi_world_field(uint32_t i) { return i < sizeof fields / sizeof fields[0] ? &fields[i] : NULL; }

const void *soi_world_field_data(const soi_world *world, const soi_field *field, uint32_t *rows) {
  *rows = soi_group_rows(world, field->group);
  return soi_field_start(world, field);
}
