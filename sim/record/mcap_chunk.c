/* A chunk as it fills: messages behind each other, and where each of them stands. */
#include "mcap.h"

#include <string.h>

/* A message takes at least its head. */
enum { LEAST_MESSAGE = SOI_MCAP_MESSAGE_HEAD };

soi_chunk *soi_chunk_create(soi_memory memory, size_t limit) {
  soi_chunk *const chunk = memory.allocate(memory.context, sizeof *chunk);
  if (chunk == NULL) { return NULL; }
  *chunk = (soi_chunk){.messages = soi_bytes_make(memory), .limit = limit, .capacity = (uint32_t)(limit / LEAST_MESSAGE)};
  chunk->entries = memory.allocate(memory.context, chunk->capacity * sizeof *chunk->entries);
  chunk->messages.data = memory.allocate(memory.context, limit);
  chunk->messages.capacity = chunk->messages.data == NULL ? 0 : limit;
  if (chunk->entries == NULL || chunk->messages.data == NULL) {
    soi_chunk_release(chunk);
    return NULL;
  }
  return chunk;
}

void soi_chunk_release(soi_chunk *chunk) {
  if (chunk == NULL) { return; }
  const soi_memory memory = chunk->messages.memory;
  soi_bytes_release(&chunk->messages);
  if (chunk->entries != NULL) { memory.release(memory.context, chunk->entries, chunk->capacity * sizeof *chunk->entries); }
  memory.release(memory.context, chunk, sizeof *chunk);
}

void soi_chunk_empty(soi_chunk *chunk) {
  chunk->messages.count = 0;
  chunk->count = 0;
  chunk->has_frame = false;
}

bool soi_chunk_fits(const soi_chunk *chunk, size_t bytes) { return chunk->limit - chunk->messages.count >= SOI_MCAP_MESSAGE_HEAD + bytes; }

void soi_chunk_begin(soi_chunk *chunk, uint16_t channel, uint32_t sequence, uint64_t time) {
  SOI_ASSERT(chunk->count < chunk->capacity);
  chunk->entries[chunk->count] = (soi_chunk_entry){time, (uint32_t)chunk->messages.count, channel};
  soi_bytes_u8(&chunk->messages, SOI_MCAP_MESSAGE);
  soi_bytes_u64(&chunk->messages, 0);
  soi_bytes_u16(&chunk->messages, channel);
  soi_bytes_u32(&chunk->messages, sequence);
  soi_bytes_u64(&chunk->messages, time);
  soi_bytes_u64(&chunk->messages, time);
}

void soi_chunk_end(soi_chunk *chunk) {
  const size_t start = chunk->entries[chunk->count++].offset;
  SOI_ASSERT(chunk->messages.count <= chunk->limit);
  soi_bytes_patch_u64(&chunk->messages, start + 1, chunk->messages.count - start - SOI_MCAP_RECORD_HEAD);
}
