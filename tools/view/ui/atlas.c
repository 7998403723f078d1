/* One picture that holds every glyph in use. */
#include "atlas.h"

#include <stdlib.h>
#include <string.h>

enum { FULL = 4, AIR = 1 };

bool atlas_open(ui_atlas *atlas) {
  *atlas = (ui_atlas){.pixels = malloc((size_t)ATLAS_WIDTH * ATLAS_HEIGHT)};
  if (atlas->pixels == NULL) { return false; }
  atlas_reset(atlas);
  return true;
}

void atlas_close(ui_atlas *atlas) {
  free(atlas->pixels);
  *atlas = (ui_atlas){0};
}

void atlas_reset(ui_atlas *atlas) {
  memset(atlas->pixels, 0, (size_t)ATLAS_WIDTH * ATLAS_HEIGHT);
  for (int row = 0; row < FULL; ++row) { memset(atlas->pixels + row * ATLAS_WIDTH, 255, FULL); }
  atlas->shelf_top = 0;
  atlas->shelf_height = FULL + AIR;
  atlas->shelf_x = FULL + AIR;
  atlas_clean(atlas);
  atlas_touch(atlas, 0, 0, ATLAS_WIDTH, ATLAS_HEIGHT);
}

bool atlas_place(ui_atlas *atlas, int width, int height, int *x, int *y) {
  const bool new_shelf = atlas->shelf_x + width + AIR > ATLAS_WIDTH;
  if (new_shelf) {
    atlas->shelf_top += atlas->shelf_height;
    atlas->shelf_height = 0;
    atlas->shelf_x = AIR;
  }
  if (height + AIR > atlas->shelf_height) { atlas->shelf_height = height + AIR; }
  if (width + 2 * AIR > ATLAS_WIDTH || atlas->shelf_top + atlas->shelf_height > ATLAS_HEIGHT) { return false; }
  *x = atlas->shelf_x;
  *y = atlas->shelf_top;
  atlas->shelf_x += width + AIR;
  return true;
}

static int least(int a, int b) { return a < b ? a : b; }
static int most(int a, int b) { return a > b ? a : b; }

void atlas_touch(ui_atlas *atlas, int x, int y, int width, int height) {
  const bool clean = atlas->dirty_right <= atlas->dirty_left;
  atlas->dirty_left = clean ? x : least(atlas->dirty_left, x);
  atlas->dirty_top = clean ? y : least(atlas->dirty_top, y);
  atlas->dirty_right = clean ? x + width : most(atlas->dirty_right, x + width);
  atlas->dirty_bottom = clean ? y + height : most(atlas->dirty_bottom, y + height);
}

void atlas_clean(ui_atlas *atlas) { atlas->dirty_left = atlas->dirty_top = atlas->dirty_right = atlas->dirty_bottom = 0; }

float atlas_fill(const ui_atlas *atlas) { return (float)(atlas->shelf_top + atlas->shelf_height) / (float)ATLAS_HEIGHT; }
