/* Random numbers without state. The round function and its constants are those of Philox 4x32-10 (Salmon, Moraes, Dror and
 * Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011); how a draw's name becomes key and counter is ours. */
#include "random.h"

#include "fmath.h"

static const uint32_t MULTIPLIER[2] = {0xd2511f53u, 0xcd9e8d57u};
static const uint32_t KEY_STEP[2] = {0x9e3779b9u, 0xbb67ae85u};
enum { ROUNDS = 10 };

void soi_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < ROUNDS; ++round) {
    const uint64_t even = (uint64_t)MULTIPLIER[0] * c0;
    const uint64_t odd = (uint64_t)MULTIPLIER[1] * c2;
    c0 = (uint32_t)(odd >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)odd;
    c2 = (uint32_t)(even >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)even;
    k0 += KEY_STEP[0];
    k1 += KEY_STEP[1];
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/* A mapping of 64 bits onto themselves without fixed pattern; one to one, so distinct stay distinct. */
static uint64_t scramble(uint64_t value) {
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93ull;
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93ull;
  return value ^ (value >> 32);
}

/* The block of a draw. Purpose and n go into the key, entity and tick are the counter: within a seed no two draws share a
 * block, and two seeds give unrelated keys. */
static void draw_block(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n, uint32_t out[4]) {
  const uint64_t use = (uint64_t)purpose << 32 | n;
  const uint64_t name = scramble(scramble(seed + 0x9e3779b97f4a7c15ull) + use);
  const uint32_t key[2] = {(uint32_t)name, (uint32_t)(name >> 32)};
  const uint32_t counter[4] = {(uint32_t)entity, (uint32_t)(entity >> 32), (uint32_t)tick, (uint32_t)(tick >> 32)};
  soi_philox(counter, key, out);
}

/* Uniform in [0, 1): the upper 53 of 64 bits. */
static double unit(uint32_t low, uint32_t high) { return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53; }

uint64_t soi_random_bits(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n) {
  uint32_t out[4];
  draw_block(seed, purpose, entity, tick, n, out);
  return (uint64_t)out[1] << 32 | out[0];
}

double soi_random(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n) {
  uint32_t out[4];
  draw_block(seed, purpose, entity, tick, n, out);
  return unit(out[0], out[1]);
}

double soi_random_normal(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n) {
  uint32_t out[4];
  draw_block(seed, purpose, entity, tick, n, out);
  /* One minus the draw is never zero, so the logarithm is finite. */
  const double radius = soi_sqrt(-2.0 * soi_log(1.0 - unit(out[0], out[1])));
  return radius * soi_cos(2.0 * SOI_PI * unit(out[2], out[3]));
}

double soi_random_exponential(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n) {
  return -soi_log(1.0 - soi_random(seed, purpose, entity, tick, n));
}
