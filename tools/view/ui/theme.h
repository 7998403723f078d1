/* The look of panels: colours by role in a light and a dark theme, sizes in points. The carts' accent is used for carts alone; what can
 * be pressed is blue; series are told apart by lightness as well as by hue. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

/* X(ROLE, light theme, dark theme), as 0xRRGGBBAA */
#define UI_COLOURS(X) \
  X(PANEL, 0xfcfcfaf2, 0x1a1e23f0) \
  X(PANEL_EDGE, 0x1b222914, 0xffffff14) \
  X(SHADOW, 0x10182026, 0x0000004d) \
  X(INK, 0x1b2229ff, 0xeef1f4ff) \
  X(SOFT, 0x56616cff, 0xaab3bdff)  /* labels */ \
  X(FAINT, 0x8a949eff, 0x77818bff) /* units, axes, what is off */ \
  X(LINE, 0x1b22291a, 0xffffff1c)  /* between rows */ \
  X(FIELD, 0x1b22290f, 0xffffff12) /* buttons, tracks */ \
  X(FIELD_HOT, 0x1b22291f, 0xffffff24) \
  X(PRIMARY, 0x1f66c1ff, 0x7db4ffff) \
  X(ON_PRIMARY, 0xffffffff, 0x10151aff) \
  X(CHOSEN, 0x1f66c122, 0x7db4ff2e) /* behind a chosen row */ \
  X(CART, 0xf2541bff, 0xff6a2bff) \
  X(ON_CART, 0xffffffff, 0x14171aff) \
  X(GOOD, 0x00785eff, 0x2fd0a4ff) \
  X(WARN, 0x9a6a00ff, 0xf2c14eff) \
  X(BAD, 0xb3263aff, 0xff7a88ff) \
  X(RAIN, 0x2b7fb8ff, 0x6cc3f2ff) \
  X(CAPTION, 0x12171ce0, 0x0b0e11e6) \
  X(ON_CAPTION, 0xffffffff, 0xf4f6f8ff) \
  X(SCRIM, 0x12171c66, 0x00000080) \
  X(SERIES_1, 0x1f66c1ff, 0x7db4ffff) \
  X(SERIES_2, 0x0f9d8aff, 0x4fd6c0ff) \
  X(SERIES_3, 0xc9962bff, 0xe9c46aff) \
  X(SERIES_4, 0x8a5fb0ff, 0xc3a0e6ff) \
  X(SERIES_5, 0xb3567dff, 0xe894b6ff) \
  X(SERIES_6, 0x7a8794ff, 0x8d99a6ff)

/* clang-format off */
typedef enum ui_role {
#define UI_COLOUR_ROW(role, light, dark) UI_##role,
  UI_COLOURS(UI_COLOUR_ROW)
#undef UI_COLOUR_ROW
  UI_ROLE_COUNT
} ui_role;
/* clang-format on */

/* 0xRRGGBBAA of a role. */
uint32_t theme_colour(ui_role role, bool dark);
/* The same colour with its opacity scaled by 0..1. */
uint32_t theme_faded(uint32_t colour, float opacity);

/* How text is set: size in points and weight. */
typedef enum ui_style { UI_SMALL, UI_BODY, UI_STRONG, UI_TITLE, UI_FIGURE, UI_CLOCK, UI_CAPTION_TEXT, UI_STYLE_COUNT } ui_style;
float theme_size(ui_style style);
bool theme_bold(ui_style style);

/* Spacing, points. */
#define UI_GAP 8.0f
#define UI_MARGIN 16.0f
#define UI_RADIUS 10.0f
#define UI_ROW 26.0f
#define UI_BUTTON 32.0f

#endif
