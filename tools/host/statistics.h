/* What chance does to figures over seeds: whether a mean lies below or above a limit, how sure a count is, what two runs on the
 * same seeds differ by. Pure: numbers in, numbers out. Each error is stated and held to it by simulation in the tests. */
#ifndef SOI_TOOL_STATISTICS_H
#define SOI_TOOL_STATISTICS_H

#include <stdbool.h>
#include <stdint.h>

/* The figure of a run, over seeds. */
typedef struct statistics_sample {
  uint32_t count;
  double mean;
  double deviation; /* of the sample, n - 1; 0 with fewer than two */
} statistics_sample;

statistics_sample statistics_of(const double *values, uint32_t count);
/* In rising order; then the smallest value with at least so many percent of all at or below it, as in metrics.h. */
void statistics_sort(double *values, uint32_t count);
double statistics_nearest_rank(const double *sorted, uint32_t count, uint32_t percent);
/* Standard error of the mean; 0 with fewer than two values, when nothing is known of it. */
double statistics_error(const statistics_sample *sample);
/* b[i] - a[i]: demand is the same at the same seed, so chance common to both goes out. The correlation seen, 0 when there is none
 * to see, if not null. */
statistics_sample statistics_paired(const double *a, const double *b, uint32_t count, double *correlation);

/* --- Student's t --------------------------------------------------------------------------------------------------------- */

/* P(T > t) with df > 0 degrees of freedom. */
double statistics_t_tail(double t, double df);
/* The t above which lies the share p, 0 < p < 1. */
double statistics_t_quantile(double p, double df);
/* Half the width of the two-sided interval of the mean; infinite with fewer than two values. */
double statistics_half_width(const statistics_sample *sample, double confidence);

/* --- the group-sequential test -------------------------------------------------------------------------------------------- */

enum { STATISTICS_LOOKS = 4, STATISTICS_MOST_SEEDS = 40 };
/* Seeds after which it looks: 5, 10, 20, 40. */
extern const uint32_t statistics_looks[STATISTICS_LOOKS];
/* The nominal one-sided error of a look, by Lan and DeMets' spending function of O'Brien and Fleming's kind (Biometrika 70, 1983):
 * over all looks it comes to 1 - confidence. Negative when the confidence is not one of those in the table. Look STATISTICS_LOOKS is a
 * single one at more seeds than those, fixed beforehand: its error is the whole. */
double statistics_look_error(uint32_t look, double confidence);
/* Confidence number i that the table has, 0 past the last. */
double statistics_confidence(uint32_t i);

typedef enum statistics_side { STATISTICS_UNDECIDED, STATISTICS_BELOW, STATISTICS_ABOVE } statistics_side;

/* On which side of the limit the mean over all seeds lies, seen from a sample of as many seeds as the look has: a t test in
 * each direction. Over all looks either answer is wrong with a probability of at most 1 - confidence. */
statistics_side statistics_look(const statistics_sample *sample, uint32_t look, double limit, double confidence);

/* The distance from a limit that a sample of this spread shows with 90 % probability (the power) at this confidence. */
double statistics_visible(const statistics_sample *sample, double confidence);
/* How many seeds show a distance with that power; 0 when no number up to a million does. */
uint32_t statistics_seeds_needed(const statistics_sample *sample, double distance, double confidence);
/* How many seeds the looks are likely to settle it at, which the early ones are stricter for: a look still to come, or a single one at
 * more seeds than the looks have; 0 as above. */
uint32_t statistics_look_needed(const statistics_sample *sample, double distance, double confidence);
/* A limit closer than two standard errors to the mean: the next seeds may say otherwise. */
bool statistics_fragile(const statistics_sample *sample, double limit);

/* --- counts ---------------------------------------------------------------------------------------------------------------- */

/* One-sided bounds of a share, `count` of `trials` (Clopper and Pearson 1934). */
double statistics_share_upper(uint64_t count, uint64_t trials, double confidence);
double statistics_share_lower(uint64_t count, uint64_t trials, double confidence);
/* One-sided bounds of the mean of a Poisson count (Garwood 1936); divide by the exposure: none in 1,350 km is at most 2.2 per
 * 1,000 km at 95 %. */
double statistics_count_upper(uint64_t count, double confidence);
double statistics_count_lower(uint64_t count, double confidence);

/* --- many at once ---------------------------------------------------------------------------------------------------------- */

/* Two-sided p value of a mean against 0, by t; of values that are all the same by their signs, as so many coins fall alike. */
double statistics_p_value(const statistics_sample *sample);
/* A paired difference with its interval. */
typedef struct statistics_interval {
  statistics_sample difference;
  double p, half; /* half its width, infinite with fewer than two pairs */
  bool differs;   /* it leaves out 0 */
} statistics_interval;
/* Fills in intervals that hold together but for this error: by Holm's step-down correction (1979) none of them leaves out 0 where there is
 * no difference. */
void statistics_intervals(statistics_interval *intervals, uint32_t count, double error);

typedef enum statistics_change { STATISTICS_WITHIN, STATISTICS_LIKELY, STATISTICS_OPEN, STATISTICS_WORSE } statistics_change;
/* Whether a figure became worse than the limit, `worse` being the estimate counted in the bad direction. Worse: the estimate lies beyond
 * the limit, and the interval leaves out 0. Open: the first, but not the second, or there is no interval. Likely within: the estimate
 * is, the whole interval is not. */
statistics_change statistics_judge_change(const statistics_interval *interval, double worse, double limit);

#endif
