/* The colours of what explains the picture, 0xRRGGBBAA: the scene draws with them and a legend names them. They are of a set that those
 * who see few hues can tell apart, and the carts' accent stands for carts alone. */
#ifndef SOI_VIEW_INKS_H
#define SOI_VIEW_INKS_H

#include <stdint.h>

enum { HEAT_STEPS = 5 };

static const uint32_t INK_PATH = 0xf2541bb0, INK_SENSOR = 0x1f8fd61c, INK_SENSOR_EDGE = 0x1f8fd690, INK_SEEN = 0x0072b2d0,
                      INK_HIDDEN = 0xd0307cd0;
static const uint32_t INK_QUEUE = 0xb3263a90, INK_ZONE = 0xe69f0078, INK_WALK_ZONE = 0xcc79a790, INK_LANE = 0x1f66c1a0,
                      INK_CONNECTOR = 0x009e7390;

/* Speed as a share of the limit, in equal steps: from violet (standing) over orange to a light green-blue (free). */
static const uint32_t INK_SPEEDS[HEAT_STEPS] = {0x6a2c8fb0, 0xb3307fb0, 0xe86a4ab0, 0xf6b44fb0, 0x7fd3c4a0};

/* Density at the values below, blended between: the denser the stronger. */
static const uint32_t INK_DENSITIES[HEAT_STEPS] = {0x6cc5ea48, 0x4a9de094, 0x5a6fd6b4, 0x8a45bccc, 0xb0146ee0};
/* People to the square metre; at the last, walking is a fifth slower than alone (Weidmann 1993: 1.06 against 1.34 m/s). */
static const double DENSE_PEOPLE[HEAT_STEPS] = {0.01, 0.03, 0.1, 0.3, 1.0};
/* Vehicles to the kilometre of a lane; in the middle a lane carries most, at the last they stand (IDM: most at 54, standing at 143). */
static const double DENSE_VEHICLES[HEAT_STEPS] = {10.0, 25.0, 50.0, 90.0, 140.0};

#endif
