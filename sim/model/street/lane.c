/* Roads become lanes: nodes with several roads become junctions, roads are cut back to where the junction's area ends, and each
 * lane is a parallel of the road's centre-line. Lanes are made in the order of roads, forward before backward, from the kerb
 * inwards. */
#include "build.h"
#include "lane_at.h"
#include "text.h"

static const double BEND_RADIUS = 15.0;    /* m, of the centre-line at its corners, wide roads more */
static const double CORNER_RADIUS = 4.0;   /* m, of the kerb at junctions; larger roads 6 m */
static const double CORNER_MOST = 8.0;     /* m a corner may add to a cut, whatever the angle */
static const double NEARLY_STRAIGHT = 2.6; /* rad between two arms (150 degrees) from where their edges need no clearing */
static const double LEAST_TRIM = 2.0;      /* m */
static const double TAPER = 6.0;           /* m more where the number of lanes changes between two roads */
static const double LANE_STEP = 2.0;       /* m */

/* --- roads and arms -------------------------------------------------------------------------------------------------- */

/* The centre-line as drawn. */
static soi_points drawn_line(soi_build *build, const soi_road_definition *road) {
  soi_points line = {SOI_NEW(&build->scratch, soi_point, (size_t)road->via.count + 2), soi_road_point_count(road)};
  for (uint32_t i = 0; i < line.count; ++i) { line.items[i] = soi_road_point(build->map, road, i); }
  return line;
}

static soi_bounds box_of(soi_knots knots) {
  soi_bounds box = {knots.items[0].point.x, knots.items[0].point.y, knots.items[0].point.x, knots.items[0].point.y};
  for (uint32_t i = 1; i < knots.count; ++i) {
    const soi_point p = knots.items[i].point;
    box = (soi_bounds){soi_min(box.left, p.x), soi_min(box.bottom, p.y), soi_max(box.right, p.x), soi_max(box.top, p.y)};
  }
  return box;
}

/* Half widths to the left and the right of forward. A one-way road lies in the middle of its line. */
static void measure_width(const soi_build *build, const soi_road_definition *road, soi_build_road *result) {
  const double forward = road->lanes_forward * road->lane_width;
  const double backward = road->lanes_backward * road->lane_width;
  if (road->lanes_forward == 0 || road->lanes_backward == 0) {
    result->left = result->right = 0.5 * (forward + backward);
    return;
  }
  const bool keeps_left = build->map->drive_on == SOI_SIDE_LEFT;
  result->left = 0.5 * road->median + (keeps_left ? forward : backward);
  result->right = 0.5 * road->median + (keeps_left ? backward : forward);
}

static void prepare_road(soi_build *build, uint32_t row) {
  const soi_road_definition *const road = soi_road_of(build, row);
  soi_build_road *const result = &build->roads[row];
  if (road->from == road->to) {
    soi_error_add(build->errors, road->record.mark, "road '%s' begins and ends at the same node; two different nodes expected",
                  road->record.id);
    return;
  }
  const soi_points line = drawn_line(build, road);
  result->length = soi_line_length(line);
  if (road->lanes_forward + road->lanes_backward == 0 || result->length < 1.0) {
    soi_error_add(build->errors, road->record.mark, "road '%s' has %u lanes and is %.1f m long; a lane and 1 m expected at least",
                  road->record.id, road->lanes_forward + road->lanes_backward, result->length);
    return;
  }
  measure_width(build, road, result);
  /* The inside of a bend must stay a curve: the radius of the centre-line exceeds the half width. */
  const double half = soi_max(result->left, result->right);
  double radius = 0.0;
  result->knots = soi_knots_round(&build->scratch, line, soi_max(BEND_RADIUS, half + 10.0), &radius);
  if (radius < half + 0.5) {
    soi_error_add(build->errors, road->record.mark,
                  "road '%s' bends with a radius of %.1f m, too sharply for its width; %.1f m expected at least (points further apart, "
                  "or a gentler bend)",
                  road->record.id, radius, half + 0.5);
  }
  result->box = box_of(result->knots);
  result->start = 0.0;
  result->end = result->length;
}

/* The outward direction of an arm: towards the point a little way down the road, so that a short first piece does not mislead. */
static soi_point arm_direction(const soi_build_road *road, bool at_end) {
  const double reach = soi_min(12.0, 0.5 * road->length);
  const soi_point here = soi_knots_at(road->knots, at_end ? road->length : 0.0).point;
  const soi_point there = soi_knots_at(road->knots, at_end ? road->length - reach : reach).point;
  return unit(difference(there, here));
}

/* Where an arm lies as seen from the node. Of roads that end apart from it the mouth says more than the direction. */
static soi_point arm_bearing(const soi_build *build, const soi_build_road *road, const soi_road_definition *definition, bool at_end) {
  const soi_point node = build->map->nodes.items[(at_end ? definition->to : definition->from) - 1].at;
  const soi_point mouth = soi_knots_at(road->knots, at_end ? road->length : 0.0).point;
  const bool apart = at_end ? definition->apart_to : definition->apart_from;
  return apart && distance(node, mouth) > 1.0 ? unit(difference(mouth, node)) : arm_direction(road, at_end);
}

/* Lists the arms of every node, in the order of the roads. */
static void gather_arms(soi_build *build) {
  const uint32_t roads = build->map->roads.count;
  build->arms = SOI_NEW(&build->scratch, soi_arm, 2 * (size_t)roads + 1);
  uint32_t used = 0;
  for (uint32_t node = 1; node <= build->map->nodes.count; ++node) {
    build->node_arms[node].first = used;
    for (uint32_t row = 1; row <= roads; ++row) {
      const soi_road_definition *const road = soi_road_of(build, row);
      if (road->from == road->to || (road->from != node && road->to != node) || build->roads[row].knots.count == 0) { continue; }
      const bool at_end = road->to == node;
      const soi_build_road *const made = &build->roads[row];
      build->arms[used++] = (soi_arm){
          .road = row,
          .at_end = at_end,
          .direction = arm_direction(made, at_end),
          .bearing = arm_bearing(build, made, road, at_end),
          .apart = at_end ? road->apart_to : road->apart_from,
          .left = at_end ? made->right : made->left,
          .right = at_end ? made->left : made->right,
      };
    }
    build->node_arms[node].count = used - build->node_arms[node].first;
  }
}

/* --- cutting roads back at junctions --------------------------------------------------------------------------------- */

/* What the kerb's corner between two arms takes of arm i; angle is the one between them, on the side where their edges meet. */
static double corner_cut(double own_half, double other_half, double angle, double radius) {
  const double cosine = soi_cos(angle), sine = soi_max(soi_sin(angle), 1e-6);
  /* Where the edges meet, and the tangent of the arc that rounds the corner. */
  const double edges = soi_max((other_half + own_half * cosine) / sine, 0.0);
  const double arc = radius * sine / soi_max(1.0 - cosine, 1e-6);
  return edges + soi_min(arc, CORNER_MOST);
}

static double corner_radius(const soi_build *build, const soi_arm *a, const soi_arm *b) {
  const soi_road_class least = soi_road_of(build, a->road)->road_class < soi_road_of(build, b->road)->road_class
                                   ? soi_road_of(build, a->road)->road_class
                                   : soi_road_of(build, b->road)->road_class;
  return least >= SOI_ROAD_SECONDARY ? 1.5 * CORNER_RADIUS : CORNER_RADIUS;
}

static void widen_cut(soi_arm *arm, double cut, const soi_arm *beside) {
  if (cut > arm->trim) {
    arm->trim = cut;
    arm->beside = beside;
  }
}

/* Widens the cuts of two arms until each clears the other. */
static void clear_pair(const soi_build *build, soi_arm *a, soi_arm *b) {
  if (a->apart || b->apart) { return; /* the map says where such roads end */ }
  const double angle = angle_between(a->direction, b->direction);
  const double opening = soi_abs(angle);
  if (opening > NEARLY_STRAIGHT) { return; }
  /* Going left from a to b, a's left edge meets b's right edge. */
  const double half_a = angle > 0.0 ? a->left : a->right;
  const double half_b = angle > 0.0 ? b->right : b->left;
  const double radius = corner_radius(build, a, b);
  widen_cut(a, corner_cut(half_a, half_b, opening, radius), b);
  widen_cut(b, corner_cut(half_b, half_a, opening, radius), a);
}

/* Where one road simply goes on in another, the cut is the room for the bend and for lanes that split or merge. */
static void trim_continuation(const soi_build *build, soi_arm *a, soi_arm *b) {
  const soi_road_definition *const one = soi_road_of(build, a->road);
  const soi_road_definition *const two = soi_road_of(build, b->road);
  const double cosine = -dot(a->direction, b->direction);
  const double half_tangent = soi_sqrt((1.0 - cosine) / soi_max(1.0 + cosine, 1e-6));
  const bool same = one->lanes_forward + one->lanes_backward == two->lanes_forward + two->lanes_backward;
  const double shift = soi_abs(a->left - b->right) + soi_abs(a->right - b->left);
  const double room = soi_clamp(BEND_RADIUS * half_tangent, LEAST_TRIM, 20.0) + (same && shift < 0.5 ? 0.0 : TAPER);
  widen_cut(a, room, NULL);
  widen_cut(b, room, NULL);
}

enum { WIDEST_ANGLE = 150 };

/* The angle, whole degrees, from which on the cut that an arm needs beside another leaves enough of its road; WIDEST_ANGLE when none does. */
static uint32_t least_angle(const soi_build *build, const soi_arm *arm) {
  const double half = soi_max(arm->left, arm->right), other = soi_max(arm->beside->left, arm->beside->right);
  uint32_t degrees = 1;
  while (degrees < WIDEST_ANGLE && corner_cut(half, other, degrees * SOI_PI / 180.0, corner_radius(build, arm, arm->beside)) >
                                       0.45 * build->roads[arm->road].length) {
    ++degrees;
  }
  return degrees;
}

/* A junction that swallows a road is a mistake in the map: of its length, or of an angle. */
static void refuse_cut(soi_build *build, uint32_t node, const soi_arm *arm) {
  const double absurd = 200.0; /* m: no road is that long to be cut back so */
  const soi_road_definition *const road = soi_road_of(build, arm->road);
  const char *const at = build->map->nodes.items[node - 1].record.id;
  const double length = build->roads[arm->road].length;
  if (arm->beside == NULL) {
    soi_error_add(build->errors, road->record.mark,
                  "the junction at node '%s' takes %.1f m of road '%s', which is %.1f m long; a road of %.1f m at least expected", at,
                  arm->trim, road->record.id, length, arm->trim / 0.45);
    return;
  }
  const double angle = soi_abs(angle_between(arm->direction, arm->beside->direction)) * 180.0 / SOI_PI;
  const char *const beside = soi_road_of(build, arm->beside->road)->record.id;
  if (arm->trim > absurd) {
    soi_error_add(build->errors, road->record.mark,
                  "roads '%s' and '%s' lie on each other: they part at node '%s' at an angle of %.1f degrees; %u degrees at least expected",
                  road->record.id, beside, at, angle, least_angle(build, arm));
    return;
  }
  char wider[32] = "";
  if (least_angle(build, arm) < WIDEST_ANGLE) { (void)soi_text_print(wider, sizeof wider, ", or %u degrees", least_angle(build, arm)); }
  soi_error_add(build->errors, road->record.mark,
                "the junction at node '%s' takes %.1f m of road '%s', which is %.1f m long, for its angle of %.1f degrees to road '%s'; a "
                "road of %.1f m at "
                "least expected%s",
                at, arm->trim, road->record.id, length, angle, beside, arm->trim / 0.45, wider);
}

static void trim_arms(soi_build *build, uint32_t node) {
  const soi_span span = build->node_arms[node];
  soi_arm *const arms = &build->arms[span.first];
  for (uint32_t i = 0; i < span.count; ++i) { arms[i].trim = arms[i].apart ? 0.0 : LEAST_TRIM; }
  for (uint32_t i = 0; i < span.count; ++i) {
    for (uint32_t j = i + 1; j < span.count; ++j) { clear_pair(build, &arms[i], &arms[j]); }
  }
  if (span.count == 2 && !arms[0].apart && !arms[1].apart) { trim_continuation(build, &arms[0], &arms[1]); }
  /* Hand the cuts to the roads. */
  for (uint32_t i = 0; i < span.count; ++i) {
    soi_build_road *const road = &build->roads[arms[i].road];
    if (arms[i].trim > 0.45 * road->length) {
      refuse_cut(build, node, &arms[i]);
      continue;
    }
    if (arms[i].at_end) {
      road->end = road->length - arms[i].trim;
    } else {
      road->start = arms[i].trim;
    }
  }
}

/* --- lanes ----------------------------------------------------------------------------------------------------------- */

double soi_lane_offset(const soi_build *build, uint32_t road, soi_direction direction, uint32_t index) {
  const soi_road_definition *const definition = soi_road_of(build, road);
  const uint32_t lanes = soi_road_lanes(definition, direction);
  const uint32_t others = soi_road_lanes(definition, direction == SOI_FORWARD ? SOI_BACKWARD : SOI_FORWARD);
  const double kerb = build->map->drive_on == SOI_SIDE_LEFT ? 1.0 : -1.0;
  const double from_inside = (double)(lanes - index) + 0.5;
  const double inside = others > 0 ? 0.5 * definition->median : -0.5 * lanes * definition->lane_width;
  const double offset = kerb * (inside + from_inside * definition->lane_width);
  return direction == SOI_FORWARD ? offset : -offset;
}

/* Curvature of the sharpest bend of an evenly sampled line, 1/m. */
static double sharpest_bend(soi_knots knots, double segment_length) {
  double sharpest = 0.0;
  for (uint32_t i = 1; i < knots.count; ++i) {
    sharpest = soi_max(sharpest, soi_abs(angle_between(knots.items[i - 1].heading, knots.items[i].heading)) / segment_length);
  }
  return sharpest;
}

void soi_lane_draw(soi_build *build, soi_lane *lane, soi_knots knots, double length) {
  lane->first_point = build->points.count;
  lane->segments = knots.count - 1;
  lane->length = length;
  lane->segment_length = length / (double)lane->segments;
  lane->curvature = sharpest_bend(knots, lane->segment_length);
  for (uint32_t i = 0; i < knots.count; ++i) {
    *soi_table_add(&build->scratch, &build->points) = knots.items[i].point;
    *soi_table_add(&build->scratch, &build->headings) = knots.items[i].heading;
  }
}

soi_points soi_lane_points(const soi_build *build, const soi_lane *lane) {
  return (soi_points){&build->points.items[lane->first_point], lane->segments + 1};
}

double soi_lane_beside(const soi_build *build, const soi_lane *lane, soi_point place) {
  const soi_points points = soi_lane_points(build, lane);
  /* Count in whole steps of the lane, as its users do, not in chords. */
  const soi_nearest nearest = soi_line_nearest(points, place);
  const double drawn = soi_line_length(points);
  return drawn > 0.0 ? nearest.at / drawn * lane->length : 0.0;
}

/* The comfortable speed for a lane's sharpest bend. */
static double bend_speed(const soi_lane *lane) { return soi_min(lane->speed_limit, soi_sqrt(2.0 / soi_max(lane->curvature, 1e-9))); }

static void add_lane(soi_build *build, uint32_t road, soi_direction direction, uint32_t index) {
  const soi_road_definition *const definition = soi_road_of(build, road);
  const soi_build_road *const made = &build->roads[road];
  /* The parallel of the centre-line between the junctions, in the direction of travel. */
  const double offset = soi_lane_offset(build, road, direction, index);
  const soi_knots line = soi_knots_parallel(&build->scratch, made->knots, made->start, made->end, offset);
  if (direction == SOI_BACKWARD) { soi_knots_reverse(line); }
  double length = 0.0;
  const soi_knots knots = soi_knots_even(&build->scratch, line, LANE_STEP, &length);
  soi_lane *const lane = soi_table_add(&build->scratch, &build->lanes);
  const uint32_t row = build->lanes.count - 1;
  const uint32_t count = soi_road_lanes(definition, direction);
  *lane = (soi_lane){
      .road = road,
      .direction = direction,
      .road_class = definition->road_class,
      .level = definition->level,
      .index = index,
      .inner = index < count ? row + 1 : 0,
      .outer = index > 1 ? row - 1 : 0,
      .width = definition->lane_width,
      .speed_limit = definition->speed_limit,
      .road_start = direction == SOI_FORWARD ? made->start : made->end,
      .road_end = direction == SOI_FORWARD ? made->end : made->start,
  };
  soi_lane_draw(build, lane, knots, length);
  lane->curve_speed = bend_speed(lane);
  lane->stop_line = lane->length;
}

/* Every node where roads meet is a junction; lanes learn which one they lead to. */
static void add_junctions(soi_build *build) {
  soi_model *const model = build->model;
  model->junctions = SOI_NEW(&model->arena, soi_junction, (size_t)build->map->nodes.count + 1);
  for (uint32_t node = 1; node <= build->map->nodes.count; ++node) {
    if (build->node_arms[node].count < 2) { continue; }
    build->node_junction[node] = ++model->junction_count;
    model->junctions[model->junction_count] = (soi_junction){.node = node, .at = build->map->nodes.items[node - 1].at};
  }
  for (uint32_t row = 1; row < build->lanes.count; ++row) {
    soi_lane *const lane = &build->lanes.items[row];
    const soi_road_definition *const road = soi_road_of(build, lane->road);
    lane->node = build->node_junction[lane->direction == SOI_FORWARD ? road->to : road->from];
  }
}

/* Tells every arm which lanes enter and leave its node. */
static void link_arms(soi_build *build) {
  for (uint32_t node = 1; node <= build->map->nodes.count; ++node) {
    for (uint32_t i = 0; i < build->node_arms[node].count; ++i) {
      soi_arm *const arm = &build->arms[build->node_arms[node].first + i];
      arm->entering = build->roads[arm->road].lanes[arm->at_end ? SOI_FORWARD : SOI_BACKWARD];
      arm->leaving = build->roads[arm->road].lanes[arm->at_end ? SOI_BACKWARD : SOI_FORWARD];
    }
  }
}

/* --- roads that meet where they should not --------------------------------------------------------------------------- */

/* Whether a segment passes over a road's centre-line; the place in at. */
static bool meets_road(const soi_build_road *road, soi_point a, soi_point b, soi_point *at) {
  const soi_bounds box = {soi_min(a.x, b.x), soi_min(a.y, b.y), soi_max(a.x, b.x), soi_max(a.y, b.y)};
  if (road->knots.count == 0 || soi_boxes_apart(road->box, box)) { return false; }
  for (uint32_t i = 1; i < road->knots.count; ++i) {
    double f = 0.0, g = 0.0;
    if (soi_segments_meet(a, b, road->knots.items[i - 1].point, road->knots.items[i].point, &f, &g)) {
      *at = between(a, b, f);
      return true;
    }
  }
  return false;
}

uint32_t soi_road_crossed(const soi_build *build, soi_point a, soi_point b, int32_t level) {
  soi_point at;
  const soi_bounds box = {soi_min(a.x, b.x), soi_min(a.y, b.y), soi_max(a.x, b.x), soi_max(a.y, b.y)};
  uint32_t count;
  const uint32_t *const near = soi_box_index_find(build->road_index, box, &count);
  for (uint32_t i = 0; i < count; ++i) {
    if (soi_road_of(build, near[i])->level == level && meets_road(&build->roads[near[i]], a, b, &at)) { return near[i]; }
  }
  return 0;
}

/* Two roads of one level may meet at their shared nodes only. */
static void check_pair(soi_build *build, uint32_t one, uint32_t two) {
  const soi_road_definition *const a = soi_road_of(build, one);
  const soi_road_definition *const b = soi_road_of(build, two);
  const soi_knots knots = build->roads[one].knots;
  if (a->level != b->level || knots.count == 0 || soi_boxes_apart(build->roads[one].box, build->roads[two].box)) { return; }
  for (uint32_t i = 1; i < knots.count; ++i) {
    soi_point at;
    if (!meets_road(&build->roads[two], knots.items[i - 1].point, knots.items[i].point, &at)) { continue; }
    const soi_reference ends[2] = {a->from, a->to};
    bool shared = false;
    for (uint32_t end = 0; end < 2; ++end) {
      shared = shared || ((ends[end] == b->from || ends[end] == b->to) && distance(at, build->map->nodes.items[ends[end] - 1].at) < 1.0);
    }
    if (!shared) {
      soi_error_add(build->errors, b->record.mark,
                    "roads '%s' and '%s' cross at (%.1f, %.1f) on the same level; a node where they meet expected, or another level",
                    a->record.id, b->record.id, at.x, at.y);
      return;
    }
  }
}

static void check_pairs(soi_build *build) {
  for (uint32_t row = 1; row <= build->map->roads.count; ++row) {
    uint32_t count;
    const uint32_t *const near = soi_box_index_find(build->road_index, build->roads[row].box, &count);
    for (uint32_t i = 0; i < count; ++i) {
      if (near[i] > row) { check_pair(build, row, near[i]); }
    }
  }
}

static void index_roads(soi_build *build) {
  const uint32_t roads = build->map->roads.count;
  soi_bounds *const boxes = SOI_NEW(&build->scratch, soi_bounds, (size_t)roads + 1);
  for (uint32_t row = 1; row <= roads; ++row) { boxes[row] = build->roads[row].box; }
  build->road_index = SOI_NEW(&build->scratch, soi_box_index, 1);
  *build->road_index = soi_box_index_make(&build->scratch, boxes, roads);
}

void soi_build_lanes(soi_build *build) {
  const uint32_t roads = build->map->roads.count, nodes = build->map->nodes.count;
  build->roads = SOI_NEW(&build->scratch, soi_build_road, (size_t)roads + 1);
  build->node_arms = SOI_NEW(&build->scratch, soi_span, (size_t)nodes + 1);
  build->node_junction = SOI_NEW(&build->scratch, uint32_t, (size_t)nodes + 1);
  for (uint32_t row = 1; row <= roads; ++row) { prepare_road(build, row); }
  index_roads(build);
  check_pairs(build);
  gather_arms(build);
  for (uint32_t node = 1; node <= nodes; ++node) {
    if (build->node_arms[node].count > 1) { trim_arms(build, node); }
  }
  /* Row 0 is the empty lane. */
  (void)soi_table_add(&build->scratch, &build->lanes);
  for (uint32_t row = 1; row <= roads; ++row) {
    for (int direction = SOI_FORWARD; direction <= SOI_BACKWARD; ++direction) {
      const uint32_t count = build->roads[row].knots.count == 0 ? 0 : soi_road_lanes(soi_road_of(build, row), (soi_direction)direction);
      build->roads[row].lanes[direction] = (soi_span){build->lanes.count, count};
      for (uint32_t index = 1; index <= count; ++index) { add_lane(build, row, (soi_direction)direction, index); }
    }
  }
  link_arms(build);
  add_junctions(build);
}

/* --- places on lanes ------------------------------------------------------------------------------------------------- */

soi_point soi_lane_at(const soi_model *model, soi_lane_id lane, double s, double d, soi_point *direction) {
  SOI_ASSERT(lane > 0 && lane <= model->lane_count);
  return soi_lane_place(model, lane, s, d, direction);
}

double soi_lane_s(const soi_model *model, soi_lane_id lane, double at) {
  SOI_ASSERT(lane > 0 && lane <= model->lane_count && model->lanes[lane].road > 0);
  const soi_lane *const row = &model->lanes[lane];
  const soi_road_definition *const road = &model->definition->map.roads.items[row->road - 1];
  /* The place on the centre-line as drawn, then the nearest point of the lane. */
  soi_point before = soi_road_point(&model->definition->map, road, 0), place = before;
  double left = soi_max(at, 0.0);
  for (uint32_t i = 1; i < soi_road_point_count(road); ++i) {
    const soi_point next = soi_road_point(&model->definition->map, road, i);
    const double length = distance(before, next);
    place = between(before, next, length > 0.0 ? soi_min(left / length, 1.0) : 0.0);
    if (left <= length) { break; }
    left -= length;
    before = next;
  }
  const soi_points points = {&model->points[row->first_point], row->segments + 1};
  const soi_nearest nearest = soi_line_nearest(points, place);
  return nearest.at / soi_line_length(points) * row->length;
}
