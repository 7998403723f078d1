#include "credit.h"

#include <stdio.h>
#include <string.h>

/* What the attributions say before their colons: who, and under which licence. What was taken from them is told in the map. */
static void gather(const soi_map_definition *map, char *text, size_t size) {
  size_t used = 0;
  text[0] = '\0';
  for (uint32_t i = 0; i < map->attribution.count && used + 1 < size; ++i) {
    const char *const line = map->attribution.items[i], *const colon = strchr(line, ':');
    if (colon == NULL && i > 0) { continue; }
    const int length = colon != NULL ? (int)(colon - line) : (int)strlen(line);
    used += (size_t)snprintf(text + used, size - used, "%s%.*s", used > 0 ? "  \xc2\xb7  " : "", length, line);
  }
}

void credit_draw(ui *kit, const soi_map_definition *map, ui_rect room) {
  char text[400];
  gather(map, text, sizeof text);
  if (text[0] == '\0') { return; }
  const float high = ui_line_height(kit, UI_SMALL) + ui_px(kit, 2.0f), pad = ui_px(kit, 5.0f);
  const float wide = ui_width(kit, UI_SMALL, text) + 2.0f * pad, most = rect_width(room) - 2.0f * pad;
  const ui_rect at = {room.right - pad - (wide < most ? wide : most), room.bottom - high - ui_px(kit, 3.0f), room.right - pad,
                      room.bottom - ui_px(kit, 3.0f)};
  ui_cover(kit, at);
  list_round(&kit->list, at, ui_px(kit, 4.0f), theme_faded(ui_paint(kit, UI_PANEL), 0.6f));
  ui_text(kit, (ui_rect){at.left + pad, at.top, at.right - pad, at.bottom}, UI_SMALL, UI_SOFT, UI_RIGHT, text);
}
