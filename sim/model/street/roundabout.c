/* Roundabouts: the roads that are parts of one ring, how many vehicles fit on it, and who gives way. */
#include "build.h"

static const double PLACE = 7.0; /* m of a vehicle and its gap, where no scenario says */

/* The least road of the ring that a road belongs to: [road], by union of those that share a node. */
static uint32_t root_of(uint32_t *up, uint32_t road) {
  while (up[road] != road) {
    up[road] = up[up[road]];
    road = up[road];
  }
  return road;
}

static void unite_at(const soi_build *build, uint32_t *up, uint32_t node) {
  uint32_t first = 0;
  for (uint32_t i = 0; i < build->node_arms[node].count; ++i) {
    const uint32_t road = build->arms[build->node_arms[node].first + i].road;
    if (!soi_road_of(build, road)->roundabout) { continue; }
    const uint32_t a = root_of(up, road), b = first == 0 ? a : root_of(up, first);
    up[a > b ? a : b] = a > b ? b : a;
    first = road;
  }
}

/* What the longest vehicle takes in a queue. */
static double longest_place(const soi_scenario_definition *scenario) {
  double longest = scenario->vehicle_types.count == 0 ? PLACE : 0.0;
  for (uint32_t i = 0; i < scenario->vehicle_types.count; ++i) {
    longest = soi_max(longest, scenario->vehicle_types.items[i].body.row.length + scenario->vehicle_types.items[i].driver.row.gap);
  }
  return longest;
}

/* Gives each ring its row and its lanes. */
static void add_rings(soi_build *build, uint32_t *up) {
  soi_model *const model = build->model;
  const uint32_t roads = build->map->roads.count, lanes = build->lanes.count;
  const double place = longest_place(&build->definition->scenario);
  uint32_t used = 0;
  model->roundabouts = SOI_NEW(&model->arena, soi_roundabout, (size_t)roads + 1);
  model->roundabout_lanes = SOI_NEW(&model->arena, soi_lane_id, lanes);
  model->roundabout_lane_count = (uint32_t)lanes;
  for (uint32_t root = 1; root <= roads; ++root) {
    if (up[root] != root || !soi_road_of(build, root)->roundabout) { continue; }
    soi_roundabout *const ring = &model->roundabouts[++model->roundabout_count];
    ring->lanes.first = used;
    for (soi_lane_id row = 1; row < lanes; ++row) {
      soi_lane *const lane = &build->lanes.items[row];
      if (lane->road != 0 && root_of(up, lane->road) == root) {
        const uint32_t places = (uint32_t)(lane->length / place);
        lane->roundabout = model->roundabout_count;
        ring->places += places > 0 ? places : 1;
        model->roundabout_lanes[used++] = row;
      }
    }
    ring->lanes.count = used - ring->lanes.first;
  }
}

/* Whether a lane ends at a give-way or stop sign. */
static bool is_signed(const soi_build *build, const soi_lane *approach) {
  const soi_road_definition *const road = soi_road_of(build, approach->road);
  return approach->direction == SOI_FORWARD ? road->yields_forward : road->yields_backward;
}

/* Who has come to a sign gives way, and who comes to a ring from outside. */
static void find_who_gives_way(soi_build *build) {
  bool *const has_ring = SOI_NEW(&build->scratch, bool, (size_t)build->model->junction_count + 1);
  for (soi_lane_id row = 1; row < build->lanes.count; ++row) {
    const soi_lane *const lane = &build->lanes.items[row];
    if (lane->junction != 0) {
      has_ring[lane->junction] |= build->lanes.items[lane->from].roundabout != 0 || build->lanes.items[lane->to].roundabout != 0;
    }
  }
  for (soi_lane_id row = 1; row < build->lanes.count; ++row) {
    soi_lane *const lane = &build->lanes.items[row];
    if (lane->junction != 0) {
      const soi_lane *const approach = &build->lanes.items[lane->from];
      lane->gives_way = is_signed(build, approach) || (approach->roundabout == 0 && has_ring[lane->junction]);
    }
  }
}

void soi_build_roundabouts(soi_build *build) {
  uint32_t *const up = SOI_NEW(&build->scratch, uint32_t, (size_t)build->map->roads.count + 1);
  for (uint32_t road = 1; road <= build->map->roads.count; ++road) { up[road] = road; }
  for (uint32_t node = 1; node <= build->map->nodes.count; ++node) { unite_at(build, up, node); }
  add_rings(build, up);
  find_who_gives_way(build);
}
