#include "road_graph.h"

#include <string.h>

#include "phases.h"

static const double SHORT_PIECE = 15.0; /* m: a shorter piece takes what its neighbour says */
static const double LONG_PIECE = 40.0;  /* m: both longer, and a change of speed or name is worth a node */
static const double SIMPLE = 0.3;       /* m */
static const double SHARP = 0.9;        /* rad: sharper bends that do not fit the road's width become nodes */

double edge_half(const edge *e, int side, bool left_hand) {
  const double all = (double)(e->tags.lanes[0] + e->tags.lanes[1]) * e->tags.lane_width;
  if (e->tags.lanes[0] == 0 || e->tags.lanes[1] == 0) { return 0.5 * all; }
  return (double)e->tags.lanes[(side == 0) == left_hand ? 0 : 1] * e->tags.lane_width;
}

const cluster *edge_cluster(const import *in, const edge *e, uint32_t end) {
  return &in->clusters.items[in->vertices.items[e->vertices[end]].cluster];
}

source edge_source(const import *in, const edge *e, soi_point at) { return (source){'w', in->osm.ways.items[e->ways[0]].id, at}; }

/* --- pieces of ways -------------------------------------------------------------------------------------------------- */

typedef struct builder {
  import *in;
  bool *usable;     /* [way] */
  uint32_t *degree; /* [node] pieces of road that meet there */
  bool *node_is_vertex;
  uint32_t *vertex_of; /* [node] */
} builder;

/* Whether the piece from ref i - 1 to ref i is imported. */
static bool piece_inside(const import *in, const osm_way *way, uint32_t i) {
  return osm_node_of(&in->osm, way, i - 1)->inside || osm_node_of(&in->osm, way, i)->inside;
}

static void count_pieces(builder *b) {
  import *const in = b->in;
  for (uint32_t w = 0; w < in->osm.ways.count; ++w) {
    const osm_way *const way = &in->osm.ways.items[w];
    b->usable[w] = way->ref_count > 1 && tags_drivable(&in->osm, way->tags);
    for (uint32_t i = 1; b->usable[w] && i < way->ref_count; ++i) {
      if (piece_inside(in, way, i)) {
        ++b->degree[osm_ref(&in->osm, way, i - 1)];
        ++b->degree[osm_ref(&in->osm, way, i)];
      }
    }
    if (b->usable[w]) {
      b->node_is_vertex[osm_ref(&in->osm, way, 0)] = b->node_is_vertex[osm_ref(&in->osm, way, way->ref_count - 1)] = true;
    }
  }
}

static uint32_t vertex_at(builder *b, uint32_t node) {
  if (b->vertex_of[node] == NONE) {
    b->vertex_of[node] = b->in->vertices.count;
    *list_add(b->in->arena, &b->in->vertices) = (vertex){.node = node, .at = b->in->osm.nodes.items[node].at};
  }
  return b->vertex_of[node];
}

/* Whether the map goes on beyond the box here. */
static bool is_cut(const import *in, const osm_way *way, uint32_t i) {
  return (i > 0 && !piece_inside(in, way, i)) || (i + 1 < way->ref_count && !piece_inside(in, way, i + 1));
}

static void add_edge(builder *b, uint32_t way_row, const road_tags *tags, uint32_t first, uint32_t last) {
  import *const in = b->in;
  const osm_way *const way = &in->osm.ways.items[way_row];
  edge e = {.ways = {way_row, way_row}, .tags = *tags, .ref_count = last - first + 1};
  e.refs = SOI_NEW(in->arena, uint32_t, e.ref_count);
  e.line = (line){SOI_NEW(in->arena, soi_point, e.ref_count), e.ref_count};
  for (uint32_t i = 0; i < e.ref_count; ++i) {
    e.refs[i] = osm_ref(&in->osm, way, tags->reversed ? last - i : first + i);
    e.line.points[i] = in->osm.nodes.items[e.refs[i]].at;
  }
  e.length = line_length(e.line);
  if (e.length < 0.1) { return; }
  e.vertices[0] = vertex_at(b, e.refs[0]);
  e.vertices[1] = vertex_at(b, e.refs[e.ref_count - 1]);
  in->vertices.items[e.vertices[0]].cut |= is_cut(in, way, tags->reversed ? last : first);
  in->vertices.items[e.vertices[1]].cut |= is_cut(in, way, tags->reversed ? first : last);
  *list_add(in->arena, &in->edges) = e;
}

/* Cuts a run of pieces at its vertices. A ring that comes back to where it began is cut in the middle too. */
static void add_run(builder *b, uint32_t way_row, const road_tags *tags, uint32_t first, uint32_t last) {
  const osm_way *const way = &b->in->osm.ways.items[way_row];
  uint32_t from = first;
  for (uint32_t i = first + 1; i <= last; ++i) {
    if (i < last && !b->node_is_vertex[osm_ref(&b->in->osm, way, i)]) { continue; }
    if (osm_ref(&b->in->osm, way, from) == osm_ref(&b->in->osm, way, i) && i - from > 2) {
      add_edge(b, way_row, tags, from, (from + i) / 2);
      add_edge(b, way_row, tags, (from + i) / 2, i);
    } else if (osm_ref(&b->in->osm, way, from) != osm_ref(&b->in->osm, way, i)) {
      add_edge(b, way_row, tags, from, i);
    }
    from = i;
  }
}

static void add_way(builder *b, uint32_t row) {
  import *const in = b->in;
  const osm_way *const way = &in->osm.ways.items[row];
  bool inside = false;
  for (uint32_t i = 1; i < way->ref_count; ++i) { inside = inside || piece_inside(in, way, i); }
  if (!inside) { return; }
  const road_tags tags = tags_road(&in->osm, way);
  uint32_t first = NONE;
  for (uint32_t i = 1; i <= way->ref_count; ++i) {
    const bool here = i < way->ref_count && piece_inside(in, way, i);
    if (here && first == NONE) {
      first = i - 1;
    } else if (!here && first != NONE) {
      add_run(b, row, &tags, first, i - 1);
      first = NONE;
    }
  }
}

/* --- ends ------------------------------------------------------------------------------------------------------------ */

void road_graph_list_ends(import *in) {
  in->ends = SOI_NEW(in->arena, edge_end, 2 * (size_t)in->edges.count + 1);
  for (uint32_t v = 0; v < in->vertices.count; ++v) { in->vertices.items[v].end_count = 0; }
  for (int pass = 0; pass < 2; ++pass) {
    for (uint32_t v = 0, used = 0; pass == 1 && v < in->vertices.count; ++v) {
      in->vertices.items[v].first_end = used;
      used += in->vertices.items[v].end_count;
      in->vertices.items[v].end_count = 0;
    }
    for (uint32_t i = 0; i < 2 * in->edges.count; ++i) {
      const edge *const e = &in->edges.items[i / 2];
      vertex *const v = &in->vertices.items[e->vertices[i % 2]];
      if (e->gone) { continue; }
      if (pass == 1) { in->ends[v->first_end + v->end_count] = (edge_end){i / 2, i % 2}; }
      ++v->end_count;
    }
  }
}

/* --- joining --------------------------------------------------------------------------------------------------------- */

static void swap_tags(road_tags *t) {
  const road_tags old = *t;
  for (int i = 0; i < 2; ++i) {
    t->lanes[i] = old.lanes[1 - i];
    t->sidewalk[i] = old.sidewalk[1 - i];
    t->separate[i] = old.separate[1 - i];
    t->turn_lanes[i] = old.turn_lanes[1 - i];
  }
}

static void reverse_edge(import *in, edge *e) {
  e->line = line_reversed(in->arena, e->line);
  uint32_t *const refs = SOI_NEW(in->arena, uint32_t, e->ref_count);
  for (uint32_t i = 0; i < e->ref_count; ++i) { refs[i] = e->refs[e->ref_count - 1 - i]; }
  e->refs = refs;
  const uint32_t vertex_ = e->vertices[0], way = e->ways[0];
  e->vertices[0] = e->vertices[1];
  e->vertices[1] = vertex_;
  e->ways[0] = e->ways[1];
  e->ways[1] = way;
  swap_tags(&e->tags);
}

/* Whether b, which goes on where a ends, is the same road to anyone who drives it. */
static bool goes_on(const edge *a, const edge *b) {
  const road_tags *const s = &a->tags, *const t = &b->tags;
  if (s->level != t->level || s->roundabout != t->roundabout || (s->lanes[1] == 0) != (t->lanes[1] == 0) ||
      (s->lanes[0] == 0) != (t->lanes[0] == 0)) {
    return false;
  }
  const double shorter = least(a->length, b->length);
  if (shorter < SHORT_PIECE) { return true; }
  if (s->lanes[0] != t->lanes[0] || s->lanes[1] != t->lanes[1] || s->class_ != t->class_ || s->link != t->link ||
      fabs(s->lane_width - t->lane_width) > 0.3) {
    return false;
  }
  const bool same_sides = (s->sidewalk[0] > 0.0) == (t->sidewalk[0] > 0.0) && (s->sidewalk[1] > 0.0) == (t->sidewalk[1] > 0.0);
  return shorter < LONG_PIECE || (fabs(s->speed - t->speed) < 1.0 && same_sides && strcmp(s->name.en, t->name.en) == 0);
}

/* Appends b to a; the longer one's tags hold, and what the lanes are for is read where they end. */
static void append(import *in, edge *a, edge *b) {
  const char *const turns[2] = {
      b->tags.turn_lanes[0] != NULL || b->length > LONG_PIECE ? b->tags.turn_lanes[0] : a->tags.turn_lanes[0],
      a->tags.turn_lanes[1] != NULL || a->length > LONG_PIECE ? a->tags.turn_lanes[1] : b->tags.turn_lanes[1],
  };
  a->tags = b->length > a->length ? b->tags : a->tags;
  a->tags.turn_lanes[0] = turns[0];
  a->tags.turn_lanes[1] = turns[1];
  const uint32_t count = a->ref_count + b->ref_count - 1;
  uint32_t *const refs = SOI_NEW(in->arena, uint32_t, count);
  line l = {SOI_NEW(in->arena, soi_point, count), count};
  memcpy(refs, a->refs, a->ref_count * sizeof *refs);
  memcpy(refs + a->ref_count, b->refs + 1, (b->ref_count - 1) * sizeof *refs);
  memcpy(l.points, a->line.points, a->line.count * sizeof *l.points);
  memcpy(l.points + a->line.count, b->line.points + 1, (b->line.count - 1) * sizeof *l.points);
  a->refs = refs;
  a->ref_count = count;
  a->line = l;
  a->length += b->length;
  a->vertices[1] = b->vertices[1];
  a->ways[1] = b->ways[1];
  b->gone = true;
}

/* Joins the two edges that meet at a vertex and nowhere else, where they are one road. */
static void join_at(import *in, uint32_t v) {
  const vertex *const here = &in->vertices.items[v];
  if (here->end_count != 2 || here->cut) { return; }
  const edge_end one = in->ends[here->first_end], two = in->ends[here->first_end + 1];
  edge *a = &in->edges.items[one.edge], *b = &in->edges.items[two.edge];
  const uint32_t far_a = a->vertices[1 - one.at], far_b = b->vertices[1 - two.at];
  if (one.edge == two.edge || far_a == far_b) { return; /* a ring needs two vertices at least */ }
  if (one.at == two.at) { /* one of them is turned round: only a road both ways can be */
    edge *const other = a->tags.lanes[1] > 0 ? a : b;
    if (a->tags.lanes[1] == 0 || b->tags.lanes[1] == 0) { return; }
    reverse_edge(in, other);
  }
  edge *const first = a->vertices[1] == v ? a : b, *const second = first == a ? b : a;
  if (!goes_on(first, second)) {
    if (one.at == two.at) { reverse_edge(in, a->tags.lanes[1] > 0 ? a : b); }
    return;
  }
  const uint32_t kept = (uint32_t)(first - in->edges.items), lost = (uint32_t)(second - in->edges.items);
  append(in, first, second);
  /* Tell the far vertices whose end they have now. */
  const uint32_t fars[2] = {far_a, far_b};
  for (int i = 0; i < 2; ++i) {
    const vertex *const far = &in->vertices.items[fars[i]];
    for (uint32_t j = 0; j < far->end_count; ++j) {
      edge_end *const end = &in->ends[far->first_end + j];
      if (end->edge == lost || end->edge == kept) { *end = (edge_end){kept, in->edges.items[kept].vertices[0] == fars[i] ? 0 : 1}; }
    }
  }
  in->vertices.items[v].end_count = 0;
}

/* --- splitting ----------------------------------------------------------------------------------------------------------- */

void road_graph_split(import *in, uint32_t row, uint32_t ref, line first, line second) {
  edge *const e = &in->edges.items[row];
  const uint32_t v = in->vertices.count;
  *list_add(in->arena, &in->vertices) = (vertex){.node = e->refs[ref], .at = second.points[0], .cluster = v, .next_member = NONE};
  edge rest = *e;
  rest.line = second;
  rest.length = line_length(second);
  rest.refs += ref;
  rest.ref_count -= ref;
  rest.vertices[0] = e->vertices[1] = v;
  e->line = first;
  e->length = line_length(first);
  e->ref_count = ref + 1;
  *list_add(in->arena, &in->edges) = rest;
}

/* Splits an edge where it bends so sharply that its lanes would not fit round: a junction of two roads can turn there. */
static void split_sharp(import *in, uint32_t row) {
  const edge e = in->edges.items[row];
  const double half = edge_half_most(&e, in->left_hand);
  for (uint32_t i = 1; i + 1 < e.line.count; ++i) {
    const soi_point a = e.line.points[i - 1], b = e.line.points[i], c = e.line.points[i + 1];
    const double angle = fabs(turned(towards(a, b), towards(b, c)));
    const double radius = 0.5 * least(gap(a, b), gap(b, c)) / tan(0.5 * least(angle, 3.1));
    if (angle < SHARP || radius > half + 0.6) { continue; }
    uint32_t ref = 0; /* the node nearest to the corner */
    for (uint32_t j = 1; j < e.ref_count; ++j) {
      ref = gap(in->osm.nodes.items[e.refs[j]].at, b) < gap(in->osm.nodes.items[e.refs[ref]].at, b) ? j : ref;
    }
    if (ref == 0 || ref + 1 >= e.ref_count) { continue; }
    road_graph_split(in, row, ref, (line){e.line.points, i + 1}, (line){e.line.points + i, e.line.count - i});
    in->edges.items[row].ways[1] = e.ways[0];
    in->edges.items[row].tags.turn_lanes[0] = in->edges.items[in->edges.count - 1].tags.turn_lanes[1] = NULL;
    return; /* the rest comes when its turn comes */
  }
}

void road_graph_build(import *in) {
  builder b = {.in = in};
  const size_t nodes = in->osm.nodes.count + 1;
  b.usable = SOI_NEW(in->arena, bool, in->osm.ways.count + 1);
  b.degree = SOI_NEW(in->arena, uint32_t, nodes);
  b.node_is_vertex = SOI_NEW(in->arena, bool, nodes);
  b.vertex_of = SOI_NEW(in->arena, uint32_t, nodes);
  for (size_t i = 0; i < nodes; ++i) { b.vertex_of[i] = NONE; }
  count_pieces(&b);
  for (size_t i = 0; i + 1 < nodes; ++i) { b.node_is_vertex[i] = b.node_is_vertex[i] || b.degree[i] > 2; }
  for (uint32_t w = 0; w < in->osm.ways.count; ++w) {
    if (b.usable[w]) { add_way(&b, w); }
  }
  road_graph_list_ends(in);
  for (uint32_t v = 0; v < in->vertices.count; ++v) { join_at(in, v); }
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    if (!e->gone) {
      e->line = line_simplified(in->arena, e->line, SIMPLE);
      e->length = line_length(e->line);
      split_sharp(in, row);
    }
  }
  road_graph_list_ends(in);
}
