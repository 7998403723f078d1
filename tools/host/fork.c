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

/* The recording's texts with changes. Where figures begin anew, the warm-up ends at the moment, unless a change sets a later end. */
static bool load(const tool_fork *fork, tool_session *session, const tool_overrides *changes) {
  const tool_recorded *const parent = &fork->parent;
  const char **const texts = terminal_grow(NULL, (changes->count + 1) * sizeof *texts);
  char *const warmup = terminal_format("warmup=%.10g s", (double)fork->tick * parent->session.model->step);
  /* At the scenario's end only a longer one leaves anything to measure. */
  const uint32_t own = fork->anew && (changes->count > 0 || fork->tick < parent->session.model->end) ? 1 : 0;
  texts[0] = warmup;
  for (uint32_t i = 0; i < changes->count; ++i) { texts[own + i] = changes->texts[i]; }
  const bool loaded = session_load_sources(session, parent->sources, parent->source_count, texts, own + changes->count);
  free(warmup);
  free(texts);
  return loaded;
}

/* "fleet.cart-6.start=08:10:00.000" for a new cart that would have started earlier; null for others. Of a group the carts start apart, which
 * its start leaves out. */
static char *start_of(const tool_fork *fork, const tool_session *session, soi_cart_id cart) {
  const soi_model *const model = session->model;
  const soi_cart_definition *const plan = &session->definition.scenario.fleet.items[cart - 1];
  const double start = plan->count > 1 && plan->row.start < soi_clock(model, 0) ? soi_clock(model, 0) : plan->row.start;
  const double late = soi_clock(model, fork->tick) - model->carts[cart].leaves;
  char clock[TERMINAL_CLOCK];
  if (late <= 0) { return NULL; }
  return terminal_format("fleet.%s.start=%s", plan->record.id, recorded_time(start + late, 0, 0, clock));
}

/* Loads again when a new cart would have started before the moment. */
static bool load_with_starts(const tool_fork *fork, tool_session *session, const tool_overrides *changes) {
  if (!load(fork, session, changes)) { return false; }
  const uint32_t carts = session->model->cart_count, known = fork->parent.session.model->cart_count;
  tool_overrides all = session_overrides(changes->texts, changes->count, NULL);
  all.texts = terminal_grow(all.texts, (changes->count + carts + 1) * sizeof *all.texts);
  char **const starts = terminal_grow(NULL, (carts + 1) * sizeof *starts);
  uint32_t count = 0;
  for (soi_cart_id cart = known + 1; cart <= carts; ++cart) {
    char *const start = start_of(fork, session, cart);
    if (start != NULL) { all.texts[all.count++] = starts[count++] = start; }
  }
  bool loaded = true;
  if (count > 0) {
    session_close(session);
    loaded = load(fork, session, &all);
  }
  while (count > 0) { free(starts[--count]); }
  free(starts);
  session_overrides_release(&all);
  return loaded;
}

/* What is to begin before the moment would begin late. */
static bool incidents_follow(const tool_fork *fork, tool_session *session) {
  const soi_model *const model = session->model, *const before = fork->parent.session.model;
  bool good = true;
  for (uint32_t i = 0; i < model->incident_count; ++i) {
    const soi_incident_definition *const incident = &session->definition.scenario.incidents.items[i];
    const bool as_it_was = i < before->incident_count && before->definition->scenario.incidents.items[i].row.at == incident->row.at;
    if (as_it_was || soi_tick_at(model, incident->row.at) >= fork->tick) { continue; }
    char clock[TERMINAL_CLOCK];
    soi_error_add(&session->errors, incident->record.mark,
                  "incidents.%s.at: it lies before the moment that is gone on from; expected %s or later", incident->record.id,
                  recorded_clock(&fork->parent, fork->tick, clock));
    good = false;
  }
  return good;
}

static bool warmup_follows(tool_fork *fork, tool_session *session) {
  const soi_tick warmup = session->model->warmup;
  fork->anew = fork->anew || warmup != fork->parent.session.model->warmup;
  if (!fork->anew || warmup >= fork->tick || fork->tick >= session->model->end) { return true; }
  soi_error_add(&session->errors, (soi_mark){.file = 0},
                "%s: the warmup ends before the moment, and figures from there on are gone; expected a later end", fork->path);
  return false;
}

bool fork_load(tool_fork *fork, tool_session *session, const char *const *overrides, uint32_t count) {
  tool_overrides changes = session_overrides(overrides, count, NULL);
  const bool loaded = load_with_starts(fork, session, &changes);
  session_overrides_release(&changes);
  char why[200];
  if (loaded && !soi_model_goes_on(fork->parent.session.model, session->model, why, sizeof why)) {
    soi_error_add(&session->errors, (soi_mark){.file = 0},
                  "%s: %s; a fork keeps what is there, and may add room, and carts, vehicle types and incidents behind the others",
                  fork->path, why);
    return false;
  }
  return loaded && warmup_follows(fork, session) && incidents_follow(fork, session);
}

/* The weather of the scenario is that of its start. A fork that changes it means: from here on. */
static void change_weather(const tool_fork *fork, const tool_session *session) {
  const soi_weather *const before = &fork->parent.session.model->weather;
  const soi_weather *const now = &session->model->weather;
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
