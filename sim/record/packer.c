/* Packing: the moment at hand becomes messages, in a chunk that is compressed and written when it is full. */
#include "packer.h"

#include <soi/definition.h>

#include "channel.h"
#include "foxglove.h"
#include "text.h"

#include <errno.h>
#include <string.h>

enum {
  PART = 1u << 18, /* bytes of a snapshot in one message */
  PART_HEAD = 3 * 8,
  EVENT_SIZE = 8 + 4 * 4 + 3 * 8,
  COMMAND_SIZE = 8 + 3 * 4 + 3 * 8,
  NUMBER_SIZE = 40,
};

/* --- the beginning of the file -------------------------------------------------------------------------------------------------- */

static void write_metadata(soi_packer *packer, const soi_recorder_options *options, soi_arena *arena) {
  const soi_model *const model = packer->model;
  char seed[NUMBER_SIZE], hash[NUMBER_SIZE], step[NUMBER_SIZE], start[NUMBER_SIZE];
  soi_text_print(seed, sizeof seed, "%llu", (unsigned long long)model->seed);
  soi_text_print(hash, sizeof hash, "%llx", (unsigned long long)model->hash);
  soi_text_print(step, sizeof step, "%u", model->step_us);
  soi_text_print(start, sizeof start, "%llu", (unsigned long long)(soi_recording_time(model, 0) / 1000u));
  const soi_note own[] = {
      {"soi", soi_version()}, {"seed", seed},
      {"model", hash},        {"step_us", step},
      {"start_us", start},    {"scenario", model->definition->files.count > 0 ? model->definition->files.items[0].path : ""},
  };
  enum { OWN = sizeof own / sizeof *own };
  soi_note *const notes = SOI_NEW(arena, soi_note, OWN + options->note_count);
  memcpy(notes, own, sizeof own);
  if (options->note_count > 0) { memcpy(notes + OWN, options->notes, options->note_count * sizeof *notes); }
  soi_mcap_metadata(&packer->mcap, "soi", notes, OWN + options->note_count);
}

static bool write_beginning(soi_packer *packer, const soi_recorder_options *options) {
  soi_mcap *const mcap = &packer->mcap;
  if (!soi_mcap_begin(mcap, options->writer, packer->memory, soi_channel_limit(packer->model->cart_count), "soi " SOI_VERSION)) {
    errno = ENOMEM;
    return false;
  }
  soi_arena arena = soi_arena_make(packer->memory);
  soi_channels_write(mcap, packer->model, &arena);
  write_metadata(packer, options, &arena);
  for (uint32_t i = 0; i < options->attachment_count; ++i) {
    soi_mcap_attachment(mcap, soi_recording_time(packer->model, 0), &options->attachments[i]);
  }
  soi_arena_release(&arena);
  return !mcap->failed;
}

/* --- life ------------------------------------------------------------------------------------------------------------------------- */

soi_tick soi_packer_ticks(const soi_model *model, double hz) {
  if (!(hz > 0.0)) { return 0; }
  const double ticks = 1.0 / (hz * model->step);
  return ticks > 1.0 ? (soi_tick)(ticks + 0.5) : 1;
}

/* The frames' codec and the room for one; the chunks must hold the largest. */
static bool prepare_frames(soi_packer *packer) {
  const size_t size = soi_frame_columns(NULL, 0) + 1;
  soi_arena arena = soi_arena_make(packer->memory);
  char *const columns = SOI_NEW(&arena, char, size);
  soi_frame_columns(columns, size);
  packer->codec = soi_frame_create(packer->model, packer->memory, columns);
  soi_arena_release(&arena);
  if (packer->codec == NULL) { return false; }
  packer->frame_bytes = soi_frame_most(packer->codec);
  packer->frame = packer->memory.allocate(packer->memory.context, packer->frame_bytes);
  const size_t least = packer->frame_bytes + SOI_MCAP_MESSAGE_HEAD;
  packer->chunk_bytes = least > SOI_CHUNK_BYTES ? least : SOI_CHUNK_BYTES;
  return packer->frame != NULL;
}

bool soi_packer_begin(soi_packer *packer, const soi_model *model, soi_memory memory, const soi_recorder_options *options) {
  *packer = (soi_packer){.model = model, .memory = memory};
  packer->snapshot = soi_bytes_make(memory);
  packer->json = soi_bytes_make(memory);
  packer->frame_every = soi_packer_ticks(model, options->hz);
  packer->foxglove_every = soi_packer_ticks(model, options->foxglove_hz);
  packer->sequences = memory.allocate(memory.context, soi_channel_limit(model->cart_count) * sizeof *packer->sequences);
  packer->world = soi_world_create(model, memory, NULL);
  errno = ENOMEM;
  if (packer->sequences == NULL || packer->world == NULL || !prepare_frames(packer)) { return false; }
  packer->chunk = soi_chunk_create(memory, packer->chunk_bytes);
  return packer->chunk != NULL && write_beginning(packer, options);
}

void soi_packer_release(soi_packer *packer) {
  const soi_memory memory = packer->memory;
  soi_chunk_release(packer->chunk);
  soi_frame_release(packer->codec);
  if (packer->world != NULL) { soi_world_release(packer->world); }
  if (packer->frame != NULL) { memory.release(memory.context, packer->frame, packer->frame_bytes); }
  soi_bytes_release(&packer->snapshot);
  soi_bytes_release(&packer->json);
  if (packer->sequences != NULL) {
    memory.release(memory.context, packer->sequences, soi_channel_limit(packer->model->cart_count) * sizeof *packer->sequences);
  }
  if (packer->mcap.memory.release != NULL) { soi_mcap_release(&packer->mcap); }
}

/* --- messages ----------------------------------------------------------------------------------------------------------------------- */

static void turn_chunk(soi_packer *packer) { soi_mcap_chunk(&packer->mcap, packer->chunk); }

/* Begins a message of at most so many bytes; what is to be in it goes into the bytes returned. */
static soi_bytes *begin(soi_packer *packer, soi_channel channel, soi_cart_id cart, soi_tick tick, size_t most) {
  if (!soi_chunk_fits(packer->chunk, most)) { turn_chunk(packer); }
  const uint16_t id = soi_channel_id(channel, cart);
  soi_chunk_begin(packer->chunk, id, packer->sequences[id]++, soi_recording_time(packer->model, tick));
  return &packer->chunk->messages;
}

static void end(soi_packer *packer) { soi_chunk_end(packer->chunk); }

static void put_hash(soi_packer *packer, const soi_world *world) {
  soi_bytes_u64(begin(packer, SOI_CHANNEL_HASH, 0, world->tick[0], sizeof(uint64_t)), soi_world_hash(world));
  end(packer);
}

static void put_event(soi_packer *packer, soi_tick tick, const soi_event *event) {
  soi_bytes *const bytes = begin(packer, SOI_CHANNEL_EVENTS, 0, tick, EVENT_SIZE);
  soi_bytes_u64(bytes, event->tick);
  soi_bytes_u32(bytes, event->kind);
  soi_bytes_u32(bytes, event->a);
  soi_bytes_u32(bytes, event->b);
  soi_bytes_u32(bytes, event->flags);
  soi_bytes_double(bytes, event->value);
  soi_bytes_double(bytes, event->at.x);
  soi_bytes_double(bytes, event->at.y);
  end(packer);
}

/* The first frame of a chunk is a key frame; one that turns out not to fit is packed again as such. */
static void put_frame(soi_packer *packer, const soi_world *world) {
  size_t size = soi_frame_pack(packer->codec, world, !packer->chunk->has_frame, packer->frame);
  if (!soi_chunk_fits(packer->chunk, size)) {
    turn_chunk(packer);
    size = soi_frame_pack(packer->codec, world, true, packer->frame);
  }
  soi_bytes_put(begin(packer, SOI_CHANNEL_FRAMES, 0, world->tick[0], size), packer->frame, size);
  end(packer);
  packer->chunk->has_frame = true;
}

void soi_packer_snapshot(soi_packer *packer, soi_cursor observer) {
  const soi_world *const world = packer->world;
  const size_t world_size = soi_snapshot_size(world), observer_size = soi_cursor_left(&observer);
  soi_bytes *const whole = &packer->snapshot;
  whole->count = 0;
  soi_snapshot_save(world, soi_bytes_reserve(whole, world_size));
  whole->count = world_size;
  soi_bytes_put(whole, observer.at, observer_size);
  for (size_t offset = 0; offset < whole->count; offset += PART) {
    const size_t size = whole->count - offset < PART ? whole->count - offset : PART;
    soi_bytes *const bytes = begin(packer, SOI_CHANNEL_SNAPSHOTS, 0, world->tick[0], PART_HEAD + size);
    soi_bytes_u64(bytes, world_size);
    soi_bytes_u64(bytes, observer_size);
    soi_bytes_u64(bytes, offset);
    soi_bytes_put(bytes, whole->data + offset, size);
    end(packer);
  }
}

/* --- for other programs' viewers --- */

static bool put_json_bytes(void *context, const char *bytes, size_t count) {
  soi_bytes_put(context, bytes, count);
  return true;
}

static soi_writer begin_json(soi_packer *packer) {
  packer->json.count = 0;
  return (soi_writer){put_json_bytes, &packer->json};
}

/* What was written since begin_json becomes a message; one that no chunk has room for is left out. */
static void end_json(soi_packer *packer, soi_channel channel, soi_cart_id cart, soi_tick tick) {
  const soi_bytes *const json = &packer->json;
  if (json->count > packer->chunk_bytes - SOI_MCAP_MESSAGE_HEAD) { return; }
  soi_bytes_put(begin(packer, channel, cart, tick, json->count), json->data, json->count);
  end(packer);
}

static void put_log(soi_packer *packer, const soi_world *world, const soi_event *event) {
  const uint64_t time = soi_recording_time(packer->model, world->tick[0]);
  soi_foxglove_log(world, event, time, begin_json(packer));
  end_json(packer, SOI_CHANNEL_LOG, 0, world->tick[0]);
}

static void put_map(soi_packer *packer, const soi_world *world) {
  soi_foxglove_map(packer->model, begin_json(packer));
  end_json(packer, SOI_CHANNEL_MAP, 0, world->tick[0]);
}

static void put_carts(soi_packer *packer, const soi_world *world) {
  const uint64_t time = soi_recording_time(packer->model, world->tick[0]);
  for (soi_cart_id cart = 1; cart <= packer->model->cart_count; ++cart) {
    soi_foxglove_transforms(world, cart, time, begin_json(packer));
    end_json(packer, SOI_CHANNEL_TRANSFORMS, cart, world->tick[0]);
    soi_foxglove_location(world, cart, time, begin_json(packer));
    end_json(packer, SOI_CHANNEL_LOCATION, cart, world->tick[0]);
  }
}

/* The map once, the carts so often, the events of note as they come. */
static void put_foxglove(soi_packer *packer, const soi_world *world, bool first) {
  if (packer->foxglove_every == 0) { return; }
  if (first) { put_map(packer, world); }
  for (uint32_t i = 0; i < world->event_count; ++i) { put_log(packer, world, &world->events[i]); }
  if (first || world->tick[0] % packer->foxglove_every == 0) { put_carts(packer, world); }
}

/* --- moments ------------------------------------------------------------------------------------------------------------------------ */

void soi_packer_moment(soi_packer *packer, bool exact, soi_cursor observer) {
  const soi_world *const world = packer->world;
  const soi_tick tick = world->tick[0];
  const bool first = !packer->begun;
  for (uint32_t i = 0; i < world->event_count; ++i) { put_event(packer, tick, &world->events[i]); }
  put_hash(packer, world);
  /* What a snapshot begins stands in chunks of its own: a crash costs the time from one to the next at most. */
  if (exact && !first) { turn_chunk(packer); }
  if (exact) { soi_packer_snapshot(packer, observer); }
  if (packer->frame_every > 0 && (first || tick % packer->frame_every == 0)) { put_frame(packer, world); }
  put_foxglove(packer, world, first);
  packer->begun = true;
}

void soi_packer_command(soi_packer *packer, soi_tick given_at, const soi_command *command) {
  soi_bytes *const bytes = begin(packer, SOI_CHANNEL_INPUTS, 0, given_at, COMMAND_SIZE);
  soi_bytes_u64(bytes, command->tick);
  soi_bytes_u32(bytes, command->kind);
  soi_bytes_u32(bytes, command->target);
  soi_bytes_u32(bytes, command->extra);
  for (unsigned i = 0; i < 3; ++i) { soi_bytes_double(bytes, command->values[i]); }
  end(packer);
}

bool soi_packer_finish(soi_packer *packer) {
  turn_chunk(packer);
  return soi_mcap_finish(&packer->mcap);
}
