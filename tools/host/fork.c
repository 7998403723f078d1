/* Forks. The parent's own model brings the state to the moment, so that a change acts from there on and not from the snapshot before. */
#include "fork.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"

bool fork_open(tool_fork *fork, const char *command, const char *text) {
  *fork = (tool_fork){.command = command, .path = terminal_copy(text)};
  char *const at = strrchr(fork->path, '@');
  if (at == NULL || at == fork->path || at[1] == '\0') {
    terminal_complain(command, "'%s' is wrong; expected FILE@TIME, such as run.mcap@08:10", text);
    return false;
  }
  *at = '\0';
  if (!recorded_open(&fork->parent, command, fork->path)) { return false; }
  if (!fork->parent.same_model) {
    terminal_complain(command, "%s was recorded with another version of soi, whose state this one cannot go on from", fork->path);
    return false;
  }
  return recorded_tick(&fork->parent, command, at + 1, &fork->tick);
}

/* Where figures begin anew, the warm-up ends at the moment, unless a change sets a later end. */
static bool load(const tool_fork *fork, tool_session *session, const char *const *overrides, uint32_t count) {
  const tool_recorded *const parent = &fork->parent;
  const char **const texts = terminal_grow(NULL, (count + 1) * sizeof *texts);
  char *const warmup = terminal_format("warmup=%.10g s", (double)fork->tick * parent->session.model->step);
  /* At the scenario's end only a longer one leaves anything to measure. */
  const uint32_t own = fork->anew && (count > 0 || fork->tick < parent->session.model->end) ? 1 : 0;
  texts[0] = warmup;
  for (uint32_t i = 0; i < count; ++i) { texts[own + i] = overrides[i]; }
  const bool loaded = session_load_sources(session, parent->sources, parent->source_count, texts, own + count);
  free(warmup);
  free(texts);
  return loaded;
}

bool fork_load(tool_fork *fork, tool_session *session, const char *const *overrides, uint32_t count) {
  const tool_recorded *const parent = &fork->parent;
  if (!load(fork, session, overrides, count)) { return false; }
  const soi_tick warmup = session->model->warmup;
  fork->anew = fork->anew || warmup != parent->session.model->warmup;
  if (fork->anew && warmup < fork->tick && fork->tick < session->model->end) {
    soi_error_add(&session->errors, (soi_mark){.file = 0},
                  "%s: the warmup ends before the moment, so and figures from there on are gone; expected a later end", parent->path);
    return false;
  }
  char why[200];
  if (soi_model_same_layout(parent->session.model, session->model, why, sizeof why)) { return true; }
  soi_error_add(&session->errors, (soi_mark){.file = 0}, "%s: %s; a fork keeps ids, numbers and capacities", parent->path, why);
  return false;
}

/* The weather of the scenario is that of its start. A fork that changes it means: from here on. */
static void change_weather(const tool_fork *fork, const tool_session *session) {
  const soi_weather_definition *const before = &fork->parent.session.definition.scenario.weather;
  const soi_weather_definition *const now = &session->definition.scenario.weather;
  if (before->rain != now->rain || before->visibility != now->visibility) {
    *session->world->rain = now->rain;
    *session->world->visibility = now->visibility;
    *session->world->rain_until = 0;
  }
}

bool fork_restore(tool_fork *fork, tool_session *session) {
  tool_recorded *const parent = &fork->parent;
  if (!recorded_seek(parent, fork->tick)) {
    terminal_complain(fork->command, "%s has no snapshot that can be restored at or before that moment", parent->path);
    return false;
  }
  soi_world_take_over(session->world, parent->session.world);
  soi_observer_take_over(session->observer, parent->session.observer);
  if (fork->anew) { soi_observer_begin(session->observer, session->world); }
  record_name_parent(&fork->named, parent->path, parent->about->scenario, session->world);
  change_weather(fork, session);
  return true;
}

void fork_close(tool_fork *fork) {
  recorded_close(&fork->parent);
  free(fork->path);
  fork->path = NULL;
}
