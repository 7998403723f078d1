/* Every key, from the one table. */
#include <math.h>
#include <stdio.h>

#include "shared.h"

static void draw_key(panels *self, ui_rect rect, const panels_key_row *row) {
  char text[48];
  snprintf(text, sizeof text, "%s%s", row->shift ? "Shift " : "", row->key);
  const float width = fmaxf(ui_width(self->ui, UI_SMALL, text) + px(self, 14.0f), px(self, 26.0f)), height = px(self, 20.0f);
  const float middle = 0.5f * (rect.top + rect.bottom), right = rect.left + px(self, 92.0f);
  const ui_rect cap = {right - width, middle - 0.5f * height, right, middle + 0.5f * height};
  list_round(&self->ui->list, cap, px(self, 5.0f), ui_paint(self->ui, UI_FIELD_HOT));
  ui_text(self->ui, cap, UI_SMALL, UI_INK, UI_CENTRE, text);
  ui_text(self->ui, (ui_rect){right + px(self, 10.0f), rect.top, rect.right, rect.bottom}, UI_BODY, UI_INK, UI_LEFT,
          row->words[self->language]);
}

void panel_help(panels *self) {
  const char *const mouse[] = {tell(self, WORD_MOUSE_MOVES), tell(self, WORD_MOUSE_CLICKS)};
  const ui_rect all = {0.0f, 0.0f, self->ui->input.width, self->ui->input.height};
  list_rect(&self->ui->list, all, ui_paint(self->ui, UI_SCRIM));
  uint32_t count = 0;
  while (panels_key_at(count) != NULL) { ++count; }
  const uint32_t columns = 3, rows = (count + columns - 1) / columns;
  const float row = px(self, 25.0f), column = px(self, 330.0f), width = column * (float)columns + px(self, 56.0f),
              height = row * (float)rows + px(self, 150.0f);
  const float left = roundf(0.5f * (all.right - width)), top = roundf(fmaxf(0.5f * (all.bottom - height), 0.0f));
  ui_rect card = {left, top, left + width, top + height};
  list_round(&self->ui->list, card, px(self, UI_RADIUS), ui_paint(self->ui, UI_PANEL) | 0xffu);
  ui_panel(self->ui, card);
  ui_rect rest = rect_inset(card, px(self, 28.0f));
  ui_rect head = rect_cut_top(&rest, px(self, 36.0f));
  const ui_rect close = rect_cut_right(&head, px(self, 30.0f));
  if (ui_button(self->ui, ui_id("close help", 0), (ui_rect){close.left, close.top, close.right, close.top + px(self, 30.0f)}, UI_CLOSE,
                NULL, false, NULL)) {
    self->help = false;
  }
  ui_text(self->ui, head, UI_FIGURE, UI_INK, UI_LEFT, tell(self, WORD_HELP));
  for (uint32_t i = 0; i < count; ++i) {
    const float x = rest.left + column * (float)(i / rows), y = rest.top + row * (float)(i % rows);
    draw_key(self, (ui_rect){x, y, x + column - px(self, 8.0f), y + row}, panels_key_at(i));
  }
  float y = rest.top + row * (float)rows + px(self, 14.0f);
  for (uint32_t i = 0; i < 2; ++i, y += px(self, 20.0f)) {
    ui_text(self->ui, (ui_rect){rest.left, y, rest.right, y + px(self, 20.0f)}, UI_BODY, UI_SOFT, UI_LEFT, mouse[i]);
  }
}
