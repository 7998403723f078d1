/* The order of drawing: the shadow map when it is out of date, what has height, the flat layers from the top one down (each where the
 * stencil says that none was drawn before), the sky, what lies on the ground half transparent, rain. */
#include "draw.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bodies.h"
#include "drawer.h"
#include "programs.h"
#include "quads.h"
#include "resolve.h"
#include "shadow.h"

const draw_quality draw_qualities[DRAW_QUALITIES] = {
    {4, 1.0, 2048, 8}, {4, 1.0, 2048, 4}, {0, 1.0, 2048, 4}, {0, 1.0, 1024, 1}, {0, 0.85, 1024, 1}, {0, 0.7, 1024, 1}, {0, 0.5, 1024, 1},
};

/* --- making ----------------------------------------------------------------------------------------------------------- */

/* The ground goes on to the horizon, in squares small enough for the light at their corners. */
static gpu_mesh make_ground(void) {
  scene_mesh mesh = {0};
  const double reach = 20000.0;
  mesh_quad(&mesh, (mesh_point){-reach, -reach, 0}, (mesh_point){reach, -reach, 0}, (mesh_point){reach, reach, 0},
            (mesh_point){-reach, reach, 0}, COLOUR_GROUND, 1.0, 1.0);
  const gpu_mesh made = gpu_mesh_send(&mesh, 1);
  mesh_release(&mesh);
  return made;
}

static void make_blobs_and_ribbons(drawer *self) {
  glGenVertexArrays(1, &self->blob_array);
  glBindVertexArray(self->blob_array);
  glGenBuffers(1, &self->blob_buffer);
  glBindBuffer(GL_ARRAY_BUFFER, self->blob_buffer);
  for (GLuint i = 0; i < 2; ++i) {
    glEnableVertexAttribArray(i);
    glVertexAttribPointer(i, 4, GL_FLOAT, GL_FALSE, sizeof(scene_blob), (const void *)(uintptr_t)(i * 16u));
    glVertexAttribDivisor(i, 1);
  }
  glGenVertexArrays(1, &self->ribbon_array);
  glBindVertexArray(self->ribbon_array);
  glGenBuffers(1, &self->ribbon_buffer);
  glBindBuffer(GL_ARRAY_BUFFER, self->ribbon_buffer);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, sizeof(scene_ribbon_vertex), NULL);
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(scene_ribbon_vertex), (const void *)offsetof(scene_ribbon_vertex, r));
  glGenVertexArrays(1, &self->empty_array);
}

drawer *draw_open_null(const scene_place *scene) {
  drawer *const self = calloc(1, sizeof *self);
  SOI_ASSERT(self != NULL);
  self->scene = scene;
  self->null = true;
  return self;
}

drawer *draw_open(const scene_place *scene, char *problem, size_t size) {
  if (epoxy_gl_version() < 33) {
    snprintf(problem, size,
             "the display's OpenGL is version %d.%d, 3.3 is needed; install a newer driver (Debian: libgl1-mesa-dri), or set "
             "LIBGL_ALWAYS_SOFTWARE=1 to draw without the graphics card",
             epoxy_gl_version() / 10, epoxy_gl_version() % 10);
    return NULL;
  }
  drawer *const self = draw_open_null(scene);
  self->null = false;
  gl_keep_memory();
  self->programs = programs_make();
  for (int layer = 0; layer < LAYER_COUNT; ++layer) { self->layers[layer] = gpu_mesh_send(&scene->layers[layer], 1); }
  self->ground = make_ground();
  self->shapes = calloc(scene->shape_count, sizeof *self->shapes);
  SOI_ASSERT(self->shapes != NULL);
  for (uint32_t i = 0; i < scene->shape_count; ++i) { self->shapes[i] = gpu_mesh_send(&scene->shapes[i], 0); }
  self->bodies = gpu_table_make();
  self->trees = gpu_table_make();
  bodies_send_trees(self);
  make_blobs_and_ribbons(self);
  return self;
}

void draw_close(drawer *self) {
  if (self == NULL) { return; }
  if (!self->null) {
    for (int layer = 0; layer < LAYER_COUNT; ++layer) { gpu_mesh_discard(&self->layers[layer]); }
    for (uint32_t i = 0; i < self->scene->shape_count; ++i) { gpu_mesh_discard(&self->shapes[i]); }
    gpu_mesh_discard(&self->ground);
    gpu_table_discard(&self->bodies);
    gpu_table_discard(&self->trees);
    programs_discard(&self->programs);
    gl_target_release(&self->target);
    gl_target_release(&self->whole);
    gl_target_release(&self->picture);
    gl_target_release(&self->joined);
    draw_ui_discard(&self->ui);
    glDeleteTextures(1, &self->shadow.texture);
    glDeleteFramebuffers(1, &self->shadow.framebuffer);
  }
  free(self->shapes);
  free(self);
}

/* --- the parts of a picture ------------------------------------------------------------------------------------------- */

static bool tile_wanted(const scene_tile *tile, const scene_camera *camera, double reach) {
  double square = 0.0;
  for (int i = 0; i < 3; ++i) {
    const double out = fmax(fmax((double)tile->low[i] - camera->eye[i], camera->eye[i] - (double)tile->high[i]), 0.0);
    square += out * out;
  }
  return square < reach * reach && scene_camera_sees_box(camera, tile->low, tile->high);
}

/* The squares of a layer that are in sight and within reach, m; neighbours go out in one call. */
static void draw_layer(drawer *self, scene_layer layer, const scene_camera *camera, double reach) {
  const scene_tiles *const tiles = &self->scene->tiles[layer];
  if (!self->null) { glBindVertexArray(self->layers[layer].array); }
  for (uint32_t i = 0; i < tiles->count;) {
    if (!tile_wanted(&tiles->items[i], camera, reach)) {
      ++i;
      continue;
    }
    const uint32_t first = tiles->items[i].first;
    uint32_t count = 0;
    for (; i < tiles->count && tile_wanted(&tiles->items[i], camera, reach); ++i) { count += tiles->items[i].count; }
    if (!self->null) { glDrawElements(GL_TRIANGLES, (GLsizei)count, GL_UNSIGNED_INT, (const void *)(uintptr_t)(first * sizeof(uint32_t))); }
    self->counts.triangles += count / 3;
    ++self->counts.batches;
  }
}

/* --- a picture -------------------------------------------------------------------------------------------------------- */

static void draw_solids(drawer *self, const scene_frame *frame, const scene_camera *camera, int taps) {
  const programs *const p = &self->programs;
  if (!self->null) {
    glEnable(GL_DEPTH_TEST);
    glDepthMask(GL_TRUE);
    glDepthFunc(GL_LESS);
    glDisable(GL_STENCIL_TEST);
    programs_set_light(p->facade[taps], self, frame, camera);
    glEnable(GL_CULL_FACE);
  }
  draw_layer(self, LAYER_FACADE, camera, 1e9);
  if (!self->null) {
    glDisable(GL_CULL_FACE);
    programs_set_light(p->far_bodies, self, frame, camera);
    programs_set_light(p->bodies[taps], self, frame, camera);
  }
  bodies_draw(self, frame, p->bodies[taps], p->far_bodies);
  if (!self->null) { programs_set_light(p->raised[taps], self, frame, camera); }
  draw_layer(self, LAYER_RAISED, camera, 1e9);
  draw_layer(self, LAYER_KERB, camera, 0.35 * (double)camera->pixels);
}

/* How far lines of paint can be made out, m: there they have faded into the road. */
static double paint_reach(const scene_camera *camera) { return fmax(0.55 * (double)camera->pixels, 120.0); }

static void draw_flat(drawer *self, const scene_frame *frame, const scene_camera *camera, int taps) {
  if (!self->null) {
    programs_set_light(self->programs.flat[taps], self, frame, camera);
    gl_set1(self->programs.flat[taps], "reach", (float)paint_reach(camera));
    glDepthMask(GL_FALSE);
    glEnable(GL_STENCIL_TEST);
    glStencilFunc(GL_EQUAL, 0, 255);
    glStencilOp(GL_KEEP, GL_KEEP, GL_INCR);
  }
  for (int layer = 0; layer < LAYER_FLAT; ++layer) {
    draw_layer(self, (scene_layer)layer, camera, layer == LAYER_MARKING ? paint_reach(camera) : 1e9);
  }
  if (self->null) { return; }
  glBindVertexArray(self->ground.array);
  glDrawElements(GL_TRIANGLES, self->ground.index_count, GL_UNSIGNED_INT, NULL);
}

static void draw_sky(drawer *self, const scene_frame *frame, const scene_camera *camera) {
  const float *const v = camera->view;
  const float tall = 0.5f * (float)camera->height / camera->pixels, wide = tall * (float)camera->width / (float)camera->height;
  const float right[3] = {v[0] * wide, v[4] * wide, v[8] * wide}, up[3] = {v[1] * tall, v[5] * tall, v[9] * tall},
              ahead[3] = {-v[2], -v[6], -v[10]};
  glUseProgram(self->programs.sky);
  gl_set3(self->programs.sky, "right", right);
  gl_set3(self->programs.sky, "up", up);
  gl_set3(self->programs.sky, "ahead", ahead);
  gl_set3(self->programs.sky, "zenith", frame->light.zenith);
  gl_set3(self->programs.sky, "horizon", frame->light.horizon);
  gl_set3(self->programs.sky, "sun", frame->light.sun);
  gl_set3(self->programs.sky, "sun_colour", frame->light.sun_colour);
  glDepthFunc(GL_LEQUAL);
  glBindVertexArray(self->empty_array);
  glDrawArrays(GL_TRIANGLES, 0, 3);
}

/* What changes with every picture goes to its buffer anew. */
static void send(GLuint array, GLuint buffer, size_t bytes, const void *items) {
  glBindVertexArray(array);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)bytes, items, GL_STREAM_DRAW);
}

static void draw_rain(drawer *self, const scene_frame *frame, const scene_camera *camera) {
  programs_set_light(self->programs.rain, self, frame, camera);
  gl_set1(self->programs.rain, "strength", 0.12f + 0.3f * frame->light.wet);
  glBindVertexArray(self->empty_array);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, (GLsizei)(400.0f + 2600.0f * frame->light.wet));
}

static void draw_clear_things(drawer *self, const scene_frame *frame, const scene_camera *camera) {
  glDisable(GL_STENCIL_TEST);
  glDepthFunc(GL_LESS);
  glEnable(GL_BLEND);
  glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
  const float bright = fmaxf(frame->light.sun_colour[0], frame->light.sun_colour[1]);
  programs_set_light(self->programs.blob, self, frame, camera);
  gl_set1(self->programs.blob, "strength", fminf(0.42f * bright, 0.42f));
  glEnable(GL_POLYGON_OFFSET_FILL);
  glPolygonOffset(-1.0f, -4.0f);
  send(self->blob_array, self->blob_buffer, frame->blob_count * sizeof *frame->blobs, frame->blobs);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, (GLsizei)frame->blob_count);
  programs_set_light(self->programs.ribbon, self, frame, camera);
  send(self->ribbon_array, self->ribbon_buffer, frame->ribbon_count * sizeof *frame->ribbons, frame->ribbons);
  glDrawArrays(GL_TRIANGLES, 0, (GLsizei)frame->ribbon_count);
  glDisable(GL_POLYGON_OFFSET_FILL);
  if (frame->light.wet > 0.02f && camera->eye[2] < 400.0f) { draw_rain(self, frame, camera); }
  glDisable(GL_BLEND);
}

void draw_scene(drawer *self, const scene_frame *frame, const scene_camera *camera, const draw_quality *quality) {
  self->counts = (draw_counts){0};
  self->width = camera->width;
  self->height = camera->height;
  const int taps = quality->taps >= 8 ? 2 : quality->taps >= 4 ? 1 : 0;
  shadow_renew(self, frame, camera, quality->shadow_size);
  if (!self->null) {
    const int width = (int)fmax(1.0, camera->width * quality->scale), height = (int)fmax(1.0, camera->height * quality->scale);
    gl_target_fit(&self->target, width, height, quality->samples, true);
    glBindFramebuffer(GL_FRAMEBUFFER, self->target.framebuffer);
    glViewport(0, 0, width, height);
    glDisable(GL_CULL_FACE);
    glDisable(GL_BLEND);
    glDepthMask(GL_TRUE);
    glStencilMask(255);
    glClear(GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, self->shadow.texture);
  }
  draw_solids(self, frame, camera, taps);
  draw_flat(self, frame, camera, taps);
  if (self->null) { return; }
  draw_sky(self, frame, camera);
  draw_clear_things(self, frame, camera);
  resolve(self, camera->width, camera->height);
}

void draw_join(drawer *self, const drawer *right, int width, int height) {
  if (self->null) { return; }
  const drawer *const both[2] = {self, right};
  gl_target_fit(&self->joined, width, height, 0, false);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, self->joined.framebuffer);
  for (int i = 0; i < 2; ++i) {
    const gl_target *const from = both[i]->shown;
    const int left = i == 0 ? 0 : width - from->width;
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from->framebuffer);
    glBlitFramebuffer(0, 0, from->width, from->height, left, 0, left + from->width, from->height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  }
  self->shown = &self->joined;
  self->width = width;
  self->height = height;
}

void draw_present(drawer *self, int width, int height) {
  if (self->null) { return; }
  glBindFramebuffer(GL_READ_FRAMEBUFFER, self->shown->framebuffer);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glBlitFramebuffer(0, 0, self->shown->width, self->shown->height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

void draw_read(drawer *self, uint8_t *rgb) {
  if (self->null) { return; }
  const size_t row = (size_t)self->width * 3;
  uint8_t *const turned = malloc(row * (size_t)self->height);
  SOI_ASSERT(turned != NULL);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, self->shown->framebuffer);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, self->width, self->height, GL_RGB, GL_UNSIGNED_BYTE, turned);
  for (int y = 0; y < self->height; ++y) { memcpy(rgb + row * (size_t)y, turned + row * (size_t)(self->height - 1 - y), row); }
  free(turned);
}

draw_counts draw_last_counts(const drawer *self) { return self->counts; }
