/* Going on from a moment of a recording, perhaps with something changed. */
#ifndef SOI_TOOL_FORK_H
#define SOI_TOOL_FORK_H

#include "record.h"
#include "recorded.h"

typedef struct tool_fork {
  const char *command; /* for messages */
  tool_recorded parent;
  soi_tick tick;
  bool anew;           /* figures begin at the moment; else they go on, unless a later warm-up says otherwise */
  char *path;          /* of the recording */
  record_parent named; /* what a new recording says of its parent */
} tool_fork;

/* Opens what "FILE@TIME" names. False after messages, which begin with the subcommand's name; the exit code is then 2. Release with
 * fork_close either way. */
bool fork_open(tool_fork *fork, const char *command, const char *text);
/* Loads the recording's scenario with overrides into a session (see session_load); errors also name what a fork cannot change. */
bool fork_load(tool_fork *fork, tool_session *session, const char *const *overrides, uint32_t count);
/* Brings the started session to the moment. False after a message when there is no snapshot to begin with. */
bool fork_restore(tool_fork *fork, tool_session *session);
void fork_close(tool_fork *fork);

#endif
