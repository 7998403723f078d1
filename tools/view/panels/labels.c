/* Names in the picture: each cart with its riders and what it does, stops with the people who wait, and a ring round what is chosen. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "shared.h"

static const double LABEL_HEIGHT = 3.2; /* m above the ground */

/* A label may not lie on another one drawn before. */
typedef struct placed {
  ui_rect rects[512];
  uint32_t count;
} placed;

static bool is_free(const placed *labels, ui_rect rect) {
  for (uint32_t i = 0; i < labels->count; ++i) {
    const ui_rect *other = &labels->rects[i];
    if (rect.left < other->right && rect.right > other->left && rect.top < other->bottom && rect.bottom > other->top) { return false; }
  }
  return true;
}

static void keep(placed *labels, ui_rect rect) {
  if (labels->count < sizeof labels->rects / sizeof labels->rects[0]) { labels->rects[labels->count++] = rect; }
}

static bool in_window(const panels *self, float x, float y) {
  return x > 0.0f && y > 0.0f && x < self->ui->input.width && y < self->ui->input.height;
}

/* A pill, with a foot that points at its place, or a line down to it from higher up. */
static void draw_pill(panels *self, ui_rect box, float x, float y) {
  ui_list *const list = &self->ui->list;
  const uint32_t paint = ui_paint(self->ui, UI_PANEL);
  const float radius = fminf(px(self, 8.0f), 0.5f * rect_height(box)), foot = fminf(fmaxf(x, box.left + radius), box.right - radius);
  if (y - box.bottom > px(self, 9.0f)) {
    const ui_point line[2] = {{foot, box.bottom}, {x, y}};
    list_line(list, line, 2, fmaxf(px(self, 1.5f), 1.0f), paint);
  } else if (y > box.bottom) {
    const ui_point corners[3] = {
        {foot - px(self, 4.0f), box.bottom - 0.5f}, {foot + px(self, 4.0f), box.bottom - 0.5f}, {x, box.bottom + px(self, 5.0f)}};
    list_convex(list, corners, 3, 1.0f, paint);
  }
  list_soft(list, (ui_rect){box.left, box.top + px(self, 2.0f), box.right, box.bottom + px(self, 2.0f)}, radius, px(self, 8.0f),
            ui_paint(self->ui, UI_SHADOW));
  list_round(list, box, radius, paint);
}

/* Room for a label by a point, whole within the window: over it, beside it, under it, or higher up. False when there is none. */
static bool find_room(panels *self, float x, float y, float width, float height, placed *labels, ui_rect *box) {
  static const struct {
    float aside, up; /* of the label's middle from the point, in its widths and heights; and points more */
    float more_aside, more_up;
  } ways[] = {{0.0f, 0.5f, 0.0f, 7.0f},   {-0.38f, 0.5f, 0.0f, 7.0f}, {0.38f, 0.5f, 0.0f, 7.0f}, {0.5f, 0.0f, 9.0f, 0.0f},
              {-0.5f, 0.0f, -9.0f, 0.0f}, {0.0f, -0.5f, 0.0f, -9.0f}, {0.0f, 1.6f, 0.0f, 9.0f}};
  const float edge = px(self, 4.0f), air = px(self, 3.0f);
  for (size_t i = 0; i < sizeof ways / sizeof *ways; ++i) {
    const float middle = x + ways[i].aside * width + px(self, ways[i].more_aside),
                top = roundf(y - ways[i].up * height - px(self, ways[i].more_up) - 0.5f * height);
    const float left = roundf(fminf(fmaxf(middle - 0.5f * width, edge), self->ui->input.width - width - edge));
    const ui_rect taken = {left - air, top - air, left + width + air, top + height + air};
    if (taken.top < 0.0f || taken.bottom > self->ui->input.height || !is_free(labels, taken)) { continue; }
    keep(labels, taken);
    *box = (ui_rect){left, top, left + width, top + height};
    return true;
  }
  return false;
}

/* What a label says: a dot or an icon before its words, a figure behind them, and a line below; parts may be missing. */
typedef struct label_text {
  const char *name, *figure, *words;
  ui_style style;
  ui_role mark, words_role;
  ui_icon icon;    /* before the figure */
  uint32_t number; /* in a disc before the name; 0 for none */
  bool dot, framed;
} label_text;

/* A stop's place in its route, white in a disc of the carts' colour. */
static void draw_disc(panels *self, float x, float y, uint32_t number) {
  const float radius = px(self, 9.0f);
  char text[16];
  snprintf(text, sizeof text, "%u", number);
  list_circle(&self->ui->list, (ui_point){x, y}, radius, ui_paint(self->ui, UI_CART));
  ui_text(self->ui, (ui_rect){x - radius, y - radius, x + radius, y + radius}, UI_SMALL, UI_ON_PRIMARY, UI_CENTRE, text);
}

/* The label, or where it has no room a pin of its mark, unless another label stands on its very place. */
static void draw_label(panels *self, const label_text *what, float x, float y, placed *labels) {
  ui *const kit = self->ui;
  const float pad = px(self, 8.0f), gap = px(self, 6.0f), side = px(self, 12.0f), line = px(self, 18.0f);
  const float dot = what->number > 0 ? px(self, 24.0f)
                    : what->dot      ? px(self, 14.0f)
                                     : 0.0f,
              icon = what->icon != UI_NO_ICON ? side : 0.0f, name = ui_width(kit, what->style, what->name);
  const float figure = what->figure[0] != '\0' ? gap + icon + ui_width(kit, UI_STRONG, what->figure) : 0.0f,
              words = what->words[0] != '\0' ? ui_width(kit, UI_SMALL, what->words) : 0.0f;
  const float width = ceilf(fmaxf(dot + name + figure, words) + 2.0f * pad + 1.0f),
              height = line + (words > 0.0f ? line : 0.0f) + px(self, 6.0f);
  ui_rect box;
  if (!find_room(self, x, y, width, height, labels, &box)) {
    const float radius = px(self, what->number > 0 ? 11.0f : 6.0f);
    const ui_rect pin = {x - radius, y - radius, x + radius, y + radius};
    if (!is_free(labels, pin)) { return; }
    keep(labels, pin);
    list_circle(&kit->list, (ui_point){x, y}, radius, ui_paint(kit, UI_PANEL));
    if (what->number > 0) {
      draw_disc(self, x, y, what->number);
    } else {
      list_circle(&kit->list, (ui_point){x, y}, px(self, 4.0f), ui_paint(kit, what->mark));
    }
    return;
  }
  draw_pill(self, box, x, y);
  if (what->framed) { list_frame(&kit->list, box, px(self, 8.0f), fmaxf(1.0f, px(self, 1.5f)), ui_paint(kit, what->mark)); }
  ui_rect top = {box.left + pad, box.top + px(self, 3.0f), box.right - pad + 1.0f, box.top + px(self, 3.0f) + line};
  const ui_rect low = {top.left, top.bottom, top.right, top.bottom + line};
  const float middle = 0.5f * (top.top + top.bottom);
  if (what->dot) { list_circle(&kit->list, (ui_point){top.left + px(self, 4.0f), middle}, px(self, 4.0f), ui_paint(kit, what->mark)); }
  if (what->number > 0) { draw_disc(self, top.left + px(self, 8.0f), middle, what->number); }
  ui_text(kit, (ui_rect){top.left + dot, top.top, top.right, top.bottom}, what->style, UI_INK, UI_LEFT, what->name);
  const float at = top.left + dot + name + gap;
  if (what->icon != UI_NO_ICON) {
    ui_draw_icon(kit, (ui_rect){at, middle - 0.5f * side, at + side, middle + 0.5f * side}, what->icon, ui_paint(kit, UI_SOFT));
  }
  if (figure > 0.0f) { ui_text(kit, (ui_rect){at + icon, top.top, top.right, top.bottom}, UI_STRONG, UI_SOFT, UI_LEFT, what->figure); }
  if (words > 0.0f) { ui_text(kit, low, UI_SMALL, what->words_role, UI_LEFT, what->words); }
}

/* Where a label's place is in the window; false when it is not, or stands behind a building. */
static bool place_in_sight(panels *self, const double at[3], float *x, float *y) {
  return self->scene->project(self->scene->context, at, x, y) && in_window(self, *x, *y) && !self->scene->hidden(self->scene->context, at);
}

/* Name and riders; and in words what it does, when there is room or it is chosen. One behind a building has a name only if it is chosen. */
static void label_cart(panels *self, soi_cart_id cart, bool with_words, placed *labels) {
  const soi_world *world = self->frame->now;
  double at[3];
  float x, y;
  const uint32_t row = world->cart_vehicle[cart];
  const bool chosen = self->chosen.kind == PANELS_CART && self->chosen.row == cart;
  if (row == 0 || !self->scene->vehicle_at(self->scene->context, row, at)) { return; }
  at[2] += LABEL_HEIGHT;
  if (!place_in_sight(self, at, &x, &y) && !(chosen && self->scene->project(self->scene->context, at, &x, &y) && in_window(self, x, y))) {
    return;
  }
  const soi_vehicle_type *type = soi_type(self->model, world->vehicle_type[row]);
  char riders[16], words[160], name[64];
  snprintf(riders, sizeof riders, "%u/%u", world->cart_riders[cart], type->places.seats + type->places.standing);
  describe_cart(self->language, world, cart, words, sizeof words);
  snprintf(name, sizeof name, "%s", cart_name(self->language, self->model, cart));
  draw_label(self,
             &(label_text){.name = name,
                           .figure = riders,
                           .words = with_words ? words : "",
                           .style = UI_STRONG,
                           .mark = UI_CART,
                           .words_role = soi_cart_broken(world, cart) ? UI_BAD : UI_SOFT,
                           .dot = true,
                           .framed = chosen},
             x, y, labels);
}

/* A stop's place in the first route that serves it, from 1; 0 for none. */
static uint32_t number_of(const soi_model *model, soi_stop_id stop) {
  for (soi_route_id route = 1; route <= model->route_count; ++route) {
    const soi_span stops = model->routes[route].stops;
    for (uint32_t k = 0; k < stops.count; ++k) {
      if (model->route_stops[stops.first + k] == stop) { return k + 1; }
    }
  }
  return 0;
}

/* A stop's name, and how many people wait there. */
static void label_stop(panels *self, soi_stop_id stop, placed *labels) {
  const uint32_t waiting = self->frame->now->stop_queue[stop];
  const soi_point on = self->model->stops[stop].queue;
  float x, y;
  char figure[16] = "", name[96];
  if (!place_in_sight(self, (const double[3]){on.x, on.y, 2.4}, &x, &y)) { return; }
  if (waiting > 0) { snprintf(figure, sizeof figure, "%u", waiting); }
  snprintf(name, sizeof name, "%s", stop_name(self->language, self->model, stop));
  draw_label(self,
             &(label_text){.name = name,
                           .figure = figure,
                           .words = "",
                           .style = UI_BODY,
                           .mark = UI_PRIMARY,
                           .icon = waiting > 0 ? UI_PERSON : UI_NO_ICON,
                           .number = number_of(self->model, stop)},
             x, y, labels);
}

/* --- places of the map ------------------------------------------------------------------------------------------------ */

/* Words with a rim, so that they are read on any ground. */
static void draw_place_name(panels *self, ui_rect box, ui_style style, const char *text) {
  const float off = fmaxf(1.0f, px(self, 1.0f));
  for (int i = 0; i < 8; ++i) {
    static const float way[8][2] = {{-1, -1}, {0, -1.2f}, {1, -1}, {-1.2f, 0}, {1.2f, 0}, {-1, 1}, {0, 1.2f}, {1, 1}};
    const float x = off * way[i][0], y = off * way[i][1];
    ui_text(self->ui, (ui_rect){box.left + x, box.top + y, box.right + x, box.bottom + y}, style, UI_PANEL, UI_CENTRE, text);
  }
  ui_text(self->ui, box, style, UI_SOFT, UI_CENTRE, text);
}

/* Pixels that so many metres take at a place, along whichever way they look longest; 0 behind the eye. */
static float pixels_of(const panels *self, const double at[3], double metres) {
  float x, y, east_x, east_y, north_x, north_y;
  const double east[3] = {at[0] + metres, at[1], at[2]}, north[3] = {at[0], at[1] + metres, at[2]};
  const panels_scene *const scene = self->scene;
  if (!scene->project(scene->context, at, &x, &y) || !scene->project(scene->context, east, &east_x, &east_y) ||
      !scene->project(scene->context, north, &north_x, &north_y)) {
    return 0.0f;
  }
  return fmaxf(hypotf(east_x - x, east_y - y), hypotf(north_x - x, north_y - y));
}

/* A name is cut at its bracket: what stands there tells readers of the map how good it is. */
static void cut_note(char *text) {
  char *const narrow = strstr(text, " ("), *const wide = strstr(text, "\xef\xbc\x88");
  if (narrow != NULL) { *narrow = '\0'; }
  if (wide != NULL) { *wide = '\0'; }
}

static void label_place(panels *self, const char *name, const double at[3], bool large, placed *labels) {
  float x, y;
  char text[128];
  snprintf(text, sizeof text, "%s", name);
  cut_note(text);
  if (text[0] == '\0' || !place_in_sight(self, at, &x, &y)) { return; }
  const ui_style style = large ? UI_STRONG : UI_SMALL;
  const float half = 0.5f * ui_width(self->ui, style, text) + px(self, 4.0f), high = px(self, 18.0f);
  const ui_rect box = {roundf(x - half), roundf(y - 0.5f * high), roundf(x + half), roundf(y + 0.5f * high)};
  const bool whole = box.left > 0.0f && box.right < self->ui->input.width;
  if (!whole || !is_free(labels, box)) { return; }
  keep(labels, box);
  draw_place_name(self, box, style, text);
}

static soi_point middle_of(const soi_points *outline) {
  soi_point sum = {0.0, 0.0};
  for (uint32_t i = 0; i < outline->count; ++i) {
    sum = (soi_point){sum.x + outline->items[i].x / outline->count, sum.y + outline->items[i].y / outline->count};
  }
  return sum;
}

/* The map's labels where their size can be made out, then the names of buildings near enough to be more than specks. */
static void label_places(panels *self, placed *labels) {
  const soi_map_definition *const map = &self->model->definition->map;
  for (uint32_t i = 0; i < map->labels.count; ++i) {
    const soi_label_definition *const label = &map->labels.items[i];
    const double at[3] = {label->at.x, label->at.y, 0.0};
    const float size = pixels_of(self, at, label->size);
    if (size > px(self, 5.0f) && size < px(self, 300.0f)) {
      label_place(self, name_of(self->language, &label->name, ""), at, label->size > 16.0, labels);
    }
  }
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    const soi_building_definition *const building = &map->buildings.items[i];
    const soi_point middle = middle_of(&building->outline);
    const double at[3] = {middle.x, middle.y, building->height};
    const float size = pixels_of(self, at, 40.0);
    if (size > px(self, 26.0f) && size < px(self, 300.0f)) {
      label_place(self, building_name(self->language, building), at, false, labels);
    }
  }
}

/* A ring on the ground round what is chosen. */
static void draw_ring(panels *self) {
  soi_point place;
  float x, y, edge_x, edge_y;
  if (self->chosen.kind == PANELS_NOTHING || self->chosen.kind == PANELS_CART || !target_place(self, self->chosen, &place)) { return; }
  const double radius = self->chosen.kind == PANELS_PERSON ? 0.9 : 3.2;
  ui_point ring[33];
  uint32_t count = 0;
  for (; count < 33; ++count) {
    const double angle = 6.283185307 * (double)count / 32.0;
    const double at[3] = {place.x + radius * cos(angle), place.y + radius * sin(angle), 0.1};
    if (!self->scene->project(self->scene->context, at, &edge_x, &edge_y)) { return; }
    ring[count] = (ui_point){edge_x, edge_y};
  }
  const double middle[3] = {place.x, place.y, 0.1};
  if (!self->scene->project(self->scene->context, middle, &x, &y) || !in_window(self, x, y)) { return; }
  list_line(&self->ui->list, ring, count, fmaxf(px(self, 2.5f), 1.0f), ui_paint(self->ui, UI_PRIMARY));
}

/* A number at a point; nothing where one stands already. */
static void draw_number(panels *self, const double at[3], uint32_t number, ui_role role, placed *labels) {
  float x, y;
  if (!self->scene->project(self->scene->context, at, &x, &y) || !in_window(self, x, y)) { return; }
  char text[16];
  snprintf(text, sizeof text, "%u", number);
  const float half = 0.5f * ui_width(self->ui, UI_SMALL, text) + px(self, 3.0f), height = px(self, 15.0f);
  const ui_rect box = {roundf(x - half), roundf(y - 0.5f * height), roundf(x + half), roundf(y + 0.5f * height)};
  if (!is_free(labels, box)) { return; }
  keep(labels, box);
  list_round(&self->ui->list, box, px(self, 4.0f), ui_paint(self->ui, UI_PANEL));
  ui_text(self->ui, box, UI_SMALL, role, UI_CENTRE, text);
}

/* Rows of vehicles, people and lanes as they stand in the tables, for engineers. */
static void draw_ids(panels *self, placed *labels) {
  const soi_world *world = self->frame->now;
  double at[3];
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(world, row) && self->scene->vehicle_at(self->scene->context, row, at)) {
      draw_number(self, at, row, UI_INK, labels);
    }
  }
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    const bool seen = soi_person_lives(world, row) && world->person_body[row] && self->scene->person_at(self->scene->context, row, at);
    if (seen) { draw_number(self, at, row, UI_GOOD, labels); }
  }
  for (soi_lane_id lane = 1; lane <= self->model->lane_count; ++lane) {
    const soi_point middle = soi_lane_at(self->model, lane, 0.5 * self->model->lanes[lane].length, 0.0, NULL);
    draw_number(self, (const double[3]){middle.x, middle.y, 0.0}, lane, UI_PRIMARY, labels);
  }
}

/* How many metres a hundred points are left of the middle of the window, which is in the first picture where there are two: far away, labels
 * are short. */
static bool is_near(const panels *self) {
  soi_point a, b;
  const float x = 0.5f * self->ui->input.width - 1.0f, y = 0.5f * self->ui->input.height;
  if (!self->scene->ground(self->scene->context, x, y, &a) || !self->scene->ground(self->scene->context, x - px(self, 100.0f), y, &b)) {
    return true;
  }
  return hypot(a.x - b.x, a.y - b.y) < 60.0;
}

void panel_labels(panels *self) {
  placed labels = {.count = 0};
  for (uint32_t i = 0; i < self->ui->last_area_count; ++i) { keep(&labels, self->ui->last_areas[i]); }
  keep(&labels, self->caption_at);
  draw_ring(self);
  if ((self->overlays & OVERLAY_IDS) != 0) { draw_ids(self, &labels); }
  if ((self->overlays & OVERLAY_LABELS) == 0) { return; }
  const bool with_words = is_near(self);
  if (self->chosen.kind == PANELS_CART) { label_cart(self, self->chosen.row, true, &labels); }
  for (soi_cart_id cart = 1; cart <= self->model->cart_count; ++cart) {
    if (self->chosen.kind != PANELS_CART || self->chosen.row != cart) { label_cart(self, cart, with_words, &labels); }
  }
  for (soi_stop_id stop = 1; stop <= self->model->stop_count; ++stop) { label_stop(self, stop, &labels); }
  label_places(self, &labels);
}
