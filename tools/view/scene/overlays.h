/* What explains the picture: one row an overlay. The command line, the keys, the legend and the drawing follow from it (options.h
 * names it too, for help and completion).
 * Colours are 0xRRGGBBAA, of a set that those who see few hues can tell apart; the carts' accent stands for carts alone. */
#ifndef SOI_VIEW_OVERLAYS_H
#define SOI_VIEW_OVERLAYS_H

#include <stdint.h>

enum { HEAT_STEPS = 5, OVERLAY_LANGUAGES = 3, OVERLAY_MARKS = 8 };

#define INK_ROUTE 0xf2541bd0u
#define INK_ROUTE_NEAR 0xf2541b48u
#define INK_CHEVRON 0xffffffe8u
#define INK_PATH 0xf2541bb0u
#define INK_SENSOR 0x1f8fd61cu
#define INK_SENSOR_EDGE 0x1f8fd690u
#define INK_SEEN 0x0072b2d0u
#define INK_HIDDEN 0xd0307cd0u
#define INK_QUEUE 0xb3263a90u
#define INK_ZONE 0xe69f0078u
#define INK_WALK_ZONE 0xcc79a790u
#define INK_LANE 0x1f66c1a0u
#define INK_CONNECTOR 0x009e7390u

/* Speed as a share of the limit, in equal steps: from violet (standing) over orange to a light green-blue (free). */
static const uint32_t INK_SPEEDS[HEAT_STEPS] = {0x6a2c8fb0, 0xb3307fb0, 0xe86a4ab0, 0xf6b44fb0, 0x7fd3c4a0};

static const double SPEED_SHARES[HEAT_STEPS] = {10.0, 30.0, 50.0, 70.0, 90.0}; /* % */

/* Density at the values below, blended between: the denser the stronger. */
static const uint32_t INK_DENSITIES[HEAT_STEPS] = {0x6cc5ea48, 0x4a9de094, 0x5a6fd6b4, 0x8a45bccc, 0xb0146ee0};
/* People to the square metre; at the last, walking is a fifth slower than alone (Weidmann 1993: 1.06 against 1.34 m/s). */
static const double DENSE_PEOPLE[HEAT_STEPS] = {0.01, 0.03, 0.1, 0.3, 1.0};
/* Vehicles to the kilometre of a lane; in the middle a lane carries most, at the last they stand (IDM: most at 54, standing at 143). */
static const double DENSE_VEHICLES[HEAT_STEPS] = {10.0, 25.0, 50.0, 90.0, 140.0};

/* A line of the legend: a colour and what it stands for, in English, Thai and Japanese; or a scale with its unit; or, without either, a
 * cause of lost time, whose colour and words are its own. */
typedef struct overlay_mark {
  uint32_t ink;
  const char *words[OVERLAY_LANGUAGES];
  const uint32_t *scale; /* [HEAT_STEPS], with its values */
  const double *values;
  uint32_t cause; /* soi_cause; past the end: all others */
} overlay_mark;

/* clang-format off */
#define COLOUR_MARK(colour, ...) {.ink = colour, .words = {__VA_ARGS__}}
#define SCALE_MARK(colours, at, ...) {.scale = colours, .values = at, .words = {__VA_ARGS__}}
#define CAUSE_MARK(symbol) {.cause = SOI_CAUSE_##symbol}
/* clang-format on */

/* X(SYMBOL, name on the command line (null: it is there unasked), key that switches it, function that draws it in the scene, en, th, ja,
 * marks...): the first lies on top. */
#define OVERLAYS(X) \
  X(LABELS, NULL, "1", scene_draw_nothing, "Names", "ชื่อ", "名前", {0}) \
  X(ROUTE, "route", "U", scene_draw_routes, "Cart route", "เส้นทางรถรับส่ง", "カートの路線", \
    COLOUR_MARK(INK_ROUTE, "far: agents drawn larger", "ไกล: วาดใหญ่กว่าจริง", "遠くの車と人は大きく表示"), \
    COLOUR_MARK(0xd3b8a2ffu, "small houses: illustrative", "บ้านหลังเล็ก: ภาพประกอบ", "小さな家並みはイメージです")) \
  X(PATHS, "paths", "2", scene_draw_paths, "Planned paths", "เส้นทางที่วางแผน", "計画経路", {0}) \
  X(SENSORS, "sensors", "3", scene_draw_sensors, "What carts see", "สิ่งที่รถมองเห็น", "カートに見えるもの", \
    COLOUR_MARK(INK_SENSOR_EDGE, "what its sensors reach", "ระยะที่เซนเซอร์มองเห็น", "センサーの届く範囲"), \
    COLOUR_MARK(INK_SEEN, "seen by the cart", "รถมองเห็นแล้ว", "カートに見えている"), \
    COLOUR_MARK(INK_HIDDEN, "person not seen", "คนที่รถมองไม่เห็น", "見えていない人")) \
  X(SPEEDS, "speeds", "4", scene_draw_speeds, "Speeds", "ความเร็ว", "速度", \
    SCALE_MARK(INK_SPEEDS, SPEED_SHARES, "% of the speed limit", "% ของความเร็วจำกัด", "制限速度に対する %")) \
  X(DENSITY, "density", "D", scene_draw_density, "Density", "ความหนาแน่น", "密度", \
    SCALE_MARK(INK_DENSITIES, DENSE_PEOPLE, "people per m\xc2\xb2", "คนต่อตารางเมตร", "1 m\xc2\xb2 あたりの人数"), \
    SCALE_MARK(INK_DENSITIES, DENSE_VEHICLES, "vehicles per km of lane", "รถต่อกิโลเมตรของช่องทาง", "車線 1 km あたりの台数")) \
  X(QUEUES, "queues", "5", scene_draw_queues, "Queues", "แถวรถติด", "渋滞列", {0}) \
  X(ZONES, "zones", "6", scene_draw_zones, "Conflict zones", "จุดขัดแย้ง", "交錯区間", \
    COLOUR_MARK(INK_ZONE, "between vehicles", "ระหว่างรถ", "車どうし"), \
    COLOUR_MARK(INK_WALK_ZONE, "with people", "กับคนเดินเท้า", "歩行者と")) \
  X(LANES, "lanes", "7", scene_draw_lanes, "Lanes", "ช่องทาง", "車線", COLOUR_MARK(INK_LANE, "lane", "ช่องทาง", "車線"), \
    COLOUR_MARK(INK_CONNECTOR, "through a junction", "ผ่านทางแยก", "交差点内")) \
  X(IDS, "ids", "8", scene_draw_nothing, "Ids", "หมายเลข", "番号", {0}) \
  X(LOST, "lost", "9", scene_draw_nothing, "Time lost", "เวลาที่เสียไป", "失われた時間", CAUSE_MARK(STOP), CAUSE_MARK(HOLD), \
    CAUSE_MARK(SIGNAL), CAUSE_MARK(LEADER), CAUSE_MARK(PEOPLE), CAUSE_MARK(WEATHER), CAUSE_MARK(BREAKDOWN), \
    {.words = {"other", "อื่นๆ", "その他"}, .cause = SOI_CAUSE_COUNT})

/* clang-format off */
enum {
#define OVERLAY_ROW(symbol, ...) OVERLAY_ROW_##symbol,
  OVERLAYS(OVERLAY_ROW)
#undef OVERLAY_ROW
  OVERLAY_COUNT
};

/* As bits. */
typedef enum scene_overlay {
#define OVERLAY_BIT(symbol, ...) OVERLAY_##symbol = 1 << OVERLAY_ROW_##symbol,
  OVERLAYS(OVERLAY_BIT)
#undef OVERLAY_BIT
} scene_overlay;

/* What is on when nothing is asked for. */
#define OVERLAYS_USUAL ((uint32_t)OVERLAY_LABELS | (uint32_t)OVERLAY_ROUTE)
/* clang-format on */

#endif
