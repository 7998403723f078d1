#include "quads.h"

#include <math.h>

#include "drawer.h"
#include "shaders.h"

static void make(ui_drawer *ui) {
  ui->program = gl_program("", shader_ui_vertex, shader_ui_fragment);
  glGenVertexArrays(1, &ui->array);
  glBindVertexArray(ui->array);
  glGenBuffers(1, &ui->vertices);
  glGenBuffers(1, &ui->indices);
  glBindBuffer(GL_ARRAY_BUFFER, ui->vertices);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, ui->indices);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(ui_vertex), (const void *)offsetof(ui_vertex, x));
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(ui_vertex), (const void *)offsetof(ui_vertex, r));
  ui->texture = gl_texture(GL_R8, GL_RED, GL_UNSIGNED_BYTE, ATLAS_WIDTH, ATLAS_HEIGHT, GL_CLAMP_TO_EDGE);
}

/* Copies what changed since the last time. */
static void renew_atlas(const ui_drawer *ui, ui_atlas *atlas) {
  glBindTexture(GL_TEXTURE_2D, ui->texture);
  if (atlas->dirty_right <= atlas->dirty_left || atlas->dirty_bottom <= atlas->dirty_top) { return; }
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, ATLAS_WIDTH);
  glTexSubImage2D(GL_TEXTURE_2D, 0, atlas->dirty_left, atlas->dirty_top, atlas->dirty_right - atlas->dirty_left,
                  atlas->dirty_bottom - atlas->dirty_top, GL_RED, GL_UNSIGNED_BYTE,
                  atlas->pixels + (size_t)atlas->dirty_top * ATLAS_WIDTH + atlas->dirty_left);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  atlas_clean(atlas);
}

static void draw_batch(const drawer *self, const ui_batch *batch) {
  const int left = (int)floorf(batch->clip.left), right = (int)ceilf(batch->clip.right);
  const int top = (int)floorf(batch->clip.top), bottom = (int)ceilf(batch->clip.bottom);
  if (right <= left || bottom <= top || batch->count == 0) { return; }
  glScissor(left, self->height - bottom, right - left, bottom - top);
  glDrawElements(GL_TRIANGLES, (GLsizei)batch->count, GL_UNSIGNED_INT, (const void *)(uintptr_t)(batch->first * sizeof(uint32_t)));
}

void draw_ui(drawer *self, const ui_list *list, ui_atlas *atlas) {
  if (self->null) { return; }
  ui_drawer *const ui = &self->ui;
  glActiveTexture(GL_TEXTURE0);
  if (ui->program == 0) { make(ui); }
  renew_atlas(ui, atlas);
  glBindFramebuffer(GL_FRAMEBUFFER, self->shown->framebuffer);
  glViewport(0, 0, self->width, self->height);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_STENCIL_TEST);
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(ui->program);
  glUniform2f(glGetUniformLocation(ui->program, "size"), (float)self->width, (float)self->height);
  glUniform1i(glGetUniformLocation(ui->program, "atlas"), 0);
  glBindVertexArray(ui->array);
  glBindBuffer(GL_ARRAY_BUFFER, ui->vertices);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(list->vertex_count * sizeof *list->vertices), list->vertices, GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)(list->index_count * sizeof *list->indices), list->indices, GL_STREAM_DRAW);
  for (uint32_t i = 0; i < list->batch_count; ++i) { draw_batch(self, &list->batches[i]); }
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
}
