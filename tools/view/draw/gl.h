/* Small helpers over OpenGL: programs, targets. */
#ifndef SOI_VIEW_GL_H
#define SOI_VIEW_GL_H

#include <epoxy/gl.h>

#include <stdbool.h>
#include <stddef.h>

/* Called once, before anything large is asked for: a software driver takes megabytes for each call and gives them back; memory that stays
 * with the process costs it no page faults. */
void gl_keep_memory(void);

/* Compiles and links; defines go before both texts. A failure is a programmer's mistake: the log is printed and it asserts. */
GLuint gl_program(const char *defines, const char *vertex, const char *fragment);
/* Nothing is set where the program has no such name. A matrix has 16 values, by column. */
void gl_set3(GLuint program, const char *name, const float value[3]);
void gl_set1(GLuint program, const char *name, float value);
void gl_set_matrix(GLuint program, const char *name, const float *value);

/* An empty texture, blended between its texels; it stays bound. wrap: what lies beyond its edges. */
GLuint gl_texture(GLint inner, GLenum format, GLenum type, int width, int height, GLint wrap);

/* A framebuffer of colour, and depth with stencil where wanted, of any number of samples. With none its colour is a texture. */
typedef struct gl_target {
  GLuint framebuffer, colour, texture, depth;
  int width, height, samples;
} gl_target;

/* Makes or remakes the target when its size or samples differ. */
void gl_target_fit(gl_target *target, int width, int height, int samples, bool with_depth);
void gl_target_release(gl_target *target);

#endif
