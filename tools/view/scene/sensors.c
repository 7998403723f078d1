/* What a cart's sensors see, as the simulation says: how far they reach, what stands in the way, and who is hidden. */
#include <math.h>
#include <stdlib.h>

#include <soi/sensor.h>

#include "scene_build.h"
#include "making.h"

#define RAYS 144

/* How far it sees to all sides, between the two worlds. */
static void add_reach(making *m, const soi_sensing *now, uint32_t sensor, mesh_point p, soi_point along) {
  soi_sensing last;
  const bool both = m->before != m->after && m->before->cart_vehicle[now->cart] == now->body;
  if (both) { (void)soi_cart_sensing(m->before, now->cart, sensor, &last); }
  const double half = acos(now->rim), middle = atan2(along.y, along.x);
  mesh_point edge[RAYS + 1];
  for (int i = 0; i <= RAYS; ++i) {
    const double angle = middle + half * 0.999 * (2.0 * i / RAYS - 1.0);
    const soi_point u = {cos(angle), sin(angle)};
    double far = soi_sensing_reach(now, u);
    if (both) { far = soi_sensing_reach(&last, u) * (1.0 - m->fraction) + far * m->fraction; }
    edge[i] = (mesh_point){p.x + u.x * far, p.y + u.y * far, 0.0};
    if (i == 0) { continue; }
    const mesh_point fan[3] = {
        {p.x, p.y, OVERLAY_HEIGHT}, {edge[i - 1].x, edge[i - 1].y, OVERLAY_HEIGHT}, {edge[i].x, edge[i].y, OVERLAY_HEIGHT}};
    scene_ribbon_triangle(m->frame, fan, INK_SENSOR);
  }
  scene_ribbon_add(m->frame, edge, RAYS + 1, 0.35, OVERLAY_HEIGHT, INK_SENSOR_EDGE);
}

static void add_ring(making *m, mesh_point at, double radius, uint32_t colour) {
  mesh_point ring[25];
  for (int i = 0; i <= 24; ++i) {
    ring[i] = (mesh_point){at.x + radius * cos(i * 0.2617993878), at.y + radius * sin(i * 0.2617993878), 0.0};
  }
  scene_ribbon_add(m->frame, ring, 25, 0.22, OVERLAY_HEIGHT, colour);
}

/* Whether every sensor that it could be seen with has something before it. */
static bool is_hidden(const soi_sensing *sensing, uint32_t count, soi_person_id person) {
  bool hidden = false;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_sighting sighting = soi_cart_sees(&sensing[i], SOI_TRACK_PERSON, person);
    if (sighting == SOI_SIGHT_CLEAR) { return false; }
    hidden = hidden || sighting == SOI_SIGHT_HIDDEN;
  }
  return hidden;
}

/* Rings round what the cart knows of, and of another colour round people in its reach whom it does not know of. */
static void add_tracks(making *m, const soi_sensing *sensing, uint32_t count) {
  const soi_world *const world = m->after;
  const uint32_t first = 1 + (sensing->cart - 1) * SOI_TRACKS_PER_CART, end = first + SOI_TRACKS_PER_CART;
  mesh_point at;
  soi_point along;
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (!scene_person_at(m->scene, m->before, world, m->fraction, row, &at)) { continue; }
    bool known = false;
    for (uint32_t i = first; i < end && !known; ++i) { known = world->track_kind[i] == SOI_TRACK_PERSON && world->track_row[i] == row; }
    if (known) {
      add_ring(m, at, 0.6, INK_SEEN);
    } else if (is_hidden(sensing, count, row)) {
      add_ring(m, at, 0.6, INK_HIDDEN);
    }
  }
  for (uint32_t i = first; i < end; ++i) {
    if (world->track_kind[i] == SOI_TRACK_VEHICLE && scene_vehicle_at(m->before, world, m->fraction, world->track_row[i], &at, &along)) {
      add_ring(m, at, 2.2, INK_SEEN);
    }
  }
}

bool scene_cart_in_sight(const making *m, soi_cart_id cart, mesh_point *at, soi_point *along) {
  const uint32_t row = m->after->cart_vehicle[cart];
  if (row == 0 || !scene_vehicle_at(m->before, m->after, m->fraction, row, at, along)) { return false; }
  const soi_span sensors = soi_type(m->model, m->after->vehicle_type[row])->automation.sensors;
  double range = 60.0;
  for (uint32_t i = 0; i < sensors.count; ++i) { range = fmax(range, m->model->sensors[sensors.first + i].range); }
  return scene_camera_sees(m->camera, (float)at->x, (float)at->y, 0.0f, (float)range);
}

void scene_draw_sensors(making *m) {
  for (soi_cart_id cart = 1; cart <= m->model->cart_count; ++cart) {
    mesh_point at;
    soi_point along;
    if (!scene_cart_in_sight(m, cart, &at, &along)) { continue; }
    const uint32_t count = soi_type(m->model, m->after->vehicle_type[m->after->cart_vehicle[cart]])->automation.sensors.count;
    soi_sensing *const sensing = malloc((count + 1u) * sizeof *sensing);
    SOI_ASSERT(sensing != NULL);
    for (uint32_t i = 0; i < count && soi_cart_sensing(m->after, cart, i, &sensing[i]); ++i) { add_reach(m, &sensing[i], i, at, along); }
    if (count > 0) { add_tracks(m, sensing, count); }
    free(sensing);
  }
}
