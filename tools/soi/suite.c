/* A file that cannot be told to be a map counts as a scenario: a spoilt file must fail the test, not vanish from it. */
#include "suite.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <soi/load.h>

#include "terminal.h"

/* A path that was given twice, by itself and with its directory, is one test. */
static void add_entry(tool_suite *suite, const char *path, bool named) {
  for (uint32_t i = 0; i < suite->count; ++i) {
    if (strcmp(suite->entries[i].path, path) == 0) {
      suite->entries[i].named = suite->entries[i].named || named;
      return;
    }
  }
  suite->entries = terminal_grow(suite->entries, (suite->count + 1) * sizeof *suite->entries);
  suite->entries[suite->count++] = (suite_entry){terminal_copy(path), named};
}

static bool ends_with(const char *text, const char *end) {
  const size_t length = strlen(text), more = strlen(end);
  return length > more && strcmp(text + length - more, end) == 0;
}

static int visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

/* A link to a directory is not followed: links may go round. */
static bool is_directory(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool add_directory(tool_suite *suite, const char *path) {
  struct dirent **names = NULL;
  /* alphasort follows the locale, which this program leaves at "C". */
  const int count = scandir(path, &names, visible, alphasort);
  if (count < 0) {
    terminal_complain("test", "cannot read the directory %s: %s", path, strerror(errno));
    return false;
  }
  bool good = true;
  for (int i = 0; i < count; ++i) {
    const char *const name = names[i]->d_name;
    char *const inner = terminal_format("%s%s%s", path, ends_with(path, "/") ? "" : "/", name);
    if (is_directory(inner)) {
      good = add_directory(suite, inner) && good;
    } else if ((ends_with(name, ".yaml") || ends_with(name, ".yml")) && soi_file_kind(inner) != 'm') {
      add_entry(suite, inner, false);
    }
    free(inner);
    free(names[i]);
  }
  free(names);
  return good;
}

bool suite_add(tool_suite *suite, const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) {
    terminal_complain("test", "cannot read %s: %s", path, strerror(errno));
    return false;
  }
  if (S_ISDIR(status.st_mode)) { return add_directory(suite, path); }
  add_entry(suite, path, true);
  return true;
}

void suite_release(tool_suite *suite) {
  for (uint32_t i = 0; i < suite->count; ++i) { free(suite->entries[i].path); }
  free(suite->entries);
  *suite = (tool_suite){0};
}
