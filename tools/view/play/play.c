/* The thread that steps the run, and what the display asks of it. The lock guards all that both see and is held for moments only: steps,
 * copies and restores are done without it, on what belongs to the thread alone (world, observer, history, tally). */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "play.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "history.h"
#include "log.h"
#include "slots.h"

enum { MOST_COMMANDS = 4096 };
static const size_t DEFAULT_HISTORY = (size_t)256 << 20;
/* Moments are kept this far apart at first, s simulated. */
static const double MOMENT_EVERY = 10.0;
/* Above this many ticks a second only pairs that the display asks for are published. */
static const double EVERY_TICK = 120.0;
/* The clock runs on without the simulation for this long at most, s on the wall. */
static const double BACKLOG = 0.25;
/* Metrics are evaluated, and the speed is measured, this often, s on the wall. */
static const double METRICS_EVERY = 0.3, MEASURED_OVER = 0.5;
/* A seek that takes longer than this shows where it has got to, as often as the display draws, s on the wall. */
static const double LONG_SEEK = 0.4;

struct play {
  const soi_model *model;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake, settled;
  bool has_thread;

  /* the thread's own */
  soi_world *world;
  soi_observer *observer;
  play_history history;
  play_tally tally;
  double evaluated_at, measured_at;
  soi_tick measured_tick, evaluated;
  play_witness witness;
  soi_tick told; /* the witness knows the run up to here */
  bool telling;  /* it was told a moment already */
  bool parting;  /* what comes after part_at is to be told anew */
  soi_tick part_at;

  /* shared, under the lock */
  play_log log;
  play_clock clock;
  play_slots slots;
  bool taken;          /* the display has the newest pair */
  soi_tick tick;       /* of the world */
  soi_tick first, end; /* of the run, or of its recording */
  soi_tick fed;        /* commands before this tick have been given to the world */
  bool seeking;
  soi_tick goal;  /* of the seek */
  bool surveying; /* it goes through the whole recording, so that all of it is known; then it goes on to after */
  soi_tick after;
  double sought_at; /* when it began, s on the wall */
  bool astray;      /* the world stands in a future that was cut off */
  bool cutting;
  soi_tick cut; /* what was simulated after this tick is not so any more */
  bool hashing, quitting, loops;
  uint32_t rounds;
  uint64_t hash;
  soi_tick hash_tick;
  soi_command *commands; /* by tick, then by order of giving */
  uint32_t command_count;
  soi_command *given; /* those given beforehand */
  uint32_t given_count;
  double reached;
  size_t history_bytes;
  const char *metrics[PLAY_METRICS];
  uint32_t metric_count;
  double values[PLAY_METRICS];
  bool has_value[PLAY_METRICS];

  /* the display's own */
  play_frame frame;
  play_minute *minutes;
  soi_event *events;
  play_loss *losses;
  soi_command *shown_commands;
  uint32_t shown_cuts;
};

static double wall_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* --- the thread ------------------------------------------------------------------------------------------------------ */

/* Gives the world the commands of this tick; those of before the moment restored are in its state already. */
static void feed(play *self) {
  const bool is_new = self->witness.command != NULL && self->telling && self->tick == self->told;
  for (uint32_t i = 0; i < self->command_count; ++i) {
    const soi_command *command = &self->commands[i];
    if (command->tick != self->tick || !soi_world_command(self->world, command)) { continue; }
    if (is_new) { self->witness.command(self->witness.context, self->world, command); }
  }
  self->fed = self->tick + 1;
}

/* Tells the moment at which a future begins that the witness does not know. */
static void tell_parting(play *self) {
  if (!self->parting || self->tick != self->part_at) { return; }
  self->parting = false;
  self->telling = true;
  self->told = self->tick;
  if (self->witness.moment != NULL) { self->witness.moment(self->witness.context, self->world, self->observer, true); }
}

/* Tells the moment after a step, the first time that the run comes there. */
static void tell_step(play *self) {
  const soi_tick tick = self->world->tick[0];
  if (!self->telling || tick <= self->told) { return; }
  self->told = tick;
  if (self->witness.moment != NULL) { self->witness.moment(self->witness.context, self->world, self->observer, false); }
}

static void evaluate_metrics(play *self, double wall) {
  double values[PLAY_METRICS] = {0};
  bool has[PLAY_METRICS] = {false};
  pthread_mutex_unlock(&self->lock);
  for (uint32_t i = 0; i < self->metric_count; ++i) {
    bool known;
    has[i] = soi_observer_value(self->observer, self->world, self->metrics[i], &values[i], &known);
  }
  pthread_mutex_lock(&self->lock);
  memcpy(self->values, values, sizeof values);
  memcpy(self->has_value, has, sizeof has);
  self->evaluated_at = wall;
  self->evaluated = self->tick;
}

static void measure_speed(play *self, double wall) {
  const double passed = wall - self->measured_at;
  if (passed < MEASURED_OVER) { return; }
  const double ticks = self->tick >= self->measured_tick ? (double)(self->tick - self->measured_tick) : 0.0;
  self->reached = ticks * self->model->step / passed;
  self->measured_at = wall;
  self->measured_tick = self->tick;
}

/* Whether the display is to see the step that comes: each at speeds that an eye can follow, else when it has drawn the last. */
static bool is_wanted(const play *self) { return self->taken || self->clock.speed * self->clock.per_second <= EVERY_TICK; }

/* A moment is kept, and told, before the commands of its tick are given, so that they can be others the next time. */
static void keep_moment(play *self) {
  pthread_mutex_unlock(&self->lock);
  history_keep(&self->history, self->world, self->observer, &self->tally);
  tell_parting(self);
  pthread_mutex_lock(&self->lock);
  self->history_bytes = self->history.bytes;
}

/* One step of the world, published if wanted. Entered and left with the lock held. */
static void step(play *self, bool wanted) {
  keep_moment(self);
  feed(self);
  const bool has_before = self->slots.worlds[self->slots.now]->tick[0] == self->tick;
  const int before = has_before ? self->slots.now : slots_spare(&self->slots, -1), now = slots_spare(&self->slots, before);
  pthread_mutex_unlock(&self->lock);

  if (wanted && !has_before) { slots_copy(&self->slots, before, self->world); }
  soi_world_step(self->world);
  soi_observer_step(self->observer, self->world);
  if (wanted) { slots_copy(&self->slots, now, self->world); }
  tell_step(self);

  pthread_mutex_lock(&self->lock);
  self->tick = self->world->tick[0];
  log_step(&self->log, &self->tally, self->world);
  if (wanted) {
    self->slots.before = before;
    self->slots.now = now;
    self->taken = false;
  }
}

/* Publishes the state as it stands, as both of a pair. */
static void publish(play *self) {
  const int slot = slots_spare(&self->slots, -1);
  slots_copy(&self->slots, slot, self->world);
  self->slots.before = self->slots.now = slot;
  self->taken = false;
}

/* The best moment to seek from: null when the world as it stands is nearer. */
static const play_moment *moment_to_restore(const play *self) {
  const play_moment *moment = history_find(&self->history, self->goal);
  const bool is_near = !self->astray && self->tick <= self->goal && (moment == NULL || moment->tick <= self->tick);
  return is_near ? NULL : moment;
}

/* One move of a seek: a restore, a step, or the arrival. */
static void seek_on(play *self) {
  const play_moment *moment = moment_to_restore(self);
  if (moment != NULL) {
    pthread_mutex_unlock(&self->lock);
    const bool restored = history_restore(moment, self->world, self->observer, &self->tally);
    pthread_mutex_lock(&self->lock);
    SOI_ASSERT(restored);
    self->tick = self->fed = self->world->tick[0];
    self->astray = false;
  } else if (self->tick < self->goal) {
    step(self, self->taken && wall_now() - self->sought_at > LONG_SEEK);
  } else if (self->surveying) {
    self->surveying = false;
    self->goal = self->after;
  } else {
    const double wall = wall_now();
    publish(self);
    clock_set(&self->clock, wall, (double)self->tick);
    self->seeking = false;
    self->measured_tick = self->tick;
    evaluate_metrics(self, wall);
  }
}

/* Forgets the future that a command has changed. */
static void cut(play *self) {
  history_cut(&self->history, self->cut);
  log_cut(&self->log, self->cut);
  self->history_bytes = self->history.bytes;
  self->astray = self->astray || self->tick > self->cut;
  self->cutting = false;
  if (self->surveying) { self->goal = self->after; }
  self->surveying = false;
  if (self->telling && self->cut >= self->told) { return; }
  self->parting = true;
  self->part_at = self->told = self->cut;
}

/* At the end of the run: from the start again, with the commands given beforehand alone. */
static void begin_anew(play *self) {
  const size_t bytes = self->given_count * sizeof *self->given;
  const bool same = self->command_count == self->given_count && (bytes == 0 || memcmp(self->commands, self->given, bytes) == 0);
  if (!same) {
    if (bytes > 0) { memcpy(self->commands, self->given, bytes); }
    self->command_count = self->given_count;
    self->cut = self->first;
    self->cutting = true;
  }
  ++self->rounds;
  self->seeking = true;
  self->sought_at = wall_now();
  self->goal = self->first;
}

/* Ticks that are due: how far the clock is ahead of the world. A clock that runs away is held back: the run is slower then. */
static double due(play *self, double wall) {
  const bool fastest = self->clock.speed >= PLAY_FASTEST;
  const double slack = fastest ? 1.0 : fmax(2.0, BACKLOG * self->clock.speed * self->clock.per_second);
  const double ahead = clock_now(&self->clock, wall) - (double)self->tick;
  if (ahead > slack && !self->clock.paused) {
    clock_set(&self->clock, wall, (double)self->tick + slack);
    return slack;
  }
  return ahead;
}

/* Nothing to do until somebody asks for something: the display gets the moment at which the run stands. */
static void rest(play *self, double wall) {
  if (self->slots.worlds[self->slots.now]->tick[0] != self->tick) { publish(self); }
  if (self->evaluated != self->tick) {
    evaluate_metrics(self, wall);
    return; /* the lock was open: look again */
  }
  self->reached = 0.0;
  pthread_cond_broadcast(&self->settled);
  pthread_cond_wait(&self->wake, &self->lock);
  self->measured_at = wall_now();
  self->measured_tick = self->tick;
}

/* Waits until the next tick is due, in so many ticks. */
static void wait_for(play *self, double wall, double ticks) {
  const double until = wall + fmin(ticks / (self->clock.speed * self->clock.per_second), 0.5) + 1e-4;
  const struct timespec at = {(time_t)until, (long)(1e9 * (until - floor(until)))};
  pthread_cond_timedwait(&self->wake, &self->lock, &at);
}

static void answer_hash(play *self) {
  self->hash = soi_world_hash(self->world);
  self->hash_tick = self->tick;
  self->hashing = false;
  pthread_cond_broadcast(&self->settled);
}

/* What is to be done next, at this time on the wall. */
static void turn(play *self, double wall) {
  if (self->cutting) { cut(self); }
  if (self->hashing) { answer_hash(self); }
  if (self->seeking) {
    seek_on(self);
    return;
  }
  const bool ended = self->tick >= self->end;
  const double ahead = due(self, wall);
  if (ended && self->loops && !self->clock.paused) {
    begin_anew(self);
  } else if (ended || (self->clock.paused && ahead <= 0.0)) {
    rest(self, wall);
  } else if (ahead > 0.0) {
    step(self, is_wanted(self));
    measure_speed(self, wall);
    if (wall - self->evaluated_at > METRICS_EVERY) { evaluate_metrics(self, wall); }
  } else {
    wait_for(self, wall, -ahead);
  }
}

static void *run(void *argument) {
  play *self = argument;
  pthread_mutex_lock(&self->lock);
  self->measured_at = wall_now();
  while (!self->quitting) { turn(self, wall_now()); }
  pthread_mutex_unlock(&self->lock);
  return NULL;
}

/* --- opening and closing --------------------------------------------------------------------------------------------- */

/* The lock, and conditions that wait by the clock that no one sets. */
static bool make_locks(play *self) {
  pthread_condattr_t attributes;
  if (pthread_mutex_init(&self->lock, NULL) != 0 || pthread_condattr_init(&attributes) != 0) { return false; }
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  const bool made = pthread_cond_init(&self->wake, &attributes) == 0 && pthread_cond_init(&self->settled, &attributes) == 0;
  pthread_condattr_destroy(&attributes);
  return made;
}

static bool make_lists(play *self, const play_options *options) {
  self->commands = calloc(MOST_COMMANDS, sizeof *self->commands);
  self->shown_commands = calloc(MOST_COMMANDS, sizeof *self->shown_commands);
  self->given = calloc(options->command_count + 1u, sizeof *self->given);
  if (self->commands == NULL || self->shown_commands == NULL || self->given == NULL || !log_open(&self->log, self->model, self->first)) {
    return false;
  }
  self->minutes = calloc(self->log.minute_capacity, sizeof *self->minutes);
  self->events = calloc(self->log.event_capacity, sizeof *self->events);
  self->losses = calloc(self->log.loss_capacity, sizeof *self->losses);
  self->command_count = self->given_count = options->command_count;
  for (uint32_t i = 0; i < options->command_count; ++i) { self->commands[i] = self->given[i] = options->commands[i]; }
  self->metric_count = options->metric_count < PLAY_METRICS ? options->metric_count : PLAY_METRICS;
  for (uint32_t i = 0; i < self->metric_count; ++i) { self->metrics[i] = options->metrics[i]; }
  return self->minutes != NULL && self->events != NULL && self->losses != NULL;
}

/* The world at the beginning of the run, or of its recording. */
static bool make_world(play *self, const play_recorded *recorded) {
  self->world = soi_world_create(self->model, soi_memory_libc(), NULL);
  self->observer = soi_observer_create(self->model, soi_memory_libc());
  if (self->world == NULL || self->observer == NULL) { return false; }
  if (recorded->begin != NULL && !recorded->begin(recorded->context, self->world, self->observer)) { return false; }
  self->tick = self->fed = self->measured_tick = self->world->tick[0];
  return self->tick == self->first;
}

play *play_open(const soi_model *model, const play_options *options) {
  play *self = options->command_count <= MOST_COMMANDS ? calloc(1, sizeof *self) : NULL;
  if (self == NULL) { return NULL; }
  const bool recorded = options->recorded.last > 0;
  self->model = model;
  self->witness = options->witness;
  self->first = self->told = self->part_at = options->recorded.first;
  self->end = recorded ? options->recorded.last : model->end;
  self->parting = !recorded;
  self->seeking = self->surveying = recorded;
  self->goal = self->end;
  self->after = self->first;
  self->sought_at = wall_now();
  self->loops = options->loops;
  self->clock = (play_clock){.speed = options->speed > 0.0 ? options->speed : 1.0,
                             .per_second = 1.0 / model->step,
                             .paused = options->paused,
                             .wall = wall_now(),
                             .at = (double)options->recorded.first};
  history_open(&self->history, options->history_bytes > 0 ? options->history_bytes : DEFAULT_HISTORY,
               (soi_tick)(MOMENT_EVERY / model->step));
  bool made = make_locks(self) && make_lists(self, options) && slots_open(&self->slots, model);
  made = made && make_world(self, &options->recorded);
  if (made) { publish(self); }
  self->evaluated = UINT64_MAX;
  self->has_thread = made && pthread_create(&self->thread, NULL, run, self) == 0;
  if (!self->has_thread) {
    play_close(self);
    return NULL;
  }
  return self;
}

void play_close(play *self) {
  if (self == NULL) { return; }
  if (self->has_thread) {
    pthread_mutex_lock(&self->lock);
    self->quitting = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
  }
  history_close(&self->history);
  log_close(&self->log);
  slots_close(&self->slots);
  soi_world_release(self->world);
  soi_observer_release(self->observer);
  free(self->commands);
  free(self->given);
  free(self->shown_commands);
  free(self->minutes);
  free(self->events);
  free(self->losses);
  pthread_cond_destroy(&self->wake);
  pthread_cond_destroy(&self->settled);
  pthread_mutex_destroy(&self->lock);
  free(self);
}

/* --- what the display sees ------------------------------------------------------------------------------------------- */

/* Copies what has been added to the lists, or all of them after a cut. */
static void take_lists(play *self) {
  play_frame *frame = &self->frame;
  if (self->shown_cuts != self->log.cuts) { frame->minute_count = frame->event_count = frame->loss_count = 0; }
  self->shown_cuts = self->log.cuts;
  const uint32_t minutes = frame->minute_count, events = frame->event_count, losses = frame->loss_count;
  memcpy(self->minutes + minutes, self->log.minutes + minutes, (self->log.minute_count - minutes) * sizeof *self->minutes);
  memcpy(self->events + events, self->log.events + events, (self->log.event_count - events) * sizeof *self->events);
  memcpy(self->losses + losses, self->log.losses + losses, (self->log.loss_count - losses) * sizeof *self->losses);
  memcpy(self->shown_commands, self->commands, self->command_count * sizeof *self->commands);
  frame->minutes = self->minutes;
  frame->minute_count = self->log.minute_count;
  frame->events = self->events;
  frame->event_count = self->log.event_count;
  frame->losses = self->losses;
  frame->loss_count = self->log.loss_count;
  frame->commands = self->shown_commands;
  frame->command_count = self->command_count;
}

/* Takes hold of the newest pair and says how far between them the clock is. */
static void take_pair(play *self) {
  play_frame *frame = &self->frame;
  self->slots.held_before = self->slots.before;
  self->slots.held_now = self->slots.now;
  self->taken = true;
  frame->before = self->slots.worlds[self->slots.before];
  frame->now = self->slots.worlds[self->slots.now];
  const double before = (double)frame->before->tick[0], now = (double)frame->now->tick[0];
  const double at = self->seeking ? now : fmin(fmax(clock_now(&self->clock, wall_now()), before), now);
  frame->fraction = now > before ? (at - before) / (now - before) : 1.0;
  frame->time = at * self->model->step;
}

const play_frame *play_take(play *self) {
  play_frame *frame = &self->frame;
  pthread_mutex_lock(&self->lock);
  take_pair(self);
  take_lists(self);
  frame->known = self->log.known;
  frame->speed = self->clock.speed;
  frame->reached = self->reached;
  frame->paused = self->clock.paused;
  frame->ended = self->tick >= self->end;
  frame->seeking = self->seeking;
  frame->rounds = self->rounds;
  frame->history_bytes = self->history_bytes;
  memcpy(frame->values, self->values, sizeof frame->values);
  memcpy(frame->has_value, self->has_value, sizeof frame->has_value);
  pthread_mutex_unlock(&self->lock);
  return frame;
}

/* --- what the display asks ------------------------------------------------------------------------------------------- */

/* Where somebody who asks wants to be in the end. */
static soi_tick *goal_asked(play *self) { return self->surveying ? &self->after : &self->goal; }

static void begin_request(play *self) { pthread_mutex_lock(&self->lock); }

static void end_request(play *self) {
  pthread_cond_signal(&self->wake);
  pthread_mutex_unlock(&self->lock);
}

void play_set_paused(play *self, bool paused) {
  begin_request(self);
  clock_set_paused(&self->clock, wall_now(), paused);
  end_request(self);
}

void play_set_speed(play *self, double speed) {
  begin_request(self);
  if (speed > 0.0) { clock_set_speed(&self->clock, wall_now(), fmin(speed, PLAY_FASTEST)); }
  end_request(self);
}

void play_step(play *self) {
  begin_request(self);
  soi_tick *const goal = goal_asked(self);
  const soi_tick from = self->seeking ? *goal : self->tick;
  clock_set_paused(&self->clock, wall_now(), true);
  if (self->seeking) {
    *goal = from < self->end ? from + 1 : from;
  } else {
    clock_set(&self->clock, wall_now(), (double)from + 1.0);
  }
  end_request(self);
}

void play_seek(play *self, soi_tick tick) {
  begin_request(self);
  if (!self->seeking) { self->sought_at = wall_now(); }
  self->seeking = true;
  *goal_asked(self) = tick < self->first ? self->first : tick < self->end ? tick : self->end;
  end_request(self);
}

bool play_command(play *self, const soi_command *command) {
  if (!soi_command_valid(self->model, command)) { return false; }
  begin_request(self);
  soi_command stamped = *command;
  stamped.tick = self->seeking ? *goal_asked(self) : self->fed > self->tick ? self->fed : self->tick;
  /* the future that was to come without it */
  while (self->command_count > 0 && self->commands[self->command_count - 1].tick > stamped.tick) { --self->command_count; }
  const bool fits = self->command_count < MOST_COMMANDS && stamped.tick < self->model->end;
  if (fits) {
    self->commands[self->command_count++] = stamped;
    self->cut = self->cutting && self->cut < stamped.tick ? self->cut : stamped.tick;
    self->cutting = true;
    self->end = self->model->end;
  }
  end_request(self);
  return fits;
}

/* Whether there is nothing left to do but to wait for the wall's clock. */
static bool is_settled(const play *self) {
  if (self->seeking || self->cutting || self->hashing) { return false; }
  if (self->evaluated != self->tick || self->slots.worlds[self->slots.now]->tick[0] != self->tick) { return false; }
  if (self->tick >= self->end) { return true; }
  return self->clock.paused && (double)self->tick >= ceil(self->clock.at);
}

void play_settle(play *self) {
  pthread_mutex_lock(&self->lock);
  while (!is_settled(self)) { pthread_cond_wait(&self->settled, &self->lock); }
  pthread_mutex_unlock(&self->lock);
}

uint64_t play_hash(play *self, soi_tick *tick) {
  pthread_mutex_lock(&self->lock);
  self->hashing = true;
  pthread_cond_signal(&self->wake);
  while (self->hashing) { pthread_cond_wait(&self->settled, &self->lock); }
  const uint64_t hash = self->hash;
  if (tick != NULL) { *tick = self->hash_tick; }
  pthread_mutex_unlock(&self->lock);
  return hash;
}
