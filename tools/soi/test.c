/* soi test: every scenario with every seed, each in a child process, so many at once, to one verdict. */
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "fault.h"
#include "output.h"
#include "stop.h"
#include "suite.h"
#include "terminal.h"
#include "test_reports.h"
#include "tool.h"

#define GRACE 5.0         /* s beyond its limit, or after a signal, before a child is killed */
#define REWRITE_EVERY 1.0 /* s between two states of the JUnit file while runs end */
#define TELL_EVERY 50.0   /* s, so that a log has a line each minute */

/* A task is one scenario with one seed: task = scenario * seeds + seed. */
typedef struct test_state {
  const tool_arguments *arguments;
  tool_suite suite;
  soi_arena arena;
  uint32_t seeds; /* a scenario, at least 1 */
  uint32_t tasks, next, done;
  tool_outcome *outcomes; /* a task each */
  char **texts;           /* what the task's child said: the outcomes point into it */
  bool *finished;         /* a task each */
  tool_child *children;   /* as many as may run at once */
  uint32_t *child_tasks;
  uint32_t jobs, running;
  tool_joint *joints; /* a scenario each; judged so far: */
  uint32_t judged;
  double told;  /* when a line was last printed of how far it is */
  double asked; /* when the children were asked to end; 0: not yet */
  double written;          /* when JUnit was, and of how many runs */
  uint32_t written_of;
  bool redrawn, colour, shown;
} test_state;

static const uint64_t *seed_of(const test_state *self, uint32_t task) {
  return self->arguments->seed_count == 0 ? NULL : &self->arguments->seeds[task % self->seeds];
}

/* --- showing ------------------------------------------------------------------------------------------------------------ */

static void draw_progress(const test_state *self) {
  if (self->redrawn && self->shown) {
    fprintf(stderr, "\r%u of %u runs done, %u at work\033[K", self->done, self->tasks, self->running);
    fflush(stderr);
  }
}

static void clear_progress(const test_state *self) {
  if (self->redrawn && self->shown) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
  }
}

static double told_ago(const test_state *self) { return terminal_now() - self->told; }

/* Which run a task is: "lunch.yaml", with its seed where there are several. */
static void name_task(const test_state *self, uint32_t task) {
  fputs(terminal_visible(self->suite.entries[task / self->seeds].path), stderr);
  if (self->seeds > 1) {
    fprintf(stderr, ", seed %" PRIu64, *seed_of(self, task));
  }
}

/* A line a run, when it has ended: what it came to by itself. */
static void tell_end(test_state *self, uint32_t task) {
  const tool_outcome *const outcome = &self->outcomes[task];
  if (!self->shown || outcome->state == OUTCOME_NONE) {
    return;
  }
  const soi_verdict verdict = outcome->state == OUTCOME_ENDED ? outcome->verdict : outcome_verdict(outcome);
  clear_progress(self);
  fprintf(stderr, "run %u of %u: ", self->done, self->tasks);
  name_task(self, task);
  fprintf(stderr, ": %s (%.1f s)\n", outcome->state == OUTCOME_PART ? "part" : soi_verdict_name(verdict), outcome->seconds);
  self->told = terminal_now();
}

/* Where runs take long and no line is rewritten, a log hears of them all the same. */
static void tell_at_work(test_state *self) {
  if (!self->shown || self->redrawn || told_ago(self) < TELL_EVERY) {
    return;
  }
  fprintf(stderr, "%u of %u runs done; at work:", self->done, self->tasks);
  for (uint32_t i = 0; i < self->running; ++i) {
    fputs(i == 0 ? " " : "; ", stderr);
    name_task(self, self->child_tasks[i]);
    fprintf(stderr, ", for %.0f s", terminal_now() - self->children[i].began);
  }
  fputc('\n', stderr);
  self->told = terminal_now();
}

/* Judges and prints the scenarios whose runs are all done, in their order. */
static void judge_finished(test_state *self) {
  while (self->judged < self->suite.count) {
    const uint32_t first = self->judged * self->seeds;
    for (uint32_t k = 0; k < self->seeds; ++k) {
      if (!self->finished[first + k]) {
        return;
      }
    }
    tool_joint *const joint = &self->joints[self->judged];
    *joint = joint_judge(&self->arena, self->suite.entries[self->judged].path, &self->outcomes[first], self->seeds);
    ++self->judged;
    if (!arguments_given(self->arguments, OPTION_QUIET)) {
      clear_progress(self);
      test_print(joint, arguments_given(self->arguments, OPTION_VERBOSE), self->colour);
    }
  }
}

/* JUnit of what has ended so far: it stands even if nobody is left to write it. What is no plain file is written once, at the end. */
static void rewrite_junit(test_state *self) {
  const char *const path = self->arguments->values[OPTION_JUNIT].text;
  if (path == NULL || self->written_of == self->done || terminal_now() - self->written < REWRITE_EVERY || !output_rewritable(path)) {
    return;
  }
  soi_arena arena = soi_arena_make(soi_memory_libc());
  tool_joint *const joints = SOI_NEW(&arena, tool_joint, self->suite.count);
  for (uint32_t i = 0; i < self->suite.count; ++i) {
    joints[i] = i < self->judged ? self->joints[i]
                                 : joint_judge(&arena, self->suite.entries[i].path, &self->outcomes[i * self->seeds], self->seeds);
  }
  const test_result result = test_sum(joints, self->suite.count);
  test_write(&result, NULL, path);
  soi_arena_release(&arena);
  self->written = terminal_now();
  self->written_of = self->done;
}

/* --- running ------------------------------------------------------------------------------------------------------------ */

static void finish_task(test_state *self, uint32_t task) {
  self->outcomes[task].seed = seed_of(self, task) == NULL ? self->outcomes[task].seed : *seed_of(self, task);
  self->finished[task] = true;
  ++self->done;
  tell_end(self, task);
}

static void start_task(test_state *self) {
  const uint32_t task = self->next++;
  const suite_entry *const entry = &self->suite.entries[task / self->seeds];
  const child_plan plan = {entry->path, seed_of(self, task), entry->named, self->arguments};
  if (child_start(&self->children[self->running], &plan)) {
    self->child_tasks[self->running++] = task;
    return;
  }
  self->outcomes[task] = (tool_outcome){.arena = soi_arena_make(soi_memory_libc()), .state = OUTCOME_FAULT};
  outcome_add_message(&self->outcomes[task], "the run could not be started");
  finish_task(self, task);
}

/* Child number i has closed its pipe: its outcome is known, and its place is free. */
static void finish_child(test_state *self, uint32_t i) {
  const uint32_t task = self->child_tasks[i];
  self->outcomes[task] = child_finish(&self->children[i]);
  self->texts[task] = self->children[i].text;
  finish_task(self, task);
  --self->running;
  self->children[i] = self->children[self->running];
  self->child_tasks[i] = self->child_tasks[self->running];
}

/* Kills children that should have ended long ago. */
static void kill_overdue(test_state *self) {
  const double now = terminal_now();
  const double limit = self->arguments->values[OPTION_CHILD_LIMIT].seconds + GRACE;
  for (uint32_t i = 0; i < self->running; ++i) {
    tool_child *const child = &self->children[i];
    if (!child->killed && (now - child->began > limit || (self->asked > 0 && now - self->asked > GRACE))) {
      child_kill(child);
    }
  }
}

/* Waits a moment for words of the children, takes them, and buries those that have ended. */
static void listen(test_state *self) {
  struct pollfd *const polls = terminal_grow(NULL, self->running * sizeof *polls);
  for (uint32_t i = 0; i < self->running; ++i) {
    polls[i] = (struct pollfd){.fd = self->children[i].pipe, .events = POLLIN};
  }
  poll(polls, self->running, 200);
  /* From the last: finishing moves the last child into the freed place. */
  for (uint32_t i = self->running; i-- > 0;) {
    if (polls[i].revents != 0 && !child_listen(&self->children[i])) {
      finish_child(self, i);
    }
  }
  free(polls);
}

/* After a signal nothing new is started, and what runs is asked to end; its reports still count. */
static void obey_signal(test_state *self) {
  if (stop_signal() == 0 || self->asked > 0) {
    return;
  }
  self->asked = terminal_now();
  for (uint32_t i = 0; i < self->running; ++i) {
    child_ask(&self->children[i]);
  }
  while (self->next < self->tasks) {
    finish_task(self, self->next++);
  }
}

static void run_all(test_state *self) {
  while (self->done < self->tasks) {
    obey_signal(self);
    while (self->running < self->jobs && self->next < self->tasks && stop_signal() == 0) {
      start_task(self);
    }
    draw_progress(self);
    tell_at_work(self);
    if (self->running > 0) {
      listen(self);
    }
    kill_overdue(self);
    judge_finished(self);
    rewrite_junit(self);
  }
  judge_finished(self);
  clear_progress(self);
}

/* --- the subcommand ------------------------------------------------------------------------------------------------------ */

static bool find_scenarios(test_state *self) {
  bool good = true;
  for (uint32_t i = 0; i < self->arguments->operand_count; ++i) {
    good = suite_add(&self->suite, self->arguments->operands[i]) && good;
  }
  if (good && self->suite.count == 0) {
    terminal_complain("test", "no scenario found in the paths given");
    return false;
  }
  return good;
}

/* What the scenarios read is not where the reports go: looked at before the first report is written, as far as it may be so. */
static bool spare_inputs(const test_state *self) {
  bool good = true;
  const bool look = outputs_stand();
  for (uint32_t i = 0; look && i < self->suite.count; ++i) {
    soi_definition definition = {0};
    soi_arena arena = soi_arena_make(soi_memory_libc());
    soi_errors errors = {.arena = &arena};
    soi_load_scenario(&definition, self->suite.entries[i].path, NULL, 0, &errors);
    for (uint32_t j = 0; j < definition.files.count; ++j) {
      const char *const message = outputs_spare(definition.files.items[j].path);
      if (message != NULL && good) {
        terminal_complain("test", "%s", message);
      }
      good = good && message == NULL;
    }
    soi_definition_release(&definition);
    soi_arena_release(&arena);
  }
  return good;
}

static void prepare(test_state *self) {
  const tool_arguments *const arguments = self->arguments;
  const long processors = sysconf(_SC_NPROCESSORS_ONLN);
  const option_value *const jobs = &arguments->values[OPTION_JOBS];
  self->arena = soi_arena_make(soi_memory_libc());
  self->seeds = arguments->seed_count == 0 ? 1 : arguments->seed_count;
  self->tasks = self->suite.count * self->seeds;
  self->jobs = jobs->given ? (uint32_t)jobs->number : processors > 0 ? (uint32_t)processors : 1;
  self->jobs = self->jobs < self->tasks ? self->jobs : self->tasks;
  self->outcomes = SOI_NEW(&self->arena, tool_outcome, self->tasks);
  self->texts = SOI_NEW(&self->arena, char *, self->tasks);
  self->finished = SOI_NEW(&self->arena, bool, self->tasks);
  self->children = SOI_NEW(&self->arena, tool_child, self->jobs);
  self->child_tasks = SOI_NEW(&self->arena, uint32_t, self->jobs);
  for (uint32_t i = 0; i < self->tasks; ++i) {
    self->outcomes[i].seed = seed_of(self, i) == NULL ? 0 : *seed_of(self, i);
  }
  self->joints = SOI_NEW(&self->arena, tool_joint, self->suite.count);
  self->told = terminal_now();
  self->redrawn = terminal_rewrites(stderr);
  self->colour = terminal_colour(stdout);
  self->shown = !arguments_given(arguments, OPTION_QUIET) && !arguments_given(arguments, OPTION_NO_PROGRESS);
}

static void release(test_state *self) {
  for (uint32_t i = 0; i < self->tasks; ++i) {
    outcome_release(&self->outcomes[i]);
    free(self->texts[i]);
  }
  soi_arena_release(&self->arena);
  suite_release(&self->suite);
}

/* Writes the reports and prints the closing line. */
static int conclude(const test_state *self) {
  const option_value *const values = self->arguments->values;
  test_result result = test_sum(self->joints, self->suite.count);
  result.sets = self->arguments->sets;
  result.set_count = self->arguments->set_count;
  const bool written = test_write(&result, values[OPTION_JSON].text, values[OPTION_JUNIT].text);
  if (!arguments_given(self->arguments, OPTION_QUIET)) {
    test_print_sum(&result);
  }
  if (result.passed + result.failed + result.inconclusive + result.stopped + result.not_run == 0) {
    terminal_complain("test", "no scenario found: all files are parts that others extend");
    return SOI_VERDICT_INPUT;
  }
  return written ? (int)result.verdict : SOI_VERDICT_FAULT;
}

int test_command(const tool_arguments *arguments) {
  test_state self = {.arguments = arguments};
  fault_plan fault;
  if (!fault_plan_read(&fault, arguments->values[OPTION_INJECT_FAULT].text)) {
    terminal_complain("test", "--inject-fault: expected TICK, or TICK: and one of assert, crash, hang, nudge");
    return SOI_VERDICT_INPUT;
  }
  if (!find_scenarios(&self) || !spare_inputs(&self)) {
    suite_release(&self.suite);
    return SOI_VERDICT_INPUT;
  }
  if (!output_check(arguments->values[OPTION_JSON].text) || !output_check(arguments->values[OPTION_JUNIT].text)) {
    suite_release(&self.suite);
    return SOI_VERDICT_FAULT;
  }
  stop_heed();
  prepare(&self);
  run_all(&self);
  const int code = conclude(&self);
  release(&self);
  return code;
}
