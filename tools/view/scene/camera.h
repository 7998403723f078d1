/* The eye: where it is, what it sees, and the way between the screen and the map. x east, y north, z up; matrices by column, as
 * OpenGL has them. */
#ifndef SOI_VIEW_CAMERA_H
#define SOI_VIEW_CAMERA_H

#include <soi/base.h>

typedef struct scene_camera {
  double target[3];  /* what it looks at */
  double distance;   /* m from the target to the eye */
  double heading;    /* radians: the way it looks on the map, from east to the left */
  double pitch;      /* radians below the horizon: pi/2 straight down */
  double field;      /* radians, from bottom to top of the picture */
  int width, height; /* of the picture, pixels */
  /* found by scene_camera_aim: */
  float eye[3], view[16], projection[16], both[16];
  float planes[6][4]; /* of what is seen; a point is inside when a x + b y + c z + d >= 0 */
  float pixels;       /* pixels that a metre takes at a metre's distance */
  float near, far;
} scene_camera;

/* Fills in what follows from the first members. */
void scene_camera_aim(scene_camera *camera);
/* Whether a ball may be in sight. */
bool scene_camera_sees(const scene_camera *camera, float x, float y, float z, float radius);
bool scene_camera_sees_box(const scene_camera *camera, const float low[3], const float high[3]);
double scene_camera_distance(const scene_camera *camera, double x, double y, double z);
/* Pixels from the top left corner; false when it lies behind the eye. */
bool scene_camera_project(const scene_camera *camera, double x, double y, double z, float *screen_x, float *screen_y);
/* Where the ray through a pixel meets the height z; false when it does not. */
bool scene_camera_ground(const scene_camera *camera, double screen_x, double screen_y, double z, double point[2]);

#endif
