/* soi-view: the presenter's window on a running demonstration; or a picture or film of it, with no display. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app.h"
#include "stop.h"
#include "targets.h"
#include "terminal.h"
#include "help.h"
#include "output.h"

/* What was asked for. */
static int (*choose(const settings *asked, bool *hidden))(app *self) {
  *hidden = true;
  if (asked->picture != NULL) { return picture_take; }
  if (asked->video != NULL) { return film_make; }
  if (asked->measure > 0) { return pictures_measure; }
  *hidden = false;
  return window_run;
}

/* Whether a picture or a film may go there: what is neither is somebody's work, and not replaced. A film is told by what no text has. */
static bool may_replace(const char *path, bool film) {
  static const char png[] = "\x89PNG";
  char head[16];
  struct stat status;
  FILE *const file = path != NULL && stat(path, &status) == 0 && S_ISREG(status.st_mode) ? fopen(path, "rb") : NULL;
  const size_t count = file == NULL ? 0 : fread(head, 1, sizeof head, file);
  if (file != NULL) { fclose(file); }
  const bool is_png = count >= 4 && memcmp(head, png, 4) == 0;
  if (count == 0 || (film ? head[0] != png[0] && memchr(head, 0, count) != NULL : is_png)) { return true; }
  terminal_complain("view", "%s exists and is no %s; it is left as it is", path, film ? "film" : "picture");
  return false;
}

/* Asked before the work is done that the file is to show. */
static bool may_write(const char *path, bool film) { return may_replace(path, film) && output_check(path); }

static int show(const tool_arguments *arguments) {
  app self = {0};
  if (!settings_read(&self.settings, arguments)) { return SOI_VERDICT_INPUT; }
  if (!may_write(self.settings.picture, false) || !may_write(self.settings.video, true) || !output_check(self.settings.record)) {
    return SOI_VERDICT_FAULT;
  }
  bool hidden;
  int (*const what)(app *self) = choose(&self.settings, &hidden);
  int code;
  stop_heed();
  if (app_open(&self, arguments, hidden, &code)) { code = what(&self); }
  if (!app_close(&self) && code == SOI_VERDICT_HELD) { code = SOI_VERDICT_FAULT; }
  return code;
}

/* The line is that of soi view: so "view" goes before what was given. */
int main(int count, char **words) {
  char **const line = terminal_grow(NULL, ((size_t)count + 2) * sizeof *line);
  line[0] = words[0];
  line[1] = terminal_copy("view");
  memcpy(line + 2, words + 1, (size_t)count * sizeof *line);
  stop_install();
  tool_arguments arguments;
  int code = SOI_VERDICT_INPUT;
  if (arguments_parse(&arguments, count + 1, line)) {
    code = SOI_VERDICT_HELD;
    if (arguments_given(&arguments, OPTION_HELP_ME)) {
      help_print(COMMAND_VIEW);
    } else {
      code = outputs_take(&arguments) ? show(&arguments) : SOI_VERDICT_INPUT;
    }
  }
  const bool printed = terminal_flush(true);
  arguments_release(&arguments);
  free(line[1]);
  free(line);
  return printed ? code : SOI_VERDICT_FAULT;
}
