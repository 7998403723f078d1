/* Recordings brought back to life. */
#include "recorded.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "output.h"
#include "terminal.h"

bool recorded_is_one(const char *path) {
  static const char magic[] = {'\x89', 'M', 'C', 'A', 'P'};
  char bytes[sizeof magic];
  FILE *const file = fopen(path, "rb");
  const bool read = file != NULL && fread(bytes, 1, sizeof bytes, file) == sizeof bytes;
  if (file != NULL) { fclose(file); }
  return read && memcmp(bytes, magic, sizeof magic) == 0;
}

/* The attachments as the texts of a reading, in their order. */
static bool take_sources(tool_recorded *self, const char *command) {
  soi_attachment attachment;
  for (uint32_t i = 0; soi_recording_attachment(self->recording, i, &attachment); ++i) {
    if (attachment.bytes == NULL) {
      terminal_complain(command, "%s: its text %s is damaged, so the model cannot be built again", self->path, attachment.name);
      return false;
    }
    self->sources = terminal_grow(self->sources, (self->source_count + 1) * sizeof *self->sources);
    self->sources[self->source_count++] = (soi_source){attachment.name, attachment.bytes, attachment.size};
  }
  if (self->source_count == 0) { terminal_complain(command, "%s: it holds no scenario: its attachments were left out", self->path); }
  /* The scenario first, in whatever order they stand. */
  for (uint32_t i = 1; i < self->source_count && self->about->scenario != NULL; ++i) {
    if (strcmp(self->sources[i].path, self->about->scenario) == 0) {
      const soi_source scenario = self->sources[i];
      memmove(self->sources + 1, self->sources, i * sizeof scenario);
      self->sources[0] = scenario;
      break;
    }
  }
  return self->source_count > 0;
}

/* Says which of the channels that every recording has are not in this one. */
static void tell_missing(const tool_recorded *self, const char *command) {
  static const struct {
    uint32_t channel;
    const char *name, *use;
  } due[] = {{SOI_CHANNEL_BIT(HASH), "hashes", "nothing to verify by"},
             {SOI_CHANNEL_BIT(FRAMES), "frames", "nothing to show or to extract"},
             {SOI_CHANNEL_BIT(SNAPSHOTS), "snapshots", "no moment to go on from"}};
  for (unsigned i = 0; i < sizeof due / sizeof *due; ++i) {
    soi_message_cursor cursor = soi_recording_messages(self->recording, due[i].channel, 0, UINT64_MAX);
    soi_message message;
    /* What is damaged, or packed in a way that is not known, is told as that. */
    if (!soi_message_next(&cursor, &message) && self->about->trouble == NULL) {
      terminal_complain(command, "%s: there are no %s in it, so %s; they were left out when it was packed", self->path, due[i].name,
                        due[i].use);
    }
  }
}

/* Beside a recording may stand what was to replace it: it grows still, or was left behind. */
static void tell_part(const tool_recorded *self) {
  char *const part = output_part(self->path);
  const int file = open(part, O_RDONLY | O_CLOEXEC);
  if (file >= 0 && recorded_is_one(part)) {
    const bool grows = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    terminal_complain(self->command, "%s: beside it stands %s, %s", self->path, part,
                      grows ? "which is to replace it when it is whole"
                            : "left by a run that was cut off: a recording too, as far as it goes");
  }
  if (file >= 0) { close(file); }
  free(part);
}

/* What could not be read, once: some of it is found only when it is looked for. */
static void tell_trouble(tool_recorded *self) {
  if (self->about == NULL || self->about->trouble == NULL || self->told) { return; }
  terminal_complain(self->command, "%s: %s", self->path, self->about->trouble);
  self->told = true;
}

bool recorded_open(tool_recorded *self, const char *command, const char *path) {
  char message[256];
  *self = (tool_recorded){.path = path, .command = command};
  self->recording = soi_recording_open(path, soi_memory_libc(), message, sizeof message);
  if (self->recording == NULL) {
    terminal_complain(command, "%s cannot be read: %s", path, message);
    return false;
  }
  self->about = soi_recording_about(self->recording);
  tell_part(self);
  if (self->about->whole) { tell_missing(self, command); }
  tell_trouble(self);
  if (!take_sources(self, command)) { return false; }
  if (!session_load_sources(&self->session, self->sources, self->source_count, NULL, 0)) {
    session_complain(&self->session);
    terminal_complain(command, "%s: this version of soi cannot read the scenario in it", path);
    return false;
  }
  self->same_model = self->session.model->hash == self->about->model_hash;
  session_start(&self->session, NULL);
  recorded_inputs_from(self, 0);
  return true;
}

void recorded_close(tool_recorded *self) {
  tell_trouble(self);
  session_close(&self->session);
  soi_recording_close(self->recording);
  free(self->sources);
  *self = (tool_recorded){.path = self->path};
}

const char *recorded_time(double start, uint32_t step_us, soi_tick tick, char *buffer) {
  const uint64_t ms = (uint64_t)(start * 1e3 + 0.5) + tick * step_us / 1000u;
  snprintf(buffer, TERMINAL_CLOCK, "%02u:%02u:%02u.%03u", (unsigned)(ms / 3600000u), (unsigned)(ms / 60000u % 60u),
           (unsigned)(ms / 1000u % 60u), (unsigned)(ms % 1000u));
  return buffer;
}

const char *recorded_clock(const tool_recorded *self, soi_tick tick, char *buffer) {
  return recorded_time(self->about->start, self->about->step_us, tick, buffer);
}

bool recorded_tick(const tool_recorded *self, const char *command, const char *clock, soi_tick *tick) {
  double seconds = 0.0;
  char first[TERMINAL_CLOCK], last[TERMINAL_CLOCK];
  if (!soi_unit_read(SOI_UNIT_CLOCK, clock, &seconds)) {
    terminal_complain(command, "'%s' is no time of day; expected HH:MM or HH:MM:SS", clock);
    return false;
  }
  *tick = soi_tick_at(self->session.model, seconds);
  const bool before = seconds + 1e-3 <= soi_clock(self->session.model, self->about->first); /* printed to the millisecond */
  if (before || *tick > self->about->last) {
    terminal_complain(command, "%s is not in %s, which goes from %s to %s", clock, self->path,
                      recorded_clock(self, self->about->first, first), recorded_clock(self, self->about->last, last));
    return false;
  }
  return true;
}

/* --- inputs ------------------------------------------------------------------------------------------------------------ */

/* Finds the next command once, and not again at each step. */
static void find_next(tool_recorded *self) {
  self->next_tick = UINT64_MAX;
  for (soi_message message; self->next_tick == UINT64_MAX && soi_message_next(&self->inputs, &message);) {
    if (soi_message_command(&message, &self->next)) { self->next_tick = message.tick; }
  }
}

void recorded_inputs_from(tool_recorded *self, soi_tick tick) {
  self->inputs = soi_recording_messages(self->recording, SOI_CHANNEL_BIT(INPUTS), tick, UINT64_MAX);
  find_next(self);
}

void recorded_give(tool_recorded *self, soi_world *world, recorded_input given, void *context) {
  while (self->next_tick <= *world->tick) {
    const soi_command command = self->next;
    find_next(self);
    if (soi_world_command(world, &command) && given != NULL) { given(context, &command); }
  }
}

void recorded_step(tool_recorded *self) {
  recorded_give(self, self->session.world, NULL, NULL);
  session_step(&self->session);
}

bool recorded_frames(tool_recorded *self, soi_tick from, soi_tick to, recorded_visit visit, void *context) {
  soi_tape *const tape = soi_tape_create(self->recording, self->session.model, soi_memory_libc());
  soi_message_cursor cursor = soi_recording_messages(self->recording, SOI_CHANNEL_BIT(FRAMES), from, to);
  bool shown = tape != NULL, goes_on = true;
  for (soi_message message; tape != NULL && goes_on && soi_message_next(&cursor, &message);) {
    const soi_tick tick = message.tick;
    const bool there = soi_tape_show(tape, tick, self->session.world) && *self->session.world->tick == tick;
    goes_on = !there || visit(context, self);
    shown = shown && there;
  }
  soi_tape_release(tape);
  return shown;
}

bool recorded_seek(tool_recorded *self, soi_tick tick) {
  if (tick > self->session.model->end || !soi_recording_restore(self->recording, tick, self->session.world, self->session.observer)) {
    return false;
  }
  recorded_inputs_from(self, *self->session.world->tick);
  while (*self->session.world->tick < tick) { recorded_step(self); }
  return true;
}

/* --- differences ------------------------------------------------------------------------------------------------------- */

static const char *const groups[SOI_GROUP_COUNT] = {
    [SOI_GROUP_WORLD] = "the world",   [SOI_GROUP_VEHICLE] = "vehicle",   [SOI_GROUP_CART] = "cart",
    [SOI_GROUP_PERSON] = "person",     [SOI_GROUP_STOP] = "stop",         [SOI_GROUP_DEPOT] = "depot",
    [SOI_GROUP_SIGNAL] = "signal",     [SOI_GROUP_CROSSING] = "crossing", [SOI_GROUP_CONFLICT_ZONE] = "zone",
    [SOI_GROUP_LANE] = "lane",         [SOI_GROUP_VEHICLE_FLOW] = "flow", [SOI_GROUP_PEOPLE_FLOW] = "flow of people",
    [SOI_GROUP_INCIDENT] = "incident", [SOI_GROUP_COMMAND] = "command",   [SOI_GROUP_TRACK] = "track",
    [SOI_GROUP_LEG] = "leg",
};

/* "vehicle 12 (cart-2)", "cart-2", "stop or-tor-kor", "person 7". */
static void name_row(const soi_world *world, soi_group group, uint32_t row, char *buffer, size_t size) {
  const soi_definition *const definition = world->model->definition;
  const soi_cart_id cart = group == SOI_GROUP_VEHICLE ? world->vehicle_cart[row] : group == SOI_GROUP_CART ? row : 0;
  if (group == SOI_GROUP_WORLD) {
    snprintf(buffer, size, "the world");
  } else if (cart != 0 && cart <= world->model->cart_count) {
    const char *const id = definition->scenario.fleet.items[cart - 1].record.id;
    if (group == SOI_GROUP_CART) {
      snprintf(buffer, size, "%s", id);
    } else {
      snprintf(buffer, size, "%s (vehicle %u)", id, row);
    }
  } else if (group == SOI_GROUP_STOP && row > 0) {
    snprintf(buffer, size, "stop %s", definition->map.stops.items[world->model->stops[row].definition - 1].record.id);
  } else {
    snprintf(buffer, size, "%s %u", groups[group] == NULL ? "row" : groups[group], row);
  }
}

bool recorded_compare(const soi_world *a, const soi_world *b, recorded_difference *difference) {
  soi_difference found;
  if (!soi_world_difference(a, b, &found)) { return false; }
  char row[100];
  const bool in_a = found.field->group != SOI_GROUP_VEHICLE || soi_vehicle_lives(a, found.row);
  name_row(in_a ? a : b, found.field->group, found.row, row, sizeof row);
  snprintf(difference->what, sizeof difference->what, "%s, %s", row, found.field->name);
  difference->phase = found.field->phase;
  const char *const space = *found.field->unit == '\0' ? "" : " ";
  snprintf(difference->a, sizeof difference->a, "%.10g%s%s", found.a, space, found.field->unit);
  snprintf(difference->b, sizeof difference->b, "%.10g%s%s", found.b, space, found.field->unit);
  return true;
}
