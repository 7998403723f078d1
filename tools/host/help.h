/* Help and the manual page, made from the table of options. */
#ifndef SOI_TOOL_HELP_H
#define SOI_TOOL_HELP_H

#include "options.h"

/* Prints the help of a subcommand, or of soi itself for COMMAND_NONE. */
void help_print(command_id command);
/* Prints the manual page as roff. */
void man_print(void);

#endif
