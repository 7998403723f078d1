/* Past a vehicle that is on the crossing: behind it, before the next one. In front of it nobody walks, since it may go on at
 * any time and its driver looks ahead; the next driver sees the people and stays. */
#include "crossing.h"

#include "fmath.h"

/* Room kept to the vehicles before and behind, more than the radius, m. */
static const double SPARE = 0.2;
/* How far before the crossing one goes round, m. */
static const double FURTHEST = 7.0;
/* Slower than this the next vehicle is taken to stand, m/s. */
static const double STANDING = 0.3;
/* The next vehicle may gather speed by so much until it is here, m/s; it is at least so fast. As the road reckons. */
static const double GATHER = 1.0, LEAST_SPEED = 2.5;

/* The stretch of the lane between the last body that touches the zone and the next that comes. */
static bool between_bodies(const soi_world *world, const soi_conflict_zone *zone, double leaves, double *behind, double *before) {
  const soi_entry *const entries = world->entries + world->lane_first[zone->lane];
  const double length = world->model->lanes[zone->lane].length;
  const soi_entry *next = NULL;
  *behind = 1e9;
  for (uint32_t i = 0; i < world->lane_entries[zone->lane]; ++i) {
    const soi_entry *const entry = &entries[i];
    if (entry->front <= zone->start) {
      next = entry;
    } else if (entry->rear <= zone->end) {
      /* Whoever turns off already swings its tail over the corner. */
      if (entry->front > length) { return false; }
      *behind = soi_min(*behind, entry->rear);
    }
  }
  *before = zone->start - FURTHEST;
  if (next == NULL) { return true; }
  *before = soi_max(*before, next->front);
  const double time = (zone->start - next->front) / soi_max(next->speed + GATHER, LEAST_SPEED);
  return next->speed < STANDING || time > leaves;
}

bool soi_crossing_passage(const soi_world *world, const soi_kerb *kerb, soi_conflict_zone_id zone, double leaves, double radius,
                          soi_passage *passage) {
  const soi_model *const model = world->model;
  const soi_conflict_zone *const row = &model->conflict_zones[zone];
  double behind, before;
  /* Right behind a junction one would stand in it, and not see who comes next. */
  if (row->start < FURTHEST) { return false; }
  if (!between_bodies(world, row, leaves, &behind, &before)) { return false; }
  const double low = before + radius + SPARE, high = soi_min(behind, row->end) - radius - SPARE;
  if (low > high) { return false; }

  /* From the lane's frame to the crossing's: how the lane leads across the way of walking. */
  const double middle = 0.5 * (row->start + row->end);
  const soi_point along = model->walk_links[model->crossings[kerb->crossing].link].along;
  const soi_point walking = kerb->forward ? along : (soi_point){-along.x, -along.y};
  soi_point heading;
  (void)soi_lane_at(model, row->lane, middle, 0.0, &heading);
  const bool to_left = walking.x * heading.y - walking.y * heading.x > 0.0;
  passage->low = to_left ? low - middle : middle - high;
  passage->high = to_left ? high - middle : middle - low;
  return true;
}
