/* Phase sense: where bodies are on the map, and their order on every lane they touch. */
#include <string.h>

#include "fmath.h"
#include "road_private.h"

static void place_body(soi_world *world, soi_vehicle_id row) {
  soi_point heading;
  const soi_point at = soi_vehicle_at(world, row, &heading);
  world->body_cos[row] = heading.x;
  world->body_sin[row] = heading.y;
  world->body_x[row] = at.x;
  world->body_y[row] = at.y;
}

/* Lists a body on a lane whose middle lies shift metres to the left of its own lane's. It claims all between its place and its aim. */
static void add_entry(soi_world *world, soi_vehicle_id row, soi_lane_id lane, double front, double length, double half_width,
                      double shift) {
  const double d = world->vehicle_d[row] - shift, aim = world->vehicle_aim[row] - shift;
  world->unsorted_entries[++world->entry_count[0]] =
      (soi_entry){front, front - length, soi_max(d, aim) + half_width, soi_min(d, aim) - half_width, world->vehicle_speed[row], row, lane};
  ++world->lane_entries[lane];
}

/* Lists a body on the lane beside. */
static void list_beside(soi_world *world, soi_vehicle_id row, double length, double half_width, bool left) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const soi_lane_id beside = soi_road_beside(world->model, lane, left);
  if (beside == 0) { return; }
  const soi_lane *other = &world->model->lanes[beside];
  const double spacing = 0.5 * (lane->width + other->width);
  const double s = world->vehicle_s[row] * other->length / lane->length;
  add_entry(world, row, beside, s, length, half_width, left ? spacing : -spacing);
}

/* Lists a body on every lane it touches: its own first, then those its tail is still in. */
static void list_body(soi_world *world, soi_vehicle_id row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const double half_width = 0.5 * type->body.width;
  soi_lane_id lane = world->vehicle_lane[row];
  double front = world->vehicle_s[row];
  add_entry(world, row, lane, front, type->body.length, half_width, 0.0);
  const double d = world->vehicle_d[row], width = world->model->lanes[lane].width;
  if (soi_road_reaches_over(d, half_width, width, true)) { list_beside(world, row, type->body.length, half_width, true); }
  if (soi_road_reaches_over(d, half_width, width, false)) { list_beside(world, row, type->body.length, half_width, false); }
  for (uint32_t i = 0; i < SOI_TAILS && front - type->body.length < 0.0; ++i) {
    lane = world->vehicle_tail[row * SOI_TAILS + i];
    if (lane == 0) { break; }
    front += world->model->lanes[lane].length;
    add_entry(world, row, lane, front, type->body.length, half_width, 0.0);
  }
}

static bool before(const soi_entry *a, const soi_entry *b) {
  return a->front < b->front || (a->front == b->front && a->vehicle < b->vehicle);
}

/* Puts every entry into its lane's stretch of the table, in order of the front. */
static void sort_entries(soi_world *world) {
  uint32_t first = 1;
  for (soi_lane_id lane = 1; lane <= world->model->lane_count; ++lane) {
    world->lane_first[lane] = first;
    first += world->lane_entries[lane];
    world->lane_entries[lane] = 0;
  }
  for (uint32_t i = 1; i <= world->entry_count[0]; ++i) {
    const soi_entry *entry = &world->unsorted_entries[i];
    soi_entry *sorted = world->entries + world->lane_first[entry->lane];
    uint32_t place = world->lane_entries[entry->lane]++;
    for (; place > 0 && before(entry, &sorted[place - 1]); --place) { sorted[place] = sorted[place - 1]; }
    sorted[place] = *entry;
  }
  for (uint32_t i = 1; i <= world->entry_count[0]; ++i) {
    const soi_entry *entry = &world->entries[i];
    if (entry->lane == world->vehicle_lane[entry->vehicle]) { world->vehicle_entry[entry->vehicle] = i; }
  }
}

/* Who holds a grant for each connector, and how much room they will take beyond it. */
static void list_holders(soi_world *world) {
  for (soi_vehicle_id row = world->vehicle_high[0]; row >= 1; --row) {
    const soi_lane_id connector = world->vehicle_grant[row];
    if (!soi_vehicle_lives(world, row) || connector == 0) { continue; }
    world->holder_next[row] = world->holder_first[connector];
    world->holder_first[connector] = row;
    const soi_lane_id beyond = world->model->lanes[connector].to;
    if (world->vehicle_lane[row] == beyond) { continue; }
    const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
    world->lane_pledged[beyond] += type->body.length + type->driver.gap;
  }
}

/* Who must get into each lane from beside it. */
static void list_wants(soi_world *world) {
  for (soi_vehicle_id row = world->vehicle_high[0]; row >= 1; --row) {
    const soi_lane_id lane = world->vehicle_wants[row];
    if (!soi_vehicle_lives(world, row) || lane == 0) { continue; }
    world->wanted_next[row] = world->wanted_first[lane];
    world->wanted_first[lane] = row;
  }
}

static void place_bodies(void *argument, uint32_t first, uint32_t last) {
  soi_world *world = argument;
  for (soi_vehicle_id row = first; row < last; ++row) {
    world->sensed_generation[row] = soi_vehicle_lives(world, row) ? world->vehicle_generation[row] : 0;
    if (soi_vehicle_lives(world, row)) { place_body(world, row); }
  }
}

void soi_road_sense(soi_world *world) {
  const size_t lanes = world->model->lane_count + 1u;
  memset(world->lane_entries, 0, lanes * sizeof *world->lane_entries);
  memset(world->holder_first, 0, lanes * sizeof *world->holder_first);
  memset(world->wanted_first, 0, lanes * sizeof *world->wanted_first);
  memset(world->lane_pledged, 0, lanes * sizeof *world->lane_pledged);
  world->entry_count[0] = 0;
  soi_for_rows(world, world->vehicle_high[0], place_bodies);
  for (soi_vehicle_id row = 1; row <= world->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(world, row)) { list_body(world, row); }
  }
  sort_entries(world);
  list_holders(world);
  list_wants(world);
  soi_road_sense_crossings(world);
}
