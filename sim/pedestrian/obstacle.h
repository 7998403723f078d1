/* Vehicles as people near them see them: bodies one does not walk into, and steps aside for when they come up close. */
#ifndef SOI_OBSTACLE_H
#define SOI_OBSTACLE_H

#include <soi/world.h>

/* The outline of a vehicle and its motion, all over the ground. */
typedef struct soi_obstacle {
  soi_point middle;
  soi_point ahead; /* unit vector of its heading */
  double half_length, half_width;
  soi_point velocity; /* of its middle, m/s */
  double turn;        /* rad/s to the left: its ends swing */
  double kerb;        /* +1: the kerb is at its left; -1: at its right */
} soi_obstacle;

/* A velocity of somebody at a point who would come to touch the outline, changed so that the gap does not close within half a
 * second or so. Whoever walks against its front or rear turns aside (towards the kerb) if it may. True when it had to be changed. */
bool soi_obstacle_avoid(const soi_obstacle *obstacle, soi_point at, double radius, bool turns_aside, soi_point *velocity);

/* A vehicle's body as sensed at the start of the step. */
soi_obstacle soi_obstacle_of(const soi_world *world, soi_vehicle_id vehicle);

/* The same for all bodies on the lanes of a crossing, for whoever is on it. */
bool soi_obstacle_avoid_traffic(const soi_world *world, soi_crossing_id crossing, soi_point at, double radius, soi_point *velocity);

#endif
