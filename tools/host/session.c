/* Loading, building and stepping, with everything owned in one place so that each way out gives it all back. */
#include "session.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "terminal.h"

const char *session_share(soi_arena *arena) {
  static const char part[] = "scenarios/common/vehicles.yaml";
  char self[PATH_MAX], found[PATH_MAX + 64];
  const ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  char *slash = length > 0 ? &self[length] : self;
  for (*slash = '\0'; (slash = strrchr(self, '/')) != NULL;) {
    *slash = '\0';
    for (size_t i = 0; i < 2; ++i) {
      (void)snprintf(found, sizeof found, i == 0 ? "%s/share/soi/%s" : "%s/%s", self, part);
      if (access(found, R_OK) == 0) {
        found[strlen(found) - sizeof part] = '\0';
        return strcpy(SOI_NEW(arena, char, strlen(found) + 1), found);
      }
    }
  }
  return access(SOI_SOURCE_DIR "/scenarios", R_OK) == 0 ? SOI_SOURCE_DIR : NULL;
}

static void prepare(tool_session *session) {
  memset(session, 0, sizeof *session);
  session->arena = soi_arena_make(soi_memory_libc());
  session->definition.share = session_share(&session->arena);
  session->errors.arena = &session->arena;
}

/* Builds the model from what was read, unless reading found mistakes. */
static bool build(tool_session *session, bool loaded) {
  if (loaded) { session->model = soi_model_build(&session->definition, soi_memory_libc(), &session->errors); }
  soi_errors_sort(&session->errors);
  return session->model != NULL;
}

bool session_is_part(const tool_session *session) { return soi_definition_is_part(&session->definition); }

/* Nothing is written to what was read, whichever file named it. */
static bool spare(tool_session *session, bool loaded) {
  for (uint32_t i = 0; i < session->definition.files.count; ++i) {
    const char *const message = outputs_spare(session->definition.files.items[i].path);
    if (message != NULL) {
      soi_error_add(&session->errors, (soi_mark){.file = i + 1}, "%s", message);
      loaded = false;
    }
  }
  return loaded;
}

bool session_load(tool_session *session, const char *path, const char *const *overrides, uint32_t count, bool parts_allowed) {
  prepare(session);
  const bool loaded = spare(session, soi_load_scenario(&session->definition, path, overrides, count, &session->errors));
  return loaded && parts_allowed && session_is_part(session) ? true : build(session, loaded);
}

bool session_load_sources(tool_session *session, const soi_source *sources, uint32_t source_count, const char *const *overrides,
                          uint32_t count) {
  prepare(session);
  return build(session, soi_load_scenario_sources(&session->definition, sources, source_count, overrides, count, &session->errors));
}

bool session_load_map(tool_session *session, const char *path) {
  prepare(session);
  const bool loaded = soi_load_map(&session->definition, path, &session->errors);
  return build(session, spare(session, loaded));
}

void session_start(tool_session *session, const soi_parallel *parallel) {
  session->world = soi_world_create(session->model, soi_memory_libc(), parallel);
  session->observer = soi_observer_create(session->model, soi_memory_libc());
  SOI_ASSERT(session->world != NULL && session->observer != NULL); /* else there is no memory for them */
}

void session_close(tool_session *session) {
  if (session->observer != NULL) { soi_observer_release(session->observer); }
  if (session->world != NULL) { soi_world_release(session->world); }
  if (session->model != NULL) { soi_model_release(session->model); }
  soi_definition_release(&session->definition);
  soi_arena_release(&session->arena);
}

void session_step(tool_session *session) {
  soi_world_step(session->world);
  soi_observer_step(session->observer, session->world);
}

bool session_full(const tool_session *session, char *buffer, size_t size) {
  const soi_world *const world = session->world;
  const soi_capacity_definition *const capacity = &session->definition.scenario.capacity;
  const bool vehicles = world->overflow_vehicles[0] > 0, people = world->overflow_people[0] > 0;
  if ((!vehicles && !people) || capacity->allow_overflow) { return false; }
  int length = snprintf(buffer, size, "no room was left");
  if (vehicles) {
    length += snprintf(buffer + length, size - (size_t)length, " in the table of vehicles (capacity.vehicles is %u)", capacity->vehicles);
  }
  if (people) {
    snprintf(buffer + length, size - (size_t)length, "%s in the table of people (capacity.people is %u)", vehicles ? " and" : "",
             capacity->people);
  }
  return true;
}

bool session_ended(const tool_session *session) { return *session->world->tick >= session->model->end; }

bool session_end(tool_session *session, soi_tick begin, double seconds, soi_tick *end) {
  const soi_model *const model = session->model;
  const soi_tick left = begin < model->end ? model->end - begin : 0, ticks = (soi_tick)ceil(seconds / model->step - 1e-6);
  *end = seconds > 0 ? begin + ticks : model->end;
  if (left > 0 && ticks <= left) { return true; }
  char asked[64], there[64], clock[TERMINAL_CLOCK];
  soi_unit_print(asked, sizeof asked, SOI_UNIT_TIME, seconds);
  soi_unit_print(there, sizeof there, SOI_UNIT_TIME, (double)left * model->step);
  terminal_clock(clock, soi_clock(model, begin));
  soi_error_add(&session->errors, (soi_mark){.file = 0},
                "--for: %s from %s on is more than the scenario has, of which %s are left; expected less, or a longer duration",
                seconds > 0 ? asked : "anything", clock, there);
  return false;
}

static const char *text_of(tool_session *session, const soi_error *error) {
  const size_t bytes = soi_error_text(&session->definition, error, NULL, 0) + 1;
  char *const text = SOI_NEW(&session->arena, char, bytes);
  soi_error_text(&session->definition, error, text, bytes);
  return text;
}

const char *session_error(tool_session *session, uint32_t i) { return text_of(session, &session->errors.items[i]); }

const char *session_note(tool_session *session, uint32_t i) { return text_of(session, &session->definition.notes.items[i]); }

void session_tell(tool_session *session, uint32_t most) {
  const uint32_t count = session->definition.notes.count;
  for (uint32_t i = 0; i < count && i < most; ++i) { fprintf(stderr, "%s\n", terminal_visible(session_note(session, i))); }
  if (count > most) { fprintf(stderr, "... and %u more are left out; soi check lists them\n", count - most); }
}

void session_complain(tool_session *session) {
  for (uint32_t i = 0; i < session->errors.count; ++i) { fprintf(stderr, "%s\n", terminal_visible(session_error(session, i))); }
}

bool session_source_is_file(const soi_source *source) { return source->text != NULL && strncmp(source->path, "--set ", 6) != 0; }

static uint64_t hash_text(uint64_t hash, const char *text, size_t length) {
  for (size_t i = 0; i < length; ++i) { hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u; }
  return hash;
}

uint64_t session_source_hash(const soi_source *source) { return hash_text(0xcbf29ce484222325u, source->text, source->length); }

uint64_t session_sources_hash(const soi_definition *definition) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (uint32_t i = 0; i < definition->files.count; ++i) {
    const soi_source *const source = &definition->files.items[i];
    if (session_source_is_file(source)) { hash = hash_text(hash_text(hash, source->text, source->length), "", 1); }
  }
  return hash;
}

tool_overrides session_overrides(const char *const *sets, uint32_t count, const uint64_t *seed) {
  tool_overrides list = {terminal_grow(NULL, (count + 1) * sizeof *list.texts), count, NULL};
  if (count > 0) { memcpy(list.texts, sets, count * sizeof *list.texts); }
  if (seed != NULL) {
    list.seed = terminal_format("seed=%llu", (unsigned long long)*seed);
    list.texts[list.count++] = list.seed;
  }
  return list;
}

void session_overrides_release(tool_overrides *overrides) {
  free(overrides->texts);
  free(overrides->seed);
}
