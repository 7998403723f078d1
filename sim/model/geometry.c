/* Plane geometry for building models. Curves are cut into equal steps of arc length here once, so that a tick needs no search. */
#include "geometry.h"

enum { CURVE_PIECES = 64 };

static const double LEAST_TANGENT = 15.0; /* m before and after the corner of a line that its curve takes */
static const double HUGE_RADIUS = 1e9;

/* --- polylines ------------------------------------------------------------------------------------------------------- */

soi_bounds soi_box_around(soi_points points, double margin) {
  soi_bounds box = {1e9, 1e9, -1e9, -1e9};
  for (uint32_t i = 0; i < points.count; ++i) {
    const soi_point p = points.items[i];
    box = (soi_bounds){soi_min(box.left, p.x - margin), soi_min(box.bottom, p.y - margin), soi_max(box.right, p.x + margin),
                       soi_max(box.top, p.y + margin)};
  }
  return box;
}

double soi_line_length(soi_points line) {
  double length = 0.0;
  for (uint32_t i = 1; i < line.count; ++i) { length += distance(line.items[i - 1], line.items[i]); }
  return length;
}

soi_point soi_line_at(soi_points line, double at, soi_point *direction) {
  SOI_ASSERT(line.count > 1);
  double left = soi_max(at, 0.0);
  for (uint32_t i = 1;; ++i) {
    const double length = distance(line.items[i - 1], line.items[i]);
    if (left <= length || i + 1 == line.count) {
      if (direction != NULL) { *direction = unit(difference(line.items[i], line.items[i - 1])); }
      return between(line.items[i - 1], line.items[i], length > 0.0 ? soi_min(left / length, 1.0) : 0.0);
    }
    left -= length;
  }
}

soi_nearest soi_line_nearest(soi_points line, soi_point point) {
  /* The nearest piece first: how far along it lies is only reckoned for that one. */
  soi_nearest best = {.distance = HUGE_RADIUS};
  uint32_t piece = 0;
  double share = 0.0;
  for (uint32_t i = 1; i < line.count; ++i) {
    double f = 0.0;
    const double away = soi_segment_distance(point, line.items[i - 1], line.items[i], &f);
    if (away < best.distance) {
      best.distance = away;
      piece = i;
      share = f;
    }
  }
  for (uint32_t i = 1; i < piece; ++i) { best.at += distance(line.items[i - 1], line.items[i]); }
  if (piece > 0) {
    best.at += share * distance(line.items[piece - 1], line.items[piece]);
    best.point = between(line.items[piece - 1], line.items[piece], share);
  }
  return best;
}

/* Marks the points to keep between first and last (Douglas and Peucker 1973). Halves are kept on a list: lines may be long. */
static void mark_kept(soi_points line, double tolerance, bool *keep, uint32_t *stack) {
  uint32_t depth = 0;
  stack[depth++] = 0;
  stack[depth++] = line.count - 1;
  while (depth > 0) {
    const uint32_t last = stack[--depth];
    const uint32_t first = stack[--depth];
    double furthest = tolerance;
    uint32_t split = 0;
    for (uint32_t i = first + 1; i < last; ++i) {
      const double away = soi_segment_distance(line.items[i], line.items[first], line.items[last], NULL);
      if (away > furthest) {
        furthest = away;
        split = i;
      }
    }
    if (split != 0) {
      keep[split] = true;
      stack[depth++] = first;
      stack[depth++] = split;
      stack[depth++] = split;
      stack[depth++] = last;
    }
  }
}

soi_points soi_line_simplified(soi_arena *arena, soi_points line, double tolerance) {
  bool *const keep = SOI_NEW(arena, bool, line.count);
  keep[0] = keep[line.count - 1] = true;
  mark_kept(line, tolerance, keep, SOI_NEW(arena, uint32_t, 4 * (size_t)line.count + 4));
  soi_points kept = {SOI_NEW(arena, soi_point, line.count), 0};
  for (uint32_t i = 0; i < line.count; ++i) {
    if (keep[i]) { kept.items[kept.count++] = line.items[i]; }
  }
  return kept;
}

/* --- smooth lines ---------------------------------------------------------------------------------------------------- */

/* The line without points that repeat their predecessor. */
static soi_points without_repeats(soi_arena *arena, soi_points line) {
  soi_points kept = {SOI_NEW(arena, soi_point, line.count), 0};
  for (uint32_t i = 0; i < line.count; ++i) {
    if (kept.count == 0 || distance(kept.items[kept.count - 1], line.items[i]) > 1e-6) { kept.items[kept.count++] = line.items[i]; }
  }
  return kept;
}

/* How one corner of a line is rounded. */
typedef struct corner {
  double turn;    /* angle, positive to the left */
  double tangent; /* m from the corner to where the arc begins */
  double radius;
  uint32_t steps;
} corner;

static corner corner_at(soi_points line, uint32_t i, double radius) {
  const soi_point before = difference(line.items[i], line.items[i - 1]);
  const soi_point after = difference(line.items[i + 1], line.items[i]);
  corner c = {.turn = angle_between(before, after)};
  /* tan(turn / 2) from the half-angle formula; a U-turn on the spot keeps a very small radius. */
  const double cosine = soi_cos(c.turn);
  const double half_tangent = soi_sqrt((1.0 - cosine) / soi_max(1.0 + cosine, 1e-9));
  /* a slight bend of a drawn road is a long curve, not a kink */
  c.tangent = soi_min(soi_max(radius * half_tangent, LEAST_TANGENT), 0.45 * soi_min(norm(before), norm(after)));
  c.radius = half_tangent > 1e-9 ? c.tangent / half_tangent : HUGE_RADIUS;
  /* Steps of at most half a metre and five degrees, so that the chords are as good as the arc. */
  const double arc = c.radius * soi_abs(c.turn);
  c.steps = soi_abs(c.turn) < 1e-4 ? 0 : 1 + (uint32_t)soi_max(arc / 0.5, soi_abs(c.turn) / 0.09);
  return c;
}

/* Adds the knots of one rounded corner. */
static void add_arc(soi_knots *knots, soi_points line, uint32_t i, double corner_at_distance, corner c) {
  const soi_point along = unit(difference(line.items[i], line.items[i - 1]));
  const soi_point inwards = scaled(left_of(along), c.turn > 0.0 ? 1.0 : -1.0);
  const soi_point start = moved(line.items[i], along, -c.tangent);
  const soi_point centre = moved(start, inwards, c.radius);
  for (uint32_t step = 0; step <= c.steps; ++step) {
    const double f = (double)step / (double)c.steps;
    const double angle = soi_abs(c.turn) * f;
    const double sine = soi_sin(angle), cosine = soi_cos(angle);
    knots->items[knots->count++] = (soi_knot){
        .point = sum(centre, scaled(difference(scaled(along, sine), scaled(inwards, cosine)), c.radius)),
        .heading = sum(scaled(along, cosine), scaled(inwards, sine)),
        .at = corner_at_distance + (2.0 * f - 1.0) * c.tangent,
    };
  }
}

soi_knots soi_knots_round(soi_arena *arena, soi_points drawn, double radius, double *radius_found) {
  const soi_points line = without_repeats(arena, drawn);
  SOI_ASSERT(line.count > 1);
  *radius_found = HUGE_RADIUS;
  /* Count first: arcs differ in their steps. */
  size_t count = 2;
  for (uint32_t i = 1; i + 1 < line.count; ++i) { count += (size_t)corner_at(line, i, radius).steps + 1; }
  soi_knots knots = {SOI_NEW(arena, soi_knot, count), 0};
  knots.items[knots.count++] = (soi_knot){line.items[0], unit(difference(line.items[1], line.items[0])), 0.0};
  double at = 0.0;
  for (uint32_t i = 1; i + 1 < line.count; ++i) {
    at += distance(line.items[i - 1], line.items[i]);
    const corner c = corner_at(line, i, radius);
    if (c.steps > 0) {
      add_arc(&knots, line, i, at, c);
      *radius_found = soi_min(*radius_found, c.radius);
    }
  }
  const soi_point last = line.items[line.count - 1];
  at += distance(line.items[line.count - 2], last);
  knots.items[knots.count++] = (soi_knot){last, unit(difference(last, line.items[line.count - 2])), at};
  return knots;
}

/* The knot at fraction f between two. */
static soi_knot knot_between(const soi_knot *a, const soi_knot *b, double f) {
  return (soi_knot){between(a->point, b->point, f), unit(between(a->heading, b->heading, f)), soi_lerp(a->at, b->at, f)};
}

soi_knot soi_knots_at(soi_knots knots, double at) {
  SOI_ASSERT(knots.count > 1);
  uint32_t i = 1;
  while (i + 1 < knots.count && knots.items[i].at < at) { ++i; }
  const soi_knot *const a = &knots.items[i - 1];
  const soi_knot *const b = &knots.items[i];
  const double length = b->at - a->at;
  return knot_between(a, b, length > 0.0 ? soi_clamp((at - a->at) / length, 0.0, 1.0) : 0.0);
}

soi_knots soi_knots_parallel(soi_arena *arena, soi_knots knots, double from, double to, double offset) {
  soi_knots result = {SOI_NEW(arena, soi_knot, (size_t)knots.count + 2), 0};
  result.items[result.count++] = soi_knots_at(knots, from);
  for (uint32_t i = 0; i < knots.count; ++i) {
    if (knots.items[i].at > from + 1e-6 && knots.items[i].at < to - 1e-6) { result.items[result.count++] = knots.items[i]; }
  }
  result.items[result.count++] = soi_knots_at(knots, to);
  for (uint32_t i = 0; i < result.count; ++i) {
    result.items[i].point = moved(result.items[i].point, left_of(result.items[i].heading), offset);
  }
  return result;
}

void soi_knots_reverse(soi_knots knots) {
  for (uint32_t i = 0, j = knots.count; i < j; ++i) {
    --j;
    const soi_knot swap = knots.items[i];
    knots.items[i] = knots.items[j];
    knots.items[j] = swap;
  }
  for (uint32_t i = 0; i < knots.count; ++i) { knots.items[i].heading = scaled(knots.items[i].heading, -1.0); }
}

bool soi_knots_straight(soi_knots knots) {
  const soi_point first = knots.items[0].point;
  const soi_point last = knots.items[knots.count - 1].point;
  for (uint32_t i = 1; i + 1 < knots.count; ++i) {
    if (soi_segment_distance(knots.items[i].point, first, last, NULL) > 1e-3) { return false; }
  }
  return true;
}

static double knots_length(soi_knots knots) {
  double length = 0.0;
  for (uint32_t i = 1; i < knots.count; ++i) { length += distance(knots.items[i - 1].point, knots.items[i].point); }
  return length;
}

soi_knots soi_knots_even(soi_arena *arena, soi_knots knots, double step, double *length) {
  const bool straight = soi_knots_straight(knots);
  *length = straight ? distance(knots.items[0].point, knots.items[knots.count - 1].point) : knots_length(knots);
  const uint32_t segments = straight ? 1 : 1 + (uint32_t)(*length / step);
  soi_knots even = {SOI_NEW(arena, soi_knot, (size_t)segments + 1), segments + 1};
  /* Walk the old knots and the new steps together. */
  double passed = 0.0;
  uint32_t i = 1;
  for (uint32_t step_row = 1; step_row < segments; ++step_row) {
    const double wanted = *length * (double)step_row / (double)segments;
    double piece = distance(knots.items[i - 1].point, knots.items[i].point);
    while (passed + piece < wanted && i + 1 < knots.count) {
      passed += piece;
      ++i;
      piece = distance(knots.items[i - 1].point, knots.items[i].point);
    }
    even.items[step_row] = knot_between(&knots.items[i - 1], &knots.items[i], piece > 0.0 ? soi_min((wanted - passed) / piece, 1.0) : 0.0);
  }
  even.items[0] = knots.items[0];
  even.items[segments] = knots.items[knots.count - 1];
  return even;
}

soi_points soi_knots_points(soi_arena *arena, soi_knots knots) {
  const soi_points points = {SOI_NEW(arena, soi_point, knots.count), knots.count};
  for (uint32_t i = 0; i < knots.count; ++i) { points.items[i] = knots.items[i].point; }
  return points;
}

/* --- curves ---------------------------------------------------------------------------------------------------------- */

/* The control points of a cubic Bezier curve. */
typedef struct bezier {
  soi_point p[4];
} bezier;

static soi_point bezier_at(const bezier *b, double t) {
  const double u = 1.0 - t;
  const double w[4] = {u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t};
  return (soi_point){w[0] * b->p[0].x + w[1] * b->p[1].x + w[2] * b->p[2].x + w[3] * b->p[3].x,
                     w[0] * b->p[0].y + w[1] * b->p[1].y + w[2] * b->p[2].y + w[3] * b->p[3].y};
}

static soi_point bezier_slope(const bezier *b, double t) {
  const double u = 1.0 - t;
  const soi_point a = scaled(difference(b->p[1], b->p[0]), 3.0 * u * u);
  const soi_point m = scaled(difference(b->p[2], b->p[1]), 6.0 * u * t);
  const soi_point e = scaled(difference(b->p[3], b->p[2]), 3.0 * t * t);
  return sum(sum(a, m), e);
}

/* Curvature |B' x B''| / |B'|^3. */
static double bezier_bend(const bezier *b, double t) {
  const soi_point first = bezier_slope(b, t);
  const soi_point p = sum(difference(b->p[2], scaled(b->p[1], 2.0)), b->p[0]);
  const soi_point q = sum(difference(b->p[3], scaled(b->p[2], 2.0)), b->p[1]);
  const soi_point second = scaled(between(p, q, t), 6.0);
  const double speed = norm(first);
  return speed > 1e-9 ? soi_abs(cross(first, second)) / (speed * speed * speed) : 1.0 / HUGE_RADIUS;
}

/* The curve that, where both tangents meet ahead, comes as near to a circle's arc as a cubic can: its handles are the share
 * 4/3 tan(a/4) / tan(a/2) of the way to the meeting point, but at least a third of the chord, lest a meeting point near one end
 * makes a kink there. Otherwise its handles are 0.4 of the chord. */
static bezier bezier_between(soi_point from, soi_point from_heading, soi_point to, soi_point to_heading) {
  const soi_point chord = difference(to, from);
  double first = 0.4 * norm(chord), second = first;
  const double sine = cross(from_heading, to_heading);
  const double cosine = dot(from_heading, to_heading);
  if (soi_abs(sine) > 0.1) {
    const double to_meeting = cross(chord, to_heading) / sine;
    const double from_meeting = -cross(chord, from_heading) / sine;
    if (to_meeting > 0.5 && from_meeting > 0.5) {
      const double half_cosine = soi_sqrt(soi_max(0.5 * (1.0 + cosine), 0.0));
      const double half = soi_sqrt((1.0 - cosine) / soi_max(1.0 + cosine, 1e-6));
      const double quarter = soi_sqrt((1.0 - half_cosine) / (1.0 + half_cosine));
      const double share = 4.0 / 3.0 * quarter / half, least = norm(chord) / 3.0;
      first = soi_max(share * to_meeting, least);
      second = soi_max(share * from_meeting, least);
    }
  } else if (cosine < 0.0) {
    /* A U-turn: handles that make a half circle of the chord. */
    first = second = 2.0 / 3.0 * norm(chord);
  }
  return (bezier){{from, moved(from, from_heading, first), moved(to, to_heading, -second), to}};
}

soi_knots soi_curve(soi_arena *arena, soi_point from, soi_point from_heading, soi_point to, soi_point to_heading, double step,
                    double *length, double *radius) {
  const bezier curve = bezier_between(from, from_heading, to, to_heading);
  /* Arc length and bends over fine pieces of the parameter. */
  double passed[CURVE_PIECES + 1] = {0.0};
  double bend = 1.0 / HUGE_RADIUS;
  soi_point before = from;
  for (uint32_t i = 1; i <= CURVE_PIECES; ++i) {
    const double t = (double)i / CURVE_PIECES;
    const soi_point here = bezier_at(&curve, t);
    passed[i] = passed[i - 1] + distance(before, here);
    bend = soi_max(bend, bezier_bend(&curve, t - 0.5 / CURVE_PIECES));
    before = here;
  }
  *length = passed[CURVE_PIECES];
  *radius = 1.0 / bend;
  /* Equal steps: find each step's parameter among the pieces. */
  const uint32_t segments = 1 + (uint32_t)(*length / step);
  soi_knots knots = {SOI_NEW(arena, soi_knot, (size_t)segments + 1), segments + 1};
  uint32_t piece = 1;
  for (uint32_t i = 0; i <= segments; ++i) {
    const double wanted = *length * (double)i / (double)segments;
    while (piece < CURVE_PIECES && passed[piece] < wanted) { ++piece; }
    const double width = passed[piece] - passed[piece - 1];
    const double f = width > 0.0 ? soi_clamp((wanted - passed[piece - 1]) / width, 0.0, 1.0) : 0.0;
    const double t = ((double)(piece - 1) + f) / CURVE_PIECES;
    knots.items[i] = (soi_knot){bezier_at(&curve, t), unit(bezier_slope(&curve, t)), wanted};
  }
  knots.items[0] = (soi_knot){from, from_heading, 0.0};
  knots.items[segments] = (soi_knot){to, to_heading, *length};
  return knots;
}

/* --- segments and polygons ------------------------------------------------------------------------------------------- */

bool soi_segments_meet(soi_point a, soi_point b, soi_point c, soi_point d, double *f, double *g) {
  const soi_point ab = difference(b, a), cd = difference(d, c), ac = difference(c, a);
  const double area = cross(ab, cd);
  if (soi_abs(area) <= 1e-9 * norm(ab) * norm(cd)) { return false; }
  *f = cross(ac, cd) / area;
  *g = cross(ac, ab) / area;
  return *f >= 0.0 && *f <= 1.0 && *g >= 0.0 && *g <= 1.0;
}

double soi_segment_distance(soi_point point, soi_point a, soi_point b, double *f) {
  const soi_point ab = difference(b, a);
  const double square = dot(ab, ab);
  const double share = square > 0.0 ? soi_clamp(dot(difference(point, a), ab) / square, 0.0, 1.0) : 0.0;
  if (f != NULL) { *f = share; }
  return distance(point, between(a, b, share));
}

bool soi_polygon_contains(soi_points polygon, soi_point point) {
  bool inside = false;
  for (uint32_t i = 0, j = polygon.count - 1; i < polygon.count; j = i++) {
    const soi_point a = polygon.items[i], b = polygon.items[j];
    if ((a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x) { inside = !inside; }
  }
  return inside;
}

soi_nearest soi_polygon_nearest(soi_points polygon, soi_point point) {
  soi_nearest best = {.distance = HUGE_RADIUS};
  double at = 0.0;
  for (uint32_t i = 0; i < polygon.count; ++i) {
    const soi_point a = polygon.items[i], b = polygon.items[(i + 1) % polygon.count];
    double f = 0.0;
    const double away = soi_segment_distance(point, a, b, &f);
    if (away < best.distance) { best = (soi_nearest){at + f * distance(a, b), away, between(a, b, f)}; }
    at += distance(a, b);
  }
  return best;
}

static bool within(soi_points polygon, soi_point point) {
  return soi_polygon_contains(polygon, point) || soi_polygon_nearest(polygon, point).distance < 0.05;
}

bool soi_polygon_holds(soi_points polygon, soi_point a, soi_point b) {
  if (!within(polygon, a) || !within(polygon, b)) { return false; }
  /* Between one meeting with the outline and the next the line is all inside or all outside: look at the middle of each piece. */
  double from = 0.0;
  while (from < 1.0) {
    double to = 1.0;
    for (uint32_t i = 0; i < polygon.count; ++i) {
      double f = 0.0, g = 0.0;
      if (soi_segments_meet(a, b, polygon.items[i], polygon.items[(i + 1) % polygon.count], &f, &g) && f > from + 1e-6 && f < to) {
        to = f;
      }
    }
    if (!within(polygon, between(a, b, 0.5 * (from + to)))) { return false; }
    from = to;
  }
  return true;
}

double soi_polygon_area2(soi_points polygon) {
  double area = 0.0;
  for (uint32_t i = 0; i < polygon.count; ++i) { area += cross(polygon.items[i], polygon.items[(i + 1) % polygon.count]); }
  return area;
}
