/* A sweep: factors (keys of a scenario, each with its values) times seeds, each run with a key and a file of its own, so that what is
 * there need not be run again, wherever it was run. */
#ifndef SOI_TOOL_SWEEP_H
#define SOI_TOOL_SWEEP_H

#include "options.h"

#include <soi/soi.h>

#define SWEEP_KEY 64 /* bytes of a run's key: hashes of the configuration and of the sources, and the seed */

/* A key of the scenario and the values it takes. Factors of a Latin hypercube take theirs together, value i in point i. */
typedef struct sweep_factor {
  const char *key, **values;
  uint32_t count;
  bool latin;
} sweep_factor;

/* What the plan's file says. A point is a value of each factor; runs are points times seeds, the seeds of a point together. */
typedef struct sweep_plan {
  soi_arena arena;
  tool_arguments line;  /* the seeds, as a command line has them */
  const char *path;     /* of the plan */
  const char *scenario; /* its path */
  const char **sets;    /* "key=value" that holds in all points */
  uint32_t set_count;
  sweep_factor *factors;
  uint32_t factor_count;
  const char **metrics; /* of the printed table */
  uint32_t metric_count;
  uint64_t samples; /* points of the Latin hypercube */
  uint32_t points, runs;
  uint64_t sources; /* hash of the scenario's file and all that it reads */
} sweep_plan;

/* Reads a plan and counts its runs; sets and seeds of the command line are added and win. False, and messages with their places,
 * when something is wrong with it or its scenario. Release it either way. */
bool sweep_plan_read(sweep_plan *plan, const tool_arguments *arguments);
void sweep_plan_release(sweep_plan *plan);
/* The value of a factor in a point. */
const char *sweep_value(const sweep_plan *plan, uint32_t point, uint32_t factor);
/* Texts "key=value" of a point, sets first. */
char **sweep_overrides(const sweep_plan *plan, uint32_t point, uint32_t *count);
void sweep_overrides_release(char **texts, uint32_t count);
void sweep_key(const sweep_plan *plan, uint32_t run, char key[SWEEP_KEY]);
static inline uint32_t sweep_point(const sweep_plan *plan, uint32_t run) { return run / plan->line.seed_count; }
static inline uint64_t sweep_seed(const sweep_plan *plan, uint32_t run) { return plan->line.seeds[run % plan->line.seed_count]; }

/* The file of a run in a folder; free it. */
char *sweep_file(const char *folder, const char *key);
/* Simulates a run and writes its file, whole or not at all. Returns the exit code: 0 once it is written, whatever the scenario's
 * expectations say. When somebody else has written it meanwhile, the states must be the same. */
int sweep_simulate(const sweep_plan *plan, uint32_t run, const char *folder);
/* Collects what is there into tables in a folder, and prints one. Files of the same key must agree: else, exit code 3, and both
 * machines are named. Exit code 5 when runs are missing. */
int sweep_report(const sweep_plan *plan, const char *const *folders, uint32_t folder_count, const char *target);
/* True when a file of this key is in one of the folders. */
bool sweep_there(const char *const *folders, uint32_t folder_count, const char *key);

#endif
