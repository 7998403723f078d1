/* Which of a line's words name files that are written and which name files that are read. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "targets.h"
#include "terminal.h"

/* Files that options name: written, written into a directory, read. What others write into files is to stand here too. */
static const option_id files_written[] = {OPTION_JSON,    OPTION_JUNIT,    OPTION_RECORD,        OPTION_OUTPUT,
                                          OPTION_GUESSES, OPTION_SVG,      OPTION_GEOJSON,       OPTION_OSM,
                                          OPTION_VIDEO,   OPTION_CSV_FILE, OPTION_SAVE_BASELINE, OPTION_SUMMARY};
static const option_id files_read[] = {OPTION_MAP_FILE, OPTION_NEAR, OPTION_EXTENDS, OPTION_PATCH, OPTION_BESIDE, OPTION_BASELINE};
/* Folders, and what is written into them. The runs of a sweep have names that no input has. */
static const struct {
  option_id option;
  const char *const *files;
} folders_written[] = {
    {OPTION_CSV, (const char *const[]){"trips.csv", "stops.csv", "carts.csv", "hours.csv", "agents.csv", "events.csv", NULL}},
    {OPTION_REPORT, (const char *const[]){"runs.csv", "stops.csv", "hours.csv", "points.csv", "sweep.sql", "sweep.sqlite", NULL}},
};
#define COUNT(list) (sizeof list / sizeof *list)

static bool add_input(const char *path) {
  const char *const message = outputs_spare(path);
  if (message != NULL) { terminal_complain(NULL, "%s", message); }
  return message == NULL;
}

/* Both take over the text. */
static bool add_own_input(char *path) {
  const bool good = add_input(path);
  free(path);
  return good;
}

static bool add_own_target(const char *label, char *path) {
  const bool good = output_target(label, path);
  free(path);
  return good;
}

/* A feed is a folder of tables. */
static bool add_folder(const char *path) {
  bool good = true;
  DIR *const folder = opendir(path);
  for (struct dirent *entry = NULL; folder != NULL && (entry = readdir(folder)) != NULL;) {
    good = add_own_input(terminal_format("%s/%s", path, entry->d_name)) && good;
  }
  if (folder != NULL) { closedir(folder); }
  return good;
}

/* A folder is a target itself: nothing else may be made under its name. */
static bool take_folder(const tool_arguments *arguments, option_id option, const char *const *files) {
  char label[40];
  const char *const folder = arguments->values[option].text;
  if (!arguments_given(arguments, option)) { return true; }
  snprintf(label, sizeof label, "--%s", options[option].name);
  bool good = strcmp(folder, "-") == 0 || output_target(label, folder);
  for (; *files != NULL; ++files) { good = add_own_target(label, terminal_format("%s/%s", folder, *files)) && good; }
  return good;
}

static bool take_targets(const tool_arguments *arguments) {
  bool good = true;
  for (unsigned i = 0; i < COUNT(files_written); ++i) {
    char label[40];
    snprintf(label, sizeof label, "--%s", options[files_written[i]].name);
    good = (!arguments_given(arguments, files_written[i]) || output_target(label, arguments->values[files_written[i]].text)) && good;
  }
  if (arguments_given(arguments, OPTION_RECORD)) {
    good = add_own_target("--record", output_part(arguments->values[OPTION_RECORD].text)) && good;
  }
  for (unsigned i = 0; i < COUNT(folders_written); ++i) {
    good = take_folder(arguments, folders_written[i].option, folders_written[i].files) && good;
  }
  /* A proposal goes to the patch that is named and not there yet. */
  const char *const patch = arguments_given(arguments, OPTION_PROPOSE) ? arguments->values[OPTION_PATCH].text : NULL;
  good = (patch == NULL || access(patch, F_OK) == 0 || output_target("--patch", patch)) && good;
  const bool picture = arguments->command == COMMAND_VIEW && arguments->operand_count > 1;
  return (!picture || output_target("PICTURE", arguments->operands[1])) && good;
}

/* The recording of FILE@TIME. */
static char *fork_path(const char *text) {
  char *const path = terminal_copy(text), *const at = strrchr(path, '@');
  if (at != NULL) { *at = '\0'; }
  return path;
}

static bool take_inputs(const tool_arguments *arguments) {
  const command_id command = arguments->command;
  const bool files = commands[command].completion == COMPLETE_FILE;
  const uint32_t count = command == COMMAND_VIEW ? 1 : arguments->operand_count;
  bool good = true;
  for (uint32_t i = command == COMMAND_IMPORT ? 1 : 0; files && i < count; ++i) { good = add_input(arguments->operands[i]) && good; }
  for (unsigned i = 0; i < COUNT(files_read); ++i) {
    good = (!arguments_given(arguments, files_read[i]) || add_input(arguments->values[files_read[i]].text)) && good;
  }
  good = (command != COMMAND_IMPORT || add_folder(arguments->operands[1])) && good;
  const char *const fork = command == COMMAND_FAN ? arguments->operands[0] : arguments->values[OPTION_FORK].text;
  return (fork == NULL || add_own_input(fork_path(fork))) && good;
}

/* Names that stand for standard output: what is printed beside goes to stderr. */
static bool take_standard_output(const tool_arguments *arguments) {
  bool good = true;
  for (unsigned i = 0; i < COUNT(files_written); ++i) {
    const option_value *const value = &arguments->values[files_written[i]];
    if (value->given && strcmp(value->text, "-") == 0) { stdout = stderr; }
  }
  static const option_id places[] = {OPTION_CSV, OPTION_VIDEO};
  for (unsigned i = 0; i < COUNT(places); ++i) {
    const option_value *const value = &arguments->values[places[i]];
    if (value->given && strcmp(value->text, "-") == 0) {
      terminal_complain(NULL, "--%s: it cannot go to standard output; expected the name of a %s (./- for one called so)",
                        options[places[i]].name, places[i] == OPTION_CSV ? "folder" : "file");
      good = false;
    }
  }
  return good;
}

bool outputs_take(const tool_arguments *arguments) {
  if (arguments_given(arguments, OPTION_HELP_ME) || arguments_given(arguments, OPTION_VERSION)) { return true; }
  const bool targets = take_targets(arguments), inputs = take_inputs(arguments);
  return take_standard_output(arguments) && targets && inputs;
}
