/* Who travels from where to where: streams of vehicles between ends of the map, streams of people between gates, on foot or by
 * cart. */
#include "build.h"

static const double WALK_SPEED = 1.3;     /* m/s, for the choice of stops */
static const double HALF_HEADWAY = 180.0; /* s, for the same */

static soi_tick finish_tick(const soi_build *build, double finish) {
  return finish > 0.0 ? soi_tick_at(build->model, finish) : build->model->end;
}

static soi_tick start_tick(const soi_build *build, double start) { return start > 0.0 ? soi_tick_at(build->model, start) : 0; }

/* --- vehicles -------------------------------------------------------------------------------------------------------- */

/* Lanes that begin at an end of the map and from which there is a way. */
static uint32_t list_entries(const soi_build *build, uint32_t node, soi_way_id way, soi_lane_id *entries) {
  uint32_t count = 0;
  const soi_span arms = build->node_arms[node];
  for (uint32_t i = 0; i < arms.count; ++i) {
    const soi_span leaving = build->arms[arms.first + i].leaving;
    for (soi_lane_id lane = leaving.first; lane < leaving.first + leaving.count; ++lane) {
      if (soi_way_cost(build->model, way, lane) < (double)SOI_NO_WAY) { entries[count++] = lane; }
    }
  }
  return count;
}

static soi_way_id way_to_node(const soi_model *model, uint32_t node) {
  for (soi_way_id way = 1; way <= model->way_count; ++way) {
    if (model->ways[way].node == node) { return way; }
  }
  return 0;
}

static bool is_end(soi_build *build, const soi_vehicle_flow_definition *flow, uint32_t node) {
  if (build->node_arms[node].count == 1) { return true; }
  soi_error_add(build->errors, flow->record.mark, "node '%s' is not an end of the map, %u roads meet there; a node with one road expected",
                build->map->nodes.items[node - 1].record.id, build->node_arms[node].count);
  return false;
}

static bool uses_mix(const soi_build *build, const soi_vehicle_flow_definition *flow) {
  double shares = 0.0;
  const soi_traffic_definition *const traffic = &build->definition->scenario.traffic;
  for (uint32_t i = 0; i < traffic->mix.count; ++i) { shares += traffic->mix.items[i].share; }
  if (flow->type == 0 && shares <= 0.0) {
    soi_error_add(build->errors, flow->record.mark, "this flow has no vehicle type and the traffic's mix has no shares; either expected");
    return false;
  }
  return true;
}

static void build_vehicle_flow(soi_build *build, uint32_t row) {
  soi_model *const model = build->model;
  const soi_traffic_definition *const traffic = &build->definition->scenario.traffic;
  const soi_vehicle_flow_definition *const definition = &traffic->flows.items[row - 1];
  soi_vehicle_flow *const flow = &model->vehicle_flows[row];
  flow->definition = row;
  flow->id = definition->record.id;
  flow->rate = definition->rate * traffic->scale;
  flow->start = start_tick(build, definition->start);
  flow->finish = finish_tick(build, definition->finish);
  flow->type = definition->type;
  const bool mixed = uses_mix(build, definition), starts = is_end(build, definition, definition->from);
  if (!mixed || !starts || !is_end(build, definition, definition->to)) { return; }
  flow->way = way_to_node(model, definition->to);
  flow->entries.count = list_entries(build, definition->from, flow->way, &model->flow_lanes[flow->entries.first]);
  if (flow->entries.count == 0) {
    soi_error_add(build->errors, definition->record.mark,
                  "there is no way from node '%s' to node '%s'; roads that lead there in their direction of travel expected",
                  build->map->nodes.items[definition->from - 1].record.id, build->map->nodes.items[definition->to - 1].record.id);
  }
}

static void build_vehicle_flows(soi_build *build) {
  soi_model *const model = build->model;
  const soi_traffic_definition *const traffic = &build->definition->scenario.traffic;
  model->vehicle_flow_count = traffic->flows.count;
  model->vehicle_flows = SOI_NEW(&model->arena, soi_vehicle_flow, (size_t)traffic->flows.count + 1);
  /* Room for all lanes that begin at the flows' nodes. */
  uint32_t used = 1;
  for (uint32_t row = 1; row <= traffic->flows.count; ++row) {
    const soi_span arms = build->node_arms[traffic->flows.items[row - 1].from];
    model->vehicle_flows[row].entries.first = used;
    for (uint32_t i = 0; i < arms.count; ++i) { used += build->arms[arms.first + i].leaving.count; }
  }
  model->flow_lanes = SOI_NEW(&model->arena, soi_lane_id, used);
  model->flow_lane_count = used;
  for (uint32_t row = 1; row <= traffic->flows.count; ++row) { build_vehicle_flow(build, row); }
}

/* --- people ---------------------------------------------------------------------------------------------------------- */

static double walk_metres(const soi_model *model, soi_walk_way_id way, soi_walk_node_id node) {
  return way != 0 && node != 0 ? (double)model->walk_cost[(size_t)way * (model->walk_node_count + 1) + node] : (double)SOI_NO_WAY;
}

/* Seconds aboard from the place of one stop on a route to that of another, huge when the route does not go there. */
static double ride_time(const soi_build *build, const soi_route *route, uint32_t from, uint32_t to) {
  if (to < from && !route->loop) { return (double)SOI_NO_WAY; }
  double time = 0.0;
  for (uint32_t place = from; place != to; place = (place + 1) % route->stops.count) {
    time += build->leg_time[route->stops.first + place];
  }
  return time;
}

/* The cheapest way by cart: walk, half a headway, ride, walk. Boarding and alighting at one stop stands for going on foot by way
 * of it. */
static void choose_stops(const soi_build *build, soi_people_flow *flow) {
  const soi_model *const model = build->model;
  double least = (double)SOI_NO_WAY;
  for (uint32_t row = 1; row <= model->route_count; ++row) {
    const soi_route *const route = &model->routes[row];
    for (uint32_t i = 0; i < route->stops.count; ++i) {
      const soi_stop_id board = model->route_stops[route->stops.first + i];
      const double to_stop = walk_metres(model, model->stops[board].walk_way, model->gates[flow->from].node);
      for (uint32_t j = 0; j < route->stops.count; ++j) {
        const soi_stop_id alight = model->route_stops[route->stops.first + j];
        const double walk = to_stop + walk_metres(model, model->gates[flow->to].way, model->stops[alight].node);
        const double cost = walk / WALK_SPEED + HALF_HEADWAY + ride_time(build, route, i, j);
        if (walk < (double)SOI_NO_WAY && cost < least) {
          least = cost;
          flow->route = row;
          flow->board = board;
          flow->alight = alight;
        }
      }
    }
  }
}

/* Arrivals of a timetable as ticks, those within the flow's time and the scenario's, in order. */
static uint32_t list_arrivals(const soi_build *build, const soi_people_flow *flow, uint32_t timetable, soi_tick *ticks) {
  const soi_model *const model = build->model;
  const soi_numbers times = build->definition->scenario.timetables.items[timetable - 1].times;
  uint32_t count = 0;
  for (uint32_t i = 0; i < times.count; ++i) {
    const soi_tick tick = soi_tick_at(model, times.items[i]);
    if (times.items[i] < build->definition->scenario.start - 0.5 * model->step || tick < flow->start || tick >= flow->finish ||
        tick >= model->end) {
      continue;
    }
    uint32_t at = count++;
    for (; at > 0 && ticks[at - 1] > tick; --at) { ticks[at] = ticks[at - 1]; }
    ticks[at] = tick;
  }
  return count;
}

static void build_people_flow(soi_build *build, uint32_t row, const soi_people_flow_definition *definition, uint32_t definition_row,
                              bool passengers, double scale) {
  soi_model *const model = build->model;
  soi_people_flow *const flow = &model->people_flows[row];
  const soi_span arrivals = flow->arrivals;
  *flow = (soi_people_flow){
      .id = definition->record.id,
      .definition = definition_row,
      .passengers = passengers,
      .from = definition->from,
      .to = definition->to,
      .rate = definition->rate * scale,
      .arrivals = arrivals,
      .per_arrival = definition->per_arrival * scale,
      .spread = definition->spread,
      .start = start_tick(build, definition->start),
      .finish = finish_tick(build, definition->finish),
      .patience = definition->patience,
      .wheelchair = definition->wheelchair,
      .luggage = definition->luggage,
  };
  if (definition->timetable != 0) {
    flow->arrivals.count = list_arrivals(build, flow, definition->timetable, &model->arrival_ticks[arrivals.first]);
  }
  if (definition->from == definition->to) {
    soi_error_add(build->errors, definition->record.mark, "this flow begins and ends at gate '%s'; two different gates expected",
                  build->map->gates.items[definition->from - 1].record.id);
    return;
  }
  if (definition->by == SOI_TRAVEL_CART) { choose_stops(build, flow); }
}

static uint32_t arrivals_of(const soi_build *build, const soi_people_flow_definition *flow) {
  return flow->timetable != 0 ? build->definition->scenario.timetables.items[flow->timetable - 1].times.count : 0;
}

static void build_people_flows(soi_build *build) {
  soi_model *const model = build->model;
  const soi_passengers_definition *const passengers = &build->definition->scenario.passengers;
  const soi_pedestrians_definition *const walkers = &build->definition->scenario.pedestrians;
  model->people_flow_count = passengers->flows.count + walkers->flows.count;
  model->people_flows = SOI_NEW(&model->arena, soi_people_flow, (size_t)model->people_flow_count + 1);
  /* Passengers' flows first, then walkers'; each has room for all arrivals of its timetable. */
  uint32_t used = 1;
  for (uint32_t row = 1; row <= model->people_flow_count; ++row) {
    model->people_flows[row].arrivals.first = used;
    used += arrivals_of(build, row <= passengers->flows.count ? &passengers->flows.items[row - 1]
                                                              : &walkers->flows.items[row - 1 - passengers->flows.count]);
  }
  model->arrival_ticks = SOI_NEW(&model->arena, soi_tick, used);
  model->arrival_count = used;
  for (uint32_t i = 0; i < passengers->flows.count; ++i) {
    build_people_flow(build, i + 1, &passengers->flows.items[i], i + 1, true, passengers->scale);
  }
  for (uint32_t i = 0; i < walkers->flows.count; ++i) {
    build_people_flow(build, passengers->flows.count + i + 1, &walkers->flows.items[i], i + 1, false, walkers->scale);
  }
}

/* --- who cannot ride ------------------------------------------------------------------------------------------------- */

static void report_no_ride(soi_build *build, const soi_people_flow *flow, const soi_people_flow_definition *definition) {
  const char *const from = build->map->gates.items[definition->from - 1].record.id;
  const char *const to = build->map->gates.items[definition->to - 1].record.id;
  if (flow->route == 0) {
    soi_error_add(build->errors, definition->record.mark,
                  "no route takes people from gate '%s' to gate '%s'; a route with stops near both expected", from, to);
    return;
  }
  soi_error_add(
      build->errors, definition->record.mark,
      "a cart is of no use from gate '%s' to gate '%s': stop '%s' is the best to board and to alight; gates further apart along a "
      "route expected, or by: walk",
      from, to, build->map->stops.items[flow->board - 1].record.id);
}

/* The definition of a flow that wants a cart, null for one on foot. */
static const soi_people_flow_definition *rider(const soi_build *build, const soi_people_flow *flow) {
  const soi_scenario_definition *const s = &build->definition->scenario;
  const soi_people_flow_definition *const definition =
      flow->passengers ? &s->passengers.flows.items[flow->definition - 1] : &s->pedestrians.flows.items[flow->definition - 1];
  return definition->by == SOI_TRAVEL_CART && definition->from != definition->to ? definition : NULL;
}

/* Where no flow finds a route there is one fault, not one a flow. */
static void check_rides(soi_build *build) {
  const soi_model *const model = build->model;
  const soi_people_flow_definition *first = NULL;
  uint32_t riders = 0, lost = 0;
  for (uint32_t row = model->people_flow_count; row > 0; --row) {
    const soi_people_flow_definition *const definition = rider(build, &model->people_flows[row]);
    riders += definition != NULL ? 1 : 0;
    lost += definition != NULL && model->people_flows[row].route == 0 ? 1 : 0;
    first = definition != NULL ? definition : first;
  }
  if (lost > 1 && lost == riders) {
    soi_error_add(
        build->errors, first->record.mark,
        "no route takes any of the %u flows that want a cart: none from gate '%s' to gate '%s', and so on; routes with stops near "
        "both expected",
        lost, build->map->gates.items[first->from - 1].record.id, build->map->gates.items[first->to - 1].record.id);
    return;
  }
  for (uint32_t row = 1; row <= model->people_flow_count; ++row) {
    const soi_people_flow *const flow = &model->people_flows[row];
    const soi_people_flow_definition *const definition = rider(build, flow);
    if (definition != NULL && flow->board == flow->alight) { report_no_ride(build, flow, definition); }
  }
}

/* --- carts ----------------------------------------------------------------------------------------------------------- */

/* A cart must get from its depot to its route and back. */
static void check_cart(soi_build *build, const soi_cart_definition *cart) {
  const soi_model *const model = build->model;
  if (cart->row.route == 0 || cart->row.depot == 0 || model->routes[cart->row.route].stops.count == 0) { return; }
  const soi_depot *const depot = &model->depots[cart->row.depot];
  const soi_span stops = model->routes[cart->row.route].stops;
  const soi_stop *const first = &model->stops[model->route_stops[stops.first]];
  if (depot->lane == 0 || first->lane == 0) { return; /* reported */ }
  double length = 0.0, time = 0.0;
  const bool out = soi_way_measure(build, depot->lane, depot->s, first->way, 100.0, &length, &time);
  const bool back = soi_way_measure(build, first->lane, first->s, depot->way, 100.0, &length, &time);
  if (!out || !back) {
    soi_error_add(build->errors, cart->record.mark,
                  "cart '%s' cannot drive %s stop '%s'; a way along roads in their direction of travel expected", cart->record.id,
                  out ? "back to its depot from" : "from its depot to", build->map->stops.items[first->definition - 1].record.id);
  }
}

/* --- incidents ------------------------------------------------------------------------------------------------------- */

/* A parked vehicle must find a way off the map when it drives on. */
static void check_parked(soi_build *build, const soi_incident_definition *incident) {
  const soi_model *const model = build->model;
  const soi_lane_id lane = soi_lane_of(model, incident->row.road, incident->row.direction, incident->row.lane);
  if (lane != 0 && soi_exit_near(model, lane) == 0) {
    soi_error_add(build->errors, incident->record.mark, "vehicle '%s' could not drive away: %s expected", incident->record.id,
                  model->vehicle_flow_count == 0
                      ? "without traffic no end of the map is in use; a flow in traffic.flows, of 0 /h if need be,"
                      : "no end of the map in use can be reached; a lane that leads to one");
  }
  if (lane != 0 && soi_abs(incident->row.offset) > model->lanes[lane].width) {
    soi_error_add(build->errors, incident->record.mark,
                  "vehicle '%s' would stand %.1f m from the middle of a lane %.1f m wide; less expected", incident->record.id,
                  soi_abs(incident->row.offset), model->lanes[lane].width);
  }
  if (incident->row.type == 0 && soi_van_type(model) == 0) {
    soi_error_add(build->errors, incident->record.mark,
                  "vehicle '%s' has no type, and no van or car is among the vehicle_types; a type expected", incident->record.id);
  }
}

/* Somebody on foot needs a way near by that leads to a gate. */
static void check_pedestrian(soi_build *build, const soi_incident_definition *incident) {
  const soi_model *const model = build->model;
  soi_point on;
  soi_walk_node_id toward;
  const soi_walk_link_id link = soi_walk_link_near(model, incident->row.place, SOI_PEDESTRIAN_REACH, &on);
  const soi_gate_id gate = link == 0 || incident->row.gate != 0 ? incident->row.gate : soi_gate_near(model, link, on);
  if (link == 0) {
    soi_error_add(build->errors, incident->record.mark, "'%s' is not near a way on foot; a place at most %.0f m from one expected",
                  incident->record.id, SOI_PEDESTRIAN_REACH);
  } else if (gate == 0 || soi_walk_cost_at(model, model->gates[gate].way, link, on, &toward) >= (double)SOI_NO_WAY) {
    soi_error_add(build->errors, incident->record.mark, "no gate can be reached from '%s'; another place, or a gate, expected",
                  incident->record.id);
  }
}

static void check_incidents(soi_build *build) {
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  for (uint32_t i = 0; i < scenario->incidents.count; ++i) {
    const soi_incident_definition *const incident = &scenario->incidents.items[i];
    if (incident->row.kind == SOI_INCIDENT_PARKED) { check_parked(build, incident); }
    if (incident->row.kind == SOI_INCIDENT_PEDESTRIAN) { check_pedestrian(build, incident); }
  }
}

/* When each cart leaves: those of a group one after the other, by the planned headway or else evenly over the round as it is without
 * people, with the least dwell at each stop. */
static void build_starts(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  for (soi_cart_id cart = 1; cart <= scenario->fleet.count; ++cart) {
    const soi_cart_definition *const plan = &scenario->fleet.items[cart - 1];
    const soi_route *const route = &model->routes[plan->row.route];
    const double round = route->free_time + scenario->service.row.dwell_minimum * route->stops.count;
    const double apart = scenario->service.row.headway > 0.0 ? scenario->service.row.headway : round / soi_max(plan->count, 1.0);
    model->carts[cart].leaves = soi_max(plan->row.start, plan->count > 1 ? scenario->start : 0.0) + apart * plan->place;
  }
}

void soi_build_flows(soi_build *build) {
  build_vehicle_flows(build);
  build_people_flows(build);
  check_rides(build);
  build_starts(build);
  for (uint32_t i = 0; i < build->definition->scenario.fleet.count; ++i) { check_cart(build, &build->definition->scenario.fleet.items[i]); }
  check_incidents(build);
}
