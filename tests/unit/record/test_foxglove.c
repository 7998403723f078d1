/* Messages for other programs' viewers: places on the earth against the exact way through space, and words. Their shape is checked against
 * the official schemas in tests/recording. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <soi/earth.h>

#include "foxglove.h"
#include "place.h"

/* The plane itself is held to the exact way through space in unit.base.earth. */
static void a_place_on_the_map_is_a_place_on_the_earth(void **state) {
  (void)state;
  place *const p = place_open("crossroads-morning.yaml", NULL);
  assert_non_null(p->model);
  static const soi_degrees origins[] = {{13.8, 100.54}, {35.4, 139.6}, {-33.9, 18.4}, {60.2, -179.999}, {-17.0, 179.999}};
  for (size_t i = 0; i < sizeof origins / sizeof origins[0]; ++i) {
    p->definition.map.origin.latitude = origins[i].latitude;
    p->definition.map.origin.longitude = origins[i].longitude;
    for (double x = -1500.0; x <= 1500.0; x += 750.0) {
      for (double y = -1500.0; y <= 1500.0; y += 750.0) {
        double latitude, longitude;
        soi_foxglove_place(p->model, (soi_point){x, y}, &latitude, &longitude);
        const soi_point back = soi_earth_point(origins[i], (soi_degrees){latitude, longitude});
        if (fabs(back.x - x) > 1e-3 || fabs(back.y - y) > 1e-3) {
          fail_msg("at %g: (%g, %g) comes back as (%.6f, %.6f)", origins[i].latitude, x, y, back.x, back.y);
        }
        assert_true(longitude >= -180.0 && longitude < 180.0);
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
  assert_non_null(strstr(words, "; hold planned 30.0 s"));
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
