/* Counting sort of people by cell: two passes over the rows, no order but that of rows. */
#include "cells.h"

#include <string.h>

#include "fmath.h"

void soi_cells_build(soi_world *world) {
  const uint32_t high = world->person_high[0];
  memset(world->cell_count, 0, (SOI_CELL_COUNT + 1) * sizeof *world->cell_count);
  /* count */
  for (uint32_t row = 1; row <= high; row++) {
    if (!world->person_body[row]) continue;
    const uint32_t cell = soi_cell(soi_cell_coordinate(world->person_x[row]), soi_cell_coordinate(world->person_y[row]));
    world->person_cell[row] = cell;
    world->cell_count[cell]++;
  }
  /* where each cell's people start */
  uint32_t first = 0;
  for (uint32_t cell = 0; cell < SOI_CELL_COUNT; cell++) {
    world->cell_first[cell] = first;
    first += world->cell_count[cell];
    world->cell_count[cell] = 0;
  }
  /* fill */
  for (uint32_t row = 1; row <= high; row++) {
    if (!world->person_body[row]) continue;
    const uint32_t cell = world->person_cell[row];
    world->cell_people[world->cell_first[cell] + world->cell_count[cell]++] = row;
  }
}

void soi_cells_visit(const soi_world *world, soi_point at, double radius, soi_cell_visit visit, void *context) {
  const int32_t left = soi_cell_coordinate(at.x - radius), right = soi_cell_coordinate(at.x + radius);
  const int32_t bottom = soi_cell_coordinate(at.y - radius), top = soi_cell_coordinate(at.y + radius);
  for (int32_t row = bottom; row <= top; row++) {
    for (int32_t column = left; column <= right; column++) {
      const uint32_t cell = soi_cell(column, row);
      const uint32_t *people = world->cell_people + world->cell_first[cell];
      for (uint32_t i = 0; i < world->cell_count[cell]; i++) {
        /* another square may share the cell: only those of this square count, so nobody is visited twice */
        const double x = world->person_x[people[i]], y = world->person_y[people[i]];
        if (soi_cell_coordinate(x) != column || soi_cell_coordinate(y) != row) continue;
        const double distance = soi_hypot(x - at.x, y - at.y);
        if (distance <= radius) visit(context, people[i], distance);
      }
    }
  }
}
