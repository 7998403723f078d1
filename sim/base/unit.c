/* The table of unit spellings, and reading and writing quantities with it. Factors are kept as two exact numbers, so that
 * 19 km/h is 19000 / 3600 rounded once. */
#include "unit.h"

#include "number.h"
#include "text.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof(array)[0]))
#define LARGEST_CLOCK (48.0 * 3600.0)

static const soi_spelling shares[] = {{"%", 1, 100}};
static const soi_spelling times[] = {{"ms", 1, 1000}, {"s", 1, 1}, {"min", 60, 1}, {"h", 3600, 1}, {"d", 86400, 1}};
static const soi_spelling lengths[] = {{"mm", 1, 1000}, {"cm", 1, 100}, {"m", 1, 1}, {"km", 1000, 1}};
static const soi_spelling speeds[] = {{"m/s", 1, 1}, {"km/h", 1000, 3600}};
static const soi_spelling accelerations[] = {{"m/s2", 1, 1}};
static const soi_spelling jerks[] = {{"m/s3", 1, 1}};
static const soi_spelling energies[] = {{"J", 1, 1}, {"kJ", 1000, 1}, {"Wh", 3600, 1}, {"kWh", 3600000, 1}};
static const soi_spelling energies_per_length[] = {{"Wh/km", 3600, 1000}, {"kWh/km", 3600, 1}};
static const soi_spelling masses_per_length[] = {{"g/km", 1, 1000000}};
static const soi_spelling powers[] = {{"W", 1, 1}, {"kW", 1000, 1}};
static const soi_spelling masses[] = {{"g", 1, 1000}, {"kg", 1, 1}, {"t", 1000, 1}};
static const soi_spelling rates[] = {{"/s", 1, 1}, {"/min", 1, 60}, {"/h", 1, 3600}};
static const soi_spelling rains[] = {{"mm/h", 1, 1}};
static const soi_spelling temperatures[] = {{"C", 1, 1}, {"degC", 1, 1}};
static const soi_spelling angles[] = {{"deg", 1, 1}};
static const soi_spelling areas[] = {{"m2", 1, 1}};

/* A step up in the spelling of printed quantities: from this size on, this one. */
typedef struct soi_scale {
  double from;
  const char *spelling;
} soi_scale;

typedef struct soi_dimension {
  const char *noun;
  const soi_spelling *spellings;
  uint32_t count;
  soi_scale scales[3]; /* how it is printed, from the smallest; the first is used for what is smaller too */
  int8_t powers[3];    /* of kilogram, metre and second */
} soi_dimension;

#define SPELT(array) .spellings = (array), .count = COUNT(array)

static const soi_dimension dimensions[] = {
    [SOI_UNIT_NONE] = {.noun = "a number"},
    [SOI_UNIT_SHARE] = {.noun = "a share", SPELT(shares), .scales = {{0, "%"}}},
    [SOI_UNIT_TIME] = {.noun = "a time", SPELT(times), .powers = {0, 0, 1}, .scales = {{0, "s"}, {120, "min"}, {7200, "h"}}},
    [SOI_UNIT_LENGTH] = {.noun = "a length", SPELT(lengths), .powers = {0, 1, 0}, .scales = {{0, "m"}, {1000, "km"}}},
    [SOI_UNIT_SPEED] = {.noun = "a speed", SPELT(speeds), .powers = {0, 1, -1}, .scales = {{0, "km/h"}}},
    [SOI_UNIT_ACCELERATION] = {.noun = "an acceleration", SPELT(accelerations), .powers = {0, 1, -2}, .scales = {{0, "m/s2"}}},
    [SOI_UNIT_JERK] = {.noun = "a jerk", SPELT(jerks), .powers = {0, 1, -3}, .scales = {{0, "m/s3"}}},
    [SOI_UNIT_ENERGY] = {.noun = "an energy", SPELT(energies), .powers = {1, 2, -2}, .scales = {{0, "J"}, {3600, "Wh"}, {3600000, "kWh"}}},
    [SOI_UNIT_ENERGY_PER_LENGTH] = {.noun = "an energy a length",
                                    SPELT(energies_per_length),
                                    .powers = {1, 1, -2},
                                    .scales = {{0, "kWh/km"}}},
    [SOI_UNIT_MASS_PER_PASSENGER_LENGTH] = {.noun = "a mass a passenger-km",
                                            SPELT(masses_per_length),
                                            .powers = {1, -1, 0},
                                            .scales = {{0, "g/km"}}},
    [SOI_UNIT_POWER] = {.noun = "a power", SPELT(powers), .powers = {1, 2, -3}, .scales = {{0, "W"}, {1000, "kW"}}},
    [SOI_UNIT_MASS] = {.noun = "a mass", SPELT(masses), .powers = {1, 0, 0}, .scales = {{0, "kg"}, {10000, "t"}}},
    [SOI_UNIT_RATE] = {.noun = "a rate", SPELT(rates), .powers = {0, 0, -1}, .scales = {{0, "/h"}}},
    [SOI_UNIT_CLOCK] = {.noun = "a time of day"},
    [SOI_UNIT_RAIN] = {.noun = "an amount of rain", SPELT(rains), .scales = {{0, "mm/h"}}},
    [SOI_UNIT_TEMPERATURE] = {.noun = "a temperature", SPELT(temperatures), .scales = {{0, "C"}}},
    [SOI_UNIT_ANGLE] = {.noun = "an angle", SPELT(angles), .scales = {{0, "deg"}}},
    [SOI_UNIT_AREA] = {.noun = "an area", SPELT(areas), .powers = {0, 2, 0}, .scales = {{0, "m2"}}},
};

static const soi_dimension *dimension_of(soi_unit unit) {
  SOI_ASSERT((uint32_t)unit < COUNT(dimensions));
  return &dimensions[unit];
}

const soi_spelling *soi_unit_spellings(soi_unit unit, uint32_t *count) {
  const soi_dimension *const dimension = dimension_of(unit);
  *count = dimension->count;
  return dimension->spellings;
}

static bool is_dimensionless(soi_unit unit) { return unit == SOI_UNIT_NONE || unit == SOI_UNIT_SHARE; }

bool soi_unit_over(soi_unit top, soi_unit bottom, soi_unit *quotient) {
  if (top == bottom || is_dimensionless(bottom)) {
    *quotient = top == bottom ? SOI_UNIT_SHARE : top;
    return true;
  }
  const int8_t *const a = dimension_of(top)->powers, *const b = dimension_of(bottom)->powers;
  for (uint32_t i = SOI_UNIT_TIME; i < COUNT(dimensions); ++i) {
    const int8_t *const c = dimensions[i].powers;
    const bool fits = c[0] == a[0] - b[0] && c[1] == a[1] - b[1] && c[2] == a[2] - b[2];
    if (fits && (c[0] != 0 || c[1] != 0 || c[2] != 0)) {
      *quotient = (soi_unit)i;
      return true;
    }
  }
  return false;
}

const char *soi_unit_noun(soi_unit unit) { return dimension_of(unit)->noun; }

static const soi_spelling *find_spelling(const soi_dimension *dimension, const char *text) {
  for (uint32_t i = 0; i < dimension->count; ++i) {
    if (soi_text_equal(dimension->spellings[i].text, text)) { return &dimension->spellings[i]; }
  }
  return NULL;
}

/* Two digits at `at`, or -1. */
static int two_digits(const char *at) {
  const bool both = at[0] >= '0' && at[0] <= '9' && at[1] >= '0' && at[1] <= '9';
  return both ? (at[0] - '0') * 10 + (at[1] - '0') : -1;
}

/* What follows the point of a second, to the microsecond; negative when it is none. */
static double parse_fraction(const char *text) {
  enum { MOST_DIGITS = 6 };
  double value = 0.0, scale = 1.0;
  uint32_t digits = 0;
  for (; text[digits] >= '0' && text[digits] <= '9' && digits < MOST_DIGITS; ++digits) {
    value = 10.0 * value + (text[digits] - '0');
    scale *= 10.0;
  }
  return digits > 0 && text[digits] == '\0' ? value / scale : -1.0;
}

/* HH:MM, HH:MM:SS or, as reports print it, HH:MM:SS.mmm; the service day may run past midnight. */
static soi_unit_result parse_clock(const char *text, double *value) {
  const int hours = two_digits(text);
  const int minutes = hours >= 0 && text[2] == ':' ? two_digits(text + 3) : -1;
  if (minutes < 0 || minutes > 59) { return SOI_UNIT_NO_NUMBER; }
  int seconds = 0;
  double fraction = 0.0;
  if (text[5] != '\0') {
    seconds = text[5] == ':' ? two_digits(text + 6) : -1;
    fraction = seconds >= 0 && text[8] == '.' ? parse_fraction(text + 9) : 0.0;
    if (seconds < 0 || seconds > 59 || fraction < 0.0 || (text[8] != '\0' && text[8] != '.')) { return SOI_UNIT_NO_NUMBER; }
  }
  const double clock = hours * 3600.0 + minutes * 60.0 + seconds + fraction;
  if (clock > LARGEST_CLOCK) { return SOI_UNIT_TOO_LARGE; }
  *value = clock;
  return SOI_UNIT_OK;
}

soi_unit_result soi_unit_parse(soi_unit unit, const char *text, double *value, const char **spelling) {
  const soi_dimension *const dimension = dimension_of(unit);
  const char *rest = text;
  if (spelling != NULL) { *spelling = ""; }
  if (unit == SOI_UNIT_CLOCK) { return parse_clock(text, value); }
  /* The number. */
  double number = 0.0;
  const soi_number_result result = soi_number_parse(text, &number, &rest);
  if (result == SOI_NUMBER_NONE) { return SOI_UNIT_NO_NUMBER; }
  /* Its unit. */
  const char *const written = rest + (*rest == ' ' ? 1 : 0);
  if (spelling != NULL) { *spelling = written; }
  const soi_spelling *const found = find_spelling(dimension, written);
  if (*written == '\0' ? dimension->count > 0 || written != rest : found == NULL) {
    return *written == '\0' ? SOI_UNIT_MISSING : SOI_UNIT_WRONG;
  }
  /* What the number is worth. */
  if (result != SOI_NUMBER_OK) { return result == SOI_NUMBER_TOO_LONG ? SOI_UNIT_TOO_LONG : SOI_UNIT_TOO_LARGE; }
  const double quantity = found == NULL ? number : number * found->times / found->over;
  if (quantity - quantity != 0.0) { return SOI_UNIT_TOO_LARGE; }
  *value = quantity;
  return SOI_UNIT_OK;
}

bool soi_unit_read(soi_unit unit, const char *text, double *value) { return soi_unit_parse(unit, text, value, NULL) == SOI_UNIT_OK; }

size_t soi_unit_list(char *buffer, size_t size, soi_unit unit) {
  const soi_dimension *const dimension = dimension_of(unit);
  if (unit == SOI_UNIT_CLOCK) { return soi_text_print(buffer, size, "HH:MM or HH:MM:SS"); }
  size_t length = soi_text_print(buffer, size, "%s", "");
  for (uint32_t i = 0; i < dimension->count; ++i) {
    const char *const joint = i == 0 ? "" : i + 1 == dimension->count ? " or " : ", ";
    const size_t at = length < size ? length : size;
    length += soi_text_print(buffer + at, size - at, "%s%s", joint, dimension->spellings[i].text);
  }
  return length;
}

static size_t print_clock(char *buffer, size_t size, double value) {
  /* what is damaged may be any number */
  const uint64_t whole = value > 0.0 ? (uint64_t)((value < 1e12 ? value : 1e12) * 1e3 + 0.5) : 0;
  const uint32_t milliseconds = (uint32_t)(whole % 1000), hours = (uint32_t)(whole / 3600000);
  const uint32_t minutes = (uint32_t)(whole / 60000 % 60), seconds = (uint32_t)(whole / 1000 % 60);
  if (milliseconds != 0) { return soi_text_print(buffer, size, "%02u:%02u:%02u.%03u", hours, minutes, seconds, milliseconds); }
  if (seconds == 0) { return soi_text_print(buffer, size, "%02u:%02u", hours, minutes); }
  return soi_text_print(buffer, size, "%02u:%02u:%02u", hours, minutes, seconds);
}

/* Three digits, or all before the point. */
static size_t print_number(char *buffer, size_t size, double value) {
  const double magnitude = value < 0.0 ? -value : value;
  if (magnitude < 9.995) { return soi_text_print(buffer, size, "%.2f", value); }
  return magnitude < 99.95 ? soi_text_print(buffer, size, "%.1f", value) : soi_text_print(buffer, size, "%.0f", value);
}

size_t soi_unit_print(char *buffer, size_t size, soi_unit unit, double value) {
  const soi_dimension *const dimension = dimension_of(unit);
  if (unit == SOI_UNIT_CLOCK) { return print_clock(buffer, size, value); }
  if (dimension->count == 0) {
    const bool whole = value - (double)(int64_t)(value > -1e15 && value < 1e15 ? value : 0.5) == 0.0;
    return whole ? soi_text_print(buffer, size, "%.0f", value) : print_number(buffer, size, value);
  }
  /* The largest scale the value reaches. */
  const double magnitude = value < 0.0 ? -value : value;
  const char *text = dimension->scales[0].spelling;
  for (uint32_t i = 1; i < 3 && dimension->scales[i].spelling != NULL && magnitude >= dimension->scales[i].from; ++i) {
    text = dimension->scales[i].spelling;
  }
  const soi_spelling *const spelling = find_spelling(dimension, text);
  size_t length = print_number(buffer, size, value * spelling->over / spelling->times);
  const size_t at = length < size ? length : size;
  length += soi_text_print(buffer + at, size - at, " %s", text);
  return length;
}
