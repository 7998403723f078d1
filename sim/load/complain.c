/* Errors with their path of keys. A file can be wrong a million times; nobody reads that, so there is an end to it. */
#include "complain.h"

#include "text.h"

static size_t piece(char *buffer, size_t size, size_t length, const soi_key_path *path) {
  const size_t at = length < size ? length : size;
  const char *const dot = path->up == NULL ? "" : ".";
  if (path->key == NULL) { return soi_text_print(buffer + at, size - at, "%s%u", dot, path->item); }
  return soi_text_print(buffer + at, size - at, "%s%s", dot, path->key);
}

size_t soi_key_path_print(char *buffer, size_t size, const soi_key_path *path) {
  if (path == NULL) { return soi_text_print(buffer, size, "%s", ""); }
  const size_t length = path->up == NULL ? 0 : soi_key_path_print(buffer, size, path->up);
  return length + piece(buffer, size, length, path);
}

static void add(soi_errors *errors, const soi_key_path *path, soi_mark mark, const char *format, va_list list) {
  if (errors->count > SOI_MOST_ERRORS) { return; }
  if (errors->count == SOI_MOST_ERRORS) {
    soi_error_add(errors, mark, "%d mistakes so far; the rest is left out", SOI_MOST_ERRORS);
    return;
  }
  const char *const message = soi_text_format_list(errors->arena, format, list);
  if (path == NULL) {
    soi_error_add(errors, mark, "%s", message);
    return;
  }
  char text[256];
  const size_t length = soi_key_path_print(text, sizeof text, path);
  soi_error_add(errors, mark, "%s%s: %s", text, length < sizeof text ? "" : "...", message);
}

void soi_complain(soi_errors *errors, soi_mark mark, const char *format, ...) {
  va_list list;
  va_start(list, format);
  add(errors, NULL, mark, format, list);
  va_end(list);
}

void soi_complain_at(soi_errors *errors, const soi_key_path *path, soi_mark mark, const char *format, ...) {
  va_list list;
  va_start(list, format);
  add(errors, path, mark, format, list);
  va_end(list);
}
