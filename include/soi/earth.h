/* Between a map's plane and the Earth. The plane touches the ellipsoid (WGS 84) at the map's origin; a place on Earth lies on the plane
 * straight above it, so within 25 km lengths are true to 1 part in 100,000. Longitudes wrap: 180.5 and -179.5 are one. */
#ifndef SOI_EARTH_H
#define SOI_EARTH_H

#include <soi/base.h>

/* Beyond this latitude, degrees, no map may have its origin: meridians meet there. */
#define SOI_EARTH_MOST_LATITUDE 85.0

/* Degrees, WGS 84. */
typedef struct soi_degrees {
  double latitude, longitude;
} soi_degrees;

/* Where a place lies on the plane, m. What lies on the far side of the Earth does not. */
SOI_API soi_point soi_earth_point(soi_degrees origin, soi_degrees place);
/* Where a point of the plane lies on Earth, to 1 mm within 25 km of the origin; the longitude in [-180, 180). */
SOI_API soi_degrees soi_earth_place(soi_degrees origin, soi_point at);
/* Metres of a degree east (x) and north (y) at a latitude. */
SOI_API soi_point soi_earth_degree(double latitude);
/* A longitude in [-180, 180), and the same that lies nearest to another. */
SOI_API double soi_earth_longitude(double longitude);
SOI_API double soi_earth_longitude_near(double longitude, double other);

#endif
