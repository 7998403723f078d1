/* The simulation behind the window. A thread of its own steps the world and its observer at fixed ticks and never waits for the display;
 * what it publishes are copies that nobody changes. Runs can be rewound: moments are kept in a ring within a memory budget, and a seek is
 * a restore and a few steps. What the presenter does is a command, stamped with its tick and kept, so that going on from an earlier tick
 * gives the same run again; a command given after rewinding drops the future that was simulated before. A witness is told each moment once,
 * so that the run can be recorded; a recording is played as a run whose commands are given beforehand and whose moments were told already.
 * Functions may be called from one thread, the display's. */
#ifndef PLAY_H
#define PLAY_H

#include <soi/soi.h>

#define PLAY_METRICS 64
#define PLAY_FASTEST 1e9 /* speed: as fast as the machine can */

typedef struct play play;

/* What happened in one minute of the run, for charts. Means are negative without samples. */
typedef struct play_minute {
  float waiting, riders;       /* people in queues and aboard, on average */
  float vehicles, people;      /* on the map, on average */
  float wait, headway;         /* s, mean of those who boarded and of the departures in it */
  float served, gave_up;       /* people */
  float energy;                /* J drawn from all batteries */
  float lost[SOI_CAUSE_COUNT]; /* s of all carts, by cause */
} play_minute;

/* Time that a cart lost within a second of the run, where it was then and why. */
typedef struct play_loss {
  soi_tick tick;
  soi_lane_id lane;
  float s; /* m along the lane */
  float seconds;
  uint32_t cause; /* soi_cause */
} play_loss;

/* Who is told what comes to pass, by the play's thread: each moment once, however often it is simulated again. */
typedef struct play_witness {
  void *context;
  /* The moment after a step. anew: it is where what follows parts from what was told, or the first of all. */
  void (*moment)(void *context, const soi_world *world, const soi_observer *observer, bool anew);
  /* A command that the world has just taken. */
  void (*command)(void *context, const soi_world *world, const soi_command *command);
} play_witness;

/* A run that was recorded. It begins and ends with its recording, until a command makes another future. */
typedef struct play_recorded {
  soi_tick first, last; /* 0, 0: the run is not recorded */
  /* Brings world and observer to the first tick; false when it cannot. Asked once, by play_open. */
  bool (*begin)(void *context, soi_world *world, soi_observer *observer);
  void *context;
} play_recorded;

typedef struct play_options {
  double speed;                /* times real time at the start; PLAY_FASTEST: as fast as it can; 0 counts as 1 */
  bool paused;                 /* starts paused */
  bool loops;                  /* at the end it begins anew, without the presenter's commands (kiosk) */
  size_t history_bytes;        /* budget of the moments kept for rewinding; 0: 256 MiB */
  const char *const *metrics;  /* names of metrics.h to evaluate while it runs; they must outlive the play */
  uint32_t metric_count;       /* at most PLAY_METRICS */
  const soi_command *commands; /* given beforehand: those of a recording */
  uint32_t command_count;
  play_recorded recorded;
  play_witness witness; /* no functions: nobody is told */
} play_options;

/* The run as the display draws it now. Valid until the next play_take; worlds and lists are not changed by anybody. */
typedef struct play_frame {
  const soi_world *before, *now; /* of two ticks that follow each other, or the same one twice */
  double fraction;               /* 0 .. 1: how far to draw from before to now */
  double time;                   /* s since the scenario's start, of what is drawn */
  soi_tick known;                /* the run has been simulated up to here */
  double speed;                  /* asked for, times real time */
  double reached;                /* measured, times real time; 0 when paused */
  bool paused, ended, seeking;
  uint32_t rounds;            /* times it has begun anew at its end */
  const play_minute *minutes; /* whole minutes of the run so far known */
  uint32_t minute_count;
  const soi_event *events; /* what somebody who asks "what happened?" wants to see, up to known */
  uint32_t event_count;
  const play_loss *losses; /* by tick, up to known */
  uint32_t loss_count;
  const soi_command *commands; /* the presenter's, stamped */
  uint32_t command_count;
  double values[PLAY_METRICS]; /* of the metrics asked for, a moment ago */
  bool has_value[PLAY_METRICS];
  size_t history_bytes; /* taken by the moments kept */
} play_frame;

/* Starts at tick 0 of the model, or at the first of a recording; the model must outlive the play. Null when there is no memory or no thread,
 * or the recording cannot be begun. */
play *play_open(const soi_model *model, const play_options *options);
void play_close(play *self);

/* The newest pair of states for a display that draws now. Never null. */
const play_frame *play_take(play *self);

void play_set_paused(play *self, bool paused);
/* Times real time, above 0; PLAY_FASTEST for as fast as it can. */
void play_set_speed(play *self, double speed);
/* One tick on, then paused. */
void play_step(play *self);
/* To any tick from the first to the end; paused stays paused. */
void play_seek(play *self, soi_tick tick);
/* Executed in the next step. False when it is not valid. */
bool play_command(play *self, const soi_command *command);

/* Waits until all that was asked is done and, unless it is paused, the end is reached: for pictures at a given time, and for tests. */
void play_settle(play *self);
/* The hash of the run's state now, for tests and for the engineer's panel; waits for the step under way. */
uint64_t play_hash(play *self, soi_tick *tick);

#endif
