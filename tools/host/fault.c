/* The strong assertion hook. It ends the process: after a wrong step nothing in the world can be trusted. */
#include "fault.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal.h"

static void (*chosen)(void *context, const char *message);
static void *chosen_context;
static atomic_flag failing = ATOMIC_FLAG_INIT;

void fault_handler(void (*handler)(void *context, const char *message), void *context) {
  chosen = handler;
  chosen_context = context;
}

_Noreturn void soi_assert_failed(const char *expression, const char *file, int line) {
  /* A second failure, while the first is dealt with, must not start over; one in another thread waits for the end. */
  if (atomic_flag_test_and_set(&failing)) {
    sleep(5);
    _exit(SOI_VERDICT_FAULT);
  }
  char message[512];
  snprintf(message, sizeof message, "assertion failed: %s (%s:%d)", expression, file, line);
  terminal_complain(NULL, "%s", message);
  terminal_complain(NULL, "this is a fault in soi %s; please report it with the command line and the files", soi_version());
  if (chosen != NULL) { chosen(chosen_context, message); }
  fflush(stdout);
  _exit(SOI_VERDICT_FAULT);
}

bool fault_plan_read(fault_plan *plan, const char *text) {
  *plan = (fault_plan){.planned = text != NULL, .kind = 'a'};
  if (text == NULL) { return true; }
  char *rest = NULL;
  plan->tick = strtoull(text, &rest, 10);
  if (rest == text || (*rest != '\0' && *rest != ':')) { return false; }
  plan->kind = *rest == ':' ? rest[1] : 'a';
  return *rest == '\0' || strcmp(rest, ":assert") == 0 || strcmp(rest, ":crash") == 0 || strcmp(rest, ":hang") == 0 ||
         strcmp(rest, ":nudge") == 0;
}

static void nudge(soi_world *world) {
  for (uint32_t row = 1; row <= *world->vehicle_high; ++row) {
    if (soi_vehicle_lives(world, row)) {
      world->vehicle_s[row] -= 0.05;
      return;
    }
  }
}

void fault_plan_try(const fault_plan *plan, soi_world *world) {
  if (!plan->planned || *world->tick != plan->tick) { return; }
  if (plan->kind == 'n') {
    nudge(world);
    return;
  }
  if (plan->kind == 'c') {
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
  }
  while (plan->kind == 'h') { pause(); }
  SOI_ASSERT(!plan->planned);
}
