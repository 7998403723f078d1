/* The statistics held to their word by simulation: errors no greater than stated, power as promised, and what careless looks would
 * do instead. Draws come from a fixed seed, so the figures are the same each time. */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "statistics.h"

enum { REPEATS = 1000, SEEDS = STATISTICS_MOST_SEEDS, MOST = 64 };

/* --- draws ------------------------------------------------------------------------------------------------------------------- */

static double uniform(uint64_t *state) {
  /* splitmix64 */
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(uint64_t *state) {
  const double radius = sqrt(-2 * log(uniform(state)));
  return radius * cos(2 * 3.14159265358979323846 * uniform(state));
}

/* --- closed forms ---------------------------------------------------------------------------------------------------------------- */

static void check_near(double value, double expected, double slack) {
  if (!(fabs(value - expected) <= slack)) { fail_msg("%.9g, expected %.9g", value, expected); }
}

static void figures_on_paper(void **state) {
  (void)state;
  const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
  const statistics_sample sample = statistics_of(values, 8);
  check_near(sample.mean, 5, 1e-12);
  check_near(sample.deviation, sqrt(32.0 / 7), 1e-12);
  check_near(statistics_error(&sample), sqrt(32.0 / 56), 1e-12);
  /* With one degree of freedom T is Cauchy's: P(T > 1) = 1/4; the 97.5 % point of 10 is 2.228. */
  check_near(statistics_t_tail(1, 1), 0.25, 1e-12);
  check_near(statistics_t_tail(-1, 1), 0.75, 1e-12);
  check_near(statistics_t_quantile(0.025, 10), 2.228139, 1e-6);
  check_near(statistics_half_width(&sample, 0.95), 2.364624 * sqrt(32.0 / 56), 1e-5);
  const statistics_sample one = statistics_of(values, 1);
  assert_true(isinf(statistics_half_width(&one, 0.95)));
  assert_int_equal(statistics_look(&one, 0, 1000, 0.95), STATISTICS_UNDECIDED);
}

/* None in 1,350 km is at most 2.2 per 1,000 km; none in 59 runs is a share of at most 5 %. */
static void none_is_not_never(void **state) {
  (void)state;
  check_near(statistics_count_upper(0, 0.95) / 1.350, 2.219, 0.001);
  check_near(statistics_share_upper(0, 59, 0.95), 1 - pow(0.05, 1.0 / 59), 1e-12);
  check_near(statistics_share_lower(59, 59, 0.95), pow(0.05, 1.0 / 59), 1e-12);
  assert_true(statistics_count_lower(0, 0.95) == 0 && statistics_share_lower(0, 59, 0.95) == 0);
  assert_true(statistics_share_upper(59, 59, 0.95) == 1);
  check_near(statistics_count_upper(3, 0.95), 7.753656, 1e-5);
  check_near(statistics_count_lower(3, 0.95), 0.817691, 1e-5);
}

/* A difference whose p value is this. */
static statistics_interval with_p(double p) { return (statistics_interval){.difference = {10, statistics_t_quantile(p / 2, 9), sqrt(10)}}; }

/* 0.01 is less than 0.05 / 3, 0.03 no less than 0.05 / 2: there it ends. The first that does not differ ends it for all behind. */
static void holm_on_paper(void **state) {
  (void)state;
  statistics_interval three[] = {with_p(0.01), with_p(0.04), with_p(0.03)};
  statistics_intervals(three, 3, 0.05);
  check_near(three[0].p, 0.01, 1e-9), check_near(three[1].p, 0.04, 1e-9);
  assert_true(three[0].differs && !three[1].differs && !three[2].differs);
  check_near(three[0].half, statistics_t_quantile(0.05 / 6, 9), 1e-9), check_near(three[1].half, statistics_t_quantile(0.05 / 4, 9), 1e-9);
  statistics_interval five[] = {with_p(0.0124), with_p(0.012), with_p(0.5), with_p(0.6), with_p(0.7)};
  statistics_intervals(five, 5, 0.05);
  assert_true(!five[0].differs && !five[1].differs);
}

/* Two seeds differ alike every other time, six once in 32. */
static void few_that_are_alike_prove_nothing(void **state) {
  (void)state;
  statistics_interval two = {.difference = {2, 1, 0}}, six = {.difference = {6, 1, 0}}, none = {.difference = {6, 0, 0}};
  statistics_intervals(&two, 1, 0.05), statistics_intervals(&six, 1, 0.05), statistics_intervals(&none, 1, 0.05);
  assert_true(!two.differs && six.differs && !none.differs);
  check_near(six.p, 1.0 / 32, 1e-12), check_near(none.p, 1, 1e-12);
  const double a[] = {0.1, 0.2, 0.3}, b[] = {1.1, 1.2, 1.3};
  const statistics_sample alike = statistics_paired(a, b, 3, NULL);
  check_near(statistics_p_value(&alike), 0.25, 1e-12);
}

/* Demand common to both sides goes out. */
static void pairs_take_out_what_is_common(void **state) {
  (void)state;
  const double a[] = {10, 20, 30, 40}, b[] = {11, 22, 31, 42};
  double correlation = 0;
  const statistics_sample paired = statistics_paired(a, b, 4, &correlation);
  check_near(paired.mean, 1.5, 1e-12);
  check_near(paired.deviation, sqrt(1.0 / 3), 1e-12);
  assert_true(correlation > 0.99 && correlation <= 1);
  assert_true(statistics_p_value(&paired) < 0.02);
  const statistics_sample same = statistics_paired(a, a, 4, &correlation);
  assert_true(statistics_p_value(&same) == 1);
}

/* With a deviation of 10, ten seeds and 95 %: (1.833 + 1.383) x 10 / sqrt(10) = 10.2. That many seeds show that much. */
static void what_could_have_been_seen(void **state) {
  (void)state;
  const statistics_sample sample = {.count = 10, .mean = 100, .deviation = 10};
  check_near(statistics_visible(&sample, 0.95), (1.833113 + 1.383029) * sqrt(10), 1e-4);
  assert_int_equal(statistics_seeds_needed(&sample, statistics_visible(&sample, 0.95), 0.95), 10);
  assert_int_equal(statistics_seeds_needed(&sample, 5, 0.95), 36); /* (1.645 + 1.282)^2 x 4 = 34.3, and a little for t */
  assert_int_equal(statistics_seeds_needed(&sample, 0, 0.95), 0);
  assert_true(statistics_fragile(&sample, 106) && !statistics_fragile(&sample, 107));
}

/* At 95 % the first look asks for 8.5 standard errors beyond those of the power, so what five seeds would show at once takes ten. */
static void looks_still_to_come_are_counted(void **state) {
  (void)state;
  const statistics_sample four = {.count = 4, .mean = 100, .deviation = 10}, ten = {.count = 10, .mean = 100, .deviation = 10};
  const double shown = statistics_visible(&(statistics_sample){.count = 5, .deviation = 10}, 0.95);
  assert_int_equal(statistics_seeds_needed(&four, shown * 1.001, 0.95), 5);
  assert_int_equal(statistics_look_needed(&four, shown * 1.001, 0.95), 20);
  assert_int_equal(statistics_look_needed(&ten, 1000, 0.95), 20);
  assert_int_equal(statistics_look_needed(&ten, 2, 0.95), statistics_seeds_needed(&ten, 2, 0.95));
  assert_true(statistics_look_needed(&ten, 4.63, 0.95) > STATISTICS_MOST_SEEDS || statistics_look_needed(&ten, 4.63, 0.95) == 40);
  /* More seeds than the looks have are looked at once, with the whole error. */
  check_near(statistics_look_error(STATISTICS_LOOKS, 0.95), 0.05, 1e-12);
}

static void equal_runs_are_judged_by_their_signs(void **state) {
  (void)state;
  double values[40];
  for (int i = 0; i < 40; ++i) { values[i] = 0.1; }
  const statistics_sample few = statistics_of(values, 5), many = statistics_of(values, 20);
  assert_true(few.deviation == 0);
  assert_int_equal(statistics_look(&few, 0, 0.2, 0.95), STATISTICS_UNDECIDED); /* five coins fall alike, too */
  assert_int_equal(statistics_look(&many, 2, 0.2, 0.95), STATISTICS_BELOW);
  assert_int_equal(statistics_look(&many, 2, 0.05, 0.95), STATISTICS_ABOVE);
}

/* --- simulation ------------------------------------------------------------------------------------------------------------------ */

typedef double (*draw)(uint64_t *state);

/* Waits are skewed: lognormal with a coefficient of variation of 0.2, shifted to mean 0, spread 1. */
static double skewed(uint64_t *state) {
  const double s2 = log(1.04);
  return (exp(sqrt(s2) * normal(state) - s2 / 2) - 1) / 0.2;
}

/* The first look that decides, over runs whose mean lies `shift` deviations above the limit. */
static statistics_side decide(uint64_t *state, draw from, double shift, double confidence, uint32_t *seeds) {
  double values[SEEDS];
  uint32_t drawn = 0;
  for (uint32_t look = 0; look < STATISTICS_LOOKS; ++look) {
    while (drawn < statistics_looks[look]) { values[drawn++] = from(state) + shift; }
    const statistics_sample sample = statistics_of(values, drawn);
    const statistics_side side = statistics_look(&sample, look, 0, confidence);
    *seeds = drawn;
    if (side != STATISTICS_UNDECIDED) { return side; }
  }
  return STATISTICS_UNDECIDED;
}

/* Shares of both answers over many repeats, and the mean of the seeds it took. */
typedef struct shares {
  double below, above, seeds;
} shares;

static shares repeat(draw from, double shift, double confidence, uint32_t repeats) {
  uint64_t state = 1;
  shares found = {0};
  for (uint32_t i = 0; i < repeats; ++i) {
    uint32_t seeds = 0;
    const statistics_side side = decide(&state, from, shift, confidence, &seeds);
    found.below += side == STATISTICS_BELOW;
    found.above += side == STATISTICS_ABOVE;
    found.seeds += seeds;
  }
  return (shares){found.below / repeats, found.above / repeats, found.seeds / repeats};
}

/* The mean is the limit, where either answer is a false alarm: the error is 5 % to within what chance does to 1,000 repeats (a
 * lower bound of the share, one time in a thousand wrong), and to forty times as many. */
static void false_alarms_are_as_stated(void **state) {
  (void)state;
  const shares found = repeat(normal, 0, 0.95, REPEATS), many = repeat(normal, 0, 0.95, 40 * REPEATS);
  print_message("at the limit: %.1f %% below, %.1f %% above of %d repeats; %.2f %%, %.2f %% of forty times as many\n", 100 * found.below,
                100 * found.above, REPEATS, 100 * many.below, 100 * many.above);
  assert_true(statistics_share_lower((uint64_t)(found.below * REPEATS + 0.5), REPEATS, 0.999) <= 0.05);
  assert_true(statistics_share_lower((uint64_t)(found.above * REPEATS + 0.5), REPEATS, 0.999) <= 0.05);
  assert_true(many.below <= 0.0525 && many.above <= 0.0525);
  /* A mean on the right side of the limit is called wrong less often still. */
  assert_true(repeat(normal, -0.1, 0.95, REPEATS).above <= 0.02);
}

static void skewed_figures_are_told_fairly(void **state) {
  (void)state;
  const shares found = repeat(skewed, 0, 0.95, 20 * REPEATS);
  print_message("skewed, at the limit: %.2f %% below, %.2f %% above\n", 100 * found.below, 100 * found.above);
  assert_true(found.below <= 0.065 && found.above <= 0.05);
}

/* Looking at plain 95 % intervals as seeds come in, and stopping at the first that leaves out the limit. */
static double peek(uint32_t first, bool only_looks) {
  uint64_t state = 1;
  uint32_t alarms = 0;
  for (uint32_t i = 0; i < REPEATS; ++i) {
    double values[SEEDS];
    bool alarmed = false;
    for (uint32_t n = 1; n <= SEEDS; ++n) {
      values[n - 1] = normal(&state);
      const bool looks = only_looks ? n == 5 || n == 10 || n == 20 || n == 40 : n >= first;
      const statistics_sample sample = statistics_of(values, n);
      if (looks && n > 1 && statistics_t_tail(sample.mean / statistics_error(&sample), n - 1) < 0.05) { alarmed = true; }
    }
    alarms += alarmed;
  }
  return (double)alarms / REPEATS;
}

static void peeking_would_inflate_them(void **state) {
  (void)state;
  const double at_looks = peek(0, true), always = peek(3, false);
  print_message("peeking with plain tests: %.1f %% false alarms at the four looks, %.1f %% after every seed from 3\n", 100 * at_looks,
                100 * always);
  assert_true(at_looks > 0.09 && always > 0.15);
}

/* The spread over seeds of wait.mean, as a share of the mean: 12 % at Amata, 14 % at Shinko (22 % at Wangchan, where sixteen people
 * ride). */
#define SPREAD_OF_WAITS 0.15

static void ten_percent_worse_is_noticed(void **state) {
  (void)state;
  const shares found = repeat(skewed, 0.1 / SPREAD_OF_WAITS, 0.95, REPEATS);
  print_message("+10 %% at a spread of %.0f %%: noticed in %.1f %% of %d repeats, after %.1f seeds\n", 100 * SPREAD_OF_WAITS,
                100 * found.above, REPEATS, found.seeds);
  assert_true(found.above >= 0.9 && found.below == 0);
}

/* What a comparison with a baseline comes to over many repeats. */
typedef struct alarms {
  double any, differ, plain,
      open; /* shares of the repeats: any alarm, an interval that leaves out 0, one that is not corrected, undecided */
} alarms;

enum { FIGURES = 5 };

/* Five figures with a spread of `spread` of their means over seeds, of which half is common to both sides. The first two, mean and tail of
 * the wait, have most of their chance in common and are both worse by `change`. */
static alarms against_baseline(uint32_t seeds, double spread, double change) {
  uint64_t state = 7;
  alarms found = {0};
  for (uint32_t i = 0; i < REPEATS; ++i) {
    statistics_interval intervals[FIGURES];
    double a[FIGURES][SEEDS], b[FIGURES][SEEDS], means[FIGURES];
    bool any = false, differ = false, plain = false, open = false;
    for (uint32_t k = 0; k < FIGURES; ++k) {
      for (uint32_t n = 0; n < seeds; ++n) {
        const double common = skewed(&state), share = 0.8, rest = k == 1 ? 0.6 : 1;
        a[k][n] = (k == 1 ? share * a[0][n] : 0) + rest * (common + skewed(&state)) / sqrt(2);
        b[k][n] = (k == 1 ? share * b[0][n] : 0) + rest * (common + skewed(&state)) / sqrt(2);
      }
    }
    for (uint32_t k = 0; k < FIGURES; ++k) {
      for (uint32_t n = 0; n < seeds; ++n) {
        a[k][n] = 1 + spread * a[k][n];
        b[k][n] = (1 + spread * b[k][n]) * (k < 2 ? 1 + change : 1);
      }
      means[k] = statistics_of(a[k], seeds).mean;
      intervals[k].difference = statistics_paired(a[k], b[k], seeds, NULL);
      plain = plain || statistics_p_value(&intervals[k].difference) < 0.05;
    }
    statistics_intervals(intervals, FIGURES, 0.05);
    for (uint32_t k = 0; k < FIGURES; ++k) {
      const statistics_change verdict = statistics_judge_change(&intervals[k], intervals[k].difference.mean, 0.05 * means[k]);
      any = any || verdict == STATISTICS_WORSE, open = open || verdict == STATISTICS_OPEN, differ = differ || intervals[k].differs;
    }
    found.any += any, found.differ += differ, found.plain += plain, found.open += open;
  }
  return (alarms){found.any / REPEATS, found.differ / REPEATS, found.plain / REPEATS, found.open / REPEATS};
}

/* Another program that behaves alike but for its draws: an alarm is a false one. */
static void a_baseline_raises_few_false_alarms(void **state) {
  (void)state;
  for (uint32_t seeds = 5; seeds <= SEEDS; seeds *= 2) {
    const alarms found = against_baseline(seeds, SPREAD_OF_WAITS, 0);
    print_message(
        "five figures, %u seeds, nothing changed: %.1f %% alarms, %.1f %% intervals leave out 0, %.1f %% without Holm; %.1f %% undecided\n",
        seeds, 100 * found.any, 100 * found.differ, 100 * found.plain, 100 * found.open);
    assert_true(found.any <= 0.05 && found.plain > 0.15 &&
                statistics_share_lower((uint64_t)(found.differ * REPEATS + 0.5), REPEATS, 0.999) <= 0.05);
  }
}

/* Demand is common to both sides of a pair, so a wait that is 10 % longer is seen at 40 seeds. */
static void a_baseline_notices_ten_percent(void **state) {
  (void)state;
  const alarms found = against_baseline(SEEDS, SPREAD_OF_WAITS, 0.1);
  print_message("five figures, %d seeds, the waits 10 %% worse: alarm in %.1f %%\n", SEEDS, 100 * found.any);
  assert_true(found.any >= 0.9);
}

/* The bounds cover: of many Poisson and binomial counts at most 5 % lie so low that the bound misses the truth. */
static void bounds_cover(void **state) {
  (void)state;
  uint64_t seed = 3;
  uint32_t missed = 0, missed_share = 0;
  for (uint32_t i = 0; i < REPEATS; ++i) {
    uint64_t count = 0, hits = 0;
    for (double time = -log(uniform(&seed)); time < 3.5; time -= log(uniform(&seed))) { ++count; }
    for (uint32_t n = 0; n < SEEDS; ++n) { hits += uniform(&seed) < 0.1; }
    missed += statistics_count_upper(count, 0.95) < 3.5;
    missed_share += statistics_share_upper(hits, SEEDS, 0.95) < 0.1;
  }
  assert_true(missed <= REPEATS * 5 / 100 && missed_share <= REPEATS * 5 / 100);
}

/* --- for the comparison with scipy -------------------------------------------------------------------------------------------------- */

static int print_numbers(void) {
  for (uint32_t i = 0; statistics_confidence(i) > 0; ++i) {
    const double c = statistics_confidence(i);
    for (uint32_t k = 0; k < STATISTICS_LOOKS; ++k) { printf("look %u 0 %.17g %.17g\n", k, c, statistics_look_error(k, c)); }
    for (uint32_t n = 0; n <= MOST; n += 3) {
      printf("share_upper %u %u %.17g %.17g\n", n, MOST, c, statistics_share_upper(n, MOST, c));
      printf("share_lower %u %u %.17g %.17g\n", n, MOST, c, statistics_share_lower(n, MOST, c));
      printf("count_upper %u 0 %.17g %.17g\n", n * n, c, statistics_count_upper(n * n, c));
      printf("count_lower %u 0 %.17g %.17g\n", n * n, c, statistics_count_lower(n * n, c));
    }
  }
  for (double df = 1; df < 200; df *= 1.7) {
    for (double t = -4; t <= 8; t += 0.75) { printf("tail %.17g %.17g 0 %.17g\n", t, df, statistics_t_tail(t, df)); }
    for (double p = 0.5; p > 1e-6; p /= 3) { printf("quantile %.17g %.17g 0 %.17g\n", p, df, statistics_t_quantile(p, df)); }
  }
  return 0;
}

int main(int count, char **words) {
  (void)words;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(figures_on_paper),
      cmocka_unit_test(none_is_not_never),
      cmocka_unit_test(holm_on_paper),
      cmocka_unit_test(pairs_take_out_what_is_common),
      cmocka_unit_test(what_could_have_been_seen),
      cmocka_unit_test(equal_runs_are_judged_by_their_signs),
      cmocka_unit_test(false_alarms_are_as_stated),
      cmocka_unit_test(skewed_figures_are_told_fairly),
      cmocka_unit_test(peeking_would_inflate_them),
      cmocka_unit_test(ten_percent_worse_is_noticed),
      cmocka_unit_test(few_that_are_alike_prove_nothing),
      cmocka_unit_test(a_baseline_raises_few_false_alarms),
      cmocka_unit_test(a_baseline_notices_ten_percent),
      cmocka_unit_test(looks_still_to_come_are_counted),
      cmocka_unit_test(bounds_cover),
  };
  return count > 1 ? print_numbers() : cmocka_run_group_tests(tests, NULL, NULL);
}
