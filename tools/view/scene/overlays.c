/* Bands on the ground that explain: planned paths, what sensors see, speeds, queues, conflict zones, the graph of lanes. */
#include <math.h>
#include <stdlib.h>

#include "build.h"
#include "making.h"

static const double ABOVE = 0.17;  /* m over the road, clear of kerbs */
#define POINTS_MOST 96
#define RAYS 144

/* Colours as 0xRRGGBBAA, of a set that those who see few hues can tell apart. */
static const uint32_t PATH_INK = 0xf2541bb0, SENSOR_INK = 0x1f8fd61c, SENSOR_EDGE = 0x1f8fd690, SEEN_INK = 0x0072b2d0, HIDDEN_INK = 0xd0307cd0;
static const uint32_t QUEUE_INK = 0xb3263a90, ZONE_INK = 0xe69f0078, WALK_ZONE_INK = 0xcc79a790, LANE_INK = 0x1f66c1a0, CONNECTOR_INK = 0x009e7390;

/* A stretch of a lane as a band. */
static void add_stretch(making *m, soi_lane_id lane, double s0, double s1, double d, double width, uint32_t colour) {
  const soi_lane *const row = &m->model->lanes[lane];
  const double step = row->segments <= 1 ? 1e9 : fmax(row->segment_length, 1.0);
  mesh_point points[POINTS_MOST];
  uint32_t count = (uint32_t)fmin(ceil(fabs(s1 - s0) / step), POINTS_MOST - 1) + 1;
  if (count < 2) count = 2;
  for (uint32_t i = 0; i < count; i++) points[i] = at_height(soi_lane_at(m->model, lane, s0 + (s1 - s0) * i / (count - 1), d, NULL), 0.0);
  scene_ribbon_add(m->frame, points, count, width, ABOVE, colour);
}

static bool lane_in_sight(const making *m, soi_lane_id lane) {
  const soi_lane *const row = &m->model->lanes[lane];
  const soi_point middle = soi_lane_at(m->model, lane, 0.5 * row->length, 0.0, NULL);
  return scene_camera_sees(m->camera, (float)middle.x, (float)middle.y, 0.0f, (float)(0.5 * row->length + row->width));
}

static void add_lanes(making *m) {
  for (soi_lane_id lane = 1; lane <= m->model->lane_count; lane++) {
    if (!lane_in_sight(m, lane)) continue;
    add_stretch(m, lane, 0.0, m->model->lanes[lane].length, 0.0, 0.3, m->model->lanes[lane].junction != 0 ? CONNECTOR_INK : LANE_INK);
  }
}

static void add_zones(making *m) {
  for (uint32_t i = 1; i <= m->model->zone_count; i++) {
    const soi_zone *const zone = &m->model->zones[i];
    if (!lane_in_sight(m, zone->lane)) continue;
    add_stretch(m, zone->lane, zone->start, zone->end, 0.0, 1.6, zone->kind == SOI_ZONE_WALK ? WALK_ZONE_INK : ZONE_INK);
  }
}

/* From the vehicle at the head of a standing row at a lane's end back to the last of it. */
static void add_queues(making *m) {
  const soi_world *const world = m->after;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; row++) {
    if (!soi_vehicle_lives(world, row) || world->vehicle_speed[row] > 1.0) continue;
    const double length = soi_type(m->model, world->vehicle_type[row])->length, front = world->vehicle_s[row];
    add_stretch(m, world->vehicle_lane[row], fmax(front - length - 1.0, 0.0), fmin(front + 1.0, m->model->lanes[world->vehicle_lane[row]].length), world->vehicle_d[row], 2.4, QUEUE_INK);
  }
}

/* Speed as a share of the limit: from violet (standing) over orange to a light green-blue (free). */
static uint32_t speed_ink(double share) {
  static const uint32_t inks[5] = {0x6a2c8fb0, 0xb3307fb0, 0xe86a4ab0, 0xf6b44fb0, 0x7fd3c4a0};
  return inks[(int)fmin(fmax(share, 0.0) * 4.999, 4.0)];
}

static void add_speeds(making *m) {
  const soi_world *const world = m->after;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; row++) {
    if (!soi_vehicle_lives(world, row)) continue;
    const soi_lane_id lane = world->vehicle_lane[row];
    const double front = world->vehicle_s[row], back = fmax(front - 14.0, 0.0);
    add_stretch(m, lane, back, fmin(front + 4.0, m->model->lanes[lane].length), 0.0, 2.8, speed_ink(world->vehicle_speed[row] / fmax(m->model->lanes[lane].speed_limit, 1.0)));
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
  for (; count < STEPS && lane != 0; count++) {
    const double f = fmin(count * step / over, 1.0), d = world->vehicle_d[row] + (world->vehicle_aim[row] - world->vehicle_d[row]) * f * f * (3.0 - 2.0 * f);
    points[count] = at_height(soi_lane_at(model, lane, s, d, NULL), 0.0);
    s += step;
    if (s <= model->lanes[lane].length) continue;
    s -= model->lanes[lane].length;
    lane = model->lanes[lane].junction != 0 ? model->lanes[lane].to : next;
    next = 0;
  }
  scene_ribbon_add(m->frame, points, count, 0.9, ABOVE, PATH_INK);
}

/* --- sensors ---------------------------------------------------------------------------------------------------------- */

/* How far along a ray from p (unit direction u) the wall a-b is; far when it is not met. */
static double wall_at(soi_point p, soi_point u, soi_point a, soi_point b, double far) {
  const double ex = b.x - a.x, ey = b.y - a.y, area = u.x * ey - u.y * ex;
  if (fabs(area) < 1e-9) return far;
  const double along = ((a.x - p.x) * ey - (a.y - p.y) * ex) / area, f = ((a.x - p.x) * u.y - (a.y - p.y) * u.x) / area;
  return along > 0.0 && f >= 0.0 && f <= 1.0 && along < far ? along : far;
}

/* The sides of other vehicles near by hide what is behind them. */
static double hidden_by_vehicles(const making *m, uint32_t own, soi_point p, soi_point u, double far) {
  const soi_world *const world = m->after;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; row++) {
    mesh_point at;
    soi_point along;
    if (row == own || !soi_vehicle_lives(world, row)) continue;
    const soi_vehicle_type_definition *const type = soi_type(m->model, world->vehicle_type[row]);
    if (type->height < 1.4 || !scene_vehicle_at(m->scene, m->before, world, m->fraction, row, &at, &along) || hypot(at.x - p.x, at.y - p.y) > far + type->length) continue;
    const double hl = 0.5 * type->length, hw = 0.5 * type->width;
    soi_point c[4];
    for (int i = 0; i < 4; i++) {
      const double x = i == 0 || i == 3 ? hl : -hl, y = i < 2 ? hw : -hw;
      c[i] = (soi_point){at.x + along.x * x - along.y * y, at.y + along.y * x + along.x * y};
    }
    for (int i = 0; i < 4; i++) far = wall_at(p, u, c[i], c[(i + 1) % 4], far);
  }
  return far;
}

static void add_sensor_range(making *m, uint32_t row, soi_point p, soi_point along) {
  const soi_vehicle_type_definition *const type = soi_type(m->model, m->after->vehicle_type[row]);
  const double view = fmin(type->field_of_view, 360.0) * 3.14159265358979 / 180.0, middle = atan2(along.y, along.x);
  mesh_point edge[RAYS + 1];
  for (int i = 0; i <= RAYS; i++) {
    const double angle = middle + view * ((double)i / RAYS - 0.5);
    const soi_point u = {cos(angle), sin(angle)};
    double far = type->sensor_range;
    for (uint32_t k = 1; k <= m->model->sight_edge_count; k++) far = wall_at(p, u, m->model->sight_edges[k].a, m->model->sight_edges[k].b, far);
    far = hidden_by_vehicles(m, row, p, u, far);
    edge[i] = (mesh_point){p.x + u.x * far, p.y + u.y * far, 0.0};
    if (i == 0) continue;
    const mesh_point fan[3] = {{p.x, p.y, ABOVE}, {edge[i - 1].x, edge[i - 1].y, ABOVE}, {edge[i].x, edge[i].y, ABOVE}};
    scene_ribbon_triangle(m->frame, fan, SENSOR_INK);
  }
  scene_ribbon_add(m->frame, edge, RAYS + 1, 0.35, ABOVE, SENSOR_EDGE);
}

static void add_ring(making *m, double x, double y, double radius, uint32_t colour) {
  mesh_point ring[25];
  for (int i = 0; i <= 24; i++) ring[i] = (mesh_point){x + radius * cos(i * 0.2617993878), y + radius * sin(i * 0.2617993878), 0.0};
  scene_ribbon_add(m->frame, ring, 25, 0.22, ABOVE, colour);
}

/* Rings round what the cart knows of; where somebody is in its range whom it does not know of, the ring is of another colour. */
static void add_tracks(making *m, uint32_t cart, soi_point p, double range) {
  const soi_world *const world = m->after;
  const uint32_t first = 1 + (cart - 1) * SOI_TRACKS_PER_CART;
  for (uint32_t row = 1; row <= world->person_high[0]; row++) {
    mesh_point at;
    if (!scene_person_at(m->scene, m->before, world, m->fraction, row, &at) || hypot(at.x - p.x, at.y - p.y) > range) continue;
    bool seen = false;
    for (uint32_t i = 0; i < SOI_TRACKS_PER_CART && !seen; i++) seen = world->track_kind[first + i] == SOI_TRACK_PERSON && world->track_row[first + i] == row;
    add_ring(m, at.x, at.y, 0.6, seen ? SEEN_INK : HIDDEN_INK);
  }
  for (uint32_t i = 0; i < SOI_TRACKS_PER_CART; i++) {
    mesh_point at;
    soi_point along;
    if (world->track_kind[first + i] != SOI_TRACK_VEHICLE || !scene_vehicle_at(m->scene, m->before, world, m->fraction, world->track_row[first + i], &at, &along)) continue;
    add_ring(m, at.x, at.y, 2.2, SEEN_INK);
  }
}

static void add_for_carts(making *m) {
  for (uint32_t cart = 1; cart <= m->model->cart_count; cart++) {
    const uint32_t row = m->after->cart_vehicle[cart];
    mesh_point at;
    soi_point along;
    if (row == 0 || !scene_vehicle_at(m->scene, m->before, m->after, m->fraction, row, &at, &along)) continue;
    const double range = soi_type(m->model, m->after->vehicle_type[row])->sensor_range;
    if (!scene_camera_sees(m->camera, (float)at.x, (float)at.y, 0.0f, (float)fmax(range, 60.0))) continue;
    if ((m->options->overlays & SCENE_SENSORS) != 0) {
      add_sensor_range(m, row, (soi_point){at.x, at.y}, along);
      add_tracks(m, cart, (soi_point){at.x, at.y}, range);
    }
    if ((m->options->overlays & SCENE_PATHS) != 0) add_path(m, row);
  }
}

/* --- bars ------------------------------------------------------------------------------------------------------------- */

static const scene_camera *sorting_for; /* qsort hands nothing on */
static const soi_model *sorting_model;

static double bar_distance(const scene_bar *bar) {
  const soi_point at = soi_lane_at(sorting_model, bar->lane, 0.5 * (double)(bar->s0 + bar->s1), 0.0, NULL);
  return scene_camera_distance(sorting_for, at.x, at.y, 0.0);
}

/* The farthest first, and in a stack from the bottom up: nearer ones are drawn over them. */
static int by_distance(const void *a, const void *b) {
  const scene_bar *const one = a, *const two = b;
  const double x = bar_distance(one), y = bar_distance(two);
  if (x != y) return x < y ? 1 : -1;
  return (one->low > two->low) - (one->low < two->low);
}

static uint32_t shaded(uint32_t colour, double share) {
  uint32_t mixed = 0;
  for (int shift = 0; shift < 24; shift += 8) mixed |= (uint32_t)fmin((colour >> shift & 255u) * share, 255.0) << shift;
  return mixed << 8 | 0xf2u;
}

/* A face of four corners, if it looks at the eye. */
static void add_face(making *m, mesh_point a, mesh_point b, mesh_point c, mesh_point d, uint32_t colour) {
  const mesh_point u = {b.x - a.x, b.y - a.y, b.z - a.z}, v = {d.x - a.x, d.y - a.y, d.z - a.z};
  const mesh_point n = {u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
  const float *const eye = m->camera->eye;
  if (n.x * (eye[0] - a.x) + n.y * (eye[1] - a.y) + n.z * (eye[2] - a.z) <= 0.0) return;
  scene_ribbon_triangle(m->frame, (const mesh_point[3]){a, b, c}, colour);
  scene_ribbon_triangle(m->frame, (const mesh_point[3]){a, c, d}, colour);
}

static void add_bar(making *m, const scene_bar *bar) {
  const double half = 1.2, low = (double)bar->low + ABOVE, high = (double)bar->high + ABOVE;
  const soi_point p[4] = {soi_lane_at(m->model, bar->lane, (double)bar->s0, -half, NULL), soi_lane_at(m->model, bar->lane, (double)bar->s1, -half, NULL),
                          soi_lane_at(m->model, bar->lane, (double)bar->s1, half, NULL), soi_lane_at(m->model, bar->lane, (double)bar->s0, half, NULL)};
  for (int i = 0; i < 4; i++) {
    const int j = (i + 1) % 4;
    add_face(m, at_height(p[i], low), at_height(p[j], low), at_height(p[j], high), at_height(p[i], high), shaded(bar->colour, i % 2 == 0 ? 0.86 : 0.74));
  }
  add_face(m, at_height(p[0], high), at_height(p[1], high), at_height(p[2], high), at_height(p[3], high), shaded(bar->colour, 1.06));
}

static void add_bars(making *m) {
  sorting_for = m->camera, sorting_model = m->model;
  qsort(m->options->bars, m->options->bar_count, sizeof *m->options->bars, by_distance);
  for (uint32_t i = 0; i < m->options->bar_count; i++) {
    if (lane_in_sight(m, m->options->bars[i].lane)) add_bar(m, &m->options->bars[i]);
  }
}

void scene_add_overlays(making *m) {
  const uint32_t wanted = m->options->overlays;
  if ((wanted & SCENE_LANES) != 0) add_lanes(m);
  if ((wanted & SCENE_ZONES) != 0) add_zones(m);
  if ((wanted & SCENE_SPEEDS) != 0) add_speeds(m);
  if ((wanted & SCENE_QUEUES) != 0) add_queues(m);
  if ((wanted & (SCENE_SENSORS | SCENE_PATHS)) != 0) add_for_carts(m);
  if (m->options->bar_count > 0) add_bars(m);
}
