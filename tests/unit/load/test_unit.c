/* Units and numbers: exact values, strict spelling, printing for people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "number.h"
#include "unit.h"

/* Bits, so that the last one counts. */
static void assert_same(const char *text, double got, double due) {
  if (memcmp(&got, &due, sizeof got) != 0) { fail_msg("%s: got %.17g, expected %.17g", text, got, due); }
}

static void spellings_are_exact(void **state) {
  static const struct {
    soi_unit unit;
    const char *text;
    double value;
  } rows[] = {
      {SOI_UNIT_TIME, "100 ms", 0.1},
      {SOI_UNIT_TIME, "92.4 s", 92.4},
      {SOI_UNIT_TIME, "6 min", 360},
      {SOI_UNIT_TIME, "2 h", 7200},
      {SOI_UNIT_TIME, "1 d", 86400},
      {SOI_UNIT_TIME, "1.5h", 5400},
      {SOI_UNIT_LENGTH, "7 mm", 0.007},
      {SOI_UNIT_LENGTH, "250 cm", 2.5},
      {SOI_UNIT_LENGTH, "2.5 m", 2.5},
      {SOI_UNIT_LENGTH, "1.2 km", 1200},
      {SOI_UNIT_SPEED, "1.34 m/s", 1.34},
      {SOI_UNIT_SPEED, "19 km/h", 19000.0 / 3600.0},
      {SOI_UNIT_SPEED, "36 km/h", 10},
      {SOI_UNIT_ACCELERATION, "0.8 m/s2", 0.8},
      {SOI_UNIT_JERK, "0.9 m/s3", 0.9},
      {SOI_UNIT_ENERGY, "5 J", 5},
      {SOI_UNIT_ENERGY, "5 kJ", 5000},
      {SOI_UNIT_ENERGY, "2 Wh", 7200},
      {SOI_UNIT_ENERGY, "6.5 kWh", 23.4e6},
      {SOI_UNIT_ENERGY_PER_LENGTH, "0.1 kWh/km", 360},
      {SOI_UNIT_ENERGY_PER_LENGTH, "100 Wh/km", 360},
      {SOI_UNIT_MASS_PER_PASSENGER_LENGTH, "182.53 g/km", 182.53 / 1e6},
      {SOI_UNIT_POWER, "500 W", 500},
      {SOI_UNIT_POWER, "7.4 kW", 7400},
      {SOI_UNIT_MASS, "600 kg", 600},
      {SOI_UNIT_MASS, "1.6 t", 1600},
      {SOI_UNIT_MASS, "250 g", 0.25},
      {SOI_UNIT_RATE, "300 /h", 300.0 / 3600.0},
      {SOI_UNIT_RATE, "2 /min", 2.0 / 60.0},
      {SOI_UNIT_RATE, "0.5 /s", 0.5},
      {SOI_UNIT_SHARE, "92 %", 0.92},
      {SOI_UNIT_SHARE, "100%", 1},
      {SOI_UNIT_RAIN, "5 mm/h", 5},
      {SOI_UNIT_TEMPERATURE, "-3 C", -3},
      {SOI_UNIT_TEMPERATURE, "30 degC", 30},
      {SOI_UNIT_ANGLE, "270 deg", 270},
      {SOI_UNIT_AREA, "1.5 m2", 1.5},
      {SOI_UNIT_CLOCK, "07:00", 25200},
      {SOI_UNIT_CLOCK, "07:25:30", 26730},
      {SOI_UNIT_CLOCK, "08:04:05.800", 29045.8},
      {SOI_UNIT_CLOCK, "08:04:05.000001", 29045.000001},
      {SOI_UNIT_CLOCK, "25:30", 91800},
      {SOI_UNIT_CLOCK, "48:00", 172800},
      {SOI_UNIT_NONE, "1e-3", 0.001},
      {SOI_UNIT_NONE, "+2.50", 2.5},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    double value = -1.0;
    if (soi_unit_parse(rows[i].unit, rows[i].text, &value, NULL) != SOI_UNIT_OK) { fail_msg("%s was refused", rows[i].text); }
    assert_same(rows[i].text, value, rows[i].value);
  }
}

static void spelling_is_strict(void **state) {
  static const struct {
    soi_unit unit;
    const char *text;
    soi_unit_result result;
  } rows[] = {
      {SOI_UNIT_TIME, "", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_TIME, " 5 s", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_TIME, ".5 s", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_TIME, "nan s", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_TIME, "inf s", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_TIME, "5", SOI_UNIT_MISSING},
      {SOI_UNIT_TIME, "5 ", SOI_UNIT_MISSING},
      {SOI_UNIT_TIME, "5 s ", SOI_UNIT_WRONG},
      {SOI_UNIT_TIME, "5  s", SOI_UNIT_WRONG},
      {SOI_UNIT_TIME, "5 S", SOI_UNIT_WRONG},
      {SOI_UNIT_TIME, "0x5 s", SOI_UNIT_WRONG},
      {SOI_UNIT_TIME, "5,5 s", SOI_UNIT_WRONG},
      {SOI_UNIT_TIME, "5. s", SOI_UNIT_WRONG},
      {SOI_UNIT_TIME, "5 m", SOI_UNIT_WRONG},
      {SOI_UNIT_TIME, "1e999 s", SOI_UNIT_TOO_LARGE},
      {SOI_UNIT_ENERGY, "1e308 kWh", SOI_UNIT_TOO_LARGE},
      {SOI_UNIT_TIME, "0.12345678901234567890 s", SOI_UNIT_TOO_LONG},
      {SOI_UNIT_NONE, "5 m", SOI_UNIT_WRONG},
      {SOI_UNIT_NONE, "5 ", SOI_UNIT_MISSING},
      {SOI_UNIT_SHARE, "0.92", SOI_UNIT_MISSING},
      {SOI_UNIT_CLOCK, "7:00", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:60", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:00:60", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:00:", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:00:00.", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:00:00.1s", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:00:00.0000001", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:00.5", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "48:00:00.001", SOI_UNIT_TOO_LARGE},
      {SOI_UNIT_CLOCK, "07", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "07:00x", SOI_UNIT_NO_NUMBER},
      {SOI_UNIT_CLOCK, "48:01", SOI_UNIT_TOO_LARGE},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    double value = 4.25;
    const soi_unit_result result = soi_unit_parse(rows[i].unit, rows[i].text, &value, NULL);
    if (result != rows[i].result || value != 4.25) {
      fail_msg("'%s': got result %d and value %g, expected result %d and no value", rows[i].text, (int)result, value, (int)rows[i].result);
    }
  }
}

/* Against strtod of the C library, which rounds correctly, in the C locale. */
static void numbers_agree_with_strtod(void **state) {
  const char *const given = getenv("SOI_TEST_SEED");
  const uint64_t seed = given == NULL ? 20260101u : strtoull(given, NULL, 10);
  uint64_t bits = seed * 2 + 1;
  (void)state;
  for (int i = 0; i < 200000; ++i) {
    char text[64];
    double due = 0.0, got = -1.0;
    bits ^= bits << 13;
    bits ^= bits >> 7;
    bits ^= bits << 17;
    memcpy(&due, &bits, sizeof due);
    if (due - due != 0.0) { continue; }
    snprintf(text, sizeof text, i % 2 == 0 ? "%.*e" : "%.*g", (int)(bits % 18), due);
    due = strtod(text, NULL);
    if (due - due != 0.0) { continue; /* rounding up the greatest double overflows */ }
    if (soi_number_parse(text, &got, NULL) != SOI_NUMBER_OK || memcmp(&got, &due, sizeof due) != 0) {
      fail_msg("seed %llu: '%s' gave %.17g, expected %.17g; repeat with SOI_TEST_SEED=%llu", (unsigned long long)seed, text, got, due,
               (unsigned long long)seed);
    }
  }
}

static void hard_numbers_round_once(void **state) {
  static const char *const texts[] = {"4.9e-324",
                                      "2.4703282292062327e-324",
                                      "2.4703282292062328e-324",
                                      "2.2250738585072011e-308",
                                      "2.2250738585072014e-308",
                                      "1.7976931348623157e308",
                                      "9007199254740993",
                                      "9007199254740992.5",
                                      "1e22",
                                      "1e23",
                                      "8.5e22",
                                      "0e999",
                                      "0.000001e-999",
                                      "1e-400"};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i) {
    double got = -1.0;
    assert_int_equal(soi_number_parse(texts[i], &got, NULL), SOI_NUMBER_OK);
    assert_same(texts[i], got, strtod(texts[i], NULL));
  }
  double value = 0.0;
  assert_int_equal(soi_number_parse("1.7976931348623159e308", &value, NULL), SOI_NUMBER_TOO_LARGE);
  assert_int_equal(soi_number_parse("1e99999999999999999999", &value, NULL), SOI_NUMBER_TOO_LARGE);
  assert_int_equal(soi_number_parse("12345678901234567890", &value, NULL), SOI_NUMBER_TOO_LONG);
}

static void whole_numbers(void **state) {
  uint64_t value = 0;
  (void)state;
  assert_true(soi_number_parse_whole("18446744073709551615", &value));
  assert_true(value == UINT64_MAX);
  assert_false(soi_number_parse_whole("18446744073709551616", &value));
  assert_false(soi_number_parse_whole("-1", &value));
  assert_false(soi_number_parse_whole("", &value));
  assert_false(soi_number_parse_whole("1.0", &value));
}

static void printing_suits_the_size(void **state) {
  static const struct {
    soi_unit unit;
    double value;
    const char *text;
  } rows[] = {
      {SOI_UNIT_TIME, 92.4, "92.4 s"},
      {SOI_UNIT_TIME, 738, "12.3 min"},
      {SOI_UNIT_TIME, 9000, "2.50 h"},
      {SOI_UNIT_TIME, 0.25, "0.25 s"},
      {SOI_UNIT_LENGTH, 41.25, "41.2 m"},
      {SOI_UNIT_LENGTH, 12345, "12.3 km"},
      {SOI_UNIT_SPEED, 19.0 / 3.6, "19.0 km/h"},
      {SOI_UNIT_SHARE, 0.925, "92.5 %"},
      {SOI_UNIT_ENERGY, 23.4e6, "6.50 kWh"},
      {SOI_UNIT_ENERGY_PER_LENGTH, 360, "0.10 kWh/km"},
      {SOI_UNIT_NONE, 3, "3"},
      {SOI_UNIT_NONE, 0.4567, "0.46"},
      {SOI_UNIT_NONE, 1234567, "1234567"},
      {SOI_UNIT_CLOCK, 25200, "07:00"},
      {SOI_UNIT_CLOCK, 26730, "07:25:30"},
      {SOI_UNIT_CLOCK, 26730.25, "07:25:30.250"},
      {SOI_UNIT_RATE, 0.0833333333, "300 /h"},
      {SOI_UNIT_TIME, -92.4, "-92.4 s"},
      {SOI_UNIT_MASS_PER_PASSENGER_LENGTH, 182.53e-6, "183 g/km"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    char text[64];
    const size_t length = soi_unit_print(text, sizeof text, rows[i].unit, rows[i].value);
    assert_string_equal(text, rows[i].text);
    assert_int_equal(length, strlen(text));
  }
  char list[64], tiny[4];
  soi_unit_list(list, sizeof list, SOI_UNIT_TIME);
  assert_string_equal(list, "ms, s, min, h or d");
  assert_int_equal(soi_unit_print(tiny, sizeof tiny, SOI_UNIT_TIME, 92.4), 6);
  assert_string_equal(tiny, "92.");
}

/* Every metric has a name that is found, with a unit that can be printed. */
static void metrics_are_found(void **state) {
  uint32_t count = 0;
  (void)state;
  for (const char *name; (name = soi_metric_name(count)) != NULL; ++count) {
    soi_unit unit = SOI_UNIT_AREA;
    assert_true(soi_metric_find(name, &unit, NULL));
    assert_true(unit != SOI_UNIT_AREA);
  }
  assert_true(count > 50);
  soi_unit unit = SOI_UNIT_NONE;
  const char *nearest = NULL;
  assert_true(soi_metric_find("wait.p90", &unit, NULL) && unit == SOI_UNIT_TIME);
  assert_true(soi_metric_find("wait.count", &unit, NULL) && unit == SOI_UNIT_NONE);
  assert_true(soi_metric_find("lost.signal", &unit, NULL) && unit == SOI_UNIT_TIME);
  assert_false(soi_metric_find("wait", &unit, NULL));
  assert_false(soi_metric_find("wiat.p90", &unit, &nearest));
  assert_string_equal(nearest, "wait.p90");
  assert_string_equal(soi_metric_get(SOI_METRIC_WAIT)->name, "wait");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(spellings_are_exact),     cmocka_unit_test(spelling_is_strict), cmocka_unit_test(numbers_agree_with_strtod),
      cmocka_unit_test(hard_numbers_round_once), cmocka_unit_test(whole_numbers),      cmocka_unit_test(printing_suits_the_size),
      cmocka_unit_test(metrics_are_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
