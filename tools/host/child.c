/* Starting, hearing and burying child processes. A child is a fork: the parent has one thread and little state, and the child
 * says all it knows through its pipe. */
#include "child.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "stop.h"
#include "terminal.h"

/* --- in the child ------------------------------------------------------------------------------------------------------- */

static void tell_fault(void *context, const char *message) {
  FILE *const pipe = context;
  outcome_put_message(pipe, message);
  outcome_put_state(pipe, OUTCOME_FAULT);
}

static void tell_input(FILE *pipe, tool_session *session) {
  for (uint32_t i = 0; i < session->errors.count; ++i) { outcome_put_message(pipe, session_error(session, i)); }
  outcome_put_state(pipe, OUTCOME_INPUT);
}

/* What is followed of a run step by step. */
typedef struct history {
  uint64_t behaviour;
  tool_trail trail;
  bool parted;
} history;

static void follow(history *self, FILE *pipe, const tool_session *session, const child_plan *plan) {
  const soi_world *const world = session->world;
  trail_parting parting;
  if (plan->behaviour) { self->behaviour = soi_behaviour_hash(self->behaviour, world); }
  if (plan->trail) { trail_note(&self->trail, world); }
  if (plan->against != NULL && !self->parted && trail_parts(plan->against, world, &parting)) {
    self->parted = true;
    outcome_put_parting(pipe, session, &parting);
  }
}

static void simulate(FILE *pipe, tool_session *session, const fault_plan *fault, const child_plan *plan) {
  const child_moment *const moment = plan->moment;
  for (uint32_t i = 0; i < session->definition.notes.count; ++i) { outcome_put_note(pipe, session_note(session, i)); }
  if (moment == NULL) { session_start(session, NULL); }
  const soi_tick end = moment == NULL ? session->model->end : moment->end;
  const char *stopped = NULL;
  history past = {.trail = plan->trail ? trail_make(end) : (tool_trail){0}};
  while (*session->world->tick < end && stopped == NULL) {
    fault_plan_try(fault, session->world);
    if (moment != NULL) { recorded_give(moment->inputs, session->world, NULL, NULL); }
    session_step(session);
    follow(&past, pipe, session, plan);
    stopped = stop_reason();
  }
  if (plan->behaviour) { outcome_put_history(pipe, past.behaviour, plan->trail ? &past.trail : NULL); }
  trail_release(&past.trail);
  if (plan->waits) { outcome_put_waits(pipe, session); }
  outcome_put_end(pipe, session, *session->world->tick >= end ? NULL : stopped);
}

/* The state is the same, and traits drawn at birth stay; what is drawn from here on is another seed's. */
static void go_on(FILE *pipe, const fault_plan *fault, const child_plan *plan) {
  tool_session *const session = plan->moment->session;
  session->model->seed = *plan->seed;
  simulate(pipe, session, fault, plan);
}

static void run_child(FILE *pipe, const child_plan *plan) {
  const tool_arguments *const arguments = plan->arguments;
  fault_plan fault;
  fault_plan_read(&fault, arguments->values[OPTION_INJECT_FAULT].text);
  fault_handler(tell_fault, pipe);
  stop_after(arguments->values[OPTION_CHILD_LIMIT].seconds);

  if (plan->moment != NULL) {
    go_on(pipe, &fault, plan);
    return;
  }
  tool_overrides list = session_overrides(plan->sets, plan->set_count, plan->seed);
  tool_session session;
  if (!session_load(&session, plan->path, list.texts, list.count, !plan->named)) {
    tell_input(pipe, &session);
  } else if (session_is_part(&session)) {
    outcome_put_state(pipe, OUTCOME_PART);
  } else {
    simulate(pipe, &session, &fault, plan);
  }
  session_close(&session);
  session_overrides_release(&list);
}

/* --- in the parent ------------------------------------------------------------------------------------------------------ */

bool child_start(tool_child *child, const child_plan *plan) {
  int ends[2];
  *child = (tool_child){0};
  if (pipe(ends) != 0) {
    terminal_complain(commands[plan->arguments->command].name, "no pipe for a run: %s", strerror(errno));
    return false;
  }
  fflush(stdout);
  fflush(stderr);
  child->began = terminal_now();
  const pid_t parent = getpid();
  child->pid = fork();
  if (child->pid < 0) {
    terminal_complain(commands[plan->arguments->command].name, "no process for a run: %s", strerror(errno));
    close(ends[0]);
    close(ends[1]);
    return false;
  }
  if (child->pid == 0) {
    /* It dies with its parent, however that ends, also when that was just now. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) { _exit(SOI_VERDICT_FAULT); }
    close(ends[0]);
    FILE *const pipe = fdopen(ends[1], "w");
    run_child(pipe, plan);
    fclose(pipe);
    /* Nothing of the parent's is to be flushed or released twice. */
    _exit(0);
  }
  close(ends[1]);
  child->pipe = ends[0];
  return true;
}

bool child_listen(tool_child *child) {
  if (child->room - child->length < 4096) {
    child->room += 16384;
    child->text = terminal_grow(child->text, child->room);
  }
  const ssize_t count = read(child->pipe, child->text + child->length, child->room - child->length - 1);
  if (count > 0) {
    child->length += (size_t)count;
    child->text[child->length] = '\0';
  }
  return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
}

void child_ask(const tool_child *child) { kill(child->pid, SIGTERM); }

void child_kill(tool_child *child) {
  child->killed = true;
  kill(child->pid, SIGKILL);
}

/* How a child that did not say its state has ended. */
static void explain_end(tool_outcome *outcome, const tool_child *child, int status) {
  char message[128];
  if (child->killed) {
    outcome->state = OUTCOME_STOPPED;
    outcome->stopped = "time limit (it did not answer and was killed)";
    return;
  }
  if (WIFSIGNALED(status) && stop_signal_name(WTERMSIG(status)) != NULL) {
    outcome->state = OUTCOME_STOPPED;
    outcome->stopped = stop_signal_name(WTERMSIG(status));
    return;
  }
  outcome->state = OUTCOME_FAULT;
  if (WIFSIGNALED(status)) {
    snprintf(message, sizeof message, "the run crashed: signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
  } else {
    snprintf(message, sizeof message, "the run ended without a result: exit code %d", WEXITSTATUS(status));
  }
  outcome_add_message(outcome, message);
}

tool_outcome child_finish(tool_child *child) {
  int status = 0;
  while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {}
  close(child->pipe);
  tool_outcome outcome = outcome_read(child->text);
  outcome.seconds = terminal_now() - child->began;
  /* A child that died after its last word, or before it, has not ended well. */
  const bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (outcome.state == OUTCOME_NONE || (!clean && outcome.state != OUTCOME_FAULT && outcome.state != OUTCOME_STOPPED)) {
    explain_end(&outcome, child, status);
  }
  child->pid = 0;
  return outcome;
}
