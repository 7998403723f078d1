/* Which of many boxes lie near a place: a grid of cells over the plane, each with the boxes that reach into it. It only saves time:
 * candidates come in ascending order and must still be looked at. */
#ifndef SOI_BOX_INDEX_H
#define SOI_BOX_INDEX_H

#include <soi/model.h>

typedef struct soi_box_index {
  double left, bottom;
  uint32_t columns, rows;
  uint32_t *first; /* [cell] row of items; one more at the end */
  uint32_t *items; /* boxes by cell */
  uint32_t *found; /* scratch of the last question */
  uint32_t *seen;  /* [box] number of the question it was found by */
  uint32_t question;
} soi_box_index;

/* An index of boxes 1 to count; row 0 of boxes is not looked at, nor are boxes without extent. */
soi_box_index soi_box_index_make(soi_arena *arena, const soi_bounds *boxes, uint32_t count);
/* The boxes that may touch this one, in ascending order; good until the next question. */
const uint32_t *soi_box_index_find(soi_box_index *index, soi_bounds box, uint32_t *count);

#endif
