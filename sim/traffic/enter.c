/* Phase motion: newcomers on the lanes that claim has granted, as fast as the one ahead allows. */
#include "emit.h"
#include "fmath.h"
#include "road.h"
#include "traffic.h"
#include "traits.h"

/* Speed at which a newcomer can follow the last body on the lane: it keeps a second and a half and can brake at 3 m/s2, also before
 * the lane's end. */
static double entry_speed(const soi_world *world, soi_lane_id lane, double s, double wish) {
  double speed = soi_min(wish, soi_sqrt(6.0 * (world->model->lanes[lane].length - s)));
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &world->entries[world->lane_first[lane] + i];
    const double gap = soi_max(entry->rear - s - 2.0, 0.0);
    speed = soi_min(speed, soi_min(gap / 1.5, soi_sqrt(entry->speed * entry->speed + 6.0 * gap)));
  }
  return speed;
}

static void enter(soi_world *world, soi_vehicle_flow_id flow) {
  const soi_model *model = world->model;
  const soi_lane_id lane = world->birth_lane[flow];
  const soi_type_id type = world->newcomer_type[flow];
  const double s = soi_birth_s(model, lane, soi_type(model, type)->body.length);
  const soi_vehicle_id row = soi_road_add(world, type, lane, s, 0.0, 0.0, model->vehicle_flows[flow].way);
  if (row == 0) {
    soi_no_room(world, false, flow, soi_lane_at(model, lane, s, 0.0, NULL));
    return;
  }
  world->vehicle_flow[row] = flow;
  --world->vehicle_flow_waiting[flow];
  soi_draw_traits(world, row);
  world->vehicle_speed[row] = entry_speed(world, lane, s, soi_road_free_speed(world, row));
  soi_emit(world, SOI_EVENT_VEHICLE_ENTERED, row, flow, 0.0, soi_lane_at(model, lane, s, 0.0, NULL), 0);
}

void soi_traffic_enter(soi_world *world) {
  for (soi_vehicle_flow_id flow = 1; flow <= world->model->vehicle_flow_count; ++flow) {
    if (world->birth_lane[flow] != 0) { enter(world, flow); }
  }
}
