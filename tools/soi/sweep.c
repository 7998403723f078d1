/* soi sweep: runs what is not there yet, each run in a process of its own that dies with this one, and collects what is there. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judgement.h"
#include "stop.h"
#include "sweep.h"
#include "terminal.h"
#include "tool.h"

#define LINE_EVERY 10.0 /* s between lines of progress where they cannot be rewritten */

typedef struct sweep_state {
  const tool_arguments *arguments;
  sweep_plan plan;
  const char **folders; /* of files: the own one, then those of others */
  uint32_t folder_count;
  char *own; /* the folder's name, when it is not given */
  pid_t *children;
  uint32_t jobs, running, next, there, done, failed;
  double began, told;
  int code;
} sweep_state;

/* --- runs --------------------------------------------------------------------------------------------------------------------- */

static void run_child(const sweep_state *self, uint32_t run, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) { _exit(SOI_VERDICT_FAULT); }
  stop_after(self->arguments->values[OPTION_CHILD_LIMIT].seconds);
  const int code = sweep_simulate(&self->plan, run, self->folders[0]);
  fflush(stderr);
  _exit(code);
}

/* Starts the next run that is not there. */
static void start_next(sweep_state *self) {
  char key[SWEEP_KEY];
  for (; self->next < self->plan.runs; ++self->next) {
    sweep_key(&self->plan, self->next, key);
    if (!sweep_there(self->folders, self->folder_count, key)) { break; }
    ++self->there;
  }
  if (self->next == self->plan.runs) { return; }
  const pid_t parent = getpid(), child = fork();
  if (child == 0) { run_child(self, self->next, parent); }
  if (child < 0) {
    terminal_complain("sweep", "no process for a run: %s", strerror(errno));
    self->code = SOI_VERDICT_FAULT;
    self->next = self->plan.runs;
    return;
  }
  ++self->next;
  self->children[self->running++] = child;
}

static void end_one(sweep_state *self) {
  int status = 0;
  const pid_t child = waitpid(-1, &status, 0);
  if (child < 0 && errno == EINTR) { return; }
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : SOI_VERDICT_FAULT;
  if (!WIFEXITED(status) && stop_signal() == 0) { terminal_complain("sweep", "a run crashed: %s", strsignal(WTERMSIG(status))); }
  for (uint32_t i = 0; i < self->running; ++i) {
    if (self->children[i] == child) { self->children[i--] = self->children[--self->running]; }
  }
  ++self->done;
  self->failed += code != SOI_VERDICT_HELD;
  self->code = (int)joint_graver((soi_verdict)self->code, (soi_verdict)code);
}

/* How far it is and how long the rest takes, by the mean of the runs so far. */
static void tell(sweep_state *self) {
  char left[TERMINAL_CLOCK];
  const bool redrawn = terminal_rewrites(stderr);
  const double now = terminal_now();
  const uint32_t rest = self->plan.runs - self->there - self->done;
  if (arguments_given(self->arguments, OPTION_QUIET) || arguments_given(self->arguments, OPTION_NO_PROGRESS)) { return; }
  if (self->done == 0 || (!redrawn && now - self->told < LINE_EVERY && rest > 0)) { return; }
  self->told = now;
  fprintf(stderr, "%s%u of %u runs, %u failed, %s left%s", redrawn ? "\r" : "", self->there + self->done, self->plan.runs, self->failed,
          terminal_duration(left, (now - self->began) / self->done * rest), redrawn ? "\033[K" : "\n");
  if (redrawn && rest == 0) { fputc('\n', stderr); }
  fflush(stderr);
}

/* Runs all that is not there. After a signal, or when the input is wrong, nothing new is begun. */
static void run_missing(sweep_state *self) {
  self->began = self->told = terminal_now();
  for (;;) {
    const bool more = stop_signal() == 0 && self->code != SOI_VERDICT_INPUT;
    while (more && self->running < self->jobs && self->next < self->plan.runs) { start_next(self); }
    if (self->running == 0) { break; }
    for (uint32_t i = 0; stop_signal() != 0 && i < self->running; ++i) { kill(self->children[i], SIGTERM); }
    end_one(self);
    tell(self);
  }
  if (stop_signal() != 0) { self->code = (int)joint_graver((soi_verdict)self->code, SOI_VERDICT_OUT_OF_TIME); }
}

static int run_one(const sweep_state *self, const char *wanted) {
  char key[SWEEP_KEY];
  for (uint32_t run = 0; run < self->plan.runs; ++run) {
    sweep_key(&self->plan, run, key);
    if (strcmp(key, wanted) != 0) { continue; }
    if (sweep_there(self->folders, self->folder_count, key)) { return SOI_VERDICT_HELD; }
    stop_after(self->arguments->values[OPTION_CHILD_LIMIT].seconds);
    return sweep_simulate(&self->plan, run, self->folders[0]);
  }
  terminal_complain("sweep", "--one: no run of %s has the key '%s'; --list prints them, and they change with the scenario", self->plan.path,
                    wanted);
  return SOI_VERDICT_INPUT;
}

/* --- the subcommand --------------------------------------------------------------------------------------------------------------- */

static void list_keys(const sweep_plan *plan) {
  char key[SWEEP_KEY];
  for (uint32_t run = 0; run < plan->runs; ++run) {
    sweep_key(plan, run, key);
    puts(key);
  }
}

/* The folder of the runs: as given, or the plan's path without its ending and with "-runs". */
static bool find_folders(sweep_state *self) {
  const tool_arguments *const arguments = self->arguments;
  const option_value *const given = &arguments->values[OPTION_RUNS];
  const char *const path = arguments->operands[0], *const dot = strrchr(path, '.'), *const slash = strrchr(path, '/');
  const size_t stem = dot != NULL && (slash == NULL || dot > slash) ? (size_t)(dot - path) : strlen(path);
  self->own = given->given ? terminal_copy(given->text) : terminal_format("%.*s-runs", (int)stem, path);
  self->folder_count = arguments->operand_count;
  self->folders = terminal_grow(NULL, self->folder_count * sizeof *self->folders);
  self->folders[0] = self->own;
  for (uint32_t i = 1; i < self->folder_count; ++i) { self->folders[i] = arguments->operands[i]; }
  if (mkdir(self->own, 0777) == 0 || errno == EEXIST) { return true; }
  terminal_complain("sweep", "cannot make the folder %s: %s", self->own, strerror(errno));
  return false;
}

static int work(sweep_state *self) {
  const option_value *const values = self->arguments->values;
  if (values[OPTION_LIST].given) {
    list_keys(&self->plan);
    return SOI_VERDICT_HELD;
  }
  if (!find_folders(self)) { return SOI_VERDICT_FAULT; }
  stop_heed();
  if (values[OPTION_ONE].given) { return run_one(self, values[OPTION_ONE].text); }
  if (values[OPTION_REPORT].given) { return sweep_report(&self->plan, self->folders, self->folder_count, values[OPTION_REPORT].text); }
  const long processors = sysconf(_SC_NPROCESSORS_ONLN);
  self->jobs = values[OPTION_JOBS].given ? (uint32_t)values[OPTION_JOBS].number : processors > 0 ? (uint32_t)processors : 1;
  self->children = terminal_grow(NULL, self->jobs * sizeof *self->children);
  run_missing(self);
  if (!arguments_given(self->arguments, OPTION_QUIET)) {
    printf("%u runs in %s: %u were there, %u made, %u failed\n", self->plan.runs, self->own, self->there, self->done - self->failed,
           self->failed);
  }
  free(self->children);
  return self->code;
}

int sweep_command(const tool_arguments *arguments) {
  sweep_state self = {.arguments = arguments};
  const int code = sweep_plan_read(&self.plan, arguments) ? work(&self) : SOI_VERDICT_INPUT;
  free(self.folders);
  free(self.own);
  sweep_plan_release(&self.plan);
  return code;
}
