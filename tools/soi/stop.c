/* Signals set a flag and nothing else; the time limit is a moment to compare the clock with. */
#include "stop.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "terminal.h"

static volatile sig_atomic_t asked;
static double limit;

static void ask(int number) { asked = number; }

void stop_install(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = ask;
  action.sa_flags = (int)SA_RESETHAND;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  action.sa_handler = SIG_IGN;
  action.sa_flags = 0;
  sigaction(SIGPIPE, &action, NULL);
}

void stop_after(double seconds) { limit = seconds > 0 ? terminal_now() + seconds : 0; }

int stop_signal(void) { return asked; }

const char *stop_reason(void) {
  if (asked != 0) {
    return asked == SIGINT ? "SIGINT" : "SIGTERM";
  }
  return limit > 0 && terminal_now() >= limit ? "time limit" : NULL;
}
