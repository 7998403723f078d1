/* Messages for other programs' viewers, as JSON in the shape of Foxglove's well-known schemas: where each cart is, what happened, and the
 * map. The map's frame is "map" (metres east and north of its origin); a cart's frame has the cart's id. */
#ifndef SOI_FOXGLOVE_H
#define SOI_FOXGLOVE_H

#include <soi/observe.h>

/* clang-format off */
typedef enum soi_foxglove_kind {
  SOI_FOXGLOVE_LOCATION,
  SOI_FOXGLOVE_TRANSFORMS,
  SOI_FOXGLOVE_LOG,
  SOI_FOXGLOVE_MAP,
  SOI_FOXGLOVE_KINDS
} soi_foxglove_kind;
/* clang-format on */

/* A schema's name ("foxglove.LocationFix") and its text, a JSON Schema that the messages hold to. */
const char *soi_foxglove_schema_name(soi_foxglove_kind kind);
const char *soi_foxglove_schema_text(soi_foxglove_kind kind);

/* Latitude and longitude (degrees, WGS 84) of a point of the map. */
void soi_foxglove_place(const soi_model *model, soi_point at, double *latitude, double *longitude);

/* The message bodies; time is in nanoseconds since the midnight before the scenario began, which stands for 1970-01-01. A cart in its
 * depot is where it leaves it. False when the writer failed. */
bool soi_foxglove_location(const soi_world *world, soi_cart_id cart, uint64_t time, soi_writer writer);
bool soi_foxglove_transforms(const soi_world *world, soi_cart_id cart, uint64_t time, soi_writer writer);
bool soi_foxglove_log(const soi_world *world, const soi_event *event, uint64_t time, soi_writer writer);
bool soi_foxglove_map(const soi_model *model, soi_writer writer);

/* An event in words: "boarded: person 12, cart-1; wait 84.2 s". Returns the length it would have had. */
size_t soi_event_words(const soi_world *world, const soi_event *event, char *buffer, size_t size);

#endif
