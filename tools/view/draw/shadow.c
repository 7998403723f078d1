#include "shadow.h"

#include <math.h>
#include <string.h>

#include "bodies.h"

static void make_shadow(shadow_state *shadow, int size) {
  if (shadow->size == size) { return; }
  glDeleteTextures(1, &shadow->texture);
  if (shadow->framebuffer == 0) { glGenFramebuffers(1, &shadow->framebuffer); }
  shadow->texture = gl_texture(GL_DEPTH_COMPONENT24, GL_DEPTH_COMPONENT, GL_UNSIGNED_INT, size, size, GL_CLAMP_TO_BORDER);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_MODE, GL_COMPARE_REF_TO_TEXTURE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_FUNC, GL_LEQUAL);
  const float open[4] = {1, 1, 1, 1};
  glTexParameterfv(GL_TEXTURE_2D, GL_TEXTURE_BORDER_COLOR, open);
  glBindFramebuffer(GL_FRAMEBUFFER, shadow->framebuffer);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, shadow->texture, 0);
  glDrawBuffer(GL_NONE);
  glReadBuffer(GL_NONE);
  shadow->size = size;
  shadow->made = false;
}

/* The part of the map that shadows are wanted for: round what the camera looks at, as far as it is near. */
static void wanted_region(const scene_camera *camera, double centre[2], double *radius) {
  const double look = camera->pitch > 0.6 ? 0.0 : (0.6 - camera->pitch) * camera->distance;
  *radius = fmin(fmax(camera->distance * 0.95 + look, 70.0), 1500.0);
  centre[0] = camera->target[0] + cos(camera->heading) * *radius * 0.35;
  centre[1] = camera->target[1] + sin(camera->heading) * *radius * 0.35;
}

static bool out_of_date(const shadow_state *shadow, const scene_light *light, const double centre[2], double radius) {
  if (!shadow->made) { return true; }
  float turn = 0.0f;
  for (int i = 0; i < 3; ++i) { turn += light->sun[i] * shadow->sun[i]; }
  return turn < 0.99996f || hypot(centre[0] - shadow->centre[0], centre[1] - shadow->centre[1]) > 0.2 * shadow->radius ||
         radius > 1.15 * shadow->radius || radius < 0.5 * shadow->radius;
}

static void aim_shadow(shadow_state *shadow, const scene_light *light, const double centre[2], double radius) {
  const double step = 4.0 * radius / shadow->size;
  shadow->centre[0] = floor(centre[0] / step) * step, shadow->centre[1] = floor(centre[1] / step) * step;
  shadow->radius = radius;
  memcpy(shadow->sun, light->sun, sizeof shadow->sun);
  const float r = (float)(1.25 * radius), depth = 400.0f + 1.6f * r;
  vec3 target = {(float)shadow->centre[0], (float)shadow->centre[1], 0.0f}, up = {0, 0, 1}, eye;
  for (int i = 0; i < 3; ++i) { eye[i] = target[i] + light->sun[i] * depth; }
  mat4 view, projection;
  glm_lookat(eye, target, up, view);
  /* What lies along the sun's way looks shorter: the map need not be as high as wide. */
  const float high = r * fminf(1.0f, light->sun[2] + 0.25f);
  glm_ortho(-r, r, -high, high, 1.0f, 2.0f * depth, projection);
  glm_mat4_mul(projection, view, shadow->matrix);
  mat4 half = {{0.5f, 0, 0, 0}, {0, 0.5f, 0, 0}, {0, 0, 0.5f, 0}, {0.5f, 0.5f, 0.5f, 1}};
  glm_mat4_mul(half, shadow->matrix, shadow->lookup);
}

static void draw_tree_shadows(drawer *self) {
  glUseProgram(self->programs.depth_bodies);
  gl_set_matrix(self->programs.depth_bodies, "both", self->shadow.matrix[0]);
  bodies_use_trees(self);
  for (uint32_t kind = 0; kind < TREE_KINDS; ++kind) {
    const uint32_t form = self->shadow.radius > 500.0 ? 2 : self->shadow.radius > 150.0 ? 1 : 0;
    bodies_draw_rows(self, self->programs.depth_bodies, SHAPE_TREE + TREE_FORMS * kind + form, self->tree_starts[kind],
                     self->tree_starts[kind + 1]);
  }
}

void shadow_renew(drawer *self, const scene_frame *frame, const scene_camera *camera, int size) {
  double centre[2], radius;
  wanted_region(camera, centre, &radius);
  if (!self->null) { make_shadow(&self->shadow, size); }
  self->shadow.size = size;
  if (!out_of_date(&self->shadow, &frame->light, centre, radius)) { return; }
  aim_shadow(&self->shadow, &frame->light, centre, radius);
  self->shadow.made = true;
  ++self->counts.shadow_renewals;
  if (self->null) { return; }
  glBindFramebuffer(GL_FRAMEBUFFER, self->shadow.framebuffer);
  glViewport(0, 0, size, size);
  glEnable(GL_DEPTH_TEST);
  glDepthMask(GL_TRUE);
  glDepthFunc(GL_LESS);
  glDisable(GL_STENCIL_TEST);
  glClear(GL_DEPTH_BUFFER_BIT);
  glEnable(GL_POLYGON_OFFSET_FILL);
  glPolygonOffset(1.5f, 3.0f);
  glUseProgram(self->programs.depth);
  gl_set_matrix(self->programs.depth, "both", self->shadow.matrix[0]);
  static const scene_layer casters[2] = {LAYER_FACADE, LAYER_RAISED};
  for (int i = 0; i < 2; ++i) {
    glBindVertexArray(self->layers[casters[i]].array);
    glDrawElements(GL_TRIANGLES, self->layers[casters[i]].index_count, GL_UNSIGNED_INT, NULL);
  }
  draw_tree_shadows(self);
  glDisable(GL_POLYGON_OFFSET_FILL);
}
