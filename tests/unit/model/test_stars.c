/* Property: junctions drawn at random, of 3 to 5 roads of any width and class on either side, always give a sound model. Each
 * draw prints its seed when it fails; SOI_TEST_SEED=n repeats that one alone. */
#include "plan.h"
#include "random.h"

enum { DRAWS = 300 };

static double draw(uint64_t seed, uint32_t n) { return soi_random(seed, SOI_DRAW_TEST, 0, 0, n); }

/* Arms at least 40 degrees apart, 150 m long; at most one of them one-way. */
static plan *star(uint64_t seed) {
  plan *const p = plan_new(draw(seed, 0) < 0.5 ? SOI_SIDE_LEFT : SOI_SIDE_RIGHT);
  const uint32_t arms = 3 + (uint32_t)(3.0 * draw(seed, 1));
  const uint32_t middle = plan_node(p, "middle", 0.0, 0.0);
  const double spare = 2.0 * SOI_PI - arms * 0.7;
  double angle = 2.0 * SOI_PI * draw(seed, 2);
  for (uint32_t i = 0; i < arms; ++i) {
    angle += 0.7 + spare / arms * draw(seed, 10 + i);
    const uint32_t end = plan_node(p, "end", 150.0 * soi_cos(angle), 150.0 * soi_sin(angle));
    const bool outwards = draw(seed, 20 + i) < 0.5;
    soi_road_definition *const road = plan_road(p, "arm", outwards ? middle : end, outwards ? end : middle);
    plan_lanes(road, 1 + (uint32_t)(3.0 * draw(seed, 30 + i)), 1 + (uint32_t)(3.0 * draw(seed, 40 + i)));
    road->lane_width = 2.8 + 0.8 * draw(seed, 50 + i);
    road->median = draw(seed, 60 + i) < 0.5 ? 0.0 : 4.0 * draw(seed, 70 + i);
    road->road_class = (soi_road_class)(6.0 * draw(seed, 80 + i));
    plan_sidewalks(road, draw(seed, 90 + i) < 0.5 ? 0.0 : 2.5);
  }
  if (draw(seed, 3) < 0.3) { p->roads[0].lanes_backward = 0; }
  return p;
}

/* Every road that brings traffic leads it to every other that takes it away. */
static void check_reach(const soi_model *m, const plan *p) {
  const uint32_t roads = p->definition.map.roads.count;
  for (uint32_t from = 1; from <= roads; ++from) {
    for (uint32_t to = 1; to <= roads; ++to) {
      const bool enters = find_lane(m, from, p->roads[from - 1].from == 1 ? SOI_BACKWARD : SOI_FORWARD, 1) != 0;
      const bool leaves = find_lane(m, to, p->roads[to - 1].from == 1 ? SOI_FORWARD : SOI_BACKWARD, 1) != 0;
      bool found = false;
      for (uint32_t row = 1; row <= m->lane_count; ++row) {
        found =
            found || (m->lanes[row].junction != 0 && m->lanes[m->lanes[row].from].road == from && m->lanes[m->lanes[row].to].road == to);
      }
      assert_int_equal(found, enters && leaves && from != to);
    }
  }
}

/* Whether a place on a connector lies in its zone with another one. */
static bool in_zone(const soi_model *m, uint32_t zone, double s) {
  return zone != 0 && s >= m->conflict_zones[zone].start - 0.5 && s <= m->conflict_zones[zone].end + 0.5;
}

/* Where two connectors run over each other between their ends, both have a zone there; two of one approach do so only when they
 * part from one lane or join in one. */
static void check_pair(const soi_model *m, uint32_t one, uint32_t two) {
  const soi_lane *const a = &m->lanes[one], *const b = &m->lanes[two];
  for (uint32_t i = 1; i + 2 < a->segments; ++i) {
    for (uint32_t j = 1; j + 2 < b->segments; ++j) {
      const soi_point *const p = &m->points[a->first_point + i], *const q = &m->points[b->first_point + j];
      double f, g;
      if (!soi_segments_meet(p[0], p[1], q[0], q[1], &f, &g)) { continue; }
      assert_true(in_zone(m, find_zone(m, one, two), (i + f) * a->segment_length));
      assert_true(in_zone(m, find_zone(m, two, one), (j + g) * b->segment_length));
      assert_true(m->lanes[a->from].road != m->lanes[b->from].road || a->from == b->from || a->to == b->to);
    }
  }
}

/* Each lane leads on; no path is bent so sharply that a car cannot follow it. */
static void check_paths(const soi_model *m) {
  for (uint32_t one = 1; one <= m->lane_count; ++one) {
    if (m->lanes[one].junction == 0) {
      assert_true(m->lanes[one].node == 0 || m->lanes[one].out.count > 0);
      continue;
    }
    assert_true(m->lanes[one].curve_speed > 1.9);
    for (uint32_t two = one + 1; two <= m->lane_count; ++two) {
      if (m->lanes[two].junction != 0) { check_pair(m, one, two); }
    }
  }
}

static uint64_t seed_in_work;

static void test_stars(void **state) {
  (void)state;
  const char *const only = getenv("SOI_TEST_SEED");
  for (uint64_t seed = only != NULL ? strtoull(only, NULL, 10) : 1; seed <= DRAWS; ++seed) {
    seed_in_work = seed;
    plan *const p = star(seed);
    const soi_model *const m = plan_build(p);
    check_reach(m, p);
    check_paths(m);
    plan_free(p);
    if (only != NULL) { break; }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_stars)};
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  if (failed != 0) { fprintf(stderr, "to repeat: SOI_TEST_SEED=%llu with this program\n", (unsigned long long)seed_in_work); }
  return failed;
}
