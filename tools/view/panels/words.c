/* Words of the panels. */
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *word_of(panels_language language, word which) {
#define ROW(symbol, en, th, ja) {en, th, ja},
  static const char *const words[WORD_COUNT][PANELS_LANGUAGES] = {WORDS(ROW)};
#undef ROW
  return words[which][language];
}

void clock_text(double clock, bool seconds, char *text, size_t size) {
  const int whole = (int)floor(clock + 1e-6);
  if (seconds) {
    snprintf(text, size, "%02d:%02d:%02d", whole / 3600 % 24, whole / 60 % 60, whole % 60);
  } else {
    snprintf(text, size, "%02d:%02d", whole / 3600 % 24, whole / 60 % 60);
  }
}

void span_text(double seconds, char *text, size_t size) {
  if (seconds < 119.5) {
    snprintf(text, size, "%.0f s", seconds);
  } else {
    snprintf(text, size, "%d:%02d min", (int)(seconds + 0.5) / 60, (int)(seconds + 0.5) % 60);
  }
}

const char *name_of(panels_language language, const soi_name *name, const char *id) {
  const char *own = language == PANELS_TH ? name->th : language == PANELS_JA ? name->ja : name->en;
  if (own != NULL && own[0] != '\0') { return own; }
  return name->en[0] != '\0' ? name->en : id;
}

const char *cart_name(panels_language language, const soi_model *model, uint32_t cart) {
  const soi_cart *definition = &model->carts[cart];
  return name_of(language, &definition->name, definition->id);
}

const char *stop_name(panels_language language, const soi_model *model, uint32_t stop) {
  if (stop == 0) { return ""; }
  const soi_stop_definition *definition = &model->definition->map.stops.items[model->stops[stop].definition - 1];
  return name_of(language, &definition->name, definition->record.id);
}

const char *cause_phrase(panels_language language, uint32_t cause) {
  static const char *const thai[SOI_CAUSE_COUNT] = {[SOI_CAUSE_FREE] = "วิ่งสะดวก",          [SOI_CAUSE_LEADER] = "ตามรถคันหน้า",
                                                    [SOI_CAUSE_SIGNAL] = "รอสัญญาณไฟ",      [SOI_CAUSE_JUNCTION] = "ให้ทางที่ทางแยก",
                                                    [SOI_CAUSE_PEOPLE] = "ให้ทางคนเดินเท้า",  [SOI_CAUSE_STOP] = "จอดรับส่งที่ป้าย",
                                                    [SOI_CAUSE_HOLD] = "รอปรับระยะห่าง",     [SOI_CAUSE_BERTH] = "รอช่องจอด",
                                                    [SOI_CAUSE_GAP] = "รอจังหวะออกรถ",      [SOI_CAUSE_CURVE] = "ชะลอในโค้ง",
                                                    [SOI_CAUSE_ROUTE] = "เปลี่ยนช่องทาง",     [SOI_CAUSE_CLOSED] = "ช่องทางปิด",
                                                    [SOI_CAUSE_SPACE] = "รอที่ว่างหลังทางแยก", [SOI_CAUSE_WEATHER] = "ชะลอเพราะฝน",
                                                    [SOI_CAUSE_BREAKDOWN] = "รถเสีย",       [SOI_CAUSE_COMFORT] = "เร่งหรือเบรกอย่างนุ่มนวล",
                                                    [SOI_CAUSE_CHARGING] = "กำลังชาร์จ",     [SOI_CAUSE_EXIT] = "ออกจากแผนที่"};
  static const char *const japanese[SOI_CAUSE_COUNT] = {
      [SOI_CAUSE_FREE] = "自由に走行中",          [SOI_CAUSE_LEADER] = "前の車に続く",  [SOI_CAUSE_SIGNAL] = "信号待ち",
      [SOI_CAUSE_JUNCTION] = "交差点で譲る",      [SOI_CAUSE_PEOPLE] = "歩行者に譲る",  [SOI_CAUSE_STOP] = "停留所で乗降中",
      [SOI_CAUSE_HOLD] = "間隔の調整中",          [SOI_CAUSE_BERTH] = "停車場所を待つ", [SOI_CAUSE_GAP] = "発進のすき間を待つ",
      [SOI_CAUSE_CURVE] = "カーブで減速",         [SOI_CAUSE_ROUTE] = "車線変更",       [SOI_CAUSE_CLOSED] = "車線閉鎖",
      [SOI_CAUSE_SPACE] = "交差点の先の空き待ち", [SOI_CAUSE_WEATHER] = "雨で減速",     [SOI_CAUSE_BREAKDOWN] = "故障",
      [SOI_CAUSE_COMFORT] = "ゆるやかに加減速",   [SOI_CAUSE_CHARGING] = "充電中",      [SOI_CAUSE_EXIT] = "地図の外へ"};
  static const char *const english[SOI_CAUSE_COUNT] = {[SOI_CAUSE_HOLD] = "evening the gaps",
                                                       [SOI_CAUSE_COMFORT] = "gentle speed changes",
                                                       [SOI_CAUSE_GAP] = "waiting for a gap",
                                                       [SOI_CAUSE_SPACE] = "no room ahead"};
  if (cause >= SOI_CAUSE_COUNT) { return ""; }
  if (language == PANELS_EN && english[cause] != NULL) { return english[cause]; }
  return language == PANELS_TH ? thai[cause] : language == PANELS_JA ? japanese[cause] : soi_cause_words(cause);
}

/* --- carts ----------------------------------------------------------------------------------------------------------- */

static uint32_t first_track(uint32_t cart) { return (cart - 1) * SOI_TRACKS_PER_CART + 1; }

void seen_by(const soi_world *world, uint32_t cart, uint32_t *people, uint32_t *vehicles) {
  *people = *vehicles = 0;
  for (uint32_t i = first_track(cart); i < first_track(cart) + SOI_TRACKS_PER_CART; ++i) {
    *people += world->track_kind[i] == SOI_TRACK_PERSON;
    *vehicles += world->track_kind[i] == SOI_TRACK_VEHICLE;
  }
}

uint32_t people_ahead(const soi_world *world, uint32_t cart) {
  static const double reach = 14.0, beside = 4.0;
  const uint32_t row = world->cart_vehicle[cart];
  if (row == 0) { return 0; }
  soi_point along;
  const soi_point front = soi_lane_at(world->model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], &along);
  uint32_t count = 0;
  for (uint32_t i = first_track(cart); i < first_track(cart) + SOI_TRACKS_PER_CART; ++i) {
    if (world->track_kind[i] != SOI_TRACK_PERSON) { continue; }
    const double x = world->track_x[i] - front.x, y = world->track_y[i] - front.y;
    const double ahead = along.x * x + along.y * y, aside = along.x * y - along.y * x;
    count += ahead > -0.5 && ahead < reach && fabs(aside) < beside;
  }
  return count;
}

static const char *phrase(panels_language language, const char *en, const char *th, const char *ja) {
  return language == PANELS_TH ? th : language == PANELS_JA ? ja : en;
}

/* The name of a vehicle's type, with an article in English. */
static void type_phrase(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const char *name = name_of(language, &type->name, type->id);
  if (world->vehicle_cart[row] != 0) { name = cart_name(language, world->model, world->vehicle_cart[row]); }
  const bool article = language == PANELS_EN && world->vehicle_cart[row] == 0;
  snprintf(text, size, "%s%s", article ? "a " : "", name);
  if (article && text[2] >= 'A' && text[2] <= 'Z') { text[2] = (char)(text[2] - 'A' + 'a'); }
}

/* What binds it, with who is behind it where that helps. */
static void describe_cause(panels_language language, const soi_world *world, uint32_t row, uint32_t people, char *text, size_t size) {
  const uint32_t cause = world->vehicle_cause[row], of = world->vehicle_cause_of[row];
  if (cause == SOI_CAUSE_PEOPLE && people > 0) {
    const char *format =
        phrase(language, people == 1 ? "yielding to %u person" : "yielding to %u people", "ให้ทางคนเดินเท้า %u คน", "%u人の歩行者に譲る");
    snprintf(text, size, format, people);
  } else if (cause == SOI_CAUSE_LEADER && of != 0 && of <= world->vehicle_high[0] && soi_vehicle_lives(world, of)) {
    char leader[96];
    type_phrase(language, world, of, leader, sizeof leader);
    snprintf(text, size, phrase(language, "following %s", "ตาม%s", "%sに続く"), leader);
  } else {
    snprintf(text, size, "%s", cause_phrase(language, cause));
  }
}

void describe_cart(panels_language language, const soi_world *world, uint32_t cart, char *text, size_t size) {
  const char *stop = stop_name(language, world->model, world->cart_stop[cart]);
  const uint32_t row = world->cart_vehicle[cart];
  switch (world->cart_mode[cart]) {
    case SOI_CART_IN_DEPOT: snprintf(text, size, "%s", phrase(language, "in the depot", "อยู่ในอู่", "車庫")); return;
    case SOI_CART_SERVING: snprintf(text, size, phrase(language, "at %s, doors open", "จอดที่%s", "%sで乗降中"), stop); return;
    case SOI_CART_HOLDING:
      snprintf(text, size, phrase(language, "held at %s to even the gaps", "รอปรับระยะที่%s", "%sで間隔調整"), stop);
      return;
    case SOI_CART_LEAVING:
      snprintf(text, size, "%s",
               row == 0 ? phrase(language, "about to leave the depot", "กำลังออกจากอู่", "出庫待ち") : cause_phrase(language, SOI_CAUSE_GAP));
      return;
    case SOI_CART_BROKEN: snprintf(text, size, "%s", cause_phrase(language, SOI_CAUSE_BREAKDOWN)); return;
    default: break;
  }
  if (row != 0) {
    describe_cause(language, world, row, people_ahead(world, cart), text, size);
  } else {
    snprintf(text, size, "%s", phrase(language, "in the depot", "อยู่ในอู่", "車庫"));
  }
}

void describe_vehicle(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size) {
  if (world->vehicle_cart[row] != 0) {
    describe_cart(language, world, world->vehicle_cart[row], text, size);
  } else if (soi_vehicle_parked(world, row)) {
    snprintf(text, size, "%s", phrase(language, "parked, hazard lights on", "จอดเปิดไฟฉุกเฉิน", "ハザードを点けて駐車中"));
  } else {
    describe_cause(language, world, row, 0, text, size);
  }
}

/* --- people ---------------------------------------------------------------------------------------------------------- */

/* Where a person's way leads: a gate's name. */
static const char *goal_of(panels_language language, const soi_world *world, uint32_t row) {
  const soi_model *model = world->model;
  for (uint32_t gate = 1; gate <= model->gate_count; ++gate) {
    if (model->gates[gate].way == 0 || model->gates[gate].way != world->person_way[row]) { continue; }
    const soi_gate_definition *definition = &model->definition->map.gates.items[model->gates[gate].definition - 1];
    return name_of(language, &definition->name, definition->record.id);
  }
  return "";
}

void describe_person(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size) {
  const char *stop = stop_name(language, world->model, world->person_stop[row]);
  const uint32_t cart = world->person_cart[row];
  const char *cart_words = cart != 0 ? cart_name(language, world->model, cart) : "";
  switch (world->person_errand[row]) {
    case SOI_ERRAND_TO_STOP: snprintf(text, size, phrase(language, "walks to the stop %s", "เดินไปป้าย%s", "%sへ歩いている"), stop); return;
    case SOI_ERRAND_QUEUE: snprintf(text, size, phrase(language, "waits at %s", "รอที่%s", "%sで待っている"), stop); return;
    case SOI_ERRAND_BOARD: snprintf(text, size, phrase(language, "boards %s", "กำลังขึ้น%s", "%sに乗るところ"), cart_words); return;
    case SOI_ERRAND_RIDE: snprintf(text, size, phrase(language, "rides to %s", "นั่งรถไป%s", "%sまで乗車中"), stop); return;
    case SOI_ERRAND_GIVEN_UP:
      snprintf(text, size, phrase(language, "gave up waiting, walks to %s", "เลิกรอ เดินไป%s", "待つのをやめて%sへ"),
               goal_of(language, world, row));
      return;
    default: break;
  }
  if (world->person_crossing[row] == SOI_CROSSING_WAITING) {
    snprintf(text, size, "%s", phrase(language, "waits to cross", "รอข้ามถนน", "横断待ち"));
  } else if (world->person_crossing[row] == SOI_CROSSING_ON) {
    snprintf(text, size, "%s", phrase(language, "crosses the road", "กำลังข้ามถนน", "横断中"));
  } else {
    snprintf(text, size, phrase(language, "walks to %s", "เดินไป%s", "%sへ歩いている"), goal_of(language, world, row));
  }
}

/* --- events ---------------------------------------------------------------------------------------------------------- */

static void describe_command(panels_language language, const soi_event *event, char *text, size_t size) {
  snprintf(text, size, "%s: %s", phrase(language, "Presenter", "ผู้นำเสนอ", "操作"), soi_command_name(event->b));
}

/* An incident has its id for a name; what the presenter asked for has none. */
static const char *incident_name(panels_language language, const soi_model *model, uint32_t incident) {
  if (incident < 1 || incident > model->incident_count) { return phrase(language, "Presenter", "ผู้นำเสนอ", "操作"); }
  return model->incidents[incident].id;
}

void describe_event(panels_language language, const soi_model *model, const soi_event *event, char *text, size_t size) {
  const bool of_cart = event->a >= 1 && event->a <= model->cart_count;
  const char *cart = of_cart ? cart_name(language, model, event->a) : "";
  const char *stop = event->b >= 1 && event->b <= model->stop_count ? stop_name(language, model, event->b) : "";
  const bool with_cart = (event->flags & SOI_EVENT_WITH_CART) != 0;
  switch (event->kind) {
    case SOI_EVENT_COLLISION:
      snprintf(text, size, "%s",
               with_cart ? phrase(language, "Collision with a cart", "ชนกับรถรับส่ง", "カートとの接触")
                         : phrase(language, "Collision in the traffic", "รถชนกัน", "車同士の接触"));
      return;
    case SOI_EVENT_COLLISION_PERSON:
      snprintf(text, size, "%s", phrase(language, "Collision with a person", "ชนคนเดินเท้า", "歩行者との接触"));
      return;
    case SOI_EVENT_HARD_BRAKE:
      snprintf(text, size, phrase(language, "%s brakes hard, %.1f m/s2", "%s เบรกแรง %.1f m/s2", "%s 急ブレーキ %.1f m/s2"), cart,
               event->value);
      return;
    case SOI_EVENT_DEADLOCK:
      snprintf(text, size, phrase(language, "Deadlock of %u vehicles", "รถติดวน %u คัน", "%u台がすくみ"), event->b);
      return;
    case SOI_EVENT_DEADLOCK_PEOPLE:
      snprintf(text, size, phrase(language, "Deadlock of %u people", "คนติดขัดวน %u คน", "%u人がすくみ"), event->b);
      return;
    case SOI_EVENT_STANDSTILL:
      snprintf(text, size, "%s", phrase(language, "A vehicle stands for no lawful cause", "รถหยุดนิ่งโดยไม่มีเหตุอันควร", "理由なく止まった車"));
      return;
    case SOI_EVENT_STANDSTILL_PERSON:
      snprintf(text, size, "%s", phrase(language, "Somebody is stuck on foot", "คนเดินเท้าติดขัด", "動けない歩行者"));
      return;
    case SOI_EVENT_GRIDLOCK:
      snprintf(text, size, "%s", phrase(language, "A vehicle stands at green", "รถหยุดทั้งที่ไฟเขียว", "青信号で動けない車"));
      return;
    case SOI_EVENT_BREAKDOWN: snprintf(text, size, phrase(language, "%s breaks down", "%s เสีย", "%s 故障"), cart); return;
    case SOI_EVENT_REPAIRED: snprintf(text, size, phrase(language, "%s is repaired", "%s ซ่อมเสร็จ", "%s 復旧"), cart); return;
    case SOI_EVENT_RAIN:
      snprintf(text, size,
               event->value > 0.0 ? phrase(language, "Rain, %.0f mm/h", "ฝน %.0f มม./ชม.", "雨 %.0f mm/h")
                                  : phrase(language, "The rain ends", "ฝนหยุด", "雨がやむ"),
               event->value);
      return;
    case SOI_EVENT_LANE_CLOSED: snprintf(text, size, "%s", phrase(language, "A lane is closed", "ปิดช่องทาง", "車線閉鎖")); return;
    case SOI_EVENT_LANE_OPENED: snprintf(text, size, "%s", phrase(language, "A lane is opened", "เปิดช่องทาง", "車線開放")); return;
    case SOI_EVENT_GAVE_UP:
      snprintf(text, size, phrase(language, "Somebody gives up at %s", "มีคนเลิกรอที่%s", "%sで待つのをやめた人"), stop);
      return;
    case SOI_EVENT_DENIED: {
      const char *full = event->b >= 1 && event->b <= model->cart_count ? cart_name(language, model, event->b) : "";
      snprintf(text, size, phrase(language, "%s is full, somebody stays behind", "%s เต็ม มีคนตกค้าง", "%s 満席で乗れない人"), full);
      return;
    }
    case SOI_EVENT_CART_LEFT_DEPOT: snprintf(text, size, phrase(language, "%s leaves the depot", "%s ออกจากอู่", "%s 出庫"), cart); return;
    case SOI_EVENT_CART_ENTERED_DEPOT:
      snprintf(text, size, phrase(language, "%s is back in the depot", "%s กลับเข้าอู่", "%s 入庫"), cart);
      return;
    case SOI_EVENT_COMMAND: describe_command(language, event, text, size); return;
    case SOI_EVENT_PUT_OFF:
      snprintf(text, size, phrase(language, "No room yet: %s", "ยังไม่มีที่ว่าง: %s", "場所が空くのを待つ: %s"),
               incident_name(language, model, event->a));
      return;
    case SOI_EVENT_LATE:
      snprintf(text, size, phrase(language, "%s, %.0f s late", "%s ช้า %.0f วินาที", "%s %.0f秒遅れ"),
               incident_name(language, model, event->a), event->value);
      return;
    default: snprintf(text, size, "%s%s%s", cart, cart[0] != '\0' ? ": " : "", soi_event_name(event->kind)); return;
  }
}
