/* The grid of cells behind box_index.h, in two passes: how many boxes each cell has, then which. */
#include "box_index.h"

#include "geometry.h"

static const double CELL = 40.0; /* m */
enum { MOST_CELLS = 1000 };      /* in a row or column */

/* The cells that a box covers. */
typedef struct cells {
  uint32_t left, bottom, right, top;
} cells;

static uint32_t cell_at(double x, double low, uint32_t count) { return (uint32_t)soi_clamp((x - low) / CELL, 0.0, (double)(count - 1)); }

static cells cells_of(const soi_box_index *index, soi_bounds box) {
  return (cells){cell_at(box.left, index->left, index->columns), cell_at(box.bottom, index->bottom, index->rows),
                 cell_at(box.right, index->left, index->columns), cell_at(box.top, index->bottom, index->rows)};
}

static bool has_extent(soi_bounds box) { return box.left <= box.right && box.bottom <= box.top; }

static void size_grid(soi_box_index *index, const soi_bounds *boxes, uint32_t count) {
  soi_bounds all = {1e9, 1e9, -1e9, -1e9};
  for (uint32_t i = 1; i <= count; ++i) {
    if (has_extent(boxes[i])) {
      all = (soi_bounds){soi_min(all.left, boxes[i].left), soi_min(all.bottom, boxes[i].bottom), soi_max(all.right, boxes[i].right),
                         soi_max(all.top, boxes[i].top)};
    }
  }
  index->left = all.left;
  index->bottom = all.bottom;
  index->columns = 1 + (uint32_t)soi_clamp((all.right - all.left) / CELL, 0.0, MOST_CELLS - 1);
  index->rows = 1 + (uint32_t)soi_clamp((all.top - all.bottom) / CELL, 0.0, MOST_CELLS - 1);
}

/* One pass over the boxes and their cells: counts them, or lists them where their cell's items begin. */
static uint32_t visit(soi_box_index *index, const soi_bounds *boxes, uint32_t count, uint32_t *next) {
  uint32_t all = 0;
  for (uint32_t i = 1; i <= count; ++i) {
    if (!has_extent(boxes[i])) { continue; }
    const cells c = cells_of(index, boxes[i]);
    for (uint32_t y = c.bottom; y <= c.top; ++y) {
      for (uint32_t x = c.left; x <= c.right; ++x, ++all) {
        if (next == NULL) {
          ++index->first[y * index->columns + x + 1];
        } else {
          index->items[next[y * index->columns + x]++] = i;
        }
      }
    }
  }
  return all;
}

soi_box_index soi_box_index_make(soi_arena *arena, const soi_bounds *boxes, uint32_t count) {
  soi_box_index index = {.question = 0};
  size_grid(&index, boxes, count);
  const uint32_t grid = index.columns * index.rows;
  index.first = SOI_NEW(arena, uint32_t, (size_t)grid + 1);
  index.items = SOI_NEW(arena, uint32_t, (size_t)visit(&index, boxes, count, NULL) + 1);
  index.found = SOI_NEW(arena, uint32_t, (size_t)count + 1);
  index.seen = SOI_NEW(arena, uint32_t, (size_t)count + 1);
  uint32_t *const next = SOI_NEW(arena, uint32_t, (size_t)grid + 1);
  for (uint32_t cell = 0; cell < grid; ++cell) {
    index.first[cell + 1] += index.first[cell];
    next[cell] = index.first[cell];
  }
  (void)visit(&index, boxes, count, next);
  return index;
}

const uint32_t *soi_box_index_find(soi_box_index *index, soi_bounds box, uint32_t *count) {
  const cells c = cells_of(index, box);
  *count = 0;
  ++index->question;
  for (uint32_t y = c.bottom; y <= c.top; ++y) {
    for (uint32_t x = c.left; x <= c.right; ++x) {
      const uint32_t cell = y * index->columns + x;
      for (uint32_t i = index->first[cell]; i < index->first[cell + 1]; ++i) {
        const uint32_t found = index->items[i];
        if (index->seen[found] == index->question) { continue; }
        index->seen[found] = index->question;
        /* Each cell lists in ascending order: insertion is short. */
        uint32_t at = (*count)++;
        for (; at > 0 && index->found[at - 1] > found; --at) { index->found[at] = index->found[at - 1]; }
        index->found[at] = found;
      }
    }
  }
  return index->found;
}
