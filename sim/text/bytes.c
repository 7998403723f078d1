/* Putting and taking numbers byte by byte, so that the machine's own order does not matter. */
#include "bytes.h"

#include <string.h>

#include "text.h"

enum { LEAST_CAPACITY = 4096, VARINT_MOST = 5 };

soi_bytes soi_bytes_make(soi_memory memory) { return (soi_bytes){.memory = memory}; }

unsigned char *soi_bytes_reserve(soi_bytes *bytes, size_t more) {
  if (bytes->capacity - bytes->count < more) {
    size_t capacity = bytes->capacity < LEAST_CAPACITY ? LEAST_CAPACITY : bytes->capacity;
    while (capacity - bytes->count < more) { capacity *= 2; }
    unsigned char *const grown = bytes->memory.allocate(bytes->memory.context, capacity);
    SOI_ASSERT(grown != NULL);
    if (bytes->count > 0) { memcpy(grown, bytes->data, bytes->count); }
    const size_t count = bytes->count;
    soi_bytes_release(bytes);
    bytes->data = grown;
    bytes->count = count;
    bytes->capacity = capacity;
  }
  return bytes->data + bytes->count;
}

void soi_bytes_put(soi_bytes *bytes, const void *data, size_t count) {
  if (count == 0) { return; }
  memcpy(soi_bytes_reserve(bytes, count), data, count);
  bytes->count += count;
}

static void store(unsigned char *at, uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i) { at[i] = (unsigned char)(value >> (8 * i)); }
}

static void put_number(soi_bytes *bytes, uint64_t value, unsigned size) {
  store(soi_bytes_reserve(bytes, size), value, size);
  bytes->count += size;
}

void soi_bytes_u8(soi_bytes *bytes, uint8_t value) { put_number(bytes, value, 1); }
void soi_bytes_u16(soi_bytes *bytes, uint16_t value) { put_number(bytes, value, 2); }
void soi_bytes_u32(soi_bytes *bytes, uint32_t value) { put_number(bytes, value, 4); }
void soi_bytes_u64(soi_bytes *bytes, uint64_t value) { put_number(bytes, value, 8); }

void soi_bytes_double(soi_bytes *bytes, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  put_number(bytes, bits, 8);
}

void soi_bytes_text(soi_bytes *bytes, const char *text) {
  const size_t length = soi_text_length(text);
  soi_bytes_u32(bytes, (uint32_t)length);
  soi_bytes_put(bytes, text, length);
}

void soi_bytes_patch_u32(soi_bytes *bytes, size_t offset, uint32_t value) { store(bytes->data + offset, value, 4); }
void soi_bytes_patch_u64(soi_bytes *bytes, size_t offset, uint64_t value) { store(bytes->data + offset, value, 8); }

void soi_bytes_release(soi_bytes *bytes) {
  if (bytes->data != NULL) { bytes->memory.release(bytes->memory.context, bytes->data, bytes->capacity); }
  *bytes = soi_bytes_make(bytes->memory);
}

const unsigned char *soi_cursor_take(soi_cursor *cursor, uint64_t count) {
  if (count > soi_cursor_left(cursor)) {
    cursor->failed = true;
    cursor->at = cursor->end;
    return NULL;
  }
  const unsigned char *const taken = cursor->at;
  if (count > 0) { cursor->at += count; }
  return taken;
}

static uint64_t take_number(soi_cursor *cursor, unsigned size) {
  const unsigned char *const at = soi_cursor_take(cursor, size);
  uint64_t value = 0;
  for (unsigned i = 0; at != NULL && i < size; ++i) { value |= (uint64_t)at[i] << (8 * i); }
  return value;
}

uint8_t soi_cursor_u8(soi_cursor *cursor) { return (uint8_t)take_number(cursor, 1); }
uint16_t soi_cursor_u16(soi_cursor *cursor) { return (uint16_t)take_number(cursor, 2); }
uint32_t soi_cursor_u32(soi_cursor *cursor) { return (uint32_t)take_number(cursor, 4); }
uint64_t soi_cursor_u64(soi_cursor *cursor) { return take_number(cursor, 8); }

double soi_cursor_double(soi_cursor *cursor) {
  const uint64_t bits = take_number(cursor, 8);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

uint32_t soi_cursor_varint(soi_cursor *cursor) {
  uint32_t value = 0;
  for (unsigned i = 0; i < VARINT_MOST; ++i) {
    const uint8_t byte = soi_cursor_u8(cursor);
    value |= (uint32_t)(byte & 0x7fu) << (7 * i);
    if ((byte & 0x80u) == 0) { return value; }
  }
  cursor->failed = true;
  return 0;
}

soi_cursor soi_cursor_part(soi_cursor *cursor, uint64_t count) {
  const unsigned char *const at = soi_cursor_take(cursor, count);
  soi_cursor part = soi_cursor_make(at, at == NULL ? 0 : (size_t)count);
  part.failed = at == NULL && cursor->failed;
  return part;
}

soi_cursor soi_cursor_block(soi_cursor *cursor) {
  const uint32_t count = soi_cursor_u32(cursor);
  return soi_cursor_part(cursor, count);
}
