/* The clock of the play: which moment, in ticks and parts of them, the display draws. It runs at a speed against a clock on the wall that
 * the caller reads, so it can be tested without waiting. */
#ifndef PLAY_CLOCK_H
#define PLAY_CLOCK_H

#include <soi/base.h>

typedef struct play_clock {
  double speed;      /* times real time; PLAY_FASTEST: not bound by the wall */
  double per_second; /* ticks a simulated second */
  bool paused;
  double wall, at; /* at this time on the wall (s) it showed this moment (ticks) */
} play_clock;

/* The moment now. */
double clock_now(const play_clock *clock, double wall);
/* From now on it shows this moment, and runs on from there. */
void clock_set(play_clock *clock, double wall, double at);
void clock_set_speed(play_clock *clock, double wall, double speed);
/* Paused, it runs on to the end of the tick that is being drawn. */
void clock_set_paused(play_clock *clock, double wall, bool paused);

#endif
