/* A recording in memory of a short run on one of tests/places, with a twin world to compare with what is read. */
#ifndef SOI_TEST_OBSERVE_RECORDED_H
#define SOI_TEST_OBSERVE_RECORDED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <soi/soi.h>

#include "place.h"

/* What a writer was given. It fails once it has limit bytes. */
typedef struct film {
  unsigned char *bytes;
  size_t count, capacity, limit;
} film;

static inline bool film_write(void *context, const char *bytes, size_t count) {
  film *const self = context;
  if (self->limit > 0 && self->count + count > self->limit) { return false; }
  if (self->count + count > self->capacity) {
    self->capacity = 2 * (self->count + count);
    self->bytes = realloc(self->bytes, self->capacity);
    assert_non_null(self->bytes);
  }
  memcpy(self->bytes + self->count, bytes, count);
  self->count += count;
  return true;
}

typedef struct recorded {
  place *place;
  soi_world *world;
  soi_observer *observer;
  soi_recorder *recorder;
} recorded;

static inline recorded recorded_begin(const char *name, soi_recorder_options options, film *into) {
  recorded self = {.place = place_open(name, NULL)};
  assert_non_null(self.place->model);
  self.world = place_world(self.place);
  self.observer = soi_observer_create(self.place->model, soi_memory_libc());
  options.writer = (soi_writer){film_write, into};
  self.recorder = soi_recorder_create(self.place->model, soi_memory_libc(), &options);
  return self;
}

static inline void recorded_step(recorded *self) {
  soi_world_step(self->world);
  soi_observer_step(self->observer, self->world);
  soi_recorder_step(self->recorder, self->world, self->observer);
}

static inline void recorded_run(recorded *self, soi_tick ticks) {
  soi_recorder_step(self->recorder, self->world, self->observer);
  for (soi_tick i = 0; i < ticks; ++i) { recorded_step(self); }
}

static inline void recorded_close(recorded *self) {
  soi_recorder_release(self->recorder);
  soi_observer_release(self->observer);
  soi_world_release(self->world);
  place_close(self->place);
}

#endif
