/* The digits of a double, and where UTF-8 characters end. */
#include "digits.h"

#include <soi/observe.h>

#include "number.h"
#include "text.h"

static bool reads_back(const char *digits, double value) {
  double read = 0.0;
  const bool negative = *digits == '-';
  if (soi_number_parse(digits + (negative ? 1 : 0), &read, NULL) != SOI_NUMBER_OK) { return false; }
  return (negative ? -read : read) == value;
}

size_t soi_digits_shortest(char buffer[SOI_DIGITS_SIZE], double value) {
  /* Every text of at most 15 digits survives the way through a double, so that 15 digits give the shortest text if any does;
   * else 16 may be enough, and 17 always are. */
  size_t length = soi_text_print(buffer, SOI_DIGITS_SIZE, "%.15g", value);
  if (reads_back(buffer, value)) { return length; }
  length = soi_text_print(buffer, SOI_DIGITS_SIZE, "%.16g", value);
  if (reads_back(buffer, value)) { return length; }
  return soi_text_print(buffer, SOI_DIGITS_SIZE, "%.17g", value);
}

size_t soi_digits_measured(char buffer[SOI_DIGITS_SIZE], double value) { return soi_text_print(buffer, SOI_DIGITS_SIZE, "%.12g", value); }

size_t soi_utf8_length(const char *text) {
  const unsigned char *const at = (const unsigned char *)text;
  if (at[0] < 0x80) { return 1; }
  if (at[0] < 0xc2 || at[0] > 0xf4) { return 0; }
  /* The second byte rules out overlong forms, surrogates and what lies past the last character. */
  const unsigned low = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : 0x80;
  const unsigned high = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : 0xbf;
  if (at[1] < low || at[1] > high) { return 0; }
  const size_t length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
  for (size_t i = 2; i < length; ++i) {
    if ((at[i] & 0xc0) != 0x80) { return 0; }
  }
  return length;
}
