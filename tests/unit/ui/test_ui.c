/* The kit without a display: what is drawn where, and who is told what when the pointer moves and presses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "raster.h"

static const uint32_t GREY = 0x808080;

static ui *open_ui(void) {
  static ui self;
  char message[256];
  if (!ui_open(&self, message, sizeof message)) {
    print_message("%s\n", message);
    skip();
  }
  return &self;
}

static ui_input at(float x, float y, bool down) {
  return (ui_input){.width = 400.0f, .height = 200.0f, .scale = 1.0f, .x = x, .y = y, .down = down};
}

static raster picture_of(ui *self, const char *name) {
  raster picture = raster_make(400, 200, GREY);
  raster_draw(&picture, ui_end(self), fonts_atlas(self->fonts));
  raster_keep(&picture, name);
  return picture;
}

/* Latin, Thai and Japanese in one line: each in its font, none as empty boxes, nothing outside the rectangle. */
static void text_is_drawn_in_three_scripts(void **state) {
  (void)state;
  ui *self = open_ui();
  const char *const texts[] = {"Wait 3:07 min", "\xe0\xb8\x9a\xe0\xb8\xb2\xe0\xb8\x87\xe0\xb8\x8b\xe0\xb8\xb7\xe0\xb9\x88\xe0\xb8\xad",
                               "\xe5\xb9\xb3\xe6\x97\xa5\xe3\x81\xae\xe6\x9c\x9d"};
  if (fonts_missing(self->fonts)[0] != '\0') { print_message("missing: %s\n", fonts_missing(self->fonts)); }
  for (int i = 0; i < 3; ++i) {
    const ui_input input = at(-1.0f, -1.0f, false);
    ui_begin(self, &input);
    const ui_rect rect = {100.0f, 80.0f, 380.0f, 120.0f};
    ui_text(self, rect, UI_TITLE, UI_INK, UI_LEFT, texts[i]);
    const float width = ui_width(self, UI_TITLE, texts[i]);
    raster picture = picture_of(self, "scripts");
    const ui_rect inked = {100.0f, 80.0f, 100.0f + width + 1.0f, 120.0f};
    const uint32_t ink = raster_other(&picture, inked, GREY), all = raster_other(&picture, (ui_rect){0.0f, 0.0f, 400.0f, 200.0f}, GREY);
    print_message("%s: %.0f pixels wide, %u of them inked\n", texts[i], width, ink);
    assert_true(width > 30.0f && ink > 100);
    assert_int_equal(ink, all);
    free(picture.pixels);
  }
  ui_close(self);
}

/* Digits are equally wide, so figures do not dance. */
static void digits_are_tabular(void **state) {
  (void)state;
  ui *self = open_ui();
  const ui_input input = at(-1.0f, -1.0f, false);
  ui_begin(self, &input);
  for (char digit = '0'; digit <= '9'; ++digit) {
    const char text[] = {digit, '\0'};
    assert_true(ui_width(self, UI_CLOCK, text) == ui_width(self, UI_CLOCK, "8"));
  }
  ui_end(self);
  ui_close(self);
}

/* What is too long ends in an ellipsis inside its rectangle. */
static void long_text_is_shortened(void **state) {
  (void)state;
  ui *self = open_ui();
  const ui_input input = at(-1.0f, -1.0f, false);
  ui_begin(self, &input);
  ui_text(self, (ui_rect){50.0f, 50.0f, 120.0f, 70.0f}, UI_BODY, UI_INK, UI_LEFT, "A long text that does not fit here at all");
  raster picture = picture_of(self, "ellipsis");
  assert_true(raster_other(&picture, (ui_rect){50.0f, 50.0f, 120.0f, 70.0f}, GREY) > 50);
  assert_int_equal(raster_other(&picture, (ui_rect){121.0f, 0.0f, 400.0f, 200.0f}, GREY), 0);
  free(picture.pixels);
  ui_close(self);
}

/* Paragraphs break between words, in Japanese between characters. */
static void paragraphs_break(void **state) {
  (void)state;
  ui *self = open_ui();
  const ui_input input = at(-1.0f, -1.0f, false);
  ui_begin(self, &input);
  const ui_rect rect = {10.0f, 10.0f, 130.0f, 190.0f};
  const float one = ui_paragraph(self, rect, UI_BODY, UI_INK, UI_LEFT, "One line", false);
  const float three = ui_paragraph(self, rect, UI_BODY, UI_INK, UI_LEFT, "Carts leave their yard and come to the gate", true);
  assert_true(three >= 2.0f * one);
  raster picture = picture_of(self, "paragraph");
  assert_int_equal(raster_other(&picture, (ui_rect){131.0f, 0.0f, 400.0f, 200.0f}, GREY), 0);
  free(picture.pixels);
  ui_close(self);
}

/* One frame with one button; whether it was clicked. */
static bool frame_with_button(ui *self, float x, float y, bool down) {
  const ui_input input = at(x, y, down);
  ui_begin(self, &input);
  const bool clicked = ui_button(self, ui_id("press", 0), (ui_rect){100.0f, 100.0f, 180.0f, 132.0f}, UI_PLAY, "Go", false, "Starts");
  ui_end(self);
  return clicked;
}

/* Pressed and released inside: a click, once. Dragged out or in: none. */
static void a_button_is_clicked_inside(void **state) {
  (void)state;
  ui *self = open_ui();
  assert_false(frame_with_button(self, 120.0f, 110.0f, false));
  assert_false(frame_with_button(self, 120.0f, 110.0f, true));
  assert_true(ui_has_pointer(self));
  assert_true(frame_with_button(self, 121.0f, 110.0f, false));
  assert_false(frame_with_button(self, 121.0f, 110.0f, false));
  frame_with_button(self, 120.0f, 110.0f, true);
  assert_false(frame_with_button(self, 10.0f, 10.0f, false));
  frame_with_button(self, 10.0f, 10.0f, false);
  frame_with_button(self, 10.0f, 10.0f, true);
  assert_false(frame_with_button(self, 120.0f, 110.0f, true));
  assert_false(frame_with_button(self, 120.0f, 110.0f, false));
  assert_false(ui_has_pointer(self));
  ui_close(self);
}

/* A slider follows the pointer also outside, until it is let go. */
static void a_slider_is_dragged(void **state) {
  (void)state;
  ui *self = open_ui();
  const ui_rect rect = {100.0f, 50.0f, 300.0f, 70.0f};
  float share = 0.0f;
  static const struct {
    float x, y;
    bool down;
    float share;
  } moves[] = {{150.0f, 60.0f, false, 0.0f}, {150.0f, 60.0f, true, 0.25f}, {200.0f, 190.0f, true, 0.5f},
               {390.0f, 60.0f, true, 1.0f},  {390.0f, 60.0f, false, 1.0f}, {120.0f, 60.0f, false, 1.0f}};
  for (size_t i = 0; i < sizeof moves / sizeof moves[0]; ++i) {
    const ui_input input = at(moves[i].x, moves[i].y, moves[i].down);
    ui_begin(self, &input);
    ui_slider(self, ui_id("slider", 0), rect, &share);
    ui_end(self);
    if (i != 4) { assert_true(fabsf(share - moves[i].share) < 0.01f); }
  }
  ui_close(self);
}

/* What is clipped is not drawn and not pressed. */
static void scrolling_clips(void **state) {
  (void)state;
  ui *self = open_ui();
  const ui_rect box = {50.0f, 50.0f, 200.0f, 100.0f};
  bool clicked = false;
  for (int frame = 0; frame < 3; ++frame) {
    const ui_input input = at(60.0f, 120.0f, frame == 1);
    ui_begin(self, &input);
    const float up = ui_scroll_begin(self, ui_id("list", 0), box, 200.0f);
    clicked = ui_row(self, ui_id("row", 3), (ui_rect){50.0f, 110.0f - up, 200.0f, 140.0f - up}, false) || clicked;
    ui_text(self, (ui_rect){50.0f, 110.0f - up, 200.0f, 140.0f - up}, UI_BODY, UI_INK, UI_LEFT, "Below");
    ui_scroll_end(self);
    raster picture = picture_of(self, "scroll");
    assert_int_equal(raster_other(&picture, (ui_rect){50.0f, 101.0f, 199.0f, 200.0f}, GREY), 0);
    free(picture.pixels);
  }
  assert_false(clicked);
  ui_close(self);
}

/* A clock that runs for hours, and every kind of text, do not fill the atlas. */
static void the_atlas_does_not_overflow(void **state) {
  (void)state;
  ui *self = open_ui();
  for (int i = 0; i < 20000; ++i) {
    const ui_input input = at(-1.0f, -1.0f, false);
    ui_begin(self, &input);
    ui_textf(self, (ui_rect){0.0f, 0.0f, 200.0f, 30.0f}, UI_CLOCK, UI_INK, UI_LEFT, "%02d:%02d:%02d", i / 3600, i / 60 % 60, i % 60);
    ui_textf(self, (ui_rect){0.0f, 40.0f, 400.0f, 80.0f}, UI_FIGURE, UI_INK, UI_LEFT, "w%c%c%cx", 'a' + i % 26, 'a' + i / 26 % 26,
             'a' + i / 676 % 26);
    ui_end(self);
  }
  print_message("atlas %.0f %% full\n", (double)(100.0f * atlas_fill(fonts_atlas(self->fonts))));
  assert_true(atlas_fill(fonts_atlas(self->fonts)) < 0.95f);
  ui_close(self);
}

/* Lines, areas and bars where they should be. */
static void charts_are_where_they_should_be(void **state) {
  (void)state;
  ui *self = open_ui();
  const float values[] = {1.0f, 2.0f, -1.0f, 4.0f, 2.0f};
  const ui_input input = at(-1.0f, -1.0f, false);
  ui_begin(self, &input);
  const ui_rect rect = {20.0f, 20.0f, 220.0f, 80.0f};
  const float top = ui_spark(self, rect, &(ui_series){.values = values, .count = 5, .span = 10, .role = UI_SERIES_1, .filled = true});
  ui_gauge(self, (ui_rect){20.0f, 100.0f, 220.0f, 108.0f}, 0.5f, UI_GOOD);
  raster picture = picture_of(self, "charts");
  assert_true(top == 4.0f);
  assert_true(raster_other(&picture, (ui_rect){80.0f, 18.0f, 100.0f, 24.0f}, GREY) > 2);
  assert_int_equal(raster_other(&picture, (ui_rect){130.0f, 18.0f, 220.0f, 79.0f}, GREY), 0);
  assert_int_equal(raster_other(&picture, (ui_rect){240.0f, 0.0f, 400.0f, 200.0f}, GREY), 0);
  free(picture.pixels);
  ui_close(self);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_is_drawn_in_three_scripts),
      cmocka_unit_test(digits_are_tabular),
      cmocka_unit_test(long_text_is_shortened),
      cmocka_unit_test(paragraphs_break),
      cmocka_unit_test(a_button_is_clicked_inside),
      cmocka_unit_test(a_slider_is_dragged),
      cmocka_unit_test(scrolling_clips),
      cmocka_unit_test(the_atlas_does_not_overflow),
      cmocka_unit_test(charts_are_where_they_should_be),
  };
  return cmocka_run_group_tests_name("ui", tests, NULL, NULL);
}
