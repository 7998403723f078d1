/* Files are told apart by device and inode; one that does not exist yet by its folder's and its name. */
#include "output.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stop.h"
#include "terminal.h"

static bool may_leave; /* who reads standard output, when it has seen enough */

enum { NAME_KEPT = 250 }; /* bytes of a name before ".part": 255 are the most there may be */

/* --- which file it is ------------------------------------------------------------------------------------------------------ */

typedef struct identity {
  bool known;
  dev_t device;
  ino_t number;   /* of the file, or of the folder in which it will be: */
  char name[256]; /* empty for a file that exists */
} identity;

static identity identify(const char *path) {
  identity id = {.known = false};
  struct stat found;
  char end[SOI_PATH_MOST], folder[SOI_PATH_MOST];
  if (strcmp(path, "-") == 0) { return (identity){.known = true, .name = "-"}; }
  const bool there = stat(path, &found) == 0;
  if (!there && !soi_file_target(path, end)) { return id; }
  if (!there) {
    strcpy(folder, end);
    snprintf(id.name, sizeof id.name, "%s", basename(end));
  }
  id.known = there ? S_ISREG(found.st_mode) : stat(dirname(folder), &found) == 0;
  id.device = found.st_dev;
  id.number = found.st_ino;
  return id;
}

static bool same(const identity *a, const identity *b) {
  return a->known && b->known && a->device == b->device && a->number == b->number && strcmp(a->name, b->name) == 0;
}

/* --- the lists of a run ---------------------------------------------------------------------------------------------------- */

typedef struct target {
  char *label; /* "--json" */
  char *path;
  identity id;
} target;

static struct {
  target *targets;
  uint32_t target_count;
  identity *inputs;
  uint32_t input_count;
  char *told; /* what was told last of a file that is read and written */
} lists;

const char *outputs_spare(const char *path) {
  const identity id = identify(path);
  if (!id.known || id.name[0] != '\0') { return NULL; }
  lists.inputs = terminal_grow(lists.inputs, (lists.input_count + 1) * sizeof *lists.inputs);
  lists.inputs[lists.input_count++] = id;
  for (uint32_t i = 0; i < lists.target_count; ++i) {
    const target *const each = &lists.targets[i];
    if (!same(&id, &each->id)) { continue; }
    char *const message = strcmp(each->path, path) == 0
                              ? terminal_format("%s: %s is read by this very command; expected another file to write to", each->label, path)
                              : terminal_format("%s: %s is the file %s, which this very command reads; expected another file to write to",
                                                each->label, each->path, path);
    free(lists.told);
    lists.told = message;
    return message;
  }
  return NULL;
}

/* Whether a file is one of those that are read. */
static bool is_read(const char *path) {
  const identity id = identify(path);
  for (uint32_t i = 0; i < lists.input_count; ++i) {
    if (same(&id, &lists.inputs[i])) { return true; }
  }
  return false;
}

bool output_target(const char *label, const char *path) {
  const target added = {terminal_copy(label), terminal_copy(path), identify(path)};
  bool good = true;
  for (uint32_t i = 0; i < lists.target_count; ++i) {
    const target *const other = &lists.targets[i];
    if (same(&added.id, &other->id)) {
      terminal_complain(NULL, "%s: %s is where %s goes%s%s; expected another file", label, path, other->label,
                        strcmp(path, other->path) == 0 ? "" : ", as ", strcmp(path, other->path) == 0 ? "" : other->path);
      good = false;
    }
  }
  lists.targets = terminal_grow(lists.targets, (lists.target_count + 1) * sizeof *lists.targets);
  lists.targets[lists.target_count++] = added;
  return good;
}

/* Whether a file begins as our reports do, and no map or scenario can: '<', or '{' and the key "soi". */
static bool is_report(const char *path) {
  char head[16] = "";
  FILE *const file = fopen(path, "rb");
  const size_t count = file == NULL ? 0 : fread(head, 1, sizeof head - 1, file);
  if (file != NULL) { fclose(file); }
  return count == 0 || head[0] == '<' || (head[0] == '{' && strncmp(head + 1 + strspn(head + 1, " \n"), "\"soi\"", 5) == 0);
}

bool outputs_stand(void) {
  bool stand = false;
  for (uint32_t i = 0; i < lists.target_count; ++i) {
    stand = stand || (lists.targets[i].id.known && lists.targets[i].id.name[0] == '\0' && !is_report(lists.targets[i].path));
  }
  return stand;
}
/* --- writing ------------------------------------------------------------------------------------------------------------- */

void output_complain(const char *path, int reason) {
  const char *const name = strcmp(path, "-") == 0 ? "to standard output" : path;
  terminal_complain(NULL, "cannot write %s: %s", name,
                    reason == 0       ? "the disk may be full"
                    : reason == ENXIO ? "nobody reads it"
                                      : strerror(reason));
}

/* What is read is not written to. True when that has been told already. */
static bool refuse(const char *path) {
  if (lists.told == NULL) { terminal_complain(NULL, "cannot write %s: this very command reads it", path); }
  return lists.told != NULL;
}

void output_reader_may_leave(void) { may_leave = true; }

bool output_write(const char *path, output_fill fill, const void *context) {
  if (path == NULL) { return true; }
  if (is_read(path)) { return refuse(path); }
  soi_file file;
  soi_writer writer;
  stop_hold(); /* so that no temporary file is left behind */
  errno = 0;
  bool good = soi_file_begin(&file, path, &writer);
  if (good) {
    good = fill(context, writer);
    int reason = errno;
    if (good) {
      good = soi_file_commit(&file);
      reason = errno;
    } else {
      soi_file_abandon(&file);
      reason = file.reason != 0 ? file.reason : reason;
    }
    errno = reason;
  }
  stop_release();
  if (!good && may_leave && errno == EPIPE && strcmp(path, "-") == 0) { return true; }
  if (!good) { output_complain(path, errno); }
  return good;
}

typedef struct span {
  const char *bytes;
  size_t count;
} span;

static bool fill_span(const void *context, soi_writer writer) {
  const span *const self = context;
  return writer.write(writer.context, self->bytes, self->count);
}

bool output_bytes(const char *path, const void *bytes, size_t count) { return output_write(path, fill_span, &(span){bytes, count}); }

bool output_check(const char *path) {
  struct stat found;
  const bool there = path != NULL && stat(path, &found) == 0, plain = !there || S_ISREG(found.st_mode) || S_ISDIR(found.st_mode);
  if (path == NULL || strcmp(path, "-") == 0 || (!plain && !S_ISFIFO(found.st_mode))) { return true; }
  soi_file file;
  soi_writer writer;
  errno = 0;
  if (!soi_file_begin(&file, path, &writer)) {
    output_complain(path, errno);
    return false;
  }
  if (plain) { soi_file_abandon(&file); }
  return true;
}

bool output_directory(const char *path) {
  if (mkdir(path, 0777) != 0 && errno != EEXIST) {
    terminal_complain(NULL, "cannot make the directory %s: %s", path, strerror(errno));
    return false;
  }
  return true;
}

char *output_part(const char *path) {
  char end[SOI_PATH_MOST];
  const char *const whole = soi_file_target(path, end) ? end : path, *const slash = strrchr(whole, '/');
  const int folder = slash == NULL ? 0 : (int)(slash - whole) + 1;
  return terminal_format("%.*s%.*s.part", folder, whole, NAME_KEPT, whole + folder);
}

bool output_rewritable(const char *path) {
  struct stat found;
  return strcmp(path, "-") != 0 && (stat(path, &found) != 0 || S_ISREG(found.st_mode));
}
