/* Lines, rings and the grid. */
#include "plane.h"

#include <string.h>

double line_length(line l) {
  double length = 0.0;
  for (uint32_t i = 1; i < l.count; ++i) { length += gap(l.points[i - 1], l.points[i]); }
  return length;
}

soi_point line_at(line l, double at, soi_point *direction) {
  double left = most(at, 0.0);
  for (uint32_t i = 1; i < l.count; ++i) {
    const double piece = gap(l.points[i - 1], l.points[i]);
    if ((left <= piece && piece > 0.0) || i + 1 == l.count) {
      if (direction != NULL) { *direction = towards(l.points[i - 1], l.points[i]); }
      return mix(l.points[i - 1], l.points[i], piece > 0.0 ? least(left / piece, 1.0) : 0.0);
    }
    left -= piece;
  }
  return l.points[0];
}

nearest line_nearest(line l, soi_point p) {
  nearest best = {0.0, gap(l.points[0], p), l.points[0]};
  double passed = 0.0;
  for (uint32_t i = 1; i < l.count; ++i) {
    const soi_point a = l.points[i - 1], b = l.points[i];
    const double length = gap(a, b);
    const double f = length > 0.0 ? within(dot(sub(p, a), sub(b, a)) / (length * length), 0.0, 1.0) : 0.0;
    const soi_point q = mix(a, b, f);
    const double away = gap(p, q);
    if (away < best.away) { best = (nearest){passed + f * length, away, q}; }
    passed += length;
  }
  return best;
}

line line_part(soi_arena *arena, line l, double from, double to) {
  line part = {SOI_NEW(arena, soi_point, l.count + 2), 0};
  part.points[part.count++] = line_at(l, from, NULL);
  double at = 0.0;
  for (uint32_t i = 1; i + 1 < l.count; ++i) {
    at += gap(l.points[i - 1], l.points[i]);
    if (at > from + 0.05 && at < to - 0.05) { part.points[part.count++] = l.points[i]; }
  }
  part.points[part.count++] = line_at(l, to, NULL);
  return part;
}

line line_reversed(soi_arena *arena, line l) {
  line other = {SOI_NEW(arena, soi_point, l.count), l.count};
  for (uint32_t i = 0; i < l.count; ++i) { other.points[i] = l.points[l.count - 1 - i]; }
  return other;
}

static void keep_corners(line l, uint32_t first, uint32_t last, double tolerance, bool *keep) {
  double far = tolerance;
  uint32_t corner = 0;
  for (uint32_t i = first + 1; i < last; ++i) {
    const line chord = {(soi_point[]){l.points[first], l.points[last]}, 2};
    const double away = line_nearest(chord, l.points[i]).away;
    if (away > far) {
      far = away;
      corner = i;
    }
  }
  if (corner != 0) {
    keep[corner] = true;
    keep_corners(l, first, corner, tolerance, keep);
    keep_corners(l, corner, last, tolerance, keep);
  }
}

line line_simplified(soi_arena *arena, line l, double tolerance) {
  bool *const keep = SOI_NEW(arena, bool, l.count);
  keep[0] = keep[l.count - 1] = true;
  keep_corners(l, 0, l.count - 1, tolerance, keep);
  line kept = {SOI_NEW(arena, soi_point, l.count), 0};
  for (uint32_t i = 0; i < l.count; ++i) {
    if (keep[i]) { kept.points[kept.count++] = l.points[i]; }
  }
  return kept;
}

line line_offset(soi_arena *arena, line l, double offset) {
  line other = {SOI_NEW(arena, soi_point, l.count), l.count};
  for (uint32_t i = 0; i < l.count; ++i) {
    const soi_point before = towards(l.points[i > 0 ? i - 1 : 0], l.points[i > 0 ? i : 1]);
    const soi_point after = i + 1 < l.count ? towards(l.points[i], l.points[i + 1]) : before;
    const soi_point middle = add(before, after);
    const double norm = sqrt(dot(middle, middle));
    const soi_point heading = norm > 0.1 ? scale(middle, 1.0 / norm) : before;
    other.points[i] = move(l.points[i], left_of(heading), offset);
  }
  return other;
}

line line_without_tight_bends(line l, double half) {
  for (uint32_t i = 1; i + 1 < l.count;) {
    const soi_point a = l.points[i - 1], b = l.points[i], c = l.points[i + 1];
    const double angle = fabs(turned(towards(a, b), towards(b, c)));
    const double radius = 0.44 * least(gap(a, b), gap(b, c)) / tan(0.5 * within(angle, 1e-4, 3.1));
    if (radius >= half + 0.9 && gap(a, b) > 0.5) {
      ++i;
      continue;
    }
    for (uint32_t j = i; j + 1 < l.count; ++j) { l.points[j] = l.points[j + 1]; }
    --l.count;
    i = i > 1 ? i - 1 : 1;
  }
  return l;
}

bool segments_meet(soi_point a, soi_point b, soi_point c, soi_point d, double *f, double *g) {
  const soi_point u = sub(b, a), v = sub(d, c), w = sub(c, a);
  const double area = cross(u, v);
  if (fabs(area) < 1e-9) { return false; }
  *f = cross(w, v) / area;
  *g = cross(w, u) / area;
  return *f >= 0.0 && *f <= 1.0 && *g >= 0.0 && *g <= 1.0;
}

bool ring_contains(line ring, soi_point p) {
  bool inside = false;
  for (uint32_t i = 0, j = ring.count - 1; i < ring.count; j = i++) {
    const soi_point a = ring.points[i], b = ring.points[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) { inside = !inside; }
  }
  return inside;
}

double ring_area2(line ring) {
  double area = 0.0;
  for (uint32_t i = 0, j = ring.count - 1; i < ring.count; j = i++) { area += cross(ring.points[j], ring.points[i]); }
  return area;
}

/* Whether two sides of a ring cross within both. */
static bool sides_cross(line ring, uint32_t i, uint32_t j) {
  const double edge = 1e-9;
  double f, g;
  return segments_meet(ring.points[i], ring.points[i + 1], ring.points[j], ring.points[(j + 1) % ring.count], &f, &g) && f > edge &&
         f < 1.0 - edge && g > edge && g < 1.0 - edge;
}

bool ring_untangle(line ring) {
  enum { LONGEST = 1000, ROUNDS = 20 }; /* a longer ring takes too long; each round uncrosses what it can */
  bool any = false, again = ring.count >= 4 && ring.count <= LONGEST;
  for (uint32_t round = 0; again && round < ROUNDS; ++round) {
    again = false;
    for (uint32_t i = 0; i + 2 < ring.count; ++i) {
      for (uint32_t j = i + 2; j < ring.count; ++j) {
        if (!sides_cross(ring, i, j)) { continue; }
        for (uint32_t low = i + 1, high = j; low < high; ++low, --high) {
          const soi_point kept = ring.points[low];
          ring.points[low] = ring.points[high];
          ring.points[high] = kept;
        }
        any = again = true;
      }
    }
  }
  return any;
}

/* --- the grid -------------------------------------------------------------------------------------------------------- */

grid grid_make(soi_arena *arena, soi_point low, soi_point high, double cell) {
  grid g = {.arena = arena, .cell = cell, .left = low.x, .bottom = low.y};
  g.columns = (uint32_t)within((high.x - low.x) / cell, 0.0, 4000.0) + 1;
  g.rows = (uint32_t)within((high.y - low.y) / cell, 0.0, 4000.0) + 1;
  g.cells = SOI_NEW(arena, uint32_t, (size_t)g.columns * g.rows);
  return g;
}

static uint32_t cell_of(double x, double low, double cell, uint32_t count) {
  return (uint32_t)within((x - low) / cell, 0.0, (double)count - 1.0);
}

static void add_item(grid *g, uint32_t cell, uint32_t owner, uint32_t segment) {
  *list_add(g->arena, &g->items) = (grid_item){owner, segment, g->cells[cell]};
  g->cells[cell] = g->items.count;
}

typedef struct cell_range {
  uint32_t x0, x1, y0, y1;
} cell_range;

/* The cells that the box around two points touches. */
static cell_range cells_of(const grid *g, soi_point a, soi_point b, double margin) {
  return (cell_range){
      cell_of(least(a.x, b.x) - margin, g->left, g->cell, g->columns), cell_of(most(a.x, b.x) + margin, g->left, g->cell, g->columns),
      cell_of(least(a.y, b.y) - margin, g->bottom, g->cell, g->rows), cell_of(most(a.y, b.y) + margin, g->bottom, g->cell, g->rows)};
}

void grid_add(grid *g, uint32_t owner, line l) {
  for (uint32_t i = 1; i < l.count; ++i) {
    const cell_range r = cells_of(g, l.points[i - 1], l.points[i], 0.0);
    for (uint32_t y = r.y0; y <= r.y1; ++y) {
      for (uint32_t x = r.x0; x <= r.x1; ++x) { add_item(g, y * g->columns + x, owner, i - 1); }
    }
  }
}

void grid_visit(const grid *g, soi_point a, soi_point b, double margin, grid_visitor see, void *context) {
  const cell_range r = cells_of(g, a, b, margin);
  for (uint32_t y = r.y0; y <= r.y1; ++y) {
    for (uint32_t x = r.x0; x <= r.x1; ++x) {
      for (uint32_t item = g->cells[y * g->columns + x]; item != 0; item = g->items.items[item - 1].next) {
        if (!see(context, g->items.items[item - 1].owner, g->items.items[item - 1].segment)) { return; }
      }
    }
  }
}
