/* Output files: written to a temporary name in the same folder and renamed when all of it is safely on the disk, so that nobody
 * ever reads half a report. What is no plain file (a pipe, a terminal, /dev/full) is written to directly: a rename would
 * replace it. */
#define _XOPEN_SOURCE 700

#include <soi/observe.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

enum { MOST_TRIES = 1000 };

_Static_assert(sizeof((soi_file *)0)->path >= PATH_MAX, "realpath writes up to PATH_MAX bytes");

static bool write_bytes(void *context, const char *bytes, size_t count) {
  const soi_file *const file = context;
  return fwrite(bytes, 1, count, file->stream) == count;
}

/* Takes the path. *direct says that something stands there which is no plain file. */
static bool take_path(soi_file *file, const char *path, bool *direct) {
  const size_t length = strlen(path);
  if (length == 0 || length >= sizeof file->path) {
    errno = length == 0 ? ENOENT : ENAMETOOLONG;
    return false;
  }
  memcpy(file->path, path, length + 1);
  struct stat found;
  *direct = false;
  if (stat(path, &found) != 0) return true;
  if (S_ISDIR(found.st_mode)) {
    errno = EISDIR;
    return false;
  }
  *direct = !S_ISREG(found.st_mode);
  /* A link stays a link: what it points to is replaced. */
  return *direct || realpath(path, file->path) != NULL;
}

/* Opens a new file beside the path, with a name nobody else has: another process may be writing the same report. */
static int open_beside(soi_file *file) {
  for (unsigned i = 0; i < MOST_TRIES; ++i) {
    soi_text_print(file->temporary, sizeof file->temporary, "%s.~%03u", file->path, i);
    const int descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

/* Removes the temporary file, if there is one, and keeps errno. */
static void remove_temporary(const soi_file *file) {
  const int reason = errno;
  if (file->temporary[0] != '\0') unlink(file->temporary);
  errno = reason;
}

bool soi_file_begin(soi_file *file, const char *path, soi_writer *writer) {
  bool direct = false;
  *file = (soi_file){.stream = NULL};
  if (!take_path(file, path, &direct)) return false;
  const int descriptor = direct ? open(file->path, O_WRONLY | O_CLOEXEC) : open_beside(file);
  if (descriptor < 0) return false;
  file->stream = fdopen(descriptor, "w");
  if (file->stream == NULL) {
    close(descriptor);
    remove_temporary(file);
    return false;
  }
  *writer = (soi_writer){.write = write_bytes, .context = file};
  return true;
}

/* Everything handed over to the disk. Pipes and terminals have nothing to synchronise. */
static bool flush_all(FILE *stream, bool direct) {
  if (fflush(stream) != 0) return false;
  if (ferror(stream) != 0) {
    errno = EIO; /* an earlier write failed, and its reason is gone */
    return false;
  }
  return direct || fsync(fileno(stream)) == 0;
}

bool soi_file_commit(soi_file *file) {
  const bool direct = file->temporary[0] == '\0';
  bool done = flush_all(file->stream, direct);
  const int reason = errno;
  if (fclose(file->stream) != 0 && done) done = false;
  else errno = reason;
  file->stream = NULL;
  if (done && !direct) done = rename(file->temporary, file->path) == 0;
  if (!done) remove_temporary(file);
  return done;
}

void soi_file_abandon(soi_file *file) {
  if (file->stream == NULL) return;
  const int reason = errno;
  fclose(file->stream);
  file->stream = NULL;
  errno = reason;
  remove_temporary(file);
}
