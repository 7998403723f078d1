/* The table of channels, and the schema records that explain our own encodings to whoever opens a recording without soi. */
#include "channel.h"

#include "foxglove.h"
#include "frame.h"
#include "names.h"
#include "text.h"

#include <string.h>

enum { TOPIC_MOST = 256 };

static const char *const topics[SOI_CHANNEL_COUNT] = {
#define TOPIC_ROW(symbol, topic) topic,
    SOI_CHANNELS(TOPIC_ROW)
#undef TOPIC_ROW
};

#define COLUMNS_HEAD "columns:\n"

/* How the messages of a channel are laid out. Numbers are little-endian. */
typedef struct channel_layout {
  const char *schema, *encoding, *text;
} channel_layout;

static const channel_layout layouts[SOI_CHANNEL_COUNT] = {
    [SOI_CHANNEL_INPUTS] =
        {"soi.Command", "soi-command-1",
         "A command given to the running world. Log time is that of the tick at which it was given.\n"
         "u64 tick it was stamped with (it acts in the first step from then), u32 kind, u32 target, u32 extra, f64 values[3]\n"
         "kinds: 1 breakdown, 2 repair, 3 close lane, 4 open lane, 5 rain, 6 crowd, 7 pedestrian, 8 park, 9 drive off\n"},
    [SOI_CHANNEL_EVENTS] =
        {"soi.Event", "soi-event-1",
         "What happened in the step that led to the log time.\n"
         "u64 tick, u32 kind, u32 a, u32 b, u32 flags, f64 value, f64 x, f64 y (m east and north of the map's origin)\n"},
    [SOI_CHANNEL_HASH] = {"soi.Hash", "soi-hash-1", "The hash of the whole state at the log time: u64\n"},
    [SOI_CHANNEL_FRAMES] =
        {"soi.Frame", "soi-frame-1",
         "What there is to see at the log time: u8 key (1: depends on no frame before), varint tick, then each of the columns.\n"
         "A column: varint count of its values, which are those of rows 1, 2 ... of its table, then numbers d: the value, in whole units\n"
         "of 1/scale, is what is expected plus d. Expected is the row's value in the frame before, 0 in a key frame; of order 1 its last\n"
         "change comes on top, unless that was more than 1000 units either way. All arithmetic is modulo 2^32.\n"
         "A number d: varint of 2d when d >= 0, else of -2d - 1. A varint: seven bits a byte, the least first, the eighth set but in the "
         "last.\n"
         "dense 1: a d for each value. dense 0: varint number of values that are as expected, then a d if values are left; and so on.\n"
         "Rows of the dead are 0. A line a column: field, scale, order, dense.\n" COLUMNS_HEAD},
    [SOI_CHANNEL_SNAPSHOTS] =
        {"soi.Snapshot", "soi-snapshot-1",
         "Part of the exact state at the log time, for the program and model that the metadata names.\n"
         "u64 bytes of the world, u64 bytes of the observer that follow them, u64 offset of this part in both together, then its bytes\n"},
};

static bool is_one_a_cart(soi_channel channel) { return channel == SOI_CHANNEL_TRANSFORMS || channel == SOI_CHANNEL_LOCATION; }

enum { SINGLES = SOI_CHANNEL_TRANSFORMS, CART_TOPICS = SOI_CHANNEL_COUNT - SINGLES };

uint16_t soi_channel_id(soi_channel channel, soi_cart_id cart) {
  if (!is_one_a_cart(channel)) { return (uint16_t)(channel + 1); }
  return (uint16_t)(1 + SINGLES + (cart - 1) * CART_TOPICS + ((uint32_t)channel - SINGLES));
}

uint32_t soi_channel_limit(uint32_t carts) { return 1u + SINGLES + carts * CART_TOPICS; }

soi_channel soi_channel_of_topic(const char *topic, size_t length, const char **id, size_t *id_length) {
  for (uint32_t i = 0; i < SOI_CHANNEL_COUNT; ++i) {
    const char *const hole = strstr(topics[i], "%s");
    const size_t before = hole == NULL ? strlen(topics[i]) : (size_t)(hole - topics[i]);
    const size_t after = hole == NULL ? 0 : strlen(hole + 2);
    if (length < before + after || (hole == NULL && length != before)) { continue; }
    if (memcmp(topic, topics[i], before) != 0 || (after > 0 && memcmp(topic + length - after, hole + 2, after) != 0)) { continue; }
    *id = topic + before;
    *id_length = length - before - after;
    return (soi_channel)i;
  }
  return SOI_CHANNEL_COUNT;
}

/* The text of the frames' layout is followed by the columns. */
static const char *frames_text(soi_arena *arena) {
  const char *const layout = layouts[SOI_CHANNEL_FRAMES].text;
  const size_t head = strlen(layout), columns = soi_frame_columns(NULL, 0);
  char *const text = SOI_NEW(arena, char, head + columns + 1);
  memcpy(text, layout, head);
  soi_frame_columns(text + head, columns + 1);
  return text;
}

/* Which of Foxglove's schemas a channel has; SOI_FOXGLOVE_KINDS: none. */
static soi_foxglove_kind foxglove_kind(soi_channel channel) {
  switch (channel) {
    case SOI_CHANNEL_LOG: return SOI_FOXGLOVE_LOG;
    case SOI_CHANNEL_MAP: return SOI_FOXGLOVE_MAP;
    case SOI_CHANNEL_TRANSFORMS: return SOI_FOXGLOVE_TRANSFORMS;
    case SOI_CHANNEL_LOCATION: return SOI_FOXGLOVE_LOCATION;
    default: return SOI_FOXGLOVE_KINDS;
  }
}

/* Writes a channel's schema; returns the encoding of its messages. */
static const char *write_schema(soi_mcap *mcap, soi_channel channel, soi_arena *arena) {
  const uint16_t id = (uint16_t)(channel + 1);
  const channel_layout *const layout = &layouts[channel];
  if (layout->schema == NULL) {
    const soi_foxglove_kind kind = foxglove_kind(channel);
    soi_mcap_schema(mcap, id, soi_foxglove_schema_name(kind), "jsonschema", soi_foxglove_schema_text(kind));
    return "json";
  }
  const char *const text = channel == SOI_CHANNEL_FRAMES ? frames_text(arena) : layout->text;
  soi_mcap_schema(mcap, id, layout->schema, layout->encoding, text);
  return layout->encoding;
}

void soi_channels_write(soi_mcap *mcap, const soi_model *model, soi_arena *arena) {
  for (uint32_t i = 0; i < SOI_CHANNEL_COUNT; ++i) {
    const soi_channel channel = (soi_channel)i;
    const char *const encoding = write_schema(mcap, channel, arena);
    for (soi_cart_id cart = 1; cart <= (is_one_a_cart(channel) ? model->cart_count : 1); ++cart) {
      char topic[TOPIC_MOST];
      soi_text_print(topic, sizeof topic, topics[i], is_one_a_cart(channel) ? soi_id_of_cart(model, cart) : "");
      soi_mcap_channel(mcap, soi_channel_id(channel, cart), (uint16_t)(i + 1), topic, encoding);
    }
  }
}

const char *soi_channel_columns(const char *schema_text) {
  const char *const head = strstr(schema_text, COLUMNS_HEAD);
  return head == NULL ? NULL : head + strlen(COLUMNS_HEAD);
}

uint64_t soi_recording_time(const soi_model *model, soi_tick tick) {
  const uint64_t start = (uint64_t)(model->start * 1e6 + 0.5);
  return (start + tick * model->step_us) * 1000u;
}
