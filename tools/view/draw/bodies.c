#include "bodies.h"

#include <stdlib.h>
#include <string.h>

enum { VERTICES_A_CALL = 1024, COPIES_MOST = 64, BODIES_UNIT = 1, WORDS = sizeof(scene_instance) / sizeof(uint32_t) };
_Static_assert(WORDS == 8, "a row of the table is two texels of four words");

/* --- meshes ------------------------------------------------------------------------------------------------------------ */

static void vertex_layout(void) {
  const GLsizei stride = sizeof(scene_vertex);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, stride, (const void *)offsetof(scene_vertex, x));
  glEnableVertexAttribArray(1);
  glVertexAttribPointer(1, 3, GL_BYTE, GL_TRUE, stride, (const void *)offsetof(scene_vertex, nx));
  glEnableVertexAttribArray(2);
  glVertexAttribIPointer(2, 4, GL_UNSIGNED_BYTE, stride, (const void *)offsetof(scene_vertex, colour));
}

static void repeat(const scene_mesh *mesh, uint32_t copies, scene_vertex *vertices, uint32_t *indices) {
  for (uint32_t copy = 0; copy < copies; ++copy) {
    for (uint32_t i = 0; i < mesh->vertex_count; ++i) {
      scene_vertex *const vertex = &vertices[copy * mesh->vertex_count + i];
      *vertex = mesh->vertices[i];
      vertex->copy = (uint8_t)copy;
    }
    for (uint32_t i = 0; i < mesh->index_count; ++i) {
      indices[copy * mesh->index_count + i] = mesh->indices[i] + copy * mesh->vertex_count;
    }
  }
}

gpu_mesh gpu_mesh_send(const scene_mesh *mesh, uint32_t copies) {
  if (copies == 0) { copies = VERTICES_A_CALL / (mesh->vertex_count + 1) + 1; }
  if (copies > COPIES_MOST) { copies = COPIES_MOST; }
  gpu_mesh made = {.index_count = (GLsizei)(copies * mesh->index_count), .copies = copies};
  const size_t vertex_size = copies * mesh->vertex_count * sizeof(scene_vertex), index_size = copies * mesh->index_count * sizeof(uint32_t);
  scene_vertex *const vertices = malloc(vertex_size + 1);
  uint32_t *const indices = malloc(index_size + 1);
  SOI_ASSERT(vertices != NULL && indices != NULL);
  repeat(mesh, copies, vertices, indices);
  glGenVertexArrays(1, &made.array);
  glBindVertexArray(made.array);
  glGenBuffers(1, &made.vertices);
  glBindBuffer(GL_ARRAY_BUFFER, made.vertices);
  glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)vertex_size, vertices, GL_STATIC_DRAW);
  glGenBuffers(1, &made.indices);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, made.indices);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)index_size, indices, GL_STATIC_DRAW);
  vertex_layout();
  free(vertices);
  free(indices);
  return made;
}

void gpu_mesh_discard(gpu_mesh *mesh) {
  glDeleteVertexArrays(1, &mesh->array);
  glDeleteBuffers(1, &mesh->vertices);
  glDeleteBuffers(1, &mesh->indices);
}

/* --- tables ------------------------------------------------------------------------------------------------------------ */

gpu_table gpu_table_make(void) {
  gpu_table made;
  glGenBuffers(1, &made.buffer);
  glGenTextures(1, &made.texture);
  return made;
}

void gpu_table_discard(gpu_table *table) {
  glDeleteTextures(1, &table->texture);
  glDeleteBuffers(1, &table->buffer);
}

/* Room for so many rows, the old ones given up; it is left bound to GL_TEXTURE_BUFFER. */
static void make_room(const gpu_table *table, uint32_t rows, const scene_instance *items, GLenum usage) {
  glBindBuffer(GL_TEXTURE_BUFFER, table->buffer);
  glBufferData(GL_TEXTURE_BUFFER, (GLsizeiptr)((rows + 1) * sizeof(scene_instance)), items, usage);
}

static void use_table(const gpu_table *table) {
  glActiveTexture(GL_TEXTURE0 + BODIES_UNIT);
  glBindTexture(GL_TEXTURE_BUFFER, table->texture);
  glTexBuffer(GL_TEXTURE_BUFFER, GL_RGBA32UI, table->buffer);
  glActiveTexture(GL_TEXTURE0);
}

void bodies_send_trees(drawer *self) {
  const scene_place *const scene = self->scene;
  scene_instance *const sorted = malloc((scene->tree_count + 1) * sizeof *sorted);
  SOI_ASSERT(sorted != NULL);
  uint32_t count = 0;
  for (uint32_t kind = 0; kind < TREE_KINDS; ++kind) {
    self->tree_starts[kind] = count;
    for (uint32_t i = 0; i < scene->tree_count; ++i) {
      if (scene->trees[i].kind == kind) { sorted[count++] = scene->trees[i].at; }
    }
  }
  self->tree_starts[TREE_KINDS] = count;
  sorted[count] = (scene_instance){0};
  make_room(&self->trees, count, sorted, GL_STATIC_DRAW);
  free(sorted);
}

/* All shapes one after the other, in their order. */
static void send_frame(drawer *self, const scene_frame *frame) {
  uint32_t rows = 0;
  for (uint32_t i = 0; i < self->scene->shape_count; ++i) { rows += frame->shapes[i].count; }
  make_room(&self->bodies, rows, NULL, GL_STREAM_DRAW);
  rows = 0;
  for (uint32_t i = 0; i < self->scene->shape_count; ++i) {
    const scene_instances *const list = &frame->shapes[i];
    if (list->count == 0) { continue; }
    glBufferSubData(GL_TEXTURE_BUFFER, (GLintptr)(rows * sizeof *list->items), (GLsizeiptr)(list->count * sizeof *list->items),
                    list->items);
    rows += list->count;
  }
}

/* --- drawing ----------------------------------------------------------------------------------------------------------- */

void bodies_draw_rows(drawer *self, GLuint program, uint32_t shape, uint32_t first, uint32_t last) {
  if (last <= first) { return; }
  const gpu_mesh *const mesh = &self->shapes[shape];
  glUniform1i(glGetUniformLocation(program, "bodies"), BODIES_UNIT);
  glUniform1i(glGetUniformLocation(program, "first"), (GLint)first);
  glUniform1i(glGetUniformLocation(program, "last"), (GLint)last);
  glUniform1i(glGetUniformLocation(program, "copies"), (GLint)mesh->copies);
  glBindVertexArray(mesh->array);
  glDrawElementsInstanced(GL_TRIANGLES, mesh->index_count, GL_UNSIGNED_INT, NULL,
                          (GLsizei)((last - first + mesh->copies - 1) / mesh->copies));
}

static void draw_shapes(drawer *self, const scene_frame *frame, GLuint program, bool simple) {
  uint32_t rows = 0;
  if (!self->null) {
    glUseProgram(program);
    use_table(&self->bodies);
    if (simple) { glEnable(GL_CULL_FACE); }
  }
  for (uint32_t shape = 0; shape < self->scene->shape_count; ++shape) {
    const uint32_t first = rows, count = frame->shapes[shape].count;
    rows += count;
    if (scene_shape_is_simple(shape) != simple || count == 0) { continue; }
    self->counts.instances += count;
    self->counts.triangles += count * self->scene->shapes[shape].index_count / 3;
    ++self->counts.batches;
    if (!self->null) { bodies_draw_rows(self, program, shape, first, rows); }
  }
  if (!self->null) { glDisable(GL_CULL_FACE); }
}

void bodies_draw(drawer *self, const scene_frame *frame, GLuint full, GLuint quick) {
  if (!self->null) { send_frame(self, frame); }
  draw_shapes(self, frame, full, false);
  draw_shapes(self, frame, quick, true);
}

void bodies_use_trees(drawer *self) { use_table(&self->trees); }
