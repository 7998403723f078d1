/* The runs of one scenario over its seeds, judged together: an expectation holds when the median and the worst value hold, or
 * with a confidence when the mean over all seeds, of which those are a sample, does. */
#ifndef SOI_TOOL_JUDGEMENT_H
#define SOI_TOOL_JUDGEMENT_H

#include "outcome.h"
#include "statistics.h"

struct compare_row;

/* One expectation over all seeds. */
typedef struct joint_case {
  const char *text, *metric;
  soi_judgement judgement;
  const char *message; /* null when it held */
  soi_unit unit;
  soi_comparison comparison;
  const char *file; /* where it is written; line 0: nowhere */
  uint32_t line;
  const struct compare_row *row; /* against a baseline; or null */
  bool exception;                /* as of soi_expectation_definition */
  bool has_value;
  double median, worst;
  uint64_t worst_seed;
  /* Where a confidence was asked for, and there are several runs: */
  double confidence;
  statistics_sample sample; /* of the seeds up to the look that decided, or of all */
  double visible;           /* the distance from the limit that so many seeds show; infinite for counts */
  uint32_t needed;          /* seeds that settle it; 0: no number does, or not known, as for counts */
  bool fragile;
  const char *remark; /* all that as a sentence */
} joint_case;

typedef struct tool_joint {
  const char *path;
  soi_verdict verdict;
  bool part;                     /* passed over: a part that others extend, or no run of it in this shard */
  tool_outcome *outcomes;        /* a run each, in the order of the seeds */
  uint32_t outcome_count, asked; /* asked: seeds, in all shards */
  joint_case *cases;
  uint32_t case_count;
  uint32_t left;                  /* runs that were never begun */
  uint32_t late;                  /* runs that the budget was too small for */
  bool compared;                  /* with a baseline: */
  uint32_t unchanged;             /* seeds that behave and measure the same */
  const char *where;              /* where the others part, in words; null: there are none */
  const outcome_parting *parting; /* and in figures; or null */
  bool interrupted;               /* a run was stopped by a signal */
  double seconds;                 /* real time of all runs together */
} tool_joint;

/* Judges the outcomes, which the joint keeps but does not own. The arena owns what it adds. */
tool_joint joint_judge(soi_arena *arena, const char *path, tool_outcome *outcomes, uint32_t count);

/* True when a signal kept it from its verdict. What it found wrong until then stands. */
bool joint_cut(const tool_joint *joint);

/* What a run says by how it ended; what its figures say is judged over all seeds. */
soi_verdict outcome_verdict(const tool_outcome *outcome);

/* The verdict that counts when both are true of a test: 3, 2, 4, 1, 5, 0 in this order. */
soi_verdict joint_graver(soi_verdict a, soi_verdict b);

#endif
