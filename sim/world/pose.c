/* Where bodies are on the map, from their places on lanes. */
#include <soi/world.h>

#include "fmath.h"
#include "lane_at.h"

/* The point of row's path that lies back metres behind its front, following its tail lanes; along, if not
 * null, gets the path's direction there. */
static soi_point path_point(const soi_world *world, uint32_t row, double back, soi_point *along) {
  soi_lane_id lane = world->vehicle_lane[row];
  double s = world->vehicle_s[row] - back;
  for (uint32_t i = 0; i < SOI_TAILS && s < 0.0; ++i) {
    const soi_lane_id behind = world->vehicle_tail[row * SOI_TAILS + i];
    if (behind == 0) { break; }
    lane = behind;
    s += world->model->lanes[lane].length;
  }
  const double d = world->vehicle_d[row];
  if (s >= 0.0) { return soi_lane_place(world->model, lane, s, d, along); }
  /* beyond the start of the map */
  soi_point way;
  const soi_point start = soi_lane_place(world->model, lane, 0.0, d, &way);
  if (along != NULL) { *along = way; }
  return (soi_point){start.x + way.x * s, start.y + way.y * s};
}

/* Whether it stands wholly on a lane that is straight for a body of this length, as most do: the axles' chord, 0.7 of the length, keeps
 * within 5 mm of the lane's middle. */
static bool is_straight(const soi_world *world, soi_vehicle_id vehicle, double length) {
  const double beside = 0.7 * 0.7 / 8.0 * length * length * world->model->lanes[world->vehicle_lane[vehicle]].curvature;
  return beside < 0.005 && world->vehicle_s[vehicle] >= length;
}

soi_point soi_vehicle_at(const soi_world *world, soi_vehicle_id vehicle, soi_point *heading) {
  const double length = soi_type(world->model, world->vehicle_type[vehicle])->body.length;
  if (is_straight(world, vehicle, length)) { /* one look will do */
    return soi_lane_place(world->model, world->vehicle_lane[vehicle], world->vehicle_s[vehicle] - 0.5 * length, world->vehicle_d[vehicle],
                          heading);
  }
  const soi_point front = path_point(world, vehicle, 0.15 * length, NULL), rear = path_point(world, vehicle, 0.85 * length, NULL);
  const double dx = front.x - rear.x, dy = front.y - rear.y, span = soi_max(soi_hypot(dx, dy), 1e-6);
  if (heading != NULL) { *heading = (soi_point){dx / span, dy / span}; }
  return (soi_point){0.5 * (front.x + rear.x), 0.5 * (front.y + rear.y)};
}

double soi_vehicle_turn(const soi_world *world, soi_vehicle_id vehicle, double *aside) {
  const double length = soi_type(world->model, world->vehicle_type[vehicle])->body.length, speed = world->vehicle_speed[vehicle];
  *aside = 0.0;
  if (speed == 0.0 || is_straight(world, vehicle, length)) { return 0.0; }
  soi_point front_way, rear_way;
  const soi_point front = path_point(world, vehicle, 0.15 * length, &front_way),
                  rear = path_point(world, vehicle, 0.85 * length, &rear_way);
  const double dx = front.x - rear.x, dy = front.y - rear.y, span = soi_max(soi_hypot(dx, dy), 1e-6);
  const double front_aside = speed * (dx * front_way.y - dy * front_way.x) / span,
               rear_aside = speed * (dx * rear_way.y - dy * rear_way.x) / span;
  *aside = 0.5 * (front_aside + rear_aside);
  return (front_aside - rear_aside) / span;
}
