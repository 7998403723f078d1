/* Drawing a frame of the scene with OpenGL 3.3 core. A context must be current, on the thread that calls. The null drawer has the
 * same interface and only counts: for tests and for measuring what the scene costs. */
#ifndef SOI_VIEW_DRAW_H
#define SOI_VIEW_DRAW_H

#include "scene.h"

/* How well to draw: from the first row of draw_qualities, the best, to the last, the quickest. */
typedef struct draw_quality {
  int samples;     /* of antialiasing: 4, or 0 for edges found and smoothed in the finished picture */
  double scale;    /* of the picture's width and height before it is drawn out to full size; text stays sharp */
  int shadow_size; /* texels of the shadow map's side */
  int taps;        /* looks into the shadow map a pixel */
} draw_quality;

#define DRAW_QUALITIES 7
extern const draw_quality draw_qualities[DRAW_QUALITIES];

typedef struct draw_counts {
  uint32_t instances, triangles, batches, shadow_renewals, squares; /* of panels, drawn anew */
} draw_counts;

typedef struct drawer drawer;

/* Null, and *problem says why in words for people (in buffer), when the context cannot do it. */
drawer *draw_open(const scene_place *scene, char *problem, size_t size);
/* Counts what would be drawn, and needs no context. */
drawer *draw_open_null(const scene_place *scene);
void draw_close(drawer *self);

/* Draws into the drawer's own picture of the camera's size. */
void draw_scene(drawer *self, const scene_frame *frame, const scene_camera *camera, const draw_quality *quality);
/* Puts the pictures of two drawers side by side into one of this size, the first one's: what follows goes over all of it. */
void draw_join(drawer *self, const drawer *right, int width, int height);
/* Puts the picture on the window, whose size in pixels it is. */
void draw_present(drawer *self, int width, int height);
/* The picture's pixels: 3 bytes each, top row first, the camera's width x height of them. */
void draw_read(drawer *self, uint8_t *rgb);

draw_counts draw_last_counts(const drawer *self);

#endif
