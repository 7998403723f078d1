/* Conflict zones: where the bodies of vehicles on two connectors of one junction can touch, and who goes first there. Found by
 * walking along each connector and measuring the distance to the other's middle line. */
#include "build.h"

static const double LANE_SHARE = 0.95; /* of the lane's width at most, so that neighbours in narrow lanes do not conflict */
static const double WALK_STEP = 0.25;  /* m along the connector */
static const double SURE = 0.9;        /* of the way out of reach that steps along a lane surely take */

/* A stretch of a connector, and whether it touches the other at all. */
typedef struct stretch {
  bool found;
  double start, end;
} stretch;

/* How far a point is outside a box; negative inside. */
static double beyond(soi_bounds box, soi_point p) {
  return soi_max(soi_max(box.left - p.x, p.x - box.right), soi_max(box.bottom - p.y, p.y - box.top));
}

/* One lane as it is walked along, the other's middle line, and the box out of which nothing is within reach of it. */
typedef struct walk {
  const soi_lane *lane;
  soi_points along, other;
  soi_bounds box;
  double reach; /* m */
  uint32_t steps;
} walk;

static double walked(const walk *self, uint32_t step) { return self->lane->length * (double)step / (double)self->steps; }

/* How far the place of a step is out of reach of the other lane; negative within. */
static double out_of_reach(const walk *self, uint32_t step) {
  const double at = walked(self, step) / self->lane->segment_length;
  uint32_t segment = (uint32_t)at;
  segment = segment < self->lane->segments ? segment : self->lane->segments - 1;
  const soi_point p = between(self->along.items[segment], self->along.items[segment + 1], at - (double)segment);
  const double out = beyond(self->box, p);
  return out > 0.0 ? out : soi_line_nearest(self->other, p).distance - self->reach;
}

/* Steps after one that is so far out of reach: those between cannot be within it. */
static uint32_t stride(double out) { return 1 + (uint32_t)(SURE * out / WALK_STEP); }

/* Walks along lane a from both ends to the first and the last s that lie within reach of lane b. */
static stretch find_stretch(const soi_build *build, const soi_lane *a, const soi_lane *b, double reach) {
  const soi_points other = soi_lane_points(build, b);
  const walk self = {a, soi_lane_points(build, a), other, soi_box_around(other, reach), reach, 1 + (uint32_t)(a->length / WALK_STEP)};
  uint32_t first = 0, last = self.steps;
  double out;
  while (first <= last && (out = out_of_reach(&self, first)) >= 0.0) { first += stride(out); }
  if (first > last) { return (stretch){0}; }
  while (last > first && (out = out_of_reach(&self, last)) >= 0.0) {
    const uint32_t back = stride(out);
    last = last - first > back ? last - back : first;
  }
  return (stretch){true, walked(&self, first), walked(&self, last)};
}

/* --- right of way ---------------------------------------------------------------------------------------------------- */

/* Through traffic goes before near-side turns, these before turns across oncoming traffic, U-turns last. */
static int turn_rank(const soi_build *build, soi_turn turn) {
  const soi_turn near = build->map->drive_on == SOI_SIDE_LEFT ? SOI_TURN_LEFT : SOI_TURN_RIGHT;
  return turn == SOI_TURN_THROUGH ? 3 : turn == SOI_TURN_BACK ? 0 : turn == near ? 2 : 1;
}

static soi_right_of_way right_over(const soi_build *build, const soi_lane *a, const soi_lane *b) {
  const soi_junction *const junction = &build->model->junctions[a->junction];
  /* Traffic of one approach sorts itself out lane by lane. */
  if (build->lanes.items[a->from].road == build->lanes.items[b->from].road) { return SOI_EQUAL_RIGHT; }
  if (junction->signal == 0 && a->gives_way != b->gives_way) { return a->gives_way ? SOI_YIELDS : SOI_GOES_FIRST; }
  if (junction->signal == 0 && a->road_class != b->road_class) { return a->road_class > b->road_class ? SOI_GOES_FIRST : SOI_YIELDS; }
  const int difference = turn_rank(build, a->turn) - turn_rank(build, b->turn);
  return difference > 0 ? SOI_GOES_FIRST : difference < 0 ? SOI_YIELDS : SOI_EQUAL_RIGHT;
}

/* --- pairs of connectors --------------------------------------------------------------------------------------------- */

static void add_pair(soi_build *build, soi_lane_id a, soi_lane_id b, stretch on_a, stretch on_b, soi_conflict_zone_kind kind) {
  const soi_right_of_way right =
      kind == SOI_CONFLICT_ZONE_DIVERGE ? SOI_EQUAL_RIGHT : right_over(build, &build->lanes.items[a], &build->lanes.items[b]);
  const uint32_t row = build->conflict_zones.count;
  *soi_table_add(&build->scratch, &build->conflict_zones) =
      (soi_conflict_zone){.lane = a, .start = on_a.start, .end = on_a.end, .kind = kind, .right = right, .partner = row + 1};
  *soi_table_add(&build->scratch, &build->conflict_zones) = (soi_conflict_zone){
      .lane = b,
      .start = on_b.start,
      .end = on_b.end,
      .kind = kind,
      .right = (soi_right_of_way)(SOI_GOES_FIRST - right),
      .partner = row,
  };
}

/* Whether two connectors run side by side for the same pair of roads, in either direction: such never cross. */
static bool side_by_side(const soi_build *build, const soi_lane *a, const soi_lane *b) {
  const uint32_t a_from = build->lanes.items[a->from].road, a_to = build->lanes.items[a->to].road;
  const uint32_t b_from = build->lanes.items[b->from].road, b_to = build->lanes.items[b->to].road;
  return a_from == b_from || (a_from == b_to && a_to == b_from);
}

static void pair_up(soi_build *build, soi_lane_id one, soi_lane_id two) {
  const soi_lane *const a = &build->lanes.items[one];
  const soi_lane *const b = &build->lanes.items[two];
  const double reach = soi_min(2.0 * build->model->zone_reach, LANE_SHARE * soi_min(a->width, b->width));
  const soi_conflict_zone_kind kind = a->to == b->to       ? SOI_CONFLICT_ZONE_MERGE
                                      : a->from == b->from ? SOI_CONFLICT_ZONE_DIVERGE
                                                           : SOI_CONFLICT_ZONE_CROSS;
  if (kind == SOI_CONFLICT_ZONE_CROSS && side_by_side(build, a, b)) { return; }
  stretch on_a = find_stretch(build, a, b, reach), on_b = find_stretch(build, b, a, reach);
  /* Paths that part (or join) are taken from the very start (or to the very end), also where they come near a second time. */
  on_a.start = kind == SOI_CONFLICT_ZONE_DIVERGE ? 0.0 : on_a.start;
  on_b.start = kind == SOI_CONFLICT_ZONE_DIVERGE ? 0.0 : on_b.start;
  on_a.end = kind == SOI_CONFLICT_ZONE_MERGE ? a->length : on_a.end;
  on_b.end = kind == SOI_CONFLICT_ZONE_MERGE ? b->length : on_b.end;
  if (on_a.found && on_b.found) { add_pair(build, one, two, on_a, on_b, kind); }
}

/* --- order ----------------------------------------------------------------------------------------------------------- */

static bool comes_before(const soi_conflict_zone *zones, uint32_t a, uint32_t b) {
  const soi_conflict_zone *const x = &zones[a], *const y = &zones[b];
  if (x->lane != y->lane) { return x->lane < y->lane; }
  if (x->start < y->start || x->start > y->start) { return x->start < y->start; }
  if (x->end < y->end || x->end > y->end) { return x->end < y->end; }
  return a < b;
}

/* Merge sort of rows: the number of zones grows with the square of a junction's connectors. */
static void sort_rows(const soi_conflict_zone *zones, uint32_t *rows, uint32_t *spare, uint32_t count) {
  for (uint32_t width = 1; width < count; width *= 2) {
    for (uint32_t low = 0; low < count; low += 2 * width) {
      const uint32_t middle = low + width < count ? low + width : count;
      const uint32_t high = low + 2 * width < count ? low + 2 * width : count;
      uint32_t left = low, right = middle;
      for (uint32_t i = low; i < high; ++i) {
        const bool take_left = left < middle && (right >= high || !comes_before(zones, rows[right], rows[left]));
        spare[i] = rows[take_left ? left++ : right++];
      }
    }
    for (uint32_t i = 0; i < count; ++i) { rows[i] = spare[i]; }
  }
}

/* Puts the zones in the order of lanes and s, renames partners and the crossings' zones, and tells each lane its zones. */
static void publish_zones(soi_build *build) {
  soi_model *const model = build->model;
  const uint32_t count = build->conflict_zones.count;
  uint32_t *const rows = SOI_NEW(&build->scratch, uint32_t, count);
  uint32_t *const new_row = SOI_NEW(&build->scratch, uint32_t, count);
  for (uint32_t row = 1; row < count; ++row) { rows[row - 1] = row; }
  sort_rows(build->conflict_zones.items, rows, SOI_NEW(&build->scratch, uint32_t, count), count - 1);
  for (uint32_t row = 1; row < count; ++row) { new_row[rows[row - 1]] = row; }
  model->conflict_zones = SOI_NEW(&model->arena, soi_conflict_zone, count);
  model->conflict_zone_count = count - 1;
  for (uint32_t row = 1; row < count; ++row) {
    soi_conflict_zone *const zone = &model->conflict_zones[row];
    *zone = build->conflict_zones.items[rows[row - 1]];
    zone->partner = new_row[zone->partner];
    soi_lane *const lane = &model->lanes[zone->lane];
    lane->conflict_zones.first = lane->conflict_zones.count == 0 ? row : lane->conflict_zones.first;
    ++lane->conflict_zones.count;
  }
  for (uint32_t row = 1; row <= model->crossing_count; ++row) {
    const soi_span span = model->crossings[row].conflict_zones;
    for (uint32_t i = span.first; i < span.first + span.count; ++i) {
      model->crossing_conflict_zones[i] = new_row[model->crossing_conflict_zones[i]];
    }
  }
}

void soi_build_conflict_zones(soi_build *build) {
  soi_model *const model = build->model;
  for (uint32_t row = 1; row <= model->junction_count; ++row) {
    const soi_span connectors = model->junctions[row].connectors;
    for (uint32_t i = 0; i < connectors.count; ++i) {
      for (uint32_t j = i + 1; j < connectors.count; ++j) { pair_up(build, connectors.first + i, connectors.first + j); }
    }
  }
  model->lanes = soi_table_publish(&model->arena, &build->lanes);
  model->lane_count = build->lanes.count - 1;
  model->points = soi_table_publish(&model->arena, &build->points);
  model->headings = soi_table_publish(&model->arena, &build->headings);
  model->point_count = build->points.count;
  publish_zones(build);
}
