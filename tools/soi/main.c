/* soi: the command line. Reads the line, and hands over to the subcommand. */
#include "options.h"
#include "output.h"
#include "stop.h"
#include "targets.h"
#include "terminal.h"
#include "help.h"
#include "tool.h"

static int (*const runners[COMMAND_COUNT])(const tool_arguments *arguments) = {
    [COMMAND_RUN] = run_command,           [COMMAND_TEST] = test_command,     [COMMAND_COMPARE] = compare_command,
    [COMMAND_SWEEP] = sweep_command,       [COMMAND_FAN] = fan_command,       [COMMAND_REPLAY] = replay_command,
    [COMMAND_DIFF] = diff_command,         [COMMAND_WHY] = why_command,       [COMMAND_CHECK] = check_command,
    [COMMAND_DESCRIBE] = describe_command, [COMMAND_SCHEMA] = schema_command, [COMMAND_METRICS] = metrics_command,
    [COMMAND_BENCH] = bench_command,       [COMMAND_VIEW] = view_command,     [COMMAND_IMPORT] = import_command,
    [COMMAND_MAP] = map_command,           [COMMAND_NEW] = new_command,       [COMMAND_COMPLETION] = completion_command,
    [COMMAND_HELP] = help_command,
};

static int dispatch(const tool_arguments *arguments) {
  if (arguments_given(arguments, OPTION_HELP_ME)) {
    help_print(arguments->command);
    return SOI_VERDICT_HELD;
  }
  if (arguments_given(arguments, OPTION_VERSION)) {
    printf("soi %s\n", soi_version());
    return SOI_VERDICT_HELD;
  }
  return runners[arguments->command](arguments);
}

/* Of run and test somebody waits for the verdict; of all else a reader may leave when it has seen enough (soi metrics | head). */
static bool only_prints(const tool_arguments *arguments) {
  return (arguments->command != COMMAND_RUN && arguments->command != COMMAND_TEST) || arguments_given(arguments, OPTION_HELP_ME);
}

int main(int count, char **words) {
  stop_install();
  stop_at_once();
  tool_arguments arguments;
  int code = SOI_VERDICT_INPUT;
  if (arguments_parse(&arguments, count, words)) {
    if (only_prints(&arguments)) { output_reader_may_leave(); }
    code = outputs_take(&arguments) ? dispatch(&arguments) : SOI_VERDICT_INPUT;
  }
  /* What could not be printed is a fault, whatever came of the rest. */
  const bool printed = terminal_flush(only_prints(&arguments));
  arguments_release(&arguments);
  return printed ? code : SOI_VERDICT_FAULT;
}
