/* Decimal text to numbers, exactly: the same digits give the same double on every machine, whatever the locale. Strict: digits,
 * an optional fraction, an optional exponent; no spaces, no hexadecimal, no infinity. */
#ifndef SOI_NUMBER_H
#define SOI_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum soi_number_result {
  SOI_NUMBER_OK,
  SOI_NUMBER_NONE,      /* no number stands there */
  SOI_NUMBER_TOO_LARGE, /* beyond what a double holds */
  SOI_NUMBER_TOO_LONG,  /* more than 19 significant digits */
} soi_number_result;

/* Reads the number that text begins with; *rest, if not null, gets what follows it. Rounds to the nearest double, halves to
 * even. */
soi_number_result soi_number_parse(const char *text, double *value, const char **rest);
/* Reads a whole number without sign that is all of text. False when it is none or does not fit 64 bits. */
bool soi_number_parse_whole(const char *text, uint64_t *value);

#endif
