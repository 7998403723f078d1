#include <soi/earth.h>

#include "fmath.h"

static const double RADIUS = 6378137.0, FLATTENING = 1.0 / 298.257223563; /* m; WGS 84 */
static const double DEGREE = SOI_PI / 180.0;

static double eccentricity2(void) { return FLATTENING * (2.0 - FLATTENING); }

/* The radius of curvature across the meridian, m. */
static double across(double sine) { return RADIUS / soi_sqrt(1.0 - eccentricity2() * sine * sine); }

double soi_earth_longitude(double longitude) { return longitude - 360.0 * soi_floor((longitude + 180.0) / 360.0); }

double soi_earth_longitude_near(double longitude, double other) { return other + soi_earth_longitude(longitude - other); }

soi_point soi_earth_degree(double latitude) {
  const double sine = soi_sin(latitude * DEGREE), n = across(sine);
  return (soi_point){DEGREE * n * soi_cos(latitude * DEGREE), DEGREE * n * (1.0 - eccentricity2()) / (1.0 - eccentricity2() * sine * sine)};
}

/* The way through space from the origin to the place, along the origin's east and north. */
soi_point soi_earth_point(soi_degrees origin, soi_degrees place) {
  const double turn = soi_earth_longitude(place.longitude - origin.longitude) * DEGREE;
  const double sine0 = soi_sin(origin.latitude * DEGREE), cosine0 = soi_cos(origin.latitude * DEGREE);
  const double sine = soi_sin(place.latitude * DEGREE), cosine = soi_cos(place.latitude * DEGREE);
  const double n0 = across(sine0), n = across(sine);
  const double outward = n * cosine * soi_cos(turn) - n0 * cosine0; /* from the axis, along the origin's meridian */
  const double upward = (1.0 - eccentricity2()) * (n * sine - n0 * sine0);
  return (soi_point){n * cosine * soi_sin(turn), cosine0 * upward - sine0 * outward};
}

/* Newton's method, with the degrees at the guess for a derivative: each round leaves a thousandth of the error and less. */
soi_degrees soi_earth_place(soi_degrees origin, soi_point at) {
  soi_degrees place = origin;
  for (int round = 0; round < 6; ++round) {
    const soi_point now = soi_earth_point(origin, place), degree = soi_earth_degree(place.latitude);
    const double turn = (place.longitude - origin.longitude) * DEGREE, tilt = soi_sin(origin.latitude * DEGREE);
    const double x = at.x - now.x, y = at.y - now.y;
    const double bend = turn * tilt; /* by which north there is turned from the origin's */
    place.longitude += (x + bend * y) / degree.x;
    place.latitude += (y - bend * x) / degree.y;
  }
  place.longitude = soi_earth_longitude(place.longitude);
  return place;
}
