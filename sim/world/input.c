/* What acts on the world from outside: the scenario's incidents and the commands of tools go the same way. */
#include "input.h"

#include <string.h>

#include "emit.h"
#include "fmath.h"

/* The tick seconds from now; 0 stands for never. */
static soi_tick after(const soi_world *world, double seconds) {
  return seconds > 0.0 ? world->tick[0] + (soi_tick)soi_ceil(seconds / world->model->step) : 0;
}

static soi_point cart_place(const soi_world *world, uint32_t cart) {
  const uint32_t body = world->cart_vehicle[cart];
  if (body == 0) { return (soi_point){0.0, 0.0}; }
  return soi_lane_at(world->model, world->vehicle_lane[body], world->vehicle_s[body], world->vehicle_d[body], NULL);
}

/* The later of two ends; 0 stands for never. */
static soi_tick later(soi_tick a, soi_tick b) { return a == 0 || b == 0 ? 0 : a > b ? a : b; }

void soi_cart_break(soi_world *world, uint32_t cart, soi_tick until) {
  world->cart_saved_mode[cart] = world->cart_mode[cart];
  world->cart_saved_tick[cart] = world->cart_mode_tick[cart];
  world->cart_saved_until[cart] = world->cart_until_tick[cart];
  world->cart_mode[cart] = SOI_CART_BROKEN;
  world->cart_mode_tick[cart] = world->tick[0];
  world->cart_until_tick[cart] = until;
}

/* What the cart was about goes on where it was left: of a dwell, a hold or the door's time the breakdown is no part. */
static void resume(soi_world *world, uint32_t cart) {
  const soi_tick broken = world->tick[0] - world->cart_mode_tick[cart];
  const uint8_t mode = world->cart_saved_mode[cart];
  const soi_tick until = world->cart_saved_until[cart];
  world->cart_mode[cart] = mode;
  world->cart_mode_tick[cart] = world->cart_saved_tick[cart] + broken;
  world->cart_until_tick[cart] = until != 0 ? until + broken : 0;
  world->cart_saved_mode[cart] = 0;
  world->cart_saved_tick[cart] = world->cart_saved_until[cart] = 0;
  if (mode != SOI_CART_SERVING && mode != SOI_CART_HOLDING) { return; }
  world->cart_arrived_tick[cart] += broken;
  world->cart_door_tick[cart] += broken;
  if (world->cart_ready_tick[cart] != 0) { world->cart_ready_tick[cart] += broken; }
}

static void break_down(soi_world *world, uint32_t cart, double repair) {
  if (world->cart_mode[cart] == SOI_CART_BROKEN) {
    world->cart_until_tick[cart] = later(world->cart_until_tick[cart], after(world, repair));
    return;
  }
  soi_cart_break(world, cart, after(world, repair));
  soi_emit(world, SOI_EVENT_BREAKDOWN, cart, 0, repair, cart_place(world, cart), 0);
}

static void repair(soi_world *world, uint32_t cart) {
  if (world->cart_mode[cart] != SOI_CART_BROKEN) { return; }
  resume(world, cart);
  soi_emit(world, SOI_EVENT_REPAIRED, cart, 0, 0.0, cart_place(world, cart), 0);
}

/* A lane has one closed stretch: one more widens it, and it lasts until both are over. */
static void close_lane(soi_world *world, soi_lane_id lane, double from, double to, double duration) {
  const soi_lane *place = &world->model->lanes[lane];
  const bool more = world->lane_closed_to[lane] > world->lane_closed_from[lane];
  const double first = soi_clamp(soi_min(from, to), 0.0, place->length), last = soi_clamp(soi_max(from, to), 0.0, place->length);
  const soi_tick until = after(world, duration);
  world->lane_closed_from[lane] = more ? soi_min(first, world->lane_closed_from[lane]) : first;
  world->lane_closed_to[lane] = more ? soi_max(last, world->lane_closed_to[lane]) : last;
  world->lane_closed_until[lane] = more ? later(until, world->lane_closed_until[lane]) : until;
  soi_emit(world, SOI_EVENT_LANE_CLOSED, lane, 0, 0.0, soi_lane_at(world->model, lane, from, 0.0, NULL), 0);
}

static void open_lane(soi_world *world, soi_lane_id lane) {
  const soi_point at = soi_lane_at(world->model, lane, world->lane_closed_from[lane], 0.0, NULL);
  world->lane_closed_from[lane] = world->lane_closed_to[lane] = 0.0;
  world->lane_closed_until[lane] = 0;
  soi_emit(world, SOI_EVENT_LANE_OPENED, lane, 0, 0.0, at, 0);
}

static void set_rain(soi_world *world, double rain, double visibility, double duration) {
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
    set_rain(world, weather->rain, weather->visibility, 0.0);
  }
  for (uint32_t cart = 1; cart <= world->model->cart_count; ++cart) {
    const bool over = world->cart_until_tick[cart] != 0 && world->cart_until_tick[cart] <= now;
    if (world->cart_mode[cart] == SOI_CART_BROKEN && over) { repair(world, cart); }
  }
  for (soi_lane_id lane = 1; lane <= world->model->lane_count; ++lane) {
    if (world->lane_closed_until[lane] != 0 && world->lane_closed_until[lane] <= now) { open_lane(world, lane); }
  }
}

/* A parked vehicle drives off: whatever was queued for it happens now. Its time there was no delay of the traffic. */
static void drive_off(soi_world *world, uint32_t row, uint32_t generation) {
  for (uint32_t i = 1; i <= world->command_count[0]; ++i) {
    const bool same = world->command_kind[i] == SOI_COMMAND_DRIVE_OFF && world->command_target[i] == row;
    if (same && world->command_extra[i] == generation) { world->command_tick[i] = world->tick[0]; }
  }
  if (world->vehicle_generation[row] != generation) { return; }
  world->vehicle_delay[row] = 0.0;
  world->vehicle_standing[row] = 0;
  world->vehicle_rest_tick[row] = 0;
}

bool soi_vehicle_parked(const soi_world *world, uint32_t row) {
  if (world->vehicle_flow[row] != 0 || world->vehicle_cart[row] != 0) { return false; }
  for (uint32_t i = 1; i <= world->command_count[0]; ++i) {
    const bool its_own = world->command_kind[i] == SOI_COMMAND_DRIVE_OFF && world->command_target[i] == row;
    if (its_own && world->command_extra[i] == world->vehicle_generation[row]) { return true; }
  }
  return false;
}

/* Incidents that put somebody into the world do as commands do. */
static soi_command command_of(const soi_world *world, const soi_incident *incident) {
  soi_command command = {.tick = world->tick[0], .kind = SOI_COMMAND_PEDESTRIAN, .target = incident->gate};
  if (incident->kind == SOI_INCIDENT_PEDESTRIAN) {
    command.extra = incident->jaywalks ? SOI_RULE_JAYWALK : 0;
    command.values[0] = incident->place.x;
    command.values[1] = incident->place.y;
  } else {
    const soi_lane_id lane = soi_lane_of(world->model, incident->road, incident->direction, incident->lane);
    command = (soi_command){world->tick[0],
                            SOI_COMMAND_PARK,
                            lane,
                            incident->type,
                            {soi_lane_s(world->model, lane, incident->from), world->model->side * incident->offset, incident->duration}};
  }
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
  const soi_command command = command_of(world, incident);
  const bool queued = soi_world_command(world, &command);
  if (!queued && world->tick[0] == soi_tick_at(world->model, incident->at)) {
    soi_emit(world, SOI_EVENT_PUT_OFF, row, SOI_REFUSAL_QUEUE, 0.0, command_place(world, &command), 0);
  }
  return queued;
}

/* Closes a lane, or all of a road's, from one distance along its centre-line to another or to its end. */
static void close_road(soi_world *world, const soi_incident *incident) {
  const bool all = incident->kind == SOI_INCIDENT_CLOSED_ROAD;
  for (soi_lane_id lane = 1; lane <= world->model->lane_count; ++lane) {
    const soi_lane *place = &world->model->lanes[lane];
    const bool meant = all || (place->direction == incident->direction && place->index == incident->lane);
    if (place->road == 0 || place->road != incident->road || !meant) { continue; }
    const double end = incident->to > 0.0 ? incident->to : soi_max(place->road_start, place->road_end);
    close_lane(world, lane, soi_lane_s(world->model, lane, incident->from), soi_lane_s(world->model, lane, end), incident->duration);
  }
}

static bool begin_incident(soi_world *world, uint32_t row) {
  const soi_incident *const incident = &world->model->incidents[row];
  switch (incident->kind) {
    case SOI_INCIDENT_BREAKDOWN: break_down(world, incident->cart, incident->duration); return true;
    case SOI_INCIDENT_REPAIR: repair(world, incident->cart); return true;
    case SOI_INCIDENT_RAIN: set_rain(world, incident->rain, incident->visibility, incident->duration); return true;
    case SOI_INCIDENT_CLOSED_LANE:
    case SOI_INCIDENT_CLOSED_ROAD: close_road(world, incident); return true;
    default: return queue_incident(world, row);
  }
}

static void execute(soi_world *world, const soi_command *command) {
  soi_emit(world, SOI_EVENT_COMMAND, command->target, command->kind, 0.0, (soi_point){0.0, 0.0}, 0);
  switch (command->kind) {
    case SOI_COMMAND_BREAKDOWN: break_down(world, command->target, command->values[0]); break;
    case SOI_COMMAND_REPAIR: repair(world, command->target); break;
    case SOI_COMMAND_CLOSE_LANE: close_lane(world, command->target, command->values[0], command->values[1], command->values[2]); break;
    case SOI_COMMAND_OPEN_LANE: open_lane(world, command->target); break;
    case SOI_COMMAND_RAIN: set_rain(world, command->values[0], command->values[1], command->values[2]); break;
    case SOI_COMMAND_CROWD: world->people_flow_crowd[command->target] += command->extra; break;
    case SOI_COMMAND_DRIVE_OFF: drive_off(world, command->target, command->extra); break;
    default: SOI_ASSERT(!"a command of unknown kind was queued");
  }
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

bool soi_input_puts_somebody(uint32_t kind) { return kind == SOI_COMMAND_PEDESTRIAN || kind == SOI_COMMAND_PARK; }

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
    const bool puts = incident->kind == SOI_INCIDENT_PARKED || incident->kind == SOI_INCIDENT_PEDESTRIAN;
    const soi_tick at = soi_tick_at(world->model, incident->at);
    /* of two alike the last that had begun by then */
    if (!puts || !world->incident_done[i] || at > command.tick || (found != 0 && at < *asked)) { continue; }
    const soi_command own = command_of(world, incident);
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
  const uint32_t incident = soi_input_incident(world, row, &asked);
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

/* A way on foot near the place, and a gate that can be reached from there. */
static bool valid_pedestrian(const soi_model *model, const soi_command *command) {
  if (command->target > model->gate_count || command->extra > (SOI_RULE_ZEBRA | SOI_RULE_RED | SOI_RULE_SPEED | SOI_RULE_JAYWALK)) {
    return false;
  }
  soi_point on;
  soi_walk_node_id toward;
  const soi_walk_link_id link = soi_walk_link_near(model, (soi_point){command->values[0], command->values[1]}, SOI_PEDESTRIAN_REACH, &on);
  const uint32_t gate = link == 0 || command->target != 0 ? command->target : soi_gate_near(model, link, on);
  if (link == 0 || gate == 0 || model->gates[gate].way == 0) { return false; }
  return soi_walk_cost_at(model, model->gates[gate].way, link, on, &toward) < (double)SOI_NO_WAY;
}

/* A road's lane with a way off the map, a vehicle that is no cart, a place in the lane. */
static bool valid_park(const soi_model *model, const soi_command *command) {
  if (command->target < 1 || command->target > model->lane_count || model->lanes[command->target].junction != 0) { return false; }
  const soi_lane *lane = &model->lanes[command->target];
  if (command->extra > model->type_count || (command->extra == 0 && soi_van_type(model) == 0)) { return false; }
  if (command->extra != 0 && soi_type(model, command->extra)->body.shape == SOI_SHAPE_CART) { return false; }
  const bool in_lane = command->values[0] >= 0.0 && command->values[0] <= lane->length && soi_abs(command->values[1]) <= lane->width;
  return in_lane && command->values[2] >= 0.0 && soi_exit_near(model, command->target) != 0;
}

bool soi_command_valid(const soi_model *model, const soi_command *command) {
  const bool may_be_negative = soi_input_puts_somebody(command->kind);
  if (!values_within(command, may_be_negative ? -1e6 : 0.0, 1e6)) { return false; }
  switch (command->kind) {
    case SOI_COMMAND_BREAKDOWN:
    case SOI_COMMAND_REPAIR: return command->target >= 1 && command->target <= model->cart_count;
    case SOI_COMMAND_CLOSE_LANE:
    case SOI_COMMAND_OPEN_LANE: return command->target >= 1 && command->target <= model->lane_count;
    case SOI_COMMAND_RAIN: return true;
    case SOI_COMMAND_CROWD: return command->target >= 1 && command->target <= model->people_flow_count && command->extra <= 100000u;
    case SOI_COMMAND_PEDESTRIAN: return valid_pedestrian(model, command);
    case SOI_COMMAND_PARK: return valid_park(model, command);
    case SOI_COMMAND_DRIVE_OFF: return command->target >= 1 && command->target <= model->vehicle_capacity;
    default: return false;
  }
}

bool soi_world_command(soi_world *world, const soi_command *command) {
  if (!soi_command_valid(world->model, command) || world->command_count[0] >= SOI_COMMAND_CAPACITY) { return false; }
  soi_command stamped = *command;
  if (stamped.tick < world->tick[0]) { stamped.tick = world->tick[0]; }
  store_command(world, ++world->command_count[0], &stamped);
  return true;
}
