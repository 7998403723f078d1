#include "viewpoint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

/* The box round the stops and depots: what the demonstration is about. */
static void service_box(const soi_model *model, soi_point *low, soi_point *high) {
  *low = (soi_point){1e9, 1e9}, *high = (soi_point){-1e9, -1e9};
  for (uint32_t i = 1; i <= model->route_count; ++i) {
    for (uint32_t k = 0; k < model->routes[i].stops.count && i == 1; ++k) {
      const soi_stop *const stop = &model->stops[model->route_stops[model->routes[i].stops.first + k]];
      const soi_point at = soi_lane_at(model, stop->lane, stop->s, 0.0, NULL);
      *low = (soi_point){fmin(low->x, at.x), fmin(low->y, at.y)}, *high = (soi_point){fmax(high->x, at.x), fmax(high->y, at.y)};
    }
  }
  if (low->x > high->x) {
    *low = (soi_point){model->bounds.left, model->bounds.bottom}, *high = (soi_point){model->bounds.right, model->bounds.top};
  }
}

viewpoint viewpoint_open(const scene_place *scene) {
  viewpoint self = {.scene = scene, .mode = VIEWPOINT_OBLIQUE, .cart = 1, .away = 1.0};
  self.wanted.field = self.now.field = 0.6;
  viewpoint_at(&self, VIEWPOINT_OBLIQUE, 1);
  return self;
}

static void look_over(viewpoint *self, bool above) {
  soi_point low, high;
  service_box(self->scene->model, &low, &high);
  scene_camera *const c = &self->wanted;
  const double span = fmax(fmax(high.x - low.x, high.y - low.y), 150.0);
  c->target[0] = 0.5 * (low.x + high.x), c->target[1] = 0.5 * (low.y + high.y), c->target[2] = 0.0;
  c->heading = above ? 0.5 * PI : 0.42 * PI;
  c->pitch = above ? 0.5 * PI - 0.001 : 0.62;
  c->distance = above ? 2.5 * span : 1.7 * span;
  if (!above) {
    c->target[0] -= 0.07 * span * cos(c->heading),
        c->target[1] -= 0.07 * span * sin(c->heading); /* the timeline lies over what is nearest */
  }
  c->field = 0.6;
}

void viewpoint_at(viewpoint *self, viewpoint_mode mode, soi_cart_id cart) {
  self->mode = mode;
  if (cart >= 1 && cart <= self->scene->model->cart_count) { self->cart = cart; }
  self->turn = self->tilt = 0.0;
  self->away = 1.0;
  if (mode == VIEWPOINT_MAP || mode == VIEWPOINT_OBLIQUE) { look_over(self, mode == VIEWPOINT_MAP); }
}

/* Five numbers, of a place from which some of the map can be seen. */
static const char *look_at_street(viewpoint *self, const char *text) {
  double n[5]; /* x, y, heading, distance, pitch */
  int used = 0;
  const soi_bounds *const map = &self->scene->model->bounds;
  const bool five = sscanf(text, "%lf,%lf,%lf,%lf,%lf%n", &n[0], &n[1], &n[2], &n[3], &n[4], &used) == 5 && text[used] == '\0';
  if (!five || !isfinite(n[0] + n[1] + n[2] + n[3] + n[4])) { return "street needs X,Y,HEADING,DISTANCE,PITCH in metres and degrees"; }
  if (n[3] <= 0.0 || n[3] > 20000.0) { return "the distance must be above 0 and at most 20000 m"; }
  if (n[4] < 0.0 || n[4] > 90.0) { return "the pitch must be 0 to 90 degrees"; }
  if (n[0] < map->left - n[3] || n[0] > map->right + n[3] || n[1] < map->bottom - n[3] || n[1] > map->top + n[3]) {
    return "the place lies off the map";
  }
  viewpoint_at(self, VIEWPOINT_STREET, 0);
  scene_camera *const c = &self->wanted;
  c->target[0] = n[0], c->target[1] = n[1], c->target[2] = 1.0;
  c->heading = (90.0 - n[2]) * PI / 180.0;
  c->distance = n[3];
  c->pitch = fmin(fmax(n[4], 1.0), 89.9) * PI / 180.0;
  c->field = 0.7;
  return NULL;
}

/* The first cart, or the one whose number stands behind the colon. */
static const char *look_at_cart(viewpoint *self, viewpoint_mode mode, const char *number) {
  char *end = NULL;
  const unsigned long cart = number == NULL ? 1 : strtoul(number, &end, 10);
  if (self->scene->model->cart_count == 0) { return "the scenario has no cart"; }
  if (number != NULL && (number[0] < '0' || number[0] > '9' || *end != '\0')) { return "a cart's number must follow the colon"; }
  if (cart < 1 || cart > self->scene->model->cart_count) { return "the scenario has no cart of this number"; }
  viewpoint_at(self, mode, (uint32_t)cart);
  return NULL;
}

const char *viewpoint_named(viewpoint *self, const char *name) {
  if (strncmp(name, "street", 6) == 0) { return look_at_street(self, name[6] == ':' ? name + 7 : ""); }
  static const struct {
    const char *name;
    viewpoint_mode mode;
  } modes[] = {{"map", VIEWPOINT_MAP}, {"oblique", VIEWPOINT_OBLIQUE}, {"follow", VIEWPOINT_FOLLOW}, {"ride", VIEWPOINT_RIDE}};
  for (unsigned i = 0; i < sizeof modes / sizeof *modes; ++i) {
    const size_t length = strlen(modes[i].name);
    const bool of_cart = modes[i].mode == VIEWPOINT_FOLLOW || modes[i].mode == VIEWPOINT_RIDE;
    if (strncmp(name, modes[i].name, length) != 0 || (name[length] != '\0' && !(of_cart && name[length] == ':'))) { continue; }
    if (of_cart) { return look_at_cart(self, modes[i].mode, name[length] == ':' ? name + length + 1 : NULL); }
    viewpoint_at(self, modes[i].mode, 0);
    return NULL;
  }
  return "there is no such camera";
}

static void set_free(viewpoint *self) {
  if (self->mode != VIEWPOINT_FOLLOW && self->mode != VIEWPOINT_RIDE) { self->mode = VIEWPOINT_FREE; }
}

void viewpoint_to(viewpoint *self, double x, double y, double distance) {
  self->mode = VIEWPOINT_FREE;
  self->wanted = self->now;
  self->wanted.target[0] = x, self->wanted.target[1] = y;
  self->wanted.distance = distance;
}

void viewpoint_turn(viewpoint *self, double turn, double tilt) {
  set_free(self);
  self->turn += turn, self->tilt += tilt;
  if (self->mode == VIEWPOINT_FREE) {
    self->wanted.heading += turn;
    self->wanted.pitch = fmin(fmax(self->wanted.pitch + tilt, 0.08), 0.5 * PI - 0.001);
  }
}

void viewpoint_zoom(viewpoint *self, double factor) {
  set_free(self);
  self->away = fmin(fmax(self->away * factor, 0.15), 12.0);
  if (self->mode == VIEWPOINT_FREE) { self->wanted.distance = fmin(fmax(self->wanted.distance * factor, 8.0), 6000.0); }
}

void viewpoint_pan(viewpoint *self, double x, double y) {
  self->mode = VIEWPOINT_FREE;
  const double metre = self->wanted.distance / fmax(self->now.pixels, 1.0), c = cos(self->wanted.heading), s = sin(self->wanted.heading);
  const double forward = y * metre / fmax(sin(self->wanted.pitch), 0.3), right = x * metre;
  self->wanted.target[0] -= right * s - forward * c;
  self->wanted.target[1] -= -right * c - forward * s;
}

/* Behind and above the cart, or in its front seat. In the depot it has no body: then the view stays where it is. */
static void go_with_cart(viewpoint *self, const soi_world *before, const soi_world *after, double fraction) {
  const uint32_t row = after->cart_vehicle[self->cart];
  mesh_point at;
  soi_point along;
  if (row == 0 || !scene_vehicle_at(before, after, fraction, row, &at, &along)) { return; }
  scene_camera *const c = &self->wanted;
  const bool ride = self->mode == VIEWPOINT_RIDE;
  c->heading = atan2(along.y, along.x) + self->turn;
  c->pitch = fmin(fmax((ride ? 0.06 : 0.32) + self->tilt, ride ? -0.4 : 0.06), 1.5);
  const soi_vehicle_type *const type = soi_type(self->scene->model, after->vehicle_type[row]);
  const double seat = scene_vehicle_is_open(type) ? 0.27 : 0.5; /* the dashboard, or the windscreen */
  const double ahead = ride ? seat * type->body.length : 3.0;   /* else a little before the cart */
  c->target[0] = at.x + ahead * along.x, c->target[1] = at.y + ahead * along.y;
  c->target[2] = ride ? 0.78 * type->body.height : 1.2;
  c->distance = ride ? 0.05 : 17.0 * self->away;
  c->field = ride ? 1.05 : 0.75;
}

static void approach(double *now, double wanted, double share) { *now += (wanted - *now) * share; }

void viewpoint_update(viewpoint *self, const soi_world *before, const soi_world *after, double fraction, double seconds, int width,
                      int height) {
  if (self->mode == VIEWPOINT_FOLLOW || self->mode == VIEWPOINT_RIDE) { go_with_cart(self, before, after, fraction); }
  const double share = self->placed ? 1.0 - exp(-seconds * 5.0) : 1.0, slow = self->placed ? 1.0 - exp(-seconds * 2.5) : 1.0;
  scene_camera *const c = &self->now, *const w = &self->wanted;
  for (int i = 0; i < 3; ++i) { approach(&c->target[i], w->target[i], share); }
  /* Where all is to be seen, a narrow picture is taken from farther away. */
  const bool whole = self->mode == VIEWPOINT_MAP || self->mode == VIEWPOINT_OBLIQUE;
  const double distance = whole ? w->distance * fmax(1.0, 1.45 * height / fmax(width, 1)) : w->distance;
  const double ratio = fmax(distance, 0.01) / fmax(c->distance, 0.01);
  c->distance = self->placed ? fmax(c->distance, 0.01) * pow(ratio, share) : distance;
  approach(&c->heading, c->heading + remainder(w->heading - c->heading, 2.0 * PI), self->mode == VIEWPOINT_RIDE ? share : slow);
  approach(&c->pitch, w->pitch, share);
  approach(&c->field, w->field, share);
  self->placed = true;
  c->width = width, c->height = height;
  scene_camera_aim(c);
}
