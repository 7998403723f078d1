/* Copies of the changed lines. A line is compared with what the copies before left of it: that costs less than to write all of them where
 * another thread has just read. */
#include "copy.h"

#include <string.h>

#include "manifest.h"

enum {
  LINE = 64,    /* bytes; the world lays each field out from a multiple of it, so no line holds two fields */
  TRUSTED = 30, /* copies for which a field that changed nearly throughout, as places and speeds do, is taken whole and not compared */
};

/* Where a line stands in the state, in lines. */
typedef uint32_t place;

/* A stretch of the state: a field in the rows that are used. */
typedef struct stretch {
  size_t offset; /* bytes */
  size_t count;  /* lines */
} stretch;

/* A copy on its way: the lines, one behind the other, and the place of each. */
typedef struct draft {
  char *lines, *places;
  size_t count;
} draft;

struct soi_copier {
  soi_memory memory;
  size_t bytes;           /* of this and what follows */
  unsigned char *trusted; /* by field: copies that it is still taken whole */
  char *before;           /* the state as copied, but for fields that are taken whole */
};

/* --- life ---------------------------------------------------------------------------------------------------------------- */

soi_copier *soi_copier_create(const soi_world *from, soi_memory memory) {
  uint32_t count;
  soi_manifest(&count);
  const size_t bytes = sizeof(soi_copier) + from->state_bytes + count;
  soi_copier *const copier = memory.allocate(memory.context, bytes);
  if (copier == NULL) { return NULL; }
  char *const before = (char *)(copier + 1);
  *copier = (soi_copier){memory, bytes, (unsigned char *)before + from->state_bytes, before};
  memcpy(before, from->state, from->state_bytes);
  memset(copier->trusted, 0, count);
  return copier;
}

void soi_copier_release(soi_copier *copier) {
  if (copier != NULL) { copier->memory.release(copier->memory.context, copier, copier->bytes); }
}

/* --- copying ------------------------------------------------------------------------------------------------------------- */

static stretch stretch_of(const soi_world *world, const soi_field *field) {
  const size_t bytes = (size_t)soi_group_rows_used(world, field->group) * field->per_row * field->size;
  return (stretch){(size_t)(soi_field_start(world, field) - world->state), (bytes + LINE - 1) / LINE};
}

static uint64_t word_at(const char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

static bool same_line(const char *a, const char *b) {
  uint64_t differ = 0;
  for (unsigned i = 0; i < LINE; i += sizeof differ) { differ |= word_at(a + i) ^ word_at(b + i); }
  return differ == 0;
}

static void put_place(draft *into, place at) { memcpy(into->places + into->count++ * sizeof at, &at, sizeof at); }

static void put_all(draft *into, const char *state, stretch all) {
  memcpy(into->lines + into->count * LINE, state + all.offset, all.count * LINE);
  for (size_t i = 0; i < all.count; ++i) { put_place(into, (place)(all.offset / LINE + i)); }
}

/* Puts the lines that changed, and says whether that was most of them. */
static bool put_changed(draft *into, const char *state, char *before, stretch all) {
  const size_t from = into->count;
  const char *now = state + all.offset;
  before += all.offset;
  if (memcmp(now, before, all.count * LINE) == 0) { return false; /* true of most fields, and quicker said of the whole */ }
  for (size_t i = 0; i < all.count; ++i, now += LINE, before += LINE) {
    if (same_line(now, before)) { continue; }
    memcpy(before, now, LINE);
    memcpy(into->lines + into->count * LINE, now, LINE);
    put_place(into, (place)(all.offset / LINE + i));
  }
  return (into->count - from) * 4 > all.count * 3;
}

size_t soi_copy_most(const soi_world *world) { return world->state_bytes / LINE * (LINE + sizeof(place)); }

size_t soi_copy_changes(soi_copier *copier, const soi_world *world, void *copy) {
  uint32_t count;
  const soi_field *fields = soi_manifest(&count);
  /* The places stand behind all lines that there may be, until it is known how many there are. */
  draft made = {copy, (char *)copy + world->state_bytes, 0};
  for (uint32_t i = 0; i < count && !fields[i].scratch; ++i) {
    const stretch all = stretch_of(world, &fields[i]);
    if (copier->trusted[i] == 0) {
      copier->trusted[i] = put_changed(&made, world->state, copier->before, all) ? TRUSTED : 0;
      continue;
    }
    put_all(&made, world->state, all);
    /* The next time it is compared again, with what was copied last. */
    if (--copier->trusted[i] == 0) { memcpy(copier->before + all.offset, world->state + all.offset, all.count * LINE); }
  }
  memmove(made.lines + made.count * LINE, made.places, made.count * sizeof(place));
  return made.count * (LINE + sizeof(place));
}

void soi_copy_apply(soi_world *world, const void *copy, size_t bytes) {
  const size_t count = bytes / (LINE + sizeof(place));
  const char *const lines = copy, *const places = lines + count * LINE;
  for (size_t i = 0; i < count; ++i) {
    place at;
    memcpy(&at, places + i * sizeof at, sizeof at);
    memcpy(world->state + (size_t)at * LINE, lines + i * LINE, LINE);
  }
}
