/* An observer restored in the middle goes on as if it had never stopped: the same report, byte for byte. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

#include "random.h"

enum { TICKS = 400, WARMUP = 60 };

static double draw(uint64_t seed, soi_tick tick, uint32_t n) { return soi_random(seed, SOI_DRAW_TEST, 1, tick, n); }

/* A tick in which all kinds of things happen, drawn from the seed. */
static void busy_tick(stage *s, uint64_t seed) {
  soi_world *const w = s->world;
  const soi_tick tick = w->tick[0];
  for (uint32_t vehicle = 1; vehicle <= w->vehicle_high[0]; ++vehicle) {
    w->vehicle_speed[vehicle] = 5.0 * draw(seed, tick, vehicle);
    w->vehicle_s[vehicle] = 1000.0 * draw(seed, tick, 20 + vehicle);
    w->vehicle_acceleration[vehicle] = draw(seed, tick, 40 + vehicle) - 0.5;
    w->vehicle_cause[vehicle] = (uint8_t)(draw(seed, tick, 60 + vehicle) * SOI_CAUSE_COUNT);
  }
  for (uint32_t cart = 1; cart <= CARTS; ++cart) {
    w->cart_distance[cart] += draw(seed, tick, 80 + cart);
    w->cart_energy[cart] += 100.0 * draw(seed, tick, 90 + cart);
    w->cart_charge[cart] -= 100.0;
    w->cart_jerk[cart] = draw(seed, tick, 100 + cart);
    w->cart_emergency[cart] = draw(seed, tick, 110 + cart) < 0.1;
  }
  const uint32_t person = 1 + (uint32_t)(draw(seed, tick, 120) * 5.0), cart = 1 + (uint32_t)(draw(seed, tick, 121) * CARTS);
  const uint32_t stop = 1 + (uint32_t)(draw(seed, tick, 122) * STOPS);
  w->stop_queue[stop] = (uint32_t)(draw(seed, tick, 123) * 9.0);
  const soi_event_kind kinds[] = {SOI_EVENT_QUEUE_JOINED, SOI_EVENT_BOARDED,  SOI_EVENT_ALIGHTED, SOI_EVENT_SERVED,
                                  SOI_EVENT_GAVE_UP,      SOI_EVENT_HEADWAY,  SOI_EVENT_LAP,      SOI_EVENT_CART_DEPARTED,
                                  SOI_EVENT_HARD_BRAKE,   SOI_EVENT_DEADLOCK, SOI_EVENT_DENIED,   SOI_EVENT_VEHICLE_LEFT};
  for (uint32_t i = 0; i < 2; ++i) {
    const soi_event_kind kind = kinds[(size_t)(draw(seed, tick, 130 + i) * (sizeof kinds / sizeof kinds[0]))];
    const bool of_person = kind == SOI_EVENT_QUEUE_JOINED || kind == SOI_EVENT_BOARDED || kind == SOI_EVENT_ALIGHTED ||
                           kind == SOI_EVENT_SERVED || kind == SOI_EVENT_GAVE_UP || kind == SOI_EVENT_DENIED;
    const bool to_cart = kind == SOI_EVENT_BOARDED || kind == SOI_EVENT_ALIGHTED || kind == SOI_EVENT_DENIED;
    const uint32_t b = to_cart ? cart : kind == SOI_EVENT_SERVED ? 1 : stop;
    stage_emit(s, kind, of_person ? person : cart, b, 100.0 * draw(seed, tick, 140 + i));
  }
  stage_step(s);
}

static stage *busy_stage(void) {
  stage *const s = stage_open(WARMUP);
  stage_cart(s, 1, 10, 1.0);
  stage_cart(s, 2, 200, 1.0);
  stage_vehicle(s, CAR_TYPE, 220, 0, 1.0);
  for (int i = 0; i < 5; ++i) { stage_person(s, 15.0 * i, 0.5, 0.3, -0.2); }
  return s;
}

/* All reports behind each other. */
static sheet reports(const stage *s) {
  const soi_run_info info = {.scenario_path = "a.yaml", .seed = 1, .simulated_seconds = TICKS / 10.0};
  sheet out = {0};
  assert_true(soi_report_json(s->observer, s->world, &info, sheet_writer(&out)));
  assert_true(soi_report_csv(s->observer, s->world, "trips", sheet_writer(&out)));
  assert_true(soi_report_csv(s->observer, s->world, "stops", sheet_writer(&out)));
  assert_true(soi_report_csv(s->observer, s->world, "carts", sheet_writer(&out)));
  assert_true(soi_report_text(s->observer, s->world, &info, sheet_writer(&out), false, 80));
  return out;
}

/* Restores at a tick into an observer that has seen other things, and goes on from there. */
static void check_restore_at(soi_tick cut, const sheet *whole) {
  stage *const first = busy_stage(), *const second = busy_stage();
  while (first->world->tick[0] < cut) { busy_tick(first, 1); }
  for (int i = 0; i < 500; ++i) { busy_tick(second, 2); }
  const size_t size = soi_observer_snapshot_size(first->observer), world_size = soi_snapshot_size(first->world);
  void *const snapshot = malloc(size), *const state = malloc(world_size);
  soi_observer_snapshot_save(first->observer, snapshot);
  soi_snapshot_save(first->world, state);
  assert_true(soi_snapshot_restore(second->world, state, world_size));
  assert_true(soi_observer_snapshot_restore(second->observer, snapshot, size));
  soi_world_spoil_scratch(second->world, 99);
  while (second->world->tick[0] < TICKS) { busy_tick(second, 1); }
  sheet again = reports(second);
  if (again.length != whole->length || memcmp(again.text, whole->text, whole->length) != 0) {
    fail_msg("restored at tick %u the reports differ", (unsigned)cut);
  }
  free(again.text);
  free(snapshot);
  free(state);
  stage_close(first);
  stage_close(second);
}

static void a_restored_observer_reports_the_same(void **state) {
  (void)state;
  stage *const s = busy_stage();
  while (s->world->tick[0] < TICKS) { busy_tick(s, 1); }
  sheet whole = reports(s);
  /* The reports say something: trips finished, near misses seen. */
  CHECK(s, "vehicles.peak", 3);
  assert_non_null(strstr(whole.text, "served,station"));
  double value;
  bool known;
  assert_true(soi_observer_value(s->observer, s->world, "ttc.min", &value, &known));
  const soi_tick cuts[] = {0, 1, WARMUP - 1, WARMUP, WARMUP + 1, 217, TICKS - 1, TICKS};
  for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; ++i) { check_restore_at(cuts[i], &whole); }
  free(whole.text);
  stage_close(s);
}

/* The snapshot of one moment is always the same bytes. */
static void snapshots_are_reproducible(void **state) {
  (void)state;
  stage *const a = busy_stage(), *const b = busy_stage();
  while (a->world->tick[0] < 200) { busy_tick(a, 1); }
  while (b->world->tick[0] < 200) { busy_tick(b, 1); }
  const size_t size = soi_observer_snapshot_size(a->observer);
  assert_int_equal(soi_observer_snapshot_size(b->observer), size);
  void *const first = malloc(size), *const second = malloc(size);
  soi_observer_snapshot_save(a->observer, first);
  soi_observer_snapshot_save(b->observer, second);
  assert_memory_equal(first, second, size);
  free(first);
  free(second);
  stage_close(a);
  stage_close(b);
}

/* What is damaged, cut off or of another model is refused, and nothing changes. */
static void damage_is_refused(void **state) {
  (void)state;
  stage *const s = busy_stage();
  while (s->world->tick[0] < 100) { busy_tick(s, 1); }
  const size_t size = soi_observer_snapshot_size(s->observer);
  unsigned char *const snapshot = malloc(size + 1);
  soi_observer_snapshot_save(s->observer, snapshot);
  while (s->world->tick[0] < 150) { busy_tick(s, 1); }
  sheet before = reports(s);
  for (size_t at = 0; at < size; at += at < 256 ? 1 : 997) {
    snapshot[at] ^= 0x10;
    if (soi_observer_snapshot_restore(s->observer, snapshot, size)) { fail_msg("byte %zu of %zu changed unseen", at, size); }
    snapshot[at] ^= 0x10;
  }
  assert_false(soi_observer_snapshot_restore(s->observer, snapshot, size - 1));
  assert_false(soi_observer_snapshot_restore(s->observer, snapshot, size + 1));
  assert_false(soi_observer_snapshot_restore(s->observer, snapshot, 7));
  s->model.hash = 43;
  assert_false(soi_observer_snapshot_restore(s->observer, snapshot, size));
  s->model.hash = 42;
  sheet after = reports(s);
  assert_int_equal(before.length, after.length);
  assert_memory_equal(before.text, after.text, before.length);
  assert_true(soi_observer_snapshot_restore(s->observer, snapshot, size));
  free(before.text);
  free(after.text);
  free(snapshot);
  stage_close(s);
}

static double value_of(const stage *s, const char *name) {
  double value = -1.0;
  bool known;
  (void)soi_observer_value(s->observer, s->world, name, &value, &known);
  return value;
}

/* Figures begun in the middle are those of a run whose warm-up ended there; and what counts from the start counts from there. */
static void figures_begin_anew(void **state) {
  (void)state;
  enum { MIDDLE = 217 };
  stage *const whole = busy_stage(), *const anew = busy_stage();
  whole->model.warmup = MIDDLE;
  while (whole->world->tick[0] < TICKS) { busy_tick(whole, 1); }
  while (anew->world->tick[0] < MIDDLE) {
    if (anew->world->tick[0] == 100) { stage_emit(anew, SOI_EVENT_STANDSTILL, 3, 0, 300.0); }
    busy_tick(anew, 1);
  }
  const double deadlocks = value_of(anew, "deadlocks");
  assert_true(deadlocks > 0.0 && value_of(anew, "standing.share") > 0.0);
  anew->world->idle_most[0] = 900;
  anew->model.warmup = MIDDLE;
  soi_observer_begin(anew->observer, anew->world);
  CHECK(anew, "standing.max", 0.0);
  while (anew->world->tick[0] < TICKS) {
    anew->world->person_idle[2] = anew->world->tick[0] < 300 ? 150 : 0;
    busy_tick(anew, 1);
  }
  const char *name;
  for (uint32_t i = 0; (name = soi_metric_name(i)) != NULL; ++i) {
    const bool told = strcmp(name, "deadlocks") == 0 || strcmp(name, "standing.max") == 0;
    if (!told && value_of(anew, name) != value_of(whole, name)) {
      fail_msg("%s is %.17g, expected %.17g", name, value_of(anew, name), value_of(whole, name));
    }
  }
  CHECK(anew, "deadlocks", value_of(whole, "deadlocks") - deadlocks);
  CHECK(anew, "standing.max", 15.0);
  anew->world->idle_most[0] = 950;
  CHECK(anew, "standing.max", 95.0);
  stage_close(whole);
  stage_close(anew);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_restored_observer_reports_the_same),
      cmocka_unit_test(snapshots_are_reproducible),
      cmocka_unit_test(damage_is_refused),
      cmocka_unit_test(figures_begin_anew),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
