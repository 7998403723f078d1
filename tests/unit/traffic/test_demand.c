/* Demand of vehicles: Poisson arrivals in their windows, the mix, the drivers' traits, and draws that depend on nothing but their name. */
#include "drive.h"

#include "traits.h"

/* Only demand runs: what arrives waits outside. Returns the arrivals of each tick's count, as sum and sum of squares a minute. */
static uint32_t arrivals(drive *t, uint32_t flow, double seconds, double *squares) {
  soi_world *const w = t->world;
  uint32_t before = w->vehicle_flow_drawn[flow];
  const uint32_t first = before;
  const soi_tick minute = (soi_tick)llround(60.0 / t->model->step), end = w->tick[0] + (soi_tick)llround(seconds / t->model->step);
  for (; w->tick[0] < end; ++w->tick[0]) {
    soi_traffic_demand(w);
    if ((w->tick[0] + 1) % minute != 0) { continue; }
    const double count = w->vehicle_flow_drawn[flow] - before;
    before = w->vehicle_flow_drawn[flow];
    if (squares != NULL) { *squares += count * count; }
  }
  return w->vehicle_flow_drawn[flow] - first;
}

/* So many an hour within three standard deviations, with the spread of a Poisson stream, for several seeds, rates and steps. */
static void poisson_rate(void **state) {
  (void)state;
  const struct {
    const char *rate, *seed, *step;
    double expected;
  } cases[] = {{"600 /h", "1", "100 ms", 1200.0},
               {"600 /h", "2", "100 ms", 1200.0},
               {"90 /h", "3", "100 ms", 180.0},
               {"3600 /h", "4", "100 ms", 7200.0},
               {"3600 /h", "4", "20 ms", 7200.0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    char rate[64], seed[32], step[32];
    snprintf(rate, sizeof rate, "traffic.flows.double.rate=%s", cases[i].rate);
    snprintf(seed, sizeof seed, "seed=%s", cases[i].seed);
    snprintf(step, sizeof step, "step=%s", cases[i].step);
    drive *const t = drive_open("straight-traffic.yaml", (const char *[]){rate, seed, step, NULL});
    double squares = 0.0;
    const uint32_t count = arrivals(t, flow_named(t, "double"), 7200.0, &squares);
    print_message("%s, seed %s, step %s: %u arrivals in two hours\n", cases[i].rate, cases[i].seed, cases[i].step, count);
    assert_near(count, cases[i].expected, 3.0 * sqrt(cases[i].expected));
    /* variance a minute equals the mean; the deviation of a sample variance of n is about sqrt(2 / n) of it, plus 1 / mean */
    const double mean = count / 120.0, variance = squares / 120.0 - mean * mean;
    assert_near(variance / mean, 1.0, 3.0 * sqrt(2.0 / 120.0 + 1.0 / (120.0 * mean)));
    drive_close(t);
  }
}

/* The traffic's scale is a factor on every flow. */
static void scale_is_a_factor(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.double.rate=400 /h", "traffic.scale=2.5", NULL});
  assert_near(arrivals(t, flow_named(t, "double"), 7200.0, NULL), 2000.0, 3.0 * sqrt(2000.0));
  drive_close(t);
}

/* A flow begins and ends when it says. */
static void windows(void **state) {
  (void)state;
  drive *const t =
      drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.double.rate=3600 /h", "traffic.flows.double.start=08:20",
                                                           "traffic.flows.double.finish=08:50", NULL});
  const uint32_t flow = flow_named(t, "double");
  assert_int_equal(arrivals(t, flow, 1200.0, NULL), 0);
  const uint32_t within = arrivals(t, flow, 1800.0, NULL);
  assert_near(within, 1800.0, 3.0 * sqrt(1800.0));
  assert_int_equal(arrivals(t, flow, 1800.0, NULL), 0);
  drive_close(t);
}

/* Whoever finds no gap waits outside in the order of arrival, and is not lost. */
static void nobody_is_lost_outside(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.single.rate=4000 /h", NULL});
  const uint32_t flow = flow_named(t, "single");
  drive_seconds(t, 600.0);
  const soi_world *const w = t->world;
  assert_true(w->vehicle_flow_waiting[flow] > 20); /* more than a lane takes */
  assert_int_equal(w->vehicle_flow_drawn[flow], w->vehicle_flow_waiting[flow] + t->events[SOI_EVENT_VEHICLE_ENTERED]);
  assert_true(t->events[SOI_EVENT_VEHICLE_ENTERED] > 200);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* On a lane shorter than a bus vehicles appear one by one, slow enough to stop at its end. */
static void short_lane_is_entered(void **state) {
  (void)state;
  drive *const t = drive_open("short-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const uint32_t flow = flow_named(t, "out");
  assert_true(t->model->lanes[lane_named(t, "entry", SOI_FORWARD, 1)].length < 11.0);
  drive_seconds(t, 1200.0);
  const uint32_t drawn = w->vehicle_flow_drawn[flow], waiting = w->vehicle_flow_waiting[flow];
  print_message("%u of %u came out of the short road\n", drawn - waiting, drawn);
  assert_true(drawn > 20 && waiting < 5);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* A full table says so once a tick, whatever the number of flows that find no room in it, and keeps the newcomers outside. */
static void full_table(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml",
                              (const char *[]){"traffic.flows.eastbound.rate=1500 /h", "traffic.flows.northbound.rate=1500 /h",
                                               "traffic.flows.southbound.rate=1500 /h", "capacity.vehicles=5", NULL});
  const soi_world *const w = t->world;
  uint32_t ticks = 0;
  while (drive_time_now(t) < 100.0) {
    drive_step(t);
    uint32_t told = 0;
    for (uint32_t i = 0; i < w->event_count; ++i) { told += w->events[i].kind == SOI_EVENT_ROOM_FULL; }
    assert_true(told <= 1);
    ticks += told;
  }
  uint32_t drawn = 0, waiting = 0;
  for (uint32_t flow = 1; flow <= t->model->vehicle_flow_count; ++flow) {
    const bool flows = t->model->vehicle_flows[flow].rate > 0.0;
    drawn += flows ? w->vehicle_flow_drawn[flow] : 0;
    waiting += flows ? w->vehicle_flow_waiting[flow] : 0;
  }
  print_message("no room in %u of %u ticks\n", ticks, (unsigned)w->tick[0]);
  assert_int_equal(w->vehicle_count[0], 5);
  assert_true(ticks > 500 && ticks < w->tick[0]);
  assert_int_equal(w->overflow_vehicles[0], ticks);
  assert_int_equal(drawn, 5 + waiting + t->events[SOI_EVENT_VEHICLE_LEFT]);
  drive_close(t);
}

/* A van that is to be parked finds no row either, in every tick until one drives off. */
static void no_row_for_a_parked_van(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"capacity.vehicles=1", NULL});
  const uint32_t lane = lane_named(t, "single", SOI_FORWARD, 1);
  for (int i = 1; i <= 2; ++i) {
    assert_true(soi_world_command(t->world, &(soi_command){0, SOI_COMMAND_PARK, lane, 0, {100.0 * i, 0.0, 60.0}}));
  }
  for (int i = 0; i < 20; ++i) { drive_step(t); }
  assert_int_equal(t->world->vehicle_count[0], 1);
  assert_int_equal(t->world->overflow_vehicles[0], 20);
  assert_int_equal(t->events[SOI_EVENT_ROOM_FULL], 20);
  drive_close(t);
}

/* --- the mix and the traits ------------------------------------------------------------------------------------------ */

/* Shares of the types within three standard deviations of what the mix says. */
static void mix_shares(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const uint32_t flow = flow_named(t, "double");
  enum { DRAWS = 20000 };
  const struct {
    const char *type;
    double share;
  } mix[] = {{"car", 0.6}, {"motorcycle", 0.3}, {"bus", 0.1}, {"textbook", 0.0}, {"pacer", 0.0}};
  for (size_t i = 0; i < sizeof mix / sizeof mix[0]; ++i) {
    const uint32_t type = type_named(t, mix[i].type);
    uint32_t count = 0;
    for (uint32_t number = 0; number < DRAWS; ++number) { count += soi_newcomer_type(t->model, flow, number) == type; }
    assert_near(count, mix[i].share * DRAWS, 3.0 * sqrt(mix[i].share * (1.0 - mix[i].share) * DRAWS) + 1e-9);
  }
  drive_close(t);
}

/* A flow of one type brings nothing else. */
static void flow_of_one_type(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.double.type=bus", NULL});
  for (uint32_t number = 0; number < 500; ++number) {
    assert_int_equal(soi_newcomer_type(t->model, flow_named(t, "double"), number), type_named(t, "bus"));
  }
  drive_close(t);
}

/* Wish and headway are normal, cut off at two deviations; rules are broken by the shares asked for. */
static void traits_within_cut_offs(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml",
                              (const char *[]){"vehicle_types.car.driver.speed_factor=0.95", "vehicle_types.car.driver.speed_spread=0.1",
                                               "vehicle_types.car.driver.headway=1.2 s", "vehicle_types.car.driver.ignores_zebra=86 %",
                                               "vehicle_types.car.driver.runs_red=2 %", NULL});
  soi_world *const w = t->world;
  enum { DRAWS = 20000 };
  const uint32_t row = put(t, "car", lane_named(t, "single", SOI_FORWARD, 1), 20.0, 0.0, 0.0, "single-east");
  double sum = 0.0, squares = 0.0, least = 9.0, most = 0.0, headways = 0.0;
  uint32_t zebra = 0, red = 0, speeding = 0, both = 0;
  for (uint32_t i = 1; i <= DRAWS; ++i) {
    w->vehicle_serial[row] = i;
    soi_draw_traits(w, row);
    const double factor = (double)w->vehicle_speed_factor[row], headway = (double)w->vehicle_headway[row];
    assert_true(factor >= 0.75 - 1e-6 && factor <= 1.15 + 1e-6);
    assert_true(headway >= 1.2 * 0.7 - 1e-6 && headway <= 1.2 * 1.3 + 1e-6);
    const uint8_t rules = w->vehicle_rules[row];
    assert_int_equal((rules & SOI_RULE_SPEED) != 0, factor > 1.0);
    sum += factor, squares += factor * factor, headways += headway;
    least = fmin(least, factor), most = fmax(most, factor);
    zebra += (rules & SOI_RULE_ZEBRA) != 0, red += (rules & SOI_RULE_RED) != 0, speeding += (rules & SOI_RULE_SPEED) != 0;
    both += (rules & SOI_RULE_ZEBRA) != 0 && (rules & SOI_RULE_RED) != 0;
  }
  const double mean = sum / DRAWS, deviation = sqrt(squares / DRAWS - mean * mean);
  assert_near(mean, 0.95, 3.0 * 0.1 / sqrt(DRAWS));
  /* a normal clamped at two deviations keeps 0.959 of its own */
  assert_near(deviation, 0.0959, 0.002);
  assert_true(least < 0.76 && most > 1.14);
  assert_near(headways / DRAWS, 1.2, 3.0 * 0.18 / sqrt(DRAWS));
  assert_near(zebra, 0.86 * DRAWS, 3.0 * sqrt(0.86 * 0.14 * DRAWS));
  assert_near(red, 0.02 * DRAWS, 3.0 * sqrt(0.02 * 0.98 * DRAWS));
  /* 0.95 + 0.1 z > 1: z > 0.5, 30.85 % */
  assert_near(speeding, 0.3085 * DRAWS, 3.0 * sqrt(0.3085 * 0.6915 * DRAWS));
  /* rules are drawn apart */
  assert_near(both, 0.86 * 0.02 * DRAWS, 3.0 * sqrt(0.86 * 0.02 * DRAWS));
  drive_close(t);
}

/* --- draws by name --------------------------------------------------------------------------------------------------- */

/* The same vehicle of the same flow is the same whatever was drawn before, and whether other flows exist. */
static void draws_do_not_depend_on_order(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", (const char *[]){"vehicle_types.car.driver.speed_spread=0.1", NULL});
  soi_world *const w = t->world;
  enum { COUNT = 200 };
  const uint32_t flow = flow_named(t, "double"),
                 row = put(t, "car", lane_named(t, "single", SOI_FORWARD, 1), 20.0, 0.0, 0.0, "single-east");
  uint32_t types[COUNT];
  float factors[COUNT];
  for (uint32_t i = 0; i < COUNT; ++i) {
    types[i] = soi_newcomer_type(t->model, flow, i);
    w->vehicle_serial[row] = i + 1;
    soi_draw_traits(w, row);
    factors[i] = w->vehicle_speed_factor[row];
  }
  uint32_t differ = 0;
  for (uint32_t i = COUNT; i-- > 0;) {
    assert_int_equal(soi_newcomer_type(t->model, flow, i), types[i]);
    w->vehicle_serial[row] = i + 1;
    soi_draw_traits(w, row);
    assert_true(w->vehicle_speed_factor[row] >= factors[i] && w->vehicle_speed_factor[row] <= factors[i]);
    differ += i > 0 && (factors[i] < factors[i - 1] || factors[i] > factors[i - 1]);
  }
  assert_true(differ > COUNT - 20);
  drive_close(t);

  /* arrivals of one flow are the same beside a busy one */
  drive *const alone = drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.against.rate=300 /h", NULL});
  drive *const busy =
      drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.against.rate=300 /h", "traffic.flows.double.rate=1500 /h", NULL});
  const uint32_t against = flow_named(alone, "against");
  for (int i = 0; i < 20000; ++i) {
    soi_traffic_demand(alone->world);
    soi_traffic_demand(busy->world);
    assert_int_equal(alone->world->vehicle_flow_drawn[against], busy->world->vehicle_flow_drawn[against]);
    ++alone->world->tick[0];
    ++busy->world->tick[0];
  }
  assert_true(alone->world->vehicle_flow_drawn[against] > 100);
  drive_close(alone);
  drive_close(busy);
}

/* Another seed brings other arrivals. */
static void seeds_differ(void **state) {
  (void)state;
  soi_tick first[2] = {0, 0};
  for (int i = 0; i < 2; ++i) {
    drive *const t =
        drive_open("straight-traffic.yaml", (const char *[]){"traffic.flows.double.rate=60 /h", i == 0 ? "seed=1" : "seed=2", NULL});
    soi_traffic_demand(t->world);
    first[i] = t->world->vehicle_flow_next[flow_named(t, "double")];
    drive_close(t);
  }
  assert_int_not_equal(first[0], first[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(poisson_rate),
      cmocka_unit_test(scale_is_a_factor),
      cmocka_unit_test(windows),
      cmocka_unit_test(nobody_is_lost_outside),
      cmocka_unit_test(short_lane_is_entered),
      cmocka_unit_test(full_table),
      cmocka_unit_test(no_row_for_a_parked_van),
      cmocka_unit_test(mix_shares),
      cmocka_unit_test(flow_of_one_type),
      cmocka_unit_test(traits_within_cut_offs),
      cmocka_unit_test(draws_do_not_depend_on_order),
      cmocka_unit_test(seeds_differ),
  };
  return cmocka_run_group_tests_name("traffic.demand", tests, NULL, NULL);
}
