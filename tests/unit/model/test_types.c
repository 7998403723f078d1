/* Vehicle types that nobody uses are no part of a run: neither its model's hash nor the run's heeds them. */
#include <glob.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "near.h"
#include "place.h"

enum { STEPS = 300, LONGEST = 1 << 16 };

static const char *const EXTRA[] = {
    "vehicle_types.slow={body: {shape: cart, length: 3 m, width: 1.2 m, top_speed: 3 km/h}, places: {seats: 4}}",
    "vehicle_types.long={body: {shape: cart, length: 12 m, width: 1.2 m, top_speed: 19 km/h}, places: {seats: 4}}",
    "vehicle_types.wide={body: {shape: truck, length: 20 m, width: 3 m, top_speed: 90 km/h}}", NULL};

/* The hashes of the model and of its run after some steps. */
static void hashes(place *p, uint64_t hash[2]) {
  if (p->model == NULL) { place_print_errors(p); }
  assert_non_null(p->model);
  soi_world *const world = place_world(p);
  for (int i = 0; i < STEPS; ++i) { soi_world_step(world); }
  hash[0] = p->model->hash;
  hash[1] = soi_world_hash(world);
  soi_world_release(world);
  place_close(p);
}

static void same_hashes(const char *what, place *plain, place *more) {
  uint64_t a[2], b[2];
  hashes(plain, a);
  hashes(more, b);
  if (a[0] != b[0] || a[1] != b[1]) {
    fail_msg("%s: the model's hash is %016llx, %016llx with more types; the run's %016llx, %016llx", what, (unsigned long long)a[0],
             (unsigned long long)b[0], (unsigned long long)a[1], (unsigned long long)b[1]);
  }
}

static void unused_types_change_no_shipped_scenario(void **state) {
  (void)state;
  glob_t found;
  assert_int_equal(glob(SOI_SOURCE_DIR "/scenarios/*/*.yaml", 0, NULL, &found), 0);
  uint32_t compared = 0;
  for (size_t i = 0; i < found.gl_pathc; ++i) {
    if (strstr(found.gl_pathv[i], "/common/") != NULL) { continue; }
    const char *const path = found.gl_pathv[i] + strlen(SOI_SOURCE_DIR "/");
    char name[1024];
    snprintf(name, sizeof name, "../../%s", path);
    same_hashes(path, place_open(name, NULL), place_open(name, EXTRA));
    ++compared;
  }
  assert_int_equal(compared, 8);
  globfree(&found);
}

/* Rows are numbers of those in use: one that stands before the others changes nothing either, nor does one that changes. */
static void the_order_of_unused_types_does_not_matter(void **state) {
  (void)state;
  static const char before[] = "  slow: {body: {shape: cart, length: 3 m, width: 1.2 m, top_speed: 3 km/h}, places: {seats: 4}}\n";
  static char text[LONGEST], changed[LONGEST];
  char path[1024];
  snprintf(path, sizeof path, "%s/tests/places/crossroads-morning.yaml", SOI_SOURCE_DIR);
  FILE *const file = fopen(path, "r");
  assert_non_null(file);
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  fclose(file);
  const char *const types = strstr(text, "vehicle_types:\n");
  assert_non_null(types);
  const int head = (int)(types - text) + (int)strlen("vehicle_types:\n");
  snprintf(changed, sizeof changed, "%.*s%s%s", head, text, before, text + head);
  place *const more = place_open("crossroads-morning.yaml", NULL);
  soi_model_release(more->model);
  assert_true(soi_load_scenario_text(&more->definition, path, changed, strlen(changed), NULL, 0, &more->errors));
  more->model = soi_model_build(&more->definition, soi_memory_libc(), &more->errors);
  same_hashes("before the others", place_open("crossroads-morning.yaml", NULL), more);
}

/* A vehicle parked without a type is a van of the traffic; where none drives, one that is defined. */
static void a_parked_vehicle_finds_its_van(void **state) {
  (void)state;
  static const char van[] = "incidents.van={kind: parked_vehicle, at: 08:01, road: main-east, from: 120 m}";
  static const char pickup[] = "vehicle_types.pickup={body: {shape: pickup, length: 5 m, width: 1.8 m, top_speed: 90 km/h}}";
  const struct {
    const char *mix, *expected;
  } cases[] = {{"traffic.mix=[{type: car, share: 100 %}]", "car"}, {"traffic.mix=[{type: bus, share: 100 %}]", "pickup"}};
  for (int i = 0; i < 2; ++i) {
    place *const p = place_open("crossroads-morning.yaml", (const char *[]){van, pickup, cases[i].mix, NULL});
    assert_non_null(p->model);
    assert_string_equal(soi_type(p->model, soi_van_type(p->model))->id, cases[i].expected);
    place_close(p);
  }
}

/* How far somebody looks who asks whether a body comes near follows from the types in use; conflict zones widen with the widest. */
static void the_model_knows_how_far_bodies_reach(void **state) {
  (void)state;
  place *const plain = place_open("crossroads-morning.yaml", NULL);
  place *const long_one = place_open("crossroads-morning.yaml", (const char *[]){"vehicle_types.bus.body.length=25 m", NULL});
  place *const wide = place_open("crossroads-morning.yaml", (const char *[]){"vehicle_types.bus.body.width=3 m", NULL});
  assert_true(plain->model != NULL && long_one->model != NULL && wide->model != NULL);
  assert_near(plain->model->longest_body, 11.8, 1e-12);
  assert_near(plain->model->body_reach, 0.5 * hypot(11.8, 2.5), 1e-12);
  assert_near(long_one->model->longest_body, 25.0, 1e-12);
  assert_near(long_one->model->body_reach, 0.5 * hypot(25.0, 2.5), 1e-12);
  assert_near(plain->model->zone_reach, 1.3, 1e-12);
  assert_near(wide->model->zone_reach, 1.55, 1e-12);
  assert_true(soi_lane_change_room(long_one->model, 1, 10.0) > soi_lane_change_room(plain->model, 1, 10.0) + 12.9);
  double widths[2] = {0.0, 0.0};
  const soi_model *const models[2] = {plain->model, wide->model};
  for (int i = 0; i < 2; ++i) {
    for (uint32_t row = 1; row <= models[i]->conflict_zone_count; ++row) {
      const soi_conflict_zone *const zone = &models[i]->conflict_zones[row];
      widths[i] += zone->kind == SOI_CONFLICT_ZONE_CROSS ? zone->end - zone->start : 0.0;
    }
  }
  assert_true(widths[1] > widths[0] + 1.0);
  place_close(plain), place_close(long_one), place_close(wide);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(unused_types_change_no_shipped_scenario),
      cmocka_unit_test(the_order_of_unused_types_does_not_matter),
      cmocka_unit_test(a_parked_vehicle_finds_its_van),
      cmocka_unit_test(the_model_knows_how_far_bodies_reach),
  };
  return cmocka_run_group_tests_name("model.types", tests, NULL, NULL);
}
