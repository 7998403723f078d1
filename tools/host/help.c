/* soi --help and the help of each subcommand, made from the tables. */
#include <stdlib.h>
#include <string.h>

#include "terminal.h"
#include "help.h"

/* "  -s, --seed N" */
static char *option_head(option_id id) {
  const tool_option *const row = &options[id];
  char letter[8] = "   ";
  if (row->letter != 0) { snprintf(letter, sizeof letter, "-%c,", row->letter); }
  return terminal_format("  %s --%s%s%s", letter, row->name, row->argument == NULL ? "" : " ", row->argument == NULL ? "" : row->argument);
}

static size_t widest_option(command_id command) {
  size_t widest = 0;
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    if (option_shown(id, command)) {
      char *const head = option_head(id);
      widest = strlen(head) > widest ? strlen(head) : widest;
      free(head);
    }
  }
  return widest;
}

static void print_options(command_id command, unsigned width) {
  const unsigned column = (unsigned)widest_option(command) + 2;
  puts("\nOptions:");
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    if (!option_shown(id, command)) { continue; }
    char *const head = option_head(id);
    char *const text = options[id].initial == NULL ? terminal_copy(options[id].help)
                                                   : terminal_format("%s (default: %s)", options[id].help, options[id].initial);
    printf("%-*s", (int)column, head);
    terminal_wrap(stdout, text, column, column, width);
    free(text);
    free(head);
  }
}

static void print_commands(unsigned width) {
  puts("\nSubcommands:");
  for (command_id id = 0; id < COMMAND_COUNT; ++id) {
    printf("  %-12s", commands[id].name);
    terminal_wrap(stdout, commands[id].summary, 14, 14, width);
  }
}

static void print_examples(void) {
  puts("\nExamples:");
  for (unsigned i = 0; examples[i].line != NULL; ++i) { printf("  %s\n      %s\n", examples[i].line, examples[i].meaning); }
}

static void print_exit_codes(void) {
  puts("\nExit codes:");
  for (unsigned code = 0; exit_codes[code] != NULL; ++code) { printf("  %u  %s\n", code, exit_codes[code]); }
}

void help_print(command_id command) {
  const unsigned terminal = terminal_width(stdout);
  const unsigned width = terminal < 110 ? terminal : 110;
  if (command == COMMAND_NONE) {
    puts("Usage: soi SUBCOMMAND [OPTION]... [OPERAND]...\n\nSimulates self-driving shuttle carts among traffic and people.");
    print_commands(width);
    print_options(command, width);
    print_exit_codes();
    print_examples();
    puts("\n'soi SUBCOMMAND --help' explains the options of a subcommand; 'man soi' has it all.");
    return;
  }
  printf("Usage: soi %s [OPTION]...%s%s\n\n", commands[command].name, *commands[command].operands ? " " : "", commands[command].operands);
  terminal_wrap(stdout, commands[command].description, 0, 0, width);
  print_options(command, width);
}
