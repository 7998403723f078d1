/* Files: their rows in a definition, their bytes and their paths. The only place that touches the file system. */
#ifndef SOI_LOAD_FILE_H
#define SOI_LOAD_FILE_H

#include <soi/definition.h>

/* Which file it is, whatever its path says. */
typedef struct soi_file_identity {
  uint64_t device, number;
  bool known;
} soi_file_identity;

/* Adds a file to the definition's list; returns its row. The path is copied, the text (null: none) is not. */
uint32_t soi_file_add(soi_definition *definition, const char *path, const char *text, size_t length);
/* Reads all of a file into the arena. On failure returns null, and *problem says why. identity may be null. */
char *soi_file_read(soi_arena *arena, const char *path, size_t *length, soi_file_identity *identity, const char **problem);
/* path as seen from the folder that holds the file `from`. Absolute paths stay. */
const char *soi_file_beside(soi_arena *arena, const char *from, const char *path);
bool soi_file_exists(const char *path);
bool soi_file_same(soi_file_identity a, soi_file_identity b);

#endif
