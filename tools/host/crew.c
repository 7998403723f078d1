/* Runs in child processes, so many at a time: started, heard, asked to end after a signal, killed when they do not. */
#include "crew.h"

#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judgement.h"
#include "stop.h"
#include "terminal.h"

#define GRACE 5.0       /* s beyond its limit, or after a signal, before a child is killed */
#define TELL_EVERY 50.0 /* s, so that a log has a line each minute */

/* --- showing ------------------------------------------------------------------------------------------------------------ */

static void draw_progress(const tool_crew *self) {
  if (self->redrawn && self->shown) {
    fprintf(stderr, "\r%u of %u runs done, %u at work\033[K", self->done, self->tasks, self->running);
    fflush(stderr);
  }
}

void crew_clear(const tool_crew *self) {
  if (self->redrawn && self->shown) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
  }
}

static double told_ago(const tool_crew *self) { return terminal_now() - self->told; }

/* Which run a task is: "lunch.yaml", with its seed where there are several. */
static void name_task(const tool_crew *self, uint32_t task) {
  const child_plan plan = self->plan(self->context, task);
  fputs(terminal_visible(plan.path), stderr);
  if (plan.seed != NULL && self->arguments->seed_count > 1) { fprintf(stderr, ", seed %" PRIu64, *plan.seed); }
}

/* A line a run, when it has ended: what it came to by itself. */
static void tell_end(tool_crew *self, uint32_t task) {
  const tool_outcome *const outcome = &self->outcomes[task];
  if (!self->shown || outcome->state == OUTCOME_NONE || outcome->state == OUTCOME_LATE) { return; }
  const soi_verdict verdict = outcome->state == OUTCOME_ENDED ? outcome->verdict : outcome_verdict(outcome);
  crew_clear(self);
  fprintf(stderr, "run %u of %u: ", self->done, self->tasks);
  name_task(self, task);
  fprintf(stderr, ": %s (%.1f s)\n", outcome->state == OUTCOME_PART ? "part" : soi_verdict_name(verdict), outcome->seconds);
  self->told = terminal_now();
}

/* Where runs take long and no line is rewritten, a log hears of them all the same. */
static void tell_at_work(tool_crew *self) {
  if (!self->shown || self->redrawn || told_ago(self) < TELL_EVERY) { return; }
  fprintf(stderr, "%u of %u runs done; at work:", self->done, self->tasks);
  for (uint32_t i = 0; i < self->running; ++i) {
    fputs(i == 0 ? " " : "; ", stderr);
    name_task(self, self->child_tasks[i]);
    fprintf(stderr, ", for %.0f s", terminal_now() - self->children[i].began);
  }
  fputc('\n', stderr);
  self->told = terminal_now();
}

/* --- running ------------------------------------------------------------------------------------------------------------ */

static void finish_task(tool_crew *self, uint32_t task) {
  const child_plan plan = self->plan(self->context, task);
  outcome_state *const state = &self->outcomes[task].state;
  /* What the crew itself broke off says nothing. */
  if (self->spent && (*state == OUTCOME_NONE || *state == OUTCOME_STOPPED)) { *state = OUTCOME_LATE; }
  self->outcomes[task].seed = plan.seed == NULL ? self->outcomes[task].seed : *plan.seed;
  self->finished[task] = true;
  ++self->done;
  tell_end(self, task);
}

static void start_task(tool_crew *self) {
  const uint32_t task = self->next++;
  const child_plan plan = self->plan(self->context, task);
  if (child_start(&self->children[self->running], &plan)) {
    self->child_tasks[self->running++] = task;
    return;
  }
  self->outcomes[task] = (tool_outcome){.arena = soi_arena_make(soi_memory_libc()), .state = OUTCOME_FAULT};
  outcome_add_message(&self->outcomes[task], "the run could not be started");
  finish_task(self, task);
}

/* Child number i has closed its pipe: its outcome is known, and its place is free. */
static void finish_child(tool_crew *self, uint32_t i) {
  const uint32_t task = self->child_tasks[i];
  self->outcomes[task] = child_finish(&self->children[i]);
  self->texts[task] = self->children[i].text;
  finish_task(self, task);
  --self->running;
  self->children[i] = self->children[self->running];
  self->child_tasks[i] = self->child_tasks[self->running];
}

/* Kills children that should have ended long ago. */
static void kill_overdue(tool_crew *self) {
  const double now = terminal_now();
  const double limit = self->arguments->values[OPTION_CHILD_LIMIT].seconds + GRACE;
  for (uint32_t i = 0; i < self->running; ++i) {
    tool_child *const child = &self->children[i];
    if (!child->killed && (now - child->began > limit || (self->asked > 0 && now - self->asked > GRACE))) { child_kill(child); }
  }
}

/* Waits a moment for words of the children, takes them, and buries those that have ended. */
static void listen(tool_crew *self) {
  struct pollfd *const polls = terminal_grow(NULL, self->running * sizeof *polls);
  for (uint32_t i = 0; i < self->running; ++i) { polls[i] = (struct pollfd){.fd = self->children[i].pipe, .events = POLLIN}; }
  poll(polls, self->running, 200);
  /* From the last: finishing moves the last child into the freed place. */
  for (uint32_t i = self->running; i-- > 0;) {
    if (polls[i].revents != 0 && !child_listen(&self->children[i])) { finish_child(self, i); }
  }
  free(polls);
}

/* After a signal, or with the budget spent, nothing new is started, and what runs is asked to end; its reports still count. */
static void end_early(tool_crew *self) {
  const bool spent = self->budget > 0 && terminal_now() - self->began > self->budget;
  if ((stop_signal() == 0 && !spent) || self->asked > 0) { return; }
  self->spent = stop_signal() == 0;
  self->asked = terminal_now();
  for (uint32_t i = 0; i < self->running; ++i) { child_ask(&self->children[i]); }
  while (self->next < self->tasks) { finish_task(self, self->next++); }
}

void crew_run(tool_crew *self) {
  while (self->done < self->tasks) {
    end_early(self);
    while (self->running < self->jobs && self->next < self->tasks && stop_signal() == 0) { start_task(self); }
    draw_progress(self);
    tell_at_work(self);
    if (self->running > 0) { listen(self); }
    kill_overdue(self);
    if (self->turn != NULL) { self->turn(self->context); }
  }
  crew_clear(self);
}

void crew_prepare(tool_crew *self) {
  const tool_arguments *const arguments = self->arguments;
  const long processors = sysconf(_SC_NPROCESSORS_ONLN);
  const option_value *const jobs = &arguments->values[OPTION_JOBS];
  self->arena = soi_arena_make(soi_memory_libc());
  self->jobs = jobs->given ? (uint32_t)jobs->number : processors > 0 ? (uint32_t)processors : 1;
  self->jobs = self->jobs < self->tasks ? self->jobs : self->tasks;
  self->outcomes = SOI_NEW(&self->arena, tool_outcome, self->tasks);
  self->texts = SOI_NEW(&self->arena, char *, self->tasks);
  self->finished = SOI_NEW(&self->arena, bool, self->tasks);
  self->children = SOI_NEW(&self->arena, tool_child, self->jobs);
  self->child_tasks = SOI_NEW(&self->arena, uint32_t, self->jobs);
  for (uint32_t i = 0; i < self->tasks; ++i) {
    const child_plan plan = self->plan(self->context, i);
    self->outcomes[i].seed = plan.seed == NULL ? 0 : *plan.seed;
  }
  self->began = self->told = terminal_now();
  self->redrawn = terminal_rewrites(stderr);
  self->shown = !arguments_given(arguments, OPTION_QUIET) && !arguments_given(arguments, OPTION_NO_PROGRESS);
}

void crew_release(tool_crew *self) {
  for (uint32_t i = 0; i < self->tasks; ++i) {
    outcome_release(&self->outcomes[i]);
    free(self->texts[i]);
  }
  soi_arena_release(&self->arena);
}
