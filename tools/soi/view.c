/* soi view: becomes the program soi-view, which lies beside soi or in the PATH. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "terminal.h"
#include "tool.h"

#define PATH_MOST 4096

/* The program of that name in the folder of the running one; false when its path is not known. */
static bool beside_self(char *path, size_t size, const char *name) {
  const ssize_t length = readlink("/proc/self/exe", path, size - 1);
  if (length <= 0) { return false; }
  path[length] = '\0';
  char *const slash = strrchr(path, '/');
  if (slash == NULL || (size_t)(slash - path) + strlen(name) + 2 > size) { return false; }
  strcpy(slash + 1, name);
  return true;
}

int view_command(const tool_arguments *arguments) {
  char path[PATH_MOST];
  /* An installed soi-view lies beside soi; in a build folder each has a folder of its own. */
  static const char *const places[] = {"soi-view", "../view/soi-view"};
  for (unsigned i = 0; i < sizeof places / sizeof *places; ++i) {
    if (beside_self(path, sizeof path, places[i])) { execv(path, arguments->words + 1); }
  }
  execvp("soi-view", arguments->words + 1);
  terminal_complain("view",
                    "cannot start soi-view: %s; it is built where SDL2, libepoxy, cglm and SDL2_ttf are installed "
                    "(tools/setup.sh view installs them, then build again)",
                    strerror(errno));
  return SOI_VERDICT_FAULT;
}
