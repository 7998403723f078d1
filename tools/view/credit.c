#include "credit.h"

#include <stdio.h>
#include <string.h>

enum { CREDIT = 600 }; /* bytes */

/* Parts of attributions that have words in each language; names of people and licences stay as they are. */
static const char *const phrases[][PANELS_LANGUAGES] = {
    {"OpenStreetMap contributors", "ผู้ร่วมสร้าง OpenStreetMap", "OpenStreetMap への貢献者"},
    {"Open Database Licence (ODbL) 1.0", "สัญญาอนุญาต ODbL 1.0", "ODbL 1.0 ライセンス"},
    {"Office of Transport and Traffic Policy and Planning", "สำนักงานนโยบายและแผนการขนส่งและจราจร", "タイ運輸交通政策計画局"},
    {"drawn for this project; no map data of others is in it", "วาดขึ้นสำหรับโครงการนี้ ไม่มีข้อมูลแผนที่ของผู้อื่น",
     "このプロジェクトのために描いた地図です。他者の地図データは含みません"},
};

static void translate(panels_language language, char *text, size_t size) {
  char rest[CREDIT];
  for (size_t i = 0; i < sizeof phrases / sizeof *phrases; ++i) {
    char *const at = strstr(text, phrases[i][PANELS_EN]);
    if (at == NULL || language == PANELS_EN) { continue; }
    snprintf(rest, sizeof rest, "%s", at + strlen(phrases[i][PANELS_EN]));
    snprintf(at, size - (size_t)(at - text), "%s%s", phrases[i][language], rest);
  }
}

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

void credit_draw(ui *kit, panels_language language, const soi_map_definition *map, ui_rect room) {
  char text[CREDIT];
  gather(map, text, sizeof text);
  translate(language, text, sizeof text);
  if (text[0] == '\0') { return; }
  const float high = ui_line_height(kit, UI_SMALL) + ui_px(kit, 2.0f), pad = ui_px(kit, 5.0f);
  const float wide = ui_width(kit, UI_SMALL, text) + 2.0f * pad, most = rect_width(room) - 2.0f * pad;
  const ui_rect at = {room.right - pad - (wide < most ? wide : most), room.bottom - high - ui_px(kit, 3.0f), room.right - pad,
                      room.bottom - ui_px(kit, 3.0f)};
  ui_cover(kit, at);
  list_round(&kit->list, at, ui_px(kit, 4.0f), theme_faded(ui_paint(kit, UI_PANEL), 0.6f));
  ui_text(kit, (ui_rect){at.left + pad, at.top, at.right - pad, at.bottom}, UI_SMALL, UI_SOFT, UI_RIGHT, text);
}
