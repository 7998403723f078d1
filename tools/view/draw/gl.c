#include "gl.h"

#include <stdio.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <soi/base.h>

void gl_keep_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

/* What the driver says about a shader or a program that is not fine is printed, and it asserts. */
static void must_be_fine(GLint fine, GLuint object, PFNGLGETSHADERINFOLOGPROC get_log, const char *what, const char *defines) {
  if (!fine) {
    char log[2000];
    get_log(object, sizeof log, NULL, log);
    fprintf(stderr, "soi-view: a %s: %s\n%s\n", what, log, defines);
  }
  SOI_ASSERT(fine);
}

static GLuint compile(GLenum kind, const char *defines, const char *text) {
  const GLuint shader = glCreateShader(kind);
  const char *const parts[3] = {"#version 330 core\n", defines, text};
  GLint fine;
  glShaderSource(shader, 3, parts, NULL);
  glCompileShader(shader);
  glGetShaderiv(shader, GL_COMPILE_STATUS, &fine);
  must_be_fine(fine, shader, glGetShaderInfoLog, "shader does not compile", defines);
  return shader;
}

GLuint gl_program(const char *defines, const char *vertex, const char *fragment) {
  const GLuint program = glCreateProgram(), one = compile(GL_VERTEX_SHADER, defines, vertex),
               two = compile(GL_FRAGMENT_SHADER, defines, fragment);
  GLint fine;
  glAttachShader(program, one);
  glAttachShader(program, two);
  glLinkProgram(program);
  glGetProgramiv(program, GL_LINK_STATUS, &fine);
  must_be_fine(fine, program, glGetProgramInfoLog, "program does not link", defines);
  glDeleteShader(one);
  glDeleteShader(two);
  return program;
}

void gl_set3(GLuint program, const char *name, const float value[3]) { glUniform3fv(glGetUniformLocation(program, name), 1, value); }
void gl_set1(GLuint program, const char *name, float value) { glUniform1f(glGetUniformLocation(program, name), value); }
void gl_set_matrix(GLuint program, const char *name, const float *value) {
  glUniformMatrix4fv(glGetUniformLocation(program, name), 1, GL_FALSE, value);
}

void gl_target_release(gl_target *target) {
  glDeleteFramebuffers(1, &target->framebuffer);
  glDeleteRenderbuffers(1, &target->colour);
  glDeleteTextures(1, &target->texture);
  glDeleteRenderbuffers(1, &target->depth);
  *target = (gl_target){0};
}

GLuint gl_texture(GLint inner, GLenum format, GLenum type, int width, int height, GLint wrap) {
  GLuint texture;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, inner, width, height, 0, format, type, NULL);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, wrap);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, wrap);
  return texture;
}

static void add_texture(gl_target *target) {
  target->texture = gl_texture(GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, target->width, target->height, GL_CLAMP_TO_EDGE);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target->texture, 0);
}

static void add_samples(gl_target *target) {
  glGenRenderbuffers(1, &target->colour);
  glBindRenderbuffer(GL_RENDERBUFFER, target->colour);
  glRenderbufferStorageMultisample(GL_RENDERBUFFER, target->samples, GL_RGBA8, target->width, target->height);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, target->colour);
}

void gl_target_fit(gl_target *target, int width, int height, int samples, bool with_depth) {
  if (target->framebuffer != 0 && target->width == width && target->height == height && target->samples == samples) { return; }
  gl_target_release(target);
  *target = (gl_target){.width = width, .height = height, .samples = samples};
  glGenFramebuffers(1, &target->framebuffer);
  glBindFramebuffer(GL_FRAMEBUFFER, target->framebuffer);
  if (samples == 0) {
    add_texture(target);
  } else {
    add_samples(target);
  }
  if (with_depth) {
    glGenRenderbuffers(1, &target->depth);
    glBindRenderbuffer(GL_RENDERBUFFER, target->depth);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, GL_DEPTH24_STENCIL8, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER, target->depth);
  }
  SOI_ASSERT(glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE);
}
