/* One scenario from its file to a world that can be stepped: what run, test, bench and check share. */
#ifndef SOI_TOOL_SESSION_H
#define SOI_TOOL_SESSION_H

#include <soi/soi.h>

typedef struct tool_session {
  soi_definition definition;
  soi_arena arena; /* of the errors */
  soi_errors errors;
  soi_model *model;
  soi_world *world;
  soi_observer *observer;
} tool_session;

/* The folder of the parts that soi brings: share/soi where it is installed, else the project it was built from; null when neither is
 * there. The text lives in the arena. */
const char *session_share(soi_arena *arena);
/* Loads a scenario with overrides ("key=value") and builds the model, but no world. False when the input is wrong: then errors
 * has at least one entry. A scenario without a map is wrong unless parts are allowed, of which no model is made. Release with session_close either way. */
bool session_load(tool_session *session, const char *path, const char *const *overrides, uint32_t count, bool parts_allowed);
/* True for a scenario without a map: a part that others extend. */
bool session_is_part(const tool_session *session);
/* As session_load, from texts in memory and no file (see soi_load_scenario_sources). */
bool session_load_sources(tool_session *session, const soi_source *sources, uint32_t source_count, const char *const *overrides,
                          uint32_t count);
/* As session_load, for a map alone. */
bool session_load_map(tool_session *session, const char *path);
/* Makes the world and its observer at tick 0. parallel may be null. */
void session_start(tool_session *session, const soi_parallel *parallel);
void session_close(tool_session *session);

/* One step, observed. */
void session_step(tool_session *session);
/* The end of the scenario. */
bool session_ended(const tool_session *session);
/* The tick so many seconds after another, 0: that of the scenario's end. False, and an error added, when the scenario does not last as long. */
bool session_end(tool_session *session, soi_tick begin, double seconds, soi_tick *end);
/* Says which tables were full, if any was and the scenario does not allow it. */
enum { SESSION_FULL = 160 }; /* bytes that it takes */
bool session_full(const tool_session *session, char *buffer, size_t size);

/* "file:line:column: message" of error number i, in the session's arena. */
const char *session_error(tool_session *session, uint32_t i);
/* The same of what is no mistake, but left out of the run. */
const char *session_note(tool_session *session, uint32_t i);
/* Prints so many notes to stderr, and how many more there are. */
enum { SESSION_NOTES = 5 };
void session_tell(tool_session *session, uint32_t most);
/* Prints all errors to stderr. */
void session_complain(tool_session *session);

/* Hash of one text that was read (FNV-1a); of all files that were read, in their order, overrides and the files' places left out. */
uint64_t session_source_hash(const soi_source *source);
uint64_t session_sources_hash(const soi_definition *definition);
/* True for a file, false for an override. */
bool session_source_is_file(const soi_source *source);

/* Overrides with "seed=N" added when a seed is given; free the list and its last text with session_overrides_release. */
typedef struct tool_overrides {
  const char **texts;
  uint32_t count;
  char *seed;
} tool_overrides;
tool_overrides session_overrides(const char *const *sets, uint32_t count, const uint64_t *seed);
void session_overrides_release(tool_overrides *overrides);

#endif
