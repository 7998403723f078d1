/* Frames: what there is to see of a world, as rounded columns. A column is one field of the manifest over its rows; a frame holds what
 * differs from the prediction that the frames before allow. A key frame predicts nothing, so reading may begin there. */
#ifndef SOI_FRAME_H
#define SOI_FRAME_H

#include "bytes.h"

#include <soi/world.h>

/* The columns that this version records, a line each: "name scale order dense". It is part of the text of the frames' schema. */
size_t soi_frame_columns(char *buffer, size_t size);

typedef struct soi_frame_codec soi_frame_codec;

/* columns: lines as above, of this or another version; unknown ones are read and left. Null when there is no memory, or the lines are
 * not what they should be. */
soi_frame_codec *soi_frame_create(const soi_model *model, soi_memory memory, const char *columns);
void soi_frame_release(soi_frame_codec *codec);

/* Most bytes that a frame takes. */
size_t soi_frame_most(const soi_frame_codec *codec);
/* Packs the world as it is now into out; returns the number of bytes. A key frame does not depend on those before. */
size_t soi_frame_pack(soi_frame_codec *codec, const soi_world *world, bool key, unsigned char *out);
/* Takes a frame in: false when it is damaged, or no key frame where one must be (the first, and after a damaged one). */
bool soi_frame_unpack(soi_frame_codec *codec, soi_cursor bytes);
bool soi_frame_is_key(soi_cursor bytes);
/* Writes the last frame taken in into the fields of a world of the codec's model. */
void soi_frame_show(const soi_frame_codec *codec, soi_world *world);

#endif
