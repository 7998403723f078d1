/* What an observer keeps: tallies of fixed size in one block, and growing lists of samples, finished trips and events of note.
 * All of it is part of the moment and saved with a snapshot; what is not (the index of lanes) is made anew in each step. */
#ifndef SOI_OBSERVER_H
#define SOI_OBSERVER_H

#include <soi/observe.h>

#include "rows.h"
#include "samples.h"

enum {
  SOI_MOST_NOTES = 1000, /* events of note that are kept; the rest is counted */
};

/* The distributions of metrics.h, in its order. */
/* clang-format off */
#define SOI_SERIES_DISTRIBUTION(symbol) SOI_SERIES_##symbol,
#define SOI_SERIES_SCALAR(symbol)
#define SOI_SERIES_COUNT(symbol)
typedef enum soi_series {
#define SOI_SERIES_ROW(symbol, name, unit, shape, ...) SOI_SERIES_##shape(symbol)
  SOI_METRICS(SOI_SERIES_ROW)
#undef SOI_SERIES_ROW
  SOI_SERIES_KINDS
} soi_series;
/* clang-format on */

/* The lists an observer keeps: a series each distribution (of soi_sample), then these. */
enum {
  SOI_LIST_TRIPS = SOI_SERIES_KINDS, /* of soi_trip */
  SOI_LIST_NOTES,                    /* of soi_event */
  SOI_LIST_DEPARTURES,               /* of soi_departure */
  SOI_LIST_PUT_OFF,                  /* of soi_put_off */
  SOI_LISTS
};

typedef enum soi_errand_stage { SOI_STAGE_NONE, SOI_STAGE_QUEUED, SOI_STAGE_ABOARD, SOI_STAGE_ALIGHTED } soi_errand_stage;

/* How far a passenger has come since joining the queue. One row a person row. */
typedef struct soi_errand_record {
  soi_tick created, queued, boarded, alighted;
  double waited, ridden; /* s, once it boarded and alighted */
  uint32_t flow, stop, cart;
  uint32_t stage;  /* soi_errand_stage */
  uint32_t serial; /* the passenger's number in the run */
  uint32_t alight; /* stop at which it left its last cart; 0: not yet */
} soi_errand_record;

/* A passenger's errand that ended, served or given up. */
typedef struct soi_trip {
  soi_errand_record errand;
  soi_tick finished;
  double seconds; /* the whole trip of the served */
  uint64_t served;
} soi_trip;

/* A cart that left a stop. */
typedef struct soi_departure {
  soi_tick tick;
  soi_cart_id cart;
  soi_stop_id stop;
} soi_departure;

/* Counts at one stop, after the warm-up. */
typedef struct soi_stop_tally {
  uint64_t boardings, alightings, denied, gave_up;
  uint64_t queue_most;
} soi_stop_tally;

/* One cart, after the warm-up. */
typedef struct soi_cart_tally {
  /* The world's running totals when the warm-up ended. */
  double distance_then, empty_then, passenger_then, energy_then;
  /* After the last step, to see what the next one adds. */
  double distance_last;
  uint64_t emergency_last;
  double service_distance;      /* m while in service */
  double lost[SOI_CAUSE_COUNT]; /* s */
  double charge_least;          /* share; above 1 when none was seen */
  double ttc_least;             /* s, negative when there was none */
  uint64_t road_ticks, service_ticks, exposed_ticks;
  uint64_t boardings, hard_brakes, laps;
} soi_cart_tally;

/* The whole run. Sums and counts are of the time after the warm-up but for `seen`. */
typedef struct soi_run_tally {
  uint64_t seen[SOI_EVENT_KINDS];    /* events since the start, by kind */
  uint64_t counted[SOI_EVENT_KINDS]; /* events after the warm-up */
  uint64_t cart_collisions, lawful_collisions;
  uint64_t falls_at_risk;
  uint64_t passengers_outside;       /* when the warm-up ended */
  uint64_t entered_early;            /* vehicles of flows that came in before it ended */
  uint64_t served, gave_up, arrived; /* of those who came later */
  uint64_t steps;
  uint64_t vehicles_sum, vehicles_most, people_sum, people_most;
  uint64_t moving_steps; /* of carts */
  double acceleration_squares, jerk_most;
  double drac_most, pet_least; /* negative when there was none */
  double traffic_distance;     /* m, all vehicles but carts */
  uint64_t traffic_ticks;      /* vehicle-ticks behind it */
  uint64_t notes_left_out;
  /* Of the moment at which soi_observer_begin let it begin: */
  uint64_t births_then;          /* of agents that were gone */
  uint64_t vehicles_then;        /* that were there */
  uint64_t idle_then, idle_most; /* ticks: the longest that anybody had stood, and that anybody who was there stood since */
} soi_run_tally;

typedef struct soi_lane_index soi_lane_index;

struct soi_observer {
  const soi_model *model;
  soi_memory memory;
  /* The block: the run's tally, then the tables; rows count from 1. */
  char *block;
  size_t block_bytes;
  soi_run_tally *run;
  soi_stop_tally *stops;
  soi_cart_tally *carts;
  soi_errand_record *errands;
  uint8_t *vehicle_counts; /* a vehicle row: a flow brought it in after the warm-up */
  soi_rows lists[SOI_LISTS];
  soi_lane_index *index; /* scratch of a step */
};

/* Seconds that many ticks last, rounded once. */
static inline double soi_duration(const soi_model *model, uint64_t ticks) { return (double)(ticks * model->step_us) / 1e6; }

/* Vehicles that the flows have drawn so far, those outside included. */
uint64_t soi_vehicles_drawn(const soi_world *world);

/* --- what a step adds (each in the file of its name) ------------------------------------------------------------------- */

/* Counts, errands and samples from the events of the step. */
void soi_observer_events(soi_observer *observer, const soi_world *world);
/* Incidents and commands that found no room. */
void soi_observer_put_off(soi_observer *observer, const soi_world *world);
/* Cart distances, lost time, comfort, charge. Only after the warm-up is anything counted. */
void soi_observer_carts(soi_observer *observer, const soi_world *world, bool counted);
/* Times to collision of carts with leaders and people, and the speed of the traffic. */
void soi_observer_conflicts(soi_observer *observer, const soi_world *world);

soi_lane_index *soi_lane_index_create(const soi_model *model, soi_memory memory);
void soi_lane_index_release(soi_lane_index *index, soi_memory memory);

/* --- what is asked of it ----------------------------------------------------------------------------------------------- */

/* The figures of a series as of now, for one stop or one cart or all. Waits include those who still wait. */
soi_figures soi_observer_figures(const soi_observer *observer, const soi_world *world, soi_series series, soi_filter filter);
/* Standard deviation over mean; false with fewer than two samples, which say nothing of how even they are. */
bool soi_coefficient_of_variation(const soi_figures *figures, double *value);
/* The planned headway on a cart's route: the scenario's, or the mean round of its carts shared among them. False when
 * unknown. */
bool soi_planned_headway(const soi_observer *observer, soi_route_id route, double *seconds);
/* The service against its plan, in a period that is not empty, at one stop or at all that carts of the fleet serve (0): the wait
 * that headways cost beyond the planned (s). False when no headway is planned or nobody is on duty. */
bool soi_excess_wait(const soi_observer *observer, soi_stop_id stop, soi_period period, double *seconds);
/* What counts: from the end of the warm-up to now. */
soi_period soi_counted_period(const soi_observer *observer, const soi_world *world);
/* Departures from the first stops of routes, those of the plan (false when there is none), and the carts' time on duty (ticks). */
uint64_t soi_trips_run(const soi_observer *observer, soi_period period);
bool soi_trips_planned(const soi_observer *observer, soi_period period, uint64_t *trips);
uint64_t soi_duty_ticks(const soi_observer *observer, soi_period period);
/* Distance, energy ... of one cart after the warm-up. */
double soi_cart_distance(const soi_observer *observer, const soi_world *world, soi_cart_id cart);
double soi_cart_empty_distance(const soi_observer *observer, const soi_world *world, soi_cart_id cart);
double soi_cart_passenger_distance(const soi_observer *observer, const soi_world *world, soi_cart_id cart);
double soi_cart_energy(const soi_observer *observer, const soi_world *world, soi_cart_id cart);
/* Time lost by cause, one cart or all (0). */
double soi_lost_time(const soi_observer *observer, soi_cart_id cart, soi_cause cause);

#endif
