/* Columns, not rows: fields that rest compress to nothing, and those that change each step stand together. */
#include "trail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "terminal.h"

const soi_field *trail_field(uint32_t i) {
  for (uint32_t k = 0;; ++k) {
    const soi_field *const field = soi_world_field(k);
    if (field == NULL || (!field->scratch && i-- == 0)) { return field; }
  }
}

static tool_trail make(uint32_t count, soi_tick ticks) {
  tool_trail trail = {.count = count, .ticks = ticks};
  trail.fields = terminal_grow(NULL, (count + 1) * sizeof *trail.fields);
  trail.marks = terminal_grow(NULL, (size_t)count * ticks + 1);
  memset(trail.marks, 0, (size_t)count * ticks);
  return trail;
}

tool_trail trail_make(soi_tick ticks) {
  uint32_t count = 0;
  while (trail_field(count) != NULL) { ++count; }
  tool_trail trail = make(count, ticks);
  for (uint32_t i = 0; i < count; ++i) { trail.fields[i] = trail_field(i); }
  return trail;
}

void trail_release(tool_trail *trail) {
  free(trail->fields);
  free(trail->marks);
  *trail = (tool_trail){0};
}

static unsigned char mark_of(const soi_world *world, const soi_field *field) {
  return (unsigned char)(soi_world_field_hash(world, field) >> 56);
}

void trail_note(tool_trail *trail, const soi_world *world) {
  const soi_tick tick = *world->tick;
  for (uint32_t i = 0; tick > 0 && tick <= trail->ticks && i < trail->count; ++i) {
    trail->marks[i * trail->ticks + tick - 1] = mark_of(world, trail->fields[i]);
  }
}

/* --- text --------------------------------------------------------------------------------------------------------------- */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Base64 (RFC 4648), three bytes to four digits. */
static char *encode(const unsigned char *bytes, size_t count) {
  char *const text = terminal_grow(NULL, (count + 2) / 3 * 4 + 1), *at = text;
  for (size_t i = 0; i < count; i += 3) {
    const uint32_t word =
        (uint32_t)bytes[i] << 16 | (i + 1 < count ? (uint32_t)bytes[i + 1] << 8 : 0) | (i + 2 < count ? (uint32_t)bytes[i + 2] : 0);
    for (size_t k = 0; k < 4; ++k) { *at++ = i + k > count ? '=' : digits[word >> (18 - 6 * k) & 63]; }
  }
  *at = '\0';
  return text;
}

/* Into room for three quarters of the text. Returns how many bytes there are, 0 when it is no base64. */
static size_t decode(const char *text, unsigned char *bytes) {
  size_t count = 0;
  uint32_t word = 0, held = 0;
  for (; *text != '\0' && *text != '='; ++text) {
    const char *const digit = strchr(digits, *text);
    if (digit == NULL) { return 0; }
    word = word << 6 | (uint32_t)(digit - digits);
    held += 6;
    if (held >= 8) { bytes[count++] = (unsigned char)(word >> (held -= 8)); }
  }
  return count;
}

char *trail_text(const tool_trail *trail) {
  const size_t size = (size_t)trail->count * trail->ticks, room = ZSTD_compressBound(size);
  unsigned char *const packed = terminal_grow(NULL, room);
  const size_t count = ZSTD_compress(packed, room, trail->marks, size, 3);
  char *const text = ZSTD_isError(count) ? terminal_copy("") : encode(packed, count);
  free(packed);
  return text;
}

bool trail_read(tool_trail *trail, const char *const *names, uint32_t count, soi_tick ticks, const char *text) {
  unsigned char *const packed = terminal_grow(NULL, strlen(text) + 1);
  const size_t size = decode(text, packed), whole = (size_t)count * ticks;
  /* Before room is made for what it claims to hold. */
  bool good = size > 0 && ticks < UINT32_MAX && ZSTD_getFrameContentSize(packed, size) == whole;
  *trail = (tool_trail){0};
  if (good) {
    *trail = make(count, ticks);
    good = ZSTD_decompress(trail->marks, whole, packed, size) == whole;
  }
  for (uint32_t i = 0; good && i < count; ++i) {
    trail->fields[i] = NULL;
    for (uint32_t k = 0; trail->fields[i] == NULL && trail_field(k) != NULL; ++k) {
      if (strcmp(trail_field(k)->name, names[i]) == 0) { trail->fields[i] = trail_field(k); }
    }
  }
  free(packed);
  return good;
}

/* --- parting ------------------------------------------------------------------------------------------------------------ */

/* Place in the step of the phase that its row names first. */
static uint32_t order_of(const soi_field *field) {
  uint32_t i = 0;
  while (i < SOI_PHASE_COUNT && strncmp(field->phase, soi_phase_name(i), strlen(soi_phase_name(i))) != 0) { ++i; }
  return i;
}

bool trail_parts(const tool_trail *trail, const soi_world *world, trail_parting *parting) {
  const soi_tick tick = *world->tick;
  uint32_t first = UINT32_MAX, met = 0;
  size_t length = 0;
  for (uint32_t i = 0; tick > 0 && tick <= trail->ticks && i < trail->count; ++i) {
    const soi_field *const field = trail->fields[i];
    if (field == NULL || trail->marks[i * trail->ticks + tick - 1] == mark_of(world, field)) { continue; }
    if (order_of(field) < first) {
      first = order_of(field);
      *parting = (trail_parting){.phase = soi_phase_name(first)};
      met = 0, length = 0;
    }
    if (order_of(field) == first && met++ < 3) {
      length += (size_t)snprintf(parting->fields + length, sizeof parting->fields - length, "%s%s", met > 1 ? ", " : "", field->name);
    }
  }
  if (met > 3) { snprintf(parting->fields + length, sizeof parting->fields - length, " and %u more", met - 3); }
  return met > 0;
}
