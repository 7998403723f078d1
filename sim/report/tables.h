/* The rows of the stop and cart tables, as the JSON, CSV and terminal reports all show them. */
#ifndef SOI_TABLES_H
#define SOI_TABLES_H

#include "observer.h"

typedef struct soi_stop_row {
  soi_stop_tally tally;
  soi_figures wait, headway;
  double headway_cv, excess; /* the latter in s */
  bool has_cv, has_excess;
} soi_stop_row;

/* An hour of the clock, or the part of it that counts. */
typedef struct soi_hour_row {
  soi_period period;
  soi_figures wait, trip, headway;
  double excess; /* s */
  bool has_excess;
} soi_hour_row;

typedef struct soi_cart_row {
  double distance, empty_distance, passenger_distance; /* m */
  double energy;                                       /* J */
  double charge;                                       /* share of the battery now */
  double service_time, road_time;                      /* s */
  double exposed, ttc_least;                           /* s; the latter negative for none */
  double lost;                                         /* s, all causes */
  uint64_t boardings, laps, hard_brakes;
} soi_cart_row;

soi_stop_row soi_stop_row_of(const soi_observer *observer, const soi_world *world, soi_stop_id stop);
/* Hour number i, from 0; false past the last. */
bool soi_hour_row_of(const soi_observer *observer, const soi_world *world, uint32_t i, soi_hour_row *row);
soi_cart_row soi_cart_row_of(const soi_observer *observer, const soi_world *world, soi_cart_id cart);

/* An expectation as reports show it. What a run that was stopped early would have come to is not known: inconclusive. */
typedef struct soi_expectation_row {
  soi_expectation_result result;
  const char *message; /* the arena owns it */
} soi_expectation_row;
soi_expectation_row soi_expectation_row_of(const soi_observer *observer, const soi_world *world, const soi_run_info *info, uint32_t i,
                                           soi_arena *arena);

/* A metric as reports show it. */
typedef struct soi_metric_row {
  const char *name;
  soi_unit unit;
  double value;
  bool has_value;
} soi_metric_row;
/* The metric of this name, which must be one. */
soi_metric_row soi_metric_row_of(const soi_observer *observer, const soi_world *world, const char *name);

#endif
