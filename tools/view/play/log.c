/* What is known of the run so far. */
#include "log.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_EVENTS = 8192, MOST_LOSSES = 1u << 20, LOOKS_A_MINUTE = 60 };

bool log_open(play_log *log, const soi_model *model, soi_tick first) {
  const double minutes = (double)model->end * model->step / 60.0;
  *log = (play_log){
      .steps_per_minute = (uint32_t)(60.0 / model->step + 0.5), .minute_capacity = (uint32_t)minutes + 2, .event_capacity = MOST_EVENTS};
  log->minutes = calloc(log->minute_capacity, sizeof *log->minutes);
  log->events = calloc(log->event_capacity, sizeof *log->events);
  log->known = first;
  log->minute_count = (uint32_t)(first / log->steps_per_minute);
  const double looks = (minutes + 1.0) * LOOKS_A_MINUTE * model->cart_count + 1.0;
  log->loss_capacity = looks < MOST_LOSSES ? (uint32_t)looks : MOST_LOSSES;
  log->losses = calloc(log->loss_capacity, sizeof *log->losses);
  return log->minutes != NULL && log->events != NULL && log->losses != NULL;
}

void log_close(play_log *log) {
  free(log->minutes);
  free(log->events);
  free(log->losses);
}

/* Whether the last event kept says the same of the same within a minute: those whom one full cart leaves behind are told once. */
static bool is_repeated(const play_log *log, const soi_event *event) {
  if (event->kind != SOI_EVENT_DENIED || log->event_count == 0) { return false; }
  const soi_event *last = &log->events[log->event_count - 1];
  return last->kind == event->kind && last->b == event->b && event->tick < last->tick + log->steps_per_minute;
}

static double total_energy(const soi_world *world) {
  double sum = 0.0;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) { sum += world->cart_energy[cart]; }
  return sum;
}

static float mean(double sum, uint32_t count) { return count > 0 ? (float)(sum / count) : -1.0f; }

/* Closes the minute: its figures, and a new one begins with the totals of now. */
static play_minute close_minute(play_tally *tally, const soi_world *world) {
  play_minute minute = {.waiting = mean(tally->waiting, tally->steps),
                        .riders = mean(tally->riders, tally->steps),
                        .vehicles = mean(tally->vehicles, tally->steps),
                        .people = mean(tally->people, tally->steps),
                        .wait = mean(tally->wait, tally->waits),
                        .headway = mean(tally->headway, tally->headways),
                        .served = (float)tally->served,
                        .gave_up = (float)tally->gave_up};
  play_tally next = {.energy_before = total_energy(world)};
  minute.energy = (float)(next.energy_before - tally->energy_before);
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { minute.lost[cause] = (float)tally->lost[cause]; }
  *tally = next;
  return minute;
}

static void count_step(play_tally *tally, const soi_world *world) {
  ++tally->steps;
  for (soi_stop_id stop = 1; stop <= world->model->stop_count; ++stop) { tally->waiting += world->stop_queue[stop]; }
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    tally->riders += world->cart_riders[cart];
    tally->lost[soi_cart_cause(world, cart)] += soi_cart_lost_share(world, cart) * world->model->step;
  }
  tally->vehicles += world->vehicle_count[0];
  tally->people += world->person_count[0];
}

static void count_event(play_tally *tally, const soi_event *event) {
  switch (event->kind) {
    case SOI_EVENT_BOARDED: tally->wait += event->value, tally->waits++; break;
    case SOI_EVENT_HEADWAY: tally->headway += event->value, tally->headways++; break;
    case SOI_EVENT_SERVED: ++tally->served; break;
    case SOI_EVENT_GAVE_UP: ++tally->gave_up; break;
    default: break;
  }
}

/* A look at each cart once a second: the share of its speed that it then lost stands for all of that second. */
static void add_losses(play_log *log, const soi_world *world) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const uint32_t row = world->cart_vehicle[cart];
    const double share = row != 0 ? soi_cart_lost_share(world, cart) : 0.0;
    if (share < 0.02 || log->loss_count == log->loss_capacity) { continue; }
    log->losses[log->loss_count++] = (play_loss){world->tick[0], world->vehicle_lane[row], (float)world->vehicle_s[row],
                                                 (float)(share * 60.0 / LOOKS_A_MINUTE), soi_cart_cause(world, cart)};
  }
}

void log_step(play_log *log, play_tally *tally, const soi_world *world) {
  const soi_tick tick = world->tick[0];
  const bool is_new = tick > log->known;
  count_step(tally, world);
  for (uint32_t i = 0; i < world->event_count; ++i) {
    const soi_event *event = &world->events[i];
    count_event(tally, event);
    const bool kept = is_new && soi_event_info_of(event->kind)->told >= SOI_TOLD_VIEW && !is_repeated(log, event) &&
                      log->event_count < log->event_capacity;
    if (kept) { log->events[log->event_count++] = *event; }
  }
  if (is_new && tick % (log->steps_per_minute / LOOKS_A_MINUTE + (log->steps_per_minute < LOOKS_A_MINUTE)) == 0) { add_losses(log, world); }
  if (is_new) { log->known = tick; }
  if (tick % log->steps_per_minute != 0) { return; }
  const play_minute minute = close_minute(tally, world);
  const uint32_t row = (uint32_t)(tick / log->steps_per_minute) - 1;
  if (row == log->minute_count && row < log->minute_capacity) { log->minutes[log->minute_count++] = minute; }
}

void log_cut(play_log *log, soi_tick tick) {
  if (tick >= log->known) { return; }
  log->known = tick;
  ++log->cuts;
  while (log->event_count > 0 && log->events[log->event_count - 1].tick >= tick) { --log->event_count; }
  while (log->loss_count > 0 && log->losses[log->loss_count - 1].tick > tick) { --log->loss_count; }
  const uint32_t minutes = (uint32_t)(tick / log->steps_per_minute);
  if (log->minute_count > minutes) { log->minute_count = minutes; }
}
