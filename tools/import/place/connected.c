#include "connected.h"

#include "components.h"

/* The lanes that follow a lane: along its links, and its neighbours. */
static uint32_t follower(void *context, uint32_t row, uint32_t *place) {
  const soi_model *const model = context;
  const soi_lane *const lane = &model->lanes[row];
  while (*place < lane->out.count + 2) {
    const uint32_t i = (*place)++;
    const soi_lane_id next = i < lane->out.count    ? model->lane_links[lane->out.first + i]
                             : i == lane->out.count ? lane->inner
                                                    : lane->outer;
    if (next != 0) { return next; }
  }
  return COMPONENT_NONE;
}

bool *connected_loops(const soi_model *model, soi_arena *arena) {
  bool *const loops = SOI_NEW(arena, bool, (size_t)model->lane_count + 1);
  components c = components_make(arena, model->lane_count + 1, follower, (void *)(uintptr_t)model);
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) { components_reach(&c, row); }
  /* Neighbours reach each other by changing lanes: only where a junction is among them do they lead round. */
  uint32_t *const size = SOI_NEW(arena, uint32_t, c.count + 1);
  bool *const round = SOI_NEW(arena, bool, c.count + 1);
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) { ++size[c.of[row]]; }
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) {
    round[c.of[row]] = round[c.of[row]] || (size[c.of[row]] > 1 && model->lanes[row].junction != 0);
  }
  for (soi_lane_id row = 1; row <= model->lane_count; ++row) { loops[row] = round[c.of[row]]; }
  return loops;
}

uint32_t connected_root(uint32_t *up, uint32_t i) {
  while (up[i] != i) {
    up[i] = up[up[i]];
    i = up[i];
  }
  return i;
}

uint32_t *connected_feet(const soi_model *model, soi_arena *arena) {
  uint32_t *const up = SOI_NEW(arena, uint32_t, (size_t)model->walk_node_count + 1);
  for (uint32_t i = 0; i <= model->walk_node_count; ++i) { up[i] = i; }
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    up[connected_root(up, model->walk_links[i].a)] = connected_root(up, model->walk_links[i].b);
  }
  for (uint32_t i = 0; i <= model->walk_node_count; ++i) { up[i] = connected_root(up, i); }
  return up;
}
