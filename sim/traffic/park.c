/* Vehicles that a command parks in a lane. One that stands has a command to drive off in the queue: that is what makes it parked, so
 * there is no state beside it. Then it is a vehicle like any other, on its way off the map. */
#include "park.h"

#include "behaviour.h"
#include "emit.h"
#include "input.h"
#include "room.h"
#include "traits.h"

/* Nobody is parked on a crossing for people, nor nearer to one than this, m. */
static const double KEPT_CLEAR = 1.0;

/* The place in the lane: its whole body on it, short of the stop line, and behind any crossing it would stand on. */
static double parking_place(const soi_model *model, soi_lane_id lane, double s, double length) {
  const soi_lane *place = &model->lanes[lane];
  s = soi_clamp(s, soi_min(length + 0.5, place->length), soi_max(place->stop_line, soi_min(length + 0.5, place->length)));
  for (uint32_t i = place->conflict_zones.count; i-- > 0;) {
    const soi_conflict_zone *zone = &model->conflict_zones[place->conflict_zones.first + i];
    const bool on_it = zone->kind == SOI_CONFLICT_ZONE_WALK && s > zone->start - KEPT_CLEAR && s - length < zone->end + KEPT_CLEAR;
    if (on_it && zone->start - KEPT_CLEAR > length) { s = zone->start - KEPT_CLEAR; }
  }
  return s;
}

/* Puts the vehicle of a command, when its place is free. Its row is 0 when it is refused. */
static soi_refusal park(soi_world *world, const soi_command *command, soi_vehicle_id *row) {
  const soi_model *model = world->model;
  const soi_type_id type = command->extra != 0 ? command->extra : soi_van_type(model);
  const soi_vehicle_type *body = soi_type(model, type);
  const double s = parking_place(model, command->target, command->values[0], body->body.length), d = command->values[1];
  soi_outline outline = {.half_length = 0.5 * body->body.length, .half_width = 0.5 * body->body.width};
  outline.middle = soi_lane_at(model, command->target, s - outline.half_length, d, &outline.along);
  const soi_refusal why = soi_room_refusal(world, &outline);
  *row = why == SOI_REFUSAL_NONE ? soi_road_add(world, type, command->target, s, d, 0.0, soi_exit_near(model, command->target)) : 0;
  if (why != SOI_REFUSAL_NONE) { return why; }
  if (*row == 0) { return soi_no_room(world, false, 0, outline.middle), SOI_REFUSAL_FULL; }
  soi_draw_traits(world, *row);
  soi_emit(world, SOI_EVENT_VEHICLE_ENTERED, *row, 0, 0.0, outline.middle, 0);
  return SOI_REFUSAL_NONE;
}

void soi_park_vehicles(soi_world *world) {
  uint32_t next = 0;
  while ((next = soi_input_due(world, SOI_COMMAND_PARK, next)) != 0) {
    const soi_command command = soi_input_command(world, next);
    soi_vehicle_id row;
    const soi_refusal why = park(world, &command, &row);
    soi_input_refused(world, next, why);
    if (why != SOI_REFUSAL_NONE) { continue; }
    const double stands = soi_ceil(command.values[2] / world->model->step);
    const soi_tick until = command.values[2] > 0.0 ? world->tick[0] + (soi_tick)stands : UINT64_MAX;
    const soi_command leave = {until, SOI_COMMAND_DRIVE_OFF, row, world->vehicle_generation[row], {0.0, 0.0, 0.0}};
    soi_input_done(world, next, &leave);
  }
}

void soi_stay_parked(soi_decision *decision) {
  decision->go = decision->stay = (soi_limit){0.0, SOI_CAUSE_BREAKDOWN, 0, SOI_NO_STOP}; /* hazard lights on */
  decision->offset = decision->world->vehicle_d[decision->row];
  decision->wants = 0;
  decision->done = true;
}
