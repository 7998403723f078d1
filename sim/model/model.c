/* Building the model, phase by phase. */
#include "build.h"

static const double DEFAULT_STEP = 0.1; /* s, for a map without a scenario */
static const double MARGIN = 10.0;      /* m around everything */

/* --- the scenario's own numbers -------------------------------------------------------------------------------------- */

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
  for (uint32_t type = 1; type <= model->type_count && all > 0.0; ++type) {
    last = model->mix_share[type] > 0.0 ? type : last;
    passed += model->mix_share[type];
    model->mix_share[type] = passed / all;
  }
  /* Nothing rounded away at the end: a draw below 1 always finds a type that has a share. */
  for (uint32_t type = last; type <= model->type_count && last > 0; ++type) { model->mix_share[type] = 1.0; }
}

void soi_build_scenario(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  const double step = scenario->step > 0.0 ? scenario->step : DEFAULT_STEP;
  model->seed = scenario->seed;
  model->step_us = (uint32_t)soi_round(step * 1e6);
  model->step = (double)model->step_us * 1e-6;
  model->end = (soi_tick)soi_ceil(scenario->duration / model->step - 1e-6);
  model->warmup = (soi_tick)soi_ceil(scenario->warmup / model->step - 1e-6);
  model->side = build->map->drive_on == SOI_SIDE_LEFT ? 1.0 : -1.0;
  /* The carts' bodies have rows of their own beside those for traffic that comes and goes. */
  model->vehicle_capacity = scenario->capacity.vehicles + scenario->fleet.count;
  model->person_capacity = scenario->capacity.people;
  model->incident_count = scenario->incidents.count;
  build_mix(build);
}

/* --- bounds ---------------------------------------------------------------------------------------------------------- */

static void widen(soi_bounds *bounds, soi_point at) {
  bounds->left = soi_min(bounds->left, at.x - MARGIN);
  bounds->bottom = soi_min(bounds->bottom, at.y - MARGIN);
  bounds->right = soi_max(bounds->right, at.x + MARGIN);
  bounds->top = soi_max(bounds->top, at.y + MARGIN);
}

void soi_build_bounds(soi_build *build) {
  soi_model *const model = build->model;
  soi_bounds bounds = {1e9, 1e9, -1e9, -1e9};
  for (uint32_t i = 0; i < model->point_count; ++i) { widen(&bounds, model->points[i]); }
  for (uint32_t node = 1; node <= model->walk_node_count; ++node) { widen(&bounds, model->walk_nodes[node].at); }
  for (uint32_t i = 0; i < build->map->walkways.count; ++i) {
    for (uint32_t j = 0; j < build->map->walkways.items[i].points.count; ++j) {
      widen(&bounds, build->map->walkways.items[i].points.items[j]);
    }
  }
  model->bounds = bounds.left <= bounds.right ? bounds : (soi_bounds){0};
}

/* --- the whole ------------------------------------------------------------------------------------------------------- */

typedef void (*phase)(soi_build *build);

/* Phases in their order. A group is finished before its errors end the building, so that one run reports as much as it can:
 * what stands on roads needs sound roads, and who travels needs all places. */
static const phase ROADS[] = {soi_build_scenario, soi_build_lanes, NULL};
static const phase PLACES[] = {
    soi_build_connectors, soi_build_roundabouts, soi_build_crossings,  soi_build_signals, soi_build_conflict_zones, soi_check_signals,
    soi_build_stops,      soi_build_sight,       soi_build_walk_graph, soi_check_gates,   soi_build_bounds,         NULL,
};
static const phase TRAVEL[] = {soi_build_ways, soi_build_walk_ways, soi_build_routes, soi_build_flows, NULL};

static bool run_phases(soi_build *build, const phase *phases) {
  const uint32_t before = build->errors->count;
  for (uint32_t i = 0; phases[i] != NULL; ++i) { phases[i](build); }
  return build->errors->count == before;
}

soi_model *soi_model_build(const soi_definition *definition, soi_memory memory, soi_errors *errors) {
  if (soi_definition_is_part(definition)) {
    soi_error_add(errors, definition->scenario.record.mark,
                  "map is missing; expected the path of a map: this is a part for others to extend");
    return NULL;
  }
  soi_arena arena = soi_arena_make(memory);
  soi_model *const model = SOI_NEW(&arena, soi_model, 1);
  model->definition = definition;
  model->arena = arena;
  soi_build build = {
      .definition = definition,
      .map = &definition->map,
      .model = model,
      .errors = errors,
      .scratch = soi_arena_make(memory),
  };
  const bool sound = run_phases(&build, ROADS) && run_phases(&build, PLACES) && run_phases(&build, TRAVEL);
  soi_arena_release(&build.scratch);
  if (!sound) {
    soi_model_release(model);
    soi_errors_sort(errors);
    return NULL;
  }
  model->hash = soi_model_hash(model);
  return model;
}

void soi_model_release(soi_model *model) {
  if (model != NULL) {
    /* The model lies in its own arena. */
    soi_arena own = model->arena;
    soi_arena_release(&own);
  }
}
