/* Plane geometry for the importer: metres east and north, left is counter-clockwise. */
#ifndef SOI_IMPORT_PLANE_H
#define SOI_IMPORT_PLANE_H

#include <math.h>
#include <soi/definition.h>

#include "list.h"

static inline soi_point add(soi_point a, soi_point b) { return (soi_point){a.x + b.x, a.y + b.y}; }
static inline soi_point sub(soi_point a, soi_point b) { return (soi_point){a.x - b.x, a.y - b.y}; }
static inline soi_point scale(soi_point a, double f) { return (soi_point){a.x * f, a.y * f}; }
static inline soi_point move(soi_point a, soi_point along, double by) { return (soi_point){a.x + along.x * by, a.y + along.y * by}; }
static inline soi_point mix(soi_point a, soi_point b, double f) { return (soi_point){a.x + (b.x - a.x) * f, a.y + (b.y - a.y) * f}; }
static inline double dot(soi_point a, soi_point b) { return a.x * b.x + a.y * b.y; }
static inline double cross(soi_point a, soi_point b) { return a.x * b.y - a.y * b.x; }
static inline double gap(soi_point a, soi_point b) { return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)); }
static inline soi_point left_of(soi_point a) { return (soi_point){-a.y, a.x}; }
static inline soi_point towards(soi_point a, soi_point b) {
  const double length = gap(a, b);
  return length > 0.0 ? scale(sub(b, a), 1.0 / length) : (soi_point){1.0, 0.0};
}
static inline double turned(soi_point a, soi_point b) { return atan2(cross(a, b), dot(a, b)); }
static inline double least(double a, double b) { return a < b ? a : b; }
static inline double most(double a, double b) { return a > b ? a : b; }
static inline double within(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

typedef struct line {
  soi_point *points;
  uint32_t count;
} line;

/* Where a point comes nearest to a line: how far along, how far away, and which point. */
typedef struct nearest {
  double at, away;
  soi_point point;
} nearest;

double line_length(line l);
/* The point at a distance along, clamped; its direction if not null. */
soi_point line_at(line l, double at, soi_point *direction);
nearest line_nearest(line l, soi_point p);
/* The stretch between two distances along. */
line line_part(soi_arena *arena, line l, double from, double to);
line line_reversed(soi_arena *arena, line l);
/* Without the points that lie within tolerance of the chord of those kept (Douglas and Peucker 1973). */
line line_simplified(soi_arena *arena, line l, double tolerance);
/* The line moved left by offset, corner by corner. */
line line_offset(soi_arena *arena, line l, double offset);
/* The line without the corners that are too sharp for a road of this half width; one that still has some becomes straight. */
line line_without_tight_bends(line l, double half);
/* Whether segments meet; then at fraction f of ab and g of cd. */
bool segments_meet(soi_point a, soi_point b, soi_point c, soi_point d, double *f, double *g);
bool ring_contains(line ring, soi_point p);
double ring_area2(line ring);
/* Turns round stretches of a ring until none of its sides cross, as 2-opt does with a tour (Croes 1958); whether any did. */
bool ring_untangle(line ring);

/* Which segments of which lines lie near: a grid of cells over the plane. */
typedef struct grid_item {
  uint32_t owner, segment, next;
} grid_item;

typedef struct grid {
  soi_arena *arena;
  double cell, left, bottom;
  uint32_t columns, rows;
  uint32_t *cells; /* first item + 1 */
  LIST(grid_item) items;
} grid;

grid grid_make(soi_arena *arena, soi_point low, soi_point high, double cell);
void grid_add(grid *g, uint32_t owner, line l);
/* Calls see for every segment whose cell touches the box around a and b widened by margin; a segment may be seen more than once.
 * Ends early when see returns false. */
typedef bool (*grid_visitor)(void *context, uint32_t owner, uint32_t segment);
void grid_visit(const grid *g, soi_point a, soi_point b, double margin, grid_visitor see, void *context);

#endif
