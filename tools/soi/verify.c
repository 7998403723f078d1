/* The proof: the recorded run simulated again, and its hash compared after each step. Where they part, the state that was recorded is
 * looked up: a snapshot of that very tick holds all of it, a frame what there was to see, the next snapshot what became of it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "stop.h"
#include "terminal.h"

typedef struct verification {
  tool_recorded *recorded;
  uint64_t compared;
  soi_tick tick;            /* that differs */
  uint64_t expected, found; /* its hashes */
} verification;

/* --- the recorded state at a tick ---------------------------------------------------------------------------------------- */

static soi_world *make_world(const verification *self) {
  soi_world *const world = soi_world_create(self->recorded->session.model, soi_memory_libc(), NULL);
  SOI_ASSERT(world != NULL);
  return world;
}

/* Restores the snapshot of exactly this tick, if there is one. */
static bool restore_at(const verification *self, soi_tick tick, soi_world *world) {
  return soi_recording_restore(self->recorded->recording, tick, world, NULL) && *world->tick == tick;
}

static bool next_snapshot(const verification *self, soi_tick from, soi_tick *tick) {
  soi_message_cursor cursor =
      soi_recording_messages(self->recorded->recording, SOI_CHANNEL_BIT(SNAPSHOTS), from, self->recorded->about->last);
  soi_message message;
  const bool found = soi_message_next(&cursor, &message) && message.tick <= self->recorded->session.model->end;
  *tick = found ? message.tick : 0;
  return found;
}

/* What a writer collects. */
typedef struct memory_file {
  char *bytes;
  size_t count, room;
} memory_file;

static bool collect(void *context, const char *bytes, size_t count) {
  memory_file *const file = context;
  if (file->room - file->count < count) {
    file->room = 2 * (file->count + count);
    file->bytes = terminal_grow(file->bytes, file->room);
  }
  memcpy(file->bytes + file->count, bytes, count);
  file->count += count;
  return true;
}

/* The world as a frame would show it: rounded, and without what is not to be seen. One moment is recorded and played. */
static bool picture_of(const soi_world *world, soi_world *picture) {
  memory_file file = {0};
  soi_recorder_options how = soi_recorder_defaults();
  how.writer = (soi_writer){collect, &file};
  how.foxglove_hz = 0.0;
  soi_recorder *const recorder = soi_recorder_create(world->model, soi_memory_libc(), &how);
  SOI_ASSERT(recorder != NULL);
  soi_recorder_step(recorder, world, NULL);
  soi_recorder_flush(recorder, world, NULL);
  soi_recorder_finish(recorder);
  soi_recorder_release(recorder);
  soi_recording *const recording = soi_recording_open_bytes(file.bytes, file.count, soi_memory_libc(), NULL, 0);
  soi_tape *const tape = recording == NULL ? NULL : soi_tape_create(recording, world->model, soi_memory_libc());
  const bool shown = tape != NULL && soi_tape_show(tape, *world->tick, picture);
  soi_tape_release(tape);
  soi_recording_close(recording);
  free(file.bytes);
  return shown;
}

/* --- telling where they differ --------------------------------------------------------------------------------------------- */

static void print_difference(const verification *self, const recorded_difference *difference, const char *source, soi_tick tick) {
  char clock[TERMINAL_CLOCK];
  printf("  first field: %s, written in phase %s: %s recorded, %s now\n", difference->what, difference->phase, difference->a,
         difference->b);
  printf("  (%s of %s)\n", source, recorded_clock(self->recorded, tick, clock));
}

static bool tell_by_snapshot(const verification *self, soi_tick tick, soi_world *then, const char *source) {
  recorded_difference difference;
  if (!restore_at(self, tick, then) || !recorded_compare(then, self->recorded->session.world, &difference)) { return false; }
  print_difference(self, &difference, source, tick);
  return true;
}

static bool tell_by_frame(const verification *self, soi_world *then, soi_world *now) {
  tool_recorded *const recorded = self->recorded;
  recorded_difference difference;
  soi_tape *const tape = soi_tape_create(recorded->recording, recorded->session.model, soi_memory_libc());
  const bool shown = tape != NULL && soi_tape_show(tape, self->tick, then) && *then->tick == self->tick;
  soi_tape_release(tape);
  if (!shown || !picture_of(recorded->session.world, now) || !recorded_compare(then, now, &difference)) { return false; }
  print_difference(self, &difference, "as rounded in the frame", self->tick);
  return true;
}

/* Goes on to the next snapshot to see what became of a difference that no frame shows. */
static bool tell_later(const verification *self, soi_world *then) {
  tool_recorded *const recorded = self->recorded;
  soi_tick tick;
  if (!next_snapshot(self, self->tick, &tick)) { return false; }
  while (*recorded->session.world->tick < tick) { recorded_step(recorded); }
  return tell_by_snapshot(self, tick, then, "in the snapshot, the first after it,");
}

static void tell(const verification *self) {
  char clock[TERMINAL_CLOCK];
  printf("differs at %s, tick %" PRIu64 ": hash %016" PRIx64 " recorded, %016" PRIx64 " now\n",
         recorded_clock(self->recorded, self->tick, clock), self->tick, self->expected, self->found);
  soi_world *const then = make_world(self), *const shown = make_world(self), *const now = make_world(self);
  if (!tell_by_snapshot(self, self->tick, then, "exactly, in the snapshot") && !tell_by_frame(self, shown, now) &&
      !tell_later(self, then)) {
    printf("  no field differs in the frame of that tick or the snapshot after it\n");
  }
  soi_world_release(then);
  soi_world_release(shown);
  soi_world_release(now);
}

/* --- the run --------------------------------------------------------------------------------------------------------------- */

/* Steps along the recorded hashes; false where one differs. */
static bool compare_all(verification *self) {
  tool_recorded *const recorded = self->recorded;
  const soi_world *const world = recorded->session.world;
  soi_message_cursor cursor = soi_recording_messages(recorded->recording, SOI_CHANNEL_BIT(HASH), 0, recorded->session.model->end);
  for (soi_message message; soi_message_next(&cursor, &message) && stop_reason() == NULL;) {
    while (*world->tick < message.tick) { recorded_step(recorded); }
    if (!soi_message_hash(&message, &self->expected) || *world->tick != message.tick) { continue; }
    self->tick = message.tick;
    self->found = soi_world_hash(world);
    if (self->found != self->expected) { return false; }
    ++self->compared;
  }
  return true;
}

/* A run from its start is made anew; what begins later begins with its first snapshot. */
static bool begin(const verification *self) {
  tool_recorded *const recorded = self->recorded;
  const soi_tick first = recorded->about->first;
  soi_tick tick;
  return first == 0 || recorded_seek(recorded, first) || (next_snapshot(self, first, &tick) && recorded_seek(recorded, tick));
}

/* All that could be compared was equal: whether that was all there is to compare. */
static int conclude(const verification *self, bool quiet) {
  const soi_recording_info *const about = self->recorded->about;
  const uint64_t due = about->last - about->first + 1;
  const bool all = self->compared == due && about->whole;
  if (self->compared == 0) {
    printf("nothing could be verified: no hash in it could be compared\n");
  } else if (!all) {
    printf("%sidentical as far as it could be compared: %" PRIu64 " of %" PRIu64 " hashes, the last %016" PRIx64 "\n",
           about->whole ? "" : "cut off or damaged: ", self->compared, due, self->found);
  } else if (!quiet && self->recorded->same_model) {
    printf("identical: %" PRIu64 " hashes, the last %016" PRIx64 "\n", self->compared, self->found);
  }
  return !self->recorded->same_model ? SOI_VERDICT_FAILED : all ? SOI_VERDICT_HELD : SOI_VERDICT_INCONCLUSIVE;
}

int verify_recording(tool_recorded *recorded, bool quiet) {
  verification self = {.recorded = recorded};
  if (!recorded->same_model) {
    printf("the model differs: hash %016" PRIx64 " recorded, %016" PRIx64 " now\n", recorded->about->model_hash,
           recorded->session.model->hash);
  }
  if (!begin(&self)) {
    terminal_complain(
        "replay", "%s: nothing could be verified: it does not begin at the start of the scenario, and no snapshot in it can be restored",
        recorded->path);
    return SOI_VERDICT_INCONCLUSIVE;
  }
  if (!compare_all(&self)) {
    tell(&self);
    return SOI_VERDICT_FAILED;
  }
  if (stop_reason() != NULL) {
    terminal_complain("replay", "stopped by %s after %" PRIu64 " equal steps", stop_reason(), self.compared);
    return SOI_VERDICT_OUT_OF_TIME;
  }
  return conclude(&self, quiet);
}
