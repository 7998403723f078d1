/* Writing the container. Every record is put together in one work space and goes out in one piece, so that what a crash leaves ends
 * between records whenever the system keeps its writes whole. */
#include "mcap.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* The fast level: the content is packed already, higher ones gain a tenth for twice the time. */
enum { COMPRESSION_LEVEL = 1 };

const unsigned char soi_mcap_magic[SOI_MCAP_MAGIC_SIZE] = {0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

uint32_t soi_mcap_crc(uint32_t crc, const void *bytes, size_t count) { return (uint32_t)crc32_z(crc, bytes, count); }

/* --- records ------------------------------------------------------------------------------------------------------------ */

static size_t begin_record(soi_bytes *bytes, uint8_t opcode) {
  soi_bytes_u8(bytes, opcode);
  soi_bytes_u64(bytes, 0);
  return bytes->count;
}

/* start is what begin_record gave. */
static void end_record(soi_bytes *bytes, size_t start) { soi_bytes_patch_u64(bytes, start - 8, bytes->count - start); }

static void write_out(soi_mcap *mcap, const void *bytes, size_t count) {
  if (mcap->failed) { return; }
  mcap->failed = !mcap->writer.write(mcap->writer.context, bytes, count);
  mcap->crc = soi_mcap_crc(mcap->crc, bytes, count);
  mcap->offset += count;
}

/* Writes what stands in the work space and empties it. */
static void write_record(soi_mcap *mcap) {
  write_out(mcap, mcap->record.data, mcap->record.count);
  mcap->record.count = 0;
}

bool soi_mcap_begin(soi_mcap *mcap, soi_writer writer, soi_memory memory, uint32_t channel_limit, const char *library) {
  *mcap = (soi_mcap){.writer = writer, .memory = memory, .channel_limit = channel_limit, .first = UINT64_MAX};
  soi_bytes *const buffers[] = {&mcap->record,          &mcap->schemas, &mcap->channels, &mcap->chunk_indexes, &mcap->attachment_indexes,
                                &mcap->metadata_indexes};
  for (unsigned i = 0; i < sizeof buffers / sizeof *buffers; ++i) { *buffers[i] = soi_bytes_make(memory); }
  mcap->message_counts = memory.allocate(memory.context, channel_limit * sizeof *mcap->message_counts);
  mcap->compressor = ZSTD_createCCtx();
  if (mcap->message_counts == NULL || mcap->compressor == NULL) { return false; }
  soi_bytes_put(&mcap->record, soi_mcap_magic, SOI_MCAP_MAGIC_SIZE);
  const size_t start = begin_record(&mcap->record, SOI_MCAP_HEADER);
  soi_bytes_text(&mcap->record, "");
  soi_bytes_text(&mcap->record, library);
  end_record(&mcap->record, start);
  write_record(mcap);
  return true;
}

/* Schemas and channels stand in the file twice: before the messages, and in the summary. */
static void write_twice(soi_mcap *mcap, soi_bytes *again) {
  soi_bytes_put(again, mcap->record.data, mcap->record.count);
  write_record(mcap);
}

void soi_mcap_schema(soi_mcap *mcap, uint16_t id, const char *name, const char *encoding, const char *text) {
  const size_t start = begin_record(&mcap->record, SOI_MCAP_SCHEMA);
  soi_bytes_u16(&mcap->record, id);
  soi_bytes_text(&mcap->record, name);
  soi_bytes_text(&mcap->record, encoding);
  soi_bytes_text(&mcap->record, text);
  end_record(&mcap->record, start);
  write_twice(mcap, &mcap->schemas);
  ++mcap->schema_count;
}

void soi_mcap_channel(soi_mcap *mcap, uint16_t id, uint16_t schema, const char *topic, const char *encoding) {
  const size_t start = begin_record(&mcap->record, SOI_MCAP_CHANNEL);
  soi_bytes_u16(&mcap->record, id);
  soi_bytes_u16(&mcap->record, schema);
  soi_bytes_text(&mcap->record, topic);
  soi_bytes_text(&mcap->record, encoding);
  soi_bytes_u32(&mcap->record, 0);
  end_record(&mcap->record, start);
  write_twice(mcap, &mcap->channels);
  ++mcap->channel_count;
}

static void index_attachment(soi_mcap *mcap, uint64_t offset, uint64_t length, uint64_t time, const soi_attachment *attachment) {
  soi_bytes *const bytes = &mcap->attachment_indexes;
  const size_t start = begin_record(bytes, SOI_MCAP_ATTACHMENT_INDEX);
  soi_bytes_u64(bytes, offset);
  soi_bytes_u64(bytes, length);
  soi_bytes_u64(bytes, time);
  soi_bytes_u64(bytes, 0);
  soi_bytes_u64(bytes, attachment->size);
  soi_bytes_text(bytes, attachment->name);
  soi_bytes_text(bytes, attachment->media_type);
  end_record(bytes, start);
  ++mcap->attachment_count;
}

void soi_mcap_attachment(soi_mcap *mcap, uint64_t time, const soi_attachment *attachment) {
  soi_bytes *const bytes = &mcap->record;
  const size_t start = begin_record(bytes, SOI_MCAP_ATTACHMENT);
  soi_bytes_u64(bytes, time);
  soi_bytes_u64(bytes, 0);
  soi_bytes_text(bytes, attachment->name);
  soi_bytes_text(bytes, attachment->media_type);
  soi_bytes_u64(bytes, attachment->size);
  soi_bytes_put(bytes, attachment->bytes, attachment->size);
  soi_bytes_u32(bytes, soi_mcap_crc(0, bytes->data + start, bytes->count - start));
  end_record(bytes, start);
  index_attachment(mcap, mcap->offset, bytes->count, time, attachment);
  write_record(mcap);
}

void soi_mcap_metadata(soi_mcap *mcap, const char *name, const soi_note *notes, uint32_t count) {
  soi_bytes *const bytes = &mcap->record;
  const size_t start = begin_record(bytes, SOI_MCAP_METADATA);
  soi_bytes_text(bytes, name);
  const size_t map = bytes->count;
  soi_bytes_u32(bytes, 0);
  for (uint32_t i = 0; i < count; ++i) {
    soi_bytes_text(bytes, notes[i].key);
    soi_bytes_text(bytes, notes[i].value);
  }
  soi_bytes_patch_u32(bytes, map, (uint32_t)(bytes->count - map - 4));
  end_record(bytes, start);

  soi_bytes *const index = &mcap->metadata_indexes;
  const size_t index_start = begin_record(index, SOI_MCAP_METADATA_INDEX);
  soi_bytes_u64(index, mcap->offset);
  soi_bytes_u64(index, bytes->count);
  soi_bytes_text(index, name);
  end_record(index, index_start);
  ++mcap->metadata_count;
  write_record(mcap);
}

/* --- chunks --------------------------------------------------------------------------------------------------------------- */

/* Log times of the earliest and the latest message. */
static void find_times(const soi_chunk *chunk, uint64_t *first, uint64_t *last) {
  *first = chunk->entries[0].time;
  *last = chunk->entries[0].time;
  for (uint32_t i = 1; i < chunk->count; ++i) {
    if (chunk->entries[i].time < *first) { *first = chunk->entries[i].time; }
    if (chunk->entries[i].time > *last) { *last = chunk->entries[i].time; }
  }
}

/* The chunk's record into the work space. Returns the size of the compressed messages, 0 when the compressor failed. */
static size_t put_chunk(soi_mcap *mcap, const soi_chunk *chunk, uint64_t first, uint64_t last) {
  soi_bytes *const bytes = &mcap->record;
  const size_t start = begin_record(bytes, SOI_MCAP_CHUNK);
  soi_bytes_u64(bytes, first);
  soi_bytes_u64(bytes, last);
  soi_bytes_u64(bytes, chunk->messages.count);
  soi_bytes_u32(bytes, soi_mcap_crc(0, chunk->messages.data, chunk->messages.count));
  soi_bytes_text(bytes, "zstd");
  soi_bytes_u64(bytes, 0);
  const size_t room = ZSTD_compressBound(chunk->messages.count);
  unsigned char *const at = soi_bytes_reserve(bytes, room);
  const size_t size = ZSTD_compressCCtx(mcap->compressor, at, room, chunk->messages.data, chunk->messages.count, COMPRESSION_LEVEL);
  if (ZSTD_isError(size)) { return 0; }
  soi_bytes_patch_u64(bytes, bytes->count - 8, size);
  bytes->count += size;
  end_record(bytes, start);
  return size;
}

/* Where the messages of one channel stand in the chunk; returns how many there are. */
static uint32_t put_message_index(soi_bytes *bytes, const soi_chunk *chunk, uint16_t channel) {
  const size_t start = begin_record(bytes, SOI_MCAP_MESSAGE_INDEX);
  soi_bytes_u16(bytes, channel);
  const size_t array = bytes->count;
  soi_bytes_u32(bytes, 0);
  for (uint32_t i = 0; i < chunk->count; ++i) {
    if (chunk->entries[i].channel != channel) { continue; }
    soi_bytes_u64(bytes, chunk->entries[i].time);
    soi_bytes_u64(bytes, chunk->entries[i].offset);
  }
  const uint32_t size = (uint32_t)(bytes->count - array - 4);
  soi_bytes_patch_u32(bytes, array, size);
  end_record(bytes, start);
  return size / 16u;
}

/* Message indexes behind the chunk in the work space, and their places into the map that the chunk's index is to have. */
static void put_message_indexes(soi_mcap *mcap, const soi_chunk *chunk, soi_bytes *index) {
  const size_t map = index->count;
  soi_bytes_u32(index, 0);
  for (uint32_t channel = 0; channel < mcap->channel_limit; ++channel) {
    const size_t before = mcap->record.count;
    const uint32_t count = put_message_index(&mcap->record, chunk, (uint16_t)channel);
    if (count == 0) {
      mcap->record.count = before;
      continue;
    }
    mcap->message_counts[channel] += count;
    soi_bytes_u16(index, (uint16_t)channel);
    soi_bytes_u64(index, mcap->offset + before);
  }
  soi_bytes_patch_u32(index, map, (uint32_t)(index->count - map - 4));
}

bool soi_mcap_chunk(soi_mcap *mcap, soi_chunk *chunk) {
  if (chunk->count == 0 || mcap->failed) {
    soi_chunk_empty(chunk);
    return !mcap->failed;
  }
  uint64_t first, last;
  find_times(chunk, &first, &last);
  const size_t compressed = put_chunk(mcap, chunk, first, last);
  if (compressed == 0) { mcap->failed = true; }
  const size_t length = mcap->record.count;
  soi_bytes *const index = &mcap->chunk_indexes;
  const size_t start = begin_record(index, SOI_MCAP_CHUNK_INDEX);
  soi_bytes_u64(index, first);
  soi_bytes_u64(index, last);
  soi_bytes_u64(index, mcap->offset);
  soi_bytes_u64(index, length);
  put_message_indexes(mcap, chunk, index);
  soi_bytes_u64(index, mcap->record.count - length);
  soi_bytes_text(index, "zstd");
  soi_bytes_u64(index, compressed);
  soi_bytes_u64(index, chunk->messages.count);
  end_record(index, start);

  if (first < mcap->first) { mcap->first = first; }
  if (last > mcap->last) { mcap->last = last; }
  ++mcap->chunk_count;
  soi_chunk_empty(chunk);
  write_record(mcap);
  return !mcap->failed;
}

/* --- the end -------------------------------------------------------------------------------------------------------------- */

static void put_statistics(soi_mcap *mcap, soi_bytes *bytes) {
  uint64_t total = 0;
  for (uint32_t i = 0; i < mcap->channel_limit; ++i) { total += mcap->message_counts[i]; }
  const size_t start = begin_record(bytes, SOI_MCAP_STATISTICS);
  soi_bytes_u64(bytes, total);
  soi_bytes_u16(bytes, (uint16_t)mcap->schema_count);
  soi_bytes_u32(bytes, mcap->channel_count);
  soi_bytes_u32(bytes, mcap->attachment_count);
  soi_bytes_u32(bytes, mcap->metadata_count);
  soi_bytes_u32(bytes, mcap->chunk_count);
  soi_bytes_u64(bytes, total == 0 ? 0 : mcap->first);
  soi_bytes_u64(bytes, mcap->last);
  const size_t map = bytes->count;
  soi_bytes_u32(bytes, 0);
  for (uint32_t i = 0; i < mcap->channel_limit; ++i) {
    if (mcap->message_counts[i] == 0) { continue; }
    soi_bytes_u16(bytes, (uint16_t)i);
    soi_bytes_u64(bytes, mcap->message_counts[i]);
  }
  soi_bytes_patch_u32(bytes, map, (uint32_t)(bytes->count - map - 4));
  end_record(bytes, start);
}

/* One kind of record of the summary, and where they stand. */
static void put_group(soi_bytes *summary, soi_bytes *offsets, uint64_t summary_start, uint8_t opcode, const soi_bytes *records) {
  if (records->count == 0) { return; }
  const size_t start = begin_record(offsets, SOI_MCAP_SUMMARY_OFFSET);
  soi_bytes_u8(offsets, opcode);
  soi_bytes_u64(offsets, summary_start + summary->count);
  soi_bytes_u64(offsets, records->count);
  end_record(offsets, start);
  soi_bytes_put(summary, records->data, records->count);
}

/* Summary, summary offsets and footer into the work space. */
static void put_summary(soi_mcap *mcap) {
  soi_bytes *const summary = &mcap->record;
  soi_bytes offsets = soi_bytes_make(mcap->memory), statistics = soi_bytes_make(mcap->memory);
  const uint64_t start = mcap->offset;
  put_statistics(mcap, &statistics);
  put_group(summary, &offsets, start, SOI_MCAP_SCHEMA, &mcap->schemas);
  put_group(summary, &offsets, start, SOI_MCAP_CHANNEL, &mcap->channels);
  put_group(summary, &offsets, start, SOI_MCAP_STATISTICS, &statistics);
  put_group(summary, &offsets, start, SOI_MCAP_CHUNK_INDEX, &mcap->chunk_indexes);
  put_group(summary, &offsets, start, SOI_MCAP_ATTACHMENT_INDEX, &mcap->attachment_indexes);
  put_group(summary, &offsets, start, SOI_MCAP_METADATA_INDEX, &mcap->metadata_indexes);
  const uint64_t offsets_start = start + summary->count;
  soi_bytes_put(summary, offsets.data, offsets.count);
  const size_t footer = begin_record(summary, SOI_MCAP_FOOTER);
  soi_bytes_patch_u64(summary, footer - 8, SOI_MCAP_FOOTER_SIZE - SOI_MCAP_RECORD_HEAD);
  soi_bytes_u64(summary, start);
  soi_bytes_u64(summary, offsets_start);
  soi_bytes_u32(summary, soi_mcap_crc(0, summary->data, summary->count));
  soi_bytes_put(summary, soi_mcap_magic, SOI_MCAP_MAGIC_SIZE);
  soi_bytes_release(&offsets);
  soi_bytes_release(&statistics);
}

bool soi_mcap_finish(soi_mcap *mcap) {
  const size_t start = begin_record(&mcap->record, SOI_MCAP_DATA_END);
  soi_bytes_u32(&mcap->record, mcap->crc);
  end_record(&mcap->record, start);
  write_record(mcap);
  put_summary(mcap);
  write_record(mcap);
  return !mcap->failed;
}

void soi_mcap_release(soi_mcap *mcap) {
  soi_bytes *const buffers[] = {&mcap->record,          &mcap->schemas, &mcap->channels, &mcap->chunk_indexes, &mcap->attachment_indexes,
                                &mcap->metadata_indexes};
  for (unsigned i = 0; i < sizeof buffers / sizeof *buffers; ++i) { soi_bytes_release(buffers[i]); }
  if (mcap->message_counts != NULL) {
    mcap->memory.release(mcap->memory.context, mcap->message_counts, mcap->channel_limit * sizeof *mcap->message_counts);
  }
  ZSTD_freeCCtx(mcap->compressor);
}
