/* Text that grows in an arena, and JSON in it. */
#ifndef SOI_LOAD_WRITER_H
#define SOI_LOAD_WRITER_H

#include <soi/base.h>

typedef struct soi_writer {
  soi_arena *arena;
  char *text;
  size_t length, capacity;
  uint32_t depth; /* of JSON brackets that are open */
  bool filled;    /* the innermost bracket has something in it */
} soi_writer;

/* Adds formatted text; the format is that of base/text.h. */
void soi_write(soi_writer *writer, const char *format, ...) SOI_FORMAT(2, 3);

/* JSON with one value a line: brackets, and values with a key (null in arrays). */
void soi_write_open(soi_writer *writer, const char *key, char bracket);
void soi_write_close(soi_writer *writer, char bracket);
void soi_write_string(soi_writer *writer, const char *key, const char *value);
/* A number or word that needs no quotes. */
void soi_write_word(soi_writer *writer, const char *key, const char *value);

#endif
