/* CSV by RFC 4180. */
#include "cells.h"

#include <stdio.h>
#include <string.h>

static void put(cells *row, const char *bytes, size_t count) {
  row->failed = row->failed || !row->writer.write(row->writer.context, bytes, count);
}

void cells_text(cells *row, const char *text) {
  const bool formula = *text != '\0' && strchr("=+@", *text) != NULL;
  const bool quoted = strpbrk(text, ",\"\r\n") != NULL;
  if (row->begun) { put(row, ",", 1); }
  row->begun = true;
  if (quoted) { put(row, "\"", 1); }
  if (formula) { put(row, "'", 1); }
  for (; *text != '\0'; ++text) { put(row, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1); }
  if (quoted) { put(row, "\"", 1); }
}

void cells_number(cells *row, bool known, double value) {
  char text[40] = "";
  if (known) { snprintf(text, sizeof text, "%.12g", value); }
  cells_text(row, text);
}

void cells_end(cells *row) {
  put(row, "\r\n", 2);
  row->begun = false;
}
