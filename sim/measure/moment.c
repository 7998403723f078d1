/* An observer as bytes: a head, the block of tallies, then the lists. Restored, it goes on as if it had never stopped, and its
 * report is the same byte for byte. */
#include "hash.h"
#include "observer.h"

#include <string.h>

typedef struct moment_head {
  char magic[8];
  uint64_t model_hash;
  uint64_t block_bytes;
  uint64_t checksum;          /* of all that follows the head */
  uint64_t counts[SOI_LISTS]; /* rows of each list */
} moment_head;

static const char magic[8] = {'s', 'o', 'i', 'o', 'b', 's', 'v', '3'};

static uint64_t bytes_of(const soi_observer *observer, uint32_t i, uint64_t count) { return observer->lists[i].size * count; }

size_t soi_observer_snapshot_size(const soi_observer *observer) {
  uint64_t size = sizeof(moment_head) + observer->block_bytes;
  for (uint32_t i = 0; i < SOI_LISTS; ++i) { size += bytes_of(observer, i, observer->lists[i].count); }
  return (size_t)size;
}

void soi_observer_snapshot_save(const soi_observer *observer, void *snapshot) {
  moment_head head = {.model_hash = observer->model->hash, .block_bytes = observer->block_bytes};
  memcpy(head.magic, magic, sizeof magic);
  char *const start = (char *)snapshot + sizeof head;
  memcpy(start, observer->block, observer->block_bytes);
  char *at = start + observer->block_bytes;
  for (uint32_t i = 0; i < SOI_LISTS; ++i) {
    const soi_rows *const list = &observer->lists[i];
    const size_t bytes = (size_t)bytes_of(observer, i, list->count);
    if (bytes > 0) { memcpy(at, list->items, bytes); }
    head.counts[i] = list->count;
    at += bytes;
  }
  head.checksum = soi_hash_bytes(SOI_HASH_SEED, start, (size_t)(at - start));
  memcpy(snapshot, &head, sizeof head);
}

/* Whether these bytes are a whole observer of this model. */
static bool fits(const soi_observer *observer, const moment_head *head, const char *body, uint64_t body_bytes) {
  if (memcmp(head->magic, magic, sizeof magic) != 0 || head->model_hash != observer->model->hash) { return false; }
  if (head->block_bytes != observer->block_bytes) { return false; }
  uint64_t expected = head->block_bytes;
  for (uint32_t i = 0; i < SOI_LISTS; ++i) {
    if (head->counts[i] > UINT32_MAX) { return false; }
    expected += bytes_of(observer, i, head->counts[i]);
  }
  return expected == body_bytes && soi_hash_bytes(SOI_HASH_SEED, body, (size_t)body_bytes) == head->checksum;
}

bool soi_observer_snapshot_restore(soi_observer *observer, const void *snapshot, size_t size) {
  moment_head head;
  if (size < sizeof head) { return false; }
  memcpy(&head, snapshot, sizeof head);
  const char *at = (const char *)snapshot + sizeof head;
  if (!fits(observer, &head, at, size - sizeof head)) { return false; }
  memcpy(observer->block, at, observer->block_bytes);
  at += observer->block_bytes;
  for (uint32_t i = 0; i < SOI_LISTS; ++i) {
    soi_rows_set(&observer->lists[i], observer->memory, at, (uint32_t)head.counts[i]);
    at += bytes_of(observer, i, head.counts[i]);
  }
  return true;
}

/* The rows from 0 that both have. */
static void take_rows(void *to, const void *from, size_t size, uint32_t here, uint32_t there) {
  memcpy(to, from, size * ((here < there ? here : there) + 1u));
}

void soi_observer_take_over(soi_observer *observer, const soi_observer *from) {
  const soi_model *const here = observer->model, *const there = from->model;
  *observer->run = *from->run;
  take_rows(observer->stops, from->stops, sizeof *from->stops, here->stop_count, there->stop_count);
  take_rows(observer->carts, from->carts, sizeof *from->carts, here->cart_count, there->cart_count);
  take_rows(observer->errands, from->errands, sizeof *from->errands, here->person_capacity, there->person_capacity);
  take_rows(observer->vehicle_counts, from->vehicle_counts, 1, here->vehicle_capacity, there->vehicle_capacity);
  for (uint32_t i = 0; i < SOI_LISTS; ++i) {
    soi_rows_set(&observer->lists[i], observer->memory, from->lists[i].items, from->lists[i].count);
  }
}
