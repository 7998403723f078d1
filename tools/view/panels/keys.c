/* The one table of keys: what each is called, what it does, and how it is done. */
#include <stdio.h>
#include <string.h>

#include "shared.h"

typedef enum action {
  ACTION_PAUSE,
  ACTION_STEP,
  ACTION_SLOWER,
  ACTION_FASTER,
  ACTION_REAL_TIME,
  ACTION_FASTEST,
  ACTION_BACK,
  ACTION_ON,
  ACTION_BACK_FAR,
  ACTION_ON_FAR,
  ACTION_START,
  ACTION_MAP,
  ACTION_OBLIQUE,
  ACTION_FOLLOW,
  ACTION_RIDE,
  ACTION_NEXT_CART,
  ACTION_ZOOM_IN,
  ACTION_ZOOM_OUT,
  ACTION_TURN_LEFT,
  ACTION_TURN_RIGHT,
  ACTION_TILT_UP,
  ACTION_TILT_DOWN,
  ACTION_HIDE,
  ACTION_SET,
  ACTION_THEME,
  ACTION_LANGUAGE,
  ACTION_OVERLAY,
  ACTION_LAYERS,
  ACTION_PEDESTRIAN,
  ACTION_VAN,
  ACTION_BREAKDOWN,
  ACTION_RAIN,
  ACTION_CROWD,
  ACTION_TOUR,
  ACTION_FULLSCREEN,
  ACTION_SCREENSHOT,
  ACTION_HELP,
  ACTION_ESCAPE,
  ACTION_QUIT
} action;

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
    {{"1", {"show names of carts", "แสดงชื่อรถ", "名前を表示"}, false}, ACTION_OVERLAY},
    {{"2", {"show planned paths", "แสดงเส้นทางที่วางแผน", "計画経路を表示"}, false}, ACTION_OVERLAY},
    {{"3", {"show what carts see", "แสดงสิ่งที่รถมองเห็น", "カートに見えるもの"}, false}, ACTION_OVERLAY},
    {{"4", {"show speeds", "แสดงความเร็ว", "速度を表示"}, false}, ACTION_OVERLAY},
    {{"5", {"show queues", "แสดงแถวรถติด", "渋滞列を表示"}, false}, ACTION_OVERLAY},
    {{"6", {"show conflict zones", "แสดงจุดขัดแย้ง", "交錯区間を表示"}, false}, ACTION_OVERLAY},
    {{"7", {"show lanes", "แสดงช่องทาง", "車線を表示"}, false}, ACTION_OVERLAY},
    {{"8", {"show ids", "แสดงหมายเลข", "番号を表示"}, false}, ACTION_OVERLAY},
    {{"9", {"show where time was lost", "แสดงจุดที่เสียเวลา", "時間を失った場所"}, false}, ACTION_OVERLAY},
    {{"D", {"show density of people and vehicles", "แสดงความหนาแน่นของคนและรถ", "人と車の密度を表示"}, false}, ACTION_OVERLAY},
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

void key_tip(const panels *self, const char *key, bool shift, char *text, size_t size) {
  text[0] = '\0';
  for (uint32_t i = 0; i < KEYS; ++i) {
    const panels_key_row *const row = &keys[i].row;
    if (row->shift == shift && strcmp(row->key, key) == 0) {
      snprintf(text, size, "%s  (%s%s)", row->words[self->language], shift ? "Shift " : "", key);
    }
  }
}

static void shoot(panels *self, soi_camera_kind camera) {
  const bool of_cart = camera == SOI_CAMERA_FOLLOW || camera == SOI_CAMERA_RIDE;
  const uint32_t cart = self->chosen.kind == PANELS_CART ? self->chosen.row : 1;
  if (of_cart && self->model->cart_count == 0) { return; }
  self->following = of_cart;
  if (of_cart) { self->chosen = (panels_target){PANELS_CART, cart, 0}; }
  self->wishes.shoot = true;
  self->wishes.shot =
      (panels_shot){.camera = camera, .kind = of_cart ? PANELS_CART : PANELS_NOTHING, .row = of_cart ? cart : 0, .seconds = 1.0};
}

static void next_cart(panels *self) {
  if (self->model->cart_count == 0) { return; }
  const uint32_t cart = self->chosen.kind == PANELS_CART ? self->chosen.row % self->model->cart_count + 1 : 1;
  choose(self, (panels_target){PANELS_CART, cart, 0}, true);
}

/* Escape lets go of one thing after the other. */
static void let_go(panels *self) {
  if (self->help) {
    self->help = false;
  } else if (self->tool != TOOL_NONE) {
    self->tool = TOOL_NONE;
  } else if (self->tour) {
    panels_set_tour(self, false);
  } else if (self->chosen.kind != PANELS_NOTHING) {
    choose(self, (panels_target){PANELS_NOTHING, 0, 0}, false);
  }
}

static void act_on_time(panels *self, action what) {
  switch (what) {
    case ACTION_PAUSE: play_set_paused(self->run, !self->frame->paused); break;
    case ACTION_STEP: play_step(self->run); break;
    case ACTION_SLOWER: step_speed(self, -1); break;
    case ACTION_FASTER: step_speed(self, 1); break;
    case ACTION_REAL_TIME: play_set_speed(self->run, 1.0); break;
    case ACTION_FASTEST: play_set_speed(self->run, PLAY_FASTEST); break;
    case ACTION_BACK: seek_by(self, -10.0); break;
    case ACTION_ON: seek_by(self, 10.0); break;
    case ACTION_BACK_FAR: seek_by(self, -300.0); break;
    case ACTION_ON_FAR: seek_by(self, 300.0); break;
    case ACTION_START: play_seek(self->run, 0); break;
    default: break;
  }
}

static void act_on_camera(panels *self, action what) {
  switch (what) {
    case ACTION_MAP: shoot(self, SOI_CAMERA_MAP); break;
    case ACTION_OBLIQUE: shoot(self, SOI_CAMERA_OBLIQUE); break;
    case ACTION_FOLLOW: shoot(self, SOI_CAMERA_FOLLOW); break;
    case ACTION_RIDE: shoot(self, SOI_CAMERA_RIDE); break;
    case ACTION_NEXT_CART: next_cart(self); break;
    case ACTION_ZOOM_IN: self->wishes.zoom += 1.0f; break;
    case ACTION_ZOOM_OUT: self->wishes.zoom -= 1.0f; break;
    case ACTION_TURN_LEFT: self->wishes.turn += 1.0f; break;
    case ACTION_TURN_RIGHT: self->wishes.turn -= 1.0f; break;
    case ACTION_TILT_UP: self->wishes.tilt += 1.0f; break;
    case ACTION_TILT_DOWN: self->wishes.tilt -= 1.0f; break;
    default: break;
  }
}

static void act_on_window(panels *self, action what) {
  switch (what) {
    case ACTION_HIDE: self->hidden = !self->hidden; break;
    case ACTION_SET: self->set = (panels_set)((self->set + 1) % PANELS_SETS), self->hidden = false; break;
    case ACTION_THEME: self->dark = !self->dark; break;
    case ACTION_LANGUAGE: self->language = (panels_language)((self->language + 1) % PANELS_LANGUAGES); break;
    case ACTION_LAYERS: self->layers = !self->layers; break;
    case ACTION_TOUR: panels_set_tour(self, !self->tour); break;
    case ACTION_FULLSCREEN: self->wishes.fullscreen = true; break;
    case ACTION_SCREENSHOT: self->wishes.screenshot = true; break;
    case ACTION_HELP: self->help = !self->help; break;
    case ACTION_ESCAPE: let_go(self); break;
    case ACTION_QUIT: self->wishes.quit = true; break;
    default: break;
  }
}

static void act(panels *self, action what, const char *key) {
  if (what <= ACTION_START) {
    act_on_time(self, what);
  } else if (what <= ACTION_TILT_DOWN) {
    act_on_camera(self, what);
  } else if (what == ACTION_OVERLAY) {
    switch_overlay(self, key);
  } else if (what >= ACTION_PEDESTRIAN && what <= ACTION_CROWD) {
    use_tool(self, (panels_tool)(TOOL_PEDESTRIAN + (what - ACTION_PEDESTRIAN)));
  } else {
    act_on_window(self, what);
  }
}

bool panels_key(panels *self, const char *name, bool shift) {
  if (self->frame == NULL) { return false; }
  for (uint32_t i = 0; i < KEYS; ++i) {
    if (keys[i].row.shift != shift || strcmp(keys[i].row.key, name) != 0) { continue; }
    act(self, keys[i].action, name);
    return true;
  }
  return false;
}
