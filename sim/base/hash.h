/* A 64-bit hash of plain bytes, the same on every machine (little-endian words), not for secrets. */
#ifndef SOI_HASH_H
#define SOI_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SOI_HASH_SEED 0x736f692d68617368ull

/* Folds bytes into the hash so far; start from SOI_HASH_SEED. Length is part of the hash. */
uint64_t soi_hash_bytes(uint64_t hash, const void *bytes, size_t count);
uint64_t soi_hash_u64(uint64_t hash, uint64_t value);
uint64_t soi_hash_text(uint64_t hash, const char *text);

#endif
