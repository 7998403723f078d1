/* Many runs, each in a child process, so many at the same time. */
#ifndef SOI_TOOL_CREW_H
#define SOI_TOOL_CREW_H

#include "child.h"

/* The caller sets what stands first, the crew the rest. */
typedef struct tool_crew {
  const tool_arguments *arguments; /* jobs, limits, progress */
  void *context;                   /* of these: */
  child_plan (*plan)(const void *context, uint32_t task);
  void (*turn)(void *context); /* now and then, and once all have ended; or null */
  uint32_t tasks;
  double budget; /* s for all of them; 0: as long as it takes */

  soi_arena arena;
  uint32_t next, done;
  tool_outcome *outcomes; /* a task each */
  char **texts;           /* what the task's child said: the outcomes point into it */
  bool *finished;         /* a task each */
  tool_child *children;   /* as many as may run at once */
  uint32_t *child_tasks;
  uint32_t jobs, running;
  double began;
  double told;  /* when a line was last printed of how far it is */
  double asked; /* when the children were asked to end; 0: not yet */
  bool spent;   /* the budget is */
  bool redrawn, shown;
} tool_crew;

void crew_prepare(tool_crew *crew);
/* Runs all tasks. After a signal, or with the budget spent, nothing new is begun and what runs is asked to end. */
void crew_run(tool_crew *crew);
/* Clears the line of progress, for whoever prints meanwhile. */
void crew_clear(const tool_crew *crew);
void crew_release(tool_crew *crew);

#endif
