/* Crossings for people: where they lie on the road, which stretch of each lane they take, and the unmarked ones that carry a
 * sidewalk on across the mouth of a minor road. */
#include "build.h"

static const double KERB = 0.5;         /* m from the carriageway's edge to where people wait */
static const double MOUTH_WIDTH = 3.0;  /* m, of an unmarked crossing at a mouth */
static const double MOUTH_CLEAR = 30.0; /* m from the junction within which a marked crossing makes it needless */
static const double STOP_REACH = 12.0;  /* m before the lane's end within which a crossing moves the stop line */
static const double STOP_SHORT = 1.0;   /* m before the crossing */

/* --- mouths of minor roads ------------------------------------------------------------------------------------------- */

/* The arm next to the given one, turning left (or right) round the node. */
static const soi_arm *next_arm(const soi_build *build, soi_span arms, const soi_arm *arm, bool to_left) {
  const soi_arm *best = arm;
  double least = 10.0;
  for (uint32_t i = 0; i < arms.count; ++i) {
    const soi_arm *const other = &build->arms[arms.first + i];
    if (other == arm) { continue; }
    double angle = angle_between(arm->direction, other->direction) * (to_left ? 1.0 : -1.0);
    angle = angle < 0.0 ? angle + 2.0 * SOI_PI : angle;
    if (angle < least) {
      least = angle;
      best = other;
    }
  }
  return best;
}

/* The width of the sidewalk at an arm's left or right, as seen outwards from its node. */
static double arm_sidewalk(const soi_build *build, const soi_arm *arm, bool left) {
  const soi_road_definition *const road = soi_road_of(build, arm->road);
  return left != arm->at_end ? road->sidewalk_left : road->sidewalk_right;
}

static bool has_crossing_near(const soi_build *build, const soi_arm *arm) {
  const double length = build->roads[arm->road].length;
  for (uint32_t i = 0; i < build->map->crossings.count; ++i) {
    const soi_crossing_definition *const crossing = &build->map->crossings.items[i];
    const double away = arm->at_end ? length - crossing->at : crossing->at;
    if (crossing->road == arm->road && away < arm->trim + MOUTH_CLEAR) { return true; }
  }
  return false;
}

/* Whether sidewalks lead up to both sides of a minor road's mouth and nothing yet leads across it. */
static bool wants_mouth(const soi_build *build, soi_span arms, const soi_arm *arm) {
  const soi_road_definition *const road = soi_road_of(build, arm->road);
  const soi_build_road *const made = &build->roads[arm->road];
  if (road->road_class > SOI_ROAD_RESIDENTIAL || made->end - made->start < 4.0 * MOUTH_WIDTH || has_crossing_near(build, arm)) {
    return false;
  }
  return arm_sidewalk(build, next_arm(build, arms, arm, true), false) > 0.0 &&
         arm_sidewalk(build, next_arm(build, arms, arm, false), true) > 0.0;
}

/* --- one crossing ---------------------------------------------------------------------------------------------------- */

/* The stretch of one lane that people use, and of the crossing that the lane covers. */
static void add_zone(soi_build *build, soi_crossing *crossing, const soi_build_crossing *plan, soi_lane_id row, soi_knot middle) {
  const soi_lane *const lane = &build->lanes.items[row];
  const double offset = soi_lane_offset(build, plan->road, lane->direction, lane->index);
  const double s = soi_lane_beside(build, lane, moved(middle.point, left_of(middle.heading), offset));
  /* The a end lies at the left of forward, KERB beyond the edge. */
  const double from_a = build->roads[plan->road].left + KERB - offset;
  *soi_table_add(&build->scratch, &build->conflict_zones) = (soi_conflict_zone){
      .lane = row,
      .start = soi_max(s - 0.5 * plan->width, 0.0),
      .end = soi_min(s + 0.5 * plan->width, lane->length),
      .kind = SOI_CONFLICT_ZONE_WALK,
      .right = SOI_YIELDS,
      .crossing = build->crossings.count - 1,
      .walk_start = from_a - 0.5 * lane->width,
      .walk_end = from_a + 0.5 * lane->width,
  };
  ++crossing->conflict_zones.count;
}

/* Zones of all lanes, from a to b: the lanes of a road lie in order of their offsets. */
static void add_zones(soi_build *build, soi_crossing *crossing, const soi_build_crossing *plan, soi_knot middle) {
  const soi_build_road *const road = &build->roads[plan->road];
  const bool left_first = build->map->drive_on == SOI_SIDE_LEFT;
  crossing->conflict_zones.first = build->conflict_zones.count;
  /* In left-hand traffic forward lies left, with its kerb at a: from the kerb inwards, then backward from the inside out. */
  const soi_span first = road->lanes[left_first ? SOI_FORWARD : SOI_BACKWARD];
  const soi_span second = road->lanes[left_first ? SOI_BACKWARD : SOI_FORWARD];
  for (uint32_t i = 0; i < first.count; ++i) { add_zone(build, crossing, plan, first.first + i, middle); }
  for (uint32_t i = second.count; i > 0; --i) { add_zone(build, crossing, plan, second.first + i - 1, middle); }
}

static bool fits_road(soi_build *build, const soi_build_crossing *plan) {
  const soi_build_road *const road = &build->roads[plan->road];
  const double low = road->start + 0.5 * plan->width, high = road->end - 0.5 * plan->width;
  if (plan->at >= low && plan->at <= high) { return true; }
  const soi_crossing_definition *const definition = &build->map->crossings.items[plan->definition - 1];
  if (low > high) {
    soi_error_add(build->errors, definition->record.mark,
                  "crossing '%s' does not fit on road '%s', of which junctions leave %.1f m; %.1f m expected at least",
                  definition->record.id, soi_road_of(build, plan->road)->record.id, road->end - road->start, plan->width);
    return false;
  }
  soi_error_add(
      build->errors, definition->record.mark,
      "crossing '%s' lies at %.1f m of road '%s', outside its open stretch; between %.1f m and %.1f m expected (junctions take the "
      "rest)",
      definition->record.id, plan->at, soi_road_of(build, plan->road)->record.id, low, high);
  return false;
}

/* The stretch of the median where people may wait, from the a end. */
static void add_refuge(soi_build *build, soi_crossing *crossing, const soi_build_crossing *plan) {
  const soi_road_definition *const road = soi_road_of(build, plan->road);
  const bool divided = road->lanes_forward > 0 && road->lanes_backward > 0 && road->median >= 1.0;
  if (!plan->refuge) { return; }
  if (!divided) {
    const soi_crossing_definition *const definition = &build->map->crossings.items[plan->definition - 1];
    soi_error_add(build->errors, definition->record.mark,
                  "crossing '%s' has a refuge, but road '%s' has no median to hold it; a median of 1 m at least expected",
                  definition->record.id, road->record.id);
    return;
  }
  const double middle = build->roads[plan->road].left + KERB;
  crossing->refuge_start = middle - 0.5 * road->median;
  crossing->refuge_end = middle + 0.5 * road->median;
}

static void add_crossing(soi_build *build, const soi_build_crossing *plan) {
  soi_crossing *const crossing = soi_table_add(&build->scratch, &build->crossings);
  const soi_build_road *const road = &build->roads[plan->road];
  const soi_knot middle = soi_knots_at(road->knots, plan->at);
  const soi_point left = left_of(middle.heading);
  *crossing = (soi_crossing){
      .definition = plan->definition,
      .road = plan->road,
      .a = moved(middle.point, left, road->left + KERB),
      .b = moved(middle.point, left, -road->right - KERB),
      .length = road->left + road->right + 2.0 * KERB,
      .width = plan->width,
      .kind = plan->kind,
  };
  if (plan->definition == 0 || fits_road(build, plan)) { add_zones(build, crossing, plan, middle); }
  add_refuge(build, crossing, plan);
}

/* Unmarked crossings at mouths, in the order of nodes and roads. */
static void add_mouths(soi_build *build) {
  for (uint32_t node = 1; node <= build->map->nodes.count; ++node) {
    const soi_span arms = build->node_arms[node];
    for (uint32_t i = 0; arms.count > 2 && i < arms.count; ++i) {
      const soi_arm *const arm = &build->arms[arms.first + i];
      if (wants_mouth(build, arms, arm)) {
        const double in = arm->trim + 0.5 * MOUTH_WIDTH;
        add_crossing(build, &(soi_build_crossing){
                                .road = arm->road,
                                .at = arm->at_end ? build->roads[arm->road].length - in : in,
                                .width = MOUTH_WIDTH,
                                .kind = SOI_CROSSING_UNMARKED,
                            });
      }
    }
  }
}

/* Moves the stop lines of lanes that lead to a junction back to before the crossings at their end. */
static void set_stop_lines(soi_build *build) {
  for (uint32_t pass = 0; pass < 2; ++pass) { /* twice, for a crossing before a crossing */
    for (uint32_t row = 1; row < build->conflict_zones.count; ++row) {
      const soi_conflict_zone *const zone = &build->conflict_zones.items[row];
      soi_lane *const lane = &build->lanes.items[zone->lane];
      if (lane->node != 0 && zone->end > lane->length - STOP_REACH && zone->start < lane->stop_line) {
        lane->stop_line = soi_max(zone->start - STOP_SHORT, 0.0);
      }
    }
  }
}

void soi_build_crossings(soi_build *build) {
  soi_model *const model = build->model;
  (void)soi_table_add(&build->scratch, &build->crossings);
  (void)soi_table_add(&build->scratch, &build->conflict_zones);
  for (uint32_t row = 1; row <= build->map->crossings.count; ++row) {
    const soi_crossing_definition *const definition = &build->map->crossings.items[row - 1];
    add_crossing(build,
                 &(soi_build_crossing){row, definition->road, definition->at, definition->width, definition->kind, definition->refuge});
  }
  add_mouths(build);
  set_stop_lines(build);
  model->crossings = soi_table_publish(&model->arena, &build->crossings);
  model->crossing_count = build->crossings.count - 1;
  /* So far all zones are crossings' zones, each crossing's in one run. */
  model->crossing_conflict_zones = SOI_NEW(&model->arena, uint32_t, build->conflict_zones.count);
  model->crossing_conflict_zone_count = build->conflict_zones.count;
  for (uint32_t row = 1; row < build->conflict_zones.count; ++row) { model->crossing_conflict_zones[row] = row; }
}
