/* Comparing doubles in tests: prints both values, the file and the line. Include after cmocka.h. */
#ifndef SOI_TEST_NEAR_H
#define SOI_TEST_NEAR_H

#include <math.h>

#define assert_near(value, expected, tolerance) near_check((value), (expected), (tolerance), #value, __FILE__, __LINE__)

static inline void near_check(double value, double expected, double tolerance, const char *text, const char *file, int line) {
  if (fabs(value - expected) <= tolerance) { return; }
  print_error("%s is %.17g, expected %.17g within %g\n", text, value, expected, tolerance);
  _fail(file, line);
}

#endif
