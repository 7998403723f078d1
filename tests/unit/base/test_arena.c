/* The arena hands out zeroed, aligned pieces that do not overlap, and gives back every byte it took. */
#include "host.h"

static void pieces_are_aligned_zero_and_apart(void **state) {
  (void)state;
  enum { PIECES = 4000 };
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  static unsigned char *pieces[PIECES];
  static size_t sizes[PIECES];
  for (unsigned i = 0; i < PIECES; ++i) {
    /* Mostly small, now and then more than a page, more than a block. */
    sizes[i] = i % 97 == 0 ? 4096 + i * 7 : i % 501 == 0 ? 3000000 : i % 61;
    pieces[i] = soi_arena_allocate(&arena, sizes[i]);
    assert_non_null(pieces[i]);
    assert_int_equal((uintptr_t)pieces[i] % (sizes[i] >= 4096 ? 64 : 16), 0);
    for (size_t at = 0; at < sizes[i]; ++at) { assert_int_equal(pieces[i][at], 0); }
    memset(pieces[i], (int)(i % 255 + 1), sizes[i]);
  }
  /* An overlap would have been written over. */
  for (unsigned i = 0; i < PIECES; ++i) {
    for (size_t at = 0; at < sizes[i]; ++at) { assert_int_equal(pieces[i][at], i % 255 + 1); }
  }
  assert_int_equal(arena.taken, memory.bytes);
  assert_true(arena.used <= arena.taken);
  soi_arena_release(&arena);
  assert_int_equal(memory.blocks, 0);
  assert_int_equal(memory.bytes, 0);
}

static void nothing_is_taken_before_the_first_use(void **state) {
  (void)state;
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  assert_int_equal(memory.requests, 0);
  soi_arena_release(&arena);
  assert_int_equal(memory.requests, 0);
}

static void a_released_arena_is_as_new(void **state) {
  (void)state;
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  memset(soi_arena_allocate(&arena, 1000), 0xff, 1000);
  soi_arena_release(&arena);
  assert_int_equal(arena.used, 0);
  assert_int_equal(arena.taken, 0);
  const unsigned char *const piece = soi_arena_allocate(&arena, 1000);
  for (unsigned i = 0; i < 1000; ++i) { assert_int_equal(piece[i], 0); }
  soi_arena_release(&arena);
  assert_int_equal(memory.blocks, 0);
}

static void many_small_pieces_take_few_blocks(void **state) {
  (void)state;
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  for (unsigned i = 0; i < 100000; ++i) { soi_arena_allocate(&arena, 32); }
  /* A large piece must not waste the room left in the newest block. */
  const size_t before = memory.requests;
  soi_arena_allocate(&arena, 5000000);
  soi_arena_allocate(&arena, 32);
  assert_true(before < 20);
  assert_int_equal(memory.requests, before + 1);
  assert_int_equal(arena.used, 100001 * 32 + 5000000);
  soi_arena_release(&arena);
}

static void pieces_of_no_bytes_differ(void **state) {
  (void)state;
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  const void *const a = soi_arena_allocate(&arena, 0);
  const void *const b = soi_arena_allocate(&arena, 0);
  assert_non_null(a);
  assert_ptr_not_equal(a, b);
  soi_arena_release(&arena);
}

static void mistakes_assert(void **state) {
  (void)state;
  host memory = {.refuses = true};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  expect_assert_failure(soi_arena_allocate(&arena, 8));
  expect_assert_failure(soi_arena_allocate(&arena, SIZE_MAX));
  soi_arena without = soi_arena_make((soi_memory){0});
  expect_assert_failure(soi_arena_allocate(&without, 8));
}

static void the_version_is_the_headers(void **state) {
  (void)state;
  char expected[32];
  snprintf(expected, sizeof expected, "%d.%d.%d", SOI_VERSION_MAJOR, SOI_VERSION_MINOR, SOI_VERSION_PATCH);
  assert_string_equal(soi_version(), expected);
  assert_string_equal(SOI_VERSION, expected);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_are_aligned_zero_and_apart), cmocka_unit_test(nothing_is_taken_before_the_first_use),
      cmocka_unit_test(a_released_arena_is_as_new),        cmocka_unit_test(many_small_pieces_take_few_blocks),
      cmocka_unit_test(pieces_of_no_bytes_differ),         cmocka_unit_test(mistakes_assert),
      cmocka_unit_test(the_version_is_the_headers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
