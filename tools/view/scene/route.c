/* The carts' route: found once as a line along the lanes, drawn as a ribbon with chevrons that go the way of the carts. */
#include <math.h>
#include <stdlib.h>

#include "scene_build.h"
#include "making.h"

static const double STEP = 4.0;        /* m from point to point */
static const double LONGEST = 40000.0; /* m: where no way closes the loop, the line ends */
static const double PIXELS_WIDE = 8.5, PIXELS_APART = 64.0;

/* --- found once --------------------------------------------------------------------------------------------------------- */

static void add_point(scene_route *route, soi_point at) {
  route->points = scene_grown(route->points, route->count, &route->capacity, sizeof *route->points);
  route->points[route->count++] = at_height(at, 0.0);
}

/* A lane from s on, to its end or to the stop. */
static void add_lane(scene_route *route, const soi_model *model, soi_lane_id lane, double from, double to) {
  for (double s = from; s < to; s += STEP) { add_point(route, soi_lane_at(model, lane, s, 0.0, NULL)); }
}

static bool beside(const soi_model *model, soi_lane_id lane, const soi_stop *stop) {
  const soi_lane *const a = &model->lanes[lane], *const b = &model->lanes[stop->lane];
  return lane == stop->lane || (a->road != 0 && a->road == b->road && a->direction == b->direction);
}

/* The lanes that lead from one stop to the next; a change of lanes on the way is a step aside. */
static void add_leg(scene_route *route, const soi_model *model, const soi_stop *a, const soi_stop *b) {
  soi_lane_id lane = a->lane;
  double s = a->s, gone = 0.0;
  while (lane != 0 && gone < LONGEST && !(beside(model, lane, b) && s <= b->s)) {
    const double length = model->lanes[lane].length;
    add_lane(route, model, lane, s, length);
    gone += length;
    lane = model->lanes[lane].junction != 0 ? model->lanes[lane].to : soi_way_connector(model, b->way, lane);
    s = 0.0;
  }
  if (lane != 0) { add_lane(route, model, beside(model, lane, b) ? b->lane : lane, s, b->s); }
}

/* Steps aside and corners are rounded off; the line closes in itself. */
static void smooth(scene_route *route) {
  mesh_point *const before = malloc((route->count + 1) * sizeof *before);
  SOI_ASSERT(before != NULL);
  for (int times = 0; times < 4 && route->count > 2; ++times) {
    for (uint32_t i = 0; i < route->count; ++i) { before[i] = route->points[i]; }
    for (uint32_t i = 0; i < route->count; ++i) {
      const mesh_point p = before[(i + route->count - 1) % route->count], q = before[i], r = before[(i + 1) % route->count];
      route->points[i] = (mesh_point){0.25 * (p.x + r.x) + 0.5 * q.x, 0.25 * (p.y + r.y) + 0.5 * q.y, 0.0};
    }
  }
  free(before);
}

void scene_build_routes(scene_build *build) {
  const soi_model *const model = build->model;
  scene_place *const scene = build->scene;
  scene->routes = calloc((size_t)model->route_count + 1, sizeof *scene->routes);
  SOI_ASSERT(scene->routes != NULL);
  for (soi_route_id row = 1; row <= model->route_count; ++row) {
    const soi_span stops = model->routes[row].stops;
    bool served = false;
    for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) { served = served || model->carts[cart].route == row; }
    for (uint32_t k = 0; k < stops.count && served; ++k) {
      add_leg(&scene->routes[row], model, &model->stops[model->route_stops[stops.first + k]],
              &model->stops[model->route_stops[stops.first + (k + 1) % stops.count]]);
    }
    smooth(&scene->routes[row]);
  }
}

double scene_route_distance(const scene_place *scene, soi_point at) {
  double square = 1e18;
  for (soi_route_id row = 1; row <= scene->model->route_count; ++row) {
    const scene_route *const route = &scene->routes[row];
    for (uint32_t i = 0; i < route->count; i += 4) {
      const double x = route->points[i].x - at.x, y = route->points[i].y - at.y;
      square = fmin(square, x * x + y * y);
    }
  }
  return sqrt(square);
}

/* --- in the picture ----------------------------------------------------------------------------------------------------- */

/* A V with its tip ahead. */
static void add_chevron(making *m, mesh_point tip, soi_point along, double size, uint32_t ink) {
  const double thick = 0.8 * size;
  for (int side = -1; side <= 1; side += 2) {
    const mesh_point wing = {tip.x - along.x * size - along.y * size * side, tip.y - along.y * size + along.x * size * side, tip.z};
    const mesh_point tail = {wing.x - along.x * thick, wing.y - along.y * thick, tip.z},
                     notch = {tip.x - along.x * thick, tip.y - along.y * thick, tip.z};
    scene_ribbon_triangle(m->frame, (const mesh_point[3]){tip, wing, tail}, ink);
    scene_ribbon_triangle(m->frame, (const mesh_point[3]){tip, tail, notch}, ink);
  }
}

/* Metres that so many pixels take at a place. */
static double metres(const making *m, mesh_point at, double pixels) {
  return pixels * scene_camera_distance(m->camera, at.x, at.y, 0.0) / (double)m->camera->pixels;
}

static void draw_route(making *m, const scene_route *route) {
  enum { PIECE = 8 };
  const bool far = m->camera->distance > 90.0;
  /* One spacing for the whole picture, doubled with the distance, so that chevrons keep their places as the eye comes near. */
  const double apart = 16.0 * exp2(fmax(0.0, round(log2(m->camera->distance * PIXELS_APART / (double)m->camera->pixels / 16.0))));
  const double moved = fmod(m->frame->clock * 5.0, apart);
  mesh_point line[PIECE + 1];
  for (uint32_t i = 0; i < route->count; i += PIECE) {
    const mesh_point at = route->points[i];
    if (!scene_camera_sees(m->camera, (float)at.x, (float)at.y, 0.0f, (float)(2.0 * STEP * PIECE))) { continue; }
    const double wide = fmin(fmax(metres(m, at, PIXELS_WIDE), 1.4), 14.0);
    uint32_t count = 0;
    for (; count <= PIECE && i + count <= route->count; ++count) { line[count] = route->points[(i + count) % route->count]; }
    scene_ribbon_add(m->frame, line, count, wide, OVERLAY_HEIGHT, far ? INK_ROUTE : INK_ROUTE_NEAR);
    for (uint32_t k = 0; k + 1 < count; ++k) {
      const double from = STEP * (i + k), first = ceil((from - moved) / apart) * apart + moved;
      if (first >= from + STEP) { continue; }
      const double f = (first - from) / STEP;
      const mesh_point a = line[k], b = line[k + 1];
      add_chevron(m, (mesh_point){a.x + (b.x - a.x) * f, a.y + (b.y - a.y) * f, OVERLAY_HEIGHT + 0.05}, scene_unit(b.x - a.x, b.y - a.y),
                  0.46 * wide, INK_CHEVRON);
    }
  }
}

void scene_draw_routes(making *m) {
  for (soi_route_id row = 1; row <= m->model->route_count; ++row) { draw_route(m, &m->scene->routes[row]); }
}

/* --- larger when far ---------------------------------------------------------------------------------------------------- */

/* Who is small in the picture is drawn larger, up to a share: so that a street in a whole town is seen to be busy. */
static void enlarge(making *m, uint32_t shape, double length, double pixels, float most) {
  scene_instances *const list = &m->frame->shapes[shape];
  for (uint32_t i = 0; i < list->count; ++i) {
    scene_instance *const body = &list->items[i];
    const double size = length * (double)m->camera->pixels / fmax(scene_camera_distance(m->camera, body->x, body->y, body->z), 1.0);
    body->scale *= fminf(fmaxf((float)(pixels / size), 1.0f), most);
  }
}

void scene_enlarge_far(making *m) {
  for (uint32_t type = 1; type <= m->model->type_count; ++type) {
    for (uint32_t form = 1; form < VEHICLE_FORMS; ++form) {
      enlarge(m, SHAPE_VEHICLE + VEHICLE_FORMS * (type - 1) + form, soi_type(m->model, type)->body.length, 9.0, 1.7f);
    }
  }
  enlarge(m, SHAPE_PERSON_FAR, 1.7, 6.0, 2.2f);
  enlarge(m, SHAPE_PERSON_TINY, 1.7, 6.0, 2.2f);
}
