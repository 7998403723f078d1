/* A recording made to live again: the model from the texts in it, and a world brought to any of its ticks. What replay, diff, why and
 * forks share. */
#ifndef SOI_TOOL_RECORDED_H
#define SOI_TOOL_RECORDED_H

#include <soi/recording.h>

#include "session.h"

typedef struct tool_recorded {
  const char *path;
  soi_recording *recording;
  const soi_recording_info *about;
  tool_session session; /* of the recording's own texts */
  soi_source *sources;  /* those texts */
  uint32_t source_count;
  soi_message_cursor inputs; /* the commands behind the next one to be given again */
  soi_command next;          /* that one */
  soi_tick next_tick;        /* at which it is to be given; UINT64_MAX: there is none */
  bool same_model;           /* this program builds the model that was recorded */
  const char *command;       /* that complains */
  bool told;                 /* what could not be read */
} tool_recorded;

/* Whether a file begins as recordings do. */
bool recorded_is_one(const char *path);
/* Opens a recording and builds its model; world and observer are at tick 0. False after messages, which begin with the subcommand's
 * name: the exit code is then 2. Release with recorded_close either way. */
bool recorded_open(tool_recorded *self, const char *command, const char *path);
void recorded_close(tool_recorded *self);

/* The tick of a clock time ("08:10", "08:10:30"); false after a message when it is none, or not within the recording. */
bool recorded_tick(const tool_recorded *self, const char *command, const char *clock, soi_tick *tick);
/* "08:10:00.300" of a tick, for a run that starts at so many seconds after midnight; buffer needs TERMINAL_CLOCK bytes. */
const char *recorded_time(double start, uint32_t step_us, soi_tick tick, char *buffer);
const char *recorded_clock(const tool_recorded *self, soi_tick tick, char *buffer);

/* Brings world and observer to a tick: from the nearest snapshot by simulating, with the commands given again. False when there is no
 * snapshot to begin with, or the tick is behind the scenario's end. */
bool recorded_seek(tool_recorded *self, soi_tick tick);
/* The commands that were given at the world's tick, to this world; then to record, if not null. */
typedef void (*recorded_input)(void *context, const soi_command *command);
void recorded_give(tool_recorded *self, soi_world *world, recorded_input given, void *context);
/* Shows each frame from one tick to another in the session's world, for visit; ends early when that returns false. False when some
 * cannot be shown and were passed over: what they build upon is missing, the recording is damaged, or of a later version. */
typedef bool (*recorded_visit)(void *context, const tool_recorded *self);
bool recorded_frames(tool_recorded *self, soi_tick from, soi_tick to, recorded_visit visit, void *context);
/* One step with the commands before it. */
void recorded_step(tool_recorded *self);
/* Makes the inputs begin with those given at a tick. */
void recorded_inputs_from(tool_recorded *self, soi_tick tick);

/* Where two worlds of one layout differ first. */
typedef struct recorded_difference {
  char what[160];    /* "cart-2 (vehicle 12), vehicle_s" */
  const char *phase; /* that writes the field */
  char a[40], b[40];
} recorded_difference;
bool recorded_compare(const soi_world *a, const soi_world *b, recorded_difference *difference);

#endif
