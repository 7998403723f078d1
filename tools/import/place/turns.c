#include "turns.h"

#include <stdlib.h>
#include <string.h>

#include "components.h"
#include "phases.h"

static const double BACK = 2.6;  /* rad (150 degrees) */
static const double EDGE = 30.0; /* m from the box's edge within which a road's end leads out of the map */
enum { MOST_INNER = 64 };        /* steps through a junction */

/* --- restrictions ---------------------------------------------------------------------------------------------------- */

/* The only node at which two ways end both, or NONE. */
static uint32_t shared_end(const import *in, uint32_t from, uint32_t to) {
  const osm_way *const a = &in->osm.ways.items[from], *const b = &in->osm.ways.items[to];
  const uint32_t ends[2][2] = {{in->osm.refs[a->first_ref], in->osm.refs[a->first_ref + a->ref_count - 1]},
                               {in->osm.refs[b->first_ref], in->osm.refs[b->first_ref + b->ref_count - 1]}};
  const bool first = ends[0][0] == ends[1][0] || ends[0][0] == ends[1][1], last = ends[0][1] == ends[1][0] || ends[0][1] == ends[1][1];
  return first == last ? NONE : ends[0][first ? 0 : 1];
}

static void read_member(const import *in, const osm_member *member, restriction *r) {
  if (strcmp(member->role, "from") == 0 && member->type == 'w') {
    r->from = osm_find_way(&in->osm, member->id);
  } else if (strcmp(member->role, "to") == 0 && member->type == 'w') {
    r->to = osm_find_way(&in->osm, member->id);
  } else if (strcmp(member->role, "via") == 0 && member->type == 'n') {
    r->via = osm_find_node(&in->osm, member->id);
  } else if (strcmp(member->role, "via") == 0 && member->type == 'w' && r->via_way_count < MOST_VIA_WAYS) {
    r->via_ways[r->via_way_count++] = osm_find_way(&in->osm, member->id);
  }
}

static void read_restrictions(import *in) {
  for (uint32_t i = 0; i < in->osm.relations.count; ++i) {
    const osm_relation *const relation = &in->osm.relations.items[i];
    const char *const kind = osm_tag_of(&in->osm, relation->tags, "restriction");
    if (!osm_tag_is(&in->osm, relation->tags, "type", "restriction") || kind == NULL ||
        (strncmp(kind, "no_", 3) != 0 && strncmp(kind, "only_", 5) != 0)) {
      continue;
    }
    restriction r = {.from = NONE, .to = NONE, .via = NONE, .only = kind[0] == 'o'};
    for (uint32_t m = 0; m < relation->member_count; ++m) { read_member(in, &in->osm.members.items[relation->first_member + m], &r); }
    if (r.from == NONE || r.to == NONE) { continue; /* beyond the box */ }
    if (r.via == NONE && r.via_way_count == 0) {
      r.via = shared_end(in, r.from, r.to);
      if (r.via != NONE) {
        guess_add(in->found, GUESS_REPAIRED, (source){'r', relation->id, in->osm.nodes.items[r.via].at},
                  "%s without a via; the end its ways share is taken", kind);
      }
    }
    if (r.via != NONE || r.via_way_count > 0) { *list_add(in->arena, &in->restrictions) = r; }
  }
}

/* A step through a junction: where it has come to and by which edge and way, after which other step (NONE for none). */
typedef struct passage {
  uint32_t vertex, way, before;
  const edge *edge;
} passage;

/* The step before those on one way. */
static uint32_t way_before(const passage *steps, uint32_t step) {
  const uint32_t way = steps[step].way;
  while (step != NONE && steps[step].way == way) { step = steps[step].before; }
  return step;
}

/* Whether the ways that led to a step are those of a restriction: its via ways, and before them the one it counts from. */
static bool came_by(const passage *steps, uint32_t step, const restriction *r) {
  for (uint32_t i = 0; i < r->via_way_count; ++i) {
    bool listed = false;
    for (uint32_t j = 0; step != NONE && j < r->via_way_count; ++j) { listed = listed || r->via_ways[j] == steps[step].way; }
    if (!listed) { return false; }
    step = way_before(steps, step);
  }
  return step != NONE && steps[step].way == r->from;
}

/* Whether going on from a step into a way is forbidden. */
static bool step_forbidden(const import *in, const passage *steps, uint32_t step, uint32_t to) {
  const uint32_t from = steps[step].way, node = in->vertices.items[steps[step].vertex].node;
  for (uint32_t i = 0; i < in->restrictions.count; ++i) {
    const restriction *const r = &in->restrictions.items[i];
    if (r->via != NONE ? r->via == node && r->from == from && (r->only ? r->to != to : r->to == to)
                       : !r->only && r->to == to && came_by(steps, step, r)) {
      return true;
    }
  }
  return false;
}

/* --- through a junction ---------------------------------------------------------------------------------------------- */

static bool may_enter(const edge *e, uint32_t at) { return e->tags.lanes[at] > 0; } /* from its end `at` inwards to the other */

/* Whether two steps are at one place and led there by the same ways, as far as a restriction can look back. */
static bool same_step(const passage *steps, uint32_t a, uint32_t b) {
  bool same = steps[a].vertex == steps[b].vertex;
  for (uint32_t i = 0; same && i <= MOST_VIA_WAYS && (a != NONE || b != NONE); ++i) {
    same = a != NONE && b != NONE && steps[a].way == steps[b].way;
    a = a != NONE ? way_before(steps, a) : NONE;
    b = b != NONE ? way_before(steps, b) : NONE;
  }
  return same;
}

static void add_exit(edge_end *exits, uint32_t *count, edge_end out) {
  for (uint32_t i = 0; i < *count; ++i) {
    if (exits[i].edge == out.edge) { return; }
  }
  exits[(*count)++] = out;
}

/* Whether restrictions forbid every way on from where an edge ends, turning back included: then they contradict each other. */
static bool all_forbidden(const import *in, const edge *from, uint32_t end) {
  const vertex *const v = &in->vertices.items[from->vertices[end]];
  const passage here = {from->vertices[end], from->ways[end], NONE, from};
  uint32_t open = 0;
  for (uint32_t i = 0; i < v->end_count; ++i) {
    const edge_end out = in->ends[v->first_end + i];
    const edge *const e = &in->edges.items[out.edge];
    if (may_enter(e, out.at) && !step_forbidden(in, &here, 0, e->ways[out.at])) { return false; }
    open += may_enter(e, out.at) && e != from ? 1 : 0;
  }
  return open > 0;
}

/* Everything that can be reached from the end of an edge through its junction: fills exits with edge ends. */
static uint32_t find_exits(const import *in, const edge *from, uint32_t end, edge_end *exits) {
  passage steps[MOST_INNER + 1]; /* and one that may be known already */
  uint32_t count = 0, found = 0;
  steps[count++] = (passage){from->vertices[end], from->ways[end], NONE, from};
  const bool contradicted = all_forbidden(in, from, end);
  for (uint32_t i = 0; i < count; ++i) {
    const vertex *const v = &in->vertices.items[steps[i].vertex];
    for (uint32_t j = 0; j < v->end_count; ++j) {
      const edge_end out = in->ends[v->first_end + j];
      const edge *const e = &in->edges.items[out.edge];
      const bool free = i == 0 && contradicted;
      if (!may_enter(e, out.at) || e == from || e == steps[i].edge || (!free && step_forbidden(in, steps, i, e->ways[out.at]))) {
        continue;
      }
      if (!e->inner) {
        add_exit(exits, &found, out);
        continue;
      }
      steps[count] = (passage){e->vertices[1 - out.at], e->ways[1 - out.at], i, e};
      bool known = count == MOST_INNER;
      for (uint32_t k = 0; k < count && !known; ++k) { known = same_step(steps, k, count); }
      count += known ? 0 : 1;
    }
  }
  return found;
}

/* The heading of an edge's open line at one of its ends, outwards from the junction. */
static soi_point mouth_heading(const edge *e, uint32_t end) {
  soi_point heading;
  (void)line_at(e->open, end == 0 ? 0.0 : e->open_length, &heading);
  return end == 0 ? heading : scale(heading, -1.0);
}

static void find_onto(import *in, uint32_t row, uint32_t direction) {
  edge *const e = &in->edges.items[row];
  const uint32_t end = direction == 0 ? 1 : 0;
  const cluster *const c = edge_cluster(in, e, end);
  if (e->tags.lanes[direction] == 0 || c->end_count < 2) { return; }
  edge_end *const exits = SOI_NEW(in->arena, edge_end, c->end_count + 1);
  uint32_t count = find_exits(in, e, end, exits), leaving = 0, sharp = 0;
  for (uint32_t i = 0; i < c->end_count; ++i) {
    const edge_end other = in->cluster_ends[c->first_end + i];
    leaving += other.edge != row && may_enter(&in->edges.items[other.edge], other.at) ? 1 : 0;
  }
  /* Where a road only forks, nobody turns back round the nose of the fork. */
  const soi_point heading = scale(mouth_heading(e, end), -1.0);
  for (uint32_t i = 0; i < count; ++i) {
    sharp += fabs(turned(heading, mouth_heading(&in->edges.items[exits[i].edge], exits[i].at))) > BACK ? 1 : 0;
  }
  e->onto[direction].count = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const bool back = fabs(turned(heading, mouth_heading(&in->edges.items[exits[i].edge], exits[i].at))) > BACK;
    if (!back || c->size > 1 || sharp == count) { *list_add(in->arena, &e->onto[direction]) = exits[i].edge; }
  }
  if (e->onto[direction].count == leaving) {
    e->onto[direction].count = 0; /* all: nothing to say */
    e->end_node[end] = leaving == 0 && may_enter(e, end) ? 0 : leaving == 0 ? ++in->end_nodes : 0;
    return;
  }
  if (e->onto[direction].count == 0) {
    if (may_enter(e, end)) {
      *list_add(in->arena, &e->onto[direction]) = row; /* nothing else: back the way it came */
    } else {
      e->end_node[end] = ++in->end_nodes;
    }
  }
}

/* --- what hangs together --------------------------------------------------------------------------------------------- */

/* The directions of edges: state 2 x edge + direction; the last state is the world beyond the box. */
typedef struct ways_on {
  import *in;
  uint32_t world;
  bool inside; /* without the world beyond */
} ways_on;

static bool is_end(const import *in, const edge *e, uint32_t end) {
  return e->end_node[end] != 0 || edge_cluster(in, e, end)->end_count == 1;
}

/* Ends that lead out of the map: where the box cuts a road or a road stops near its edge, and where a one-way road stops. */
static bool leads_out(const import *in, const edge *e, uint32_t end) {
  const vertex *const v = &in->vertices.items[e->vertices[end]];
  const double edge_ =
      least(least(v->at.x - in->osm.low.x, in->osm.high.x - v->at.x), least(v->at.y - in->osm.low.y, in->osm.high.y - v->at.y));
  return is_end(in, e, end) && (v->cut || edge_ < EDGE || e->tags.lanes[0] == 0 || e->tags.lanes[1] == 0);
}

/* Where the world beyond leads in, from a state on. */
static uint32_t way_in(const import *in, uint32_t *place) {
  for (; *place < 2 * in->edges.count; ++*place) {
    const edge *const e = &in->edges.items[*place / 2];
    if (edge_is_road(e) && e->tags.lanes[*place % 2] > 0 && leads_out(in, e, *place % 2)) { return (*place)++; }
  }
  return COMPONENT_NONE;
}

/* Whether an edge's traffic may go on to another, out of an end that meets it. */
static bool leads_to(const import *in, uint32_t row, uint32_t direction, edge_end out) {
  const edge *const e = &in->edges.items[row];
  if (in->edges.items[out.edge].gone || !may_enter(&in->edges.items[out.edge], out.at)) { return false; }
  bool may = e->onto[direction].count == 0 && out.edge != row;
  for (uint32_t k = 0; k < e->onto[direction].count; ++k) { may = may || e->onto[direction].items[k] == out.edge; }
  return may;
}

/* The state that follows at a place among those that may. */
static uint32_t follower(void *context, uint32_t state, uint32_t *place) {
  const ways_on *const w = context;
  const import *const in = w->in;
  if (state == w->world) { return way_in(in, place); }
  const edge *const e = &in->edges.items[state / 2];
  const uint32_t direction = state % 2, end = direction == 0 ? 1 : 0;
  if (is_end(in, e, end)) { /* who comes to an end may come back */
    if ((*place)++ > 0) { return COMPONENT_NONE; }
    return leads_out(in, e, end) && !w->inside ? w->world
           : e->tags.lanes[1 - direction] > 0  ? 2 * (state / 2) + (1 - direction)
                                               : COMPONENT_NONE;
  }
  const cluster *const c = edge_cluster(in, e, end);
  while (*place < c->end_count) {
    const edge_end out = in->cluster_ends[c->first_end + (*place)++];
    if (leads_to(in, state / 2, direction, out)) { return 2 * out.edge + out.at; /* from that end: direction 0 from the first */ }
  }
  return COMPONENT_NONE;
}

/* Whether any other road of a junction leads into an edge, from one of its ends. */
static bool is_entered(const import *in, uint32_t row, uint32_t end, const cluster *c) {
  for (uint32_t i = 0; i < c->end_count; ++i) {
    const edge_end other = in->cluster_ends[c->first_end + i];
    const uint32_t direction = other.at == 0 ? 1 : 0; /* towards the junction */
    if (other.edge != row && in->edges.items[other.edge].tags.lanes[direction] > 0 &&
        leads_to(in, other.edge, direction, (edge_end){row, end})) {
      return true;
    }
  }
  return false;
}

/* Where a road both ways ends and all others only lead away, vehicles turn round: nobody else could come in by its other side. */
static void turn_at_end(import *in, uint32_t row, uint32_t direction) {
  edge *const e = &in->edges.items[row];
  const uint32_t end = direction == 0 ? 1 : 0;
  const cluster *const c = edge_cluster(in, e, end);
  const passage here = {e->vertices[end], e->ways[end], NONE, e};
  if (e->tags.lanes[0] == 0 || e->tags.lanes[1] == 0 || is_end(in, e, end) || is_entered(in, row, end, c) ||
      step_forbidden(in, &here, 0, e->ways[end]) || leads_to(in, row, direction, (edge_end){row, end})) {
    return;
  }
  const bool all = e->onto[direction].count == 0;
  for (uint32_t i = 0; i < c->end_count && all; ++i) {
    const edge_end other = in->cluster_ends[c->first_end + i];
    const edge *const f = &in->edges.items[other.edge];
    if (other.edge != row && !f->gone && may_enter(f, other.at)) { *list_add(in->arena, &e->onto[direction]) = other.edge; }
  }
  *list_add(in->arena, &e->onto[direction]) = row;
}

static void drop_edge(import *in, edge *e, const char *why) {
  e->gone = true;
  guess_add(in->found, GUESS_DROPPED, (source){'w', in->osm.ways.items[e->ways[0]].id, line_at(e->line, 0.5 * e->length, NULL)},
            "%s: %.0f m of road left out", why, e->length);
}

/* Which states lead to the core, or are led to by it, inside the map. */
static void spread_from(ways_on *w, const components *c, bool *reached, bool backward) {
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t state = 0; state < w->world; ++state) {
      if (c->of[state] == 0 || (!backward && !reached[state]) || (backward && reached[state])) { continue; }
      uint32_t place = 0;
      for (uint32_t next = follower(w, state, &place); next != COMPONENT_NONE; next = follower(w, state, &place)) {
        if (next < w->world && (backward ? reached[next] && !reached[state] : !reached[next])) {
          reached[backward ? state : next] = true;
          changed = true;
        }
      }
    }
  }
}

/* Drops lesser roads at the edge that meet the others only beyond it. core is a state of the greatest component. */
static uint32_t drop_fragments(ways_on *w, const components *c, uint32_t core) {
  import *const in = w->in;
  bool *const to = SOI_NEW(in->arena, bool, w->world + 1), *const from = SOI_NEW(in->arena, bool, w->world + 1);
  uint32_t dropped = 0;
  to[core] = from[core] = true;
  spread_from(w, c, to, true);
  spread_from(w, c, from, false);
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    const bool apart = !to[2 * row] && !to[2 * row + 1] && !from[2 * row] && !from[2 * row + 1];
    if (edge_is_road(e) && apart && e->tags.class_ <= SOI_ROAD_RESIDENTIAL) {
      drop_edge(in, e, "meets the other roads only beyond the edge");
      ++dropped;
    }
  }
  return dropped;
}

/* Finds the components; returns a state of the one with the greatest length of road. */
static uint32_t find_components(ways_on *w, components *c) {
  import *const in = w->in;
  *c = components_make(in->arena, w->world + 1, follower, w);
  for (uint32_t state = 0; state < w->world; ++state) {
    const edge *const e = &in->edges.items[state / 2];
    if (edge_is_road(e) && e->tags.lanes[state % 2] > 0) { components_reach(c, state); }
  }
  if (!w->inside) { components_reach(c, w->world); }
  double *const length = SOI_NEW(in->arena, double, c->count + 1);
  uint32_t best = 0;
  for (uint32_t state = 0; state < w->world; ++state) {
    if (c->of[state] != 0) {
      double *const own = &length[c->of[state]];
      *own += in->edges.items[state / 2].open_length;
      best = *own > length[c->of[best]] || c->of[best] == 0 ? state : best;
    }
  }
  return best;
}

/* Which components go round the other way of a ring without a junction: two or more roads in the other direction of the best's. */
static bool *find_mirrors(const ways_on *w, const components *c, uint32_t best) {
  uint32_t *const roads = SOI_NEW(w->in->arena, uint32_t, c->count + 1), *const other = SOI_NEW(w->in->arena, uint32_t, c->count + 1);
  bool *const mirrors = SOI_NEW(w->in->arena, bool, c->count + 1);
  for (uint32_t state = 0; state < w->world; ++state) {
    ++roads[c->of[state]];
    other[c->of[state]] += c->of[state ^ 1u] == c->of[best] ? 1 : 0;
  }
  for (uint32_t i = 1; i <= c->count; ++i) { mirrors[i] = roads[i] > 1 && other[i] == roads[i]; }
  return mirrors;
}

/* Drops the roads outside the greatest component. Returns how many. */
static uint32_t drop_unconnected(import *in) {
  ways_on w = {.in = in, .world = 2 * in->edges.count};
  components c;
  const uint32_t best = find_components(&w, &c);
  const bool *const mirrors = find_mirrors(&w, &c, best);
  uint32_t dropped = 0;
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    bool apart = false;
    for (uint32_t d = 0; d < 2; ++d) {
      const uint32_t of = c.of[2 * row + d];
      apart = apart || (of != 0 && of != c.of[best] && !mirrors[of]);
    }
    if (edge_is_road(e) && apart) {
      drop_edge(in, e, "no way leads there and back");
      ++dropped;
    }
  }
  if (dropped > 0) { return dropped; }
  w.inside = true;
  const uint32_t core = find_components(&w, &c);
  return drop_fragments(&w, &c, core);
}

/* Ends of edges that are still there, by cluster. */
static void forget_gone(import *in) {
  for (uint32_t i = 0; i < in->clusters.count; ++i) {
    cluster *const c = &in->clusters.items[i];
    uint32_t kept = 0;
    for (uint32_t j = 0; j < c->end_count; ++j) {
      const edge_end end = in->cluster_ends[c->first_end + j];
      if (!in->edges.items[end.edge].gone) { in->cluster_ends[c->first_end + kept++] = end; }
    }
    c->end_count = kept;
  }
}

static void find_all(import *in) {
  road_graph_list_ends(in);
  in->end_nodes = 0;
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    e->end_node[0] = e->end_node[1] = 0;
    for (uint32_t d = 0; d < 2 && edge_is_road(e); ++d) { find_onto(in, row, d); }
  }
  for (uint32_t i = 0; i < 2 * in->edges.count; ++i) {
    if (!in->edges.items[i / 2].gone && !in->edges.items[i / 2].inner) { turn_at_end(in, i / 2, i % 2); }
  }
}

/* Give-way and stop signs: whoever comes to one yields. */
static void find_yields(import *in) {
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    for (uint32_t i = 0; edge_is_road(e) && i < e->ref_count; ++i) {
      const osm_node *const node = &in->osm.nodes.items[e->refs[i]];
      if (node->tags.count == 0 || !osm_tag_in(&in->osm, node->tags, "highway", " give_way stop ")) { continue; }
      const double at = line_nearest(e->line, node->at).at;
      const char *const direction = osm_tag_of(&in->osm, node->tags, "direction");
      const bool backward = direction != NULL ? strcmp(direction, "backward") == 0 : at < 0.5 * e->length && e->tags.lanes[1] > 0;
      e->yields[backward ? 1 : 0] = e->tags.lanes[backward ? 1 : 0] > 0;
    }
  }
}

/* Restrictions that leave no way on are disregarded where they do. */
static void tell_contradictions(import *in) {
  for (uint32_t i = 0; i < 2 * in->edges.count; ++i) {
    const edge *const e = &in->edges.items[i / 2];
    const uint32_t end = i % 2;
    if (edge_is_road(e) && e->tags.lanes[1 - end] > 0 && all_forbidden(in, e, end)) {
      guess_add(in->found, GUESS_REPAIRED, (source){'w', in->osm.ways.items[e->ways[end]].id, in->vertices.items[e->vertices[end]].at},
                "restrictions forbid every way on from here; they are disregarded");
    }
  }
}

void turns_find(import *in) {
  read_restrictions(in);
  find_all(in);
  /* What is dropped may leave others without a way on. */
  for (uint32_t round = 0; round < 4 && drop_unconnected(in) > 0; ++round) {
    forget_gone(in);
    find_all(in);
  }
  tell_contradictions(in);
  find_yields(in);
}
