/* What the events of a step say: counts by kind, the errands of passengers, samples of waits, rides, headways ..., and the
 * events of note that a report lists. */
#include "observer.h"
#include "text.h"

/* The series that an event's value belongs to, from the rows of the metrics; SOI_SERIES_KINDS: none. */
static soi_series series_of(uint32_t kind) {
#define FROM_DISTRIBUTION(symbol, event) {SOI_SERIES_##symbol, SOI_EVENT_##event},
#define FROM_SCALAR(symbol, how)
#define FROM_COUNT(symbol, how)
#define ROW(symbol, name, unit, shape, how, ...) FROM_##shape(symbol, how)
  static const struct {
    soi_series series;
    uint32_t kind;
  } rows[] = {SOI_METRICS(ROW)};
#undef ROW
  uint32_t i = 0;
  while (i < SOI_SERIES_KINDS && rows[i].kind != kind) { ++i; }
  return i < SOI_SERIES_KINDS ? rows[i].series : SOI_SERIES_KINDS;
}

static void add_sample(soi_observer *observer, soi_series series, const soi_event *event, soi_stop_id stop, soi_cart_id cart) {
  const soi_sample sample = {.value = event->value, .stop = stop, .cart = cart, .tick = event->tick};
  soi_rows_add(&observer->lists[series], observer->memory, &sample);
}

static void add_trip(soi_observer *observer, const soi_errand_record *errand, const soi_event *event, bool served) {
  const soi_trip trip = {.errand = *errand, .finished = event->tick, .seconds = served ? event->value : 0.0, .served = served};
  soi_rows_add(&observer->lists[SOI_LIST_TRIPS], observer->memory, &trip);
}

/* A wait counts when it began after the warm-up. */
static bool wait_counts(const soi_observer *observer, const soi_errand_record *errand) {
  return errand->stage == SOI_STAGE_QUEUED && errand->queued >= observer->model->warmup;
}

static void board(soi_observer *observer, const soi_event *event, soi_errand_record *errand, bool counted) {
  if (wait_counts(observer, errand)) { add_sample(observer, SOI_SERIES_WAIT, event, errand->stop, event->b); }
  errand->boarded = event->tick;
  errand->waited = event->value;
  errand->cart = event->b;
  errand->stage = SOI_STAGE_ABOARD;
  if (!counted) { return; }
  ++observer->stops[errand->stop].boardings;
  ++observer->carts[event->b].boardings;
}

static void alight(soi_observer *observer, const soi_world *world, const soi_event *event, soi_errand_record *errand, bool counted) {
  const soi_stop_id stop = world->cart_stop[event->b];
  errand->alight = stop;
  errand->alighted = event->tick;
  errand->ridden = event->value;
  errand->stage = SOI_STAGE_ALIGHTED;
  if (!counted) { return; }
  add_sample(observer, SOI_SERIES_RIDE, event, stop, event->b);
  ++observer->stops[stop].alightings;
}

static void give_up(soi_observer *observer, const soi_event *event, soi_errand_record *errand, bool counted) {
  if (wait_counts(observer, errand)) { add_sample(observer, SOI_SERIES_WAIT, event, event->b, 0); }
  errand->waited = event->value;
  observer->run->gave_up += errand->created >= observer->model->warmup ? 1 : 0;
  add_trip(observer, errand, event, false);
  *errand = (soi_errand_record){0};
  if (counted) { ++observer->stops[event->b].gave_up; }
}

static void serve(soi_observer *observer, const soi_event *event, soi_errand_record *errand, bool counted) {
  if (counted) { add_sample(observer, SOI_SERIES_TRIP, event, errand->stop, errand->cart); }
  observer->run->served += errand->created >= observer->model->warmup ? 1 : 0;
  add_trip(observer, errand, event, true);
  *errand = (soi_errand_record){0};
}

/* The record of a person begins in the queue: who joined it in this step still lives, so the world knows its plan. */
static void join(soi_errand_record *errand, const soi_world *world, const soi_event *event) {
  *errand = (soi_errand_record){
      .created = world->person_born[event->a],
      .queued = event->tick,
      .flow = world->person_flow[event->a],
      .stop = event->b,
      .stage = SOI_STAGE_QUEUED,
      .serial = world->person_serial[event->a],
  };
}

/* Events of a passenger in a person row, event->a. False when it is another kind. */
static bool follow_errand(soi_observer *observer, const soi_world *world, const soi_event *event, bool counted) {
  if (event->a > observer->model->person_capacity) { return false; }
  soi_errand_record *const errand = &observer->errands[event->a];
  switch (event->kind) {
    case SOI_EVENT_QUEUE_JOINED: join(errand, world, event); return true;
    case SOI_EVENT_BOARDED: board(observer, event, errand, counted); return true;
    case SOI_EVENT_ALIGHTED: alight(observer, world, event, errand, counted); return true;
    case SOI_EVENT_SERVED: serve(observer, event, errand, counted); return true;
    case SOI_EVENT_GAVE_UP: give_up(observer, event, errand, counted); return true;
    case SOI_EVENT_DENIED:
      if (counted) { ++observer->stops[errand->stop].denied; }
      return true;
    default: return false;
  }
}

/* Who left which stop when, from the start of the run: a headway may have begun before the warm-up's end. */
static void note_departure(soi_observer *observer, const soi_event *event) {
  const soi_departure departure = {.tick = event->tick, .cart = event->a, .stop = event->b};
  if (event->kind == SOI_EVENT_CART_DEPARTED) { soi_rows_add(&observer->lists[SOI_LIST_DEPARTURES], observer->memory, &departure); }
}

/* Samples of events that are of no errand: of a cart at a stop, or of neither. */
static void follow_series(soi_observer *observer, const soi_event *event) {
  const soi_series series = series_of(event->kind);
  const bool at_stop = soi_text_equal(soi_event_info_of(event->kind)->b, "stop");
  if (series != SOI_SERIES_KINDS) { add_sample(observer, series, event, at_stop ? event->b : 0, at_stop ? event->a : 0); }
  if (event->kind == SOI_EVENT_LAP) { ++observer->carts[event->a].laps; }
}

/* Events on the road: contacts, near misses, hard braking, arrivals. */
static void follow_traffic(soi_observer *observer, const soi_event *event) {
  soi_run_tally *const run = observer->run;
  const bool with_cart = (event->flags & SOI_EVENT_WITH_CART) != 0;
  switch (event->kind) {
    case SOI_EVENT_COLLISION:
    case SOI_EVENT_COLLISION_PERSON:
      if (with_cart) { ++run->cart_collisions; }
      if ((event->flags & SOI_EVENT_RULE_BROKEN) == 0) { ++run->lawful_collisions; }
      break;
    case SOI_EVENT_HARD_BRAKE:
      ++observer->carts[event->a].hard_brakes;
      run->falls_at_risk += event->b;
      break;
    case SOI_EVENT_ENCROACHMENT:
      if (with_cart && (run->pet_least < 0.0 || event->value < run->pet_least)) { run->pet_least = event->value; }
      break;
    case SOI_EVENT_VEHICLE_ENTERED: observer->vehicle_counts[event->a] = event->b != 0; break;
    case SOI_EVENT_VEHICLE_LEFT:
      run->arrived += observer->vehicle_counts[event->a];
      observer->vehicle_counts[event->a] = 0;
      break;
    default: break;
  }
}

static uint32_t serial_of(const void *context, bool person, uint32_t row) {
  const soi_world *const world = context;
  return person ? world->person_serial[row] : world->vehicle_serial[row];
}

/* Rows are used again, so a report a run later tells serials. */
static void note(soi_observer *observer, const soi_world *world, const soi_event *event) {
  soi_rows *const notes = &observer->lists[SOI_LIST_NOTES];
  if (notes->count == SOI_MOST_NOTES) {
    ++observer->run->notes_left_out;
    return;
  }
  soi_event told = *event;
  soi_event_put_serials(&told, serial_of, world);
  soi_rows_add(notes, observer->memory, &told);
}

void soi_observer_events(soi_observer *observer, const soi_world *world) {
  for (uint32_t i = 0; i < world->event_count; ++i) {
    const soi_event *const event = &world->events[i];
    SOI_ASSERT(event->kind > SOI_EVENT_NONE && event->kind < SOI_EVENT_KINDS);
    const bool counted = event->tick >= observer->model->warmup;
    ++observer->run->seen[event->kind];
    if (counted) { ++observer->run->counted[event->kind]; }
    if (soi_event_info_of(event->kind)->told == SOI_TOLD_REPORT) { note(observer, world, event); }
    note_departure(observer, event);
    if (!follow_errand(observer, world, event, counted) && counted) {
      follow_series(observer, event);
      follow_traffic(observer, event);
    }
  }
}
