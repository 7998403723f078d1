/* The service in figures, each with its course over the run so far; for engineers also where time was lost, and energy. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "shared.h"

enum { MOST_MINUTES = 2881, RECENT = 15, CAUSES_SHOWN = 5 };

/* Minutes that are over at the moment drawn. */
static uint32_t minutes_now(const panels *self) {
  const uint32_t passed = (uint32_t)(self->frame->time / 60.0 + 1e-9);
  return passed < self->frame->minute_count ? passed : self->frame->minute_count;
}

static uint32_t minutes_of_run(const panels *self) { return (uint32_t)ceil((double)self->model->end * self->model->step / 60.0); }

/* A figure of each minute, as a series for a chart. */
static uint32_t series_of(const panels *self, size_t offset, float *values) {
  const uint32_t count = minutes_now(self) < MOST_MINUTES ? minutes_now(self) : MOST_MINUTES;
  for (uint32_t i = 0; i < count; ++i) { values[i] = *(const float *)(const void *)((const char *)&self->frame->minutes[i] + offset); }
  return count;
}

/* Minutes with few departures jump: each value becomes the mean of the last five that have one. */
static void smooth(float *values, uint32_t count) {
  float last[5] = {0.0f};
  uint32_t found = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (values[i] >= 0.0f) { last[found++ % 5] = values[i]; }
    const uint32_t some = found < 5 ? found : 5;
    float sum = 0.0f;
    for (uint32_t k = 0; k < some; ++k) { sum += last[k]; }
    values[i] = some > 0 ? sum / (float)some : -1.0f;
  }
}

/* The mean of the last minutes that have a value; negative without any. */
static double recent_mean(const float *values, uint32_t count) {
  double sum = 0.0;
  uint32_t found = 0;
  for (uint32_t i = count > RECENT ? count - RECENT : 0; i < count; ++i) {
    if (values[i] < 0.0f) { continue; }
    sum += (double)values[i];
    ++found;
  }
  return found > 0 ? sum / found : -1.0;
}

/* A row: label, figure, and its chart below. */
static void draw_figure(panels *self, ui_rect *rest, word label, const char *figure, const char *unit, size_t offset, ui_role role) {
  float values[MOST_MINUTES];
  ui_rect rect = rect_cut_top(rest, px(self, 70.0f));
  const ui_rect line = rect_cut_top(&rect, px(self, 17.0f));
  ui_text(self->ui, line, UI_SMALL, UI_SOFT, UI_LEFT, tell(self, label));
  const ui_rect large = rect_cut_top(&rect, px(self, 27.0f));
  ui_text(self->ui, large, UI_FIGURE, UI_INK, UI_LEFT, figure);
  const float width = ui_width(self->ui, UI_FIGURE, figure);
  const ui_rect small = {large.left + width + px(self, 5.0f), large.top + px(self, 5.0f), large.right, large.bottom};
  ui_text(self->ui, small, UI_SMALL, UI_FAINT, UI_LEFT, unit);
  const ui_rect chart = {rect.left, rect.top + px(self, 2.0f), rect.right, rect.bottom - px(self, 6.0f)};
  const uint32_t count = series_of(self, offset, values);
  if (offset == offsetof(play_minute, wait) || offset == offsetof(play_minute, headway)) { smooth(values, count); }
  ui_series series = {.values = values, .count = count, .span = minutes_of_run(self), .role = role, .filled = true};
  ui_spark(self->ui, chart, &series);
}

static void draw_people(panels *self, ui_rect *rest) {
  const soi_world *world = self->frame->now;
  uint32_t waiting = 0, riders = 0, places = 0;
  for (soi_stop_id stop = 1; stop <= self->model->stop_count; ++stop) { waiting += world->stop_queue[stop]; }
  for (soi_cart_id cart = 1; cart <= self->model->cart_count; ++cart) {
    const soi_vehicle_type *type = soi_type(self->model, self->model->carts[cart].type);
    riders += world->cart_riders[cart];
    places += type->places.seats + type->places.standing;
  }
  char figure[32], unit[64];
  snprintf(figure, sizeof figure, "%u", waiting);
  draw_figure(self, rest, WORD_WAITING_NOW, figure, tell(self, waiting == 1 ? WORD_PERSON_UNIT : WORD_PEOPLE_UNIT),
              offsetof(play_minute, waiting), UI_SERIES_1);
  snprintf(figure, sizeof figure, "%u", riders);
  snprintf(unit, sizeof unit, tell(self, places == 1 ? WORD_OF_ONE_PLACE : WORD_OF_PLACES), places);
  draw_figure(self, rest, WORD_ABOARD, figure, unit, offsetof(play_minute, riders), UI_CART);
}

static void draw_span(panels *self, ui_rect *rest, word label, size_t offset, ui_role role) {
  float values[MOST_MINUTES];
  const double mean = recent_mean(values, series_of(self, offset, values));
  char text[32] = "\xe2\x80\x93";
  if (mean >= 0.0) { snprintf(text, sizeof text, "%d:%02d", (int)(mean + 0.5) / 60, (int)(mean + 0.5) % 60); }
  draw_figure(self, rest, label, text, tell(self, WORD_MINUTES), offset, role);
}

/* --- for engineers --------------------------------------------------------------------------------------------------- */

typedef struct lost_cause {
  uint32_t cause;
  float seconds;
} lost_cause;

static int by_size(const void *a, const void *b) {
  const float x = ((const lost_cause *)a)->seconds, y = ((const lost_cause *)b)->seconds;
  return x < y ? 1 : x > y ? -1 : 0;
}

/* Causes that make up most of what is lost have colours of their own. */
static ui_role cause_role(uint32_t cause) {
#define ROLE(symbol, name, of, wait, colour, ...) UI_##colour,
  static const ui_role roles[] = {SOI_CAUSES(ROLE)};
#undef ROLE
  return cause < SOI_CAUSE_COUNT ? roles[cause] : UI_SERIES_6;
}

uint32_t panels_cause_colour(uint32_t cause, bool dark) { return theme_colour(cause_role(cause), dark) >> 8; }

static void draw_lost(panels *self, ui_rect *rest) {
  lost_cause causes[SOI_CAUSE_COUNT] = {{0}};
  ui_role roles[CAUSES_SHOWN + 1];
  float sum = 0.0f, parts[CAUSES_SHOWN + 1] = {0.0f};
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { causes[cause].cause = cause; }
  for (uint32_t i = 0; i < minutes_now(self); ++i) {
    for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { causes[cause].seconds += self->frame->minutes[i].lost[cause]; }
  }
  qsort(causes, SOI_CAUSE_COUNT, sizeof causes[0], by_size);
  for (uint32_t i = 0; i < SOI_CAUSE_COUNT; ++i) {
    sum += causes[i].seconds;
    parts[i < CAUSES_SHOWN ? i : CAUSES_SHOWN] += causes[i].seconds;
  }
  for (uint32_t i = 0; i <= CAUSES_SHOWN; ++i) { roles[i] = i < CAUSES_SHOWN ? cause_role(causes[i].cause) : UI_SERIES_6; }
  ui_rect head = rect_cut_top(rest, px(self, 18.0f));
  ui_text(self->ui, head, UI_SMALL, UI_SOFT, UI_LEFT, tell(self, WORD_LOST));
  ui_textf(self->ui, head, UI_SMALL, UI_INK, UI_RIGHT, tell(self, WORD_WHOLE_MINUTES), (double)sum / 60.0);
  rect_cut_top(rest, px(self, 4.0f));
  ui_parts(self->ui, rect_cut_top(rest, px(self, 9.0f)), parts, roles, CAUSES_SHOWN + 1);
  rect_cut_top(rest, px(self, 5.0f));
  for (uint32_t i = 0; i < CAUSES_SHOWN && causes[i].seconds > 0.0f; ++i) {
    ui_rect row = rect_cut_top(rest, px(self, 18.0f));
    const float middle = 0.5f * (row.top + row.bottom);
    list_circle(&self->ui->list, (ui_point){row.left + px(self, 4.0f), middle}, px(self, 3.5f), ui_paint(self->ui, roles[i]));
    const ui_rect value = rect_cut_right(&row, px(self, 40.0f));
    ui_textf(self->ui, value, UI_SMALL, UI_SOFT, UI_RIGHT, "%.0f %%", 100.0 * (double)causes[i].seconds / fmax((double)sum, 1e-6));
    row.left += px(self, 14.0f);
    ui_text(self->ui, row, UI_SMALL, UI_INK, UI_LEFT, soi_cause_words_in(self->language, causes[i].cause));
  }
}

static void draw_energy(panels *self, ui_rect *rest) {
  const soi_world *world = self->frame->now;
  double energy = 0.0, distance = 0.0;
  for (soi_cart_id cart = 1; cart <= self->model->cart_count; ++cart) {
    energy += world->cart_energy[cart], distance += world->cart_distance[cart];
  }
  char figure[32], unit[48];
  snprintf(figure, sizeof figure, "%.1f", energy / 3.6e6);
  snprintf(unit, sizeof unit, tell(self, WORD_ENERGY_RATE), distance > 100.0 ? energy / 3600.0 / (distance / 1000.0) : 0.0);
  draw_figure(self, rest, WORD_ENERGY, figure, unit, offsetof(play_minute, energy), UI_SERIES_2);
}

void panel_figures(panels *self) {
  const bool engineer = self->set == PANELS_ENGINEER;
  ui_rect column = {self->room.left, self->room.top, self->room.left + px(self, 216.0f), self->room.bottom};
  const float figure = px(self, 70.0f), pad = 2.0f * px(self, 14.0f);
  const float wanted = engineer ? 5.0f * figure + px(self, 36.0f + 18.0f * CAUSES_SHOWN) + pad : 4.0f * figure + pad;
  column.bottom = fminf(column.bottom, column.top + wanted);
  self->room.left = column.right + px(self, 12.0f);
  ui_panel(self->ui, column);
  ui_rect rest = rect_inset(column, px(self, 14.0f));
  rest.top -= px(self, 2.0f);
  const ui_rect inside = rest;
  const float up = ui_scroll_begin(self->ui, ui_id("figures", 0), inside, wanted - pad);
  rest.top -= up;
  rest.bottom = rest.top + wanted;
  draw_people(self, &rest);
  draw_span(self, &rest, WORD_WAIT, offsetof(play_minute, wait), UI_SERIES_2);
  draw_span(self, &rest, WORD_HEADWAY, offsetof(play_minute, headway), UI_SERIES_4);
  if (engineer) {
    draw_energy(self, &rest);
    draw_lost(self, &rest);
  }
  ui_scroll_end(self->ui);
}
