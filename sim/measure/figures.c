/* The value of every metric as of now, each by its definition in metrics.h. */
#include "fmath.h"
#include "observer.h"
#include "put_off.h"
#include "text.h"

#include <string.h>

#define GRID_FACTOR (0.4750 / 3.6e6) /* kg CO2e a joule: 0.4750 kg a kWh, Thailand's grid from 2026 (TGO) */
#define STOOD 300.0                  /* s, as phase standstill has it */
#define PICKUP_FACTOR (182.53 / 1e6) /* kg CO2 a metre: 182.53 g/km, light diesel vehicle (Atmosphere 2022, 13, 1588) */

/* A value that may have no samples. */
typedef struct reading {
  double value;
  bool known;
} reading;

static reading known(double value) { return (reading){value, true}; }
static reading count_of(uint64_t count) { return known((double)count); }
static reading known_if(bool condition, double value) { return condition ? known(value) : (reading){0.0, false}; }
static reading share_of(uint64_t part, uint64_t all) { return known(all > 0 ? (double)part / (double)all : 0.0); }
static reading ratio(double top, double bottom) { return bottom > 0.0 ? known(top / bottom) : (reading){0.0, false}; }

/* --- distributions ----------------------------------------------------------------------------------------------------- */

/* The samples and, behind them, the waits of those who still wait. */
static soi_rows waits_so_far(const soi_observer *observer, const soi_world *world) {
  const soi_rows *const done = &observer->lists[SOI_SERIES_WAIT];
  soi_rows all = soi_rows_make(sizeof(soi_sample));
  soi_rows_set(&all, observer->memory, done->items, done->count);
  for (uint32_t person = 1; person <= observer->model->person_capacity; ++person) {
    const soi_errand_record *const errand = &observer->errands[person];
    if (errand->stage != SOI_STAGE_QUEUED || errand->queued < observer->model->warmup) { continue; }
    const double waited = soi_duration(observer->model, world->tick[0] - errand->queued);
    const soi_sample sample = {.value = waited, .stop = errand->stop, .tick = world->tick[0]};
    soi_rows_add(&all, observer->memory, &sample);
  }
  return all;
}

soi_figures soi_observer_figures(const soi_observer *observer, const soi_world *world, soi_series series, soi_filter filter) {
  if (series != SOI_SERIES_WAIT) { return soi_samples_figures(&observer->lists[series], filter, observer->memory); }
  soi_rows all = waits_so_far(observer, world);
  const soi_figures figures = soi_samples_figures(&all, filter, observer->memory);
  soi_rows_release(&all, observer->memory);
  return figures;
}

bool soi_coefficient_of_variation(const soi_figures *figures, double *value) {
  if (figures->count < 2 || figures->mean <= 0.0) { return false; }
  *value = figures->deviation / figures->mean;
  return true;
}

/* The figures a distribution has, by the suffix of their names: "p90" of "wait.p90". */
enum { FIGURES = 8 };
static const char *const figure_names[FIGURES] = {"mean", "p50", "p90", "p95", "p99", "max", "min", "count"};

static uint32_t figure_named(const char *suffix) {
  uint32_t figure = 0;
  while (figure < FIGURES && !soi_text_equal(figure_names[figure], suffix)) { ++figure; }
  return figure;
}

static reading figure_of(const soi_figures *figures, uint32_t figure) {
  const double values[FIGURES - 1] = {figures->mean, figures->p50, figures->p90, figures->p95, figures->p99, figures->most, figures->least};
  return figure == FIGURES - 1 ? count_of(figures->count) : known_if(figures->count > 0, values[figure]);
}

static soi_series series_of(soi_metric metric) {
  switch (metric) {
    case SOI_METRIC_WAIT: return SOI_SERIES_WAIT;
    case SOI_METRIC_RIDE: return SOI_SERIES_RIDE;
    case SOI_METRIC_TRIP: return SOI_SERIES_TRIP;
    case SOI_METRIC_HEADWAY: return SOI_SERIES_HEADWAY;
    case SOI_METRIC_DWELL: return SOI_SERIES_DWELL;
    case SOI_METRIC_HOLD: return SOI_SERIES_HOLD;
    case SOI_METRIC_LOOP: return SOI_SERIES_LOOP;
    case SOI_METRIC_DELAY: return SOI_SERIES_DELAY;
    default: return SOI_SERIES_COUNT;
  }
}

/* --- headways ---------------------------------------------------------------------------------------------------------- */

static reading headway_cv(const soi_observer *observer, const soi_world *world) {
  const soi_figures figures = soi_observer_figures(observer, world, SOI_SERIES_HEADWAY, (soi_filter){0});
  reading found = {0.0, false};
  found.known = soi_coefficient_of_variation(&figures, &found.value);
  return found;
}

static reading excess_wait(const soi_observer *observer, const soi_world *world) {
  reading found = {0.0, false};
  found.known = soi_excess_wait(observer, 0, soi_counted_period(observer, world), &found.value);
  return found;
}

static reading trips_planned(const soi_observer *observer, const soi_world *world) {
  uint64_t trips = 0;
  const bool planned = soi_trips_planned(observer, soi_counted_period(observer, world), &trips);
  return known_if(planned, (double)trips);
}

static reading trips_share(const soi_observer *observer, const soi_world *world) {
  const reading planned = trips_planned(observer, world);
  return ratio((double)soi_trips_run(observer, soi_counted_period(observer, world)), planned.value);
}

static reading availability(const soi_observer *observer, const soi_world *world) {
  uint64_t served = 0;
  for (uint32_t cart = 1; cart <= observer->model->cart_count; ++cart) { served += observer->carts[cart].service_ticks; }
  return ratio((double)served, (double)soi_duty_ticks(observer, soi_counted_period(observer, world)));
}

bool soi_planned_headway(const soi_observer *observer, uint32_t route, double *seconds) {
  const soi_model *const model = observer->model;
  if (model->service.headway > 0.0) {
    *seconds = model->service.headway;
    return true;
  }
  /* The rounds of the route's carts. */
  const soi_sample *const rounds = observer->lists[SOI_SERIES_LOOP].items;
  double sum = 0.0;
  uint32_t count = 0, fleet = 0;
  for (uint32_t i = 0; i < observer->lists[SOI_SERIES_LOOP].count; ++i) {
    if (model->carts[rounds[i].cart].route != route) { continue; }
    sum += rounds[i].value;
    ++count;
  }
  for (uint32_t cart = 1; cart <= model->cart_count; ++cart) { fleet += model->carts[cart].route == route ? 1 : 0; }
  if (count == 0 || fleet == 0) { return false; }
  *seconds = sum / count / fleet;
  return true;
}

static reading on_time(const soi_observer *observer) {
  const soi_model *const model = observer->model;
  const soi_rows *const headways = &observer->lists[SOI_SERIES_HEADWAY];
  uint32_t counted = 0, in_band = 0, route = 0;
  double plan = 0.0;
  bool planned = false;
  for (uint32_t i = 0; i < headways->count; ++i) {
    const soi_sample *const headway = &((const soi_sample *)headways->items)[i];
    const uint32_t own = model->carts[headway->cart].route;
    if (i == 0 || own != route) { planned = soi_planned_headway(observer, own, &plan); }
    route = own;
    if (!planned) { continue; }
    ++counted;
    const double late = headway->value - plan;
    if (late >= -model->service.on_time_early && late <= model->service.on_time_late) { ++in_band; }
  }
  return ratio(in_band, counted);
}

/* --- carts ------------------------------------------------------------------------------------------------------------- */

typedef struct fleet_sum {
  double distance, empty, passenger, energy, place_distance, service_distance;
  uint64_t service_ticks, road_ticks, exposed_ticks;
  double ttc_least, charge_least;
} fleet_sum;

static fleet_sum sum_fleet(const soi_observer *observer, const soi_world *world) {
  fleet_sum sum = {.ttc_least = -1.0, .charge_least = 2.0};
  for (uint32_t cart = 1; cart <= observer->model->cart_count; ++cart) {
    const soi_cart_tally *const tally = &observer->carts[cart];
    const soi_vehicle_type *const type = soi_type(observer->model, observer->model->carts[cart].type);
    sum.distance += soi_cart_distance(observer, world, cart);
    sum.empty += soi_cart_empty_distance(observer, world, cart);
    sum.passenger += soi_cart_passenger_distance(observer, world, cart);
    sum.energy += soi_cart_energy(observer, world, cart);
    sum.service_distance += tally->service_distance;
    sum.place_distance += tally->service_distance * (type->places.seats + type->places.standing);
    sum.service_ticks += tally->service_ticks;
    sum.road_ticks += tally->road_ticks;
    sum.exposed_ticks += tally->exposed_ticks;
    const bool nearer = tally->ttc_least >= 0.0 && (sum.ttc_least < 0.0 || tally->ttc_least < sum.ttc_least);
    if (nearer) { sum.ttc_least = tally->ttc_least; }
    sum.charge_least = soi_min(sum.charge_least, tally->charge_least);
  }
  return sum;
}

static reading cart_metric(const soi_observer *observer, const soi_world *world, soi_metric metric) {
  const fleet_sum sum = sum_fleet(observer, world);
  const bool driven = sum.road_ticks > 0;
  switch (metric) {
    case SOI_METRIC_OCCUPANCY: return ratio(sum.passenger, sum.place_distance);
    case SOI_METRIC_VEHICLE_KM: return known(sum.distance);
    case SOI_METRIC_EMPTY_SHARE: return ratio(sum.empty, sum.distance);
    case SOI_METRIC_PASSENGER_KM: return known(sum.passenger);
    case SOI_METRIC_CART_SPEED: return ratio(sum.service_distance, soi_duration(observer->model, sum.service_ticks));
    case SOI_METRIC_TTC_MIN: return known_if(sum.ttc_least >= 0.0, sum.ttc_least);
    case SOI_METRIC_TTC_EXPOSED: return known_if(driven, soi_duration(observer->model, sum.exposed_ticks));
    case SOI_METRIC_ENERGY: return known(sum.energy);
    case SOI_METRIC_ENERGY_PER_KM: return ratio(sum.energy, sum.distance);
    case SOI_METRIC_CO2: return ratio(sum.energy * GRID_FACTOR, sum.passenger);
    case SOI_METRIC_CHARGE_MIN: return known_if(sum.charge_least <= 1.0, sum.charge_least);
    default: break;
  }
  SOI_ASSERT(metric == SOI_METRIC_LOST);
  double lost = 0.0;
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { lost += soi_lost_time(observer, 0, (soi_cause)cause); }
  return known_if(driven, lost);
}

/* "lost.signal" */
static bool lost_by_cause(const soi_observer *observer, const soi_world *world, const char *cause_name, reading *found) {
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) {
    if (!soi_text_equal(soi_cause_name(cause), cause_name)) { continue; }
    *found = known_if(sum_fleet(observer, world).road_ticks > 0, soi_lost_time(observer, 0, (soi_cause)cause));
    return true;
  }
  return false;
}

/* --- single figures ---------------------------------------------------------------------------------------------------- */

static reading event_metric(const soi_run_tally *run, soi_metric metric) {
  switch (metric) {
    case SOI_METRIC_CREATED: return count_of(run->counted[SOI_EVENT_PASSENGER_CREATED] + run->passengers_outside);
    case SOI_METRIC_SERVED: return count_of(run->served);
    case SOI_METRIC_GAVE_UP: return count_of(run->gave_up);
    case SOI_METRIC_DENIED: return count_of(run->counted[SOI_EVENT_DENIED]);
    case SOI_METRIC_BOARDINGS: return count_of(run->counted[SOI_EVENT_BOARDED]);
    case SOI_METRIC_COLLISIONS: return count_of(run->counted[SOI_EVENT_COLLISION] + run->counted[SOI_EVENT_COLLISION_PERSON]);
    case SOI_METRIC_CART_COLLISIONS: return count_of(run->cart_collisions);
    case SOI_METRIC_LAWFUL_COLLISIONS: return count_of(run->lawful_collisions);
    case SOI_METRIC_HARD_BRAKES: return count_of(run->counted[SOI_EVENT_HARD_BRAKE]);
    case SOI_METRIC_FALLS_AT_RISK: return count_of(run->falls_at_risk);
    case SOI_METRIC_VEHICLES_ARRIVED: return count_of(run->arrived);
    case SOI_METRIC_DEADLOCKS: return count_of(run->seen[SOI_EVENT_DEADLOCK] + run->seen[SOI_EVENT_DEADLOCK_PEOPLE]);
    default: return (reading){0.0, false};
  }
}

/* Carts that the road kept in their depot stand as others do, though they have no body yet. */
static reading standing_max(const soi_observer *observer, const soi_world *world) {
  const soi_run_tally *const run = observer->run;
  double most = soi_duration(observer->model, world->idle_most[0] > run->idle_then ? world->idle_most[0] : run->idle_most);
  for (uint32_t i = 0; i < observer->lists[SOI_LIST_PUT_OFF].count; ++i) { most = soi_max(most, soi_put_off_kept(observer, world, i)); }
  return known(most);
}

static reading standing_share(const soi_observer *observer, const soi_world *world) {
  const soi_run_tally *const run = observer->run;
  uint64_t kept = 0, unborn = 0;
  for (uint32_t i = 0; i < observer->lists[SOI_LIST_PUT_OFF].count; ++i) {
    if (soi_put_off_kept(observer, world, i) <= STOOD) { continue; }
    ++kept;
    unborn += soi_put_off_row(observer, i)->until == world->tick[0];
  }
  return share_of(run->seen[SOI_EVENT_STANDSTILL] + run->seen[SOI_EVENT_STANDSTILL_PERSON] + kept,
                  world->birth_serial[0] - run->births_then + unborn);
}

static reading scalar_metric(const soi_observer *observer, const soi_world *world, soi_metric metric) {
  const soi_run_tally *const run = observer->run;
  switch (metric) {
    case SOI_METRIC_HEADWAY_CV: return headway_cv(observer, world);
    case SOI_METRIC_EXCESS_WAIT: return excess_wait(observer, world);
    case SOI_METRIC_TRIPS_RUN: return count_of(soi_trips_run(observer, soi_counted_period(observer, world)));
    case SOI_METRIC_TRIPS_PLANNED: return trips_planned(observer, world);
    case SOI_METRIC_TRIPS_SHARE: return trips_share(observer, world);
    case SOI_METRIC_AVAILABILITY: return availability(observer, world);
    case SOI_METRIC_ON_TIME: return on_time(observer);
    case SOI_METRIC_DRAC_MAX: return known_if(run->drac_most >= 0.0, run->drac_most);
    case SOI_METRIC_PET_MIN: return known_if(run->pet_least >= 0.0, run->pet_least);
    case SOI_METRIC_ACCELERATION_RMS:
      return known_if(run->moving_steps > 0, soi_sqrt(run->acceleration_squares / (double)run->moving_steps));
    case SOI_METRIC_JERK_MAX: return known_if(run->moving_steps > 0, run->jerk_most);
    case SOI_METRIC_VEHICLES_MEAN: return ratio((double)run->vehicles_sum, (double)run->steps);
    case SOI_METRIC_VEHICLES_PEAK: return known_if(run->steps > 0, (double)run->vehicles_most);
    case SOI_METRIC_PEOPLE_MEAN: return ratio((double)run->people_sum, (double)run->steps);
    case SOI_METRIC_PEOPLE_PEAK: return known_if(run->steps > 0, (double)run->people_most);
    case SOI_METRIC_REFUSED: return count_of(world->passengers_outside[0]); /* flows have a way, or are refused before the run */
    case SOI_METRIC_VEHICLES_CREATED: return count_of(soi_vehicles_drawn(world) - run->entered_early);
    case SOI_METRIC_TRAFFIC_SPEED: return ratio(run->traffic_distance, soi_duration(observer->model, run->traffic_ticks));
    case SOI_METRIC_STANDING_MAX: return standing_max(observer, world);
    case SOI_METRIC_STANDING_SHARE: return standing_share(observer, world);
    case SOI_METRIC_GRIDLOCK:
      return share_of(run->seen[SOI_EVENT_GRIDLOCK],
                      run->vehicles_then + run->seen[SOI_EVENT_VEHICLE_ENTERED] + run->seen[SOI_EVENT_CART_LEFT_DEPOT]);
    case SOI_METRIC_CO2_REFERENCE: return known(PICKUP_FACTOR);
    default: break;
  }
  return soi_metric_get(metric)->shape == SOI_METRIC_COUNT ? event_metric(run, metric) : cart_metric(observer, world, metric);
}

/* A figure of a distribution, if name is one: "wait.p90", but not "wait.excess". */
static bool distribution_metric(const soi_observer *observer, const soi_world *world, soi_metric metric, const char *name, reading *found) {
  const char *const stem = soi_metric_get(metric)->name;
  const size_t length = soi_text_length(stem);
  if (!soi_text_begins(name, stem, length) || name[length] != '.') { return false; }
  const uint32_t figure = figure_named(name + length + 1);
  if (figure == FIGURES) { return false; }
  const soi_figures figures = soi_observer_figures(observer, world, series_of(metric), (soi_filter){0});
  *found = figure_of(&figures, figure);
  return true;
}

/* Whether name is a metric of any kind; if so its reading. */
static bool read_metric(const soi_observer *observer, const soi_world *world, const char *name, reading *found) {
  for (uint32_t i = 0; i < SOI_METRIC_COUNT_; ++i) {
    const soi_metric metric = (soi_metric)i;
    if (soi_metric_get(metric)->shape == SOI_METRIC_DISTRIBUTION) {
      if (distribution_metric(observer, world, metric, name, found)) { return true; }
    } else if (soi_text_equal(soi_metric_get(metric)->name, name)) {
      *found = scalar_metric(observer, world, metric);
      return true;
    }
  }
  static const char prefix[] = "lost.";
  const size_t length = sizeof prefix - 1;
  return soi_text_begins(name, prefix, length) && lost_by_cause(observer, world, name + length, found);
}

bool soi_observer_value(const soi_observer *observer, const soi_world *world, const char *name, double *value, bool *is_known) {
  reading found = {0.0, false};
  *is_known = read_metric(observer, world, name, &found);
  if (!*is_known || !found.known) { return false; }
  *value = found.value;
  return true;
}
