/* Recording a run to a file: the run copies its moments, a thread packs, compresses and writes them. */
#ifndef SOI_TOOL_RECORD_H
#define SOI_TOOL_RECORD_H

#include <soi/recording.h>

typedef struct tool_record tool_record;

/* What a recording says of the one that it goes on from. */
enum { RECORD_PARENT = 4 };
typedef struct record_parent {
  soi_note notes[RECORD_PARENT];
  char time[32], hash[24];
} record_parent;

/* The world is at the moment from which it goes on; the texts must outlive the notes. */
void record_name_parent(record_parent *parent, const char *path, const char *scenario, const soi_world *world);

/* What is recorded, and where. */
typedef struct record_options {
  const char *path;
  double hz;                        /* frames a simulated second; 0: the usual number */
  const soi_definition *definition; /* its texts go into the file */
  const soi_model *model;
  const soi_note *notes;
  uint32_t note_count;
} record_options;

/* Opens the file and writes its beginning. Null after a message, which begins with the subcommand's name: also when another run is
 * recording into it. A recording that stands there stays until the new one, which grows as path.part, has come whole to its end. */
tool_record *record_open(const char *command, const record_options *how);
/* The moment at which it begins, and the one after each step. A failure is told once; the run goes on without. record may be null. */
void record_step(tool_record *record, const soi_world *world, const soi_observer *observer);
/* A command that the world has just taken. */
void record_command(tool_record *record, const soi_world *world, const soi_command *command);
/* How a run ended. */
typedef struct record_last {
  const soi_world *world; /* for a last snapshot; null: none */
  const soi_observer *observer;
  bool stopped; /* before its end: it does not replace what stood there */
} record_last;

/* Writes the rest and closes the file; says what it took unless quiet. False when anything could not be written. record may be null. */
bool record_end(tool_record *record, const record_last *last, bool quiet);

#endif
