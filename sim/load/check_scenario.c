/* How the parts of a scenario must fit together, and to its map. */
#include "check.h"
#include "fmath.h"
#include "text.h"

#define REFUSE(loading, section, record, key, ...) soi_check_refuse((loading), &soi_scenario_table, (section), (record), (key), __VA_ARGS__)
#define WRITTEN(section, record, key) soi_check_written(&soi_scenario_table, (section), (record), (key))

/* --- time ------------------------------------------------------------------------------------------------------------ */

static void check_times(soi_loading *loading, const soi_scenario_definition *s) {
  const double microseconds = s->step * 1e6;
  if (soi_abs(microseconds - soi_round(microseconds)) > 1e-6) {
    REFUSE(loading, "", &s->record, "step", "it is not a whole number of microseconds; expected one");
  }
  if (s->duration > 0.0 && s->warmup >= s->duration) {
    REFUSE(loading, "", &s->record, "warmup", "it is not shorter than the duration; expected less, so that something is measured");
  }
}

/* --- service --------------------------------------------------------------------------------------------------------- */

static void check_cart(soi_loading *loading, const soi_scenario_definition *s, const soi_cart_definition *cart) {
  if (cart->row.type == 0) { return; }
  const soi_vehicle_type_definition *const type = &s->vehicle_types.items[cart->row.type - 1];
  if (type->body.row.shape < SOI_SHAPE_CART) {
    REFUSE(loading, "fleet", &cart->record, "type", "vehicle type '%s' is not of shape cart; expected one that is", type->record.id);
  } else if (type->places.row.seats + type->places.row.standing == 0) {
    REFUSE(loading, "fleet", &cart->record, "type", "vehicle type '%s' has no seats; expected one with at least 1", type->record.id);
  }
}

/* A depot must have room for all carts that come from it. The cart that is one too many is named. */
static void check_depots(soi_loading *loading, const soi_scenario_definition *s) {
  const soi_map_definition *const map = &loading->definition->map;
  uint32_t *const taken = SOI_NEW(&loading->scratch, uint32_t, map->depots.count + 1);
  for (uint32_t i = 0; i < s->fleet.count; ++i) {
    const soi_reference depot = s->fleet.items[i].row.depot;
    if (depot != 0 && ++taken[depot] == map->depots.items[depot - 1].places + 1) {
      REFUSE(loading, "fleet", &s->fleet.items[i].record, "depot", "depot '%s' has %u places, all taken; expected one with room",
             map->depots.items[depot - 1].record.id, map->depots.items[depot - 1].places);
    }
  }
}

static void check_service(soi_loading *loading, const soi_service_definition *service) {
  if (service->row.hold == SOI_HOLD_EVEN_HEADWAY && service->row.hold_stop == 0 && !WRITTEN("service", &service->record, "hold_stop")) {
    REFUSE(loading, "service", &service->record, "hold", "even_headway needs a 'hold_stop'; expected the id of a stop there");
  }
  if (service->row.low_charge >= service->row.full_charge) {
    REFUSE(loading, "service", &service->record, "full_charge", "it is not above 'low_charge'; expected more");
  }
}

static void check_type(soi_loading *loading, const soi_vehicle_type_definition *type) {
  if (type->body.row.shape == SOI_SHAPE_CART && type->automation.row.emergency_deceleration < type->driver.row.deceleration) {
    REFUSE(loading, "vehicle_types", &type->record, "automation",
           "its emergency_deceleration is below the driver's deceleration; expected at least that");
  }
}

/* --- people ---------------------------------------------------------------------------------------------------------- */

static void check_people_flow(soi_loading *loading, const char *section, const soi_people_flow_definition *flow) {
  if (flow->from != 0 && flow->from == flow->to) {
    REFUSE(loading, section, &flow->record, "to", "it is the gate they come from; expected another gate");
  }
  const bool rate = WRITTEN(section, &flow->record, "rate");
  const bool timetable = WRITTEN(section, &flow->record, "timetable");
  const bool each = WRITTEN(section, &flow->record, "per_arrival");
  if (!rate && !timetable && !each) {
    REFUSE(loading, section, &flow->record, "rate", "nobody comes; expected a 'rate', or a 'timetable' with 'per_arrival'");
  } else if (timetable && !each) {
    REFUSE(loading, section, &flow->record, "timetable", "it needs 'per_arrival'; expected the people with each arrival there");
  } else if (each && !timetable) {
    REFUSE(loading, section, &flow->record, "per_arrival", "it needs a 'timetable'; expected the id of one there");
  }
}

/* --- traffic --------------------------------------------------------------------------------------------------------- */

static void check_end(soi_loading *loading, const soi_vehicle_flow_definition *flow, const char *key, soi_reference node,
                      const uint32_t *roads_at) {
  if (node != 0 && roads_at[node] != 1) {
    REFUSE(loading, "traffic.flows", &flow->record, key, "node '%s' joins %u roads; expected an end of the map, which has one",
           loading->definition->map.nodes.items[node - 1].record.id, roads_at[node]);
  }
}

static void refuse_cart_type(soi_loading *loading, const soi_scenario_definition *s, const char *section, const soi_record *record,
                             soi_reference type) {
  if (type != 0 && s->vehicle_types.items[type - 1].body.row.shape == SOI_SHAPE_CART) {
    REFUSE(loading, section, record, "type", "vehicle type '%s' is of shape cart; expected one that people drive",
           s->vehicle_types.items[type - 1].record.id);
  }
}

static void check_mix(soi_loading *loading, const soi_scenario_definition *s) {
  double sum = 0.0;
  for (uint32_t i = 0; i < s->traffic.mix.count; ++i) {
    const soi_share_definition *const share = &s->traffic.mix.items[i];
    refuse_cart_type(loading, s, "traffic.mix", &share->record, share->type);
    sum += share->share;
  }
  if (s->traffic.mix.count > 0 && soi_abs(sum - 1.0) > 1e-6) {
    REFUSE(loading, "traffic", &s->traffic.record, "mix", "the shares add up to %g %%; expected 100 %%", sum * 100.0);
  }
}

/* How many roads meet at each node. */
static uint32_t *count_roads(soi_loading *loading) {
  const soi_map_definition *const map = &loading->definition->map;
  uint32_t *const roads_at = SOI_NEW(&loading->scratch, uint32_t, map->nodes.count + 1);
  for (uint32_t i = 0; i < map->roads.count; ++i) {
    ++roads_at[map->roads.items[i].from];
    ++roads_at[map->roads.items[i].to];
  }
  return roads_at;
}

static void check_traffic(soi_loading *loading, const soi_scenario_definition *s) {
  const uint32_t *const roads_at = count_roads(loading);
  check_mix(loading, s);
  for (uint32_t i = 0; i < s->traffic.flows.count; ++i) {
    const soi_vehicle_flow_definition *const flow = &s->traffic.flows.items[i];
    if (flow->from != 0 && flow->from == flow->to) {
      REFUSE(loading, "traffic.flows", &flow->record, "to", "it is the node they come from; expected another node");
    }
    if (loading->map_is_good) {
      check_end(loading, flow, "from", flow->from, roads_at);
      check_end(loading, flow, "to", flow->to, roads_at);
    }
    refuse_cart_type(loading, s, "traffic.flows", &flow->record, flow->type);
    if (s->traffic.mix.items == NULL && !WRITTEN("traffic", &s->traffic.record, "mix") &&
        !WRITTEN("traffic.flows", &flow->record, "type")) {
      REFUSE(loading, "traffic.flows", &flow->record, "type", "it has no type, and there is no mix; expected a type here or traffic.mix");
    }
  }
}

/* --- incidents ------------------------------------------------------------------------------------------------------- */

/* A closed lane, or the place of a parked vehicle. */
static void check_lane(soi_loading *loading, const soi_incident_definition *incident) {
  const soi_map_definition *const map = &loading->definition->map;
  if (incident->row.road == 0) { return; }
  const soi_road_definition *const road = &map->roads.items[incident->row.road - 1];
  const uint32_t lanes = incident->row.direction == SOI_FORWARD ? road->lanes_forward : road->lanes_backward;
  if (incident->row.kind != SOI_INCIDENT_CLOSED_ROAD && incident->row.lane > lanes) {
    REFUSE(loading, "incidents", &incident->record, "lane", "road '%s' has %u lane%s %s; expected one of its lanes", road->record.id, lanes,
           lanes == 1 ? "" : "s", incident->row.direction == SOI_FORWARD ? "forward" : "backward");
  }
  /* The stretch must lie on the road. */
  const double length = soi_check_road_length(map, incident->row.road);
  if (incident->row.from >= length || incident->row.to > length + 1e-6) {
    REFUSE(loading, "incidents", &incident->record, incident->row.from >= length ? "from" : "to",
           "it is beyond the end of road '%s'; expected 0 m to %s", road->record.id, soi_check_length(loading, length));
  } else if (incident->row.to > 0.0 && incident->row.to <= incident->row.from) {
    REFUSE(loading, "incidents", &incident->record, "to", "it is not beyond 'from'; expected more, or 0 m for the road's end");
  }
}

/* What a kind needs and what else it heeds, from its row. */
static const struct {
  const char *needs, *heeds;
} incident_keys[] = {
#define ROW(symbol, name, command, fill, needs, heeds) {needs, heeds},
    SOI_INCIDENTS(ROW)
#undef ROW
};

/* Whether a word stands in a list parted by blanks. */
static bool stands_in(const char *list, const char *word) {
  const size_t length = soi_text_length(word);
  while (*list != '\0') {
    if (soi_text_begins(list, word, length) && (list[length] == ' ' || list[length] == '\0')) { return true; }
    while (*list != '\0' && *list++ != ' ') {}
  }
  return false;
}

/* A key that only other kinds of incident heed would do nothing. */
static void check_heeded(soi_loading *loading, const soi_incident_definition *incident) {
  static const char *const keys[] = {"cart", "duration",   "road", "direction", "lane",  "to",   "from",
                                     "rain", "visibility", "type", "offset",    "place", "gate", "jaywalks"};
  const soi_incident_kind kind = incident->row.kind;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; ++i) {
    const bool heeded = stands_in(incident_keys[kind].needs, keys[i]) || stands_in(incident_keys[kind].heeds, keys[i]);
    if (heeded || !WRITTEN("incidents", &incident->record, keys[i])) { continue; }
    REFUSE(loading, "incidents", &incident->record, keys[i], "the kind %s does not heed it; expected it left out, or another kind%s",
           soi_incident_kinds[kind], kind == SOI_INCIDENT_CLOSED_ROAD ? " (closed_road closes all lanes, closed_lane one)" : "");
  }
}

static void check_incident(soi_loading *loading, const soi_incident_definition *incident) {
  if (incident->row.kind >= SOI_INCIDENT_KINDS) { return; /* it is not known, which has been reported */ }
  const char *const needed = incident_keys[incident->row.kind].needs;
  if (!WRITTEN("incidents", &incident->record, needed)) {
    REFUSE(loading, "incidents", &incident->record, needed, "'%s' is missing; a %s needs it", needed,
           soi_incident_kinds[incident->row.kind]);
  }
  check_heeded(loading, incident);
  const bool on_road = soi_text_equal(needed, "road");
  if (on_road && loading->map_is_good) { check_lane(loading, incident); }
  const soi_scenario_definition *const s = &loading->definition->scenario;
  if (incident->row.type != 0 && s->vehicle_types.items[incident->row.type - 1].body.row.shape == SOI_SHAPE_CART) {
    REFUSE(loading, "incidents", &incident->record, "type", "'%s' is a cart; expected a vehicle of the traffic",
           s->vehicle_types.items[incident->row.type - 1].record.id);
  }
}

/* --- what the view shows --------------------------------------------------------------------------------------------- */

static void check_tour(soi_loading *loading, const soi_scenario_definition *s) {
  for (uint32_t i = 0; i < s->tour.count; ++i) {
    const soi_tour_definition *const stop = &s->tour.items[i];
    const bool has_place = WRITTEN("tour", &stop->record, "place");
    if ((stop->camera == SOI_CAMERA_FOLLOW || stop->camera == SOI_CAMERA_RIDE) && stop->cart == 0) {
      REFUSE(loading, "tour", &stop->record, "cart", "'cart' is missing; the camera '%s' needs it",
             stop->camera == SOI_CAMERA_RIDE ? "ride" : "follow");
    } else if ((stop->cart != 0) + (stop->stop != 0) + has_place + stop->whole > 1) {
      REFUSE(loading, "tour", &stop->record, "camera", "it looks at more than one thing; expected one of cart, stop, place and whole");
    }
  }
}

void soi_check_scenario(soi_loading *loading) {
  soi_scenario_definition *const s = &loading->definition->scenario;
  /* Of a part, or of what was cut off, the rest is not known. */
  if (loading->part || !loading->scenario->whole) { return; }
  check_times(loading, s);
  for (uint32_t i = 0; i < s->vehicle_types.count; ++i) { check_type(loading, &s->vehicle_types.items[i]); }
  for (uint32_t i = 0; i < s->fleet.count; ++i) { check_cart(loading, s, &s->fleet.items[i]); }
  check_depots(loading, s);
  check_service(loading, &s->service);
  for (uint32_t i = 0; i < s->passengers.flows.count; ++i) {
    check_people_flow(loading, "passengers.flows", &s->passengers.flows.items[i]);
  }
  for (uint32_t i = 0; i < s->pedestrians.flows.count; ++i) {
    check_people_flow(loading, "pedestrians.flows", &s->pedestrians.flows.items[i]);
  }
  check_traffic(loading, s);
  for (uint32_t i = 0; i < s->incidents.count; ++i) { check_incident(loading, &s->incidents.items[i]); }
  check_tour(loading, s);
  soi_check_clocks(loading, s); /* it leaves out what the others look at */
  soi_keep_types_in_use(loading);
}
