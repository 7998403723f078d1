/* The figures of samples: means, nearest-rank percentiles, deviation. */
#include "samples.h"

#include "fmath.h"

/* Lets the value at i sink to its place in the heap of the first count. */
static void sink(double *values, uint32_t count, uint32_t i) {
  for (uint32_t child; (child = 2 * i + 1) < count; i = child) {
    if (child + 1 < count && values[child + 1] > values[child]) { ++child; }
    if (values[i] >= values[child]) { return; }
    const double value = values[i];
    values[i] = values[child];
    values[child] = value;
  }
}

/* Heap sort: in place, and never slow. */
static void sort(double *values, uint32_t count) {
  for (uint32_t i = count / 2; i-- > 0;) { sink(values, count, i); }
  for (uint32_t last = count; last-- > 1;) {
    const double greatest = values[0];
    values[0] = values[last];
    values[last] = greatest;
    sink(values, last, 0);
  }
}

double soi_nearest_rank(const double *sorted, uint32_t count, uint32_t percent) {
  SOI_ASSERT(count > 0 && percent <= 100);
  /* In whole numbers: 0.9 * 10 must be 9, not a bit more. */
  const uint64_t rank = ((uint64_t)count * percent + 99) / 100;
  return sorted[rank == 0 ? 0 : rank - 1];
}

static bool wanted(const soi_sample *sample, const soi_filter *filter) {
  const soi_period *const period = &filter->period;
  return (filter->stop == 0 || sample->stop == filter->stop) && (filter->cart == 0 || sample->cart == filter->cart) &&
         (period->from == period->to || (sample->tick >= period->from && sample->tick < period->to));
}

/* Copies the values of the picked samples in their order; returns how many. */
static uint32_t pick(const soi_rows *samples, soi_filter filter, double *values) {
  const soi_sample *const all = samples->items;
  uint32_t count = 0;
  for (uint32_t i = 0; i < samples->count; ++i) {
    if (wanted(&all[i], &filter)) { values[count++] = all[i].value; }
  }
  return count;
}

static soi_figures figures_of(double *values, uint32_t count) {
  soi_figures figures = {.count = count};
  /* Sums in sorted order, so that they do not depend on the order in which samples came. */
  sort(values, count);
  double sum = 0.0, squares = 0.0, deviations = 0.0;
  for (uint32_t i = 0; i < count; ++i) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  figures.mean = sum / count;
  figures.square = squares / count;
  for (uint32_t i = 0; i < count; ++i) { deviations += (values[i] - figures.mean) * (values[i] - figures.mean); }
  figures.deviation = soi_sqrt(deviations / count);
  figures.least = values[0];
  figures.p50 = soi_nearest_rank(values, count, 50);
  figures.p90 = soi_nearest_rank(values, count, 90);
  figures.p95 = soi_nearest_rank(values, count, 95);
  figures.p99 = soi_nearest_rank(values, count, 99);
  figures.most = values[count - 1];
  return figures;
}

soi_figures soi_samples_figures(const soi_rows *samples, soi_filter filter, soi_memory memory) {
  if (samples->count == 0) { return (soi_figures){0}; }
  const size_t bytes = (size_t)samples->count * sizeof(double);
  double *const values = memory.allocate(memory.context, bytes);
  SOI_ASSERT(values != NULL);
  const uint32_t count = pick(samples, filter, values);
  const soi_figures figures = count == 0 ? (soi_figures){0} : figures_of(values, count);
  memory.release(memory.context, values, bytes);
  return figures;
}
