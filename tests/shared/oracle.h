/* Reading the closed-form curves of the reference data, which stand beside the project and may be absent. */
#ifndef SOI_TEST_ORACLE_H
#define SOI_TEST_ORACLE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORACLES SOI_SOURCE_DIR "/../shared/data/oracles/"

/* Opens a curve, or says that the test is skipped. */
static inline FILE *oracle_open(const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s%s", ORACLES, name);
  FILE *file = fopen(path, "r");
  if (file == NULL) { fprintf(stderr, "skipped: reference data %s is absent\n", name); }
  return file;
}

/* The next row of numbers; rows that do not start with a number are passed over. Returns how many there were, 0 at the end. */
static inline int oracle_row(FILE *file, double *values, int capacity) {
  char line[512];
  while (fgets(line, sizeof line, file) != NULL) {
    int count = 0;
    char *at = line;
    for (char *end; count < capacity; at = end + (*end == ',')) {
      values[count] = strtod(at, &end);
      if (end == at) { break; }
      ++count;
    }
    if (count > 0) { return count; }
  }
  return 0;
}

#endif
