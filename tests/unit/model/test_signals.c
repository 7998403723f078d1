/* Signals: plans in ticks, who has green with whom, and plans that would let people or vehicles meet. */
#include "plan.h"

enum { EAST = 1, NORTH, WEST, SOUTH };

static const soi_references NOBODY = {NULL, 0};

/* Two stages at the cross roads; the north and south roads' crossings go with the east-west traffic, and the other way round. */
static plan *lights(void) {
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  for (uint32_t i = 0; i < 4; ++i) {
    plan_sidewalks(&p->roads[i], 2.0);
    (void)plan_crossing(p, "walk", i + 1, 12.0, SOI_CROSSING_SIGNAL);
  }
  soi_signal_definition *const signal = plan_signal(p, "lights", 1);
  (void)plan_stage(signal, 25.0, PLAN_ROWS_OF(p, EAST, WEST), PLAN_ROWS_OF(p, NORTH, SOUTH));
  (void)plan_stage(signal, 15.0, PLAN_ROWS_OF(p, NORTH, SOUTH), PLAN_ROWS_OF(p, EAST, WEST));
  return p;
}

static void test_plan(void **state) {
  (void)state;
  plan *const p = lights();
  p->signals[0].offset = 20.0;
  p->definition.scenario.start = 7.0 * 3600.0 + 10.0;
  const soi_model *const m = plan_build(p);
  const soi_signal *const signal = &m->signals[1];
  assert_int_equal(signal->junction, 1);
  assert_int_equal(signal->stages.count, 2);
  /* 25 + 3 + 2 + 15 + 3 + 2 = 50 s; 07:00:10 less 20 s is 40 s into a plan that starts at midnight, as 50 s divide the hour. */
  assert_int_equal(signal->cycle, 500);
  assert_int_equal(signal->offset, 400);
  assert_int_equal(m->stages[1].green, 250);
  assert_int_equal(m->stages[1].amber, 30);
  assert_int_equal(m->stages[1].all_red, 20);
  plan_free(p);
}

/* Every movement and crossing has its own bit; those of one stage never cross with both going straight on. */
static void test_greens(void **state) {
  (void)state;
  plan *const p = lights();
  const soi_model *const m = plan_build(p);
  for (uint32_t row = 1; row <= m->lane_count; ++row) {
    const soi_lane *const lane = &m->lanes[row];
    if (lane->junction == 0) { continue; }
    assert_int_equal(lane->signal, 1);
    const uint32_t road = m->lanes[lane->from].road;
    const bool main_road = road == EAST || road == WEST;
    assert_int_equal(m->stages[1].go >> lane->signal_bit & 1u, main_road);
    assert_int_equal(m->stages[2].go >> lane->signal_bit & 1u, !main_road);
    for (uint32_t other = 1; other <= m->lane_count; ++other) {
      if (m->lanes[other].junction != 0 && m->lanes[other].signal_bit == lane->signal_bit) {
        assert_int_equal(m->lanes[m->lanes[other].from].road, road);
        assert_int_equal(m->lanes[other].turn, lane->turn);
      }
    }
  }
  for (uint32_t row = 1; row <= 4; ++row) {
    const bool main_road = row == EAST || row == WEST;
    assert_int_equal(m->stages[1].go >> m->crossings[row].signal_bit & 1u, !main_road);
    assert_int_equal(m->crossings[row].signal, 1);
  }
  plan_free(p);
}

/* A turn is protected when nobody it must yield to has green; so in a stage for one road alone. */
static void test_protection(void **state) {
  (void)state;
  plan *const p = plan_cross(SOI_SIDE_LEFT, 4);
  soi_signal_definition *const signal = plan_signal(p, "lights", 1);
  (void)plan_stage(signal, 20.0, PLAN_ROWS_OF(p, EAST, WEST), NOBODY);
  plan_stage(signal, 10.0, PLAN_ROWS_OF(p, WEST), NOBODY)->protected_turns = true;
  (void)plan_stage(signal, 20.0, PLAN_ROWS_OF(p, NORTH, SOUTH), NOBODY);
  const soi_model *const m = plan_build(p);
  const soi_lane *const right = &m->lanes[find_connector(m, WEST, 1, SOUTH, 1)];
  assert_int_equal(right->turn, SOI_TURN_RIGHT);
  assert_int_equal(m->stages[1].protect >> right->signal_bit & 1u, 0);
  assert_int_equal(m->stages[2].protect >> right->signal_bit & 1u, 1);
  plan_free(p);
}

static void test_mid_block(void **state) {
  (void)state;
  plan *const p = plan_new(SOI_SIDE_LEFT);
  const uint32_t a = plan_node(p, "a", 0.0, 0.0), b = plan_node(p, "b", 200.0, 0.0);
  plan_sidewalks(plan_road(p, "street", a, b), 2.0);
  (void)plan_crossing(p, "walk", 1, 100.0, SOI_CROSSING_SIGNAL);
  soi_signal_definition *const signal = plan_signal(p, "lights", 0);
  (void)plan_stage(signal, 40.0, PLAN_ROWS_OF(p, 1), NOBODY);
  (void)plan_stage(signal, 10.0, NOBODY, PLAN_ROWS_OF(p, 1));
  const soi_model *const m = plan_build(p);
  assert_int_equal(m->signals[1].junction, 0);
  assert_int_equal(m->crossings[1].signal, 1);
  assert_int_equal(m->stages[1].go >> m->crossings[1].signal_bit & 1u, 0);
  assert_int_equal(m->stages[2].go >> m->crossings[1].signal_bit & 1u, 1);
  plan_free(p);
}

static void test_refused_signals(void **state) {
  (void)state;
  plan *p = lights();
  p->stages[0][0].roads = PLAN_ROWS_OF(p, EAST, WEST, NORTH);
  p->stages[0][0].crossings = NOBODY;
  p->stages[0][1].crossings = PLAN_ROWS_OF(p, 1, 2, 3, 4);
  p->stages[0][1].roads = NOBODY;
  (void)plan_stage(&p->signals[0], 10.0, PLAN_ROWS_OF(p, SOUTH), NOBODY);
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  assert_null(p->model);
  assert_int_equal(p->errors.count, 2);
  assert_string_equal(p->errors.items[0].message,
                      "roads 'east' and 'north' have green together and their through traffic crosses; different stages expected");
  plan_free(p);

  p = lights();
  p->stages[0][0].crossings = PLAN_ROWS_OF(p, NORTH, SOUTH, EAST);
  plan_refuse(p, "crossing 'walk' has green while the traffic of road 'east' has; different stages expected");

  p = lights();
  p->stages[0][0].protected_turns = true;
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  assert_null(p->model);
  assert_int_equal(p->errors.count, 2);
  assert_string_equal(p->errors.items[0].message, "the turns from road 'east' are not protected: the traffic they cross has green too; a "
                                                  "stage of their own expected");
  plan_free(p);

  p = lights();
  p->stages[0][1].roads = PLAN_ROWS_OF(p, NORTH);
  plan_refuse(p, "road 'south' never has green at signal 'lights'; a stage that lists it expected");

  p = lights();
  p->signals[0].amber = 3.05;
  plan_refuse(p, "amber of 3.050 s is not a whole number of steps; a multiple of 0.100 s expected");

  p = lights();
  (void)plan_stage(&p->signals[0], 10.0, NOBODY, NOBODY);
  plan_refuse(p, "stage 3 of signal 'lights' gives green to nobody; roads or crossings expected");

  p = lights();
  p->crossings[0].kind = SOI_CROSSING_ZEBRA;
  plan_refuse(p, "signal 'lights' lists crossing 'walk', which has no lights; a crossing of kind signal expected");

  p = lights();
  p->stages[0][0].crossings = PLAN_ROWS_OF(p, NORTH);
  plan_refuse(p, "no signal has a stage for crossing 'walk'; a signal that lists it expected");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_plan),      cmocka_unit_test(test_greens),          cmocka_unit_test(test_protection),
      cmocka_unit_test(test_mid_block), cmocka_unit_test(test_refused_signals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
