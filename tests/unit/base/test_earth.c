/* Places on Earth and on a map's plane: against the exact way through space, at corners of the Earth. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <soi/earth.h>

static const double RADIANS = 3.14159265358979323846 / 180.0;

/* Earth-centred position of a place on the ellipsoid, WGS 84. */
static void in_space(soi_degrees at, double out[3]) {
  const double a = 6378137.0, f = 1.0 / 298.257223563, e2 = f * (2.0 - f);
  const double phi = at.latitude * RADIANS, lambda = at.longitude * RADIANS, n = a / sqrt(1.0 - e2 * sin(phi) * sin(phi));
  out[0] = n * cos(phi) * cos(lambda);
  out[1] = n * cos(phi) * sin(lambda);
  out[2] = n * (1.0 - e2) * sin(phi);
}

static soi_point on_plane(soi_degrees origin, soi_degrees at) {
  const double phi = origin.latitude * RADIANS, lambda = origin.longitude * RADIANS;
  double from[3], to[3];
  in_space(origin, from);
  in_space(at, to);
  const double dx = to[0] - from[0], dy = to[1] - from[1], dz = to[2] - from[2];
  return (soi_point){-sin(lambda) * dx + cos(lambda) * dy, -sin(phi) * cos(lambda) * dx - sin(phi) * sin(lambda) * dy + cos(phi) * dz};
}

static const soi_degrees corners[] = {{0.0, 0.0},        {13.8042, 100.542}, {35.4, 139.6}, {-33.9, 18.4},  {-17.6, 177.4},
                                      {-16.8, 179.9999}, {-16.8, -180.0},    {52.0, 180.0}, {-54.8, -68.3}, {78.22, 15.6},
                                      {-77.8, 166.7},    {84.9, -179.99},    {-85.0, 0.0}};

static void a_point_comes_back_from_the_earth(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof corners / sizeof corners[0]; ++i) {
    for (double x = -24000.0; x <= 24000.0; x += 8000.0) {
      for (double y = -24000.0; y <= 24000.0; y += 8000.0) {
        const soi_degrees place = soi_earth_place(corners[i], (soi_point){x, y});
        const soi_point exact = on_plane(corners[i], place), back = soi_earth_point(corners[i], place);
        if (!(fabs(exact.x - x) < 1e-3 && fabs(exact.y - y) < 1e-3 && fabs(back.x - x) < 1e-3 && fabs(back.y - y) < 1e-3)) {
          fail_msg("at %g, %g: (%g, %g) is %.8f, %.8f, which is (%.4f, %.4f), and comes back as (%.4f, %.4f)", corners[i].latitude,
                   corners[i].longitude, x, y, place.latitude, place.longitude, exact.x, exact.y, back.x, back.y);
        }
        assert_true(place.longitude >= -180.0 && place.longitude < 180.0);
      }
    }
  }
}

static void longitudes_wrap(void **state) {
  (void)state;
  static const double from[] = {180.0, 180.5, -180.0, 359.0, -181.0, 720.25}, to[] = {-180.0, -179.5, -180.0, -1.0, 179.0, 0.25};
  for (size_t i = 0; i < sizeof from / sizeof from[0]; ++i) { assert_true(fabs(soi_earth_longitude(from[i]) - to[i]) < 1e-12); }
  assert_true(soi_earth_longitude_near(-179.9, 179.9) == 180.1);
  const soi_point a = soi_earth_point((soi_degrees){-17.0, 179.999}, (soi_degrees){-17.0, -179.999});
  const soi_point b = soi_earth_point((soi_degrees){-17.0, 179.999}, (soi_degrees){-17.0, 180.001});
  assert_true(fabs(a.x - 213.0) < 1.0 && fabs(a.x - b.x) < 1e-6 && fabs(a.y - b.y) < 1e-6);
}

static void a_degree_is_as_long_as_it_is_measured(void **state) {
  (void)state;
  /* By the same way through space, over a ten-thousandth of a degree. */
  for (size_t i = 0; i < sizeof corners / sizeof corners[0]; ++i) {
    const soi_point degree = soi_earth_degree(corners[i].latitude);
    const soi_degrees east = {corners[i].latitude, corners[i].longitude + 1e-4}, north = {corners[i].latitude + 1e-4, corners[i].longitude};
    assert_true(fabs(on_plane(corners[i], east).x * 1e4 - degree.x) < 1.0);
    assert_true(fabs(on_plane(corners[i], north).y * 1e4 - degree.y) < 1.0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_point_comes_back_from_the_earth),
      cmocka_unit_test(longitudes_wrap),
      cmocka_unit_test(a_degree_is_as_long_as_it_is_measured),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
