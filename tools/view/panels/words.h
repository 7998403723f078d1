/* Words of the panels in English, Thai and Japanese, and phrases for what carts, vehicles and people do. */
#ifndef PANELS_WORDS_H
#define PANELS_WORDS_H

#include "panels.h"

/* X(SYMBOL, en, th, ja) */
#define WORDS(X) \
  X(WAITING_NOW, "Waiting for a cart", "กำลังรอรถ", "カートを待つ人") \
  X(WAITED, "Waited so far", "รอมาแล้ว", "待ち時間") \
  X(ABOARD, "Aboard", "บนรถ", "乗車中") \
  X(WAIT, "Wait, last 15 min", "เวลารอ 15 นาทีล่าสุด", "待ち時間(直近15分)") \
  X(HEADWAY, "Between carts", "ระยะห่างระหว่างรถ", "運行間隔") \
  X(SERVED, "Brought there", "ส่งถึงที่หมาย", "送り届けた人") \
  X(MEAN_WAIT, "Mean wait", "รอเฉลี่ย", "平均待ち") \
  X(GAVE_UP, "Gave up", "เลิกรอ", "断念") \
  X(AS_IT_IS, "As it is", "ตามเดิม", "現状") \
  X(ENERGY, "Energy", "พลังงาน", "電力") \
  X(LOST, "Time lost", "เวลาที่เสียไป", "失われた時間") \
  X(FLEET, "Fleet", "รถ", "車両") \
  X(STOPS, "Stops", "ป้าย", "停留所") \
  X(EVENTS, "Events", "เหตุการณ์", "出来事") \
  X(PEOPLE_UNIT, "people", "คน", "人") \
  X(PERSON_UNIT, "person", "คน", "人") \
  X(VEHICLE_UNIT, "vehicle", "คัน", "台") \
  X(KMH, "%.0f km/h", "%.0f กม./ชม.", "%.0f km/h") \
  X(METRES_A_SECOND, "%.1f m/s", "%.1f ม./วินาที", "%.1f m/s") \
  X(RAIN_RATE, "%.0f mm/h", "%.0f มม./ชม.", "%.0f mm/h") \
  X(ENERGY_RATE, "kWh, %.0f Wh/km", "kWh, %.0f Wh/กม.", "kWh、%.0f Wh/km") \
  X(SPAN_SECONDS, "%.0f s", "%.0f วินาที", "%.0f秒") \
  X(SPAN_MINUTES, "%d:%02d min", "%d:%02d นาที", "%d:%02d分") \
  X(WHOLE_MINUTES, "%.0f min", "%.0f นาที", "%.0f分") \
  X(OF_ONE_PLACE, "of %u place", "จาก %u ที่นั่ง", "/ %u席") \
  X(OF_PLACES, "of %u places", "จาก %u ที่นั่ง", "/ %u席") \
  X(SPEED, "Speed", "ความเร็ว", "速度") \
  X(BATTERY, "Battery", "แบตเตอรี่", "電池") \
  X(NEXT_STOP, "Next stop", "ป้ายถัดไป", "次の停留所") \
  X(SEES, "Sees", "มองเห็น", "見えているもの") \
  X(VEHICLES, "vehicles", "คัน", "台") \
  X(DRY, "Dry", "ไม่มีฝน", "雨なし") \
  X(RAIN, "Rain", "ฝน", "雨") \
  X(HELP, "Keys", "ปุ่มลัด", "キー操作") \
  X(MOUSE_MOVES, "Drag the map to move it, with the right button to turn it; the wheel zooms; two fingers zoom, turn and move it.", \
    "ลากแผนที่เพื่อเลื่อน ลากด้วยปุ่มขวาเพื่อหมุน ล้อเมาส์เพื่อซูม สองนิ้วเพื่อซูม หมุน และเลื่อน", \
    "ドラッグで移動、右ボタンで回転、ホイールで拡大・縮小。2本指で拡大・縮小、回転、移動ができます。") \
  X(MOUSE_CLICKS, "Click a cart, a vehicle, somebody or a stop to see what it does and why; click again to follow.", \
    "คลิกรถ ยานพาหนะ คน หรือป้าย เพื่อดูว่าทำอะไรและเพราะอะไร คลิกอีกครั้งเพื่อตามดู", \
    "カート・車両・人・停留所をクリックすると状態と理由を表示、もう一度で追いかけます。") \
  X(BREAK_DOWN, "Breakdown", "รถเสีย", "故障") \
  X(PICK_PLACE, "Click where somebody is to appear", "คลิกจุดที่จะให้คนปรากฏ", "人が現れる場所をクリック") \
  X(PICK_LANE, "Click the lane where it is to stand", "คลิกช่องทางที่จะให้รถจอด", "停める車線をクリック") \
  X(PICK_CART, "Click the cart that breaks down", "คลิกรถที่จะให้เสีย", "故障させるカートをクリック") \
  X(NO_WALK, "There is no way on foot here; click nearer to one", "ที่นี่ไม่มีทางเดินเท้า คลิกให้ใกล้ทางเดิน", \
    "ここに歩道はありません。歩道の近くをクリックしてください") \
  X(NO_LANE, "There is no lane here; click the middle of one", "ที่นี่ไม่มีช่องทางเดินรถ คลิกกลางช่องทาง", \
    "ここに車線はありません。車線の中央をクリックしてください") \
  X(NO_VAN, "No kind of vehicle here can park, or none finds its way off the map from this lane", \
    "ไม่มีรถที่จอดได้ หรือช่องทางนี้ไม่มีทางออกจากแผนที่", "停められる車種がないか、この車線から地図の外へ出られません") \
  X(IN_DEPOT, "This cart is in its depot", "รถคันนี้อยู่ในอู่", "このカートは車庫にいます") \
  X(BROKEN_ALREADY, "This cart has broken down already", "รถคันนี้เสียอยู่แล้ว", "このカートはすでに故障しています") \
  X(NO_CROWD, "Nobody comes here to ride: the scenario has no passengers", "ไม่มีผู้โดยสารในสถานการณ์นี้", "このシナリオに乗客はいません") \
  X(NOT_NOW, "Not possible: too much is asked for at once; wait a moment", "ทำไม่ได้ มีคำสั่งมากเกินไป รอสักครู่", \
    "指示が多すぎます。少し待ってください") \
  X(DONE_PERSON, "Somebody sets out as soon as there is room", "จะมีคนเดินเมื่อมีที่ว่าง", "空きができ次第、人が歩き出します") \
  X(DONE_VAN, "The van comes as soon as the lane is free; it stands for two minutes", "รถจะจอดเมื่อช่องทางว่าง เป็นเวลาสองนาที", \
    "車線が空き次第、2分間停まります") \
  X(DONE_CROWD, "A crowd comes out", "ฝูงชนกำลังออกมา", "人波が出てきます") \
  X(MEASURED_LATER, "after the warm-up", "หลังช่วงเริ่มต้น", "ウォームアップ後") \
  X(NOBODY, "Nobody", "ไม่มี", "なし") \
  X(GO_ON, "Follow", "ตามดู", "追いかける") \
  X(NO_TOUR, "This scenario has no tour", "สถานการณ์นี้ไม่มีการนำชม", "このシナリオにツアーはありません") \
  X(MINUTES, "min", "นาที", "分") \
  X(SAVED, "Saved as %s", "บันทึกแล้วที่ %s", "保存しました: %s") \
  X(NOT_SAVED, "%s cannot be written", "บันทึก %s ไม่ได้", "%s に保存できません") \
  X(PAUSED, "paused", "หยุดชั่วคราว", "一時停止") \
  X(ENDED, "end", "จบ", "終了")

/* clang-format off */
typedef enum word {
#define WORD_ROW(symbol, en, th, ja) WORD_##symbol,
  WORDS(WORD_ROW)
#undef WORD_ROW
  WORD_COUNT
} word;
/* clang-format on */

const char *word_of(panels_language language, word which);
/* "07:12" or "07:12:30" of seconds after midnight. */
void clock_text(double clock, bool seconds, char *text, size_t size);
/* "3:07 min", or "42 s" below two minutes. */
void span_text(panels_language language, double seconds, char *text, size_t size);
/* A name of the map or the scenario in this language, else in English, else its id. */
const char *name_of(panels_language language, const soi_name *name, const char *id);

/* "yielding to 2 people", "boarding at Gate 4", "in the depot": what a cart does and why, as one sees it. */
void describe_cart(panels_language language, const soi_world *world, soi_cart_id cart, char *text, size_t size);
void describe_vehicle(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size);
void describe_person(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size);
/* "Cart 3 broke down": an event in words. */
void describe_event(panels_language language, const soi_model *model, const soi_event *event, char *text, size_t size);

const char *cart_name(panels_language language, const soi_model *model, soi_cart_id cart);
const char *stop_name(panels_language language, const soi_model *model, soi_stop_id stop);
/* Empty for one without a name. */
const char *building_name(panels_language language, const soi_building_definition *building);
const char *type_name(panels_language language, const soi_vehicle_type *type);
/* People a cart sees near its way ahead. */
uint32_t people_ahead(const soi_world *world, soi_cart_id cart);
/* What a cart sees now: people and vehicles. */
void seen_by(const soi_world *world, soi_cart_id cart, uint32_t *people, uint32_t *vehicles);

#endif
