/* What a drawer holds: for the files of this folder. */
#ifndef SOI_VIEW_DRAWER_H
#define SOI_VIEW_DRAWER_H

#include <cglm/cglm.h>

#include "draw.h"
#include "gl.h"

typedef struct gpu_mesh {
  GLuint array, vertices, indices;
  GLsizei index_count;
} gpu_mesh;

/* What the shadow map now holds. */
typedef struct shadow_state {
  GLuint texture, framebuffer;
  int size;
  bool made;
  float sun[3];
  double centre[2], radius;
  mat4 matrix, lookup;
} shadow_state;

/* Made with the first panels. */
typedef struct ui_drawer {
  GLuint program, array, vertices, indices, texture;
} ui_drawer;

enum { TAP_KINDS = 3 };

struct drawer {
  const scene_place *scene;
  bool null;
  gpu_mesh layers[LAYER_COUNT], ground;
  gpu_mesh *shapes;
  GLuint instances, blob_array, blob_buffer, ribbon_array, ribbon_buffer, empty_array;
  GLuint flat[TAP_KINDS], instanced[TAP_KINDS], facade[TAP_KINDS], depth, depth_instanced, sky, blob, ribbon, rain;
  shadow_state shadow;
  gl_target target, whole, picture; /* many samples; one sample, where that is another size; at the end, full size */
  ui_drawer ui;
  draw_counts counts;
  int width, height;
};

#endif
