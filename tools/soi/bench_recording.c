/* soi bench FILE.mcap: how long it takes to go to any moment of a recording, exactly and as it looked. The moments are spread evenly, each
 * far from the one before, and the hash of every exact one is held to the recorded one. */
#include "bench.h"

#include <stdlib.h>

#include "recorded.h"
#include "stop.h"
#include "terminal.h"

enum { SEEKS = 300 };

typedef struct seek_times {
  const char *what;
  double seconds[SEEKS];
  uint32_t count;
} seek_times;

/* Moment number i of the recording: multiples of the golden section fall everywhere alike. */
static soi_tick moment(const soi_recording_info *about, uint32_t i) {
  const double turns = 0.6180339887498949 * (i + 1);
  return about->first + (soi_tick)((turns - (double)(uint64_t)turns) * (double)(about->last - about->first + 1));
}

static bool is_exact(const tool_recorded *recorded, soi_tick tick) {
  soi_message_cursor cursor = soi_recording_messages(recorded->recording, SOI_CHANNEL_BIT(HASH), tick, tick);
  soi_message message;
  uint64_t hash;
  return soi_message_next(&cursor, &message) && soi_message_hash(&message, &hash) && hash == soi_world_hash(recorded->session.world);
}

static void print_times(seek_times *times) {
  const uint32_t count = times->count;
  if (count > 0) {
    const double median = bench_median(times->seconds, count);
    printf("  %-6s median of %u moments %.1f ms, 95 %% below %.1f ms, the worst %.1f ms, by the clock\n", times->what, count, 1e3 * median,
           1e3 * times->seconds[count * 95 / 100], 1e3 * times->seconds[count - 1]);
  }
}

static bool seek(tool_recorded *recorded, soi_tick tick, seek_times *exact) {
  char clock[TERMINAL_CLOCK];
  const double began = terminal_now();
  const bool sought = recorded_seek(recorded, tick);
  exact->seconds[exact->count++] = terminal_now() - began;
  if (sought && is_exact(recorded, tick)) { return true; }
  terminal_complain("bench", "%s: at %s this program does not come to the state that was recorded", recorded->path,
                    recorded_clock(recorded, tick, clock));
  return false;
}

static void show(tool_recorded *recorded, soi_tape *tape, soi_tick tick, seek_times *seen) {
  const double began = terminal_now();
  if (soi_tape_show(tape, tick, recorded->session.world)) { seen->seconds[seen->count++] = terminal_now() - began; }
}

/* The exit code: 1 when a state is not the recorded one. */
static int seek_all(tool_recorded *recorded) {
  seek_times exact = {.what = "exact:"}, seen = {.what = "frame:"};
  soi_tape *const tape = soi_tape_create(recorded->recording, recorded->session.model, soi_memory_libc());
  bool good = true;
  for (uint32_t i = 0; i < SEEKS && good && stop_reason() == NULL; ++i) {
    const soi_tick tick = moment(recorded->about, i);
    good = seek(recorded, tick, &exact);
    if (tape != NULL) { show(recorded, tape, tick, &seen); }
  }
  soi_tape_release(tape);
  print_times(&exact);
  print_times(&seen);
  return !good ? SOI_VERDICT_FAILED : stop_reason() == NULL ? SOI_VERDICT_HELD : SOI_VERDICT_OUT_OF_TIME;
}

int bench_recording(const char *path) {
  tool_recorded recorded;
  int code = SOI_VERDICT_INPUT;
  if (recorded_open(&recorded, "bench", path)) {
    const double seconds = (double)(recorded.about->last - recorded.about->first) * recorded.session.model->step;
    char duration[TERMINAL_CLOCK];
    printf("%s\n  size:  %.1f MB for %s, %.1f MB an hour\n", terminal_visible(path), (double)recorded.about->bytes / 1e6,
           terminal_duration(duration, seconds), seconds > 0.0 ? (double)recorded.about->bytes / 1e6 * 3600.0 / seconds : 0.0);
    code = seek_all(&recorded);
  }
  recorded_close(&recorded);
  return code;
}
