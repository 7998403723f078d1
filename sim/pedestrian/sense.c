/* Phase sense for people: the index of who is where, and what the road is told about crossings. */
#include "pedestrian.h"

#include "cells.h"
#include "crossing.h"

/* Copies places into the order of the index, so that looking round reads them one after the other. */
static void copy_places(soi_world *world) {
  const uint32_t count = world->cell_first[SOI_CELL_COUNT - 1] + world->cell_count[SOI_CELL_COUNT - 1];
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t person = world->cell_people[i];
    world->cell_x[i] = world->person_x[person];
    world->cell_y[i] = world->person_y[person];
  }
}

void soi_pedestrian_sense(soi_world *world) {
  soi_cells_build(world);
  copy_places(world);
  soi_crossing_mark(world);
}
