/* The tape: frames played into a world. It stands at a frame; forward it takes in the next ones, for any other move it begins with the
 * key frame of a chunk. */
#include "frame.h"
#include "reading.h"

struct soi_tape {
  soi_recording *recording;
  soi_memory memory;
  soi_frame_codec *codec;
  soi_message_cursor cursor; /* behind the frame taken in last */
  soi_tick tick;             /* of it */
  bool standing;             /* there is one */
  /* Where none was found: up to this tick, in the chunk of the cursor and all before it. */
  bool barren;
  soi_tick barren_to;
};

soi_tape *soi_tape_create(soi_recording *recording, const soi_model *model, soi_memory memory) {
  if (recording->frame_columns == NULL) { return NULL; }
  soi_frame_codec *const codec = soi_frame_create(model, memory, recording->frame_columns);
  soi_tape *const tape = codec == NULL ? NULL : memory.allocate(memory.context, sizeof *tape);
  if (tape == NULL) {
    soi_frame_release(codec);
    return NULL;
  }
  *tape = (soi_tape){.recording = recording, .memory = memory, .codec = codec};
  return tape;
}

void soi_tape_release(soi_tape *tape) {
  if (tape == NULL) { return; }
  soi_frame_release(tape->codec);
  tape->memory.release(tape->memory.context, tape, sizeof *tape);
}

/* The chunk to begin with for a tick: the last with frames that began by then. Of those before `before` only. */
static bool find_chunk(const soi_tape *tape, soi_tick tick, uint32_t before, uint32_t *found) {
  for (uint32_t i = before; i-- > 0;) {
    const soi_chunk_place *const place = soi_recording_chunk(tape->recording, i);
    if (place->damaged || (place->channels & SOI_CHANNEL_BIT(FRAMES)) == 0) { continue; }
    if (soi_recording_tick(tape->recording, place->first) > tick) { continue; }
    *found = i;
    return true;
  }
  return false;
}

/* Takes in frames up to the tick, from the first that stands for itself. In files of ours a chunk begins with one, and none goes on in
 * the next; others pack as they like. */
static void play(soi_tape *tape, soi_tick tick) {
  tape->cursor.to = tick;
  for (soi_message message;;) {
    soi_message_cursor ahead = tape->cursor;
    if (!soi_message_next(&ahead, &message)) { return; }
    tape->cursor = ahead;
    const soi_cursor bytes = soi_cursor_make(message.bytes, message.size);
    if (!tape->standing && !soi_frame_is_key(bytes)) { continue; }
    tape->standing = soi_frame_unpack(tape->codec, bytes) || tape->standing;
    tape->tick = message.tick;
  }
}

/* True when the chunk the tape stands in is where the tick's frame is. */
static bool stands_before(const soi_tape *tape, soi_tick tick) {
  uint32_t chunk;
  return tape->standing && tape->tick <= tick && find_chunk(tape, tick, tape->recording->chunks.count, &chunk) &&
         chunk == tape->cursor.chunk;
}

/* Looks for a frame to begin with, from the tick's chunk back. What was looked through in vain is not looked through again. */
static void seek(soi_tape *tape, soi_tick tick) {
  const bool further = tape->barren && tick >= tape->barren_to;
  const uint32_t known = further ? tape->cursor.chunk : 0;
  uint32_t chunk = tape->recording->chunks.count, before = chunk;
  if (further && find_chunk(tape, tick, before, &chunk) && chunk == known) {
    play(tape, tick);
  } else {
    soi_message_cursor last = tape->cursor;
    bool first = true;
    /* A chunk may begin by the tick with something else, and its first frame come later. */
    while (!tape->standing && find_chunk(tape, tick, before, &before) && (!further || before > known)) {
      tape->cursor = soi_recording_messages(tape->recording, SOI_CHANNEL_BIT(FRAMES), 0, tick);
      tape->cursor.chunk = before;
      play(tape, tick);
      if (first) { last = tape->cursor; }
      first = false;
    }
    if (!tape->standing) { tape->cursor = last; }
  }
  tape->barren = !tape->standing;
  tape->barren_to = tick;
}

bool soi_tape_show(soi_tape *tape, soi_tick tick, soi_world *world) {
  if (stands_before(tape, tick)) {
    play(tape, tick);
  } else {
    tape->standing = false;
    seek(tape, tick);
  }
  if (tape->standing) { soi_frame_show(tape->codec, world); }
  return tape->standing;
}
