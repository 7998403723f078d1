/* Roads that run side by side nearer than their lanes are wide: data leads a ramp into the middle of what it joins, and draws
 * carriageways as near as it likes. The lesser road is drawn aside, so that no lane lies on another's outside of junctions. */
#include "phases.h"

static const double APART = 0.2;     /* m between them */
static const double MOST_PUSH = 6.0; /* m a road is drawn aside; more, and the data means something else */
static const double EASE = 0.12;     /* m aside a metre along */
static const double PARALLEL = 0.45; /* rad (25 degrees) */

/* A road with points every few metres, and how far each is to be drawn aside, to the left. */
typedef struct aside {
  line line;
  double *push;
  bool any;
} aside;

static aside aside_of(import *in, const edge *e) {
  enum { STEP = 6 };
  const uint32_t most_points = e->open.count + (uint32_t)(e->open_length / STEP) + 1;
  aside a = {.line = {SOI_NEW(in->arena, soi_point, most_points), 0}, .push = SOI_NEW(in->arena, double, most_points)};
  for (uint32_t i = 0; i < e->open.count; ++i) {
    const soi_point from = e->open.points[i > 0 ? i - 1 : 0], to = e->open.points[i];
    const uint32_t pieces = i == 0 ? 1 : (uint32_t)(gap(from, to) / STEP) + 1;
    for (uint32_t j = 1; j <= pieces; ++j) { a.line.points[a.line.count++] = mix(from, to, (double)j / pieces); }
  }
  return a;
}

static soi_point heading_at(line l, uint32_t i) {
  const uint32_t from = i + 1 < l.count ? i : i - 1;
  return towards(l.points[from], l.points[from + 1]);
}

/* Notes where a road runs beside another nearer than their lanes are wide. */
static void push_from(const import *in, aside *a, const edge *e, const edge *other) {
  for (uint32_t i = 0; i < a->line.count; ++i) {
    const soi_point p = a->line.points[i], heading = heading_at(a->line, i);
    const nearest n = line_nearest(other->open, p);
    soi_point along;
    (void)line_at(other->open, n.at, &along);
    const double angle = fabs(turned(heading, along));
    if (n.at <= 0.0 || n.at >= other->open_length || within(angle, PARALLEL, 3.14159265358979 - PARALLEL) == angle) { continue; }
    const int side = cross(heading, sub(n.point, p)) > 0.0 ? 0 : 1, other_side = cross(along, sub(p, n.point)) > 0.0 ? 0 : 1;
    const double short_of = edge_half(e, side, in->left_hand) + edge_half(other, other_side, in->left_hand) + APART - n.away;
    if (short_of > 0.0 && short_of < MOST_PUSH && short_of > fabs(a->push[i])) {
      a->push[i] = side == 0 ? -short_of : short_of;
      a->any = true;
    }
  }
}

/* Eases in and out of what is drawn aside. */
static void ease(aside *a) {
  for (int back = 0; back < 2; ++back) {
    for (uint32_t k = 1; k < a->line.count; ++k) {
      const uint32_t i = back == 0 ? k : a->line.count - 1 - k, before = back == 0 ? i - 1 : i + 1;
      const double left = fabs(a->push[before]) - EASE * gap(a->line.points[i], a->line.points[before]);
      if (left > fabs(a->push[i])) { a->push[i] = a->push[before] < 0.0 ? -left : left; }
    }
  }
}

/* The box around a road, wide enough to touch those of roads that it may run beside. */
static soi_bounds reach_of(const edge *e) {
  const double margin = 0.5 * (MOST_PUSH + 8.0);
  soi_bounds box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (uint32_t i = 0; i < e->open.count; ++i) {
    const soi_point p = e->open.points[i];
    box = (soi_bounds){.left = least(box.left, p.x - margin),
                       .bottom = least(box.bottom, p.y - margin),
                       .right = most(box.right, p.x + margin),
                       .top = most(box.top, p.y + margin)};
  }
  return box;
}

static bool boxes_meet(soi_bounds a, soi_bounds b) { return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top; }

/* Whether a road gives way to another beside it: it has fewer lanes, or as many and comes later. */
static bool gives_way(const import *in, uint32_t row, uint32_t other) {
  const road_tags *const own = &in->edges.items[row].tags, *const its = &in->edges.items[other].tags;
  const uint32_t lanes = own->lanes[0] + own->lanes[1], more = its->lanes[0] + its->lanes[1];
  return own->level == its->level && (more > lanes || (more == lanes && other < row));
}

static void move_aside(import *in, edge *e, const aside *a) {
  line moved = {SOI_NEW(in->arena, soi_point, a->line.count), a->line.count};
  double widest = 0.0;
  for (uint32_t i = 0; i < moved.count; ++i) {
    moved.points[i] = move(a->line.points[i], left_of(heading_at(a->line, i)), a->push[i]);
    widest = most(widest, fabs(a->push[i]));
  }
  guess_add(in->found, GUESS_SHORTENED, edge_source(in, e, e->open.points[0]),
            "drawn up to %.1f m aside, off the lanes of the road it runs beside", widest);
  e->open = line_without_tight_bends(line_simplified(in->arena, moved, 0.1), edge_half_most(e, in->left_hand));
  e->open_length = line_length(e->open);
}

void side_by_side_part(import *in) {
  soi_bounds *const boxes = SOI_NEW(in->arena, soi_bounds, in->edges.count + 1);
  for (uint32_t row = 0; row < in->edges.count; ++row) { boxes[row] = reach_of(&in->edges.items[row]); }
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    if (!edge_is_road(e) || e->tags.roundabout || e->open.count < 2) { continue; }
    aside a = aside_of(in, e);
    for (uint32_t i = 0; i < in->edges.count; ++i) {
      const edge *const other = &in->edges.items[i];
      if (!other->gone && !other->inner && other->open.count > 1 && boxes_meet(boxes[row], boxes[i]) && gives_way(in, row, i)) {
        push_from(in, &a, e, other);
      }
    }
    if (a.any) {
      ease(&a);
      move_aside(in, e, &a);
    }
  }
}
