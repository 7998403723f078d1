/* The subcommands: each takes the parsed line and returns the exit code. */
#ifndef SOI_TOOL_TOOL_H
#define SOI_TOOL_TOOL_H

#include "options.h"

int run_command(const tool_arguments *arguments);
int test_command(const tool_arguments *arguments);
int compare_command(const tool_arguments *arguments);
int sweep_command(const tool_arguments *arguments);
int fan_command(const tool_arguments *arguments);
int replay_command(const tool_arguments *arguments);
int diff_command(const tool_arguments *arguments);
int why_command(const tool_arguments *arguments);
int check_command(const tool_arguments *arguments);
int describe_command(const tool_arguments *arguments);
int schema_command(const tool_arguments *arguments);
int metrics_command(const tool_arguments *arguments);
int bench_command(const tool_arguments *arguments);
/* Becomes the program soi-view with the words that soi was given. */
int view_command(const tool_arguments *arguments);
/* Draws a map from public data, and says what a map holds. */
int import_command(const tool_arguments *arguments);
int map_command(const tool_arguments *arguments);
int new_command(const tool_arguments *arguments);
int completion_command(const tool_arguments *arguments);
int help_command(const tool_arguments *arguments);

#endif
