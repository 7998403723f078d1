/* The bar at the top: which run it is, its clock, speed and weather, and the few switches everybody needs. */
#include <math.h>
#include <stdio.h>

#include "shared.h"

static void speed_text(const play_frame *frame, char *text, size_t size) {
  if (frame->speed >= PLAY_FASTEST) {
    snprintf(text, size, "max");
  } else if (frame->speed >= 1.0) {
    snprintf(text, size, "%.0f\xc3\x97", frame->speed);
  } else {
    snprintf(text, size, "1/%.0f\xc3\x97", 1.0 / frame->speed);
  }
}

void panels_window_title(const panels *self, char *text, size_t size) {
  const soi_definition *const definition = self->model->definition;
  const char *const run = name_of(self->language, &definition->scenario.name, ""), *const place =
                                                                                       name_of(self->language, &definition->map.name, "");
  snprintf(text, size, "%s%s%s%ssoi", run, run[0] != '\0' && place[0] != '\0' ? ", " : "", place,
           run[0] != '\0' || place[0] != '\0' ? " \xe2\x80\x93 " : "");
}

/* The name of the run and of its place, at the left. */
static void draw_name(panels *self, ui_rect rect) {
  const soi_definition *definition = self->model->definition;
  const float mark = px(self, 26.0f);
  ui_rect badge = rect_cut_left(&rect, mark);
  const float middle = 0.5f * (badge.top + badge.bottom);
  badge = (ui_rect){badge.left, middle - 0.5f * mark, badge.right, middle + 0.5f * mark};
  list_round(&self->ui->list, badge, px(self, 7.0f), ui_paint(self->ui, UI_CART));
  ui_text(self->ui, badge, UI_STRONG, UI_ON_CART, UI_CENTRE, "soi");
  rect_cut_left(&rect, px(self, 10.0f));
  ui_rect top = rect;
  top.bottom = middle;
  top.top = middle - px(self, 18.0f);
  ui_text(self->ui, top, UI_STRONG, UI_INK, UI_LEFT, name_of(self->language, &definition->scenario.name, ""));
  const ui_rect low = {rect.left, middle, rect.right, middle + px(self, 16.0f)};
  ui_text(self->ui, low, UI_SMALL, UI_SOFT, UI_LEFT, name_of(self->language, &definition->map.name, ""));
}

/* The clock in the middle, its seconds set back. */
static void draw_clock(panels *self, ui_rect rect) {
  char clock[16], speed[16];
  clock_text(clock_of(self), true, clock, sizeof clock);
  speed_text(self->frame, speed, sizeof speed);
  const float width = ui_width(self->ui, UI_CLOCK, clock);
  ui_text(self->ui, (ui_rect){rect.left, rect.top, rect.left + width + 2.0f, rect.bottom}, UI_CLOCK, UI_INK, UI_LEFT, clock);
  if (self->still) { return; }
  const ui_rect side = {rect.left + width + px(self, 12.0f), rect.top, rect.right, rect.bottom};
  const bool stands = self->frame->paused || self->frame->ended;
  const bool late =
      !stands && self->frame->speed < PLAY_FASTEST && self->frame->reached > 0.0 && self->frame->reached < 0.8 * self->frame->speed;
  const ui_role back = stands ? UI_FIELD_HOT : UI_FIELD;
  if (late) { snprintf(speed, sizeof speed, "%.0f\xc3\x97", fmax(self->frame->reached, 1.0)); }
  ui_badge(self->ui, side, back, late ? UI_WARN : UI_SOFT,
           self->frame->seeking ? "\xe2\x80\xa6"
           : self->frame->ended ? tell(self, WORD_ENDED)
           : stands             ? tell(self, WORD_PAUSED)
                                : speed);
}

static void draw_weather(panels *self, ui_rect rect) {
  const soi_world *world = self->frame->now;
  const float side = px(self, 16.0f), middle = 0.5f * (rect.top + rect.bottom);
  const bool wet = world->rain[0] > 0.0;
  const ui_rect icon = {rect.left, middle - 0.5f * side, rect.left + side, middle + 0.5f * side};
  const double hour = fmod(clock_of(self) / 3600.0, 24.0);
  ui_draw_icon(self->ui, icon,
               wet                         ? UI_RAIN_DROP
               : hour < 6.0 || hour > 18.5 ? UI_MOON
                                           : UI_SUN,
               ui_paint(self->ui, wet ? UI_RAIN : UI_SOFT));
  const ui_rect text = {rect.left + side + px(self, 6.0f), rect.top, rect.right, rect.bottom};
  if (wet) {
    ui_textf(self->ui, text, UI_BODY, UI_INK, UI_LEFT, tell(self, WORD_RAIN_RATE), world->rain[0]);
  } else {
    ui_textf(self->ui, text, UI_BODY, UI_SOFT, UI_LEFT, "%.0f \xc2\xb0\x43", self->model->weather.temperature);
  }
}

/* Buttons at the right, from the right. */
static void draw_switches(panels *self, ui_rect rect) {
  const float button = px(self, UI_BUTTON), gap = px(self, 6.0f), middle = 0.5f * (rect.top + rect.bottom);
  rect.top = middle - 0.5f * button;
  rect.bottom = middle + 0.5f * button;
  key_button(self, "F1", rect_cut_right(&rect, button), UI_HELP, self->help);
  rect_cut_right(&rect, gap);
  key_button(self, "T", rect_cut_right(&rect, button), self->dark ? UI_SUN : UI_MOON, false);
  rect_cut_right(&rect, gap);
  static const char *const languages[] = {"EN", "\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2", "\xe6\x97\xa5\xe6\x9c\xac"};
  uint32_t language = (uint32_t)self->language;
  if (ui_choices(self->ui, "language", rect_cut_right(&rect, px(self, 132.0f)), languages, PANELS_LANGUAGES, &language)) {
    self->language = (panels_language)language;
  }
  rect_cut_right(&rect, gap);
  key_button(self, "Tab", rect_cut_right(&rect, button), UI_LIST_ICON, self->set == PANELS_ENGINEER);
}

void panel_status(panels *self) {
  ui_rect bar = rect_cut_top(&self->room, px(self, 54.0f));
  rect_cut_top(&self->room, px(self, 12.0f));
  const float inset = px(self, 14.0f);
  ui_panel(self->ui, bar);
  bar.left += inset;
  bar.right -= px(self, 11.0f);
  const float width = rect_width(bar);
  draw_switches(self, bar);
  draw_name(self, rect_cut_left(&bar, fminf(px(self, 300.0f), 0.3f * width)));
  const float clock = px(self, 210.0f), middle = 0.5f * self->ui->input.width;
  draw_clock(self, (ui_rect){middle - 0.5f * clock, bar.top, middle + 0.5f * clock, bar.bottom});
  draw_weather(self, (ui_rect){middle + 0.5f * clock, bar.top, middle + 0.5f * clock + px(self, 100.0f), bar.bottom});
}
