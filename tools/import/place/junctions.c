/* Which vertices are one junction, and where the roads that lead there end. Roads are cut back until their mouths are clear of each
 * other; where that leaves too little of a road between two vertices, the road is swallowed and the two become one. So the four
 * nodes where two divided roads cross are one junction, and so are the two of a staggered one. */
#include "phases.h"

static const double CLEAR = 0.6;           /* m between a mouth and another road's edge */
static const double LEAST_CUT = 1.5;       /* m */
static const double MOST_CUT = 30.0;       /* m */
static const double MOST_INNER_CUT = 12.0; /* m */
static const double LEAST_OPEN = 3.0;      /* m of a road that must be left between two junctions, and ... */
static const double LEAST_GREAT = 14.0;    /* ... two cars' length between two that great roads cross, lest those who wait block them */
static const double PARALLEL = 0.45;       /* rad (25 degrees) */
static const double AHEAD = 2.6;           /* rad (150 degrees): roads that go on in each other */
static const double SIGNAL_REACH = 40.0;   /* m from a light to the junction it belongs to */
static const double SIGNAL_SPAN = 45.0;    /* m a road between two vertices with lights may be long to be swallowed */
enum { ROUNDS = 8 };

/* --- clusters -------------------------------------------------------------------------------------------------------- */

static uint32_t root_of(const import *in, uint32_t v) {
  while (in->vertices.items[v].cluster != v) { v = in->vertices.items[v].cluster; }
  return v;
}

/* How far apart the vertices of a junction may lie. */
static double span_of(const import *in, uint32_t a, uint32_t b, const uint32_t *greatest) {
  if (in->vertices.items[a].signal && in->vertices.items[b].signal) { return 80.0; }
  const uint32_t class_ = greatest[a] > greatest[b] ? greatest[a] : greatest[b];
  return class_ >= SOI_ROAD_SECONDARY ? 40.0 : class_ >= SOI_ROAD_RESIDENTIAL ? 25.0 : 18.0;
}

static double spread(const import *in, uint32_t a, uint32_t b) {
  double far = 0.0;
  for (uint32_t i = a; i != NONE; i = in->vertices.items[i].next_member) {
    for (uint32_t j = b; j != NONE; j = in->vertices.items[j].next_member) {
      far = most(far, gap(in->vertices.items[i].at, in->vertices.items[j].at));
    }
  }
  return far;
}

static void unite(import *in, uint32_t a, uint32_t b, uint32_t *greatest) {
  const uint32_t low = a < b ? a : b, high = a < b ? b : a;
  in->vertices.items[high].cluster = low;
  uint32_t last = low;
  while (in->vertices.items[last].next_member != NONE) { last = in->vertices.items[last].next_member; }
  in->vertices.items[last].next_member = high;
  in->vertices.items[low].signal |= in->vertices.items[high].signal;
  greatest[low] = greatest[low] > greatest[high] ? greatest[low] : greatest[high];
}

/* Lists the ends of the roads that lead to each cluster; a cluster is known by its first vertex until it gets a row. */
static void list_cluster_ends(import *in) {
  in->clusters.count = 0;
  uint32_t *const row_of = SOI_NEW(in->arena, uint32_t, in->vertices.count + 1);
  for (uint32_t v = 0; v < in->vertices.count; ++v) {
    if (root_of(in, v) == v) {
      row_of[v] = in->clusters.count;
      *list_add(in->arena, &in->clusters) = (cluster){.vertex = v, .signal = in->vertices.items[v].signal};
    }
    cluster *const c = &in->clusters.items[row_of[root_of(in, v)]];
    c->at = add(c->at, in->vertices.items[v].at);
    ++c->size;
  }
  for (uint32_t i = 0; i < in->clusters.count; ++i) {
    in->clusters.items[i].at = scale(in->clusters.items[i].at, 1.0 / in->clusters.items[i].size);
  }
  in->cluster_ends = SOI_NEW(in->arena, edge_end, 2 * (size_t)in->edges.count + 1);
  for (int pass = 0; pass < 2; ++pass) {
    for (uint32_t i = 0, used = 0; pass == 1 && i < in->clusters.count; ++i) {
      in->clusters.items[i].first_end = used;
      used += in->clusters.items[i].end_count;
      in->clusters.items[i].end_count = 0;
    }
    for (uint32_t i = 0; i < 2 * in->edges.count; ++i) {
      const edge *const e = &in->edges.items[i / 2];
      cluster *const c = &in->clusters.items[row_of[root_of(in, e->vertices[i % 2])]];
      if (!edge_is_road(e)) { continue; }
      if (pass == 1) { in->cluster_ends[c->first_end + c->end_count] = (edge_end){i / 2, i % 2}; }
      ++c->end_count;
    }
  }
}

/* --- mouths ---------------------------------------------------------------------------------------------------------- */

typedef struct arm {
  line line; /* outwards */
  double half, length;
  soi_point heading; /* outwards */
  const edge *edge;
} arm;

static arm arm_of(import *in, edge_end end) {
  const edge *const e = &in->edges.items[end.edge];
  const line l = end.at == 0 ? e->line : line_reversed(in->arena, e->line);
  return (arm){l, edge_half_most(e, in->left_hand), e->length, towards(l.points[0], line_at(l, least(12.0, 0.5 * e->length), NULL)), e};
}

/* Whether the mouth of a at a distance along it is clear of b. */
static bool is_clear(const arm *a, const arm *b, double at) {
  soi_point heading;
  const soi_point middle = line_at(a->line, at, &heading);
  for (int side = -1; side <= 1; ++side) {
    if (line_nearest(b->line, move(middle, left_of(heading), side * a->half)).away < b->half + CLEAR) { return false; }
  }
  return true;
}

/* How far a must be cut back for b. */
static double cut_for(const arm *a, const arm *b, double limit) {
  const double angle = fabs(turned(a->heading, b->heading));
  if (angle > AHEAD) { return LEAST_CUT; }
  for (double at = 0.0; at <= limit; at += 0.5) {
    if (is_clear(a, b, at)) {
      const bool great = a->edge->tags.class_ >= SOI_ROAD_SECONDARY && b->edge->tags.class_ >= SOI_ROAD_SECONDARY;
      return at + (angle > PARALLEL ? great ? 4.0 : 2.0 : 0.0);
    }
  }
  /* Never clear: two carriageways side by side are drawn too near, a fork is left where half the widths are apart. */
  if (angle < PARALLEL && gap(a->line.points[0], b->line.points[0]) > 2.0) { return LEAST_CUT; }
  for (double at = 0.0; at <= limit; at += 0.5) {
    if (line_nearest(b->line, line_at(a->line, at, NULL)).away > 0.5 * (a->half + b->half)) { return at; }
  }
  return limit;
}

/* Where one road goes on in another: room for the bend, and for lanes that come or go. */
static double cut_between(const arm *a, const arm *b) {
  const double angle = 3.14159265358979 - fabs(turned(a->heading, b->heading));
  const bool same = a->edge->tags.lanes[0] + a->edge->tags.lanes[1] == b->edge->tags.lanes[0] + b->edge->tags.lanes[1];
  return within((a->half + 4.0) * tan(0.5 * least(angle, 2.4)), LEAST_CUT, 12.0) + (same ? 0.0 : 5.0);
}

/* How far a road must be cut back for the swallowed roads that pass at its foot: traffic between the others drives there. */
static double cut_for_inner(import *in, edge_end end, const arm *a) {
  const vertex *const v = &in->vertices.items[in->edges.items[end.edge].vertices[end.at]];
  double cut = LEAST_CUT;
  for (uint32_t i = 0; i < v->end_count; ++i) {
    const edge_end other = in->ends[v->first_end + i];
    if (in->edges.items[other.edge].inner) {
      const arm b = arm_of(in, other);
      cut = fabs(turned(a->heading, b.heading)) > PARALLEL ? most(cut, cut_for(a, &b, MOST_INNER_CUT)) : cut;
    }
  }
  return cut;
}

static void cut_cluster(import *in, const cluster *c, bool inner) {
  arm *const arms = SOI_NEW(in->arena, arm, c->end_count + 1);
  for (uint32_t i = 0; i < c->end_count; ++i) { arms[i] = arm_of(in, in->cluster_ends[c->first_end + i]); }
  for (uint32_t i = 0; i < c->end_count; ++i) {
    const edge_end end = in->cluster_ends[c->first_end + i];
    double cut = c->end_count < 2 ? 0.0 : LEAST_CUT;
    for (uint32_t j = 0; j < c->end_count; ++j) {
      if (j != i) { cut = most(cut, c->end_count == 2 ? cut_between(&arms[i], &arms[j]) : cut_for(&arms[i], &arms[j], MOST_CUT)); }
    }
    cut = inner ? most(cut, cut_for_inner(in, end, &arms[i])) : cut;
    in->edges.items[end.edge].cut[end.at] = least(cut, MOST_CUT);
  }
}

/* inner: also for the roads that junctions have swallowed, once it is known which. */
static void cut_all(import *in, bool inner) {
  list_cluster_ends(in);
  for (uint32_t i = 0; i < in->clusters.count; ++i) { cut_cluster(in, &in->clusters.items[i], inner); }
}

/* --- merging --------------------------------------------------------------------------------------------------------- */

/* How many ends of great roads meet at a vertex. */
static uint32_t great_ends(const import *in, uint32_t row) {
  const vertex *const v = &in->vertices.items[row];
  uint32_t count = 0;
  for (uint32_t i = 0; i < v->end_count; ++i) {
    count += in->edges.items[in->ends[v->first_end + i].edge].tags.class_ >= SOI_ROAD_TERTIARY ? 1 : 0;
  }
  return count;
}

static bool wants_merging(const import *in, const edge *e, uint32_t a, uint32_t b) {
  if (e->tags.roundabout && e->length > 6.0) { return false; }
  const bool lights = in->vertices.items[a].signal && in->vertices.items[b].signal;
  const double open = great_ends(in, e->vertices[0]) > 2 && great_ends(in, e->vertices[1]) > 2 ? LEAST_GREAT : LEAST_OPEN;
  return e->length < e->cut[0] + e->cut[1] + open || (lights && e->length < SIGNAL_SPAN);
}

/* One round: swallows the roads that are too short. Returns whether anything changed. */
static bool merge_round(import *in, uint32_t *greatest) {
  bool changed = false;
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    const uint32_t a = root_of(in, e->vertices[0]), b = root_of(in, e->vertices[1]);
    if (!edge_is_road(e)) { continue; }
    if (a == b) {
      e->inner = true;
      changed = true;
    } else if (in->vertices.items[a].end_count > 1 && in->vertices.items[b].end_count > 1 && wants_merging(in, e, a, b) &&
               spread(in, a, b) <= span_of(in, a, b, greatest)) {
      unite(in, a, b, greatest);
      e->inner = true;
      changed = true;
    }
  }
  return changed;
}

/* Lights at the stop lines of a junction belong to its vertex. */
static void find_signals(import *in) {
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    const edge *const e = &in->edges.items[row];
    for (uint32_t i = 0; !e->gone && i < e->ref_count; ++i) {
      const osm_node *const node = &in->osm.nodes.items[e->refs[i]];
      if (node->tags.count == 0 || !osm_tag_is(&in->osm, node->tags, "highway", "traffic_signals")) { continue; }
      const double at = line_nearest(e->line, node->at).at;
      const uint32_t end = e->length - at < at ? 1 : 0;
      vertex *const v = &in->vertices.items[e->vertices[end]];
      if (least(at, e->length - at) < SIGNAL_REACH && v->end_count > 2) { v->signal = true; }
    }
  }
}

/* --- what is left of the roads --------------------------------------------------------------------------------------- */

static void open_edge(import *in, edge *e) {
  const double room = most(least(LEAST_OPEN, 0.6 * e->length), 1.2), taken = e->cut[0] + e->cut[1];
  if (taken > e->length - room) {
    guess_add(in->found, GUESS_SHORTENED, edge_source(in, e, e->line.points[0]),
              "too short for the junctions at its ends (%.1f m); they are drawn smaller", e->length);
    const double factor = most(e->length - room, 0.0) / taken;
    e->cut[0] *= factor;
    e->cut[1] *= factor;
  }
  e->open = line_without_tight_bends(line_part(in->arena, e->line, e->cut[0], e->length - e->cut[1]), edge_half_most(e, in->left_hand));
  e->open_length = line_length(e->open);
}

/* Named by the least id of its nodes. */
static const char *cluster_name(import *in, const cluster *c) {
  int64_t id = INT64_MAX;
  for (uint32_t v = c->vertex; v != NONE; v = in->vertices.items[v].next_member) {
    const int64_t own = in->osm.nodes.items[in->vertices.items[v].node].id;
    id = own < id ? own : id;
  }
  return text_of(in->arena, "n%lld", (long long)id);
}

/* After the merging vertices know the row of their cluster. */
static void name_clusters(import *in) {
  for (uint32_t i = 0; i < in->clusters.count; ++i) {
    cluster *const c = &in->clusters.items[i];
    c->id = cluster_name(in, c);
    if (c->size > 1 && c->end_count > 0) {
      guess_add(in->found, GUESS_MERGED, (source){'n', in->osm.nodes.items[in->vertices.items[c->vertex].node].id, c->at},
                "%u nodes are drawn as one junction", c->size);
    }
    for (uint32_t v = c->vertex; v != NONE; v = in->vertices.items[v].next_member) {
      in->vertices.items[v].cluster = i;
      in->vertices.items[v].cut &= c->size == 1;
    }
  }
}

/* A road from a junction back to itself is cut in two in its middle. */
static void split_loops(import *in) {
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    const edge e = in->edges.items[row];
    if (e.gone || e.inner || root_of(in, e.vertices[0]) != root_of(in, e.vertices[1]) || e.length < SIGNAL_SPAN) { continue; }
    road_graph_split(in, row, e.ref_count / 2, line_part(in->arena, e.line, 0.0, 0.5 * e.length),
                     line_part(in->arena, e.line, 0.5 * e.length, e.length));
  }
}

void junctions_merge(import *in) {
  find_signals(in);
  /* A loop may come of every round: room for the vertices that split them. */
  uint32_t *const greatest = SOI_NEW(in->arena, uint32_t, 2 * (size_t)in->vertices.count + in->edges.count + 1);
  for (uint32_t v = 0; v < in->vertices.count; ++v) {
    in->vertices.items[v].cluster = v;
    in->vertices.items[v].next_member = NONE;
  }
  for (uint32_t i = 0; i < 2 * in->edges.count; ++i) {
    const edge *const e = &in->edges.items[i / 2];
    uint32_t *const class_ = &greatest[e->vertices[i % 2]];
    *class_ = !e->gone && (uint32_t)e->tags.class_ > *class_ ? (uint32_t)e->tags.class_ : *class_;
  }
  for (int round = 0; round < ROUNDS; ++round) {
    cut_all(in, false);
    const bool changed = merge_round(in, greatest);
    split_loops(in);
    road_graph_list_ends(in);
    if (!changed) { break; }
  }
  cut_all(in, true);
  name_clusters(in);
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    if (edge_is_road(e)) { open_edge(in, e); }
  }
}
