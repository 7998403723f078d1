/* Drawing what the panels hand out: triangles in pixels, coloured, with coverage from the glyphs' atlas. */
#ifndef SOI_VIEW_QUADS_H
#define SOI_VIEW_QUADS_H

#include "atlas.h"
#include "drawer.h"
#include "list.h"

/* Draws over the drawer's picture; what changed in the atlas is copied first. Between draw_scene and draw_present. */
void draw_ui(drawer *self, const ui_list *list, ui_atlas *atlas);
void draw_ui_discard(ui_drawer *ui);

#endif
