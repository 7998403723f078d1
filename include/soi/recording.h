/* Recordings: a run in one MCAP file (mcap.dev) that any robotics tool can open. The recorder copies what a step brings, packs it into
 * chunks, beside the run if the host has a thread for that, and is an observer like any other: it reads the const world. The reader finds its way in whole files and in those that were cut off.
 *
 * In the file: the texts a run was made from as attachments, seed and versions as metadata, and these channels.
 *   inputs     every command given to the running world
 *   events     every event
 *   hash       the state's hash after each step
 *   frames     what there is to see, rounded (1 cm), as changes since the frame before; a chunk's first frame stands for itself
 *   snapshots  world and observer to the last bit, to go on from
 * The schema records of the file describe how their bytes are laid out. Log time is the clock of the scenario: nanoseconds since the
 * midnight before it began. */
#ifndef SOI_RECORDING_H
#define SOI_RECORDING_H

#include <soi/observe.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SOI_CHUNK_BYTES (1u << 20) /* of messages, before compression, at most */
#define SOI_BATCH_BYTES (1u << 19) /* of moments to be packed; a batch is full when it has at least so many */

/* X(SYMBOL, "topic"): a topic with %s stands for one a cart, by its id. */
#define SOI_CHANNELS(X) \
  X(INPUTS, "inputs") \
  X(EVENTS, "events") \
  X(HASH, "hash") \
  X(FRAMES, "frames") \
  X(SNAPSHOTS, "snapshots") \
  X(LOG, "log") \
  X(MAP, "map") \
  X(TRANSFORMS, "carts/%s/transforms") \
  X(LOCATION, "carts/%s/location")

/* clang-format off */
typedef enum soi_channel {
#define SOI_CHANNEL_ROW(symbol, topic) SOI_CHANNEL_##symbol,
  SOI_CHANNELS(SOI_CHANNEL_ROW)
#undef SOI_CHANNEL_ROW
  SOI_CHANNEL_COUNT
} soi_channel;
/* clang-format on */

/* A set of channels: SOI_CHANNEL_BIT(FRAMES) | ... */
#define SOI_CHANNEL_BIT(symbol) (1u << SOI_CHANNEL_##symbol)
#define SOI_CHANNELS_ALL ((1u << SOI_CHANNEL_COUNT) - 1u)

/* A file within the file. */
typedef struct soi_attachment {
  const char *name, *media_type;
  const void *bytes;
  size_t size;
} soi_attachment;

/* A line of the metadata record "soi". */
typedef struct soi_note {
  const char *key, *value;
} soi_note;

/* --- writing ----------------------------------------------------------------------------------------------------------- */

/* Moments on their way to the file, copied but not yet packed. */
typedef struct soi_batch soi_batch;

typedef struct soi_recorder_options {
  double hz;             /* frames a simulated second, at most one a step; 0: none */
  double foxglove_hz;    /* of the channels for other programs' viewers; 0: none */
  double snapshot_every; /* simulated s; there is one at the start and one at the end besides */
  const soi_attachment *attachments;
  uint32_t attachment_count;
  const soi_note *notes; /* beside those of the recorder: soi, seed, model, scenario, step, start */
  uint32_t note_count;
  soi_writer writer; /* of the file, from its first byte; the recorder never goes back */
  /* Takes a full batch and returns an empty one, so that another thread can call soi_recorder_write meanwhile (in the order of the
   * batches). Null: batches are written at once, within soi_recorder_step. */
  soi_batch *(*exchange)(void *context, soi_batch *full);
  void *exchange_context;
} soi_recorder_options;

typedef struct soi_recorder soi_recorder;

/* 10 frames and 2 messages for viewers a second, a snapshot each 10 s (so that any moment is at most that many steps from one), and nothing else. */
SOI_API soi_recorder_options soi_recorder_defaults(void);
/* Writes the file's beginning: what describes it, attachments and metadata. Null when the host has no memory or the writer failed
 * (errno tells). The options' lists may go afterwards. */
SOI_API soi_recorder *soi_recorder_create(const soi_model *model, soi_memory memory, const soi_recorder_options *options);
/* Another batch to fill while some are written; it belongs to the recorder. Null when the host has no memory. */
SOI_API soi_batch *soi_recorder_batch(soi_recorder *recorder);
/* Before the first step and after each: the moment as it is, and the events of the step that led to it. */
SOI_API void soi_recorder_step(soi_recorder *recorder, const soi_world *world, const soi_observer *observer);
/* A command that soi_world_command has just taken. */
SOI_API void soi_recorder_command(soi_recorder *recorder, const soi_world *world, const soi_command *command);
/* At the end: a last snapshot, unless world is null, and the last batch is handed over. */
SOI_API void soi_recorder_flush(soi_recorder *recorder, const soi_world *world, const soi_observer *observer);
/* Packs a batch, writes the chunks that are full, and empties it. Any thread, one at a time, may run beside soi_recorder_step. False when
 * the writer failed, now or before: nothing more is written then. */
SOI_API bool soi_recorder_write(soi_recorder *recorder, soi_batch *batch);
/* After the last batch was written: the last chunk, the file's index and end. False when the writer failed, now or before. */
SOI_API bool soi_recorder_finish(soi_recorder *recorder);
/* Gives all back; a recorder that was not finished leaves a cut file, which can be read. */
SOI_API void soi_recorder_release(soi_recorder *recorder);
/* Bytes given to the writer so far. */
SOI_API uint64_t soi_recorder_bytes(const soi_recorder *recorder);

/* --- reading ----------------------------------------------------------------------------------------------------------- */

typedef struct soi_recording soi_recording;

typedef struct soi_recording_info {
  uint64_t seed, model_hash;
  uint32_t step_us;
  double start;            /* s after midnight */
  const char *soi_version; /* of the program that recorded */
  const char *scenario;    /* path of the scenario, as it was given */
  soi_tick first, last;    /* of what is in the file */
  uint64_t bytes;          /* of the file */
  uint32_t chunk_count;
  bool whole;          /* false: cut off, see trouble */
  const char *trouble; /* what of the file could not be read, and where; null when all could */
} soi_recording_info;

/* Opens a recording; null when it is none or holds nothing to read: then message, if not null, says why (at most size bytes, with its
 * end). The file is read as needed and must not change; a cut or damaged one gives what is whole. */
SOI_API soi_recording *soi_recording_open(const char *path, soi_memory memory, char *message, size_t size);
/* ... from bytes in memory, which must outlive it. */
SOI_API soi_recording *soi_recording_open_bytes(const void *bytes, size_t count, soi_memory memory, char *message, size_t size);
SOI_API void soi_recording_close(soi_recording *recording);

/* Valid until the recording is closed. trouble may be found later, while messages are read. */
SOI_API const soi_recording_info *soi_recording_about(const soi_recording *recording);
/* The value of a key of the metadata record "soi", null when it is not there. */
SOI_API const char *soi_recording_note(const soi_recording *recording, const char *key);
/* Attachment number i, read and checked; false past the end. One that is damaged has null bytes. Valid until the recording is closed. */
SOI_API bool soi_recording_attachment(soi_recording *recording, uint32_t i, soi_attachment *attachment);

/* A message; bytes are valid until the next one is read from the same recording. */
typedef struct soi_message {
  soi_channel channel;
  soi_cart_id cart; /* of topics that are one a cart; else 0 */
  soi_tick tick;
  uint64_t log_time; /* ns since the midnight before the scenario began */
  const unsigned char *bytes;
  size_t size;
} soi_message;

/* A place in a recording. */
typedef struct soi_message_cursor {
  soi_recording *recording;
  uint32_t channels; /* a set of them */
  soi_tick from, to; /* both included */
  uint32_t chunk;    /* the one it stands in */
  size_t at;         /* in its messages */
} soi_message_cursor;

SOI_API soi_message_cursor soi_recording_messages(soi_recording *recording, uint32_t channels, soi_tick from, soi_tick to);
/* The next message, in the order of the file, which is that of time; false at the end. Damaged chunks are passed over. */
SOI_API bool soi_message_next(soi_message_cursor *cursor, soi_message *message);

/* What messages of the channels say. False when the bytes are not what they should be. */
SOI_API bool soi_message_hash(const soi_message *message, uint64_t *hash);
SOI_API bool soi_message_event(const soi_message *message, soi_event *event);
/* command->tick is the tick it was stamped with; message->tick that of the world it was given to. */
SOI_API bool soi_message_command(const soi_message *message, soi_command *command);

/* Restores world and observer (may be null) from the nearest snapshot at or before a tick; the rest of the way is steps, with the
 * commands of channel inputs given again. False when there is none, or it is of another model. */
SOI_API bool soi_recording_restore(soi_recording *recording, soi_tick tick, soi_world *world, soi_observer *observer);

/* --- tape: what there was to see ------------------------------------------------------------------------------------------ */

/* Plays frames into the visible fields of a world made from the recording's model: what the view draws, the causes and what the carts
 * report. The world is a picture then and must not be stepped. */
typedef struct soi_tape soi_tape;

SOI_API soi_tape *soi_tape_create(soi_recording *recording, const soi_model *model, soi_memory memory);
/* Shows the last frame at or before a tick; tick 0 of the world gets the frame's own tick. False when there is no frame. Going forward
 * by little is quick, any other move costs the frames of one chunk. */
SOI_API bool soi_tape_show(soi_tape *tape, soi_tick tick, soi_world *world);
SOI_API void soi_tape_release(soi_tape *tape);

#ifdef __cplusplus
}
#endif
#endif
