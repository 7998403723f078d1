/* What acts on the world from outside: the scenario's incidents and the commands of tools go the same way. */
#include "input.h"

#include <string.h>

#include "emit.h"
#include "fmath.h"
#include "text.h"

/* The tick seconds from now; 0 stands for never. */
static soi_tick after(const soi_world *world, double seconds) {
  return seconds > 0.0 ? world->tick[0] + (soi_tick)soi_ceil(seconds / world->model->step) : 0;
}

static soi_point cart_place(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id body = world->cart_vehicle[cart];
  if (body == 0) { return (soi_point){0.0, 0.0}; }
  return soi_lane_at(world->model, world->vehicle_lane[body], world->vehicle_s[body], world->vehicle_d[body], NULL);
}

/* The later of two ends; 0 stands for never. */
static soi_tick later(soi_tick a, soi_tick b) { return a == 0 || b == 0 ? 0 : a > b ? a : b; }

void soi_cart_break(soi_world *world, soi_cart_id cart, soi_tick until) {
  world->cart_automation[cart] = SOI_BROKEN_DOWN;
  world->cart_automation_tick[cart] = world->tick[0];
  world->cart_automation_until[cart] = until;
}

void soi_cart_mend(soi_world *world, soi_cart_id cart) {
  const soi_tick broken = world->tick[0] - world->cart_automation_tick[cart];
  world->cart_automation[cart] = SOI_AUTOMATED;
  world->cart_automation_tick[cart] = world->tick[0];
  world->cart_automation_until[cart] = 0;
  if (!soi_cart_at_stop(world, cart)) { return; }
  world->cart_errand_tick[cart] += broken;
  world->cart_arrived_tick[cart] += broken;
  world->cart_door_tick[cart] += broken;
  if (world->cart_until_tick[cart] != 0) { world->cart_until_tick[cart] += broken; }
  if (world->cart_ready_tick[cart] != 0) { world->cart_ready_tick[cart] += broken; }
}

/* --- commands: one executor each, in the order of SOI_COMMANDS ------------------------------------------------------------ */

static void break_down(soi_world *world, const soi_command *command) {
  const soi_cart_id cart = command->target;
  const double repair = command->values[0];
  if (soi_cart_broken(world, cart)) {
    world->cart_automation_until[cart] = later(world->cart_automation_until[cart], after(world, repair));
    return;
  }
  soi_cart_break(world, cart, after(world, repair));
  soi_emit(world, SOI_EVENT_BREAKDOWN, cart, 0, repair, cart_place(world, cart), 0);
}

static void repair_cart(soi_world *world, soi_cart_id cart) {
  if (!soi_cart_broken(world, cart)) { return; }
  soi_cart_mend(world, cart);
  soi_emit(world, SOI_EVENT_REPAIRED, cart, 0, 0.0, cart_place(world, cart), 0);
}

static void repair(soi_world *world, const soi_command *command) { repair_cart(world, command->target); }

/* A lane has one closed stretch: one more widens it, and it lasts until both are over. */
static void close_lane(soi_world *world, const soi_command *command) {
  const soi_lane_id lane = command->target;
  const double from = command->values[0], to = command->values[1], duration = command->values[2];
  const soi_lane *place = &world->model->lanes[lane];
  const bool more = world->lane_closed_to[lane] > world->lane_closed_from[lane];
  const double first = soi_clamp(soi_min(from, to), 0.0, place->length), last = soi_clamp(soi_max(from, to), 0.0, place->length);
  const soi_tick until = after(world, duration);
  world->lane_closed_from[lane] = more ? soi_min(first, world->lane_closed_from[lane]) : first;
  world->lane_closed_to[lane] = more ? soi_max(last, world->lane_closed_to[lane]) : last;
  world->lane_closed_until[lane] = more ? later(until, world->lane_closed_until[lane]) : until;
  soi_emit(world, SOI_EVENT_LANE_CLOSED, lane, 0, 0.0, soi_lane_at(world->model, lane, from, 0.0, NULL), 0);
}

static void reopen(soi_world *world, soi_lane_id lane) {
  const soi_point at = soi_lane_at(world->model, lane, world->lane_closed_from[lane], 0.0, NULL);
  world->lane_closed_from[lane] = world->lane_closed_to[lane] = 0.0;
  world->lane_closed_until[lane] = 0;
  soi_emit(world, SOI_EVENT_LANE_OPENED, lane, 0, 0.0, at, 0);
}

static void open_lane(soi_world *world, const soi_command *command) { reopen(world, command->target); }

static void set_rain(soi_world *world, const soi_command *command) {
  const double rain = command->values[0], visibility = command->values[1], duration = command->values[2];
  world->rain[0] = rain;
  if (visibility > 0.0) { world->visibility[0] = visibility; }
  world->rain_until[0] = after(world, duration);
  soi_emit(world, SOI_EVENT_RAIN, 0, 0, rain, (soi_point){0.0, 0.0}, 0);
}

/* What ends by itself in this tick. */
static void end_what_is_over(soi_world *world) {
  const soi_tick now = world->tick[0];
  if (world->rain_until[0] != 0 && world->rain_until[0] <= now) {
    const soi_weather *weather = &world->model->weather;
    set_rain(world, &(soi_command){.values = {weather->rain, weather->visibility, 0.0}});
  }
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const soi_tick until = world->cart_automation_until[cart];
    if (until != 0 && until <= now) { repair_cart(world, cart); }
  }
  for (soi_lane_id lane = 1; lane <= world->model->lane_count; ++lane) {
    if (world->lane_closed_until[lane] != 0 && world->lane_closed_until[lane] <= now) { reopen(world, lane); }
  }
}

static void send_crowd(soi_world *world, const soi_command *command) { world->people_flow_crowd[command->target] += command->extra; }

/* A parked vehicle drives off: whatever was queued for it happens now. Its time there was no delay of the traffic. */
static void drive_off(soi_world *world, const soi_command *command) {
  const uint32_t row = command->target, generation = command->extra;
  for (uint32_t i = 1; i <= world->command_count[0]; ++i) {
    const bool same = world->command_kind[i] == SOI_COMMAND_DRIVE_OFF && world->command_target[i] == row;
    if (same && world->command_extra[i] == generation) { world->command_tick[i] = world->tick[0]; }
  }
  if (world->vehicle_generation[row] != generation) { return; }
  world->vehicle_delay[row] = 0.0;
  world->vehicle_standing[row] = 0;
  world->vehicle_rest_tick[row] = 0;
}

bool soi_vehicle_parked(const soi_world *world, soi_vehicle_id row) {
  if (world->vehicle_flow[row] != 0 || world->vehicle_cart[row] != 0) { return false; }
  for (uint32_t i = 1; i <= world->command_count[0]; ++i) {
    const bool its_own = world->command_kind[i] == SOI_COMMAND_DRIVE_OFF && world->command_target[i] == row;
    if (its_own && world->command_extra[i] == world->vehicle_generation[row]) { return true; }
  }
  return false;
}

/* --- incidents: what fills in the command that a row of SOI_INCIDENTS becomes ------------------------------------------------- */

static void of_cart(const soi_world *world, const soi_incident *incident, soi_command *command) {
  (void)world;
  command->target = incident->cart;
  command->values[0] = incident->kind == SOI_INCIDENT_BREAKDOWN ? incident->duration : 0.0;
}

/* Along the road's centre-line, to its end when no other is told; each lane that it means has its own. */
static void of_stretch(const soi_world *world, const soi_incident *incident, soi_command *command) {
  const soi_lane *const lane = &world->model->lanes[command->target];
  const double end = incident->to > 0.0 ? incident->to : soi_max(lane->road_start, lane->road_end);
  command->values[0] = soi_lane_s(world->model, command->target, incident->from);
  command->values[1] = soi_lane_s(world->model, command->target, end);
  command->values[2] = incident->duration;
}

static void of_rain(const soi_world *world, const soi_incident *incident, soi_command *command) {
  (void)world;
  memcpy(command->values, (double[]){incident->rain, incident->visibility, incident->duration}, sizeof command->values);
}

static void of_parked(const soi_world *world, const soi_incident *incident, soi_command *command) {
  command->target = soi_lane_of(world->model, incident->road, incident->direction, incident->lane);
  command->extra = incident->type;
  command->values[0] = soi_lane_s(world->model, command->target, incident->from);
  command->values[1] = world->model->side * incident->offset;
  command->values[2] = incident->duration;
}

static void of_pedestrian(const soi_world *world, const soi_incident *incident, soi_command *command) {
  (void)world;
  command->target = incident->gate;
  command->extra = incident->jaywalks ? SOI_RULE_JAYWALK : 0;
  command->values[0] = incident->place.x;
  command->values[1] = incident->place.y;
}

static const struct {
  soi_command_kind command;
  void (*fill)(const soi_world *world, const soi_incident *incident, soi_command *command);
} incident_rows[SOI_INCIDENT_KINDS] = {
#define ROW(symbol, name, command, fill, ...) {SOI_COMMAND_##command, fill},
    SOI_INCIDENTS(ROW)
#undef ROW
};

soi_command_kind soi_incident_command(soi_incident_kind kind) { return incident_rows[kind].command; }

static soi_command command_of(const soi_world *world, const soi_incident *incident, soi_lane_id lane) {
  soi_command command = {.tick = world->tick[0], .kind = incident_rows[incident->kind].command, .target = lane};
  incident_rows[incident->kind].fill(world, incident, &command);
  return command;
}

/* Where a command puts somebody. */
static soi_point command_place(const soi_world *world, const soi_command *command) {
  const double *const values = command->values;
  return command->kind == SOI_COMMAND_PARK ? soi_lane_at(world->model, command->target, values[0], values[1], NULL)
                                           : (soi_point){values[0], values[1]};
}

/* False when there is no room in the queue: then it begins later. */
static bool queue_incident(soi_world *world, uint32_t row) {
  const soi_incident *const incident = &world->model->incidents[row];
  const soi_command command = command_of(world, incident, 0);
  const bool queued = soi_world_command(world, &command);
  if (!queued && world->tick[0] == soi_tick_at(world->model, incident->at)) {
    soi_emit(world, SOI_EVENT_PUT_OFF, row, SOI_REFUSAL_QUEUE, 0.0, command_place(world, &command), 0);
  }
  return queued;
}

/* --- commands: whether one can be carried out ----------------------------------------------------------------------------- */

static bool no_more(const soi_model *model, const soi_command *command) {
  (void)model, (void)command;
  return true;
}

static bool valid_crowd(const soi_model *model, const soi_command *command) {
  (void)model;
  return command->extra <= 100000u;
}

/* A way on foot near the place, and a gate that can be reached from there. */
static bool valid_pedestrian(const soi_model *model, const soi_command *command) {
  if (command->extra > (SOI_RULE_ZEBRA | SOI_RULE_RED | SOI_RULE_SPEED | SOI_RULE_JAYWALK)) { return false; }
  soi_point on;
  soi_walk_node_id toward;
  const soi_walk_link_id link = soi_walk_link_near(model, (soi_point){command->values[0], command->values[1]}, SOI_PEDESTRIAN_REACH, &on);
  const soi_gate_id gate = link == 0 || command->target != 0 ? command->target : soi_gate_near(model, link, on);
  if (link == 0 || gate == 0 || model->gates[gate].way == 0) { return false; }
  return soi_walk_cost_at(model, model->gates[gate].way, link, on, &toward) < (double)SOI_NO_WAY;
}

/* A road's lane with a way off the map, a vehicle that is no cart, a place in the lane. */
static bool valid_park(const soi_model *model, const soi_command *command) {
  if (model->lanes[command->target].junction != 0) { return false; }
  const soi_lane *lane = &model->lanes[command->target];
  if (command->extra > model->type_count || (command->extra == 0 && soi_van_type(model) == 0)) { return false; }
  if (command->extra != 0 && soi_type(model, command->extra)->body.shape == SOI_SHAPE_CART) { return false; }
  const bool in_lane = command->values[0] >= 0.0 && command->values[0] <= lane->length && soi_abs(command->values[1]) <= lane->width;
  return in_lane && command->values[2] >= 0.0 && soi_exit_near(model, command->target) != 0;
}

static const struct {
  const char *target;
  void (*execute)(soi_world *world, const soi_command *command); /* null: it puts somebody */
  bool (*check)(const soi_model *model, const soi_command *command);
} command_rows[SOI_COMMAND_KINDS] = {{"", NULL, NULL},
#define ROW(symbol, name, target, execute, check) {target, execute, check},
                                     SOI_COMMANDS(ROW)
#undef ROW
};

bool soi_input_puts_somebody(uint32_t kind) { return kind != SOI_COMMAND_NONE && command_rows[kind].execute == NULL; }

/* Whether an incident on a road, a lane or all of them, means this lane. */
static bool means(const soi_incident *incident, const soi_lane *lane) {
  const bool all = incident->kind == SOI_INCIDENT_CLOSED_ROAD;
  return lane->road != 0 && lane->road == incident->road &&
         (all || (lane->direction == incident->direction && lane->index == incident->lane));
}

static bool begin_incident(soi_world *world, uint32_t row) {
  const soi_incident *const incident = &world->model->incidents[row];
  const soi_command_kind kind = soi_incident_command(incident->kind);
  if (soi_input_puts_somebody(kind)) { return queue_incident(world, row); }
  /* once, or on each lane that it means */
  const bool on_lanes = kind == SOI_COMMAND_CLOSE_LANE;
  for (soi_lane_id lane = on_lanes ? 1 : 0; lane <= (on_lanes ? world->model->lane_count : 0); ++lane) {
    if (on_lanes && !means(incident, &world->model->lanes[lane])) { continue; }
    const soi_command command = command_of(world, incident, lane);
    command_rows[kind].execute(world, &command);
  }
  return true;
}

static void execute(soi_world *world, const soi_command *command) {
  soi_emit(world, SOI_EVENT_COMMAND, command->target, command->kind, 0.0, (soi_point){0.0, 0.0}, 0);
  command_rows[command->kind].execute(world, command);
}

soi_command soi_input_command(const soi_world *world, uint32_t row) {
  soi_command command = {world->command_tick[row], world->command_kind[row], world->command_target[row], world->command_extra[row], {0}};
  memcpy(command.values, world->command_values + 3 * (size_t)row, sizeof command.values);
  return command;
}

static void store_command(soi_world *world, uint32_t row, const soi_command *command) {
  world->command_tick[row] = command->tick;
  world->command_kind[row] = command->kind;
  world->command_target[row] = command->target;
  world->command_extra[row] = command->extra;
  memcpy(world->command_values + 3 * (size_t)row, command->values, sizeof command->values);
}

/* Runs the commands that are due, in the order of giving, and closes the gaps they leave. */
static void run_commands(soi_world *world) {
  const soi_command none = {0, SOI_COMMAND_NONE, 0, 0, {0.0, 0.0, 0.0}};
  uint32_t kept = 0;
  for (uint32_t row = 1; row <= world->command_count[0]; ++row) {
    const soi_command command = soi_input_command(world, row);
    store_command(world, row, &none);
    if (command.tick <= world->tick[0] && !soi_input_puts_somebody(command.kind)) {
      execute(world, &command);
    } else {
      store_command(world, ++kept, &command);
    }
  }
  world->command_count[0] = kept;
}

void soi_input(soi_world *world) {
  end_what_is_over(world);
  for (uint32_t row = 1; row <= world->model->incident_count; ++row) {
    const soi_incident *incident = &world->model->incidents[row];
    if (world->incident_done[row] || world->tick[0] < soi_tick_at(world->model, incident->at)) { continue; }
    world->incident_done[row] = begin_incident(world, row) ? 1 : 0;
  }
  run_commands(world);
}

uint32_t soi_input_due(const soi_world *world, soi_command_kind kind, uint32_t after) {
  for (uint32_t row = after + 1; row <= world->command_count[0]; ++row) {
    if (world->command_kind[row] == (uint32_t)kind && world->command_tick[row] <= world->tick[0]) { return row; }
  }
  return 0;
}

uint32_t soi_input_incident(const soi_world *world, uint32_t row, soi_tick *asked) {
  const soi_command command = soi_input_command(world, row);
  uint32_t found = 0;
  *asked = command.tick;
  for (uint32_t i = 1; i <= world->model->incident_count; ++i) {
    const soi_incident *const incident = &world->model->incidents[i];
    const bool puts = soi_input_puts_somebody(soi_incident_command(incident->kind));
    const soi_tick at = soi_tick_at(world->model, incident->at);
    /* of two alike the last that had begun by then */
    if (!puts || !world->incident_done[i] || at > command.tick || (found != 0 && at < *asked)) { continue; }
    const soi_command own = command_of(world, incident, 0);
    const bool same = own.kind == command.kind && own.target == command.target && own.extra == command.extra;
    if (!same || memcmp(own.values, command.values, sizeof own.values) != 0) { continue; }
    found = i;
    *asked = at;
  }
  return found;
}

void soi_input_refused(soi_world *world, uint32_t row, soi_refusal why) {
  world->command_refusal[row] = (uint8_t)why;
  if (why == SOI_REFUSAL_NONE || world->command_tick[row] != world->tick[0]) { return; }
  const soi_command command = soi_input_command(world, row);
  soi_tick asked;
  soi_emit(world, SOI_EVENT_PUT_OFF, soi_input_incident(world, row, &asked), why, 0.0, command_place(world, &command), 0);
}

void soi_input_done(soi_world *world, uint32_t row, const soi_command *follow) {
  const soi_command none = {0, SOI_COMMAND_NONE, 0, 0, {0.0, 0.0, 0.0}}, command = soi_input_command(world, row);
  soi_tick asked;
  const soi_incident_id incident = soi_input_incident(world, row, &asked);
  soi_emit(world, SOI_EVENT_COMMAND, command.target, command.kind, 0.0, (soi_point){0.0, 0.0}, 0);
  if (asked < world->tick[0]) {
    const double late = (double)((world->tick[0] - asked) * world->model->step_us) / 1e6;
    soi_emit(world, SOI_EVENT_LATE, incident, 0, late, command_place(world, &command), 0);
  }
  if (follow != NULL) {
    store_command(world, row, follow);
    return;
  }
  for (; row < world->command_count[0]; ++row) {
    const soi_command next = soi_input_command(world, row + 1);
    store_command(world, row, &next);
    world->command_refusal[row] = world->command_refusal[row + 1];
  }
  store_command(world, world->command_count[0]--, &none);
}

/* Whether all values lie within these limits. */
static bool values_within(const soi_command *command, double low, double high) {
  for (int i = 0; i < 3; ++i) {
    if (!(command->values[i] >= low && command->values[i] <= high)) { return false; }
  }
  return true;
}

/* Whether there is such a target; a gate may be left open. */
static bool target_exists(const soi_model *model, const soi_command *command) {
  const char *const target = command_rows[command->kind].target;
  const struct {
    const char *label;
    uint32_t first, count;
  } ranges[] = {{"cart", 1, model->cart_count},
                {"lane", 1, model->lane_count},
                {"crowd", 1, model->people_flow_count},
                {"vehicle", 1, model->vehicle_capacity},
                {"gate", 0, model->gate_count}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; ++i) {
    if (soi_text_equal(ranges[i].label, target)) { return command->target >= ranges[i].first && command->target <= ranges[i].count; }
  }
  return true;
}

bool soi_command_valid(const soi_model *model, const soi_command *command) {
  if (command->kind == SOI_COMMAND_NONE || command->kind >= SOI_COMMAND_KINDS) { return false; }
  const bool may_be_negative = soi_input_puts_somebody(command->kind);
  return values_within(command, may_be_negative ? -1e6 : 0.0, 1e6) && target_exists(model, command) &&
         command_rows[command->kind].check(model, command);
}

bool soi_world_command(soi_world *world, const soi_command *command) {
  if (!soi_command_valid(world->model, command) || world->command_count[0] >= SOI_COMMAND_CAPACITY) { return false; }
  soi_command stamped = *command;
  if (stamped.tick < world->tick[0]) { stamped.tick = world->tick[0]; }
  store_command(world, ++world->command_count[0], &stamped);
  return true;
}
