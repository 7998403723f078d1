/* The half of soi import that reads timetables. */
#ifndef SOI_TOOL_IMPORT_GTFS_H
#define SOI_TOOL_IMPORT_GTFS_H

#include "options.h"

/* Arrivals of a feed at a map's gates become a scenario. Returns the exit code. */
int import_gtfs_command(const tool_arguments *arguments);

#endif
