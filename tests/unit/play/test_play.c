/* The play: however it was paused, sped up and rewound, the run is the one that a program without it gets. */
#define _POSIX_C_SOURCE 200809L
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "near.h"
#include "place.h"
#include "play.h"

static const char *const metrics[] = {"wait.mean", "passengers.served", "energy"};
static place *town;

static int open_town(void **state) {
  (void)state;
  town = place_open("crossroads-morning.yaml", NULL);
  return town->model == NULL;
}

static int close_town(void **state) {
  (void)state;
  place_close(town);
  return 0;
}

static play *open_play(soi_tick speed, bool paused, size_t history) {
  const play_options options = {.speed = (double)speed, .paused = paused, .history_bytes = history, .metrics = metrics, .metric_count = 3};
  play *self = play_open(town->model, &options);
  assert_non_null(self);
  return self;
}

/* Steps a world by hand to a tick, giving these commands at theirs. */
static uint64_t hash_at(soi_tick tick, const soi_command *commands, uint32_t count) {
  soi_world *world = place_world(town);
  while (world->tick[0] < tick) {
    for (uint32_t i = 0; i < count; ++i) {
      if (commands[i].tick == world->tick[0]) { assert_true(soi_world_command(world, &commands[i])); }
    }
    soi_world_step(world);
  }
  const uint64_t hash = soi_world_hash(world);
  soi_world_release(world);
  return hash;
}

static void check_hash(play *self, soi_tick tick, const soi_command *commands, uint32_t count) {
  play_seek(self, tick);
  play_settle(self);
  soi_tick at;
  const uint64_t hash = play_hash(self, &at);
  assert_int_equal(at, tick);
  if (hash != hash_at(tick, commands, count)) {
    fail_msg("the hash at tick %u differs from that of a run without the play", (unsigned)tick);
  }
}

static void sleep_seconds(double seconds) {
  const struct timespec span = {(time_t)seconds, (long)(1e9 * (seconds - (double)(time_t)seconds))};
  nanosleep(&span, NULL);
}

/* Speeds, pauses, single steps and seeks back and forth. */
static void the_hash_is_that_of_a_run_without_it(void **state) {
  (void)state;
  play *self = open_play(64, false, 0);
  static const double speeds[] = {0.125, 64.0, 1.0, PLAY_FASTEST, 8.0};
  for (uint32_t i = 0; i < 5; ++i) {
    play_set_speed(self, speeds[i]);
    for (uint32_t frame = 0; frame < 6; ++frame) {
      const play_frame *drawn = play_take(self);
      assert_true(drawn->fraction >= 0.0 && drawn->fraction <= 1.0);
      assert_true(drawn->now->tick[0] - drawn->before->tick[0] <= 1);
      sleep_seconds(0.01);
    }
    play_set_paused(self, true);
    play_step(self);
    play_settle(self);
    play_set_paused(self, false);
  }
  play_set_paused(self, true);
  static const soi_tick ticks[] = {7000, 40, 3999, 4000, 0, 1, 6999, 2500, 2499, 7200};
  for (uint32_t i = 0; i < 10; ++i) { check_hash(self, ticks[i], NULL, 0); }
  play_close(self);
}

/* To the end at once: report and minutes as of an uninterrupted run. */
static void figures_after_rewinding_are_the_same(void **state) {
  (void)state;
  play *straight = open_play((soi_tick)PLAY_FASTEST, false, 0), *wound = open_play((soi_tick)PLAY_FASTEST, true, 3u << 20);
  play_settle(straight);
  static const soi_tick ticks[] = {6000, 1000, 5000, 100, 12000};
  for (uint32_t i = 0; i < 5; ++i) {
    play_seek(wound, ticks[i]);
    play_settle(wound);
  }
  const play_frame *a = play_take(straight), *b = play_take(wound);
  assert_true(a->ended && b->ended);
  assert_int_equal(a->minute_count, 20);
  assert_int_equal(b->minute_count, 20);
  assert_memory_equal(a->minutes, b->minutes, 20 * sizeof *a->minutes);
  assert_true(a->event_count > 0);
  assert_int_equal(a->event_count, b->event_count);
  for (uint32_t i = 0; i < 3; ++i) {
    assert_int_equal(a->has_value[i], b->has_value[i]);
    assert_near(a->values[i], b->values[i], 0.0);
  }
  assert_int_equal(a->loss_count, b->loss_count);
  assert_memory_equal(a->losses, b->losses, a->loss_count * sizeof *a->losses);
  double by_place = 0.0, by_minute = 0.0; /* looks once a second against every step */
  for (uint32_t i = 0; i < a->loss_count; ++i) { by_place += (double)a->losses[i].seconds; }
  for (uint32_t i = 0; i < 20 * SOI_CAUSE_COUNT; ++i) { by_minute += (double)a->minutes[i / SOI_CAUSE_COUNT].lost[i % SOI_CAUSE_COUNT]; }
  assert_true(by_minute > 100.0);
  assert_near(by_place / by_minute, 1.0, 0.03);
  print_message("history of %zu KiB, budget 3072 KiB\n", b->history_bytes / 1024);
  assert_true(b->history_bytes <= 3u << 20);
  play_close(straight);
  play_close(wound);
}

/* Commands are stamped, stay in their place when the run is rewound, and drop the future they change. */
static void commands_survive_rewinding(void **state) {
  (void)state;
  play *self = open_play(1, true, 0);
  play_seek(self, 1000);
  const soi_command rain = {0, SOI_COMMAND_RAIN, 0, 0, {20.0, 300.0, 60.0}};
  assert_true(play_command(self, &rain));
  assert_false(play_command(self, &(soi_command){0, SOI_COMMAND_BREAKDOWN, 99, 0, {0}}));
  play_settle(self);
  const soi_command first[] = {{1000, SOI_COMMAND_RAIN, 0, 0, {20.0, 300.0, 60.0}}};
  check_hash(self, 3000, first, 1);
  check_hash(self, 999, first, 1);
  check_hash(self, 2500, first, 1);

  /* a later one, then an earlier one that drops it */
  assert_true(play_command(self, &(soi_command){0, SOI_COMMAND_BREAKDOWN, 1, 0, {30.0, 0.0, 0.0}}));
  const soi_command both[] = {first[0], {2500, SOI_COMMAND_BREAKDOWN, 1, 0, {30.0, 0.0, 0.0}}};
  check_hash(self, 4000, both, 2);
  play_seek(self, 1800);
  assert_true(play_command(self, &(soi_command){0, SOI_COMMAND_BREAKDOWN, 2, 0, {0}}));
  play_seek(self, 3600);
  play_settle(self);
  const soi_command changed[] = {first[0], {1800, SOI_COMMAND_BREAKDOWN, 2, 0, {0}}};
  const play_frame *frame = play_take(self);
  assert_int_equal(frame->command_count, 2);
  assert_int_equal(frame->commands[1].tick, 1800);
  assert_int_equal(frame->known, 3600);
  for (uint32_t i = 1; i < frame->event_count; ++i) { assert_true(frame->events[i].tick >= frame->events[i - 1].tick); }
  check_hash(self, 3600, changed, 2);
  check_hash(self, 1801, changed, 2);
  play_close(self);
}

/* Fed beforehand, as from a recording. */
static void commands_given_beforehand_are_fed(void **state) {
  (void)state;
  const soi_command given[] = {{500, SOI_COMMAND_BREAKDOWN, 1, 0, {30.0, 0.0, 0.0}}, {900, SOI_COMMAND_RAIN, 0, 0, {20.0, 0.0, 0.0}}};
  play *self = play_open(town->model, &(play_options){.paused = true, .commands = given, .command_count = 2});
  check_hash(self, 1500, given, 2);
  check_hash(self, 700, given, 2);
  play_close(self);
}

static double wall_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The clock runs with the wall at speed 1: no tick comes early, however busy the machine is. */
static void it_keeps_time(void **state) {
  (void)state;
  const double begun = wall_seconds();
  play *self = open_play(1, false, 0);
  sleep_seconds(1.0);
  const play_frame *frame = play_take(self);
  const double passed = wall_seconds() - begun;
  print_message("after %.2f s: %.2f s simulated, between ticks %u and %u\n", passed, frame->time, (unsigned)frame->before->tick[0],
                (unsigned)frame->now->tick[0]);
  assert_true(frame->time > 0.0 && frame->time <= passed + 1e-9);
  assert_near(frame->time, ((double)frame->before->tick[0] + frame->fraction) * town->model->step, 1e-9);
  play_close(self);
}

/* Kiosk: again and again from the start, and the memory stays what it was. */
static void a_loop_does_not_grow(void **state) {
  (void)state;
  const char *const brief[] = {"duration=90 s", "warmup=0 s", NULL};
  place *small = place_open("crossroads-morning.yaml", brief);
  play *self = play_open(small->model, &(play_options){.speed = PLAY_FASTEST, .loops = true});
  size_t after_first = 0, rounds = 0;
  soi_tick last = 0;
  while (rounds < 60) {
    const play_frame *frame = play_take(self);
    if (frame->now->tick[0] < last) { ++rounds; }
    last = frame->now->tick[0];
    if (rounds == 10 && after_first == 0) { after_first = mallinfo2().uordblks; }
    if (rounds % 7 == 3) { (void)play_command(self, &(soi_command){0, SOI_COMMAND_BREAKDOWN, 1, 0, {5.0, 0.0, 0.0}}); }
    sleep_seconds(0.001);
  }
  const size_t at_last = mallinfo2().uordblks;
  print_message("%zu KiB in use after 10 rounds, %zu KiB after 60\n", after_first / 1024, at_last / 1024);
  assert_true(at_last < after_first + (1u << 20));
  play_close(self);
  place_close(small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_hash_is_that_of_a_run_without_it),
      cmocka_unit_test(figures_after_rewinding_are_the_same),
      cmocka_unit_test(commands_survive_rewinding),
      cmocka_unit_test(commands_given_beforehand_are_fed),
      cmocka_unit_test(it_keeps_time),
      cmocka_unit_test(a_loop_does_not_grow),
  };
  return cmocka_run_group_tests_name("play", tests, open_town, close_town);
}
