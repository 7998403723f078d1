/* Phase sense for people: the index of who is where, and what the road is told about crossings. */
#include "pedestrian.h"

#include "cells.h"
#include "crossing.h"

void soi_pedestrian_sense(soi_world *world) {
  soi_cells_build(world);
  soi_crossing_mark(world);
}
