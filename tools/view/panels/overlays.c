/* The one table of overlays: how each is asked for on the command line and by key, what it is called, and what the scene draws for it. */
#include <string.h>

#include "scene.h"
#include "shared.h"

static const panels_overlay_row overlays[] = {
    {OVERLAY_LABELS, 0, NULL, "1", {"Names", "ชื่อ", "名前"}},
    {OVERLAY_PATHS, SCENE_PATHS, "paths", "2", {"Planned paths", "เส้นทางที่วางแผน", "計画経路"}},
    {OVERLAY_SENSORS, SCENE_SENSORS, "sensors", "3", {"What carts see", "สิ่งที่รถมองเห็น", "カートに見えるもの"}},
    {OVERLAY_SPEEDS, SCENE_SPEEDS, "speeds", "4", {"Speeds", "ความเร็ว", "速度"}},
    {OVERLAY_DENSITY, SCENE_DENSITY, "density", "D", {"Density", "ความหนาแน่น", "密度"}},
    {OVERLAY_QUEUES, SCENE_QUEUES, "queues", "5", {"Queues", "แถวรถติด", "渋滞列"}},
    {OVERLAY_ZONES, SCENE_ZONES, "zones", "6", {"Conflict zones", "จุดขัดแย้ง", "交錯区間"}},
    {OVERLAY_LANES, SCENE_LANES, "lanes", "7", {"Lanes", "ช่องทาง", "車線"}},
    {OVERLAY_IDS, 0, "ids", "8", {"Ids", "หมายเลข", "番号"}},
    {OVERLAY_LOST, 0, "lost", "9", {"Time lost", "เวลาที่เสียไป", "失われた時間"}},
};
enum { OVERLAYS = sizeof overlays / sizeof overlays[0] };

const panels_overlay_row *panels_overlay_at(uint32_t i) { return i < OVERLAYS ? &overlays[i] : NULL; }

uint32_t panels_scene_overlays(const panels *self) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < OVERLAYS; ++i) { bits |= overlay_is_on(self, &overlays[i]) ? overlays[i].scene : 0u; }
  return bits;
}

void switch_overlay(panels *self, const char *key) {
  for (uint32_t i = 0; i < OVERLAYS; ++i) {
    if (strcmp(overlays[i].key, key) == 0) { self->overlays ^= (unsigned)overlays[i].overlay; }
  }
}
