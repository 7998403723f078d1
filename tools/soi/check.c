/* soi check: every mistake in maps and scenarios, found without a run. */

#include "session.h"
#include "terminal.h"
#include "tool.h"

static bool check_file(const char *path, const tool_arguments *arguments) {
  tool_session session;
  const bool map = soi_file_kind(path) == 'm';
  const bool good = map ? session_load_map(&session, path) : session_load(&session, path, arguments->sets, arguments->set_count, true);
  session_complain(&session);
  if (good && !arguments_given(arguments, OPTION_QUIET)) { session_tell(&session, UINT32_MAX); }
  const char *const kind = map ? "map" : session_is_part(&session) ? "part of a scenario" : "scenario";
  if (good && !arguments_given(arguments, OPTION_QUIET)) { printf("%s: a good %s\n", terminal_visible(path), kind); }
  session_close(&session);
  return good;
}

int check_command(const tool_arguments *arguments) {
  uint32_t bad = 0;
  for (uint32_t i = 0; i < arguments->operand_count; ++i) { bad += check_file(arguments->operands[i], arguments) ? 0 : 1; }
  if (bad > 0 && !arguments_given(arguments, OPTION_QUIET)) {
    terminal_complain("check", "%u of %u files are wrong", bad, arguments->operand_count);
  }
  return bad > 0 ? SOI_VERDICT_INPUT : SOI_VERDICT_HELD;
}
