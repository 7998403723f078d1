/* Where the presenter looks from: the map from above, an oblique view, beside or aboard a cart, or a place of their own. Moves are
 * smooth: the camera goes after what is wanted. */
#ifndef SOI_VIEW_VIEWPOINT_H
#define SOI_VIEW_VIEWPOINT_H

#include "scene.h"

typedef enum viewpoint_mode {
  VIEWPOINT_MAP,
  VIEWPOINT_OBLIQUE,
  VIEWPOINT_FOLLOW,
  VIEWPOINT_RIDE,
  VIEWPOINT_STREET,
  VIEWPOINT_FREE
} viewpoint_mode;

typedef struct viewpoint {
  const scene_place *scene;
  viewpoint_mode mode;
  soi_cart_id cart; /* followed */
  scene_camera now, wanted;
  double turn, tilt, away; /* what the presenter has turned, tilted and moved from the mode's own place */
  bool placed;             /* the camera has been somewhere before */
} viewpoint;

viewpoint viewpoint_open(const scene_place *scene);
/* "map", "oblique", "follow", "follow:2", "ride", "street:X,Y,HEADING,DISTANCE,PITCH". Null, or what is wrong with it, in words. */
const char *viewpoint_named(viewpoint *self, const char *name);
void viewpoint_at(viewpoint *self, viewpoint_mode mode, soi_cart_id cart);
/* Looks at a place of the map, from where the camera is. */
void viewpoint_to(viewpoint *self, double x, double y, double distance);
/* The presenter's hand: turn and tilt in radians, zoom as a factor, pan in pixels of the picture. */
void viewpoint_turn(viewpoint *self, double turn, double tilt);
void viewpoint_zoom(viewpoint *self, double factor);
void viewpoint_pan(viewpoint *self, double x, double y);
/* Moves on by seconds of real time (huge: at once) and aims the camera for a picture of this size. */
void viewpoint_update(viewpoint *self, const soi_world *before, const soi_world *after, double fraction, double seconds, int width,
                      int height);

#endif
