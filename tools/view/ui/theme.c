/* The look of panels. */
#include "theme.h"

uint32_t theme_colour(ui_role role, bool dark) {
#define ROW(name, light, dark_one) {light, dark_one},
  static const uint32_t colours[UI_ROLE_COUNT][2] = {UI_COLOURS(ROW)};
#undef ROW
  return colours[role][dark ? 1 : 0];
}

uint32_t theme_faded(uint32_t colour, float opacity) {
  const float alpha = (float)(colour & 0xffu) * (opacity < 0.0f ? 0.0f : opacity > 1.0f ? 1.0f : opacity);
  return (colour & 0xffffff00u) | (uint32_t)(alpha + 0.5f);
}

static const struct {
  float size;
  bool bold;
} styles[UI_STYLE_COUNT] = {
    [UI_SMALL] = {11.0f, false}, [UI_BODY] = {13.0f, false}, [UI_STRONG] = {13.0f, true},        [UI_TITLE] = {15.0f, true},
    [UI_FIGURE] = {20.0f, true}, [UI_CLOCK] = {22.0f, true}, [UI_CAPTION_TEXT] = {20.0f, false},
};

float theme_size(ui_style style) { return styles[style].size; }
bool theme_bold(ui_style style) { return styles[style].bold; }
