/* The panels of a frame in their order, and where they stand. */
#include "panels.h"

#include <math.h>

#include "shared.h"

const char *const panels_metrics[] = {"wait.mean",         "wait.p90",           "headway.cv",        "energy.per_km", "occupancy",
                                      "passengers.served", "passengers.gave_up", "collisions.lawful", "hard_brakes",   "traffic.speed"};
const uint32_t panels_metric_count = sizeof panels_metrics / sizeof panels_metrics[0];

void panels_init(panels *self, const soi_model *model, play *run, panels_language language, bool dark) {
  *self = (panels){.model = model, .run = run, .language = language, .dark = dark, .overlays = OVERLAYS_USUAL};
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
    if (!self->halves) { panel_figures(self); }
    panel_lists(self);
    if (!self->halves) { panel_tools(self); }
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
