/* Vehicle types that nobody uses are left out of what a run is made from: a definition that stands in a common part, or one more, changes
 * nothing. In use are those of the fleet, the mix (whatever their share), the flows and the incidents; a vehicle parked without a type
 * needs a van. */
#include "check.h"

/* Visits every reference to a vehicle type. */
static void visit(soi_scenario_definition *s, void (*take)(soi_reference *type, uint32_t *rows), uint32_t *rows) {
  for (uint32_t i = 0; i < s->fleet.count; ++i) { take(&s->fleet.items[i].row.type, rows); }
  for (uint32_t i = 0; i < s->traffic.mix.count; ++i) { take(&s->traffic.mix.items[i].type, rows); }
  for (uint32_t i = 0; i < s->traffic.flows.count; ++i) { take(&s->traffic.flows.items[i].type, rows); }
  for (uint32_t i = 0; i < s->incidents.count; ++i) { take(&s->incidents.items[i].row.type, rows); }
}

static void mark(soi_reference *type, uint32_t *rows) { rows[*type] = 1; }
static void renumber(soi_reference *type, uint32_t *rows) { *type = rows[*type]; }

/* A vehicle parked without a type is a van of the traffic, or any when there is none in it. */
static void mark_van(const soi_scenario_definition *s, uint32_t *rows) {
  const soi_vehicle_type_definition *const items = s->vehicle_types.items;
  for (uint32_t i = 0; i < s->incidents.count; ++i) {
    const soi_incident_definition *const incident = &s->incidents.items[i];
    if (incident->row.kind != SOI_INCIDENT_PARKED || incident->row.type != 0) { continue; }
    if (soi_van_among(items, s->vehicle_types.count, rows) == 0) { rows[soi_van_among(items, s->vehicle_types.count, NULL)] = 1; }
  }
}

void soi_keep_types_in_use(soi_loading *loading) {
  soi_scenario_definition *const s = &loading->definition->scenario;
  uint32_t *const rows = SOI_NEW(&loading->scratch, uint32_t, s->vehicle_types.count + 1);
  visit(s, mark, rows);
  mark_van(s, rows);
  uint32_t kept = 0;
  rows[0] = 0;
  for (uint32_t row = 1; row <= s->vehicle_types.count; ++row) {
    if (rows[row] == 0) { continue; }
    s->vehicle_types.items[kept] = s->vehicle_types.items[row - 1];
    rows[row] = ++kept;
  }
  s->vehicle_types.count = kept;
  visit(s, renumber, rows);
}
