/* Whether text is UTF-8 that YAML can hold, and where it is not: libyaml knows only the byte. */
#ifndef SOI_LOAD_ENCODING_H
#define SOI_LOAD_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place in text; line and column count from 1, the column in characters. */
typedef struct soi_place {
  size_t offset;     /* bytes from the start */
  size_t line_start; /* offset of its line's first byte */
  uint32_t line, column;
} soi_place;

/* Why a character cannot stand in a file. */
typedef enum soi_encoding_fault {
  SOI_ENCODING_FINE,
  SOI_ENCODING_NUL,
  SOI_ENCODING_CONTROL,  /* a control character */
  SOI_ENCODING_SEQUENCE, /* bytes that are no UTF-8 */
} soi_encoding_fault;

/* Finds the first character that cannot stand there. */
soi_encoding_fault soi_encoding_check(const char *text, size_t length, soi_place *place);
/* The byte at a line and column (from 1), length when there is none. */
size_t soi_encoding_offset(const char *text, size_t length, uint32_t line, uint32_t column);

#endif
