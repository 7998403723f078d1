/* Building the model, phase by phase. */
#include "build.h"

static const double MARGIN = 10.0; /* m around everything */

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
