/* Roundabouts: a ring whose every place is taken by somebody who wants to go on would stand for ever. So whoever would take the last
 * place waits outside: as long as one lane of the ring has room, the vehicle before it can move, and the room goes round. */
#include "junction.h"

/* Vehicles on the ring's lanes, and those outside that hold a grant to come in. */
static uint32_t count_on(const soi_world *world, uint32_t ring) {
  const soi_model *model = world->model;
  const soi_span lanes = model->roundabouts[ring].lanes;
  uint32_t count = 0;
  for (uint32_t i = 0; i < lanes.count; ++i) {
    const soi_lane_id row = model->roundabout_lanes[lanes.first + i];
    const soi_lane *lane = &model->lanes[row];
    for (uint32_t j = 0; j < world->lane_entries[row]; ++j) {
      count += world->vehicle_lane[world->entries[world->lane_first[row] + j].vehicle] == row ? 1 : 0;
    }
    for (uint32_t j = 0; j < lane->in.count; ++j) {
      const soi_lane_id connector = model->lane_links[lane->in.first + j];
      for (soi_vehicle_id other = world->holder_first[connector]; other != 0; other = world->holder_next[other]) {
        count += model->lanes[world->vehicle_lane[other]].roundabout != ring ? 1 : 0;
      }
    }
  }
  return count;
}

bool soi_roundabout_has_place(const soi_world *world, soi_lane_id connector) {
  const soi_model *model = world->model;
  const uint32_t ring = model->lanes[model->lanes[connector].to].roundabout;
  if (ring == 0 || model->lanes[model->lanes[connector].from].roundabout == ring) { return true; }
  return count_on(world, ring) + 1 < model->roundabouts[ring].places;
}
