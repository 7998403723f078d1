/* Adding errors while reading: with the path of keys in front, and with an end to them. */
#ifndef SOI_LOAD_COMPLAIN_H
#define SOI_LOAD_COMPLAIN_H

#include <soi/base.h>

/* After so many, one more says that the rest is left out. */
enum { SOI_MOST_ERRORS = 1000 };

/* Where in the tree of keys something is: roads, then kp2, then at. Lives on the stack of the reading. */
typedef struct soi_key_path {
  const struct soi_key_path *up;
  const char *key; /* null for the item-th of a list */
  uint32_t item;   /* from 1 */
} soi_key_path;

/* Writes "roads.kp2.at"; null is the top and writes nothing. Returns the length it would have had. */
size_t soi_key_path_print(char *buffer, size_t size, const soi_key_path *path);

/* Adds an error, unless there are too many. */
void soi_complain(soi_errors *errors, soi_mark mark, const char *format, ...) SOI_FORMAT(3, 4);
/* The same with "path: " in front. */
void soi_complain_at(soi_errors *errors, const soi_key_path *path, soi_mark mark, const char *format, ...) SOI_FORMAT(4, 5);

#endif
