/* Room for what is put into the world from outside. */
#ifndef SOI_ROOM_H
#define SOI_ROOM_H

#include <soi/world.h>

/* An outline on the ground. */
typedef struct soi_outline {
  soi_point middle, along; /* along: unit vector of its length */
  double half_length, half_width;
} soi_outline;

/* Whether a body may be put down here now: nobody is there, and whoever drives towards it can still stop without braking hard. Reads
 * the state alone, so it may be asked before sense. */
bool soi_room_free(const soi_world *world, const soi_outline *outline);

#endif
