/* Setting text: lines, ellipses and paragraphs. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ui.h"

static int pixels_of(const ui *self, ui_style style) { return (int)fmaxf(ui_px(self, theme_size(style)), 6.0f); }

float ui_width(ui *self, ui_style style, const char *text) {
  return (float)fonts_width(self->fonts, text, strlen(text), pixels_of(self, style), theme_bold(style));
}

float ui_line_height(ui *self, ui_style style) { return (float)fonts_line(self->fonts, pixels_of(self, style), theme_bold(style)); }

/* Draws a text from a point on its baseline. */
static void draw_line(ui *self, ui_list *list, float x, float baseline, ui_style style, uint32_t colour, const char *text,
                      const char *end) {
  ui_piece piece;
  const char *at = text;
  while (at < end && fonts_next(self->fonts, &at, pixels_of(self, style), theme_bold(style), true, &piece)) {
    if (piece.width > 0) {
      list_picture(list, (ui_point){x, baseline - (float)piece.ascent}, piece.x, piece.y, piece.width, piece.height, colour);
    }
    x += (float)piece.advance;
  }
}

/* Shortens a text until it fits with an ellipsis behind it. */
static void shorten(ui *self, ui_style style, float room, const char *text, char *buffer, size_t size) {
  static const char ellipsis[] = "\xe2\x80\xa6";
  size_t length = strlen(text);
  if (length > size - sizeof ellipsis) { length = size - sizeof ellipsis; }
  memcpy(buffer, text, length);
  for (;;) {
    while (length > 0 && ((unsigned char)buffer[length] & 0xc0u) == 0x80u && buffer[length] != '\0') { --length; }
    memcpy(buffer + length, ellipsis, sizeof ellipsis);
    if (length == 0 || ui_width(self, style, buffer) <= room) { return; }
    memcpy(buffer, text, length);
    --length;
  }
}

static void place_line(ui *self, ui_list *list, ui_rect rect, ui_style style, uint32_t colour, ui_align align, const char *text) {
  char buffer[UI_TEXT];
  float width = ui_width(self, style, text);
  if (width > rect_width(rect) + 0.5f) {
    shorten(self, style, rect_width(rect), text, buffer, sizeof buffer);
    text = buffer;
    width = ui_width(self, style, text);
  }
  const float x = align == UI_LEFT ? rect.left : align == UI_RIGHT ? rect.right - width : 0.5f * (rect.left + rect.right - width);
  const float line = ui_line_height(self, style);
  const float ascent = (float)fonts_ascent(self->fonts, pixels_of(self, style), theme_bold(style));
  const float baseline = roundf(0.5f * (rect.top + rect.bottom - line) + ascent);
  draw_line(self, list, roundf(x), baseline, style, colour, text, text + strlen(text));
}

void ui_text(ui *self, ui_rect rect, ui_style style, ui_role role, ui_align align, const char *text) {
  place_line(self, &self->list, rect, style, ui_paint(self, role), align, text);
}

void ui_textf(ui *self, ui_rect rect, ui_style style, ui_role role, ui_align align, const char *format, ...) {
  char text[UI_TEXT];
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  va_end(values);
  ui_text(self, rect, style, role, align, text);
}

/* Whether a line may be broken before the piece at b, which follows that at a. */
static bool may_break(const char *a, const char *b) {
  uint32_t left, right;
  fonts_character(a, &left);
  fonts_character(b, &right);
  const bool punctuation =
      right == 0x3001 || right == 0x3002 || right == 0xff0c || right == ',' || right == '.' || right == ')' || right == '%';
  if (punctuation || right == ' ') { return false; }
  return left == ' ' || left > 0x2e80 || right > 0x2e80;
}

/* The end of the line that begins at text and fits into room; next gets where the following one begins. */
static const char *break_line(ui *self, ui_style style, float room, const char *text, const char **next) {
  const char *at = text, *before = text, *best = NULL;
  float width = 0.0f;
  ui_piece piece;
  while (*at != '\0' && *at != '\n') {
    if (at > text && may_break(before, at)) { best = at; }
    before = at;
    fonts_next(self->fonts, &at, pixels_of(self, style), theme_bold(style), false, &piece);
    width += (float)piece.advance;
    if (width > room && best != NULL && *before != ' ') {
      *next = best;
      return best;
    }
  }
  *next = *at == '\n' ? at + 1 : at;
  return at;
}

float ui_paragraph(ui *self, ui_rect rect, ui_style style, ui_role role, ui_align align, const char *text, bool drawn) {
  const float line = roundf(ui_line_height(self, style) * 1.08f);
  const float ascent = (float)fonts_ascent(self->fonts, pixels_of(self, style), theme_bold(style));
  float top = rect.top;
  while (*text != '\0') {
    const char *next, *end = break_line(self, style, rect_width(rect), text, &next);
    while (end > text && end[-1] == ' ') { --end; }
    const float width = (float)fonts_width(self->fonts, text, (size_t)(end - text), pixels_of(self, style), theme_bold(style));
    const float x = align == UI_LEFT ? rect.left : align == UI_RIGHT ? rect.right - width : 0.5f * (rect.left + rect.right - width);
    if (drawn) { draw_line(self, &self->list, roundf(x), roundf(top + ascent), style, ui_paint(self, role), text, end); }
    top += line;
    text = next;
  }
  return top - rect.top;
}

void ui_bubble(ui *self, float middle, float bottom, const char *text) {
  const float edge = ui_px(self, 8.0f), height = ui_px(self, 24.0f);
  const float width = fminf(ui_width(self, UI_SMALL, text) + 2.0f * edge, self->input.width - 2.0f * edge);
  const float left = fminf(fmaxf(middle - 0.5f * width, edge), self->input.width - width - edge);
  const ui_rect box = {left, bottom - height, left + width, bottom};
  list_round(&self->over, box, ui_px(self, 6.0f), ui_paint(self, UI_CAPTION));
  place_line(self, &self->over, (ui_rect){box.left + edge, box.top, box.right - edge, box.bottom}, UI_SMALL, ui_paint(self, UI_ON_CAPTION),
             UI_CENTRE, text);
}

void ui_tip(ui *self, uint32_t id, ui_rect rect, const char *text) {
  static const double patience = 0.5;
  const bool shown = text != NULL && text[0] != '\0' && self->hot == id && self->tip == id && self->active == 0 &&
                     self->input.time - self->tip_since > patience;
  if (!shown) { return; }
  const float pad = ui_px(self, 9.0f), height = ui_line_height(self, UI_SMALL) + ui_px(self, 10.0f);
  const float width = fminf(ui_width(self, UI_SMALL, text) + 2.0f * pad, self->input.width - 2.0f * pad);
  const float left = fmaxf(fminf(rect.left, self->input.width - width - pad), pad);
  const bool below = rect.bottom + height + pad < self->input.height;
  const float top = below ? rect.bottom + ui_px(self, 6.0f) : rect.top - height - ui_px(self, 6.0f);
  const ui_rect box = {left, top, left + width, top + height};
  list_round(&self->over, box, ui_px(self, 6.0f), ui_paint(self, UI_CAPTION));
  place_line(self, &self->over, (ui_rect){box.left + pad, box.top, box.right - pad, box.bottom}, UI_SMALL, ui_paint(self, UI_ON_CAPTION),
             UI_LEFT, text);
}
