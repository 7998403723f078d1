/* Errors come out in the order of their places, equals in the order they were found, exact repeats once. */
#include "host.h"
#include "random.h"

static soi_mark place(uint32_t file, uint32_t line, uint32_t column) { return (soi_mark){file, line, column}; }

static void errors_are_sorted_and_said_once(void **state) {
  (void)state;
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  soi_errors errors = {.arena = &arena};
  soi_error_add(&errors, place(2, 1, 1), "other file");
  soi_error_add(&errors, place(1, 9, 4), "late %s", "line");
  soi_error_add(&errors, place(1, 3, 8), "second");
  soi_error_add(&errors, place(1, 3, 8), "first");
  soi_error_add(&errors, place(1, 3, 8), "second");
  soi_error_add(&errors, place(1, 3, 2), "column %d", 2);
  soi_error_add(&errors, place(2, 1, 1), "other file");
  soi_error_add(&errors, place(0, 0, 0), "no place: %g m", 2.5);
  soi_errors_sort(&errors);
  const char *const expected[] = {"no place: 2.5 m", "column 2", "second", "first", "late line", "other file"};
  assert_int_equal(errors.count, 6);
  for (unsigned i = 0; i < 6; ++i) { assert_string_equal(errors.items[i].message, expected[i]); }
  soi_arena_release(&arena);
}

static void few_errors_sort_too(void **state) {
  (void)state;
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  soi_errors errors = {.arena = &arena};
  soi_errors_sort(&errors);
  assert_int_equal(errors.count, 0);
  soi_error_add(&errors, place(1, 2, 3), "alone");
  soi_errors_sort(&errors);
  assert_int_equal(errors.count, 1);
  assert_int_equal(errors.items[0].mark.column, 3);
  soi_arena_release(&arena);
}

static void many_errors_stay_stable(void **state) {
  (void)state;
  const uint64_t seed = 20240117;
  print_message("seed %llu\n", (unsigned long long)seed);
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  for (uint32_t count = 1; count < 600; count += 37) {
    soi_errors errors = {.arena = &arena};
    for (uint32_t i = 0; i < count; ++i) {
      const uint64_t bits = soi_random_bits(seed, SOI_DRAW_TEST, i, count, 0);
      soi_error_add(&errors, place((uint32_t)(bits % 2), (uint32_t)(bits / 2 % 5), (uint32_t)(bits / 16 % 5)), "%u", i);
    }
    soi_errors_sort(&errors);
    assert_int_equal(errors.count, count);
    for (uint32_t i = 1; i < count; ++i) {
      const soi_error *const a = &errors.items[i - 1], *const b = &errors.items[i];
      const uint64_t before = (uint64_t)a->mark.file << 32 | a->mark.line << 16 | a->mark.column;
      const uint64_t after = (uint64_t)b->mark.file << 32 | b->mark.line << 16 | b->mark.column;
      assert_true(before <= after);
      assert_true(before < after || atoi(a->message) < atoi(b->message));
    }
  }
  soi_arena_release(&arena);
}

static void a_list_without_an_arena_asserts(void **state) {
  (void)state;
  soi_errors errors = {0};
  expect_assert_failure(soi_error_add(&errors, place(1, 1, 1), "x"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(errors_are_sorted_and_said_once),
      cmocka_unit_test(few_errors_sort_too),
      cmocka_unit_test(many_errors_stay_stable),
      cmocka_unit_test(a_list_without_an_arena_asserts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
