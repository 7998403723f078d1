/* The column at the right: what has been chosen, and for engineers the fleet, the stops and the events. */
#include <math.h>
#include <stdio.h>

#include "shared.h"

/* --- fleet ----------------------------------------------------------------------------------------------------------- */

static ui_role battery_role(double share) { return share < 0.15 ? UI_BAD : share < 0.3 ? UI_WARN : UI_GOOD; }

static void draw_cart(panels *self, soi_cart_id cart, ui_rect rect) {
  const soi_world *world = self->frame->now;
  const soi_cart *definition = &self->model->carts[cart];
  const soi_vehicle_type *type = soi_type(self->model, definition->type);
  const bool chosen = self->chosen.kind == PANELS_CART && self->chosen.row == cart;
  if (ui_row(self->ui, ui_id("cart", cart), rect, chosen)) { choose(self, (panels_target){PANELS_CART, cart, 0}, true); }
  ui_rect top = {rect.left, rect.top + px(self, 4.0f), rect.right, rect.top + px(self, 22.0f)};
  const ui_rect low = {rect.left, top.bottom - px(self, 1.0f), rect.right, rect.bottom - px(self, 4.0f)};
  ui_textf(self->ui, rect_cut_right(&top, px(self, 74.0f)), UI_BODY, UI_INK, UI_RIGHT, tell(self, WORD_KMH),
           3.6 * world->vehicle_speed[world->cart_vehicle[cart]]);
  ui_textf(self->ui, rect_cut_right(&top, px(self, 50.0f)), UI_BODY, UI_INK, UI_RIGHT, "%u/%u", world->cart_riders[cart],
           type->places.seats + type->places.standing);
  ui_text(self->ui, top, UI_STRONG, UI_INK, UI_LEFT, cart_name(self->language, self->model, cart));
  char words[160];
  describe_cart(self->language, world, cart, words, sizeof words);
  ui_rect line = low;
  const double charge = type->powertrain.battery > 0.0 ? world->cart_charge[cart] / type->powertrain.battery : 0.0;
  ui_rect gauge = rect_cut_right(&line, px(self, 44.0f));
  const float middle = 0.5f * (gauge.top + gauge.bottom), half = px(self, 2.5f);
  ui_gauge(self->ui, (ui_rect){gauge.left + px(self, 8.0f), middle - half, gauge.right, middle + half}, (float)charge,
           battery_role(charge));
  ui_text(self->ui, line, UI_SMALL, soi_cart_broken(world, cart) ? UI_BAD : UI_SOFT, UI_LEFT, words);
}

static void draw_fleet(panels *self, ui_rect rect) {
  const float row = px(self, 44.0f), height = row * (float)self->model->cart_count;
  float top = rect.top - ui_scroll_begin(self->ui, ui_id("fleet", 0), rect, height);
  for (soi_cart_id cart = 1; cart <= self->model->cart_count; ++cart, top += row) {
    draw_cart(self, cart, (ui_rect){rect.left, top, rect.right, top + row});
  }
  ui_scroll_end(self->ui);
}

/* --- stops ----------------------------------------------------------------------------------------------------------- */

/* How long the first of the queue has waited, s. */
static double longest_wait(const soi_world *world, soi_stop_id stop) {
  const uint32_t first = world->stop_first[stop];
  if (first == 0 || world->person_wait_tick[first] == 0) { return 0.0; }
  return (double)(world->tick[0] - world->person_wait_tick[first]) * world->model->step;
}

static void draw_stop(panels *self, soi_stop_id stop, ui_rect rect) {
  const soi_world *world = self->frame->now;
  const bool chosen = self->chosen.kind == PANELS_STOP && self->chosen.row == stop;
  if (ui_row(self->ui, ui_id("stop", stop), rect, chosen)) { choose(self, (panels_target){PANELS_STOP, stop, 0}, true); }
  const double wait = longest_wait(world, stop);
  char text[32] = "";
  if (wait > 0.0) { span_text(self->language, wait, text, sizeof text); }
  ui_text(self->ui, rect_cut_right(&rect, px(self, 66.0f)), UI_BODY, wait > 600.0 ? UI_BAD : UI_SOFT, UI_RIGHT, text);
  ui_textf(self->ui, rect_cut_right(&rect, px(self, 34.0f)), UI_STRONG, world->stop_queue[stop] > 0 ? UI_INK : UI_FAINT, UI_RIGHT, "%u",
           world->stop_queue[stop]);
  ui_text(self->ui, rect, UI_BODY, UI_INK, UI_LEFT, stop_name(self->language, self->model, stop));
}

static void draw_stops(panels *self, ui_rect rect) {
  const float row = px(self, 28.0f), height = row * (float)self->model->stop_count;
  float top = rect.top - ui_scroll_begin(self->ui, ui_id("stops", 0), rect, height);
  for (soi_stop_id stop = 1; stop <= self->model->stop_count; ++stop, top += row) {
    draw_stop(self, stop, (ui_rect){rect.left, top, rect.right, top + row});
  }
  ui_scroll_end(self->ui);
}

/* --- the column ------------------------------------------------------------------------------------------------------ */

static void draw_tabs(panels *self, ui_rect column) {
  ui_panel(self->ui, column);
  ui_rect rest = rect_inset(column, px(self, 14.0f));
  const char *const names[] = {tell(self, WORD_FLEET), tell(self, WORD_STOPS), tell(self, WORD_EVENTS)};
  ui_choices(self->ui, "tab", rect_cut_top(&rest, px(self, 30.0f)), names, 3, &self->tab);
  rect_cut_top(&rest, px(self, 8.0f));
  if (self->tab == 0) {
    draw_fleet(self, rest);
  } else if (self->tab == 1) {
    draw_stops(self, rest);
  } else {
    panel_events(self, rest);
  }
}

/* Height that a tab would like, so that the card ends where its list does. */
static float tab_height(const panels *self) {
  const float head = px(self, 66.0f);
  if (self->tab == 0) { return head + px(self, 44.0f) * (float)self->model->cart_count; }
  if (self->tab == 1) { return head + px(self, 28.0f) * (float)self->model->stop_count; }
  return head + px(self, 23.0f) * fmaxf((float)self->frame->event_count, 8.0f);
}

void panel_lists(panels *self) {
  const bool engineer = self->set == PANELS_ENGINEER, chosen = self->chosen.kind != PANELS_NOTHING;
  if (!engineer && !chosen) { return; }
  ui_rect column = {self->room.right - px(self, 272.0f), self->room.top, self->room.right, self->room.bottom};
  self->room.right = column.left - px(self, 12.0f);
  if (chosen) {
    const float height = fminf(panel_inspector_height(self), rect_height(column));
    panel_inspector(self, rect_cut_top(&column, height));
    rect_cut_top(&column, px(self, 12.0f));
  }
  if (!engineer || rect_height(column) < px(self, 120.0f)) { return; }
  column.bottom = fminf(column.bottom, column.top + tab_height(self));
  draw_tabs(self, column);
}
