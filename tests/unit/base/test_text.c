/* Formatting against snprintf, and the words near a misspelt one. */
#include "text.h"

#include <float.h>
#include <limits.h>
#include <math.h>

#include "host.h"
#include "random.h"

/* Both must give the same characters and the same length. */
#define CHECK(...) \
  do { \
    char ours[512], theirs[512]; \
    const size_t length = soi_text_print(ours, sizeof ours, __VA_ARGS__); \
    const int expected = snprintf(theirs, sizeof theirs, __VA_ARGS__); \
    assert_string_equal(ours, theirs); \
    assert_int_equal(length, expected); \
  } while (0)

static void words_and_whole_numbers_are_printfs(void **state) {
  (void)state;
  CHECK("plain");
  CHECK("%s|%s|%c|%%", "one", "", 'c');
  CHECK("%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
  CHECK("%u %u %x %x", 0u, UINT_MAX, 0u, 0xdeadbeefu);
  CHECK("%ld %lu", LONG_MIN, ULONG_MAX);
  CHECK("%lld %lld %llu %llx", LLONG_MIN, LLONG_MAX, ULLONG_MAX, ULLONG_MAX);
  CHECK("%zu %zd", SIZE_MAX, (ptrdiff_t)-5);
  CHECK("%02d:%02d:%05d:%03d:%016llx", 7, 5, -42, 12345, 0x1234abcdull);
}

static void reals_are_printfs(double value) {
  CHECK("%g %f", value, value);
  CHECK("%.0f %.1f %.3f %.17f", value, value, value, value);
  CHECK("%.0g %.1g %.9g %.17g", value, value, value, value);
}

static void chosen_reals_are_printfs(void **state) {
  (void)state;
  const double values[] = {
      0.0,
      1.0,
      0.5,
      0.1,
      2.5,
      3.5,
      0.25,
      0.125,
      1e5,
      123456.0,
      999999.0,
      999999.5,
      1e6,
      1234567.0,
      0.0001,
      0.00001,
      9.9999995,
      0.00012345678,
      5.27777777777,
      1e15,
      1e21,
      1e22,
      1e23,
      1e100,
      DBL_MAX,
      DBL_MIN,
      DBL_TRUE_MIN,
      DBL_EPSILON,
      0.95,
      0.05,
      0.005,
      99.995,
      0.5000000000000001,
      0.49999999999999994,
      4503599627370497.5,
      INFINITY,
  };
  for (unsigned i = 0; i < sizeof values / sizeof values[0]; ++i) {
    reals_are_printfs(values[i]);
    reals_are_printfs(-values[i]);
  }
  /* Sign of nan is the one thing that differs. */
  char text[8];
  soi_text_print(text, sizeof text, "%g", -(double)NAN);
  assert_string_equal(text, "nan");
}

static void random_reals_are_printfs(void **state) {
  (void)state;
  const uint64_t seed = 31;
  print_message("seed %llu\n", (unsigned long long)seed);
  for (uint64_t i = 0; i < 20000; ++i) {
    const uint64_t bits = soi_random_bits(seed, SOI_DRAW_TEST, i, 0, 0);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (isfinite(value)) { reals_are_printfs(value); }
    /* Short decimals and their halves are what people write. */
    reals_are_printfs((double)(bits % 2000000) / 1000.0 - 1000.0);
    reals_are_printfs((double)(bits % 4096) / 64.0);
  }
}

static void a_short_buffer_is_ended(void **state) {
  (void)state;
  char buffer[6] = "#####";
  assert_int_equal(soi_text_print(buffer, 4, "%s", "longer"), 6);
  assert_string_equal(buffer, "lon");
  assert_int_equal(buffer[4], '#');
  assert_int_equal(soi_text_print(NULL, 0, "%d", 1234), 4);
  assert_int_equal(soi_text_print(buffer, 1, "x"), 1);
  assert_string_equal(buffer, "");
}

static void text_goes_into_an_arena(void **state) {
  (void)state;
  host memory = {0};
  soi_arena arena = soi_arena_make(host_memory(&memory));
  const char *const volatile nothing = NULL; /* volatile, or the compiler warns as printf could not take it */
  assert_string_equal(soi_text_format(&arena, "%s %u of %g m, %s", "stop", 3u, 2.5, nothing), "stop 3 of 2.5 m, (null)");
  assert_string_equal(soi_text_format(&arena, "%s", ""), "");
  assert_string_equal(soi_text_copy(&arena, "shuttle", 4), "shut");
  assert_string_equal(soi_text_copy(&arena, NULL, 0), "");
  soi_arena_release(&arena);
  assert_int_equal(memory.blocks, 0);
}

/* Prints by a format the compiler cannot check, which would refuse the mistakes below. */
static void print_by(const char *format) {
  char buffer[8];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  soi_text_print(buffer, sizeof buffer, format, 1);
#pragma GCC diagnostic pop
}

static void unknown_directives_assert(void **state) {
  (void)state;
  expect_assert_failure(print_by("%"));
  expect_assert_failure(print_by("%5d"));
  expect_assert_failure(print_by("%p"));
  expect_assert_failure(print_by("%-3d"));
  expect_assert_failure(print_by("%."));
  expect_assert_failure(print_by("%0999d"));
  print_by("%d");
}

static void texts_compare_by_bytes(void **state) {
  (void)state;
  assert_true(soi_text_equal("a", "a"));
  assert_false(soi_text_equal("a", "ab"));
  assert_true(soi_text_equal(NULL, NULL));
  assert_false(soi_text_equal(NULL, ""));
  assert_false(soi_text_equal("", NULL));
  assert_true(soi_text_compare("a", "b") < 0);
  assert_true(soi_text_compare("ab", "a") > 0);
  assert_true(soi_text_compare("z", "\xe0") < 0);
  assert_int_equal(soi_text_compare("", ""), 0);
  assert_int_equal(soi_text_length("four"), 4);
}

static void distances_are_known(void **state) {
  (void)state;
  assert_int_equal(soi_text_distance("", ""), 0);
  assert_int_equal(soi_text_distance("", "abc"), 3);
  assert_int_equal(soi_text_distance("abc", ""), 3);
  assert_int_equal(soi_text_distance("kitten", "sitting"), 3);
  assert_int_equal(soi_text_distance("speed_limit", "speed_limit"), 0);
  assert_int_equal(soi_text_distance("lenght", "length"), 1);
  /* The optimal string alignment edits no part twice, or this were 2. */
  assert_int_equal(soi_text_distance("ca", "abc"), 3);
  /* Past 64 bytes nothing counts. */
  char a[81] = {0}, b[81] = {0};
  memset(a, 'a', 80);
  memset(b, 'a', 64);
  assert_int_equal(soi_text_distance(a, b), 0);
}

static void the_nearest_word_is_near(void **state) {
  (void)state;
  const char *const keys[] = {"speed", NULL, "stops", "stop", "headway", "x", "y"};
  const unsigned count = sizeof keys / sizeof keys[0];
  assert_string_equal(soi_text_nearest("sped", keys, count), "speed");
  assert_string_equal(soi_text_nearest("spede", keys, count), "speed");
  assert_string_equal(soi_text_nearest("haedwya", keys, count), "headway");
  assert_string_equal(soi_text_nearest("stop", keys, count), "stop");
  assert_string_equal(soi_text_nearest("stopp", keys, count), "stops");
  assert_null(soi_text_nearest("wheels", keys, count));
  assert_null(soi_text_nearest("z", keys, count));
  assert_null(soi_text_nearest("speed", keys, 0));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_and_whole_numbers_are_printfs),
      cmocka_unit_test(chosen_reals_are_printfs),
      cmocka_unit_test(random_reals_are_printfs),
      cmocka_unit_test(a_short_buffer_is_ended),
      cmocka_unit_test(text_goes_into_an_arena),
      cmocka_unit_test(unknown_directives_assert),
      cmocka_unit_test(texts_compare_by_bytes),
      cmocka_unit_test(distances_are_known),
      cmocka_unit_test(the_nearest_word_is_near),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
