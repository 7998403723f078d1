/* The run from its start to its end: what is known of it, what happened when, and where it stands. Dragged to go back and forth. */
#include <math.h>
#include <stdio.h>

#include "shared.h"

/* At most so many seeks a second while it is dragged: the picture follows, and the seeks are not in each other's way. */
static const double SEEK_EVERY = 0.05;

static float x_of(const panels *self, ui_rect track, double time) {
  const double whole = (double)self->model->end * self->model->step;
  return track.left + rect_width(track) * (float)fmin(fmax(time / whole, 0.0), 1.0);
}

/* Marks at full hours and their parts, whichever leave room for their labels. */
static void draw_scale(panels *self, ui_rect track, ui_rect labels) {
  static const double steps[] = {60.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0};
  const double start = self->model->start, whole = (double)self->model->end * self->model->step;
  const double room = 64.0 * (double)self->ui->input.scale;
  double step = steps[7];
  for (int i = 7; i >= 0; --i) { step = (double)rect_width(track) * steps[i] / whole >= room ? steps[i] : step; }
  for (double clock = ceil(start / step) * step; clock <= start + whole + 1e-6; clock += step) {
    const float x = roundf(x_of(self, track, clock - start));
    list_rect(&self->ui->list, (ui_rect){x, track.bottom + px(self, 3.0f), x + fmaxf(1.0f, px(self, 1.0f)), track.bottom + px(self, 6.0f)},
              ui_paint(self->ui, UI_FAINT));
    char text[16];
    clock_text(clock, false, text, sizeof text);
    const float half = 0.5f * ui_width(self->ui, UI_SMALL, text);
    const float left = fminf(fmaxf(x - half, track.left - px(self, 4.0f)), track.right + px(self, 4.0f) - 2.0f * half);
    ui_text(self->ui, (ui_rect){left, labels.top, left + 2.0f * half + 2.0f, labels.bottom}, UI_SMALL, UI_FAINT, UI_LEFT, text);
  }
}

/* Stretches of rain, below the track's middle. */
static void draw_rain(panels *self, ui_rect track) {
  float from = -1.0f;
  for (uint32_t i = 0; i <= self->frame->event_count; ++i) {
    const bool last = i == self->frame->event_count;
    const soi_event *event = last ? NULL : &self->frame->events[i];
    if (!last && event->kind != SOI_EVENT_RAIN) { continue; }
    const double time = last ? (double)self->frame->known * self->model->step : (double)event->tick * self->model->step;
    const float x = x_of(self, track, time);
    if (from >= 0.0f) {
      list_rect(&self->ui->list, (ui_rect){from, track.top, x, track.bottom}, theme_faded(ui_paint(self->ui, UI_RAIN), 0.45f));
    }
    from = !last && event->value > 0.0 ? x : -1.0f;
  }
}

/* Whether an event has a mark of its own on the timeline: those of every few seconds would hide the others. */
static bool is_marked(const panels *self, const soi_event *event) {
  const soi_event_mark mark = soi_event_info_of(event->kind)->mark;
  const bool all = mark == SOI_MARK_ALL || (mark == SOI_MARK_CARTS && (event->flags & SOI_EVENT_WITH_CART) != 0);
  return all || (mark != SOI_MARK_NO && self->set == PANELS_ENGINEER);
}

static void draw_marks(panels *self, ui_rect track) {
  const float middle = 0.5f * (track.top + track.bottom);
  for (uint32_t i = 0; i < self->frame->event_count; ++i) {
    const soi_event *event = &self->frame->events[i];
    if (!is_marked(self, event)) { continue; }
    const float x = x_of(self, track, (double)event->tick * self->model->step), size = px(self, 4.5f);
    const ui_point diamond[4] = {{x, middle - size}, {x + size, middle}, {x, middle + size}, {x - size, middle}};
    list_convex(&self->ui->list, diamond, 4, 1.0f, ui_paint(self->ui, event_role(event->kind)));
  }
  /* captions as small ticks above the track */
  const soi_scenario_definition *scenario = &self->model->definition->scenario;
  for (uint32_t i = 0; i < scenario->captions.count; ++i) {
    const float x = x_of(self, track, scenario->captions.items[i].at - scenario->start), half = px(self, 1.5f);
    list_round(&self->ui->list, (ui_rect){x - half, track.top - px(self, 6.0f), x + half, track.top - px(self, 2.0f)}, half,
               ui_paint(self->ui, UI_FAINT));
  }
}

static void drag(panels *self, ui_rect track, ui_touch touch) {
  if (!touch.held) { return; }
  const double share = fmin(fmax((double)((self->ui->input.x - track.left) / rect_width(track)), 0.0), 1.0);
  const bool let_go = !self->ui->input.down, due = touch.pressed || let_go || self->ui->input.time - self->sought > SEEK_EVERY;
  if (!due) { return; }
  self->sought = self->ui->input.time;
  if (self->tour) { panels_set_tour(self, false); }
  play_seek(self->run, (soi_tick)(share * (double)self->model->end));
}

/* What happened where the pointer is. */
static void draw_hint(panels *self, ui_rect track, ui_touch touch) {
  if (!touch.hot && !touch.held) { return; }
  const double whole = (double)self->model->end * self->model->step;
  const double share = fmin(fmax((double)((self->ui->input.x - track.left) / rect_width(track)), 0.0), 1.0);
  char clock[16], text[224];
  clock_text(self->model->start + share * whole, true, clock, sizeof clock);
  snprintf(text, sizeof text, "%s", clock);
  for (uint32_t i = 0; i < self->frame->event_count; ++i) {
    const soi_event *event = &self->frame->events[i];
    if (!is_marked(self, event) || fabsf(x_of(self, track, (double)event->tick * self->model->step) - self->ui->input.x) > px(self, 5.0f)) {
      continue;
    }
    char words[192];
    describe_event(self->language, self->model, event, words, sizeof words);
    clock_text(soi_clock(self->model, event->tick), true, clock, sizeof clock);
    snprintf(text, sizeof text, "%s  %s", clock, words);
    break;
  }
  ui_bubble(self->ui, self->ui->input.x, track.top - px(self, 22.0f), text);
}

/* Where it is let go: the run may need a while to get there. */
static void draw_aim(panels *self, ui_rect track, ui_touch touch) {
  if (!touch.held) { return; }
  const float x = fminf(fmaxf(self->ui->input.x, track.left), track.right), middle = 0.5f * (track.top + track.bottom),
              radius = px(self, 9.0f);
  list_rect(&self->ui->list, (ui_rect){x - px(self, 1.0f), track.top - px(self, 16.0f), x + px(self, 1.0f), middle},
            ui_paint(self->ui, UI_PRIMARY));
  list_circle(&self->ui->list, (ui_point){x, middle}, radius, ui_paint(self->ui, UI_ON_PRIMARY));
  list_frame(&self->ui->list, (ui_rect){x - radius, middle - radius, x + radius, middle + radius}, radius, px(self, 2.5f),
             ui_paint(self->ui, UI_PRIMARY));
}

static void draw_track(panels *self, ui_rect rect) {
  const float middle = rect.top + px(self, 21.0f), half = px(self, 3.0f);
  const ui_rect track = {rect.left, middle - half, rect.right, middle + half};
  const ui_rect labels = {rect.left, track.bottom + px(self, 5.0f), rect.right, rect.bottom};
  const ui_rect grip = {track.left, rect.top, track.right, rect.bottom};
  const ui_touch touch = ui_touch_of(self->ui, ui_id("timeline", 0), grip);
  list_round(&self->ui->list, track, half, ui_paint(self->ui, UI_FIELD_HOT));
  const float known = x_of(self, track, (double)self->frame->known * self->model->step), now = x_of(self, track, self->frame->time);
  list_round(&self->ui->list, (ui_rect){track.left, track.top, known, track.bottom}, half, ui_paint(self->ui, UI_FIELD_HOT));
  list_round(&self->ui->list, (ui_rect){track.left, track.top, now, track.bottom}, half, ui_paint(self->ui, UI_PRIMARY));
  draw_rain(self, track);
  draw_scale(self, track, labels);
  draw_marks(self, track);
  const float radius = px(self, touch.hot || touch.held ? 8.0f : 6.5f);
  list_circle(&self->ui->list, (ui_point){now, middle}, radius + fmaxf(1.0f, px(self, 1.5f)), ui_paint(self->ui, UI_ON_PRIMARY));
  list_circle(&self->ui->list, (ui_point){now, middle}, radius, ui_paint(self->ui, UI_PRIMARY));
  drag(self, track, touch);
  draw_aim(self, track, touch);
  draw_hint(self, track, touch);
}

/* Pause, step, slower, faster. */
static void draw_transport(panels *self, ui_rect rect) {
  const float button = px(self, UI_BUTTON), gap = px(self, 5.0f), middle = 0.5f * (rect.top + rect.bottom);
  rect.top = middle - 0.5f * button;
  rect.bottom = middle + 0.5f * button;
  const bool stands = self->frame->paused && !self->still;
  key_button(self, "Space", rect_cut_left(&rect, button), stands ? UI_PLAY : UI_PAUSE, stands);
  rect_cut_left(&rect, gap);
  key_button(self, ".", rect_cut_left(&rect, button), UI_STEP, false);
  rect_cut_left(&rect, gap);
  key_button(self, "-", rect_cut_left(&rect, button), UI_SLOWER, false);
  rect_cut_left(&rect, gap);
  key_button(self, "=", rect_cut_left(&rect, button), UI_FASTER, false);
}

void panel_timeline(panels *self) {
  ui_rect bar = rect_cut_bottom(&self->room, px(self, 58.0f));
  rect_cut_bottom(&self->room, px(self, 12.0f));
  ui_panel(self->ui, bar);
  bar.left += px(self, 12.0f);
  bar.right -= px(self, 22.0f);
  draw_transport(self, rect_cut_left(&bar, px(self, 4.0f * UI_BUTTON + 15.0f)));
  rect_cut_left(&bar, px(self, 22.0f));
  draw_track(self, bar);
}
