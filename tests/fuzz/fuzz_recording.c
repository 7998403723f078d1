/* Fuzz target for recordings (libFuzzer). The first byte says what the rest is: a whole file; the messages of a chunk; or edits of a good
 * file, or of the messages of a good chunk, so that what lies behind checksums and compression is reached too. However it is, all must
 * be read without a fault, and the picture that is shown must be one that a view can draw. */
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "reading.h"

enum { TICKS = 330, EDIT = 6, MESSAGE_KINDS = 4 };

/* A model, a world and an observer to read into, and a good recording to start from. */
static struct {
  place *place;
  soi_world *world;
  soi_observer *observer;
  soi_bytes file, records;
  size_t beginning; /* bytes of the file before its first chunk */
} start;

static bool keep(void *context, const char *bytes, size_t count) {
  soi_bytes_put(context, bytes, count);
  return true;
}

static void record(void) {
  soi_recorder_options options = soi_recorder_defaults();
  options.writer = (soi_writer){keep, &start.file};
  soi_recorder *const recorder = soi_recorder_create(start.place->model, soi_memory_libc(), &options);
  soi_recorder_step(recorder, start.world, start.observer);
  for (int i = 0; i < TICKS; ++i) {
    soi_world_step(start.world);
    soi_observer_step(start.observer, start.world);
    soi_recorder_step(recorder, start.world, start.observer);
  }
  soi_recorder_flush(recorder, start.world, start.observer);
  soi_recorder_finish(recorder);
  soi_recorder_release(recorder);
}

/* Keeps the messages of the second chunk: it begins with a snapshot and a key frame, as the first does, and people have come. */
static void keep_records(void) {
  soi_recording *const recording = soi_recording_open_bytes(start.file.data, start.file.count, soi_memory_libc(), NULL, 0);
  start.beginning = soi_recording_chunk(recording, 0)->offset;
  soi_recording_load(recording, 1);
  soi_bytes_put(&start.records, recording->records.data, recording->records.count);
  soi_recording_close(recording);
}

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *count, char ***words) {
  (void)count, (void)words;
  start.place = place_open("crossroads-morning.yaml", NULL);
  if (start.place->model == NULL) { abort(); }
  start.world = place_world(start.place);
  start.observer = soi_observer_create(start.place->model, soi_memory_libc());
  start.file = soi_bytes_make(soi_memory_libc());
  start.records = soi_bytes_make(soi_memory_libc());
  record();
  keep_records();
  return 0;
}

/* A file whose only chunk holds these records as they are. */
static void wrap(soi_bytes *file, const void *records, size_t size) {
  soi_bytes_put(file, start.file.data, start.beginning);
  soi_bytes_u8(file, SOI_MCAP_CHUNK);
  soi_bytes_u64(file, 8 + 8 + 8 + 4 + 4 + 8 + size);
  soi_bytes_u64(file, 0);
  soi_bytes_u64(file, UINT64_MAX);
  soi_bytes_u64(file, size);
  soi_bytes_u32(file, 0);
  soi_bytes_text(file, "");
  soi_bytes_u64(file, size);
  soi_bytes_put(file, records, size);
}

/* Each edit changes a byte; the last bytes may cut the end off. */
static void edit(soi_bytes *bytes, soi_cursor edits) {
  while (soi_cursor_left(&edits) >= EDIT) {
    const size_t at = soi_cursor_u32(&edits) % (bytes->count == 0 ? 1 : bytes->count);
    const uint8_t how = soi_cursor_u8(&edits), byte = soi_cursor_u8(&edits);
    if (bytes->count == 0) { return; }
    if (how < 0xf0) {
      bytes->data[at] = how & 1 ? byte : (uint8_t)(bytes->data[at] ^ byte);
    } else {
      bytes->count = at;
    }
  }
}

static void make_file(soi_bytes *file, const uint8_t *data, size_t size) {
  const soi_cursor rest = soi_cursor_make(data + 1, size - 1);
  soi_bytes records = soi_bytes_make(soi_memory_libc());
  switch (data[0] % MESSAGE_KINDS) {
    case 0: soi_bytes_put(file, rest.at, size - 1); break;
    case 1: wrap(file, rest.at, size - 1); break;
    case 2:
      soi_bytes_put(file, start.file.data, start.file.count);
      edit(file, rest);
      break;
    default:
      soi_bytes_put(&records, start.records.data, start.records.count);
      edit(&records, rest);
      wrap(file, records.data, records.count);
      break;
  }
  soi_bytes_release(&records);
}

/* What a view does with a picture: it follows rows into the model's tables. */
static void look(const soi_world *world) {
  const soi_model *const model = world->model;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(world, row)) { continue; }
    const soi_point at = soi_lane_at(model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], NULL);
    if (at.x != at.x || soi_type(model, world->vehicle_type[row])->body.length <= 0.0) { abort(); }
  }
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (world->person_errand[row] >= SOI_ERRANDS || world->person_stop[row] > model->stop_count) { abort(); }
  }
  for (uint32_t cart = 1; cart <= model->cart_count; ++cart) { soi_cart_lost_share(world, cart); }
  for (uint32_t lane = 1; lane <= model->lane_count; ++lane) { soi_connector_light(world, lane); }
  for (uint32_t crossing = 1; crossing <= model->crossing_count; ++crossing) { soi_crossing_light(world, crossing); }
}

static void show(soi_tape *tape, soi_tick tick) {
  if (soi_tape_show(tape, tick, start.world)) { look(start.world); }
}

static void read_all(soi_recording *recording) {
  soi_attachment attachment;
  for (uint32_t i = 0; soi_recording_attachment(recording, i, &attachment); ++i) {}
  soi_message_cursor cursor = soi_recording_messages(recording, SOI_CHANNELS_ALL, 0, UINT64_MAX);
  for (soi_message message; soi_message_next(&cursor, &message);) {
    soi_event event;
    soi_command command;
    uint64_t hash;
    soi_message_event(&message, &event);
    if (soi_message_command(&message, &command)) { soi_command_valid(start.place->model, &command); }
    soi_message_hash(&message, &hash);
  }
  soi_recording_restore(recording, UINT64_MAX, start.world, start.observer);
  soi_tape *const tape = soi_tape_create(recording, start.place->model, soi_memory_libc());
  if (tape == NULL) { return; }
  show(tape, 310);
  show(tape, 20);
  show(tape, UINT64_MAX);
  soi_tape_release(tape);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) { return 0; }
  soi_bytes file = soi_bytes_make(soi_memory_libc());
  make_file(&file, data, size);
  /* A block of exactly that size, so that a byte too much is noticed. */
  unsigned char *const copy = malloc(file.count + 1);
  if (file.count > 0) { memcpy(copy, file.data, file.count); }
  char message[200];
  soi_recording *const recording = soi_recording_open_bytes(copy, file.count, soi_memory_libc(), message, sizeof message);
  if (recording != NULL) { read_all(recording); }
  soi_recording_close(recording);
  free(copy);
  soi_bytes_release(&file);
  return 0;
}
