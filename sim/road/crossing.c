/* Phase sense: when traffic comes to the crossings at which people wait. */
#include "fmath.h"
#include "road_private.h"

static const double FAR_AWAY = 1e9; /* s */

/* Whether this driver will stop before a crossing that lies distance ahead, for its light or the people on it or beside it. */
static bool will_stop(const soi_world *world, soi_vehicle_id row, const soi_conflict_zone *zone, double distance) {
  const double needed = soi_road_needed(world->vehicle_speed[row], distance - 0.8);
  const soi_crossing_id crossing = zone->crossing;
  const soi_signal_id signal = world->model->crossings[crossing].signal;
  if (world->conflict_zone_people[zone - world->model->conflict_zones] && needed < 4.0) { return true; }
  /* who stands sees who steps out */
  if (world->vehicle_speed[row] < 0.3 && distance > 0.4 && world->vehicle_waived[row] != crossing) { return true; }
  if (signal != 0 && world->model->signals[signal].junction == 0 && soi_crossing_road_light(world, crossing) == SOI_LIGHT_RED) {
    return needed < 3.0;
  }
  return signal == 0 && soi_road_yields(world, row) && world->vehicle_waived[row] != crossing && needed < 1.5;
}

/* Seconds until a vehicle at this speed has come this far, if it picks up speed. */
static double coming(double distance, double speed) { return distance / soi_max(speed + 1.0, 2.5); }

/* The earliest arrival among those on their way to lane through its connectors. */
static double arrival_upstream(const soi_world *world, const soi_conflict_zone *zone) {
  const soi_model *model = world->model;
  const soi_span in = model->lanes[zone->lane].in;
  double arrival = FAR_AWAY;
  for (uint32_t i = 0; i < in.count; ++i) {
    const soi_lane_id connector = model->lane_links[in.first + i];
    for (soi_vehicle_id row = world->holder_first[connector]; row != 0; row = world->holder_next[row]) {
      if (world->vehicle_lane[row] == zone->lane) { continue; }
      const double distance = zone->start + soi_road_distance_on(world, row, connector, model->lanes[connector].length);
      if (will_stop(world, row, zone, distance)) { continue; }
      arrival = soi_min(arrival, coming(soi_max(distance, 0.0), world->vehicle_speed[row]));
    }
  }
  return arrival;
}

static double arrival_at(const soi_world *world, const soi_conflict_zone *zone) {
  const soi_entry *entries = world->entries + world->lane_first[zone->lane];
  double arrival = FAR_AWAY, left = -1e9, right = 1e9; /* the sides behind those who stop */
  for (uint32_t i = world->lane_entries[zone->lane]; i-- > 0;) {
    const soi_entry *entry = &entries[i];
    if (entry->rear > zone->end) { continue; }
    if (entry->front > zone->start) { return 0.0; }
    const double distance = zone->start - entry->front;
    if (distance > 120.0) { return arrival; }
    if (will_stop(world, entry->vehicle, zone, distance)) {
      left = soi_max(left, entry->left);
      right = soi_min(right, entry->right);
    } else if (entry->right > left - 0.1 || entry->left < right + 0.1) {
      arrival = soi_min(arrival, coming(distance, entry->speed));
    }
  }
  const bool blocked = left > 0.0 && right < 0.0;
  return zone->start < 120.0 && !blocked ? soi_min(arrival, arrival_upstream(world, zone)) : arrival;
}

void soi_road_sense_crossings(soi_world *world) {
  const soi_model *model = world->model;
  for (soi_crossing_id crossing = 1; crossing <= model->crossing_count; ++crossing) {
    const bool used = world->crossing_waiting[crossing] + world->crossing_people[crossing] != 0;
    const soi_span zones = model->crossings[crossing].conflict_zones;
    for (uint32_t i = 0; i < zones.count; ++i) {
      const soi_conflict_zone_id zone = model->crossing_conflict_zones[zones.first + i];
      /* whoever comes upon a crossing in this step finds it taken, and looks in the next: nobody goes where nobody has looked */
      world->conflict_zone_arrival[zone] = used ? arrival_at(world, &model->conflict_zones[zone]) : 0.0;
    }
  }
}
