#include "footways.h"

#include <stdlib.h>
#include <string.h>

#include "phases.h"

static const double TOUCH = 0.1;       /* m */
static const double LEAST_PIECE = 1.5; /* m of a way on foot between two of its points */

/* --- where a way meets roads ----------------------------------------------------------------------------------------- */

typedef struct contact {
  double at; /* along the way on foot */
  uint32_t edge;
  double along; /* the edge's whole line */
  bool end;     /* the way ends here */
} contact;

typedef struct contacts {
  import *in;
  line way;
  uint32_t segment;
  double passed;
  int32_t level;
  LIST(contact) list;
} contacts;

static bool see_road(void *context, uint32_t owner, uint32_t segment) {
  contacts *const c = context;
  const edge *const e = &c->in->edges.items[owner];
  double f, g;
  soi_point a = c->way.points[c->segment], b = c->way.points[c->segment + 1];
  /* A way that ends on a road touches it, whatever the last digit says. */
  const soi_point along = towards(a, b);
  a = c->segment == 0 ? move(a, along, -TOUCH) : a;
  b = c->segment + 2 == c->way.count ? move(b, along, TOUCH) : b;
  if (e->gone || e->tags.level != c->level || !segments_meet(a, b, e->line.points[segment], e->line.points[segment + 1], &f, &g)) {
    return true;
  }
  const double at = most(c->passed + f * gap(a, b) - (c->segment == 0 ? TOUCH : 0.0), 0.0);
  for (uint32_t i = 0; i < c->list.count; ++i) {
    if (c->list.items[i].edge == owner && fabs(c->list.items[i].at - at) < 0.3) { return true; }
  }
  const soi_point place = mix(a, b, f);
  *list_add(c->in->arena, &c->list) = (contact){.at = at, .edge = owner, .along = line_nearest(e->line, place).at};
  return true;
}

static int contact_order(const void *a, const void *b) {
  const contact *const x = a, *const y = b;
  return x->at != y->at ? ORDER(x->at, y->at) : ORDER(x->edge, y->edge);
}

/* Of contacts at one place, as where a way passes over a junction's node, the road most across the way is crossed. */
static void thin_out(contacts *c) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < c->list.count; ++i) {
    if (kept == 0 || c->list.items[i].at - c->list.items[kept - 1].at > 0.5) {
      c->list.items[kept++] = c->list.items[i];
      continue;
    }
    soi_point way, one, two;
    (void)line_at(c->way, c->list.items[i].at, &way);
    (void)line_at(c->in->edges.items[c->list.items[i].edge].line, c->list.items[i].along, &one);
    (void)line_at(c->in->edges.items[c->list.items[kept - 1].edge].line, c->list.items[kept - 1].along, &two);
    const bool inner = c->in->edges.items[c->list.items[kept - 1].edge].inner, own = c->in->edges.items[c->list.items[i].edge].inner;
    if ((inner && !own) || (inner == own && fabs(cross(way, one)) > fabs(cross(way, two)) + 1e-6)) {
      c->list.items[kept - 1] = c->list.items[i];
    }
  }
  c->list.count = kept;
}

static contacts find_contacts(import *in, line way, int32_t level) {
  contacts c = {.in = in, .way = way, .level = level};
  for (uint32_t i = 0; i + 1 < way.count; ++i) {
    c.segment = i;
    grid_visit(&in->roads, way.points[i], way.points[i + 1], 0.5, see_road, &c);
    c.passed += gap(way.points[i], way.points[i + 1]);
  }
  list_sort(&c.list, contact_order);
  thin_out(&c);
  const double length = line_length(way);
  for (uint32_t i = 0; i < c.list.count; ++i) { c.list.items[i].end = c.list.items[i].at < 0.6 || c.list.items[i].at > length - 0.6; }
  return c;
}

/* --- ways ------------------------------------------------------------------------------------------------------------ */

typedef struct cutter {
  import *in;
  uint32_t way;
  osm_tags tags;
  line line;
  int32_t level;
  double width;
  uint32_t pieces;
} cutter;

static double usual_width(const import *in, osm_tags tags) {
  const char *const highway = osm_tag_of(&in->osm, tags, "highway");
  const double usual = strcmp(highway, "pedestrian") == 0 ? 5.0 : strcmp(highway, "path") == 0 ? 1.5 : 2.0;
  return within(tags_metres(&in->osm, tags, "width", usual), 0.8, 30.0);
}

static bool is_covered(const import *in, osm_tags tags) {
  return osm_tag_of(&in->osm, tags, "covered") != NULL || osm_tag_of(&in->osm, tags, "indoor") != NULL ||
         osm_tag_of(&in->osm, tags, "tunnel") != NULL || osm_tag_is(&in->osm, tags, "highway", "corridor");
}

/* Without points so near to another that people would turn on the spot. The ends stay. */
static line with_room(line l) {
  uint32_t kept = 1;
  for (uint32_t i = 1; i + 1 < l.count; ++i) {
    if (gap(l.points[kept - 1], l.points[i]) >= LEAST_PIECE && gap(l.points[i], l.points[l.count - 1]) >= LEAST_PIECE) {
      l.points[kept++] = l.points[i];
    }
  }
  l.points[kept] = l.points[l.count - 1];
  return (line){l.points, kept + 1};
}

static void put_piece(cutter *c, line kept) {
  if (kept.count < 2) { return; }
  kept = with_room(kept);
  const int64_t id = c->in->osm.ways.items[c->way].id;
  ++c->pieces;
  *list_add(c->in->arena, &c->in->footways) = (footway){
      .line = kept,
      .width = c->width,
      .level = c->level,
      .way = c->way,
      .name = tags_name(&c->in->osm, c->tags),
      .id = c->pieces == 1 ? text_of(c->in->arena, "f%lld", (long long)id) : text_of(c->in->arena, "f%lld-%u", (long long)id, c->pieces),
      .covered = is_covered(c->in, c->tags),
  };
}

/* Whether a straight piece passes over the open stretch of a road of its level. */
typedef struct over {
  const import *in;
  soi_point a, b;
  int32_t level;
  bool found;
} over;

static bool see_over(void *context, uint32_t owner, uint32_t segment) {
  over *const o = context;
  const edge *const e = &o->in->edges.items[owner];
  (void)segment;
  double f, g;
  for (uint32_t i = 1; edge_is_road(e) && e->tags.level == o->level && i < e->open.count && !o->found; ++i) {
    o->found = segments_meet(o->a, o->b, e->open.points[i - 1], e->open.points[i], &f, &g);
  }
  return !o->found;
}

bool footway_over_road(const import *in, soi_point a, soi_point b, int32_t level) {
  over o = {in, a, b, level, false};
  grid_visit(&in->roads, a, b, 1.0, see_over, &o);
  return o.found;
}

/* A piece between contacts; where it would still pass over a road, as a crossing had to move past another one, it is cut. */
static void add_piece(cutter *c, line l) {
  line kept = {SOI_NEW(c->in->arena, soi_point, l.count + 1), 0};
  for (uint32_t i = 0; i < l.count; ++i) {
    if (kept.count > 0 && gap(kept.points[kept.count - 1], l.points[i]) <= 0.05) { continue; }
    if (kept.count > 0 && footway_over_road(c->in, kept.points[kept.count - 1], l.points[i], c->level)) {
      guess_add(c->in->found, GUESS_CROSSING, (source){'w', c->in->osm.ways.items[c->way].id, l.points[i]},
                "passes over a road where there is no crossing; the way is cut");
      put_piece(c, kept);
      kept = (line){SOI_NEW(c->in->arena, soi_point, l.count + 1), 0};
    }
    kept.points[kept.count++] = l.points[i];
  }
  put_piece(c, kept);
}

/* The side of a road that a way comes from at a contact: 0 left of forward, 1 right. It goes on at the other. */
static uint32_t side_before(const cutter *c, const contact *k, uint32_t row) {
  const edge *const e = &c->in->edges.items[row];
  soi_point way, road;
  (void)line_at(c->line, k->at, &way);
  if (row == k->edge) {
    (void)line_at(e->line, k->along, &road);
  } else {
    (void)line_at(e->open, within(line_nearest(e->open, line_at(c->line, k->at, NULL)).at, 0.01, e->open_length - 0.01), &road);
  }
  return cross(road, way) < 0.0 ? 0 : 1;
}

/* How far the way must end before a contact so as to be off the carriageway: walks away from it, towards direction -1 or 1. */
static double off_road(const cutter *c, const contact *k, double limit, int direction) {
  const edge *const e = &c->in->edges.items[k->edge];
  const double half = edge_half_most(e, c->in->left_hand) + KERB + 0.1;
  for (double at = k->at; direction > 0 ? at < limit : at > limit; at += 0.25 * direction) {
    if (line_nearest(e->line, line_at(c->line, at, NULL)).away >= half) { return at; }
  }
  return limit;
}

static line with_point(import *in, line l, soi_point p, bool first) {
  line longer = {SOI_NEW(in->arena, soi_point, l.count + 1), l.count + 1};
  if (l.count > 0) { memcpy(longer.points + (first ? 1 : 0), l.points, l.count * sizeof *l.points); }
  longer.points[first ? 0 : l.count] = p;
  return longer;
}

/* Whether many ways on foot meet at a contact, so that people cross there though each way ends. */
static bool people_cross(const import *in, const cutter *c, const contact *k) {
  const soi_point place = line_at(c->line, k->at, NULL);
  const edge *const e = &in->edges.items[k->edge];
  for (uint32_t i = 0; i < e->ref_count; ++i) {
    const osm_node *const node = &in->osm.nodes.items[e->refs[i]];
    if (node->tags.count > 0 && gap(node->at, place) < 0.6 && osm_tag_is(&in->osm, node->tags, "highway", "crossing")) { return true; }
  }
  return osm_tag_is(&in->osm, c->tags, "footway", "crossing");
}

static soi_crossing_kind kind_at(const import *in, const cutter *c, const contact *k) {
  const soi_point place = line_at(c->line, k->at, NULL);
  const edge *const e = &in->edges.items[k->edge];
  soi_crossing_kind kind = osm_tag_is(&in->osm, c->tags, "footway", "crossing") ? crossing_kind(in, c->tags) : SOI_CROSSING_UNMARKED;
  for (uint32_t i = 0; i < e->ref_count && kind == SOI_CROSSING_UNMARKED; ++i) {
    const osm_node *const node = &in->osm.nodes.items[e->refs[i]];
    if (node->tags.count > 0 && gap(node->at, place) < 0.6) { kind = crossing_kind(in, node->tags); }
  }
  return kind;
}

/* Cuts a way at its contacts with roads. from is where the piece at hand begins; start is the crossing's end it begins with. */
static void cut_way(cutter *c) {
  import *const in = c->in;
  const contacts found = find_contacts(in, c->line, c->level);
  const double length = line_length(c->line);
  const int64_t id = in->osm.ways.items[c->way].id;
  double from = 0.0;
  bool has_start = false;
  soi_point start = {0.0, 0.0};
  for (uint32_t i = 0; i <= found.list.count; ++i) {
    const contact *const k = i < found.list.count ? &found.list.items[i] : NULL;
    const bool at_start = k != NULL && k->end && k->at < 0.6, at_end = k != NULL && k->end && !at_start;
    uint32_t crossed = NONE;
    if (k != NULL && (!k->end || people_cross(in, c, k))) {
      crossed = crossing_at(in, k->edge, kind_at(in, c, k), (source){'w', id, line_at(c->line, k->at, NULL)});
    }
    const double to = k == NULL ? length : off_road(c, k, from, -1);
    const double next = k == NULL ? length : off_road(c, k, i + 1 < found.list.count ? found.list.items[i + 1].at : length, 1);
    /* What lies before the contact. */
    if (!at_start) {
      line piece = to > from + 0.05 ? line_part(in->arena, c->line, from, to) : (line){NULL, 0};
      piece = has_start ? with_point(in, piece, start, true) : piece;
      if (crossed != NONE) {
        const crossing *const x = &in->crossings.items[crossed];
        const uint32_t side = side_before(c, k, x->edge);
        piece = with_point(in, piece, x->ends[side], false);
      } else if (k != NULL && !in->edges.items[k->edge].inner) {
        in->edges.items[k->edge].sidewalk_wanted[side_before(c, k, k->edge)] = true;
      }
      add_piece(c, piece);
    }
    if (k == NULL || at_end) { break; }
    /* What lies behind it. */
    from = next;
    has_start = crossed != NONE;
    if (crossed != NONE) {
      const crossing *const x = &in->crossings.items[crossed];
      const uint32_t side = 1 - side_before(c, k, x->edge);
      start = x->ends[side];
    } else if (!in->edges.items[k->edge].inner) {
      in->edges.items[k->edge].sidewalk_wanted[1 - side_before(c, k, k->edge)] = true;
    }
    if (crossed == NONE && !k->end) {
      guess_add(in->found, GUESS_CROSSING, (source){'w', id, line_at(c->line, k->at, NULL)},
                "no room to cross the road here; the way is cut");
    }
  }
}

static void add_line(import *in, uint32_t row) {
  const osm_way *const way = &in->osm.ways.items[row];
  cutter c = {.in = in, .way = row, .tags = way->tags, .level = tags_level(&in->osm, way->tags), .width = usual_width(in, way->tags)};
  /* Runs inside the box. */
  line run = {SOI_NEW(in->arena, soi_point, way->ref_count), 0};
  for (uint32_t i = 0; i <= way->ref_count; ++i) {
    const osm_node *const node = i < way->ref_count ? osm_node_of(&in->osm, way, i) : NULL;
    if (node != NULL && node->inside) {
      run.points[run.count++] = node->at;
      continue;
    }
    if (run.count > 1) {
      c.line = (line){SOI_NEW(in->arena, soi_point, run.count), run.count};
      memcpy(c.line.points, run.points, run.count * sizeof *run.points);
      c.line = line_simplified(in->arena, c.line, 0.15);
      if (line_length(c.line) > 0.5) { cut_way(&c); }
    }
    run.count = 0;
  }
}

/* --- areas ----------------------------------------------------------------------------------------------------------- */

static void add_area(import *in, uint32_t row) {
  const osm_way *const way = &in->osm.ways.items[row];
  line ring = {SOI_NEW(in->arena, soi_point, way->ref_count), 0};
  for (uint32_t i = 0; i + 1 < way->ref_count; ++i) {
    const osm_node *const node = osm_node_of(&in->osm, way, i);
    if (!node->inside) { return; }
    ring.points[ring.count++] = node->at;
  }
  osm_untangle(&in->osm, way, ring);
  *list_add(in->arena, &in->footways) = (footway){
      .line = ring,
      .area = true,
      .level = tags_level(&in->osm, way->tags),
      .way = row,
      .name = tags_name(&in->osm, way->tags),
      .id = text_of(in->arena, "f%lld", (long long)way->id),
      .covered = is_covered(in, way->tags),
  };
}

/* --- levels ---------------------------------------------------------------------------------------------------------- */

typedef struct meeting {
  import *in;
  uint32_t row;
  soi_point at;
} meeting;

static bool see_other(void *context, uint32_t owner, uint32_t segment) {
  meeting *const m = context;
  footway *const way = &m->in->footways.items[m->row];
  const footway *const other = &m->in->footways.items[owner];
  const line piece = {(soi_point *)other->line.points + segment, 2};
  if (owner == m->row || way->level == other->level || line_nearest(piece, m->at).away > 0.3) { return true; }
  for (uint32_t i = 0; i < way->joins.count; ++i) {
    if (way->joins.items[i] == owner) { return true; }
  }
  for (uint32_t i = 0; i < other->joins.count; ++i) {
    if (other->joins.items[i] == m->row) { return true; }
  }
  *list_add(m->in->arena, &way->joins) = owner;
  return true;
}

/* Ways of different levels whose ends touch are joined: stairs, lifts, ramps. */
static void join_levels(import *in) {
  grid feet = grid_make(in->arena, in->osm.low, in->osm.high, 40.0);
  for (uint32_t i = 0; i < in->footways.count; ++i) { grid_add(&feet, i, in->footways.items[i].line); }
  for (uint32_t i = 0; i < in->footways.count; ++i) {
    const footway *const way = &in->footways.items[i];
    meeting m = {in, i, way->line.points[0]};
    grid_visit(&feet, m.at, m.at, 0.5, see_other, &m);
    m.at = way->line.points[way->line.count - 1];
    grid_visit(&feet, m.at, m.at, 0.5, see_other, &m);
  }
}

void footways_build(import *in) {
  in->roads = grid_make(in->arena, in->osm.low, in->osm.high, 40.0);
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    if (!in->edges.items[row].gone) { grid_add(&in->roads, row, in->edges.items[row].line); }
  }
  for (uint32_t row = 0; row < in->osm.ways.count; ++row) {
    const osm_way *const way = &in->osm.ways.items[row];
    if (way->ref_count > 1 && tags_walkable(&in->osm, way->tags)) {
      if (osm_is_closed(&in->osm, way) && osm_tag_is(&in->osm, way->tags, "area", "yes")) {
        add_area(in, row);
      } else {
        add_line(in, row);
      }
    }
  }
  crossings_finish(in);
  sidewalks_decide(in);
  join_levels(in);
}
