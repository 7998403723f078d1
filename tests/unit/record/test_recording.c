/* What a recording holds is what the run did: hashes, events, commands, snapshots; and what a cut, damaged or full one still holds. */
#include "recorded.h"

enum { TICKS = 900, COMMAND_TICK = 300 };

static const char *const PLACE = "crossroads-morning.yaml";
static const char NOTE[] = "this is attached";

static const soi_command crowd = {.tick = COMMAND_TICK + 5, .kind = SOI_COMMAND_RAIN, .values = {12.5, 80.0, 60.0}};

/* A run with a command in the middle, recorded. */
static void record(film *into, soi_recorder_options options) {
  const soi_attachment attachment = {"note.txt", "text/plain", NOTE, sizeof NOTE - 1};
  const soi_note note = {"parent", "yesterday.mcap"};
  options.attachments = &attachment, options.attachment_count = 1;
  options.notes = &note, options.note_count = 1;
  recorded run = recorded_begin(PLACE, options, into);
  assert_non_null(run.recorder);
  recorded_run(&run, COMMAND_TICK);
  assert_true(soi_world_command(run.world, &crowd));
  soi_recorder_command(run.recorder, run.world, &crowd);
  while (run.world->tick[0] < TICKS) { recorded_step(&run); }
  soi_recorder_flush(run.recorder, run.world, run.observer);
  assert_true(soi_recorder_finish(run.recorder));
  assert_int_equal(soi_recorder_bytes(run.recorder), into->count);
  recorded_close(&run);
}

/* One recording is read by most tests. */
static film whole;

static int record_once(void **state) {
  (void)state;
  record(&whole, soi_recorder_defaults());
  return 0;
}

static int forget(void **state) {
  (void)state;
  free(whole.bytes);
  return 0;
}

static soi_recording *open_film(const film *kept) {
  char message[200] = "";
  soi_recording *const recording = soi_recording_open_bytes(kept->bytes, kept->count, soi_memory_libc(), message, sizeof message);
  if (recording == NULL) { print_error("%s\n", message); }
  assert_non_null(recording);
  return recording;
}

/* The run again, with nobody watching. */
typedef struct twin {
  place *place;
  soi_world *world;
  soi_observer *observer;
} twin;

static twin twin_begin(void) {
  twin self = {.place = place_open(PLACE, NULL)};
  self.world = place_world(self.place);
  self.observer = soi_observer_create(self.place->model, soi_memory_libc());
  return self;
}

static void twin_to(twin *self, soi_tick tick) {
  while (self->world->tick[0] < tick) {
    if (self->world->tick[0] == COMMAND_TICK) { assert_true(soi_world_command(self->world, &crowd)); }
    soi_world_step(self->world);
    soi_observer_step(self->observer, self->world);
  }
}

static void twin_end(twin *self) {
  soi_observer_release(self->observer);
  soi_world_release(self->world);
  place_close(self->place);
}

static void test_describes_itself(void **state) {
  (void)state;
  soi_recording *const recording = open_film(&whole);
  const soi_recording_info *const info = soi_recording_about(recording);
  place *const site = place_open(PLACE, NULL);
  assert_true(info->whole);
  assert_null(info->trouble);
  assert_int_equal(info->seed, site->model->seed);
  assert_int_equal(info->model_hash, site->model->hash);
  assert_int_equal(info->step_us, site->model->step_us);
  assert_true(info->start == site->definition.scenario.start);
  assert_string_equal(info->soi_version, soi_version());
  assert_int_equal(info->first, 0);
  assert_int_equal(info->last, TICKS);
  assert_string_equal(soi_recording_note(recording, "parent"), "yesterday.mcap");
  assert_null(soi_recording_note(recording, "nothing"));
  soi_attachment attachment;
  assert_true(soi_recording_attachment(recording, 0, &attachment));
  assert_string_equal(attachment.name, "note.txt");
  assert_int_equal(attachment.size, sizeof NOTE - 1);
  assert_memory_equal(attachment.bytes, NOTE, sizeof NOTE - 1);
  assert_false(soi_recording_attachment(recording, 1, &attachment));
  place_close(site);
  soi_recording_close(recording);
}

/* A recorder watches: the hashes in the file are those of a run without one. */
static void test_hash_of_every_tick(void **state) {
  (void)state;
  soi_recording *const recording = open_film(&whole);
  soi_message_cursor cursor = soi_recording_messages(recording, SOI_CHANNEL_BIT(HASH), 0, UINT64_MAX);
  twin run = twin_begin();
  soi_message message;
  soi_tick expected = 0;
  for (; soi_message_next(&cursor, &message); ++expected) {
    uint64_t hash = 0;
    twin_to(&run, expected);
    assert_true(soi_message_hash(&message, &hash));
    assert_int_equal(message.tick, expected);
    assert_int_equal(hash, soi_world_hash(run.world));
  }
  assert_int_equal(expected, TICKS + 1);
  twin_end(&run);
  soi_recording_close(recording);
}

static void test_events_and_commands(void **state) {
  (void)state;
  soi_recording *const recording = open_film(&whole);
  soi_message_cursor cursor = soi_recording_messages(recording, SOI_CHANNEL_BIT(EVENTS) | SOI_CHANNEL_BIT(INPUTS), 0, UINT64_MAX);
  twin run = twin_begin();
  soi_message message;
  uint32_t events = 0, commands = 0, of_tick = 0;
  while (soi_message_next(&cursor, &message)) {
    soi_event event;
    soi_command command;
    if (soi_message_command(&message, &command)) {
      assert_int_equal(message.tick, COMMAND_TICK);
      assert_int_equal(command.tick, crowd.tick);
      assert_int_equal(command.kind, crowd.kind);
      assert_int_equal(command.target, crowd.target);
      assert_int_equal(command.extra, crowd.extra);
      assert_memory_equal(command.values, crowd.values, sizeof crowd.values);
      ++commands;
      continue;
    }
    assert_true(soi_message_event(&message, &event));
    of_tick = message.tick == run.world->tick[0] ? of_tick : 0;
    twin_to(&run, message.tick);
    assert_in_range(of_tick, 0, run.world->event_count - 1);
    assert_memory_equal(&event, &run.world->events[of_tick++], sizeof event);
    ++events;
  }
  assert_int_equal(commands, 1);
  assert_true(events > 50);
  twin_end(&run);
  soi_recording_close(recording);
}

static void test_window_of_time(void **state) {
  (void)state;
  soi_recording *const recording = open_film(&whole);
  soi_message_cursor cursor = soi_recording_messages(recording, SOI_CHANNEL_BIT(HASH), 250, 260);
  soi_message message;
  for (soi_tick tick = 250; tick <= 260; ++tick) {
    assert_true(soi_message_next(&cursor, &message));
    assert_int_equal(message.tick, tick);
  }
  assert_false(soi_message_next(&cursor, &message));
  soi_recording_close(recording);
}

/* From any moment the run goes on to the same end, observer included. */
static void test_restores(void **state) {
  (void)state;
  soi_recording *const recording = open_film(&whole);
  twin run = twin_begin(), other = twin_begin();
  twin_to(&run, TICKS);
  const soi_tick ticks[] = {0, 299, 300, 450, 899, TICKS}, found[] = {0, 200, 300, 400, 800, TICKS};
  for (unsigned i = 0; i < sizeof ticks / sizeof *ticks; ++i) {
    assert_true(soi_recording_restore(recording, ticks[i], other.world, other.observer));
    assert_int_equal(other.world->tick[0], found[i]);
    twin_to(&other, TICKS);
    assert_int_equal(soi_world_hash(other.world), soi_world_hash(run.world));
    const size_t size = soi_observer_snapshot_size(run.observer);
    assert_int_equal(soi_observer_snapshot_size(other.observer), size);
    void *const a = malloc(size), *const b = malloc(size);
    soi_observer_snapshot_save(run.observer, a);
    soi_observer_snapshot_save(other.observer, b);
    assert_memory_equal(a, b, size);
    free(a);
    free(b);
  }
  twin_end(&run);
  twin_end(&other);
  soi_recording_close(recording);
}

static void near(double a, double b, double most) {
  if (!(a - b <= most && b - a <= most)) { fail_msg("%.6f is not within %g of %.6f", a, most, b); }
}

/* What the picture shows is the world, rounded. */
static void compare_picture(const soi_world *picture, const soi_world *world) {
  assert_int_equal(picture->tick[0], world->tick[0]);
  assert_int_equal(picture->vehicle_high[0], world->vehicle_high[0]);
  for (uint32_t row = 1; row <= world->model->vehicle_capacity; ++row) {
    assert_int_equal(soi_vehicle_lives(picture, row), soi_vehicle_lives(world, row));
    if (!soi_vehicle_lives(world, row)) { continue; }
    assert_int_equal(picture->vehicle_generation[row], world->vehicle_generation[row]);
    assert_int_equal(picture->vehicle_type[row], world->vehicle_type[row]);
    assert_int_equal(picture->vehicle_lane[row], world->vehicle_lane[row]);
    assert_int_equal(picture->vehicle_cause[row], world->vehicle_cause[row]);
    assert_int_equal(picture->vehicle_standing[row], world->vehicle_standing[row]);
    near(picture->vehicle_s[row], world->vehicle_s[row], 0.00501);
    near(picture->vehicle_d[row], world->vehicle_d[row], 0.00501);
    near(picture->vehicle_speed[row], world->vehicle_speed[row], 0.00501);
    near(picture->vehicle_acceleration[row], world->vehicle_acceleration[row], 0.0501);
  }
  for (uint32_t row = 1; row <= world->model->person_capacity; ++row) {
    assert_int_equal(soi_person_lives(picture, row), soi_person_lives(world, row));
    if (!soi_person_lives(world, row)) { continue; }
    assert_int_equal(picture->person_errand[row], world->person_errand[row]);
    assert_int_equal(picture->person_body[row], world->person_body[row]);
    near(picture->person_x[row], world->person_x[row], 0.00501);
    near(picture->person_y[row], world->person_y[row], 0.00501);
    near(picture->person_vx[row], world->person_vx[row], 0.02501);
  }
  for (uint32_t cart = 1; cart <= world->model->cart_count; ++cart) {
    assert_int_equal(picture->cart_errand[cart], world->cart_errand[cart]);
    assert_int_equal(picture->cart_automation[cart], world->cart_automation[cart]);
    assert_int_equal(picture->cart_riders[cart], world->cart_riders[cart]);
    assert_int_equal(picture->cart_vehicle[cart], world->cart_vehicle[cart]);
    assert_int_equal(soi_cart_cause(picture, cart), soi_cart_cause(world, cart));
    near(soi_cart_lost_share(picture, cart), soi_cart_lost_share(world, cart), 0.005);
    near(picture->cart_charge[cart], world->cart_charge[cart], 501.0);
  }
}

static void test_tape_shows_what_there_was(void **state) {
  (void)state;
  soi_recording *const recording = open_film(&whole);
  twin run = twin_begin();
  soi_world *const picture = place_world(run.place);
  soi_tape *const tape = soi_tape_create(recording, run.place->model, soi_memory_libc());
  assert_non_null(tape);
  for (soi_tick tick = 0; tick <= TICKS; ++tick) {
    twin_to(&run, tick);
    assert_true(soi_tape_show(tape, tick, picture));
    compare_picture(picture, run.world);
  }
  /* Backwards, and far forwards. */
  const soi_tick jumps[] = {880, 17, 500, 499, 0, TICKS};
  twin other = twin_begin();
  for (unsigned i = 0; i < sizeof jumps / sizeof *jumps; ++i) {
    assert_true(soi_tape_show(tape, jumps[i], picture));
    assert_int_equal(picture->tick[0], jumps[i]);
    assert_true(soi_recording_restore(recording, jumps[i], other.world, other.observer));
    twin_to(&other, jumps[i]);
    compare_picture(picture, other.world);
  }
  twin_end(&other);
  soi_tape_release(tape);
  soi_world_release(picture);
  twin_end(&run);
  soi_recording_close(recording);
}

/* At two frames a second a tick between shows the frame before it. */
static void test_fewer_frames(void **state) {
  (void)state;
  film kept = {0};
  soi_recorder_options options = soi_recorder_defaults();
  options.hz = 2.0;
  record(&kept, options);
  assert_true(kept.count < whole.count);
  soi_recording *const recording = open_film(&kept);
  place *const site = place_open(PLACE, NULL);
  soi_world *const picture = place_world(site);
  soi_tape *const tape = soi_tape_create(recording, site->model, soi_memory_libc());
  assert_true(soi_tape_show(tape, 304, picture));
  assert_int_equal(picture->tick[0], 300);
  assert_true(soi_tape_show(tape, 303, picture));
  assert_int_equal(picture->tick[0], 300);
  assert_true(soi_tape_show(tape, 299, picture));
  assert_int_equal(picture->tick[0], 295);
  soi_tape_release(tape);
  soi_world_release(picture);
  place_close(site);
  soi_recording_close(recording);
  free(kept.bytes);
}

/* Reads all that can be read; returns the messages. */
static uint32_t read_all(soi_recording *recording, const soi_model *model, soi_world *picture, soi_observer *observer) {
  soi_attachment attachment;
  for (uint32_t i = 0; soi_recording_attachment(recording, i, &attachment); ++i) {}
  soi_message_cursor cursor = soi_recording_messages(recording, SOI_CHANNELS_ALL, 0, UINT64_MAX);
  uint32_t count = 0;
  for (soi_message message; soi_message_next(&cursor, &message); ++count) {}
  soi_recording_restore(recording, UINT64_MAX, picture, observer);
  soi_tape *const tape = soi_tape_create(recording, model, soi_memory_libc());
  if (tape != NULL) {
    soi_tape_show(tape, 700, picture);
    soi_tape_show(tape, UINT64_MAX, picture);
    soi_tape_show(tape, 100, picture);
  }
  soi_tape_release(tape);
  return count;
}

/* However short it was cut: no fault, the whole chunks are read, and the rest is told. */
static void test_cut_anywhere(void **state) {
  (void)state;
  twin run = twin_begin();
  uint32_t before = 0, opened = 0;
  for (size_t count = 0; count < whole.count; count += 1 + whole.count / 211) {
    unsigned char *const copy = malloc(count + 1);
    memcpy(copy, whole.bytes, count);
    soi_recording *const recording = soi_recording_open_bytes(copy, count, soi_memory_libc(), NULL, 0);
    if (recording != NULL) {
      assert_false(soi_recording_about(recording)->whole);
      assert_non_null(soi_recording_about(recording)->trouble);
      const uint32_t messages = read_all(recording, run.place->model, run.world, run.observer);
      assert_true(messages >= before);
      before = messages;
      ++opened;
    } else {
      assert_int_equal(before, 0);
    }
    soi_recording_close(recording);
    free(copy);
  }
  assert_true(opened > 20);
  assert_true(before > TICKS);
  twin_end(&run);
}

/* One bit wrong: no fault, and never wrong content without a word. */
static void test_one_bit_wrong(void **state) {
  (void)state;
  twin run = twin_begin();
  uint32_t told = 0;
  for (uint32_t i = 0; i < 400; ++i) {
    const size_t bit = (size_t)((double)i / 400.0 * 8.0 * (double)whole.count) + i % 8;
    whole.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    soi_recording *const recording = soi_recording_open_bytes(whole.bytes, whole.count, soi_memory_libc(), NULL, 0);
    if (recording == NULL) {
      ++told;
    } else {
      read_all(recording, run.place->model, run.world, run.observer);
      told += soi_recording_about(recording)->trouble != NULL;
    }
    soi_recording_close(recording);
    whole.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
  }
  /* The rest hit message indexes, which this reader does not need. */
  assert_in_range(told, 200, 400);
  twin_end(&run);
}

/* A full disk: the recorder says so, and what was written before can be read. */
static void test_full_disk(void **state) {
  (void)state;
  film kept = {.limit = 2 * whole.count / 3};
  recorded run = recorded_begin(PLACE, soi_recorder_defaults(), &kept);
  assert_non_null(run.recorder);
  recorded_run(&run, TICKS);
  soi_recorder_flush(run.recorder, run.world, run.observer);
  assert_false(soi_recorder_finish(run.recorder));
  soi_recording *const recording = open_film(&kept);
  assert_false(soi_recording_about(recording)->whole);
  assert_true(soi_recording_about(recording)->last >= 300);
  soi_recording_close(recording);
  recorded_close(&run);
  free(kept.bytes);
}

static void test_nothing_fits(void **state) {
  (void)state;
  film kept = {.limit = 10};
  recorded run = recorded_begin(PLACE, soi_recorder_defaults(), &kept);
  assert_null(run.recorder);
  recorded_close(&run);
  free(kept.bytes);
}

static void test_no_recording(void **state) {
  (void)state;
  char message[100];
  assert_null(soi_recording_open_bytes("name: Silom\n", 12, soi_memory_libc(), message, sizeof message));
  assert_string_equal(message, "this is no MCAP file");
  assert_null(soi_recording_open("/nowhere/at/all.mcap", soi_memory_libc(), message, sizeof message));
  assert_non_null(strstr(message, "No such file"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_describes_itself), cmocka_unit_test(test_hash_of_every_tick), cmocka_unit_test(test_events_and_commands),
      cmocka_unit_test(test_window_of_time),   cmocka_unit_test(test_restores),           cmocka_unit_test(test_tape_shows_what_there_was),
      cmocka_unit_test(test_fewer_frames),     cmocka_unit_test(test_cut_anywhere),       cmocka_unit_test(test_one_bit_wrong),
      cmocka_unit_test(test_full_disk),        cmocka_unit_test(test_nothing_fits),       cmocka_unit_test(test_no_recording),
  };
  return cmocka_run_group_tests(tests, record_once, forget);
}
