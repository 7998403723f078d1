/* Messages of a recording one after the other, what they say, and the snapshots put together from their parts. */
#include "reading.h"

#include <stdlib.h>
#include <string.h>

enum { MESSAGE_CONTENT_HEAD = 22, SNAPSHOT_MOST = 1 << 30 };

soi_message_cursor soi_recording_messages(soi_recording *recording, uint32_t channels, soi_tick from, soi_tick to) {
  return (soi_message_cursor){.recording = recording, .channels = channels, .from = from, .to = to};
}

static const soi_topic *find_topic(const soi_recording *recording, uint16_t id) {
  const soi_topic *const topics = recording->topics.items;
  for (uint32_t i = 0; i < recording->topics.count; ++i) {
    if (topics[i].id == id) { return &topics[i]; }
  }
  return NULL;
}

/* Whether a chunk may hold what the cursor looks for. */
static bool is_wanted(const soi_message_cursor *cursor, const soi_chunk_place *place) {
  return (place->channels & cursor->channels) != 0 && soi_recording_tick(cursor->recording, place->first) <= cursor->to &&
         soi_recording_tick(cursor->recording, place->last) >= cursor->from;
}

/* The message in a record's content; false when it is not of a channel we know. */
static bool read_message(const soi_recording *recording, soi_cursor content, soi_message *message) {
  const soi_topic *const topic = find_topic(recording, soi_cursor_u16(&content));
  soi_cursor_u32(&content);
  const uint64_t time = soi_cursor_u64(&content);
  soi_cursor_u64(&content);
  if (topic == NULL || content.failed) { return false; }
  *message = (soi_message){topic->channel, topic->cart, soi_recording_tick(recording, time), time, content.at, soi_cursor_left(&content)};
  return true;
}

/* The next message of the loaded chunk that is looked for. */
static bool next_in_chunk(soi_message_cursor *cursor, soi_message *message) {
  const soi_bytes *const records = &cursor->recording->records;
  while (cursor->at < records->count) {
    soi_cursor rest = soi_cursor_make(records->data + cursor->at, records->count - cursor->at);
    const uint8_t opcode = soi_cursor_u8(&rest);
    const uint64_t length = soi_cursor_u64(&rest);
    const soi_cursor content = soi_cursor_part(&rest, length);
    if (rest.failed || opcode == 0) { break; }
    cursor->at = (size_t)(rest.at - records->data);
    if (opcode != SOI_MCAP_MESSAGE || !read_message(cursor->recording, content, message)) { continue; }
    if ((1u << message->channel & cursor->channels) == 0) { continue; }
    if (message->tick >= cursor->from && message->tick <= cursor->to) { return true; }
  }
  return false;
}

bool soi_message_next_in_chunk(soi_message_cursor *cursor, soi_message *message) {
  return cursor->chunk < cursor->recording->chunks.count && soi_recording_load(cursor->recording, cursor->chunk) &&
         next_in_chunk(cursor, message);
}

bool soi_message_next(soi_message_cursor *cursor, soi_message *message) {
  const soi_recording *const recording = cursor->recording;
  for (; cursor->chunk < recording->chunks.count; ++cursor->chunk, cursor->at = 0) {
    if (!is_wanted(cursor, soi_recording_chunk(recording, cursor->chunk))) { continue; }
    if (soi_recording_load(cursor->recording, cursor->chunk) && next_in_chunk(cursor, message)) { return true; }
  }
  return false;
}

/* --- what they say ---------------------------------------------------------------------------------------------------------------- */

bool soi_message_hash(const soi_message *message, uint64_t *hash) {
  soi_cursor cursor = soi_cursor_make(message->bytes, message->size);
  *hash = soi_cursor_u64(&cursor);
  return !cursor.failed && message->channel == SOI_CHANNEL_HASH;
}

bool soi_message_event(const soi_message *message, soi_event *event) {
  soi_cursor cursor = soi_cursor_make(message->bytes, message->size);
  event->tick = soi_cursor_u64(&cursor);
  event->kind = soi_cursor_u32(&cursor);
  event->a = soi_cursor_u32(&cursor);
  event->b = soi_cursor_u32(&cursor);
  event->flags = soi_cursor_u32(&cursor);
  event->value = soi_cursor_double(&cursor);
  event->at.x = soi_cursor_double(&cursor);
  event->at.y = soi_cursor_double(&cursor);
  return !cursor.failed && message->channel == SOI_CHANNEL_EVENTS;
}

bool soi_message_command(const soi_message *message, soi_command *command) {
  soi_cursor cursor = soi_cursor_make(message->bytes, message->size);
  command->tick = soi_cursor_u64(&cursor);
  command->kind = soi_cursor_u32(&cursor);
  command->target = soi_cursor_u32(&cursor);
  command->extra = soi_cursor_u32(&cursor);
  for (unsigned i = 0; i < 3; ++i) { command->values[i] = soi_cursor_double(&cursor); }
  return !cursor.failed && message->channel == SOI_CHANNEL_INPUTS;
}

/* --- snapshots -------------------------------------------------------------------------------------------------------------------- */

/* Parts of a snapshot, in their order. */
typedef struct assembly {
  soi_bytes parts;
  uint64_t world_size, observer_size;
  bool whole;
} assembly;

static void add_part(assembly *self, const soi_message *message) {
  soi_cursor cursor = soi_cursor_make(message->bytes, message->size);
  const uint64_t world_size = soi_cursor_u64(&cursor), observer_size = soi_cursor_u64(&cursor), offset = soi_cursor_u64(&cursor);
  if (offset == 0) {
    self->parts.count = 0;
    self->world_size = world_size;
    self->observer_size = observer_size;
  }
  const size_t size = soi_cursor_left(&cursor);
  const bool fits = !cursor.failed && world_size < SNAPSHOT_MOST && observer_size < SNAPSHOT_MOST && world_size == self->world_size &&
                    observer_size == self->observer_size && offset == self->parts.count && size <= world_size + observer_size - offset;
  if (fits) { soi_bytes_put(&self->parts, cursor.at, size); }
  self->whole = fits && self->parts.count == world_size + observer_size;
}

/* The last whole snapshot that begins in the chunk, at or before the tick. */
static bool restore_from(soi_recording *recording, uint32_t chunk, soi_tick tick, soi_world *world, soi_observer *observer) {
  assembly parts = {.parts = soi_bytes_make(recording->memory)};
  soi_message_cursor cursor = soi_recording_messages(recording, SOI_CHANNEL_BIT(SNAPSHOTS), 0, tick);
  cursor.chunk = chunk;
  soi_message message;
  bool restored = false;
  /* Parts may go on in the chunks that follow, but what begins there was tried before. */
  while (soi_message_next(&cursor, &message) && (cursor.chunk == chunk || !parts.whole)) {
    const bool begins = message.size >= 24 && memcmp(message.bytes + 16, (const unsigned char[8]){0}, 8) == 0;
    if (begins && cursor.chunk != chunk) { break; }
    add_part(&parts, &message);
    if (!parts.whole) { continue; }
    const unsigned char *const at = parts.parts.data;
    restored = soi_snapshot_restore(world, at, (size_t)parts.world_size) &&
               (observer == NULL || soi_observer_snapshot_restore(observer, at + parts.world_size, (size_t)parts.observer_size));
  }
  soi_bytes_release(&parts.parts);
  return restored;
}

bool soi_recording_restore(soi_recording *recording, soi_tick tick, soi_world *world, soi_observer *observer) {
  for (uint32_t i = recording->chunks.count; i-- > 0;) {
    const soi_chunk_place *const place = soi_recording_chunk(recording, i);
    if ((place->channels & SOI_CHANNEL_BIT(SNAPSHOTS)) == 0 || soi_recording_tick(recording, place->first) > tick) { continue; }
    if (restore_from(recording, i, tick, world, observer)) { return true; }
  }
  return false;
}
