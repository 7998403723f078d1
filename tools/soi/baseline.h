/* soi test against a baseline: what the runs of another program came to, kept in a file. The same behaviour and figures prove a run
 * unchanged; what differs is compared seed by seed. */
#ifndef SOI_TOOL_BASELINE_H
#define SOI_TOOL_BASELINE_H

#include <jansson.h>

#include "child.h"
#include "judgement.h"
#include "suite.h"

typedef struct baseline_scenario {
  const char *path;
  bool passed_over; /* a part, or wrong input, which its runs tell */
  uint64_t source;  /* hash of all that it reads */
  uint64_t seed;    /* its own */
  json_t *files;    /* what it reads: [path, hash] each */
  json_t *saved;    /* its entry in the file, or null */
  tool_trail trail; /* of the run with this seed, without ticks where there is none: */
  uint64_t trail_seed;
} baseline_scenario;

typedef struct tool_baseline {
  const tool_arguments *arguments;
  baseline_scenario *scenarios; /* of the suite, in its order */
  uint32_t count;
  json_t *file; /* null: none to compare with */
} tool_baseline;

/* Reads the scenarios' sources and the file, where the line asks for either. INPUT, and messages, when the file is no baseline, or one of
 * other sources or seeds. Release it either way. */
soi_verdict baseline_open(tool_baseline *self, const tool_arguments *arguments, const tool_suite *suite);
void baseline_release(tool_baseline *self);
/* What the run of a scenario with its seed number i (from 0) is to tell. */
void baseline_plan(const tool_baseline *self, uint32_t scenario, uint32_t seed, child_plan *plan);
/* The place of a seed among those that an entry has; -1: none. */
int baseline_seed(const json_t *entry, uint64_t seed);
/* Judges the joints, one a scenario, against the file: adds cases to them. */
void baseline_judge(const tool_baseline *self, soi_arena *arena, tool_joint *joints);
/* Writes what all runs came to. False, and a message, when one has not ended or the file cannot be written. */
bool baseline_save(const tool_baseline *self, const tool_joint *joints);

#endif
