/* The world: the mutable state of a run, in one allocation, arrays by field. Read what you like; only commands change it.
 * A row of a table is an id; row 0 is none. See world_fields.h for every field with unit and meaning. */
#ifndef SOI_WORLD_H
#define SOI_WORLD_H

#include <soi/event.h>
#include <soi/model.h>
#include <soi/world_fields.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SOI_COMMAND_CAPACITY 256
#define SOI_ENTRIES_PER_VEHICLE 6
#define SOI_CELLS_LEAST 512 /* hashed cells, a power of two */
#define SOI_CELL_SIZE 3.0   /* m */
#define SOI_TRACKS_PER_CART 32
#define SOI_BERTHS 4   /* at a stop, at most */
#define SOI_TAILS 3u   /* lanes remembered behind a vehicle */
#define SOI_CONTACTS 3 /* bodies that touch one body, remembered at once */

/* clang-format off */
typedef enum soi_group {
#define SOI_GROUP_ROW(group, ...) SOI_GROUP_##group,
  SOI_WORLD_GROUPS(SOI_GROUP_ROW)
#undef SOI_GROUP_ROW
  SOI_GROUP_COUNT
} soi_group;
/* clang-format on */

/* Cells for so many people: about one each, so that few share one however large the crowd. */
static inline uint32_t soi_cells_for(uint32_t people) {
  uint32_t cells = SOI_CELLS_LEAST;
  while (cells < people) { cells *= 2u; }
  return cells;
}

/* clang-format off */
typedef enum soi_phase {
#define SOI_PHASE_ROW(symbol, name) SOI_PHASE_##symbol,
  SOI_PHASES(SOI_PHASE_ROW)
#undef SOI_PHASE_ROW
  SOI_PHASE_COUNT
} soi_phase;
/* clang-format on */

typedef enum soi_rule { /* rules that are broken */
                        SOI_RULE_ZEBRA = 1,
                        SOI_RULE_RED = 2,
                        SOI_RULE_SPEED = 4,
                        SOI_RULE_JAYWALK = 8
} soi_rule;

/* clang-format off */
typedef enum soi_need { SOI_NEED_WHEELCHAIR = 1, SOI_NEED_LUGGAGE = 2 } soi_need;

typedef enum soi_light { SOI_LIGHT_GREEN, SOI_LIGHT_AMBER, SOI_LIGHT_RED } soi_light;

typedef enum soi_granted { SOI_GRANTED_CONNECTOR = 1, SOI_GRANTED_LANE = 2, SOI_GRANTED_DEPART = 4 } soi_granted;

typedef enum soi_track_kind { SOI_TRACK_NONE, SOI_TRACK_VEHICLE, SOI_TRACK_PERSON } soi_track_kind;

typedef enum soi_cart_errand { /* where it is in its duty */
  SOI_CART_IN_DEPOT,  /* no body on the road */
  SOI_CART_DRIVING,   /* to cart_stop */
  SOI_CART_SERVING,   /* stands in its berth, doors open */
  SOI_CART_HOLDING,   /* stands in its berth to even the headways */
  SOI_CART_LEAVING,   /* done at the stop, waits for the gap to pull out */
  SOI_CART_RETURNING, /* to its depot */
  SOI_CART_CHARGING,  /* in its depot, at a plug */
  SOI_CART_ERRANDS
} soi_cart_errand;

typedef enum soi_automation_state { /* how it drives */
  SOI_AUTOMATED,
  SOI_BROKEN_DOWN, /* stands where it is; its errand waits for the repair */
  SOI_AUTOMATION_STATES
} soi_automation_state;
/* clang-format on */

/* clang-format off */
typedef enum soi_errand {
  SOI_ERRAND_NONE,     /* a dead row */
  SOI_ERRAND_WALK,     /* on foot to its last gate, no cart wanted */
  SOI_ERRAND_TO_STOP,  /* walking to the stop */
  SOI_ERRAND_QUEUE,    /* in the queue: walking up to its place, or standing there */
  SOI_ERRAND_BOARD,    /* walking from the queue to the cart's door */
  SOI_ERRAND_RIDE,     /* aboard: no body */
  SOI_ERRAND_WALK_ON,  /* alighted, walking to its last gate */
  SOI_ERRAND_GIVEN_UP, /* walking to its last gate because its patience ended */
  SOI_ERRANDS
} soi_errand;
/* clang-format on */

typedef enum soi_crossing_state { SOI_CROSSING_NONE, SOI_CROSSING_WAITING, SOI_CROSSING_ON } soi_crossing_state;

/* A body on a lane, in that lane's frame. A body stands in the list of every lane it touches. */
typedef struct soi_entry {
  double front, rear; /* s; the front may lie beyond the lane's end, the rear before its start */
  double left, right; /* greatest and least d */
  double speed;       /* m/s */
  soi_vehicle_id vehicle;
  soi_lane_id lane;
} soi_entry;

typedef struct soi_world {
  const soi_model *model;
#define SOI_FIELD_MEMBER(group, type, name, ...) type *name;
  SOI_WORLD_STATE(SOI_FIELD_MEMBER)
  SOI_WORLD_SCRATCH(SOI_FIELD_MEMBER)
#undef SOI_FIELD_MEMBER
  uint32_t capacity[SOI_GROUP_COUNT];
  char *state; /* the saved part of the one allocation */
  size_t state_bytes;
  char *scratch;
  size_t scratch_bytes;
  soi_event *events; /* of the last step */
  uint32_t event_count, event_capacity;
  soi_parallel parallel;
  soi_memory memory;
  size_t bytes; /* of the one allocation */
} soi_world;

typedef enum soi_value { SOI_VALUE_WHOLE, SOI_VALUE_DOUBLE, SOI_VALUE_FLOAT, SOI_VALUE_ROW /* of several members */ } soi_value;

/* A field of the manifest, for tools. */
typedef struct soi_field {
  const char *name, *type, *unit, *doc;
  const char *phase;    /* those that may write it, the chief one first: "service | input" */
  uint32_t phases;      /* the same as bits, 1 << soi_phase */
  const char *recorded; /* how frames of recordings have it (schema soi.Frame): "scale order dense"; "" not at all */
  uint32_t most;        /* greater ones in a recording are not to be believed; 0: any may be */
  soi_group group;
  soi_value value;
  uint32_t size; /* bytes of one value */
  uint32_t per_row;
  bool scratch;
  size_t member; /* offsetof the pointer in soi_world */
} soi_field;

/* Makes a world at tick 0 of the model; null when the host has no memory. parallel may be null. One allocation, none later. */
SOI_API soi_world *soi_world_create(const soi_model *model, soi_memory memory, const soi_parallel *parallel);
SOI_API void soi_world_release(soi_world *world);

/* One step. Afterwards world->events holds what happened in it. */
SOI_API void soi_world_step(soi_world *world);

/* Fills the scratch with noise: a step must not depend on what an earlier one left there. For tests. */
SOI_API void soi_world_spoil_scratch(soi_world *world, uint64_t noise);

/* The hash of the state, field by field: of agents all rows ever used, dead ones too, as the free lists go through them. */
SOI_API uint64_t soi_world_hash(const soi_world *world);

/* The hash of one field of the state: what tells two states apart field by field. */
SOI_API uint64_t soi_world_field_hash(const soi_world *world, const soi_field *field);

/* A snapshot is soi_snapshot_size bytes; it can be restored into any world of the same model. Restore returns false, and leaves the
 * world as it was, when the snapshot is of another model or damaged. */
SOI_API size_t soi_snapshot_size(const soi_world *world);
SOI_API void soi_snapshot_save(const soi_world *world, void *snapshot);
SOI_API bool soi_snapshot_restore(soi_world *world, const void *snapshot, size_t size);

/* Goes on in another model from where a world is, field by field (soi_model_goes_on, which is not asked again). The world is as it was made: what
 * the other had no rows for stays, so carts that are new stand charged in their depots. */
SOI_API void soi_world_take_over(soi_world *world, const soi_world *from);

/* The first field that differs between two worlds, in the rows that both have, by row then field order of the manifest. */
typedef struct soi_difference {
  const soi_field *field;
  uint32_t row, index;
  double a, b;
} soi_difference;
SOI_API bool soi_world_difference(const soi_world *a, const soi_world *b, soi_difference *difference);

/* Field number i of the manifest, null past the end; its values, and how many rows it has (with row 0). */
SOI_API const soi_field *soi_world_field(uint32_t i);
SOI_API const void *soi_world_field_data(const soi_world *world, const soi_field *field, uint32_t *rows);

/* "input", "demand" ...: the phases of a step, in their order; "" past the end. Those in which rows of a group are born or removed, as bits. */
SOI_API const char *soi_phase_name(uint32_t phase);
SOI_API uint32_t soi_group_births(soi_group group);

/* Handles to what comes and goes; zero is none. A stale handle gives row 0. */
typedef struct soi_vehicle_handle {
  soi_vehicle_id row;
  uint32_t generation;
} soi_vehicle_handle;
typedef struct soi_person_handle {
  soi_person_id row;
  uint32_t generation;
} soi_person_handle;
SOI_API soi_vehicle_handle soi_vehicle_handle_of(const soi_world *world, soi_vehicle_id row);
SOI_API soi_person_handle soi_person_handle_of(const soi_world *world, soi_person_id row);
SOI_API soi_vehicle_id soi_vehicle_row(const soi_world *world, soi_vehicle_handle handle);
SOI_API soi_person_id soi_person_row(const soi_world *world, soi_person_handle handle);

static inline bool soi_vehicle_lives(const soi_world *world, soi_vehicle_id row) { return (world->vehicle_generation[row] & 1u) != 0; }
static inline bool soi_person_lives(const soi_world *world, soi_person_id row) { return (world->person_generation[row] & 1u) != 0; }

static inline bool soi_cart_broken(const soi_world *world, soi_cart_id cart) { return world->cart_automation[cart] == SOI_BROKEN_DOWN; }
/* Whether a cart is about this errand and able to go on with it. */
static inline bool soi_cart_does(const soi_world *world, soi_cart_id cart, soi_cart_errand errand) {
  return world->cart_errand[cart] == errand && !soi_cart_broken(world, cart);
}
static inline bool soi_cart_in_depot(const soi_world *world, soi_cart_id cart) {
  return world->cart_errand[cart] == SOI_CART_IN_DEPOT || world->cart_errand[cart] == SOI_CART_CHARGING;
}
/* With its doors open at a stop. */
static inline bool soi_cart_at_stop(const soi_world *world, soi_cart_id cart) {
  return soi_cart_does(world, cart, SOI_CART_SERVING) || soi_cart_does(world, cart, SOI_CART_HOLDING);
}

/* Where the middle of a vehicle's body is now, and its heading as a unit vector if not null. A body rides on two axles, a seventh of its
 * length from its ends: in a bend its middle cuts inside a little, its ends swing out a little, as those of a bus do. On a straight its
 * front stands exactly where the lane says. */
SOI_API soi_point soi_vehicle_at(const soi_world *world, soi_vehicle_id vehicle, soi_point *heading);
/* How fast its heading turns to the left, rad/s, and its middle moves to the body's own left, m/s: each axle goes along its own piece of
 * the way. */
SOI_API double soi_vehicle_turn(const soi_world *world, soi_vehicle_id vehicle, double *aside);

/* What can be asked of the world: X(SYMBOL, "name", target, execute, check), and before it what it carries. The target is a row of what the
 * label says; execute and check are functions of sim/world/input.c. Where execute is NULL the command puts somebody into the world and waits
 * until the place is free, and for a parked vehicle until those behind can stop. */
/* clang-format off */
#define SOI_COMMANDS(X) \
  /* values[0]: repair s, 0 to the end */ \
  X(BREAKDOWN, "breakdown", "cart", break_down, no_more) \
  X(REPAIR, "repair", "cart", repair, no_more) \
  /* values: from s, to s, duration s (0 to the end) */ \
  X(CLOSE_LANE, "close lane", "lane", close_lane, no_more) \
  X(OPEN_LANE, "open lane", "lane", open_lane, no_more) \
  /* values: mm/h, visibility m (0 leaves it), duration s (0 to the end) */ \
  X(RAIN, "rain", "", set_rain, no_more) \
  /* extra: how many people of the flow come at once */ \
  X(CROWD, "crowd", "crowd", send_crowd, valid_crowd) \
  /* values: m east, m north: somebody on foot there, or on the nearest way from there, who walks to the gate (0: the nearest); extra: \
   * soi_rule bits */ \
  X(PEDESTRIAN, "pedestrian", "gate", NULL, valid_pedestrian) \
  /* extra: its type (0: a van of the traffic); values: s of its front, d, duration s (0 to the end): it stands in the lane with its hazard \
   * lights on, then drives on and leaves the map */ \
  X(PARK, "park", "lane", NULL, valid_park) \
  /* extra: the generation of the parked vehicle */ \
  X(DRIVE_OFF, "drive off", "vehicle", drive_off, no_more)

typedef enum soi_command_kind {
  SOI_COMMAND_NONE,
#define SOI_COMMAND_ROW(symbol, ...) SOI_COMMAND_##symbol,
  SOI_COMMANDS(SOI_COMMAND_ROW)
#undef SOI_COMMAND_ROW
  SOI_COMMAND_KINDS
} soi_command_kind;
/* clang-format on */

typedef struct soi_command {
  soi_tick tick; /* executed in the step from this tick; the past means the next step */
  uint32_t kind, target, extra;
  double values[3];
} soi_command;

/* Whether a command names something that exists, and carries values that make sense. */
SOI_API bool soi_command_valid(const soi_model *model, const soi_command *command);

/* Queues a command. False when it is not valid (unknown kind or target, bad value, no way from there) or when the queue is full. */
SOI_API bool soi_world_command(soi_world *world, const soi_command *command);

/* Whether a vehicle stands parked, until a command to drive off that is queued already. */
SOI_API bool soi_vehicle_parked(const soi_world *world, soi_vehicle_id row);

/* "breakdown", "park" ...; "" past the end. */
SOI_API const char *soi_command_name(uint32_t kind);
/* What its target is: "cart", "lane", "crowd" (of a people flow), "gate", "vehicle"; "" for nothing. */
SOI_API const char *soi_command_target(uint32_t kind);

/* Who has green: the light of a connector (from its lane) or of a crossing's people. No signal: green. */
SOI_API soi_light soi_connector_light(const soi_world *world, soi_lane_id connector);
SOI_API soi_light soi_crossing_light(const soi_world *world, soi_crossing_id crossing);
/* The light for the traffic at a signalled crossing between junctions. */
SOI_API soi_light soi_crossing_road_light(const soi_world *world, soi_crossing_id crossing);

#ifdef __cplusplus
}
#endif
#endif
