/* Moments of the run to come back to. */
#include "history.h"

#include <stdlib.h>

void history_open(play_history *history, size_t budget, soi_tick every) {
  *history = (play_history){.budget = budget, .every = every > 0 ? every : 1};
}

static void forget(play_history *history, uint32_t i) {
  history->bytes -= history->moments[i].world_bytes + history->moments[i].observer_bytes;
  free(history->moments[i].bytes);
}

void history_close(play_history *history) {
  for (uint32_t i = 0; i < history->count; ++i) { forget(history, i); }
  free(history->moments);
  *history = (play_history){0};
}

/* Every other moment goes; the first one stays. */
static void thin_out(play_history *history) {
  uint32_t kept = 0;
  history->every *= 2;
  for (uint32_t i = 0; i < history->count; ++i) {
    if (i == 0 || history->moments[i].tick % history->every == 0) {
      history->moments[kept++] = history->moments[i];
    } else {
      forget(history, i);
    }
  }
  history->count = kept;
}

static bool make_room(play_history *history) {
  if (history->count < history->capacity) { return true; }
  const uint32_t capacity = history->capacity > 0 ? 2 * history->capacity : 64;
  play_moment *grown = realloc(history->moments, capacity * sizeof *grown);
  if (grown == NULL) { return false; }
  history->moments = grown;
  history->capacity = capacity;
  return true;
}

void history_keep(play_history *history, const soi_world *world, const soi_observer *observer, const play_tally *tally) {
  const soi_tick tick = world->tick[0];
  const bool kept = history->count > 0 && history->moments[history->count - 1].tick >= tick;
  const bool due = history->count == 0 || tick % history->every == 0;
  if (kept || !due || !make_room(history)) { return; }
  play_moment moment = {
      .tick = tick, .tally = *tally, .world_bytes = soi_snapshot_size(world), .observer_bytes = soi_observer_snapshot_size(observer)};
  moment.bytes = malloc(moment.world_bytes + moment.observer_bytes);
  if (moment.bytes == NULL) { return; }
  soi_snapshot_save(world, moment.bytes);
  soi_observer_snapshot_save(observer, moment.bytes + moment.world_bytes);
  history->moments[history->count++] = moment;
  history->bytes += moment.world_bytes + moment.observer_bytes;
  while (history->bytes > history->budget && history->count > 2) { thin_out(history); }
}

const play_moment *history_find(const play_history *history, soi_tick tick) {
  uint32_t low = 0, high = history->count;
  while (low < high) {
    const uint32_t middle = (low + high) / 2;
    if (history->moments[middle].tick <= tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 ? &history->moments[low - 1] : NULL;
}

bool history_restore(const play_moment *moment, soi_world *world, soi_observer *observer, play_tally *tally) {
  if (!soi_snapshot_restore(world, moment->bytes, moment->world_bytes)) { return false; }
  if (!soi_observer_snapshot_restore(observer, moment->bytes + moment->world_bytes, moment->observer_bytes)) { return false; }
  *tally = moment->tally;
  return true;
}

void history_cut(play_history *history, soi_tick tick) {
  while (history->count > 0 && history->moments[history->count - 1].tick > tick) { forget(history, --history->count); }
}
