/* From what was drawn to the picture: samples are brought together, edges smoothed where there were none, and a smaller drawing is drawn
 * out to full size. */
#ifndef SOI_VIEW_RESOLVE_H
#define SOI_VIEW_RESOLVE_H

#include "drawer.h"

/* Fills self->picture, of this size, from self->target; it is what is shown. */
void resolve(drawer *self, int width, int height);

#endif
