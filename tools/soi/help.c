/* soi help: what a subcommand does, or the manual page. */
#include <string.h>

#include <soi/soi.h>

#include "help.h"
#include "terminal.h"
#include "tool.h"

/* The subcommand of that name, or COMMAND_NONE. */
static command_id find_command(const char *name) {
  command_id id = 0;
  while (id < COMMAND_COUNT && strcmp(commands[id].name, name) != 0) { ++id; }
  return id;
}

int help_command(const tool_arguments *arguments) {
  if (arguments_given(arguments, OPTION_MAN)) {
    man_print();
    return SOI_VERDICT_HELD;
  }
  const char *const name = arguments->operand_count > 0 ? arguments->operands[0] : NULL;
  const command_id command = name == NULL ? COMMAND_NONE : find_command(name);
  if (name != NULL && command == COMMAND_NONE) {
    terminal_complain("help", "unknown subcommand '%s'; 'soi --help' lists them", name);
    return SOI_VERDICT_INPUT;
  }
  help_print(command);
  return SOI_VERDICT_HELD;
}
