/* Maths whose last bit does not depend on the machine: glibc's differ with the processor's FMA, so the core has its own,
 * written from + - * / and sqrt only. Angles in radians. Accuracy is tested against libm (see tests/unit/base). */
#ifndef SOI_FMATH_H
#define SOI_FMATH_H

#include <stdint.h>

#define SOI_PI 3.14159265358979323846

/* Special values are those of the C standard (annex F), but for the angles below. Errors in units of the last place (ulp). */

/* e^x within 1 ulp. */
double soi_exp(double x);
/* The natural logarithm within 1 ulp; nan below zero. */
double soi_log(double x);
/* x^y within 1e-14 of itself; within 2 ulp while |y log x| < 20; correctly rounded for y = 2. */
double soi_pow(double x, double y);
/* Within 1 ulp for |x| <= 1e6. Above, the absolute error grows to 1e-6 at 2^30, and from there on the result is nan: an angle
 * that large has lost its meaning, and reducing it would cost every call. */
double soi_sin(double x);
double soi_cos(double x);
/* Within 1.5 ulp. */
double soi_tanh(double x);
/* The angle of (x, y) from the x axis, in [-pi, pi], within 2 ulp. */
double soi_atan2(double y, double x);
/* These three are exact, and keep the sign of zero. */
double soi_floor(double x);
double soi_ceil(double x);
/* To the nearest whole number, halves away from zero. */
double soi_round(double x);

static inline double soi_sqrt(double x) { return __builtin_sqrt(x); }
static inline double soi_abs(double x) { return x < 0.0 ? -x : x; }
static inline double soi_min(double a, double b) { return a < b ? a : b; }
static inline double soi_max(double a, double b) { return a > b ? a : b; }
static inline double soi_clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }
static inline double soi_lerp(double a, double b, double f) { return a + (b - a) * f; }
static inline double soi_hypot(double x, double y) { return soi_sqrt(x * x + y * y); }

#endif
