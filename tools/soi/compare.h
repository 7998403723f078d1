/* Two sides run with the same seeds: what their figures differ by, and whose waits became longer or shorter. */
#ifndef SOI_TOOL_COMPARE_H
#define SOI_TOOL_COMPARE_H

#include "options.h"
#include "outcome.h"
#include "statistics.h"

/* A figure, or the wait of the same passengers of a flow. */
typedef struct compare_row {
  const char *name;
  soi_unit unit;
  uint32_t pairs;                     /* seeds at which both sides have it */
  statistics_sample a, b, difference; /* over those; b - a, paired by seed */
  uint32_t lacking;                   /* seeds at which only one has */
  double correlation;
  double half;  /* of the interval of the difference; infinite with fewer than two pairs */
  bool differs; /* the interval leaves out 0 */
} compare_row;

/* Passengers that are the same on both sides, over all seeds. The flow "" is all of them. */
typedef struct compare_flow {
  compare_row row;               /* of the mean wait at each seed */
  uint32_t same, gained, lost;   /* waits as long, shorter, longer in B */
  double gain, loss;             /* s, summed */
  uint32_t only_a, only_b;       /* came on one side only */
  uint32_t gave_up_a, gave_up_b; /* on that side and not on the other */
} compare_flow;

typedef struct comparison {
  const tool_arguments *arguments;
  soi_arena *arena;
  const tool_outcome *a, *b; /* a run a seed */
  uint32_t seeds, equal;     /* equal: seeds at which both came to the same state */
  const char *names[2];      /* of the sides */
  compare_row *rows;
  compare_flow *flows; /* all, then each */
  uint32_t row_count, flow_count;
} comparison;

#define COMPARE_CONFIDENCE 0.95

/* Fills the rows from the outcomes, without intervals; then with intervals that hold together. */
void compare_rows(comparison *self);
void compare_figures(comparison *self);
/* The rows that differ at some seed: what never did takes no part of the error. Returns how many there are. */
uint32_t compare_measured(const comparison *self, compare_row **rows);
/* Intervals of so many rows that hold together but for this error. */
void compare_intervals(compare_row **rows, uint32_t count, double error);
void compare_waits(comparison *self);
void compare_print(const comparison *self);
bool compare_write(const comparison *self);
void compare_put_row(soi_json *json, const compare_row *row);

#endif
