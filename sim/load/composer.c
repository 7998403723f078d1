/* A small writer of text and JSON into an arena. Room doubles, so what is given up is less than what is kept. */
#include "composer.h"

#include <string.h>

#include "text.h"

static void make_room(soi_composer *writer, size_t more) {
  if (writer->length + more < writer->capacity) { return; }
  const size_t least = writer->length + more + 1, twice = 2 * writer->capacity;
  const size_t capacity = least > twice ? least : twice;
  char *const text = soi_arena_allocate(writer->arena, capacity);
  if (writer->length > 0) { memcpy(text, writer->text, writer->length); }
  writer->text = text;
  writer->capacity = capacity;
}

void soi_compose(soi_composer *writer, const char *format, ...) {
  va_list list, again;
  va_start(list, format);
  va_copy(again, list);
  const size_t length = soi_text_print_list(NULL, 0, format, list);
  make_room(writer, length);
  soi_text_print_list(writer->text + writer->length, length + 1, format, again);
  writer->length += length;
  va_end(again);
  va_end(list);
}

static void write_quoted(soi_composer *writer, const char *text) {
  soi_compose(writer, "\"");
  for (; *text != '\0'; ++text) {
    const char c = *text;
    if ((unsigned char)c < ' ') {
      soi_compose(writer, "\\u%04x", (unsigned)c);
    } else {
      soi_compose(writer, c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
  }
  soi_compose(writer, "\"");
}

/* Starts a value: the comma after the one before, a new line, the key. */
static void begin_value(soi_composer *writer, const char *key) {
  if (writer->depth > 0) { soi_compose(writer, writer->filled ? ",\n" : "\n"); }
  for (uint32_t i = 0; i < writer->depth; ++i) { soi_compose(writer, "  "); }
  if (key != NULL) {
    write_quoted(writer, key);
    soi_compose(writer, ": ");
  }
  writer->filled = true;
}

void soi_compose_open(soi_composer *writer, const char *key, char bracket) {
  begin_value(writer, key);
  soi_compose(writer, "%c", bracket);
  ++writer->depth;
  writer->filled = false;
}

void soi_compose_close(soi_composer *writer, char bracket) {
  --writer->depth;
  if (writer->filled) {
    soi_compose(writer, "\n");
    for (uint32_t i = 0; i < writer->depth; ++i) { soi_compose(writer, "  "); }
  }
  soi_compose(writer, "%c", bracket);
  writer->filled = true;
}

void soi_compose_string(soi_composer *writer, const char *key, const char *value) {
  begin_value(writer, key);
  write_quoted(writer, value);
}

void soi_compose_word(soi_composer *writer, const char *key, const char *value) {
  begin_value(writer, key);
  soi_compose(writer, "%s", value);
}
