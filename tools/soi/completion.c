/* Completion scripts for bash and zsh, made from the tables. */
#include <stdio.h>
#include <string.h>

#include "terminal.h"
#include "tool.h"

/* --- bash --------------------------------------------------------------------------------------------------------------- */

/* The arguments of options that have files, directories or words to choose from. */
static void print_bash_arguments(command_id command) {
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    const tool_option *const row = &options[id];
    if (!option_shown(id, command) || row->argument == NULL) { continue; }
    printf("    %s:--%s", commands[command].name, row->name);
    if (row->letter != 0) { printf("|%s:-%c", commands[command].name, row->letter); }
    switch (row->completion) {
      case COMPLETE_FILE: puts(") compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\")); return;;"); break;
      case COMPLETE_DIRECTORY: puts(") compopt -o filenames; COMPREPLY=($(compgen -d -- \"$word\")); return;;"); break;
      case COMPLETE_WORDS: printf(") COMPREPLY=($(compgen -W '%s' -- \"$word\")); return;;\n", row->words); break;
      case COMPLETE_NONE: puts(") return;;"); break;
    }
  }
}

static void print_bash_options(command_id command) {
  printf("    %s) options='", command == COMMAND_NONE ? "''" : commands[command].name);
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    if (option_shown(id, command)) { printf("--%s ", options[id].name); }
  }
  puts("';;");
}

static void print_bash_operands(command_id command) {
  const tool_command *const row = &commands[command];
  if (row->completion == COMPLETE_WORDS) {
    printf("    %s) COMPREPLY=($(compgen -W '%s' -- \"$word\"));;\n", row->name, row->words);
  } else if (row->completion == COMPLETE_FILE) {
    printf("    %s) compopt -o filenames; COMPREPLY=($(compgen -f -X '!*.@(yaml|yml)' -- \"$word\") $(compgen -d -- \"$word\"));;\n",
           row->name);
  }
}

static void print_bash(void) {
  puts("# bash completion of soi, made by: soi completion bash\n"
       "_soi() {\n"
       "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' options='' i\n"
       "  shopt -q extglob || shopt -s extglob\n"
       "  COMPREPLY=()\n"
       "  # The subcommand is the first word that is no option.\n"
       "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
       "    [[ ${COMP_WORDS[i]} == -* ]] || { command=${COMP_WORDS[i]}; break; }\n"
       "  done\n"
       "  # --option=value arrives as three words.\n"
       "  [[ $word == '=' ]] && word=''\n"
       "  [[ $before == '=' && COMP_CWORD -gt 2 ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
       "  case $command:$before in");
  for (command_id id = 0; id < COMMAND_COUNT; ++id) { print_bash_arguments(id); }
  puts("  esac\n  case $command in");
  for (command_id id = 0; id <= COMMAND_COUNT; ++id) { print_bash_options(id); }
  puts("  esac\n"
       "  if [[ $word == -* ]]; then\n"
       "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
       "    return\n"
       "  fi\n"
       "  case $command in");
  fputs("    '') COMPREPLY=($(compgen -W '", stdout);
  for (command_id id = 0; id < COMMAND_COUNT; ++id) { printf("%s ", commands[id].name); }
  puts("' -- \"$word\"));;");
  for (command_id id = 0; id < COMMAND_COUNT; ++id) { print_bash_operands(id); }
  puts("  esac\n}\ncomplete -F _soi soi");
}

/* --- zsh ---------------------------------------------------------------------------------------------------------------- */

/* Text within single quotes and square brackets of an _arguments specification. */
static void put_zsh(const char *text) {
  for (; *text != '\0'; ++text) {
    if (*text == '\'') {
      fputs("'\\''", stdout);
    } else {
      if (strchr("[]:\\", *text) != NULL) { putchar('\\'); }
      putchar(*text);
    }
  }
}

static const char *zsh_action(completion_kind completion) {
  return completion == COMPLETE_FILE ? "_files" : completion == COMPLETE_DIRECTORY ? "_files -/" : " ";
}

static void print_zsh_option(option_id id) {
  const tool_option *const row = &options[id];
  const bool repeats = row->kind == KIND_SET || row->kind == KIND_METRIC;
  if (row->letter != 0) {
    printf("        '(-%c --%s)'{-%c%s,--%s%s}'[", row->letter, row->name, row->letter, row->argument ? "+" : "", row->name,
           row->argument ? "=" : "");
  } else {
    printf("        '%s--%s%s[", repeats ? "*" : "", row->name, row->argument ? "=" : "");
  }
  put_zsh(row->help);
  putchar(']');
  if (row->argument != NULL) {
    putchar(':');
    put_zsh(row->argument);
    if (row->completion == COMPLETE_WORDS) {
      printf(":(%s)", row->words);
    } else {
      printf(":%s", zsh_action(row->completion));
    }
  }
  puts("' \\");
}

static void print_zsh_command(command_id command) {
  const tool_command *const row = &commands[command];
  printf("    %s)\n      _arguments -s \\\n", row->name);
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    if (option_shown(id, command)) { print_zsh_option(id); }
  }
  if (row->completion == COMPLETE_FILE) {
    puts("        '*:file:_files -g \"*.(yaml|yml)(-.)\"' ;;");
  } else if (row->completion == COMPLETE_WORDS) {
    printf("        '1:operand:(%s)' ;;\n", row->words);
  } else {
    puts("        '*: : ' ;;");
  }
}

static void print_zsh(void) {
  puts("#compdef soi\n"
       "# zsh completion of soi, made by: soi completion zsh\n"
       "_soi() {\n"
       "  local curcontext=$curcontext state line\n"
       "  local -a subcommands\n"
       "  subcommands=(");
  for (command_id id = 0; id < COMMAND_COUNT; ++id) {
    printf("    '%s:", commands[id].name);
    put_zsh(commands[id].summary);
    puts("'");
  }
  puts("  )\n  _arguments -C \\");
  for (option_id id = 0; id < OPTION_COUNT_; ++id) {
    if (option_shown(id, COMMAND_NONE)) { print_zsh_option(id); }
  }
  puts("        '1: :->subcommand' '*:: :->operands'\n"
       "  if [[ $state == subcommand ]]; then\n"
       "    _describe subcommand subcommands\n"
       "    return\n"
       "  fi\n"
       "  case $words[1] in");
  for (command_id id = 0; id < COMMAND_COUNT; ++id) { print_zsh_command(id); }
  puts("  esac\n}\n"
       "# Sourced, it defines the completion; loaded from $fpath, it completes.\n"
       "if [[ $funcstack[1] == _soi ]]; then\n  _soi \"$@\"\nelse\n  compdef _soi soi\nfi");
}

int completion_command(const tool_arguments *arguments) {
  const char *const shell = arguments->operands[0];
  if (strcmp(shell, "bash") == 0) {
    print_bash();
  } else if (strcmp(shell, "zsh") == 0) {
    print_zsh();
  } else {
    terminal_complain("completion", "'%s' is wrong; expected bash or zsh", shell);
    return SOI_VERDICT_INPUT;
  }
  return SOI_VERDICT_HELD;
}
