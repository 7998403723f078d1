/* One picture of coverage (a byte a pixel) that holds every glyph in use, packed in shelves. Its first pixels are full, for what is not
 * text. Whoever draws it copies the part that changed. */
#ifndef UI_ATLAS_H
#define UI_ATLAS_H

#include <stdbool.h>
#include <stdint.h>

#define ATLAS_WIDTH 2048
#define ATLAS_HEIGHT 1024

typedef struct ui_atlas {
  uint8_t *pixels; /* ATLAS_WIDTH x ATLAS_HEIGHT, top row first */
  int shelf_top, shelf_height, shelf_x;
  int dirty_left, dirty_top, dirty_right, dirty_bottom; /* changed since atlas_clean; empty when right <= left */
} ui_atlas;

bool atlas_open(ui_atlas *atlas);
void atlas_close(ui_atlas *atlas);
/* Empty but for the full pixels. */
void atlas_reset(ui_atlas *atlas);
/* Room for a picture with a pixel of air around it; false when there is none left. */
bool atlas_place(ui_atlas *atlas, int width, int height, int *x, int *y);
/* Says that a part has been written. */
void atlas_touch(ui_atlas *atlas, int x, int y, int width, int height);
void atlas_clean(ui_atlas *atlas);
/* Share of the height in use, 0..1. */
float atlas_fill(const ui_atlas *atlas);

#endif
