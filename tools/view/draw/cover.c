#include "cover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene.h"

static const uint64_t PRIME = 1099511628211u;

void cover_close(cover *self) {
  free(self->now);
  free(self->before);
  free(self->counts);
  free(self->indices);
  free(self->runs);
  *self = (cover){0};
}

void cover_forget(cover *self) {
  for (int i = 0; i < self->columns * self->rows; ++i) { self->now[i] = ~(uint64_t)0; }
}

static void fit(cover *self, int width, int height) {
  if (self->width == width && self->height == height) { return; }
  cover_close(self);
  *self = (cover){
      .width = width, .height = height, .columns = (width + COVER_SIDE - 1) / COVER_SIDE, .rows = (height + COVER_SIDE - 1) / COVER_SIDE};
  const size_t count = (size_t)self->columns * (size_t)self->rows;
  self->now = calloc(count, sizeof *self->now);
  self->before = calloc(count, sizeof *self->before);
  self->counts = calloc(count, sizeof *self->counts);
  SOI_ASSERT(self->now != NULL && self->before != NULL && self->counts != NULL);
  cover_forget(self);
}

ui_rect cover_square(const cover *self, int square) {
  const float left = (float)(square % self->columns * COVER_SIDE), top = (float)(square / self->columns * COVER_SIDE);
  return (ui_rect){left, top, fminf(left + COVER_SIDE, (float)self->width), fminf(top + COVER_SIDE, (float)self->height)};
}

bool cover_changed(const cover *self, int square) { return self->now[square] != self->before[square]; }

/* --- which squares a triangle is in --------------------------------------------------------------------------------------- */

/* Columns and rows, the last ones too; empty when last is before first. */
typedef struct span {
  int left, top, right, bottom;
} span;

static span span_of(const cover *self, const ui_list *list, const ui_batch *batch, uint32_t at) {
  const ui_vertex *const a = &list->vertices[list->indices[at]], *const b = &list->vertices[list->indices[at + 1]],
                         *const c = &list->vertices[list->indices[at + 2]];
  const float left = fmaxf(fminf(fminf(a->x, b->x), c->x), fmaxf(batch->clip.left, 0.0f)),
              top = fmaxf(fminf(fminf(a->y, b->y), c->y), fmaxf(batch->clip.top, 0.0f)),
              right = fminf(fmaxf(fmaxf(a->x, b->x), c->x), fminf(batch->clip.right, (float)self->width) - 0.01f),
              bottom = fminf(fmaxf(fmaxf(a->y, b->y), c->y), fminf(batch->clip.bottom, (float)self->height) - 0.01f);
  if (right < left || bottom < top) { return (span){0, 0, -1, -1}; }
  return (span){(int)left / COVER_SIDE, (int)top / COVER_SIDE, (int)right / COVER_SIDE, (int)bottom / COVER_SIDE};
}

static uint64_t mixed_words(uint64_t hash, const void *bytes, size_t count) {
  for (size_t i = 0; i + 4 <= count; i += 4) {
    uint32_t word;
    memcpy(&word, (const char *)bytes + i, sizeof word);
    hash = (hash ^ word) * PRIME;
  }
  return hash;
}

/* Of all that is drawn into each square, in its order. */
static void look(cover *self, const ui_list *list, const ui_batch *batch) {
  const uint64_t clip = mixed_words(14695981039346656037u, &batch->clip, sizeof batch->clip);
  for (uint32_t at = batch->first; at < batch->first + batch->count; at += 3) {
    const span in = span_of(self, list, batch, at);
    uint64_t hash = clip;
    for (uint32_t k = 0; k < 3 && in.right >= in.left; ++k) {
      hash = mixed_words(hash, &list->vertices[list->indices[at + k]], sizeof(ui_vertex));
    }
    for (int row = in.top; row <= in.bottom; ++row) {
      for (int column = in.left; column <= in.right; ++column) {
        uint64_t *const square = &self->now[row * self->columns + column];
        *square = (*square ^ hash) * PRIME | 1u;
      }
    }
  }
}

/* --- what is drawn anew --------------------------------------------------------------------------------------------------- */

/* Room for a batch's triangles in the squares that changed, each square's together. */
static void make_runs(cover *self, const ui_batch *batch) {
  for (int i = 0; i < self->columns * self->rows; ++i) {
    const uint32_t count = self->counts[i];
    self->counts[i] = self->index_count;
    if (count == 0) { continue; }
    self->runs = scene_grown(self->runs, self->run_count, &self->run_capacity, sizeof *self->runs);
    self->runs[self->run_count++] = (cover_run){rect_common(cover_square(self, i), batch->clip), self->index_count, count};
    self->index_count += count;
  }
  if (self->index_count <= self->index_capacity) { return; }
  self->index_capacity = 2 * self->index_count;
  self->indices = realloc(self->indices, self->index_capacity * sizeof *self->indices);
  SOI_ASSERT(self->indices != NULL);
}

/* filled: into their places, which counts then says; else they are counted. */
static void sort_batch(cover *self, const ui_list *list, const ui_batch *batch, bool filled) {
  for (uint32_t at = batch->first; at < batch->first + batch->count; at += 3) {
    const span in = span_of(self, list, batch, at);
    for (int row = in.top; row <= in.bottom; ++row) {
      for (int square = row * self->columns + in.left; square <= row * self->columns + in.right; ++square) {
        if (!cover_changed(self, square)) { continue; }
        if (filled) { memcpy(self->indices + self->counts[square], list->indices + at, 3 * sizeof *self->indices); }
        self->counts[square] += 3;
      }
    }
  }
}

void cover_take(cover *self, const ui_list *list, int width, int height) {
  fit(self, width, height);
  const size_t count = (size_t)self->columns * (size_t)self->rows;
  uint64_t *const older = self->before;
  self->before = self->now;
  self->now = older;
  memset(self->now, 0, count * sizeof *self->now);
  self->index_count = self->run_count = 0;
  for (uint32_t i = 0; i < list->batch_count; ++i) { look(self, list, &list->batches[i]); }
  for (uint32_t i = 0; i < list->batch_count; ++i) {
    memset(self->counts, 0, count * sizeof *self->counts);
    sort_batch(self, list, &list->batches[i], false);
    make_runs(self, &list->batches[i]);
    sort_batch(self, list, &list->batches[i], true);
  }
}
