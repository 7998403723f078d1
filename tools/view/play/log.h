/* What is known of the run so far: figures minute by minute and the events of note. It grows only where the run is simulated for the first
 * time; after rewinding the same is simulated again and adds nothing. */
#ifndef PLAY_LOG_H
#define PLAY_LOG_H

#include "play.h"

/* The minute under way: sums, and the batteries' total when it began. */
typedef struct play_tally {
  uint32_t steps;
  double waiting, riders, vehicles, people;
  double wait, headway;
  uint32_t waits, headways, served, gave_up;
  double energy_before, lost[SOI_CAUSE_COUNT];
} play_tally;

typedef struct play_log {
  play_minute *minutes;
  uint32_t minute_count, minute_capacity;
  soi_event *events;
  uint32_t event_count, event_capacity;
  play_loss *losses;
  uint32_t loss_count, loss_capacity;
  uint32_t steps_per_minute;
  soi_tick known; /* simulated up to here */
  uint32_t cuts;  /* times it was cut back */
} play_log;

/* Room for the whole run at once; false without memory. What came before first is not known: its minutes are empty. */
bool log_open(play_log *log, const soi_model *model, soi_tick first);
void log_close(play_log *log);
/* After each step of the world. */
void log_step(play_log *log, play_tally *tally, const soi_world *world);
/* Forgets what came after tick. */
void log_cut(play_log *log, soi_tick tick);

#endif
