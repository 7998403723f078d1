/* The walking model alone: where to turn and how fast to go, given who is near. No world, no map, so it is tested by itself.
 * Collision-free speed model (Tordeux, Chraibi, Seyfried 2016, "Collision-free speed model for pedestrian dynamics") with
 * JuPedSim's parameters. Ours on top, all named in walk.c: nobody walks backwards, bodies on course are dodged early, and
 * whoever is blocked looks for a way round. */
#ifndef SOI_WALK_H
#define SOI_WALK_H

#include <soi/base.h>

/* Neighbours further away than this (m) are not asked for: the index has cells of that size. */
#define SOI_WALK_CUTOFF 3.0
/* Room for neighbours of one walker: more than fit within reach at the greatest density. */
#define SOI_WALK_NEIGHBOURS 64

/* Somebody near, relative to the walker. */
typedef struct soi_neighbour {
  double dx, dy;   /* m, from the walker's middle to the neighbour's */
  double distance; /* m */
  double vx, vy;   /* m/s, over the ground */
} soi_neighbour;

/* What a walker wants and has room for. */
typedef struct soi_walker {
  soi_point heading;  /* unit vector: where it wants to go */
  soi_point velocity; /* m/s, of the last step */
  double wish;        /* m/s */
  double radius;      /* m, of every body */
  double time_gap;    /* s, of the speed function */
  double side;        /* +1: dodges to the left when in doubt; -1: to the right */
  soi_point walls;    /* unit vector along the walls at both sides */
  double room_left;   /* m from its middle to the wall at the left of that vector */
  double room_right;
  bool dodges; /* takes notice of others before it is close to them */
} soi_walker;

/* The direction to take, a unit vector: e0 + sum of repulsions, never backwards. */
soi_point soi_walk_direction(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count);

/* The speed (m/s) along a unit direction: min(wish, max(0, (s - l) / T)), s to the nearest body in the strip of a body's width
 * ahead. */
double soi_walk_speed(const soi_walker *walker, soi_point direction, const soi_neighbour *neighbours, uint32_t count);

/* Both together: the velocity of a step of this many seconds. Directions relax with 0.3 s, and so do speeds when they rise. */
soi_point soi_walk_velocity(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count, double step);

#endif
