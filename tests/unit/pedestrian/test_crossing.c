/* Over the road: nobody on red, nobody in front of a vehicle, everybody in the end; and what the road is told. */
#include "scene.h"

#include "crossing.h"

/* Two sidewalks along x, 2 m wide; from their middles a short link to the kerb, where people wait half a metre before the road;
 * between the kerbs a crossing of 7 m over two lanes, from 0.5 to 6.5 m. */
static scene *street(soi_crossing_kind kind) {
  scene *const self = scene_open();
  const uint32_t south_west = scene_node(self, -15.0, -4.5), south = scene_node(self, 0.0, -4.5);
  const uint32_t south_kerb = scene_node(self, 0.0, -3.5), north_kerb = scene_node(self, 0.0, 3.5);
  const uint32_t north = scene_node(self, 0.0, 4.5), north_east = scene_node(self, 15.0, 4.5);
  scene_link(self, SOI_WALK_SIDEWALK, south_west, south, 2.0);
  scene_link(self, SOI_WALK_LINK, south, south_kerb, 3.0);
  const uint32_t over = scene_link(self, SOI_WALK_CROSSING, south_kerb, north_kerb, 3.0);
  scene_link(self, SOI_WALK_LINK, north_kerb, north, 3.0);
  scene_link(self, SOI_WALK_SIDEWALK, north, north_east, 2.0);
  scene_crossing(self, over, kind, 0.5, 2);
  const uint32_t from = scene_gate(self, south_west, 2.0), to = scene_gate(self, north_east, 2.0);
  scene_flow(self, from, to);
  scene_flow(self, to, from);
  return self;
}

static bool on_road(const soi_world *world, uint32_t person) {
  return world->person_body[person] && world->person_y[person] > -3.0 && world->person_y[person] < 3.0 &&
         fabs(world->person_x[person]) < 6.0;
}

/* Without traffic one walks over as on any way. */
static void empty_road_is_crossed_without_a_stop(void **state) {
  (void)state;
  for (int kind = SOI_CROSSING_ZEBRA; kind <= SOI_CROSSING_UNMARKED; kind += 2) {
    scene *const self = street((soi_crossing_kind)kind);
    soi_world *const world = scene_begin(self, NULL);
    const uint32_t person = scene_put(self, 1, 1, 2, -15.0, -4.5);
    bool was_on = false;
    double slowest = 9.0;
    while (soi_person_lives(world, person) && world->tick[0] < 600) {
      scene_step(self);
      if (world->person_body[person]) {
        slowest = world->tick[0] > 5 ? fmin(slowest, hypot(world->person_vx[person], world->person_vy[person])) : slowest;
        assert_true(!on_road(world, person) || world->person_crossing[person] == SOI_CROSSING_ON);
        assert_int_equal(world->crossing_people[1], world->person_crossing[person] == SOI_CROSSING_ON);
        assert_int_equal(world->crossing_waiting[1], world->person_crossing[person] == SOI_CROSSING_WAITING);
      }
      was_on = was_on || on_road(world, person);
    }
    print_message("over in %.1f s, slowest %.2f m/s\n", (double)world->tick[0] * 0.1, slowest);
    assert_true(was_on && world->tick[0] < 350);
    assert_true(slowest > 0.9);
    scene_close(self);
  }
}

/* Nobody steps out but on green; who is on the road when it ends has time to leave it. */
static void nobody_crosses_on_red(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_SIGNAL);
  scene_signal(self, 1, 120, 300);
  self->flows[1].rate = self->flows[2].rate = 0.15;
  soi_world *const world = scene_begin(self, NULL);
  uint32_t crossed = 0;
  uint8_t before[2001] = {0};
  for (int i = 0; i < 6000; ++i) {
    scene_step(self);
    scene_lights(self);
    for (uint32_t person = 1; person <= world->person_high[0]; ++person) {
      const uint8_t state_now = world->person_crossing[person];
      if (state_now == SOI_CROSSING_ON && before[person] != SOI_CROSSING_ON) {
        /* The light was green when it decided: in the last step, before the tick counted on. */
        const soi_tick at = (world->tick[0] - 1) % 480;
        assert_true(at < 120);
        ++crossed;
      }
      before[person] = state_now;
      const soi_tick at = world->tick[0] % 480;
      assert_true(!on_road(world, person) || at < 120 + 20 + 10 + 10);
    }
  }
  print_message("%u crossed in 600 s, overlap %.3f m, %u there\n", crossed, self->worst_overlap, world->person_count[0]);
  assert_true(crossed > 130);
  assert_true(self->worst_overlap < 0.05);
  scene_close(self);
}

/* The share who do not care cross on red, when there is a gap. */
static void jaywalkers_take_gaps(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_SIGNAL);
  scene_signal(self, 1, 1, 100000);
  soi_world *const world = scene_begin(self, NULL);
  const uint32_t law = scene_put(self, 1, 1, 2, -10.0, -4.8), jay = scene_put(self, 1, 1, 2, -11.0, -4.2);
  world->person_rules[jay] = SOI_RULE_JAYWALK;
  for (int i = 0; i < 500; ++i) { scene_step(self); }
  assert_false(soi_person_lives(world, jay));
  assert_true(world->person_crossing[law] == SOI_CROSSING_WAITING && world->person_y[law] < -3.0);
  scene_close(self);
}

/* A vehicle passes every 9 s on each lane, the far one 3 s later, at 10 m/s; its body of 4 m is on the crossing's 3 m for 0.7
 * s. */
static double next_pass(double clock, double offset) {
  const double phase = fmod(clock + 90.0 - offset, 9.0);
  return phase < 0.7 ? 0.0 : 9.0 - phase;
}

static void road_with_gaps(scene *self) {
  const double clock = (double)self->world->tick[0] * 0.1;
  self->world->conflict_zone_arrival[1] = next_pass(clock, 0.0);
  self->world->conflict_zone_arrival[2] = next_pass(clock, 3.0);
}

/* Gaps that suffice are taken, others are not: nobody is on a lane when a vehicle is. */
static void nobody_steps_in_front(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_UNMARKED);
  self->flows[1].rate = 0.1;
  self->road = road_with_gaps;
  soi_world *const world = scene_begin(self, NULL);
  uint32_t crossed = 0;
  double closest = 9.0;
  bool was_on = false;
  for (int i = 0; i < 9000; ++i) {
    scene_step(self);
    road_with_gaps(self);
    bool now_on = false;
    for (uint32_t person = 1; person <= world->person_high[0]; ++person) {
      if (!on_road(world, person)) { continue; }
      now_on = true;
      const double y = world->person_y[person] + 3.5;
      for (uint32_t zone = 1; zone <= 2; ++zone) {
        if (y + 0.2 > self->conflict_zones[zone].walk_start && y - 0.2 < self->conflict_zones[zone].walk_end) {
          closest = fmin(closest, world->conflict_zone_arrival[zone]);
          if (!(world->conflict_zone_arrival[zone] > 0.0)) {
            fail_msg("hit at %.2f m, lane %u, tick %u", y, zone, (unsigned)world->tick[0]);
          }
        }
      }
    }
    crossed += now_on && !was_on;
    was_on = now_on;
  }
  print_message("%u crossings, %u people there, closest %.1f s\n", crossed, world->person_count[0], closest);
  assert_true(crossed > 40 && world->person_count[0] < 20);
  scene_close(self);
}

static void road_without_gaps(scene *self) {
  self->world->conflict_zone_arrival[1] = 1e9;
  self->world->conflict_zone_arrival[2] = 2.0;
}

/* No gap, no step; with a refuge the first half is crossed, and there one waits. */
static void refuge_halves_the_way(void **state) {
  (void)state;
  for (int refuge = 0; refuge < 2; ++refuge) {
    scene *const self = street(SOI_CROSSING_ZEBRA);
    if (refuge) {
      self->conflict_zones[1].walk_end = 2.5;
      self->conflict_zones[2].walk_start = 4.5;
      self->crossings[1].refuge_start = 2.5;
      self->crossings[1].refuge_end = 4.5;
    }
    self->road = road_without_gaps;
    soi_world *const world = scene_begin(self, NULL);
    const uint32_t person = scene_put(self, 1, 1, 2, -8.0, -4.5);
    for (int i = 0; i < 600; ++i) { scene_step(self); }
    assert_int_equal(world->person_crossing[person], SOI_CROSSING_WAITING);
    assert_int_equal(world->crossing_waiting[1], 1);
    assert_true(refuge ? world->person_y[person] > -0.8 && world->person_y[person] < 0.8 : world->person_y[person] < -3.2);
    scene_close(self);
  }
}

/* The far lane is full for a minute and then free. */
static void road_full_for_a_minute(scene *self) {
  if (self->world->tick[0] < 600) { self->world->conflict_zone_arrival[2] = 2.0; }
}

/* Whoever waits on the refuge steps off it once, when the gap comes, and is over. */
static void the_refuge_is_left_when_a_gap_comes(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_ZEBRA);
  self->conflict_zones[1].walk_end = 2.5;
  self->conflict_zones[2].walk_start = 4.5;
  self->crossings[1].refuge_start = 2.5;
  self->crossings[1].refuge_end = 4.5;
  self->road = road_full_for_a_minute;
  soi_world *const world = scene_begin(self, NULL);
  const uint32_t person = scene_put(self, 1, 1, 2, -8.0, -4.5);
  uint32_t starts = 0;
  while (soi_person_lives(world, person) && world->person_y[person] < 3.2 && world->tick[0] < 1200) {
    const uint8_t before = world->person_crossing[person];
    scene_step(self);
    starts += before == SOI_CROSSING_WAITING && world->person_crossing[person] == SOI_CROSSING_ON;
  }
  print_message("across at %.1f s, stepped out %u times\n", 0.1 * (double)world->tick[0], starts);
  assert_in_range(world->tick[0], 600, 660);
  assert_int_equal(starts, 2);
  scene_close(self);
}

/* A vehicle stands on the far lane for ten seconds, from before the crossing to beyond it, another right behind it. */
static void road_blocked_late(scene *self) {
  const soi_tick tick = self->world->tick[0];
  if (tick > 100 && tick < 200) {
    scene_body(self, 2, 42.0, 47.5, 0.0);
    scene_body(self, 2, 48.0, 53.0, 0.0);
  }
}

static void walker_stops_before_a_body(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_ZEBRA);
  self->road = road_blocked_late;
  soi_world *const world = scene_begin(self, NULL);
  const uint32_t person = scene_put(self, 1, 1, 2, -10.5, -4.5);
  bool was_near = false;
  while (soi_person_lives(world, person) && world->tick[0] < 600) {
    scene_step(self);
    if (world->tick[0] > 102 && world->tick[0] < 200) {
      assert_true(world->person_y[person] < 0.0);
      was_near = was_near || world->person_y[person] > -1.5;
    }
  }
  assert_true(was_near && world->tick[0] > 200 && world->tick[0] < 400);
  scene_close(self);
}

/* A queue that stands over the crossing, on both lanes, with 2 m between vehicles: people pass behind whoever is on it. */
static double queue_shift;

static void road_queued(scene *self) {
  for (uint32_t zone = 1; zone <= 2; ++zone) {
    for (int i = 0; i < 3; ++i) {
      const double rear = 42.0 + queue_shift + 6.5 * i;
      scene_body(self, zone, rear, rear + 4.5, 0.0);
    }
  }
}

static void standing_queue_is_passed(void **state) {
  (void)state;
  for (int shift = 0; shift < 13; ++shift) {
    queue_shift = 0.5 * shift;
    scene *const self = street(SOI_CROSSING_ZEBRA);
    self->road = road_queued;
    soi_world *const world = scene_begin(self, NULL);
    const uint32_t there = scene_put(self, 1, 1, 2, -10.5, -4.5), back = scene_put(self, 2, 5, 5, 10.5, 4.5);
    double closest = 9.0;
    while ((soi_person_lives(world, there) || soi_person_lives(world, back)) && world->tick[0] < 800) {
      scene_step(self);
      for (uint32_t i = 1; i <= world->person_high[0]; ++i) {
        const double y = world->person_y[i];
        if (!world->person_body[i] || fabs(fabs(y) - 1.5) > 0.9) { continue; }
        /* Beside the bodies, that is ahead of them or behind: metres along the lane to the nearest. */
        const double s = 50.0 + (y < 0.0 ? -1.0 : 1.0) * world->person_x[i];
        for (int k = 0; k < 3; ++k) {
          const double rear = 42.0 + queue_shift + 6.5 * k;
          closest = fmin(closest, fmax(rear - s, s - rear - 4.5));
        }
      }
    }
    print_message("queue at %.1f m: both over by %.1f s, %.2f m from a body\n", 42.0 + queue_shift, (double)world->tick[0] * 0.1, closest);
    assert_true(world->tick[0] < 600);
    assert_true(closest > 0.2);
    scene_close(self);
  }
}

/* What drivers are told: asked while somebody waits, people from 2.5 s before a lane until it is clear. */
static void road_is_told(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_ZEBRA);
  soi_world *const world = scene_begin(self, NULL);
  const uint32_t person = scene_put(self, 1, 1, 2, -10.0, -4.5);
  bool asked = false, first = false, second = false, only_second = false;
  while (soi_person_lives(world, person) && world->tick[0] < 600) {
    soi_crossing_mark(world);
    const double y = world->person_y[person] + 3.5;
    if (world->conflict_zone_people[1] || world->conflict_zone_people[2]) {
      assert_int_equal(world->person_crossing[person], SOI_CROSSING_ON);
    }
    if (on_road(world, person) && y > 0.6 && y < 3.4) { assert_true(world->conflict_zone_people[1] && world->conflict_zone_people[2]); }
    if (y > 3.9) { assert_false(world->conflict_zone_people[1]); }
    asked = asked || (world->conflict_zone_asked[1] && world->conflict_zone_asked[2]);
    first = first || world->conflict_zone_people[1];
    second = second || world->conflict_zone_people[2];
    only_second = only_second || (world->conflict_zone_people[2] && !world->conflict_zone_people[1]);
    scene_step(self);
  }
  assert_true(asked && first && second && only_second);
  soi_crossing_mark(world);
  assert_false(world->conflict_zone_asked[1] || world->conflict_zone_people[1] || world->conflict_zone_people[2]);
  scene_close(self);
}

/* The margin shrinks with waiting, to 0.3 s. */
static void patience_has_a_floor(void **state) {
  (void)state;
  assert_true(soi_crossing_margin(1.5, 0.0) == 1.5);
  assert_true(fabs(soi_crossing_margin(1.5, 30.0) - 0.75) < 1e-12);
  assert_true(soi_crossing_margin(1.5, 1000.0) == 0.3);
  assert_true(soi_crossing_margin(0.1, 1000.0) == 0.1);
}

/* Every 15 s a vehicle on both lanes at once: gaps for both directions. */
static void road_with_long_gaps(scene *self) {
  const double phase = fmod((double)self->world->tick[0] * 0.1, 15.0);
  self->world->conflict_zone_arrival[1] = self->world->conflict_zone_arrival[2] = phase < 0.7 ? 0.0 : 15.0 - phase;
}

/* Many people, both ways, a zebra: all come over. */
static void crowds_cross_both_ways(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_ZEBRA);
  self->flows[1].rate = self->flows[2].rate = 0.5;
  self->flows[1].finish = self->flows[2].finish = 1200;
  self->road = road_with_long_gaps;
  soi_world *const world = scene_begin(self, NULL);
  while (world->tick[0] < 3000 && (world->tick[0] < 1200 || world->person_count[0] > 0)) { scene_step(self); }
  print_message("%u people over by %.1f s, overlap %.3f m\n", world->birth_serial[0], (double)world->tick[0] * 0.1, self->worst_overlap);
  assert_int_equal(world->person_count[0], 0);
  assert_true(world->birth_serial[0] > 80 && self->worst_overlap < 0.05);
  scene_close(self);
}

/* Vehicles stand on both lanes, bumper to bumper. */
static void road_blocked(scene *self) {
  for (uint32_t zone = 1; zone <= 2; ++zone) { scene_body(self, zone, 30.0, 70.0, 0.0); }
}

/* A vehicle is on the near lane, others come: somebody at this place walks on, or stays behind the edge of the lane. */
static double walks_on_from(double y) {
  scene *const self = street(SOI_CROSSING_ZEBRA);
  soi_world *const world = scene_begin(self, NULL);
  scene_step(self);
  const uint32_t person = scene_put(self, 1, 3, 4, 0.0, y);
  world->person_crossing[person] = SOI_CROSSING_ON;
  world->conflict_zone_arrival[1] = 0.0;
  soi_kerb kerb;
  assert_true(soi_kerb_find(&self->model, 1, true, y + 3.5, 0.2, &kerb));
  world->lane_entries[self->conflict_zones[1].lane] = 0;
  scene_body(self, 1, 40.0, 60.0, 8.0);
  const soi_crosser crosser = {.speed = 1.3, .radius = 0.2};
  const double limit = soi_crossing_advance(world, &kerb, &crosser, 0.0).limit;
  scene_close(self);
  return limit - kerb.at;
}

/* Pushed barely over the edge (0.3 m from the crossing's end) one steps back from a vehicle; from further in one walks on. */
static void barely_over_the_edge_is_not_on_the_road(void **state) {
  (void)state;
  assert_true(walks_on_from(-3.5 + 0.25) < 0.0);
  assert_true(walks_on_from(-3.5 + 0.50) < 0.0);
  assert_true(walks_on_from(-3.5 + 0.60) > 1.0);
}

/* Behind a vehicle one passes on its straight lane only: not in a junction before the crossing, not under a tail that swings. */
static void nobody_passes_behind_who_turns(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_ZEBRA);
  soi_world *const world = scene_begin(self, NULL);
  scene_step(self);
  const soi_kerb kerb = {.crossing = 1, .forward = true, .at = 0.1, .count = 2};
  const uint32_t lane = self->conflict_zones[1].lane;
  soi_passage passage;

  /* 50 m before the lane's end, its front 6 m past the crossing: free behind it */
  scene_body(self, 1, 48.0, 57.0, 3.0);
  assert_true(soi_crossing_passage(world, &kerb, 1, 3.0, 0.2, &passage));
  /* the lane ends right behind the crossing: the same vehicle is in the junction with its front */
  self->lanes[lane].length = 55.0;
  assert_false(soi_crossing_passage(world, &kerb, 1, 3.0, 0.2, &passage));
  /* the lane begins right before the crossing: who would step aside stood in the junction */
  self->lanes[lane].length = 100.0;
  self->conflict_zones[1].start = 3.0;
  self->conflict_zones[1].end = 6.0;
  world->lane_entries[lane] = 0;
  scene_body(self, 1, 4.0, 13.0, 3.0);
  assert_false(soi_crossing_passage(world, &kerb, 1, 3.0, 0.2, &passage));
  scene_close(self);
}

/* A crossing behind a short link is noticed from the sidewalk already, so that nobody cuts the corner over the road. */
static void crossing_is_seen_over_a_short_link(void **state) {
  (void)state;
  scene *const self = street(SOI_CROSSING_ZEBRA);
  self->road = road_blocked;
  soi_world *const world = scene_begin(self, NULL);
  /* at the kerb side of a narrow sidewalk, pushed towards the road */
  const uint32_t person = scene_put(self, 1, 1, 2, -2.9, -3.8);
  world->person_side[person] = 1.0f;
  bool noticed = false;
  for (int i = 0; i < 100; ++i) {
    scene_step(self);
    noticed = noticed || (world->person_link[person] == 1 && world->person_crossing[person] == SOI_CROSSING_WAITING);
    assert_true(world->person_y[person] < -3.0);
  }
  assert_true(noticed);
  scene_close(self);
}

/* A plaza ends at an angle, a step before the kerb: the corner of its line and the step's lies in the road. Nobody waits for it there. */
static void corner_in_the_road_is_not_waited_for(void **state) {
  (void)state;
  for (int i = -10; i <= 10; ++i) {
    scene *const self = scene_open();
    const uint32_t plaza = scene_node(self, 6.48, 2.11), step = scene_node(self, 0.88, -0.09), kerb = scene_node(self, 0.0, 0.0);
    const uint32_t over = scene_node(self, -6.44, 0.85), away = scene_node(self, -13.0, 1.7);
    const uint32_t first = scene_link(self, SOI_WALK_PLAZA, plaza, step, 4.0);
    scene_link(self, SOI_WALK_LINK, step, kerb, 4.0);
    scene_crossing(self, scene_link(self, SOI_WALK_CROSSING, kerb, over, 3.0), SOI_CROSSING_ZEBRA, 0.75, 1);
    scene_link(self, SOI_WALK_CORRIDOR, over, away, 2.0);
    const uint32_t from = scene_gate(self, plaza, 4.0), to = scene_gate(self, away, 2.0);
    scene_flow(self, from, to);
    soi_world *const world = scene_begin(self, NULL);
    const uint32_t person = scene_put(self, 1, first, step, 6.48, 2.11);
    world->person_side[person] = (float)(0.1 * i);
    while (world->tick[0] < 600 && world->person_count[0] > 0) { scene_step(self); }
    if (world->person_count[0] != 0) {
      fail_msg("side %.1f stays at (%.2f, %.2f)", 0.1 * i, world->person_x[person], world->person_y[person]);
    }
    scene_close(self);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(empty_road_is_crossed_without_a_stop),
      cmocka_unit_test(nobody_crosses_on_red),
      cmocka_unit_test(jaywalkers_take_gaps),
      cmocka_unit_test(nobody_steps_in_front),
      cmocka_unit_test(refuge_halves_the_way),
      cmocka_unit_test(the_refuge_is_left_when_a_gap_comes),
      cmocka_unit_test(walker_stops_before_a_body),
      cmocka_unit_test(standing_queue_is_passed),
      cmocka_unit_test(road_is_told),
      cmocka_unit_test(patience_has_a_floor),
      cmocka_unit_test(crowds_cross_both_ways),
      cmocka_unit_test(barely_over_the_edge_is_not_on_the_road),
      cmocka_unit_test(nobody_passes_behind_who_turns),
      cmocka_unit_test(crossing_is_seen_over_a_short_link),
      cmocka_unit_test(corner_in_the_road_is_not_waited_for),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
