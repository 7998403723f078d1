/* The field table, made from the one list in world_fields.h. */
#include "manifest.h"

#include "text.h"

#define VALUE(type) \
  _Generic((type){0}, double: SOI_VALUE_DOUBLE, float: SOI_VALUE_FLOAT, soi_entry: SOI_VALUE_ROW, default: SOI_VALUE_WHOLE)

/* A set of phases is written by their names. */
enum {
  NEVER = 0,
#define PHASE(symbol, name) name = 1 << SOI_PHASE_##symbol,
  SOI_PHASES(PHASE)
#undef PHASE
};

/* What a recording keeps of a field: how, and the greatest value to be believed. */
#define UNSEEN "", 0
#define STAYS(scale) #scale " 0 0", 0
#define UP_TO(most) "1 0 0", most
#define GOES_ON(scale) #scale " 1 0", 0
#define MOVES(scale) #scale " 1 1", 0

/* clang-format off */
#define FIELD(group, type, name, per_row, unit, phases, doc, scratch, ...) \
  {#name, #type, unit, doc, #phases, phases, __VA_ARGS__, SOI_GROUP_##group, VALUE(type), sizeof(type), per_row, scratch, \
   offsetof(soi_world, name)},
/* clang-format on */
#define STATE_ROW(group, type, name, per_row, unit, phases, recorded, doc) \
  FIELD(group, type, name, per_row, unit, phases, doc, false, recorded)
#define SCRATCH_ROW(group, type, name, per_row, unit, phases, doc) FIELD(group, type, name, per_row, unit, phases, doc, true, UNSEEN)

static const soi_field fields[] = {SOI_WORLD_STATE(STATE_ROW) SOI_WORLD_SCRATCH(SCRATCH_ROW)};

const soi_field *soi_manifest(uint32_t *count) {
  *count = (uint32_t)(sizeof fields / sizeof fields[0]);
  return fields;
}

uint32_t soi_group_rows(const soi_world *world, soi_group group) { return group == SOI_GROUP_WORLD ? 1u : world->capacity[group] + 1u; }

uint32_t soi_group_rows_used(const soi_world *world, soi_group group) {
  if (group == SOI_GROUP_VEHICLE) { return world->vehicle_high[0] + 1u; }
  if (group == SOI_GROUP_PERSON) { return world->person_high[0] + 1u; }
  if (group == SOI_GROUP_LEG) { return world->leg_high[0] + 1u; }
  return soi_group_rows(world, group);
}

const soi_field *soi_world_field(uint32_t i) { return i < sizeof fields / sizeof fields[0] ? &fields[i] : NULL; }

const void *soi_world_field_data(const soi_world *world, const soi_field *field, uint32_t *rows) {
  *rows = soi_group_rows(world, field->group);
  return soi_field_start(world, field);
}

const char *soi_phase_name(uint32_t phase) {
#define NAME(symbol, name) #name,
  static const char *const names[] = {SOI_PHASES(NAME)};
#undef NAME
  return phase < SOI_PHASE_COUNT ? names[phase] : "";
}

uint32_t soi_group_births(soi_group group) {
#define BIRTHS(symbol, capacity, births) [SOI_GROUP_##symbol] = births,
  static const uint32_t phases[] = {SOI_WORLD_GROUPS(BIRTHS)};
#undef BIRTHS
  return phases[group];
}
