/* soi run: one scenario, from its file to its verdict. The reports are written however it ends. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "fault.h"
#include "fork.h"
#include "pool.h"
#include "progress.h"
#include "record.h"
#include "reports.h"
#include "stop.h"
#include "terminal.h"
#include "tool.h"

#define THREADS_MOST 256u

typedef struct run_state {
  const tool_arguments *arguments;
  const char *path;
  tool_session session;
  report_paths paths;
  tool_pool *pool;
  tool_record *record; /* null: not asked for */
  bool forked;         /* goes on from a moment of a recording: */
  tool_fork fork;
  fault_plan fault;
  soi_tick begun;      /* at which its figures begin: 0, or the moment it goes on from with --for */
  soi_tick end;        /* at which it ends unless stopped */
  uint64_t hash_every; /* ticks; 0: not asked for */
  double seconds;      /* real time of the steps */
  uint64_t behaviour;  /* hash of what was to be seen, where it is asked for */
} run_state;

/* An assertion failed: the reports say so, with nothing from the world. */
static void report_fault(void *context, const char *message) {
  const run_state *const self = context;
  reports_write_error(&self->paths, &(report_error){self->path, SOI_VERDICT_FAULT, &message, 1});
}

/* Prints what is wrong with the input and puts it into the reports. */
static int report_input(run_state *self) {
  tool_session *const session = &self->session;
  const uint32_t count = session->errors.count;
  const char **const messages = SOI_NEW(&session->arena, const char *, count);
  for (uint32_t i = 0; i < count; ++i) {
    messages[i] = session_error(session, i);
    fprintf(stderr, "%s\n", terminal_visible(messages[i]));
  }
  const bool written = reports_write_error(&self->paths, &(report_error){self->path, SOI_VERDICT_INPUT, messages, count});
  return written ? SOI_VERDICT_INPUT : SOI_VERDICT_FAULT;
}

static void print_hash(const soi_world *world) { printf("%" PRIu64 " %016" PRIx64 "\n", *world->tick, soi_world_hash(world)); }

static void record_given(void *context, const soi_command *command) {
  run_state *const self = context;
  record_command(self->record, self->session.world, command);
}

/* One step. What was commanded in the recording that it goes on from is commanded again. */
static void step(run_state *self) {
  if (self->forked) { recorded_give(&self->fork.parent, self->session.world, record_given, self); }
  session_step(&self->session);
  record_step(self->record, self->session.world, self->session.observer);
}

/* Steps to the end, or until it must stop. Returns why it stopped early, or null. */
static const char *step_all(run_state *self) {
  const tool_arguments *const arguments = self->arguments;
  const soi_world *const world = self->session.world;
  const bool shown = !arguments_given(arguments, OPTION_QUIET) && !arguments_given(arguments, OPTION_NO_PROGRESS);
  tool_progress progress = progress_begin(world, self->end, shown);
  const bool hashed = arguments_given(arguments, OPTION_BEHAVIOUR_HASH);
  const char *stopped = NULL;
  if (self->hash_every > 0) { print_hash(world); }
  while (*world->tick < self->end && stopped == NULL) {
    fault_plan_try(&self->fault, self->session.world);
    step(self);
    if (hashed) { self->behaviour = soi_behaviour_hash(self->behaviour, world); }
    progress_step(&progress, world);
    if (self->hash_every > 0 && (*world->tick % self->hash_every == 0 || *world->tick == self->end)) { print_hash(world); }
    stopped = ferror(stdout) ? "a closed output" : stop_reason();
  }
  progress_end(&progress);
  return *world->tick < self->end ? stopped : NULL;
}

/* What each thread did, for those who doubt that they all worked. */
static void print_threads(const run_state *self) {
  if (!arguments_given(self->arguments, OPTION_VERBOSE)) { return; }
  for (unsigned i = 0; self->pool != NULL && i < pool_threads(self->pool); ++i) {
    printf("thread %u: %" PRIu64 " rows\n", i + 1, pool_rows(self->pool, i));
  }
}

/* Prints and writes all reports; returns the exit code. */
static int report_end(run_state *self, const char *stopped) {
  const tool_session *const session = &self->session;
  const soi_world *const world = session->world;
  const soi_run_info info = {
      .scenario_path = self->path,
      .seed = session->model->seed,
      .wall_seconds = self->seconds,
      .simulated_seconds = (double)(*world->tick - self->begun) * session->model->step,
      .verdict = stopped == NULL ? soi_observer_verdict(session->observer, world) : SOI_VERDICT_OUT_OF_TIME,
      .stopped = stopped,
      .hash = soi_world_hash(world),
      .begun = self->begun,
  };
  const bool written = reports_write(&self->paths, session, &info);
  if (!arguments_given(self->arguments, OPTION_QUIET)) {
    soi_report_text(session->observer, world, &info, terminal_writer(stdout), terminal_colour(stdout), terminal_width(stdout));
  }
  print_threads(self);
  if (arguments_given(self->arguments, OPTION_BEHAVIOUR_HASH)) {
    printf("behaviour %016" PRIx64 ", metrics %016" PRIx64 "\n", self->behaviour, soi_metrics_hash(session->observer, world));
  }
  const bool recorded =
      record_end(self->record, &(record_last){world, session->observer, stopped != NULL}, arguments_given(self->arguments, OPTION_QUIET));
  return written && recorded ? (int)info.verdict : SOI_VERDICT_FAULT;
}

/* Opens the recording, if one was asked for, and records the moment at which the run begins. */
static bool begin_record(run_state *self) {
  const option_value *const values = self->arguments->values;
  if (!values[OPTION_RECORD].given) { return true; }
  self->record = record_open("run", &(record_options){.path = values[OPTION_RECORD].text,
                                                      .hz = (double)values[OPTION_HZ].number,
                                                      .definition = &self->session.definition,
                                                      .model = self->session.model,
                                                      .notes = self->fork.named.notes,
                                                      .note_count = self->forked ? RECORD_PARENT : 0});
  record_step(self->record, self->session.world, self->session.observer);
  return self->record != NULL;
}

/* From the built model to the exit code. */
static int simulate(run_state *self) {
  const soi_parallel parallel = self->pool == NULL ? (soi_parallel){0} : pool_parallel(self->pool);
  if (!arguments_given(self->arguments, OPTION_QUIET)) { session_tell(&self->session, SESSION_NOTES); }
  session_start(&self->session, self->pool == NULL ? NULL : &parallel);
  if (self->forked && !fork_restore(&self->fork, &self->session)) { return SOI_VERDICT_INPUT; }
  const option_value *const ticks = &self->arguments->values[OPTION_TICKS];
  const soi_tick begin = *self->session.world->tick;
  if (ticks->given && begin < self->end && ticks->number < self->end - begin) { self->end = begin + ticks->number; }
  const double began = terminal_now();
  if (!begin_record(self)) { return SOI_VERDICT_FAULT; }
  const char *const stopped = step_all(self);
  self->seconds = terminal_now() - began;
  return report_end(self, stopped);
}

/* Loads the scenario, and finds the tick at which the run ends. */
static bool load(run_state *self, const tool_overrides *list) {
  const option_value *const duration = &self->arguments->values[OPTION_FOR];
  self->fork.anew = duration->given;
  const bool loaded = self->forked ? fork_load(&self->fork, &self->session, list->texts, list->count)
                                   : session_load(&self->session, self->path, list->texts, list->count, false);
  if (!loaded) { return false; }
  self->begun = duration->given ? self->fork.tick : 0;
  self->end = self->session.model->end;
  if (!duration->given) { return true; }
  if (!session_end(&self->session, self->fork.tick, duration->seconds, &self->end)) { return false; }
  if (self->forked || self->end > self->session.model->warmup) { return true; }
  soi_error_add(&self->session.errors, (soi_mark){.file = 0},
                "--for: the warm-up takes as long; expected more, so that something is measured");
  return false;
}

int run_command(const tool_arguments *arguments) {
  const option_value *const values = arguments->values;
  run_state self = {
      .arguments = arguments,
      .path = arguments->operand_count > 0 ? arguments->operands[0] : NULL,
      .forked = values[OPTION_FORK].given,
      .paths = {values[OPTION_JSON].text, values[OPTION_JUNIT].text, values[OPTION_CSV].text},
      .hash_every = values[OPTION_HASH_EVERY].number,
  };
  if (!fault_plan_read(&self.fault, values[OPTION_INJECT_FAULT].text)) {
    terminal_complain("run", "--inject-fault: expected TICK, or TICK: and one of assert, crash, hang, nudge");
    return SOI_VERDICT_INPUT;
  }
  if (values[OPTION_THREADS].number > THREADS_MOST) {
    terminal_complain("run", "--threads: '%s' is wrong; expected at most %u", values[OPTION_THREADS].text, THREADS_MOST);
    return SOI_VERDICT_INPUT;
  }
  if (values[OPTION_FOR].given && values[OPTION_TICKS].given) {
    terminal_complain("run", "--for and --ticks both say when it ends; expected one of them");
    return SOI_VERDICT_INPUT;
  }
  if (!reports_check(&self.paths)) { return SOI_VERDICT_FAULT; }
  if (values[OPTION_THREADS].number > 1 && (self.pool = pool_create((unsigned)values[OPTION_THREADS].number)) == NULL) {
    return SOI_VERDICT_FAULT;
  }
  if (self.forked && !fork_open(&self.fork, "run", values[OPTION_FORK].text)) {
    fork_close(&self.fork);
    pool_release(self.pool);
    return SOI_VERDICT_INPUT;
  }
  if (self.forked) { self.path = self.fork.parent.about->scenario; }
  stop_heed();
  stop_after(values[OPTION_TIME_LIMIT].seconds);
  fault_handler(report_fault, &self);

  tool_overrides list =
      session_overrides(arguments->sets, arguments->set_count, values[OPTION_SEED].given ? &values[OPTION_SEED].number : NULL);
  const bool loaded = load(&self, &list);
  const int code = loaded ? simulate(&self) : report_input(&self);

  fault_handler(NULL, NULL);
  session_close(&self.session);
  if (self.forked) { fork_close(&self.fork); }
  session_overrides_release(&list);
  pool_release(self.pool);
  return code;
}
