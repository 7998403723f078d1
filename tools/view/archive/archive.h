/* The recording that the window plays, and those it writes: what comes to pass in it is recorded, and a command given after rewinding
 * begins another file that names the one it parts from. */
#ifndef SOI_VIEW_ARCHIVE_H
#define SOI_VIEW_ARCHIVE_H

#include "play.h"
#include "record.h"
#include "recorded.h"

typedef struct archive {
  tool_recorded played; /* of a window on a recording */
  bool plays;
  soi_command *commands; /* those in it */
  uint32_t command_count;
  const soi_definition *definition;
  const char *path;    /* where to record, as it was asked for; null: beside the recording that is played, or nowhere */
  char *current;       /* the newest recording: written now, or played; null: none yet */
  unsigned number;     /* of the file written last */
  tool_record *record; /* null: nothing is written now */
  bool failed;         /* something could not be written */
} archive;

/* Opens a recording to be played and loads its scenario. False after messages: the exit code is 2. */
bool archive_open(archive *self, tool_session *session, const char *path);
/* Makes the play's options those of the recording that is played, if one is; record: the file to record into, or null. */
void archive_ask(archive *self, const tool_session *session, const char *record, play_options *how);
/* Once the play is closed: writes the rest. False when something could not be written. */
bool archive_close(archive *self);

#endif
