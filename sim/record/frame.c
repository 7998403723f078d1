/* The codec of frames. Both ends keep the last values and the last changes of each column, in whole numbers of its unit; a frame says
 * by how much the next values miss the prediction, most of them by nothing. */
#include "frame.h"

#include "text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Columns by the names that older recordings have for them. */
static const char *const renamed[][2] = {{"cart_mode", "cart_errand"}, {"cart_mode_tick", "cart_errand_tick"}};

enum {
  MODE_BROKEN = 6, /* of cart_mode, which told of the errand unless the cart was broken down */
  VARINT_MOST = 5,
  FRAME_HEAD = 1 + VARINT_MOST,
  STEADY = 1000, /* a change beyond this, in units of the column, is a jump and not expected to go on */
  BLOCK = 16,    /* values looked at together */
  COLUMNS_MOST = 256,
  NAME_MOST = 64,
};

typedef enum value_type { VALUE_U8, VALUE_U32, VALUE_U64, VALUE_FLOAT, VALUE_DOUBLE } value_type;

typedef struct column {
  const soi_field *field; /* null: of another version */
  value_type type;
  double scale;
  uint32_t order, dense, most;
  uint32_t rows, first; /* values in all, and the first that is used: row 0 is none */
  int32_t *value;       /* [rows] as of the last frame */
  int32_t *change;      /* [rows] by what it changed then; order 1 only */
  void *raw;            /* [rows] of the field as packed last, to see at a glance that nothing changed; order 0 only */
} column;

enum { VEHICLES, PEOPLE };

struct soi_frame_codec {
  const soi_model *model;
  soi_arena arena;
  column *columns;
  uint32_t count;
  int32_t *now;        /* [most values of a column]; for packing */
  uint32_t *living[2]; /* [capacity + 1] of vehicles and of people: all bits for rows that live; for packing */
  uint32_t high[2];    /* highest rows ever used */
  bool turned[2];      /* somebody was born or died since the last frame */
  soi_tick tick;
  bool modes; /* recorded when errand and automation of a cart were one column */
  bool ready; /* a key frame was taken in, and all since */
};

/* --- columns ---------------------------------------------------------------------------------------------------------------- */

size_t soi_frame_columns(char *buffer, size_t size) {
  size_t length = 0;
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) {
    const soi_field *const field = soi_world_field(i);
    if (field->recorded[0] == '\0') { continue; }
    const size_t room = size > length ? size - length : 0;
    length += soi_text_print(room > 0 ? buffer + length : NULL, room, "%s %s\n", field->name, field->recorded);
  }
  return length;
}

/* The field of a column this version records; null for one that it does not. */
static const soi_field *find_field(const char *name) {
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) {
    const soi_field *const field = soi_world_field(i);
    if (field->recorded[0] != '\0' && strcmp(field->name, name) == 0) { return field; }
  }
  return NULL;
}

/* The greatest value that a reader accepts; larger ones become 0. */
static uint32_t most_of(const soi_model *model, const soi_field *field) {
  if (field->most != 0) { return field->most; }
  return field->size == 1 ? UCHAR_MAX : soi_id_rows(model, field->type);
}

static value_type type_of(const soi_field *field) {
  if (field->value == SOI_VALUE_DOUBLE) { return VALUE_DOUBLE; }
  if (field->value == SOI_VALUE_FLOAT) { return VALUE_FLOAT; }
  return field->size == 8 ? VALUE_U64 : field->size == 1 ? VALUE_U8 : VALUE_U32;
}

static uint32_t capacity_of(const soi_model *model, soi_group group) {
  switch (group) {
#define CASE(group, capacity, births) \
  case SOI_GROUP_##group: return (uint32_t)(capacity);
    SOI_WORLD_GROUPS(CASE)
#undef CASE
    default: return 0;
  }
}

/* A column of a field this version knows: its place in the world and its room. */
static void bind(soi_frame_codec *codec, column *one, const char *name) {
  const soi_model *const model = codec->model;
  one->field = find_field(name);
  if (one->field == NULL) { return; }
  one->most = most_of(model, one->field);
  one->type = type_of(one->field);
  const bool whole = one->field->group == SOI_GROUP_WORLD;
  one->first = whole ? 0 : one->field->per_row;
  one->rows = whole ? one->field->per_row : (capacity_of(model, one->field->group) + 1u) * one->field->per_row;
  one->value = SOI_NEW(&codec->arena, int32_t, one->rows);
  if (one->order == 1) {
    one->change = SOI_NEW(&codec->arena, int32_t, one->rows);
  } else {
    one->raw = soi_arena_allocate(&codec->arena, (size_t)one->rows * one->field->size);
  }
}

static void bind_old(soi_frame_codec *codec, column *one, const char *name) {
  for (size_t i = 0; i < sizeof renamed / sizeof *renamed; ++i) {
    if (strcmp(name, renamed[i][0]) == 0) { bind(codec, one, renamed[i][1]); }
  }
  codec->modes = codec->modes || strcmp(name, "cart_mode") == 0;
}

/* "name scale order dense": false when it is not that. Other versions may have put more behind. */
static bool read_column(soi_frame_codec *codec, const char *line, size_t length) {
  char text[2 * NAME_MOST], name[NAME_MOST];
  if (length >= sizeof text || codec->count == COLUMNS_MOST) { return false; }
  memcpy(text, line, length);
  text[length] = '\0';
  const size_t letters = strcspn(text, " ");
  if (letters == 0 || letters >= sizeof name || text[letters] != ' ') { return false; }
  memcpy(name, text, letters);
  name[letters] = '\0';
  char *rest = NULL;
  column *const one = &codec->columns[codec->count++];
  one->scale = strtod(text + letters, &rest);
  one->order = (uint32_t)strtoul(rest, &rest, 10);
  one->dense = (uint32_t)strtoul(rest, &rest, 10);
  if (!(one->scale > 0.0) || one->scale > 1e9 || one->order > 1 || one->dense > 1) { return false; }
  bind(codec, one, name);
  bind_old(codec, one, name);
  return true;
}

soi_frame_codec *soi_frame_create(const soi_model *model, soi_memory memory, const char *columns) {
  soi_arena arena = soi_arena_make(memory);
  soi_frame_codec *const codec = SOI_NEW(&arena, soi_frame_codec, 1);
  *codec = (soi_frame_codec){.model = model, .arena = arena};
  codec->columns = SOI_NEW(&codec->arena, column, COLUMNS_MOST);
  bool good = true;
  for (const char *line = columns; good && *line != '\0';) {
    const size_t length = strcspn(line, "\n");
    good = read_column(codec, line, length);
    line += length + (line[length] == '\n' ? 1 : 0);
  }
  uint32_t most = 0;
  for (uint32_t i = 0; i < codec->count; ++i) { most = codec->columns[i].rows > most ? codec->columns[i].rows : most; }
  codec->now = SOI_NEW(&codec->arena, int32_t, most);
  codec->living[VEHICLES] = SOI_NEW(&codec->arena, uint32_t, model->vehicle_capacity + 1u);
  codec->living[PEOPLE] = SOI_NEW(&codec->arena, uint32_t, model->person_capacity + 1u);
  if (good && codec->count > 0) { return codec; }
  soi_frame_release(codec);
  return NULL;
}

void soi_frame_release(soi_frame_codec *codec) {
  if (codec == NULL) { return; }
  soi_arena arena = codec->arena;
  soi_arena_release(&arena);
}

/* Forgets all that was: the next frame is a key frame. */
static void forget(soi_frame_codec *codec) {
  for (uint32_t i = 0; i < codec->count; ++i) {
    const column *const one = &codec->columns[i];
    if (one->rows == 0) { continue; }
    memset(one->value, 0, one->rows * sizeof *one->value);
    if (one->change != NULL) { memset(one->change, 0, one->rows * sizeof *one->change); }
  }
}

static int32_t wrapped(uint32_t value) {
  int32_t result;
  memcpy(&result, &value, sizeof result);
  return result;
}

/* What the column's next value of a row is expected to be. */
static uint32_t expected(const column *one, uint32_t i) {
  const int32_t change = one->change == NULL ? 0 : one->change[i];
  const bool steady = change <= STEADY && change >= -STEADY;
  return (uint32_t)one->value[i] + (steady ? (uint32_t)change : 0u);
}

static void set_value(const column *one, uint32_t i, uint32_t value) {
  if (one->change != NULL) { one->change[i] = wrapped(value - (uint32_t)one->value[i]); }
  one->value[i] = wrapped(value);
}

/* --- packing ---------------------------------------------------------------------------------------------------------------- */

size_t soi_frame_most(const soi_frame_codec *codec) {
  size_t most = FRAME_HEAD;
  for (uint32_t i = 0; i < codec->count; ++i) { most += VARINT_MOST * ((size_t)2 * codec->columns[i].rows + 2); }
  return most;
}

static unsigned char *put_varint(unsigned char *out, uint32_t value) {
  while (value >= 0x80u) {
    *out++ = (unsigned char)(value | 0x80u);
    value >>= 7;
  }
  *out++ = (unsigned char)value;
  return out;
}

/* Small numbers of both signs as small ones without: 0 -1 1 -2 2 become 0 1 2 3 4. */
static uint32_t folded(uint32_t difference) { return (difference << 1) ^ (uint32_t) - (int32_t)(difference >> 31); }
static uint32_t unfolded(uint32_t value) { return (value >> 1) ^ (uint32_t) - (int32_t)(value & 1u); }

/* The nearest whole number (of halves the even one): beside 1.5 x 2^52 a double has no room for a fraction, and its low bits are the
 * number. What does not fit into 32 bits is not worth showing. */
static int32_t rounded(double value) {
  const double moved = value + 6755399441055744.0;
  uint64_t bits;
  memcpy(&bits, &moved, sizeof bits);
  return wrapped((uint32_t)bits);
}

/* Which of the two mortal tables a column belongs to; -1: none. */
static int mortals(const column *one) {
  return one->field->group == SOI_GROUP_VEHICLE ? VEHICLES : one->field->group == SOI_GROUP_PERSON ? PEOPLE : -1;
}

/* Who lives now, and whether that is as it was. */
static void note_living(soi_frame_codec *codec, int table, const uint32_t *generation, uint32_t high) {
  uint32_t *const living = codec->living[table];
  uint32_t turned = high ^ codec->high[table];
  for (uint32_t row = 1; row <= high; ++row) {
    const uint32_t lives = 0u - (generation[row] & 1u);
    turned |= lives ^ living[row];
    living[row] = lives;
  }
  codec->high[table] = high;
  codec->turned[table] = turned != 0;
}

static void gather(const column *one, const void *data, int32_t *now, uint32_t count) {
  const double scale = one->scale;
  switch (one->type) {
    case VALUE_U8:
      for (uint32_t i = 0; i < count; ++i) { now[i] = ((const uint8_t *)data)[i]; }
      break;
    case VALUE_U32: memcpy(now, data, count * sizeof *now); break;
    case VALUE_U64:
      for (uint32_t i = 0; i < count; ++i) { now[i] = wrapped((uint32_t)((const uint64_t *)data)[i]); }
      break;
    case VALUE_FLOAT:
      for (uint32_t i = 0; i < count; ++i) { now[i] = rounded((double)((const float *)data)[i] * scale); }
      break;
    case VALUE_DOUBLE:
      for (uint32_t i = 0; i < count; ++i) { now[i] = rounded(((const double *)data)[i] * scale); }
      break;
  }
}

/* Rows of the dead hold what they held: nobody is to see it, so it is not recorded. */
static void blank_dead(int32_t *now, const uint32_t *living, uint32_t rows, uint32_t per_row) {
  if (per_row == 1) {
    for (uint32_t row = 0; row < rows; ++row) { now[row] &= (int32_t)living[row]; }
    return;
  }
  for (uint32_t i = 0; i < rows * per_row; ++i) { now[i] &= (int32_t)living[i / per_row]; }
}

/* Turns values into what they miss the prediction by, folded, and keeps them for the next frame. Without a branch, so that the compiler
 * takes many at once. */
static void take_differences(const column *one, int32_t *restrict now, uint32_t count) {
  int32_t *restrict const value = one->value;
  int32_t *restrict const change = one->change;
  if (change == NULL) {
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t difference = (uint32_t)now[i] - (uint32_t)value[i];
      value[i] = now[i];
      now[i] = (int32_t)folded(difference);
    }
    return;
  }
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t changed = (uint32_t)now[i] - (uint32_t)value[i];
    const int32_t before = change[i];
    const uint32_t steady = (uint32_t)(before > STEADY || before < -STEADY ? 0 : before);
    value[i] = now[i];
    change[i] = (int32_t)changed;
    now[i] = (int32_t)folded(changed - steady);
  }
}

/* All bits that any of a block of numbers has, of the even ones in one half and of the odd ones in the other. */
static uint64_t block_bits(const int32_t *numbers) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < BLOCK; i += 2) {
    uint64_t pair;
    memcpy(&pair, numbers + i, sizeof pair);
    bits |= pair;
  }
  return bits;
}

static unsigned char *put_dense(const int32_t *numbers, uint32_t first, uint32_t count, unsigned char *out) {
  const uint64_t beyond_a_byte = 0xffffff80ffffff80u;
  for (uint32_t i = first; i < count;) {
    if (count - i >= BLOCK && (block_bits(numbers + i) & beyond_a_byte) == 0) {
      for (uint32_t k = 0; k < BLOCK; ++k) { out[k] = (unsigned char)numbers[i + k]; }
      out += BLOCK;
      i += BLOCK;
    } else {
      out = put_varint(out, (uint32_t)numbers[i++]);
    }
  }
  return out;
}

static unsigned char *put_sparse(const int32_t *numbers, uint32_t first, uint32_t count, unsigned char *out) {
  uint32_t next = first;
  for (uint32_t i = first; i < count; ++i) {
    while (count - i > BLOCK && block_bits(numbers + i) == 0) { i += BLOCK; }
    if (numbers[i] == 0) { continue; }
    out = put_varint(out, i - next);
    out = put_varint(out, (uint32_t)numbers[i]);
    next = i + 1;
  }
  return next < count ? put_varint(out, count - next) : out;
}

/* True when a column of order 0 has the bytes it had; else keeps them for the next time. */
static bool is_same(const column *one, const void *data, uint32_t count) {
  const size_t bytes = (size_t)count * one->field->size;
  if (memcmp(one->raw, data, bytes) == 0) { return true; }
  memcpy(one->raw, data, bytes);
  return false;
}

static unsigned char *pack_column(soi_frame_codec *codec, const column *one, const soi_world *world, bool key, unsigned char *out) {
  uint32_t rows;
  const void *const data = soi_world_field_data(world, one->field, &rows);
  const int table = mortals(one);
  const uint32_t count = table < 0 ? one->rows : (codec->high[table] + 1u) * one->field->per_row;
  out = put_varint(out, count - one->first);
  const bool same = one->order == 0 && is_same(one, data, count);
  if (same && !key && !(table >= 0 && codec->turned[table]) && !one->dense) {
    return count > one->first ? put_varint(out, count - one->first) : out;
  }
  gather(one, data, codec->now, count);
  if (table >= 0) { blank_dead(codec->now, codec->living[table], codec->high[table] + 1u, one->field->per_row); }
  take_differences(one, codec->now, count);
  return one->dense ? put_dense(codec->now, one->first, count, out) : put_sparse(codec->now, one->first, count, out);
}

size_t soi_frame_pack(soi_frame_codec *codec, const soi_world *world, bool key, unsigned char *out) {
  const unsigned char *const start = out;
  if (key) { forget(codec); }
  note_living(codec, VEHICLES, world->vehicle_generation, world->vehicle_high[0]);
  note_living(codec, PEOPLE, world->person_generation, world->person_high[0]);
  *out++ = key ? 1 : 0;
  out = put_varint(out, (uint32_t)world->tick[0]);
  for (uint32_t i = 0; i < codec->count; ++i) { out = pack_column(codec, &codec->columns[i], world, key, out); }
  return (size_t)(out - start);
}

/* --- unpacking -------------------------------------------------------------------------------------------------------------- */

/* The next value of a known column; those of unknown ones are read for their length only. */
static void take_value(const column *one, uint32_t i, uint32_t difference) {
  if (one->field != NULL) { set_value(one, one->first + i, expected(one, one->first + i) + difference); }
}

static void unpack_dense(const column *one, uint32_t count, soi_cursor *bytes) {
  for (uint32_t i = 0; i < count && !bytes->failed; ++i) { take_value(one, i, unfolded(soi_cursor_varint(bytes))); }
}

static void unpack_sparse(const column *one, uint32_t count, soi_cursor *bytes) {
  for (uint32_t i = 0; i < count && !bytes->failed; ++i) {
    const uint32_t as_expected = soi_cursor_varint(bytes);
    if (as_expected > count - i) {
      bytes->failed = true;
      return;
    }
    for (uint32_t end = i + as_expected; one->field != NULL && i < end; ++i) { take_value(one, i, 0); }
    if (one->field == NULL) { i += as_expected; }
    if (i < count) { take_value(one, i, unfolded(soi_cursor_varint(bytes))); }
  }
}

bool soi_frame_is_key(soi_cursor bytes) { return soi_cursor_u8(&bytes) == 1; }

bool soi_frame_unpack(soi_frame_codec *codec, soi_cursor bytes) {
  const bool key = soi_cursor_u8(&bytes) == 1;
  if (!key && !codec->ready) { return false; }
  if (key) { forget(codec); }
  codec->tick = soi_cursor_varint(&bytes);
  for (uint32_t i = 0; i < codec->count && !bytes.failed; ++i) {
    const column *const one = &codec->columns[i];
    const uint32_t count = soi_cursor_varint(&bytes);
    if (one->field != NULL && count > one->rows - one->first) { bytes.failed = true; }
    if (bytes.failed) { break; }
    if (one->dense) {
      unpack_dense(one, count, &bytes);
    } else {
      unpack_sparse(one, count, &bytes);
    }
  }
  codec->ready = !bytes.failed && soi_cursor_left(&bytes) == 0;
  return codec->ready;
}

/* --- showing ------------------------------------------------------------------------------------------------------------------ */

static void show_column(const column *one, soi_world *world) {
  uint32_t rows;
  /* The world is the caller's to write. */
  char *data;
  memcpy(&data, (const char *)world + one->field->member, sizeof data);
  soi_world_field_data(world, one->field, &rows);
  for (uint32_t i = 0; i < one->rows; ++i) {
    const int32_t value = one->value[i];
    const uint32_t whole = (uint32_t)value > one->most ? 0u : (uint32_t)value;
    switch (one->type) {
      case VALUE_U8: ((uint8_t *)data)[i] = (uint8_t)whole; break;
      case VALUE_U32: ((uint32_t *)(void *)data)[i] = whole; break;
      case VALUE_U64: ((uint64_t *)(void *)data)[i] = whole; break;
      case VALUE_FLOAT: ((float *)(void *)data)[i] = (float)(value / one->scale); break;
      case VALUE_DOUBLE: ((double *)(void *)data)[i] = value / one->scale; break;
    }
  }
}

/* Of a cart broken down an old recording tells no errand: it was on its way, most likely. */
static void split_modes(const soi_model *model, soi_world *world) {
  for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) {
    const bool broken = world->cart_errand[cart] == MODE_BROKEN;
    world->cart_automation[cart] = broken ? SOI_BROKEN_DOWN : SOI_AUTOMATED;
    if (broken) { world->cart_errand[cart] = SOI_CART_DRIVING; }
  }
}

/* Whatever the bytes said: who lives stands on a lane and is of a type, and what a cart tracks is a row. */
static void make_plausible(const soi_model *model, soi_world *world) {
  for (uint32_t row = 1; row <= model->vehicle_capacity; ++row) {
    const bool placed = world->vehicle_lane[row] != 0 && world->vehicle_type[row] != 0 && row <= world->vehicle_high[0];
    if (!placed) { world->vehicle_generation[row] = 0; }
  }
  for (uint32_t row = 1; row <= model->person_capacity; ++row) {
    if (row > world->person_high[0]) { world->person_generation[row] = 0; }
  }
  for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) {
    if (!soi_vehicle_lives(world, world->cart_vehicle[cart])) { world->cart_vehicle[cart] = 0; }
  }
  for (uint32_t row = 1; row <= world->capacity[SOI_GROUP_TRACK]; ++row) {
    const uint32_t most = world->track_kind[row] == SOI_TRACK_VEHICLE ? model->vehicle_capacity : model->person_capacity;
    if (world->track_row[row] > most) { world->track_kind[row] = SOI_TRACK_NONE; }
  }
  for (soi_signal_id signal = 1; signal <= model->signal_count; ++signal) {
    if (world->signal_stage[signal] >= model->signals[signal].stages.count) { world->signal_stage[signal] = 0; }
  }
}

void soi_frame_show(const soi_frame_codec *codec, soi_world *world) {
  for (uint32_t i = 0; i < codec->count; ++i) {
    if (codec->columns[i].field != NULL) { show_column(&codec->columns[i], world); }
  }
  if (codec->modes) { split_modes(codec->model, world); }
  make_plausible(codec->model, world);
  world->tick[0] = codec->tick;
  world->event_count = 0;
}
