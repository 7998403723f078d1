/* Futures from one moment of a recording: the same state, other draws from there on, and what their figures come to. */
#ifndef SOI_TOOL_FAN_H
#define SOI_TOOL_FAN_H

#include "crew.h"
#include "fork.h"
#include "statistics.h"

/* A figure over the futures that have a value of it. */
typedef struct fan_row {
  const char *name;
  soi_unit unit;
  uint32_t futures;
  statistics_sample sample;
  double half; /* of the 95 % interval of the mean; infinite with fewer than two futures */
  double p10, p50, p90;
} fan_row;

typedef struct tool_fan {
  tool_arguments line; /* with its seeds */
  tool_fork fork;
  tool_session session; /* at the moment */
  child_moment moment;  /* from which the futures go on, and when they end */
  tool_crew crew;
  const tool_outcome **futures; /* those that came to their end, in the order of the seeds */
  uint32_t future_count;
  fan_row *rows;
  uint32_t row_count;
} tool_fan;

#define FAN_CONFIDENCE 0.95

void fan_print(const tool_fan *fan);
bool fan_write(const tool_fan *fan);

#endif
