/* Events: what happened in a step, in a fixed order. Observers read them after each step. */
#ifndef SOI_EVENT_H
#define SOI_EVENT_H

#include <soi/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A kind of event, all that is known of it:
 * X(SYMBOL, "name", "a", "b", "value", "unit", level, told, mark, "en", "th", "ja"):
 * what rows a and b are, what the value is and its unit (both "": there is none to speak of); the level of the log; where it is told of
 * (NOWHERE, in the VIEW, in the REPORT too) and who sees a mark of it on the view's timeline (NO, EXPERTS, ALL; CARTS: ALL if a cart is in
 * it); the words of the view in English, Thai and Japanese. In them {a}, {b} and {value} stand for those; "[cart]this|that" is this with a
 * cart in it and else that, "[value]this|that" goes by whether there is a value. */
/* clang-format off */
#define SOI_EVENTS(X) \
  X(VEHICLE_ENTERED, "vehicle entered", "vehicle", "flow", "", "", DEBUG, NOWHERE, NO, \
    "A vehicle comes in", "รถเข้ามา", "車が入る") \
  X(VEHICLE_LEFT, "vehicle left", "vehicle", "flow", "delay", "s", DEBUG, NOWHERE, NO, \
    "A vehicle leaves", "รถออกไป", "車が出る") \
  X(PASSENGER_CREATED, "passenger created", "person", "flow", "", "", DEBUG, NOWHERE, NO, \
    "Somebody sets out", "มีผู้โดยสารออกเดินทาง", "利用者が出発") \
  X(PASSENGER_REFUSED, "passenger refused", "person", "flow", "", "", WARNING, NOWHERE, NO, \
    "No room at the gate for a passenger", "ไม่มีที่ว่างให้ผู้โดยสารเข้ามา", "利用者の入る場所がない") \
  X(QUEUE_JOINED, "queue joined", "person", "stop", "people before it", "", INFO, NOWHERE, NO, \
    "Somebody queues at {b}", "มีคนเข้าแถวที่{b}", "{b}に並ぶ") \
  X(BOARDED, "boarded", "person", "cart", "wait", "s", INFO, NOWHERE, NO, \
    "Somebody boards {b}", "มีคนขึ้น{b}", "{b}に乗車") \
  X(DENIED, "boarding denied", "person", "cart", "", "", WARNING, VIEW, EXPERTS, \
    "{b} is full, somebody stays behind", "{b} เต็ม มีคนตกค้าง", "{b} 満席で乗れない人") \
  X(ALIGHTED, "alighted", "person", "cart", "ride", "s", INFO, NOWHERE, NO, \
    "Somebody alights from {b}", "มีคนลงจาก{b}", "{b}から降車") \
  X(SERVED, "passenger served", "person", "flow", "trip", "s", INFO, NOWHERE, NO, \
    "A passenger has arrived", "ผู้โดยสารถึงที่หมาย", "利用者が到着") \
  X(GAVE_UP, "passenger gave up", "person", "stop", "wait", "s", WARNING, VIEW, EXPERTS, \
    "Somebody gives up at {b}", "มีคนเลิกรอที่{b}", "{b}で待つのをやめた人") \
  X(CART_LEFT_DEPOT, "cart left the depot", "cart", "depot", "", "", INFO, VIEW, NO, \
    "{a} leaves the depot", "{a} ออกจากอู่", "{a} 出庫") \
  X(CART_ENTERED_DEPOT, "cart entered the depot", "cart", "depot", "", "", INFO, VIEW, NO, \
    "{a} is back in the depot", "{a} กลับเข้าอู่", "{a} 入庫") \
  X(CART_ARRIVED, "cart arrived", "cart", "stop", "", "", INFO, NOWHERE, NO, \
    "{a} arrives at {b}", "{a} ถึง{b}", "{a} {b}に到着") \
  X(CART_HELD, "cart held", "cart", "stop", "hold planned", "s", INFO, NOWHERE, NO, \
    "{a} is held at {b}", "{a} รอปรับระยะที่{b}", "{a} {b}で間隔調整") \
  X(CART_DEPARTED, "cart departed", "cart", "stop", "dwell", "s", INFO, NOWHERE, NO, \
    "{a} departs from {b}", "{a} ออกจาก{b}", "{a} {b}を発車") \
  X(HOLD_ENDED, "hold ended", "cart", "stop", "hold", "s", INFO, NOWHERE, NO, \
    "{a} is let go at {b}", "{a} เลิกรอปรับระยะที่{b}", "{a} {b}で間隔調整が終わる") \
  X(HEADWAY, "headway", "cart", "stop", "headway", "s", INFO, NOWHERE, NO, \
    "{value} s between carts at {b}", "ห่างกัน {value} วินาทีที่{b}", "{b}で{value}秒の間隔") \
  X(LAP, "round completed", "cart", "stop", "loop", "s", INFO, NOWHERE, NO, \
    "{a} completes its round", "{a} ครบรอบ", "{a} 一周") \
  X(COLLISION, "collision", "vehicle", "vehicle", "closing", "m/s", ERROR, REPORT, CARTS, \
    "[cart]Collision with a cart|Collision in the traffic", "[cart]ชนกับรถรับส่ง|รถชนกัน", "[cart]カートとの接触|車同士の接触") \
  X(COLLISION_PERSON, "collision with a person", "vehicle", "person", "closing", "m/s", ERROR, REPORT, CARTS, \
    "Collision with a person", "ชนคนเดินเท้า", "歩行者との接触") \
  X(HARD_BRAKE, "hard brake", "cart", "riders", "deceleration", "m/s2", WARNING, REPORT, EXPERTS, \
    "{a} brakes hard, {value} m/s2", "{a} เบรกแรง {value} m/s2", "{a} 急ブレーキ {value} m/s2") \
  X(ENCROACHMENT, "post-encroachment", "vehicle", "zone", "time", "s", DEBUG, NOWHERE, NO, \
    "A near miss, {value} s apart", "เฉียดกัน {value} วินาที", "{value}秒差のニアミス") \
  X(MISSED_TURN, "missed its turn", "vehicle", "lane", "", "", WARNING, NOWHERE, NO, \
    "A vehicle misses its turn", "รถเลยทางเลี้ยว", "曲がりそこねた車") \
  X(RED_LIGHT, "red light run", "vehicle", "connector", "speed", "m/s", WARNING, NOWHERE, NO, \
    "A vehicle runs a red light", "รถฝ่าไฟแดง", "信号無視") \
  X(NO_YIELD, "zebra ignored", "vehicle", "crossing", "speed", "m/s", WARNING, NOWHERE, NO, \
    "A vehicle ignores a zebra", "รถไม่หยุดที่ทางม้าลาย", "横断歩道で止まらない車") \
  X(DEADLOCK, "deadlock", "vehicle", "members", "", "", ERROR, REPORT, ALL, \
    "Deadlock of {b} vehicles", "รถติดวน {b} คัน", "{b}台がすくみ") \
  X(DEADLOCK_PEOPLE, "deadlock of people", "person", "members", "", "", ERROR, REPORT, ALL, \
    "Deadlock of {b} people", "คนติดขัดวน {b} คน", "{b}人がすくみ") \
  X(STANDSTILL, "standstill", "vehicle", "cause", "without a lawful cause", "s", ERROR, REPORT, ALL, \
    "A vehicle stands for no lawful cause", "รถหยุดนิ่งโดยไม่มีเหตุอันควร", "理由なく止まった車") \
  X(STANDSTILL_PERSON, "standstill on foot", "person", "", "without a lawful cause", "s", ERROR, REPORT, ALL, \
    "Somebody is stuck on foot", "คนเดินเท้าติดขัด", "動けない歩行者") \
  X(GRIDLOCK, "standing at green", "vehicle", "signal", "of green", "s", ERROR, REPORT, ALL, \
    "A vehicle stands at green", "รถหยุดทั้งที่ไฟเขียว", "青信号で動けない車") \
  X(BREAKDOWN, "breakdown", "cart", "", "repair", "s", ERROR, REPORT, ALL, \
    "{a} breaks down", "{a} เสีย", "{a} 故障") \
  X(REPAIRED, "repaired", "cart", "", "", "", INFO, REPORT, ALL, \
    "{a} is repaired", "{a} ซ่อมเสร็จ", "{a} 復旧") \
  X(LANE_CLOSED, "lane closed", "lane", "", "", "", WARNING, REPORT, ALL, \
    "A lane is closed", "ปิดช่องทาง", "車線閉鎖") \
  X(LANE_OPENED, "lane opened", "lane", "", "", "", INFO, REPORT, NO, \
    "A lane is opened", "เปิดช่องทาง", "車線開放") \
  X(RAIN, "rain", "", "", "", "mm/h", INFO, REPORT, NO, \
    "[value]Rain, {value} mm/h|The rain ends", "[value]ฝน {value} มม./ชม.|ฝนหยุด", "[value]雨 {value} mm/h|雨がやむ") \
  X(CHARGE_STARTED, "charging started", "cart", "depot", "charge", "share", INFO, REPORT, NO, \
    "{a} begins to charge", "{a} เริ่มชาร์จ", "{a} 充電開始") \
  X(CHARGE_ENDED, "charging ended", "cart", "depot", "charge", "share", INFO, REPORT, NO, \
    "{a} has charged", "{a} ชาร์จเสร็จ", "{a} 充電終了") \
  X(BATTERY_EMPTY, "battery empty", "cart", "", "", "", ERROR, REPORT, ALL, \
    "{a}: battery empty", "{a} แบตเตอรี่หมด", "{a} 電池切れ") \
  X(ROOM_FULL, "no room for a newcomer", "flow", "", "is of people", "", WARNING, NOWHERE, NO, \
    "No room for a newcomer", "ไม่มีที่ว่างให้ผู้มาใหม่", "新しく入る場所がない") \
  X(COMMAND, "command", "target", "command", "", "", INFO, REPORT, ALL, \
    "Presenter: {b}", "ผู้นำเสนอ: {b}", "操作: {b}") \
  X(PUT_OFF, "put off", "incident", "reason", "", "", WARNING, REPORT, NO, \
    "No room yet: {a}", "ยังไม่มีที่ว่าง: {a}", "場所が空くのを待つ: {a}") \
  X(LATE, "took place late", "incident", "", "delay", "s", INFO, REPORT, NO, \
    "{a}, {value} s late", "{a} ช้า {value} วินาที", "{a} {value}秒遅れ")

typedef enum soi_event_kind {
  SOI_EVENT_NONE,
#define SOI_EVENT_ROW(symbol, ...) SOI_EVENT_##symbol,
  SOI_EVENTS(SOI_EVENT_ROW)
#undef SOI_EVENT_ROW
  SOI_EVENT_KINDS
} soi_event_kind;

typedef enum soi_event_level { SOI_LEVEL_DEBUG = 1, SOI_LEVEL_INFO, SOI_LEVEL_WARNING, SOI_LEVEL_ERROR } soi_event_level;
typedef enum soi_event_told { SOI_TOLD_NOWHERE, SOI_TOLD_VIEW, SOI_TOLD_REPORT } soi_event_told;
typedef enum soi_event_mark { SOI_MARK_NO, SOI_MARK_EXPERTS, SOI_MARK_CARTS, SOI_MARK_ALL } soi_event_mark;
enum { SOI_LANGUAGES = 3 }; /* English, Thai, Japanese */
/* clang-format on */

/* A row of SOI_EVENTS; labels are "" where there is nothing. */
typedef struct soi_event_info {
  const char *name, *a, *b, *value, *unit;
  soi_event_level level;
  soi_event_told told;
  soi_event_mark mark;
  const char *words[SOI_LANGUAGES];
} soi_event_info;

typedef struct soi_event {
  soi_tick tick;
  uint32_t kind;
  uint32_t a, b;
  uint32_t flags; /* SOI_EVENT_RULE_BROKEN and the like */
  double value;
  soi_point at;
} soi_event;

#define SOI_EVENT_RULE_BROKEN 1u /* one of the parties broke a rule */
#define SOI_EVENT_WITH_CART 2u   /* one of the vehicles is a cart's body */

/* Why an agent does not go at its free speed: the binding constraint. X(SYMBOL, "name", of, wait, colour, "en", "th", "ja"): what it waits
 * for (soi_cause_of); what a wait for it is, lawful or for whom (wait_... in sim/standstill/wait.c); the role of its colour in the view
 * (SERIES_6: none of its own); the words. */
/* clang-format off */
#define SOI_CAUSES(X) \
  X(FREE, "free", NOTHING, in_passing, SERIES_6, "driving freely", "วิ่งสะดวก", "自由に走行中") \
  X(LEADER, "leader", VEHICLE, for_vehicle, SERIES_4, "following a vehicle", "ตามรถคันหน้า", "前の車に続く") \
  X(SIGNAL, "signal", SIGNAL, at_red, SERIES_3, "waiting at a signal", "รอสัญญาณไฟ", "信号待ち") \
  X(JUNCTION, "junction", VEHICLE, for_vehicle, SERIES_5, "yielding at a junction", "ให้ทางที่ทางแยก", "交差点で譲る") \
  X(PEOPLE, "people", PEOPLE, for_people, SERIES_5, "yielding to people", "ให้ทางคนเดินเท้า", "歩行者に譲る") \
  X(STOP, "stop", STOP, at_stop, SERIES_1, "serving a stop", "จอดรับส่งที่ป้าย", "停留所で乗降中") \
  X(HOLD, "hold", STOP, at_stop, SERIES_2, "evening the headways", "รอปรับระยะห่าง", "間隔の調整中") \
  X(BERTH, "berth", STOP, for_berth, SERIES_6, "waiting for a berth", "รอช่องจอด", "停車場所を待つ") \
  X(GAP, "gap", NOTHING, for_vehicle, SERIES_6, "waiting for a gap", "รอจังหวะออกรถ", "発進のすき間を待つ") \
  X(CURVE, "curve", NOTHING, in_passing, SERIES_6, "slow in a bend", "ชะลอในโค้ง", "カーブで減速") \
  X(ROUTE, "route", NOTHING, in_passing, SERIES_6, "changing lane for its way", "เปลี่ยนช่องทาง", "車線変更") \
  X(CLOSED, "closed", NOTHING, at_closure, SERIES_6, "at a closed lane", "ช่องทางปิด", "車線閉鎖") \
  X(SPACE, "space", VEHICLE, for_vehicle, SERIES_6, "no room ahead", "รอที่ว่างหลังทางแยก", "交差点の先の空き待ち") \
  X(WEATHER, "weather", NOTHING, lawfully, INK, "slow in rain or poor sight", "ชะลอเพราะฝน", "雨で減速") \
  X(BREAKDOWN, "breakdown", NOTHING, broken, BAD, "broken down", "รถเสีย", "故障") \
  X(COMFORT, "comfort", NOTHING, in_passing, SERIES_6, "gentle speed changes", "เร่งหรือเบรกอย่างนุ่มนวล", "ゆるやかに加減速") \
  X(CHARGING, "charging", NOTHING, lawfully, SERIES_6, "charging", "กำลังชาร์จ", "充電中") \
  X(EXIT, "exit", NOTHING, in_passing, SERIES_6, "leaving the map", "ออกจากแผนที่", "地図の外へ")

typedef enum soi_cause {
#define SOI_CAUSE_ROW(symbol, ...) SOI_CAUSE_##symbol,
  SOI_CAUSES(SOI_CAUSE_ROW)
#undef SOI_CAUSE_ROW
  SOI_CAUSE_COUNT
} soi_cause;

typedef enum soi_cause_of { SOI_OF_NOTHING, SOI_OF_VEHICLE, SOI_OF_PEOPLE, SOI_OF_SIGNAL, SOI_OF_STOP } soi_cause_of;
/* clang-format on */

/* Why what puts somebody into the world, or a cart on the road for the first time, has to wait: the first that minds. X(SYMBOL, "name", "in words") */
#define SOI_REFUSALS(X) \
  X(NONE, "", "") \
  X(VEHICLE, "vehicle", "a vehicle was there") \
  X(COMING, "coming", "a vehicle came up that could not have stopped gently") \
  X(PERSON, "person", "somebody on foot was there") \
  X(FULL, "full", "there was no free row, see capacity in the scenario") \
  X(QUEUE, "queue", "too many commands waited before it") \
  X(GAP, "gap", "there was no gap in the lane at its depot") \
  X(CLOSED, "closed", "the lane at its depot was closed") \
  X(BROKEN, "broken", "it was broken down") \
  X(CHARGE, "charge", "its battery was too low")

/* clang-format off */
typedef enum soi_refusal {
#define SOI_REFUSAL_ROW(symbol, name, words) SOI_REFUSAL_##symbol,
  SOI_REFUSALS(SOI_REFUSAL_ROW)
#undef SOI_REFUSAL_ROW
  SOI_REFUSAL_COUNT
} soi_refusal;
/* clang-format on */

/* The row of an event kind; that of SOI_EVENT_NONE, with nothing in it, past the end. */
SOI_API const soi_event_info *soi_event_info_of(uint32_t kind);
/* The name of an event kind, of a cause and of a refusal, for reports; "" past the end. */
SOI_API const char *soi_event_name(uint32_t kind);
SOI_API const char *soi_cause_name(uint32_t cause);
/* A cause in words: English; and in English (0), Thai (1) or Japanese (2). */
SOI_API const char *soi_cause_words(uint32_t cause);
SOI_API const char *soi_cause_words_in(uint32_t language, uint32_t cause);
SOI_API soi_cause_of soi_cause_waits_for(uint32_t cause);
SOI_API const char *soi_refusal_name(uint32_t refusal);
SOI_API const char *soi_refusal_words(uint32_t refusal);

#ifdef __cplusplus
}
#endif
#endif
