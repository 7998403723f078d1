/* The schema's tables. Rows stand in the order of the members in definition.h, so that row i has its place in record.marks[i].
 * Defaults are those of published models where there are some; where a source's text could not be opened the row says
 * "(unverified)", and what is our own assumption says "assumed". */
#include "schema.h"

#include <string.h>

#include "text.h"
#include "unit.h"

/* One macro a kind. The record type comes first; REQUIRED in the place of a default means the key must be written. */
#define REQUIRED NULL
#define PART(type, member) .offset = offsetof(type, IN member)
#define IN

/* clang-format off */
#define TEXT(type, member, text) {.key = #member, .kind = SOI_KIND_TEXT, PART(type, member), .doc = text}
#define TEXTS(type, member, text) {.key = #member, .kind = SOI_KIND_TEXTS, PART(type, member), .doc = text}
#define NAME(type, member, text) {.key = #member, .kind = SOI_KIND_NAME, PART(type, member), .doc = text}
#define QUANTITY(type, member, dimension, least, most, usual, text) \
  {.key = #member, .kind = SOI_KIND_QUANTITY, .unit = SOI_UNIT_##dimension, .low = least, .high = most, .standard = usual, \
   PART(type, member), .doc = text}
#define QUANTITIES(type, member, dimension, text) \
  {.key = #member, .kind = SOI_KIND_QUANTITIES, .unit = SOI_UNIT_##dimension, .required = true, PART(type, member), .doc = text}
#define NUMBER(type, member, least, most, usual, text) QUANTITY(type, member, NONE, least, most, usual, text)
#define CLOCK(type, member, usual, text) QUANTITY(type, member, CLOCK, "00:00", "48:00", usual, text)
#define WHOLE(type, member, which, least, most, usual, text) \
  {.key = #member, .kind = SOI_KIND_##which, .low = least, .high = most, .standard = usual, PART(type, member), .doc = text}
#define YES_NO(type, member, usual, text) \
  {.key = #member, .kind = SOI_KIND_YES_NO, .standard = usual, PART(type, member), .doc = text}
#define CHOICE(type, member, list, usual, text) \
  {.key = #member, .kind = SOI_KIND_CHOICE, .names = list, .standard = usual, PART(type, member), .doc = text}
#define REFERENCE(type, member, what, must, text) \
  {.key = #member, .kind = SOI_KIND_REFERENCE, .target = SOI_TARGET_##what, .required = must, PART(type, member), .doc = text}
#define REFERENCES(type, member, what, must, text) \
  {.key = #member, .kind = SOI_KIND_REFERENCES, .target = SOI_TARGET_##what, .required = must, PART(type, member), .doc = text}
#define POINT(type, member, text) \
  {.key = #member, .kind = SOI_KIND_POINT, .low = "-100000", .high = "100000", .required = true, PART(type, member), .doc = text}
#define POINTS(type, member, must, text) \
  {.key = #member, .kind = SOI_KIND_POINTS, .low = "-100000", .high = "100000", .required = must, PART(type, member), .doc = text}
#define RECORD(type, member, rows, text) \
  {.key = #member, .kind = SOI_KIND_RECORD, .table = &(rows), PART(type, member), .doc = text}
#define RECORDS(type, member, rows, text) \
  {.key = #member, .kind = SOI_KIND_RECORDS, .table = &(rows), PART(type, member), .doc = text}
#define SEQUENCE(type, member, rows, must, text) \
  {.key = #member, .kind = SOI_KIND_SEQUENCE, .table = &(rows), .required = must, PART(type, member), .doc = text}

#define TABLE(symbol, called, type) \
  const soi_table symbol##_table = { \
    .name = called, .size = sizeof(type), .fields = symbol##_fields, .count = sizeof symbol##_fields / sizeof symbol##_fields[0]}
/* clang-format on */

/* --- names of choices, in the order of their enums ------------------------------------------------------------------- */

static const char *const sides[] = {"left", "right", NULL};
static const char *const road_classes[] = {"service", "residential", "tertiary", "secondary", "primary", "trunk", NULL};
static const char *const crossing_kinds[] = {"zebra", "signal", "unmarked", NULL};
static const char *const walkway_kinds[] = {"corridor", "plaza", NULL};
static const char *const gate_kinds[] = {"street", "rail", "metro", "bus", "building", "market", "park", NULL};
static const char *const directions[] = {"forward", "backward", NULL};
#define SHAPE(symbol, name, ...) name,
static const char *const shapes[] = {SOI_SHAPES(SHAPE) NULL};
#undef SHAPE
static const char *const hold_policies[] = {"none", "even_headway", NULL};
static const char *const travels[] = {"walk", "cart", NULL};
#define INCIDENT_KIND(symbol, name, ...) name,
const char *const soi_incident_kinds[] = {SOI_INCIDENTS(INCIDENT_KIND) NULL};
#undef INCIDENT_KIND

static const char *const camera_kinds[] = {"map", "oblique", "follow", "ride", NULL};

/* --- map ------------------------------------------------------------------------------------------------------------- */

#define OF soi_origin_definition
static const soi_schema_field origin_fields[] = {
    QUANTITY(OF, latitude, ANGLE, "-85 deg", "85 deg", "0 deg", "latitude of the map's origin, WGS 84"),
    QUANTITY(OF, longitude, ANGLE, "-180 deg", "180 deg", "0 deg", "longitude of the map's origin, WGS 84"),
};
static TABLE(origin, "origin", OF);
#undef OF

#define OF soi_node_definition
static const soi_schema_field node_fields[] = {
    POINT(OF, at, "where it is, in metres east and north of the origin"),
    NAME(OF, name, "what it is called; its id when left out"),
};
static TABLE(node, "node", OF);
#undef OF

#define OF soi_road_definition
static const soi_schema_field road_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    REFERENCE(OF, from, NODE, true, "the node it starts at; forward is from this node to the other"),
    REFERENCE(OF, to, NODE, true, "the node it ends at"),
    POINTS(OF, via, false, "points its centre-line runs through between the nodes"),
    {.key = "class",
     .kind = SOI_KIND_CHOICE,
     .names = road_classes,
     .standard = "residential",
     PART(OF, road_class),
     .doc = "its rank, from the least to the greatest: the order of right of way"},
    WHOLE(OF, lanes_forward, COUNT, "0", "8", "1", "lanes from its first node to the other"),
    WHOLE(OF, lanes_backward, COUNT, "0", "8", "1", "lanes the other way; 0 for a one-way road"),
    QUANTITY(OF, lane_width, LENGTH, "2 m", "6 m", "3 m", "width of each lane"),
    QUANTITY(OF, median, LENGTH, "0 m", "50 m", "0 m", "width between the two directions"),
    QUANTITY(OF, speed_limit, SPEED, "5 km/h", "130 km/h", "50 km/h", "what the law allows"),
    QUANTITY(OF, sidewalk_left, LENGTH, "0 m", "30 m", "0 m", "width of the sidewalk at the left of forward; 0 m for none"),
    QUANTITY(OF, sidewalk_right, LENGTH, "0 m", "30 m", "0 m", "width of the sidewalk at the right of forward; 0 m for none"),
    WHOLE(OF, level, LEVEL, "-5", "5", "0", "0 is the ground; roads that cross at different levels do not meet"),
    YES_NO(OF, apart_from, "no", "its centre-line starts at the first point of via, apart from its first node, where a junction is wide"),
    YES_NO(OF, apart_to, "no", "its centre-line ends at the last point of via, apart from its other node"),
    REFERENCES(OF, onto_forward, ROAD, false, "the roads that forward traffic may go on to at its end; all when left out"),
    REFERENCES(OF, onto_backward, ROAD, false, "the roads that backward traffic may go on to at its end; all when left out"),
    TEXTS(OF, turn_lanes_forward,
          "where each forward lane leads at its end, from left to right: \"left\", \"through\", \"right\", \"back\", or several of them"),
    TEXTS(OF, turn_lanes_backward, "where each backward lane leads at its end, from left to right in the direction of travel"),
    YES_NO(OF, yields_forward, "no", "forward traffic gives way at its end, whatever the classes of the roads"),
    YES_NO(OF, yields_backward, "no", "backward traffic gives way at its end, whatever the classes of the roads"),
    YES_NO(OF, roundabout, "no", "a part of a roundabout's ring: who comes from elsewhere gives way, and leaves room for the ring to move"),
};
static TABLE(road, "road", OF);
#undef OF

#define OF soi_signal_stage
static const soi_schema_field stage_fields[] = {
    REFERENCES(OF, roads, ROAD, false, "the approaches, by road, that may go"),
    REFERENCES(OF, crossings, CROSSING, false, "the crossings on which people may go"),
    QUANTITY(OF, green, TIME, "1 s", "10 min", REQUIRED, "how long they may go"),
    YES_NO(OF, protected_turns, "no", "turns across oncoming traffic need not yield, as the oncoming approach is red"),
};
static TABLE(stage, "signal stage", OF);
#undef OF

#define OF soi_signal_definition
static const soi_schema_field signal_fields[] = {
    REFERENCE(OF, node, NODE, false, "the junction it stands at; left out for a mid-block crossing"),
    QUANTITY(OF, amber, TIME, "1 s", "10 s", "3 s", "amber after each stage"),
    QUANTITY(OF, all_red, TIME, "0 s", "30 s", "2 s", "red for all after each amber"),
    QUANTITY(OF, offset, TIME, "0 s", "1 h", "0 s", "how far the plan is behind midnight"),
    SEQUENCE(OF, stages, stage_table, true, "who may go, one stage after the other"),
};
static TABLE(signal, "signal", OF);
#undef OF

#define OF soi_crossing_definition
static const soi_schema_field crossing_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    REFERENCE(OF, road, ROAD, true, "the road it crosses"),
    QUANTITY(OF, at, LENGTH, "0 m", "100 km", REQUIRED, "where, along the road's centre-line from its first node"),
    QUANTITY(OF, width, LENGTH, "1 m", "30 m", "4 m", "its width along the road"),
    CHOICE(OF, kind, crossing_kinds, "zebra", "who goes first: people, the signal, or vehicles"),
    YES_NO(OF, refuge, "no", "people may wait on the median"),
};
static TABLE(crossing, "crossing", OF);
#undef OF

#define OF soi_walkway_definition
static const soi_schema_field walkway_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    CHOICE(OF, kind, walkway_kinds, "corridor", "a line with a width, or an area"),
    POINTS(OF, points, true, "the corridor's middle line, or the plaza's outline"),
    QUANTITY(OF, width, LENGTH, "0.5 m", "100 m", "3 m", "width of a corridor"),
    WHOLE(OF, level, LEVEL, "-5", "5", "0", "0 is the ground; ways meet where they touch at the same level"),
    YES_NO(OF, covered, "no", "leads through or under buildings"),
    REFERENCES(OF, joins, WALKWAY, false, "walkways it meets where they touch though at another level, by stairs or a lift"),
};
static TABLE(walkway, "walkway", OF);
#undef OF

#define OF soi_gate_definition
static const soi_schema_field gate_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    POINT(OF, at, "where people come and go"),
    QUANTITY(OF, width, LENGTH, "0.5 m", "100 m", "3 m", "over which they appear"),
    CHOICE(OF, kind, gate_kinds, "street", "what lies behind it"),
};
static TABLE(gate, "gate", OF);
#undef OF

#define OF soi_stop_definition
static const soi_schema_field stop_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    REFERENCE(OF, road, ROAD, true, "the road whose kerb it is at"),
    CHOICE(OF, direction, directions, "forward", "the side of the road it is on"),
    QUANTITY(OF, at, LENGTH, "0 m", "100 km", REQUIRED,
             "where a cart's front stands in the first berth, along the road's centre-line from its first node"),
    QUANTITY(OF, bay, LENGTH, "0 m", "10 m", "0 m", "how far the berth lies to the kerb side of the lane's middle; 0 m stops in the lane"),
    WHOLE(OF, berths, COUNT, "1", "10", "1", "carts that can stand there at once"),
};
static TABLE(stop, "stop", OF);
#undef OF

#define OF soi_depot_definition
static const soi_schema_field depot_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    REFERENCE(OF, road, ROAD, true, "the road carts join from it"),
    CHOICE(OF, direction, directions, "forward", "the side of the road it is on"),
    QUANTITY(OF, at, LENGTH, "0 m", "100 km", REQUIRED, "where carts join, along the road's centre-line from its first node"),
    WHOLE(OF, places, COUNT, "1", "1000", "10", "carts it has room for"),
};
static TABLE(depot, "depot", OF);
#undef OF

#define OF soi_charger_definition
static const soi_schema_field charger_fields[] = {
    REFERENCE(OF, depot, DEPOT, true, "the depot it stands in"),
    QUANTITY(OF, power, POWER, "100 W", "1000 kW", "7.4 kW", "of each plug; assumed"),
    WHOLE(OF, plugs, COUNT, "1", "100", "1", "carts it can charge at once"),
};
static TABLE(charger, "charger", OF);
#undef OF

#define OF soi_route_definition
static const soi_schema_field route_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    REFERENCES(OF, stops, STOP, true, "the stops it serves, in their order"),
    YES_NO(OF, loop, "yes", "goes on from the last stop to the first"),
    TEXT(OF, note, "where it comes from: \"assumed\", where it is"),
};
static TABLE(route, "route", OF);
#undef OF

#define OF soi_building_definition
static const soi_schema_field building_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    POINTS(OF, outline, true, "its corners"),
    QUANTITY(OF, height, LENGTH, "1 m", "1000 m", "10 m", "of its roof above the ground"),
    QUANTITY(OF, base, LENGTH, "0 m", "500 m", "0 m", "of its walls' foot above the ground: people and carts pass below"),
};
static TABLE(building, "building", OF);
#undef OF

#define OF soi_area_definition
static const soi_schema_field area_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    POINTS(OF, outline, true, "its corners"),
};
static TABLE(area, "area", OF);
#undef OF

#define OF soi_rail_definition
static const soi_schema_field rail_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    POINTS(OF, line, true, "its middle line"),
    WHOLE(OF, level, LEVEL, "-5", "5", "0", "0 is the ground"),
    QUANTITY(OF, width, LENGTH, "0.5 m", "100 m", "3 m", "of the track bed"),
};
static TABLE(rail, "rail", OF);
#undef OF

#define OF soi_label_definition
static const soi_schema_field label_fields[] = {
    NAME(OF, name, "the text; its id when left out"),
    POINT(OF, at, "its middle"),
    QUANTITY(OF, size, LENGTH, "0.1 m", "200 m", "8 m", "height of its letters"),
};
static TABLE(label, "label", OF);
#undef OF

#define OF soi_map_definition
static const soi_schema_field soi_map_fields[] = {
    NAME(OF, name, "what the place is called"),
    TEXTS(OF, attribution, "whose data the map is drawn from, and under which licence"),
    TEXTS(OF, notes, "what a reader should know, such as what is assumed"),
    RECORD(OF, origin, origin_table, "where the map's [0, 0] lies on Earth"),
    CHOICE(OF, drive_on, sides, "left", "the side of the road vehicles keep to"),
    RECORDS(OF, nodes, node_table, "where road ends meet; one with a single road is an end, where vehicles come and go"),
    RECORDS(OF, roads, road_table, "roads between two nodes"),
    RECORDS(OF, signals, signal_table, "signals at junctions or crossings, with their plans"),
    RECORDS(OF, crossings, crossing_table, "where people cross a road, at right angles to it"),
    RECORDS(OF, walkways, walkway_table, "corridors and plazas for people"),
    RECORDS(OF, gates, gate_table, "where people come and go"),
    RECORDS(OF, stops, stop_table, "where carts stop, at the kerb of a road"),
    RECORDS(OF, depots, depot_table, "where carts stand when out of service, off the road"),
    RECORDS(OF, chargers, charger_table, "where carts charge"),
    RECORDS(OF, routes, route_table, "the lines carts run on"),
    RECORDS(OF, buildings, building_table, "buildings; they block the carts' view"),
    RECORDS(OF, greens, area_table, "parks and lawns, for the eye only"),
    RECORDS(OF, water, area_table, "ponds and canals, for the eye only"),
    RECORDS(OF, rails, rail_table, "railway tracks, for the eye only"),
    RECORDS(OF, labels, label_table, "texts on the map, for the eye only"),
};
TABLE(soi_map, "map", OF);
#undef OF

/* --- scenario -------------------------------------------------------------------------------------------------------- */

#define OF soi_capacity_definition
static const soi_schema_field capacity_fields[] = {
    WHOLE(OF, vehicles, COUNT, "1", "100000", "1000", "vehicles there is room for at once, carts included"),
    WHOLE(OF, people, COUNT, "1", "1000000", "2000", "people there is room for at once, riders included"),
    YES_NO(OF, allow_overflow, "no", "arrivals that find no room wait without making the run inconclusive"),
};
static TABLE(capacity, "capacity", OF);
#undef OF

/* what follows lies in the model's row within the record */
#undef IN
#define IN row.

#define OF soi_weather_definition
static const soi_schema_field weather_fields[] = {
    QUANTITY(OF, rain, RAIN, "0 mm/h", "300 mm/h", "0 mm/h", "how hard it rains"),
    QUANTITY(OF, visibility, LENGTH, "5 m", "100 km", "10 km", "how far one sees"),
    QUANTITY(OF, temperature, TEMPERATURE, "-40 C", "60 C", "30 C", "of the air"),
};
static TABLE(weather, "weather", OF);
#undef OF

#define OF soi_body_definition
static const soi_schema_field body_fields[] = {
    CHOICE(OF, shape, shapes, REQUIRED, "its body; only a cart drives itself and carries passengers"),
    QUANTITY(OF, length, LENGTH, "1 m", "25 m", REQUIRED, "of its body"),
    QUANTITY(OF, width, LENGTH, "0.4 m", "3 m", REQUIRED, "of its body"),
    QUANTITY(OF, height, LENGTH, "0.8 m", "5 m", "1.5 m", "of its body"),
    QUANTITY(OF, mass, MASS, "50 kg", "60 t", "1300 kg", "when empty"),
    QUANTITY(OF, top_speed, SPEED, "3 km/h", "200 km/h", REQUIRED, "the most it goes; its wish on a free road is at most this"),
};
static TABLE(body, "body", OF);
#undef OF

#define OF soi_driver_definition
static const soi_schema_field driver_fields[] = {
    QUANTITY(OF, acceleration, ACCELERATION, "0.1 m/s2", "8 m/s2", "1.0 m/s2", "IDM a (MovSim startStop_IDM)"),
    QUANTITY(OF, deceleration, ACCELERATION, "0.3 m/s2", "9 m/s2", "1.5 m/s2", "comfortable; IDM b (MovSim startStop_IDM)"),
    QUANTITY(OF, headway, TIME, "0.2 s", "10 s", "1.0 s", "wished behind a leader; IDM T (MovSim startStop_IDM)"),
    QUANTITY(OF, gap, LENGTH, "0.3 m", "20 m", "2 m", "kept to a leader that stands; IDM s0 (MovSim startStop_IDM)"),
    NUMBER(OF, speed_factor, "0.2", "2", "1.0", "the mean wish, as a factor of the speed limit"),
    NUMBER(OF, speed_spread, "0", "0.5", "0.1", "standard deviation of that factor among drivers; assumed"),
    NUMBER(OF, politeness, "0", "1", "0.1", "what others' loss counts in a lane change; MOBIL (MovSim)"),
    QUANTITY(OF, threshold, ACCELERATION, "0 m/s2", "2 m/s2", "0.1 m/s2",
             "gain that makes a lane change worth it; MOBIL (MovSim: car 0.1, truck 0.2)"),
    QUANTITY(OF, ignores_zebra, SHARE, "0 %", "100 %", "0 %",
             "of the drivers do not yield at a zebra (Bangkok Post 2259443: motorcycles 92 %, cars 86 %, public transport 80 %)"),
    QUANTITY(OF, runs_red, SHARE, "0 %", "100 %", "0 %", "of the drivers run a red light"),
    YES_NO(OF, filters, "no", "rides between queues"),
};
static TABLE(driver, "driver", OF);
#undef OF

#define OF soi_powertrain_definition
static const soi_schema_field powertrain_fields[] = {
    QUANTITY(OF, battery, ENERGY, "0 kWh", "1000 kWh", "6.5 kWh", "what a full battery holds; 6-seat cart, assumed"),
    QUANTITY(OF, drive_efficiency, SHARE, "10 %", "100 %", "85 %", "of the battery's energy that reaches the wheels; assumed"),
    QUANTITY(OF, recuperation, SHARE, "0 %", "100 %", "40 %", "of the braking energy that comes back; assumed"),
    QUANTITY(OF, auxiliary_power, POWER, "0 W", "50 kW", "500 W", "air conditioning and computers; assumed"),
    NUMBER(OF, rolling_resistance, "0", "0.1", "0.015", "coefficient; assumed"),
    QUANTITY(OF, drag_area, AREA, "0 m2", "20 m2", "1.5 m2", "air drag, c_d A; assumed"),
};
static TABLE(powertrain, "powertrain", OF);
#undef OF

#define OF soi_sensor_definition
static const soi_schema_field soi_sensor_fields[] = {
    QUANTITY(OF, range, LENGTH, "1 m", "300 m", "50 m", "how far it sees"),
    QUANTITY(OF, field_of_view, ANGLE, "10 deg", "360 deg", "360 deg", "how wide it sees, ahead"),
    QUANTITY(OF, latency, TIME, "0 s", "3 s", "0.2 s", "from sensing to acting; assumed"),
    QUANTITY(OF, miss_rate, SHARE, "0 %", "100 %", "0 %", "of the objects in view not seen in one sensing"),
};
TABLE(soi_sensor, "sensor", OF);
#undef OF

#define OF soi_automation_definition
static const soi_schema_field automation_fields[] = {
    QUANTITY(OF, jerk, JERK, "0.1 m/s3", "20 m/s3", "0.9 m/s3", "the most in comfort; assumed"),
    QUANTITY(OF, emergency_deceleration, ACCELERATION, "0.5 m/s2", "10 m/s2", "4 m/s2",
             "braking to avoid a contact; RSS brake min (ad-rss-lib)"),
    QUANTITY(OF, lateral_margin, LENGTH, "0 m", "3 m", "0.5 m", "kept clear at each side; assumed"),
    {.key = "sensors",
     .kind = SOI_KIND_SEQUENCE,
     .table = &soi_sensor_table,
     .offset = offsetof(OF, sensors),
     .doc = "what it sees with; one of the usual kind when left out"},
};
static TABLE(automation, "automation", OF);
#undef OF

#define OF soi_places_definition
static const soi_schema_field places_fields[] = {
    WHOLE(OF, seats, COUNT, "0", "200", "0", "places to sit"),
    WHOLE(OF, standing, COUNT, "0", "200", "0", "places to stand"),
};
static TABLE(places, "places", OF);
#undef OF

#undef IN
#define IN

#define OF soi_vehicle_type_definition
static const soi_schema_field vehicle_type_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    RECORD(OF, body, body_table, "its body"),
    RECORD(OF, driver, driver_table, "how it is driven: by people, and by a cart where nothing else is said"),
    RECORD(OF, powertrain, powertrain_table, "carts: what moves it"),
    RECORD(OF, automation, automation_table, "carts: what drives it"),
    RECORD(OF, places, places_table, "carts: whom it carries"),
};
static TABLE(vehicle_type, "vehicle type", OF);
#undef OF

/* what follows lies in the model's row within the record */
#undef IN
#define IN row.

#define OF soi_cart_definition
static const soi_schema_field cart_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    REFERENCE(OF, type, VEHICLE_TYPE, true, "its vehicle type, of shape cart"),
    REFERENCE(OF, route, ROUTE, true, "the route it serves"),
    REFERENCE(OF, depot, DEPOT, true, "where it comes from and goes back to"),
    CLOCK(OF, start, "00:00", "when it leaves the depot; at the scenario's start when left out"),
    CLOCK(OF, finish, "00:00", "when it goes back; 00:00 for the end of the scenario"),
    QUANTITY(OF, charge, SHARE, "0 %", "100 %", "100 %", "of its battery at the start"),
    {.key = "count",
     .kind = SOI_KIND_COUNT,
     .low = "1",
     .high = "1000",
     .standard = "1",
     .offset = offsetof(OF, count),
     .doc = "so many carts, where it is written: shuttle with 4 stands for shuttle-1 to shuttle-4, which leave spread over the round"},
};
static TABLE(cart, "cart", OF);
#undef OF

#define OF soi_service_definition
static const soi_schema_field service_fields[] = {
    REFERENCE(OF, hold_stop, STOP, false, "where carts are held to even the headways"),
    CHOICE(OF, hold, hold_policies, "none", "how carts are held"),
    QUANTITY(OF, hold_limit, TIME, "0 s", "1 h", "60 s", "the longest hold; assumed"),
    QUANTITY(OF, door_time, TIME, "0 s", "1 min", "3 s", "to open and close; TCQSM 2 to 5 s (unverified)"),
    QUANTITY(OF, boarding_time, TIME, "0 s", "1 min", "2.5 s", "a person and door channel; TCQSM, prepaid (unverified)"),
    QUANTITY(OF, alighting_time, TIME, "0 s", "1 min", "2.5 s", "a person and door channel; TCQSM 2.1 to 3.3 s (unverified)"),
    QUANTITY(OF, standing_penalty, TIME, "0 s", "10 s", "0.5 s", "more for each person when people stand; TCQSM (unverified)"),
    QUANTITY(OF, ramp_time, TIME, "0 s", "5 min", "45 s", "for a wheelchair; TCQSM 30 to 60 s (unverified)"),
    QUANTITY(OF, dwell_minimum, TIME, "0 s", "10 min", "5 s", "at every stop; assumed"),
    QUANTITY(OF, low_charge, SHARE, "0 %", "100 %", "20 %", "of the battery, at which a cart goes to charge; assumed"),
    QUANTITY(OF, full_charge, SHARE, "0 %", "100 %", "80 %", "of the battery, at which it comes back; assumed"),
    QUANTITY(OF, on_time_early, TIME, "0 s", "1 h", "1 min", "before the plan that counts as on time (unverified)"),
    QUANTITY(OF, on_time_late, TIME, "0 s", "1 h", "2 min", "after the plan that counts as on time (unverified)"),
    QUANTITY(OF, headway, TIME, "0 s", "6 h", "0 s",
             "planned between carts, against which waits are judged; 0 s: none is, and holding takes the loop time over the fleet"),
};
static TABLE(service, "service", OF);
#undef OF

#undef IN
#define IN

#define OF soi_timetable_definition
static const soi_schema_field timetable_fields[] = {
    NAME(OF, name, "what it is called; its id when left out"),
    QUANTITIES(OF, times, CLOCK, "when something arrives, in order"),
};
static TABLE(timetable, "timetable", OF);
#undef OF

/* Passengers go by cart and pedestrians on foot unless the flow says otherwise; all else is the same. */
#define OF soi_people_flow_definition
#define PEOPLE_FLOW(usual) \
  REFERENCE(OF, from, GATE, true, "the gate they come out of"), REFERENCE(OF, to, GATE, true, "the gate they want to reach"), \
      CHOICE(OF, by, travels, usual, "on foot, or by cart where one goes"), \
      QUANTITY(OF, rate, RATE, "0 /h", "100000 /h", "0 /h", "people who come, on average (Poisson)"), \
      REFERENCE(OF, timetable, TIMETABLE, false, "people come with each of its arrivals"), \
      NUMBER(OF, per_arrival, "0", "10000", "0", "people with each arrival, on average (Poisson)"), \
      QUANTITY(OF, spread, TIME, "0 s", "1 h", "1 min", "over which an arrival's people come out"), \
      CLOCK(OF, start, "00:00", "when the flow starts; at the scenario's start when left out"), \
      CLOCK(OF, finish, "00:00", "when it ends; 00:00 for the end of the scenario"), \
      QUANTITY(OF, patience, TIME, "1 s", "24 h", "15 min", "a passenger waits before giving up, on average; assumed"), \
      QUANTITY(OF, wheelchair, SHARE, "0 %", "100 %", "0 %", "of the people use a wheelchair"), \
      QUANTITY(OF, luggage, SHARE, "0 %", "100 %", "0 %", "of the people have luggage")
static const soi_schema_field passenger_flow_fields[] = {PEOPLE_FLOW("cart")};
static TABLE(passenger_flow, "passenger flow", OF);
static const soi_schema_field pedestrian_flow_fields[] = {PEOPLE_FLOW("walk")};
static TABLE(pedestrian_flow, "pedestrian flow", OF);
#undef OF

#define OF soi_passengers_definition
static const soi_schema_field passengers_fields[] = {
    NUMBER(OF, scale, "0", "100", "1", "factor on all flows"),
    RECORDS(OF, flows, passenger_flow_table, "streams of people from one gate to another, by cart"),
};
static TABLE(passengers, "passengers", OF);
#undef OF

/* what follows lies in the model's row within the record */
#undef IN
#define IN row.

#define OF soi_walking_definition
static const soi_schema_field walking_fields[] = {
    QUANTITY(OF, speed, SPEED, "0.2 m/s", "3 m/s", "1.34 m/s", "wished on a free way, mean; Weidmann 1993 (unverified)"),
    QUANTITY(OF, speed_spread, SPEED, "0 m/s", "1 m/s", "0.26 m/s", "standard deviation of that wish; Weidmann 1993 (unverified)"),
    QUANTITY(OF, radius, LENGTH, "0.1 m", "0.5 m", "0.2 m", "of a person (JuPedSim)"),
    QUANTITY(OF, time_gap, TIME, "0.1 s", "5 s", "1.0 s", "kept behind a person in front (JuPedSim)"),
    QUANTITY(OF, critical_gap, TIME, "0 s", "30 s", "2 s", "more than the crossing takes, before a person steps out; assumed"),
    QUANTITY(OF, jaywalk, SHARE, "0 %", "100 %", "0 %", "of the people do not wait for green"),
};
static TABLE(walking, "walking", OF);
#undef OF

#undef IN
#define IN

#define OF soi_pedestrians_definition
static const soi_schema_field pedestrians_fields[] = {
    NUMBER(OF, scale, "0", "100", "1", "factor on all flows"),
    RECORD(OF, walking, walking_table, "how people walk, passengers included"),
    RECORDS(OF, flows, pedestrian_flow_table, "streams of people from one gate to another, on foot"),
};
static TABLE(pedestrians, "pedestrians", OF);
#undef OF

#define OF soi_share_definition
static const soi_schema_field share_fields[] = {
    REFERENCE(OF, type, VEHICLE_TYPE, true, "the vehicle type"),
    QUANTITY(OF, share, SHARE, "0 %", "100 %", REQUIRED, "of the vehicles are of it; all shares add up to 100 %"),
};
static TABLE(share, "share of the mix", OF);
#undef OF

#define OF soi_vehicle_flow_definition
static const soi_schema_field vehicle_flow_fields[] = {
    REFERENCE(OF, from, NODE, true, "the end of the map they come in at"),
    REFERENCE(OF, to, NODE, true, "the end of the map they leave at"),
    QUANTITY(OF, rate, RATE, "0 /h", "20000 /h", REQUIRED, "vehicles that come, on average (Poisson)"),
    CLOCK(OF, start, "00:00", "when the flow starts; at the scenario's start when left out"),
    CLOCK(OF, finish, "00:00", "when it ends; 00:00 for the end of the scenario"),
    REFERENCE(OF, type, VEHICLE_TYPE, false, "the vehicle type; the mix when left out"),
};
static TABLE(vehicle_flow, "vehicle flow", OF);
#undef OF

#define OF soi_traffic_definition
static const soi_schema_field traffic_fields[] = {
    NUMBER(OF, scale, "0", "100", "1", "factor on all flows"),
    SEQUENCE(OF, mix, share_table, false, "the vehicle types in the traffic and their shares"),
    RECORDS(OF, flows, vehicle_flow_table, "streams of vehicles from one end of the map to another"),
};
static TABLE(traffic, "traffic", OF);
#undef OF

/* what follows lies in the model's row within the record */
#undef IN
#define IN row.

#define OF soi_incident_definition
static const soi_schema_field incident_fields[] = {
    CHOICE(OF, kind, soi_incident_kinds, REQUIRED,
           "a cart that breaks down or is repaired, a closed lane, rain, a vehicle parked in a lane, somebody on foot, or all lanes of a "
           "road closed"),
    CLOCK(OF, at, REQUIRED, "when it begins"),
    QUANTITY(OF, duration, TIME, "0 s", "48 h", "0 s", "how long it lasts; 0 s: to the end"),
    REFERENCE(OF, cart, CART, false, "breakdown, repair: the cart"),
    REFERENCE(OF, road, ROAD, false, "closed_lane, closed_road, parked_vehicle: the road"),
    CHOICE(OF, direction, directions, "forward", "closed_lane, parked_vehicle: the direction"),
    WHOLE(OF, lane, COUNT, "1", "8", "1", "closed_lane, parked_vehicle: the lane, counted from the kerb"),
    QUANTITY(OF, from, LENGTH, "0 m", "100 km", "0 m",
             "closed_lane, closed_road, parked_vehicle: where it begins, along the road's centre-line from its first node"),
    QUANTITY(OF, to, LENGTH, "0 m", "100 km", "0 m", "closed_lane, closed_road: where it ends; 0 m for the road's end"),
    QUANTITY(OF, rain, RAIN, "0 mm/h", "300 mm/h", "0 mm/h", "rain: how hard"),
    QUANTITY(OF, visibility, LENGTH, "0 m", "100 km", "0 m", "rain: how far one sees; 0 m leaves it as it is"),
    REFERENCE(OF, type, VEHICLE_TYPE, false, "parked_vehicle: what it is; a van of the traffic when left out"),
    QUANTITY(OF, offset, LENGTH, "-10 m", "10 m", "0 m", "parked_vehicle: how far it stands from the lane's middle towards the kerb"),
    {.key = "place",
     .kind = SOI_KIND_POINT,
     .low = "-100000",
     .high = "100000",
     PART(OF, place),
     .doc = "pedestrian: where it appears, or on the nearest way on foot from there"},
    REFERENCE(OF, gate, GATE, false, "pedestrian: where it walks to; the nearest gate in use when left out"),
    YES_NO(OF, jaywalks, "no", "pedestrian: does not wait for green"),
};
static TABLE(incident, "incident", OF);
#undef OF

#undef IN
#define IN

#define OF soi_claim_definition
static const soi_schema_field claim_fields[] = {
    REFERENCE(OF, serving, STOP, false, "the stop at which a cart stands with its doors open"),
    REFERENCE(OF, boarding, STOP, false, "the stop at which somebody boards"),
    REFERENCE(OF, queue, STOP, false, "the stop at which somebody waits"),
    REFERENCE(OF, driving, CART, false, "the cart that drives"),
    REFERENCE(OF, yielding, CART, false, "the cart that gives way to people"),
    REFERENCE(OF, among, CART, false, "the cart that has at least three vehicles within 25 m"),
    REFERENCE(OF, broken, CART, false, "the cart that has broken down"),
    YES_NO(OF, rain, "no", "whether it must rain"),
};
static TABLE(claim, "claim", OF);
#undef OF

#define OF soi_caption_definition
static const soi_schema_field caption_fields[] = {
    CLOCK(OF, at, REQUIRED, "when it appears"),
    QUANTITY(OF, duration, TIME, "1 s", "1 h", "8 s", "how long it stays"),
    RECORD(OF, shows, claim_table, "what it says is to be seen: it is told only while this is so"),
    {.key = "text", .kind = SOI_KIND_NAME, .required = true, PART(OF, text), .doc = "what it says"},
};
static TABLE(caption, "caption", OF);
#undef OF

#define OF soi_tour_definition
static const soi_schema_field tour_fields[] = {
    CLOCK(OF, at, REQUIRED, "when the view turns to it"),
    CHOICE(OF, camera, camera_kinds, "oblique", "straight from above, at a slant, behind a cart, or from a seat in it"),
    REFERENCE(OF, cart, CART, false, "the cart to look at; follow and ride need it"),
    REFERENCE(OF, stop, STOP, false, "the stop to look at"),
    {.key = "place",
     .kind = SOI_KIND_POINT,
     .low = "-100000",
     .high = "100000",
     PART(OF, place),
     .doc = "the place to look at, in metres east and north of the origin"},
    YES_NO(OF, whole, "no", "looks at the whole map"),
    QUANTITY(OF, distance, LENGTH, "0 m", "20 km", "0 m", "from the camera to what it looks at; 0 m: as suits the camera"),
    QUANTITY(OF, heading, ANGLE, "-180 deg", "360 deg", "0 deg", "where it looks to, clockwise from north"),
    QUANTITY(OF, move, TIME, "0 s", "1 min", "3 s", "on the wall: how long the camera takes to get there"),
    NUMBER(OF, speed, "0", "64", "0", "times real time from here on; 0 leaves it as it is"),
    RECORD(OF, shows, claim_table,
           "what is to be seen: it begins when this is so, and is passed over if it is never so before the next one"),
    NAME(OF, text, "what it says for as long as it lasts"),
};
static TABLE(tour, "tour stop", OF);
#undef OF

#define OF soi_scenario_definition
static const soi_schema_field soi_scenario_fields[] = {
    NAME(OF, name, "what the scenario is called"),
    TEXT(OF, description, "what it shows, and why"),
    TEXT(OF, extends, "the scenario it starts from, relative to this file; what is written here wins, key by key"),
    TEXT(OF, map, "the map's file, relative to this file; a scenario without one is a part for others to extend"),
    CLOCK(OF, start, REQUIRED, "the time of day it starts at"),
    QUANTITY(OF, duration, TIME, "1 s", "48 h", REQUIRED, "how long it lasts"),
    QUANTITY(OF, warmup, TIME, "0 s", "48 h", "0 s", "time at the start that the metrics leave out"),
    QUANTITY(OF, step, TIME, "1 ms", "250 ms", "100 ms",
             "of simulated time, a whole number of microseconds; with longer ones carts come to touch people"),
    {.key = "seed", .kind = SOI_KIND_SEED, .standard = "1", PART(OF, seed), .doc = "what all random numbers are drawn from"},
    RECORD(OF, weather, weather_table, "the weather at the start"),
    RECORD(OF, capacity, capacity_table, "room for what comes and goes"),
    RECORDS(OF, vehicle_types, vehicle_type_table, "kinds of vehicle: body, driving, and what it takes to carry people"),
    RECORDS(OF, fleet, cart_table, "the carts"),
    RECORD(OF, service, service_table, "how the carts serve the route"),
    RECORDS(OF, timetables, timetable_table, "times at which something arrives at a gate, such as trains"),
    RECORD(OF, passengers, passengers_table, "people who come to ride"),
    RECORD(OF, pedestrians, pedestrians_table, "people who come to walk"),
    RECORD(OF, traffic, traffic_table, "vehicles that are not carts"),
    RECORDS(OF, incidents, incident_table, "what goes wrong, and when"),
    SEQUENCE(OF, captions, caption_table, false, "what the view tells its audience, and when"),
    SEQUENCE(OF, tour, tour_table, false, "what the view shows when it is left to itself, and when"),
    {.key = "expect",
     .kind = SOI_KIND_EXPECT,
     PART(OF, expect),
     .doc = "what must hold at the end: a metric, or sums and ratios of metrics, a comparison and a limit, as in \"wait.p90 <= 6 min\" "
            "or \"passengers.served / passengers.created >= 60 %\"; with \" @ 95 %\" behind the limit soi test judges the mean over "
            "seeds with that confidence (80, 90, 95, 97.5, 99 or 99.9 %)"},
};
TABLE(soi_scenario, "scenario", OF);
#undef OF

/* --- looking things up ----------------------------------------------------------------------------------------------- */

static const struct {
  const char *noun, *key;
} targets[SOI_TARGET_COUNT] = {
    [SOI_TARGET_NODE] = {"node", "nodes"},
    [SOI_TARGET_ROAD] = {"road", "roads"},
    [SOI_TARGET_CROSSING] = {"crossing", "crossings"},
    [SOI_TARGET_WALKWAY] = {"walkway", "walkways"},
    [SOI_TARGET_GATE] = {"gate", "gates"},
    [SOI_TARGET_STOP] = {"stop", "stops"},
    [SOI_TARGET_DEPOT] = {"depot", "depots"},
    [SOI_TARGET_ROUTE] = {"route", "routes"},
    [SOI_TARGET_VEHICLE_TYPE] = {"vehicle type", "vehicle_types"},
    [SOI_TARGET_CART] = {"cart", "fleet"},
    [SOI_TARGET_TIMETABLE] = {"timetable", "timetables"},
};

const char *soi_target_noun(soi_target target) { return targets[target].noun; }
const char *soi_target_key(soi_target target) { return targets[target].key; }

const soi_schema_field *soi_table_find(const soi_table *table, const char *key) {
  for (uint32_t i = 0; i < table->count; ++i) {
    if (strcmp(table->fields[i].key, key) == 0) { return &table->fields[i]; }
  }
  return NULL;
}

bool soi_kind_has_table(soi_kind kind) { return kind == SOI_KIND_RECORD || kind == SOI_KIND_RECORDS || kind == SOI_KIND_SEQUENCE; }

bool soi_field_required(const soi_schema_field *field) {
  switch (field->kind) {
    case SOI_KIND_QUANTITY:
    case SOI_KIND_COUNT:
    case SOI_KIND_LEVEL:
    case SOI_KIND_CHOICE:
    case SOI_KIND_YES_NO: return field->standard == NULL;
    default: return field->required;
  }
}

size_t soi_field_range(char *buffer, size_t size, const soi_schema_field *field) {
  if (field->low == NULL || field->high == NULL) { return soi_text_print(buffer, size, "%s", ""); }
  return soi_text_print(buffer, size, "%s to %s", field->low, field->high);
}

static size_t print_choices(char *buffer, size_t size, const soi_schema_field *field) {
  size_t length = soi_text_print(buffer, size, "one of ");
  for (uint32_t i = 0; field->names[i] != NULL; ++i) {
    const size_t at = length < size ? length : size;
    length += soi_text_print(buffer + at, size - at, "%s%s", i == 0 ? "" : ", ", field->names[i]);
  }
  return length;
}

static size_t print_quantity(char *buffer, size_t size, const soi_schema_field *field, const char *start) {
  char units[64];
  soi_unit_list(units, sizeof units, field->unit);
  const char *const joint = field->unit == SOI_UNIT_CLOCK ? " as " : " in ";
  return soi_text_print(buffer, size, "%s%s%s%s", start, soi_unit_noun(field->unit), units[0] == '\0' ? "" : joint, units);
}

size_t soi_field_expected(char *buffer, size_t size, const soi_schema_field *field) {
  switch (field->kind) {
    case SOI_KIND_TEXT: return soi_text_print(buffer, size, "a text");
    case SOI_KIND_NAME: return soi_text_print(buffer, size, "a text, or {en: ..., th: ..., ja: ...}");
    case SOI_KIND_QUANTITY: return print_quantity(buffer, size, field, "");
    case SOI_KIND_COUNT:
    case SOI_KIND_LEVEL: return soi_text_print(buffer, size, "a whole number");
    case SOI_KIND_SEED: return soi_text_print(buffer, size, "a whole number from 0 to 18446744073709551615");
    case SOI_KIND_YES_NO: return soi_text_print(buffer, size, "yes or no");
    case SOI_KIND_CHOICE: return print_choices(buffer, size, field);
    case SOI_KIND_REFERENCE: return soi_text_print(buffer, size, "the id of a %s", soi_target_noun(field->target));
    case SOI_KIND_REFERENCES: return soi_text_print(buffer, size, "a list of %s ids, [a, b]", soi_target_noun(field->target));
    case SOI_KIND_POINT: return soi_text_print(buffer, size, "a point [x, y] in metres, without units");
    case SOI_KIND_POINTS: return soi_text_print(buffer, size, "a list of points [x, y] in metres");
    case SOI_KIND_TEXTS: return soi_text_print(buffer, size, "a list of texts");
    case SOI_KIND_QUANTITIES: return print_quantity(buffer, size, field, "a list, each ");
    case SOI_KIND_RECORD: return soi_text_print(buffer, size, "keys and values");
    case SOI_KIND_RECORDS: return soi_text_print(buffer, size, "a %s for each id, id: {...}", field->table->name);
    case SOI_KIND_SEQUENCE: return soi_text_print(buffer, size, "a list, - {...} for each %s", field->table->name);
    case SOI_KIND_EXPECT: return soi_text_print(buffer, size, "a list of texts such as \"wait.p90 <= 6 min\"");
  }
  return 0;
}
