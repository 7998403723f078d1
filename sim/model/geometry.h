/* Plane geometry for building models: vectors, polylines, curves and polygons. Metres and unit vectors throughout; left is
 * counter-clockwise. Nothing here knows about roads or people. */
#ifndef SOI_GEOMETRY_H
#define SOI_GEOMETRY_H

#include <soi/definition.h>
#include <soi/model.h>

#include "fmath.h"

/* --- vectors --------------------------------------------------------------------------------------------------------- */

static inline soi_point sum(soi_point a, soi_point b) { return (soi_point){a.x + b.x, a.y + b.y}; }
static inline soi_point difference(soi_point a, soi_point b) { return (soi_point){a.x - b.x, a.y - b.y}; }
static inline soi_point scaled(soi_point a, double factor) { return (soi_point){a.x * factor, a.y * factor}; }
static inline soi_point moved(soi_point a, soi_point along, double by) { return (soi_point){a.x + along.x * by, a.y + along.y * by}; }
static inline soi_point between(soi_point a, soi_point b, double f) { return (soi_point){soi_lerp(a.x, b.x, f), soi_lerp(a.y, b.y, f)}; }
static inline double dot(soi_point a, soi_point b) { return a.x * b.x + a.y * b.y; }
/* Positive when b points left of a. */
static inline double cross(soi_point a, soi_point b) { return a.x * b.y - a.y * b.x; }
static inline double norm(soi_point a) { return soi_hypot(a.x, a.y); }
static inline double distance(soi_point a, soi_point b) { return norm(difference(b, a)); }
static inline soi_point left_of(soi_point a) { return (soi_point){-a.y, a.x}; }
/* East when a has no length. */
static inline soi_point unit(soi_point a) {
  const double length = norm(a);
  return length > 0.0 ? scaled(a, 1.0 / length) : (soi_point){1.0, 0.0};
}
/* The angle from a to b, in (-pi, pi], positive to the left. */
static inline double angle_between(soi_point a, soi_point b) { return soi_atan2(cross(a, b), dot(a, b)); }

/* --- polylines ------------------------------------------------------------------------------------------------------- */

/* A point of a smooth line: where, which way it runs there, and how far along the line it was drawn from. */
typedef struct soi_knot {
  soi_point point, heading;
  double at;
} soi_knot;

typedef SOI_LIST(soi_knot) soi_knots;

/* Where a point comes nearest to a line. */
typedef struct soi_nearest {
  double at, distance;
  soi_point point;
} soi_nearest;

/* The box around points, wider by a margin at each side, and whether two boxes, or a point and a box, lie apart. */
soi_bounds soi_box_around(soi_points points, double margin);
static inline bool soi_boxes_apart(soi_bounds a, soi_bounds b) {
  return a.left > b.right || b.left > a.right || a.bottom > b.top || b.bottom > a.top;
}
static inline bool soi_box_misses(soi_bounds box, soi_point p, double margin) {
  return p.x < box.left - margin || p.x > box.right + margin || p.y < box.bottom - margin || p.y > box.top + margin;
}

double soi_line_length(soi_points line);
/* The point at a distance along the line, clamped to its ends, and its direction if not null. */
soi_point soi_line_at(soi_points line, double at, soi_point *direction);
/* The nearest point of the line; of equals the first. */
soi_nearest soi_line_nearest(soi_points line, soi_point point);
/* The line without the points that lie within tolerance of the chord of those kept. */
soi_points soi_line_simplified(soi_arena *arena, soi_points line, double tolerance);

/* The line with its corners rounded by arcs of at most this radius, as far as the pieces between them leave room. Each knot's at
 * counts along the line as drawn. radius_found is the smallest radius used (huge when the line is straight). */
soi_knots soi_knots_round(soi_arena *arena, soi_points line, double radius, double *radius_found);
/* The knot at a distance along the line as drawn. */
soi_knot soi_knots_at(soi_knots knots, double at);
/* The stretch from .. to (distances along the line as drawn), moved left by offset. Parallel curves share their headings. */
soi_knots soi_knots_parallel(soi_arena *arena, soi_knots knots, double from, double to, double offset);
/* The other way round; at keeps its sense. */
void soi_knots_reverse(soi_knots knots);
/* Whether all knots lie on one straight line, to the millimetre. */
bool soi_knots_straight(soi_knots knots);
/* Equal steps of arc length, at most step long; a straight line gets one. length receives the whole length. */
soi_knots soi_knots_even(soi_arena *arena, soi_knots knots, double step, double *length);
soi_points soi_knots_points(soi_arena *arena, soi_knots knots);

/* A smooth curve (cubic Bezier) from one place and heading to another, in equal steps of at most step. length and the smallest
 * radius of its bends are handed out. */
soi_knots soi_curve(soi_arena *arena, soi_point from, soi_point from_heading, soi_point to, soi_point to_heading, double step,
                    double *length, double *radius);

/* --- segments and polygons ------------------------------------------------------------------------------------------- */

/* Whether the segments ab and cd meet; then at fraction f of ab and g of cd. Parallel ones never do. */
bool soi_segments_meet(soi_point a, soi_point b, soi_point c, soi_point d, double *f, double *g);
double soi_segment_distance(soi_point point, soi_point a, soi_point b, double *f);
bool soi_polygon_contains(soi_points polygon, soi_point point);
/* The nearest point of the outline, the last point joined to the first. */
soi_nearest soi_polygon_nearest(soi_points polygon, soi_point point);
/* Whether the straight line from a to b stays inside; touching the outline is allowed. */
bool soi_polygon_holds(soi_points polygon, soi_point a, soi_point b);
/* Twice the area, positive when the points run counter-clockwise. */
double soi_polygon_area2(soi_points polygon);

#endif
