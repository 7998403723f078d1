/* The human driver in traffic: zebras and people, filtering, rain; and that neither threads, nor the side of the road, nor the step's
 * length change what a driver does. */
#include "drive.h"

#include "road_private.h"

static const char *const mixed[] = {"traffic.flows.eastbound.rate=500 /h",
                                    "traffic.flows.westbound.rate=500 /h",
                                    "traffic.flows.northbound.rate=150 /h",
                                    "traffic.flows.southbound.rate=150 /h",
                                    "traffic.flows.near-turn.rate=100 /h",
                                    "traffic.flows.far-turn.rate=80 /h",
                                    "vehicle_types.car.driver.speed_spread=0.1",
                                    "vehicle_types.motorcycle.driver.speed_spread=0.1",
                                    NULL};

/* --- people at a zebra ----------------------------------------------------------------------------------------------- */

typedef struct zebra {
  uint32_t zone;  /* of the single road's lane that leads east */
  bool asked, on; /* whether somebody waits beside it, is on it */
} zebra;

static void play_people(drive *t) {
  const zebra *const at = t->context;
  t->world->conflict_zone_asked[at->zone] = at->asked;
  t->world->conflict_zone_people[at->zone] = at->on;
}

static zebra zebra_on_single(drive *t) {
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const soi_span zones = t->model->lanes[lane].conflict_zones;
  for (uint32_t i = 0; i < zones.count; ++i) {
    if (t->model->conflict_zones[zones.first + i].kind == SOI_CONFLICT_ZONE_WALK) { return (zebra){zones.first + i, false, false}; }
  }
  fail_msg("no zebra on the single road");
  return (zebra){0};
}

/* Somebody always waits at the kerb: those who yield are those who do not ignore zebras, and their share is the one asked for. */
static void share_that_yields(void **state) {
  (void)state;
  enum { ROWS = 500 };
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.single.rate=180 /h", "traffic.flows.single.type=car",
                                                                        "vehicle_types.car.driver.ignores_zebra=70 %", NULL});
  const soi_world *const w = t->world;
  zebra at = zebra_on_single(t);
  at.asked = true;
  t->context = &at;
  t->sensed = play_people;
  static bool yielded[ROWS], passed[ROWS];
  static uint32_t serial[ROWS];
  memset(serial, 0, sizeof serial);
  uint32_t count = 0, yields = 0;
  while (drive_time_now(t) < 7000.0) {
    drive_step(t);
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      if (!soi_vehicle_lives(w, row)) { continue; }
      if (serial[row] != w->vehicle_serial[row]) { yielded[row] = passed[row] = false; }
      serial[row] = w->vehicle_serial[row];
      yielded[row] |= w->vehicle_cause[row] == SOI_CAUSE_PEOPLE;
      if (passed[row] || w->vehicle_s[row] < 1502.5) { continue; }
      passed[row] = true;
      ++count;
      yields += yielded[row];
      assert_int_equal(yielded[row], (w->vehicle_rules[row] & SOI_RULE_ZEBRA) == 0);
    }
  }
  print_message("%u of %u drivers yielded, 30 %% expected\n", yields, count);
  assert_true(count > 250);
  assert_near(yields, 0.3 * count, 3.0 * sqrt(0.3 * 0.7 * count));
  drive_close(t);
}

/* With somebody on it every driver who can stops before the crossing, also those who ignore who only waits; and goes on afterwards. */
static void stops_for_a_person_on_it(void **state) {
  (void)state;
  uint32_t cases = 0;
  for (double speed = 4.0; speed < 17.0; speed += 2.0) {
    for (double away = 6.0; away < 90.0; away += 6.0) {
      if (speed * speed / (2.0 * (away - 1.0)) > 3.0) { continue; }
      drive *const t = drive_open("straight-traffic.yaml", NULL);
      soi_world *const w = t->world;
      zebra at = zebra_on_single(t);
      const soi_conflict_zone *const zone = &t->model->conflict_zones[at.zone];
      at.on = true;
      t->context = &at;
      t->sensed = play_people;
      const uint32_t row = put(t, "car", zone->lane, zone->start - away, 0.0, speed, "single-east");
      w->vehicle_rules[row] = cases % 2 == 0 ? SOI_RULE_ZEBRA : 0;
      double hardest = 0.0;
      while (drive_time_now(t) < 40.0) {
        drive_step(t);
        hardest = fmax(hardest, -w->vehicle_acceleration[row]);
        assert_true(w->vehicle_s[row] <= zone->start);
      }
      assert_near(w->vehicle_speed[row], 0.0, 0.05);
      assert_true(w->vehicle_s[row] > zone->start - 4.0);
      assert_int_equal(w->vehicle_cause[row], SOI_CAUSE_PEOPLE);
      assert_true(hardest < fmax(3.0, 1.3 * speed * speed / (2.0 * away)) + 0.5);
      at.on = false;
      drive_seconds(t, 6.0);
      assert_true(w->vehicle_s[row] > zone->end);
      drive_close(t);
      ++cases;
    }
  }
  assert_true(cases > 50);
}

/* --- two wheels ------------------------------------------------------------------------------------------------------ */

/* A motorcycle rides past a standing queue that leaves it room; where there is none it waits behind. */
static void filters_past_a_queue(void **state) {
  (void)state;
  for (int room = 0; room < 2; ++room) {
    drive *const t = drive_open("straight-traffic.yaml", NULL);
    const soi_world *const w = t->world;
    const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
    for (int i = 0; i < 8; ++i) { hold_still(t, put(t, "car", lane, 400.0 - 7.0 * i, room == 1 ? 0.6 : 0.0, 0.0, "single-east")); }
    const uint32_t rider = put(t, "motorcycle", lane, 250.0, 0.3, 8.0, "single-east");
    const uint32_t car = put(t, "car", lane, 220.0, 0.0, 8.0, "single-east");
    drive_seconds(t, 90.0);
    assert_true(room == 1 ? w->vehicle_s[rider] > 405.0 : w->vehicle_s[rider] < 347.0);
    assert_true(w->vehicle_s[car] < 347.0);
    assert_int_equal(t->events[SOI_EVENT_COLLISION], 0);
    drive_close(t);
  }
}

/* A rider beside the middle comes into a junction no further out than its conflict zones allow for. */
static void rides_within_zones(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "main-west", SOI_FORWARD, 1);
  const uint32_t rider = put(t, "motorcycle", lane, t->model->lanes[lane].length - 40.0, 1.05, 8.0, "far-east");
  const double half = 0.5 * soi_type(t->model, w->vehicle_type[rider])->body.width;
  double widest_on_road = 0.0, widest_inside = 0.0;
  while (drive_time_now(t) < 60.0 && soi_vehicle_lives(w, rider)) {
    drive_step(t);
    const soi_lane *const at = &t->model->lanes[w->vehicle_lane[rider]];
    double *const widest = at->junction != 0 ? &widest_inside : &widest_on_road;
    if (at->junction == 0 || w->vehicle_s[rider] > 1.0) { *widest = fmax(*widest, fabs(w->vehicle_d[rider])); }
  }
  print_message("%.2f m beside the middle on the road, %.2f m inside\n", widest_on_road, widest_inside);
  assert_true(widest_on_road > 1.0 && widest_inside > 0.0);
  assert_true(widest_inside + half <= t->model->zone_reach);
  drive_close(t);
}

/* Riders do not sway: in dense traffic nobody turns from one side to the other and back within a second more than now and then. */
static void riders_do_not_sway(void **state) {
  (void)state;
  enum { ROWS = 500 };
  drive *const t = drive_open("crossroads-traffic.yaml", mixed);
  const soi_world *const w = t->world;
  static double last[ROWS];
  static soi_tick turned[ROWS];
  static uint32_t serial[ROWS];
  memset(serial, 0, sizeof serial);
  uint32_t sways = 0;
  double driven = 0.0;
  while (drive_time_now(t) < 1800.0) {
    drive_step(t);
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      if (!soi_vehicle_lives(w, row)) { continue; }
      if (serial[row] != w->vehicle_serial[row]) { last[row] = 0.0, turned[row] = 0; }
      serial[row] = w->vehicle_serial[row];
      const double drift = w->vehicle_drift[row];
      driven += w->vehicle_speed[row] * t->model->step;
      if (fabs(drift) < 0.05) { continue; }
      if (drift * last[row] < 0.0) {
        sways += turned[row] != 0 && w->tick[0] - turned[row] < 10;
        turned[row] = w->tick[0];
      }
      last[row] = drift;
    }
  }
  print_message("%u sways in %.0f vehicle-km\n", sways, driven / 1000.0);
  assert_true(driven > 200e3);
  assert_true(sways < driven / 10e3); /* fewer than one in ten km */
  drive_close(t);
}

/* --- rain ------------------------------------------------------------------------------------------------------------ */

/* Rain takes up to a tenth of the free speed, and no more. */
static void slower_in_rain(void **state) {
  (void)state;
  const struct {
    double rain, share;
  } cases[] = {{0.0, 1.0}, {10.0, 0.95}, {20.0, 0.9}, {80.0, 0.9}};
  for (int i = 0; i < 4; ++i) {
    drive *const t = drive_open("straight-traffic.yaml", NULL);
    const uint32_t row = put(t, "car", lane_named(t, "single", SOI_FORWARD, 1), 20.0, 0.0, 14.0, "single-east");
    const soi_command command = {.kind = SOI_COMMAND_RAIN, .values = {cases[i].rain, 0.0, 0.0}};
    assert_true(soi_world_command(t->world, &command));
    drive_seconds(t, 60.0);
    assert_near(t->world->vehicle_speed[row], cases[i].share * 60.0 / 3.6, 0.05);
    drive_close(t);
  }
}

/* --- what must not matter -------------------------------------------------------------------------------------------- */

/* The tests' own list of phases is the world's, where nobody walks and no cart runs. */
static void phases_are_those_of_the_world(void **state) {
  (void)state;
  drive *const a = drive_open("crossroads-traffic.yaml", mixed), *const b = drive_open("crossroads-traffic.yaml", mixed);
  for (int i = 0; i < 3000; ++i) {
    drive_step(a);
    soi_world_step(b->world);
    if (i % 100 == 0) { assert_true(soi_world_hash(a->world) == soi_world_hash(b->world)); }
  }
  assert_true(a->world->vehicle_count[0] > 10);
  assert_true(soi_world_hash(a->world) == soi_world_hash(b->world));
  drive_close(a);
  drive_close(b);
}

typedef struct pieces {
  uint32_t calls, rows[2]; /* most rows that a piece had */
} pieces;

/* Two pieces, the later one first. */
static void run_in_two(void *context, soi_task task, void *argument, uint32_t first, uint32_t last) {
  pieces *const p = context;
  const uint32_t middle = first + (last - first) / 2;
  ++p->calls;
  if (middle - first > p->rows[0]) { p->rows[0] = middle - first; }
  if (last - middle > p->rows[1]) { p->rows[1] = last - middle; }
  task(argument, middle, last);
  task(argument, first, middle);
}

/* Decisions in two pieces, in the other order, make the same world. */
static void pieces_make_the_same_world(void **state) {
  (void)state;
  pieces p = {0};
  const soi_parallel parallel = {run_in_two, &p};
  drive *const a = drive_open("crossroads-traffic.yaml", mixed);
  drive *const b = drive_take(place_open("crossroads-traffic.yaml", mixed), &parallel);
  for (int i = 0; i < 3000; ++i) {
    drive_step(a);
    drive_step(b);
    if (i % 20 == 0) { assert_true(soi_world_hash(a->world) == soi_world_hash(b->world)); }
  }
  assert_true(p.calls > 3000 && p.rows[0] > 8 && p.rows[1] > 8);
  assert_true(soi_world_hash(a->world) == soi_world_hash(b->world));
  drive_close(a);
  drive_close(b);
}

/* What an earlier step left in the scratch does not matter. */
static void scratch_does_not_matter(void **state) {
  (void)state;
  drive *const a =
      drive_open("junction-traffic.yaml", (const char *[]){"traffic.flows.eastbound.rate=400 /h", "traffic.flows.northbound.rate=200 /h",
                                                           "traffic.flows.right.rate=60 /h", NULL});
  drive *const b =
      drive_open("junction-traffic.yaml", (const char *[]){"traffic.flows.eastbound.rate=400 /h", "traffic.flows.northbound.rate=200 /h",
                                                           "traffic.flows.right.rate=60 /h", NULL});
  for (int i = 0; i < 2000; ++i) {
    soi_world_spoil_scratch(b->world, (uint64_t)i + 1);
    soi_world_step(a->world);
    soi_world_step(b->world);
  }
  assert_true(soi_world_hash(a->world) == soi_world_hash(b->world));
  drive_close(a);
  drive_close(b);
}

/* --- the other side of the road -------------------------------------------------------------------------------------- */

static void flip_points(soi_points points) {
  for (uint32_t i = 0; i < points.count; ++i) { points.items[i].y = -points.items[i].y; }
}

/* The place as in a mirror that lies along the east: north is south, left is right. */
static place *open_mirrored(const char *scenario, const char *const *overrides) {
  place *const p = place_open(scenario, overrides);
  assert_non_null(p->model);
  soi_model_release(p->model);
  soi_map_definition *const map = &p->definition.map;
  map->drive_on = map->drive_on == SOI_SIDE_LEFT ? SOI_SIDE_RIGHT : SOI_SIDE_LEFT;
  for (uint32_t i = 0; i < map->nodes.count; ++i) { map->nodes.items[i].at.y = -map->nodes.items[i].at.y; }
  for (uint32_t i = 0; i < map->gates.count; ++i) { map->gates.items[i].at.y = -map->gates.items[i].at.y; }
  for (uint32_t i = 0; i < map->walkways.count; ++i) { flip_points(map->walkways.items[i].points); }
  for (uint32_t i = 0; i < map->roads.count; ++i) {
    soi_road_definition *const road = &map->roads.items[i];
    const double left = road->sidewalk_left;
    road->sidewalk_left = road->sidewalk_right;
    road->sidewalk_right = left;
    flip_points(road->via);
  }
  p->model = soi_model_build(&p->definition, soi_memory_libc(), &p->errors);
  if (p->model == NULL) { place_print_errors(p); }
  assert_non_null(p->model);
  return p;
}

/* Runs a place and its mirror image side by side: every body stands where the other one's image does. */
static void compare_with_mirror(const char *scenario, const char *const *overrides, double seconds) {
  drive *const left = drive_open(scenario, overrides), *const right = drive_take(open_mirrored(scenario, overrides), NULL);
  assert_near(left->model->side, 1.0, 0.0);
  assert_near(right->model->side, -1.0, 0.0);
  double farthest = 0.0;
  uint32_t compared = 0;
  while (drive_time_now(left) < seconds) {
    drive_step(left);
    drive_step(right);
    assert_int_equal(left->world->vehicle_high[0], right->world->vehicle_high[0]);
    for (uint32_t row = 1; row <= left->world->vehicle_high[0]; ++row) {
      assert_int_equal(left->world->vehicle_generation[row], right->world->vehicle_generation[row]);
      if (!soi_vehicle_lives(left->world, row)) { continue; }
      const soi_point a = front_point(left, row), b = front_point(right, row);
      const double off = hypot(a.x - b.x, a.y + b.y);
      if (off > 1e-6) { print_error("row %u is %g m off after %.1f s\n", row, off, drive_time_now(left)); }
      assert_true(off <= 1e-6);
      farthest = fmax(farthest, off);
      ++compared;
    }
  }
  print_message("%s: %u places compared, at most %.1e m off\n", scenario, compared, farthest);
  assert_true(compared > 5000);
  assert_int_equal(right->lawful_collisions, 0);
  drive_close(left);
  drive_close(right);
}

static void mirror_image(void **state) {
  (void)state;
  compare_with_mirror("straight-traffic.yaml",
                      (const char *[]){"traffic.flows.double.rate=1200 /h", "traffic.flows.against.rate=600 /h",
                                       "vehicle_types.car.driver.speed_spread=0.15", NULL},
                      300.0);
  compare_with_mirror("junction-traffic.yaml",
                      (const char *[]){"traffic.flows.eastbound.rate=300 /h", "traffic.flows.westbound.rate=300 /h",
                                       "traffic.flows.northbound.rate=100 /h", "traffic.flows.right.rate=80 /h",
                                       "traffic.flows.left.rate=80 /h", "traffic.flows.across.rate=80 /h", NULL},
                      600.0);
  compare_with_mirror("crossroads-traffic.yaml", mixed, 600.0);
}

/* Kerb lanes lie on the side that traffic keeps to. */
static void keeps_to_its_side(void **state) {
  (void)state;
  for (int mirrored = 0; mirrored < 2; ++mirrored) {
    place *const p = mirrored ? open_mirrored("straight-traffic.yaml", NULL) : place_open("straight-traffic.yaml", NULL);
    drive *const t = drive_take(p, NULL);
    const uint32_t east = put(t, "car", lane_named(t, "single", SOI_FORWARD, 1), 50.0, 0.0, 10.0, "single-east");
    const double y = front_point(t, east).y;
    assert_near(y, mirrored ? -1.7 : 1.7, 1e-9);
    const uint32_t kerb = put(t, "car", lane_named(t, "double", SOI_FORWARD, 1), 50.0, 0.0, 10.0, "double-east");
    assert_near(front_point(t, kerb).y, mirrored ? -104.8 : 104.8, 1e-9);
    drive_close(t);
  }
}

/* --- the length of the step ------------------------------------------------------------------------------------------ */

/* Mean time from entering to leaving the map. */
static double mean_travel_time(const char *step, const char *seed, uint32_t *count) {
  enum { ROWS = 500 };
  const char *overrides[16];
  uint32_t used = 0;
  for (; mixed[used] != NULL; ++used) { overrides[used] = mixed[used]; }
  overrides[used++] = step;
  overrides[used++] = seed;
  overrides[used] = NULL;
  drive *const t = drive_open("crossroads-traffic.yaml", overrides);
  const soi_world *const w = t->world;
  static soi_tick born[ROWS];
  double sum = 0.0;
  while (drive_time_now(t) < 3600.0) {
    drive_step(t);
    for (uint32_t i = 0; i < w->event_count; ++i) {
      const soi_event *const event = &w->events[i];
      if (event->kind == SOI_EVENT_VEHICLE_LEFT) { sum += (double)(w->tick[0] - born[event->a]) * t->model->step, ++*count; }
      if (event->kind == SOI_EVENT_VEHICLE_ENTERED) { born[event->a] = w->tick[0]; }
    }
  }
  drive_close(t);
  return sum;
}

/* Half the usual step, and the longest that a scenario may have, move the mean by less than 2 %. */
static void steps_of_all_lengths_agree(void **state) {
  (void)state;
  enum { USUAL, HALF, LONGEST, STEPS };
  const char *const seeds[] = {"seed=11", "seed=12", "seed=13", "seed=14"}, *const steps[STEPS] = {"step=100 ms", "step=50 ms",
                                                                                                   "step=250 ms"};
  double mean[STEPS] = {0.0};
  for (int step = USUAL; step < STEPS; ++step) {
    uint32_t count = 0;
    for (int i = 0; i < 4; ++i) { mean[step] += mean_travel_time(steps[step], seeds[i], &count); }
    mean[step] /= count;
    print_message("%s: mean travel time %.2f s (%u vehicles), %+.2f %%\n", steps[step], mean[step], count,
                  100.0 * (mean[step] / mean[USUAL] - 1.0));
    assert_true(count > 4000);
    assert_near(mean[step] / mean[USUAL], 1.0, 0.02);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(share_that_yields),
      cmocka_unit_test(stops_for_a_person_on_it),
      cmocka_unit_test(filters_past_a_queue),
      cmocka_unit_test(rides_within_zones),
      cmocka_unit_test(riders_do_not_sway),
      cmocka_unit_test(slower_in_rain),
      cmocka_unit_test(phases_are_those_of_the_world),
      cmocka_unit_test(pieces_make_the_same_world),
      cmocka_unit_test(scratch_does_not_matter),
      cmocka_unit_test(mirror_image),
      cmocka_unit_test(keeps_to_its_side),
      cmocka_unit_test(steps_of_all_lengths_agree),
  };
  return cmocka_run_group_tests_name("traffic.driver", tests, NULL, NULL);
}
