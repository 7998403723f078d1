/* A recording being read: what was found when it was opened, and the chunk that was decompressed last. */
#ifndef SOI_READING_H
#define SOI_READING_H

#include "channel.h"

/* A chunk's place in the file. */
typedef struct soi_chunk_place {
  uint64_t offset, length; /* of its record */
  uint64_t first, last;    /* log times */
  uint32_t channels;       /* a set of soi_channel; all when it has no index */
  bool damaged;            /* found so when it was read */
  bool merged;             /* all of the file, put in order in memory */
  bool bare;               /* no chunk, but messages that stand in the file as they are */
} soi_chunk_place;

typedef struct soi_topic {
  uint16_t id;
  uint16_t schema;
  soi_channel channel;
  soi_cart_id cart;
} soi_topic;

typedef struct soi_attachment_place {
  uint64_t offset, length; /* of its record's content */
  soi_attachment attachment;
  bool read;
} soi_attachment_place;

/* The file, or bytes that stand for one. */
typedef struct soi_store {
  int descriptor; /* -1: bytes */
  const unsigned char *bytes;
  uint64_t size;
} soi_store;

struct soi_recording {
  soi_memory memory;
  soi_arena arena; /* texts, attachments */
  soi_store store;
  soi_recording_info info;
  uint64_t start_us; /* of tick 0 since midnight */
  soi_rows chunks, topics, attachments, notes;
  const char *frame_columns; /* null: there are no frames */
  bool strange_ids;          /* a chunk's index names channels that are described nowhere but in chunks */
  /* The chunk read last. */
  uint32_t loaded;         /* row + 1; 0: none */
  soi_bytes file, records; /* as in the file, and unpacked */
};

static inline soi_chunk_place *soi_recording_chunk(const soi_recording *recording, uint32_t i) {
  return &((soi_chunk_place *)recording->chunks.items)[i];
}

/* The records of chunk number i; false when it is damaged (which is then told in the info's trouble). */
bool soi_recording_load(soi_recording *recording, uint32_t i);
/* The records that were loaded, by the time of the messages among them. */
void soi_order_messages(soi_recording *recording);
/* The next message of the chunk that the cursor stands in, without going on to the next. */
bool soi_message_next_in_chunk(soi_message_cursor *cursor, soi_message *message);
/* What could not be read; the first trouble is the one that is told. */
void soi_recording_trouble(soi_recording *recording, const char *format, ...) SOI_FORMAT(2, 3);
soi_tick soi_recording_tick(const soi_recording *recording, uint64_t log_time);

#endif
