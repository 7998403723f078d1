/* The neighbour index of people: rows sorted by hashed square cells of SOI_CELL_SIZE metres. */
#ifndef SOI_CELLS_H
#define SOI_CELLS_H

#include <soi/world.h>

static inline int32_t soi_cell_coordinate(double metres) {
  const double scaled = metres * (1.0 / SOI_CELL_SIZE) + 1048576.0; /* positive, so that the cast rounds down */
  return (int32_t)scaled;
}

/* The cell of a coordinate pair, of so many; two far apart squares may share one, so check distances. Cells of one row of squares follow
 * each other, the first after the last; squares that share a cell are 48 m apart at least. So what lies near a place is found in the same
 * order however many cells there are. */
static inline uint32_t soi_cell(int32_t column, int32_t row, uint32_t count) {
  return ((uint32_t)column + (uint32_t)row * 271u) & (count - 1u);
}

/* A run of people in the index: first <= i < end. */
typedef struct soi_cell_run {
  uint32_t first, end;
} soi_cell_run;

/* Those in a row of squares from column left to right. The row may go on at the start of the index: part 0 and 1, which is mostly empty.
 * People of other squares come with them. */
static inline soi_cell_run soi_cells_run(const soi_world *world, int32_t row, int32_t left, int32_t right, int part) {
  const uint32_t *const first = world->cell_first;
  const uint32_t count = world->cell_count[0], start = soi_cell(left, row, count), last = soi_cell(right, row, count);
  if ((uint32_t)(right - left) >= count) { return (soi_cell_run){0, part == 0 ? first[count] : 0}; }
  if (part == 0) { return (soi_cell_run){first[start], first[start <= last ? last + 1 : count]}; }
  return (soi_cell_run){0, start <= last ? 0 : first[last + 1]};
}

/* Phase sense: indexes everybody with a body, in as many cells as the people there are ask for. People of a cell stand in the order of
 * their rows. cell_first has one row more than there are cells, the end of the last. */
void soi_cells_build(soi_world *world);

/* People in the index: rows 0 to before it of cell_people. */
static inline uint32_t soi_cells_people(const soi_world *world) { return world->cell_first[world->cell_count[0]]; }

/* Calls visit for every indexed person within radius of at (exact distance), in a fixed order. For rare queries; the walking loop reads
 * the cells itself. */
typedef void (*soi_cell_visit)(void *context, soi_person_id person, double distance);
void soi_cells_visit(const soi_world *world, soi_point at, double radius, soi_cell_visit visit, void *context);

#endif
