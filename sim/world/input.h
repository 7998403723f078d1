/* Phase input: incidents of the timeline and commands whose tick has come. */
#ifndef SOI_INPUT_H
#define SOI_INPUT_H

#include <soi/world.h>

void soi_input(soi_world *world);

/* s on a lane of a road for a distance along the road's centre-line, clamped to the lane. */
double soi_lane_s_at(const soi_lane *lane, double along);

#endif
