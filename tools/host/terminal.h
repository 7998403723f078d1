/* What the command shares for talking to people: messages on stderr, colour and width of a terminal, memory that does not fail
 * silently, and the clock. */
#ifndef SOI_TOOL_TERMINAL_H
#define SOI_TOOL_TERMINAL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <soi/observe.h>

/* "soi: message" or "soi topic: message" and a line end, to stderr. topic may be null. */
void terminal_complain(const char *topic, const char *format, ...) SOI_FORMAT(2, 3);
void terminal_complain_list(const char *topic, const char *format, va_list list) SOI_FORMAT(2, 0);

/* The text with what would steer a terminal (escapes, other control characters, bytes that are no UTF-8) written as \x1b. The text itself
 * when there is none; else it stays to the end of the program. For names of files and what a recording says of itself. */
const char *terminal_visible(const char *text);
/* The same as a word of a shell's command, between quotes where it takes them. */
const char *terminal_word(const char *text);

/* True when colours may be used on the stream: a terminal that knows them, and no NO_COLOR in the environment. */
bool terminal_colour(FILE *stream);
/* True when the stream is a terminal on which a line can be rewritten. */
bool terminal_rewrites(FILE *stream);
/* Columns of the stream's terminal, else of $COLUMNS, else 100. */
unsigned terminal_width(FILE *stream);

/* A writer for soi's reports into an open stream. */
soi_writer terminal_writer(FILE *stream);

/* Flushes stdout. False, and a message, when any of what was printed could not be written (a full disk, a closed pipe). Where the
 * reader may leave, that it did is no failure. */
bool terminal_flush(bool may_leave);

/* As realloc and strdup, but the program ends with a message and exit code 3 when there is no memory. */
void *terminal_grow(void *block, size_t bytes);
char *terminal_copy(const char *text);
/* Formats into a new text; free it. */
char *terminal_format(const char *format, ...) SOI_FORMAT(1, 2);

#define TERMINAL_CLOCK 32 /* bytes of a clock time as text */

/* Seconds of a clock that only goes forward. */
double terminal_now(void);

/* "07:15:00" of seconds after midnight; "2:00:00" of a duration. buffer needs TERMINAL_CLOCK bytes. */
const char *terminal_clock(char *buffer, double seconds);
const char *terminal_duration(char *buffer, double seconds);

/* Prints text in lines of at most width columns, the lines after the first indented. */
void terminal_wrap(FILE *stream, const char *text, unsigned column, unsigned indent, unsigned width);

#endif
