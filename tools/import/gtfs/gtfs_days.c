#include "gtfs_days.h"

enum { WEEKS = 8, WEDNESDAY = 2, LONG_AGO = 3 * 366 /* days looked through for the first with service */ };

int32_t gtfs_day(uint32_t date) {
  int32_t year = (int32_t)(date / 10000), month = (int32_t)(date / 100 % 100), day = (int32_t)(date % 100);
  year -= month < 3 ? 1 : 0;
  month += month < 3 ? 9 : -3; /* leap days come last */
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
}

/* 0 is Monday: 1 March 0000 was a Wednesday. */
static uint32_t weekday(int32_t day) { return (uint32_t)((day + 2) % 7); }

uint32_t gtfs_date(int32_t day) {
  uint32_t date = (uint32_t)(day / 366) * 10000 + 101; /* some years too early */
  while (gtfs_day(date + 10000) <= day) { date += 10000; }
  while (date % 10000 < 1200 && gtfs_day(date + 100) <= day) { date += 100; }
  return date + (uint32_t)(day - gtfs_day(date));
}

static int period_order(const void *a, const void *b) {
  const gtfs_period *const x = a, *const y = b;
  return ORDER(x->service, y->service);
}

static int exception_order(const void *a, const void *b) {
  const gtfs_exception *const x = a, *const y = b;
  return x->service != y->service ? ORDER(x->service, y->service) : x->day != y->day ? ORDER(x->day, y->day) : ORDER(x->line, y->line);
}

void gtfs_days_sort(gtfs_days *d) {
  list_sort(&d->periods, period_order);
  list_sort(&d->exceptions, exception_order);
}

/* The last exception of a service on a day, null for none. */
static const gtfs_exception *exception_on(const gtfs_days *d, uint32_t service, int32_t day) {
  const gtfs_exception key = {service, UINT32_MAX, day, false};
  const uint32_t next = list_first_from(&d->exceptions, &key, exception_order);
  const gtfs_exception *const last = next == 0 ? NULL : &d->exceptions.items[next - 1];
  return last != NULL && last->service == service && last->day == day ? last : NULL;
}

bool gtfs_runs_on(const gtfs_days *d, uint32_t service, int32_t day) {
  const gtfs_exception *const exception = exception_on(d, service, day);
  if (exception != NULL) { return exception->added; }
  bool runs = false;
  uint32_t i = list_first_from(&d->periods, &(gtfs_period){.service = service}, period_order);
  for (; i < d->periods.count && d->periods.items[i].service == service && !runs; ++i) {
    const gtfs_period *const p = &d->periods.items[i];
    runs = day >= p->first && day <= p->last && (p->weekdays >> weekday(day) & 1) != 0;
  }
  return runs;
}

void gtfs_days_span(const gtfs_days *d, const uint32_t *weights, int32_t *first, int32_t *last) {
  *first = INT32_MAX;
  *last = INT32_MIN;
  for (uint32_t i = 0; i < d->periods.count; ++i) {
    const gtfs_period *const p = &d->periods.items[i];
    if (weights[p->service] > 0 && p->weekdays != 0 && p->first <= p->last) {
      *first = p->first < *first ? p->first : *first;
      *last = p->last > *last ? p->last : *last;
    }
  }
  for (uint32_t i = 0; i < d->exceptions.count; ++i) {
    const gtfs_exception *const e = &d->exceptions.items[i];
    if (weights[e->service] > 0 && e->added) {
      *first = e->day < *first ? e->day : *first;
      *last = e->day > *last ? e->day : *last;
    }
  }
}

static uint64_t weight_on(const gtfs_days *d, const uint32_t *weights, int32_t day) {
  uint64_t weight = 0;
  for (uint32_t i = 0; i < d->services.rows.count; ++i) { weight += weights[i] > 0 && gtfs_runs_on(d, i, day) ? weights[i] : 0; }
  return weight;
}

int32_t gtfs_days_choose(const gtfs_days *d, const uint32_t *weights, int32_t from) {
  int32_t first, last, best = INT32_MIN, best_wednesday = INT32_MIN;
  gtfs_days_span(d, weights, &first, &last);
  first = from > first && from <= last ? from : first;
  const int64_t end = (int64_t)first + LONG_AGO < last ? first + LONG_AGO : last;
  while (first <= end && weight_on(d, weights, first) == 0) { ++first; }
  uint64_t most_ = 0, most_wednesday = 0;
  for (int32_t day = first; day <= last && day - first < 7 * WEEKS; ++day) {
    const uint64_t weight = weight_on(d, weights, day);
    best = weight > most_ ? day : best;
    most_ = weight > most_ ? weight : most_;
    if (weekday(day) == WEDNESDAY && weight > most_wednesday) {
      best_wednesday = day;
      most_wednesday = weight;
    }
  }
  return best_wednesday != INT32_MIN ? best_wednesday : best;
}
