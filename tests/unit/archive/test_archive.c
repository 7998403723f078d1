/* The window's recordings: a live run is in its file, a command given after rewinding begins another that names the first, and a recording
 * is played as what it was. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive.h"
#include "fork.h"

#define SCENARIO SOI_SOURCE_DIR "/tests/places/crossroads-morning.yaml"
enum { MINUTE = 600 };

static char folder[64], first[100], second[100], third[100];

static int make_folder(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/soi-archive-XXXXXX");
  if (mkdtemp(folder) == NULL) { return 1; }
  snprintf(first, sizeof first, "%s/run.mcap", folder);
  snprintf(second, sizeof second, "%s/run-2.mcap", folder);
  snprintf(third, sizeof third, "%s/run-3.mcap", folder);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  const char *const files[] = {first, second, third};
  for (unsigned i = 0; i < 3; ++i) { (void)remove(files[i]); }
  return rmdir(folder);
}

/* A window without its window: session, archive and play, as soi-view has them. */
typedef struct desk {
  tool_session session;
  archive archive;
  play *play;
} desk;

static void open_desk(desk *self, const char *path, const char *record) {
  *self = (desk){0};
  if (recorded_is_one(path)) {
    assert_true(archive_open(&self->archive, &self->session, path));
  } else {
    assert_true(session_load(&self->session, path, NULL, 0, false));
  }
  play_options how = {.paused = true};
  archive_ask(&self->archive, &self->session, record, &how);
  self->play = play_open(self->session.model, &how);
  assert_non_null(self->play);
}

static void close_desk(desk *self) {
  play_close(self->play);
  assert_true(archive_close(&self->archive));
  session_close(&self->session);
}

static uint64_t hash_at(desk *self, soi_tick tick) {
  soi_tick at;
  play_seek(self->play, tick);
  play_settle(self->play);
  const uint64_t hash = play_hash(self->play, &at);
  assert_int_equal(at, tick);
  return hash;
}

/* Simulates a recording again along its hashes, commands included; returns the last. */
static uint64_t verified(const char *path, soi_tick from, soi_tick to, uint32_t commands) {
  tool_recorded recorded;
  assert_true(recorded_open(&recorded, "test", path));
  assert_true(recorded.about->whole);
  assert_int_equal(recorded.about->first, from);
  assert_int_equal(recorded.about->last, to);
  assert_true(recorded_seek(&recorded, from));
  soi_message_cursor cursor = soi_recording_messages(recorded.recording, SOI_CHANNEL_BIT(HASH) | SOI_CHANNEL_BIT(INPUTS), 0, UINT64_MAX);
  uint64_t hash = 0, count = 0;
  for (soi_message message; soi_message_next(&cursor, &message);) {
    if (message.channel == SOI_CHANNEL_INPUTS) {
      --commands;
      continue;
    }
    assert_true(soi_message_hash(&message, &hash)); /* its bytes go when the next message is read */
    while (*recorded.session.world->tick < message.tick) { recorded_step(&recorded); }
    if (hash != soi_world_hash(recorded.session.world)) { fail_msg("%s: the hash at tick %u differs", path, (unsigned)message.tick); }
    ++count;
  }
  assert_int_equal(count, to - from + 1);
  assert_int_equal(commands, 0);
  recorded_close(&recorded);
  return hash;
}

static const char *note(const tool_recorded *recorded, const char *key) {
  const char *const value = soi_recording_note(recorded->recording, key);
  return value == NULL ? "" : value;
}

/* Back and forth, with commands on the way: the first future is one file, the second another. */
static void a_live_run_is_recorded(void **state) {
  (void)state;
  desk live;
  open_desk(&live, SCENARIO, first);
  hash_at(&live, MINUTE);
  assert_true(play_command(live.play, &(soi_command){.kind = SOI_COMMAND_RAIN, .values = {20.0, 300.0, 60.0}}));
  hash_at(&live, 2 * MINUTE);
  hash_at(&live, MINUTE / 2);
  const uint64_t before = hash_at(&live, 3 * MINUTE);
  /* going back and forth is no other future; a command there is */
  hash_at(&live, 2 * MINUTE);
  assert_true(play_command(live.play, &(soi_command){.kind = SOI_COMMAND_BREAKDOWN, .target = 1, .values = {30.0}}));
  const uint64_t after = hash_at(&live, 4 * MINUTE);
  close_desk(&live);

  assert_int_equal(verified(first, 0, 3 * MINUTE, 1), before);
  assert_int_equal(verified(second, 2 * MINUTE, 4 * MINUTE, 1), after);
  tool_recorded recorded;
  assert_true(recorded_open(&recorded, "test", second));
  assert_string_equal(note(&recorded, "parent"), first);
  assert_string_equal(note(&recorded, "parent_time"), "08:02:00.000");
  recorded_close(&recorded);
}

/* The whole of it is known at once, each moment is the recorded one, and nothing is written. */
static void a_recording_is_played(void **state) {
  (void)state;
  desk played;
  open_desk(&played, first, NULL);
  play_settle(played.play);
  const play_frame *frame = play_take(played.play);
  assert_int_equal(frame->known, 3 * MINUTE);
  assert_int_equal(frame->now->tick[0], 0);
  assert_int_equal(frame->minute_count, 3);
  tool_recorded recorded;
  assert_true(recorded_open(&recorded, "test", first));
  static const soi_tick ticks[] = {1799, 3, 601, 1200, 600, 1800};
  for (unsigned i = 0; i < 6; ++i) {
    assert_true(recorded_seek(&recorded, ticks[i]));
    assert_int_equal(hash_at(&played, ticks[i]), soi_world_hash(recorded.session.world));
  }
  recorded_close(&recorded);
  assert_true(play_take(played.play)->ended);
  close_desk(&played);
  assert_int_not_equal(access(third, F_OK), 0);
}

/* One that begins later, and a command in it: that future has a file of its own. */
static void a_command_makes_another_recording(void **state) {
  (void)state;
  desk played;
  open_desk(&played, second, NULL);
  play_settle(played.play);
  assert_int_equal(play_take(played.play)->now->tick[0], 2 * MINUTE);
  play_seek(played.play, 0);
  play_settle(played.play);
  assert_int_equal(play_take(played.play)->now->tick[0], 2 * MINUTE);
  hash_at(&played, 3 * MINUTE + 7);
  assert_true(play_command(played.play, &(soi_command){.kind = SOI_COMMAND_BREAKDOWN, .target = 2}));
  const uint64_t hash = hash_at(&played, 5 * MINUTE);
  close_desk(&played);

  char name[120];
  snprintf(name, sizeof name, "%s/run-2-2.mcap", folder);
  assert_int_equal(verified(name, 3 * MINUTE + 7, 5 * MINUTE, 1), hash);
  tool_recorded recorded;
  assert_true(recorded_open(&recorded, "test", name));
  assert_string_equal(note(&recorded, "parent"), second);
  assert_string_equal(note(&recorded, "parent_time"), "08:03:00.700");
  recorded_close(&recorded);
  (void)remove(name);
}

static void give_on(void *context, const soi_command *command) {
  const desk *const self = context;
  record_command(self->archive.record, self->session.world, command);
}

/* Goes on from a moment of a recording to a tick, as soi run --from does, and records that; returns the hash there. */
static uint64_t forked(const char *from, soi_tick to, const char *record) {
  tool_fork fork;
  desk self = {0};
  assert_true(fork_open(&fork, "run", from));
  assert_true(fork_load(&fork, &self.session, NULL, 0));
  session_start(&self.session, NULL);
  assert_true(fork_restore(&fork, &self.session));
  self.archive.record = record_open("test", &(record_options){.path = record,
                                                              .definition = &self.session.definition,
                                                              .model = self.session.model,
                                                              .notes = fork.named.notes,
                                                              .note_count = RECORD_PARENT});
  record_step(self.archive.record, self.session.world, self.session.observer);
  while (*self.session.world->tick < to) {
    recorded_give(&fork.parent, self.session.world, give_on, &self);
    session_step(&self.session);
    record_step(self.archive.record, self.session.world, self.session.observer);
  }
  const uint64_t hash = soi_world_hash(self.session.world);
  assert_true(record_end(self.archive.record, &(record_last){self.session.world, self.session.observer, false}, true));
  fork_close(&fork);
  session_close(&self.session);
  return hash;
}

/* The commands of the parent are given again, from before a command, from its very tick, and in a fork of the fork. */
static void forks_go_on_with_the_commands(void **state) {
  (void)state;
  const uint64_t end = verified(first, 0, 3 * MINUTE, 1);
  char from[120];
  snprintf(from, sizeof from, "%s@08:00:30", first);
  assert_int_equal(forked(from, 3 * MINUTE, second), end);
  assert_int_equal(verified(second, MINUTE / 2, 3 * MINUTE, 1), end);
  snprintf(from, sizeof from, "%s@08:01", second);
  assert_int_equal(forked(from, 3 * MINUTE, third), end);
  assert_int_equal(verified(third, MINUTE, 3 * MINUTE, 1), end);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_live_run_is_recorded), cmocka_unit_test(a_recording_is_played),
                                     cmocka_unit_test(a_command_makes_another_recording), cmocka_unit_test(forks_go_on_with_the_commands)};
  return cmocka_run_group_tests_name("archive", tests, make_folder, remove_folder);
}
