/* Bytes as files hold them, little-endian: a buffer to put them into, and a cursor that takes them out and never past the end. */
#ifndef SOI_BYTES_H
#define SOI_BYTES_H

#include <soi/base.h>

/* A growing buffer. Asserts when the host has no more memory. */
typedef struct soi_bytes {
  unsigned char *data;
  size_t count, capacity;
  soi_memory memory;
} soi_bytes;

soi_bytes soi_bytes_make(soi_memory memory);
/* Room for so many bytes more; returns where they go. */
unsigned char *soi_bytes_reserve(soi_bytes *bytes, size_t more);
void soi_bytes_put(soi_bytes *bytes, const void *data, size_t count);
void soi_bytes_u8(soi_bytes *bytes, uint8_t value);
void soi_bytes_u16(soi_bytes *bytes, uint16_t value);
void soi_bytes_u32(soi_bytes *bytes, uint32_t value);
void soi_bytes_u64(soi_bytes *bytes, uint64_t value);
void soi_bytes_double(soi_bytes *bytes, double value);
/* Length in 32 bits, then the text. */
void soi_bytes_text(soi_bytes *bytes, const char *text);
/* Overwrites what was put at an offset before. */
void soi_bytes_patch_u32(soi_bytes *bytes, size_t offset, uint32_t value);
void soi_bytes_patch_u64(soi_bytes *bytes, size_t offset, uint64_t value);
void soi_bytes_release(soi_bytes *bytes);

/* What is left to read. Past the end it gives zeros and remembers that it failed. */
typedef struct soi_cursor {
  const unsigned char *at, *end;
  bool failed;
} soi_cursor;

static inline soi_cursor soi_cursor_make(const void *data, size_t count) {
  const unsigned char *const at = data;
  return (soi_cursor){at, at == NULL ? at : at + count, false};
}
static inline size_t soi_cursor_left(const soi_cursor *cursor) { return (size_t)(cursor->end - cursor->at); }
/* The next count bytes, null when there are fewer. */
const unsigned char *soi_cursor_take(soi_cursor *cursor, uint64_t count);
uint8_t soi_cursor_u8(soi_cursor *cursor);
uint16_t soi_cursor_u16(soi_cursor *cursor);
uint32_t soi_cursor_u32(soi_cursor *cursor);
uint64_t soi_cursor_u64(soi_cursor *cursor);
double soi_cursor_double(soi_cursor *cursor);
/* Seven bits a byte, the least first; at most five bytes. */
uint32_t soi_cursor_varint(soi_cursor *cursor);
/* A part with a cursor of its own: the next count bytes. */
soi_cursor soi_cursor_part(soi_cursor *cursor, uint64_t count);
/* A length in 32 bits and as many bytes. */
soi_cursor soi_cursor_block(soi_cursor *cursor);

#endif
