/* The order of bodies on lanes: sorted by front, every body listed on each lane it touches and on no other. */
#include "drive.h"

/* The entry of a body on a lane; null when it is not listed there. */
static const soi_entry *entry_of(const soi_world *world, soi_lane_id lane, uint32_t row) {
  const soi_entry *found = NULL;
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *const entry = &world->entries[world->lane_first[lane] + i];
    if (entry->vehicle != row) { continue; }
    assert_null(found); /* never twice on one lane */
    found = entry;
  }
  return found;
}

static uint32_t entries_of(const soi_world *world, uint32_t row) {
  uint32_t count = 0;
  for (uint32_t i = 1; i <= world->entry_count[0]; ++i) { count += world->entries[i].vehicle == row; }
  return count;
}

/* Busy traffic: every lane's list is sorted, ties by row; each body has one entry on its own lane, which vehicle_entry names. */
static void lists_are_sorted(void **state) {
  (void)state;
  drive *const t =
      drive_open("crossroads-traffic.yaml", (const char *[]){"traffic.flows.eastbound.rate=900 /h", "traffic.flows.westbound.rate=900 /h",
                                                             "traffic.flows.near-turn.rate=200 /h", "traffic.flows.northbound.rate=300 /h",
                                                             "traffic.flows.far-turn.rate=100 /h", NULL});
  soi_world *const w = t->world;
  uint32_t most = 0, shared = 0;
  while (drive_time_now(t) < 240.0) {
    drive_step(t);
    if (w->tick[0] % 3 != 0) { continue; }
    sense(t);
    uint32_t total = 0;
    for (soi_lane_id lane = 1; lane <= t->model->lane_count; ++lane) {
      const soi_entry *const entries = &w->entries[w->lane_first[lane]];
      for (uint32_t i = 0; i < w->lane_entries[lane]; ++i) {
        assert_int_equal(entries[i].lane, lane);
        assert_true(entries[i].front > entries[i].rear && entries[i].left > entries[i].right);
        if (i == 0) { continue; }
        assert_true(entries[i - 1].front < entries[i].front ||
                    (entries[i - 1].front == entries[i].front && entries[i - 1].vehicle < entries[i].vehicle));
      }
      total += w->lane_entries[lane];
    }
    assert_int_equal(total, w->entry_count[0]);
    uint32_t alive = 0;
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      if (!soi_vehicle_lives(w, row)) { continue; }
      ++alive;
      const soi_entry *const own = entry_of(w, w->vehicle_lane[row], row);
      assert_non_null(own);
      assert_ptr_equal(own, &w->entries[w->vehicle_entry[row]]);
      assert_true(own->front == w->vehicle_s[row]);
      assert_near(own->front - own->rear, length_of(t, row), 1e-12);
    }
    assert_int_equal(alive, w->vehicle_count[0]);
    most = alive > most ? alive : most;
    shared += total - alive;
  }
  print_message("at most %u vehicles at once, %u entries beside the own lane\n", most, shared);
  assert_true(most > 40 && shared > 500);
  drive_close(t);
}

/* A body stands in the list of the lane beside from 5 cm over the line on, at either side, in that lane's frame. */
static void body_over_the_line(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  const double width = t->model->lanes[kerb].width;
  /* traffic keeps left: the inner lane lies to the right of the kerb lane */
  const uint32_t within = put(t, "car", kerb, 100.0, -0.6, 0.0, "double-east");
  const uint32_t over = put(t, "car", kerb, 200.0, -0.8, 0.0, "double-east");
  const uint32_t back = put(t, "car", inner, 300.0, 0.9, 0.0, "double-east");
  const uint32_t outside = put(t, "car", kerb, 400.0, 1.2, 0.0, "double-east"); /* over the kerb: no lane there */
  const uint32_t median = put(t, "car", inner, 500.0, -1.2, 0.0, "double-east");
  sense(t);
  const soi_world *const w = t->world;
  assert_int_equal(entries_of(w, within), 1);
  assert_int_equal(entries_of(w, outside), 1);
  assert_int_equal(entries_of(w, median), 1);
  const soi_entry *const right = entry_of(w, inner, over);
  assert_non_null(right);
  assert_near(right->left, width - 0.8 + 0.9, 1e-12);
  assert_near(right->right, width - 0.8 - 0.9, 1e-12);
  assert_near(right->front, 200.0, 1e-9);
  const soi_entry *const left = entry_of(w, kerb, back);
  assert_non_null(left);
  assert_near(left->left, 0.9 - width + 0.9, 1e-12);
  drive_close(t);
}

/* Through a whole change of lanes the body is listed on both lanes as long as it touches both, and claims what it will sweep. */
static void changing_body_is_on_both_lanes(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  const uint32_t slow = put(t, "bus", kerb, 90.0, 0.0, 0.0, "double-east");
  hold_still(t, slow);
  const uint32_t row = put(t, "car", kerb, 30.0, 0.0, 8.0, "double-east");
  const soi_world *const w = t->world;
  uint32_t both = 0, ticks = 0;
  while (w->vehicle_s[row] < 89.0 && ticks++ < 600) {
    drive_step(t);
    sense(t);
    if (w->vehicle_lane[row] != inner) { continue; }
    const soi_entry *const own = entry_of(w, inner, row), *const old = entry_of(w, kerb, row);
    assert_non_null(own);
    /* from where it is to where it goes */
    assert_near(own->left, fmax(w->vehicle_d[row], w->vehicle_aim[row]) + 0.9, 1e-12);
    assert_near(own->right, fmin(w->vehicle_d[row], w->vehicle_aim[row]) - 0.9, 1e-12);
    const bool touches = w->vehicle_d[row] + 0.9 > 0.5 * t->model->lanes[inner].width + 0.05;
    assert_int_equal(old != NULL, touches);
    both += touches;
  }
  assert_int_equal(w->vehicle_lane[row], inner);
  assert_in_range(both, 8, 100);
  drive_close(t);
}

/* Follows a body through a junction and compares the lists with the lanes that its own history says it must lie on. */
static uint32_t follow_tail(const char *type, const char *road, const char *to, double shortest) {
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_lane_id start = lane_named(t, road, SOI_FORWARD, 1);
  const soi_world *const w = t->world;
  const uint32_t row = put(t, type, start, t->model->lanes[start].length - 30.0, 0.0, 5.0, to);
  const soi_vehicle_handle handle = soi_vehicle_handle_of(w, row);
  soi_lane_id history[8] = {start};
  uint32_t lanes = 1, most = 0;
  double connector = 0.0;
  while (drive_time_now(t) < 25.0 && soi_vehicle_row(w, handle) != 0) {
    drive_step(t);
    if (soi_vehicle_row(w, handle) == 0) { break; }
    sense(t);
    if (w->vehicle_lane[row] != history[lanes - 1]) { history[lanes++] = w->vehicle_lane[row]; }
    if (t->model->lanes[w->vehicle_lane[row]].junction != 0) { connector = t->model->lanes[w->vehicle_lane[row]].length; }
    /* walk back from the front */
    double rear = w->vehicle_s[row] - length_of(t, row);
    uint32_t expected = 1;
    const soi_entry *entry = entry_of(w, history[lanes - 1], row);
    assert_non_null(entry);
    for (uint32_t i = lanes - 1; rear < 0.0 && i > 0; --i) {
      rear += t->model->lanes[history[i - 1]].length;
      entry = entry_of(w, history[i - 1], row);
      assert_non_null(entry);
      assert_near(entry->rear, rear, 1e-9);
      ++expected;
    }
    assert_int_equal(entries_of(w, row), expected);
    most = expected > most ? expected : most;
  }
  assert_int_equal(lanes, 3);
  assert_true(connector > shortest);
  print_message("%s from %s to %s over a connector of %.1f m: on %u lanes at most\n", type, road, to, connector, most);
  drive_close(t);
  return most;
}

static void tail_across_a_connector(void **state) {
  (void)state;
  assert_int_equal(follow_tail("car", "major-west", "east", 5.0), 2);
  assert_int_equal(follow_tail("motorcycle", "minor-south", "north", 2.0), 2);
}

/* A bus longer than its connector lies on three lanes at once. */
static void bus_longer_than_a_connector(void **state) {
  (void)state;
  assert_int_equal(follow_tail("bus", "minor-south", "west", 1.0), 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lists_are_sorted),
      cmocka_unit_test(body_over_the_line),
      cmocka_unit_test(changing_body_is_on_both_lanes),
      cmocka_unit_test(tail_across_a_connector),
      cmocka_unit_test(bus_longer_than_a_connector),
  };
  return cmocka_run_group_tests_name("road.lane_order", tests, NULL, NULL);
}
