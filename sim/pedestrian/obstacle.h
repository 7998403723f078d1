/* Carts as people at a kerb see them: bodies one does not walk into, and steps aside for when they come up close. */
#ifndef SOI_OBSTACLE_H
#define SOI_OBSTACLE_H

#include <soi/world.h>

/* The outline of a vehicle and its motion, all over the ground. */
typedef struct soi_obstacle {
  soi_point middle;
  soi_point ahead;         /* unit vector of its heading */
  double half_length, half_width;
  soi_point velocity;      /* m/s */
  double kerb;             /* +1: the kerb is at its left; -1: at its right */
} soi_obstacle;

/* A velocity of somebody at a point, changed so that the gap to the outline does not close within half a second or so. Whoever
 * walks against its front or rear turns aside (towards the kerb) if it may. Returns true when it had to be changed. */
bool soi_obstacle_avoid(const soi_obstacle *obstacle, soi_point at, double radius, bool turns_aside, soi_point *velocity);

/* The body of a cart that has one, as sensed at the start of the step. */
soi_obstacle soi_obstacle_of(const soi_world *world, uint32_t cart);

#endif
