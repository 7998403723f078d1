/* Drawing is bounded in time, not in ticks: the bar never costs more than ten draws a second, whatever the speed. */
#include "progress.h"

#include <stdio.h>
#include <string.h>

#include "terminal.h"

#define LINE_EVERY 900.0 /* s of simulated time between plain lines */
#define DRAW_EVERY 0.1   /* s of real time between redraws */
#define BAR_MOST 40u

/* The first tick after this one at which a whole quarter of an hour strikes. */
static soi_tick next_quarter(const soi_model *model, soi_tick tick) {
  const double clock = soi_clock(model, tick);
  const double quarter = (double)(long long)(clock / LINE_EVERY) * LINE_EVERY + LINE_EVERY;
  const soi_tick next = soi_tick_at(model, quarter);
  return next > tick ? next : tick + 1;
}

tool_progress progress_begin(const soi_world *world, soi_tick end, bool shown) {
  tool_progress self = {.shown = shown, .redrawn = terminal_rewrites(stderr), .colour = terminal_colour(stderr)};
  self.began = terminal_now();
  self.first = *world->tick;
  self.end = end;
  self.width = terminal_width(stderr);
  self.next_line = next_quarter(world->model, *world->tick);
  return self;
}

/* Simulated seconds a real second so far. */
static double speed_of(const tool_progress *self, const soi_world *world, double now) {
  const double real = now - self->began;
  return real > 1e-6 ? (double)(*world->tick - self->first) * world->model->step / real : 0;
}

static double share_of(const tool_progress *self, const soi_world *world) {
  const soi_tick whole = self->end - self->first;
  return whole > 0 ? (double)(*world->tick - self->first) / (double)whole : 1;
}

static void draw_bar(tool_progress *self, const soi_world *world, double now) {
  char clock[TERMINAL_CLOCK], left[TERMINAL_CLOCK], bar[BAR_MOST + 1];
  const double share = share_of(self, world), speed = speed_of(self, world, now);
  const double rest = share > 0 ? (now - self->began) * (1 - share) / share : 0;
  const unsigned room = self->width > 60 ? self->width - 60 : 4;
  const unsigned cells = room < BAR_MOST ? room : BAR_MOST;
  const unsigned full = (unsigned)(share * cells + 0.5);
  memset(bar, ' ', sizeof bar);
  memset(bar, '=', full);
  bar[cells] = '\0';
  fprintf(stderr, "\r%s [%s%s%s] %3.0f %%  %5.0f x real time, %s left\033[K", terminal_clock(clock, soi_clock(world->model, *world->tick)),
          self->colour ? "\033[32m" : "", bar, self->colour ? "\033[0m" : "", share * 100, speed, terminal_duration(left, rest));
  fflush(stderr);
}

static void print_line(tool_progress *self, const soi_world *world, double now) {
  char clock[TERMINAL_CLOCK];
  fprintf(stderr, "%s  %3.0f %%  %u vehicles, %u people, %.0f x real time\n", terminal_clock(clock, soi_clock(world->model, *world->tick)),
          share_of(self, world) * 100, *world->vehicle_count, *world->person_count, speed_of(self, world, now));
}

void progress_step(tool_progress *self, const soi_world *world) {
  if (!self->shown) { return; }
  if (!self->redrawn && *world->tick >= self->next_line) {
    print_line(self, world, terminal_now());
    self->next_line = next_quarter(world->model, *world->tick);
  }
  /* The clock is read every 16th tick only. */
  if (self->redrawn && (*world->tick & 15u) == 0) {
    const double now = terminal_now();
    if (now - self->drawn >= DRAW_EVERY) {
      self->drawn = now;
      draw_bar(self, world, now);
    }
  }
}

void progress_end(tool_progress *self) {
  if (self->shown && self->redrawn) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
  }
}
