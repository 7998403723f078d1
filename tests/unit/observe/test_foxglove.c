/* Messages for other programs' viewers: places on the earth against the exact way through space, and words. Their shape is checked against
 * the official schemas in tests/recording. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "foxglove.h"
#include "place.h"

/* Earth-centred position of a latitude, longitude (radians) and height, WGS 84. */
static void in_space(double latitude, double longitude, double height, double out[3]) {
  const double a = 6378137.0, f = 1.0 / 298.257223563, e2 = f * (2.0 - f);
  const double n = a / sqrt(1.0 - e2 * sin(latitude) * sin(latitude));
  out[0] = (n + height) * cos(latitude) * cos(longitude);
  out[1] = (n + height) * cos(latitude) * sin(longitude);
  out[2] = (n * (1.0 - e2) + height) * sin(latitude);
}

/* East and north of the origin's tangent plane to where a latitude and longitude (degrees) lie on the ellipsoid. */
static void on_plane(const soi_origin_definition *origin, double latitude, double longitude, double *east, double *north) {
  const double degree = 3.14159265358979323846 / 180.0, phi = origin->latitude * degree, lambda = origin->longitude * degree;
  double from[3], to[3];
  in_space(phi, lambda, 0.0, from);
  in_space(latitude * degree, longitude * degree, 0.0, to);
  const double dx = to[0] - from[0], dy = to[1] - from[1], dz = to[2] - from[2];
  *east = -sin(lambda) * dx + cos(lambda) * dy;
  *north = -sin(phi) * cos(lambda) * dx - sin(phi) * sin(lambda) * dy + cos(phi) * dz;
}

static void a_place_on_the_map_is_a_place_on_the_earth(void **state) {
  (void)state;
  place *const p = place_open("crossroads-morning.yaml", NULL);
  assert_non_null(p->model);
  static const double latitudes[] = {13.8, 35.4, -33.9, 60.2};
  for (size_t l = 0; l < sizeof latitudes / sizeof latitudes[0]; ++l) {
    p->definition.map.origin.latitude = latitudes[l];
    p->definition.map.origin.longitude = 100.54;
    for (double x = -1500.0; x <= 1500.0; x += 750.0) {
      for (double y = -1500.0; y <= 1500.0; y += 750.0) {
        double latitude, longitude, east, north;
        soi_foxglove_place(p->model, (soi_point){x, y}, &latitude, &longitude);
        on_plane(&p->definition.map.origin, latitude, longitude, &east, &north);
        if (fabs(east - x) > 5e-3 || fabs(north - y) > 5e-3) {
          fail_msg("at %g: (%g, %g) comes back as (%.6f, %.6f)", latitudes[l], x, y, east, north);
        }
      }
    }
  }
  place_close(p);
}

static void an_event_in_words(void **state) {
  (void)state;
  place *const p = place_open("crossroads-morning.yaml", NULL);
  soi_world *const world = place_world(p);
  char words[128];
  soi_event_words(world, &(soi_event){.kind = SOI_EVENT_BOARDED, .a = 12, .b = 1, .value = 84.21}, words, sizeof words);
  assert_string_equal(words, "boarded: person 12, cart-1; wait 84.2 s");
  soi_event_words(world, &(soi_event){.kind = SOI_EVENT_RAIN, .value = 12.0}, words, sizeof words);
  assert_string_equal(words, "rain; 12.0 mm/h");
  soi_event_words(world, &(soi_event){.kind = SOI_EVENT_CART_HELD, .a = 1, .b = 1, .value = 30.0}, words, sizeof words);
  assert_non_null(strstr(words, "cart held: cart-1, "));
  assert_non_null(strstr(words, "; hold 30.0 s planned"));
  /* What does not fit is cut, and its length told. */
  assert_int_equal(soi_event_words(world, &(soi_event){.kind = SOI_EVENT_RAIN}, words, 5), strlen("rain; 0.0 mm/h"));
  assert_string_equal(words, "rain");
  soi_world_release(world);
  place_close(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_place_on_the_map_is_a_place_on_the_earth),
    cmocka_unit_test(an_event_in_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
