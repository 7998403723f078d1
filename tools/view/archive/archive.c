/* What the play tells goes into a file; what a file says is what the play is given. */
#include "archive.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal.h"

/* --- the recording that is played ---------------------------------------------------------------------------------------- */

/* The commands in it, each at the tick from which it acts. */
static void take_commands(archive *self) {
  soi_message_cursor cursor = soi_recording_messages(self->played.recording, SOI_CHANNEL_BIT(INPUTS), 0, UINT64_MAX);
  for (soi_message message; soi_message_next(&cursor, &message);) {
    soi_command command;
    if (!soi_message_command(&message, &command)) { continue; }
    if (command.tick < message.tick) { command.tick = message.tick; }
    self->commands = terminal_grow(self->commands, (self->command_count + 1) * sizeof *self->commands);
    self->commands[self->command_count++] = command;
  }
}

bool archive_open(archive *self, tool_session *session, const char *path) {
  self->plays = true;
  if (!recorded_open(&self->played, "view", path)) { return false; }
  if (!self->played.same_model) {
    terminal_complain(
        "view", "%s was recorded with another version of soi; play it with that version, or take its frames with soi replay --csv", path);
    return false;
  }
  if (self->played.about->last > self->played.session.model->end) {
    terminal_complain("view", "%s goes on behind the end of its scenario: it is damaged", path);
    return false;
  }
  take_commands(self);
  self->current = terminal_copy(path);
  return session_load_sources(session, self->played.sources, self->played.source_count, NULL, 0);
}

static bool begin(void *context, soi_world *world, soi_observer *observer) {
  const archive *const self = context;
  const soi_tick first = self->played.about->first;
  return first == 0 || soi_recording_restore(self->played.recording, first, world, observer);
}

/* --- the recordings that are written -------------------------------------------------------------------------------------- */

/* The first file is the one asked for; those after it, and those beside the recording that is played, are numbered: none is replaced. */
static char *next_path(archive *self) {
  if (self->number == 0 && self->path != NULL) {
    self->number = 1;
    return terminal_copy(self->path);
  }
  const char *const base = self->path != NULL ? self->path : self->played.path;
  const size_t length = strlen(base), ending = length > 5 && strcmp(base + length - 5, ".mcap") == 0 ? 5 : 0;
  for (self->number = self->number < 1 ? 2 : self->number + 1;; ++self->number) {
    char *const path = terminal_format("%.*s-%u.mcap", (int)(length - ending), base, self->number);
    if (access(path, F_OK) != 0) { return path; }
    free(path);
  }
}

static void begin_file(archive *self, const soi_world *world) {
  record_parent parent;
  const char *const scenario = self->definition->files.count > 0 ? self->definition->files.items[0].path : "";
  const bool goes_on = self->current != NULL;
  if (goes_on) { record_name_parent(&parent, self->current, scenario, world); }
  self->failed = !record_end(self->record, &(record_last){0}, true) || self->failed;
  char *const path = next_path(self);
  self->record = record_open("view", &(record_options){.path = path,
                                                       .definition = self->definition,
                                                       .model = world->model,
                                                       .notes = parent.notes,
                                                       .note_count = goes_on ? RECORD_PARENT : 0});
  self->failed = self->record == NULL || self->failed;
  if (goes_on) {
    fprintf(stderr, "soi view: what follows %s of %s is recorded in %s\n", parent.time, terminal_visible(self->current),
            terminal_visible(path));
  }
  free(self->current);
  self->current = path;
}

static void tell_moment(void *context, const soi_world *world, const soi_observer *observer, bool anew) {
  archive *const self = context;
  if (anew) { begin_file(self, world); }
  record_step(self->record, world, observer);
}

static void tell_command(void *context, const soi_world *world, const soi_command *command) {
  const archive *const self = context;
  record_command(self->record, world, command);
}

void archive_ask(archive *self, const tool_session *session, const char *record, play_options *how) {
  self->path = record;
  self->definition = &session->definition;
  if (self->plays) {
    how->commands = self->commands;
    how->command_count = self->command_count;
    how->recorded = (play_recorded){self->played.about->first, self->played.about->last, begin, self};
  }
  if (self->plays || record != NULL) { how->witness = (play_witness){self, tell_moment, tell_command}; }
}

bool archive_close(archive *self) {
  const bool written = record_end(self->record, &(record_last){0}, false) && !self->failed;
  if (self->plays) { recorded_close(&self->played); }
  free(self->commands);
  free(self->current);
  *self = (archive){0};
  return written;
}
