#include "pictures_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "terminal.h"

static bool is_folder(const char *path) {
  struct stat found;
  return path != NULL && stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

/* What a line XDG_PICTURES_DIR="$HOME/Bilder" of the desktop's list says; null when it is no such line. */
static char *folder_of_line(char *line, const char *home) {
  static const char name[] = "XDG_PICTURES_DIR=\"";
  char *const end = strrchr(line, '"'), *const at = line + strlen(name);
  if (strncmp(line, name, strlen(name)) != 0 || end < at) { return NULL; }
  *end = '\0';
  return strncmp(at, "$HOME", 5) == 0 ? terminal_format("%s%s", home, at + 5) : terminal_copy(at);
}

static char *folder_of_list(const char *home) {
  const char *const settings = getenv("XDG_CONFIG_HOME");
  const bool own = settings != NULL && settings[0] != '\0';
  char *const path = own ? terminal_format("%s/user-dirs.dirs", settings) : terminal_format("%s/.config/user-dirs.dirs", home),
              *found = NULL;
  FILE *const file = fopen(path, "r");
  char line[1024];
  while (file != NULL && found == NULL && fgets(line, sizeof line, file) != NULL) { found = folder_of_line(line, home); }
  if (file != NULL) { fclose(file); }
  free(path);
  return found;
}

/* The first there is: what the environment says, what the desktop says, ~/Pictures, the home, where the program was started. */
static char *folder(void) {
  const char *const told = getenv("XDG_PICTURES_DIR"), *const home = getenv("HOME");
  if (is_folder(told)) { return terminal_copy(told); }
  if (!is_folder(home)) { return terminal_copy("."); }
  char *found = folder_of_list(home);
  if (!is_folder(found)) {
    free(found);
    found = terminal_format("%s/Pictures", home);
  }
  if (is_folder(found)) { return found; }
  free(found);
  return terminal_copy(home);
}

char *pictures_name(const char *scenario, double clock) {
  const char *const slash = strrchr(scenario, '/'), *const file = slash != NULL ? slash + 1 : scenario;
  char *const within = folder(), *name = NULL;
  const unsigned whole = (unsigned)clock, hour = whole / 3600 % 24, minute = whole / 60 % 60, second = whole % 60;
  struct stat taken;
  for (unsigned i = 1; name == NULL || stat(name, &taken) == 0; ++i) {
    free(name);
    char *const number = i == 1 ? terminal_copy("") : terminal_format("-%u", i);
    name = terminal_format("%s/soi-%.*s-%02u%02u%02u%s.png", within, (int)strcspn(file, "."), file, hour, minute, second, number);
    free(number);
  }
  free(within);
  return name;
}
