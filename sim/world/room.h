/* Room for what is put into the world from outside. */
#ifndef SOI_ROOM_H
#define SOI_ROOM_H

#include <soi/world.h>

/* An outline on the ground. */
typedef struct soi_outline {
  soi_point middle, along; /* along: unit vector of its length */
  double half_length, half_width;
} soi_outline;

/* Why no body may be put down here now: somebody is there, or drives towards it and could stop only by braking hard. NONE: it may. Reads
 * the state alone, so it may be asked before sense. */
soi_refusal soi_room_refusal(const soi_world *world, const soi_outline *outline);

/* phase claim: whether a newcomer's outline, on a level, is clear of the bodies of vehicles as they were sensed, and of the way they drive
 * in this step; with people, of theirs too. */
bool soi_room_clear(const soi_world *world, const soi_outline *outline, int32_t level, bool people);

/* The outline of a vehicle of a type with its front at s in the middle of a lane. */
soi_outline soi_outline_in_lane(const soi_model *model, soi_type_id type, soi_lane_id lane, double s);

#endif
