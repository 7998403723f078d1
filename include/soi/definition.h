/* Definitions: what a map file and a scenario file say, after reading and before a model is built.
 * load/ makes them, model/ reads them. The keys of the YAML files are the names of the members here; the schema table in
 * sim/load/schema.c gives each its unit, range, default and one-line explanation. All quantities are SI (metres, seconds,
 * kilograms, joules, radians not used) whatever unit the file gave; shares are 0..1; clock times are seconds after midnight.
 * Every record begins with soi_record, so that a message can name the place a value came from.
 * Texts are never null, and empty when left out; the other languages of a name are null then.
 * A reference is the row (from 1) of the record it names, 0 for none. Lists count from 0 in memory: row r is items[r - 1]. */
#ifndef SOI_DEFINITION_H
#define SOI_DEFINITION_H

#include <soi/metrics.h>
#include <soi/model_fields.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t soi_reference;

/* The head of every record. marks[i] is the place of the i-th field of the record's schema table (0 line: defaulted). */
typedef struct soi_record {
  const char *id; /* empty when the record has none */
  soi_mark mark;
  const soi_mark *marks;
} soi_record;

/* clang-format off */
#define SOI_LIST(type) struct { type *items; uint32_t count; }
/* clang-format on */

typedef SOI_LIST(soi_point) soi_points;
typedef SOI_LIST(const char *) soi_texts;
typedef SOI_LIST(double) soi_numbers;
typedef SOI_LIST(soi_reference) soi_references;

/* --- map ------------------------------------------------------------------------------------------------------------- */

/* Where road ends meet. A node with one road is an end, where vehicles come and go. */
typedef struct soi_node_definition {
  soi_record record;
  soi_point at;
  soi_name name;
} soi_node_definition;

/* A road between two nodes. forward is from -> to. The centre-line runs through via; soi_road_point lists its points. */
typedef struct soi_road_definition {
  soi_record record;
  soi_name name;
  soi_reference from, to; /* nodes */
  soi_points via;
  soi_road_class road_class; /* key: class */
  uint32_t lanes_forward, lanes_backward;
  double lane_width;
  double median; /* width between the two directions */
  double speed_limit;
  double sidewalk_left; /* width of the sidewalk at the left of forward, 0 for none */
  double sidewalk_right;
  int32_t level;   /* 0 ground, -1 below, 1 above: roads that cross at different levels do not meet */
  bool apart_from; /* the centre-line starts at the first point of via, apart from the from node: a junction wider than a point */
  bool apart_to;   /* ... and ends at the last one */
  soi_references onto_forward;  /* roads that traffic may go on to at the to node; all when empty */
  soi_references onto_backward; /* ... at the from node */
  soi_texts turn_lanes_forward; /* what each lane may do at its end, from left to right: "left through"; empty: as the exits lie */
  soi_texts turn_lanes_backward;
  bool yields_forward; /* forward traffic gives way at the to node, whatever the classes of the roads */
  bool yields_backward;
  bool roundabout; /* part of a ring: whoever comes from another road gives way to its traffic */
} soi_road_definition;

/* One stage of a signal plan: who has green, and for how long. */
typedef struct soi_signal_stage {
  soi_record record;
  soi_references roads;     /* approaches (by road) that may go */
  soi_references crossings; /* crossings on which people may go */
  double green;             /* s */
  bool protected_turns;     /* turns across oncoming traffic need not yield: the oncoming approach is red */
} soi_signal_stage;

typedef struct soi_signal_definition {
  soi_record record;
  soi_reference node;    /* the junction; 0 for a mid-block crossing signal */
  double amber, all_red; /* s, after each stage */
  double offset;         /* s the plan is behind midnight */
  SOI_LIST(soi_signal_stage) stages;
} soi_signal_definition;

/* People cross a road here, at right angles. Its ends join the sidewalks or walkways they touch. */
typedef struct soi_crossing_definition {
  soi_record record;
  soi_name name;
  soi_reference road;
  double at;    /* m along the road's centre-line from its from node */
  double width; /* m */
  soi_crossing_kind kind;
  bool refuge; /* people may wait on the median */
} soi_crossing_definition;

typedef enum soi_walkway_kind { SOI_WALKWAY_CORRIDOR, SOI_WALKWAY_PLAZA } soi_walkway_kind;

/* A corridor (a line with a width) or a plaza (a polygon). Ends, gates, stops and crossings that lie on it are joined to it. */
typedef struct soi_walkway_definition {
  soi_record record;
  soi_name name;
  soi_walkway_kind kind;
  soi_points points;
  double width; /* m, corridors only */
  int32_t level;
  bool covered;         /* leads through or under buildings */
  soi_references joins; /* walkways that it also meets where they touch, though at another level */
} soi_walkway_definition;

typedef enum soi_gate_kind {
  SOI_GATE_STREET,
  SOI_GATE_RAIL,
  SOI_GATE_METRO,
  SOI_GATE_BUS,
  SOI_GATE_BUILDING,
  SOI_GATE_MARKET,
  SOI_GATE_PARK
} soi_gate_kind;

/* Where people come and go. */
typedef struct soi_gate_definition {
  soi_record record;
  soi_name name;
  soi_point at;
  double width; /* m over which people appear */
  soi_gate_kind kind;
} soi_gate_definition;

/* A stop for carts at the kerb of a road. */
typedef struct soi_stop_definition {
  soi_record record;
  soi_name name;
  soi_reference road;
  soi_direction direction;
  double at;  /* m along the road's centre-line from its from node: where the cart's front stands in the first berth */
  double bay; /* m the berth lies to the kerb side of the lane's middle: 0 stops in the lane */
  uint32_t berths;
} soi_stop_definition;

/* Where carts stand when out of service, off the road, and join it. */
typedef struct soi_depot_definition {
  soi_record record;
  soi_name name;
  soi_reference road;
  soi_direction direction;
  double at;
  uint32_t places;
} soi_depot_definition;

typedef struct soi_charger_definition {
  soi_record record;
  soi_reference depot;
  double power; /* W */
  uint32_t plugs;
} soi_charger_definition;

/* The stops a line serves, in their order. A loop goes on from the last to the first. */
typedef struct soi_route_definition {
  soi_record record;
  soi_name name;
  soi_references stops;
  bool loop;
  const char *note; /* "assumed", where it is */
} soi_route_definition;

typedef struct soi_building_definition {
  soi_record record;
  soi_name name;
  soi_points outline;
  double height;
  double base; /* m above ground where its walls begin: people and carts pass below */
} soi_building_definition;

typedef struct soi_area_definition { /* greens and water */
  soi_record record;
  soi_name name;
  soi_points outline;
} soi_area_definition;

typedef struct soi_rail_definition {
  soi_record record;
  soi_name name;
  soi_points line;
  int32_t level;
  double width;
} soi_rail_definition;

typedef struct soi_label_definition {
  soi_record record;
  soi_name name;
  soi_point at;
  double size; /* m high */
} soi_label_definition;

typedef struct soi_origin_definition {
  soi_record record;
  double latitude, longitude; /* degrees, WGS 84 */
} soi_origin_definition;

typedef struct soi_map_definition {
  soi_record record;
  soi_name name;
  soi_texts attribution;
  soi_texts notes;
  soi_origin_definition origin;
  soi_side drive_on;
  SOI_LIST(soi_node_definition) nodes;
  SOI_LIST(soi_road_definition) roads;
  SOI_LIST(soi_signal_definition) signals;
  SOI_LIST(soi_crossing_definition) crossings;
  SOI_LIST(soi_walkway_definition) walkways;
  SOI_LIST(soi_gate_definition) gates;
  SOI_LIST(soi_stop_definition) stops;
  SOI_LIST(soi_depot_definition) depots;
  SOI_LIST(soi_charger_definition) chargers;
  SOI_LIST(soi_route_definition) routes;
  SOI_LIST(soi_building_definition) buildings;
  SOI_LIST(soi_area_definition) greens;
  SOI_LIST(soi_area_definition) water;
  SOI_LIST(soi_rail_definition) rails;
  SOI_LIST(soi_label_definition) labels;
} soi_map_definition;

/* The points of a road's centre-line as drawn, in order; distances along a road (key: at) count along it. */
static inline uint32_t soi_road_point_count(const soi_road_definition *road) {
  return road->via.count + (road->apart_from ? 0 : 1) + (road->apart_to ? 0 : 1);
}
static inline soi_point soi_road_point(const soi_map_definition *map, const soi_road_definition *road, uint32_t i) {
  const uint32_t before = road->apart_from ? 0 : 1;
  if (i < before) { return map->nodes.items[road->from - 1].at; }
  return i - before < road->via.count ? road->via.items[i - before] : map->nodes.items[road->to - 1].at;
}

/* --- scenario -------------------------------------------------------------------------------------------------------- */

/* A record whose values are a row of the model, or a part of one. */
#define SOI_ROW_DEFINITION(name) \
  typedef struct name##_definition { \
    soi_record record; \
    name row; \
  } name##_definition
SOI_ROW_DEFINITION(soi_body);
SOI_ROW_DEFINITION(soi_driver);
SOI_ROW_DEFINITION(soi_powertrain);
SOI_ROW_DEFINITION(soi_sensor);
SOI_ROW_DEFINITION(soi_places);
SOI_ROW_DEFINITION(soi_service);
SOI_ROW_DEFINITION(soi_walking);
SOI_ROW_DEFINITION(soi_weather);
SOI_ROW_DEFINITION(soi_incident);

typedef struct soi_automation_definition {
  soi_record record;
  soi_automation row;
  SOI_LIST(soi_sensor_definition) sensors;
} soi_automation_definition;

/* A kind of vehicle: its body, who drives it, what moves it, and what it takes to carry people. */
typedef struct soi_vehicle_type_definition {
  soi_record record;
  soi_name name;
  soi_body_definition body;
  soi_driver_definition driver;
  soi_powertrain_definition powertrain;
  soi_automation_definition automation;
  soi_places_definition places;
} soi_vehicle_type_definition;

/* The row of what passes for a van: the first pickup, else songthaew, truck or car, of the rows that are used (of all when that is null);
 * 0 when there is none. */
static inline uint32_t soi_van_among(const soi_vehicle_type_definition *types, uint32_t count, const uint32_t *used) {
  static const soi_vehicle_shape shapes[] = {SOI_SHAPE_PICKUP, SOI_SHAPE_SONGTHAEW, SOI_SHAPE_TRUCK, SOI_SHAPE_CAR};
  for (uint32_t i = 0; i < sizeof shapes / sizeof shapes[0]; ++i) {
    for (uint32_t row = 1; row <= count; ++row) {
      if (types[row - 1].body.row.shape == shapes[i] && (used == 0 || used[row] != 0)) { return row; }
    }
  }
  return 0;
}

/* Room for what comes and goes. When it is full, arrivals wait outside and the run ends inconclusive unless allowed. */
typedef struct soi_capacity_definition {
  soi_record record;
  uint32_t vehicles;
  uint32_t people;
  bool allow_overflow;
} soi_capacity_definition;

typedef struct soi_cart_definition {
  soi_record record; /* its id is the cart's name: cart-1 */
  soi_cart row;
  uint32_t count; /* carts of its group, this one included; 1 when it stands alone */
  uint32_t place; /* its place among them, from 0: they leave one after the other, spread over the round */
} soi_cart_definition;

/* Times at which something arrives at a gate, such as trains. */
typedef struct soi_timetable_definition {
  soi_record record;
  soi_name name;
  soi_numbers times; /* clock */
} soi_timetable_definition;

typedef enum soi_travel { SOI_TRAVEL_WALK, SOI_TRAVEL_CART } soi_travel;

/* A stream of people from one gate to another: so many an hour, or so many with each arrival of a timetable. */
typedef struct soi_people_flow_definition {
  soi_record record;
  soi_reference from, to;  /* gates */
  soi_travel by;           /* on foot, or by cart where one goes */
  double rate;             /* people a second */
  soi_reference timetable; /* with each of its arrivals ... */
  double per_arrival;      /* ... so many people on average (Poisson) */
  double spread;           /* s over which they come out */
  double start, finish;    /* clock; 0: the whole scenario */
  double patience;         /* s a passenger waits before giving up, mean */
  double wheelchair;       /* share */
  double luggage;          /* share */
} soi_people_flow_definition;

/* A share of one vehicle type in the traffic. */
typedef struct soi_share_definition {
  soi_record record;
  soi_reference type;
  double share;
} soi_share_definition;

/* A stream of vehicles from one end of the map to another. */
typedef struct soi_vehicle_flow_definition {
  soi_record record;
  soi_reference from, to; /* nodes that are ends */
  double rate;            /* vehicles a second */
  double start, finish;   /* clock; 0: the whole scenario */
  soi_reference type;     /* 0: the mix */
} soi_vehicle_flow_definition;

typedef struct soi_traffic_definition {
  soi_record record;
  double scale; /* factor on all flows */
  SOI_LIST(soi_share_definition) mix;
  SOI_LIST(soi_vehicle_flow_definition) flows;
} soi_traffic_definition;

typedef struct soi_pedestrians_definition {
  soi_record record;
  double scale;
  soi_walking_definition walking;
  SOI_LIST(soi_people_flow_definition) flows;
} soi_pedestrians_definition;

typedef struct soi_passengers_definition {
  soi_record record;
  double scale;
  SOI_LIST(soi_people_flow_definition) flows;
} soi_passengers_definition;

/* What a caption says is to be seen: it is told when this is so. All that are given must hold; none: it always does. */
typedef struct soi_claim_definition {
  soi_record record;
  soi_reference serving, boarding, queue;         /* a stop: a cart stands there, somebody boards, somebody waits */
  soi_reference driving, yielding, among, broken; /* a cart: it drives, gives way to people, has traffic round it, has broken down */
  bool rain;                                      /* it rains */
} soi_claim_definition;

typedef struct soi_caption_definition {
  soi_record record;
  double at;       /* clock */
  double duration; /* s */
  soi_claim_definition shows;
  soi_name text;
} soi_caption_definition;

typedef enum soi_camera_kind {
  SOI_CAMERA_MAP,     /* straight down, north up */
  SOI_CAMERA_OBLIQUE, /* from above at a slant */
  SOI_CAMERA_FOLLOW,  /* behind a cart and above it */
  SOI_CAMERA_RIDE,    /* from a seat in a cart */
} soi_camera_kind;

/* A stop of the scripted tour: from its time on the view shows this, until the next one. */
typedef struct soi_tour_definition {
  soi_record record;
  double at; /* clock */
  soi_camera_kind camera;
  soi_reference cart;         /* what it looks at: a cart, ... */
  soi_reference stop;         /* ... a stop, ... */
  soi_point place;            /* ... a place ([0, 0]: none), ... */
  bool whole;                 /* ... or the whole map; none of these: as before */
  double distance;            /* m from the camera to it; 0: as the camera likes */
  double heading;             /* degrees clockwise from north it looks to */
  double move;                /* s on the wall that the camera takes to get there */
  double speed;               /* times real time from here on; 0 leaves it */
  soi_claim_definition shows; /* it begins when this is so, and is passed over if it is never so before the next one */
  soi_name text;              /* a caption for as long as it lasts; empty for none */
} soi_tour_definition;

typedef enum soi_comparison { SOI_AT_MOST, SOI_LESS, SOI_AT_LEAST, SOI_MORE, SOI_EQUAL } soi_comparison;

/* A step of what is measured: a metric, or a sign that joins the last two values. "a b c + /" is a / (b + c). */
typedef struct soi_measure_step {
  char sign;          /* '+', '-' or '/'; 0 for a metric */
  const char *metric; /* a name of metrics.h; null for a sign */
} soi_measure_step;

enum { SOI_MEASURE_DEPTH = 16 }; /* values that wait for their sign, at most */

/* Confidences that an expectation may ask for: those for which the looks of soi test have bounds. */
#define SOI_CONFIDENCES 0.8, 0.9, 0.95, 0.975, 0.99, 0.999

/* One expectation: a metric, or sums and ratios of metrics; a comparison; a limit in the SI unit of what is measured. */
typedef struct soi_expectation_definition {
  soi_record record;
  const char *text;                   /* as written: "wait.p90 <= 6 min"; an exception says that it is one */
  const char *metric;                 /* the left side: "passengers.served / passengers.created" */
  SOI_LIST(soi_measure_step) measure; /* its steps, in their order */
  soi_unit unit;
  soi_comparison comparison;
  double limit;
  double confidence; /* of what is said of the mean over seeds; 0: none, the median and the worst are judged */
  bool over_seeds;   /* of the mean over seeds only: a line without a confidence says what a single run is held to */
  bool exception;    /* it allows what every scenario expects to be 0 unless it says otherwise */
} soi_expectation_definition;

typedef struct soi_scenario_definition {
  soi_record record;
  soi_name name;
  const char *description;
  const char *extends; /* path of the scenario it starts from, relative to this file */
  const char *map;     /* path, relative to this file */
  double start;        /* clock */
  double duration;     /* s */
  double warmup;       /* s left out of the metrics */
  double step;         /* s, a whole number of microseconds */
  uint64_t seed;
  soi_weather_definition weather;
  soi_capacity_definition capacity;
  SOI_LIST(soi_vehicle_type_definition) vehicle_types;
  SOI_LIST(soi_cart_definition) fleet;
  soi_service_definition service;
  SOI_LIST(soi_timetable_definition) timetables;
  soi_passengers_definition passengers;
  soi_pedestrians_definition pedestrians;
  soi_traffic_definition traffic;
  SOI_LIST(soi_incident_definition) incidents;
  SOI_LIST(soi_caption_definition) captions;
  SOI_LIST(soi_tour_definition) tour;
  SOI_LIST(soi_expectation_definition) expect;
} soi_scenario_definition;

/* A text that was read: a file, or an override, whose path is "--set KEY" and whose text is the value. */
typedef struct soi_source {
  const char *path;
  const char *text; /* null when it could not be read */
  size_t length;
} soi_source;

/* All that a run is made from. Everything lives in the arena; release it with soi_definition_release. */
typedef struct soi_definition soi_definition;
struct soi_definition {
  soi_arena arena;
  const char *share; /* a folder of parts for all: relative paths that lead nowhere from their file are looked for there; may be null */
  SOI_LIST(soi_source) files; /* row f is files.items[f - 1], in the order of reading: enough to read it all again */
  soi_map_definition map;
  soi_scenario_definition scenario;
  SOI_LIST(soi_error) notes; /* what is no mistake, but left out of the run; in the order of their places */
};

/* True for a scenario that was read and names no map: a part for others to extend, of which no model can be built. */
static inline bool soi_definition_is_part(const soi_definition *definition) {
  const soi_scenario_definition *const scenario = &definition->scenario;
  return scenario->record.mark.file != 0 && (scenario->map == NULL || scenario->map[0] == '\0');
}

#ifdef __cplusplus
}
#endif
#endif
