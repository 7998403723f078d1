/* Philox against its published vectors; the moments and the independence of the draws made from it. */
#include <math.h>

#include "host.h"
#include "random.h"

enum { DRAWS = 200000 };

static void philox_matches_its_vectors(void **state) {
  (void)state;
  static const struct {
    uint32_t counter[4], key[2], out[4];
  } vectors[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}, {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (unsigned i = 0; i < 3; ++i) {
    uint32_t out[4];
    soi_philox(vectors[i].counter, vectors[i].key, out);
    assert_memory_equal(out, vectors[i].out, sizeof out);
  }
}

/* Fails unless the mean of count draws with this mean and deviation is within five standard errors. */
static void check_mean(const char *what, double sum, double count, double mean, double deviation) {
  const double off = sum / count - mean;
  if (fabs(off) > 5.0 * deviation / sqrt(count)) { fail_msg("%s: mean %.6f, expected %.6f", what, sum / count, mean); }
}

static void uniform_draws_are_uniform(void **state) {
  (void)state;
  double sum = 0.0, squares = 0.0, neighbours = 0.0;
  unsigned bins[16] = {0};
  for (uint64_t i = 0; i < DRAWS; ++i) {
    const double u = soi_random(1, SOI_DRAW_TEST, 3, i, 0);
    assert_true(u >= 0.0 && u < 1.0);
    sum += u;
    squares += u * u;
    neighbours += (u - 0.5) * (soi_random(1, SOI_DRAW_TEST, 3, i + 1, 0) - 0.5);
    ++bins[(unsigned)(u * 16.0)];
  }
  check_mean("u", sum, DRAWS, 0.5, sqrt(1.0 / 12));
  check_mean("u^2", squares, DRAWS, 1.0 / 3, sqrt(4.0 / 45));
  check_mean("neighbours", neighbours, DRAWS, 0.0, 1.0 / 12);
  for (unsigned i = 0; i < 16; ++i) { check_mean("bin", bins[i], DRAWS, 1.0 / 16, sqrt(15.0) / 16); }
}

static void normal_draws_are_normal(void **state) {
  (void)state;
  double powers[5] = {0};
  unsigned beyond_two = 0;
  for (uint64_t i = 0; i < DRAWS; ++i) {
    const double z = soi_random_normal(2, SOI_DRAW_TEST, i, 9, 0);
    assert_true(isfinite(z));
    for (unsigned k = 1; k <= 4; ++k) { powers[k] += pow(z, k); }
    beyond_two += fabs(z) > 2.0;
  }
  check_mean("z", powers[1], DRAWS, 0.0, 1.0);
  check_mean("z^2", powers[2], DRAWS, 1.0, sqrt(2.0));
  check_mean("z^3", powers[3], DRAWS, 0.0, sqrt(15.0));
  check_mean("z^4", powers[4], DRAWS, 3.0, sqrt(96.0));
  check_mean("beyond 2", beyond_two, DRAWS, 0.0455003, 0.2084);
}

static void exponential_draws_are_exponential(void **state) {
  (void)state;
  double sum = 0.0, squares = 0.0;
  for (uint64_t i = 0; i < DRAWS; ++i) {
    const double e = soi_random_exponential(3, SOI_DRAW_TEST, i, 0, 1);
    assert_true(e >= 0.0 && isfinite(e));
    sum += e;
    squares += e * e;
  }
  check_mean("e", sum, DRAWS, 1.0, 1.0);
  check_mean("e^2", squares, DRAWS, 2.0, sqrt(20.0));
}

static int compare_words(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* Each part of a draw's name matters, its upper half included: small names all over never meet. */
static void names_do_not_share_draws(void **state) {
  (void)state;
  uint64_t words[6 * 6 * 6 * 6 * 6];
  const uint64_t numbers[6] = {0, 1, 2, 1ull << 32, 1ull << 33, UINT64_MAX};
  const uint32_t small[6] = {0, 1, 2, 3, 1u << 31, UINT32_MAX};
  unsigned count = 0;
  for (unsigned i = 0; i < 6 * 6 * 6 * 6 * 6; ++i) {
    const soi_purpose purpose = (soi_purpose)(1 + i / 6 % 6);
    words[count++] = soi_random_bits(numbers[i % 6], purpose, numbers[i / 36 % 6], numbers[i / 216 % 6], small[i / 1296]);
  }
  qsort(words, count, sizeof(uint64_t), compare_words);
  for (unsigned i = 1; i < count; ++i) { assert_true(words[i - 1] != words[i]); }
}

static void draws_are_pinned(void **state) {
  (void)state;
  assert_int_equal(soi_random_bits(1, SOI_DRAW_TEST, 2, 3, 4), 0x498ed14cc10465f1ull);
  assert_int_equal(soi_random_bits(0, SOI_DRAW_VEHICLE_BIRTH, 0, 0, 0), 0x32e800cc742d3ec3ull);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(philox_matches_its_vectors), cmocka_unit_test(uniform_draws_are_uniform),
      cmocka_unit_test(normal_draws_are_normal),    cmocka_unit_test(exponential_draws_are_exponential),
      cmocka_unit_test(names_do_not_share_draws),   cmocka_unit_test(draws_are_pinned),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
