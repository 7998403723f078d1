/* Stops, depots and routes: where carts halt, where people wait beside them, and how one stop leads to the next. */
#include "build.h"

static const double JUNCTION_CLEAR = 2.0; /* m between a berth or depot and the end of its lane */
static const double BERTH_GAP = 1.0;      /* m between carts that stand in line */
static const double CART_LENGTH = 4.0;    /* m, where the scenario has no cart */
static const double CART_WIDTH = 1.3;     /* m, where the scenario has no cart */
static const double CART_SPEED = 5.28;    /* m/s (19 km/h), where the scenario has no cart */
static const double QUEUE_AWAY = 1.0;     /* m from the edge of the carriageway or bay */
static const double QUEUE_STEP = 0.7;     /* m from one waiting person to the next */
static const double BAY_CLEAR = 2.0;      /* m: a berth this far aside leaves the lane, and a crossing on it, free */

/* The longest, the widest and the slowest cart of the scenario. */
static double cart_size(const soi_build *build, bool along) {
  double size = 0.0;
  for (uint32_t i = 0; i < build->definition->scenario.vehicle_types.count; ++i) {
    const soi_vehicle_type_definition *const type = &build->definition->scenario.vehicle_types.items[i];
    size = type->body.row.shape == SOI_SHAPE_CART ? soi_max(size, along ? type->body.row.length : type->body.row.width) : size;
  }
  return size > 0.0 ? size : along ? CART_LENGTH : CART_WIDTH;
}

static double cart_length(const soi_build *build) { return cart_size(build, true); }

static double cart_speed(const soi_build *build) {
  double speed = 0.0;
  for (uint32_t i = 0; i < build->definition->scenario.vehicle_types.count; ++i) {
    const soi_vehicle_type_definition *const type = &build->definition->scenario.vehicle_types.items[i];
    if (type->body.row.shape == SOI_SHAPE_CART && type->body.row.top_speed > 0.0) {
      speed = speed > 0.0 ? soi_min(speed, type->body.row.top_speed) : type->body.row.top_speed;
    }
  }
  return speed > 0.0 ? speed : CART_SPEED;
}

/* --- places at the kerb ---------------------------------------------------------------------------------------------- */

static const char *direction_name(soi_direction direction) { return direction == SOI_FORWARD ? "forward" : "backward"; }

/* The kerb lane of a road and direction and the s beside `at`; lane 0 with an error when there is none or it is too near an end.
 * behind is how much room the place needs behind it. */
static soi_lane_id kerb_place(soi_build *build, const soi_record *record, const char *what, soi_reference road, soi_direction direction,
                              double at, double behind, double *s) {
  const soi_build_road *const made = &build->roads[road];
  const char *const name = soi_road_of(build, road)->record.id;
  if (made->lanes[direction].count == 0) {
    soi_error_add(build->errors, record->mark,
                  "%s '%s' lies on the %s side of road '%s', which has no lane there; the other direction expected", what, record->id,
                  direction_name(direction), name);
    return 0;
  }
  const soi_lane_id lane = made->lanes[direction].first;
  const soi_knot middle = soi_knots_at(made->knots, at);
  const double offset = soi_lane_offset(build, road, direction, 1);
  *s = soi_lane_beside(build, &build->model->lanes[lane], moved(middle.point, left_of(middle.heading), offset));
  /* The open stretch, counted along the road as the map does. */
  const double low = made->start + (direction == SOI_FORWARD ? behind : 0.0) + JUNCTION_CLEAR;
  const double high = made->end - (direction == SOI_FORWARD ? 0.0 : behind) - JUNCTION_CLEAR;
  if (low > high) {
    soi_error_add(build->errors, record->mark,
                  "%s '%s' does not fit on road '%s', of which junctions leave %.1f m; %.1f m expected at least", what, record->id, name,
                  made->end - made->start, behind + 2.0 * JUNCTION_CLEAR);
    return 0;
  }
  if (at < low - 1e-9 || at > high + 1e-9) {
    soi_error_add(build->errors, record->mark,
                  "%s '%s' at %.1f m of road '%s' is too near a junction or the road's end; between %.1f m and %.1f m expected", what,
                  record->id, at, name, low, high);
    return 0;
  }
  return lane;
}

/* Carts that stand in the lane may not stand on a crossing. */
static void check_berths(soi_build *build, const soi_stop *stop, const soi_stop_definition *definition) {
  const soi_lane *const lane = &build->model->lanes[stop->lane];
  for (uint32_t i = 0; definition->bay < BAY_CLEAR && i < lane->conflict_zones.count; ++i) {
    const soi_conflict_zone *const zone = &build->model->conflict_zones[lane->conflict_zones.first + i];
    const double back = stop->s - stop->berth_length * stop->berths;
    if (zone->kind != SOI_CONFLICT_ZONE_WALK || zone->start > stop->s || zone->end < back) { continue; }
    const soi_crossing_id crossing = build->model->crossings[zone->crossing].definition;
    soi_error_add(build->errors, definition->record.mark,
                  "carts at stop '%s' would stand on crossing '%s'; a stop clear of it, or a bay of %.1f m at least expected",
                  definition->record.id, crossing != 0 ? build->map->crossings.items[crossing - 1].record.id : "(side road)", BAY_CLEAR);
  }
}

static void build_stop(soi_build *build, uint32_t row) {
  soi_model *const model = build->model;
  const soi_stop_definition *const definition = &build->map->stops.items[row - 1];
  soi_stop *const stop = &model->stops[row];
  const double length = cart_length(build) + BERTH_GAP;
  *stop = (soi_stop){
      .id = definition->record.id, .definition = row, .berth_length = length, .berths = definition->berths > 0 ? definition->berths : 1};
  stop->lane = kerb_place(build, &definition->record, "stop", definition->road, definition->direction, definition->at,
                          length * stop->berths, &stop->s);
  if (stop->lane == 0) { return; }
  stop->d = model->side * definition->bay;
  check_berths(build, stop, definition);
  /* The queue begins beside the first cart's middle and runs back along the kerb. */
  const double door = stop->s - 0.5 * cart_length(build);
  const double away = 0.5 * model->lanes[stop->lane].width + definition->bay + QUEUE_AWAY;
  soi_point heading;
  stop->queue = soi_lane_at(model, stop->lane, door, model->side * away, &heading);
  stop->queue_step = scaled(heading, -QUEUE_STEP);
}

static void build_depot(soi_build *build, uint32_t row) {
  soi_model *const model = build->model;
  const soi_depot_definition *const definition = &build->map->depots.items[row - 1];
  soi_depot *const depot = &model->depots[row];
  *depot = (soi_depot){.id = definition->record.id, .definition = row, .places = definition->places};
  depot->lane = kerb_place(build, &definition->record, "depot", definition->road, definition->direction, definition->at, cart_length(build),
                           &depot->s);
  for (uint32_t i = 0; i < build->map->chargers.count; ++i) {
    const soi_charger_definition *const charger = &build->map->chargers.items[i];
    if (charger->depot == row) {
      depot->charge_power += charger->power * charger->plugs;
      depot->plug_power = soi_max(depot->plug_power, charger->power);
      depot->plugs += charger->plugs;
    }
  }
}

void soi_build_stops(soi_build *build) {
  soi_model *const model = build->model;
  model->stop_count = build->map->stops.count;
  model->stops = SOI_NEW(&model->arena, soi_stop, (size_t)model->stop_count + 1);
  for (uint32_t row = 1; row <= model->stop_count; ++row) { build_stop(build, row); }
  model->depot_count = build->map->depots.count;
  model->depots = SOI_NEW(&model->arena, soi_depot, (size_t)model->depot_count + 1);
  for (uint32_t row = 1; row <= model->depot_count; ++row) { build_depot(build, row); }
}

/* --- gates ----------------------------------------------------------------------------------------------------------- */

/* How far a place lies outside the berths of a stop, m; negative when a cart that stands there would cover it. */
static double off_berths(const soi_build *build, const soi_stop *stop, soi_point at) {
  const double length = stop->berth_length * stop->berths;
  soi_point heading;
  const soi_point middle = soi_lane_at(build->model, stop->lane, stop->s - 0.5 * length, stop->d, &heading);
  const soi_point to = difference(at, middle);
  return soi_max(soi_abs(dot(heading, to)) - 0.5 * length, soi_abs(cross(heading, to)) - 0.5 * cart_size(build, false));
}

static bool on_level(const soi_model *model, const soi_walk_node *node, int32_t level) {
  for (uint32_t i = 0; i < node->links.count; ++i) {
    if (model->walk_links[model->walk_node_links[node->links.first + i]].level == level) { return true; }
  }
  return node->links.count == 0;
}

void soi_check_gates(soi_build *build) {
  const soi_model *const model = build->model;
  for (uint32_t row = 1; row <= model->gate_count; ++row) {
    const soi_gate_definition *const gate = &build->map->gates.items[row - 1];
    const soi_walk_node *const node = &model->walk_nodes[model->gates[row].node];
    for (uint32_t i = 1; i <= model->stop_count && model->gates[row].node != 0; ++i) {
      const soi_stop *const stop = &model->stops[i];
      if (stop->lane == 0 || !on_level(model, node, model->lanes[stop->lane].level)) { continue; }
      const double off = soi_min(off_berths(build, stop, gate->at), off_berths(build, stop, node->at));
      const double radius = build->definition->scenario.pedestrians.walking.row.radius;
      if (off < radius) {
        soi_error_add(build->errors, gate->record.mark,
                      "gate '%s' lies in the berths of stop '%s', under a cart that stands there; a place %.1f m further off expected",
                      gate->record.id, build->map->stops.items[i - 1].record.id, radius - off);
      }
    }
  }
}

/* --- routes ---------------------------------------------------------------------------------------------------------- */

/* Measures the leg from one stop of a route to the next. */
static void build_leg(soi_build *build, soi_route *route, const soi_route_definition *definition, uint32_t place, double top_speed) {
  const soi_model *const model = build->model;
  const uint32_t from = model->route_stops[route->stops.first + place];
  const uint32_t to = model->route_stops[route->stops.first + (place + 1) % route->stops.count];
  const soi_stop *const stop = &model->stops[from];
  if (stop->lane == 0 || model->stops[to].lane == 0) { return; /* reported with the stop */ }
  double length = 0.0, time = 0.0;
  if (!soi_way_measure(build, stop->lane, stop->s, model->stops[to].way, top_speed, &length, &time)) {
    soi_error_add(build->errors, definition->record.mark,
                  "route '%s' cannot go from stop '%s' to stop '%s'; a way along roads in their direction of travel expected",
                  definition->record.id, build->map->stops.items[from - 1].record.id, build->map->stops.items[to - 1].record.id);
    return;
  }
  route->length += length;
  route->free_time += time;
  build->leg_time[route->stops.first + place] = time;
}

static void build_route(soi_build *build, uint32_t row) {
  soi_model *const model = build->model;
  const soi_route_definition *const definition = &build->map->routes.items[row - 1];
  soi_route *const route = &model->routes[row];
  route->definition = row;
  route->id = definition->record.id;
  route->loop = definition->loop;
  if (definition->stops.count < 2) {
    soi_error_add(build->errors, definition->record.mark, "route '%s' has %u stops; two at least expected", definition->record.id,
                  definition->stops.count);
    route->stops.count = 0;
    return;
  }
  const uint32_t legs = route->loop ? route->stops.count : route->stops.count - 1;
  for (uint32_t place = 0; place < legs; ++place) { build_leg(build, route, definition, place, cart_speed(build)); }
}

void soi_build_routes(soi_build *build) {
  soi_model *const model = build->model;
  model->route_count = build->map->routes.count;
  model->routes = SOI_NEW(&model->arena, soi_route, (size_t)model->route_count + 1);
  uint32_t places = 1;
  for (uint32_t row = 1; row <= model->route_count; ++row) {
    model->routes[row].stops = (soi_span){places, build->map->routes.items[row - 1].stops.count};
    places += model->routes[row].stops.count;
  }
  model->route_stops = SOI_NEW(&model->arena, uint32_t, places);
  model->route_stop_count = places;
  build->leg_time = SOI_NEW(&build->scratch, double, places);
  for (uint32_t row = 1; row <= model->route_count; ++row) {
    const soi_references stops = build->map->routes.items[row - 1].stops;
    for (uint32_t i = 0; i < stops.count; ++i) { model->route_stops[model->routes[row].stops.first + i] = stops.items[i]; }
    build_route(build, row);
  }
}
