/* Text that grows in an arena, and JSON in it. */
#ifndef SOI_LOAD_WRITER_H
#define SOI_LOAD_WRITER_H

#include <soi/base.h>

typedef struct soi_composer {
  soi_arena *arena;
  char *text;
  size_t length, capacity;
  uint32_t depth; /* of JSON brackets that are open */
  bool filled;    /* the innermost bracket has something in it */
} soi_composer;

/* Adds formatted text; the format is that of base/text.h. */
void soi_compose(soi_composer *writer, const char *format, ...) SOI_FORMAT(2, 3);

/* JSON with one value a line: brackets, and values with a key (null in arrays). */
void soi_compose_open(soi_composer *writer, const char *key, char bracket);
void soi_compose_close(soi_composer *writer, char bracket);
void soi_compose_string(soi_composer *writer, const char *key, const char *value);
/* A number or word that needs no quotes. */
void soi_compose_word(soi_composer *writer, const char *key, const char *value);

#endif
