/* The order of drawing: the shadow map when it is out of date, what has height, the flat layers from the top one down (each where the
 * stencil says that none was drawn before), the sky, what lies on the ground half transparent, rain. */
#include "draw.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drawer.h"
#include "shaders.h"

const draw_quality draw_qualities[DRAW_QUALITIES] = {
    {4, 1.0, 2048, 8}, {4, 1.0, 2048, 4}, {4, 1.0, 1024, 1}, {4, 0.8, 1024, 1}, {4, 0.65, 1024, 1}, {0, 0.6, 1024, 1},
};

/* --- making ----------------------------------------------------------------------------------------------------------- */

static void vertex_layout(void) {
  const GLsizei stride = sizeof(scene_vertex);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, stride, (const void *)offsetof(scene_vertex, x));
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 3, GL_BYTE, GL_TRUE, stride, (const void *)offsetof(scene_vertex, nx));
  glEnableVertexAttribArray(2);
  glVertexAttribIPointer(2, 3, GL_UNSIGNED_BYTE, stride, (const void *)offsetof(scene_vertex, colour));
}

static gpu_mesh upload(const scene_mesh *mesh) {
  gpu_mesh made = {.index_count = (GLsizei)mesh->index_count};
  glGenVertexArrays(1, &made.array);
  glBindVertexArray(made.array);
  glGenBuffers(1, &made.vertices);
  glBindBuffer(GL_ARRAY_BUFFER, made.vertices);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(mesh->vertex_count * sizeof *mesh->vertices), mesh->vertices, GL_STATIC_DRAW);
  glGenBuffers(1, &made.indices);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, made.indices);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)(mesh->index_count * sizeof *mesh->indices), mesh->indices, GL_STATIC_DRAW);
  vertex_layout();
  return made;
}

static void discard(gpu_mesh *mesh) {
  glDeleteVertexArrays(1, &mesh->array);
  glDeleteBuffers(1, &mesh->vertices);
  glDeleteBuffers(1, &mesh->indices);
}

/* The ground goes on to the horizon, in squares small enough for the light at their corners. */
static gpu_mesh make_ground(void) {
  scene_mesh mesh = {0};
  const double reach = 20000.0;
  mesh_quad(&mesh, (mesh_point){-reach, -reach, 0}, (mesh_point){reach, -reach, 0}, (mesh_point){reach, reach, 0}, (mesh_point){-reach, reach, 0}, COLOUR_GROUND, 1.0, 1.0);
  const gpu_mesh made = upload(&mesh);
  mesh_release(&mesh);
  return made;
}

static void make_programs(drawer *self) {
  static const char *const taps[TAP_KINDS] = {"#define TAPS 1\n", "#define TAPS 4\n", "#define TAPS 8\n"};
  for (int i = 0; i < TAP_KINDS; i++) {
    char defines[100];
    self->flat[i] = gl_program(taps[i], shader_solid_vertex, shader_solid_fragment);
    snprintf(defines, sizeof defines, "%s#define INSTANCED\n", taps[i]);
    self->instanced[i] = gl_program(defines, shader_solid_vertex, shader_solid_fragment);
    snprintf(defines, sizeof defines, "%s#define FACADE\n#define GLASS %d\n#define LIT %d\n", taps[i], COLOUR_GLASS, COLOUR_LIT);
    self->facade[i] = gl_program(defines, shader_solid_vertex, shader_solid_fragment);
  }
  self->depth = gl_program("", shader_depth_vertex, shader_depth_fragment);
  self->depth_instanced = gl_program("#define INSTANCED\n", shader_depth_vertex, shader_depth_fragment);
  self->sky = gl_program("", shader_sky_vertex, shader_sky_fragment);
  self->blob = gl_program("", shader_blob_vertex, shader_blob_fragment);
  self->ribbon = gl_program("", shader_ribbon_vertex, shader_ribbon_fragment);
  self->rain = gl_program("", shader_rain_vertex, shader_rain_fragment);
}

static void make_blobs_and_ribbons(drawer *self) {
  glGenVertexArrays(1, &self->blob_array);
  glBindVertexArray(self->blob_array);
  glGenBuffers(1, &self->blob_buffer);
  glBindBuffer(GL_ARRAY_BUFFER, self->blob_buffer);
  for (GLuint i = 0; i < 2; i++) {
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

static void make_shadow(shadow_state *shadow, int size) {
  if (shadow->size == size) return;
  glDeleteTextures(1, &shadow->texture);
  if (shadow->framebuffer == 0) glGenFramebuffers(1, &shadow->framebuffer);
  glGenTextures(1, &shadow->texture);
  glBindTexture(GL_TEXTURE_2D, shadow->texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_DEPTH_COMPONENT24, size, size, 0, GL_DEPTH_COMPONENT, GL_UNSIGNED_INT, NULL);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_BORDER);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_BORDER);
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

drawer *draw_open_null(const scene_place *scene) {
  drawer *const self = calloc(1, sizeof *self);
  SOI_ASSERT(self != NULL);
  self->scene = scene;
  self->null = true;
  return self;
}

drawer *draw_open(const scene_place *scene, char *problem, size_t size) {
  if (epoxy_gl_version() < 33) {
    snprintf(problem, size, "the display's OpenGL is version %d.%d, 3.3 is needed; install a newer driver (Debian: libgl1-mesa-dri), or set "
             "LIBGL_ALWAYS_SOFTWARE=1 to draw without the graphics card", epoxy_gl_version() / 10, epoxy_gl_version() % 10);
    return NULL;
  }
  drawer *const self = draw_open_null(scene);
  self->null = false;
  make_programs(self);
  for (int layer = 0; layer < LAYER_COUNT; layer++) self->layers[layer] = upload(&scene->layers[layer]);
  self->ground = make_ground();
  self->shapes = calloc(scene->shape_count, sizeof *self->shapes);
  SOI_ASSERT(self->shapes != NULL);
  for (uint32_t i = 0; i < scene->shape_count; i++) self->shapes[i] = upload(&scene->shapes[i]);
  glGenBuffers(1, &self->instances);
  make_blobs_and_ribbons(self);
  return self;
}

void draw_close(drawer *self) {
  if (self == NULL) return;
  if (!self->null) {
    for (int layer = 0; layer < LAYER_COUNT; layer++) discard(&self->layers[layer]);
    for (uint32_t i = 0; i < self->scene->shape_count; i++) discard(&self->shapes[i]);
    discard(&self->ground);
    gl_target_release(&self->target);
    gl_target_release(&self->whole);
    gl_target_release(&self->picture);
    glDeleteTextures(1, &self->shadow.texture);
    glDeleteFramebuffers(1, &self->shadow.framebuffer);
  }
  free(self->shapes);
  free(self);
}

/* --- the parts of a picture ------------------------------------------------------------------------------------------- */

static void set_light(GLuint program, const drawer *self, const scene_frame *frame, const scene_camera *camera, bool dark) {
  const scene_light *const light = &frame->light;
  float palette[SCENE_COLOUR_COUNT][4] = {{0}};
  for (int i = 0; i < SCENE_COLOUR_COUNT; i++) scene_colour_shares((scene_colour)i, dark, palette[i]);
  glUseProgram(program);
  gl_set_matrix(program, "both", camera->both);
  gl_set_matrix(program, "shadow_matrix", self->shadow.lookup[0]);
  glUniform4fv(glGetUniformLocation(program, "palette"), SCENE_COLOUR_COUNT, palette[0]);
  gl_set3(program, "sun", light->sun);
  gl_set3(program, "sun_colour", light->sun_colour);
  gl_set3(program, "sky_colour", light->sky_colour);
  gl_set3(program, "ground_colour", light->ground_colour);
  gl_set3(program, "zenith", light->zenith);
  gl_set3(program, "horizon", light->horizon);
  gl_set3(program, "eye", camera->eye);
  gl_set1(program, "visibility", light->visibility);
  gl_set1(program, "night", light->night);
  gl_set1(program, "wet", light->wet);
  gl_set1(program, "clock", (float)fmod(frame->clock, 600.0));
  gl_set1(program, "texel", 1.0f / (float)(self->shadow.size == 0 ? 1 : self->shadow.size));
  /* Surfaces look up their shadow a texel outside themselves, so that they throw none on themselves. */
  gl_set1(program, "bias", 0.04f + 3.0f * (float)self->shadow.radius / (float)(self->shadow.size == 0 ? 1 : self->shadow.size));
  glUniform1i(glGetUniformLocation(program, "shadow_map"), 0);
}

static void draw_layer(drawer *self, scene_layer layer, const scene_camera *camera) {
  const scene_tiles *const tiles = &self->scene->tiles[layer];
  if (!self->null) glBindVertexArray(self->layers[layer].array);
  /* Neighbouring squares in sight go out in one call. */
  for (uint32_t i = 0; i < tiles->count;) {
    if (!scene_camera_sees_box(camera, tiles->items[i].low, tiles->items[i].high)) {
      i++;
      continue;
    }
    const uint32_t first = tiles->items[i].first;
    uint32_t count = 0;
    for (; i < tiles->count && scene_camera_sees_box(camera, tiles->items[i].low, tiles->items[i].high); i++) count += tiles->items[i].count;
    if (!self->null) glDrawElements(GL_TRIANGLES, (GLsizei)count, GL_UNSIGNED_INT, (const void *)(uintptr_t)(first * sizeof(uint32_t)));
    self->counts.triangles += count / 3;
    self->counts.batches++;
  }
}

static void instance_layout(GLuint buffer) {
  const GLsizei stride = sizeof(scene_instance);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  for (GLuint i = 3; i <= 6; i++) {
    glEnableVertexAttribArray(i);
    glVertexAttribDivisor(i, 1);
  }
  glVertexAttribPointer(3, 3, GL_FLOAT, GL_FALSE, stride, (const void *)offsetof(scene_instance, x));
  glVertexAttribPointer(4, 4, GL_FLOAT, GL_FALSE, stride, (const void *)offsetof(scene_instance, cos));
  glVertexAttribPointer(5, 4, GL_UNSIGNED_BYTE, GL_TRUE, stride, (const void *)offsetof(scene_instance, paint));
  glVertexAttribIPointer(6, 1, GL_UNSIGNED_INT, stride, (const void *)offsetof(scene_instance, lamps));
}

static void draw_shape(drawer *self, uint32_t shape, const scene_instance *items, uint32_t count) {
  if (count == 0) return;
  self->counts.instances += count;
  self->counts.triangles += count * self->scene->shapes[shape].index_count / 3;
  self->counts.batches++;
  if (self->null) return;
  glBindVertexArray(self->shapes[shape].array);
  glBindBuffer(GL_ARRAY_BUFFER, self->instances);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(count * sizeof *items), items, GL_STREAM_DRAW);
  instance_layout(self->instances);
  glDrawElementsInstanced(GL_TRIANGLES, self->shapes[shape].index_count, GL_UNSIGNED_INT, NULL, (GLsizei)count);
}

/* --- the shadow map --------------------------------------------------------------------------------------------------- */

/* The part of the map that shadows are wanted for: round what the camera looks at, as far as it is near. */
static void wanted_region(const scene_camera *camera, double centre[2], double *radius) {
  const double look = camera->pitch > 0.6 ? 0.0 : (0.6 - camera->pitch) * camera->distance;
  *radius = fmin(fmax(camera->distance * 0.95 + look, 70.0), 1500.0);
  centre[0] = camera->target[0] + cos(camera->heading) * *radius * 0.35;
  centre[1] = camera->target[1] + sin(camera->heading) * *radius * 0.35;
}

static bool out_of_date(const shadow_state *shadow, const scene_light *light, const double centre[2], double radius) {
  if (!shadow->made) return true;
  float turn = 0.0f;
  for (int i = 0; i < 3; i++) turn += light->sun[i] * shadow->sun[i];
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
  for (int i = 0; i < 3; i++) eye[i] = target[i] + light->sun[i] * depth;
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
  const scene_place *const scene = self->scene;
  scene_instance *const near = malloc((scene->tree_count + 1) * sizeof *near);
  SOI_ASSERT(near != NULL);
  glUseProgram(self->depth_instanced);
  gl_set_matrix(self->depth_instanced, "both", self->shadow.matrix[0]);
  for (uint8_t kind = 0; kind < TREE_KINDS; kind++) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < scene->tree_count; i++) {
      const scene_instance *const tree = &scene->trees[i];
      if (scene->tree_kinds[i] == kind && hypot(tree->x - self->shadow.centre[0], tree->y - self->shadow.centre[1]) < 1.4 * self->shadow.radius) near[count++] = *tree;
    }
    draw_shape(self, SHAPE_TREE + 2u * kind + (self->shadow.radius > 500.0), near, count);
  }
  free(near);
}

static void renew_shadow(drawer *self, const scene_frame *frame, const scene_camera *camera, int size) {
  double centre[2], radius;
  wanted_region(camera, centre, &radius);
  if (!self->null) make_shadow(&self->shadow, size);
  self->shadow.size = size;
  if (!out_of_date(&self->shadow, &frame->light, centre, radius)) return;
  aim_shadow(&self->shadow, &frame->light, centre, radius);
  self->shadow.made = true;
  self->counts.shadow_renewals++;
  if (self->null) return;
  glBindFramebuffer(GL_FRAMEBUFFER, self->shadow.framebuffer);
  glViewport(0, 0, size, size);
  glEnable(GL_DEPTH_TEST);
  glDepthMask(GL_TRUE);
  glDepthFunc(GL_LESS);
  glDisable(GL_STENCIL_TEST);
  glClear(GL_DEPTH_BUFFER_BIT);
  glEnable(GL_POLYGON_OFFSET_FILL);
  glPolygonOffset(1.5f, 3.0f);
  glUseProgram(self->depth);
  gl_set_matrix(self->depth, "both", self->shadow.matrix[0]);
  static const scene_layer casters[2] = {LAYER_FACADE, LAYER_RAISED};
  for (int i = 0; i < 2; i++) {
    glBindVertexArray(self->layers[casters[i]].array);
    glDrawElements(GL_TRIANGLES, self->layers[casters[i]].index_count, GL_UNSIGNED_INT, NULL);
  }
  draw_tree_shadows(self);
  glDisable(GL_POLYGON_OFFSET_FILL);
}

/* --- a picture -------------------------------------------------------------------------------------------------------- */

static void draw_solids(drawer *self, const scene_frame *frame, const scene_camera *camera, int taps, bool dark) {
  const scene_place *const scene = self->scene;
  if (!self->null) {
    glEnable(GL_DEPTH_TEST);
    glDepthMask(GL_TRUE);
    glDepthFunc(GL_LESS);
    glDisable(GL_STENCIL_TEST);
    set_light(self->facade[taps], self, frame, camera, dark);
  }
  draw_layer(self, LAYER_FACADE, camera);
  if (!self->null) set_light(self->instanced[taps], self, frame, camera, dark);
  for (uint32_t i = 0; i < scene->shape_count; i++) draw_shape(self, i, frame->shapes[i].items, frame->shapes[i].count);
  if (!self->null) set_light(self->flat[taps], self, frame, camera, dark);
  draw_layer(self, LAYER_RAISED, camera);
}

static void draw_flat(drawer *self, const scene_camera *camera) {
  if (!self->null) {
    glDepthMask(GL_FALSE);
    glEnable(GL_STENCIL_TEST);
    glStencilFunc(GL_EQUAL, 0, 255);
    glStencilOp(GL_KEEP, GL_KEEP, GL_INCR);
  }
  for (int layer = 0; layer < LAYER_FLAT; layer++) draw_layer(self, (scene_layer)layer, camera);
  if (self->null) return;
  glBindVertexArray(self->ground.array);
  glDrawElements(GL_TRIANGLES, self->ground.index_count, GL_UNSIGNED_INT, NULL);
}

static void draw_sky(drawer *self, const scene_frame *frame, const scene_camera *camera) {
  const float *const v = camera->view;
  const float tall = 0.5f * (float)camera->height / camera->pixels, wide = tall * (float)camera->width / (float)camera->height;
  const float right[3] = {v[0] * wide, v[4] * wide, v[8] * wide}, up[3] = {v[1] * tall, v[5] * tall, v[9] * tall}, ahead[3] = {-v[2], -v[6], -v[10]};
  glUseProgram(self->sky);
  gl_set3(self->sky, "right", right);
  gl_set3(self->sky, "up", up);
  gl_set3(self->sky, "ahead", ahead);
  gl_set3(self->sky, "zenith", frame->light.zenith);
  gl_set3(self->sky, "horizon", frame->light.horizon);
  gl_set3(self->sky, "sun", frame->light.sun);
  gl_set3(self->sky, "sun_colour", frame->light.sun_colour);
  glDepthFunc(GL_LEQUAL);
  glBindVertexArray(self->empty_array);
  glDrawArrays(GL_TRIANGLES, 0, 3);
}

static void draw_clear_things(drawer *self, const scene_frame *frame, const scene_camera *camera, bool dark) {
  glDisable(GL_STENCIL_TEST);
  glDepthFunc(GL_LESS);
  glEnable(GL_BLEND);
  glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
  const float bright = fmaxf(frame->light.sun_colour[0], frame->light.sun_colour[1]);
  set_light(self->blob, self, frame, camera, dark);
  gl_set1(self->blob, "strength", fminf(0.42f * bright, 0.42f));
  glEnable(GL_POLYGON_OFFSET_FILL);
  glPolygonOffset(-1.0f, -4.0f);
  glBindVertexArray(self->blob_array);
  glBindBuffer(GL_ARRAY_BUFFER, self->blob_buffer);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(frame->blob_count * sizeof *frame->blobs), frame->blobs, GL_STREAM_DRAW);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, (GLsizei)frame->blob_count);
  set_light(self->ribbon, self, frame, camera, dark);
  glBindVertexArray(self->ribbon_array);
  glBindBuffer(GL_ARRAY_BUFFER, self->ribbon_buffer);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(frame->ribbon_count * sizeof *frame->ribbons), frame->ribbons, GL_STREAM_DRAW);
  glDrawArrays(GL_TRIANGLES, 0, (GLsizei)frame->ribbon_count);
  glDisable(GL_POLYGON_OFFSET_FILL);
  if (frame->light.wet > 0.02f && camera->eye[2] < 400.0f) {
    set_light(self->rain, self, frame, camera, dark);
    gl_set1(self->rain, "strength", 0.12f + 0.3f * frame->light.wet);
    glBindVertexArray(self->empty_array);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, (GLsizei)(400.0f + 2600.0f * frame->light.wet));
  }
  glDisable(GL_BLEND);
}

static void copy(const gl_target *from, const gl_target *to, GLenum filter) {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, from->framebuffer);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to->framebuffer);
  glBlitFramebuffer(0, 0, from->width, from->height, 0, 0, to->width, to->height, GL_COLOR_BUFFER_BIT, filter);
}

/* Brings the samples together, then draws the picture out to full size where it is smaller. */
static void finish(drawer *self, int width, int height) {
  const gl_target *from = &self->target;
  gl_target_fit(&self->picture, width, height, 0, false);
  if (self->target.width != width || self->target.height != height) {
    gl_target_fit(&self->whole, self->target.width, self->target.height, 0, false);
    copy(from, &self->whole, GL_NEAREST);
    from = &self->whole;
  }
  copy(from, &self->picture, from == &self->whole ? GL_LINEAR : GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, self->picture.framebuffer);
}

void draw_scene(drawer *self, const scene_frame *frame, const scene_camera *camera, const draw_quality *quality, bool dark) {
  self->counts = (draw_counts){0};
  self->width = camera->width;
  self->height = camera->height;
  const int taps = quality->taps >= 8 ? 2 : quality->taps >= 4 ? 1 : 0;
  renew_shadow(self, frame, camera, quality->shadow_size);
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
  draw_solids(self, frame, camera, taps, dark);
  draw_flat(self, camera);
  if (self->null) return;
  draw_sky(self, frame, camera);
  draw_clear_things(self, frame, camera, dark);
  finish(self, camera->width, camera->height);
}

void draw_present(drawer *self, int width, int height) {
  if (self->null) return;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, self->picture.framebuffer);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glBlitFramebuffer(0, 0, self->picture.width, self->picture.height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

void draw_read(drawer *self, uint8_t *rgb) {
  if (self->null) return;
  const size_t row = (size_t)self->width * 3;
  uint8_t *const turned = malloc(row * (size_t)self->height);
  SOI_ASSERT(turned != NULL);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, self->picture.framebuffer);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, self->width, self->height, GL_RGB, GL_UNSIGNED_BYTE, turned);
  for (int y = 0; y < self->height; y++) memcpy(rgb + row * (size_t)y, turned + row * (size_t)(self->height - 1 - y), row);
  free(turned);
}

draw_counts draw_last_counts(const drawer *self) { return self->counts; }
