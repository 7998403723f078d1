/* On which days the services of a feed run: by the days of the week between two dates, and by the exceptions of single dates. */
#ifndef SOI_IMPORT_GTFS_DAYS_H
#define SOI_IMPORT_GTFS_DAYS_H

#include "gtfs_ids.h"

/* Days since 1 March 0000 in the Gregorian calendar of a date such as 20261128, and the other way round. */
int32_t gtfs_day(uint32_t date);
uint32_t gtfs_date(int32_t day);

typedef struct gtfs_period {
  uint32_t service, weekdays; /* bit 0 is Monday */
  int32_t first, last;
} gtfs_period;

typedef struct gtfs_exception {
  uint32_t service, line;
  int32_t day;
  bool added;
} gtfs_exception;

typedef struct gtfs_days {
  gtfs_ids services;
  LIST(gtfs_period) periods;
  LIST(gtfs_exception) exceptions;
} gtfs_days;

/* To be called once all are there: puts them in order. */
void gtfs_days_sort(gtfs_days *d);
bool gtfs_runs_on(const gtfs_days *d, uint32_t service, int32_t day);

/* The days from the first to the last on which a service may run that has a weight; first above last for none. */
void gtfs_days_span(const gtfs_days *d, const uint32_t *weights, int32_t *first, int32_t *last);
/* A day to look at, from a day on: of the first eight weeks with service the Wednesday with the greatest weight of services, else such
 * a day of any kind; the first of equals. INT32_MIN for none. */
int32_t gtfs_days_choose(const gtfs_days *d, const uint32_t *weights, int32_t from);

#endif
