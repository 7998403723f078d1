/* The observer's life: its one block of tallies, the order of what a step adds, and its release. */
#include "observer.h"

#include "put_off.h"

#include <string.h>

enum { ALIGNMENT = 64 };

static size_t aligned(size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

/* Lays the tables out behind each other; with a block, points the observer at them. Returns the bytes they take. */
static size_t lay_out(soi_observer *observer, const soi_model *model, char *block) {
  const size_t stops = aligned(sizeof(soi_run_tally));
  const size_t carts = stops + aligned(sizeof(soi_stop_tally) * (model->stop_count + 1u));
  const size_t errands = carts + aligned(sizeof(soi_cart_tally) * (model->cart_count + 1u));
  const size_t vehicles = errands + aligned(sizeof(soi_errand_record) * (model->person_capacity + 1u));
  if (block != NULL) {
    observer->run = (soi_run_tally *)(void *)block;
    observer->stops = (soi_stop_tally *)(void *)(block + stops);
    observer->carts = (soi_cart_tally *)(void *)(block + carts);
    observer->errands = (soi_errand_record *)(void *)(block + errands);
    observer->vehicle_counts = (uint8_t *)(void *)(block + vehicles);
  }
  return vehicles + aligned(model->vehicle_capacity + 1u);
}

/* Least and greatest values start as "none yet". */
static void set_initial(soi_observer *observer) {
  observer->run->drac_most = -1.0;
  observer->run->pet_least = -1.0;
  for (soi_cart_id cart = 0; cart <= observer->model->cart_count; ++cart) {
    observer->carts[cart].charge_least = 2.0;
    observer->carts[cart].ttc_least = -1.0;
  }
}

soi_observer *soi_observer_create(const soi_model *model, soi_memory memory) {
  soi_observer *const observer = memory.allocate(memory.context, sizeof *observer);
  if (observer == NULL) { return NULL; }
  *observer = (soi_observer){.model = model, .memory = memory};
  observer->block_bytes = lay_out(observer, model, NULL);
  observer->block = memory.allocate(memory.context, observer->block_bytes);
  observer->index = soi_lane_index_create(model, memory);
  if (observer->block == NULL || observer->index == NULL) {
    soi_observer_release(observer);
    return NULL;
  }
  memset(observer->block, 0, observer->block_bytes);
  lay_out(observer, model, observer->block);
  set_initial(observer);
  for (uint32_t i = 0; i < SOI_SERIES_KINDS; ++i) { observer->lists[i] = soi_rows_make(sizeof(soi_sample)); }
  observer->lists[SOI_LIST_TRIPS] = soi_rows_make(sizeof(soi_trip));
  observer->lists[SOI_LIST_DEPARTURES] = soi_rows_make(sizeof(soi_departure));
  observer->lists[SOI_LIST_NOTES] = soi_rows_make(sizeof(soi_event));
  observer->lists[SOI_LIST_PUT_OFF] = soi_rows_make(sizeof(soi_put_off));
  return observer;
}

void soi_observer_release(soi_observer *observer) {
  if (observer == NULL) { return; }
  const soi_memory memory = observer->memory;
  for (uint32_t i = 0; i < SOI_LISTS; ++i) { soi_rows_release(&observer->lists[i], memory); }
  soi_lane_index_release(observer->index, memory);
  if (observer->block != NULL) { memory.release(memory.context, observer->block, observer->block_bytes); }
  memory.release(memory.context, observer, sizeof *observer);
}

/* How many there are now, and the longest queues. */
static void count_agents(soi_observer *observer, const soi_world *world) {
  soi_run_tally *const run = observer->run;
  const uint64_t vehicles = world->vehicle_count[0], people = world->person_count[0];
  ++run->steps;
  run->vehicles_sum += vehicles;
  run->people_sum += people;
  if (vehicles > run->vehicles_most) { run->vehicles_most = vehicles; }
  if (people > run->people_most) { run->people_most = people; }
  for (soi_stop_id stop = 1; stop <= observer->model->stop_count; ++stop) {
    soi_stop_tally *const tally = &observer->stops[stop];
    if (world->stop_queue[stop] > tally->queue_most) { tally->queue_most = world->stop_queue[stop]; }
  }
}

uint64_t soi_vehicles_drawn(const soi_world *world) {
  uint64_t drawn = 0;
  for (uint32_t flow = 1; flow <= world->model->vehicle_flow_count; ++flow) { drawn += world->vehicle_flow_drawn[flow]; }
  return drawn;
}

/* The warm-up ends: who is in the map now is not counted, who is outside still is. */
static void end_warmup(soi_observer *observer, const soi_world *world) {
  observer->run->passengers_outside = world->passengers_outside[0];
  observer->run->entered_early = soi_vehicles_drawn(world);
  for (uint32_t flow = 1; flow <= world->model->vehicle_flow_count; ++flow) {
    observer->run->entered_early -= world->vehicle_flow_waiting[flow];
  }
}

/* What waits for room still does; what found it is history. */
static void drop_put_off(soi_rows *list, soi_tick now) {
  soi_put_off *const rows = list->items;
  const uint32_t count = list->count;
  list->count = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (rows[i].until == now) { rows[list->count++] = rows[i]; }
  }
}

void soi_observer_begin(soi_observer *observer, const soi_world *world) {
  const soi_model *const model = observer->model;
  soi_run_tally *const run = observer->run;
  SOI_ASSERT(model->warmup >= world->tick[0]);
  memset(observer->block, 0, (size_t)((char *)observer->errands - observer->block));
  memset(observer->vehicle_counts, 0, model->vehicle_capacity + 1u);
  set_initial(observer);
  for (uint32_t i = 0; i < SOI_LISTS; ++i) {
    if (i != SOI_LIST_DEPARTURES && i != SOI_LIST_PUT_OFF) { observer->lists[i].count = 0; }
  }
  drop_put_off(&observer->lists[SOI_LIST_PUT_OFF], world->tick[0]);
  run->births_then = world->birth_serial[0] - world->vehicle_count[0] - world->person_count[0];
  run->vehicles_then = world->vehicle_count[0];
  run->idle_then = world->idle_most[0];
  soi_observer_carts(observer, world, false);
  if (world->tick[0] == model->warmup) { end_warmup(observer, world); }
}

/* Until somebody stands longer than anybody before the figures began, the world does not say who stood longest since. */
static void watch_idle(soi_observer *observer, const soi_world *world) {
  soi_run_tally *const run = observer->run;
  if (run->idle_then == 0 || world->idle_most[0] > run->idle_then) { return; }
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(world, row) && world->vehicle_idle[row] > run->idle_most) { run->idle_most = world->vehicle_idle[row]; }
  }
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (soi_person_lives(world, row) && world->person_idle[row] > run->idle_most) { run->idle_most = world->person_idle[row]; }
  }
}

void soi_observer_step(soi_observer *observer, const soi_world *world) {
  /* The step just done began one tick ago. */
  const bool counted = world->tick[0] > observer->model->warmup;
  soi_observer_events(observer, world);
  soi_observer_put_off(observer, world);
  soi_observer_carts(observer, world, counted);
  watch_idle(observer, world);
  if (world->tick[0] == observer->model->warmup) { end_warmup(observer, world); }
  if (counted) {
    count_agents(observer, world);
    soi_observer_conflicts(observer, world);
  }
}
