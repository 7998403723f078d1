#include "resolve.h"

static void gather_samples(const gl_target *from, const gl_target *to) {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, from->framebuffer);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to->framebuffer);
  glBlitFramebuffer(0, 0, from->width, from->height, 0, 0, to->width, to->height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

/* One triangle over all of the target, which reads the texture. */
static void pass(drawer *self, GLuint program, const gl_target *from, const gl_target *to) {
  glBindFramebuffer(GL_FRAMEBUFFER, to->framebuffer);
  glViewport(0, 0, to->width, to->height);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_STENCIL_TEST);
  glUseProgram(program);
  glUniform1i(glGetUniformLocation(program, "image"), 0);
  glUniform2f(glGetUniformLocation(program, "pixel"), 1.0f / (float)to->width, 1.0f / (float)to->height);
  glBindTexture(GL_TEXTURE_2D, from->texture);
  glBindVertexArray(self->empty_array);
  glDrawArrays(GL_TRIANGLES, 0, 3);
}

void resolve(drawer *self, int width, int height) {
  const bool whole = self->target.width == width && self->target.height == height, sampled = self->target.samples > 0;
  gl_target_fit(&self->picture, width, height, 0, false);
  const gl_target *drawn = &self->target;
  if (sampled) {
    if (!whole) { gl_target_fit(&self->whole, self->target.width, self->target.height, 0, false); }
    drawn = whole ? &self->picture : &self->whole;
    gather_samples(&self->target, drawn);
  }
  /* Stretching far makes steps of edges: they are smoothed first, while there are few pixels. */
  if (!sampled && self->target.width * 5 < width * 3) {
    gl_target_fit(&self->whole, self->target.width, self->target.height, 0, false);
    pass(self, self->programs.smooth, &self->target, &self->whole);
    drawn = &self->whole;
  }
  if (!whole) {
    pass(self, self->programs.stretch, drawn, &self->picture);
  } else if (!sampled) {
    pass(self, self->programs.smooth, drawn, &self->picture);
  }
  self->shown = &self->picture;
}
