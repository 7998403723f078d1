/* Recording a run to a file: a thread compresses and writes one chunk while the run fills another. */
#ifndef SOI_TOOL_RECORD_H
#define SOI_TOOL_RECORD_H

#include "options.h"
#include "session.h"

typedef struct tool_record tool_record;

/* Opens the file of --record and writes its beginning, the first moment included; the session must be at its start. Null when that
 * failed, after a message, or when the option was not given: see *failed. */
tool_record *record_begin(const tool_arguments *arguments, const tool_session *session, const soi_note *notes, uint32_t note_count,
                          bool *failed);
/* After each step. A failure is told once; the run goes on without. */
void record_step(tool_record *record, const tool_session *session);
/* A command that the world has just taken. */
void record_command(tool_record *record, const tool_session *session, const soi_command *command);
/* Writes the rest and closes the file; says what it took unless quiet. False when anything could not be written. record may be null. */
bool record_end(tool_record *record, const tool_session *session, bool quiet);

#endif
