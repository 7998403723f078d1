/* soi diff: two recordings, their figures side by side, and where they part. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "recorded.h"
#include "terminal.h"
#include "tool.h"

typedef struct comparison {
  tool_recorded a, b;
  bool all; /* also the metrics that are equal */
} comparison;

/* The metrics at the end of each recording. */
static uint32_t print_metrics(const comparison *self) {
  const tool_session *const a = &self->a.session, *const b = &self->b.session;
  uint32_t differ = 0;
  for (uint32_t i = 0; soi_metric_name(i) != NULL; ++i) {
    const char *const name = soi_metric_name(i);
    double x = 0.0, y = 0.0;
    bool known = false;
    soi_unit unit = SOI_UNIT_NONE;
    char left[TERMINAL_CLOCK] = "-", right[TERMINAL_CLOCK] = "-";
    soi_metric_find(name, &unit, NULL);
    const bool in_a = soi_observer_value(a->observer, a->world, name, &x, &known);
    const bool in_b = soi_observer_value(b->observer, b->world, name, &y, &known);
    const bool same = in_a == in_b && (!in_a || x == y);
    differ += same ? 0 : 1;
    if ((!in_a && !in_b) || (same && !self->all)) { continue; }
    if (in_a) { soi_unit_print(left, sizeof left, unit, x); }
    if (in_b) { soi_unit_print(right, sizeof right, unit, y); }
    printf("  %-28s %14s %14s\n", name, left, right);
  }
  return differ;
}

/* The next hash of a cursor as tick and value. */
static bool next_hash(soi_message_cursor *cursor, soi_tick *tick, uint64_t *hash) {
  soi_message message;
  while (soi_message_next(cursor, &message)) {
    *tick = message.tick;
    if (soi_message_hash(&message, hash)) { return true; }
  }
  return false;
}

/* The first tick in both whose hashes differ, and how many are equal before. */
static bool find_parting(const comparison *self, soi_tick *tick, uint64_t *equal) {
  soi_message_cursor a = soi_recording_messages(self->a.recording, SOI_CHANNEL_BIT(HASH), 0, UINT64_MAX);
  soi_message_cursor b = soi_recording_messages(self->b.recording, SOI_CHANNEL_BIT(HASH), 0, UINT64_MAX);
  soi_tick tick_a = 0, tick_b = 0;
  uint64_t hash_a = 0, hash_b = 0;
  bool more = next_hash(&a, &tick_a, &hash_a) && next_hash(&b, &tick_b, &hash_b);
  for (*equal = 0; more;) {
    if (tick_a == tick_b) {
      if (hash_a != hash_b) {
        *tick = tick_a;
        return true;
      }
      ++*equal;
      more = next_hash(&a, &tick_a, &hash_a) && next_hash(&b, &tick_b, &hash_b);
    } else {
      more = tick_a < tick_b ? next_hash(&a, &tick_a, &hash_a) : next_hash(&b, &tick_b, &hash_b);
    }
  }
  return false;
}

/* Where one has rows that the other has not, every hash differs: what both have is compared step by step. */
static void print_shared(comparison *self, const char *why) {
  const tool_recorded *const a = &self->a, *const b = &self->b;
  const soi_tick last = a->about->last < b->about->last ? a->about->last : b->about->last;
  recorded_difference difference;
  char clock[TERMINAL_CLOCK];
  printf("  one has more than the other: %s\n", why);
  while (*a->session.world->tick < last && !recorded_compare(a->session.world, b->session.world, &difference)) {
    recorded_step(&self->a);
    recorded_step(&self->b);
  }
  const soi_tick tick = *a->session.world->tick;
  recorded_clock(a, tick, clock);
  if (recorded_compare(a->session.world, b->session.world, &difference)) {
    printf("  of what both have, the first field at %s, tick %" PRIu64 ": %s, written in phase %s: %s against %s\n", clock, tick,
           difference.what, difference.phase, difference.a, difference.b);
  } else {
    printf("  what both have is the same to %s\n", clock);
  }
}

/* The first field that differs where they part, found by simulating both again up to there. */
static void print_field(comparison *self, soi_tick tick) {
  recorded_difference difference;
  const soi_model *const a = self->a.session.model, *const b = self->b.session.model;
  char why[200], other[200];
  const bool same = soi_model_same_layout(a, b, why, sizeof why);
  if (!same && !soi_model_goes_on(a, b, other, sizeof other) && !soi_model_goes_on(b, a, other, sizeof other)) {
    printf("  their fields cannot be compared: %s\n", why);
  } else if (!recorded_seek(&self->a, tick) || !recorded_seek(&self->b, tick)) {
    printf("  no field can be named: there is no snapshot before\n");
  } else if (!same) {
    print_shared(self, why);
  } else if (recorded_compare(self->a.session.world, self->b.session.world, &difference)) {
    printf("  first field: %s, written in phase %s: %s against %s\n", difference.what, difference.phase, difference.a, difference.b);
  } else {
    printf("  this program comes to the same state in both: one was recorded by another program\n");
  }
}

static bool seek_end(tool_recorded *recorded) {
  const bool sought = recorded_seek(recorded, recorded->about->last);
  if (!sought) { terminal_complain("diff", "%s has no snapshot that this program can restore and go on from to its end", recorded->path); }
  return sought;
}

static int compare(comparison *self) {
  char clock_a[TERMINAL_CLOCK], clock_b[TERMINAL_CLOCK];
  if (!seek_end(&self->a) || !seek_end(&self->b)) { return SOI_VERDICT_INPUT; }
  printf("  %-28s %14s %14s\n", "", "A", "B");
  printf("  %-28s %14s %14s\n", "until", recorded_clock(&self->a, self->a.about->last, clock_a),
         recorded_clock(&self->b, self->b.about->last, clock_b));
  const uint32_t differ = print_metrics(self);
  soi_tick tick = 0;
  uint64_t equal = 0;
  const bool part = find_parting(self, &tick, &equal);
  if (part) {
    printf("they part at %s, tick %" PRIu64 ", after %" PRIu64 " equal hashes\n", recorded_clock(&self->a, tick, clock_a), tick, equal);
    print_field(self, tick);
  } else if (equal == 0) {
    printf("they have no moment in common\n");
  } else {
    printf("they are the same where they overlap: %" PRIu64 " equal hashes\n", equal);
  }
  return part || differ > 0 || equal == 0 ? SOI_VERDICT_FAILED : SOI_VERDICT_HELD;
}

int diff_command(const tool_arguments *arguments) {
  comparison self = {.all = arguments_given(arguments, OPTION_EQUAL_TOO)};
  const bool first = recorded_open(&self.a, "diff", arguments->operands[0]);
  const bool second = recorded_open(&self.b, "diff", arguments->operands[1]);
  const int code = first && second ? compare(&self) : SOI_VERDICT_INPUT;
  recorded_close(&self.a);
  recorded_close(&self.b);
  return code;
}
