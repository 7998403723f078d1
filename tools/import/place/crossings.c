#include "crossings.h"

#include <string.h>

#include "phases.h"

static const double WIDTH = 3.0;  /* m, of a crossing */
static const double SAME = 4.0;   /* m: crossings nearer than that on one road are one */
static const double MOVED = 30.0; /* m a crossing may move at most */

/* The road's open stretch that is to be crossed; an inner piece gives way to the nearest road of its junction. */
static uint32_t open_edge_near(const import *in, uint32_t row, soi_point place) {
  const edge *const e = &in->edges.items[row];
  if (!e->inner) { return row; }
  uint32_t best = NONE;
  double away = MOVED;
  for (uint32_t end = 0; end < 2; ++end) {
    const cluster *const c = edge_cluster(in, e, end);
    for (uint32_t i = 0; i < c->end_count; ++i) {
      const uint32_t other = in->cluster_ends[c->first_end + i].edge;
      const double far = line_nearest(in->edges.items[other].open, place).away;
      if (far < away) {
        away = far;
        best = other;
      }
    }
  }
  return best;
}

static void place_ends(const import *in, crossing *x) {
  const edge *const e = &in->edges.items[x->edge];
  soi_point heading;
  const soi_point middle = line_at(e->open, x->at, &heading);
  x->ends[0] = move(middle, left_of(heading), edge_half(e, 0, in->left_hand) + KERB);
  x->ends[1] = move(middle, left_of(heading), -edge_half(e, 1, in->left_hand) - KERB);
}

soi_crossing_kind crossing_kind(const import *in, osm_tags tags) {
  const char *const kind = osm_tag_of(&in->osm, tags, "crossing"), *const marks = osm_tag_of(&in->osm, tags, "crossing:markings");
  if ((kind != NULL && strstr(kind, "traffic_signals") != NULL) || osm_tag_is(&in->osm, tags, "crossing:signals", "yes")) {
    return SOI_CROSSING_SIGNAL;
  }
  const bool marked =
      (kind != NULL && (strstr(kind, "zebra") != NULL || strstr(kind, "marked") == kind || strstr(kind, "uncontrolled") != NULL)) ||
      (marks != NULL && strcmp(marks, "no") != 0);
  return marked ? SOI_CROSSING_ZEBRA : SOI_CROSSING_UNMARKED;
}

uint32_t crossing_at(import *in, uint32_t edge_row, soi_crossing_kind kind, source from) {
  const uint32_t row = open_edge_near(in, edge_row, from.at);
  if (row == NONE) { return NONE; }
  const edge *const e = &in->edges.items[row];
  const nearest there = line_nearest(e->open, from.at);
  if (there.away > MOVED || e->open_length < 2.0) { return NONE; }
  const double width = least(WIDTH, e->open_length - 0.4), margin = 0.5 * width + 0.1;
  const double at = within(there.at, margin, e->open_length - margin);
  for (uint32_t i = 0; i < in->crossings.count; ++i) {
    crossing *const other = &in->crossings.items[i];
    if (other->edge == row && fabs(other->at - at) < SAME) {
      other->kind =
          kind == SOI_CROSSING_SIGNAL || (kind == SOI_CROSSING_ZEBRA && other->kind == SOI_CROSSING_UNMARKED) ? kind : other->kind;
      return i;
    }
  }
  *list_add(in->arena, &in->crossings) = (crossing){.edge = row,
                                                    .at = at,
                                                    .width = width,
                                                    .kind = kind,
                                                    .from = from,
                                                    .id = text_of(in->arena, "x%c%lld", from.type, (long long)from.osm)};
  place_ends(in, &in->crossings.items[in->crossings.count - 1]);
  if (there.away > 3.0) {
    guess_add(in->found, GUESS_CROSSING, from, "drawn inside a junction; moved %.0f m to where the road begins", there.away);
  }
  return in->crossings.count - 1;
}

/* Whether a way on foot ends at a point. */
static bool is_reached(const import *in, soi_point p) {
  for (uint32_t i = 0; i < in->footways.count; ++i) {
    const line l = in->footways.items[i].line;
    if (gap(l.points[0], p) < 0.3 || gap(l.points[l.count - 1], p) < 0.3) { return true; }
  }
  return false;
}

/* Crossings that lead to no way on foot at one of their ends give the road a sidewalk there. */
static void name_and_connect(import *in) {
  for (uint32_t i = 0; i < in->crossings.count; ++i) {
    crossing *const x = &in->crossings.items[i];
    uint32_t same = 0;
    for (uint32_t side = 0; side < 2; ++side) { in->edges.items[x->edge].sidewalk_wanted[side] |= !is_reached(in, x->ends[side]); }
    for (uint32_t j = 0; j < i; ++j) {
      same += in->crossings.items[j].from.osm == x->from.osm && in->crossings.items[j].from.type == x->from.type ? 1 : 0;
    }
    if (same > 0) { x->id = text_of(in->arena, "%s-%u", x->id, same + 1); }
  }
}

/* Crossings drawn as a node of the road only. */
static void add_node_crossings(import *in) {
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    const edge *const e = &in->edges.items[row];
    for (uint32_t i = 0; edge_is_road(e) && i < e->ref_count; ++i) {
      const osm_node *const node = &in->osm.nodes.items[e->refs[i]];
      if (node->tags.count > 0 && node->inside && osm_tag_is(&in->osm, node->tags, "highway", "crossing") &&
          !osm_tag_is(&in->osm, node->tags, "crossing", "no")) {
        (void)crossing_at(in, row, crossing_kind(in, node->tags), (source){'n', node->id, node->at});
      }
    }
  }
}

void crossings_finish(import *in) {
  add_node_crossings(in);
  name_and_connect(in);
}
