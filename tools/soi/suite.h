/* The scenarios that soi test runs: found in the paths given, in a fixed order. */
#ifndef SOI_TOOL_SUITE_H
#define SOI_TOOL_SUITE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct suite_entry {
  char *path;
  bool named; /* on the command line itself, not found in a directory */
} suite_entry;

typedef struct tool_suite {
  suite_entry *entries;
  uint32_t count;
} tool_suite;

/* Adds a file, or every .yaml and .yml file of a directory and of those within it that is no map. False, and a message, when the
 * path cannot be read. Hidden files are passed over. */
bool suite_add(tool_suite *suite, const char *path);
void suite_release(tool_suite *suite);

#endif
