/* What the command writes: each file whole or not at all, and none of them a file that the command reads or another that it writes. */
#ifndef SOI_TOOL_OUTPUT_H
#define SOI_TOOL_OUTPUT_H

#include <soi/observe.h>

/* Fills an open file. */
typedef bool (*output_fill)(const void *context, soi_writer writer);
/* Writes one file through fill; "-" is standard output. False, and a message, when it could not be written. A null path: nothing to do. */
bool output_write(const char *path, output_fill fill, const void *context);
/* The same of bytes. */
bool output_bytes(const char *path, const void *bytes, size_t count);
/* Says that path cannot be written and why: an errno, 0 for reasons that nobody told. */
void output_complain(const char *path, int reason);

/* From now on whoever reads standard output may leave when it has seen enough: that is no failure to write "-". */
void output_reader_may_leave(void);

/* Whether a file can be written there, asked before the work is done that it would tell of. False, and a message, when not. A pipe stays
 * open from then on, for its reader would take a first end for the last. */
bool output_check(const char *path);
/* The directory, made when it is missing. False, and a message, when it cannot be. */
bool output_directory(const char *path);
/* Whether it is a plain file, or will be one: it may be written again and again. */
bool output_rewritable(const char *path);

/* The name under which a file grows that is to replace path: beside it, or beside what a link leads to. Free it. */
char *output_part(const char *path);

/* --- what is written is nothing that is read ----------------------------------------------------------------------------- */

/* Tells of a file that is to be written, and the option that says so. False, and a message, when another goes there too: whatever its
 * name and through whatever links, but plain files only. */
bool output_target(const char *label, const char *path);
/* Tells of a file that is read. Null when nothing is written to it; else the message, and nothing will be. */
const char *outputs_spare(const char *path);
/* True when some target is a file already that may be a map or a scenario: then it pays to look what all is read. */
bool outputs_stand(void);

#endif
