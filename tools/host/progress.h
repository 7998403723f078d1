/* Progress of a run on stderr: a bar that is redrawn on a terminal, else a line every simulated quarter of an hour. */
#ifndef SOI_TOOL_PROGRESS_H
#define SOI_TOOL_PROGRESS_H

#include <soi/world.h>

typedef struct tool_progress {
  bool shown, redrawn, colour;
  double began, drawn; /* s of terminal_now */
  soi_tick first, end; /* ticks */
  soi_tick next_line;  /* tick of the next plain line */
  unsigned width;
} tool_progress;

/* end is the tick at which the run will end. */
tool_progress progress_begin(const soi_world *world, soi_tick end, bool shown);
void progress_step(tool_progress *progress, const soi_world *world);
/* Removes the bar; plain lines stay. */
void progress_end(tool_progress *progress);

#endif
