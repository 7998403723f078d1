/* The parts of soi replay. */
#ifndef SOI_TOOL_REPLAY_H
#define SOI_TOOL_REPLAY_H

#include "options.h"
#include "recorded.h"

/* Simulates again and compares; prints what it found and returns the exit code. */
int verify_recording(tool_recorded *recorded, bool quiet);
/* Writes what there was to see between two ticks: JSON to a file, CSV into a directory (either may be null). False after a message. */
bool extract_recording(tool_recorded *recorded, soi_tick from, soi_tick to, double every, const char *json, const char *csv);

#endif
