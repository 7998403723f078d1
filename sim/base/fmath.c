/* Elementary functions from + - * / and sqrt alone: the argument is reduced to a small interval, a short series is summed
 * there, and what the reduction took away is put back. The series are the Taylor series, cut where the rest is below the last
 * bit, so no coefficient needs a source. Build with contraction off: a fused multiply-add would change the last bit. */
#include "fmath.h"

#include <float.h>
#include <stdbool.h>
#include <string.h>

#if FLT_EVAL_METHOD != 0
#error "doubles must be evaluated as doubles"
#endif

/* Constants in two parts: the first has zeros at its end so that a small whole multiple is exact, or is the nearest double. */
static const double LN2_HIGH = 0x1.62e42fefa2000p-1, LN2_LOW = 0x1.9ef35793c7673p-41;
static const double LOG2_E = 0x1.71547652b82fep+0;
static const double PI_LOW = 0x1.1a62633145c07p-53; /* pi - SOI_PI */
/* pi / 2 in three parts, the first two of 33 bits. */
static const double HALF_PI_1 = 0x1.921fb54400000p+0, HALF_PI_2 = 0x1.0b4611a600000p-34, HALF_PI_3 = 0x1.3198a2e037073p-69;
static const double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
/* Adding and taking away 1.5 * 2^52 rounds a double below 2^51 to a whole number. */
static const double ROUNDER = 0x1.8p52;
static const double LARGEST_ANGLE = 0x1p30;

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static double infinity(void) { return from_bits(0x7ffull << 52); }
static double not_a_number(void) { return from_bits(0x7ff8ull << 48); }
static bool is_negative(double x) { return bits_of(x) >> 63 != 0; }
static bool is_infinite(double x) { return x > DBL_MAX || x < -DBL_MAX; }

/* The size of one number with the sign of another. */
static double with_sign(double size, double sign) {
  const uint64_t top = 1ull << 63;
  return from_bits((bits_of(size) & ~top) | (bits_of(sign) & top));
}

/* 2^k for a k in the range of normal numbers, -1022 to 1023. */
static double power_of_two(int k) { return from_bits((uint64_t)(k + 1023) << 52); }

/* x * 2^k for |k| up to 2044: in two steps where one power would leave the range. */
static double scale(double x, int k) {
  if (k >= -1021 && k <= 1023) { return x * power_of_two(k); }
  return x * power_of_two(k / 2) * power_of_two(k - k / 2);
}

/* An unevaluated sum, low being small against high: about twice the digits of a double. */
typedef struct pair {
  double high, low;
} pair;

/* a + b exactly, when |a| >= |b| or a is zero. */
static pair sum_of(double a, double b) {
  const double high = a + b;
  return (pair){high, b - (high - a)};
}

/* a * b exactly, by halves of 26 bits (Dekker 1971); the factors below 2^990. */
static pair product_of(double a, double b) {
  const double split_a = a * 0x8000001p0, split_b = b * 0x8000001p0;
  const double a1 = split_a - (split_a - a), b1 = split_b - (split_b - b);
  const double a2 = a - a1, b2 = b - b1;
  const double high = a * b;
  return (pair){high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2};
}

/* (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2. The sums are grouped in a tree so that they need not wait for each other. */
static double exp_rest(double r) {
  const double r2 = r * r, r4 = r2 * r2;
  const double a = 1.0 / 2 + r * (1.0 / 6);
  const double b = 1.0 / 24 + r * (1.0 / 120);
  const double c = 1.0 / 720 + r * (1.0 / 5040);
  const double d = 1.0 / 40320 + r * (1.0 / 362880);
  const double e = 1.0 / 3628800 + r * (1.0 / 39916800);
  const double f = 1.0 / 479001600 + r * (1.0 / 6227020800);
  return (a + r2 * b) + r4 * ((c + r2 * d) + r4 * (e + r2 * f));
}

/* e^(x + low) for x within [-746, 710] and a small low: x = k ln 2 + r, and e^x = 2^k e^r. */
static double exp_near(double x, double low) {
  const double k = (x * LOG2_E + ROUNDER) - ROUNDER;
  const double r = (x - k * LN2_HIGH) - (k * LN2_LOW - low);
  const double result = 1.0 + (r + r * r * exp_rest(r));
  return scale(result, (int)k);
}

double soi_exp(double x) {
  if (!(x >= -746.0 && x <= 710.0)) { return x != x ? x : x > 0.0 ? infinity() : 0.0; }
  return exp_near(x, 0.0);
}

/* A positive finite x as m * 2^k with m in [sqrt(1/2), sqrt(2)). */
typedef struct parts {
  double m;
  int k;
} parts;

static parts take_apart(double x) {
  int k = 0;
  if (x < DBL_MIN) {
    x *= 0x1p54;
    k = -54;
  }
  const uint64_t bits = bits_of(x);
  const uint64_t sqrt_half = 0x3fe6a09e667f3bcdull;
  /* Counting from sqrt(1/2) instead of from 1 puts the borders of the exponent where they are wanted. */
  const int64_t shift = (int64_t)(bits - sqrt_half) >> 52;
  return (parts){from_bits(bits - ((uint64_t)shift << 52)), k + (int)shift};
}

/* log((1 + s) / (1 - s)) / s - 2 for |s| <= 0.1716, z = s^2: the series of the inverse hyperbolic tangent less its first term. */
static double log_rest(double z) {
  const double z2 = z * z, z4 = z2 * z2;
  const double a = 2.0 / 3 + z * (2.0 / 5);
  const double b = 2.0 / 7 + z * (2.0 / 9);
  const double c = 2.0 / 11 + z * (2.0 / 13);
  const double d = 2.0 / 15 + z * (2.0 / 17);
  const double e = 2.0 / 19 + z * (2.0 / 21);
  return z * ((a + z2 * b) + z4 * ((c + z2 * d) + z4 * e));
}

double soi_log(double x) {
  if (!(x > 0.0 && x <= DBL_MAX)) { return x == 0.0 ? -infinity() : x > 0.0 || x != x ? x : not_a_number(); }
  const parts of = take_apart(x);
  const double f = of.m - 1.0, k = of.k;
  const double s = f / (2.0 + f);
  /* log(1 + f) = 2 s + s rest, and 2 s = f - s f: f is exact, so only the small part is rounded. */
  const double rest = log_rest(s * s);
  return k * LN2_HIGH + (f - (s * (f - rest) - k * LN2_LOW));
}

/* log x for positive finite x in twice the digits, for soi_pow. */
static pair log_pair(double x) {
  const parts of = take_apart(x);
  const double f = of.m - 1.0, k = of.k;
  /* s = f / (m + 1) and what the division left over. */
  const double d = of.m + 1.0, d_low = of.m - (d - 1.0);
  const double s = f / d;
  const pair back = product_of(s, d);
  const double s_low = (((f - back.high) - back.low) - s * d_low) / d;
  const double z = s * s;
  const double small = s * log_rest(z) + 2.0 * s_low * (1.0 + z);
  const pair sum = sum_of(k * LN2_HIGH, 2.0 * s);
  return sum_of(sum.high, sum.low + (k * LN2_LOW + small));
}

/* Whether a whole number: 2 even, 1 odd, 0 not whole. */
static int wholeness(double y) {
  const double size = soi_abs(y);
  if (size >= 0x1p53) { return 2; }
  const uint64_t whole = (uint64_t)size;
  return (double)whole != size ? 0 : whole % 2 == 1 ? 1 : 2;
}

/* x^y where x or y is zero or infinite, or x is negative without a whole y; as the C standard's annex F has it. */
static double pow_at_edge(double size, double y, double sign) {
  if (is_infinite(y)) { return size == 1.0 ? 1.0 : (size > 1.0) == (y > 0.0) ? infinity() : 0.0; }
  return sign * ((size == 0.0) == (y > 0.0) ? 0.0 : infinity());
}

double soi_pow(double x, double y) {
  if (y == 0.0 || x == 1.0) { return 1.0; }
  if (x != x || y != y) { return x + y; }
  /* The commonest powers; four is the exponent of the car-following model, met once a vehicle and step. */
  if (y == 1.0) { return x; }
  const double square = x * x;
  if (y == 2.0 || y == 4.0) { return y == 2.0 ? square : square * square; }
  const double size = soi_abs(x);
  const double sign = is_negative(x) && wholeness(y) == 1 ? -1.0 : 1.0;
  if (size == 0.0 || is_infinite(size) || is_infinite(y)) { return pow_at_edge(size, y, sign); }
  if (x < 0.0 && wholeness(y) == 0) { return not_a_number(); }
  /* From 2^64 on every y overflows or underflows, unless the size is one. */
  const pair log = log_pair(size);
  const double bounded = soi_clamp(y, -0x1p64, 0x1p64);
  const pair product = product_of(bounded, log.high);
  if (!(product.high >= -746.0 && product.high <= 710.0)) { return sign * (product.high > 0.0 ? infinity() : 0.0); }
  return sign * exp_near(product.high, product.low + bounded * log.low);
}

/* x less the nearest multiple of pi / 2, and which quarter that is. */
typedef struct quarter {
  pair rest;
  int count; /* modulo 4 */
} quarter;

/* Cody and Waite's reduction: while the count has 20 bits, its products with the first two parts are exact. */
static quarter take_quarters(double x) {
  const double count = (x * TWO_OVER_PI + ROUNDER) - ROUNDER;
  const double first = x - count * HALF_PI_1;
  const double second = count * HALF_PI_2;
  const double high = first - second;
  const double low = ((first - high) - second) - count * HALF_PI_3;
  return (quarter){sum_of(high, low), (int)((int64_t)count & 3)};
}

/* sin(r + low) for |r| <= pi / 4. */
static double sin_near(double r, double low) {
  const double z = r * r, z2 = z * z, z4 = z2 * z2;
  const double a = -1.0 / 6 + z * (1.0 / 120);
  const double b = -1.0 / 5040 + z * (1.0 / 362880);
  const double c = -1.0 / 39916800 + z * (1.0 / 6227020800);
  const double d = -1.0 / 1307674368000 + z * (1.0 / 355687428096000);
  const double rest = (a + z2 * b) + z4 * (c + z2 * d);
  return r + (z * r * rest + low * (1.0 - 0.5 * z));
}

/* cos(r + low) for |r| <= pi / 4. */
static double cos_near(double r, double low) {
  const double z = r * r, z2 = z * z, z4 = z2 * z2;
  const double a = 1.0 / 24 - z * (1.0 / 720);
  const double b = 1.0 / 40320 - z * (1.0 / 3628800);
  const double c = 1.0 / 479001600 - z * (1.0 / 87178291200);
  const double rest = a + z2 * b + z4 * (c + z2 * (1.0 / 20922789888000));
  /* 1 - z / 2 loses up to half a bit; the sum keeps what was lost. */
  const pair start = sum_of(1.0, -0.5 * z);
  return start.high + (start.low + (z2 * rest - r * low));
}

/* The sine of a quarter count and its rest; the cosine is the sine one quarter on. */
static double sin_of(quarter at, int count) {
  const double size = count % 2 == 0 ? sin_near(at.rest.high, at.rest.low) : cos_near(at.rest.high, at.rest.low);
  return (count & 2) != 0 ? -size : size;
}

double soi_sin(double x) {
  if (!(soi_abs(x) <= LARGEST_ANGLE)) { return not_a_number(); }
  /* Too small to change in the last bit; also keeps the sign of zero. */
  if (soi_abs(x) < 0x1p-27) { return x; }
  const quarter at = take_quarters(x);
  return sin_of(at, at.count);
}

double soi_cos(double x) {
  if (!(soi_abs(x) <= LARGEST_ANGLE)) { return not_a_number(); }
  const quarter at = take_quarters(x);
  return sin_of(at, at.count + 1);
}

/* tanh x for |x| <= 0.75 as x - x (cosh x - sinh x / x) / cosh x, whose second term is small. */
static double tanh_small(double x) {
  const double z = x * x, z2 = z * z, z4 = z2 * z2;
  /* cosh x - sinh x / x: 2 n z^n / (2 n + 1)! */
  const double a = 1.0 / 3 + z * (1.0 / 30);
  const double b = 1.0 / 840 + z * (1.0 / 45360);
  const double c = 1.0 / 3991680 + z * (1.0 / 518918400);
  const double d = 1.0 / 93405312000 + z * (1.0 / 22230464256000);
  const double difference = z * ((a + z2 * b) + z4 * (c + z2 * d));
  /* cosh x */
  const double e = 1.0 + z * (1.0 / 2);
  const double f = 1.0 / 24 + z * (1.0 / 720);
  const double g = 1.0 / 40320 + z * (1.0 / 3628800);
  const double h = 1.0 / 479001600 + z * (1.0 / 87178291200);
  const double cosh = (e + z2 * f) + z4 * (g + z2 * h);
  return x - x * (difference / cosh);
}

double soi_tanh(double x) {
  const double size = soi_abs(x);
  /* Too small to change in the last bit; also keeps the sign of zero. */
  if (size < 0x1p-27 || x != x) { return x; }
  if (size <= 0.75) { return tanh_small(x); }
  if (size > 22.0) { return with_sign(1.0, x); }
  return with_sign(1.0 - 2.0 / (exp_near(2.0 * size, 0.0) + 1.0), x);
}

/* The angles whose tangents are 0, 1/4, 2/4, 3/4 and 1. */
static const pair QUARTER_TANGENT[5] = {
    {0.0, 0.0},
    {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
    {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
    {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
    {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55},
};

/* atan(short / long) for 0 <= short <= long, long positive and both well inside the range: the nearest known angle is taken
 * away by the tangent's addition theorem, the series does the rest (|t| <= 1/8). */
static pair atan_pair(double short_side, double long_side) {
  const int near = (int)(4.0 * (short_side / long_side) + 0.5);
  const double c = 0.25 * near;
  const double t = (short_side - c * long_side) / (long_side + c * short_side);
  const double z = t * t, z2 = z * z, z4 = z2 * z2;
  const double a = -1.0 / 3 + z * (1.0 / 5);
  const double b = -1.0 / 7 + z * (1.0 / 9);
  const double d = -1.0 / 11 + z * (1.0 / 13);
  const double e = -1.0 / 15 + z * (1.0 / 17);
  const double rest = (a + z2 * b) + z4 * (d + z2 * e);
  const pair sum = sum_of(QUARTER_TANGENT[near].high, t);
  return (pair){sum.high, sum.low + (t * z * rest + QUARTER_TANGENT[near].low)};
}

/* The angle of a point in the first quadrant, axes and infinity included. */
static pair first_quadrant(double y, double x) {
  double short_side = soi_min(y, x), long_side = soi_max(y, x);
  if (long_side == 0.0) { return QUARTER_TANGENT[0]; }
  if (is_infinite(long_side)) {
    short_side = short_side == long_side ? 1.0 : 0.0;
    long_side = 1.0;
  }
  /* Away from both ends of the range, so that the products above keep their digits. */
  if (long_side > 0x1p1000 || long_side < 0x1p-900) {
    const double factor = long_side > 1.0 ? 0x1p-100 : 0x1p200;
    short_side *= factor;
    long_side *= factor;
  }
  const pair angle = atan_pair(short_side, long_side);
  if (y <= x) { return angle; }
  const pair turned = sum_of(0.5 * SOI_PI, -angle.high);
  return (pair){turned.high, turned.low + (0.5 * PI_LOW - angle.low)};
}

double soi_atan2(double y, double x) {
  if (x != x || y != y) { return x + y; }
  pair angle = first_quadrant(soi_abs(y), soi_abs(x));
  if (is_negative(x)) {
    const pair turned = sum_of(SOI_PI, -angle.high);
    angle = (pair){turned.high, turned.low + (PI_LOW - angle.low)};
  }
  return with_sign(angle.high + angle.low, y);
}

/* Towards zero. From 2^52 on every double is whole. */
static double truncate(double x) { return soi_abs(x) < 0x1p52 ? with_sign((double)(int64_t)x, x) : x; }

double soi_floor(double x) {
  const double whole = truncate(x);
  return whole > x ? whole - 1.0 : whole;
}

double soi_ceil(double x) {
  const double whole = truncate(x);
  return whole < x ? whole + 1.0 : whole;
}

double soi_round(double x) {
  const double whole = truncate(x);
  /* The difference is exact, unlike x + 0.5. */
  return soi_abs(x - whole) >= 0.5 ? whole + with_sign(1.0, x) : whole;
}
