/* The 64-bit hash behind world hashes and golden values. Words are read as little-endian, eight bytes at a time, in four
 * lanes that do not wait for each other; the fold is a 64 by 64 bit product whose halves meet, so every bit reaches every bit. */
#include "hash.h"

#include <string.h>

#include "text.h"

__extension__ typedef unsigned __int128 wide;

enum { LANES = 4, WORD = 8, STRIPE = LANES * WORD };

/* Odd numbers with a balanced mix of bits: the fractions of sqrt(2), sqrt(3), sqrt(5), sqrt(7) and sqrt(11), made odd. */
static const uint64_t FACTOR[LANES + 1] = {
    0x6a09e667f3bcc909ull, 0xbb67ae8584caa73bull, 0x3c6ef372fe94f82bull, 0xa54ff53a5f1d36f1ull, 0x510e527fade682d1ull,
};

static uint64_t fold(uint64_t hash, uint64_t word, uint64_t factor) {
  const wide product = (wide)(hash ^ word) * factor;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Two more folds, so that what came last is spread as well as what came first. */
static uint64_t finish(uint64_t hash, uint64_t count) { return fold(fold(hash, count, FACTOR[1]), FACTOR[0], FACTOR[4]); }

static uint64_t word_at(const unsigned char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, WORD);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/* Folds whole stripes in four lanes and joins the lanes in their order. */
static uint64_t fold_stripes(uint64_t hash, const unsigned char *at, size_t stripes) {
  uint64_t lane[LANES];
  for (unsigned i = 0; i < LANES; ++i) { lane[i] = hash ^ FACTOR[(i + 1) % LANES]; }
  for (size_t stripe = 0; stripe < stripes; ++stripe, at += STRIPE) {
    for (unsigned i = 0; i < LANES; ++i) { lane[i] = fold(lane[i], word_at(at + i * WORD), FACTOR[i]); }
  }
  for (unsigned i = 0; i < LANES; ++i) { hash = fold(hash, lane[i], FACTOR[4]); }
  return hash;
}

uint64_t soi_hash_bytes(uint64_t hash, const void *bytes, size_t count) {
  const unsigned char *at = bytes;
  size_t left = count;
  if (left >= STRIPE) {
    hash = fold_stripes(hash, at, left / STRIPE);
    at += left - left % STRIPE;
    left %= STRIPE;
  }
  for (; left >= WORD; left -= WORD, at += WORD) { hash = fold(hash, word_at(at), FACTOR[0]); }
  /* The rest is filled up with zeros; the length tells "a" from "a\0". */
  if (left > 0) {
    unsigned char rest[WORD] = {0};
    memcpy(rest, at, left);
    hash = fold(hash, word_at(rest), FACTOR[2]);
  }
  return finish(hash, count);
}

uint64_t soi_hash_u64(uint64_t hash, uint64_t value) { return finish(fold(hash, value, FACTOR[0]), WORD); }

uint64_t soi_hash_text(uint64_t hash, const char *text) {
  /* No text is not the empty text. */
  return text == NULL ? finish(hash, UINT64_MAX) : soi_hash_bytes(hash, text, soi_text_length(text));
}
