/* The channels of a recording: what they are called in the file, and how the bytes of their messages are laid out. */
#ifndef SOI_CHANNEL_H
#define SOI_CHANNEL_H

#include "mcap.h"

/* The id of a channel in the files we write; cart counts from 1 for topics that are one a cart. */
uint16_t soi_channel_id(soi_channel channel, soi_cart_id cart);
/* Greatest id + 1 for so many carts. */
uint32_t soi_channel_limit(uint32_t carts);
/* Which channel a topic is, and its cart's id where it is one a cart (not ended: *id_length letters); SOI_CHANNEL_COUNT for others. */
soi_channel soi_channel_of_topic(const char *topic, size_t length, const char **id, size_t *id_length);

/* Writes the schemas and channels of a model's recording. */
void soi_channels_write(soi_mcap *mcap, const soi_model *model, soi_arena *arena);
/* The columns within the text of the frames' schema, as soi_frame_create reads them; null when it has none. */
const char *soi_channel_columns(const char *schema_text);

/* Log time of a tick: ns since the midnight before the start. */
uint64_t soi_recording_time(const soi_model *model, soi_tick tick);

#endif
