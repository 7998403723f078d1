/* Draws a list into memory as a graphics card would, so that tests see what people would see. With SOI_UI_PICTURES set to a folder, the
 * pictures are also written there (PPM), for people to look at. */
#ifndef SOI_TEST_RASTER_H
#define SOI_TEST_RASTER_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui.h"

typedef struct raster {
  int width, height;
  uint8_t *pixels; /* r, g, b */
} raster;

static inline raster raster_make(int width, int height, uint32_t rgb) {
  raster self = {width, height, malloc((size_t)width * (size_t)height * 3u)};
  for (int i = 0; i < width * height; ++i) {
    self.pixels[3 * i] = (uint8_t)(rgb >> 16);
    self.pixels[3 * i + 1] = (uint8_t)(rgb >> 8);
    self.pixels[3 * i + 2] = (uint8_t)rgb;
  }
  return self;
}

static inline float raster_edge(const ui_vertex *a, const ui_vertex *b, float x, float y) {
  return (b->x - a->x) * (y - a->y) - (b->y - a->y) * (x - a->x);
}

static inline void raster_blend(raster *self, int x, int y, const float colour[4]) {
  uint8_t *pixel = self->pixels + 3 * ((size_t)y * (size_t)self->width + (size_t)x);
  for (int i = 0; i < 3; ++i) { pixel[i] = (uint8_t)((float)pixel[i] + (colour[i] - (float)pixel[i]) * colour[3] / 255.0f + 0.5f); }
}

static inline void raster_triangle(raster *self, const ui_atlas *atlas, ui_rect clip, const ui_vertex *a, const ui_vertex *b,
                                   const ui_vertex *c) {
  const float area = raster_edge(a, b, c->x, c->y);
  if (area == 0.0f) { return; }
  const int left = (int)fmaxf(floorf(fminf(fminf(a->x, b->x), c->x)), fmaxf(clip.left, 0.0f));
  const int right = (int)fminf(ceilf(fmaxf(fmaxf(a->x, b->x), c->x)), fminf(clip.right, (float)self->width));
  const int top = (int)fmaxf(floorf(fminf(fminf(a->y, b->y), c->y)), fmaxf(clip.top, 0.0f));
  const int bottom = (int)fminf(ceilf(fmaxf(fmaxf(a->y, b->y), c->y)), fminf(clip.bottom, (float)self->height));
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      /* half a thousandth off the pixel's middle, so that no edge runs through it twice */
      const float px = (float)x + 0.5005f, py = (float)y + 0.5007f;
      const float wa = raster_edge(b, c, px, py) / area, wb = raster_edge(c, a, px, py) / area, wc = 1.0f - wa - wb;
      if (wa < 0.0f || wb < 0.0f || wc < 0.0f) { continue; }
      const int u = (int)((wa * a->u + wb * b->u + wc * c->u) * ATLAS_WIDTH), v = (int)((wa * a->v + wb * b->v + wc * c->v) * ATLAS_HEIGHT);
      const float cover = (float)atlas->pixels[(size_t)v * ATLAS_WIDTH + (size_t)u] / 255.0f;
      const float colour[4] = {wa * a->r + wb * b->r + wc * c->r, wa * a->g + wb * b->g + wc * c->g, wa * a->b + wb * b->b + wc * c->b,
                               (wa * a->a + wb * b->a + wc * c->a) * cover};
      raster_blend(self, x, y, colour);
    }
  }
}

static inline void raster_draw(raster *self, const ui_list *list, const ui_atlas *atlas) {
  for (uint32_t i = 0; i < list->batch_count; ++i) {
    const ui_batch *batch = &list->batches[i];
    for (uint32_t k = batch->first; k < batch->first + batch->count; k += 3) {
      raster_triangle(self, atlas, batch->clip, &list->vertices[list->indices[k]], &list->vertices[list->indices[k + 1]],
                      &list->vertices[list->indices[k + 2]]);
    }
  }
}

/* Pixels of a rectangle that are not of this colour. */
static inline uint32_t raster_other(const raster *self, ui_rect rect, uint32_t rgb) {
  uint32_t count = 0;
  for (int y = (int)rect.top; y < (int)rect.bottom; ++y) {
    for (int x = (int)rect.left; x < (int)rect.right; ++x) {
      const uint8_t *pixel = self->pixels + 3 * ((size_t)y * (size_t)self->width + (size_t)x);
      count += (uint32_t)pixel[0] << 16 != (rgb & 0xff0000u) || (uint32_t)pixel[1] << 8 != (rgb & 0xff00u) || pixel[2] != (rgb & 0xffu);
    }
  }
  return count;
}

static inline void raster_keep(const raster *self, const char *name) {
  const char *folder = getenv("SOI_UI_PICTURES");
  if (folder == NULL) { return; }
  char path[512];
  snprintf(path, sizeof path, "%s/%s.ppm", folder, name);
  FILE *file = fopen(path, "wb");
  if (file == NULL) { return; }
  fprintf(file, "P6\n%d %d\n255\n", self->width, self->height);
  fwrite(self->pixels, 3, (size_t)self->width * (size_t)self->height, file);
  fclose(file);
}

#endif
