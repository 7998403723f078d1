/* Lines of a scenario, tried and written. */
#include "draft.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "progress.h"
#include "session.h"
#include "terminal.h"

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

/* A path as a value of YAML: as it is, or where that would be something else, between double quotes. Free it. */
static char *quoted(const char *path) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
  char *const text = terminal_grow(NULL, 4 * strlen(path) + 3);
  if (path[0] != '-' && path[strspn(path, plain)] == '\0') { return strcpy(text, path); }
  char *to = stpcpy(text, "\"");
  for (; *path != '\0'; ++path) {
    const unsigned char c = (unsigned char)*path;
    if (c < 0x20 || c == 0x7f) {
      to += sprintf(to, "\\x%02x", c);
    } else {
      to += sprintf(to, c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
  }
  strcpy(to, "\"");
  return text;
}

void draft_head(draft *d, const char *common, const char *name, const char *map_path, const char *start, const char *duration) {
  char *const part = quoted(common), *const map = quoted(map_path);
  draft_add(d, "extends: %s", part);
  draft_add(d, "name: %s", name);
  draft_add(d, "map: %s", map);
  free(part);
  free(map);
  draft_add(d, "start: %s", start);
  draft_add(d, "duration: %s", duration);
  draft_add(d, "warmup: 10 min                            # left out of every figure");
  draft_add(d, "seed: 1");
}

static char *draft_text(const draft *d) {
  size_t length = 1;
  for (uint32_t i = 0; i < d->count; ++i) { length += strlen(d->lines[i]) + 1; }
  char *const text = terminal_grow(NULL, length);
  char *to = text;
  for (uint32_t i = 0; i < d->count; ++i) { to = stpcpy(stpcpy(to, d->lines[i]), "\n"); }
  *to = '\0';
  return text;
}

void draft_release(draft *d) {
  for (uint32_t i = 0; i < d->count; ++i) { free(d->lines[i]); }
  free(d->lines);
}

/* --- trying it ------------------------------------------------------------------------------------------------------- */

static bool is_flow(const char *line) { return strncmp(line, "    ", 4) == 0 && strchr(line, '{') != NULL; }

static void take_out(draft *d, uint32_t first, uint32_t count) {
  for (uint32_t i = first; i < first + count; ++i) { free(d->lines[i]); }
  memmove(&d->lines[first], &d->lines[first + count], (d->count - first - count) * sizeof *d->lines);
  d->count -= count;
}

/* A section that is left without flows goes, with the empty line before it. */
static void drop_empty_sections(draft *d) {
  for (uint32_t i = d->count; i-- > 0;) {
    if (strcmp(d->lines[i], "  flows:") != 0 || (i + 1 < d->count && is_flow(d->lines[i + 1]))) { continue; }
    uint32_t first = i;
    while (first > 0 && d->lines[first][0] != '\0') { --first; }
    take_out(d, first, i - first + 1);
    i = first;
  }
}

/* Takes out the flows of the draft, its definition's first file, that the errors name, and says why; returns how many. */
static uint32_t drop_impossible(draft *d, const soi_errors *errors) {
  uint32_t dropped = 0;
  for (uint32_t i = errors->count; i-- > 0;) {
    const soi_mark at = errors->items[i].mark;
    const bool again = i + 1 < errors->count && errors->items[i + 1].mark.file == at.file && errors->items[i + 1].mark.line == at.line;
    if (at.file == 1 && at.line > 0 && at.line <= d->count && !again && is_flow(d->lines[at.line - 1])) {
      const char *const line = d->lines[at.line - 1] + strspn(d->lines[at.line - 1], " ");
      terminal_complain(d->command, "left out %.*s: %s", (int)strcspn(line, ":"), line, errors->items[i].message);
      take_out(d, at.line - 1, 1);
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
    fprintf(stderr, "%s\n", terminal_visible(message));
  }
}

/* What it extends and the map it names are not written over; the first file is the draft itself. */
static void spare(const soi_definition *definition) {
  for (uint32_t i = 1; i < definition->files.count; ++i) { (void)outputs_spare(definition->files.items[i].path); }
}

/* The model of the draft as the file at path; null with errors, which live in the definition as all it read. */
static soi_model *build_draft(const draft *d, const char *path, soi_definition *definition, soi_errors *errors) {
  soi_definition_init(definition, soi_memory_libc());
  *errors = (soi_errors){.arena = &definition->arena};
  definition->share = session_share(&definition->arena);
  char *const text = draft_text(d);
  const bool read = soi_load_scenario_text(definition, path, text, strlen(text), NULL, 0, errors);
  free(text);
  return read ? soi_model_build(definition, soi_memory_libc(), errors) : NULL;
}

bool draft_settle(draft *d, const char *path) {
  bool built = false, helpless = false;
  drop_empty_sections(d);
  while (!built && !helpless) { /* each round takes out a flow at least */
    soi_definition definition;
    soi_errors errors;
    soi_model *const model = build_draft(d, path, &definition, &errors);
    built = model != NULL;
    spare(&definition);
    helpless = !built && drop_impossible(d, &errors) == 0;
    if (helpless) { complain(&definition, &errors); }
    soi_model_release(model);
    soi_definition_release(&definition);
  }
  return built;
}

bool draft_holds(const draft *d, const char *path) {
  tool_session run = {.world = NULL};
  run.model = build_draft(d, path, &run.definition, &run.errors);
  run.arena = soi_arena_make(soi_memory_libc());
  bool held = false;
  if (run.model != NULL) {
    session_start(&run, NULL);
    tool_progress progress = progress_begin(run.world, run.model->end, terminal_rewrites(stderr));
    while (!session_ended(&run)) {
      session_step(&run);
      progress_step(&progress, run.world);
    }
    progress_end(&progress);
    held = soi_observer_verdict(run.observer, run.world) == SOI_VERDICT_HELD &&
           (run.definition.scenario.passengers.flows.count == 0 || run.world->passengers_served[0] > 0);
  }
  session_close(&run);
  return held;
}

uint32_t draft_find(const draft *d, const char *start) {
  uint32_t i = 0;
  while (i < d->count && strncmp(d->lines[i], start, strlen(start)) != 0) { ++i; }
  return i;
}

/* --- files ----------------------------------------------------------------------------------------------------------- */

/* The whole path of the folder a file lies in; false when there is no such folder. */
static bool folder_of(const char *file, char *whole) {
  char folder[PATH_MAX];
  const char *const slash = strrchr(file, '/');
  const size_t length = slash == NULL ? 0 : (size_t)(slash - file) + 1;
  if (length >= sizeof folder) { return false; }
  memcpy(folder, file, length);
  strcpy(folder + length, ".");
  return realpath(folder, whole) != NULL;
}

const char *draft_path(const char *file, const char *path, char *out) {
  char folder[PATH_MAX], whole[PATH_MAX];
  if (path[0] == '/' || !folder_of(file, folder) || realpath(path, whole) == NULL) { return path; }
  size_t same = 0; /* the length of the part they share, up to a slash */
  for (size_t i = 0; folder[i] == whole[i] || (folder[i] == '\0' && whole[i] == '/'); ++i) {
    same = whole[i] == '/' ? i : same;
    if (folder[i] == '\0') { break; }
  }
  char *to = out;
  *to = '\0';
  for (const char *at = strchr(folder + same, '/'); at != NULL && to - out < PATH_MAX / 2; at = strchr(at + 1, '/')) {
    to = stpcpy(to, "../");
  }
  (void)strncat(to, whole + same + 1, PATH_MAX / 2);
  return out;
}

bool draft_write(const draft *d, const char *path) {
  char *const text = draft_text(d);
  const bool written = output_bytes(path, text, strlen(text));
  free(text);
  return written;
}
