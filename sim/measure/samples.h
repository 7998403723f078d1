/* Samples of one distribution and their figures. Each sample knows the stop and the cart it belongs to, so that the figures of
 * the whole service, of one stop and of one cart come from the same numbers. */
#ifndef SOI_SAMPLES_H
#define SOI_SAMPLES_H

#include <soi/model.h>

#include "rows.h"

typedef struct soi_sample {
  double value;
  soi_stop_id stop; /* rows, 0 for none */
  soi_cart_id cart;
  soi_tick tick; /* at which it was complete */
} soi_sample;

/* Ticks from..to, the last left out. */
typedef struct soi_period {
  soi_tick from, to;
} soi_period;

/* Picks samples by stop, by cart and by the period in which they were complete; 0 and an empty period pick all. */
typedef struct soi_filter {
  soi_stop_id stop;
  soi_cart_id cart;
  soi_period period;
} soi_filter;

/* The figures of a distribution. All but count are undefined (0) when count is 0. */
typedef struct soi_figures {
  uint32_t count;
  double mean, least, p50, p90, p95, p99, most;
  double deviation; /* of the population: sqrt(sum (x - mean)^2 / n) */
  double square;    /* mean of x^2 */
} soi_figures;

/* The figures of the picked samples. Takes and gives back memory for a sorted copy. */
soi_figures soi_samples_figures(const soi_rows *samples, soi_filter filter, soi_memory memory);

/* Nearest-rank percentile of sorted values: the smallest with at least percent % of all at or below it. count must not be 0. */
double soi_nearest_rank(const double *sorted, uint32_t count, uint32_t percent);

#endif
