/* soi replay: what is in a recording, the proof that it still comes to pass, and extracts from it. */
#include "replay.h"

#include <inttypes.h>

#include "stop.h"
#include "terminal.h"
#include "tool.h"

static void print_note(const tool_recorded *self, const char *label, const char *key) {
  const char *const value = soi_recording_note(self->recording, key);
  if (value != NULL) { printf("  %-12s %s\n", label, terminal_visible(value)); }
}

static uint64_t count_messages(const tool_recorded *self, uint32_t channels) {
  soi_message_cursor cursor = soi_recording_messages(self->recording, channels, 0, UINT64_MAX);
  soi_message message;
  uint64_t count = 0;
  while (soi_message_next(&cursor, &message)) { ++count; }
  return count;
}

/* What the recording says of itself. */
static void print_about(const tool_recorded *self) {
  const soi_recording_info *const about = self->about;
  char first[TERMINAL_CLOCK], last[TERMINAL_CLOCK];
  printf("%s\n", terminal_visible(self->path));
  printf("  %-12s %s, seed %" PRIu64 "\n", "scenario", terminal_visible(about->scenario), about->seed);
  printf("  %-12s %s to %s, %" PRIu64 " steps of %g ms\n", "time", recorded_clock(self, about->first, first),
         recorded_clock(self, about->last, last), about->last - about->first, about->step_us / 1e3);
  printf("  %-12s %.1f MB in %u chunks: %" PRIu64 " frames, %" PRIu64 " events, %" PRIu64 " commands\n", "size", (double)about->bytes / 1e6,
         about->chunk_count, count_messages(self, SOI_CHANNEL_BIT(FRAMES)), count_messages(self, SOI_CHANNEL_BIT(EVENTS)),
         count_messages(self, SOI_CHANNEL_BIT(INPUTS)));
  printf("  %-12s soi %s, model %016" PRIx64 "%s\n", "recorded by", about->soi_version == NULL ? "?" : terminal_visible(about->soi_version),
         about->model_hash, self->same_model ? "" : " (this program builds another)");
  print_note(self, "goes on from", "parent");
  print_note(self, "at", "parent_time");
}

/* The stretch of an extract: the whole recording unless less is wanted. False after a message. */
static bool read_stretch(const tool_recorded *recorded, const option_value *values, soi_tick *from, soi_tick *to) {
  const option_value *const first = &values[OPTION_EXTRACT_FROM], *const last = &values[OPTION_EXTRACT_TO];
  *from = recorded->about->first;
  *to = recorded->about->last;
  if ((first->given && !recorded_tick(recorded, "replay", first->text, from)) ||
      (last->given && !recorded_tick(recorded, "replay", last->text, to))) {
    return false;
  }
  if (*from > *to) {
    terminal_complain("replay", "--from %s is later than --to %s", first->given ? first->text : "the beginning", last->text);
  }
  return *from <= *to;
}

/* What says how an extract is to be does nothing without one. */
static bool shapes_nothing(const option_value *values) {
  return (values[OPTION_EXTRACT_FROM].given || values[OPTION_EXTRACT_TO].given || values[OPTION_EVERY].given) &&
         !values[OPTION_JSON].given && !values[OPTION_CSV].given;
}

int replay_command(const tool_arguments *arguments) {
  const option_value *const values = arguments->values;
  const char *const json = values[OPTION_JSON].text, *const csv = values[OPTION_CSV].text;
  tool_recorded recorded;
  if (shapes_nothing(values)) {
    terminal_complain("replay", "--from, --to and --every are of an extract; --json or --csv is missing");
    return SOI_VERDICT_INPUT;
  }
  stop_heed();
  int code = SOI_VERDICT_INPUT;
  if (recorded_open(&recorded, "replay", arguments->operands[0])) {
    soi_tick from, to;
    const bool good = read_stretch(&recorded, values, &from, &to);
    const bool quiet = arguments_given(arguments, OPTION_QUIET), verify = arguments_given(arguments, OPTION_VERIFY);
    const bool extract = json != NULL || csv != NULL;
    code = good ? SOI_VERDICT_HELD : SOI_VERDICT_INPUT;
    /* Before the extract, which makes a picture of the world. */
    if (good && verify) { code = verify_recording(&recorded, quiet); }
    if (good && extract && !extract_recording(&recorded, from, to, values[OPTION_EVERY].seconds, json, csv)) {
      code = stop_reason() != NULL ? SOI_VERDICT_OUT_OF_TIME : SOI_VERDICT_FAULT;
    }
    if (good && !quiet && !verify && !extract) { print_about(&recorded); }
  }
  recorded_close(&recorded);
  return code;
}
