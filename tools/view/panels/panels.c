/* The panels of a frame in their order, and where they stand. */
#include "panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "shared.h"

const char *const panels_metrics[] = {"wait.mean",         "wait.p90",           "headway.cv",        "energy.per_km", "occupancy",
                                      "passengers.served", "passengers.gave_up", "collisions.lawful", "hard_brakes",   "traffic.speed"};
const uint32_t panels_metric_count = sizeof panels_metrics / sizeof panels_metrics[0];

void panels_init(panels *self, const soi_model *model, play *run, panels_language language, bool dark) {
  *self = (panels){.model = model, .run = run, .language = language, .dark = dark, .overlays = OVERLAY_LABELS};
  for (uint32_t flow = 1; flow <= model->people_flow_count && self->crowd == 0; ++flow) {
    if (model->people_flows[flow].route != 0) { self->crowd = flow; }
  }
}

float panels_scale(int width, int height, float density) {
  /* a projector's picture is seen from afar: there everything grows with it */
  const float room = fminf((float)width / 1280.0f, (float)height / 720.0f) / density;
  return density * fminf(fmaxf(room, 0.8f), 1.6f);
}

/* --- the frame ------------------------------------------------------------------------------------------------------- */

void panels_frame(panels *self, ui *kit, const play_frame *frame, const panels_scene *scene) {
  self->ui = kit;
  self->frame = frame;
  self->scene = scene;
  const float margin = px(self, 12.0f);
  self->room = (ui_rect){margin, margin, kit->input.width - margin, kit->input.height - margin};
  tour_frame(self);
  pick_frame(self);
  follow_frame(self);
  kit->enabled = !self->help;
  panel_labels(self);
  if (!self->hidden) {
    panel_status(self);
    panel_timeline(self);
    panel_figures(self);
    panel_lists(self);
    panel_tools(self);
    panel_legend(self);
  }
  panel_captions(self);
  kit->enabled = true;
  if (self->pressed != NULL) { panels_key(self, self->pressed, false); }
  self->pressed = NULL;
}

void panels_over(panels *self) {
  if (self->help) { panel_help(self); }
}

void panels_labels(panels *self, ui *kit, const play_frame *frame, const panels_scene *scene) {
  const float margin = ui_px(kit, 12.0f);
  self->ui = kit;
  self->frame = frame;
  self->scene = scene;
  self->room = (ui_rect){margin, margin, kit->input.width - margin, kit->input.height - margin};
  panel_labels(self);
}

static double value_of(const play_frame *frame, const char *metric) {
  for (uint32_t i = 0; i < panels_metric_count; ++i) {
    if (strcmp(panels_metrics[i], metric) == 0) { return frame->has_value[i] ? frame->values[i] : -1.0; }
  }
  return -1.0;
}

const char *panels_as_it_is(const panels *self) { return tell(self, WORD_AS_IT_IS); }

void panels_title(panels *self, const play_frame *frame, const char *name, float left, float right) {
  char words[160], wait[32] = "\xe2\x80\x93";
  const double seconds = value_of(frame, "wait.mean"), served = value_of(frame, "passengers.served"),
               lost = value_of(frame, "passengers.gave_up");
  if (seconds >= 0.0) { span_text(self->language, seconds, wait, sizeof wait); }
  snprintf(words, sizeof words, "%s %s   %s %.0f   %s %.0f", tell(self, WORD_MEAN_WAIT), wait, tell(self, WORD_SERVED), fmax(served, 0.0),
           tell(self, WORD_GAVE_UP), fmax(lost, 0.0));
  const float wide = fminf(fmaxf(ui_width(self->ui, UI_STRONG, name), ui_width(self->ui, UI_SMALL, words)) + px(self, 28.0f),
                           right - left - px(self, 16.0f));
  const float middle = 0.5f * (left + right), bottom = self->room.bottom - px(self, 26.0f), high = px(self, 46.0f);
  const ui_rect card = {roundf(middle - 0.5f * wide), roundf(bottom - high), roundf(middle + 0.5f * wide), roundf(bottom)};
  list_round(&self->ui->list, card, px(self, 8.0f), ui_paint(self->ui, UI_PANEL));
  ui_cover(self->ui, card);
  const ui_rect inner = {card.left + px(self, 10.0f), card.top + px(self, 4.0f), card.right - px(self, 10.0f),
                         card.bottom - px(self, 4.0f)};
  ui_text(self->ui, (ui_rect){inner.left, inner.top, inner.right, inner.top + px(self, 20.0f)}, UI_STRONG, UI_INK, UI_CENTRE, name);
  ui_text(self->ui, (ui_rect){inner.left, inner.bottom - px(self, 18.0f), inner.right, inner.bottom}, UI_SMALL, UI_SOFT, UI_CENTRE, words);
}
