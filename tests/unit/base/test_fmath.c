/* soi's maths against libm's in long double, the special values, and one pinned hash over a sweep: the same in every build. */
#include "fmath.h"

#include <float.h>
#include <math.h>

#include "hash.h"
#include "host.h"
#include "random.h"

enum { SAMPLES = 100000 };
static const uint64_t SEED = 5;

static double draw(uint64_t sample, uint32_t n, double low, double high) {
  return low + (high - low) * soi_random(SEED, SOI_DRAW_TEST, sample, 0, n);
}

/* The error in units of the last place of what is right. */
static double ulps(double got, long double right) {
  int exponent;
  frexpl(right, &exponent);
  const double unit = exponent - 53 < -1074 ? DBL_TRUE_MIN : ldexp(1.0, exponent - 53);
  return (double)(fabsl((long double)got - right) / unit);
}

typedef double (*function)(double);
typedef long double (*reference)(long double);

/* Compares over draws from [low, high], or over their exponentials for a range of sizes. */
static void check(const char *name, function ours, reference right, double low, double high, bool sizes, double limit) {
  double worst = 0.0, at = 0.0;
  for (uint64_t i = 0; i < SAMPLES; ++i) {
    const double x = sizes ? exp(draw(i, 0, low, high)) : draw(i, 0, low, high);
    const double error = ulps(ours(x), right(x));
    if (!(error <= worst)) {
      worst = error;
      at = x;
    }
  }
  print_message("%-5s [%g, %g]%s: %.2f ulp at %.17g\n", name, low, high, sizes ? " sizes" : "", worst, at);
  if (!(worst <= limit)) { fail_msg("%s: %.3f ulp at %.17g, limit %.1f", name, worst, at, limit); }
}

static void functions_of_one_number_are_accurate(void **state) {
  (void)state;
  print_message("seed %llu\n", (unsigned long long)SEED);
  check("exp", soi_exp, expl, -1.0, 1.0, false, 1.0);
  check("exp", soi_exp, expl, -745.0, 709.7, false, 1.0);
  check("exp", soi_exp, expl, -100.0, 0.0, true, 1.0);
  check("log", soi_log, logl, 0.5, 2.0, false, 1.0);
  check("log", soi_log, logl, -744.0, 709.0, true, 1.0);
  check("sin", soi_sin, sinl, -4.0, 4.0, false, 1.0);
  check("sin", soi_sin, sinl, -1e6, 1e6, false, 1.0);
  check("sin", soi_sin, sinl, -700.0, 0.0, true, 1.0);
  check("cos", soi_cos, cosl, -4.0, 4.0, false, 1.0);
  check("cos", soi_cos, cosl, -1e6, 1e6, false, 1.0);
  check("cos", soi_cos, cosl, -700.0, 0.0, true, 1.0);
  check("tanh", soi_tanh, tanhl, -3.0, 3.0, false, 1.5);
  check("tanh", soi_tanh, tanhl, -30.0, 30.0, false, 1.5);
  check("tanh", soi_tanh, tanhl, -700.0, 3.0, true, 1.5);
}

/* Where sine and cosine are nearly zero, the reduction has to be exact. */
static void multiples_of_a_right_angle_are_accurate(void **state) {
  (void)state;
  for (int i = -400000; i <= 400000; i += 37) {
    const double x = i * (SOI_PI / 2.0);
    assert_true(ulps(soi_sin(x), sinl(x)) <= 1.0);
    assert_true(ulps(soi_cos(x), cosl(x)) <= 1.0);
  }
}

static void atan2_is_accurate(void **state) {
  (void)state;
  double worst = 0.0;
  for (uint64_t i = 0; i < SAMPLES; ++i) {
    /* All directions at all distances, then sides of unlike sizes. */
    const double angle = draw(i, 0, -SOI_PI, SOI_PI), size = exp(draw(i, 1, -700.0, 700.0));
    const double y = size * sin(angle), x = size * cos(angle);
    const double tall = exp(draw(i, 2, -744.0, 709.0)), wide = -exp(draw(i, 3, -744.0, 709.0));
    worst = fmax(worst, ulps(soi_atan2(y, x), atan2l(y, x)));
    worst = fmax(worst, ulps(soi_atan2(tall, wide), atan2l(tall, wide)));
    worst = fmax(worst, ulps(soi_atan2(tall, -wide), atan2l(tall, -wide)));
  }
  print_message("atan2: %.2f ulp\n", worst);
  assert_true(worst <= 2.0);
}

static void pow_is_accurate(void **state) {
  (void)state;
  double worst = 0.0, worst_relative = 0.0;
  for (uint64_t i = 0; i < SAMPLES; ++i) {
    const double x = exp(draw(i, 0, -5.0, 5.0)), y = draw(i, 1, -4.0, 4.0);
    worst = fmax(worst, ulps(soi_pow(x, y), powl(x, y)));
    worst = fmax(worst, ulps(soi_pow(x, 4.0), powl(x, 4.0)));
    const double whole = (double)(1 + i % 40);
    const double near = draw(i, 2, -2.0, 2.0);
    const long double right = powl(near, whole);
    worst = fmax(worst, ulps(soi_pow(near, whole), right));
    /* Large exponents multiply what the logarithm lacks. */
    const double steep = draw(i, 3, -700.0, 700.0), base = draw(i, 4, 0.4, 2.7);
    const long double far = powl(base, steep);
    worst_relative = fmax(worst_relative, (double)(fabsl(soi_pow(base, steep) - far) / far));
  }
  print_message("pow: %.2f ulp, %.1e relative at large exponents\n", worst, worst_relative);
  assert_true(worst <= 2.0);
  assert_true(worst_relative <= 1e-14);
}

/* The same value, with zeros' signs and with any nan for a nan; numbers between the special ones may differ in the last bits. */
static void same(const char *call, double got, double expected) {
  const bool near = isnormal(expected) && fabs(got / expected - 1.0) < 1e-14;
  const bool equal = isnan(expected) ? isnan(got) : near || (got == expected && signbit(got) == signbit(expected));
  if (!equal) { fail_msg("%s is %.17g, expected %.17g", call, got, expected); }
}

/* The same bits. */
static void exactly(const char *name, double x, double got, double expected) {
  if (!isnan(expected) && memcmp(&got, &expected, sizeof got) != 0) {
    fail_msg("%s(%.17g) is %.17g, expected %.17g", name, x, got, expected);
  }
  assert_int_equal(isnan(got), isnan(expected));
}

static void same_of_one(const char *name, double x, double got, double expected) {
  char call[64];
  snprintf(call, sizeof call, "%s(%.17g)", name, x);
  same(call, got, expected);
}

#define SAME(function, x) same_of_one(#function, x, soi_##function(x), function(x))
#define EXACTLY(function, x) exactly(#function, x, soi_##function(x), function(x))

static void special_values_are_libms(void **state) {
  (void)state;
  const double values[] = {
      0.0,           -0.0,   1.0,        -1.0,      0.5,        -0.5,        2.0,      -2.0,  3.0,    -3.0,
      2.5,           -2.5,   INFINITY,   -INFINITY, NAN,        DBL_MAX,     -DBL_MAX, 1e300, -1e300, DBL_TRUE_MIN,
      -DBL_TRUE_MIN, 0x1p53, 0x1p53 + 2, -0x1p53,   0x1p52 + 1, -0x1p52 - 1, 1e20,     -1e20, 800.0,  -800.0,
  };
  const unsigned count = sizeof values / sizeof values[0];
  for (unsigned i = 0; i < count; ++i) {
    const double x = values[i];
    EXACTLY(floor, x);
    EXACTLY(ceil, x);
    EXACTLY(round, x);
    SAME(exp, x);
    SAME(log, x);
    SAME(tanh, x);
    if (!isfinite(x) || fabs(x) < 1e6) {
      SAME(sin, x);
      SAME(cos, x);
    }
    for (unsigned j = 0; j < count; ++j) {
      const double y = values[j];
      char call[64];
      snprintf(call, sizeof call, "pow(%.17g, %.17g)", x, y);
      same(call, soi_pow(x, y), pow(x, y));
      snprintf(call, sizeof call, "atan2(%.17g, %.17g)", x, y);
      same(call, soi_atan2(x, y), atan2(x, y));
    }
  }
  /* Angles without meaning. */
  same("sin(2^31)", soi_sin(0x1p31), NAN);
  same("cos(-2^31)", soi_cos(-0x1p31), NAN);
}

static void borders_of_exp_are_libms(void **state) {
  (void)state;
  same("exp overflow", soi_exp(709.782712893385), INFINITY);
  assert_true(soi_exp(709.782712893383) < INFINITY);
  same("exp underflow", soi_exp(-745.2), 0.0);
  assert_true(soi_exp(-745.1) == DBL_TRUE_MIN);
  assert_true(soi_exp(0.0) == 1.0);
  assert_true(soi_cos(0.0) == 1.0);
}

static void rounding_is_libms(void **state) {
  (void)state;
  for (uint64_t i = 0; i < SAMPLES; ++i) {
    const double x = draw(i, 0, -1000.0, 1000.0), half = floor(x) + 0.5, large = x * 0x1p43;
    EXACTLY(floor, x);
    EXACTLY(ceil, x);
    EXACTLY(round, x);
    EXACTLY(floor, half);
    EXACTLY(ceil, half);
    EXACTLY(round, half);
    EXACTLY(floor, large);
    EXACTLY(ceil, large);
    EXACTLY(round, large);
  }
  EXACTLY(round, 0.49999999999999994);
  EXACTLY(round, -0.49999999999999994);
  EXACTLY(round, 4503599627370495.5);
}

static void small_helpers_do_as_they_say(void **state) {
  (void)state;
  assert_true(soi_sqrt(2.0) == sqrt(2.0));
  assert_true(soi_abs(-2.0) == 2.0 && soi_abs(2.0) == 2.0);
  assert_true(soi_min(1.0, 2.0) == 1.0 && soi_max(1.0, 2.0) == 2.0);
  assert_true(soi_clamp(5.0, 0.0, 1.0) == 1.0 && soi_clamp(-5.0, 0.0, 1.0) == 0.0 && soi_clamp(0.5, 0.0, 1.0) == 0.5);
  assert_true(soi_lerp(2.0, 4.0, 0.25) == 2.5);
  assert_true(soi_hypot(3.0, 4.0) == 5.0);
}

static uint64_t add(uint64_t hash, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return soi_hash_u64(hash, bits);
}

/* One number over all of it. It must be the same with every compiler, optimisation and processor; a change of any result, even
 * in the last bit, changes every golden hash of the project. */
static void results_are_pinned(void **state) {
  (void)state;
  uint64_t hash = SOI_HASH_SEED;
  for (uint64_t i = 0; i < 20000; ++i) {
    const double x = draw(i, 0, -30.0, 30.0), y = draw(i, 1, -30.0, 30.0), wide = draw(i, 2, -1e6, 1e6);
    hash = add(hash, soi_exp(x));
    hash = add(hash, soi_exp(25.0 * x));
    hash = add(hash, soi_log(soi_abs(wide)));
    hash = add(hash, soi_sin(x));
    hash = add(hash, soi_sin(wide));
    hash = add(hash, soi_cos(y));
    hash = add(hash, soi_cos(wide));
    hash = add(hash, soi_tanh(0.1 * x));
    hash = add(hash, soi_atan2(x, y));
    hash = add(hash, soi_pow(soi_abs(x), y));
    hash = add(hash, soi_floor(x) + soi_ceil(y) + soi_round(wide));
    hash = add(hash, soi_hypot(x, y) + soi_lerp(x, y, 0.3));
    hash = add(hash, soi_random_normal(SEED, SOI_DRAW_TEST, i, 1, 0));
    hash = add(hash, soi_random_exponential(SEED, SOI_DRAW_TEST, i, 2, 0));
  }
  print_message("sweep %016llx\n", (unsigned long long)hash);
  assert_int_equal(hash, 0xd8c79505855c4e4full);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(functions_of_one_number_are_accurate),
      cmocka_unit_test(multiples_of_a_right_angle_are_accurate),
      cmocka_unit_test(atan2_is_accurate),
      cmocka_unit_test(pow_is_accurate),
      cmocka_unit_test(special_values_are_libms),
      cmocka_unit_test(borders_of_exp_are_libms),
      cmocka_unit_test(rounding_is_libms),
      cmocka_unit_test(small_helpers_do_as_they_say),
      cmocka_unit_test(results_are_pinned),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
