/* What a run in a child process came to, and the lines by which the child tells its parent. Both ends of the pipe stand here. */
#ifndef SOI_TOOL_OUTCOME_H
#define SOI_TOOL_OUTCOME_H

#include <stdio.h>

#include "session.h"
#include "trail.h"

typedef enum outcome_state {
  OUTCOME_NONE,    /* never started */
  OUTCOME_ENDED,   /* at its end, with figures */
  OUTCOME_PART,    /* no scenario, but a part that others extend */
  OUTCOME_INPUT,   /* wrong input */
  OUTCOME_STOPPED, /* by a signal or a time limit */
  OUTCOME_FAULT,   /* an assertion or a crash */
  OUTCOME_LATE,    /* not at its end, or not begun, when the budget of all runs was spent */
} outcome_state;

/* An expectation and what it came to. */
typedef struct outcome_case {
  soi_expectation_definition expectation; /* text, metric, comparison and limit */
  soi_judgement judgement;
  bool has_value;
  double value;
  const char *lacks; /* as of soi_expectation_result */
  const char *file;  /* in which it is written, and where */
  uint32_t line;     /* 0: nowhere */
} outcome_case;

typedef struct outcome_metric {
  const char *name;
  double value;
} outcome_metric;

/* Where a run parts from a trail; clock is null when it does not, or there was none. */
typedef struct outcome_parting {
  const char *clock, *phase, *fields;
  uint64_t tick;
} outcome_parting;

/* Everything lives in the arena. */
typedef struct tool_outcome {
  soi_arena arena;
  outcome_state state;
  soi_verdict verdict; /* of a run that ended */
  uint64_t seed, hash;
  double seconds;        /* real time, of the whole child */
  const char *stopped;   /* why, when it was */
  const char **messages; /* of wrong input and faults */
  const char **notes;    /* what the run went without */
  const char **put_off;  /* incidents that did not take place when asked */
  outcome_case *cases;
  outcome_metric *metrics;
  const char *trail; /* its text and length, where it was asked for */
  uint64_t behaviour, ticks;
  outcome_parting parting;
  soi_passenger_wait *waits; /* where they were asked for */
  uint32_t message_count, note_count, put_off_count, case_count, metric_count, wait_count;
} tool_outcome;

/* --- in the child: each prints lines into the pipe --- */
void outcome_put_message(FILE *pipe, const char *message);
/* What the run goes without. */
void outcome_put_note(FILE *pipe, const char *note);
/* The figures of a run at its end, or of one that was stopped. */
void outcome_put_end(FILE *pipe, const tool_session *session, const char *stopped);
/* The passengers' waits, before the end is told. */
void outcome_put_waits(FILE *pipe, const tool_session *session);
/* The hash of all that was to be seen; the trail, or null. Before the end is told. */
void outcome_put_history(FILE *pipe, uint64_t behaviour, const tool_trail *trail);
/* That the run parts from a trail at this step. */
void outcome_put_parting(FILE *pipe, const tool_session *session, const trail_parting *parting);
void outcome_put_state(FILE *pipe, outcome_state state);

/* --- in the parent --- */
/* Reads all that a child has said; text is taken apart in place and must outlive the outcome. */
tool_outcome outcome_read(char *text);
void outcome_add_message(tool_outcome *outcome, const char *message);
/* A figure by its metric's name, or by its text among the expectations. False when the run has no value of it. */
bool outcome_value(const tool_outcome *outcome, const char *name, double *value);
void outcome_release(tool_outcome *outcome);

#endif
