#include "quads.h"

#include <math.h>

#include "drawer.h"
#include "shaders.h"

static void make(ui_drawer *ui) {
  ui->program = gl_program("", shader_ui_vertex, shader_ui_fragment);
  ui->over = gl_program("", shader_sky_vertex, shader_over_fragment);
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

static void cut(const drawer *self, ui_rect rect) {
  const int left = (int)floorf(rect.left), right = (int)ceilf(rect.right), top = (int)floorf(rect.top), bottom = (int)ceilf(rect.bottom);
  glScissor(left, self->height - bottom, right > left ? right - left : 0, bottom > top ? bottom - top : 0);
}

/* The squares that changed are wiped and drawn into what is kept. */
static void renew(drawer *self, const ui_list *list) {
  ui_drawer *const ui = &self->ui;
  const cover *const squares = &ui->cover;
  glBindFramebuffer(GL_FRAMEBUFFER, ui->kept.framebuffer);
  glClearColor(0.0f, 0.0f, 0.0f, 0.0f);
  for (int i = 0; i < squares->columns * squares->rows; ++i) {
    if (!cover_changed(squares, i)) { continue; }
    cut(self, cover_square(squares, i));
    glClear(GL_COLOR_BUFFER_BIT);
    ++self->counts.squares;
  }
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(ui->program);
  glUniform2f(glGetUniformLocation(ui->program, "size"), (float)self->width, (float)self->height);
  glUniform1i(glGetUniformLocation(ui->program, "atlas"), 0);
  glBindVertexArray(ui->array);
  glBindBuffer(GL_ARRAY_BUFFER, ui->vertices);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(list->vertex_count * sizeof *list->vertices), list->vertices, GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)(squares->index_count * sizeof *squares->indices), squares->indices, GL_STREAM_DRAW);
  for (uint32_t i = 0; i < squares->run_count; ++i) {
    const cover_run *const run = &squares->runs[i];
    cut(self, run->within);
    glDrawElements(GL_TRIANGLES, (GLsizei)run->count, GL_UNSIGNED_INT, (const void *)(uintptr_t)(run->first * sizeof(uint32_t)));
  }
}

/* What is kept goes over the picture, squares side by side in one call. */
static void lay_over(drawer *self) {
  const cover *const squares = &self->ui.cover;
  glBindFramebuffer(GL_FRAMEBUFFER, self->shown->framebuffer);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(self->ui.over);
  glUniform1i(glGetUniformLocation(self->ui.over, "image"), 0);
  glBindTexture(GL_TEXTURE_2D, self->ui.kept.texture);
  glBindVertexArray(self->empty_array);
  for (int i = 0, next; i < squares->columns * squares->rows; i = next) {
    next = i + 1;
    if (squares->now[i] == 0) { continue; }
    while (next % squares->columns != 0 && squares->now[next] != 0) { ++next; }
    const ui_rect first = cover_square(squares, i), last = cover_square(squares, next - 1);
    cut(self, (ui_rect){first.left, first.top, last.right, last.bottom});
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }
}

void draw_ui(drawer *self, const ui_list *list, ui_atlas *atlas) {
  if (self->null) { return; }
  ui_drawer *const ui = &self->ui;
  glActiveTexture(GL_TEXTURE0);
  if (ui->program == 0) { make(ui); }
  if (atlas->dirty_right - atlas->dirty_left == ATLAS_WIDTH) { cover_forget(&ui->cover); /* glyphs are elsewhere now */ }
  gl_target_fit(&ui->kept, self->width, self->height, 0, false);
  cover_take(&ui->cover, list, self->width, self->height);
  renew_atlas(ui, atlas);
  glViewport(0, 0, self->width, self->height);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_STENCIL_TEST);
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  renew(self, list);
  lay_over(self);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
}

void draw_ui_discard(ui_drawer *ui) {
  gl_target_release(&ui->kept);
  cover_close(&ui->cover);
}
