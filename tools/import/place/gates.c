/* Where people come and go: station entrances, stations and bus stops become gates, each tied to the nearest way on foot. */
#include <string.h>

#include "phases.h"

static const double REACH = 1.2; /* m beyond its edge a way on foot still catches a gate */
static const double FAR = 60.0;  /* m a gate may lie from the ways on foot */

typedef struct way_place {
  bool found;
  soi_point point;   /* on the way's line */
  double away, half; /* m to the line, half the width of the way */
  int32_t level;
} way_place;

typedef struct gate_search {
  import *in;
  soi_point at;
  way_place best;
  const line *lines;
} gate_search;

static bool see_foot(void *context, uint32_t owner, uint32_t segment) {
  gate_search *const l = context;
  const import *const in = l->in;
  const bool sidewalk = owner >= in->footways.count;
  if (!sidewalk && in->footways.items[owner].area) { return true; }
  const edge *const e = sidewalk ? &in->edges.items[(owner - in->footways.count) / 2] : NULL;
  const line piece = {l->lines[owner].points + segment, 2};
  const nearest n = line_nearest(piece, l->at);
  const int32_t level = sidewalk ? e->tags.level : in->footways.items[owner].level;
  /* Ways on the ground first: one on another level counts as 20 m further. */
  const double away = n.away + (level == 0 ? 0.0 : 20.0), best = l->best.away + (l->best.level == 0 ? 0.0 : 20.0);
  if (!l->best.found || away < best) {
    const double width = sidewalk ? e->tags.sidewalk[(owner - in->footways.count) % 2] : in->footways.items[owner].width;
    l->best = (way_place){true, n.point, n.away, 0.5 * width, level};
  }
  return true;
}

static grid list_lines(import *in, line *lines) {
  grid g = grid_make(in->arena, in->osm.low, in->osm.high, 40.0);
  for (uint32_t i = 0; i < in->footways.count; ++i) {
    lines[i] = in->footways.items[i].line;
    grid_add(&g, i, lines[i]);
  }
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    const edge *const e = &in->edges.items[row];
    for (uint32_t side = 0; edge_is_road(e) && side < 2; ++side) {
      if (e->tags.sidewalk[side] > 0.0) {
        const double away = edge_half(e, (int)side, in->left_hand) + 0.5 * e->tags.sidewalk[side];
        const uint32_t owner = in->footways.count + 2 * row + side;
        lines[owner] = line_offset(in->arena, e->open, side == 0 ? away : -away);
        grid_add(&g, owner, lines[owner]);
      }
    }
  }
  return g;
}

static const char *gate_kind_of(const import *in, osm_tags tags) {
  if (osm_tag_is(&in->osm, tags, "railway", "subway_entrance")) { return "metro"; }
  if (osm_tag_in(&in->osm, tags, "railway", " station halt tram_stop ")) { return "rail"; }
  return osm_tag_is(&in->osm, tags, "highway", "bus_stop") ? "bus" : NULL;
}

static void put_gate(import *in, const osm_node *node, const char *kind, soi_point at) {
  const char *const id = text_of(in->arena, "n%lld", (long long)node->id);
  map_record *const r = record_add(&in->map, SECTION_GATES, id, true, (source){'n', node->id, at});
  record_set_name(&in->map, r, tags_name(&in->osm, node->tags));
  record_set(&in->map, r, "at", "[%.2f, %.2f]", at.x, at.y);
  record_set(&in->map, r, "kind", "%s", kind);
}

/* A gate stands on the way it belongs to: at its own place when that is near, else at the edge of the nearest way. */
static void add_gate(import *in, const grid *feet, const line *lines, const osm_node *node, const char *kind) {
  gate_search l = {.in = in, .at = node->at, .lines = lines};
  grid_visit(feet, node->at, node->at, FAR, see_foot, &l);
  if (!l.best.found || l.best.away > FAR) {
    guess_add(in->found, GUESS_DROPPED, (source){'n', node->id, node->at},
              "the %s stop or entrance has no way on foot within %.0f m; left out", kind, FAR);
    return;
  }
  const double reach = l.best.half + REACH;
  if (l.best.away <= reach) {
    put_gate(in, node, kind, node->at);
    return;
  }
  guess_add(in->found, GUESS_SHORTENED, (source){'n', node->id, node->at},
            "the %s stop or entrance lies %.0f m from the nearest way on foot; moved there", kind, l.best.away);
  put_gate(in, node, kind, move(l.best.point, towards(l.best.point, node->at), 0.5 * l.best.half));
}

void gates_build(import *in) {
  line *const lines = SOI_NEW(in->arena, line, in->footways.count + 2 * (size_t)in->edges.count + 1);
  const grid feet = list_lines(in, lines);
  for (uint32_t i = 0; i < in->osm.nodes.count; ++i) {
    const osm_node *const node = &in->osm.nodes.items[i];
    const char *const kind = node->inside && node->tags.count > 0 ? gate_kind_of(in, node->tags) : NULL;
    if (kind != NULL) { add_gate(in, &feet, lines, node, kind); }
  }
}
