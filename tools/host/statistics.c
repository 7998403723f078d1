/* Tails come from the incomplete beta function, bounds from tails by bisection: no tables but that of the looks. */
#include "statistics.h"

#include <soi/definition.h>

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#define POWER_ERROR 0.1 /* to overlook what is there: the power is 90 % */

statistics_sample statistics_of(const double *values, uint32_t count) {
  statistics_sample sample = {.count = count};
  for (uint32_t i = 0; i < count; ++i) { sample.mean += values[i] / count; }
  double squares = 0;
  for (uint32_t i = 0; i < count; ++i) { squares += (values[i] - sample.mean) * (values[i] - sample.mean); }
  /* Equal values differ by the rounding of their mean only. */
  if (squares < 1e-24 * sample.mean * sample.mean * count) { squares = 0; }
  if (count > 1) { sample.deviation = sqrt(squares / (count - 1)); }
  return sample;
}

static int compare_doubles(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

void statistics_sort(double *values, uint32_t count) { qsort(values, count, sizeof *values, compare_doubles); }

double statistics_nearest_rank(const double *sorted, uint32_t count, uint32_t percent) {
  return sorted[((uint64_t)count * percent + 99) / 100 - 1];
}

double statistics_error(const statistics_sample *sample) { return sample->count > 1 ? sample->deviation / sqrt(sample->count) : 0; }

statistics_sample statistics_paired(const double *a, const double *b, uint32_t count, double *correlation) {
  const statistics_sample left = statistics_of(a, count), right = statistics_of(b, count);
  double products = 0, squares = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const double off = b[i] - a[i] - (right.mean - left.mean);
    squares += off * off;
    products += (a[i] - left.mean) * (b[i] - right.mean);
  }
  statistics_sample sample = {.count = count, .mean = right.mean - left.mean};
  const double size = fabs(left.mean) + fabs(right.mean);
  if (squares < 1e-24 * size * size * count) { squares = 0; }
  if (count > 1) { sample.deviation = sqrt(squares / (count - 1)); }
  const double spread = left.deviation * right.deviation * (count - 1.0);
  if (correlation != NULL) { *correlation = count > 1 && spread > 0 ? products / spread : 0; }
  return sample;
}

/* --- the incomplete beta function ---------------------------------------------------------------------------------------- */

/* Its continued fraction (DLMF 8.17.22), by Lentz's method. */
static double beta_fraction(double a, double b, double x) {
  const double least = 1e-300;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (fabs(d) < least ? least : d);
  double value = d;
  for (int m = 1; m < 1000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double factor = 1;
    for (int half = 0; half < 2; ++half) {
      const double term = half == 0 ? even : odd;
      d = 1 + term * d;
      c = 1 + term / c;
      d = 1 / (fabs(d) < least ? least : d);
      c = fabs(c) < least ? least : c;
      factor = c * d;
      value *= factor;
    }
    if (fabs(factor - 1) < 1e-15) { break; }
  }
  return value;
}

/* I_x(a, b): the share of a beta distribution below x. */
static double beta_below(double a, double b, double x) {
  if (x <= 0 || x >= 1) { return x <= 0 ? 0 : 1; }
  const double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/* --- Student's t ----------------------------------------------------------------------------------------------------------- */

double statistics_t_tail(double t, double df) {
  const double both = beta_below(df / 2, 0.5, df / (df + t * t));
  return t > 0 ? both / 2 : 1 - both / 2;
}

double statistics_t_quantile(double p, double df) {
  double low = -1, high = 1;
  while (statistics_t_tail(low, df) < p) { low *= 2; }
  while (statistics_t_tail(high, df) > p) { high *= 2; }
  for (int i = 0; i < 200 && high - low > 1e-13 * (1 + fabs(low)); ++i) {
    const double middle = (low + high) / 2;
    if (statistics_t_tail(middle, df) > p) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

double statistics_half_width(const statistics_sample *sample, double confidence) {
  if (sample->count < 2) { return INFINITY; }
  return statistics_t_quantile((1 - confidence) / 2, sample->count - 1) * statistics_error(sample);
}

/* --- the group-sequential test ----------------------------------------------------------------------------------------------- */

const uint32_t statistics_looks[STATISTICS_LOOKS] = {5, 10, 20, STATISTICS_MOST_SEEDS};

static const double confidences[] = {SOI_CONFIDENCES};
enum { CONFIDENCES = sizeof confidences / sizeof *confidences };

/* One-sided bounds of a normal statistic at those looks, a row a confidence. */
static const double bounds[][STATISTICS_LOOKS] = {
    {3.44153, 2.31615, 1.50069, 0.91657}, {4.50737, 3.08973, 2.06048, 1.31683}, {5.42103, 3.74958, 2.53994, 1.66216},
    {6.23197, 4.33264, 2.96313, 1.96860}, {7.19152, 5.02012, 3.46047, 2.32983}, {9.23308, 6.47722, 4.50857, 3.09059},
};
_Static_assert(sizeof bounds / sizeof *bounds == CONFIDENCES, "each confidence has its bounds");

double statistics_confidence(uint32_t i) { return i < CONFIDENCES ? confidences[i] : 0; }

double statistics_look_error(uint32_t look, double confidence) {
  if (look == STATISTICS_LOOKS) { return 1 - confidence; }
  for (uint32_t i = 0; i < CONFIDENCES; ++i) {
    if (fabs(confidences[i] - confidence) < 1e-9) { return erfc(bounds[i][look] / sqrt(2)) / 2; }
  }
  return -1;
}

statistics_side statistics_look(const statistics_sample *sample, uint32_t look, double limit, double confidence) {
  const double error = statistics_error(sample), away = sample->mean - limit;
  if (sample->count < 2) { return STATISTICS_UNDECIDED; }
  if (away == 0) { return STATISTICS_UNDECIDED; }
  /* of values that are all alike only their signs are known */
  const double p = error == 0 ? ldexp(1, -(int)sample->count) : statistics_t_tail(fabs(away) / error, sample->count - 1);
  if (p > statistics_look_error(look, confidence)) { return STATISTICS_UNDECIDED; }
  return away < 0 ? STATISTICS_BELOW : STATISTICS_ABOVE;
}

/* In standard errors, by the t quantiles of both errors (Jennison and Turnbull 1999, 1.3). */
static double visible_errors(uint32_t count, double error) {
  return statistics_t_quantile(error, count - 1) + statistics_t_quantile(POWER_ERROR, count - 1);
}

double statistics_visible(const statistics_sample *sample, double confidence) {
  return sample->count < 2 ? INFINITY : visible_errors(sample->count, 1 - confidence) * statistics_error(sample);
}

uint32_t statistics_seeds_needed(const statistics_sample *sample, double distance, double confidence) {
  uint32_t low = 1, high = 2;
  if (sample->deviation == 0) { return sample->count > high ? sample->count : high; }
  for (; visible_errors(high, 1 - confidence) * sample->deviation > fabs(distance) * sqrt(high); high *= 2) {
    if (high > 1000000) { return 0; }
    low = high;
  }
  while (high - low > 1) {
    const uint32_t middle = (low + high) / 2;
    if (visible_errors(middle, 1 - confidence) * sample->deviation > fabs(distance) * sqrt(middle)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

uint32_t statistics_look_needed(const statistics_sample *sample, double distance, double confidence) {
  for (uint32_t look = 0; look < STATISTICS_LOOKS; ++look) {
    const uint32_t seeds = statistics_looks[look];
    const double errors = visible_errors(seeds, statistics_look_error(look, confidence));
    if (seeds > sample->count && errors * sample->deviation <= fabs(distance) * sqrt(seeds)) { return seeds; }
  }
  const uint32_t needed = statistics_seeds_needed(sample, distance, confidence);
  return needed == 0 || needed > STATISTICS_MOST_SEEDS ? needed : STATISTICS_MOST_SEEDS + 1;
}

bool statistics_fragile(const statistics_sample *sample, double limit) { return fabs(sample->mean - limit) < 2 * statistics_error(sample); }

/* --- counts ------------------------------------------------------------------------------------------------------------------ */

double statistics_share_upper(uint64_t count, uint64_t trials, double confidence) {
  double low = 0, high = 1;
  if (count >= trials) { return 1; }
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    if (beta_below((double)count + 1, (double)(trials - count), middle) < confidence) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

double statistics_share_lower(uint64_t count, uint64_t trials, double confidence) {
  return 1 - statistics_share_upper(trials - count, trials, confidence);
}

/* P(N <= count) when the mean is this: the sum of the side on which the terms fall from the count away from the mean. */
static double poisson_below(uint64_t count, double mean) {
  double term = exp((double)count * log(mean) - mean - lgamma((double)count + 1)), sum = 0;
  const double at_count = term;
  if (mean > (double)count) {
    for (uint64_t i = count; i > 0 && term > 1e-20 * sum; --i) { sum += term *= (double)i / mean; }
    return fmin(1, at_count + sum);
  }
  for (uint64_t i = count + 1; term > 0 && term > 1e-20 * sum; ++i) { sum += term *= mean / (double)i; }
  return 1 - sum;
}

/* The mean at which counts up to this one have the probability p. */
static double poisson_mean(uint64_t count, double p) {
  double low = 0, high = 1;
  while (poisson_below(count, high) > p) { high *= 2; }
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    if (poisson_below(count, middle) > p) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

double statistics_count_upper(uint64_t count, double confidence) { return poisson_mean(count, 1 - confidence); }

double statistics_count_lower(uint64_t count, double confidence) { return count == 0 ? 0 : poisson_mean(count - 1, confidence); }

/* --- many at once -------------------------------------------------------------------------------------------------------------- */

double statistics_p_value(const statistics_sample *sample) {
  const double error = statistics_error(sample);
  if (error == 0) { return sample->count < 2 || sample->mean == 0 ? 1 : ldexp(1, 1 - (int)sample->count); }
  return 2 * statistics_t_tail(fabs(sample->mean) / error, sample->count - 1);
}

/* Which of them has this place in the rising order of p; of equals the first in the list comes first. */
static uint32_t at_place(const statistics_interval *intervals, uint32_t count, uint32_t place) {
  for (uint32_t i = 0;; ++i) {
    uint32_t before = 0;
    for (uint32_t k = 0; k < count; ++k) { before += intervals[k].p < intervals[i].p || (intervals[k].p == intervals[i].p && k < i); }
    if (before == place) { return i; }
  }
}

void statistics_intervals(statistics_interval *intervals, uint32_t count, double error) {
  double own = error;
  bool all_differ = true;
  for (uint32_t i = 0; i < count; ++i) {
    const double p = statistics_p_value(&intervals[i].difference);
    intervals[i].p = p >= 0 ? p : 1; /* of what is no number nothing is known */
  }
  /* Down the steps: each may err the more the fewer are left, up to the first that does not differ. */
  for (uint32_t place = 0; place < count; ++place) {
    statistics_interval *const one = &intervals[at_place(intervals, count, place)];
    own = all_differ ? error / (count - place) : own;
    one->half = statistics_half_width(&one->difference, 1 - own);
    all_differ = all_differ && one->difference.count > 1 && one->p <= own && fabs(one->difference.mean) > one->half;
    one->differs = all_differ;
  }
}

statistics_change statistics_judge_change(const statistics_interval *interval, double worse, double limit) {
  if (worse > limit || isinf(interval->half)) { return interval->differs ? STATISTICS_WORSE : STATISTICS_OPEN; }
  return worse + interval->half > limit ? STATISTICS_LIKELY : STATISTICS_WITHIN;
}
