/* Reads whole regular files up to a limit; anything else (a folder, a device, a pipe) is refused before it is opened for long. */
#define _POSIX_C_SOURCE 200809L
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"
#include "tree.h"

uint32_t soi_file_add(soi_definition *definition, const char *path, const char *text, size_t length) {
  const uint32_t count = definition->files.count;
  /* Room doubles at each power of two. */
  if ((count & (count - 1)) == 0) {
    soi_source *const items = SOI_NEW(&definition->arena, soi_source, count == 0 ? 1 : 2 * count);
    if (count > 0) { memcpy(items, definition->files.items, sizeof *items * count); }
    definition->files.items = items;
  }
  definition->files.items[count] = (soi_source){soi_text_copy(&definition->arena, path, strlen(path)), text, length};
  return ++definition->files.count;
}

static const char *problem_of(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR: return "there is no such file";
    case EACCES:
    case EPERM: return "there is no permission to read it";
    case EISDIR: return "it is a directory";
    case ENAMETOOLONG: return "its path is too long";
    default: return "it cannot be read";
  }
}

/* Why a file of this kind is not read, or null. */
static const char *refuse(const struct stat *about) {
  if (S_ISDIR(about->st_mode)) { return "it is a directory"; }
  if (!S_ISREG(about->st_mode)) { return "it is not a regular file"; }
  return about->st_size > SOI_LARGEST_FILE ? "it is larger than 16 MiB" : NULL;
}

/* Reads `size` bytes, or fewer if the file ends before. */
static bool read_all(int file, char *text, size_t size, size_t *length) {
  *length = 0;
  while (*length < size) {
    const ssize_t got = read(file, text + *length, size - *length);
    if (got == 0) { return true; }
    if (got < 0 && errno != EINTR) { return false; }
    *length += got > 0 ? (size_t)got : 0;
  }
  return true;
}

char *soi_file_read(soi_arena *arena, const char *path, size_t *length, soi_file_identity *identity, const char **problem) {
  /* Not to wait for a pipe's writer. */
  const int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) {
    *problem = problem_of(errno);
    return NULL;
  }
  struct stat about;
  char *text = NULL;
  *problem = fstat(file, &about) != 0 ? problem_of(errno) : refuse(&about);
  if (*problem == NULL) {
    const size_t size = (size_t)about.st_size;
    text = soi_arena_allocate(arena, size + 1);
    if (!read_all(file, text, size, length)) {
      *problem = problem_of(errno);
      text = NULL;
    }
  }
  if (text != NULL && identity != NULL) { *identity = (soi_file_identity){(uint64_t)about.st_dev, (uint64_t)about.st_ino, true}; }
  close(file);
  return text;
}

const char *soi_file_beside(soi_arena *arena, const char *from, const char *path) {
  const char *const slash = strrchr(from, '/');
  if (path[0] == '/' || slash == NULL) { return soi_text_copy(arena, path, strlen(path)); }
  const char *const folder = soi_text_copy(arena, from, (size_t)(slash - from) + 1);
  return soi_text_format(arena, "%s%s", folder, path);
}

bool soi_file_exists(const char *path) { return access(path, F_OK) == 0; }

bool soi_file_same(soi_file_identity a, soi_file_identity b) { return a.known && b.known && a.device == b.device && a.number == b.number; }
