/* Two runs side by side: what was changed, and what came of it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "shared.h"

/* --- what was changed ------------------------------------------------------------------------------------------------- */

typedef struct change_row {
  const char *key, *words[PANELS_LANGUAGES]; /* a whole change, or a key whose value follows the words */
} change_row;

static const change_row changes[] = {
    {"service.hold=none", {"No holding at stops", "ไม่รอปรับระยะที่ป้าย", "停留所で間隔調整をしない"}},
    {"service.hold=even_headway", {"Holding to even the gaps", "รอปรับระยะให้เท่ากัน", "間隔をそろえる待機あり"}},
    {"service.headway", {"Planned gap between carts", "ระยะห่างตามแผน", "計画の運行間隔"}},
    {"service.hold_limit", {"Longest hold at a stop", "รอที่ป้ายนานสุด", "停留所での最長待機"}},
    {"service.dwell_minimum", {"Shortest time at a stop", "จอดที่ป้ายอย่างน้อย", "最短停車時間"}},
    {"service.boarding_time", {"Time to board", "เวลาขึ้นรถต่อคน", "乗車時間"}},
    {"service.alighting_time", {"Time to alight", "เวลาลงรถต่อคน", "降車時間"}},
    {"traffic.scale", {"Traffic, times", "ปริมาณรถ เท่า", "交通量の倍率"}},
    {"pedestrians.scale", {"People on foot, times", "คนเดินเท้า เท่า", "歩行者の倍率"}},
    {"passengers.scale", {"Passengers, times", "ผู้โดยสาร เท่า", "乗客の倍率"}},
    {"seed", {"Other chance, number", "สุ่มครั้งที่", "乱数の番号"}},
};

/* What has no words of its own: the end of its key, without the signs of a file. */
static void spell(const char *change, char *text, size_t size) {
  const char *const equals = strchr(change, '='), *const dot = strchr(change, '.'),
                    *const at = dot != NULL && dot < equals ? dot + 1 : change;
  snprintf(text, size, "%.*s: %s", (int)(equals - at), at, equals + 1);
  for (char *c = text; *c != '\0'; ++c) {
    if (*c == '_' || *c == '-' || (*c == '.' && c < strchr(text, ':'))) { *c = ' '; }
  }
}

void panels_change_words(panels_language language, const char *change, const soi_name *name, char *text, size_t size) {
  if (strchr(change, '=') == NULL) {
    snprintf(text, size, "%s", name_of(language, name, change));
    return;
  }
  for (size_t i = 0; i < sizeof changes / sizeof *changes; ++i) {
    const size_t length = strlen(changes[i].key);
    if (strncmp(change, changes[i].key, length) != 0) { continue; }
    const char *const words = changes[i].words[language];
    if (change[length] == '\0') { snprintf(text, size, "%s", words); }
    if (change[length] == '=') { snprintf(text, size, "%s: %s", words, change + length + 1); }
    if (change[length] == '\0' || change[length] == '=') { return; }
  }
  spell(change, text, size);
}

/* --- what came of it -------------------------------------------------------------------------------------------------- */

static double value_of(const play_frame *frame, const char *metric) {
  for (uint32_t i = 0; i < panels_metric_count; ++i) {
    if (strcmp(panels_metrics[i], metric) == 0) { return frame->has_value[i] ? frame->values[i] : -1.0; }
  }
  return -1.0;
}

static double waiting_in(const play_frame *frame) {
  double sum = 0.0;
  for (soi_stop_id stop = 1; stop <= frame->now->model->stop_count; ++stop) { sum += frame->now->stop_queue[stop]; }
  return sum;
}

/* The figures of a run; more of a good one is better. */
static const struct compared {
  word label;
  const char *metric; /* null: those who wait now */
  bool time, good;
} compared[] = {{WORD_MEAN_WAIT, "wait.mean", true, false},
                {WORD_WAITING_NOW, NULL, false, false},
                {WORD_SERVED, "passengers.served", false, true},
                {WORD_GAVE_UP, "passengers.gave_up", false, false}};
enum { COMPARED = sizeof compared / sizeof *compared };

static double figure_of(const play_frame *frame, int i) {
  return compared[i].metric != NULL ? value_of(frame, compared[i].metric) : waiting_in(frame);
}

static void figure_text(bool time, double value, char *text, size_t size) {
  const int whole = (int)(value + 0.5);
  if (value < 0.0) {
    snprintf(text, size, "\xe2\x80\x93");
  } else if (time) {
    snprintf(text, size, "%d:%02d", whole / 60, whole % 60);
  } else {
    snprintf(text, size, "%d", whole);
  }
}

ui_role difference_text(int i, double first, double second, char *text, size_t size) {
  const double by = second - first;
  char amount[24];
  figure_text(compared[i].time, fabs(by), amount, sizeof amount);
  text[0] = '\0';
  if (first < 0.0 || second < 0.0) { return UI_SOFT; }
  if (fabs(by) < 0.5) {
    snprintf(text, size, "\xc2\xb1 0");
    return UI_SOFT;
  }
  snprintf(text, size, "%s%s", by > 0.0 ? "+" : "\xe2\x80\x93", amount);
  return (by > 0.0) == compared[i].good ? UI_GOOD : UI_BAD;
}

/* base: the run that this one is compared with; null for itself. */
static void draw_card(panels *self, ui_rect card, const char *title, const play_frame *frame, const play_frame *base) {
  ui_panel(self->ui, card);
  ui_rect rest = rect_inset(card, px(self, 12.0f));
  rest.top -= px(self, 4.0f);
  ui_text(self->ui, rect_cut_top(&rest, px(self, 22.0f)), UI_TITLE, UI_INK, UI_LEFT, title);
  rect_cut_top(&rest, px(self, 2.0f));
  const float column = rect_width(rest) / COMPARED;
  for (int i = 0; i < COMPARED; ++i) {
    const ui_rect at = {rest.left + column * (float)i, rest.top, rest.left + column * (float)(i + 1) - px(self, 8.0f), rest.bottom};
    char text[32], by[32] = "";
    figure_text(compared[i].time, figure_of(frame, i), text, sizeof text);
    const ui_role role = base == NULL ? UI_SOFT : difference_text(i, figure_of(base, i), figure_of(frame, i), by, sizeof by);
    ui_text(self->ui, (ui_rect){at.left, at.top, at.right, at.top + px(self, 16.0f)}, UI_SMALL, UI_SOFT, UI_LEFT,
            tell(self, compared[i].label));
    ui_rect line = {at.left, at.top + px(self, 16.0f), at.right, at.top + px(self, 42.0f)};
    ui_text(self->ui, line, UI_FIGURE, UI_INK, UI_LEFT, text);
    line.left += ui_width(self->ui, UI_FIGURE, text) + px(self, 8.0f);
    if (by[0] != '\0') { ui_text(self->ui, line, UI_FIGURE, role, UI_LEFT, by); }
  }
}

void panels_compare(panels *self, const play_frame *second, const char *change, float width) {
  if (self->hidden) { return; }
  char title[160];
  panels_change_words(self->language, change, &second->now->model->definition->scenario.name, title, sizeof title);
  const float margin = px(self, 12.0f), top = px(self, 78.0f), bottom = top + px(self, 88.0f), middle = 0.5f * width;
  draw_card(self, (ui_rect){margin, top, middle - margin, bottom}, tell(self, WORD_AS_IT_IS), self->frame, NULL);
  draw_card(self, (ui_rect){middle + margin, top, width - margin, bottom}, title, second, self->frame);
}
