/* The file has its name from its first byte: what a crash or a full disk leaves of it is a recording too, only shorter. Where a recording
 * stands already the new one grows beside it as NAME.part and replaces it when it has come whole to its end. */
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "output.h"
#include "recorded.h"
#include "terminal.h"

enum {
  TIMED_EVERY = 29,
  /* The thread looks for batches so often. To be woken for each would cost the run more, and the system would wake it where the run is. */
  LOOKS_EVERY = 2, /* ms */
  /* So many that the run goes on meanwhile, and while a chunk is compressed; they are made as needed. */
  BATCHES = 64,
};

struct tool_record {
  char *path;  /* of the file that grows */
  char *final; /* the one it is to replace; null: none */
  int descriptor;
  int lock;   /* on the one it is to replace; -1: none */
  int wrong;  /* errno of the write that failed, of the side that writes; 0: none did */
  int reason; /* the same for the side that runs */
  bool told;
  soi_recorder *recorder;
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t emptied;
  soi_batch *full[BATCHES + 1]; /* to be written, the first first */
  soi_batch *empty[BATCHES];    /* to be filled; the last goes first, while its memory is still near the processor */
  unsigned full_count, empty_count, made;
  bool closing;
  double beside, within; /* s of processor time: of the thread, and of the run for the recorder */
  double asking;         /* s that asking for the processor time takes */
};

static double processor_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* The least of a few: what is between two questions and nothing else. */
static double time_of_asking(void) {
  double least = 1.0;
  for (unsigned i = 0; i < 10; ++i) {
    const double began = processor_time(), took = processor_time() - began;
    least = took < least ? took : least;
  }
  return least;
}

static bool write_all(void *context, const char *bytes, size_t count) {
  tool_record *const record = context;
  while (count > 0) {
    const ssize_t written = write(record->descriptor, bytes, count);
    if (written < 0 && errno == EINTR) { continue; }
    if (written <= 0) {
      record->wrong = written < 0 ? errno : ENOSPC;
      errno = record->wrong;
      return false;
    }
    bytes += written;
    count -= (size_t)written;
  }
  return true;
}

/* --- the thread beside the run ----------------------------------------------------------------------------------------- */

static void wait_a_little(tool_record *record) {
  pthread_mutex_unlock(&record->mutex);
  nanosleep(&(struct timespec){.tv_nsec = LOOKS_EVERY * 1000000L}, NULL);
  pthread_mutex_lock(&record->mutex);
}

static void *write_batches(void *argument) {
  tool_record *const record = argument;
  pthread_mutex_lock(&record->mutex);
  for (;;) {
    while (record->full_count == 0 && !record->closing) { wait_a_little(record); }
    if (record->full_count == 0) { break; }
    soi_batch *const batch = record->full[0];
    pthread_mutex_unlock(&record->mutex);
    soi_recorder_write(record->recorder, batch);
    pthread_mutex_lock(&record->mutex);
    record->reason = record->wrong;
    memmove(record->full, record->full + 1, --record->full_count * sizeof *record->full);
    record->empty[record->empty_count++] = batch;
    pthread_cond_signal(&record->emptied);
  }
  record->beside = processor_time();
  pthread_mutex_unlock(&record->mutex);
  return NULL;
}

/* Another batch, if there may be one more and there is memory for it. */
static soi_batch *make_batch(tool_record *record) {
  soi_batch *const batch = record->made < BATCHES ? soi_recorder_batch(record->recorder) : NULL;
  record->made += batch != NULL ? 1 : 0;
  return batch;
}

/* Hands a full batch to the thread, and takes one it has done with. */
static soi_batch *exchange(void *context, soi_batch *full) {
  tool_record *const record = context;
  pthread_mutex_lock(&record->mutex);
  record->full[record->full_count++] = full;
  soi_batch *empty = record->empty_count > 0 ? record->empty[--record->empty_count] : make_batch(record);
  while (empty == NULL) {
    pthread_cond_wait(&record->emptied, &record->mutex);
    empty = record->empty_count > 0 ? record->empty[--record->empty_count] : NULL;
  }
  pthread_mutex_unlock(&record->mutex);
  return empty;
}

/* Signals are for the thread that runs the simulation. */
static bool start_thread(tool_record *record) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  const int wrong = pthread_create(&record->thread, NULL, write_batches, record);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return wrong == 0;
}

void record_name_parent(record_parent *parent, const char *path, const char *scenario, const soi_world *world) {
  recorded_time(world->model->start, world->model->step_us, *world->tick, parent->time);
  snprintf(parent->hash, sizeof parent->hash, "%016" PRIx64, soi_world_hash(world));
  parent->notes[0] = (soi_note){"parent", path};
  parent->notes[1] = (soi_note){"parent_time", parent->time};
  parent->notes[2] = (soi_note){"parent_hash", parent->hash};
  parent->notes[3] = (soi_note){"parent_scenario", scenario};
}

/* --- beginning --------------------------------------------------------------------------------------------------------- */

/* A file that is no recording is somebody's work, perhaps the scenario itself: it is not overwritten. */
static bool may_replace(const char *path) {
  struct stat status;
  return stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0 || recorded_is_one(path);
}

static void complain_of_opening(const char *path, const char *command, const char *final, int reason) {
  if (final == NULL) {
    output_complain(path, reason);
  } else {
    terminal_complain(command,
                      "--record: cannot write %s: %s; until it is whole a new recording grows beside %s, which it is to replace; "
                      "expected a folder that can be written to, or another file",
                      path, strerror(reason), final);
  }
}

/* Opens a plain file, which may be to replace another in the end, and locks it: two runs into one file would spoil it. -1 after a message. */
static int open_locked(const char *path, const char *command, const char *final) {
  for (;;) {
    const int descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    struct stat opened, named;
    if (descriptor < 0) {
      complain_of_opening(path, command, final, errno);
      return -1;
    }
    /* A disk that knows no locks does without. */
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      terminal_complain(command, "--record: %s is being written by another run; expected another file", path);
      close(descriptor);
      return -1;
    }
    /* It may have been replaced before the lock was had. */
    if (fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev) {
      return descriptor;
    }
    close(descriptor);
  }
}

/* Opens NAME.part beside the recording that is to be replaced, with its mode. The lock on it goes over to the record. */
static bool open_part(tool_record *record, const char *command, int lock, const struct stat *old) {
  char target[SOI_PATH_MOST];
  record->lock = lock;
  record->final = terminal_copy(soi_file_target(record->path, target) ? target : record->path);
  char *const part = output_part(record->path);
  free(record->path);
  record->path = part;
  if (!may_replace(part)) {
    terminal_complain(command, "--record: %s exists and is no recording; it is left as it is", part);
    return false;
  }
  record->descriptor = open_locked(part, command, record->final);
  if (record->descriptor < 0) { return false; }
  struct stat left;
  if (fstat(record->descriptor, &left) == 0 && left.st_size > 0) {
    terminal_complain(command, "--record: %s, which a run that was cut off has left, is written over", part);
  }
  const bool emptied = ftruncate(record->descriptor, 0) == 0;
  if (!emptied) { output_complain(part, errno); }
  fchmod(record->descriptor, old->st_mode & 07777);
  return emptied;
}

static bool open_plain(tool_record *record, const char *command) {
  struct stat status;
  if (!may_replace(record->path)) {
    terminal_complain(command, "--record: %s exists and is no recording; it is left as it is", record->path);
    return false;
  }
  const int descriptor = open_locked(record->path, command, NULL);
  if (descriptor < 0) { return false; }
  if (fstat(descriptor, &status) == 0 && status.st_size > 0) { return open_part(record, command, descriptor, &status); }
  record->descriptor = descriptor;
  return true;
}

/* A pipe or a device is taken as it is. */
static bool open_file(tool_record *record, const char *command) {
  struct stat status;
  const bool standard = strcmp(record->path, "-") == 0;
  if (!standard && (stat(record->path, &status) != 0 || S_ISREG(status.st_mode))) { return open_plain(record, command); }
  record->descriptor = standard ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0) : soi_file_open_direct(record->path);
  if (record->descriptor < 0) { output_complain(record->path, errno); }
  return record->descriptor >= 0;
}

/* The recorder, with the texts that the run is made from. */
static soi_recorder *make_recorder(tool_record *record, const record_options *from) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const uint32_t count = from->definition->files.count;
  soi_attachment *const attachments = SOI_NEW(&arena, soi_attachment, count + 1);
  for (uint32_t i = 0; i < count; ++i) {
    const soi_source *const source = &from->definition->files.items[i];
    attachments[i] = (soi_attachment){source->path, "application/yaml", source->text, source->text == NULL ? 0 : source->length};
  }
  soi_recorder_options how = soi_recorder_defaults();
  how.hz = from->hz > 0.0 ? from->hz : how.hz;
  how.attachments = attachments;
  how.attachment_count = count;
  how.notes = from->notes;
  how.note_count = from->note_count;
  how.writer = (soi_writer){write_all, record};
  how.exchange = exchange;
  how.exchange_context = record;
  soi_recorder *const recorder = soi_recorder_create(from->model, soi_memory_libc(), &how);
  const int reason = errno;
  soi_arena_release(&arena);
  errno = reason;
  return recorder;
}

static void release(tool_record *record) {
  soi_recorder_release(record->recorder);
  if (record->descriptor >= 0) { close(record->descriptor); }
  if (record->lock >= 0) { close(record->lock); }
  free(record->final);
  pthread_mutex_destroy(&record->mutex);
  pthread_cond_destroy(&record->emptied);
  free(record->path);
  free(record);
}

tool_record *record_open(const char *command, const record_options *how) {
  tool_record *const record = terminal_grow(NULL, sizeof *record);
  *record = (tool_record){.path = terminal_copy(how->path), .descriptor = -1, .lock = -1, .asking = time_of_asking()};
  pthread_mutex_init(&record->mutex, NULL);
  pthread_cond_init(&record->emptied, NULL);
  if (!open_file(record, command)) {
    release(record);
    return NULL;
  }
  record->recorder = make_recorder(record, how);
  if (record->recorder == NULL || !start_thread(record)) {
    output_complain(record->path, errno);
    release(record);
    return NULL;
  }
  return record;
}

/* --- the run ----------------------------------------------------------------------------------------------------------- */

/* Says once that nothing more can be written. */
static bool tell_failure(tool_record *record) {
  pthread_mutex_lock(&record->mutex);
  const int reason = record->reason;
  pthread_mutex_unlock(&record->mutex);
  if (reason != 0 && !record->told) {
    terminal_complain(NULL, "cannot write %s: %s; what is in it so far can be read", record->path, strerror(reason));
    record->told = true;
  }
  return record->told;
}

void record_step(tool_record *record, const soi_world *world, const soi_observer *observer) {
  if (record == NULL || record->told) { return; }
  /* Asking for the time takes time: one step in so many stands for all. */
  const bool timed = *world->tick % TIMED_EVERY == 0;
  const double began = timed ? processor_time() : 0.0;
  soi_recorder_step(record->recorder, world, observer);
  record->within += timed ? TIMED_EVERY * (processor_time() - began - record->asking) : 0.0;
  tell_failure(record);
}

void record_command(tool_record *record, const soi_world *world, const soi_command *command) {
  if (record != NULL && !record->told) { soi_recorder_command(record->recorder, world, command); }
}

/* The thread writes what it was given and ends; then the file gets its index. */
static bool finish(tool_record *record) {
  pthread_mutex_lock(&record->mutex);
  record->closing = true;
  pthread_mutex_unlock(&record->mutex);
  pthread_join(record->thread, NULL);
  const bool good = soi_recorder_finish(record->recorder);
  record->reason = record->wrong;
  return !tell_failure(record) && good;
}

/* The new recording takes the place of the old one, or stays beside it when it has not come to its end. */
static bool settle(tool_record *record, bool whole) {
  if (record->final == NULL) { return true; }
  if (!whole) {
    terminal_complain(NULL, "%s is left as it was; what was recorded is in %s", record->final, record->path);
    return true;
  }
  if (rename(record->path, record->final) != 0) {
    output_complain(record->final, errno);
    return false;
  }
  char *const path = record->path;
  record->path = record->final;
  record->final = path;
  return true;
}

bool record_end(tool_record *record, const record_last *last, bool quiet) {
  if (record == NULL) { return true; }
  if (!record->told) { soi_recorder_flush(record->recorder, last->world, last->observer); }
  bool good = finish(record);
  if (good && record->final != NULL && fsync(record->descriptor) != 0) {
    output_complain(record->path, errno);
    good = false;
  }
  good = settle(record, good && !last->stopped) && good;
  if (close(record->descriptor) != 0 && good) {
    output_complain(record->path, errno);
    good = false;
  }
  record->descriptor = -1;
  if (good && !quiet) {
    printf("\nrecorded in %s: %.1f MB, %.2f s of processor time within the run and %.2f s beside it\n", terminal_visible(record->path),
           (double)soi_recorder_bytes(record->recorder) / 1e6, record->within, record->beside);
  }
  release(record);
  return good;
}
