/* What is told to the audience: the scenario's captions and the tour's, in the language chosen; and short messages. */
#include <math.h>
#include <stdio.h>

#include "shared.h"

/* Captions stay at least so long on the wall, however fast the run goes, s. */
static const double LEAST = 6.0;

/* Of words whose claim is no longer so nothing is left after some seconds, on the wall and in the run. */
static bool is_so(panels *self, const soi_claim_definition *claim) {
  if (claim_holds(self->frame->now, claim)) { self->claim_held = self->ui->input.time, self->claim_clock = clock_of(self); }
  const double since = clock_of(self) - self->claim_clock;
  return self->ui->input.time - self->claim_held < LEAST && since >= 0.0 && since < 5.0 * LEAST;
}

static const soi_name *caption_now(panels *self) {
  const soi_scenario_definition *scenario = &self->model->definition->scenario;
  if (self->tour && self->tour_stop > 0 && scenario->tour.items[self->tour_stop - 1].text.en[0] != '\0') {
    const soi_tour_definition *const stop = &scenario->tour.items[self->tour_stop - 1];
    return is_so(self, &stop->shows) ? &stop->text : NULL;
  }
  uint32_t row = 0;
  while (row < scenario->captions.count && scenario->captions.items[row].at <= clock_of(self)) { ++row; }
  if (row == 0) { return NULL; }
  const soi_caption_definition *caption = &scenario->captions.items[row - 1];
  const bool in_time = clock_of(self) < caption->at + caption->duration;
  if (row != self->caption) { /* one that was over before it was come to is not made up for */
    self->caption = row;
    self->caption_since = in_time ? self->ui->input.time : -1e9;
    self->claim_held = -1e9;
  }
  const bool fresh = self->ui->input.time - self->caption_since < LEAST && clock_of(self) < caption->at + 20.0 * caption->duration;
  return (in_time || fresh) && is_so(self, &caption->shows) ? &caption->text : NULL;
}

/* A dark band with text, its lower edge at bottom. Returns its top. */
static float draw_band(panels *self, const char *text, ui_style style, float bottom) {
  const float middle = 0.5f * self->ui->input.width, pad = px(self, 22.0f);
  const float room = 2.0f * fminf(middle - self->room.left, self->room.right - middle);
  const float wide = px(self, 760.0f),
              most = self->set == PANELS_LAY ? fminf(2.0f * middle - pad, wide) : fminf(fmaxf(room, px(self, 320.0f)), wide);
  const float width = fminf(ui_width(self->ui, style, text), most - 2.0f * pad);
  ui_rect inside = {middle - 0.5f * width, 0.0f, middle + 0.5f * width + 1.0f, 0.0f};
  const float height = ui_paragraph(self->ui, inside, style, UI_ON_CAPTION, UI_CENTRE, text, false),
              air = px(self, style == UI_BODY ? 8.0f : 12.0f);
  inside.bottom = bottom - air;
  inside.top = inside.bottom - height;
  const ui_rect band = {inside.left - pad, inside.top - air, inside.right + pad, bottom};
  list_round(&self->ui->list, band, px(self, 12.0f), ui_paint(self->ui, UI_CAPTION));
  if (style == UI_CAPTION_TEXT) { self->caption_at = band; }
  ui_paragraph(self->ui, inside, style, UI_ON_CAPTION, UI_CENTRE, text, true);
  return inside.top - air;
}

void panel_captions(panels *self) {
  float bottom = self->room.bottom - px(self, 32.0f);
  const soi_name *caption = caption_now(self);
  self->caption_at = (ui_rect){0.0f, 0.0f, 0.0f, 0.0f};
  if (caption != NULL) { bottom = draw_band(self, name_of(self->language, caption, ""), UI_CAPTION_TEXT, bottom) - px(self, 8.0f); }
  const char *message = self->tool == TOOL_PEDESTRIAN  ? tell(self, WORD_PICK_PLACE)
                        : self->tool == TOOL_VAN       ? tell(self, WORD_PICK_LANE)
                        : self->tool == TOOL_BREAKDOWN ? tell(self, WORD_PICK_CART)
                                                       : NULL;
  if (self->ui->input.time < self->said_until) { message = self->said; }
  if (message != NULL) { draw_band(self, message, UI_BODY, bottom); }
}

void panels_say_saved(panels *self, const char *path, bool saved) {
  char words[sizeof self->said];
  snprintf(words, sizeof words, tell(self, saved ? WORD_SAVED : WORD_NOT_SAVED), path);
  panels_say(self, words);
}

void panels_say(panels *self, const char *text) {
  snprintf(self->said, sizeof self->said, "%s", text);
  self->said_until = self->ui != NULL ? self->ui->input.time + 4.0 : 0.0;
}
