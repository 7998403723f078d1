/* What can be pressed, dragged and read. */
#include <math.h>
#include <string.h>

#include "ui.h"

void ui_separator(ui *self, ui_rect *rest) {
  const ui_rect strip = rect_cut_top(rest, ui_px(self, 2.0f * UI_GAP) + 1.0f);
  const float middle = roundf(0.5f * (strip.top + strip.bottom));
  list_rect(&self->list, (ui_rect){strip.left, middle, strip.right, middle + fmaxf(1.0f, ui_px(self, 0.75f))}, ui_paint(self, UI_LINE));
}

bool ui_button(ui *self, uint32_t id, ui_rect rect, ui_icon icon, const char *text, bool chosen, const char *tip) {
  const ui_touch touch = ui_touch_of(self, id, rect);
  const ui_role back = chosen ? UI_PRIMARY : touch.hot || touch.held ? UI_FIELD_HOT : UI_FIELD;
  const ui_role ink = chosen ? UI_ON_PRIMARY : UI_INK;
  list_round(&self->list, rect, ui_px(self, 7.0f), ui_paint(self, back));
  const float side = ui_px(self, 16.0f), pad = ui_px(self, 9.0f), gap = ui_px(self, 6.0f);
  const bool has_text = text != NULL && text[0] != '\0';
  if (icon != UI_NO_ICON) {
    const float left = has_text ? rect.left + pad : 0.5f * (rect.left + rect.right - side),
                top = roundf(0.5f * (rect.top + rect.bottom - side));
    ui_draw_icon(self, (ui_rect){roundf(left), top, roundf(left) + side, top + side}, icon, ui_paint(self, ink));
  }
  if (has_text) {
    const float left = rect.left + pad + (icon != UI_NO_ICON ? side + gap : 0.0f);
    ui_text(self, (ui_rect){left, rect.top, rect.right - pad, rect.bottom}, UI_BODY, ink, icon != UI_NO_ICON ? UI_LEFT : UI_CENTRE, text);
  }
  ui_tip(self, id, rect, tip);
  return touch.clicked;
}

bool ui_choices(ui *self, const char *name, ui_rect rect, const char *const *texts, uint32_t count, uint32_t *chosen) {
  const uint32_t before = *chosen;
  const float radius = ui_px(self, 7.0f), width = rect_width(rect) / (float)count, inset = ui_px(self, 2.0f);
  list_round(&self->list, rect, radius, ui_paint(self, UI_FIELD));
  for (uint32_t i = 0; i < count; ++i) {
    const ui_rect part = {roundf(rect.left + width * (float)i), rect.top, roundf(rect.left + width * (float)(i + 1)), rect.bottom};
    const ui_touch touch = ui_touch_of(self, ui_id(name, i), part);
    if (touch.clicked) { *chosen = i; }
    if (i == before) {
      list_round(&self->list, rect_inset(part, inset), radius - inset, ui_paint(self, UI_PRIMARY));
    } else if (touch.hot) {
      list_round(&self->list, rect_inset(part, inset), radius - inset, ui_paint(self, UI_FIELD_HOT));
    }
    ui_text(self, rect_inset(part, inset), UI_BODY, i == before ? UI_ON_PRIMARY : UI_INK, UI_CENTRE, texts[i]);
  }
  return *chosen != before;
}

bool ui_slider(ui *self, uint32_t id, ui_rect rect, float *share) {
  const ui_touch touch = ui_touch_of(self, id, rect);
  const float before = *share;
  if (touch.held) { *share = fminf(fmaxf((self->input.x - rect.left) / fmaxf(rect_width(rect), 1.0f), 0.0f), 1.0f); }
  const float middle = 0.5f * (rect.top + rect.bottom), half = ui_px(self, 2.0f), at = rect.left + *share * rect_width(rect);
  list_round(&self->list, (ui_rect){rect.left, middle - half, rect.right, middle + half}, half, ui_paint(self, UI_FIELD_HOT));
  list_round(&self->list, (ui_rect){rect.left, middle - half, at, middle + half}, half, ui_paint(self, UI_PRIMARY));
  list_circle(&self->list, (ui_point){at, middle}, ui_px(self, touch.hot || touch.held ? 8.0f : 6.5f), ui_paint(self, UI_PRIMARY));
  return touch.held && *share != before;
}

bool ui_row(ui *self, uint32_t id, ui_rect rect, bool chosen) {
  const ui_touch touch = ui_touch_of(self, id, rect);
  const float out = ui_px(self, 6.0f);
  const ui_rect back = {rect.left - out, rect.top, rect.right + out, rect.bottom};
  if (chosen) {
    list_round(&self->list, back, ui_px(self, 6.0f), ui_paint(self, UI_CHOSEN));
  } else if (touch.hot) {
    list_round(&self->list, back, ui_px(self, 6.0f), ui_paint(self, UI_FIELD));
  }
  return touch.clicked;
}

float ui_badge(ui *self, ui_rect rect, ui_role back, ui_role ink, const char *text) {
  const float pad = ui_px(self, 7.0f), width = ui_width(self, UI_SMALL, text) + 2.0f * pad, half = 0.5f * ui_px(self, 18.0f);
  const float middle = roundf(0.5f * (rect.top + rect.bottom));
  const ui_rect pill = {rect.left, middle - half, rect.left + width, middle + half};
  list_round(&self->list, pill, half, ui_paint(self, back));
  ui_text(self, pill, UI_SMALL, ink, UI_CENTRE, text);
  return width;
}

void ui_gauge(ui *self, ui_rect rect, float share, ui_role role) {
  const float radius = 0.5f * rect_height(rect);
  list_round(&self->list, rect, radius, ui_paint(self, UI_FIELD_HOT));
  const float width = rect_width(rect) * fminf(fmaxf(share, 0.0f), 1.0f);
  if (width >= 1.0f) {
    list_round(&self->list, (ui_rect){rect.left, rect.top, rect.left + fmaxf(width, 2.0f * radius), rect.bottom}, radius,
               ui_paint(self, role));
  }
}
