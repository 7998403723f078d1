/* What one frame is made from: shared by the files that fill it. */
#ifndef SOI_VIEW_MAKING_H
#define SOI_VIEW_MAKING_H

#include "scene.h"

#define OVERLAY_HEIGHT 0.17 /* m over the road, clear of kerbs */

typedef struct making {
  scene_place *scene;
  const soi_model *model;
  const soi_world *before, *after;
  double fraction;
  const scene_camera *camera;
  const scene_options *options;
  scene_frame *frame;
  bool lights; /* head lamps on */
  bool blink;  /* indicators are in their bright half */
} making;

/* --- draw_list.c, ribbon.c ------------------------------------------------------------------------------------------------- */

/* One more of a shape, to be filled in. */
scene_instance *scene_add_instance(scene_frame *frame, uint32_t shape);
/* The shadow of a body of this size. */
void scene_add_blob(scene_frame *frame, const scene_instance *at, double z, double length, double width, double height);
/* A stretch of a lane as a band. */
void scene_ribbon_lane(making *m, soi_lane_id lane, double s0, double s1, double d, double width, uint32_t colour);
bool scene_lane_in_sight(const making *m, soi_lane_id lane);

/* --- the phases of a frame, in their order --------------------------------------------------------------------------------- */

void scene_add_vehicles(making *m);
void scene_add_people(making *m);
void scene_add_trees(making *m);
void scene_add_signals(making *m);
void scene_add_trains(making *m);
/* Small agents of the frame so far are drawn larger than they are. */
void scene_enlarge_far(making *m);
/* What explains the picture: what options.overlays asks for, and bars over it. */
void scene_add_overlays(making *m);
void scene_add_bars(making *m);

/* --- overlays -------------------------------------------------------------------------------------------------------------- */

/* A function for each row. */
#define OVERLAY_DRAW(symbol, name, key, draw, ...) void draw(making *m);
OVERLAYS(OVERLAY_DRAW)
#undef OVERLAY_DRAW
/* Where a cart is drawn and heads; false when neither it nor what it sees is in sight. */
bool scene_cart_in_sight(const making *m, soi_cart_id cart, mesh_point *at, soi_point *along);

#endif
