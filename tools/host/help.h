/* Help and the manual page, made from the table of options. */
#ifndef SOI_TOOL_HELP_H
#define SOI_TOOL_HELP_H

#include "options.h"

/* Prints the help of a subcommand, or of soi itself for COMMAND_NONE. */
void help_print(command_id command);
/* Prints the manual page as roff. */
void man_print(void);

/* What the exit codes mean, in the order of the codes; null past the end. */
const char *help_exit_code(unsigned code);
/* Example number i, a command line, and what it does; null past the end. */
const char *help_example(unsigned i, const char **meaning);

#endif
