/* The file has its final name from its first byte: what a crash or a full disk leaves of it is a recording too, only shorter. */
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "recorded.h"
#include "terminal.h"

enum { TIMED_EVERY = 7 };

struct tool_record {
  const char *path;
  int descriptor;
  int reason;           /* errno of the write that failed; 0: none did */
  bool told;
  soi_recorder *recorder;
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  soi_chunk *full;      /* to be written; null: nothing */
  soi_chunk *empty;     /* to be filled; null while it is written */
  bool closing;
  double beside, within; /* s of processor time: of the thread, and of the run for the recorder */
};

static double processor_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static bool write_all(void *context, const char *bytes, size_t count) {
  tool_record *const record = context;
  while (count > 0) {
    const ssize_t written = write(record->descriptor, bytes, count);
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      record->reason = written < 0 ? errno : ENOSPC;
      errno = record->reason;
      return false;
    }
    bytes += written;
    count -= (size_t)written;
  }
  return true;
}

/* --- the thread beside the run ----------------------------------------------------------------------------------------- */

static void *write_chunks(void *argument) {
  tool_record *const record = argument;
  pthread_mutex_lock(&record->mutex);
  for (;;) {
    while (record->full == NULL && !record->closing) {
      pthread_cond_wait(&record->changed, &record->mutex);
    }
    if (record->full == NULL) {
      break;
    }
    soi_chunk *const chunk = record->full;
    pthread_mutex_unlock(&record->mutex);
    soi_recorder_write(record->recorder, chunk);
    pthread_mutex_lock(&record->mutex);
    record->full = NULL;
    record->empty = chunk;
    pthread_cond_broadcast(&record->changed);
  }
  record->beside = processor_time();
  pthread_mutex_unlock(&record->mutex);
  return NULL;
}

/* Hands a full chunk to the thread, and takes the one it has done with. */
static soi_chunk *exchange(void *context, soi_chunk *full) {
  tool_record *const record = context;
  pthread_mutex_lock(&record->mutex);
  while (record->empty == NULL) {
    pthread_cond_wait(&record->changed, &record->mutex);
  }
  soi_chunk *const empty = record->empty;
  record->empty = NULL;
  record->full = full;
  pthread_cond_broadcast(&record->changed);
  pthread_mutex_unlock(&record->mutex);
  return empty;
}

/* Signals are for the thread that runs the simulation. */
static bool start_thread(tool_record *record) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  const int wrong = pthread_create(&record->thread, NULL, write_chunks, record);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return wrong == 0;
}

/* --- beginning --------------------------------------------------------------------------------------------------------- */

/* A file that is no recording is somebody's work, perhaps the scenario itself: it is not overwritten. */
static bool may_replace(const char *path) {
  struct stat status;
  return stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0 || recorded_is_one(path);
}

static bool open_file(tool_record *record) {
  if (!may_replace(record->path)) {
    terminal_complain("run", "--record: %s exists and is no recording; it is left as it is", record->path);
    return false;
  }
  record->descriptor = open(record->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (record->descriptor < 0) {
    terminal_complain(NULL, "cannot write %s: %s", record->path, strerror(errno));
    return false;
  }
  return true;
}

/* The recorder, with the texts that the run is made from. */
static soi_recorder *make_recorder(tool_record *record, const tool_arguments *arguments, const tool_session *session,
                                   const soi_note *notes, uint32_t note_count) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const soi_definition *const definition = &session->definition;
  soi_attachment *const attachments = SOI_NEW(&arena, soi_attachment, definition->files.count + 1);
  for (uint32_t i = 0; i < definition->files.count; ++i) {
    const soi_source *const source = &definition->files.items[i];
    attachments[i] = (soi_attachment){source->path, "application/yaml", source->text, source->text == NULL ? 0 : source->length};
  }
  soi_recorder_options how = soi_recorder_defaults();
  how.hz = arguments->values[OPTION_HZ].given ? (double)arguments->values[OPTION_HZ].number : how.hz;
  how.attachments = attachments;
  how.attachment_count = definition->files.count;
  how.notes = notes;
  how.note_count = note_count;
  how.writer = (soi_writer){write_all, record};
  how.exchange = exchange;
  how.exchange_context = record;
  soi_recorder *const recorder = soi_recorder_create(session->model, soi_memory_libc(), &how);
  const int reason = errno;
  soi_arena_release(&arena);
  errno = reason;
  return recorder;
}

static void release(tool_record *record) {
  soi_recorder_release(record->recorder);
  if (record->descriptor >= 0) {
    close(record->descriptor);
  }
  pthread_mutex_destroy(&record->mutex);
  pthread_cond_destroy(&record->changed);
  free(record);
}

tool_record *record_begin(const tool_arguments *arguments, const tool_session *session, const soi_note *notes, uint32_t note_count,
                          bool *failed) {
  *failed = arguments_given(arguments, OPTION_RECORD);
  if (!*failed) {
    return NULL;
  }
  tool_record *const record = terminal_grow(NULL, sizeof *record);
  *record = (tool_record){.path = arguments->values[OPTION_RECORD].text, .descriptor = -1};
  pthread_mutex_init(&record->mutex, NULL);
  pthread_cond_init(&record->changed, NULL);
  if (!open_file(record)) {
    release(record);
    return NULL;
  }
  record->recorder = make_recorder(record, arguments, session, notes, note_count);
  if (record->recorder != NULL) {
    record->empty = soi_recorder_chunk(record->recorder);
  }
  if (record->recorder == NULL || record->empty == NULL || !start_thread(record)) {
    terminal_complain(NULL, "cannot write %s: %s", record->path, strerror(errno));
    release(record);
    return NULL;
  }
  *failed = false;
  record_step(record, session);
  return record;
}

/* --- the run ----------------------------------------------------------------------------------------------------------- */

/* Says once that nothing more can be written. */
static bool tell_failure(tool_record *record) {
  pthread_mutex_lock(&record->mutex);
  /* The thread writes the reason while it has a chunk. */
  const int reason = record->full == NULL ? record->reason : 0;
  pthread_mutex_unlock(&record->mutex);
  if (reason != 0 && !record->told) {
    terminal_complain(NULL, "cannot write %s: %s; what is in it so far can be read", record->path, strerror(reason));
    record->told = true;
  }
  return record->told;
}

void record_step(tool_record *record, const tool_session *session) {
  if (record == NULL || record->told) {
    return;
  }
  /* Asking for the time takes time: one step in seven stands for all. */
  const bool timed = *session->world->tick % TIMED_EVERY == 0;
  const double began = timed ? processor_time() : 0.0;
  soi_recorder_step(record->recorder, session->world, session->observer);
  record->within += timed ? TIMED_EVERY * (processor_time() - began) : 0.0;
  tell_failure(record);
}

void record_command(tool_record *record, const tool_session *session, const soi_command *command) {
  if (record != NULL && !record->told) {
    soi_recorder_command(record->recorder, session->world, command);
  }
}

bool record_end(tool_record *record, const tool_session *session, bool quiet) {
  if (record == NULL) {
    return true;
  }
  if (!record->told) {
    soi_recorder_flush(record->recorder, session->world, session->observer);
  }
  pthread_mutex_lock(&record->mutex);
  record->closing = true;
  pthread_cond_broadcast(&record->changed);
  pthread_mutex_unlock(&record->mutex);
  pthread_join(record->thread, NULL);
  bool good = soi_recorder_finish(record->recorder);
  good = !tell_failure(record) && good;
  if (close(record->descriptor) != 0 && good) {
    terminal_complain(NULL, "cannot write %s: %s", record->path, strerror(errno));
    good = false;
  }
  record->descriptor = -1;
  if (good && !quiet) {
    printf("\nrecorded in %s: %.1f MB, %.2f s of processor time within the run and %.2f s beside it\n", record->path,
           (double)soi_recorder_bytes(record->recorder) / 1e6, record->within, record->beside);
  }
  release(record);
  return good;
}
