/* Counter-based random numbers (Philox 4x32-10; Salmon et al. 2011): a draw is a function of seed, purpose, entity, tick and n.
 * Nothing has state, so nothing depends on the order of draws. */
#ifndef SOI_RANDOM_H
#define SOI_RANDOM_H

#include <stdint.h>

/* What a draw is for: one row for each use, so that two uses never share a number. */
typedef enum soi_purpose {
  SOI_DRAW_VEHICLE_BIRTH = 1,
  SOI_DRAW_VEHICLE_TRAIT,
  SOI_DRAW_VEHICLE_RULE,
  SOI_DRAW_PERSON_BIRTH,
  SOI_DRAW_PERSON_TRAIT,
  SOI_DRAW_PERSON_CHOICE,
  SOI_DRAW_PERSON_CROSSING,
  SOI_DRAW_SENSOR,
  SOI_DRAW_SERVICE,
  SOI_DRAW_INCIDENT,
  SOI_DRAW_TEST,
} soi_purpose;

/* The raw block of Philox 4x32-10: out[4] = f(counter[4], key[2]). */
void soi_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* 64 random bits. */
uint64_t soi_random_bits(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n);
/* Uniform in [0, 1) with 53 bits. */
double soi_random(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n);
/* Normal with mean 0 and deviation 1 (Box-Muller). */
double soi_random_normal(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n);
/* Exponential with mean 1. */
double soi_random_exponential(uint64_t seed, soi_purpose purpose, uint64_t entity, uint64_t tick, uint32_t n);

#endif
