/* What carts see, asked of a world at any moment: by the code that the carts perceive with, of the state alone (no scratch), so a copy
 * of the state will do. */
#ifndef SOI_SENSOR_H
#define SOI_SENSOR_H

#include <soi/world.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SOI_SENSING_WALLS 128  /* listed within range; when there are more, all of the map's are gone through */
#define SOI_SENSING_BODIES 128 /* vehicles within range that count, the nearest */

/* A vehicle near the sensor, which may be seen and may hide others. */
typedef struct soi_sensing_body {
  soi_point from_eye; /* m, to its middle */
  soi_point heading;  /* unit vector */
  double distance2;   /* m2 */
  double reach2;      /* m2 around its middle in which it may hide something; negative: it hides nothing */
  uint32_t row;
} soi_sensing_body;

/* One of a cart's sensors at one moment: where it is, how far and how wide it sees, and what may stand before it. Its shape is a sector of
 * a circle, cut by what soi_sensing_reach finds. Some 10 kB, on the caller's stack; it holds as long as the world does not change. */
typedef struct soi_sensing {
  const soi_world *world;
  soi_cart_id cart; /* row of its body */
  soi_vehicle_id body;
  const soi_sensor *sensor;
  soi_point eye;     /* m east, m north: above the middle of the body */
  soi_point heading; /* unit vector: the middle of its field of view */
  double range;      /* m: halved in rain of 50 mm/h (assumed), and no farther than the air lets anybody see */
  double rim;        /* cosine of half the field of view; -1: it sees all round */
  int32_t level;     /* of the road it is on: what is on another is out of its sight */
  uint32_t wall_count, body_count;
  uint32_t walls[SOI_SENSING_WALLS]; /* sight edges of the model; not filled when wall_count is greater */
  soi_sensing_body bodies[SOI_SENSING_BODIES];
} soi_sensing;

typedef enum soi_sighting {
  SOI_SIGHT_BEYOND, /* out of range, out of the field of view, on another level, or not there at all */
  SOI_SIGHT_HIDDEN, /* a building or a vehicle's body stands before it */
  SOI_SIGHT_CLEAR   /* a look at this moment finds it, but for what is missed by chance (miss_rate) */
} soi_sighting;

/* Sensor number i (from 0) of a cart. False, with nothing in reach, when it has no such one, or no body on the road. */
SOI_API bool soi_cart_sensing(const soi_world *world, soi_cart_id cart, uint32_t i, soi_sensing *sensing);

/* Whether that sensor sees the middle of a vehicle (SOI_TRACK_VEHICLE) or somebody on foot (SOI_TRACK_PERSON) by row. Its tracks keep
 * the nearest SOI_TRACKS_PER_CART of those. */
SOI_API soi_sighting soi_cart_sees(const soi_sensing *sensing, soi_track_kind kind, uint32_t row);

/* Metres that it sees along a direction (unit vector): to the first wall or body, or to its range; 0 outside its field of view. */
SOI_API double soi_sensing_reach(const soi_sensing *sensing, soi_point direction);

#ifdef __cplusplus
}
#endif
#endif
