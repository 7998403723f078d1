/* The surface of junctions: from mouth to mouth, with the kerb rounded between neighbours, and the corners of the sidewalks. */
#include <math.h>

#include "scene_build.h"

#define MOUTHS_MOST 12
#define CURVE 8 /* pieces of a rounded corner */

/* Where a road opens into a junction. out is the unit vector away from it; left and right as seen that way. */
typedef struct mouth {
  soi_point left, right, out;
  double walk_left, walk_right; /* widths of the sidewalks */
  double angle;
} mouth;

static uint32_t gather_mouths(const scene_build *build, uint32_t node, mouth *mouths) {
  const bool keeps_left = build->model->side > 0.0;
  uint32_t count = 0;
  for (uint32_t row = 1; row <= build->map->roads.count && count < MOUTHS_MOST; ++row) {
    const soi_road_definition *const road = &build->map->roads.items[row - 1];
    const road_shape *const shape = &build->roads[row];
    if (shape->count[0] + shape->count[1] == 0 || (road->from != node && road->to != node)) { continue; }
    const bool at_end = road->to == node;
    const soi_point heading = at_end ? shape->end_heading : shape->start_heading;
    const soi_point *const edges = at_end ? shape->end : shape->start;
    /* Edge A lies at the left of forward traffic that keeps left; seen outward from the road's end it lies at the right. */
    const bool a_left = keeps_left != at_end;
    mouth *const m = &mouths[count++];
    *m = (mouth){.left = edges[a_left ? 0 : 1],
                 .right = edges[a_left ? 1 : 0],
                 .out = at_end ? (soi_point){-heading.x, -heading.y} : heading,
                 .walk_left = at_end ? road->sidewalk_right : road->sidewalk_left,
                 .walk_right = at_end ? road->sidewalk_left : road->sidewalk_right};
    m->angle = atan2(m->out.y, m->out.x);
  }
  for (uint32_t i = 1; i < count; ++i) {
    const mouth one = mouths[i];
    uint32_t at = i;
    for (; at > 0 && mouths[at - 1].angle > one.angle; --at) { mouths[at] = mouths[at - 1]; }
    mouths[at] = one;
  }
  return count;
}

/* The curve from a to b that leaves along -out_a and comes in along out_b; straight where they do not meet ahead. */
static void corner_curve(soi_point a, soi_point out_a, soi_point b, soi_point out_b, soi_point *points) {
  const double area = out_a.x * out_b.y - out_a.y * out_b.x;
  soi_point control = {0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
  if (fabs(area) > 0.15) {
    const double back = ((b.x - a.x) * out_b.y - (b.y - a.y) * out_b.x) / area;
    if (back < 0.0 && back > -80.0) { control = (soi_point){a.x + out_a.x * back, a.y + out_a.y * back}; }
  }
  for (int i = 0; i <= CURVE; ++i) {
    const double f = (double)i / CURVE, g = 1.0 - f;
    points[i] = (soi_point){g * g * a.x + 2.0 * f * g * control.x + f * f * b.x, g * g * a.y + 2.0 * f * g * control.y + f * f * b.y};
  }
}

static soi_point beside(soi_point point, soi_point out, double left) { return (soi_point){point.x - out.y * left, point.y + out.x * left}; }

/* The sidewalk round a corner. */
static void add_corner(scene_build *build, const mouth *a, const mouth *b, const soi_point *kerb) {
  if (a->walk_left <= 0.0 || b->walk_right <= 0.0) { return; }
  soi_point outer[CURVE + 1], ring[4];
  corner_curve(beside(a->left, a->out, a->walk_left), a->out, beside(b->right, b->out, -b->walk_right), b->out, outer);
  for (int i = 0; i < CURVE; ++i) {
    ring[0] = kerb[i], ring[1] = kerb[i + 1], ring[2] = outer[i + 1], ring[3] = outer[i];
    scene_add_kerb(build, ring, 4, COLOUR_SIDEWALK);
  }
}

/* The ways through: where they swing out beyond the mouths' outline, the surface goes with them. */
static void add_ways(scene_build *build, const soi_junction *junction) {
  enum { PIECES = 12 };
  for (uint32_t i = 0; i < junction->connectors.count; ++i) {
    const soi_lane_id lane = junction->connectors.first + i;
    const soi_lane *const row = &build->model->lanes[lane];
    mesh_point left[PIECES + 1], right[PIECES + 1];
    for (int k = 0; k <= PIECES; ++k) {
      left[k] = at_height(soi_lane_at(build->model, lane, row->length * k / PIECES, 0.5 * row->width, NULL), 0.0);
      right[k] = at_height(soi_lane_at(build->model, lane, row->length * k / PIECES, -0.5 * row->width, NULL), 0.0);
    }
    mesh_band(&build->scene->layers[LAYER_ROAD], left, right, PIECES + 1, COLOUR_ROAD, 1.0);
  }
}

void scene_build_junctions(scene_build *build) {
  for (uint32_t row = 1; row <= build->model->junction_count; ++row) {
    mouth mouths[MOUTHS_MOST];
    const uint32_t count = gather_mouths(build, build->model->junctions[row].node, mouths);
    soi_point outline[MOUTHS_MOST * (CURVE + 2)];
    uint32_t points = 0;
    for (uint32_t i = 0; i < count; ++i) {
      const mouth *const a = &mouths[i], *const b = &mouths[(i + 1) % count];
      soi_point kerb[CURVE + 1];
      corner_curve(a->left, a->out, b->right, b->out, kerb);
      outline[points++] = a->right;
      for (int k = 0; k <= (count > 1 ? CURVE : 0) && points < sizeof outline / sizeof *outline; ++k) { outline[points++] = kerb[k]; }
      if (count > 1) { add_corner(build, a, b, kerb); }
    }
    add_ways(build, &build->model->junctions[row]);
    mesh_polygon(&build->scene->layers[LAYER_ROAD], outline, points, 0.0, COLOUR_ROAD, 1.0);
  }
}
