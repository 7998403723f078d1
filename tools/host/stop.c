/* Signals set a flag and nothing else; the time limit is a moment to compare the clock with. */
#include "stop.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "terminal.h"

static volatile sig_atomic_t asked;
static double limit;
static bool held; /* a signal that would end the program at once waits */

static const struct {
  int number, flags;
  const char *name;
} signals[] = {
    {SIGINT, (int)SA_RESETHAND, "SIGINT"},
    {SIGTERM, 0, "SIGTERM"},
    {SIGHUP, 0, "SIGHUP"},
    {SIGQUIT, 0, "SIGQUIT"},
};
enum { SIGNALS = sizeof signals / sizeof *signals };

static void ask(int number) { asked = asked == 0 ? number : asked; }

void stop_install(void) {
  const struct sigaction ignored = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignored, NULL);
  sigaction(SIGXFSZ, &ignored, NULL);
}

static void handle_all(void (*handler)(int), bool flagged) {
  for (unsigned i = 0; i < SIGNALS; ++i) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flagged ? signals[i].flags : 0}, before;
    const bool kept = signals[i].number == SIGHUP && sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler == SIG_IGN;
    if (!kept) { sigaction(signals[i].number, &action, NULL); }
  }
}

void stop_heed(void) { handle_all(ask, true); }

/* Nothing but what may be called in a signal's handler. */
static void leave(int number) {
  const char *const words[] = {"soi: stopped by ", stop_signal_name(number), "\n"};
  for (int i = 0; i < 3; ++i) {
    if (write(STDERR_FILENO, words[i], strlen(words[i])) < 0) { break; }
  }
  _exit(SOI_VERDICT_OUT_OF_TIME);
}

void stop_at_once(void) { handle_all(leave, false); }

void stop_hold(void) {
  struct sigaction now;
  held = sigaction(SIGTERM, NULL, &now) == 0 && now.sa_handler == leave;
  if (held) { handle_all(ask, true); }
}

void stop_release(void) {
  if (!held) { return; }
  if (asked != 0) { leave(asked); }
  stop_at_once();
}

void stop_after(double seconds) { limit = seconds > 0 ? terminal_now() + seconds : 0; }

int stop_signal(void) { return asked; }

const char *stop_signal_name(int number) {
  for (unsigned i = 0; i < SIGNALS; ++i) {
    if (signals[i].number == number) { return signals[i].name; }
  }
  return NULL;
}

const char *stop_reason(void) { return asked != 0 ? stop_signal_name(asked) : limit > 0 && terminal_now() >= limit ? "time limit" : NULL; }
