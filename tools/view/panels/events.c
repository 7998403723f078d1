/* The list of what happened, and the colours of events. */
#include <stdio.h>

#include "shared.h"

/* Rain, and what somebody asked for, are no trouble and have colours of their own. */
ui_role event_role(uint32_t kind) {
  const soi_event_level level = soi_event_info_of(kind)->level;
  if (kind == SOI_EVENT_RAIN || kind == SOI_EVENT_COMMAND) { return kind == SOI_EVENT_RAIN ? UI_RAIN : UI_PRIMARY; }
  return level == SOI_LEVEL_ERROR ? UI_BAD : level == SOI_LEVEL_WARNING ? UI_WARN : UI_SERIES_6;
}

/* To a moment just before it, and the camera to its place. */
static void go_to_event(panels *self, const soi_event *event) {
  const soi_tick lead = (soi_tick)(5.0 / self->model->step);
  play_seek(self->run, event->tick > lead ? event->tick - lead : 0);
  if (event->at.x == 0.0 && event->at.y == 0.0) { return; }
  self->following = false;
  self->wishes.shoot = true;
  self->wishes.shot = (panels_shot){.camera = SOI_CAMERA_OBLIQUE, .has_place = true, .place = event->at, .distance = 70.0, .seconds = 1.0};
}

static void draw_event(panels *self, const soi_event *event, uint32_t number, ui_rect rect) {
  const bool to_come = event->tick > self->frame->now->tick[0];
  if (ui_row(self->ui, ui_id("event", number), rect, false)) { go_to_event(self, event); }
  char clock[16], words[192];
  clock_text(soi_clock(self->model, event->tick), true, clock, sizeof clock);
  describe_event(self->language, self->model, event, words, sizeof words);
  ui_text(self->ui, rect_cut_left(&rect, px(self, 58.0f)), UI_SMALL, UI_FAINT, UI_LEFT, clock);
  const float middle = 0.5f * (rect.top + rect.bottom);
  list_circle(&self->ui->list, (ui_point){rect.left + px(self, 3.0f), middle}, px(self, 3.0f), ui_paint(self->ui, event_role(event->kind)));
  rect.left += px(self, 12.0f);
  ui_text(self->ui, rect, UI_SMALL, to_come ? UI_FAINT : UI_INK, UI_LEFT, words);
}

/* The newest first; those in the future that is known, after rewinding, are set back. */
void panel_events(panels *self, ui_rect rect) {
  const float row = px(self, 23.0f);
  const uint32_t count = self->frame->event_count;
  const float up = ui_scroll_begin(self->ui, ui_id("events", 0), rect, row * (float)count);
  for (uint32_t i = 0; i < count; ++i) {
    const float top = rect.top + row * (float)i - up;
    if (top > rect.bottom || top + row < rect.top) { continue; }
    draw_event(self, &self->frame->events[count - 1 - i], count - 1 - i, (ui_rect){rect.left, top, rect.right, top + row});
  }
  ui_scroll_end(self->ui);
  if (count == 0) {
    ui_text(self->ui, (ui_rect){rect.left, rect.top, rect.right, rect.top + row}, UI_SMALL, UI_FAINT, UI_LEFT, tell(self, WORD_NOBODY));
  }
}
