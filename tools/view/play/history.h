/* Moments of the run to come back to: the first and then one every so many ticks. When they outgrow the budget every other one goes
 * and they are taken half as often, so the whole run stays within reach. */
#ifndef PLAY_HISTORY_H
#define PLAY_HISTORY_H

#include <soi/soi.h>

#include "log.h"

/* The world, its observer and the minute under way, as they were before the step from tick. */
typedef struct play_moment {
  soi_tick tick;
  play_tally tally;
  size_t world_bytes, observer_bytes;
  char *bytes; /* world, then observer */
} play_moment;

typedef struct play_history {
  play_moment *moments; /* by tick */
  uint32_t count, capacity;
  size_t bytes, budget;
  soi_tick every;
} play_history;

void history_open(play_history *history, size_t budget, soi_tick every);
void history_close(play_history *history);
/* Keeps the moment when it is due and not kept yet. Without memory it is not kept: a seek then takes longer. */
void history_keep(play_history *history, const soi_world *world, const soi_observer *observer, const play_tally *tally);
/* The last moment at or before a tick; null when there is none. */
const play_moment *history_find(const play_history *history, soi_tick tick);
/* Makes world, observer and tally what they were. False when the moment does not fit. */
bool history_restore(const play_moment *moment, soi_world *world, soi_observer *observer, play_tally *tally);
/* Forgets what came after tick. */
void history_cut(play_history *history, soi_tick tick);

#endif
