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
  for (soi_person_id person = 1; person <= observer->model->person_capacity; ++person) {
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
  for (soi_cart_id cart = 1; cart <= observer->model->cart_count; ++cart) { served += observer->carts[cart].service_ticks; }
  return ratio((double)served, (double)soi_duty_ticks(observer, soi_counted_period(observer, world)));
}

bool soi_planned_headway(const soi_observer *observer, soi_route_id route, double *seconds) {
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
  for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) { fleet += model->carts[cart].route == route ? 1 : 0; }
  if (count == 0 || fleet == 0) { return false; }
  *seconds = sum / count / fleet;
  return true;
}

static reading on_time(const soi_observer *observer, const soi_world *world) {
  (void)world;
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
  for (soi_cart_id cart = 1; cart <= observer->model->cart_count; ++cart) {
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

/* What the carts' sums say. */
#define FLEET(how, value) \
  static reading how(const soi_observer *observer, const soi_world *world) { \
    const fleet_sum sum = sum_fleet(observer, world); \
    return value; \
  }

/* clang-format off */
FLEET(occupancy, ratio(sum.passenger, sum.place_distance))
FLEET(vehicle_km, known(sum.distance))
FLEET(empty_share, ratio(sum.empty, sum.distance))
FLEET(passenger_km, known(sum.passenger))
FLEET(cart_speed, ratio(sum.service_distance, soi_duration(observer->model, sum.service_ticks)))
FLEET(ttc_min, known_if(sum.ttc_least >= 0.0, sum.ttc_least))
FLEET(ttc_exposed, known_if(sum.road_ticks > 0, soi_duration(observer->model, sum.exposed_ticks)))
FLEET(energy, known(sum.energy))
FLEET(energy_per_km, ratio(sum.energy, sum.distance))
FLEET(co2, ratio(sum.energy * GRID_FACTOR, sum.passenger))
FLEET(charge_min, known_if(sum.charge_least <= 1.0, sum.charge_least))
/* clang-format on */

static reading lost(const soi_observer *observer, const soi_world *world) {
  double seconds = 0.0;
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { seconds += soi_lost_time(observer, 0, (soi_cause)cause); }
  return known_if(sum_fleet(observer, world).road_ticks > 0, seconds);
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

/* What the run's counts and sums say. */
#define FIGURE(how, value) \
  static reading how(const soi_observer *observer, const soi_world *world) { \
    const soi_run_tally *const run = observer->run; \
    (void)run, (void)world; \
    return value; \
  }

/* clang-format off */
FIGURE(trips_run, count_of(soi_trips_run(observer, soi_counted_period(observer, world))))
FIGURE(created, count_of(run->counted[SOI_EVENT_PASSENGER_CREATED] + run->passengers_outside))
FIGURE(served, count_of(run->served))
FIGURE(gave_up, count_of(run->gave_up))
FIGURE(refused, count_of(world->passengers_outside[0])) /* flows have a way, or are refused before the run */
FIGURE(denied, count_of(run->counted[SOI_EVENT_DENIED]))
FIGURE(boardings, count_of(run->counted[SOI_EVENT_BOARDED]))
FIGURE(collisions, count_of(run->counted[SOI_EVENT_COLLISION] + run->counted[SOI_EVENT_COLLISION_PERSON]))
FIGURE(cart_collisions, count_of(run->cart_collisions))
FIGURE(lawful_collisions, count_of(run->lawful_collisions))
FIGURE(drac_max, known_if(run->drac_most >= 0.0, run->drac_most))
FIGURE(pet_min, known_if(run->pet_least >= 0.0, run->pet_least))
FIGURE(hard_brakes, count_of(run->counted[SOI_EVENT_HARD_BRAKE]))
FIGURE(falls_at_risk, count_of(run->falls_at_risk))
FIGURE(acceleration_rms, known_if(run->moving_steps > 0, soi_sqrt(run->acceleration_squares / (double)run->moving_steps)))
FIGURE(jerk_max, known_if(run->moving_steps > 0, run->jerk_most))
FIGURE(vehicles_mean, ratio((double)run->vehicles_sum, (double)run->steps))
FIGURE(vehicles_peak, known_if(run->steps > 0, (double)run->vehicles_most))
FIGURE(people_mean, ratio((double)run->people_sum, (double)run->steps))
FIGURE(people_peak, known_if(run->steps > 0, (double)run->people_most))
FIGURE(vehicles_created, count_of(soi_vehicles_drawn(world) - run->entered_early))
FIGURE(vehicles_arrived, count_of(run->arrived))
FIGURE(traffic_speed, ratio(run->traffic_distance, soi_duration(observer->model, run->traffic_ticks)))
FIGURE(deadlocks, count_of(run->seen[SOI_EVENT_DEADLOCK] + run->seen[SOI_EVENT_DEADLOCK_PEOPLE]))
FIGURE(gridlock, share_of(run->seen[SOI_EVENT_GRIDLOCK],
                          run->vehicles_then + run->seen[SOI_EVENT_VEHICLE_ENTERED] + run->seen[SOI_EVENT_CART_LEFT_DEPOT]))
FIGURE(co2_reference, known(PICKUP_FACTOR))
/* clang-format on */

/* By the rows of metrics.h: a metric that nobody gathers does not compile. */
typedef struct gathering {
  reading (*how)(const soi_observer *, const soi_world *);
  soi_series series; /* without a function */
} gathering;

static const gathering gatherings[] = {
#define BY_DISTRIBUTION(symbol, how) {NULL, SOI_SERIES_##symbol},
#define BY_SCALAR(symbol, how) {how, SOI_SERIES_KINDS},
#define BY_COUNT BY_SCALAR
#define ROW(symbol, name, unit, shape, how, ...) BY_##shape(symbol, how)
    SOI_METRICS(ROW)
#undef ROW
};

/* A figure of a distribution, if name is one: "wait.p90", but not "wait.excess". */
static bool distribution_metric(const soi_observer *observer, const soi_world *world, soi_metric metric, const char *name, reading *found) {
  const char *const stem = soi_metric_get(metric)->name;
  const size_t length = soi_text_length(stem);
  if (!soi_text_begins(name, stem, length) || name[length] != '.') { return false; }
  const uint32_t figure = figure_named(name + length + 1);
  if (figure == FIGURES) { return false; }
  const soi_figures figures = soi_observer_figures(observer, world, gatherings[metric].series, (soi_filter){0});
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
      *found = gatherings[metric].how(observer, world);
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
