/* What the presenter can make happen. Some tools are used at once, some at a place that is clicked. Each is a command of the run. */
#include "shared.h"

static const double VAN_STANDS = 120.0, REPAIR = 180.0; /* s */
static const double RAIN = 15.0, IN_RAIN = 300.0;       /* mm/h; m of sight */
enum { CROWD = 20 };

/* What has been done is said, or why it could not be. */
static bool give(panels *self, soi_command command, word done, word refused) {
  const bool taken = play_command(self->run, &command);
  panels_say(self, tell(self, taken ? done : refused));
  return taken;
}

static void switch_rain(panels *self) {
  const soi_weather *weather = &self->model->weather;
  const bool wet = self->frame->now->rain[0] > 0.0;
  const soi_command command = {
      0, SOI_COMMAND_RAIN, 0, 0, {wet ? 0.0 : RAIN, wet ? (weather->visibility > 0.0 ? weather->visibility : 10000.0) : IN_RAIN, 0.0}};
  give(self, command, wet ? WORD_DRY : WORD_RAIN, WORD_NOT_NOW);
}

/* A crowd where most wait already would be lost in it: where people come to ride, the flow that is chosen. */
static void call_crowd(panels *self) {
  give(self, (soi_command){0, SOI_COMMAND_CROWD, self->crowd, CROWD, {0.0, 0.0, 0.0}}, WORD_DONE_CROWD,
       self->crowd == 0 ? WORD_NO_CROWD : WORD_NOT_NOW);
}

void use_tool(panels *self, panels_tool tool) {
  if (tool == TOOL_RAIN) {
    switch_rain(self);
  } else if (tool == TOOL_CROWD) {
    call_crowd(self);
  } else {
    self->tool = self->tool == tool ? TOOL_NONE : tool;
  }
}

static bool break_down(panels *self, soi_cart_id cart) {
  const bool broken = soi_cart_broken(self->frame->now, cart);
  self->tool = TOOL_NONE;
  if (!soi_cart_in_depot(self->frame->now, cart) && !broken) {
    return give(self, (soi_command){0, SOI_COMMAND_BREAKDOWN, cart, 0, {REPAIR, 0.0, 0.0}}, WORD_BREAK_DOWN, WORD_NOT_NOW);
  }
  panels_say(self, tell(self, broken ? WORD_BROKEN_ALREADY : WORD_IN_DEPOT));
  return false;
}

static bool park(panels *self, soi_point at) {
  double s, d;
  const soi_lane_id lane = soi_lane_near(self->model, at, 3.0, &s, &d);
  if (lane == 0) {
    panels_say(self, tell(self, WORD_NO_LANE));
    return false;
  }
  const bool taken = give(self, (soi_command){0, SOI_COMMAND_PARK, lane, 0, {s, d, VAN_STANDS}}, WORD_DONE_VAN, WORD_NO_VAN);
  if (taken) { self->tool = TOOL_NONE; }
  return taken;
}

bool use_tool_at(panels *self, soi_point at, panels_target what) {
  if (self->tool == TOOL_BREAKDOWN) { return what.kind == PANELS_CART && break_down(self, what.row); }
  if (self->tool == TOOL_VAN) { return park(self, at); }
  return give(self, (soi_command){0, SOI_COMMAND_PEDESTRIAN, 0, 0, {at.x, at.y, 0.0}}, WORD_DONE_PERSON, WORD_NO_WALK);
}

void panel_tools(panels *self) {
  static const struct {
    panels_tool tool;
    ui_icon icon;
    const char *key;
  } tools[] = {{TOOL_PEDESTRIAN, UI_PERSON, "P"},
               {TOOL_VAN, UI_VAN, "V"},
               {TOOL_BREAKDOWN, UI_WARNING, "B"},
               {TOOL_RAIN, UI_RAIN_DROP, "W"},
               {TOOL_CROWD, UI_CROWD, "C"}};
  enum { TOOLS = sizeof tools / sizeof tools[0] };
  const float button = px(self, 36.0f), gap = px(self, 4.0f), inset = px(self, 6.0f);
  const float height = button * (TOOLS + 2) + gap * (TOOLS + 2) + 2.0f * inset;
  if (self->kiosk || rect_height(self->room) < height) { return; }
  ui_rect bar = {self->room.left, self->room.top, self->room.left + button + 2.0f * inset, self->room.top + height};
  ui_panel(self->ui, bar);
  self->room.left = bar.right + px(self, 12.0f);
  bar = rect_inset(bar, inset);
  for (uint32_t i = 0; i < TOOLS; ++i) {
    const bool on = self->tool == tools[i].tool || (tools[i].tool == TOOL_RAIN && self->frame->now->rain[0] > 0.0);
    key_button(self, tools[i].key, rect_cut_top(&bar, button), tools[i].icon, on);
    rect_cut_top(&bar, gap);
  }
  rect_cut_top(&bar, gap);
  key_button(self, "G", rect_cut_top(&bar, button), UI_TOUR, self->tour);
  rect_cut_top(&bar, gap);
  key_button(self, "K", rect_cut_top(&bar, button), UI_LAYERS, self->layers);
}
