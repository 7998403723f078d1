/* Whether two models can share a state: the same tables with the same rows, on the same ground. What steers the run may differ; a model that
 * goes on from another may also have more rows behind those of some tables. */
#include "build.h"
#include "hash.h"
#include "text.h"

/* A number that must be the same, or in what goes on no less, and the key of the scenario that sets it. */
typedef struct shared_number {
  const char *key;
  double a, b;
  bool grows;
} shared_number;

#define SAY(...) (soi_text_print(difference, size, __VA_ARGS__), false)

static bool same_numbers(const soi_model *a, const soi_model *b, bool grows, char *difference, size_t size) {
  const soi_scenario_definition *const x = &a->definition->scenario, *const y = &b->definition->scenario;
  const shared_number numbers[] = {
      {"step (in s)", a->step, b->step, false},
      {"start (in s after midnight)", x->start, y->start, false},
      {"the number of carts in fleet", a->cart_count, b->cart_count, grows},
      {"capacity.vehicles with the carts", a->vehicle_capacity, b->vehicle_capacity, grows},
      {"capacity.people", a->person_capacity, b->person_capacity, grows},
      {"the number of vehicle_types", a->type_count, b->type_count, grows},
      {"the number of incidents", a->incident_count, b->incident_count, grows},
      {"the number of traffic.flows", a->vehicle_flow_count, b->vehicle_flow_count, false},
      {"the number of flows of people", a->people_flow_count, b->people_flow_count, false},
      {"the number of lanes", a->lane_count, b->lane_count, false},
      {"the number of stops", a->stop_count, b->stop_count, false},
      {"the number of destinations of vehicles", a->way_count, b->way_count, false},
      {"the number of destinations on foot", a->walk_way_count, b->walk_way_count, false},
  };
  for (uint32_t i = 0; i < sizeof numbers / sizeof *numbers; ++i) {
    const shared_number *const n = &numbers[i];
    if (n->grows ? n->b < n->a : n->b != n->a) { return SAY("%s is %g, but was %g", n->key, n->b, n->a); }
  }
  return true;
}

static bool same_carts(const soi_model *a, const soi_model *b, char *difference, size_t size) {
  for (uint32_t i = 0; i < a->cart_count; ++i) {
    const soi_cart_definition *const x = &a->definition->scenario.fleet.items[i], *const y = &b->definition->scenario.fleet.items[i];
    if (!soi_text_equal(x->record.id, y->record.id)) { return SAY("fleet.%s stands where fleet.%s was", y->record.id, x->record.id); }
    if (x->type != y->type) { return SAY("fleet.%s.type is another", y->record.id); }
    if (x->route != y->route) { return SAY("fleet.%s.route is another", y->record.id); }
    if (x->depot != y->depot) { return SAY("fleet.%s.depot is another", y->record.id); }
  }
  return true;
}

/* Bodies must not grow where they stand, nor lose the seats that people sit on. */
static bool same_types(const soi_model *a, const soi_model *b, char *difference, size_t size) {
  for (uint32_t i = 0; i < a->type_count; ++i) {
    const soi_vehicle_type_definition *const x = &a->definition->scenario.vehicle_types.items[i];
    const soi_vehicle_type_definition *const y = &b->definition->scenario.vehicle_types.items[i];
    if (!soi_text_equal(x->record.id, y->record.id)) {
      return SAY("vehicle_types.%s stands where vehicle_types.%s was", y->record.id, x->record.id);
    }
    if (x->length != y->length) { return SAY("vehicle_types.%s.length is another", y->record.id); }
    if (x->width != y->width) { return SAY("vehicle_types.%s.width is another", y->record.id); }
    if (x->seats != y->seats) { return SAY("vehicle_types.%s.seats is another", y->record.id); }
    if (x->standing != y->standing) { return SAY("vehicle_types.%s.standing is another", y->record.id); }
    if (x->battery != y->battery) { return SAY("vehicle_types.%s.battery is another", y->record.id); }
  }
  return true;
}

static bool same_flows(const soi_model *a, const soi_model *b, char *difference, size_t size) {
  for (uint32_t row = 1; row <= a->vehicle_flow_count; ++row) {
    if (a->vehicle_flows[row].way != b->vehicle_flows[row].way) { return SAY("flow %u of traffic.flows leads elsewhere", row); }
  }
  for (uint32_t row = 1; row <= a->people_flow_count; ++row) {
    const soi_people_flow *const x = &a->people_flows[row], *const y = &b->people_flows[row];
    const bool same = x->passengers == y->passengers && x->from == y->from && x->to == y->to && x->board == y->board &&
                      x->alight == y->alight && x->arrivals.count == y->arrivals.count;
    if (!same) { return SAY("flow %u of passengers.flows or pedestrians.flows leads elsewhere, or has another timetable", row); }
  }
  return true;
}

static bool same_incidents(const soi_model *a, const soi_model *b, char *difference, size_t size) {
  for (uint32_t i = 0; i < a->incident_count; ++i) {
    const soi_incident_definition *const x = &a->definition->scenario.incidents.items[i], *const y =
                                                                                              &b->definition->scenario.incidents.items[i];
    if (!soi_text_equal(x->record.id, y->record.id)) {
      return SAY("incidents.%s stands where incidents.%s was", y->record.id, x->record.id);
    }
    if (x->kind != y->kind) { return SAY("incidents.%s.kind is another", y->record.id); }
  }
  return true;
}

static bool fits(const soi_model *a, const soi_model *b, bool grows, char *difference, size_t size) {
  const bool same = same_numbers(a, b, grows, difference, size) && same_carts(a, b, difference, size) &&
                    same_types(a, b, difference, size) && same_incidents(a, b, difference, size);
  if (!same) { return false; }
  /* How a type is built decides where its vehicles may go, which is told as what it is. */
  if (soi_model_ground_hash(a) != soi_model_ground_hash(b)) { return SAY("the map is another"); }
  return same_flows(a, b, difference, size);
}

bool soi_model_same_layout(const soi_model *a, const soi_model *b, char *difference, size_t size) {
  return fits(a, b, false, difference, size);
}

bool soi_model_goes_on(const soi_model *from, const soi_model *to, char *difference, size_t size) {
  return fits(from, to, true, difference, size);
}
