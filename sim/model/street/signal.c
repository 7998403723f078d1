/* Signals: stages in ticks, one bit for each movement (approach and turn) and each crossing, and the check that no two movements
 * that may not meet have green together. */
#include "build.h"

enum { MOVEMENT_BITS = 64 };

static const soi_signal_definition *definition_of(const soi_build *build, soi_signal_id signal) {
  return &build->map->signals.items[build->model->signals[signal].definition - 1];
}

/* --- plans ----------------------------------------------------------------------------------------------------------- */

/* A duration as ticks; what does not fit the step is an error at the mark. */
static soi_tick to_ticks(soi_build *build, soi_mark mark, const char *what, double seconds) {
  const double ticks = soi_max(seconds, 0.0) / build->model->step;
  const double whole = soi_round(ticks);
  if (soi_abs(ticks - whole) > 1e-6 * soi_max(whole, 1.0)) {
    soi_error_add(build->errors, mark, "%s of %.3f s is not a whole number of steps; a multiple of %.3f s expected", what, seconds,
                  build->model->step);
  }
  return (soi_tick)whole;
}

/* Where the plan stands at the scenario's start: plans begin at midnight plus their offset. */
static soi_tick plan_offset(const soi_build *build, const soi_signal_definition *definition, soi_tick cycle) {
  const double since = (build->definition->scenario.start - definition->offset) / build->model->step;
  const double turns = soi_floor(since / (double)cycle);
  const soi_tick offset = (soi_tick)soi_round(since - turns * (double)cycle);
  return offset < cycle ? offset : offset - cycle;
}

static void add_stages(soi_build *build, uint32_t row) {
  soi_model *const model = build->model;
  soi_signal *const signal = &model->signals[row];
  const soi_signal_definition *const definition = definition_of(build, row);
  signal->stages = (soi_span){model->stage_count + 1, definition->stages.count};
  for (uint32_t i = 0; i < definition->stages.count; ++i) {
    const soi_signal_stage *const stage = &definition->stages.items[i];
    soi_stage *const made = &model->stages[++model->stage_count];
    made->green = to_ticks(build, stage->record.mark, "green", stage->green);
    made->amber = to_ticks(build, definition->record.mark, "amber", definition->amber);
    made->all_red = to_ticks(build, definition->record.mark, "all_red", definition->all_red);
    signal->cycle += made->green + made->amber + made->all_red;
    if (stage->roads.count == 0 && stage->crossings.count == 0) {
      soi_error_add(build->errors, stage->record.mark, "stage %u of signal '%s' gives green to nobody; roads or crossings expected", i + 1,
                    definition->record.id);
    }
    if (made->green == 0) {
      soi_error_add(build->errors, stage->record.mark, "stage %u of signal '%s' has no green time; one step at least expected", i + 1,
                    definition->record.id);
    }
  }
  if (signal->cycle == 0) {
    soi_error_add(build->errors, definition->record.mark, "signal '%s' has no stages; one at least expected", definition->record.id);
    signal->cycle = 1;
  }
  signal->offset = plan_offset(build, definition, signal->cycle);
}

/* --- who is held by it ----------------------------------------------------------------------------------------------- */

static bool lists(soi_references list, uint32_t row) {
  for (uint32_t i = 0; i < list.count; ++i) {
    if (list.items[i] == row) { return true; }
  }
  return false;
}

static bool ever_green(const soi_signal_definition *definition, uint32_t road) {
  for (uint32_t i = 0; i < definition->stages.count; ++i) {
    if (lists(definition->stages.items[i].roads, road)) { return true; }
  }
  return false;
}

/* Ties a signal to its junction; an approach that is never green would wait for ever. */
static void claim_junction(soi_build *build, uint32_t row) {
  soi_model *const model = build->model;
  const soi_signal_definition *const definition = definition_of(build, row);
  if (definition->node == 0) { return; }
  const soi_junction_id junction = build->node_junction[definition->node];
  const char *const node = build->map->nodes.items[definition->node - 1].record.id;
  if (junction == 0) {
    soi_error_add(build->errors, definition->record.mark, "signal '%s' stands at node '%s', where no roads meet; a junction expected",
                  definition->record.id, node);
    return;
  }
  if (model->junctions[junction].signal != 0) {
    soi_error_add(build->errors, definition->record.mark, "node '%s' has two signals, '%s' and '%s'; one expected", node,
                  definition_of(build, model->junctions[junction].signal)->record.id, definition->record.id);
    return;
  }
  model->signals[row].junction = junction;
  model->junctions[junction].signal = row;
  const soi_span arms = build->node_arms[definition->node];
  for (uint32_t i = 0; i < arms.count; ++i) {
    const soi_arm *const arm = &build->arms[arms.first + i];
    if (arm->entering.count > 0 && !ever_green(definition, arm->road)) {
      soi_error_add(build->errors, definition->record.mark, "road '%s' never has green at signal '%s'; a stage that lists it expected",
                    soi_road_of(build, arm->road)->record.id, definition->record.id);
    }
  }
}

/* Roads of a stage must lead to the signal's junction. */
static void check_stage_roads(soi_build *build, uint32_t row, const soi_signal_stage *stage) {
  const soi_signal_definition *const definition = definition_of(build, row);
  for (uint32_t i = 0; definition->node != 0 && i < stage->roads.count; ++i) {
    const soi_span arms = build->node_arms[definition->node];
    bool enters = false;
    for (uint32_t arm = 0; arm < arms.count; ++arm) {
      enters = enters || (build->arms[arms.first + arm].road == stage->roads.items[i] && build->arms[arms.first + arm].entering.count > 0);
    }
    if (!enters) {
      soi_error_add(build->errors, stage->record.mark,
                    "road '%s' brings no traffic to signal '%s'; a road that leads to node '%s' expected",
                    soi_road_of(build, stage->roads.items[i])->record.id, definition->record.id,
                    build->map->nodes.items[definition->node - 1].record.id);
    }
  }
}

/* One bit for each pair of approach and turn, in the order of the connectors. Returns the number of bits used. */
static uint32_t mark_connectors(soi_build *build, uint32_t row) {
  const soi_span connectors = build->model->junctions[build->model->signals[row].junction].connectors;
  uint32_t bits = 0;
  for (uint32_t i = 0; i < connectors.count; ++i) {
    soi_lane *const lane = &build->lanes.items[connectors.first + i];
    lane->signal = row;
    lane->signal_bit = bits;
    for (uint32_t j = 0; j < i; ++j) {
      const soi_lane *const other = &build->lanes.items[connectors.first + j];
      if (build->lanes.items[other->from].road == build->lanes.items[lane->from].road && other->turn == lane->turn) {
        lane->signal_bit = other->signal_bit;
        break;
      }
    }
    bits = lane->signal_bit == bits ? bits + 1 : bits;
  }
  return bits;
}

static void mark_crossing(soi_build *build, uint32_t row, const soi_signal_stage *stage, uint32_t crossing_row, uint32_t *bits) {
  const soi_signal_definition *const definition = definition_of(build, row);
  soi_crossing *const crossing = &build->model->crossings[crossing_row];
  const char *const name = build->map->crossings.items[crossing_row - 1].record.id;
  if (crossing->kind != SOI_CROSSING_SIGNAL) {
    soi_error_add(build->errors, stage->record.mark,
                  "signal '%s' lists crossing '%s', which has no lights; a crossing of kind signal expected", definition->record.id, name);
  } else if (crossing->signal == 0) {
    crossing->signal = row;
    crossing->signal_bit = (*bits)++;
  } else if (crossing->signal != row) {
    soi_error_add(build->errors, stage->record.mark, "crossing '%s' belongs to signal '%s' already; one signal for each crossing expected",
                  name, definition_of(build, crossing->signal)->record.id);
  }
}

/* Sets the go bits of all stages. */
static void set_go(soi_build *build, uint32_t row) {
  soi_model *const model = build->model;
  const soi_signal *const signal = &model->signals[row];
  const soi_signal_definition *const definition = definition_of(build, row);
  const soi_span connectors = signal->junction != 0 ? model->junctions[signal->junction].connectors : (soi_span){0, 0};
  for (uint32_t i = 0; i < definition->stages.count; ++i) {
    soi_stage *const stage = &model->stages[signal->stages.first + i];
    for (uint32_t c = 0; c < connectors.count; ++c) {
      const soi_lane *const lane = &build->lanes.items[connectors.first + c];
      if (lists(definition->stages.items[i].roads, build->lanes.items[lane->from].road)) { stage->go |= 1ull << lane->signal_bit; }
    }
    for (uint32_t c = 1; c <= model->crossing_count; ++c) {
      if (model->crossings[c].signal == row && lists(definition->stages.items[i].crossings, model->crossings[c].definition)) {
        stage->go |= 1ull << model->crossings[c].signal_bit;
      }
    }
  }
}

static void build_signal(soi_build *build, uint32_t row) {
  const soi_signal_definition *const definition = definition_of(build, row);
  add_stages(build, row);
  claim_junction(build, row);
  uint32_t bits = build->model->signals[row].junction != 0 ? mark_connectors(build, row) : 0;
  for (uint32_t i = 0; i < definition->stages.count; ++i) {
    const soi_signal_stage *const stage = &definition->stages.items[i];
    check_stage_roads(build, row, stage);
    for (uint32_t c = 0; c < stage->crossings.count; ++c) { mark_crossing(build, row, stage, stage->crossings.items[c], &bits); }
  }
  if (bits > MOVEMENT_BITS) {
    soi_error_add(build->errors, definition->record.mark, "signal '%s' controls %u movements and crossings; %d at most expected",
                  definition->record.id, bits, MOVEMENT_BITS);
    return;
  }
  set_go(build, row);
}

void soi_build_signals(soi_build *build) {
  soi_model *const model = build->model;
  size_t stages = 1;
  for (uint32_t i = 0; i < build->map->signals.count; ++i) { stages += build->map->signals.items[i].stages.count; }
  model->signals = SOI_NEW(&model->arena, soi_signal, (size_t)build->map->signals.count + 1);
  model->stages = SOI_NEW(&model->arena, soi_stage, stages);
  for (uint32_t row = 1; row <= build->map->signals.count; ++row) {
    model->signals[row].definition = row;
    model->signal_count = row;
    build_signal(build, row);
  }
  /* Lights that nobody switches. */
  for (uint32_t row = 1; row <= model->crossing_count; ++row) {
    if (model->crossings[row].kind == SOI_CROSSING_SIGNAL && model->crossings[row].signal == 0) {
      const soi_record *const record = &build->map->crossings.items[row - 1].record;
      soi_error_add(build->errors, record->mark, "no signal has a stage for crossing '%s'; a signal that lists it expected", record->id);
    }
  }
}

/* --- greens that meet ------------------------------------------------------------------------------------------------ */

/* A signal with too many bits was reported and has no greens at all. */
static bool green_in(const soi_stage *stage, uint32_t bit) { return (stage->go >> bit % MOVEMENT_BITS & 1u) != 0; }

static const char *approach_name(const soi_build *build, const soi_lane *connector) {
  return soi_road_of(build, build->model->lanes[connector->from].road)->record.id;
}

/* Two through movements that cross may not be green together, and a turn is protected only when all it crosses stands. */
static void check_connector(soi_build *build, const soi_signal_stage *plan, soi_stage *stage, const soi_lane *lane, uint64_t *opposed) {
  for (uint32_t i = 0; i < lane->conflict_zones.count; ++i) {
    const soi_conflict_zone *const zone = &build->model->conflict_zones[lane->conflict_zones.first + i];
    if (zone->partner == 0 || zone->kind == SOI_CONFLICT_ZONE_DIVERGE) { continue; }
    const soi_lane *const other = &build->model->lanes[build->model->conflict_zones[zone->partner].lane];
    if (!green_in(stage, other->signal_bit) || zone->right == SOI_GOES_FIRST) { continue; }
    if (zone->right == SOI_YIELDS) { *opposed |= 1ull << lane->signal_bit; }
    if (zone->kind == SOI_CONFLICT_ZONE_CROSS && lane->turn == SOI_TURN_THROUGH && other->turn == SOI_TURN_THROUGH &&
        lane->from < other->from) {
      soi_error_add(build->errors, plan->record.mark,
                    "roads '%s' and '%s' have green together and their through traffic crosses; different stages expected",
                    approach_name(build, lane), approach_name(build, other));
    }
  }
}

/* People may not have green across a road whose own traffic, or through traffic into it, has green too. */
static void check_crossing(soi_build *build, const soi_signal_stage *plan, const soi_stage *stage, const soi_crossing *crossing) {
  const soi_model *const model = build->model;
  const soi_signal *const signal = &model->signals[crossing->signal];
  const char *const name = build->map->crossings.items[crossing->definition - 1].record.id;
  bool conflict = lists(plan->roads, crossing->road);
  const soi_span connectors = signal->junction != 0 ? model->junctions[signal->junction].connectors : (soi_span){0, 0};
  for (uint32_t i = 0; i < connectors.count; ++i) {
    const soi_lane *const lane = &model->lanes[connectors.first + i];
    conflict =
        conflict || (green_in(stage, lane->signal_bit) && lane->turn == SOI_TURN_THROUGH && model->lanes[lane->to].road == crossing->road);
  }
  if (conflict) {
    soi_error_add(build->errors, plan->record.mark, "crossing '%s' has green while the traffic of road '%s' has; different stages expected",
                  name, soi_road_of(build, crossing->road)->record.id);
  }
}

static void check_stage(soi_build *build, const soi_signal *signal, const soi_signal_stage *plan, soi_stage *stage) {
  const soi_model *const model = build->model;
  const soi_span connectors = signal->junction != 0 ? model->junctions[signal->junction].connectors : (soi_span){0, 0};
  uint64_t turns = 0, opposed = 0;
  for (uint32_t i = 0; i < connectors.count; ++i) {
    const soi_lane *const lane = &model->lanes[connectors.first + i];
    if (green_in(stage, lane->signal_bit)) {
      turns |= lane->turn != SOI_TURN_THROUGH ? 1ull << lane->signal_bit : 0;
      check_connector(build, plan, stage, lane, &opposed);
    }
  }
  /* A turn that meets nobody in this stage is protected in any case; a protected stage must be free of such meetings. */
  stage->protect = turns & ~opposed;
  for (uint32_t i = 0; plan->protected_turns && i < connectors.count; ++i) {
    const soi_lane *const lane = &model->lanes[connectors.first + i];
    if (green_in(stage, lane->signal_bit) && (opposed >> lane->signal_bit & 1u) != 0) {
      soi_error_add(build->errors, plan->record.mark,
                    "the turns from road '%s' are not protected: the traffic they cross has green too; a stage of their own expected",
                    approach_name(build, lane));
    }
  }
  for (uint32_t row = 1; row <= model->crossing_count; ++row) {
    if (model->crossings[row].signal != 0 && &model->signals[model->crossings[row].signal] == signal &&
        green_in(stage, model->crossings[row].signal_bit)) {
      check_crossing(build, plan, stage, &model->crossings[row]);
    }
  }
}

void soi_check_signals(soi_build *build) {
  for (uint32_t row = 1; row <= build->model->signal_count; ++row) {
    const soi_signal *const signal = &build->model->signals[row];
    const soi_signal_definition *const definition = definition_of(build, row);
    for (uint32_t i = 0; i < definition->stages.count; ++i) {
      check_stage(build, signal, &definition->stages.items[i], &build->model->stages[signal->stages.first + i]);
    }
  }
}
