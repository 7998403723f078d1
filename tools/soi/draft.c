/* Lines of a scenario, tried and written. */
#include "draft.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"
#include "stop.h"
#include "terminal.h"

enum { ROUNDS = 8 };

void draft_add(draft *d, const char *format, ...) {
  if (d->count == d->capacity) {
    d->capacity = d->capacity == 0 ? 64 : 2 * d->capacity;
    d->lines = terminal_grow(d->lines, d->capacity * sizeof *d->lines);
  }
  va_list list, again;
  va_start(list, format);
  va_copy(again, list);
  const int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  SOI_ASSERT(length >= 0);
  d->lines[d->count] = terminal_grow(NULL, (size_t)length + 1);
  (void)vsnprintf(d->lines[d->count++], (size_t)length + 1, format, list);
  va_end(list);
}

void draft_head(draft *d, const char *common, const char *name, const char *map_path, const char *start, const char *duration) {
  draft_add(d, "extends: %s", common);
  draft_add(d, "name: %s", name);
  draft_add(d, "map: %s", map_path);
  draft_add(d, "start: %s", start);
  draft_add(d, "duration: %s", duration);
  draft_add(d, "warmup: 10 min                            # left out of every figure");
  draft_add(d, "seed: 1");
}

static char *draft_text(const draft *d) {
  size_t length = 1;
  for (uint32_t i = 0; i < d->count; ++i) {
    length += strlen(d->lines[i]) + 1;
  }
  char *const text = terminal_grow(NULL, length);
  char *to = text;
  for (uint32_t i = 0; i < d->count; ++i) {
    to = stpcpy(stpcpy(to, d->lines[i]), "\n");
  }
  *to = '\0';
  return text;
}

void draft_release(draft *d) {
  for (uint32_t i = 0; i < d->count; ++i) {
    free(d->lines[i]);
  }
  free(d->lines);
}

/* --- trying it ------------------------------------------------------------------------------------------------------- */

static bool is_flow(const char *line) { return strncmp(line, "    ", 4) == 0 && strchr(line, '{') != NULL; }

static void take_out(draft *d, uint32_t first, uint32_t count) {
  for (uint32_t i = first; i < first + count; ++i) {
    free(d->lines[i]);
  }
  memmove(&d->lines[first], &d->lines[first + count], (d->count - first - count) * sizeof *d->lines);
  d->count -= count;
}

/* A section that is left without flows goes, with the empty line before it. */
static void drop_empty_sections(draft *d) {
  for (uint32_t i = d->count; i-- > 2;) {
    if (strcmp(d->lines[i], "  flows:") == 0 && (i + 1 == d->count || !is_flow(d->lines[i + 1]))) {
      take_out(d, i - 2, 3);
      i = i > 2 ? i - 2 : 2;
    }
  }
}

/* Takes out the flows that the errors name; returns how many. */
static uint32_t drop_impossible(draft *d, const soi_errors *errors) {
  uint32_t dropped = 0;
  for (uint32_t i = errors->count; i-- > 0;) {
    const uint32_t line = errors->items[i].mark.line;
    const bool again = i + 1 < errors->count && errors->items[i + 1].mark.line == line;
    if (line > 0 && line <= d->count && !again && is_flow(d->lines[line - 1])) {
      take_out(d, line - 1, 1);
      ++dropped;
    }
  }
  drop_empty_sections(d);
  return dropped;
}

static void complain(const soi_definition *definition, const soi_errors *errors) {
  for (uint32_t i = 0; i < errors->count; ++i) {
    char message[1024];
    (void)soi_error_text(definition, &errors->items[i], message, sizeof message);
    fprintf(stderr, "%s\n", message);
  }
}

bool draft_settle(draft *d, const char *path) {
  bool built = false;
  drop_empty_sections(d);
  for (int round = 0; round < ROUNDS && !built; ++round) {
    soi_definition definition;
    soi_definition_init(&definition, soi_memory_libc());
    soi_errors errors = {.arena = &definition.arena};
    definition.share = session_share(&definition.arena);
    char *const text = draft_text(d);
    soi_model *const model = soi_load_scenario_text(&definition, path, text, strlen(text), NULL, 0, &errors)
                               ? soi_model_build(&definition, soi_memory_libc(), &errors) : NULL;
    built = model != NULL;
    const bool helpless = !built && drop_impossible(d, &errors) == 0;
    if (helpless || (!built && round + 1 == ROUNDS)) {
      complain(&definition, &errors);
      round = ROUNDS;
    }
    free(text);
    soi_model_release(model);
    soi_definition_release(&definition);
  }
  return built;
}

/* --- files ----------------------------------------------------------------------------------------------------------- */

/* The whole path of the folder a file lies in; false when there is no such folder. */
static bool folder_of(const char *file, char *whole) {
  char folder[PATH_MAX];
  const char *const slash = strrchr(file, '/');
  const size_t length = slash == NULL ? 0 : (size_t)(slash - file) + 1;
  if (length >= sizeof folder) {
    return false;
  }
  memcpy(folder, file, length);
  strcpy(folder + length, ".");
  return realpath(folder, whole) != NULL;
}

const char *draft_path(const char *file, const char *path, char *out) {
  char folder[PATH_MAX], whole[PATH_MAX];
  if (path[0] == '/' || !folder_of(file, folder) || realpath(path, whole) == NULL) {
    return path;
  }
  size_t same = 0; /* the length of the part they share, up to a slash */
  for (size_t i = 0; folder[i] == whole[i] || (folder[i] == '\0' && whole[i] == '/'); ++i) {
    same = whole[i] == '/' ? i : same;
    if (folder[i] == '\0') break;
  }
  char *to = out;
  *to = '\0';
  for (const char *at = strchr(folder + same, '/'); at != NULL && to - out < PATH_MAX / 2; at = strchr(at + 1, '/')) {
    to = stpcpy(to, "../");
  }
  (void)strncat(to, whole + same + 1, PATH_MAX / 2);
  return out;
}

bool draft_write(const draft *d, const char *command, const char *path) {
  soi_file file;
  soi_writer writer;
  char *const text = draft_text(d);
  stop_heed();
  bool written = soi_file_begin(&file, path, &writer);
  if (written) {
    (void)writer.write(writer.context, text, strlen(text));
    written = soi_file_commit(&file);
  }
  free(text);
  if (!written) {
    terminal_complain(command, "cannot write %s", path);
  }
  return written;
}
