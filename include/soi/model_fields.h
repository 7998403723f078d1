/* The model's manifest: every table and every column of it, once. The lists make the structs of the rows, the model's members, its hash,
 * the printing of a value, the first difference of two models, and the question whether a state of one can go on in the other.
 *
 * X(type, name, use, doc): a column.
 *   use   GROUND  a state stands on it or refers to it: the same before a state may go on in another model
 *         GROWS   a number that may be greater there
 *         FREE    it steers the run, and may differ
 *         LABEL   how it is called, or where it came from: only reports and the eye read it
 * Lengths are m, times s, speeds m/s, energies J; shares are 0..1, clock times s after midnight. */
#ifndef SOI_MODEL_FIELDS_H
#define SOI_MODEL_FIELDS_H

#include <soi/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- kinds, and what columns are made of ---------------------------------------------------------------------------------------------- */

/* Rows of legs. Those that people without a cart errand leave are for journeys with a change. */
#define SOI_LEGS_PER_PERSON 3

/* Ids: a row of a table, 0 for none. Each is an enumeration of its own, so that a compiler tells a stop passed for a lane
 * (-Wenum-conversion, -Wenum-compare). I(type, rows in a model, what it is a row of).
 * An agent is a vehicle, or a person behind all rows of vehicles. Roads and nodes are rows of the map's definition. */
/* clang-format off */
#define SOI_IDS(I) \
  I(soi_lane_id, model->lane_count, "lanes: roads' lanes and connectors through junctions alike") \
  I(soi_conflict_zone_id, model->conflict_zone_count, "conflict_zones") \
  I(soi_junction_id, model->junction_count, "junctions") \
  I(soi_roundabout_id, model->roundabout_count, "roundabouts") \
  I(soi_signal_id, model->signal_count, "signals") \
  I(soi_crossing_id, model->crossing_count, "crossings") \
  I(soi_way_id, model->way_count, "ways: a destination in use by vehicles") \
  I(soi_walk_node_id, model->walk_node_count, "walk_nodes") \
  I(soi_walk_link_id, model->walk_link_count, "walk_links") \
  I(soi_walk_way_id, model->walk_way_count, "walk_ways: a destination in use by people") \
  I(soi_gate_id, model->gate_count, "gates") \
  I(soi_stop_id, model->stop_count, "stops") \
  I(soi_depot_id, model->depot_count, "depots") \
  I(soi_route_id, model->route_count, "routes") \
  I(soi_type_id, model->type_count, "types of vehicles") \
  I(soi_cart_id, model->cart_count, "carts") \
  I(soi_incident_id, model->incident_count, "incidents") \
  I(soi_vehicle_flow_id, model->vehicle_flow_count, "vehicle_flows") \
  I(soi_people_flow_id, model->people_flow_count, "people_flows") \
  I(soi_vehicle_id, model->vehicle_capacity, "vehicles of the world, bodies of carts among them") \
  I(soi_person_id, model->person_capacity, "people of the world") \
  I(soi_leg_id, model->person_capacity *SOI_LEGS_PER_PERSON, "legs of the world's journeys") \
  I(soi_agent_id, model->vehicle_capacity + model->person_capacity, "agents of the world") \
  I(soi_road_id, model->definition->map.roads.count, "roads of the definition") \
  I(soi_node_id, model->definition->map.nodes.count, "nodes of the definition")

#define SOI_ID(type, rows, doc) typedef enum type { type##_none } type;
SOI_IDS(SOI_ID)
#undef SOI_ID
/* clang-format on */

/* What a column is for; see above. */
typedef enum soi_column_use { SOI_GROUND, SOI_GROWS, SOI_FREE, SOI_LABEL } soi_column_use;

/* A name in up to three languages; en is never null. */
typedef struct soi_name {
  const char *en, *th, *ja;
} soi_name;

/* A run of rows in another table. */
typedef struct soi_span {
  uint32_t first, count;
} soi_span;

typedef enum soi_side { SOI_SIDE_LEFT, SOI_SIDE_RIGHT } soi_side;

typedef enum soi_direction { SOI_FORWARD, SOI_BACKWARD } soi_direction;

/* From the least to the greatest: the order of right of way. */
typedef enum soi_road_class {
  SOI_ROAD_SERVICE,
  SOI_ROAD_RESIDENTIAL,
  SOI_ROAD_TERTIARY,
  SOI_ROAD_SECONDARY,
  SOI_ROAD_PRIMARY,
  SOI_ROAD_TRUNK
} soi_road_class;

typedef enum soi_turn { SOI_TURN_THROUGH, SOI_TURN_LEFT, SOI_TURN_RIGHT, SOI_TURN_BACK } soi_turn;

typedef enum soi_conflict_zone_kind {
  SOI_CONFLICT_ZONE_CROSS,   /* connector over connector */
  SOI_CONFLICT_ZONE_MERGE,   /* two connectors into one lane; ends at the lane's end */
  SOI_CONFLICT_ZONE_DIVERGE, /* two connectors from one lane: bodies overlap at the start only */
  SOI_CONFLICT_ZONE_WALK,    /* a crossing for people */
} soi_conflict_zone_kind;

/* Which of two movements goes first. */
typedef enum soi_right_of_way { SOI_YIELDS, SOI_EQUAL_RIGHT, SOI_GOES_FIRST } soi_right_of_way;

typedef enum soi_crossing_kind { SOI_CROSSING_ZEBRA, SOI_CROSSING_SIGNAL, SOI_CROSSING_UNMARKED } soi_crossing_kind;

typedef enum soi_walk_kind { SOI_WALK_CORRIDOR, SOI_WALK_PLAZA, SOI_WALK_CROSSING, SOI_WALK_SIDEWALK, SOI_WALK_LINK } soi_walk_kind;

/* Shapes of bodies: X(SYMBOL, "name in files", what one without a name is called in English, Thai and Japanese). */
/* clang-format off */
#define SOI_SHAPES(X) \
  X(CAR, "car", "Car", "รถยนต์", "乗用車") \
  X(MOTORCYCLE, "motorcycle", "Motorcycle", "รถจักรยานยนต์", "バイク") \
  X(BUS, "bus", "Bus", "รถโดยสาร", "バス") \
  X(PICKUP, "pickup", "Pickup", "รถกระบะ", "ピックアップ") \
  X(SONGTHAEW, "songthaew", "Songthaew", "รถสองแถว", "ソンテウ") \
  X(TUKTUK, "tuktuk", "Tuk-tuk", "รถตุ๊กตุ๊ก", "トゥクトゥク") \
  X(TRUCK, "truck", "Truck", "รถบรรทุก", "トラック") \
  X(CART, "cart", "Cart", "รถรับส่ง", "カート")

typedef enum soi_vehicle_shape {
#define SOI_SHAPE_ROW(symbol, ...) SOI_SHAPE_##symbol,
  SOI_SHAPES(SOI_SHAPE_ROW)
#undef SOI_SHAPE_ROW
  SOI_SHAPE_COUNT
} soi_vehicle_shape;
/* clang-format on */

typedef enum soi_hold_policy { SOI_HOLD_NONE, SOI_HOLD_EVEN_HEADWAY } soi_hold_policy;

/* What goes wrong: X(SYMBOL, "kind in files", command it becomes, function of sim/world/input.c that fills it in, key it needs, keys it heeds
 * too). Of one that is on a road its whole stretch is checked. */
/* clang-format off */
#define SOI_INCIDENTS(X) \
  X(BREAKDOWN, "breakdown", BREAKDOWN, of_cart, "cart", "duration") \
  X(CLOSED_LANE, "closed_lane", CLOSE_LANE, of_stretch, "road", "duration direction lane from to") \
  X(RAIN, "rain", RAIN, of_rain, "rain", "duration visibility") \
  X(PARKED, "parked_vehicle", PARK, of_parked, "road", "duration direction lane from type offset") \
  X(PEDESTRIAN, "pedestrian", PEDESTRIAN, of_pedestrian, "place", "duration gate jaywalks") \
  X(CLOSED_ROAD, "closed_road", CLOSE_LANE, of_stretch, "road", "duration from to") \
  X(REPAIR, "repair", REPAIR, of_cart, "cart", "")

typedef enum soi_incident_kind {
#define SOI_INCIDENT_ROW(symbol, ...) SOI_INCIDENT_##symbol,
  SOI_INCIDENTS(SOI_INCIDENT_ROW)
#undef SOI_INCIDENT_ROW
  SOI_INCIDENT_KINDS
} soi_incident_kind;
/* clang-format on */

/* --- the street ----------------------------------------------------------------------------------------------------------------------- */

/* clang-format off */
/* One lane of a road, or a connector through a junction. Its middle line is sampled at equal steps of arc length:
 * segment i joins points[first_point + i] and the next, each segment_length long. */
#define SOI_LANE_COLUMNS(X) \
  X(soi_road_id, road, GROUND, "definition row; 0 for a connector") \
  X(soi_junction_id, junction, GROUND, "row of junctions; 0 for a road's lane") \
  X(soi_node_id, node, GROUND, "definition row of the node the lane leads to (road lanes), 0 at an end of the map") \
  X(soi_direction, direction, GROUND, "") \
  X(soi_road_class, road_class, GROUND, "") \
  X(soi_turn, turn, GROUND, "connectors") \
  X(int32_t, level, GROUND, "of its road: bridges and underpasses; a connector has that of the lane it comes from") \
  X(uint32_t, index, GROUND, "road lanes: 1 at the kerb, counting inwards; 0 for connectors") \
  X(soi_lane_id, inner, GROUND, "the neighbour of the same direction towards the road's middle, 0 for none") \
  X(soi_lane_id, outer, GROUND, "the same towards the kerb") \
  X(soi_lane_id, from, GROUND, "connectors: the lane they come from") \
  X(soi_lane_id, to, GROUND, "connectors: the lane they lead to") \
  X(soi_span, out, GROUND, "rows of lane_links: the lanes this one leads to") \
  X(soi_span, in, GROUND, "rows of lane_links: the lanes that lead here") \
  X(double, length, GROUND, "") \
  X(double, width, GROUND, "") \
  X(double, speed_limit, GROUND, "") \
  X(double, road_start, GROUND, "road lanes: distance along the road's centre-line (from its from node) where the lane starts ...") \
  X(double, road_end, GROUND, "... and ends; for backward lanes road_start > road_end") \
  X(uint32_t, first_point, GROUND, "") \
  X(uint32_t, segments, GROUND, "") \
  X(double, segment_length, GROUND, "") \
  X(soi_span, conflict_zones, GROUND, "rows of conflict_zones on this lane, by s") \
  X(soi_signal_id, signal, GROUND, "row of signals that holds vehicles at this connector's start; 0 for none") \
  X(uint32_t, signal_bit, GROUND, "its bit in the stages' go masks") \
  X(bool, curved, GROUND, "connectors: bends by more than 20 degrees") \
  X(bool, gives_way, GROUND, "connectors: by a sign, or into a roundabout, whatever the classes of the roads") \
  X(soi_roundabout_id, roundabout, GROUND, "road lanes: row of roundabouts that it is a part of; 0 for none") \
  X(double, curvature, GROUND, "1/m, of its sharpest bend") \
  X(double, curve_speed, GROUND, "highest comfortable speed for its bends, at 2 m/s2 sideways") \
  X(double, stop_line, GROUND, "road lanes: s where those stand who must wait at the lane's end: short of a crossing just before it")

/* A stretch of a lane that something else uses too. CROSS, MERGE and DIVERGE zones come in pairs, each the other's partner. */
#define SOI_CONFLICT_ZONE_COLUMNS(X) \
  X(soi_lane_id, lane, GROUND, "") \
  X(double, start, GROUND, "s on the lane, bodies' widths included") \
  X(double, end, GROUND, "") \
  X(soi_conflict_zone_kind, kind, GROUND, "") \
  X(soi_right_of_way, right, GROUND, "of lane over the other one") \
  X(soi_conflict_zone_id, partner, GROUND, "the zone on the other lane; 0 for WALK") \
  X(soi_crossing_id, crossing, GROUND, "row of crossings; WALK only") \
  X(double, walk_start, GROUND, "WALK: the stretch of the crossing, from its a end, that the lane covers") \
  X(double, walk_end, GROUND, "")

#define SOI_JUNCTION_COLUMNS(X) \
  X(soi_node_id, node, GROUND, "definition row") \
  X(soi_point, at, GROUND, "") \
  X(double, radius, GROUND, "") \
  X(soi_span, connectors, GROUND, "rows of lanes") \
  X(soi_signal_id, signal, GROUND, "row of signals")

/* The lanes that go round in one roundabout. One on which every place is taken, by vehicles that all want to go on, would never
 * move again: so nobody may enter who takes the last one. */
#define SOI_ROUNDABOUT_COLUMNS(X) \
  X(soi_span, lanes, GROUND, "rows of roundabout_lanes") \
  X(uint32_t, places, FREE, "vehicles that fit on it, the longest of the scenario; at least one a lane")

/* A stage of a signal: those whose bit is set in go may go for green ticks, then amber, then all red. */
#define SOI_STAGE_COLUMNS(X) \
  X(uint64_t, go, GROUND, "") \
  X(uint64_t, protect, GROUND, "bits whose turns need not yield to oncoming traffic in this stage") \
  X(soi_tick, green, GROUND, "") \
  X(soi_tick, amber, GROUND, "") \
  X(soi_tick, all_red, GROUND, "")

#define SOI_SIGNAL_COLUMNS(X) \
  X(uint32_t, definition, LABEL, "row in the map's signals") \
  X(soi_junction_id, junction, GROUND, "0 for a mid-block crossing") \
  X(soi_span, stages, GROUND, "rows of stages") \
  X(soi_tick, cycle, GROUND, "") \
  X(soi_tick, offset, GROUND, "into the plan at the scenario's start")

/* People cross here from walk node a (at the left of the road's forward direction) to walk node b. At a crossing between junctions
 * (its signal has junction 0) the road's traffic may go in the stages whose go lacks the crossing's bit; at a junction's signal
 * vehicles that turn yield to people on it. */
#define SOI_CROSSING_COLUMNS(X) \
  X(uint32_t, definition, LABEL, "0: made by the builder, to carry a sidewalk across the mouth of a minor road") \
  X(soi_road_id, road, GROUND, "definition row") \
  X(soi_walk_link_id, link, GROUND, "") \
  X(soi_point, a, GROUND, "") \
  X(soi_point, b, GROUND, "") \
  X(double, length, GROUND, "") \
  X(double, width, GROUND, "") \
  X(soi_crossing_kind, kind, GROUND, "") \
  X(soi_span, conflict_zones, GROUND, "rows of crossing_conflict_zones: the WALK zones it has, from a to b") \
  X(soi_signal_id, signal, GROUND, "") \
  X(uint32_t, signal_bit, GROUND, "") \
  X(double, refuge_start, GROUND, "stretch of the median where people may wait; equal when there is none") \
  X(double, refuge_end, GROUND, "")

/* Where vehicles leave the map (a lane's end) or where a cart is bound (a stop or depot). way_cost says how to get there. */
#define SOI_WAY_COLUMNS(X) \
  X(soi_lane_id, lane, GROUND, "0: any lane that ends at node") \
  X(double, s, GROUND, "on lane") \
  X(soi_node_id, node, GROUND, "definition row of the end node; 0 for a stop or depot")

/* A wall that hides what is behind it. */
#define SOI_SIGHT_EDGE_COLUMNS(X) \
  X(soi_point, a, FREE, "") \
  X(soi_point, b, FREE, "")

/* --- on foot -------------------------------------------------------------------------------------------------------------------------- */

/* A place on foot where ways meet. */
#define SOI_WALK_NODE_COLUMNS(X) \
  X(soi_point, at, GROUND, "") \
  X(soi_span, links, GROUND, "rows of walk_node_links")

/* A straight piece of way between two nodes; people go both ways. */
#define SOI_WALK_LINK_COLUMNS(X) \
  X(soi_walk_node_id, a, GROUND, "") \
  X(soi_walk_node_id, b, GROUND, "") \
  X(soi_walk_kind, kind, GROUND, "") \
  X(double, length, GROUND, "") \
  X(double, width, GROUND, "") \
  X(soi_point, along, GROUND, "unit vector from a to b") \
  X(soi_crossing_id, crossing, GROUND, "row of crossings") \
  X(uint32_t, walkway, LABEL, "definition row, for corridors and plazas") \
  X(soi_road_id, road, LABEL, "definition row, for sidewalks") \
  X(int32_t, level, GROUND, "")

#define SOI_WALK_WAY_COLUMNS(X) \
  X(soi_walk_node_id, node, GROUND, "")

#define SOI_GATE_COLUMNS(X) \
  X(const char *, id, LABEL, "") \
  X(uint32_t, definition, LABEL, "row in the map's gates") \
  X(soi_walk_node_id, node, GROUND, "") \
  X(soi_walk_way_id, way, GROUND, "the walk way that leads here") \
  X(double, width, GROUND, "")

/* How people walk. */
#define SOI_WALKING_COLUMNS(X) \
  X(double, speed, FREE, "mean wish") \
  X(double, speed_spread, FREE, "standard deviation") \
  X(double, radius, FREE, "") \
  X(double, time_gap, FREE, "") \
  X(double, critical_gap, FREE, "more than the crossing takes, before a person steps out") \
  X(double, jaywalk, FREE, "share that does not wait for green")

/* --- the plan: places of the service -------------------------------------------------------------------------------------------------- */

/* A cart stop: berths in a row along a lane, a queue on the sidewalk beside them. */
#define SOI_STOP_COLUMNS(X) \
  X(const char *, id, LABEL, "") \
  X(uint32_t, definition, LABEL, "row in the map's stops") \
  X(soi_lane_id, lane, GROUND, "") \
  X(double, s, GROUND, "where the front of a cart in the first berth stands; berth k (from 0) is k x berth_length behind") \
  X(double, d, GROUND, "offset of the berth from the lane's middle") \
  X(double, berth_length, FREE, "") \
  X(uint32_t, berths, GROUND, "") \
  X(soi_way_id, way, GROUND, "the way that leads vehicles here") \
  X(soi_walk_node_id, node, GROUND, "") \
  X(soi_walk_way_id, walk_way, GROUND, "") \
  X(soi_point, queue, GROUND, "where the first waiting person stands") \
  X(soi_point, queue_step, GROUND, "from each waiting person to the next")

#define SOI_DEPOT_COLUMNS(X) \
  X(const char *, id, LABEL, "") \
  X(uint32_t, definition, LABEL, "row in the map's depots") \
  X(soi_lane_id, lane, GROUND, "") \
  X(double, s, GROUND, "where carts leave and join the road") \
  X(double, d, GROUND, "") \
  X(uint32_t, places, FREE, "") \
  X(soi_way_id, way, GROUND, "") \
  X(double, charge_power, FREE, "W of all its chargers together, and ...") \
  X(double, plug_power, FREE, "W of one plug at most") \
  X(uint32_t, plugs, FREE, "")

#define SOI_ROUTE_COLUMNS(X) \
  X(const char *, id, LABEL, "") \
  X(uint32_t, definition, LABEL, "row in the map's routes") \
  X(soi_span, stops, GROUND, "rows of route_stops") \
  X(bool, loop, GROUND, "") \
  X(double, length, GROUND, "m once round") \
  X(double, free_time, FREE, "s once round at a cart's speed without stops")

/* --- the plan: kinds of vehicles, by what they consist of ----------------------------------------------------------------------------- */

#define SOI_BODY_COLUMNS(X) \
  X(soi_vehicle_shape, shape, FREE, "only a cart drives itself and carries passengers") \
  X(double, length, GROUND, "") \
  X(double, width, GROUND, "") \
  X(double, height, FREE, "") \
  X(double, mass, FREE, "kg, empty") \
  X(double, top_speed, FREE, "")

/* Following by IDM, lane changes by MOBIL, and the rules that are broken, as shares of the drivers. */
#define SOI_DRIVER_COLUMNS(X) \
  X(double, acceleration, FREE, "m/s2") \
  X(double, deceleration, FREE, "m/s2, comfortable") \
  X(double, headway, FREE, "") \
  X(double, gap, FREE, "m, standing") \
  X(double, speed_factor, FREE, "of the limit, mean") \
  X(double, speed_spread, FREE, "of the limit, standard deviation") \
  X(double, politeness, FREE, "MOBIL") \
  X(double, threshold, FREE, "m/s2, MOBIL") \
  X(double, ignores_zebra, FREE, "share") \
  X(double, runs_red, FREE, "share") \
  X(bool, filters, FREE, "rides between queues")

#define SOI_POWERTRAIN_COLUMNS(X) \
  X(double, battery, GROUND, "") \
  X(double, drive_efficiency, FREE, "share") \
  X(double, recuperation, FREE, "share of braking energy returned") \
  X(double, auxiliary_power, FREE, "W, air conditioning and computers") \
  X(double, rolling_resistance, FREE, "coefficient") \
  X(double, drag_area, FREE, "m2, c_d A")

#define SOI_SENSOR_COLUMNS(X) \
  X(double, range, FREE, "") \
  X(double, field_of_view, FREE, "degrees, ahead") \
  X(double, latency, FREE, "from sensing to acting") \
  X(double, miss_rate, FREE, "share of objects not seen in one sensing")

/* What drives a cart. */
#define SOI_AUTOMATION_COLUMNS(X) \
  X(double, jerk, FREE, "m/s3, comfort") \
  X(double, emergency_deceleration, FREE, "m/s2") \
  X(double, lateral_margin, FREE, "kept clear at each side") \
  X(soi_span, sensors, FREE, "rows of sensors")

#define SOI_PLACES_COLUMNS(X) \
  X(uint32_t, seats, GROUND, "") \
  X(uint32_t, standing, GROUND, "")

#define SOI_TYPE_COLUMNS(X) \
  X(const char *, id, GROUND, "") \
  X(soi_name, name, LABEL, "")

/* --- the plan: fleet, service, what happens ------------------------------------------------------------------------------------------- */

#define SOI_CART_COLUMNS(X) \
  X(const char *, id, GROUND, "") \
  X(soi_name, name, LABEL, "") \
  X(soi_type_id, type, GROUND, "") \
  X(soi_route_id, route, GROUND, "") \
  X(soi_depot_id, depot, GROUND, "") \
  X(double, start, FREE, "clock, when its duty begins") \
  X(double, leaves, FREE, "clock, when it leaves the depot: those of a group one after the other") \
  X(double, finish, FREE, "clock, when it goes back; 0 for the end of the scenario") \
  X(double, charge, FREE, "share of the battery at the start")

#define SOI_SERVICE_COLUMNS(X) \
  X(soi_stop_id, hold_stop, FREE, "where carts are held to even the headways") \
  X(soi_hold_policy, hold, FREE, "") \
  X(double, hold_limit, FREE, "at most") \
  X(double, door_time, FREE, "to open and close") \
  X(double, boarding_time, FREE, "a person and door channel") \
  X(double, alighting_time, FREE, "") \
  X(double, standing_penalty, FREE, "more a person when people stand") \
  X(double, ramp_time, FREE, "for a wheelchair") \
  X(double, dwell_minimum, FREE, "at every stop") \
  X(double, low_charge, FREE, "share of the battery at which a cart goes to charge") \
  X(double, full_charge, FREE, "share at which it comes back") \
  X(double, on_time_early, FREE, "before the plan that counts as on time") \
  X(double, on_time_late, FREE, "after it") \
  X(double, headway, FREE, "planned between carts, 0: the loop time over the fleet")

#define SOI_WEATHER_COLUMNS(X) \
  X(double, rain, FREE, "mm/h") \
  X(double, visibility, FREE, "") \
  X(double, temperature, FREE, "degrees Celsius")

/* Something that goes wrong at a given time. */
#define SOI_INCIDENT_COLUMNS(X) \
  X(const char *, id, LABEL, "") \
  X(soi_incident_kind, kind, GROUND, "") \
  X(double, at, FREE, "clock") \
  X(double, duration, FREE, "0: to the end") \
  X(soi_cart_id, cart, FREE, "breakdown") \
  X(soi_road_id, road, FREE, "closed lane, parked: definition row") \
  X(soi_direction, direction, FREE, "") \
  X(uint32_t, lane, FREE, "from the kerb, 1 is the first") \
  X(double, from, FREE, "along the road") \
  X(double, to, FREE, "") \
  X(double, rain, FREE, "mm/h") \
  X(double, visibility, FREE, "0 leaves it") \
  X(soi_type_id, type, FREE, "parked: the vehicle; 0: a van of the traffic") \
  X(double, offset, FREE, "from the lane's middle towards the kerb") \
  X(soi_point, place, FREE, "pedestrian: where it appears, on the nearest way on foot") \
  X(soi_gate_id, gate, FREE, "where it walks to; 0: the nearest") \
  X(bool, jaywalks, FREE, "")

/* --- the plan: who travels ------------------------------------------------------------------------------------------------------------ */

/* Traffic that wants from one end to another. */
#define SOI_VEHICLE_FLOW_COLUMNS(X) \
  X(const char *, id, LABEL, "") \
  X(uint32_t, definition, LABEL, "") \
  X(soi_span, entries, GROUND, "rows of flow_lanes: the lanes that start at the from node") \
  X(soi_way_id, way, GROUND, "") \
  X(double, rate, FREE, "a second, scaled") \
  X(soi_tick, start, FREE, "") \
  X(soi_tick, finish, FREE, "") \
  X(soi_type_id, type, FREE, "0: the mix")

/* People who want from one gate to another. */
#define SOI_PEOPLE_FLOW_COLUMNS(X) \
  X(const char *, id, LABEL, "") \
  X(uint32_t, definition, LABEL, "row in its list") \
  X(bool, passengers, GROUND, "from the passengers section") \
  X(soi_gate_id, from, GROUND, "gate") \
  X(soi_gate_id, to, GROUND, "gate") \
  X(soi_route_id, route, GROUND, "by cart: the route, the stop to board at and the stop to alight at; 0 when on foot") \
  X(soi_stop_id, board, GROUND, "") \
  X(soi_stop_id, alight, GROUND, "") \
  X(double, rate, FREE, "a second, scaled") \
  X(soi_span, arrivals, GROUND, "rows of arrival_ticks") \
  X(double, per_arrival, FREE, "") \
  X(double, spread, FREE, "") \
  X(soi_tick, start, FREE, "") \
  X(soi_tick, finish, FREE, "") \
  X(double, patience, FREE, "") \
  X(double, wheelchair, FREE, "share") \
  X(double, luggage, FREE, "share")

/* --- the whole ------------------------------------------------------------------------------------------------------------------------ */

/* What a file says goes first: of a difference it is the reason of what follows from it.
 * T(type of a row, member of soi_model, its count, the key or what a message calls it, more, columns): rows 1 to count.
 *   more  GROWS: a model that goes on from a state may have more rows behind those there were; FIXED: not so */
#define SOI_MODEL_TABLES(T) \
  T(soi_sensor, sensors, sensor_count, "sensors", GROWS, SOI_SENSOR_COLUMNS) \
  T(soi_cart, carts, cart_count, "fleet", GROWS, SOI_CART_COLUMNS) \
  T(soi_incident, incidents, incident_count, "incidents", GROWS, SOI_INCIDENT_COLUMNS) \
  T(soi_vehicle_flow, vehicle_flows, vehicle_flow_count, "traffic.flows", FIXED, SOI_VEHICLE_FLOW_COLUMNS) \
  T(soi_people_flow, people_flows, people_flow_count, "flows of people", FIXED, SOI_PEOPLE_FLOW_COLUMNS) \
  T(soi_lane, lanes, lane_count, "lanes", FIXED, SOI_LANE_COLUMNS) \
  T(soi_conflict_zone, conflict_zones, conflict_zone_count, "conflict zones", FIXED, SOI_CONFLICT_ZONE_COLUMNS) \
  T(soi_junction, junctions, junction_count, "junctions", FIXED, SOI_JUNCTION_COLUMNS) \
  T(soi_roundabout, roundabouts, roundabout_count, "roundabouts", FIXED, SOI_ROUNDABOUT_COLUMNS) \
  T(soi_signal, signals, signal_count, "signals", FIXED, SOI_SIGNAL_COLUMNS) \
  T(soi_stage, stages, stage_count, "stages of signals", FIXED, SOI_STAGE_COLUMNS) \
  T(soi_crossing, crossings, crossing_count, "crossings", FIXED, SOI_CROSSING_COLUMNS) \
  T(soi_way, ways, way_count, "destinations of vehicles", FIXED, SOI_WAY_COLUMNS) \
  T(soi_sight_edge, sight_edges, sight_edge_count, "walls", FIXED, SOI_SIGHT_EDGE_COLUMNS) \
  T(soi_walk_node, walk_nodes, walk_node_count, "places on foot", FIXED, SOI_WALK_NODE_COLUMNS) \
  T(soi_walk_link, walk_links, walk_link_count, "ways on foot", FIXED, SOI_WALK_LINK_COLUMNS) \
  T(soi_walk_way, walk_ways, walk_way_count, "destinations on foot", FIXED, SOI_WALK_WAY_COLUMNS) \
  T(soi_gate, gates, gate_count, "gates", FIXED, SOI_GATE_COLUMNS) \
  T(soi_stop, stops, stop_count, "stops", FIXED, SOI_STOP_COLUMNS) \
  T(soi_depot, depots, depot_count, "depots", FIXED, SOI_DEPOT_COLUMNS) \
  T(soi_route, routes, route_count, "routes", FIXED, SOI_ROUTE_COLUMNS)

/* S(type, member, key, columns): what there is one of. */
#define SOI_MODEL_SINGLES(S) \
  S(soi_service, service, "service", SOI_SERVICE_COLUMNS) \
  S(soi_walking, walking, "pedestrians.walking", SOI_WALKING_COLUMNS) \
  S(soi_weather, weather, "weather", SOI_WEATHER_COLUMNS)

/* P(type of the part, member of soi_vehicle_type, columns): a row of types is made of them. */
#define SOI_TYPE_PARTS(P) \
  P(soi_body, body, SOI_BODY_COLUMNS) \
  P(soi_driver, driver, SOI_DRIVER_COLUMNS) \
  P(soi_powertrain, powertrain, SOI_POWERTRAIN_COLUMNS) \
  P(soi_automation, automation, SOI_AUTOMATION_COLUMNS) \
  P(soi_places, places, SOI_PLACES_COLUMNS)

/* A(type, member, use, how many values): tables of one column, from row 0. */
#define SOI_MODEL_ARRAYS(A) \
  A(soi_point, points, GROUND, model->point_count) \
  A(soi_point, headings, GROUND, model->point_count) \
  A(soi_lane_id, lane_links, GROUND, model->lane_link_count) \
  A(soi_lane_id, roundabout_lanes, GROUND, model->roundabout_lane_count) \
  A(soi_conflict_zone_id, crossing_conflict_zones, GROUND, model->crossing_conflict_zone_count) \
  A(soi_walk_link_id, walk_node_links, GROUND, model->walk_node_link_count) \
  A(soi_stop_id, route_stops, GROUND, model->route_stop_count) \
  A(float, way_cost, FREE, (size_t)(model->way_count + 1) * (model->lane_count + 1)) \
  A(soi_walk_link_id, walk_next, FREE, (size_t)(model->walk_way_count + 1) * (model->walk_node_count + 1)) \
  A(float, walk_cost, FREE, (size_t)(model->walk_way_count + 1) * (model->walk_node_count + 1)) \
  A(soi_lane_id, flow_lanes, GROUND, model->flow_lane_count) \
  A(soi_tick, arrival_ticks, FREE, model->arrival_count) \
  A(double, mix_share, FREE, (size_t)model->type_count + 1)

/* N(type, member, use, key): single numbers. */
#define SOI_MODEL_NUMBERS(N) \
  N(uint64_t, seed, FREE, "seed") \
  N(double, step, GROUND, "step (in s)") \
  N(uint32_t, step_us, GROUND, "step (in us)") \
  N(double, start, GROUND, "start (in s after midnight)") \
  N(soi_tick, end, FREE, "duration (in ticks)") \
  N(soi_tick, warmup, FREE, "warmup (in ticks)") \
  N(double, side, GROUND, "drive_on") \
  N(uint32_t, vehicle_capacity, GROWS, "capacity.vehicles with the carts") \
  N(uint32_t, person_capacity, GROWS, "capacity.people") \
  N(bool, allow_overflow, FREE, "capacity.allow_overflow")

/* The same for what follows from the rows: how far somebody must look who asks whether a body comes near. Last, as it is never the reason
 * of a difference. */
#define SOI_MODEL_DERIVED(N) \
  N(double, longest_body, FREE, "longest body (in m)") \
  N(double, body_reach, FREE, "furthest corner of a body from its middle (in m)") \
  /* bodies that reach no further to either side of a connector's middle touch nobody of another one outside their zones */ \
  N(double, zone_reach, FREE, "reach of conflict zones (in m)")
/* clang-format on */

/* --- the rows ------------------------------------------------------------------------------------------------------------------------- */

#define SOI_MODEL_MEMBER(type, name, use, doc) type name;
#define SOI_MODEL_ROW(type, member, count, called, more, columns) \
  typedef struct type { \
    columns(SOI_MODEL_MEMBER) \
  } type;
#define SOI_MODEL_PART(type, member, columns) SOI_MODEL_ROW(type, member, , , , columns)
#define SOI_MODEL_SINGLE(type, member, called, columns) SOI_MODEL_ROW(type, member, , , , columns)
#define SOI_MODEL_PART_MEMBER(type, member, columns) type member;
SOI_MODEL_TABLES(SOI_MODEL_ROW)
SOI_MODEL_SINGLES(SOI_MODEL_SINGLE)
SOI_TYPE_PARTS(SOI_MODEL_PART)

/* A kind of vehicle. */
typedef struct soi_vehicle_type {
  SOI_TYPE_COLUMNS(SOI_MODEL_MEMBER)
  SOI_TYPE_PARTS(SOI_MODEL_PART_MEMBER)
} soi_vehicle_type;

#ifdef __cplusplus
}
#endif
#endif
