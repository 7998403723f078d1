/* A small JSON writer. Numbers have 12 significant digits: more than anything here is measured to, and free of the dust of sums. */
#include <soi/observe.h>

#include "digits.h"
#include "text.h"

enum { MOST_DEPTH = 31 };

static void put(soi_json *json, const char *bytes, size_t count) {
  if (!json->failed && !json->writer.write(json->writer.context, bytes, count)) { json->failed = true; }
}

static void put_text(soi_json *json, const char *text) { put(json, text, soi_text_length(text)); }

static void new_line(soi_json *json) {
  if (json->compact) { return; }
  put_text(json, "\n");
  for (unsigned i = 0; i < json->depth; ++i) { put_text(json, "  "); }
}

/* The escape of a byte that JSON does not take as it is, or null. */
static const char *escape_of(unsigned char c, char buffer[8]) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  if (c >= 0x20 && c != 0x7f) { return NULL; }
  soi_text_print(buffer, 8, "\\u%04x", (unsigned)c);
  return buffer;
}

static void put_string(soi_json *json, const char *text) {
  put_text(json, "\"");
  const char *at = text;
  while (*at != '\0') {
    /* Plain stretches go out in one piece. */
    const char *const start = at;
    char buffer[8];
    size_t length = soi_utf8_length(at);
    while (*at != '\0' && length > 0 && escape_of((unsigned char)*at, buffer) == NULL) {
      at += length;
      length = soi_utf8_length(at);
    }
    if (at > start) { put(json, start, (size_t)(at - start)); }
    if (*at == '\0') { break; }
    /* Bytes that are no UTF-8 would make the whole file unreadable. */
    put_text(json, length == 0 ? "\\ufffd" : escape_of((unsigned char)*at, buffer));
    ++at;
  }
  put_text(json, "\"");
}

/* Whatever comes before a value: comma, line, key. */
static void before(soi_json *json, const char *key) {
  SOI_ASSERT(json->depth <= MOST_DEPTH);
  if (json->depth > 0) {
    if (!json->fresh[json->depth]) { put_text(json, ","); }
    new_line(json);
  }
  json->fresh[json->depth] = false;
  if (key != NULL) {
    put_string(json, key);
    put_text(json, json->compact ? ":" : ": ");
  }
}

void soi_json_begin(soi_json *json, soi_writer writer) {
  *json = (soi_json){.writer = writer};
  json->fresh[0] = true;
}

void soi_json_open(soi_json *json, const char *key, char bracket) {
  SOI_ASSERT(json->depth < MOST_DEPTH && (bracket == '{' || bracket == '['));
  before(json, key);
  put(json, &bracket, 1);
  json->fresh[++json->depth] = true;
}

void soi_json_close(soi_json *json, char bracket) {
  SOI_ASSERT(json->depth > 0 && (bracket == '}' || bracket == ']'));
  const bool empty = json->fresh[json->depth];
  --json->depth;
  if (!empty) { new_line(json); }
  put(json, &bracket, 1);
}

void soi_json_text(soi_json *json, const char *key, const char *value) {
  before(json, key);
  if (value == NULL) {
    put_text(json, "null");
  } else {
    put_string(json, value);
  }
}

void soi_json_number(soi_json *json, const char *key, double value) {
  before(json, key);
  char digits[SOI_DIGITS_SIZE];
  put_text(json, value - value == 0.0 ? (soi_digits_measured(digits, value), digits) : "null");
}

void soi_json_integer(soi_json *json, const char *key, int64_t value) {
  before(json, key);
  char digits[24];
  soi_text_print(digits, sizeof digits, "%lld", (long long)value);
  put_text(json, digits);
}

void soi_json_bool(soi_json *json, const char *key, bool value) {
  before(json, key);
  put_text(json, value ? "true" : "false");
}

bool soi_json_end(soi_json *json) {
  SOI_ASSERT(json->depth == 0);
  new_line(json);
  return !json->failed;
}
