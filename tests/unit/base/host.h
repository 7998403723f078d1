/* What the tests of base share: cmocka with its prerequisites, host memory that counts, and the assertion hook.
 * Each test file is a program of its own and includes this once. */
#ifndef SOI_TEST_BASE_HOST_H
#define SOI_TEST_BASE_HOST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <soi/base.h>

/* Replaces soi's weak hook, so that a test may expect an assertion. */
_Noreturn void soi_assert_failed(const char *expression, const char *file, int line) {
  mock_assert(0, expression, file, line);
  abort();
}

/* Counts what is taken and given back; refuses when told to. */
typedef struct host {
  size_t blocks;
  size_t bytes;
  size_t requests;
  bool refuses;
} host;

static void *host_allocate(void *context, size_t bytes) {
  host *const self = context;
  ++self->requests;
  if (self->refuses) { return NULL; }
  void *const block = aligned_alloc(64, (bytes + 63) / 64 * 64);
  assert_non_null(block);
  memset(block, 0, bytes);
  ++self->blocks;
  self->bytes += bytes;
  return block;
}

static void host_release(void *context, void *block, size_t bytes) {
  host *const self = context;
  --self->blocks;
  self->bytes -= bytes;
  free(block);
}

static inline soi_memory host_memory(host *self) { return (soi_memory){host_allocate, host_release, self}; }

#endif
