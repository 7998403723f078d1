/* Text on its way to a writer. */
#include "page.h"

#include "digits.h"
#include "text.h"

soi_page soi_page_begin(soi_writer writer) { return (soi_page){.writer = writer}; }

void soi_page_put(soi_page *page, const char *bytes, size_t count) {
  if (count > 0 && !page->failed && !page->writer.write(page->writer.context, bytes, count)) { page->failed = true; }
}

void soi_page_text(soi_page *page, const char *text) { soi_page_put(page, text, soi_text_length(text)); }

void soi_page_print(soi_page *page, const char *format, ...) {
  char buffer[512];
  va_list list;
  va_start(list, format);
  const size_t length = soi_text_print_list(buffer, sizeof buffer, format, list);
  va_end(list);
  soi_page_put(page, buffer, length < sizeof buffer ? length : sizeof buffer - 1);
}

void soi_page_fill(soi_page *page, char c, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) { soi_page_put(page, &c, 1); }
}

bool soi_page_end(const soi_page *page) { return !page->failed; }

/* The code point of a UTF-8 character of known length. */
static uint32_t code_of(const char *text, size_t length) {
  const unsigned char *const at = (const unsigned char *)text;
  if (length == 1) { return at[0]; }
  uint32_t code = at[0] & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; ++i) { code = code << 6 | (at[i] & 0x3fu); }
  return code;
}

/* Marks that stand above or below the letter before: combining accents, Thai vowels and tones. */
static bool is_mark(uint32_t code) {
  return (code >= 0x300 && code <= 0x36f) || code == 0xe31 || (code >= 0xe34 && code <= 0xe3a) || (code >= 0xe47 && code <= 0xe4e);
}

/* Kana, Han, Hangul and full-width forms. */
static bool is_wide(uint32_t code) {
  return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) ||
         (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff01 && code <= 0xff60) || (code >= 0x20000 && code <= 0x3fffd);
}

uint32_t soi_page_width(const char *text) {
  uint32_t width = 0;
  for (const char *at = text; *at != '\0';) {
    const size_t length = soi_utf8_length(at);
    const uint32_t code = length == 0 ? 0xfffd : code_of(at, length);
    width += is_mark(code) ? 0 : is_wide(code) ? 2 : 1;
    at += length == 0 ? 1 : length;
  }
  return width;
}
