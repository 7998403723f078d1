/* Numbers and characters as reports write them, whatever the locale. */
#ifndef SOI_DIGITS_H
#define SOI_DIGITS_H

#include <stddef.h>

enum { SOI_DIGITS_SIZE = 32 };

/* The shortest decimal text of a finite number that reads back as the same double; returns its length. */
size_t soi_digits_shortest(char buffer[SOI_DIGITS_SIZE], double value);

/* A finite number as something measured is told: 12 significant digits at most, so that a time made of ticks reads 271.1 and not
 * 271.09999999999997; returns its length. */
size_t soi_digits_measured(char buffer[SOI_DIGITS_SIZE], double value);

#endif
