/* Nodes, cuts and joins of the net of ways on foot. */
#include "foot_net.h"

static const double NEAR = 0.5;        /* m: a node this near to a line or a cut is part of it, and needs no step to it */
static const double SHORT_WIDTH = 2.0; /* m, of the short links that join */

/* --- nodes and links ------------------------------------------------------------------------------------------------- */

soi_walk_node_id soi_net_node(soi_foot_net *net, soi_point at) {
  soi_arena *const arena = &net->build->scratch;
  *soi_table_add(arena, &net->nodes) = at;
  *soi_table_add(arena, &net->same) = net->nodes.count - 1;
  return net->nodes.count - 1;
}

soi_walk_node_id soi_net_root(const soi_foot_net *net, soi_walk_node_id node) {
  while (net->same.items[node] != node) { node = net->same.items[node]; }
  return node;
}

void soi_net_merge(soi_foot_net *net, soi_walk_node_id a, soi_walk_node_id b) {
  const soi_walk_node_id one = soi_net_root(net, a), two = soi_net_root(net, b);
  /* The older node stands for both, so that the order of definitions decides. */
  if (one < two) {
    net->same.items[two] = one;
  } else {
    net->same.items[one] = two;
  }
}

void soi_net_link(soi_foot_net *net, soi_walk_link link) {
  if (soi_net_root(net, link.a) != soi_net_root(net, link.b)) { *soi_table_add(&net->build->scratch, &net->links) = link; }
}

void soi_net_short_link(soi_foot_net *net, soi_walk_node_id a, soi_walk_node_id b, double width, int32_t level) {
  soi_net_link(net, (soi_walk_link){.a = a, .b = b, .kind = SOI_WALK_LINK, .width = width, .level = level});
}

/* --- lines ----------------------------------------------------------------------------------------------------------- */

uint32_t soi_net_line_add(soi_foot_net *net, soi_net_line line) {
  soi_arena *const arena = &net->build->scratch;
  line.length = soi_line_length(line.points);
  line.box = soi_box_around(line.points, 0.0);
  double at = 0.0;
  /* A point drawn twice gets one node. */
  for (uint32_t i = 0; i < line.points.count; ++i) {
    const double piece = i > 0 ? distance(line.points.items[i - 1], line.points.items[i]) : 0.0;
    at += piece;
    if (i == 0 || piece > SOI_NET_SAME) { *soi_table_add(arena, &line.cuts) = (soi_net_cut){at, soi_net_node(net, line.points.items[i])}; }
  }
  *soi_table_add(arena, &net->lines) = line;
  return net->lines.count - 1;
}

/* The cut nearest to a place on the line, null when none is near. */
static const soi_net_cut *cut_near(const soi_net_line *line, double at) {
  const soi_net_cut *best = NULL;
  double least = NEAR;
  for (uint32_t i = 0; i < line->cuts.count; ++i) {
    if (soi_abs(line->cuts.items[i].at - at) < least) {
      least = soi_abs(line->cuts.items[i].at - at);
      best = &line->cuts.items[i];
    }
  }
  return best;
}

soi_walk_node_id soi_net_cut_line(soi_foot_net *net, uint32_t row, double at) {
  soi_net_line *const line = &net->lines.items[row];
  const soi_net_cut *const near = cut_near(line, at);
  if (near != NULL) { return near->node; }
  const soi_walk_node_id node = soi_net_node(net, soi_line_at(line->points, at, NULL));
  *soi_table_add(&net->build->scratch, &line->cuts) = (soi_net_cut){at, node};
  return node;
}

bool soi_net_join_line(soi_foot_net *net, soi_walk_node_id node, uint32_t row) {
  soi_net_line *const line = &net->lines.items[row];
  const soi_point here = net->nodes.items[node];
  if (soi_box_misses(line->box, here, 0.5 * line->width + SOI_NET_REACH)) { return false; }
  const soi_nearest nearest = soi_line_nearest(line->points, here);
  if (nearest.distance > 0.5 * line->width + SOI_NET_REACH || soi_road_crossed(net->build, here, nearest.point, line->level) != 0) {
    return false;
  }
  /* A node on the line itself cuts it; one beside it gets a short link. */
  if (nearest.distance < NEAR && cut_near(line, nearest.at) == NULL) {
    *soi_table_add(&net->build->scratch, &line->cuts) = (soi_net_cut){nearest.at, node};
    return true;
  }
  const soi_walk_node_id cut = soi_net_cut_line(net, row, nearest.at);
  if (distance(net->nodes.items[cut], here) < NEAR) {
    soi_net_merge(net, cut, node);
  } else {
    soi_net_short_link(net, node, cut, soi_min(SHORT_WIDTH, line->width), line->level);
  }
  return true;
}

/* Cuts in their order along the line; equal places by age. */
static void sort_cuts(soi_net_line *line) {
  for (uint32_t i = 1; i < line->cuts.count; ++i) {
    const soi_net_cut cut = line->cuts.items[i];
    uint32_t at = i;
    for (; at > 0 && line->cuts.items[at - 1].at > cut.at; --at) { line->cuts.items[at] = line->cuts.items[at - 1]; }
    line->cuts.items[at] = cut;
  }
}

/* A way on foot may not lead over a carriageway but at a crossing. */
static void check_piece(soi_foot_net *net, const soi_net_line *line, soi_point a, soi_point b) {
  const uint32_t road = line->kind == SOI_WALK_CORRIDOR ? soi_road_crossed(net->build, a, b, line->level) : 0;
  if (road != 0) {
    const soi_record *const record = &net->build->map->walkways.items[line->walkway - 1].record;
    soi_error_add(net->build->errors, record->mark,
                  "walkway '%s' runs over road '%s' between (%.1f, %.1f) and (%.1f, %.1f); a walkway to each kerb and a crossing "
                  "expected, or another level",
                  record->id, soi_road_of(net->build, road)->record.id, a.x, a.y, b.x, b.y);
  }
}

void soi_net_link_lines(soi_foot_net *net) {
  for (uint32_t row = 1; row < net->lines.count; ++row) {
    soi_net_line *const line = &net->lines.items[row];
    sort_cuts(line);
    for (uint32_t i = 1; i < line->cuts.count; ++i) {
      const soi_walk_node_id a = line->cuts.items[i - 1].node, b = line->cuts.items[i].node;
      check_piece(net, line, net->nodes.items[a], net->nodes.items[b]);
      soi_net_link(net, (soi_walk_link){.a = a,
                                        .b = b,
                                        .kind = line->kind,
                                        .width = line->width,
                                        .walkway = line->walkway,
                                        .road = line->road,
                                        .level = line->level});
    }
  }
}
