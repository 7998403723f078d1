/* The MCAP container (mcap.dev): records behind each other, each an opcode, a length of 64 bits and its content. */
#ifndef SOI_MCAP_H
#define SOI_MCAP_H

#include "bytes.h"
#include "rows.h"

#include <soi/recording.h>

enum {
  SOI_MCAP_HEADER = 0x01,
  SOI_MCAP_FOOTER = 0x02,
  SOI_MCAP_SCHEMA = 0x03,
  SOI_MCAP_CHANNEL = 0x04,
  SOI_MCAP_MESSAGE = 0x05,
  SOI_MCAP_CHUNK = 0x06,
  SOI_MCAP_MESSAGE_INDEX = 0x07,
  SOI_MCAP_CHUNK_INDEX = 0x08,
  SOI_MCAP_ATTACHMENT = 0x09,
  SOI_MCAP_ATTACHMENT_INDEX = 0x0a,
  SOI_MCAP_STATISTICS = 0x0b,
  SOI_MCAP_METADATA = 0x0c,
  SOI_MCAP_METADATA_INDEX = 0x0d,
  SOI_MCAP_SUMMARY_OFFSET = 0x0e,
  SOI_MCAP_DATA_END = 0x0f,

  SOI_MCAP_MAGIC_SIZE = 8,
  SOI_MCAP_RECORD_HEAD = 9,                          /* opcode and length */
  SOI_MCAP_MESSAGE_HEAD = SOI_MCAP_RECORD_HEAD + 22, /* ... channel, sequence and two times */
  SOI_MCAP_FOOTER_SIZE = SOI_MCAP_RECORD_HEAD + 20
};

extern const unsigned char soi_mcap_magic[SOI_MCAP_MAGIC_SIZE];

/* CRC-32 as in zip files; continues from an earlier one (0 at the start). */
uint32_t soi_mcap_crc(uint32_t crc, const void *bytes, size_t count);

/* --- a chunk on its way to the file ------------------------------------------------------------------------------------- */

typedef struct soi_chunk_entry {
  uint64_t time;
  uint32_t offset;
  uint16_t channel;
} soi_chunk_entry;

typedef struct soi_chunk {
  soi_bytes messages;
  soi_chunk_entry *entries; /* one a message */
  uint32_t count, capacity;
  size_t limit; /* bytes of messages */
  bool has_frame;
} soi_chunk;

/* A chunk for limit bytes of messages; null when the host has no memory. It never allocates later. */
soi_chunk *soi_chunk_create(soi_memory memory, size_t limit);
void soi_chunk_release(soi_chunk *chunk);
void soi_chunk_empty(soi_chunk *chunk);
/* True when a message of so many bytes still fits. */
bool soi_chunk_fits(const soi_chunk *chunk, size_t bytes);
/* Begins a message; its bytes go into chunk->messages, at most as many as fit. end tells their number to the message's head. */
void soi_chunk_begin(soi_chunk *chunk, uint16_t channel, uint32_t sequence, uint64_t time);
void soi_chunk_end(soi_chunk *chunk);

/* --- the file --------------------------------------------------------------------------------------------------------- */

/* A file being written from its first byte to its last. What its end repeats is gathered on the way. */
typedef struct soi_mcap {
  soi_writer writer;
  soi_memory memory;
  bool failed;
  uint64_t offset;  /* bytes written */
  uint32_t crc;     /* of them */
  soi_bytes record; /* work space */
  soi_bytes schemas, channels, chunk_indexes, attachment_indexes, metadata_indexes;
  uint64_t *message_counts; /* by channel id */
  uint32_t channel_limit;   /* greatest channel id + 1 */
  uint32_t schema_count, channel_count, chunk_count, attachment_count, metadata_count;
  uint64_t first, last; /* log times of the messages */
  void *compressor;
} soi_mcap;

/* Writes magic and header. channel_limit: channel ids are below it. False when there is no memory. */
bool soi_mcap_begin(soi_mcap *mcap, soi_writer writer, soi_memory memory, uint32_t channel_limit, const char *library);
void soi_mcap_schema(soi_mcap *mcap, uint16_t id, const char *name, const char *encoding, const char *text);
void soi_mcap_channel(soi_mcap *mcap, uint16_t id, uint16_t schema, const char *topic, const char *encoding);
void soi_mcap_attachment(soi_mcap *mcap, uint64_t time, const soi_attachment *attachment);
void soi_mcap_metadata(soi_mcap *mcap, const char *name, const soi_note *notes, uint32_t count);
/* Compresses and writes a chunk with its message indexes, and empties it. */
bool soi_mcap_chunk(soi_mcap *mcap, soi_chunk *chunk);
/* Writes the end of the data, the summary and the footer. */
bool soi_mcap_finish(soi_mcap *mcap);
void soi_mcap_release(soi_mcap *mcap);

/* --- reading ---------------------------------------------------------------------------------------------------------- */

/* The records of a chunk's content, decompressed and checked, into records; null or what is wrong with it. */
const char *soi_mcap_unpack(soi_cursor content, soi_bytes *records);

#endif
