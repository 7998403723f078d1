/* Where the presenter looks from: the map from above, an oblique view, beside or aboard a cart, or a place of their own. Moves are
 * smooth: the camera goes after what is wanted. */
#ifndef SOI_VIEW_LOOK_H
#define SOI_VIEW_LOOK_H

#include "scene.h"

typedef enum look_mode { LOOK_MAP, LOOK_OBLIQUE, LOOK_FOLLOW, LOOK_RIDE, LOOK_STREET, LOOK_FREE } look_mode;

typedef struct look {
  const scene_place *scene;
  look_mode mode;
  uint32_t cart; /* followed */
  scene_camera now, wanted;
  double turn, tilt, away; /* what the presenter has turned, tilted and moved from the mode's own place */
  bool placed;             /* the camera has been somewhere before */
} look;

look look_open(const scene_place *scene);
/* "map", "oblique", "follow", "follow:2", "ride", "street:X,Y,HEADING,DISTANCE,PITCH". False when it is none of them. */
bool look_named(look *self, const char *name);
void look_at(look *self, look_mode mode, uint32_t cart);
/* Looks at a place of the map, from where the camera is. */
void look_to(look *self, double x, double y, double distance);
/* The presenter's hand: turn and tilt in radians, zoom as a factor, pan in pixels of the picture. */
void look_turn(look *self, double turn, double tilt);
void look_zoom(look *self, double factor);
void look_pan(look *self, double x, double y);
/* Moves on by seconds of real time (huge: at once) and aims the camera for a picture of this size. */
void look_update(look *self, const soi_world *before, const soi_world *after, double fraction, double seconds, int width, int height);

#endif
