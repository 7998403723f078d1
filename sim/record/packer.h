/* What turns moments into the file: each becomes messages of the chunk at hand, a full chunk is compressed and written. */
#ifndef SOI_PACKER_H
#define SOI_PACKER_H

#include "frame.h"
#include "mcap.h"

typedef struct soi_packer {
  const soi_model *model;
  soi_memory memory;
  soi_mcap mcap;
  soi_chunk *chunk;   /* the one at hand */
  size_t chunk_bytes; /* of messages that fit into one */
  soi_world *world;   /* the moment at hand */
  soi_frame_codec *codec;
  unsigned char *frame;
  size_t frame_bytes;
  soi_bytes snapshot;
  soi_bytes json;                       /* the message at hand for other programs' viewers */
  uint32_t *sequences;                  /* by channel id */
  soi_tick frame_every, foxglove_every; /* ticks; 0: never */
  bool begun;                           /* a moment was packed */
} soi_packer;

/* Ticks between things that happen so often a second; 0 for never. */
soi_tick soi_packer_ticks(const soi_model *model, double hz);

/* Writes the file's beginning. False when there is no memory or the writer failed (errno tells); release it either way. */
bool soi_packer_begin(soi_packer *packer, const soi_model *model, soi_memory memory, const soi_recorder_options *options);
void soi_packer_release(soi_packer *packer);
/* The moment in the packer's world, with the events of the step that led to it. exact: also its snapshot, with the observer's. */
void soi_packer_moment(soi_packer *packer, bool exact, soi_cursor observer);
/* The snapshot of that moment, when it comes later. */
void soi_packer_snapshot(soi_packer *packer, soi_cursor observer);
void soi_packer_command(soi_packer *packer, soi_tick given_at, const soi_command *command);
/* The last chunk, the file's index and its end. False when the writer failed, now or before. */
bool soi_packer_finish(soi_packer *packer);

#endif
