/* Two-wheelers filter: past a slow leader within the lane, where there is room for it. */
#include "behaviour.h"

static const double BEFORE_JUNCTION = 4.0; /* m in which a two-wheeler gets nearer to the middle */

/* Metres from row's front to the next body in its lane, if it rode at this offset. */
static double room_at(const soi_world *world, soi_vehicle_id row, double offset) {
  const double half = 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width + 0.1;
  const soi_lane_id lane = world->vehicle_lane[row];
  double room = world->model->lanes[lane].length - world->vehicle_s[row];
  for (uint32_t i = 0; i < world->lane_entries[lane]; ++i) {
    const soi_entry *entry = &world->entries[world->lane_first[lane] + i];
    if (entry->vehicle == row || entry->front <= world->vehicle_s[row]) { continue; }
    if (entry->left > offset - half && entry->right < offset + half) { room = soi_min(room, entry->rear - world->vehicle_s[row]); }
  }
  return room;
}

/* An offset of a two-wheeler, in a junction and right before it where others reckon with it: within the reach of conflict zones. Beside
 * somebody it stays where it is. */
static double pulled_in(const soi_world *world, soi_vehicle_id row, double offset) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  if (lane->junction == 0 && lane->length - world->vehicle_s[row] > BEFORE_JUNCTION) { return offset; }
  const double limit = world->model->zone_reach - 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width - 0.1;
  if (soi_abs(offset) <= limit) { return offset; }
  const double nearer = offset > 0.0 ? limit : -limit;
  return soi_road_side_free(world, row, nearer) ? nearer : offset;
}

/* The offset at which a two-wheeler passes a slow leader inside its lane; its present wish when there is none. */
static double filter_offset(const soi_world *world, soi_vehicle_id row, const soi_leader *leader) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const double half = 0.5 * soi_type(world->model, world->vehicle_type[row])->body.width;
  const double limit = soi_max(0.5 * lane->width - half - 0.1, 0.0);
  const double present = pulled_in(world, row, soi_clamp(world->vehicle_aim[row], -limit, limit));
  if (lane->junction != 0 || leader->vehicle == 0 || leader->gap > 25.0) { return present; }
  if (leader->speed > 0.7 * world->vehicle_speed[row] + 1.0 || world->vehicle_lane[leader->vehicle] != world->vehicle_lane[row]) {
    return present;
  }
  const double other_half = 0.5 * soi_type(world->model, world->vehicle_type[leader->vehicle])->body.width + 0.25;
  /* past it on the side that is nearer, of equals towards the middle of the road */
  const double left = world->vehicle_d[leader->vehicle] + other_half + half, right = world->vehicle_d[leader->vehicle] - other_half - half;
  const bool fits_left = left <= limit, fits_right = right >= -limit;
  if (!fits_left && !fits_right) { return present; }
  const double to_left = soi_abs(left - present), to_right = soi_abs(right - present);
  const bool nearer = world->model->side > 0.0 ? to_left < to_right : to_left <= to_right;
  const double aim = fits_left && (!fits_right || nearer) ? left : right;
  /* only for room that is worth it, so that nobody sways between two leaders */
  if (room_at(world, row, aim) < leader->gap + 3.0) { return present; }
  return soi_road_side_free(world, row, aim) ? aim : present;
}

void soi_filter_through(soi_decision *decision) { decision->offset = filter_offset(decision->world, decision->row, &decision->leader); }
