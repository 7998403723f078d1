/* Reading texts in tests, with memory that counts what is not given back. */
#ifndef SOI_TEST_READING_H
#define SOI_TEST_READING_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <soi/load.h>

typedef struct reading {
  soi_definition definition;
  soi_errors errors;
  bool good;
} reading;

static size_t bytes_out;

static inline void *counted_allocate(void *context, size_t bytes) {
  const soi_memory memory = soi_memory_libc();
  (void)context;
  bytes_out += bytes;
  return memory.allocate(memory.context, bytes);
}

static inline void counted_release(void *context, void *block, size_t bytes) {
  const soi_memory memory = soi_memory_libc();
  (void)context;
  assert_true(bytes <= bytes_out);
  bytes_out -= bytes;
  memory.release(memory.context, block, bytes);
}

static inline reading *begin_reading(void) {
  reading *const r = calloc(1, sizeof *r);
  assert_non_null(r);
  bytes_out = 0;
  r->definition.arena = soi_arena_make((soi_memory){counted_allocate, counted_release, NULL});
  r->errors.arena = &r->definition.arena;
  return r;
}

static inline reading *read_map_text(const char *text) {
  reading *const r = begin_reading();
  r->good = soi_load_map_text(&r->definition, "map.yaml", text, strlen(text), &r->errors);
  return r;
}

static inline reading *read_scenario_text(const char *text, const char *const *overrides, uint32_t count) {
  reading *const r = begin_reading();
  r->good = soi_load_scenario_text(&r->definition, SOI_SOURCE_DIR "/tests/corpus/base/in-memory.yaml", text, strlen(text), overrides, count,
                                   &r->errors);
  return r;
}

static inline reading *read_scenario_file(const char *path, const char *const *overrides, uint32_t count) {
  reading *const r = begin_reading();
  r->good = soi_load_scenario(&r->definition, path, overrides, count, &r->errors);
  return r;
}

/* Error number i as "file:line:column: message", the file's folders left out. */
static inline const char *error_text(const reading *r, uint32_t i) {
  static char buffer[4096];
  if (i >= r->errors.count) { return "(none)"; }
  soi_error_text(&r->definition, &r->errors.items[i], buffer, sizeof buffer);
  const char *const colon = strchr(buffer, ':');
  const char *base = buffer;
  for (const char *at = buffer; at < colon; ++at) { base = *at == '/' ? at + 1 : base; }
  return base;
}

/* All went well; the errors are printed when not. */
static inline void expect_good(const reading *r) {
  for (uint32_t i = 0; i < r->errors.count; ++i) { print_error("%s\n", error_text(r, i)); }
  assert_true(r->good);
  assert_int_equal(r->errors.count, 0);
}

static inline void expect_error(const reading *r, uint32_t i, const char *text) {
  assert_false(r->good);
  assert_string_equal(error_text(r, i), text);
}

/* Gives everything back, and checks that it was everything. */
static inline void end_reading(reading *r) {
  soi_definition_release(&r->definition);
  free(r);
  const size_t left = bytes_out;
  bytes_out = 0;
  assert_int_equal(left, 0);
}

#endif
