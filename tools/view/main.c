/* soi-view: the presenter's window on a running demonstration; or a picture or film of it, with no display. */
#include <stdlib.h>
#include <string.h>

#include "stage.h"
#include "terminal.h"
#include "tool.h"

/* What was asked for. */
static int (*choose(const settings *asked, bool *hidden))(stage *self) {
  *hidden = true;
  if (asked->picture != NULL) return picture_take;
  if (asked->video != NULL) return film_make;
  if (asked->measure > 0) return pictures_measure;
  *hidden = false;
  return window_run;
}

static int show(const tool_arguments *arguments) {
  stage self = {0};
  if (!settings_read(&self.settings, arguments)) return SOI_VERDICT_INPUT;
  bool hidden;
  int (*const what)(stage *self) = choose(&self.settings, &hidden);
  int code;
  if (stage_open(&self, arguments, hidden, &code)) code = what(&self);
  if (!stage_close(&self) && code == SOI_VERDICT_HELD) code = SOI_VERDICT_FAULT;
  return code;
}

/* The line is that of soi view: so "view" goes before what was given. */
int main(int count, char **words) {
  char **const line = terminal_grow(NULL, ((size_t)count + 2) * sizeof *line);
  line[0] = words[0];
  line[1] = terminal_copy("view");
  memcpy(line + 2, words + 1, (size_t)count * sizeof *line);
  tool_arguments arguments;
  int code = SOI_VERDICT_INPUT;
  if (arguments_parse(&arguments, count + 1, line)) {
    code = SOI_VERDICT_HELD;
    if (arguments_given(&arguments, OPTION_HELP_ME)) help_print(COMMAND_VIEW);
    else code = show(&arguments);
  }
  arguments_release(&arguments);
  free(line[1]);
  free(line);
  return code;
}
