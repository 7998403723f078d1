/* Output files: written to a temporary name in the same folder and renamed when all of it is safely on the disk, so that nobody
 * ever reads half a report. The new file has the mode and the owner of the old one, and a link stays a link. Where no file can be
 * made beside it (a folder that is read-only, an owner that cannot be given, a second name) all of it is held until it is
 * complete, and goes into the file as it stands. What is no plain file (a pipe, a terminal, /dev/full) is written to directly. */
#define _XOPEN_SOURCE 700

#include <soi/observe.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
  MOST_TRIES = 1000,
  MOST_LINKS = 40,
  NAME_KEPT = 240,    /* bytes of the name that the temporary one takes over: 255 are the most there may be */
  READER_TRIES = 100, /* a pipe's reader may come a moment later */
  READER_WAIT = 20,   /* ms */
};

typedef enum file_way { WAY_BESIDE, WAY_HELD, WAY_DIRECT } file_way;

static bool write_bytes(void *context, const char *bytes, size_t count) {
  soi_file *const file = context;
  const bool written = fwrite(bytes, 1, count, file->stream) == count;
  if (!written && file->reason == 0) { file->reason = errno; }
  return written;
}

/* --- where it goes -------------------------------------------------------------------------------------------------------------- */

/* Replaces a link in place by what it points to, which is relative to its folder. False, with errno, when there is no room for it. */
static bool follow(char path[SOI_PATH_MOST], const char *target) {
  char whole[2 * SOI_PATH_MOST];
  const char *const slash = strrchr(path, '/');
  const size_t folder = target[0] == '/' || slash == NULL ? 0 : (size_t)(slash - path) + 1;
  const int length = snprintf(whole, sizeof whole, "%.*s%s", (int)folder, path, target);
  if (length >= SOI_PATH_MOST) {
    errno = ENAMETOOLONG;
    return false;
  }
  memcpy(path, whole, (size_t)length + 1);
  return true;
}

bool soi_file_target(const char *path, char target[SOI_PATH_MOST]) {
  const size_t length = strlen(path);
  if (length == 0 || length >= SOI_PATH_MOST) {
    errno = length == 0 ? ENOENT : ENAMETOOLONG;
    return false;
  }
  memcpy(target, path, length + 1);
  for (unsigned i = 0; i < MOST_LINKS; ++i) {
    char next[SOI_PATH_MOST];
    const ssize_t count = readlink(target, next, sizeof next - 1);
    if (count < 0) { return errno == EINVAL || errno == ENOENT; }
    next[count] = '\0';
    if (!follow(target, next)) { return false; }
  }
  errno = ELOOP;
  return false;
}

/* --- the ways to write ---------------------------------------------------------------------------------------------------------- */

/* Opens a new file beside the path, with a name nobody else has: another process may be writing the same report. */
static int open_beside(soi_file *file) {
  const char *const slash = strrchr(file->path, '/');
  const size_t folder = slash == NULL ? 0 : (size_t)(slash - file->path) + 1;
  for (unsigned i = 0; i < MOST_TRIES; ++i) {
    snprintf(file->temporary, sizeof file->temporary, "%.*s%.*s.~%03u", (int)folder, file->path, NAME_KEPT, file->path + folder, i);
    const int descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) { return descriptor; }
  }
  return -1;
}

/* Removes the temporary file, if there is one, and keeps errno. */
static void remove_temporary(soi_file *file) {
  const int reason = errno;
  if (file->temporary[0] != '\0') { unlink(file->temporary); }
  file->temporary[0] = '\0';
  errno = reason;
}

/* Gives the new file the owner and the mode of the old one; false when that is not allowed. */
static bool take_after(int descriptor, const struct stat *old) {
  struct stat own;
  if (fstat(descriptor, &own) != 0) { return false; }
  const bool same = own.st_uid == old->st_uid && own.st_gid == old->st_gid;
  return (same || fchown(descriptor, old->st_uid, old->st_gid) == 0) && fchmod(descriptor, old->st_mode & 07777) == 0;
}

/* What stands there is written over, once all of the new is held in memory. */
static int open_held(soi_file *file) {
  file->way = WAY_HELD;
  remove_temporary(file);
  return open(file->path, O_WRONLY | O_CLOEXEC);
}

static int open_plain(soi_file *file, const struct stat *old) {
  if (old == NULL) { return open_beside(file); }
  if (access(file->path, W_OK) != 0) { return -1; }
  const int descriptor = old->st_nlink > 1 ? -1 : open_beside(file);
  if (descriptor >= 0 && take_after(descriptor, old)) { return descriptor; }
  if (descriptor >= 0) {
    close(descriptor);
  } else {
    file->temporary[0] = '\0';
  }
  return open_held(file);
}

int soi_file_open_direct(const char *path) {
  int descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  for (unsigned i = 0; descriptor < 0 && errno == ENXIO && i < READER_TRIES; ++i) {
    nanosleep(&(struct timespec){.tv_nsec = READER_WAIT * 1000000L}, NULL);
    descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  }
  if (descriptor >= 0) { fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK); }
  return descriptor;
}

static int open_output(soi_file *file, const char *path) {
  struct stat old;
  file->way = WAY_DIRECT;
  if (strcmp(path, "-") == 0) { return dup(STDOUT_FILENO); }
  const bool there = stat(path, &old) == 0;
  if (there && S_ISDIR(old.st_mode)) {
    errno = EISDIR;
    return -1;
  }
  if (there && !S_ISREG(old.st_mode)) { return soi_file_open_direct(path); }
  file->way = WAY_BESIDE;
  return soi_file_target(path, file->path) ? open_plain(file, there ? &old : NULL) : -1;
}

/* --- from the first byte to the last -------------------------------------------------------------------------------------------- */

bool soi_file_begin(soi_file *file, const char *path, soi_writer *writer) {
  *file = (soi_file){.stream = NULL};
  file->descriptor = open_output(file, path);
  if (file->descriptor < 0) { return false; }
  file->stream = file->way == WAY_HELD ? open_memstream(&file->held, &file->held_size) : fdopen(file->descriptor, "w");
  if (file->stream == NULL) {
    close(file->descriptor);
    remove_temporary(file);
    return false;
  }
  *writer = (soi_writer){.write = write_bytes, .context = file};
  return true;
}

/* Everything handed over. The reason of an earlier failure is the one that counts. */
static bool flush_stream(soi_file *file) {
  const bool good = fflush(file->stream) == 0 && ferror(file->stream) == 0;
  if (!good && file->reason != 0) { errno = file->reason; }
  return good;
}

/* What was held goes into the file, which then ends there. */
static bool put_held(const soi_file *file) {
  for (size_t done = 0; done < file->held_size;) {
    const ssize_t count = write(file->descriptor, file->held + done, file->held_size - done);
    if (count < 0 && errno != EINTR) { return false; }
    if (count > 0) { done += (size_t)count; }
  }
  return ftruncate(file->descriptor, (off_t)file->held_size) == 0;
}

/* Closes all that is open and keeps errno. */
static bool close_all(soi_file *file) {
  const int reason = errno;
  bool good = fclose(file->stream) == 0;
  if (file->way == WAY_HELD) { good = close(file->descriptor) == 0 && good; }
  free(file->held);
  file->stream = NULL;
  file->held = NULL;
  if (good) { errno = reason; }
  return good;
}

bool soi_file_commit(soi_file *file) {
  bool done = flush_stream(file) && (file->way != WAY_HELD || put_held(file)) && (file->way == WAY_DIRECT || fsync(file->descriptor) == 0);
  const int reason = errno;
  if (!close_all(file) && done) {
    done = false;
  } else {
    errno = reason;
  }
  if (done && file->way == WAY_BESIDE) { done = rename(file->temporary, file->path) == 0; }
  if (!done) { remove_temporary(file); }
  return done;
}

void soi_file_abandon(soi_file *file) {
  if (file->stream == NULL) { return; }
  close_all(file);
  remove_temporary(file);
}
