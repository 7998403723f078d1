/* The kit's frame: input, who is under the pointer, what is covered by panels. */
#include "ui.h"

#include <math.h>
#include <string.h>

bool ui_open(ui *self, char *message, size_t size) {
  *self = (ui){.enabled = true};
  self->fonts = fonts_open(message, size);
  return self->fonts != NULL;
}

void ui_close(ui *self) {
  list_close(&self->list);
  list_close(&self->over);
  if (self->fonts != NULL) { fonts_close(self->fonts); }
  *self = (ui){0};
}

void ui_begin(ui *self, const ui_input *input) {
  self->before = self->input;
  self->input = *input;
  ++self->frame;
  fonts_begin(self->fonts);
  const ui_rect all = {0.0f, 0.0f, input->width, input->height};
  list_begin(&self->list, all);
  list_begin(&self->over, all);
  memcpy(self->last_areas, self->areas, sizeof self->areas);
  self->last_area_count = self->area_count;
  self->area_count = 0;
  self->hot = self->next_hot;
  self->next_hot = 0;
  self->enabled = true;
}

const ui_list *ui_end(ui *self) {
  if (!self->input.down) { self->active = 0; }
  if (self->tip != self->hot) {
    self->tip = self->hot;
    self->tip_since = self->input.time;
  }
  list_add(&self->list, &self->over);
  return &self->list;
}

bool ui_has_pointer(const ui *self) {
  if (self->active != 0) { return true; }
  for (uint32_t i = 0; i < self->last_area_count; ++i) {
    if (rect_holds(self->last_areas[i], self->input.x, self->input.y)) { return true; }
  }
  return false;
}

float ui_px(const ui *self, float points) { return roundf(points * self->input.scale); }
uint32_t ui_paint(const ui *self, ui_role role) { return theme_colour(role, self->input.dark); }

uint32_t ui_id(const char *name, uint32_t row) {
  uint32_t hash = 2166136261u;
  for (; *name != '\0'; ++name) { hash = (hash ^ (unsigned char)*name) * 16777619u; }
  hash = (hash ^ row) * 16777619u;
  return hash != 0 ? hash : 1;
}

ui_touch ui_touch_of(ui *self, uint32_t id, ui_rect rect) {
  ui_touch touch = {0};
  const bool inside = self->enabled && rect_holds(rect_common(rect, self->list.clip), self->input.x, self->input.y);
  const bool pressed = self->input.down && !self->before.down, released = !self->input.down && self->before.down;
  if (inside && (self->active == 0 || self->active == id)) { self->next_hot = id; }
  touch.hot = inside && self->hot == id;
  touch.pressed = inside && pressed && self->active == 0;
  if (touch.pressed) { self->active = id; }
  touch.held = self->active == id;
  touch.clicked = inside && released && self->active == id;
  return touch;
}

void ui_cover(ui *self, ui_rect rect) {
  if (self->area_count < UI_MOST_AREAS) { self->areas[self->area_count++] = rect; }
}

ui_rect ui_panel(ui *self, ui_rect rect) {
  const float radius = ui_px(self, UI_RADIUS), soft = ui_px(self, 18.0f);
  const ui_rect shade = {rect.left, rect.top + ui_px(self, 3.0f), rect.right, rect.bottom + ui_px(self, 3.0f)};
  list_soft(&self->list, shade, radius, soft, ui_paint(self, UI_SHADOW));
  list_round(&self->list, rect, radius, ui_paint(self, UI_PANEL));
  list_frame(&self->list, rect, radius, fmaxf(1.0f, ui_px(self, 0.75f)), ui_paint(self, UI_PANEL_EDGE));
  ui_cover(self, rect);
  return rect_inset(rect, ui_px(self, UI_MARGIN));
}

float ui_scroll_begin(ui *self, uint32_t id, ui_rect rect, float content_height) {
  uint32_t i = 0;
  while (i < self->scroll_count && self->scrolls[i].id != id) { ++i; }
  if (i == self->scroll_count) {
    if (self->scroll_count == UI_MOST_SCROLLS) {
      i = 0;
    } else {
      ++self->scroll_count;
    }
    self->scrolls[i] = (ui_scroll){.id = id};
  }
  ui_scroll *scroll = &self->scrolls[i];
  const float most = fmaxf(content_height - rect_height(rect), 0.0f);
  if (self->enabled && rect_holds(rect, self->input.x, self->input.y)) { scroll->offset -= self->input.wheel * ui_px(self, 40.0f); }
  scroll->offset = fminf(fmaxf(scroll->offset, 0.0f), most);
  if (most > 0.0f) {
    /* a thumb that says how much there is */
    const float length = fmaxf(rect_height(rect) * rect_height(rect) / content_height, ui_px(self, 20.0f));
    const float top = rect.top + (rect_height(rect) - length) * scroll->offset / most, width = ui_px(self, 3.0f);
    const float right = rect.right + ui_px(self, 8.0f);
    list_round(&self->list, (ui_rect){right - width, top, right, top + length}, width, ui_paint(self, UI_FIELD_HOT));
  }
  list_clip(&self->list, rect_common(rect, (ui_rect){0.0f, 0.0f, self->input.width, self->input.height}));
  return roundf(scroll->offset);
}

void ui_scroll_end(ui *self) { list_clip(&self->list, (ui_rect){0.0f, 0.0f, self->input.width, self->input.height}); }
