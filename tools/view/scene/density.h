/* How dense people and vehicles are: a field over the ground, and values along lanes. Both are smooth, so that neither flickers as bodies
 * move, and keep the count: a field's sum over its area is the people in it. */
#ifndef SOI_VIEW_DENSITY_H
#define SOI_VIEW_DENSITY_H

#include <soi/world.h>

/* People to the square metre at the corners of squares over the map. */
typedef struct density_field {
  double left, bottom, side; /* m */
  uint32_t columns, rows;
  float *values; /* [row * columns + column] */
  size_t capacity;
} density_field;

/* Lays an empty field over a box and two sides beyond it, of squares with sides of so many metres. */
void density_clear(density_field *field, soi_bounds box, double side);
/* Spreads somebody within two sides; who is more than a side outside the box is left out. */
void density_add(density_field *field, soi_point at);
void density_field_release(density_field *field);

/* Vehicles to the kilometre at points along each lane. */
typedef struct density_lanes {
  uint32_t *first; /* [lane] its first point, ... */
  float *values;   /* ... from its start to its end */
} density_lanes;

density_lanes density_lanes_open(const soi_model *model);
/* Each vehicle counts within 40 m of its front by nearness, over as much of the lane as lies within (but 20 m at least). */
void density_count(density_lanes *lanes, const soi_world *world);
void density_lanes_release(density_lanes *lanes);

/* The colour of a value on a scale of HEAT_STEPS values, as 0xRRGGBBAA; below the first it fades to nothing. */
uint32_t density_ink(double value, const double *scale);

#endif
