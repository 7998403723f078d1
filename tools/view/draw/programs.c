#include "programs.h"

#include <math.h>
#include <stdio.h>

#include "shaders.h"

programs programs_make(void) {
  static const char *const taps[TAP_KINDS] = {"#define TAPS 1\n", "#define TAPS 4\n", "#define TAPS 8\n"};
  programs made = {0};
  for (int i = 0; i < TAP_KINDS; ++i) {
    char defines[160];
    snprintf(defines, sizeof defines, "%s#define FLAT\n#define ROAD %d\n#define MARKING %d\n#define GROUND %d\n#define GREEN %d\n%s",
             taps[i], COLOUR_ROAD, COLOUR_MARKING, COLOUR_GROUND, COLOUR_GREEN,
             i > 0 ? "#define GRAIN\n" : ""); /* the quick kind goes without */
    made.flat[i] = gl_program(defines, shader_solid_vertex, shader_solid_fragment);
    made.raised[i] = gl_program(taps[i], shader_solid_vertex, shader_solid_fragment);
    snprintf(defines, sizeof defines, "%s#define BODIES\n", taps[i]);
    made.bodies[i] = gl_program(defines, shader_solid_vertex, shader_solid_fragment);
    snprintf(defines, sizeof defines, "%s#define FACADE\n#define GLASS %d\n#define LIT %d\n", taps[i], COLOUR_GLASS, COLOUR_LIT);
    made.facade[i] = gl_program(defines, shader_solid_vertex, shader_solid_fragment);
  }
  made.far_bodies = gl_program("#define BODIES\n#define SIMPLE\n", shader_solid_vertex, shader_plain_fragment);
  made.depth = gl_program("", shader_depth_vertex, shader_depth_fragment);
  made.depth_bodies = gl_program("#define BODIES\n", shader_depth_vertex, shader_depth_fragment);
  made.sky = gl_program("", shader_sky_vertex, shader_sky_fragment);
  made.blob = gl_program("", shader_blob_vertex, shader_blob_fragment);
  made.ribbon = gl_program("", shader_ribbon_vertex, shader_ribbon_fragment);
  made.rain = gl_program("", shader_rain_vertex, shader_rain_fragment);
  made.smooth = gl_program("", shader_sky_vertex, shader_smooth_fragment);
  made.stretch = gl_program("", shader_sky_vertex, shader_stretch_fragment);
  return made;
}

void programs_discard(programs *self) {
  const GLuint *const all = (const GLuint *)self;
  for (size_t i = 0; i < sizeof *self / sizeof *all; ++i) { glDeleteProgram(all[i]); }
}

void programs_set_light(GLuint program, const drawer *self, const scene_frame *frame, const scene_camera *camera) {
  const scene_light *const light = &frame->light;
  float palette[SCENE_COLOUR_COUNT][4] = {{0}};
  for (int i = 0; i < SCENE_COLOUR_COUNT; ++i) { scene_colour_shares((scene_colour)i, palette[i]); }
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
  const soi_bounds *const map = &self->scene->model->bounds;
  glUniform4f(glGetUniformLocation(program, "map"), (float)map->left, (float)map->bottom, (float)map->right, (float)map->top);
  gl_set1(program, "clear", light->clear);
  gl_set1(program, "visibility", light->visibility);
  gl_set1(program, "night", light->night);
  gl_set1(program, "wet", light->wet);
  gl_set1(program, "clock", (float)fmod(frame->clock, 600.0));
  gl_set1(program, "texel", 1.0f / (float)(self->shadow.size == 0 ? 1 : self->shadow.size));
  /* Surfaces look up their shadow a texel outside themselves, so that they throw none on themselves. */
  gl_set1(program, "bias", 0.04f + 3.0f * (float)self->shadow.radius / (float)(self->shadow.size == 0 ? 1 : self->shadow.size));
  glUniform1i(glGetUniformLocation(program, "shadow_map"), 0);
}
