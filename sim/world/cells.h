/* The neighbour index of people: rows sorted by hashed square cells of SOI_CELL_SIZE metres. */
#ifndef SOI_CELLS_H
#define SOI_CELLS_H

#include <soi/world.h>

static inline int32_t soi_cell_coordinate(double metres) {
  const double scaled = metres * (1.0 / SOI_CELL_SIZE) + 1048576.0; /* positive, so that the cast rounds down */
  return (int32_t)scaled;
}

/* The cell of a coordinate pair; two far apart squares may share one, so check distances. Cells of one row of squares follow each
 * other, the first after the last; squares that share a cell are 100 m apart. */
static inline uint32_t soi_cell(int32_t column, int32_t row) { return ((uint32_t)column + (uint32_t)row * 271u) & (SOI_CELL_COUNT - 1u); }

/* Phase sense: indexes everybody with a body. People of a cell stand in the order of their rows. cell_first has one row more than there
 * are cells, the end of the last. */
void soi_cells_build(soi_world *world);

/* Calls visit for every indexed person within radius of at (exact distance), in a fixed order. For rare queries; the walking loop reads
 * the cells itself. */
typedef void (*soi_cell_visit)(void *context, uint32_t person, double distance);
void soi_cells_visit(const soi_world *world, soi_point at, double radius, soi_cell_visit visit, void *context);

#endif
