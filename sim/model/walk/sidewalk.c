/* Sidewalks: a line along each side of a road that has one, led round the bays of stops, and joined round the corners of
 * junctions. */
#include "foot_net.h"

static const double SIMPLE = 0.25;   /* m a sidewalk's line may be off its curve */
static const double BAY_TAPER = 5.0; /* m over which a sidewalk swings out and back */
static const double BAY_LEAST = 0.5; /* m: smaller bays leave it straight */
static const double AROUND = 3.3;    /* rad: corners that open wider than this (190 degrees) get a point of their own */

/* The stretch of a sidewalk that makes room for a bay. */
typedef struct bulge {
  double from, to; /* along the road */
  double by;       /* m outwards */
} bulge;

typedef SOI_LIST(bulge) bulges;

/* The bays on one side of a road. */
static bulges list_bulges(soi_foot_net *net, uint32_t road, bool right) {
  const soi_build *const build = net->build;
  bulges list = {SOI_NEW(&net->build->scratch, bulge, build->map->stops.count), 0};
  for (uint32_t row = 1; row <= build->map->stops.count; ++row) {
    const soi_stop_definition *const stop = &build->map->stops.items[row - 1];
    const bool kerb_right = (stop->direction == SOI_FORWARD) != (build->map->drive_on == SOI_SIDE_LEFT);
    if (stop->road != road || kerb_right != right || stop->bay < BAY_LEAST) { continue; }
    const double length = build->model->stops[row].berth_length * build->model->stops[row].berths;
    list.items[list.count++] = stop->direction == SOI_FORWARD ? (bulge){stop->at - length, stop->at + 1.0, stop->bay}
                                                              : (bulge){stop->at - 1.0, stop->at + length, stop->bay};
  }
  return list;
}

static double bulge_at(bulges list, double at) {
  double most = 0.0;
  for (uint32_t i = 0; i < list.count; ++i) {
    const bulge b = list.items[i];
    const double outside = soi_max(soi_max(b.from - at, at - b.to), 0.0);
    most = soi_max(most, b.by * soi_max(1.0 - outside / BAY_TAPER, 0.0));
  }
  return most;
}

/* Places along the road at which the sidewalk's line needs a point, in order. */
static soi_numbers list_places(soi_foot_net *net, const soi_build_road *road, bulges list) {
  soi_numbers places = {SOI_NEW(&net->build->scratch, double, (size_t)road->knots.count + 4 * (size_t)list.count + 2), 0};
  places.items[places.count++] = road->start;
  places.items[places.count++] = road->end;
  for (uint32_t i = 0; i < road->knots.count; ++i) {
    places.items[places.count++] = soi_clamp(road->knots.items[i].at, road->start, road->end);
  }
  for (uint32_t i = 0; i < list.count; ++i) {
    const bulge b = list.items[i];
    const double points[4] = {b.from - BAY_TAPER, b.from, b.to, b.to + BAY_TAPER};
    for (uint32_t point = 0; point < 4; ++point) { places.items[places.count++] = soi_clamp(points[point], road->start, road->end); }
  }
  for (uint32_t i = 1; i < places.count; ++i) {
    const double place = places.items[i];
    uint32_t at = i;
    for (; at > 0 && places.items[at - 1] > place; --at) { places.items[at] = places.items[at - 1]; }
    places.items[at] = place;
  }
  return places;
}

static void add_sidewalk(soi_foot_net *net, uint32_t row, bool right) {
  const soi_road_definition *const definition = soi_road_of(net->build, row);
  const soi_build_road *const road = &net->build->roads[row];
  const double width = right ? definition->sidewalk_right : definition->sidewalk_left;
  if (width <= 0.0) { return; }
  const bulges list = list_bulges(net, row, right);
  const soi_numbers places = list_places(net, road, list);
  soi_points line = {SOI_NEW(&net->build->scratch, soi_point, places.count), 0};
  for (uint32_t i = 0; i < places.count; ++i) {
    if (i > 0 && places.items[i] - places.items[i - 1] < 1e-6) { continue; }
    const soi_knot knot = soi_knots_at(road->knots, places.items[i]);
    const double away = (right ? road->right : road->left) + 0.5 * width + bulge_at(list, places.items[i]);
    line.items[line.count++] = moved(knot.point, left_of(knot.heading), right ? -away : away);
  }
  net->sidewalk[2 * (size_t)row + right] = soi_net_line_add(net, (soi_net_line){
                                                                     .points = soi_line_simplified(&net->build->scratch, line, SIMPLE),
                                                                     .width = width,
                                                                     .kind = SOI_WALK_SIDEWALK,
                                                                     .level = definition->level,
                                                                     .road = row,
                                                                 });
}

/* --- corners --------------------------------------------------------------------------------------------------------- */

/* The end, at an arm's node, of the sidewalk at its left or right as seen outwards; node 0 when there is none. */
typedef struct sidewalk_end {
  soi_walk_node_id node;
  double width;
} sidewalk_end;

static sidewalk_end end_of(soi_foot_net *net, const soi_arm *arm, bool left) {
  const bool right_of_road = left == arm->at_end;
  const uint32_t line = net->sidewalk[2 * (size_t)arm->road + right_of_road];
  if (line == 0) { return (sidewalk_end){0, 0.0}; }
  const soi_net_line *const row = &net->lines.items[line];
  return (sidewalk_end){soi_net_cut_line(net, line, arm->at_end ? row->length : 0.0), row->width};
}

/* The angle from one arm to the other, turning left, in (0, 2 pi]. */
static double opening(const soi_arm *from, const soi_arm *to) {
  const double angle = angle_between(from->bearing, to->bearing);
  return angle > 0.0 ? angle : angle + 2.0 * SOI_PI;
}

/* Where the two sidewalks' lines meet when drawn on towards the node. */
static bool corner_point(soi_point a, const soi_arm *one, soi_point b, const soi_arm *two, soi_point *corner) {
  const double area = cross(one->direction, two->direction);
  if (soi_abs(area) < 0.1) { return false; }
  const double back = cross(difference(b, a), two->direction) / area;
  *corner = moved(a, one->direction, back);
  return soi_abs(back) < 60.0;
}

/* Joins the left sidewalk of an arm to the right one of the next arm to its left: round their corner, or past the far side. */
static void join_corner(soi_foot_net *net, const soi_arm *arm, const soi_arm *next, double angle) {
  const sidewalk_end a = end_of(net, arm, true), b = end_of(net, next, false);
  if (a.node == 0 || b.node == 0) { return; }
  const int32_t level = soi_road_of(net->build, arm->road)->level;
  const double width = soi_min(a.width, b.width);
  soi_point corner;
  if (angle > AROUND && corner_point(net->nodes.items[a.node], arm, net->nodes.items[b.node], next, &corner)) {
    const soi_walk_node_id middle = soi_net_node(net, corner);
    soi_net_short_link(net, a.node, middle, width, level);
    soi_net_short_link(net, middle, b.node, width, level);
    return;
  }
  soi_net_short_link(net, a.node, b.node, width, level);
}

static void join_corners(soi_foot_net *net, soi_span arms) {
  for (uint32_t i = 0; arms.count > 1 && i < arms.count; ++i) {
    const soi_arm *const arm = &net->build->arms[arms.first + i];
    const soi_arm *next = NULL;
    for (uint32_t j = 0; j < arms.count; ++j) {
      const soi_arm *const other = &net->build->arms[arms.first + j];
      if (j != i && (next == NULL || opening(arm, other) < opening(arm, next))) { next = other; }
    }
    join_corner(net, arm, next, opening(arm, next));
  }
}

void soi_net_add_sidewalks(soi_foot_net *net) {
  const soi_build *const build = net->build;
  net->sidewalk = SOI_NEW(&net->build->scratch, uint32_t, 2 * (size_t)build->map->roads.count + 2);
  for (uint32_t row = 1; row <= build->map->roads.count; ++row) {
    add_sidewalk(net, row, false);
    add_sidewalk(net, row, true);
  }
  for (soi_walk_node_id node = 1; node <= build->map->nodes.count; ++node) { join_corners(net, build->node_arms[node]); }
}
