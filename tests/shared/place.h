/* A place for tests: loads one of tests/places, builds the model, makes worlds. Fails the test with the messages when it cannot. */
#ifndef SOI_TEST_PLACE_H
#define SOI_TEST_PLACE_H

#include <stdio.h>
#include <stdlib.h>

#include <soi/soi.h>

typedef struct place {
  soi_definition definition;
  soi_arena arena;
  soi_errors errors;
  soi_model *model;
} place;

static inline void place_print_errors(const place *p) {
  for (uint32_t i = 0; i < p->errors.count; ++i) {
    char text[1024];
    soi_error_text(&p->definition, &p->errors.items[i], text, sizeof text);
    fprintf(stderr, "%s\n", text);
  }
}

/* Opens tests/places/NAME; overrides as of the command line, ended by NULL, may be NULL itself. */
static inline place *place_open(const char *name, const char *const *overrides) {
  place *p = calloc(1, sizeof *p);
  char path[4096];
  snprintf(path, sizeof path, "%s/tests/places/%s", SOI_SOURCE_DIR, name);
  soi_definition_init(&p->definition, soi_memory_libc());
  p->arena = soi_arena_make(soi_memory_libc());
  p->errors.arena = &p->arena;
  uint32_t count = 0;
  while (overrides != NULL && overrides[count] != NULL) { ++count; }
  if (soi_load_scenario(&p->definition, path, overrides, count, &p->errors)) {
    p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  }
  if (p->model == NULL) { place_print_errors(p); }
  return p;
}

static inline void place_close(place *p) {
  if (p->model != NULL) { soi_model_release(p->model); }
  soi_definition_release(&p->definition);
  soi_arena_release(&p->arena);
  free(p);
}

static inline soi_world *place_world(const place *p) { return soi_world_create(p->model, soi_memory_libc(), NULL); }

#endif
