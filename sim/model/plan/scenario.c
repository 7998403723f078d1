/* What a scenario says, as rows of the model: the clock and capacities, kinds of vehicles, fleet, service, weather, incidents. */
#include "build.h"

static const double DEFAULT_STEP = 0.1; /* s, for a map without a scenario */

/* Cumulative shares of the traffic mix by vehicle type, ending in 1. */
static void build_mix(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  model->type_count = scenario->vehicle_types.count;
  model->mix_share = SOI_NEW(&model->arena, double, (size_t)model->type_count + 1);
  double all = 0.0;
  for (uint32_t i = 0; i < scenario->traffic.mix.count; ++i) {
    model->mix_share[scenario->traffic.mix.items[i].type] += scenario->traffic.mix.items[i].share;
    all += scenario->traffic.mix.items[i].share;
  }
  double passed = 0.0;
  uint32_t last = 0;
  for (soi_type_id type = 1; type <= model->type_count && all > 0.0; ++type) {
    last = model->mix_share[type] > 0.0 ? type : last;
    passed += model->mix_share[type];
    model->mix_share[type] = passed / all;
  }
  /* Nothing rounded away at the end: a draw below 1 always finds a type that has a share. */
  for (soi_type_id type = last; type <= model->type_count && last > 0; ++type) { model->mix_share[type] = 1.0; }
}

static void build_types(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  uint32_t sensors = 0;
  for (uint32_t i = 0; i < scenario->vehicle_types.count; ++i) { sensors += scenario->vehicle_types.items[i].automation.sensors.count; }
  model->types = SOI_NEW(&model->arena, soi_vehicle_type, (size_t)model->type_count + 1);
  model->sensors = SOI_NEW(&model->arena, soi_sensor, (size_t)sensors + 1);
  for (uint32_t row = 1; row <= model->type_count; ++row) {
    const soi_vehicle_type_definition *const from = &scenario->vehicle_types.items[row - 1];
    const uint32_t own = from->automation.sensors.count;
    soi_vehicle_type *const type = &model->types[row];
    *type = (soi_vehicle_type){.id = from->record.id,
                               .name = from->name,
                               .body = from->body.row,
                               .driver = from->driver.row,
                               .powertrain = from->powertrain.row,
                               .automation = from->automation.row,
                               .places = from->places.row};
    type->automation.sensors = (soi_span){model->sensor_count + 1, own};
    for (uint32_t i = 0; i < own; ++i) { model->sensors[++model->sensor_count] = from->automation.sensors.items[i].row; }
  }
}

/* How far bodies reach. Conflict zones allow for lorries of 2.5 m, and for any that is wider, with a little more. */
static void measure_bodies(soi_model *model) {
  static const double beside = 1.3, spare = 0.05; /* m */
  model->zone_reach = beside;
  for (uint32_t row = 1; row <= model->type_count; ++row) {
    const soi_body *const body = &model->types[row].body;
    model->longest_body = soi_max(model->longest_body, body->length);
    model->body_reach = soi_max(model->body_reach, 0.5 * soi_hypot(body->length, body->width));
    model->zone_reach = soi_max(model->zone_reach, 0.5 * body->width + spare);
  }
}

static void build_fleet(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  model->cart_count = scenario->fleet.count;
  model->carts = SOI_NEW(&model->arena, soi_cart, (size_t)model->cart_count + 1);
  for (uint32_t i = 0; i < scenario->fleet.count; ++i) {
    model->carts[i + 1] = scenario->fleet.items[i].row;
    model->carts[i + 1].id = scenario->fleet.items[i].record.id;
  }
}

static void build_incidents(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  model->incident_count = scenario->incidents.count;
  model->incidents = SOI_NEW(&model->arena, soi_incident, (size_t)model->incident_count + 1);
  for (uint32_t i = 0; i < scenario->incidents.count; ++i) {
    model->incidents[i + 1] = scenario->incidents.items[i].row;
    model->incidents[i + 1].id = scenario->incidents.items[i].record.id;
  }
}

void soi_build_scenario(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  const double step = scenario->step > 0.0 ? scenario->step : DEFAULT_STEP;
  model->seed = scenario->seed;
  model->start = scenario->start;
  model->step_us = (uint32_t)soi_round(step * 1e6);
  model->step = (double)model->step_us * 1e-6;
  model->end = (soi_tick)soi_ceil(scenario->duration / model->step - 1e-6);
  model->warmup = (soi_tick)soi_ceil(scenario->warmup / model->step - 1e-6);
  model->side = build->map->drive_on == SOI_SIDE_LEFT ? 1.0 : -1.0;
  /* The carts' bodies have rows of their own beside those for traffic that comes and goes. */
  model->vehicle_capacity = scenario->capacity.vehicles + scenario->fleet.count;
  model->person_capacity = scenario->capacity.people;
  model->allow_overflow = scenario->capacity.allow_overflow;
  model->service = scenario->service.row;
  model->walking = scenario->pedestrians.walking.row;
  model->weather = scenario->weather.row;
  build_mix(build);
  build_types(build);
  measure_bodies(model);
  build_fleet(build);
  build_incidents(build);
}
