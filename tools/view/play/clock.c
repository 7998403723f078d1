/* The clock of the play. */
#include "clock.h"

#include <math.h>

double clock_now(const play_clock *clock, double wall) {
  const double run = clock->at + (wall - clock->wall) * clock->speed * clock->per_second;
  return clock->paused ? fmin(run, ceil(clock->at)) : run;
}

void clock_set(play_clock *clock, double wall, double at) {
  clock->wall = wall;
  clock->at = at;
}

void clock_set_speed(play_clock *clock, double wall, double speed) {
  clock_set(clock, wall, clock_now(clock, wall));
  clock->speed = speed;
}

void clock_set_paused(play_clock *clock, double wall, bool paused) {
  clock_set(clock, wall, clock_now(clock, wall));
  clock->paused = paused;
}
