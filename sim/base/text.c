/* Text without libc. Numbers are written from their exact decimal expansion, rounded once, halves to even, so the same double
 * gives the same characters everywhere, and the same as a correct printf. */
#include "text.h"

#include <string.h>

enum {
  LIMB_DIGITS = 9,
  LIMB_BASE = 1000000000,
  LIMBS = 90, /* a double's longest expansion has 767 digits */
  EXPANSION = LIMBS * LIMB_DIGITS,
  MOST_DIGITS = 99,  /* the largest precision or width a format may ask for */
  LONGEST_WORD = 64, /* of soi_text_distance */
};

size_t soi_text_length(const char *text) {
  size_t length = 0;
  /* The bound is never met: it keeps the compiler from making the loop a call of strlen, which the core may not need. */
  while (length < SIZE_MAX && text[length] != '\0') { ++length; }
  return length;
}

bool soi_text_begins(const char *text, const char *start, size_t length) {
  size_t i = 0;
  while (i < length && text[i] == start[i] && text[i] != '\0') { ++i; }
  return i == length;
}

int soi_text_compare(const char *a, const char *b) {
  size_t i = 0;
  while (a[i] != '\0' && a[i] == b[i]) { ++i; }
  return (int)(unsigned char)a[i] - (int)(unsigned char)b[i];
}

bool soi_text_equal(const char *a, const char *b) {
  if (a == NULL || b == NULL) { return a == b; }
  return soi_text_compare(a, b) == 0;
}

char *soi_text_copy(soi_arena *arena, const char *text, size_t length) {
  char *const copy = soi_arena_allocate(arena, length + 1);
  if (length > 0) { memcpy(copy, text, length); }
  return copy;
}

/* Where formatted text goes: characters past the buffer's end are counted only. */
typedef struct sink {
  char *buffer;
  size_t size;
  size_t length;
} sink;

static void put(sink *out, char c) {
  if (out->length < out->size) { out->buffer[out->length] = c; }
  ++out->length;
}

static void put_text(sink *out, const char *text) {
  for (const char *at = text == NULL ? "(null)" : text; *at != '\0'; ++at) { put(out, *at); }
}

static void put_zeros(sink *out, int count) {
  for (int i = 0; i < count; ++i) { put(out, '0'); }
}

/* A whole number in base 10 or 16; the sign counts towards the width, as printf has it. */
static void put_integer(sink *out, uint64_t magnitude, bool negative, unsigned base, int width) {
  char digits[20];
  int count = 0;
  do {
    digits[count++] = "0123456789abcdef"[magnitude % base];
    magnitude /= base;
  } while (magnitude > 0);
  if (negative) { put(out, '-'); }
  put_zeros(out, width - count - (negative ? 1 : 0));
  while (count > 0) { put(out, digits[--count]); }
}

/* The exact decimal form of a finite double: 0.d0 d1 d2 ... times 10 to the point, without leading or trailing zeros. */
typedef struct decimal {
  int count;
  int point;
  unsigned char digits[EXPANSION + 1];
} decimal;

/* number = number * factor, in limbs of nine digits, the lowest first; returns the new count of limbs. */
static int multiply_limbs(uint32_t *limbs, int count, uint32_t factor) {
  uint64_t carry = 0;
  for (int i = 0; i < count; ++i) {
    const uint64_t value = (uint64_t)limbs[i] * factor + carry;
    limbs[i] = (uint32_t)(value % LIMB_BASE);
    carry = value / LIMB_BASE;
  }
  while (carry > 0) {
    limbs[count++] = (uint32_t)(carry % LIMB_BASE);
    carry /= LIMB_BASE;
  }
  return count;
}

/* Multiplies by base to the exponent, `chunk` powers at a time (base to the chunk must fit 32 bits). */
static int multiply_power(uint32_t *limbs, int count, uint32_t base, int exponent, int chunk) {
  uint32_t whole = 1;
  for (int i = 0; i < chunk; ++i) { whole *= base; }
  for (; exponent >= chunk; exponent -= chunk) { count = multiply_limbs(limbs, count, whole); }
  for (; exponent > 0; --exponent) { count = multiply_limbs(limbs, count, base); }
  return count;
}

/* Takes the digits of the limbs, highest first, as a fraction: the point stands behind all of them. */
static void take_digits(decimal *number, const uint32_t *limbs, int count) {
  number->count = 0;
  for (int i = count - 1; i >= 0; --i) {
    uint32_t unit = LIMB_BASE / 10;
    for (int digit = 0; digit < LIMB_DIGITS; ++digit, unit /= 10) {
      const unsigned char value = (unsigned char)(limbs[i] / unit % 10);
      if (number->count > 0 || value > 0) { number->digits[number->count++] = value; }
    }
  }
  number->point = number->count;
}

static void drop_trailing_zeros(decimal *number) {
  while (number->count > 0 && number->digits[number->count - 1] == 0) { --number->count; }
  if (number->count == 0) { number->point = 0; }
}

/* Expands the finite value with these bits: mantissa * 2^e, where 2^-k is written as 5^k / 10^k. */
static void expand(decimal *number, uint64_t bits) {
  const uint64_t fraction = bits & 0xfffffffffffffull;
  const int raw = (int)(bits >> 52 & 0x7ff);
  uint64_t mantissa = raw == 0 ? fraction : fraction | 1ull << 52;
  int exponent = (raw == 0 ? 1 : raw) - 1075;
  /* Fewer twos below the point mean fewer digits to carry along. */
  while (exponent < 0 && mantissa != 0 && mantissa % 2 == 0) {
    mantissa /= 2;
    ++exponent;
  }
  uint32_t limbs[LIMBS];
  int count = 0;
  for (; mantissa > 0; mantissa /= LIMB_BASE) { limbs[count++] = (uint32_t)(mantissa % LIMB_BASE); }
  count = exponent >= 0 ? multiply_power(limbs, count, 2, exponent, 29) : multiply_power(limbs, count, 5, -exponent, 13);
  take_digits(number, limbs, count);
  if (exponent < 0) { number->point += exponent; }
  drop_trailing_zeros(number);
}

/* Rounds to the first `keep` digits, halves to the even digit. Zero rounds to 1 or 0 of the place before, less gives 0. */
static void round_digits(decimal *number, int keep) {
  if (keep >= number->count) { return; }
  if (keep < 0) {
    number->count = number->point = 0;
    return;
  }
  const unsigned next = number->digits[keep];
  const bool odd = keep > 0 && number->digits[keep - 1] % 2 == 1;
  const bool up = next > 5 || (next == 5 && (number->count > keep + 1 || odd));
  number->count = keep;
  if (up) {
    /* Nines become zeros, which need not be kept; a carry out of the front moves the point. */
    while (number->count > 0 && number->digits[number->count - 1] == 9) { --number->count; }
    if (number->count == 0) {
      number->digits[number->count++] = 1;
      ++number->point;
    } else {
      ++number->digits[number->count - 1];
    }
  }
  drop_trailing_zeros(number);
}

/* The digit at a place, counted from the first; places beyond the expansion hold zeros. */
static char digit_at(const decimal *number, int place) {
  return (char)('0' + (place >= 0 && place < number->count ? number->digits[place] : 0));
}

static void put_fixed(sink *out, const decimal *number, int decimals) {
  for (int place = number->point > 0 ? 0 : number->point - 1; place < number->point; ++place) { put(out, digit_at(number, place)); }
  if (decimals > 0) { put(out, '.'); }
  for (int i = 0; i < decimals; ++i) { put(out, digit_at(number, number->point + i)); }
}

static void put_exponent(sink *out, const decimal *number, int exponent) {
  put(out, digit_at(number, 0));
  if (number->count > 1) { put(out, '.'); }
  for (int place = 1; place < number->count; ++place) { put(out, digit_at(number, place)); }
  put(out, 'e');
  put(out, exponent < 0 ? '-' : '+');
  put_integer(out, (uint64_t)(exponent < 0 ? -exponent : exponent), false, 10, 2);
}

/* %f and %g. A number that is none has no sign, as its sign differs between processors. */
static void put_real(sink *out, double value, char kind, int precision) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  if (value != value) {
    put_text(out, "nan");
    return;
  }
  if (bits >> 63 != 0) {
    put(out, '-');
    bits &= UINT64_MAX >> 1;
  }
  if (bits == 0x7ffull << 52) {
    put_text(out, "inf");
    return;
  }
  decimal number;
  expand(&number, bits);
  if (kind == 'f') {
    round_digits(&number, number.point + precision);
    put_fixed(out, &number, precision);
    return;
  }
  /* %g: as many digits as needed, at most the precision; with an exponent when the number is very large or small. */
  const int most = precision == 0 ? 1 : precision;
  round_digits(&number, most);
  const int exponent = number.count == 0 ? 0 : number.point - 1;
  if (exponent < -4 || exponent >= most) {
    put_exponent(out, &number, exponent);
  } else {
    put_fixed(out, &number, number.count > number.point ? number.count - number.point : 0);
  }
}

/* One directive: %[0width][.precision][length]kind. */
typedef struct directive {
  int width;
  int precision;
  int longs; /* 0 int, 1 long, 2 long long, 3 size_t */
  char kind;
} directive;

/* A number of at most two digits in a format; moves at past it. */
static int take_number(const char **at) {
  int value = 0;
  for (; **at >= '0' && **at <= '9'; ++*at) {
    value = value * 10 + (**at - '0');
    SOI_ASSERT(value <= MOST_DIGITS);
  }
  return value;
}

/* Reads what stands after a percent sign; moves at past it. */
static directive take_directive(const char **at) {
  directive found = {.precision = 6};
  if (**at == '0') {
    ++*at;
    found.width = take_number(at);
  }
  if (**at == '.') {
    ++*at;
    found.precision = take_number(at);
  }
  for (; **at == 'l' && found.longs < 2; ++*at) { ++found.longs; }
  if (**at == 'z') {
    ++*at;
    found.longs = 3;
  }
  found.kind = **at;
  SOI_ASSERT(found.kind != '\0');
  ++*at;
  return found;
}

/* A va_list that a function may move along for its caller. */
typedef struct arguments {
  va_list list;
} arguments;

static uint64_t take_unsigned(arguments *from, int longs) {
  switch (longs) {
    case 0: return va_arg(from->list, unsigned);
    case 1: return va_arg(from->list, unsigned long);
    case 2: return va_arg(from->list, unsigned long long);
    default: return va_arg(from->list, size_t);
  }
}

static int64_t take_signed(arguments *from, int longs) {
  switch (longs) {
    case 0: return va_arg(from->list, int);
    case 1: return va_arg(from->list, long);
    case 2: return va_arg(from->list, long long);
    default: return va_arg(from->list, ptrdiff_t);
  }
}

static void put_directive(sink *out, directive what, arguments *from) {
  switch (what.kind) {
    case '%': put(out, '%'); return;
    case 'c': put(out, (char)va_arg(from->list, int)); return;
    case 's': put_text(out, va_arg(from->list, const char *)); return;
    case 'u': put_integer(out, take_unsigned(from, what.longs), false, 10, what.width); return;
    case 'x': put_integer(out, take_unsigned(from, what.longs), false, 16, what.width); return;
    case 'f':
    case 'g': put_real(out, va_arg(from->list, double), what.kind, what.precision); return;
    case 'd': {
      const int64_t value = take_signed(from, what.longs);
      const uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
      put_integer(out, magnitude, value < 0, 10, what.width);
      return;
    }
    default: soi_assert_failed("a format directive soi knows", __FILE__, __LINE__);
  }
}

static void put_format(sink *out, const char *format, va_list list) {
  arguments from;
  va_copy(from.list, list);
  const char *at = format;
  while (*at != '\0') {
    const char c = *at++;
    if (c == '%') {
      put_directive(out, take_directive(&at), &from);
    } else {
      put(out, c);
    }
  }
  va_end(from.list);
}

size_t soi_text_print_list(char *buffer, size_t size, const char *format, va_list list) {
  sink out = {.buffer = buffer, .size = size};
  put_format(&out, format, list);
  if (size > 0) { buffer[out.length < size ? out.length : size - 1] = '\0'; }
  return out.length;
}

size_t soi_text_print(char *buffer, size_t size, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const size_t length = soi_text_print_list(buffer, size, format, list);
  va_end(list);
  return length;
}

char *soi_text_format_list(soi_arena *arena, const char *format, va_list list) {
  /* The first pass only counts. */
  const size_t length = soi_text_print_list(NULL, 0, format, list);
  char *const text = soi_arena_allocate(arena, length + 1);
  soi_text_print_list(text, length + 1, format, list);
  return text;
}

char *soi_text_format(soi_arena *arena, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *const text = soi_text_format_list(arena, format, list);
  va_end(list);
  return text;
}

static unsigned smaller(unsigned a, unsigned b) { return a < b ? a : b; }

/* The part of a word that soi_text_distance looks at. */
static unsigned word_length(const char *word) {
  unsigned length = 0;
  while (length < LONGEST_WORD && word[length] != '\0') { ++length; }
  return length;
}

unsigned soi_text_distance(const char *a, const char *b) {
  const unsigned rows = word_length(a), columns = word_length(b);
  /* Three rows of the table are enough: this one, the one before, and the one before that for swaps. */
  unsigned table[3][LONGEST_WORD + 1];
  for (unsigned j = 0; j <= columns; ++j) { table[0][j] = j; }
  for (unsigned i = 1; i <= rows; ++i) {
    unsigned *const row = table[i % 3];
    const unsigned *const before = table[(i + 2) % 3];
    const unsigned *const swapped = table[(i + 1) % 3];
    row[0] = i;
    for (unsigned j = 1; j <= columns; ++j) {
      const unsigned replaced = before[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0);
      row[j] = smaller(replaced, smaller(before[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) { row[j] = smaller(row[j], swapped[j - 2] + 1); }
    }
  }
  return table[rows % 3][columns];
}

const char *soi_text_nearest(const char *word, const char *const *candidates, unsigned count) {
  /* One slip in three characters is a slip; more is another word. */
  const unsigned length = word_length(word);
  const unsigned near = length < 6 ? 1 : length / 3;
  const char *best = NULL;
  unsigned best_distance = near + 1;
  for (unsigned i = 0; i < count; ++i) {
    if (candidates[i] == NULL) { continue; }
    const unsigned distance = soi_text_distance(word, candidates[i]);
    /* A single letter is a slip of any other, which says nothing. */
    if (distance < best_distance && (distance < length || distance == 0)) {
      best = candidates[i];
      best_distance = distance;
    }
  }
  return best;
}
