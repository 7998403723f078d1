/* Questions about the conflict zones of a connector. A holder is a vehicle with a grant for a connector, from the grant until its rear
 * has left it. */
#ifndef SOI_JUNCTION_H
#define SOI_JUNCTION_H

#include <soi/world.h>

/* Whether a holder of a crossing or merging connector would still be in row's way when row comes, or somebody with more right waits for it too.
 * *holder gets the holder, 0 for a reservation. */
bool soi_junction_conflict(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, uint32_t *holder);

/* The holder that row, itself one for connector, must let pass, and the distance from row's front to the zone to stop before; 0: none. */
uint32_t soi_junction_wait(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, double *distance);

/* Whether there is room beyond the connector, so that row need not stand in the junction. *last gets the last body there, 0 for none. */
bool soi_junction_space(const soi_world *world, soi_vehicle_id row, soi_lane_id connector, uint32_t *last);

/* Whether a connector leads to no roundabout from outside, or to one that keeps a place free when somebody enters. */
bool soi_roundabout_has_place(const soi_world *world, soi_lane_id connector); /* roundabout.c */

/* Right of way as a number, least goes first: who need not give way, class of road (unsignalled junctions), then turn. */
int soi_junction_rank(const soi_model *model, soi_lane_id connector);

#endif
