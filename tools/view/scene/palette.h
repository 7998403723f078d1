/* The colours of the picture. Meshes name colours by role, never by value: so the hour and the weather change without
 * rebuilding anything. The accent belongs to the carts alone. */
#ifndef SOI_VIEW_PALETTE_H
#define SOI_VIEW_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

/* X(ROLE, colour), as 0xRRGGBB */
#define SCENE_COLOURS(X) \
  X(PAINT, 0xffffff)  /* the instance's own */ \
  X(ACCENT, 0xf2541b) /* carts, and what belongs to them */ \
  X(GROUND, 0xcbc9bd) \
  X(LOT, 0xd6d2c6)  /* paved land */ \
  X(YARD, 0xccd3b4) /* land with something green between houses */ \
  X(LAWN, 0xbfd2a4) \
  X(PARKING, 0xbdbfbf) \
  X(CONTEXT, 0xe9e4da) /* houses that nobody mapped */ \
  X(CONTEXT_TILE, 0xd3b8a2) \
  X(CONTEXT_SLATE, 0xc3ccd2) \
  X(CONTEXT_FLAT, 0xdedbd2) \
  X(ROAD, 0xa9adb2) \
  X(BAY, 0xb6aca6) \
  X(MEDIAN, 0xc9cfb8) \
  X(MARKING, 0xf8f8f4) \
  X(SIDEWALK, 0xcbc6bc) \
  X(KERB, 0xc4c0b7) \
  X(PLAZA, 0xe3ddd0) \
  X(GREEN, 0xb9d0a0) \
  X(WATER, 0x9cc3d6) \
  X(WALL, 0xefece6) \
  X(ROOF, 0xebe9e4) \
  X(ROOF_LIGHT, 0xcfd8de) \
  X(GLASS, 0x7f95a8) \
  X(LIT, 0xffdf9e) /* windows with light behind them */ \
  X(LEAF, 0x86ab6c) \
  X(LEAF_DARK, 0x739a5f) \
  X(TRUNK, 0x8d7b68) \
  X(CONCRETE, 0xcfccc5) \
  X(BALLAST, 0xb5aea4) \
  X(RAIL, 0x7f8388) \
  X(STEEL, 0x6b7278) \
  X(DARK, 0x2b3035) \
  X(TYRE, 0x33383d) \
  X(SEAT, 0x4a525a) \
  X(SKIN, 0xc99a72) \
  X(TROUSERS, 0x4b5563) \
  X(HAIR, 0x3a322d) \
  X(LUGGAGE, 0x5b6c86) \
  X(LAMP_BRAKE, 0xff2d2d) \
  X(LAMP_TURN, 0xffab1a) \
  X(LAMP_HEAD, 0xfff6dd) \
  X(LAMP_RED, 0xf0382e) \
  X(LAMP_AMBER, 0xffb000) \
  X(LAMP_GREEN, 0x00a884) /* bluish: told from red by those who see no difference of hue alone */

/* clang-format off */
typedef enum scene_colour {
#define SCENE_COLOUR_ROW(role, colour) COLOUR_##role,
  SCENE_COLOURS(SCENE_COLOUR_ROW)
#undef SCENE_COLOUR_ROW
  SCENE_COLOUR_COUNT
} scene_colour;
/* clang-format on */

/* 0xRRGGBB of a role. */
uint32_t scene_colour_of(scene_colour colour);
/* The same as three shares 0..1, in the screen's (gamma) space. */
void scene_colour_shares(scene_colour colour, float shares[3]);

/* The paint of traffic and clothes, 0xBBGGRR: muted, so that the accent stands out; entity is a number that stays with its owner. */
uint32_t scene_vehicle_paint(int shape, uint32_t entity);
uint32_t scene_clothes_paint(uint32_t entity);
/* The accent, as paint. */
uint32_t scene_cart_paint(void);

/* A number mixed until its bits look drawn; for looks only, never for the simulation. */
uint32_t scene_mixed(uint32_t number);

#endif
