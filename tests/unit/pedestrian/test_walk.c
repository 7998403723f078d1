/* The walking model alone, against its own formulas. */
#include "walk.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "fmath.h"

static soi_walker eastbound(void) {
  return (soi_walker){.heading = {1.0, 0.0},
                      .velocity = {1.34, 0.0},
                      .wish = 1.34,
                      .radius = 0.2,
                      .time_gap = 1.0,
                      .side = 1.0,
                      .walls = {1.0, 0.0},
                      .room_left = 100.0,
                      .room_right = 100.0,
                      .dodges = true};
}

static soi_neighbour at(double dx, double dy, double vx, double vy) { return (soi_neighbour){dx, dy, hypot(dx, dy), vx, vy}; }

static void near(double got, double expected, double tolerance) {
  if (!(fabs(got - expected) <= tolerance)) { fail_msg("got %.12g, expected %.12g", got, expected); }
}

/* Speed: min(v0, max(0, (s - l) / T)). */
static void speed_follows_the_gap(void **state) {
  (void)state;
  const soi_walker walker = eastbound();
  for (double distance = 0.3; distance < 2.9; distance += 0.1) {
    const soi_neighbour other = at(distance, 0.0, 0.0, 0.0);
    near(soi_walk_speed(&walker, walker.heading, &other, 1), fmin(1.34, fmax(0.0, distance - 0.4)), 1e-12);
  }
  near(soi_walk_speed(&walker, walker.heading, NULL, 0), 1.34, 0.0);
}

/* Only who is ahead, within a body's width, counts. */
static void strip_is_a_body_wide(void **state) {
  (void)state;
  const soi_walker walker = eastbound();
  const soi_neighbour beside = at(0.5, 0.41, 0.0, 0.0), behind = at(-0.5, 0.0, 0.0, 0.0), edge = at(0.5, 0.39, 0.0, 0.0);
  near(soi_walk_speed(&walker, walker.heading, &beside, 1), 1.34, 0.0);
  near(soi_walk_speed(&walker, walker.heading, &behind, 1), 1.34, 0.0);
  near(soi_walk_speed(&walker, walker.heading, &edge, 1), hypot(0.5, 0.39) - 0.4, 1e-12);
}

/* Direction: e0 + 8 exp((l - s) / 0.1) away from the other. */
static void repulsion_has_its_formula(void **state) {
  (void)state;
  soi_walker walker = eastbound();
  walker.dodges = false;
  const double distances[] = {0.5, 0.6, 0.8, 0.95};
  for (int i = 0; i < 4; ++i) {
    const double s = distances[i], push = 8.0 * exp((0.4 - s) / 0.1);
    const soi_neighbour other = at(0.0, s, 0.0, 0.0);
    const soi_point direction = soi_walk_direction(&walker, &other, 1);
    near(direction.x, 1.0 / hypot(1.0, push), 1e-9);
    near(direction.y, -push / hypot(1.0, push), 1e-9);
  }
}

/* Walls push away by 5 exp((r - d) / 0.02). */
static void walls_push_away(void **state) {
  (void)state;
  soi_walker walker = eastbound();
  walker.room_left = 0.23;
  const double push = 5.0 * exp(-0.03 / 0.02);
  const soi_point direction = soi_walk_direction(&walker, NULL, 0);
  near(direction.y, -push / hypot(1.0, push), 1e-9);
  walker.room_left = 100.0;
  walker.room_right = 0.23;
  near(soi_walk_direction(&walker, NULL, 0).y, push / hypot(1.0, push), 1e-9);
}

/* A crowd in front stops a walker; it does not send it back. */
static void nobody_walks_backwards(void **state) {
  (void)state;
  const soi_walker walker = eastbound();
  for (double y = -0.6; y <= 0.6; y += 0.05) {
    const soi_neighbour crowd[] = {at(0.42, y, 0.0, 0.0), at(0.45, y + 0.5, 0.0, 0.0), at(0.45, y - 0.5, 0.0, 0.0)};
    const soi_point direction = soi_walk_direction(&walker, crowd, 3);
    assert_true(direction.x >= 0.0);
    near(hypot(direction.x, direction.y), 1.0, 1e-12);
  }
}

/* Head on, both dodge to the side one keeps to, whichever that is. */
static void who_comes_head_on_is_dodged(void **state) {
  (void)state;
  soi_walker walker = eastbound();
  const soi_neighbour other = at(2.0, 0.0, -1.3, 0.0);
  assert_true(soi_walk_velocity(&walker, &other, 1, 0.1).y > 0.0);
  walker.side = -1.0;
  assert_true(soi_walk_velocity(&walker, &other, 1, 0.1).y < 0.0);
}

/* The nearer way round a row of standing people; the other one when a wall closes it. */
static void standing_people_are_gone_round(void **state) {
  (void)state;
  soi_walker walker = eastbound();
  const soi_neighbour row[] = {at(1.2, 0.2, 0.0, 0.0), at(1.2, 0.7, 0.0, 0.0), at(1.2, 1.2, 0.0, 0.0)};
  assert_true(soi_walk_velocity(&walker, row, 3, 0.1).y < 0.0);
  walker.room_right = 0.3;
  assert_true(soi_walk_velocity(&walker, row, 3, 0.1).y > 0.0);
  /* No way at all: straight on, slower. */
  walker.room_left = 1.0;
  const soi_point stuck = soi_walk_velocity(&walker, row, 3, 0.1);
  assert_true(stuck.x > 0.0 && stuck.x < 1.0 && fabs(stuck.y) < 0.3);
}

/* Directions and rising speeds relax in 0.3 s; nothing else moves somebody who is alone. */
static void starts_are_smooth(void **state) {
  (void)state;
  soi_walker walker = eastbound();
  walker.velocity = (soi_point){0.0, 0.0};
  double last = 0.0;
  for (int i = 0; i < 30; ++i) {
    walker.velocity = soi_walk_velocity(&walker, NULL, 0, 0.1);
    assert_true(walker.velocity.x - last < 0.5 && walker.velocity.y == 0.0);
    assert_true(walker.velocity.x > last || last == 1.34);
    last = walker.velocity.x;
  }
  near(last, 1.34, 1e-3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(speed_follows_the_gap),          cmocka_unit_test(strip_is_a_body_wide),
      cmocka_unit_test(repulsion_has_its_formula),      cmocka_unit_test(walls_push_away),
      cmocka_unit_test(nobody_walks_backwards),         cmocka_unit_test(who_comes_head_on_is_dodged),
      cmocka_unit_test(standing_people_are_gone_round), cmocka_unit_test(starts_are_smooth),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
