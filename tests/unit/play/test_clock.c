/* The play's clock, against a wall that the test moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"
#include "near.h"

static void runs_at_its_speed(void **state) {
  (void)state;
  play_clock clock = {.speed = 1.0, .per_second = 10.0};
  assert_near(clock_now(&clock, 2.0), 20.0, 1e-9);
  clock_set_speed(&clock, 2.0, 8.0);
  assert_near(clock_now(&clock, 2.0), 20.0, 1e-9);
  assert_near(clock_now(&clock, 3.0), 100.0, 1e-9);
  clock_set_speed(&clock, 3.0, 0.125);
  assert_near(clock_now(&clock, 11.0), 110.0, 1e-9);
}

/* Paused in the middle of a tick it runs on to the tick's end, without a jump, and stands there. */
static void pauses_at_the_end_of_a_tick(void **state) {
  (void)state;
  play_clock clock = {.speed = 1.0, .per_second = 10.0};
  clock_set_paused(&clock, 1.04, true);
  assert_near(clock_now(&clock, 1.04), 10.4, 1e-9);
  assert_near(clock_now(&clock, 1.08), 10.8, 1e-9);
  assert_near(clock_now(&clock, 9.0), 11.0, 1e-9);
  clock_set_paused(&clock, 9.0, false);
  assert_near(clock_now(&clock, 9.1), 12.0, 1e-9);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(runs_at_its_speed), cmocka_unit_test(pauses_at_the_end_of_a_tick)};
  return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
