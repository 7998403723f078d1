/* Decimal text to doubles. Up to 19 digits are kept exactly in 64 bits; what powers of ten cannot scale exactly is divided out
 * bit by bit in a long integer, so every result is rounded once. */
#include "number.h"

#include <string.h>

enum {
  MOST_DIGITS = 19,    /* fit into 64 bits */
  MOST_EXPONENT = 400, /* beyond, a double overflows or is zero */
  LIMBS = 56,          /* 10^400 times 2^64 and some room: 1393 bits + spare */
  MANTISSA_BITS = 53,
  LEAST_EXPONENT = -1074, /* of the last bit of the smallest double */
};

/* A natural number in limbs of 32 bits, the lowest first. */
typedef struct natural {
  uint32_t limbs[LIMBS];
  int count;
} natural;

static void multiply(natural *n, uint32_t factor) {
  uint64_t carry = 0;
  for (int i = 0; i < n->count; ++i) {
    carry += (uint64_t)n->limbs[i] * factor;
    n->limbs[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry > 0) { n->limbs[n->count++] = (uint32_t)carry; }
}

static natural natural_of(uint64_t value, int tens) {
  natural n = {.limbs = {(uint32_t)value, (uint32_t)(value >> 32)}, .count = 2};
  while (n.count > 0 && n.limbs[n.count - 1] == 0) { --n.count; }
  for (; tens > 0; --tens) { multiply(&n, 10); }
  return n;
}

static int bit_length(const natural *n) { return n->count == 0 ? 0 : n->count * 32 - __builtin_clz(n->limbs[n->count - 1]); }

static void shift_up(natural *n, int bits) {
  for (; bits >= 16; bits -= 16) { multiply(n, 1u << 16); }
  multiply(n, 1u << bits);
}

static int compare(const natural *a, const natural *b) {
  if (a->count != b->count) { return a->count < b->count ? -1 : 1; }
  for (int i = a->count - 1; i >= 0; --i) {
    if (a->limbs[i] != b->limbs[i]) { return a->limbs[i] < b->limbs[i] ? -1 : 1; }
  }
  return 0;
}

/* a -= b, where a >= b. */
static void subtract(natural *a, const natural *b) {
  int64_t borrow = 0;
  for (int i = 0; i < a->count; ++i) {
    const int64_t value = (int64_t)a->limbs[i] - (i < b->count ? (int64_t)b->limbs[i] : 0) + borrow;
    a->limbs[i] = (uint32_t)value;
    borrow = value < 0 ? -1 : 0;
  }
  while (a->count > 0 && a->limbs[a->count - 1] == 0) { --a->count; }
}

/* mantissa * 2^exponent as a double; mantissa has at most 53 bits and the result is a double exactly, or too large. */
static bool assemble(uint64_t mantissa, int exponent, double *value) {
  uint64_t bits = 0;
  if (mantissa >> (MANTISSA_BITS - 1) == 0) {
    bits = mantissa; /* subnormal or zero: exponent is LEAST_EXPONENT */
  } else if (exponent > 971) {
    return false;
  } else {
    bits = (uint64_t)(exponent + 1075) << (MANTISSA_BITS - 1) | (mantissa & ((1ull << (MANTISSA_BITS - 1)) - 1));
  }
  memcpy(value, &bits, sizeof bits);
  return true;
}

/* digits * 10^tens by long division, rounded to the nearest double, halves to even. */
static bool scale(uint64_t digits, int tens, double *value) {
  natural top = natural_of(digits, tens > 0 ? tens : 0);
  natural bottom = natural_of(1, tens < 0 ? -tens : 0);
  /* Bring the quotient into [1, 2): 2^exponent is the weight of its first bit. */
  int exponent = bit_length(&top) - bit_length(&bottom);
  shift_up(exponent < 0 ? &top : &bottom, exponent < 0 ? -exponent : exponent);
  if (compare(&top, &bottom) < 0) {
    multiply(&top, 2);
    --exponent;
  }
  /* Small numbers have fewer bits than 53, very small ones none. */
  int bits = exponent - (LEAST_EXPONENT - 1);
  bits = bits > MANTISSA_BITS ? MANTISSA_BITS : bits;
  if (bits < 0) {
    *value = 0.0;
    return true;
  }
  uint64_t mantissa = 0;
  for (int i = 0; i < bits; ++i) {
    const bool one = compare(&top, &bottom) >= 0;
    if (one) { subtract(&top, &bottom); }
    multiply(&top, 2);
    mantissa = mantissa << 1 | (one ? 1 : 0);
  }
  /* The remainder, doubled, against the divisor decides the rounding. */
  const int rest = compare(&top, &bottom);
  mantissa += rest > 0 || (rest == 0 && mantissa % 2 == 1) ? 1 : 0;
  int last = exponent - bits + 1;
  if (mantissa >> MANTISSA_BITS != 0) {
    mantissa >>= 1;
    ++last;
  }
  return assemble(mantissa, last, value);
}

static bool convert(uint64_t digits, int tens, double *value) {
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (digits == 0 || tens < -MOST_EXPONENT) {
    *value = 0.0;
    return true;
  }
  if (tens > MOST_EXPONENT) { return false; }
  /* Both factors are doubles exactly: one operation rounds once. */
  if (digits >> MANTISSA_BITS == 0 && tens >= -22 && tens <= 22) {
    *value = tens < 0 ? (double)digits / powers[-tens] : (double)digits * powers[tens];
    return true;
  }
  return scale(digits, tens, value);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The significant digits of a number; zeros in front do not count. */
typedef struct mantissa {
  uint64_t digits;
  int count;
  int fraction; /* digits behind the point */
  bool any;
} mantissa;

static const char *take_digits(const char *at, mantissa *m, bool fraction) {
  for (; is_digit(*at); ++at) {
    m->any = true;
    if (m->count < MOST_DIGITS) {
      m->digits = m->digits * 10 + (uint64_t)(*at - '0');
      m->fraction += fraction ? 1 : 0;
    }
    m->count += m->count > 0 || *at != '0' ? 1 : 0;
    if (m->count > MOST_DIGITS) { m->count = MOST_DIGITS + 1; }
  }
  return at;
}

/* The exponent at `at`, or nothing when an e is not followed by one (it may begin a unit). */
static const char *take_exponent(const char *at, int *tens) {
  if (*at != 'e' && *at != 'E') { return at; }
  const char *digit = at + 1;
  const bool negative = *digit == '-';
  digit += *digit == '-' || *digit == '+' ? 1 : 0;
  if (!is_digit(*digit)) { return at; }
  int exponent = 0;
  for (; is_digit(*digit); ++digit) { exponent = exponent > 10 * MOST_EXPONENT ? exponent : exponent * 10 + (*digit - '0'); }
  *tens += negative ? -exponent : exponent;
  return digit;
}

soi_number_result soi_number_parse(const char *text, double *value, const char **rest) {
  const char *at = text;
  const bool negative = *at == '-';
  at += *at == '-' || *at == '+' ? 1 : 0;
  /* Digits before the point, and behind it if there is one. */
  mantissa m = {.digits = 0};
  at = take_digits(at, &m, false);
  if (!m.any) { return SOI_NUMBER_NONE; }
  if (*at == '.' && is_digit(at[1])) { at = take_digits(at + 1, &m, true); }
  int tens = -m.fraction;
  at = take_exponent(at, &tens);
  if (rest != NULL) { *rest = at; }
  if (m.count > MOST_DIGITS) { return SOI_NUMBER_TOO_LONG; }
  double magnitude = 0.0;
  if (!convert(m.digits, tens, &magnitude)) { return SOI_NUMBER_TOO_LARGE; }
  *value = negative ? -magnitude : magnitude;
  return SOI_NUMBER_OK;
}

bool soi_number_parse_whole(const char *text, uint64_t *value) {
  uint64_t whole = 0;
  const char *at = text;
  for (; is_digit(*at); ++at) {
    const uint64_t digit = (uint64_t)(*at - '0');
    if (whole > (UINT64_MAX - digit) / 10) { return false; }
    whole = whole * 10 + digit;
  }
  *value = whole;
  return at != text && *at == '\0';
}
