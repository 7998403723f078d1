/* Where bodies are on the map, from their places on lanes. */
#include <soi/world.h>

#include "fmath.h"
#include "lane_at.h"

/* The point of row's path that lies back metres behind its front, following its tail lanes. */
static soi_point path_point(const soi_world *world, uint32_t row, double back) {
  soi_lane_id lane = world->vehicle_lane[row];
  double s = world->vehicle_s[row] - back;
  for (uint32_t i = 0; i < SOI_TAILS && s < 0.0; i++) {
    const soi_lane_id behind = world->vehicle_tail[row * SOI_TAILS + i];
    if (behind == 0) break;
    lane = behind;
    s += world->model->lanes[lane].length;
  }
  const double d = world->vehicle_d[row];
  if (s >= 0.0) return soi_lane_place(world->model, lane, s, d, NULL);
  /* beyond the start of the map */
  soi_point along;
  const soi_point start = soi_lane_place(world->model, lane, 0.0, d, &along);
  return (soi_point){start.x + along.x * s, start.y + along.y * s};
}

soi_point soi_vehicle_at(const soi_world *world, uint32_t vehicle, soi_point *heading) {
  const double length = soi_type(world->model, world->vehicle_type[vehicle])->length;
  const soi_lane_id lane = world->vehicle_lane[vehicle];
  /* most stand wholly on a straight lane: one look will do */
  if (world->model->lanes[lane].segments == 1 && world->vehicle_s[vehicle] >= length) {
    return soi_lane_place(world->model, lane, world->vehicle_s[vehicle] - 0.5 * length, world->vehicle_d[vehicle], heading);
  }
  const soi_point front = path_point(world, vehicle, 0.15 * length), rear = path_point(world, vehicle, 0.85 * length);
  const double dx = front.x - rear.x, dy = front.y - rear.y, span = soi_max(soi_hypot(dx, dy), 1e-6);
  if (heading != NULL) *heading = (soi_point){dx / span, dy / span};
  return (soi_point){0.5 * (front.x + rear.x), 0.5 * (front.y + rear.y)};
}
