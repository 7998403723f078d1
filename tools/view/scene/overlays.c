/* Bands on the ground that explain: planned paths, speeds, queues, conflict zones, the graph of lanes; and bars on it. */
#include <math.h>
#include <stdlib.h>

#include "scene_build.h"
#include "making.h"

void scene_draw_lanes(making *m) {
  for (soi_lane_id lane = 1; lane <= m->model->lane_count; ++lane) {
    if (!scene_lane_in_sight(m, lane)) { continue; }
    scene_ribbon_lane(m, lane, 0.0, m->model->lanes[lane].length, 0.0, 0.3, m->model->lanes[lane].junction != 0 ? INK_CONNECTOR : INK_LANE);
  }
}

void scene_draw_zones(making *m) {
  for (uint32_t i = 1; i <= m->model->conflict_zone_count; ++i) {
    const soi_conflict_zone *const zone = &m->model->conflict_zones[i];
    if (!scene_lane_in_sight(m, zone->lane)) { continue; }
    scene_ribbon_lane(m, zone->lane, zone->start, zone->end, 0.0, 1.6, zone->kind == SOI_CONFLICT_ZONE_WALK ? INK_WALK_ZONE : INK_ZONE);
  }
}

/* From the vehicle at the head of a standing row at a lane's end back to the last of it. */
void scene_draw_queues(making *m) {
  const soi_world *const world = m->after;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(world, row) || world->vehicle_speed[row] > 1.0) { continue; }
    const double length = soi_type(m->model, world->vehicle_type[row])->body.length, front = world->vehicle_s[row];
    scene_ribbon_lane(m, world->vehicle_lane[row], fmax(front - length - 1.0, 0.0),
                      fmin(front + 1.0, m->model->lanes[world->vehicle_lane[row]].length), world->vehicle_d[row], 2.4, INK_QUEUE);
  }
}

/* By speed as a share of the limit. */
static uint32_t speed_ink(double share) { return INK_SPEEDS[(int)fmin(fmax(share, 0.0) * 0.999 * HEAT_STEPS, HEAT_STEPS - 1)]; }

void scene_draw_speeds(making *m) {
  const soi_world *const world = m->after;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(world, row)) { continue; }
    const soi_lane_id lane = world->vehicle_lane[row];
    const double front = world->vehicle_s[row], back = fmax(front - 14.0, 0.0);
    scene_ribbon_lane(m, lane, back, fmin(front + 4.0, m->model->lanes[lane].length), world->vehicle_d[row], 2.6,
                      speed_ink(world->vehicle_speed[row] / fmax(m->model->lanes[lane].speed_limit, 1.0)));
  }
}

/* The way a cart has chosen: its lane, the connector it takes, and the lane beyond, as far as it looks ahead; sideways it goes over to
 * where it steers. */
static void add_path(making *m, uint32_t row) {
  enum { STEPS = 56 };
  const double step = 1.0, over = 14.0;
  const soi_world *const world = m->after;
  const soi_model *const model = m->model;
  soi_lane_id lane = world->vehicle_lane[row], next = world->vehicle_next[row];
  double s = world->vehicle_s[row];
  mesh_point points[STEPS];
  uint32_t count = 0;
  for (; count < STEPS && lane != 0; ++count) {
    const double f = fmin(count * step / over, 1.0),
                 d = world->vehicle_d[row] + (world->vehicle_aim[row] - world->vehicle_d[row]) * f * f * (3.0 - 2.0 * f);
    points[count] = at_height(soi_lane_at(model, lane, s, d, NULL), 0.0);
    s += step;
    if (s <= model->lanes[lane].length) { continue; }
    s -= model->lanes[lane].length;
    lane = model->lanes[lane].junction != 0 ? model->lanes[lane].to : next;
    next = 0;
  }
  scene_ribbon_add(m->frame, points, count, 0.9, OVERLAY_HEIGHT, INK_PATH);
}

void scene_draw_paths(making *m) {
  for (soi_cart_id cart = 1; cart <= m->model->cart_count; ++cart) {
    mesh_point at;
    soi_point along;
    if (scene_cart_in_sight(m, cart, &at, &along)) { add_path(m, m->after->cart_vehicle[cart]); }
  }
}

void scene_draw_nothing(making *m) { (void)m; }

/* --- bars ------------------------------------------------------------------------------------------------------------- */

/* The farthest first, and in a stack from the bottom up: nearer ones are drawn over them. */
static int by_distance(const void *a, const void *b) {
  const scene_bar *const one = a, *const two = b;
  if (one->away != two->away) { return one->away < two->away ? 1 : -1; }
  return (one->low > two->low) - (one->low < two->low);
}

static uint32_t shaded(uint32_t colour, double share, uint32_t opacity) {
  uint32_t mixed = 0;
  for (int shift = 0; shift < 24; shift += 8) { mixed |= (uint32_t)fmin((colour >> shift & 255u) * share, 255.0) << shift; }
  return mixed << 8 | opacity;
}

/* Whether a bar stands in the sight of a cart, or on it: in the plan within a few metres of the line from the eye, and as high as it. */
static bool hides_cart(const making *m, const scene_bar *bar, soi_point at) {
  const double near = 4.0, eye_x = (double)m->camera->eye[0], eye_y = (double)m->camera->eye[1];
  for (soi_cart_id cart = 1; cart <= m->model->cart_count; ++cart) {
    mesh_point to;
    soi_point along;
    if (!scene_cart_in_sight(m, cart, &to, &along)) { continue; }
    const double x = to.x - eye_x, y = to.y - eye_y, length = fmax(hypot(x, y), 0.1);
    const double ahead = ((at.x - eye_x) * x + (at.y - eye_y) * y) / length, aside = ((at.x - eye_x) * y - (at.y - eye_y) * x) / length;
    const double sight = (double)m->camera->eye[2] * fmax(1.0 - (ahead + 6.0) / length, 0.0);
    if (fabs(aside) < near && ahead > 0.0 && ahead < length + 8.0 && (double)bar->high > sight) { return true; }
  }
  return false;
}

/* A face of four corners, if it looks at the eye. */
static void add_face(making *m, mesh_point a, mesh_point b, mesh_point c, mesh_point d, uint32_t colour) {
  const mesh_point u = {b.x - a.x, b.y - a.y, b.z - a.z}, v = {d.x - a.x, d.y - a.y, d.z - a.z};
  const mesh_point n = {u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
  const float *const eye = m->camera->eye;
  if (n.x * (eye[0] - a.x) + n.y * (eye[1] - a.y) + n.z * (eye[2] - a.z) <= 0.0) { return; }
  scene_ribbon_triangle(m->frame, (const mesh_point[3]){a, b, c}, colour);
  scene_ribbon_triangle(m->frame, (const mesh_point[3]){a, c, d}, colour);
}

static void add_bar(making *m, const scene_bar *bar) {
  const soi_point middle = soi_lane_at(m->model, bar->lane, 0.5 * (double)(bar->s0 + bar->s1), 0.0, NULL);
  const uint32_t opacity = hides_cart(m, bar, middle) ? 0x30u : 0xf2u; /* one looks through it at a cart */
  const double half = 1.2, low = (double)bar->low + OVERLAY_HEIGHT, high = (double)bar->high + OVERLAY_HEIGHT;
  const soi_point p[4] = {
      soi_lane_at(m->model, bar->lane, (double)bar->s0, -half, NULL), soi_lane_at(m->model, bar->lane, (double)bar->s1, -half, NULL),
      soi_lane_at(m->model, bar->lane, (double)bar->s1, half, NULL), soi_lane_at(m->model, bar->lane, (double)bar->s0, half, NULL)};
  for (int i = 0; i < 4; ++i) {
    const int j = (i + 1) % 4;
    add_face(m, at_height(p[i], low), at_height(p[j], low), at_height(p[j], high), at_height(p[i], high),
             shaded(bar->colour, i % 2 == 0 ? 0.86 : 0.74, opacity));
  }
  add_face(m, at_height(p[0], high), at_height(p[1], high), at_height(p[2], high), at_height(p[3], high),
           shaded(bar->colour, 1.06, opacity));
}

void scene_add_bars(making *m) {
  if (m->options->bar_count == 0) { return; }
  for (uint32_t i = 0; i < m->options->bar_count; ++i) {
    scene_bar *const bar = &m->options->bars[i];
    const soi_point at = soi_lane_at(m->model, bar->lane, 0.5 * (double)(bar->s0 + bar->s1), 0.0, NULL);
    bar->away = scene_camera_distance(m->camera, at.x, at.y, 0.0);
  }
  qsort(m->options->bars, m->options->bar_count, sizeof *m->options->bars, by_distance);
  for (uint32_t i = 0; i < m->options->bar_count; ++i) {
    if (scene_lane_in_sight(m, m->options->bars[i].lane)) { add_bar(m, &m->options->bars[i]); }
  }
}

/* --- all -------------------------------------------------------------------------------------------------------------- */

void scene_add_overlays(making *m) {
#define DRAW_ROW(symbol, name, key, draw, ...) draw,
  static void (*const draws[])(making *) = {OVERLAYS(DRAW_ROW)};
#undef DRAW_ROW
  for (int i = OVERLAY_COUNT - 1; i >= 0; --i) {
    if ((m->options->overlays >> i & 1u) != 0) { draws[i](m); }
  }
}
