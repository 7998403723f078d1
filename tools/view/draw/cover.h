/* The squares of the window that panels and labels draw into, and which of them look otherwise than in the frame before: those alone are
 * drawn anew. No drawing library is needed. */
#ifndef SOI_VIEW_COVER_H
#define SOI_VIEW_COVER_H

#include "list.h"

#define COVER_SIDE 64 /* pixels */

/* Triangles of one batch in one square that changed. */
typedef struct cover_run {
  ui_rect within;        /* the square's part of the batch's clip */
  uint32_t first, count; /* of indices */
} cover_run;

typedef struct cover {
  int width, height, columns, rows;
  uint64_t *now, *before; /* [row x columns + column] of what is drawn there; 0: nothing */
  uint32_t *counts;       /* of one batch's triangles */
  uint32_t *indices;
  cover_run *runs;
  uint32_t index_count, index_capacity, run_count, run_capacity;
} cover;

void cover_close(cover *self);
/* Every square is to be drawn anew. */
void cover_forget(cover *self);
/* Takes the next frame's list: what changed is in runs, in the order of drawing. */
void cover_take(cover *self, const ui_list *list, int width, int height);
bool cover_changed(const cover *self, int square);
ui_rect cover_square(const cover *self, int square);

#endif
