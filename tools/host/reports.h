/* The files that a run leaves: JSON, JUnit and CSV, written whole or not at all, also when the run did not end as planned. */
#ifndef SOI_TOOL_REPORTS_H
#define SOI_TOOL_REPORTS_H

#include "session.h"

/* Where the reports go; null: not wanted. */
typedef struct report_paths {
  const char *json, *junit, *csv;
} report_paths;

/* output_check of all reports of a run; the directory of tables is made. */
bool reports_check(const report_paths *paths);

/* What a JUnit file tells of one run beside its cases: its seed and hash, the values of what is expected and of the metrics in it. */
typedef struct report_properties {
  soi_junit_property *items; /* in the arena of begin, which has room for every metric and so many more */
  uint32_t count;
} report_properties;
report_properties report_properties_begin(soi_arena *arena, uint64_t seed, uint64_t hash, uint32_t more);
/* Adds the value of what is expected, or of a metric in it; what is expected twice is told once. */
void report_properties_add(report_properties *properties, const char *name, soi_unit unit, double value);
/* Adds an incident that was put off, in words that outlive the properties. */
void report_properties_put_off(report_properties *properties, const char *message);
/* Whether a metric stands in an expectation's left side: "passengers.served" in "passengers.served / passengers.created". */
bool report_measures(const char *measure, const char *metric);

/* All reports of a run that came to its end or was stopped. False, and messages, when some could not be written. */
bool reports_write(const report_paths *paths, const tool_session *session, const soi_run_info *info);

/* JSON and JUnit of a run that has no figures: wrong input or a fault, with the messages that say why. */
typedef struct report_error {
  const char *scenario;
  soi_verdict verdict;
  const char *const *messages;
  uint32_t count;
} report_error;
bool reports_write_error(const report_paths *paths, const report_error *error);

#endif
