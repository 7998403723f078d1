/* The manual page, as roff, made from the tables. */
#include <stdio.h>

#include <soi/base.h>

#include "help.h"

/* Text as roff: what would be an escape or a request at the start of a line is neutralised, dashes stay dashes. */
static void put(const char *text) {
  if (*text == '.' || *text == '\'') { fputs("\\&", stdout); }
  for (; *text != '\0'; ++text) {
    if (*text == '\\') {
      fputs("\\e", stdout);
    } else if (*text == '-') {
      fputs("\\-", stdout);
    } else {
      putchar(*text);
    }
  }
}

static void put_line(const char *text) {
  put(text);
  putchar('\n');
}

static void section(const char *name) { printf(".SH %s\n", name); }

static void print_option(option_id id) {
  const tool_option *const row = &options[id];
  fputs(".TP\n", stdout);
  if (row->letter != 0) { printf("\\fB\\-%c\\fR, ", row->letter); }
  fputs("\\fB\\-\\-", stdout);
  put(row->name);
  fputs("\\fR", stdout);
  if (row->argument != NULL) {
    fputs(" \\fI", stdout);
    put(row->argument);
    fputs("\\fR", stdout);
  }
  putchar('\n');
  put(row->help);
  if (row->initial != NULL) {
    fputs(" (default: ", stdout);
    put(row->initial);
    putchar(')');
  }
  fputs(".\n", stdout);
}

static void print_options(command_id command) {
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    if (option_shown(id, command)) { print_option(id); }
  }
}

static void print_synopsis(void) {
  section("SYNOPSIS");
  for (command_id id = 0; id < COMMAND_COUNT; ++id) {
    printf("%s\\fBsoi %s\\fR [\\fIOPTION\\fR]...\\& \\fI", id == 0 ? "" : ".br\n", commands[id].name);
    put(commands[id].operands);
    fputs("\\fR\n", stdout);
  }
}

static void print_commands(void) {
  section("SUBCOMMANDS");
  for (command_id id = 0; id < COMMAND_COUNT; ++id) {
    printf(".SS soi %s\n", commands[id].name);
    put_line(commands[id].description);
    print_options(id);
  }
}

static void print_exit_status(void) {
  section("EXIT STATUS");
  for (unsigned code = 0; exit_codes[code] != NULL; ++code) {
    printf(".TP\n.B %u\n", code);
    put_line(exit_codes[code]);
  }
}

static void print_environment(void) {
  section("ENVIRONMENT");
  fputs(".TP\n.B NO_COLOR\nWhen set and not empty, nothing is coloured.\n", stdout);
  fputs(".TP\n.B COLUMNS\nThe width of the report when the output is no terminal (100 when not set).\n", stdout);
  fputs(".TP\n.B TERM\nWhen \"dumb\" or not set, progress is printed line by line.\n", stdout);
}

static void print_examples(void) {
  section("EXAMPLES");
  for (unsigned i = 0; examples[i].line != NULL; ++i) {
    fputs(".TP\n\\fB", stdout);
    put(examples[i].line);
    fputs("\\fR\n", stdout);
    put_line(examples[i].meaning);
  }
}

void man_print(void) {
  printf(".\\\" Made by soi help --man.\n.TH SOI 1 \"\" \"soi %s\" \"User Commands\"\n", soi_version());
  section("NAME");
  puts("soi \\- simulate self\\-driving shuttle carts among traffic and people");
  print_synopsis();
  section("DESCRIPTION");
  puts("soi simulates a handful of shuttle carts on a route around a station, in traffic and among people, and judges the\n"
       "service and its safety by the expectations that a scenario states. The same scenario and seed give the same result on\n"
       "every run and every machine.");
  section("OPTIONS");
  print_options(COMMAND_NONE);
  print_commands();
  print_exit_status();
  print_environment();
  print_examples();
}
