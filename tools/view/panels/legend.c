/* What explains the picture can be switched on and off here, and what is on says what its colours mean. */
#include <math.h>
#include <stdio.h>

#include "inks.h"
#include "shared.h"

enum { MOST_SWATCHES = 8 };

/* --- what colours mean ------------------------------------------------------------------------------------------------ */

typedef struct swatch {
  uint32_t colour; /* 0xRRGGBBAA */
  const char *words;
} swatch;

static swatch of_ink(const panels *self, uint32_t ink, word what) { return (swatch){ink | 0xffu, tell(self, what)}; }

static uint32_t lost_swatches(const panels *self, swatch *list) {
  static const uint32_t causes[] = {SOI_CAUSE_STOP,   SOI_CAUSE_HOLD,    SOI_CAUSE_SIGNAL,   SOI_CAUSE_LEADER,
                                    SOI_CAUSE_PEOPLE, SOI_CAUSE_WEATHER, SOI_CAUSE_BREAKDOWN};
  uint32_t count = 0;
  for (; count < sizeof causes / sizeof causes[0]; ++count) {
    list[count] = (swatch){panels_cause_colour(causes[count], self->dark) << 8 | 0xffu, cause_phrase(self->language, causes[count])};
  }
  list[count++] = (swatch){theme_colour(UI_SERIES_6, self->dark), tell(self, WORD_OTHER)};
  return count;
}

/* The colours of a layer that stand for one thing each. */
static uint32_t swatches_of(const panels *self, panels_overlay overlay, swatch list[MOST_SWATCHES]) {
  switch (overlay) {
    case OVERLAY_SENSORS:
      list[0] = of_ink(self, INK_SENSOR_EDGE, WORD_IN_SIGHT);
      list[1] = of_ink(self, INK_SEEN, WORD_KNOWN_TO_IT), list[2] = of_ink(self, INK_HIDDEN, WORD_UNKNOWN_TO_IT);
      return 3;
    case OVERLAY_ZONES:
      list[0] = of_ink(self, INK_ZONE, WORD_WITH_VEHICLES), list[1] = of_ink(self, INK_WALK_ZONE, WORD_WITH_PEOPLE);
      return 2;
    case OVERLAY_LANES: list[0] = of_ink(self, INK_LANE, WORD_LANE), list[1] = of_ink(self, INK_CONNECTOR, WORD_THROUGH_JUNCTION); return 2;
    case OVERLAY_LOST: return lost_swatches(self, list);
    default: return 0;
  }
}

static void draw_swatch(panels *self, ui_rect *rest, const swatch *what) {
  ui_rect row = rect_cut_top(rest, px(self, 17.0f));
  const float middle = 0.5f * (row.top + row.bottom), half = px(self, 4.0f);
  const ui_rect mark = rect_cut_left(&row, px(self, 16.0f));
  list_round(&self->ui->list, (ui_rect){mark.left, middle - half, mark.left + 2.0f * half, middle + half}, px(self, 2.0f), what->colour);
  ui_text(self->ui, row, UI_SMALL, UI_SOFT, UI_LEFT, what->words);
}

/* A scale: its colours side by side, the values below them. */
static void draw_scale(panels *self, ui_rect *rest, const char *unit, const uint32_t *inks, const double *values) {
  ui_text(self->ui, rect_cut_top(rest, px(self, 16.0f)), UI_SMALL, UI_SOFT, UI_LEFT, unit);
  const ui_rect bar = rect_cut_top(rest, px(self, 8.0f)), figures = rect_cut_top(rest, px(self, 18.0f));
  const float width = rect_width(bar) / HEAT_STEPS;
  for (uint32_t i = 0; i < HEAT_STEPS; ++i) {
    const float left = bar.left + width * (float)i;
    list_rect(&self->ui->list, (ui_rect){roundf(left), bar.top, roundf(left + width), bar.bottom}, inks[i] | 0xffu);
    ui_textf(self->ui, (ui_rect){left, figures.top, left + width, figures.bottom}, UI_SMALL, UI_SOFT, UI_CENTRE, "%g", values[i]);
  }
}

static float scales_height(const panels *self, panels_overlay overlay) {
  return px(self, 42.0f) * (overlay == OVERLAY_DENSITY ? 2.0f : overlay == OVERLAY_SPEEDS ? 1.0f : 0.0f);
}

static void draw_scales(panels *self, ui_rect *rest, panels_overlay overlay) {
  static const double shares[HEAT_STEPS] = {10.0, 30.0, 50.0, 70.0, 90.0};
  if (overlay == OVERLAY_SPEEDS) {
    draw_scale(self, rest, tell(self, WORD_OF_LIMIT), INK_SPEEDS, shares);
  } else if (overlay == OVERLAY_DENSITY) {
    draw_scale(self, rest, tell(self, WORD_PEOPLE_DENSITY), INK_DENSITIES, DENSE_PEOPLE);
    draw_scale(self, rest, tell(self, WORD_VEHICLE_DENSITY), INK_DENSITIES, DENSE_VEHICLES);
  }
}

/* --- the card --------------------------------------------------------------------------------------------------------- */

/* Names explain themselves: closed, the card lists what else is on. */
static bool is_listed(const panels *self, const panels_overlay_row *row) {
  return self->layers || (overlay_is_on(self, row) && row->overlay != OVERLAY_LABELS);
}

static float layer_height(const panels *self, const panels_overlay_row *row) {
  swatch list[MOST_SWATCHES];
  if (!is_listed(self, row)) { return 0.0f; }
  if (!overlay_is_on(self, row)) { return px(self, 24.0f); }
  const uint32_t swatches = swatches_of(self, row->overlay, list);
  return px(self, 24.0f + 17.0f * (float)swatches + (swatches > 0 ? 3.0f : 0.0f)) + scales_height(self, row->overlay);
}

static void draw_check(panels *self, ui_rect line, bool on) {
  const float middle = 0.5f * (line.top + line.bottom), half = px(self, 6.0f);
  const ui_rect box = {line.left, middle - half, line.left + 2.0f * half, middle + half};
  list_round(&self->ui->list, box, px(self, 3.0f), ui_paint(self->ui, on ? UI_PRIMARY : UI_FIELD_HOT));
  const ui_point tick[3] = {
      {box.left + 0.45f * half, middle}, {box.left + 0.85f * half, middle + 0.45f * half}, {box.right - 0.4f * half, middle - 0.5f * half}};
  if (on) { list_line(&self->ui->list, tick, 3, fmaxf(1.0f, px(self, 1.6f)), ui_paint(self->ui, UI_ON_PRIMARY)); }
}

/* The line that switches a layer. */
static void draw_switch(panels *self, const panels_overlay_row *row, ui_rect line) {
  const uint32_t id = ui_id(row->key, 0);
  char tip[160];
  if (ui_row(self->ui, id, line, false)) { switch_overlay(self, row->key); }
  key_tip(self, row->key, false, tip, sizeof tip);
  ui_tip(self->ui, id, line, tip);
  draw_check(self, line, overlay_is_on(self, row));
  line.left += px(self, 20.0f);
  ui_text(self->ui, rect_cut_right(&line, px(self, 16.0f)), UI_SMALL, UI_FAINT, UI_RIGHT, row->key);
  ui_text(self->ui, line, UI_BODY, UI_INK, UI_LEFT, row->words[self->language]);
}

static void draw_layer(panels *self, const panels_overlay_row *row, ui_rect *rest) {
  swatch list[MOST_SWATCHES];
  const bool on = overlay_is_on(self, row);
  draw_switch(self, row, rect_cut_top(rest, px(self, 24.0f)));
  const uint32_t swatches = on ? swatches_of(self, row->overlay, list) : 0;
  for (uint32_t k = 0; k < swatches; ++k) { draw_swatch(self, rest, &list[k]); }
  if (swatches > 0) { rect_cut_top(rest, px(self, 3.0f)); }
  if (on) { draw_scales(self, rest, row->overlay); }
}

/* At the bottom left of the room, over the credit, and off a caption. */
void panel_legend(panels *self) {
  float height = 0.0f;
  for (uint32_t i = 0; panels_overlay_at(i) != NULL; ++i) { height += layer_height(self, panels_overlay_at(i)); }
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
  for (uint32_t i = 0; panels_overlay_at(i) != NULL; ++i) {
    if (is_listed(self, panels_overlay_at(i))) { draw_layer(self, panels_overlay_at(i), &rest); }
  }
}
