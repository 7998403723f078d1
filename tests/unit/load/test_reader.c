/* What good files become: values in SI, defaults, names, references, places. */
#include "reading.h"

static const char small_map[] = "name: {en: Crossroads, th: สี่แยก}\n"
                                "origin: {latitude: 13.8 deg, longitude: 100.5 deg}\n"
                                "drive_on: right\n"
                                "notes: [\"one\", two]\n"
                                "nodes:\n"
                                "  a: {at: [0, 0]}\n"
                                "  b: {at: [-30.5, 4e1], name: Bee}\n"
                                "roads:\n"
                                "  ab:\n"
                                "    from: a\n"
                                "    to: b\n"
                                "    via: [[0, 10], [-30.5, 10]]\n"
                                "    class: primary\n"
                                "    lanes_forward: 2\n"
                                "    speed_limit: 36 km/h\n"
                                "    level: -1\n"
                                "stops:\n"
                                "  s: {road: ab, at: 2500 cm, bay: 2 m}\n"
                                "  t: {road: ab, at: 30 m, direction: backward, berths: 2}\n"
                                "routes:\n"
                                "  r: {stops: [t, s], loop: no, note: assumed}\n";

static void a_map_has_its_values(void **state) {
  (void)state;
  reading *const r = read_map_text(small_map);
  expect_good(r);
  const soi_map_definition *const map = &r->definition.map;
  assert_string_equal(map->name.en, "Crossroads");
  assert_string_equal(map->name.th, "สี่แยก");
  assert_null(map->name.ja);
  assert_true(map->origin.latitude == 13.8 && map->origin.longitude == 100.5);
  assert_int_equal(map->drive_on, SOI_SIDE_RIGHT);
  assert_int_equal(map->notes.count, 2);
  assert_string_equal(map->notes.items[1], "two");
  assert_int_equal(map->nodes.count, 2);
  assert_true(map->nodes.items[1].at.x == -30.5 && map->nodes.items[1].at.y == 40.0);
  /* A name that is left out is the id. */
  assert_string_equal(map->nodes.items[0].name.en, "a");
  assert_string_equal(map->nodes.items[1].name.en, "Bee");
  const soi_road_definition *const road = &map->roads.items[0];
  assert_string_equal(road->record.id, "ab");
  assert_int_equal(road->from, 1);
  assert_int_equal(road->to, 2);
  assert_int_equal(road->via.count, 2);
  assert_int_equal(road->road_class, SOI_ROAD_PRIMARY);
  assert_int_equal(road->lanes_forward, 2);
  assert_true(road->speed_limit == 10.0);
  assert_int_equal(road->level, -1);
  assert_true(map->stops.items[0].at == 25.0 && map->stops.items[0].bay == 2.0);
  assert_int_equal(map->stops.items[1].direction, SOI_BACKWARD);
  assert_int_equal(map->routes.items[0].stops.count, 2);
  assert_int_equal(map->routes.items[0].stops.items[0], 2);
  assert_false(map->routes.items[0].loop);
  assert_string_equal(map->routes.items[0].note, "assumed");
  end_reading(r);
}

static void what_is_left_out_is_defaulted(void **state) {
  (void)state;
  reading *const r = read_map_text(small_map);
  expect_good(r);
  const soi_road_definition *const road = &r->definition.map.roads.items[0];
  assert_int_equal(road->lanes_backward, 1);
  assert_true(road->lane_width == 3.0 && road->median == 0.0);
  assert_int_equal(r->definition.map.stops.items[0].berths, 1);
  assert_int_equal(r->definition.map.stops.items[0].direction, SOI_FORWARD);
  assert_int_equal(r->definition.map.gates.count, 0);
  end_reading(r);
}

/* marks[i] is the place of the i-th row of the table; rows stand in the order of the members. */
static void values_know_their_places(void **state) {
  (void)state;
  reading *const r = read_map_text(small_map);
  const soi_road_definition *const road = &r->definition.map.roads.items[0];
  assert_int_equal(road->record.mark.line, 9);
  assert_int_equal(road->record.mark.column, 3);
  assert_int_equal(road->record.mark.file, 1);
  assert_string_equal(r->definition.files.items[0].path, "map.yaml");
  assert_int_equal(road->record.marks[0].line, 0); /* name */
  assert_int_equal(road->record.marks[1].line, 10);
  assert_int_equal(road->record.marks[1].column, 11);
  assert_int_equal(road->record.marks[4].line, 13); /* class */
  end_reading(r);
}

static void a_scenario_has_its_values(void **state) {
  (void)state;
  reading *const r = read_scenario_file(SOI_SOURCE_DIR "/tests/corpus/base/scenario.yaml", NULL, 0);
  expect_good(r);
  const soi_scenario_definition *const s = &r->definition.scenario;
  assert_true(s->start == 25200.0 && s->duration == 3600.0 && s->warmup == 300.0 && s->step == 0.1);
  assert_true(s->seed == 7);
  assert_int_equal(s->fleet.count, 2);
  assert_string_equal(s->fleet.items[0].record.id, "cart-1");
  assert_int_equal(s->fleet.items[0].row.type, 2);
  assert_int_equal(s->fleet.items[0].row.route, 1);
  assert_true(s->fleet.items[1].row.start == 25800.0 && s->fleet.items[1].row.charge == 1.0);
  assert_int_equal(s->service.row.hold, SOI_HOLD_EVEN_HEADWAY);
  assert_int_equal(s->timetables.items[0].times.count, 3);
  assert_true(s->timetables.items[0].times.items[2] == 26730.0);
  assert_true(s->passengers.flows.items[0].rate == 60.0 / 3600.0);
  assert_int_equal(s->passengers.flows.items[1].timetable, 1);
  assert_int_equal(s->passengers.flows.items[0].by, SOI_TRAVEL_CART);
  assert_int_equal(s->pedestrians.flows.items[0].by, SOI_TRAVEL_WALK);
  assert_true(s->traffic.mix.items[0].share == 1.0);
  assert_int_equal(s->incidents.items[0].row.kind, SOI_INCIDENT_BREAKDOWN);
  assert_int_equal(s->incidents.items[0].row.cart, 1);
  assert_string_equal(s->captions.items[0].text.en, "Good morning");
  assert_string_equal(s->expect.items[0].text, "wait.p90 <= 6 min");
  assert_string_equal(s->expect.items[0].metric, "wait.p90");
  assert_int_equal(s->expect.items[0].comparison, SOI_AT_MOST);
  assert_true(s->expect.items[0].limit == 360.0);
  assert_int_equal(s->expect.items[1].comparison, SOI_EQUAL);
  /* Published defaults. */
  const soi_vehicle_type_definition *const car = &s->vehicle_types.items[0];
  assert_true(car->driver.row.headway == 1.0 && car->driver.row.gap == 2.0 && car->driver.row.acceleration == 1.0 &&
              car->driver.row.deceleration == 1.5);
  assert_true(car->driver.row.politeness == 0.1 && car->driver.row.threshold == 0.1);
  assert_true(s->pedestrians.walking.row.speed == 1.34 && s->pedestrians.walking.row.radius == 0.2);
  assert_true(s->service.row.door_time == 3.0 && s->service.row.boarding_time == 2.5 && s->service.row.ramp_time == 45.0);
  end_reading(r);
}

static void comparisons(void **state) {
  static const soi_comparison due[] = {SOI_AT_MOST, SOI_LESS, SOI_AT_LEAST, SOI_MORE, SOI_EQUAL};
  (void)state;
  reading *const r =
      read_scenario_text("expect: [wait.p90 <= 90 s, wait.p90<1.5min, on_time >= 80 %, headway.cv > 0.1, collisions == 0]\n", NULL, 0);
  expect_good(r);
  assert_int_equal(r->definition.scenario.expect.count, 5);
  for (uint32_t i = 0; i < 5; ++i) { assert_int_equal(r->definition.scenario.expect.items[i].comparison, due[i]); }
  assert_true(r->definition.scenario.expect.items[1].limit == 90.0);
  assert_true(r->definition.scenario.expect.items[2].limit == 0.8);
  end_reading(r);
}

/* What is measured becomes steps, and has a unit; a ratio is limited by a share or by a number. */
static void measures(void **state) {
  (void)state;
  const struct {
    const char *text, *steps;
    soi_unit unit;
    double limit;
  } rows[] = {
      {"wait.p99 <= 6 min", "wait.p99 ", SOI_UNIT_TIME, 360.0},
      {"passengers.served / passengers.created >= 60 %", "passengers.served passengers.created / ", SOI_UNIT_SHARE, 0.6},
      {"passengers.served/passengers.created>=0.6", "passengers.served passengers.created / ", SOI_UNIT_NONE, 0.6},
      {"boardings / (boardings + boardings.denied) > 90 %", "boardings boardings boardings.denied + / ", SOI_UNIT_SHARE, 0.9},
      {"trip.mean - wait.mean - ride.mean <= 60 s", "trip.mean wait.mean - ride.mean - ", SOI_UNIT_TIME, 60.0},
      {"collisions + deadlocks == 0", "collisions deadlocks + ", SOI_UNIT_NONE, 0.0},
      {"energy / cart.distance <= 0.1 kWh/km", "energy cart.distance / ", SOI_UNIT_ENERGY_PER_LENGTH, 360.0},
      {"energy / boardings <= 1 Wh", "energy boardings / ", SOI_UNIT_ENERGY, 3600.0},
      {"boardings / loop.max >= 30 /h", "boardings loop.max / ", SOI_UNIT_RATE, 30.0 / 3600.0},
      {"cart.speed / ttc.min <= 2 m/s2", "cart.speed ttc.min / ", SOI_UNIT_ACCELERATION, 2.0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    char text[256], steps[256] = "";
    snprintf(text, sizeof text, "extends: scenario.yaml\nexpect: [\"%s\"]\n", rows[i].text);
    reading *const r = read_scenario_text(text, NULL, 0);
    expect_good(r);
    const soi_expectation_definition *const e = &r->definition.scenario.expect.items[0];
    for (uint32_t k = 0; k < e->measure.count; ++k) {
      const char sign[2] = {e->measure.items[k].sign, '\0'};
      strcat(strcat(steps, sign[0] == '\0' ? e->measure.items[k].metric : sign), " ");
    }
    assert_string_equal(steps, rows[i].steps);
    assert_int_equal(e->unit, rows[i].unit);
    assert_true(e->limit > rows[i].limit - 1e-9 && e->limit < rows[i].limit + 1e-9);
    end_reading(r);
  }
}

static void aliases_stand_for_what_they_name(void **state) {
  (void)state;
  reading *const r = read_map_text("nodes: {a: &p {at: [1, 2]}, b: *p}\n");
  expect_good(r);
  assert_true(r->definition.map.nodes.items[1].at.y == 2.0);
  assert_string_equal(r->definition.map.nodes.items[1].record.id, "b");
  end_reading(r);
}

static void a_definition_begins_with_defaults(void **state) {
  soi_definition definition;
  (void)state;
  soi_definition_init(&definition, soi_memory_libc());
  assert_true(definition.scenario.step == 0.1 && definition.scenario.seed == 1);
  assert_true(definition.scenario.pedestrians.walking.row.speed == 1.34);
  assert_int_equal(definition.scenario.capacity.people, 2000);
  assert_non_null(definition.scenario.record.marks);
  assert_string_equal(definition.scenario.map, "");
  assert_string_equal(definition.map.name.en, "");
  soi_definition_release(&definition);
  soi_definition_release(&definition); /* twice does no harm */
}

static void a_zero_definition_can_be_read_into(void **state) {
  soi_definition definition = {.files = {.count = 0}};
  soi_errors errors = {.arena = &definition.arena};
  (void)state;
  assert_true(soi_load_map(&definition, SOI_SOURCE_DIR "/tests/corpus/base/map.yaml", &errors));
  assert_int_equal(definition.map.roads.count, 4);
  /* And again, over what was there. */
  assert_true(soi_load_map_text(&definition, "m", "nodes: {a: {at: [0, 0]}}", 24, &errors));
  assert_int_equal(definition.map.roads.count, 0);
  assert_int_equal(definition.map.nodes.count, 1);
  assert_int_equal(definition.files.count, 1);
  soi_definition_release(&definition);
}

static void kinds_of_files(void **state) {
  (void)state;
  assert_int_equal(soi_file_kind(SOI_SOURCE_DIR "/tests/corpus/base/map.yaml"), 'm');
  assert_int_equal(soi_file_kind(SOI_SOURCE_DIR "/tests/corpus/base/scenario.yaml"), 's');
  assert_int_equal(soi_file_kind(SOI_SOURCE_DIR "/tests/corpus/003-map-scalar.yaml"), 0);
  assert_int_equal(soi_file_kind(SOI_SOURCE_DIR "/tests"), 0);
  assert_int_equal(soi_file_kind("no such file"), 0);
}

static void errors_are_in_order_and_named(void **state) {
  (void)state;
  reading *const r = read_map_text("drive_on: lfet\nnmae: x\nroads:\n  r: {lanes_forward: 9, form: a}\n");
  expect_error(r, 0, "map.yaml:1:11: drive_on: 'lfet' is not known; expected one of left, right; did you mean 'left'?");
  expect_error(r, 1, "map.yaml:2:1: unknown key 'nmae'; did you mean 'name'?");
  expect_error(r, 2, "map.yaml:4:3: roads.r: 'from' is missing; expected the id of a node");
  expect_error(r, 3, "map.yaml:4:3: roads.r: 'to' is missing; expected the id of a node");
  expect_error(r, 4, "map.yaml:4:22: roads.r.lanes_forward: '9' is out of range; expected 0 to 8");
  expect_error(r, 5, "map.yaml:4:25: roads.r: unknown key 'form'; did you mean 'from'?");
  assert_int_equal(r->errors.count, 6);
  /* The length is told even when the buffer is short. */
  char tiny[9];
  const size_t length = soi_error_text(&r->definition, &r->errors.items[1], tiny, sizeof tiny);
  assert_int_equal(length, strlen(error_text(r, 1)));
  assert_string_equal(tiny, "map.yaml");
  end_reading(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_map_has_its_values),
      cmocka_unit_test(what_is_left_out_is_defaulted),
      cmocka_unit_test(values_know_their_places),
      cmocka_unit_test(a_scenario_has_its_values),
      cmocka_unit_test(comparisons),
      cmocka_unit_test(measures),
      cmocka_unit_test(aliases_stand_for_what_they_name),
      cmocka_unit_test(a_definition_begins_with_defaults),
      cmocka_unit_test(a_zero_definition_can_be_read_into),
      cmocka_unit_test(kinds_of_files),
      cmocka_unit_test(errors_are_in_order_and_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
