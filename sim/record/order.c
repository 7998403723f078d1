/* The messages of a chunk put in the order of their times: other programs pack anew as they like. */
#include <stdlib.h>

#include "mcap.h"
#include "reading.h"

typedef struct stamped {
  uint64_t time, order; /* order: of messages of one time, channel and sequence */
  size_t at, length;
} stamped;

static int by_time(const void *a, const void *b) {
  const stamped *const x = a, *const y = b;
  if (x->time != y->time) { return x->time > y->time ? 1 : -1; }
  if (x->order != y->order) { return x->order > y->order ? 1 : -1; }
  return (x->at > y->at) - (x->at < y->at);
}

/* The next record at *at, with the time of a message (of others 0); false at the end. */
static bool next_record(const soi_bytes *records, size_t *at, stamped *record) {
  soi_cursor rest = soi_cursor_make(records->data + *at, records->count - *at);
  const uint8_t opcode = soi_cursor_u8(&rest);
  const uint64_t length = soi_cursor_u64(&rest);
  soi_cursor content = soi_cursor_part(&rest, length);
  *record = (stamped){.at = *at, .length = SOI_MCAP_RECORD_HEAD + (size_t)length};
  if (rest.failed || opcode == 0) { return false; }
  if (opcode == SOI_MCAP_MESSAGE) {
    record->order = (uint64_t)soi_cursor_u16(&content) << 32;
    record->order |= soi_cursor_u32(&content);
    record->time = soi_cursor_u64(&content);
  }
  *at += record->length;
  return true;
}

void soi_order_messages(soi_recording *recording) {
  soi_bytes *const records = &recording->records;
  soi_rows list = soi_rows_make(sizeof(stamped));
  bool ordered = true;
  uint64_t last = 0;
  stamped record;
  size_t at = 0;
  /* In files of ours nothing more than this is to be done. */
  while (ordered && next_record(records, &at, &record)) {
    ordered = record.time >= last;
    last = record.time;
  }
  if (ordered) { return; }
  for (at = 0; next_record(records, &at, &record);) { soi_rows_add(&list, recording->memory, &record); }
  qsort(list.items, list.count, sizeof(stamped), by_time);
  soi_bytes sorted = soi_bytes_make(recording->memory);
  soi_bytes_reserve(&sorted, records->count + 1);
  for (uint32_t i = 0; i < list.count; ++i) {
    const stamped *const each = &((const stamped *)list.items)[i];
    soi_bytes_put(&sorted, records->data + each->at, each->length);
  }
  soi_rows_release(&list, recording->memory);
  soi_bytes_release(records);
  *records = sorted;
}
