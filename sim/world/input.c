/* What acts on the world from outside: the scenario's incidents and the commands of tools go the same way. */
#include "input.h"

#include <string.h>

#include "emit.h"
#include "fmath.h"

double soi_lane_s_at(const soi_lane *lane, double along) {
  const double share = (along - lane->road_start) / (lane->road_end - lane->road_start);
  return soi_clamp(share, 0.0, 1.0) * lane->length;
}

/* The tick seconds from now; 0 stands for never. */
static soi_tick after(const soi_world *world, double seconds) {
  return seconds > 0.0 ? world->tick[0] + (soi_tick)soi_ceil(seconds / world->model->step) : 0;
}

static soi_point cart_place(const soi_world *world, uint32_t cart) {
  const uint32_t body = world->cart_vehicle[cart];
  if (body == 0) return (soi_point){0.0, 0.0};
  return soi_lane_at(world->model, world->vehicle_lane[body], world->vehicle_s[body], world->vehicle_d[body], NULL);
}

static void break_down(soi_world *world, uint32_t cart, double repair) {
  if (world->cart_mode[cart] == SOI_CART_BROKEN) return;
  world->cart_saved_mode[cart] = world->cart_mode[cart];
  world->cart_mode[cart] = SOI_CART_BROKEN;
  world->cart_mode_tick[cart] = world->tick[0];
  world->cart_until_tick[cart] = after(world, repair);
  soi_emit(world, SOI_EVENT_BREAKDOWN, cart, 0, repair, cart_place(world, cart), 0);
}

static void repair(soi_world *world, uint32_t cart) {
  if (world->cart_mode[cart] != SOI_CART_BROKEN) return;
  world->cart_mode[cart] = world->cart_saved_mode[cart];
  world->cart_saved_mode[cart] = 0;
  world->cart_mode_tick[cart] = world->tick[0];
  world->cart_until_tick[cart] = 0;
  soi_emit(world, SOI_EVENT_REPAIRED, cart, 0, 0.0, cart_place(world, cart), 0);
}

static void close_lane(soi_world *world, soi_lane_id lane, double from, double to, double duration) {
  const soi_lane *place = &world->model->lanes[lane];
  world->lane_closed_from[lane] = soi_clamp(soi_min(from, to), 0.0, place->length);
  world->lane_closed_to[lane] = soi_clamp(soi_max(from, to), 0.0, place->length);
  world->lane_closed_until[lane] = after(world, duration);
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
  if (visibility > 0.0) world->visibility[0] = visibility;
  world->rain_until[0] = after(world, duration);
  soi_emit(world, SOI_EVENT_RAIN, 0, 0, rain, (soi_point){0.0, 0.0}, 0);
}

/* What ends by itself in this tick. */
static void end_what_is_over(soi_world *world) {
  const soi_tick now = world->tick[0];
  if (world->rain_until[0] != 0 && world->rain_until[0] <= now) {
    const soi_weather_definition *weather = &world->model->definition->scenario.weather;
    set_rain(world, weather->rain, weather->visibility, 0.0);
  }
  for (uint32_t cart = 1; cart <= world->model->cart_count; cart++) {
    const bool over = world->cart_until_tick[cart] != 0 && world->cart_until_tick[cart] <= now;
    if (world->cart_mode[cart] == SOI_CART_BROKEN && over) repair(world, cart);
  }
  for (soi_lane_id lane = 1; lane <= world->model->lane_count; lane++) {
    if (world->lane_closed_until[lane] != 0 && world->lane_closed_until[lane] <= now) open_lane(world, lane);
  }
}

/* The lane of an incident: counted from the kerb. */
static soi_lane_id lane_of(const soi_model *model, const soi_incident_definition *incident) {
  for (soi_lane_id lane = 1; lane <= model->lane_count; lane++) {
    const soi_lane *place = &model->lanes[lane];
    if (place->road == incident->road && place->direction == incident->direction && place->index == incident->lane) return lane;
  }
  return 0;
}

static void begin_incident(soi_world *world, const soi_incident_definition *incident) {
  if (incident->kind == SOI_INCIDENT_BREAKDOWN) {
    break_down(world, incident->cart, incident->duration);
  } else if (incident->kind == SOI_INCIDENT_RAIN) {
    set_rain(world, incident->rain, incident->visibility, incident->duration);
  } else {
    const soi_lane_id lane = lane_of(world->model, incident);
    if (lane == 0) return;
    const soi_lane *place = &world->model->lanes[lane];
    close_lane(world, lane, soi_lane_s_at(place, incident->from), soi_lane_s_at(place, incident->to), incident->duration);
  }
}

static void execute(soi_world *world, const soi_command *command) {
  soi_emit(world, SOI_EVENT_COMMAND, command->target, command->kind, 0.0, (soi_point){0.0, 0.0}, 0);
  switch (command->kind) {
    case SOI_COMMAND_BREAKDOWN: break_down(world, command->target, command->values[0]); break;
    case SOI_COMMAND_REPAIR: repair(world, command->target); break;
    case SOI_COMMAND_CLOSE_LANE:
      close_lane(world, command->target, command->values[0], command->values[1], command->values[2]);
      break;
    case SOI_COMMAND_OPEN_LANE: open_lane(world, command->target); break;
    case SOI_COMMAND_RAIN: set_rain(world, command->values[0], command->values[1], command->values[2]); break;
    case SOI_COMMAND_CROWD: world->people_flow_crowd[command->target] += command->extra; break;
    default: SOI_ASSERT(!"a command of unknown kind was queued");
  }
}

static soi_command command_at(const soi_world *world, uint32_t row) {
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
  for (uint32_t row = 1; row <= world->command_count[0]; row++) {
    const soi_command command = command_at(world, row);
    store_command(world, row, &none);
    if (command.tick <= world->tick[0]) {
      execute(world, &command);
    } else {
      store_command(world, ++kept, &command);
    }
  }
  world->command_count[0] = kept;
}

void soi_input(soi_world *world) {
  end_what_is_over(world);
  for (uint32_t row = 1; row <= world->model->incident_count; row++) {
    const soi_incident_definition *incident = &world->model->definition->scenario.incidents.items[row - 1];
    if (world->incident_done[row] || world->tick[0] < soi_tick_at(world->model, incident->at)) continue;
    world->incident_done[row] = 1;
    begin_incident(world, incident);
  }
  run_commands(world);
}

/* Whether a command names something that exists and carries values that make sense. */
static bool valid(const soi_world *world, const soi_command *command) {
  const soi_model *model = world->model;
  for (int i = 0; i < 3; i++) {
    if (!(command->values[i] >= 0.0 && command->values[i] <= 1e6)) return false;
  }
  switch (command->kind) {
    case SOI_COMMAND_BREAKDOWN:
    case SOI_COMMAND_REPAIR: return command->target >= 1 && command->target <= model->cart_count;
    case SOI_COMMAND_CLOSE_LANE:
    case SOI_COMMAND_OPEN_LANE: return command->target >= 1 && command->target <= model->lane_count;
    case SOI_COMMAND_RAIN: return true;
    case SOI_COMMAND_CROWD: return command->target >= 1 && command->target <= model->people_flow_count && command->extra <= 100000u;
    default: return false;
  }
}

bool soi_world_command(soi_world *world, const soi_command *command) {
  if (!valid(world, command) || world->command_count[0] >= SOI_COMMAND_CAPACITY) return false;
  soi_command stamped = *command;
  if (stamped.tick < world->tick[0]) stamped.tick = world->tick[0];
  store_command(world, ++world->command_count[0], &stamped);
  return true;
}
