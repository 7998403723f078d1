/* The hash spreads every bit, knows lengths and order, and never changes: golden values elsewhere rest on the pins here. */
#include "hash.h"
#include "host.h"
#include "random.h"

static unsigned ones(uint64_t bits) {
  unsigned count = 0;
  for (; bits != 0; bits &= bits - 1) { ++count; }
  return count;
}

/* Flips each bit of many inputs; every bit of the result must then flip about every other time. */
static void check_avalanche(size_t count) {
  enum { INPUTS = 64 };
  unsigned flips[64] = {0};
  unsigned trials = 0;
  for (uint64_t input = 0; input < INPUTS; ++input) {
    unsigned char bytes[80];
    for (size_t i = 0; i < sizeof bytes; ++i) { bytes[i] = (unsigned char)soi_random_bits(7, SOI_DRAW_TEST, input, i, 0); }
    const uint64_t plain = soi_hash_bytes(SOI_HASH_SEED, bytes, count);
    for (size_t bit = 0; bit < count * 8; ++bit, ++trials) {
      bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
      const uint64_t changed = plain ^ soi_hash_bytes(SOI_HASH_SEED, bytes, count);
      bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
      assert_in_range(ones(changed), 6, 58);
      for (unsigned i = 0; i < 64; ++i) { flips[i] += (unsigned)(changed >> i & 1); }
    }
  }
  /* Five deviations of a fair coin. */
  for (unsigned i = 0; i < 64; ++i) {
    const double off = (double)flips[i] - 0.5 * trials;
    if (off * off > 25.0 * 0.25 * trials) { fail_msg("%zu bytes: bit %u flipped %u times of %u", count, i, flips[i], trials); }
  }
}

static void every_bit_reaches_every_bit(void **state) {
  (void)state;
  const size_t counts[] = {1, 3, 8, 13, 31, 32, 33, 64, 75};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; ++i) { check_avalanche(counts[i]); }
}

static void length_and_order_count(void **state) {
  (void)state;
  static const unsigned char zeros[200];
  uint64_t seen[200];
  for (size_t count = 0; count < 200; ++count) {
    seen[count] = soi_hash_bytes(SOI_HASH_SEED, zeros, count);
    for (size_t i = 0; i < count; ++i) { assert_true(seen[i] != seen[count]); }
  }
  assert_true(soi_hash_text(soi_hash_text(SOI_HASH_SEED, "ab"), "c") != soi_hash_text(soi_hash_text(SOI_HASH_SEED, "a"), "bc"));
  assert_true(soi_hash_u64(soi_hash_u64(SOI_HASH_SEED, 1), 2) != soi_hash_u64(soi_hash_u64(SOI_HASH_SEED, 2), 1));
  assert_true(soi_hash_text(SOI_HASH_SEED, NULL) != soi_hash_text(SOI_HASH_SEED, ""));
  assert_true(soi_hash_text(SOI_HASH_SEED, "text") == soi_hash_bytes(SOI_HASH_SEED, "text", 4));
}

static int compare_words(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* Neighbouring inputs are what a world is made of; among 2^17 of them 64 bits have no collision. */
static void counters_do_not_collide(void **state) {
  (void)state;
  enum { COUNT = 1 << 17 };
  uint64_t *const words = malloc(sizeof(uint64_t) * COUNT);
  assert_non_null(words);
  for (uint64_t i = 0; i < COUNT; ++i) { words[i] = soi_hash_u64(soi_hash_u64(SOI_HASH_SEED, i >> 8), (i & 255) << 56); }
  qsort(words, COUNT, sizeof(uint64_t), compare_words);
  for (unsigned i = 1; i < COUNT; ++i) { assert_true(words[i - 1] != words[i]); }
  free(words);
}

static void alignment_does_not_count(void **state) {
  (void)state;
  unsigned char bytes[128];
  for (unsigned shift = 0; shift < 9; ++shift) {
    for (unsigned i = 0; i < 100; ++i) { bytes[shift + i] = (unsigned char)(i * 7); }
    assert_int_equal(soi_hash_bytes(1, bytes + shift, 100), 0x0fa0c63f070cfce8ull);
  }
}

static void values_are_pinned(void **state) {
  (void)state;
  assert_int_equal(soi_hash_bytes(SOI_HASH_SEED, NULL, 0), 0x940bf436cd814e9aull);
  assert_int_equal(soi_hash_u64(SOI_HASH_SEED, 1), 0xc347d81f8b64a55aull);
  assert_int_equal(soi_hash_text(SOI_HASH_SEED, "soi"), 0x96ea085a859fa647ull);
  const char *const longer = "a side street off a main road, too narrow for two buses";
  assert_int_equal(soi_hash_text(SOI_HASH_SEED, longer), 0x6861336c79a4cf47ull);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_bit_reaches_every_bit), cmocka_unit_test(length_and_order_count), cmocka_unit_test(counters_do_not_collide),
      cmocka_unit_test(alignment_does_not_count),    cmocka_unit_test(values_are_pinned),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
