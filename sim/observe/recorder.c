/* The recorder: what a step brings becomes messages of the chunk at hand; a full chunk goes to the host for another. What packs and
 * what writes share nothing but the chunks, so that two threads may do it. */
#include "channel.h"
#include "foxglove.h"
#include "frame.h"
#include "text.h"

#include <errno.h>
#include <string.h>

enum {
  PART = 1u << 18,      /* bytes of a snapshot in one message */
  PART_HEAD = 3 * 8,
  EVENT_SIZE = 8 + 4 * 4 + 3 * 8,
  COMMAND_SIZE = 8 + 3 * 4 + 3 * 8,
  NUMBER_SIZE = 40,
};

struct soi_recorder {
  const soi_model *model;
  soi_memory memory;
  soi_recorder_options options;
  /* The packing side. */
  soi_chunk *chunk, *chunks;      /* the one at hand; all there are, for release */
  size_t chunk_bytes;
  soi_frame_codec *codec;
  unsigned char *frame;
  size_t frame_bytes;
  soi_bytes snapshot;
  soi_bytes json;                 /* the message at hand for other programs' viewers */
  uint32_t *sequences;            /* by channel id */
  soi_tick frame_every, foxglove_every, snapshot_every; /* ticks; 0: never */
  soi_tick snapshot_tick;         /* of the last one; UINT64_MAX: none yet */
  /* The writing side. */
  soi_mcap mcap;
};

soi_recorder_options soi_recorder_defaults(void) {
  return (soi_recorder_options){.hz = 10.0, .foxglove_hz = 2.0, .snapshot_every = 10.0};
}

/* --- the beginning of the file -------------------------------------------------------------------------------------------------- */

static void write_metadata(soi_recorder *recorder, soi_arena *arena) {
  const soi_model *const model = recorder->model;
  const soi_recorder_options *const options = &recorder->options;
  char seed[NUMBER_SIZE], hash[NUMBER_SIZE], step[NUMBER_SIZE], start[NUMBER_SIZE];
  soi_text_print(seed, sizeof seed, "%llu", (unsigned long long)model->seed);
  soi_text_print(hash, sizeof hash, "%llx", (unsigned long long)model->hash);
  soi_text_print(step, sizeof step, "%u", model->step_us);
  soi_text_print(start, sizeof start, "%llu", (unsigned long long)(soi_recording_time(model, 0) / 1000u));
  const soi_note own[] = {
    {"soi", soi_version()}, {"seed", seed}, {"model", hash}, {"step_us", step}, {"start_us", start},
    {"scenario", model->definition->files.count > 0 ? model->definition->files.items[0].path : ""},
  };
  enum { OWN = sizeof own / sizeof *own };
  soi_note *const notes = SOI_NEW(arena, soi_note, OWN + options->note_count);
  memcpy(notes, own, sizeof own);
  if (options->note_count > 0) memcpy(notes + OWN, options->notes, options->note_count * sizeof *notes);
  soi_mcap_metadata(&recorder->mcap, "soi", notes, OWN + options->note_count);
}

static bool write_beginning(soi_recorder *recorder) {
  soi_mcap *const mcap = &recorder->mcap;
  if (!soi_mcap_begin(mcap, recorder->options.writer, recorder->memory, soi_channel_limit(recorder->model->cart_count),
                      "soi " SOI_VERSION)) {
    errno = ENOMEM;
    return false;
  }
  soi_arena arena = soi_arena_make(recorder->memory);
  soi_channels_write(mcap, recorder->model, &arena);
  write_metadata(recorder, &arena);
  for (uint32_t i = 0; i < recorder->options.attachment_count; ++i) {
    soi_mcap_attachment(mcap, soi_recording_time(recorder->model, 0), &recorder->options.attachments[i]);
  }
  soi_arena_release(&arena);
  return !mcap->failed;
}

/* --- life ------------------------------------------------------------------------------------------------------------------------- */

/* Ticks between things that happen so often a second; 0 for never. */
static soi_tick ticks_between(const soi_model *model, double hz) {
  if (!(hz > 0.0)) return 0;
  const double ticks = 1.0 / (hz * model->step);
  return ticks > 1.0 ? (soi_tick)(ticks + 0.5) : 1;
}

/* The frames' codec and the room for one; the chunks must hold the largest. */
static bool prepare_frames(soi_recorder *recorder) {
  const size_t size = soi_frame_columns(NULL, 0) + 1;
  soi_arena arena = soi_arena_make(recorder->memory);
  char *const columns = SOI_NEW(&arena, char, size);
  soi_frame_columns(columns, size);
  recorder->codec = soi_frame_create(recorder->model, recorder->memory, columns);
  soi_arena_release(&arena);
  if (recorder->codec == NULL) return false;
  recorder->frame_bytes = soi_frame_most(recorder->codec);
  recorder->frame = recorder->memory.allocate(recorder->memory.context, recorder->frame_bytes);
  const size_t least = recorder->frame_bytes + SOI_MCAP_MESSAGE_HEAD;
  recorder->chunk_bytes = least > SOI_CHUNK_BYTES ? least : SOI_CHUNK_BYTES;
  return recorder->frame != NULL;
}

soi_chunk *soi_recorder_chunk(soi_recorder *recorder) {
  soi_chunk *const chunk = soi_chunk_create(recorder->memory, recorder->chunk_bytes);
  if (chunk == NULL) return NULL;
  chunk->next = recorder->chunks;
  recorder->chunks = chunk;
  return chunk;
}

soi_recorder *soi_recorder_create(const soi_model *model, soi_memory memory, const soi_recorder_options *options) {
  soi_recorder *const recorder = memory.allocate(memory.context, sizeof *recorder);
  if (recorder == NULL) return NULL;
  *recorder = (soi_recorder){.model = model, .memory = memory, .options = *options, .snapshot_tick = UINT64_MAX};
  recorder->snapshot = soi_bytes_make(memory);
  recorder->json = soi_bytes_make(memory);
  recorder->frame_every = ticks_between(model, options->hz);
  recorder->foxglove_every = ticks_between(model, options->foxglove_hz);
  recorder->snapshot_every = options->snapshot_every > 0.0 ? ticks_between(model, 1.0 / options->snapshot_every) : 0;
  recorder->sequences = memory.allocate(memory.context, soi_channel_limit(model->cart_count) * sizeof *recorder->sequences);
  errno = ENOMEM;
  if (recorder->sequences != NULL && prepare_frames(recorder)) recorder->chunk = soi_recorder_chunk(recorder);
  if (recorder->chunk == NULL || !write_beginning(recorder)) {
    const int reason = errno;
    soi_recorder_release(recorder);
    errno = reason;
    return NULL;
  }
  recorder->options.attachments = NULL;
  recorder->options.notes = NULL;
  return recorder;
}

void soi_recorder_release(soi_recorder *recorder) {
  if (recorder == NULL) return;
  const soi_memory memory = recorder->memory;
  while (recorder->chunks != NULL) {
    soi_chunk *const next = recorder->chunks->next;
    soi_chunk_release(recorder->chunks);
    recorder->chunks = next;
  }
  soi_frame_release(recorder->codec);
  if (recorder->frame != NULL) memory.release(memory.context, recorder->frame, recorder->frame_bytes);
  soi_bytes_release(&recorder->snapshot);
  soi_bytes_release(&recorder->json);
  if (recorder->sequences != NULL) {
    memory.release(memory.context, recorder->sequences, soi_channel_limit(recorder->model->cart_count) * sizeof *recorder->sequences);
  }
  if (recorder->mcap.memory.release != NULL) soi_mcap_release(&recorder->mcap);
  memory.release(memory.context, recorder, sizeof *recorder);
}

/* --- packing ------------------------------------------------------------------------------------------------------------------------ */

/* The chunk at hand goes, an empty one comes. */
static void turn_chunk(soi_recorder *recorder) {
  if (recorder->options.exchange != NULL) {
    recorder->chunk = recorder->options.exchange(recorder->options.exchange_context, recorder->chunk);
  } else {
    soi_recorder_write(recorder, recorder->chunk);
  }
  SOI_ASSERT(recorder->chunk != NULL && recorder->chunk->count == 0);
}

/* Begins a message of at most so many bytes; what is to be in it goes into the bytes returned. */
static soi_bytes *begin(soi_recorder *recorder, soi_channel channel, uint32_t cart, soi_tick tick, size_t most) {
  if (!soi_chunk_fits(recorder->chunk, most)) turn_chunk(recorder);
  const uint16_t id = soi_channel_id(channel, cart);
  soi_chunk_begin(recorder->chunk, id, recorder->sequences[id]++, soi_recording_time(recorder->model, tick));
  return &recorder->chunk->messages;
}

static void end(soi_recorder *recorder) { soi_chunk_end(recorder->chunk); }

static void put_hash(soi_recorder *recorder, const soi_world *world) {
  soi_bytes_u64(begin(recorder, SOI_CHANNEL_HASH, 0, world->tick[0], sizeof(uint64_t)), soi_world_hash(world));
  end(recorder);
}

static void put_event(soi_recorder *recorder, soi_tick tick, const soi_event *event) {
  soi_bytes *const bytes = begin(recorder, SOI_CHANNEL_EVENTS, 0, tick, EVENT_SIZE);
  soi_bytes_u64(bytes, event->tick);
  soi_bytes_u32(bytes, event->kind);
  soi_bytes_u32(bytes, event->a);
  soi_bytes_u32(bytes, event->b);
  soi_bytes_u32(bytes, event->flags);
  soi_bytes_double(bytes, event->value);
  soi_bytes_double(bytes, event->at.x);
  soi_bytes_double(bytes, event->at.y);
  end(recorder);
}

/* The first frame of a chunk is a key frame; one that turns out not to fit is packed again as such. */
static void put_frame(soi_recorder *recorder, const soi_world *world) {
  size_t size = soi_frame_pack(recorder->codec, world, !recorder->chunk->has_frame, recorder->frame);
  if (!soi_chunk_fits(recorder->chunk, size)) {
    turn_chunk(recorder);
    size = soi_frame_pack(recorder->codec, world, true, recorder->frame);
  }
  soi_bytes_put(begin(recorder, SOI_CHANNEL_FRAMES, 0, world->tick[0], size), recorder->frame, size);
  end(recorder);
  recorder->chunk->has_frame = true;
}

static void put_snapshot(soi_recorder *recorder, const soi_world *world, const soi_observer *observer) {
  const size_t world_size = soi_snapshot_size(world);
  const size_t observer_size = observer == NULL ? 0 : soi_observer_snapshot_size(observer);
  soi_bytes *const whole = &recorder->snapshot;
  whole->count = 0;
  soi_bytes_reserve(whole, world_size + observer_size);
  soi_snapshot_save(world, whole->data);
  if (observer != NULL) soi_observer_snapshot_save(observer, whole->data + world_size);
  whole->count = world_size + observer_size;
  for (size_t offset = 0; offset < whole->count; offset += PART) {
    const size_t size = whole->count - offset < PART ? whole->count - offset : PART;
    soi_bytes *const bytes = begin(recorder, SOI_CHANNEL_SNAPSHOTS, 0, world->tick[0], PART_HEAD + size);
    soi_bytes_u64(bytes, world_size);
    soi_bytes_u64(bytes, observer_size);
    soi_bytes_u64(bytes, offset);
    soi_bytes_put(bytes, whole->data + offset, size);
    end(recorder);
  }
  recorder->snapshot_tick = world->tick[0];
}

/* --- for other programs' viewers --- */

static bool put_json_bytes(void *context, const char *bytes, size_t count) {
  soi_bytes_put(context, bytes, count);
  return true;
}

static soi_writer begin_json(soi_recorder *recorder) {
  recorder->json.count = 0;
  return (soi_writer){put_json_bytes, &recorder->json};
}

/* What was written since begin_json becomes a message; one that no chunk has room for is left out. */
static void end_json(soi_recorder *recorder, soi_channel channel, uint32_t cart, soi_tick tick) {
  const soi_bytes *const json = &recorder->json;
  if (json->count > recorder->chunk_bytes - SOI_MCAP_MESSAGE_HEAD) return;
  soi_bytes_put(begin(recorder, channel, cart, tick, json->count), json->data, json->count);
  end(recorder);
}

static void put_log(soi_recorder *recorder, const soi_world *world, const soi_event *event) {
  const uint64_t time = soi_recording_time(recorder->model, world->tick[0]);
  soi_foxglove_log(world, event, time, begin_json(recorder));
  end_json(recorder, SOI_CHANNEL_LOG, 0, world->tick[0]);
}

static void put_map(soi_recorder *recorder, const soi_world *world) {
  soi_foxglove_map(recorder->model, begin_json(recorder));
  end_json(recorder, SOI_CHANNEL_MAP, 0, world->tick[0]);
}

static void put_carts(soi_recorder *recorder, const soi_world *world) {
  const uint64_t time = soi_recording_time(recorder->model, world->tick[0]);
  for (uint32_t cart = 1; cart <= recorder->model->cart_count; ++cart) {
    soi_foxglove_transforms(world, cart, time, begin_json(recorder));
    end_json(recorder, SOI_CHANNEL_TRANSFORMS, cart, world->tick[0]);
    soi_foxglove_location(world, cart, time, begin_json(recorder));
    end_json(recorder, SOI_CHANNEL_LOCATION, cart, world->tick[0]);
  }
}

/* The map once, the carts so often, the events of note as they come. */
static void put_foxglove(soi_recorder *recorder, const soi_world *world, bool first) {
  if (recorder->foxglove_every == 0) return;
  if (first) put_map(recorder, world);
  for (uint32_t i = 0; i < world->event_count; ++i) put_log(recorder, world, &world->events[i]);
  if (first || world->tick[0] % recorder->foxglove_every == 0) put_carts(recorder, world);
}

void soi_recorder_step(soi_recorder *recorder, const soi_world *world, const soi_observer *observer) {
  const soi_tick tick = world->tick[0];
  const bool first = recorder->snapshot_tick == UINT64_MAX;
  for (uint32_t i = 0; i < world->event_count; ++i) put_event(recorder, tick, &world->events[i]);
  put_hash(recorder, world);
  /* What a snapshot begins stands in chunks of its own: a crash costs the time from one to the next at most. */
  if (first || (recorder->snapshot_every > 0 && tick % recorder->snapshot_every == 0)) {
    if (!first) turn_chunk(recorder);
    put_snapshot(recorder, world, observer);
  }
  if (recorder->frame_every > 0 && (first || tick % recorder->frame_every == 0)) put_frame(recorder, world);
  put_foxglove(recorder, world, first);
}

void soi_recorder_command(soi_recorder *recorder, const soi_world *world, const soi_command *command) {
  soi_bytes *const bytes = begin(recorder, SOI_CHANNEL_INPUTS, 0, world->tick[0], COMMAND_SIZE);
  soi_bytes_u64(bytes, command->tick);
  soi_bytes_u32(bytes, command->kind);
  soi_bytes_u32(bytes, command->target);
  soi_bytes_u32(bytes, command->extra);
  for (unsigned i = 0; i < 3; ++i) soi_bytes_double(bytes, command->values[i]);
  end(recorder);
}

void soi_recorder_flush(soi_recorder *recorder, const soi_world *world, const soi_observer *observer) {
  if (recorder->snapshot_tick != world->tick[0]) put_snapshot(recorder, world, observer);
  turn_chunk(recorder);
}

/* --- writing ------------------------------------------------------------------------------------------------------------------------ */

bool soi_recorder_write(soi_recorder *recorder, soi_chunk *chunk) { return soi_mcap_chunk(&recorder->mcap, chunk); }
bool soi_recorder_finish(soi_recorder *recorder) { return soi_mcap_finish(&recorder->mcap); }
uint64_t soi_recorder_bytes(const soi_recorder *recorder) { return recorder->mcap.offset; }
