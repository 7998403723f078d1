/* What explains the picture can be switched on and off here, and what is on says what its colours mean. */
#include <math.h>
#include <string.h>

#include "shared.h"

static const panels_overlay_row overlays[] = {
#define OVERLAY_ROW(symbol, name, key, draw, en, th, ja, ...) {name, key, {en, th, ja}, {__VA_ARGS__}},
    OVERLAYS(OVERLAY_ROW)
#undef OVERLAY_ROW
};

const panels_overlay_row *panels_overlay_at(uint32_t i) { return i < OVERLAY_COUNT ? &overlays[i] : NULL; }

void switch_overlay(panels *self, const char *key) {
  for (uint32_t i = 0; i < OVERLAY_COUNT; ++i) {
    if (strcmp(overlays[i].key, key) == 0) { self->overlays ^= 1u << i; }
  }
}

static bool is_on(const panels *self, uint32_t row) { return (self->overlays >> row & 1u) != 0; }

/* --- what colours mean ------------------------------------------------------------------------------------------------ */

/* A colour and what it stands for. */
static void draw_swatch(panels *self, ui_rect *rest, uint32_t colour, const char *words) {
  ui_rect row = rect_cut_top(rest, px(self, 17.0f));
  const float middle = 0.5f * (row.top + row.bottom), half = px(self, 4.0f);
  const ui_rect mark = rect_cut_left(&row, px(self, 16.0f));
  list_round(&self->ui->list, (ui_rect){mark.left, middle - half, mark.left + 2.0f * half, middle + half}, px(self, 2.0f), colour | 0xffu);
  ui_text(self->ui, row, UI_SMALL, UI_SOFT, UI_LEFT, words);
}

/* A scale: its colours side by side, the values below them. */
static void draw_scale(panels *self, ui_rect *rest, const char *unit, const overlay_mark *mark) {
  ui_text(self->ui, rect_cut_top(rest, px(self, 16.0f)), UI_SMALL, UI_SOFT, UI_LEFT, unit);
  const ui_rect bar = rect_cut_top(rest, px(self, 8.0f)), figures = rect_cut_top(rest, px(self, 18.0f));
  const float width = rect_width(bar) / HEAT_STEPS;
  for (uint32_t i = 0; i < HEAT_STEPS; ++i) {
    const float left = bar.left + width * (float)i;
    list_rect(&self->ui->list, (ui_rect){roundf(left), bar.top, roundf(left + width), bar.bottom}, mark->scale[i] | 0xffu);
    ui_textf(self->ui, (ui_rect){left, figures.top, left + width, figures.bottom}, UI_SMALL, UI_SOFT, UI_CENTRE, "%g", mark->values[i]);
  }
}

static bool is_mark(const overlay_mark *mark) { return mark->ink != 0 || mark->words[0] != NULL || mark->cause != 0; }

static float mark_height(const panels *self, const overlay_mark *mark) {
  return !is_mark(mark) ? 0.0f : px(self, mark->scale != NULL ? 42.0f : 17.0f);
}

static void draw_mark(panels *self, ui_rect *rest, const overlay_mark *mark) {
  const char *const words = mark->words[0] != NULL ? mark->words[self->language] : soi_cause_words_in(self->language, mark->cause);
  if (mark->scale != NULL) {
    draw_scale(self, rest, words, mark);
  } else if (is_mark(mark)) {
    draw_swatch(self, rest, mark->ink != 0 ? mark->ink : panels_cause_colour(mark->cause, self->dark) << 8, words);
  }
}

/* --- the card --------------------------------------------------------------------------------------------------------- */

/* Names explain themselves: closed, the card lists what else is on. Over two runs side by side there is no room for what is usual. */
static bool is_listed(const panels *self, uint32_t row) {
  return self->layers || (is_on(self, row) && row != OVERLAY_ROW_LABELS && !(self->halves && row == OVERLAY_ROW_ROUTE));
}

static float layer_height(const panels *self, uint32_t row) {
  float height = is_listed(self, row) ? px(self, 24.0f) : 0.0f;
  for (uint32_t k = 0; is_on(self, row) && height > 0.0f && k < OVERLAY_MARKS; ++k) {
    height += mark_height(self, &overlays[row].marks[k]);
  }
  return height;
}

static void draw_check(panels *self, ui_rect line, bool on) {
  const float middle = 0.5f * (line.top + line.bottom), half = px(self, 6.0f);
  const ui_rect box = {line.left, middle - half, line.left + 2.0f * half, middle + half};
  list_round(&self->ui->list, box, px(self, 3.0f), ui_paint(self->ui, on ? UI_PRIMARY : UI_FIELD_HOT));
  const ui_point tick[3] = {
      {box.left + 0.45f * half, middle}, {box.left + 0.85f * half, middle + 0.45f * half}, {box.right - 0.4f * half, middle - 0.5f * half}};
  if (on) { list_line(&self->ui->list, tick, 3, fmaxf(1.0f, px(self, 1.6f)), ui_paint(self->ui, UI_ON_PRIMARY)); }
}

/* The line that switches a layer, and below it what its colours mean. */
static void draw_layer(panels *self, uint32_t row, ui_rect *rest) {
  const panels_overlay_row *const overlay = &overlays[row];
  const uint32_t id = ui_id(overlay->key, 0);
  ui_rect line = rect_cut_top(rest, px(self, 24.0f));
  char tip[160];
  if (ui_row(self->ui, id, line, false)) { self->pressed = overlay->key; }
  key_tip(self, overlay->key, false, tip, sizeof tip);
  ui_tip(self->ui, id, line, tip);
  draw_check(self, line, is_on(self, row));
  line.left += px(self, 20.0f);
  ui_text(self->ui, rect_cut_right(&line, px(self, 16.0f)), UI_SMALL, UI_FAINT, UI_RIGHT, overlay->key);
  ui_text(self->ui, line, UI_BODY, UI_INK, UI_LEFT, overlay->words[self->language]);
  for (uint32_t k = 0; is_on(self, row) && k < OVERLAY_MARKS; ++k) { draw_mark(self, rest, &overlay->marks[k]); }
}

/* At the bottom left of the room, over the credit, and off a caption. */
void panel_legend(panels *self) {
  float height = 0.0f;
  for (uint32_t i = 0; i < OVERLAY_COUNT; ++i) { height += layer_height(self, i); }
  if (height <= 0.0f) { return; }
  height += px(self, 18.0f);
  ui_rect card = {self->room.left, 0.0f, self->room.left + px(self, 208.0f), self->room.bottom - px(self, 26.0f)};
  const bool meets_caption = self->caption_at.right > card.left && self->caption_at.left < card.right;
  if (meets_caption) { card.bottom = fminf(card.bottom, self->caption_at.top - px(self, 8.0f)); }
  card.top = card.bottom - height;
  if (card.top < self->room.top || card.right > self->room.right) { return; }
  ui_panel(self->ui, card);
  ui_rect rest = rect_inset(card, px(self, 12.0f));
  rest.top -= px(self, 3.0f);
  for (uint32_t i = 0; i < OVERLAY_COUNT; ++i) {
    if (is_listed(self, i)) { draw_layer(self, i, &rest); }
  }
}
