/* The recorder: what a step changes is copied into the batch at hand; a full batch goes to the host for another. What copies and what packs
 * share nothing but the batches, so that two threads may do it. */
#include "copy.h"
#include "packer.h"

#include <errno.h>
#include <string.h>

/* What stands in a batch: a head, then the events of a moment, what changed in its state and the observer's snapshot, as far as they are there. */
typedef struct entry {
  enum { ENTRY_MOMENT, ENTRY_SNAPSHOT, ENTRY_COMMAND } kind;
  bool exact; /* a moment with its snapshot */
  uint32_t event_count;
  size_t state_size, observer_size;
  soi_tick tick; /* of a command: the world's when it was given */
  soi_command command;
} entry;

struct soi_batch {
  soi_bytes entries;
  struct soi_batch *next; /* in the recorder's list of all its batches */
};

struct soi_recorder {
  const soi_model *model;
  soi_memory memory;
  /* The copying side. */
  soi_batch *(*exchange)(void *context, soi_batch *full);
  void *exchange_context;
  soi_batch *batch, *batches; /* the one at hand; all there are, for release */
  soi_copier *copier;
  soi_tick snapshot_every; /* ticks; 0: never */
  soi_tick snapshot_tick;  /* of the last one; UINT64_MAX: none yet */
  /* The packing side. */
  soi_packer packer;
};

soi_recorder_options soi_recorder_defaults(void) { return (soi_recorder_options){.hz = 10.0, .foxglove_hz = 2.0, .snapshot_every = 10.0}; }

/* --- life ------------------------------------------------------------------------------------------------------------------------- */

soi_batch *soi_recorder_batch(soi_recorder *recorder) {
  soi_batch *const batch = recorder->memory.allocate(recorder->memory.context, sizeof *batch);
  if (batch == NULL) { return NULL; }
  *batch = (soi_batch){soi_bytes_make(recorder->memory), recorder->batches};
  /* Room for a full one and the moment that goes beyond: only events and an observer's snapshot may make it grow. */
  soi_bytes_reserve(&batch->entries, SOI_BATCH_BYTES + soi_copy_most(recorder->packer.world));
  recorder->batches = batch;
  return batch;
}

static bool begin_copying(soi_recorder *recorder) {
  recorder->batch = soi_recorder_batch(recorder);
  recorder->copier = soi_copier_create(recorder->packer.world, recorder->memory);
  return recorder->batch != NULL && recorder->copier != NULL;
}

soi_recorder *soi_recorder_create(const soi_model *model, soi_memory memory, const soi_recorder_options *options) {
  soi_recorder *const recorder = memory.allocate(memory.context, sizeof *recorder);
  if (recorder == NULL) { return NULL; }
  *recorder = (soi_recorder){.model = model, .memory = memory, .snapshot_tick = UINT64_MAX};
  recorder->exchange = options->exchange;
  recorder->exchange_context = options->exchange_context;
  recorder->snapshot_every = options->snapshot_every > 0.0 ? soi_packer_ticks(model, 1.0 / options->snapshot_every) : 0;
  errno = ENOMEM;
  if (soi_packer_begin(&recorder->packer, model, memory, options) && begin_copying(recorder)) { return recorder; }
  const int reason = errno;
  soi_recorder_release(recorder);
  errno = reason;
  return NULL;
}

void soi_recorder_release(soi_recorder *recorder) {
  if (recorder == NULL) { return; }
  const soi_memory memory = recorder->memory;
  while (recorder->batches != NULL) {
    soi_batch *const batch = recorder->batches;
    recorder->batches = batch->next;
    soi_bytes_release(&batch->entries);
    memory.release(memory.context, batch, sizeof *batch);
  }
  soi_copier_release(recorder->copier);
  soi_packer_release(&recorder->packer);
  memory.release(memory.context, recorder, sizeof *recorder);
}

/* --- copying ------------------------------------------------------------------------------------------------------------------------ */

/* The batch at hand goes, an empty one comes. */
static void turn_batch(soi_recorder *recorder) {
  if (recorder->exchange != NULL) {
    recorder->batch = recorder->exchange(recorder->exchange_context, recorder->batch);
  } else {
    soi_recorder_write(recorder, recorder->batch);
  }
  SOI_ASSERT(recorder->batch != NULL && recorder->batch->entries.count == 0);
}

/* Room for an entry of so many bytes at most; returns where it goes. */
static unsigned char *begin_entry(soi_recorder *recorder, size_t most) {
  return soi_bytes_reserve(&recorder->batch->entries, sizeof(entry) + most);
}

/* What follows the head is there now. */
static void end_entry(soi_recorder *recorder, entry head) {
  soi_bytes *const entries = &recorder->batch->entries;
  memcpy(entries->data + entries->count, &head, sizeof head);
  entries->count += sizeof head + head.event_count * sizeof(soi_event) + head.state_size + head.observer_size;
}

static size_t observer_size(const soi_observer *observer) { return observer == NULL ? 0 : soi_observer_snapshot_size(observer); }

void soi_recorder_step(soi_recorder *recorder, const soi_world *world, const soi_observer *observer) {
  const soi_tick tick = world->tick[0];
  const bool first = recorder->snapshot_tick == UINT64_MAX;
  const bool exact = first || (recorder->snapshot_every > 0 && tick % recorder->snapshot_every == 0);
  const size_t events = world->event_count * sizeof *world->events;
  entry head = {
      .kind = ENTRY_MOMENT, .exact = exact, .event_count = world->event_count, .observer_size = exact ? observer_size(observer) : 0};
  unsigned char *const at = begin_entry(recorder, events + soi_copy_most(world) + head.observer_size) + sizeof head;
  if (events > 0) { memcpy(at, world->events, events); }
  head.state_size = soi_copy_changes(recorder->copier, world, at + events);
  if (head.observer_size > 0) { soi_observer_snapshot_save(observer, at + events + head.state_size); }
  if (exact) { recorder->snapshot_tick = tick; }
  end_entry(recorder, head);
  if (recorder->batch->entries.count >= SOI_BATCH_BYTES) { turn_batch(recorder); }
}

void soi_recorder_command(soi_recorder *recorder, const soi_world *world, const soi_command *command) {
  begin_entry(recorder, 0);
  end_entry(recorder, (entry){.kind = ENTRY_COMMAND, .tick = world->tick[0], .command = *command});
}

void soi_recorder_flush(soi_recorder *recorder, const soi_world *world, const soi_observer *observer) {
  if (world != NULL && recorder->snapshot_tick != world->tick[0]) {
    const entry head = {.kind = ENTRY_SNAPSHOT, .observer_size = observer_size(observer)};
    unsigned char *const at = begin_entry(recorder, head.observer_size) + sizeof head;
    if (head.observer_size > 0) { soi_observer_snapshot_save(observer, at); }
    end_entry(recorder, head);
  }
  turn_batch(recorder);
}

/* --- packing ------------------------------------------------------------------------------------------------------------------------ */

/* Makes the packer's world the moment of an entry. */
static void show_moment(soi_world *world, const entry *head, soi_cursor *rest) {
  const size_t events = head->event_count * sizeof *world->events;
  const unsigned char *const from = soi_cursor_take(rest, events);
  if (events > 0) { memcpy(world->events, from, events); }
  world->event_count = head->event_count;
  soi_copy_apply(world, soi_cursor_take(rest, head->state_size), head->state_size);
}

bool soi_recorder_write(soi_recorder *recorder, soi_batch *batch) {
  soi_packer *const packer = &recorder->packer;
  soi_cursor rest = soi_cursor_make(batch->entries.data, batch->entries.count);
  while (soi_cursor_left(&rest) > 0) {
    entry head;
    memcpy(&head, soi_cursor_take(&rest, sizeof head), sizeof head);
    if (head.kind == ENTRY_MOMENT) { show_moment(packer->world, &head, &rest); }
    const soi_cursor observer = soi_cursor_part(&rest, head.observer_size);
    switch (head.kind) {
      case ENTRY_MOMENT: soi_packer_moment(packer, head.exact, observer); break;
      case ENTRY_SNAPSHOT: soi_packer_snapshot(packer, observer); break;
      case ENTRY_COMMAND: soi_packer_command(packer, head.tick, &head.command); break;
    }
  }
  batch->entries.count = 0;
  return !packer->mcap.failed;
}

bool soi_recorder_finish(soi_recorder *recorder) { return soi_packer_finish(&recorder->packer); }
uint64_t soi_recorder_bytes(const soi_recorder *recorder) { return recorder->packer.mcap.offset; }
