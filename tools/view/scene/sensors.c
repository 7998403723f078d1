/* What a cart's sensors see: how far, what stands in the way, and who is hidden. */
#include <math.h>

#include "build.h"
#include "inks.h"
#include "making.h"

#define RAYS 144

/* How far along a ray from p (unit direction u) the wall a-b is; far when it is not met. */
static double wall_at(soi_point p, soi_point u, soi_point a, soi_point b, double far) {
  const double ex = b.x - a.x, ey = b.y - a.y, area = u.x * ey - u.y * ex;
  if (fabs(area) < 1e-9) { return far; }
  const double along = ((a.x - p.x) * ey - (a.y - p.y) * ex) / area, f = ((a.x - p.x) * u.y - (a.y - p.y) * u.x) / area;
  return along > 0.0 && f >= 0.0 && f <= 1.0 && along < far ? along : far;
}

/* The sides of other vehicles near by hide what is behind them. */
static double hidden_by_vehicles(const making *m, uint32_t own, soi_point p, soi_point u, double far) {
  const soi_world *const world = m->after;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    mesh_point at;
    soi_point along;
    if (row == own || !soi_vehicle_lives(world, row)) { continue; }
    const soi_vehicle_type_definition *const type = soi_type(m->model, world->vehicle_type[row]);
    if (type->height < 1.4 || !scene_vehicle_at(m->before, world, m->fraction, row, &at, &along) ||
        hypot(at.x - p.x, at.y - p.y) > far + type->length) {
      continue;
    }
    const double hl = 0.5 * type->length, hw = 0.5 * type->width;
    soi_point c[4];
    for (int i = 0; i < 4; ++i) {
      const double x = i == 0 || i == 3 ? hl : -hl, y = i < 2 ? hw : -hw;
      c[i] = (soi_point){at.x + along.x * x - along.y * y, at.y + along.y * x + along.x * y};
    }
    for (int i = 0; i < 4; ++i) { far = wall_at(p, u, c[i], c[(i + 1) % 4], far); }
  }
  return far;
}

static void add_sensor_range(making *m, uint32_t row, soi_point p, soi_point along) {
  const soi_vehicle_type_definition *const type = soi_type(m->model, m->after->vehicle_type[row]);
  const double view = fmin(type->field_of_view, 360.0) * 3.14159265358979 / 180.0, middle = atan2(along.y, along.x);
  mesh_point edge[RAYS + 1];
  for (int i = 0; i <= RAYS; ++i) {
    const double angle = middle + view * ((double)i / RAYS - 0.5);
    const soi_point u = {cos(angle), sin(angle)};
    double far = type->sensor_range;
    for (uint32_t k = 1; k <= m->model->sight_edge_count; ++k) {
      far = wall_at(p, u, m->model->sight_edges[k].a, m->model->sight_edges[k].b, far);
    }
    far = hidden_by_vehicles(m, row, p, u, far);
    edge[i] = (mesh_point){p.x + u.x * far, p.y + u.y * far, 0.0};
    if (i == 0) { continue; }
    const mesh_point fan[3] = {
        {p.x, p.y, OVERLAY_HEIGHT}, {edge[i - 1].x, edge[i - 1].y, OVERLAY_HEIGHT}, {edge[i].x, edge[i].y, OVERLAY_HEIGHT}};
    scene_ribbon_triangle(m->frame, fan, INK_SENSOR);
  }
  scene_ribbon_add(m->frame, edge, RAYS + 1, 0.35, OVERLAY_HEIGHT, INK_SENSOR_EDGE);
}

static void add_ring(making *m, double x, double y, double radius, uint32_t colour) {
  mesh_point ring[25];
  for (int i = 0; i <= 24; ++i) { ring[i] = (mesh_point){x + radius * cos(i * 0.2617993878), y + radius * sin(i * 0.2617993878), 0.0}; }
  scene_ribbon_add(m->frame, ring, 25, 0.22, OVERLAY_HEIGHT, colour);
}

/* Rings round what the cart knows of; where somebody is in its range whom it does not know of, the ring is of another colour. */
static void add_tracks(making *m, uint32_t cart, soi_point p, double range) {
  const soi_world *const world = m->after;
  const uint32_t first = 1 + (cart - 1) * SOI_TRACKS_PER_CART;
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    mesh_point at;
    if (!scene_person_at(m->scene, m->before, world, m->fraction, row, &at) || hypot(at.x - p.x, at.y - p.y) > range) { continue; }
    bool seen = false;
    for (uint32_t i = 0; i < SOI_TRACKS_PER_CART && !seen; ++i) {
      seen = world->track_kind[first + i] == SOI_TRACK_PERSON && world->track_row[first + i] == row;
    }
    add_ring(m, at.x, at.y, 0.6, seen ? INK_SEEN : INK_HIDDEN);
  }
  for (uint32_t i = 0; i < SOI_TRACKS_PER_CART; ++i) {
    mesh_point at;
    soi_point along;
    if (world->track_kind[first + i] != SOI_TRACK_VEHICLE ||
        !scene_vehicle_at(m->before, world, m->fraction, world->track_row[first + i], &at, &along)) {
      continue;
    }
    add_ring(m, at.x, at.y, 2.2, INK_SEEN);
  }
}

void scene_add_sensors(making *m, uint32_t cart, soi_point at, soi_point along) {
  const uint32_t row = m->after->cart_vehicle[cart];
  add_sensor_range(m, row, at, along);
  add_tracks(m, cart, at, soi_type(m->model, m->after->vehicle_type[row])->sensor_range);
}
