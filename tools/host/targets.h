/* What a line writes and what it reads, for output.h to keep apart. */
#ifndef SOI_TOOL_TARGETS_H
#define SOI_TOOL_TARGETS_H

#include "options.h"

/* Takes from the line what it writes and what it reads. False, and messages, when a file is both or is written twice: by whatever names
 * and links, but plain files only. What is printed goes to stderr from then on when a file goes to standard output. */
bool outputs_take(const tool_arguments *arguments);

#endif
