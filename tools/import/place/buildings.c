#include "buildings.h"

#include "phases.h"

static const double STOREY = 5.0;    /* m, of a layer of OpenStreetMap */
static const double HEADROOM = 4.5;  /* m under a building that a road leads through */
static const double THROUGH = 2.0;   /* m of a way inside a building, or more, that ... */
static const double DEEP = 1.2;      /* ... lie deeper than this: it leads through */
static const double CLEAR = 0.3;     /* m between a way's edge and a wall */
static const double MOST_BACK = 8.0; /* m that a wall is drawn back at most */
static const double PIECE = 2.0;     /* m of wall that are drawn back together */
static const double REACH = 15.0;    /* m from a wall within which ways are looked for */

typedef struct neighbours {
  import *in;
  bool *seen; /* [passer] */
  LIST(uint32_t) owners;
} neighbours;

static bool see_owner(void *context, uint32_t owner, uint32_t segment) {
  neighbours *const n = context;
  (void)segment;
  if (!n->seen[owner]) {
    n->seen[owner] = true;
    *list_add(n->in->arena, &n->owners) = owner;
  }
  return true;
}

static void ring_box(line ring, soi_point *low, soi_point *high) {
  *low = *high = ring.points[0];
  for (uint32_t i = 1; i < ring.count; ++i) {
    *low = (soi_point){least(low->x, ring.points[i].x), least(low->y, ring.points[i].y)};
    *high = (soi_point){most(high->x, ring.points[i].x), most(high->y, ring.points[i].y)};
  }
}

static line closed(soi_arena *arena, line ring) {
  line l = {SOI_NEW(arena, soi_point, ring.count + 1), ring.count + 1};
  for (uint32_t i = 0; i <= ring.count; ++i) { l.points[i] = ring.points[i % ring.count]; }
  return l;
}

/* Metres of a line that lie deep inside a ring. */
static double deep_inside(line l, line ring, line wall) {
  double inside = 0.0, next = 0.5; /* m from the piece's start to the next place that is looked at */
  soi_point low, high;
  ring_box(ring, &low, &high);
  for (uint32_t i = 1; i < l.count; ++i) {
    const soi_point a = l.points[i - 1], b = l.points[i];
    const double length = gap(a, b);
    for (; next < length; next += 1.0) {
      const soi_point p = mix(a, b, next / length);
      const bool near = p.x > low.x && p.x < high.x && p.y > low.y && p.y < high.y;
      inside += near && ring_contains(ring, p) && line_nearest(wall, p).away > DEEP ? 1.0 : 0.0;
    }
    next -= length;
  }
  return inside;
}

/* The ways on the ground near a ring. */
static neighbours find_near(import *in, line ring) {
  neighbours n = {.in = in, .seen = in->building_seen};
  soi_point low, high;
  ring_box(ring, &low, &high);
  grid_visit(&in->passers, low, high, REACH, see_owner, &n);
  for (uint32_t i = 0; i < n.owners.count; ++i) { n.seen[n.owners.items[i]] = false; }
  return n;
}

static passer passer_of(import *in, uint32_t owner) {
  if (owner >= in->edges.count + in->footways.count) { return in->turns.items[owner - in->edges.count - in->footways.count]; }
  if (owner >= in->edges.count) {
    const footway *const way = &in->footways.items[owner - in->edges.count];
    const double half = least(0.5 * way->width, 1.5) + CLEAR;
    return (passer){way->line, {half, half}};
  }
  const edge *const e = &in->edges.items[owner];
  passer p = {e->open, {CLEAR, CLEAR}};
  for (uint32_t side = 0; side < 2; ++side) { p.need[side] += edge_half(e, (int)side, in->left_hand) + most(e->tags.sidewalk[side], 0.0); }
  return p;
}

/* More points, so that a wall can give way where it has to and stay elsewhere. */
static line with_pieces(import *in, line ring) {
  line out = {SOI_NEW(in->arena, soi_point, (size_t)(ring.count + line_length(closed(in->arena, ring)) / PIECE) + 2), 0};
  for (uint32_t i = 0; i < ring.count; ++i) {
    const soi_point a = ring.points[i], b = ring.points[(i + 1) % ring.count];
    const uint32_t pieces = 1 + (uint32_t)(gap(a, b) / PIECE);
    for (uint32_t j = 0; j < pieces; ++j) { out.points[out.count++] = mix(a, b, (double)j / pieces); }
  }
  return out;
}

static soi_point middle_of(line ring) {
  soi_point sum = {0.0, 0.0};
  for (uint32_t i = 0; i < ring.count; ++i) { sum = add(sum, ring.points[i]); }
  return scale(sum, 1.0 / ring.count);
}

/* Draws a wall back from one way, to the side on which the building's middle lies; returns by how much at most. */
static double draw_back(line ring, const passer *p, soi_point middle) {
  soi_point heading;
  const double length = line_length(p->line);
  (void)line_at(p->line, within(line_nearest(p->line, middle).at, 0.01, length - 0.01), &heading);
  const double side = cross(heading, sub(middle, line_nearest(p->line, middle).point)) > 0.0 ? 1.0 : -1.0;
  const double need = p->need[side > 0.0 ? 0 : 1];
  double furthest = 0.0;
  for (uint32_t i = 0; i < ring.count; ++i) {
    const nearest n = line_nearest(p->line, ring.points[i]);
    if (n.away >= need || n.at <= 0.0 || n.at >= length) { continue; }
    (void)line_at(p->line, n.at, &heading);
    const soi_point outwards = scale(left_of(heading), side);
    const double by = need - dot(sub(ring.points[i], n.point), outwards);
    if (by > 0.0 && by <= MOST_BACK) {
      ring.points[i] = move(ring.points[i], outwards, by);
      furthest = most(furthest, by);
    }
  }
  return furthest;
}

/* Without points on a straight wall. */
static line with_corners(import *in, line ring) {
  const line l = line_simplified(in->arena, closed(in->arena, ring), 0.15);
  return (line){l.points, l.count - 1};
}

/* A way on foot that leads through a building is covered by it. */
static void cover(import *in, footway *way, soi_point at) {
  if (!way->covered) {
    guess_add(in->found, GUESS_LEVEL, (source){'w', in->osm.ways.items[way->way].id, at},
              "the way on foot leads through a building; it is taken to be covered");
  }
  way->covered = true;
}

/* Whether a road or a turn leads through a ring, and not merely along its wall. Ways on foot that do are covered. */
static bool is_passed(import *in, const neighbours *n, line ring) {
  const line wall = closed(in->arena, ring);
  bool passed = false;
  for (uint32_t i = 0; i < n->owners.count; ++i) {
    const uint32_t owner = n->owners.items[i], foot = owner - in->edges.count;
    if (deep_inside(passer_of(in, owner).line, ring, wall) <= THROUGH) { continue; }
    if (owner >= in->edges.count && foot < in->footways.count) {
      cover(in, &in->footways.items[foot], ring.points[0]);
    } else {
      passed = true;
    }
  }
  return passed;
}

/* Draws all walls back that stand in the way of somebody who does not lead through; returns by how much at most. */
static double draw_all_back(import *in, const neighbours *n, line ring) {
  const soi_point middle = middle_of(ring);
  double back = 0.0;
  for (uint32_t i = 0; i < n->owners.count; ++i) {
    const uint32_t owner = n->owners.items[i], foot = owner - in->edges.count;
    if (owner < in->edges.count || foot >= in->footways.count || !in->footways.items[foot].covered) {
      const passer p = passer_of(in, owner);
      back = most(back, draw_back(ring, &p, middle));
    }
  }
  return back;
}

line building_fit(import *in, line ring, source from, double *base) {
  const neighbours n = find_near(in, ring);
  bool passed = is_passed(in, &n, ring);
  line fitted = with_pieces(in, ring);
  double back = 0.0;
  if (!passed) {
    /* Drawn back from one road it may come to stand on another: once more. */
    back = draw_all_back(in, &n, fitted);
    back = most(back, back > 0.05 ? draw_all_back(in, &n, fitted) : 0.0);
    fitted = with_corners(in, fitted);
    passed = back > 0.05 && is_passed(in, &n, fitted);
  }
  if (passed) {
    *base = HEADROOM;
    guess_add(in->found, GUESS_LEVEL, from, "a road leads through the building; it is drawn from %.1f m above the ground", HEADROOM);
    return ring;
  }
  if (back <= 0.05) { return ring; }
  if (fitted.count < 3 || fabs(ring_area2(fitted)) < 0.3 * fabs(ring_area2(ring))) {
    guess_add(in->found, GUESS_DROPPED, from, "the building stands on roads and sidewalks; it is left out");
    return (line){NULL, 0};
  }
  guess_add(in->found, GUESS_SHORTENED, from, "the building stands on a road or sidewalk; its wall is drawn back by up to %.1f m", back);
  return fitted;
}

double building_base(const import *in, osm_tags tags) { return most(tags_level(&in->osm, tags), 0) * STOREY; }

void building_stands(import *in, line ring, uint32_t record) {
  const line wall = closed(in->arena, ring);
  grid_add(&in->wall_grid, in->walls.count, wall);
  *list_add(in->arena, &in->walls) = wall;
  *list_add(in->arena, &in->wall_records) = record;
}

typedef struct view {
  import *in;
  soi_point a, b;
  bool blocked;
  uint32_t lifted;
} view;

static bool see_wall(void *context, uint32_t owner, uint32_t segment) {
  view *const v = context;
  const soi_point *const wall = v->in->walls.items[owner].points + segment;
  double f, g;
  v->blocked = segments_meet(v->a, v->b, wall[0], wall[1], &f, &g);
  return !v->blocked;
}

bool building_between(import *in, soi_point a, soi_point b) {
  view v = {in, a, b, false, 0};
  grid_visit(&in->wall_grid, a, b, 0.0, see_wall, &v);
  return v.blocked;
}

/* --- what the model shows -------------------------------------------------------------------------------------------- */

/* A building whose wall a way passes all the same stands on columns. */
static bool lift(void *context, uint32_t owner, uint32_t segment) {
  view *const v = context;
  const line wall = v->in->walls.items[owner];
  map_record *const r = &v->in->map.sections[SECTION_BUILDINGS].records.items[v->in->wall_records.items[owner]];
  double f, g;
  if (wall.count == 0 || r->gone || !segments_meet(v->a, v->b, wall.points[segment], wall.points[segment + 1], &f, &g)) { return true; }
  record_set(&v->in->map, r, "base", "%.1f m", HEADROOM);
  guess_add(v->in->found, GUESS_LEVEL, r->from, "lanes or ways on foot lead through the building; it is drawn from %.1f m above the ground",
            HEADROOM);
  for (uint32_t i = 0; i < wall.count; ++i) { wall.points[i] = (soi_point){1e7, 1e7}; /* nobody meets it any more */ }
  ++v->lifted;
  return true;
}

bool buildings_lift(import *in, const soi_model *model) {
  view v = {.in = in};
  for (uint32_t row = 1; row <= model->lane_count; ++row) {
    const soi_lane *const lane = &model->lanes[row];
    for (uint32_t i = 0; lane->level == 0 && i < lane->segments; ++i) {
      v.a = model->points[lane->first_point + i];
      v.b = model->points[lane->first_point + i + 1];
      grid_visit(&in->wall_grid, v.a, v.b, 0.0, lift, &v);
    }
  }
  for (uint32_t row = 1; row <= model->walk_link_count; ++row) {
    const soi_walk_link *const link = &model->walk_links[row];
    const bool covered = link->walkway != 0 && model->definition->map.walkways.items[link->walkway - 1].covered;
    if (link->level == 0 && !covered) {
      v.a = model->walk_nodes[link->a].at;
      v.b = model->walk_nodes[link->b].at;
      grid_visit(&in->wall_grid, v.a, v.b, 0.0, lift, &v);
    }
  }
  return v.lifted > 0;
}

/* --- junctions ------------------------------------------------------------------------------------------------------- */

static void add_turn(import *in, soi_point a, soi_point b, double need) {
  if (gap(a, b) > 0.5) {
    const line l = {SOI_NEW(in->arena, soi_point, 2), 2};
    l.points[0] = a;
    l.points[1] = b;
    *list_add(in->arena, &in->turns) = (passer){l, {need, need}};
  }
}

/* The mouth of a road: its middle, and where its sidewalks end. */
typedef struct mouth {
  soi_point middle, side[2];
  double half;
} mouth;

static mouth mouth_of(const import *in, edge_end end) {
  const edge *const e = &in->edges.items[end.edge];
  soi_point heading;
  mouth m = {.middle = line_at(e->open, end.at == 0 ? 0.0 : e->open_length, &heading), .half = edge_half_most(e, in->left_hand)};
  for (int side = 0; side < 2; ++side) {
    const double away = edge_half(e, side, in->left_hand) + 0.5 * most(e->tags.sidewalk[side], 0.0);
    m.side[side] = move(m.middle, left_of(heading), side == 0 ? away : -away);
  }
  return m;
}

/* From each sidewalk to the nearest one of another road. */
static void add_corners(import *in, const mouth *mouths, uint32_t count, uint32_t own) {
  for (int side = 0; side < 2; ++side) {
    const soi_point from = mouths[own].side[side];
    soi_point to = from;
    double away = 40.0;
    for (uint32_t i = 0; i < 2 * count; ++i) {
      const soi_point other = mouths[i / 2].side[i % 2];
      if (i / 2 != own && gap(from, other) < away) {
        away = gap(from, other);
        to = other;
      }
    }
    add_turn(in, from, to, 1.0);
  }
}

static void add_turns(import *in) {
  for (uint32_t i = 0; i < in->clusters.count; ++i) {
    const cluster *const c = &in->clusters.items[i];
    mouth *const mouths = SOI_NEW(in->arena, mouth, c->end_count + 1);
    uint32_t count = 0;
    for (uint32_t j = 0; j < c->end_count; ++j) {
      const edge_end end = in->cluster_ends[c->first_end + j];
      const edge *const e = &in->edges.items[end.edge];
      if (!e->gone && e->tags.level == 0) { mouths[count++] = mouth_of(in, end); }
    }
    for (uint32_t j = 0; j < count; ++j) {
      for (uint32_t k = j + 1; k < count; ++k) { add_turn(in, mouths[j].middle, mouths[k].middle, least(mouths[j].half, mouths[k].half)); }
      add_corners(in, mouths, count, j);
    }
  }
}

void buildings_begin(import *in) {
  add_turns(in);
  in->wall_grid = grid_make(in->arena, in->osm.low, in->osm.high, 40.0);
  in->building_seen = SOI_NEW(in->arena, bool, (size_t)in->edges.count + in->footways.count + in->turns.count + 1);
  in->passers = grid_make(in->arena, in->osm.low, in->osm.high, 40.0);
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    const edge *const e = &in->edges.items[row];
    if (edge_is_road(e) && e->tags.level == 0) { grid_add(&in->passers, row, e->open); }
  }
  for (uint32_t i = 0; i < in->footways.count; ++i) {
    if (in->footways.items[i].level == 0 && !in->footways.items[i].area) {
      grid_add(&in->passers, in->edges.count + i, in->footways.items[i].line);
    }
  }
  for (uint32_t i = 0; i < in->turns.count; ++i) {
    grid_add(&in->passers, in->edges.count + in->footways.count + i, in->turns.items[i].line);
  }
}
