/* The colours of the picture. Meshes name colours by role, never by value: so the theme, the hour and the weather change without
 * rebuilding anything. The accent belongs to the carts alone. */
#ifndef SOI_VIEW_PALETTE_H
#define SOI_VIEW_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

/* X(ROLE, light theme, dark theme), as 0xRRGGBB */
#define SCENE_COLOURS(X) \
  X(PAINT, 0xffffff, 0xffffff)  /* the instance's own */ \
  X(ACCENT, 0xf2541b, 0xff6a2b) /* carts, and what belongs to them */ \
  X(GROUND, 0xd9d7cf, 0x23272d) \
  X(ROAD, 0xa9adb2, 0x353b43) \
  X(BAY, 0xb6aca6, 0x453f40) \
  X(MEDIAN, 0xc9cfb8, 0x2f3a36) \
  X(MARKING, 0xf8f8f4, 0x8b939c) \
  X(SIDEWALK, 0xcbc6bc, 0x444a52) \
  X(KERB, 0xc4c0b7, 0x565d66) \
  X(PLAZA, 0xe3ddd0, 0x3b4148) \
  X(GREEN, 0xb9d0a0, 0x26382e) \
  X(WATER, 0x9cc3d6, 0x1d3a4d) \
  X(WALL, 0xefece6, 0x4a525c) \
  X(ROOF, 0xebe9e4, 0x3f464f) \
  X(ROOF_LIGHT, 0xcfd8de, 0x39414b) \
  X(GLASS, 0x7f95a8, 0x1b2127) \
  X(LIT, 0xffdf9e, 0xffd487) /* windows with light behind them */ \
  X(LEAF, 0x86ab6c, 0x2d4a39) \
  X(LEAF_DARK, 0x739a5f, 0x274232) \
  X(TRUNK, 0x8d7b68, 0x3d372f) \
  X(CONCRETE, 0xcfccc5, 0x4b525a) \
  X(BALLAST, 0xb5aea4, 0x393b3f) \
  X(RAIL, 0x7f8388, 0x6c747d) \
  X(STEEL, 0x6b7278, 0x7b848d) \
  X(DARK, 0x2b3035, 0x14171a) \
  X(TYRE, 0x33383d, 0x191c1f) \
  X(SEAT, 0x4a525a, 0x2b3036) \
  X(SKIN, 0xc99a72, 0xb98b66) \
  X(TROUSERS, 0x4b5563, 0x59636f) \
  X(HAIR, 0x3a322d, 0x2a2522) \
  X(LUGGAGE, 0x5b6c86, 0x6d7f9a) \
  X(LAMP_BRAKE, 0xff2d2d, 0xff3b3b) \
  X(LAMP_TURN, 0xffab1a, 0xffb733) \
  X(LAMP_HEAD, 0xfff6dd, 0xfff3d0) \
  X(LAMP_RED, 0xf0382e, 0xff4a3d) \
  X(LAMP_AMBER, 0xffb000, 0xffbe2e) \
  X(LAMP_GREEN, 0x00a884, 0x1ed9a4) /* bluish: told from red by those who see no difference of hue alone */

/* clang-format off */
typedef enum scene_colour {
#define SCENE_COLOUR_ROW(role, light, dark) COLOUR_##role,
  SCENE_COLOURS(SCENE_COLOUR_ROW)
#undef SCENE_COLOUR_ROW
  SCENE_COLOUR_COUNT
} scene_colour;
/* clang-format on */

/* 0xRRGGBB of a role in a theme. */
uint32_t scene_colour_of(scene_colour colour, bool dark);
/* The same as three shares 0..1, in the screen's (gamma) space. */
void scene_colour_shares(scene_colour colour, bool dark, float shares[3]);

/* The paint of traffic and clothes, 0xBBGGRR: muted, so that the accent stands out; entity is a number that stays with its owner. */
uint32_t scene_vehicle_paint(int shape, uint32_t entity);
uint32_t scene_clothes_paint(uint32_t entity);

/* A number mixed until its bits look drawn; for looks only, never for the simulation. */
uint32_t scene_mixed(uint32_t number);

#endif
