/* Text without libc: formatting into an arena or a fixed buffer, comparing, and the distance between two words. */
#ifndef SOI_TEXT_H
#define SOI_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <soi/base.h>

size_t soi_text_length(const char *text);
bool soi_text_equal(const char *a, const char *b); /* null equals null only */
/* Below, at or above zero, by bytes; neither may be null. */
int soi_text_compare(const char *a, const char *b);
/* True when the first length bytes of both are the same. */
bool soi_text_begins(const char *text, const char *start, size_t length);

/* Formats into a new string in the arena. Knows a part of printf: %s %c %d %u %x %f %g and %%; 0N (pad with zeros to width N) and
 * the lengths l, ll and z for whole numbers; .N for %f and %g, 6 when not given. %g is the shortest of up to that many digits.
 * Unlike printf, every nan is "nan" and a null string "(null)". Anything else asserts. */
char *soi_text_format(soi_arena *arena, const char *format, ...) SOI_FORMAT(2, 3);
char *soi_text_format_list(soi_arena *arena, const char *format, va_list list) SOI_FORMAT(2, 0);
/* Formats into buffer, always ends it with a NUL (unless size is 0); returns the length it would have had. */
size_t soi_text_print(char *buffer, size_t size, const char *format, ...) SOI_FORMAT(3, 4);
size_t soi_text_print_list(char *buffer, size_t size, const char *format, va_list list) SOI_FORMAT(3, 0);
/* The first length bytes of text as a string of its own. */
char *soi_text_copy(soi_arena *arena, const char *text, size_t length);
/* Optimal string alignment distance (insert, delete, replace, swap neighbours) in bytes; looks at the first 64 of each. */
unsigned soi_text_distance(const char *a, const char *b);

#endif
