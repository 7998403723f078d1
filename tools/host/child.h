/* A run in a process of its own: whatever happens in it, the parent learns of it. */
#ifndef SOI_TOOL_CHILD_H
#define SOI_TOOL_CHILD_H

#include <sys/types.h>

#include "options.h"
#include "outcome.h"
#include "recorded.h"
#include "trail.h"

/* A state that is there already: the process is copied with it. */
typedef struct child_moment {
  tool_session *session;
  tool_recorded *inputs; /* whose commands are given again */
  soi_tick end;
} child_moment;

/* What a child is to run. */
typedef struct child_plan {
  const char *path;
  const uint64_t *seed;            /* null: the scenario's own */
  bool named;                      /* a scenario without a map is wrong input, not a part */
  const tool_arguments *arguments; /* its limit, and the command that it is a part of */
  const char *const *sets;
  uint32_t set_count;
  bool waits;                 /* tell the passengers' waits */
  bool behaviour;             /* tell the behaviour hash */
  bool trail;                 /* tell the trail of the run */
  const tool_trail *against;  /* tell where the run parts from this one; or null */
  const child_moment *moment; /* null: it begins at the start; else it goes on from there, with the seed's draws */
} child_plan;

typedef struct tool_child {
  pid_t pid; /* 0: no child */
  int pipe;
  char *text; /* all it has said, with a NUL */
  size_t length, room;
  double began;
  bool killed; /* by the parent, for it did not end in time */
} tool_child;

/* Starts a child. False, and a message, when the system gives no process. */
bool child_start(tool_child *child, const child_plan *plan);
/* Takes what the child has said. False once it has closed its pipe. */
bool child_listen(tool_child *child);
/* Asks the child to end, or kills it. */
void child_ask(const tool_child *child);
void child_kill(tool_child *child);
/* Waits for the child's end. The outcome's texts live in child->text, which the caller frees after the outcome. */
tool_outcome child_finish(tool_child *child);

#endif
