/* Walks text character by character, with YAML's idea of line breaks and printable characters (YAML 1.1, 5.1 and 5.4). */
#include "encoding.h"

/* One character: how many bytes it has (0: it is no UTF-8) and its code. */
typedef struct character {
  size_t bytes;
  uint32_t code;
} character;

/* Decodes the character at text; the shortest form only, and no surrogates. */
static character decode(const unsigned char *text, size_t left) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const unsigned char first = text[0];
  const size_t bytes = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
  if (bytes == 0 || bytes > left) { return (character){0, 0}; }
  uint32_t code = bytes == 1 ? first : first & (0x7fu >> bytes);
  for (size_t i = 1; i < bytes; ++i) {
    if (text[i] >> 6 != 2) { return (character){0, 0}; }
    code = code << 6 | (text[i] & 0x3fu);
  }
  if (code < least[bytes] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) { return (character){0, 0}; }
  return (character){bytes, code};
}

static bool is_break(uint32_t code) { return code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029; }

static soi_encoding_fault fault_of(character c) {
  if (c.bytes == 0) { return SOI_ENCODING_SEQUENCE; }
  if (c.code == 0) { return SOI_ENCODING_NUL; }
  const bool control = (c.code < 0x20 && c.code != '\t' && c.code != '\n' && c.code != '\r') ||
                       (c.code >= 0x7f && c.code < 0xa0 && c.code != 0x85) || c.code == 0xfeff || c.code == 0xfffe || c.code == 0xffff;
  return control ? SOI_ENCODING_CONTROL : SOI_ENCODING_FINE;
}

/* Moves a place past a character. CR LF is one break: the CR alone does not end the line. */
static void advance(soi_place *place, const char *text, size_t length, character c) {
  place->offset += c.bytes;
  const bool half = c.code == '\r' && place->offset < length && text[place->offset] == '\n';
  if (is_break(c.code) && !half) {
    ++place->line;
    place->column = 1;
    place->line_start = place->offset;
  } else {
    ++place->column;
  }
}

soi_encoding_fault soi_encoding_check(const char *text, size_t length, soi_place *place) {
  *place = (soi_place){.line = 1, .column = 1};
  while (place->offset < length) {
    const character c = decode((const unsigned char *)text + place->offset, length - place->offset);
    const soi_encoding_fault fault = fault_of(c);
    if (fault != SOI_ENCODING_FINE) { return fault; }
    advance(place, text, length, c);
  }
  return SOI_ENCODING_FINE;
}

size_t soi_encoding_offset(const char *text, size_t length, uint32_t line, uint32_t column) {
  soi_place place = {.line = 1, .column = 1};
  while (place.offset < length && (place.line < line || (place.line == line && place.column < column))) {
    const character c = decode((const unsigned char *)text + place.offset, length - place.offset);
    if (c.bytes == 0) { return length; }
    advance(&place, text, length, c);
  }
  return place.offset;
}
