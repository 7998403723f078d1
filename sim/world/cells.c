/* Counting sort of people by cell: two passes over the rows, no order but that of rows. */
#include "cells.h"

#include <string.h>

#include "fmath.h"

void soi_cells_build(soi_world *world) {
  uint32_t *const first = world->cell_first;
  const uint32_t cells = soi_cells_for(world->person_count[0]);
  world->cell_count[0] = cells;
  for (uint32_t cell = 0; cell < cells; cell += SOI_CELLS_LEAST) { memset(first + cell, 0, SOI_CELLS_LEAST * sizeof *first); }
  first[cells] = 0;
  /* count */
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (!world->person_body[row]) { continue; }
    const uint32_t cell = soi_cell(soi_cell_coordinate(world->person_x[row]), soi_cell_coordinate(world->person_y[row]), cells);
    world->person_cell[row] = cell;
    ++first[cell];
  }
  /* where each cell's people end */
  uint32_t end = 0;
  for (uint32_t cell = 0; cell <= cells; ++cell) { first[cell] = end += first[cell]; }
  /* fill from there, the last row first: then each cell's people start where it says */
  for (uint32_t row = world->person_high[0]; row >= 1; --row) {
    if (!world->person_body[row]) { continue; }
    const uint32_t place = --first[world->person_cell[row]];
    world->cell_people[place] = row;
    world->cell_x[place] = world->person_x[row];
    world->cell_y[place] = world->person_y[row];
  }
}

void soi_cells_visit(const soi_world *world, soi_point at, double radius, soi_cell_visit visit, void *context) {
  const int32_t left = soi_cell_coordinate(at.x - radius), right = soi_cell_coordinate(at.x + radius);
  const int32_t bottom = soi_cell_coordinate(at.y - radius), top = soi_cell_coordinate(at.y + radius);
  for (int32_t row = bottom; row <= top; ++row) {
    for (int part = 0; part < 2; ++part) {
      const soi_cell_run run = soi_cells_run(world, row, left, right, part);
      for (uint32_t i = run.first; i < run.end; ++i) {
        const double distance = soi_hypot(world->cell_x[i] - at.x, world->cell_y[i] - at.y);
        /* squares of other rows may share the cells: only those of this row count, so nobody is visited twice */
        if (distance <= radius && soi_cell_coordinate(world->cell_y[i]) == row) { visit(context, world->cell_people[i], distance); }
      }
    }
  }
}
