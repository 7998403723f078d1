/* Opening a recording. In files of ours what describes it stands at the beginning, and the summary at the end tells where the chunks are.
 * Without a good one (the run was cut off) the chunks are found one after the other. Other programs pack anew as they like: channels
 * within chunks, attachments and metadata behind them, no summary, no chunks, other orders; then all of the file is looked through. */
#define _XOPEN_SOURCE 700

#include "reading.h"

#include "text.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  TROUBLE_SIZE = 256,
  ID_MOST = 256,
  RECORD_MOST = 1 << 29, /* bytes; larger ones are damage */
  MERGED_MOST = 1 << 28, /* bytes of messages that are put in order in memory */
  TIMES_SIZE = 16,
};

/* --- the file ------------------------------------------------------------------------------------------------------------------- */

static bool read_at(const soi_store *store, uint64_t offset, void *buffer, size_t count) {
  if (offset > store->size || count > store->size - offset) { return false; }
  if (store->descriptor < 0) {
    if (count > 0) { memcpy(buffer, store->bytes + offset, count); }
    return true;
  }
  for (size_t done = 0; done < count;) {
    const ssize_t got = pread(store->descriptor, (char *)buffer + done, count - done, (off_t)(offset + done));
    if (got < 0 && errno == EINTR) { continue; }
    if (got <= 0) { return false; }
    done += (size_t)got;
  }
  return true;
}

/* A record's head: where its content lies, and whether all of it is there. */
typedef struct record_place {
  uint8_t opcode;
  uint64_t content, length;
  bool whole;
} record_place;

static record_place find_record(const soi_store *store, uint64_t offset) {
  unsigned char head[SOI_MCAP_RECORD_HEAD];
  record_place place = {0};
  if (!read_at(store, offset, head, sizeof head)) { return place; }
  soi_cursor cursor = soi_cursor_make(head, sizeof head);
  place.opcode = soi_cursor_u8(&cursor);
  place.length = soi_cursor_u64(&cursor);
  place.content = offset + SOI_MCAP_RECORD_HEAD;
  place.whole = place.length <= store->size - place.content && place.length <= RECORD_MOST;
  return place;
}

/* The content of a record, into the recording's buffer. */
static soi_cursor read_content(soi_recording *recording, uint64_t offset, uint64_t length) {
  recording->file.count = 0;
  recording->loaded = 0;
  unsigned char *const at = soi_bytes_reserve(&recording->file, (size_t)length);
  if (!read_at(&recording->store, offset, at, (size_t)length)) { return (soi_cursor){.failed = true}; }
  return soi_cursor_make(at, (size_t)length);
}

void soi_recording_trouble(soi_recording *recording, const char *format, ...) {
  if (recording->info.trouble != NULL) { return; }
  char *const text = SOI_NEW(&recording->arena, char, TROUBLE_SIZE);
  va_list list;
  va_start(list, format);
  vsnprintf(text, TROUBLE_SIZE, format, list);
  va_end(list);
  recording->info.trouble = text;
}

/* --- what describes a recording ------------------------------------------------------------------------------------------------- */

static char *copy_text(soi_recording *recording, soi_cursor bytes) {
  const size_t length = soi_cursor_left(&bytes);
  char *const text = SOI_NEW(&recording->arena, char, length + 1);
  if (length > 0) { memcpy(text, bytes.at, length); }
  return text;
}

static void read_schema(soi_recording *recording, soi_cursor content) {
  const uint16_t id = soi_cursor_u16(&content);
  const soi_cursor name = soi_cursor_block(&content);
  soi_cursor_block(&content);
  const soi_cursor text = soi_cursor_block(&content);
  static const char frames[] = "soi.Frame";
  if (content.failed || id == 0 || soi_cursor_left(&name) != sizeof frames - 1) { return; }
  if (memcmp(name.at, frames, sizeof frames - 1) != 0 || recording->frame_columns != NULL) { return; }
  recording->frame_columns = soi_channel_columns(copy_text(recording, text));
}

static const soi_topic *find_topic(const soi_recording *recording, uint16_t id) {
  const soi_topic *const topics = recording->topics.items;
  for (uint32_t i = 0; i < recording->topics.count; ++i) {
    if (topics[i].id == id) { return &topics[i]; }
  }
  return NULL;
}

static void read_channel(soi_recording *recording, soi_cursor content) {
  soi_topic topic = {.id = soi_cursor_u16(&content)};
  topic.schema = soi_cursor_u16(&content);
  const soi_cursor name = soi_cursor_block(&content);
  if (content.failed || find_topic(recording, topic.id) != NULL) { return; }
  const char *cart = NULL;
  size_t length = 0;
  topic.channel = soi_channel_of_topic((const char *)name.at, soi_cursor_left(&name), &cart, &length);
  if (topic.channel == SOI_CHANNEL_COUNT) { return; }
  /* Carts count in the order of their channels. */
  const soi_topic *const known = recording->topics.items;
  for (uint32_t i = 0; length > 0 && i < recording->topics.count; ++i) { topic.cart += known[i].channel == topic.channel; }
  topic.cart += length > 0;
  soi_rows_add(&recording->topics, recording->memory, &topic);
}

static void read_attachment(soi_recording *recording, uint64_t offset, soi_cursor content) {
  soi_attachment_place place = {.offset = offset, .length = soi_cursor_left(&content)};
  const soi_attachment_place *const known = recording->attachments.items;
  for (uint32_t i = 0; i < recording->attachments.count; ++i) {
    if (known[i].offset == offset) { return; }
  }
  soi_cursor_take(&content, TIMES_SIZE);
  const soi_cursor name = soi_cursor_block(&content), media_type = soi_cursor_block(&content);
  place.attachment.size = (size_t)soi_cursor_u64(&content);
  if (content.failed || soi_cursor_left(&content) < place.attachment.size) { return; }
  place.attachment.name = copy_text(recording, name);
  place.attachment.media_type = copy_text(recording, media_type);
  soi_rows_add(&recording->attachments, recording->memory, &place);
}

static void read_metadata(soi_recording *recording, soi_cursor content) {
  const soi_cursor name = soi_cursor_block(&content);
  soi_cursor map = soi_cursor_block(&content);
  if (content.failed || soi_cursor_left(&name) != 3 || memcmp(name.at, "soi", 3) != 0) { return; }
  while (soi_cursor_left(&map) > 0) {
    const soi_cursor key = soi_cursor_block(&map), value = soi_cursor_block(&map);
    if (map.failed) { return; }
    const soi_note note = {copy_text(recording, key), copy_text(recording, value)};
    soi_rows_add(&recording->notes, recording->memory, &note);
  }
}

static uint64_t note_number(const soi_recording *recording, const char *key, int base) {
  const char *const value = soi_recording_note(recording, key);
  return value == NULL ? 0 : strtoull(value, NULL, base);
}

/* A record that describes the recording, if it is one. offset: of its content. */
static void read_description(soi_recording *recording, uint8_t opcode, uint64_t offset, soi_cursor content) {
  switch (opcode) {
    case SOI_MCAP_SCHEMA: read_schema(recording, content); break;
    case SOI_MCAP_CHANNEL: read_channel(recording, content); break;
    case SOI_MCAP_ATTACHMENT: read_attachment(recording, offset, content); break;
    case SOI_MCAP_METADATA: read_metadata(recording, content); break;
    default: break;
  }
}

/* The records before the first chunk or message. Returns where that is, or where the reading ended. */
static uint64_t read_beginning(soi_recording *recording) {
  uint64_t offset = SOI_MCAP_MAGIC_SIZE;
  for (;;) {
    const record_place place = find_record(&recording->store, offset);
    const bool content_begins = place.opcode == SOI_MCAP_CHUNK || place.opcode == SOI_MCAP_MESSAGE || place.opcode == SOI_MCAP_DATA_END;
    if (!place.whole || content_begins) { return offset; }
    const soi_cursor content = read_content(recording, place.content, place.length);
    if (content.failed) { return offset; }
    read_description(recording, place.opcode, place.content, content);
    offset = place.content + place.length;
  }
}

/* What the metadata says of the run. */
static void take_notes(soi_recording *recording) {
  soi_recording_info *const info = &recording->info;
  info->seed = note_number(recording, "seed", 10);
  info->model_hash = note_number(recording, "model", 16);
  const uint64_t step = note_number(recording, "step_us", 10);
  info->step_us = step < UINT32_MAX ? (uint32_t)step : 0;
  recording->start_us = note_number(recording, "start_us", 10);
  info->start = (double)recording->start_us / 1e6;
  info->soi_version = soi_recording_note(recording, "soi");
  info->scenario = soi_recording_note(recording, "scenario");
}

/* --- where the chunks are ------------------------------------------------------------------------------------------------------- */

/* The channel of an id as a bit of a set, 0 for others. */
static uint32_t channel_bit(soi_recording *recording, uint16_t id) {
  const soi_topic *const topic = find_topic(recording, id);
  if (topic == NULL) { recording->strange_ids = true; }
  return topic == NULL ? 0 : 1u << topic->channel;
}

static bool read_chunk_index(soi_recording *recording, soi_cursor content) {
  soi_chunk_place place = {.first = soi_cursor_u64(&content)};
  place.last = soi_cursor_u64(&content);
  place.offset = soi_cursor_u64(&content);
  place.length = soi_cursor_u64(&content);
  soi_cursor map = soi_cursor_block(&content);
  const bool indexed = soi_cursor_left(&map) > 0;
  while (soi_cursor_left(&map) > 0) {
    place.channels |= channel_bit(recording, soi_cursor_u16(&map));
    soi_cursor_u64(&map);
  }
  if (!indexed) { place.channels = SOI_CHANNELS_ALL; }
  /* One behind the other: a summary that names a chunk twice is no summary. */
  const soi_chunk_place *const last = recording->chunks.count == 0 ? NULL : soi_recording_chunk(recording, recording->chunks.count - 1);
  const bool follows = last == NULL || place.offset >= last->offset + last->length;
  const bool good = !content.failed && !map.failed && follows && place.offset <= recording->store.size &&
                    place.length <= recording->store.size - place.offset && place.length > SOI_MCAP_RECORD_HEAD &&
                    place.length <= RECORD_MOST;
  if (good) { soi_rows_add(&recording->chunks, recording->memory, &place); }
  return good;
}

/* The footer's summary: where it is; false when there is none that can be trusted. */
static bool find_summary(const soi_recording *recording, uint64_t *start, uint64_t *length, uint32_t *crc) {
  enum { END = SOI_MCAP_FOOTER_SIZE + SOI_MCAP_MAGIC_SIZE };
  unsigned char end[END];
  const uint64_t size = recording->store.size;
  if (size < END || !read_at(&recording->store, size - END, end, END)) { return false; }
  if (memcmp(end + SOI_MCAP_FOOTER_SIZE, soi_mcap_magic, SOI_MCAP_MAGIC_SIZE) != 0) { return false; }
  soi_cursor cursor = soi_cursor_make(end, SOI_MCAP_FOOTER_SIZE);
  if (soi_cursor_u8(&cursor) != SOI_MCAP_FOOTER || soi_cursor_u64(&cursor) != SOI_MCAP_FOOTER_SIZE - SOI_MCAP_RECORD_HEAD) { return false; }
  *start = soi_cursor_u64(&cursor);
  soi_cursor_u64(&cursor);
  *crc = soi_cursor_u32(&cursor);
  if (*start == 0 || *start > size - END) { return false; }
  /* Up to the checksum itself. */
  *length = size - SOI_MCAP_MAGIC_SIZE - 4 - *start;
  return *length <= RECORD_MOST;
}

static bool read_summary(soi_recording *recording) {
  uint64_t start, length;
  uint32_t crc;
  if (!find_summary(recording, &start, &length, &crc)) { return false; }
  soi_cursor summary = read_content(recording, start, length);
  if (summary.failed || (crc != 0 && soi_mcap_crc(0, summary.at, (size_t)length) != crc)) { return false; }
  bool good = true;
  while (good && soi_cursor_left(&summary) >= SOI_MCAP_RECORD_HEAD) {
    const uint8_t opcode = soi_cursor_u8(&summary);
    if (opcode == SOI_MCAP_FOOTER) { break; }
    const uint64_t size = soi_cursor_u64(&summary);
    const soi_cursor content = soi_cursor_part(&summary, size);
    if (opcode == SOI_MCAP_SCHEMA || opcode == SOI_MCAP_CHANNEL) { read_description(recording, opcode, 0, content); }
    good = !summary.failed && (opcode != SOI_MCAP_CHUNK_INDEX || read_chunk_index(recording, content));
  }
  if (!good) { recording->chunks.count = 0; }
  return good;
}

/* A chunk found on the way: its times, and room for the channels that its indexes will tell. */
static bool scan_chunk(soi_recording *recording, uint64_t offset, const record_place *record) {
  unsigned char times[TIMES_SIZE];
  if (record->length < TIMES_SIZE || !read_at(&recording->store, record->content, times, TIMES_SIZE)) { return false; }
  soi_cursor cursor = soi_cursor_make(times, TIMES_SIZE);
  soi_chunk_place place = {.offset = offset, .length = record->length + SOI_MCAP_RECORD_HEAD};
  place.first = soi_cursor_u64(&cursor);
  place.last = soi_cursor_u64(&cursor);
  soi_rows_add(&recording->chunks, recording->memory, &place);
  return true;
}

static void scan_message_index(soi_recording *recording, const record_place *record) {
  unsigned char id[2];
  if (recording->chunks.count == 0 || record->length < 2 || !read_at(&recording->store, record->content, id, 2)) { return; }
  soi_cursor cursor = soi_cursor_make(id, 2);
  soi_recording_chunk(recording, recording->chunks.count - 1)->channels |= channel_bit(recording, soi_cursor_u16(&cursor));
}

/* A message that stands in no chunk: with those before it, as far as they follow each other, it counts as one. */
static bool scan_message(soi_recording *recording, uint64_t offset, const record_place *record) {
  unsigned char head[SOI_MCAP_MESSAGE_HEAD - SOI_MCAP_RECORD_HEAD];
  if (record->length < sizeof head || !read_at(&recording->store, record->content, head, sizeof head)) { return false; }
  soi_cursor cursor = soi_cursor_make(head, sizeof head);
  const uint32_t channel = channel_bit(recording, soi_cursor_u16(&cursor));
  soi_cursor_u32(&cursor);
  const uint64_t time = soi_cursor_u64(&cursor), length = record->length + SOI_MCAP_RECORD_HEAD;
  soi_chunk_place *const last = recording->chunks.count == 0 ? NULL : soi_recording_chunk(recording, recording->chunks.count - 1);
  if (last != NULL && last->bare && last->offset + last->length == offset && last->length + length <= SOI_CHUNK_BYTES) {
    last->length += length;
    last->first = time < last->first ? time : last->first;
    last->last = time > last->last ? time : last->last;
    last->channels |= channel;
    return true;
  }
  const soi_chunk_place place = {.offset = offset, .length = length, .first = time, .last = time, .channels = channel, .bare = true};
  soi_rows_add(&recording->chunks, recording->memory, &place);
  return true;
}

/* One record on the way; false when it is not what it says. */
static bool scan_record(soi_recording *recording, uint64_t offset, const record_place *record) {
  switch (record->opcode) {
    case SOI_MCAP_CHUNK: return scan_chunk(recording, offset, record);
    case SOI_MCAP_MESSAGE: return scan_message(recording, offset, record);
    case SOI_MCAP_MESSAGE_INDEX: scan_message_index(recording, record); return true;
    case SOI_MCAP_SCHEMA:
    case SOI_MCAP_CHANNEL:
    case SOI_MCAP_ATTACHMENT:
    case SOI_MCAP_METADATA:
      read_description(recording, record->opcode, record->content, read_content(recording, record->content, record->length));
      return true;
    default: return true;
  }
}

/* Looks through the records one after the other; returns where the whole ones end. *ended: at the end of the data. */
static uint64_t scan(soi_recording *recording, uint64_t offset, bool *ended) {
  for (;;) {
    const record_place record = find_record(&recording->store, offset);
    *ended = record.whole && (record.opcode == SOI_MCAP_DATA_END || record.opcode == SOI_MCAP_FOOTER);
    if (!record.whole || record.opcode == 0 || *ended) { return offset; }
    if (!scan_record(recording, offset, &record)) { return offset; }
    offset = record.content + record.length;
  }
}

/* Whether nothing but a summary, a footer and the magic follow the end of the data: else another file may hang on to this one. */
static bool is_end(const soi_store *store, uint64_t offset) {
  unsigned char end[SOI_MCAP_MAGIC_SIZE];
  record_place record = find_record(store, offset);
  while (record.whole && record.opcode != 0 && record.opcode != SOI_MCAP_FOOTER) {
    record = find_record(store, record.content + record.length);
  }
  const uint64_t after = record.content + record.length;
  return record.whole && record.opcode == SOI_MCAP_FOOTER && after + sizeof end == store->size && read_at(store, after, end, sizeof end) &&
         memcmp(end, soi_mcap_magic, sizeof end) == 0;
}

/* The schemas and channels that are described within chunks, and which channels each chunk has: for files of other programs. */
static void look_into_chunks(soi_recording *recording) {
  for (uint32_t i = 0; i < recording->chunks.count; ++i) {
    if (!soi_recording_load(recording, i)) { continue; }
    uint32_t channels = 0;
    soi_cursor rest = soi_cursor_make(recording->records.data, recording->records.count);
    while (soi_cursor_left(&rest) >= SOI_MCAP_RECORD_HEAD) {
      const uint8_t opcode = soi_cursor_u8(&rest);
      const uint64_t length = soi_cursor_u64(&rest);
      soi_cursor content = soi_cursor_part(&rest, length);
      if (rest.failed) { break; }
      if (opcode == SOI_MCAP_MESSAGE) {
        channels |= channel_bit(recording, soi_cursor_u16(&content));
      } else if (opcode == SOI_MCAP_SCHEMA || opcode == SOI_MCAP_CHANNEL) {
        read_description(recording, opcode, 0, content);
      }
    }
    soi_recording_chunk(recording, i)->channels = channels;
  }
}

/* By their first message; stable, and nothing to do but in files of other programs. */
static void sort_chunks(soi_recording *recording) {
  for (uint32_t i = 1; i < recording->chunks.count; ++i) {
    const soi_chunk_place place = *soi_recording_chunk(recording, i);
    uint32_t to = i;
    for (; to > 0 && soi_recording_chunk(recording, to - 1)->first > place.first; --to) {
      *soi_recording_chunk(recording, to) = *soi_recording_chunk(recording, to - 1);
    }
    *soi_recording_chunk(recording, to) = place;
  }
  recording->loaded = 0;
}

/* True when a chunk begins before the one before it ends: never in files of ours. */
static bool chunks_overlap(const soi_recording *recording) {
  bool overlap = false;
  for (uint32_t i = 1; i < recording->chunks.count; ++i) {
    overlap = overlap || soi_recording_chunk(recording, i)->first < soi_recording_chunk(recording, i - 1)->last;
  }
  return overlap;
}

/* Makes one chunk of all, in the order of time. */
static void merge_chunks(soi_recording *recording) {
  soi_bytes all = soi_bytes_make(recording->memory);
  soi_chunk_place whole = *soi_recording_chunk(recording, 0);
  for (uint32_t i = 0; i < recording->chunks.count && all.count < MERGED_MOST; ++i) {
    const soi_chunk_place *const place = soi_recording_chunk(recording, i);
    if (!soi_recording_load(recording, i)) { continue; }
    soi_bytes_put(&all, recording->records.data, recording->records.count);
    whole.first = place->first < whole.first ? place->first : whole.first;
    whole.last = place->last > whole.last ? place->last : whole.last;
    whole.channels |= place->channels;
  }
  if (all.count >= MERGED_MOST) {
    soi_recording_trouble(recording, "its chunks overlap, and there is too much in them to put it in order");
    soi_bytes_release(&all);
    return;
  }
  whole.merged = true;
  recording->chunks.count = 0;
  soi_rows_add(&recording->chunks, recording->memory, &whole);
  soi_bytes_release(&recording->records);
  recording->records = all;
  soi_order_messages(recording);
}

/* Chunks whose indexes are cut off may hold anything. */
static void allow_all(soi_recording *recording) {
  if (recording->chunks.count == 0) { return; }
  soi_chunk_place *const last = soi_recording_chunk(recording, recording->chunks.count - 1);
  last->channels = SOI_CHANNELS_ALL;
  for (uint32_t i = 0; i < recording->chunks.count; ++i) {
    soi_chunk_place *const place = soi_recording_chunk(recording, i);
    if (place->channels == 0) { place->channels = SOI_CHANNELS_ALL; }
  }
}

soi_tick soi_recording_tick(const soi_recording *recording, uint64_t log_time) {
  const uint64_t us = log_time / 1000u;
  return us > recording->start_us && recording->info.step_us > 0 ? (us - recording->start_us) / recording->info.step_us : 0;
}

static void tell_range(soi_recording *recording) {
  soi_recording_info *const info = &recording->info;
  info->chunk_count = recording->chunks.count;
  info->bytes = recording->store.size;
  uint64_t first = UINT64_MAX, last = 0;
  for (uint32_t i = 0; i < recording->chunks.count; ++i) {
    const soi_chunk_place *const place = soi_recording_chunk(recording, i);
    if (place->first < first) { first = place->first; }
    if (place->last > last) { last = place->last; }
  }
  if (recording->chunks.count > 0) {
    info->first = soi_recording_tick(recording, first);
    info->last = soi_recording_tick(recording, last);
  }
}

/* --- opening and closing -------------------------------------------------------------------------------------------------------- */

/* Why this is nothing to read; null when it is. */
static const char *read_all(soi_recording *recording) {
  unsigned char magic[SOI_MCAP_MAGIC_SIZE];
  if (!read_at(&recording->store, 0, magic, sizeof magic) || memcmp(magic, soi_mcap_magic, sizeof magic) != 0) {
    return "this is no MCAP file";
  }
  const uint64_t beginning = read_beginning(recording);
  recording->info.whole = read_summary(recording);
  uint64_t end = 0;
  if (!recording->info.whole || recording->chunks.count == 0 || recording->notes.count == 0 || recording->attachments.count == 0) {
    recording->chunks.count = 0;
    end = scan(recording, beginning, &recording->info.whole);
    recording->info.whole = recording->info.whole && is_end(&recording->store, end);
    allow_all(recording);
  }
  if (recording->notes.count == 0) {
    return recording->info.whole ? "this is no recording of soi, or its metadata was left out"
                                 : "this is no recording of soi, or it was cut off before its first chunk";
  }
  take_notes(recording);
  if (recording->info.step_us == 0) { return "its metadata is damaged: there is no step_us"; }
  if (recording->strange_ids || recording->frame_columns == NULL) { look_into_chunks(recording); }
  sort_chunks(recording);
  if (chunks_overlap(recording)) { merge_chunks(recording); }
  if (!recording->info.whole) {
    soi_recording_trouble(recording, "cut off or damaged at byte %llu of %llu: %u whole chunk%s before it %s read%s",
                          (unsigned long long)end, (unsigned long long)recording->store.size, recording->chunks.count,
                          recording->chunks.count == 1 ? "" : "s", recording->chunks.count == 1 ? "is" : "are",
                          end < recording->store.size ? ", what follows is not" : "");
  }
  tell_range(recording);
  return recording->chunks.count == 0 ? "there is no whole chunk in it" : NULL;
}

static soi_recording *open_store(soi_store store, soi_memory memory, char *message, size_t size) {
  soi_recording *const recording = memory.allocate(memory.context, sizeof *recording);
  SOI_ASSERT(recording != NULL);
  *recording = (soi_recording){.memory = memory, .arena = soi_arena_make(memory), .store = store};
  recording->chunks = soi_rows_make(sizeof(soi_chunk_place));
  recording->topics = soi_rows_make(sizeof(soi_topic));
  recording->attachments = soi_rows_make(sizeof(soi_attachment_place));
  recording->notes = soi_rows_make(sizeof(soi_note));
  recording->file = soi_bytes_make(memory);
  recording->records = soi_bytes_make(memory);
  const char *const wrong = read_all(recording);
  if (wrong == NULL) { return recording; }
  if (message != NULL) { soi_text_print(message, size, "%s", wrong); }
  soi_recording_close(recording);
  return NULL;
}

soi_recording *soi_recording_open_bytes(const void *bytes, size_t count, soi_memory memory, char *message, size_t size) {
  return open_store((soi_store){.descriptor = -1, .bytes = bytes, .size = count}, memory, message, size);
}

soi_recording *soi_recording_open(const char *path, soi_memory memory, char *message, size_t size) {
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  const bool found = descriptor >= 0 && fstat(descriptor, &status) == 0;
  if (!found || !S_ISREG(status.st_mode)) {
    if (message != NULL) { soi_text_print(message, size, "%s", found ? "this is no file" : strerror(errno)); }
    if (descriptor >= 0) { close(descriptor); }
    return NULL;
  }
  return open_store((soi_store){.descriptor = descriptor, .size = (uint64_t)status.st_size}, memory, message, size);
}

void soi_recording_close(soi_recording *recording) {
  if (recording == NULL) { return; }
  const soi_memory memory = recording->memory;
  if (recording->store.descriptor >= 0) { close(recording->store.descriptor); }
  soi_rows *const lists[] = {&recording->chunks, &recording->topics, &recording->attachments, &recording->notes};
  for (unsigned i = 0; i < sizeof lists / sizeof *lists; ++i) { soi_rows_release(lists[i], memory); }
  soi_bytes_release(&recording->file);
  soi_bytes_release(&recording->records);
  soi_arena_release(&recording->arena);
  memory.release(memory.context, recording, sizeof *recording);
}

/* --- what is asked of it ---------------------------------------------------------------------------------------------------------- */

const soi_recording_info *soi_recording_about(const soi_recording *recording) { return &recording->info; }

const char *soi_recording_note(const soi_recording *recording, const char *key) {
  const soi_note *const notes = recording->notes.items;
  for (uint32_t i = 0; i < recording->notes.count; ++i) {
    if (strcmp(notes[i].key, key) == 0) { return notes[i].value; }
  }
  return NULL;
}

/* The bytes of an attachment with a copy that stays; null when its checksum is wrong. */
static const void *read_attached(soi_recording *recording, const soi_attachment_place *place) {
  const soi_cursor content = read_content(recording, place->offset, place->length);
  const size_t checked = (size_t)place->length - 4;
  if (content.failed) { return NULL; }
  soi_cursor rest = content;
  soi_cursor_take(&rest, checked);
  const uint32_t crc = soi_cursor_u32(&rest);
  if (crc != 0 && soi_mcap_crc(0, content.at, checked) != crc) { return NULL; }
  soi_cursor cursor = content;
  soi_cursor_take(&cursor, TIMES_SIZE);
  soi_cursor_block(&cursor);
  soi_cursor_block(&cursor);
  const soi_cursor data = soi_cursor_part(&cursor, soi_cursor_u64(&cursor));
  return data.failed ? NULL : copy_text(recording, data);
}

bool soi_recording_attachment(soi_recording *recording, uint32_t i, soi_attachment *attachment) {
  if (i >= recording->attachments.count) { return false; }
  soi_attachment_place *const place = &((soi_attachment_place *)recording->attachments.items)[i];
  if (!place->read) {
    place->attachment.bytes = read_attached(recording, place);
    place->read = true;
    if (place->attachment.bytes == NULL) {
      soi_recording_trouble(recording, "the attachment %s at byte %llu is damaged", place->attachment.name,
                            (unsigned long long)place->offset);
    }
  }
  *attachment = place->attachment;
  return true;
}

bool soi_recording_load(soi_recording *recording, uint32_t i) {
  soi_chunk_place *const place = soi_recording_chunk(recording, i);
  if (recording->loaded == i + 1) { return true; }
  if (place->damaged) { return false; }
  if (place->merged) { return true; /* in the records, for there is no other */ }
  const record_place record = find_record(&recording->store, place->offset);
  const char *wrong = "its lengths are wrong";
  if (place->bare) {
    const soi_cursor messages = read_content(recording, place->offset, place->length);
    recording->records.count = 0;
    if (!messages.failed) { soi_bytes_put(&recording->records, messages.at, soi_cursor_left(&messages)); }
    wrong = messages.failed ? "it cannot be read" : NULL;
  } else if (record.whole && record.opcode == SOI_MCAP_CHUNK && record.length + SOI_MCAP_RECORD_HEAD == place->length) {
    const soi_cursor content = read_content(recording, record.content, record.length);
    wrong = content.failed ? "it cannot be read" : soi_mcap_unpack(content, &recording->records);
  }
  if (wrong == NULL) { soi_order_messages(recording); }
  place->damaged = wrong != NULL;
  recording->loaded = wrong == NULL ? i + 1 : 0;
  if (wrong != NULL) {
    char from[32], to[32];
    soi_unit_print(from, sizeof from, SOI_UNIT_CLOCK, (double)place->first / 1e9);
    soi_unit_print(to, sizeof to, SOI_UNIT_CLOCK, (double)place->last / 1e9);
    soi_recording_trouble(recording, "the chunk at byte %llu, %s to %s, is damaged and passed over: %s", (unsigned long long)place->offset,
                          from, to, wrong);
  }
  return wrong == NULL;
}
