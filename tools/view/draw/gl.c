#include "gl.h"

#include <stdio.h>

#include <soi/base.h>

static GLuint compile(GLenum kind, const char *defines, const char *text) {
  const GLuint shader = glCreateShader(kind);
  const char *const parts[3] = {"#version 330 core\n", defines, text};
  glShaderSource(shader, 3, parts, NULL);
  glCompileShader(shader);
  GLint fine;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &fine);
  if (!fine) {
    char log[2000];
    glGetShaderInfoLog(shader, sizeof log, NULL, log);
    fprintf(stderr, "soi-view: a shader does not compile: %s\n%s\n", log, defines);
  }
  SOI_ASSERT(fine);
  return shader;
}

GLuint gl_program(const char *defines, const char *vertex, const char *fragment) {
  const GLuint program = glCreateProgram(), one = compile(GL_VERTEX_SHADER, defines, vertex), two = compile(GL_FRAGMENT_SHADER, defines, fragment);
  glAttachShader(program, one);
  glAttachShader(program, two);
  glLinkProgram(program);
  GLint fine;
  glGetProgramiv(program, GL_LINK_STATUS, &fine);
  if (!fine) {
    char log[2000];
    glGetProgramInfoLog(program, sizeof log, NULL, log);
    fprintf(stderr, "soi-view: a program does not link: %s\n%s\n", log, defines);
  }
  SOI_ASSERT(fine);
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
  glDeleteRenderbuffers(1, &target->depth);
  *target = (gl_target){0};
}

void gl_target_fit(gl_target *target, int width, int height, int samples, bool with_depth) {
  if (target->framebuffer != 0 && target->width == width && target->height == height && target->samples == samples) return;
  gl_target_release(target);
  *target = (gl_target){.width = width, .height = height, .samples = samples};
  glGenFramebuffers(1, &target->framebuffer);
  glBindFramebuffer(GL_FRAMEBUFFER, target->framebuffer);
  glGenRenderbuffers(1, &target->colour);
  glBindRenderbuffer(GL_RENDERBUFFER, target->colour);
  glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, GL_RGBA8, width, height);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, target->colour);
  if (with_depth) {
    glGenRenderbuffers(1, &target->depth);
    glBindRenderbuffer(GL_RENDERBUFFER, target->depth);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, GL_DEPTH24_STENCIL8, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER, target->depth);
  }
  SOI_ASSERT(glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE);
}
