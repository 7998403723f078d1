#include "palette.h"

#include <soi/definition.h>

static const uint32_t colours[SCENE_COLOUR_COUNT] = {
#define ROW(role, colour) colour,
    SCENE_COLOURS(ROW)
#undef ROW
};

uint32_t scene_colour_of(scene_colour colour) { return colours[colour]; }

void scene_colour_shares(scene_colour colour, float shares[3]) {
  for (int i = 0; i < 3; ++i) { shares[i] = (float)(colours[colour] >> (16 - 8 * i) & 255u) / 255.0f; }
}

uint32_t scene_mixed(uint32_t number) {
  number = (number ^ number >> 16) * 0x7feb352du;
  number = (number ^ number >> 15) * 0x846ca68bu;
  return number ^ number >> 16;
}

static uint32_t turned(uint32_t rgb) { return (rgb >> 16 & 255u) | (rgb & 0xff00u) | (rgb & 255u) << 16; }

static uint32_t pick(const uint32_t *paints, uint32_t count, uint32_t entity) { return turned(paints[scene_mixed(entity) % count]); }

uint32_t scene_cart_paint(void) { return turned(colours[COLOUR_ACCENT]); }

#define PICK(paints, entity) pick(paints, (uint32_t)(sizeof(paints) / sizeof *(paints)), entity)

uint32_t scene_vehicle_paint(int shape, uint32_t entity) {
  static const uint32_t cars[] = {0xf4f4f2, 0xf4f4f2, 0xd9dcde, 0xc2c7cb, 0x8d959c, 0x50585f,
                                  0x33393f, 0x7c8fa3, 0x566f8a, 0x9c8f84, 0xe9e4d8};
  static const uint32_t motorcycles[] = {0x3f464d, 0x6f7a84, 0x8a5560, 0x4f6b86, 0xd5d8da};
  static const uint32_t buses[] = {0xdfe7ea, 0xcfd9c8, 0xe6dcc8};
  static const uint32_t songthaews[] = {0x6f8f7d, 0x7a92a8, 0x9a8f70};
  static const uint32_t tuktuks[] = {0x5f86a6, 0x6c9a86, 0x8b7fa6};
  switch (shape) {
    case SOI_SHAPE_MOTORCYCLE: return PICK(motorcycles, entity);
    case SOI_SHAPE_BUS: return PICK(buses, entity);
    case SOI_SHAPE_SONGTHAEW: return PICK(songthaews, entity);
    case SOI_SHAPE_TUKTUK: return PICK(tuktuks, entity);
    default: return PICK(cars, entity);
  }
}

uint32_t scene_clothes_paint(uint32_t entity) {
  static const uint32_t clothes[] = {0xf0eee8, 0xd8dde2, 0x7f9bb5, 0x5d7896, 0x97a884, 0xb59c86,
                                     0xc7b56e, 0x8a7f9c, 0x596068, 0xbfa3a6, 0x6f9a98};
  return PICK(clothes, entity);
}
