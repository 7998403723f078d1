/* What soi test leaves: the lines it prints for each scenario, and JSON and JUnit over all of them. */
#ifndef SOI_TOOL_TEST_REPORTS_H
#define SOI_TOOL_TEST_REPORTS_H

#include "judgement.h"
#include "reports.h"

/* All scenarios, judged. Parts are among them but count for nothing. */
typedef struct test_result {
  const tool_joint *joints;
  uint32_t count;
  uint32_t passed, failed, inconclusive;
  uint32_t stopped, not_run; /* by a signal, whatever they would have come to; never begun */
  uint32_t runs_left;        /* that were never begun, of all scenarios */
  soi_verdict verdict;
  const char *const *sets; /* what --set changed in all of them */
  uint32_t set_count;
} test_result;

/* Counts and the verdict over the joints. */
test_result test_sum(const tool_joint *joints, uint32_t count);

/* One scenario: its verdict, and below it what did not hold; with verbose also what did. */
void test_print(const tool_joint *joint, bool verbose, bool colour);

/* The closing lines: what was not run, and the counts. */
void test_print_sum(const test_result *result);

/* A summary in Markdown. False, and a message, when it could not be written; a null path is not wanted. */
bool test_write_markdown(const test_result *result, const char *path);

/* Prints a workflow command of GitHub for all that did not hold, at the line of the expectation. */
void test_annotate(const test_result *result);

/* JSON and JUnit. False, and a message, when one could not be written. Null paths are not wanted. */
bool test_write(const test_result *result, const char *json, const char *junit);

#endif
