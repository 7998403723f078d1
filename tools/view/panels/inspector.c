/* What has been clicked: who it is, what it does and why, in words. */
#include <math.h>
#include <stdio.h>

#include "shared.h"

/* A line of the inspector: a label at the left, a value at the right. */
static void draw_line(panels *self, ui_rect *rest, const char *label, ui_role role, const char *value) {
  ui_rect row = rect_cut_top(rest, px(self, 23.0f));
  const float width = ui_width(self->ui, UI_BODY, label);
  ui_text(self->ui, row, UI_BODY, UI_SOFT, UI_LEFT, label);
  row.left += width + px(self, 10.0f);
  ui_text(self->ui, row, UI_BODY, role, UI_RIGHT, value);
}

static const char *title_of(panels *self, char *text, size_t size) {
  const soi_world *world = self->frame->now;
  const panels_target chosen = self->chosen;
  if (chosen.kind == PANELS_CART) { return cart_name(self->language, self->model, chosen.row); }
  if (chosen.kind == PANELS_STOP) { return stop_name(self->language, self->model, chosen.row); }
  if (chosen.kind == PANELS_VEHICLE) {
    const soi_vehicle_type *type = soi_type(self->model, world->vehicle_type[chosen.row]);
    return type_name(self->language, type);
  }
  static const char *const people[PANELS_LANGUAGES] = {"Person", "คน", "人"};
  snprintf(text, size, "%s", people[self->language]);
  return text;
}

static void cause_words(panels *self, char *text, size_t size) {
  const soi_world *world = self->frame->now;
  text[0] = '\0';
  if (self->chosen.kind == PANELS_CART) { describe_cart(self->language, world, self->chosen.row, text, size); }
  if (self->chosen.kind == PANELS_VEHICLE) { describe_vehicle(self->language, world, self->chosen.row, text, size); }
  if (self->chosen.kind == PANELS_PERSON) { describe_person(self->language, world, self->chosen.row, text, size); }
  if (self->chosen.kind == PANELS_STOP) {
    const uint32_t queue = world->stop_queue[self->chosen.row];
    snprintf(text, size, "%u %s", queue, tell(self, queue == 1 ? WORD_PERSON_UNIT : WORD_PEOPLE_UNIT));
  }
}

/* Places as small figures, taken ones full: all of them, in as many rows as there is height for; a bus's as a number. */
static void draw_places(panels *self, ui_rect *rest, uint32_t riders, uint32_t places) {
  ui_rect row = rect_cut_top(rest, px(self, 28.0f));
  char text[32];
  snprintf(text, sizeof text, "%u/%u", riders, places);
  const float gap = px(self, 8.0f), label = ui_width(self->ui, UI_BODY, tell(self, WORD_ABOARD)) + gap;
  ui_text(self->ui, row, UI_BODY, UI_SOFT, UI_LEFT, tell(self, WORD_ABOARD));
  ui_text(self->ui, rect_cut_right(&row, ui_width(self->ui, UI_BODY, text) + gap), UI_BODY, UI_INK, UI_RIGHT, text);
  const uint32_t rows = places > 12 ? 2 : 1, a_row = (places + rows - 1) / rows;
  const float side = fminf((rect_width(row) - label) / (float)(a_row > 0 ? a_row : 1), px(self, rows == 1 ? 18.0f : 13.0f));
  const float first = row.top + 0.5f * (rect_height(row) - side * (float)rows);
  for (uint32_t i = 0; i < places && side >= px(self, 8.0f); ++i) {
    const float left = row.right - side * (float)(a_row - i % a_row), top = first + side * (float)(i / a_row);
    ui_draw_icon(self->ui, (ui_rect){left, top, left + side, top + side}, UI_PERSON,
                 ui_paint(self->ui, i < riders ? UI_CART : UI_FIELD_HOT));
  }
}

static void draw_cart(panels *self, ui_rect *rest) {
  const soi_world *world = self->frame->now;
  const soi_cart_id cart = self->chosen.row;
  const soi_vehicle_type *type = soi_type(self->model, self->model->carts[cart].type);
  char text[96];
  draw_places(self, rest, world->cart_riders[cart], type->places.seats + type->places.standing);
  snprintf(text, sizeof text, tell(self, WORD_KMH), 3.6 * world->vehicle_speed[world->cart_vehicle[cart]]);
  draw_line(self, rest, tell(self, WORD_SPEED), UI_INK, text);
  draw_line(self, rest, tell(self, WORD_NEXT_STOP), UI_INK,
            world->cart_stop[cart] != 0 ? stop_name(self->language, self->model, world->cart_stop[cart]) : "\xe2\x80\x93");
  uint32_t people, vehicles;
  seen_by(world, cart, &people, &vehicles);
  snprintf(text, sizeof text, "%u %s, %u %s", people, tell(self, people == 1 ? WORD_PERSON_UNIT : WORD_PEOPLE_UNIT), vehicles,
           tell(self, vehicles == 1 ? WORD_VEHICLE_UNIT : WORD_VEHICLES));
  draw_line(self, rest, tell(self, WORD_SEES), UI_INK, text);
  const double charge = type->powertrain.battery > 0.0 ? world->cart_charge[cart] / type->powertrain.battery : 0.0;
  snprintf(text, sizeof text, "%.0f %%", 100.0 * charge);
  draw_line(self, rest, tell(self, WORD_BATTERY), charge < 0.2 ? UI_WARN : UI_INK, text);
}

static void draw_vehicle(panels *self, ui_rect *rest) {
  const soi_world *world = self->frame->now;
  const uint32_t row = self->chosen.row;
  char text[96];
  snprintf(text, sizeof text, tell(self, WORD_KMH), 3.6 * world->vehicle_speed[row]);
  draw_line(self, rest, tell(self, WORD_SPEED), UI_INK, text);
  span_text(self->language, world->vehicle_delay[row], text, sizeof text);
  draw_line(self, rest, tell(self, WORD_LOST), UI_INK, text);
}

static void draw_person(panels *self, ui_rect *rest) {
  const soi_world *world = self->frame->now;
  const uint32_t row = self->chosen.row;
  char text[96];
  snprintf(text, sizeof text, tell(self, WORD_METRES_A_SECOND), hypot(world->person_vx[row], world->person_vy[row]));
  draw_line(self, rest, tell(self, WORD_SPEED), UI_INK, text);
  if (world->person_errand[row] != SOI_ERRAND_QUEUE) { return; }
  span_text(self->language, (double)(world->tick[0] - world->person_wait_tick[row]) * self->model->step, text, sizeof text);
  draw_line(self, rest, tell(self, WORD_WAITED), UI_INK, text);
}

static uint32_t lines_of(const panels *self) {
  switch (self->chosen.kind) {
    case PANELS_CART: return 5;
    case PANELS_VEHICLE:
    case PANELS_PERSON: return 2;
    default: return 0;
  }
}

float panel_inspector_height(panels *self) {
  char words[192];
  cause_words(self, words, sizeof words);
  const float width = px(self, 272.0f - 28.0f);
  const float text = ui_paragraph(self->ui, (ui_rect){0.0f, 0.0f, width, 0.0f}, UI_BODY, UI_INK, UI_LEFT, words, false);
  return px(self, 28.0f + 26.0f + 12.0f) + text + px(self, 23.0f) * (float)lines_of(self) +
         (self->chosen.kind == PANELS_CART ? px(self, 5.0f) : 0.0f);
}

void panel_inspector(panels *self, ui_rect rect) {
  ui_panel(self->ui, rect);
  ui_rect rest = rect_inset(rect, px(self, 14.0f));
  ui_rect head = rect_cut_top(&rest, px(self, 26.0f));
  const float side = px(self, 24.0f);
  ui_rect buttons = {head.right - 2.0f * side - px(self, 6.0f), head.top, head.right, head.top + side};
  if (ui_button(self->ui, ui_id("let go", 0), rect_cut_right(&buttons, side), UI_CLOSE, NULL, false, NULL)) {
    choose(self, (panels_target){PANELS_NOTHING, 0, 0}, false);
    return;
  }
  rect_cut_right(&buttons, px(self, 6.0f));
  if (ui_button(self->ui, ui_id("follow", 0), rect_cut_right(&buttons, side), UI_TARGET, NULL, self->following, tell(self, WORD_GO_ON))) {
    choose(self, self->chosen, !self->following);
  }
  char title[64], words[192];
  head.right -= 2.0f * side + px(self, 14.0f);
  if (self->chosen.kind == PANELS_CART) {
    const float middle = 0.5f * (head.top + head.bottom);
    list_circle(&self->ui->list, (ui_point){head.left + px(self, 5.0f), middle}, px(self, 5.0f), ui_paint(self->ui, UI_CART));
    head.left += px(self, 18.0f);
  }
  ui_text(self->ui, head, UI_TITLE, UI_INK, UI_LEFT, title_of(self, title, sizeof title));
  cause_words(self, words, sizeof words);
  rect_cut_top(&rest, px(self, 3.0f));
  rest.top += ui_paragraph(self->ui, rest, UI_BODY, UI_SOFT, UI_LEFT, words, true) + px(self, 9.0f);
  if (self->chosen.kind == PANELS_CART) { draw_cart(self, &rest); }
  if (self->chosen.kind == PANELS_VEHICLE) { draw_vehicle(self, &rest); }
  if (self->chosen.kind == PANELS_PERSON) { draw_person(self, &rest); }
}
