/* A scenario in the making, line by line: flows for which the map has no way are left out before it is written, so what is written
 * runs at once. */
#ifndef SOI_TOOL_DRAFT_H
#define SOI_TOOL_DRAFT_H

#include <soi/soi.h>

typedef struct draft {
  const char *command; /* in whose name it says what is left out */
  char **lines;
  uint32_t count, capacity;
} draft;

void draft_add(draft *d, const char *format, ...) SOI_FORMAT(2, 3);
/* What a scenario begins with: the file of common definitions, name, map, start and duration; then a warm-up and a seed. */
void draft_head(draft *d, const char *common, const char *name, const char *map_path, const char *start, const char *duration);
void draft_release(draft *d);
/* Builds the draft as the file at path, leaving out the flows that have no way, until the rest builds: each is told on stderr. False,
 * with the errors there, when it does not. */
bool draft_settle(draft *d, const char *path);
/* Whether the draft, which has been settled, holds what it expects when it is run to its end, and serves somebody if it has passengers. */
bool draft_holds(const draft *d, const char *path);
/* The first line that begins so; count when there is none. */
uint32_t draft_find(const draft *d, const char *start);
/* Writes it; false, with a complaint, when it cannot. */
bool draft_write(const draft *d, const char *path);
/* A path as it must stand in a file, from the file's own folder. As given when either does not exist: then the error tells. out has
 * room for PATH_MAX. */
const char *draft_path(const char *file, const char *path, char *out);

#endif
