/* The one table of keys: what each is called and what it does; and buttons that press them. */
#include <stdio.h>
#include <string.h>

#include "shared.h"

static const struct {
  panels_key_row row;
  action action;
} keys[] = {
    {{"Space", {"pause and go on", "หยุดและเล่นต่อ", "一時停止・再開"}, false}, ACTION_PAUSE},
    {{".", {"one tick on", "ไปหนึ่งจังหวะ", "1ステップ進む"}, false}, ACTION_STEP},
    {{"-", {"slower, to 1/8", "ช้าลง ถึง 1/8", "遅く(1/8まで)"}, false}, ACTION_SLOWER},
    {{"=", {"faster, to 64 times", "เร็วขึ้น ถึง 64 เท่า", "速く(64倍まで)"}, false}, ACTION_FASTER},
    {{"0", {"real time", "เวลาจริง", "実時間"}, false}, ACTION_REAL_TIME},
    {{"0", {"as fast as it can", "เร็วที่สุด", "最速"}, true}, ACTION_FASTEST},
    {{"Left", {"10 seconds back", "ถอย 10 วินาที", "10秒戻る"}, false}, ACTION_BACK},
    {{"Right", {"10 seconds on", "ไป 10 วินาที", "10秒進む"}, false}, ACTION_ON},
    {{"Left", {"5 minutes back", "ถอย 5 นาที", "5分戻る"}, true}, ACTION_BACK_FAR},
    {{"Right", {"5 minutes on", "ไป 5 นาที", "5分進む"}, true}, ACTION_ON_FAR},
    {{"Home", {"to the start", "กลับไปเริ่มต้น", "最初に戻る"}, false}, ACTION_START},
    {{"M", {"camera: map from above", "มุมกล้อง: แผนที่จากด้านบน", "視点: 真上から"}, false}, ACTION_MAP},
    {{"O", {"camera: oblique", "มุมกล้อง: เฉียง", "視点: 斜めから"}, false}, ACTION_OBLIQUE},
    {{"F", {"camera: follow the cart", "มุมกล้อง: ตามรถ", "視点: カートを追う"}, false}, ACTION_FOLLOW},
    {{"R", {"camera: ride in the cart", "มุมกล้อง: นั่งในรถ", "視点: カートに乗る"}, false}, ACTION_RIDE},
    {{"N", {"next cart", "รถคันถัดไป", "次のカート"}, false}, ACTION_NEXT_CART},
    {{"Up", {"nearer", "ใกล้เข้า", "近づく"}, false}, ACTION_ZOOM_IN},
    {{"Down", {"farther", "ไกลออก", "遠ざかる"}, false}, ACTION_ZOOM_OUT},
    {{"Q", {"turn left", "หมุนซ้าย", "左に回す"}, false}, ACTION_TURN_LEFT},
    {{"E", {"turn right", "หมุนขวา", "右に回す"}, false}, ACTION_TURN_RIGHT},
    {{"PageUp", {"tilt up", "เงยขึ้น", "上に傾ける"}, false}, ACTION_TILT_UP},
    {{"PageDown", {"tilt down", "ก้มลง", "下に傾ける"}, false}, ACTION_TILT_DOWN},
    {{"H", {"hide or show all panels", "ซ่อนหรือแสดงแผงทั้งหมด", "パネルを隠す・表示"}, false}, ACTION_HIDE},
    {{"Tab", {"for an audience or for engineers", "สำหรับผู้ชมหรือวิศวกร", "観客向け・技術者向け"}, false}, ACTION_SET},
    {{"T", {"light or dark", "สว่างหรือมืด", "明るい・暗い"}, false}, ACTION_THEME},
    {{"L", {"language: English, Thai, Japanese", "ภาษา: อังกฤษ ไทย ญี่ปุ่น", "言語: 英・タイ・日"}, false}, ACTION_LANGUAGE},
#define KEY_ROW(symbol, name, key, draw, en, th, ja, ...) {{key, {"show: " en, "แสดง: " th, "表示: " ja}, false}, ACTION_OVERLAY},
    OVERLAYS(KEY_ROW)
#undef KEY_ROW
        {{"K", {"list of what can be shown", "รายการสิ่งที่แสดงได้", "表示できるものの一覧"}, false}, ACTION_LAYERS},
    {{"P", {"drop a pedestrian", "เพิ่มคนเดินเท้า", "歩行者を置く"}, false}, ACTION_PEDESTRIAN},
    {{"V", {"park a van", "จอดรถตู้ขวาง", "バンを停める"}, false}, ACTION_VAN},
    {{"B", {"break down a cart", "ให้รถเสีย", "カートを故障させる"}, false}, ACTION_BREAKDOWN},
    {{"W", {"rain, or no more rain", "ฝนตกหรือหยุด", "雨を降らす・止める"}, false}, ACTION_RAIN},
    {{"C", {"call a crowd", "เรียกฝูงชน", "人波を呼ぶ"}, false}, ACTION_CROWD},
    {{"G", {"guided tour", "นำชม", "ガイドツアー"}, false}, ACTION_TOUR},
    {{"F11", {"full screen", "เต็มจอ", "全画面"}, false}, ACTION_FULLSCREEN},
    {{"F12", {"save a picture", "บันทึกภาพ", "画像を保存"}, false}, ACTION_SCREENSHOT},
    {{"F1", {"this help", "ปุ่มลัด", "このヘルプ"}, false}, ACTION_HELP},
    {{"Escape", {"close, put away, let go", "ปิด เก็บ ปล่อย", "閉じる・戻す・離す"}, false}, ACTION_ESCAPE},
    {{"Q", {"quit", "ออก", "終了"}, true}, ACTION_QUIT},
};
enum { KEYS = sizeof keys / sizeof keys[0] };

const panels_key_row *panels_key_at(uint32_t i) { return i < KEYS ? &keys[i].row : NULL; }

action key_action(const char *key, bool shift) {
  for (uint32_t i = 0; i < KEYS; ++i) {
    if (keys[i].row.shift == shift && strcmp(keys[i].row.key, key) == 0) { return keys[i].action; }
  }
  return ACTION_NONE;
}

void key_tip(const panels *self, const char *key, bool shift, char *text, size_t size) {
  text[0] = '\0';
  for (uint32_t i = 0; i < KEYS; ++i) {
    const panels_key_row *const row = &keys[i].row;
    if (row->shift == shift && strcmp(row->key, key) == 0) {
      snprintf(text, size, "%s  (%s%s)", row->words[self->language], shift ? "Shift " : "", key);
    }
  }
}

void key_button(panels *self, const char *key, ui_rect rect, ui_icon icon, bool on) {
  char tip[160];
  key_tip(self, key, false, tip, sizeof tip);
  if (ui_button(self->ui, ui_id(key, 1), rect, icon, NULL, on, tip)) { self->pressed = key; }
}
