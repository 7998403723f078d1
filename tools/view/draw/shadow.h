/* The shadow map: what stands, as the sun sees it. It is drawn again only when the sun or the camera has moved on; what moves throws
 * soft shadows of its own (scene_blob). */
#ifndef SOI_VIEW_SHADOW_H
#define SOI_VIEW_SHADOW_H

#include "drawer.h"

/* Draws the map anew, size texels a side, where it is out of date for the camera and the light. */
void shadow_renew(drawer *self, const scene_frame *frame, const scene_camera *camera, int size);

#endif
