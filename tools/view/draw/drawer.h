/* What a drawer holds: for the files of this folder. */
#ifndef SOI_VIEW_DRAWER_H
#define SOI_VIEW_DRAWER_H

#include <cglm/cglm.h>

#include "cover.h"
#include "draw.h"
#include "gl.h"

/* A mesh on the graphics card; it may hold the same shape several times, see bodies.h. */
typedef struct gpu_mesh {
  GLuint array, vertices, indices;
  GLsizei index_count;
  uint32_t copies;
} gpu_mesh;

/* A table of instances on the graphics card, read by the vertex shader. */
typedef struct gpu_table {
  GLuint buffer, texture;
} gpu_table;

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
  GLuint program, over, array, vertices, indices, texture;
  gl_target kept; /* all of it as it was drawn last, its colours times their opacity */
  cover cover;
} ui_drawer;

enum { TAP_KINDS = 3 };

/* Programs of surfaces come in kinds by their looks into the shadow map. */
typedef struct programs {
  GLuint flat[TAP_KINDS], raised[TAP_KINDS], facade[TAP_KINDS], bodies[TAP_KINDS], far_bodies;
  GLuint depth, depth_bodies, sky, blob, ribbon, rain, smooth, stretch;
} programs;

struct drawer {
  const scene_place *scene;
  bool null;
  gpu_mesh layers[LAYER_COUNT], ground;
  gpu_mesh *shapes;
  gpu_table bodies, trees; /* of this picture; all trees, by kind, for shadows */
  uint32_t tree_starts[TREE_KINDS + 1];
  GLuint blob_array, blob_buffer, ribbon_array, ribbon_buffer, empty_array;
  programs programs;
  shadow_state shadow;
  const gl_target *shown;                   /* the picture, or two side by side */
  gl_target target, whole, picture, joined; /* many samples; one sample, where more were taken; at the end, full size */
  ui_drawer ui;
  draw_counts counts;
  int width, height;
};

#endif
