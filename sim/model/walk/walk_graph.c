/* The graph of ways on foot: sidewalks, corridors and plazas, joined where they meet on one level; crossings, gates and stops
 * tied to what they touch. The order of joins is the order of the map, so that rows never depend on anything else. */
#include "foot_net.h"
#include "text.h"

/* --- corridors ------------------------------------------------------------------------------------------------------- */

static void add_corridors(soi_foot_net *net) {
  const soi_map_definition *const map = net->build->map;
  for (uint32_t row = 1; row <= map->walkways.count; ++row) {
    const soi_walkway_definition *const walkway = &map->walkways.items[row - 1];
    if (walkway->kind != SOI_WALKWAY_CORRIDOR) { continue; }
    if (walkway->points.count < 2 || walkway->width <= 0.0) {
      soi_error_add(net->build->errors, walkway->record.mark,
                    "corridor '%s' has %u points and is %.1f m wide; two points and a width expected", walkway->record.id,
                    walkway->points.count, walkway->width);
      continue;
    }
    const uint32_t line = soi_net_line_add(net, (soi_net_line){
                                                    .points = walkway->points,
                                                    .width = walkway->width,
                                                    .kind = SOI_WALK_CORRIDOR,
                                                    .level = walkway->level,
                                                    .walkway = row,
                                                });
    /* A corridor that ends where it began is a ring. */
    const soi_net_line *const made = &net->lines.items[line];
    const soi_net_cut first = made->cuts.items[0], last = made->cuts.items[made->cuts.count - 1];
    if (distance(net->nodes.items[first.node], net->nodes.items[last.node]) < SOI_NET_SAME) { soi_net_merge(net, first.node, last.node); }
  }
}

static bool lists(soi_references list, uint32_t row) {
  for (uint32_t i = 0; i < list.count; ++i) {
    if (list.items[i] == row) { return true; }
  }
  return false;
}

/* Whether a line meets another: on the same level, or because the map joins them. */
static bool may_meet(const soi_foot_net *net, const soi_net_line *a, const soi_net_line *b) {
  const soi_map_definition *const map = net->build->map;
  const bool a_lists = a->walkway != 0 && b->walkway != 0 && lists(map->walkways.items[a->walkway - 1].joins, b->walkway);
  const bool b_lists = a->walkway != 0 && b->walkway != 0 && lists(map->walkways.items[b->walkway - 1].joins, a->walkway);
  const bool sidewalks = a->kind == SOI_WALK_SIDEWALK && b->kind == SOI_WALK_SIDEWALK;
  return !sidewalks && (a->level == b->level || a_lists || b_lists);
}

/* Where two lines pass over each other they share a node. */
static void cross_lines(soi_foot_net *net, uint32_t one, uint32_t two) {
  const soi_points a = net->lines.items[one].points, b = net->lines.items[two].points;
  double at_a = 0.0;
  for (uint32_t i = 1; i < a.count; ++i) {
    const double length_a = distance(a.items[i - 1], a.items[i]);
    double at_b = 0.0;
    for (uint32_t j = 1; j < b.count; ++j) {
      const double length_b = distance(b.items[j - 1], b.items[j]);
      double f = 0.0, g = 0.0;
      if (soi_segments_meet(a.items[i - 1], a.items[i], b.items[j - 1], b.items[j], &f, &g)) {
        /* One after the other: which node is the older must not be the compiler's choice. */
        const soi_walk_node_id on_a = soi_net_cut_line(net, one, at_a + f * length_a);
        soi_net_merge(net, on_a, soi_net_cut_line(net, two, at_b + g * length_b));
      }
      at_b += length_b;
    }
    at_a += length_a;
  }
}

/* Remembers where the lines lie, each with what it reaches to its sides. */
static void index_lines(soi_foot_net *net) {
  soi_arena *const arena = &net->build->scratch;
  soi_bounds *const boxes = SOI_NEW(arena, soi_bounds, net->lines.count);
  for (uint32_t row = 1; row < net->lines.count; ++row) {
    boxes[row] = soi_box_around(net->lines.items[row].points, 0.5 * net->lines.items[row].width + SOI_NET_REACH);
  }
  net->line_index = SOI_NEW(arena, soi_box_index, 1);
  *net->line_index = soi_box_index_make(arena, boxes, net->lines.count - 1);
}

/* The lines that may reach a place, or come within margin of doing so, in the order of their rows. */
static const uint32_t *lines_near(soi_foot_net *net, soi_point here, double margin, uint32_t *count) {
  return soi_box_index_find(net->line_index, (soi_bounds){here.x - margin, here.y - margin, here.x + margin, here.y + margin}, count);
}

/* Ends of lines join the other lines they touch. */
static void join_ends(soi_foot_net *net, uint32_t row) {
  for (uint32_t end = 0; end < 2; ++end) {
    const double at = end == 0 ? 0.0 : net->lines.items[row].length;
    const soi_walk_node_id node = soi_net_cut_line(net, row, at);
    uint32_t count;
    const uint32_t *const near = lines_near(net, net->nodes.items[node], 0.0, &count);
    for (uint32_t i = 0; i < count; ++i) {
      if (near[i] != row && may_meet(net, &net->lines.items[row], &net->lines.items[near[i]])) {
        (void)soi_net_join_line(net, node, near[i]);
      }
    }
  }
}

static void join_lines(soi_foot_net *net) {
  for (uint32_t row = 1; row < net->lines.count; ++row) {
    uint32_t count;
    const uint32_t *const near = soi_box_index_find(net->line_index, net->lines.items[row].box, &count);
    for (uint32_t i = 0; i < count; ++i) {
      const soi_net_line *const a = &net->lines.items[row], *const b = &net->lines.items[near[i]];
      if (near[i] > row && !soi_boxes_apart(a->box, b->box) && may_meet(net, a, b)) { cross_lines(net, row, near[i]); }
    }
  }
  for (uint32_t row = 1; row < net->lines.count; ++row) { join_ends(net, row); }
}

/* --- what stands beside the ways ------------------------------------------------------------------------------------- */

/* Joins a node to every line and plaza of its level that it touches; returns how many. */
static uint32_t join_level(soi_foot_net *net, soi_walk_node_id node, int32_t level) {
  uint32_t joined = 0, count;
  const uint32_t *const near = lines_near(net, net->nodes.items[node], 0.0, &count);
  for (uint32_t i = 0; i < count; ++i) {
    joined += net->lines.items[near[i]].level == level && soi_net_join_line(net, node, near[i]) ? 1 : 0;
  }
  for (uint32_t row = 1; row < net->plazas.count; ++row) {
    joined += net->plazas.items[row].level == level && soi_net_join_plaza(net, node, row) ? 1 : 0;
  }
  return joined;
}

/* Gates also lead to the ends of corridors on other levels; only a gate that touches nothing else joins the middle of one. */
static uint32_t join_other_levels(soi_foot_net *net, soi_walk_node_id node, bool ends_only) {
  uint32_t joined = 0;
  const soi_point here = net->nodes.items[node];
  for (uint32_t row = 1; row < net->lines.count; ++row) {
    const soi_net_line *const line = &net->lines.items[row];
    const double reach = 0.5 * line->width + SOI_NET_REACH;
    const bool at_end =
        distance(here, line->points.items[0]) <= reach || distance(here, line->points.items[line->points.count - 1]) <= reach;
    if (line->level != 0 && (at_end || !ends_only)) { joined += soi_net_join_line(net, node, row) ? 1 : 0; }
  }
  for (uint32_t row = 1; row < net->plazas.count && !ends_only; ++row) {
    joined += net->plazas.items[row].level != 0 && soi_net_join_plaza(net, node, row) ? 1 : 0;
  }
  return joined;
}

/* How far the nearest way on foot is, for messages. */
static double nearest_way(const soi_foot_net *net, soi_point here) {
  double least = 1e9;
  for (uint32_t row = 1; row < net->lines.count; ++row) {
    least = soi_min(least, soi_line_nearest(net->lines.items[row].points, here).distance - 0.5 * net->lines.items[row].width);
  }
  for (uint32_t row = 1; row < net->plazas.count; ++row) {
    least = soi_min(least, soi_polygon_nearest(net->plazas.items[row].outline, here).distance);
  }
  return least;
}

/* what begins the message: "gate 'x'". */
static void report_off(soi_foot_net *net, const soi_record *record, const char *what, soi_point here) {
  const double away = nearest_way(net, here);
  if (away < 1e8) {
    soi_error_add(net->build->errors, record->mark,
                  "%s at (%.1f, %.1f) lies on no sidewalk or walkway, the nearest is %.1f m away; within %.1f m of one expected", what,
                  here.x, here.y, away, SOI_NET_REACH);
  } else {
    soi_error_add(net->build->errors, record->mark, "%s lies on no sidewalk or walkway, as the map has none; a way on foot expected", what);
  }
}

static bool add_gate(soi_foot_net *net, uint32_t row) {
  const soi_gate_definition *const gate = &net->build->map->gates.items[row - 1];
  const soi_walk_node_id node = soi_net_node(net, gate->at);
  net->build->model->gates[row] = (soi_gate){.id = gate->record.id, .definition = row, .node = node, .width = gate->width};
  uint32_t joined = join_level(net, node, 0);
  joined += join_other_levels(net, node, true);
  return joined > 0 || join_other_levels(net, node, false) > 0;
}

/* Gates that lie on no way are told one by one; where none lies on one there is one fault, not one a gate. */
static void add_gates(soi_foot_net *net) {
  soi_build *const build = net->build;
  const uint32_t count = build->map->gates.count;
  build->model->gate_count = count;
  build->model->gates = SOI_NEW(&build->model->arena, soi_gate, (size_t)count + 1);
  bool *const joined = SOI_NEW(&build->scratch, bool, (size_t)count + 1);
  uint32_t off = 0;
  for (uint32_t row = 1; row <= count; ++row) {
    joined[row] = add_gate(net, row);
    off += joined[row] ? 0 : 1;
  }
  const bool all = off > 1 && off == count;
  for (uint32_t row = 1; row <= (all ? 1 : count); ++row) {
    const soi_gate_definition *const gate = &build->map->gates.items[row - 1];
    if (!joined[row]) {
      report_off(net, &gate->record,
                 all ? soi_text_format(&build->scratch, "none of the %u gates lies on a way on foot: '%s'", count, gate->record.id)
                     : soi_text_format(&build->scratch, "gate '%s'", gate->record.id),
                 gate->at);
    }
  }
}

static void add_stops(soi_foot_net *net) {
  soi_model *const model = net->build->model;
  for (uint32_t row = 1; row <= model->stop_count; ++row) {
    const soi_stop_definition *const definition = &net->build->map->stops.items[row - 1];
    soi_stop *const stop = &model->stops[row];
    if (stop->lane == 0) { continue; /* reported */ }
    stop->node = soi_net_node(net, stop->queue);
    if (join_level(net, stop->node, soi_road_of(net->build, definition->road)->level) == 0) {
      report_off(net, &definition->record, soi_text_format(&net->build->scratch, "the queue of stop '%s'", definition->record.id),
                 stop->queue);
    }
  }
}

/* --- crossings ------------------------------------------------------------------------------------------------------- */

/* The end of a crossing at a mouth without a sidewalk of its own joins the nearest sidewalk of the road it carries on. */
static bool join_mouth(soi_foot_net *net, soi_walk_node_id node, const soi_crossing *crossing) {
  const soi_point here = net->nodes.items[node];
  uint32_t best = 0;
  soi_nearest nearest = {.distance = 15.0};
  uint32_t count;
  const uint32_t *const near = lines_near(net, here, nearest.distance, &count);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t row = near[i];
    const soi_net_line *const line = &net->lines.items[row];
    if (soi_box_misses(line->box, here, nearest.distance)) { continue; }
    const soi_nearest found = soi_line_nearest(line->points, here);
    if (line->road != 0 && line->road != crossing->road && found.distance < nearest.distance &&
        soi_road_crossed(net->build, here, found.point, line->level) == 0) {
      best = row;
      nearest = found;
    }
  }
  if (best != 0) { soi_net_short_link(net, node, soi_net_cut_line(net, best, nearest.at), crossing->width, net->lines.items[best].level); }
  return best != 0;
}

static void join_crossing_end(soi_foot_net *net, soi_walk_node_id node, const soi_crossing *crossing, const char *side) {
  const soi_road_definition *const road = soi_road_of(net->build, crossing->road);
  if (join_level(net, node, road->level) > 0 || (crossing->definition == 0 && join_mouth(net, node, crossing)) ||
      crossing->definition == 0) {
    return;
  }
  const soi_record *const record = &net->build->map->crossings.items[crossing->definition - 1].record;
  soi_error_add(net->build->errors, record->mark,
                "crossing '%s' ends at (%.1f, %.1f), %s of road '%s', where there is no way on foot; a sidewalk or walkway there expected",
                record->id, net->nodes.items[node].x, net->nodes.items[node].y, side, road->record.id);
}

/* The nodes of crossings are the oldest of all, so that they stay in their places whatever is merged with them. */
static void add_crossing_nodes(soi_foot_net *net) {
  for (uint32_t row = 1; row <= net->build->model->crossing_count; ++row) {
    (void)soi_net_node(net, net->build->model->crossings[row].a);
    (void)soi_net_node(net, net->build->model->crossings[row].b);
  }
}

static void add_crossings(soi_foot_net *net) {
  soi_model *const model = net->build->model;
  for (uint32_t row = 1; row <= model->crossing_count; ++row) {
    soi_crossing *const crossing = &model->crossings[row];
    const soi_walk_node_id a = 2 * row - 1, b = 2 * row;
    join_crossing_end(net, a, crossing, "left");
    join_crossing_end(net, b, crossing, "right");
    soi_net_link(net, (soi_walk_link){
                          .a = a,
                          .b = b,
                          .kind = SOI_WALK_CROSSING,
                          .width = crossing->width,
                          .crossing = row,
                          .road = crossing->road,
                          .level = soi_road_of(net->build, crossing->road)->level,
                      });
  }
}

/* --- publishing ------------------------------------------------------------------------------------------------------ */

/* Copies the nodes that stand for themselves; fills new_id for all. */
static void publish_nodes(soi_foot_net *net, soi_walk_node_id *new_id) {
  soi_model *const model = net->build->model;
  model->walk_nodes = SOI_NEW(&model->arena, soi_walk_node, net->nodes.count);
  for (soi_walk_node_id node = 1; node < net->nodes.count; ++node) {
    /* A node's root is older, so it has its new id already. */
    const soi_walk_node_id root = soi_net_root(net, node);
    if (root == node) {
      new_id[node] = ++model->walk_node_count;
      model->walk_nodes[model->walk_node_count].at = net->nodes.items[node];
    } else {
      new_id[node] = new_id[root];
    }
  }
}

static void publish_links(soi_foot_net *net, const soi_walk_node_id *new_id) {
  soi_model *const model = net->build->model;
  model->walk_links = SOI_NEW(&model->arena, soi_walk_link, net->links.count);
  for (uint32_t row = 1; row < net->links.count; ++row) {
    soi_walk_link link = net->links.items[row];
    link.a = new_id[link.a];
    link.b = new_id[link.b];
    if (link.a == link.b) { continue; /* its ends were merged after it was made */ }
    const soi_point from = model->walk_nodes[link.a].at, to = model->walk_nodes[link.b].at;
    link.length = distance(from, to);
    link.along = unit(difference(to, from));
    model->walk_links[++model->walk_link_count] = link;
    ++model->walk_nodes[link.a].links.count;
    ++model->walk_nodes[link.b].links.count;
    if (link.crossing != 0) { model->crossings[link.crossing].link = model->walk_link_count; }
  }
}

/* Lists every node's links, in the order of their rows. */
static void publish_node_links(soi_model *model) {
  model->walk_node_link_count = 2 * model->walk_link_count + 1;
  model->walk_node_links = SOI_NEW(&model->arena, soi_walk_link_id, model->walk_node_link_count);
  uint32_t used = 1;
  for (soi_walk_node_id node = 1; node <= model->walk_node_count; ++node) {
    soi_span *const span = &model->walk_nodes[node].links;
    span->first = used;
    used += span->count;
    span->count = 0;
  }
  for (uint32_t row = 1; row <= model->walk_link_count; ++row) {
    const soi_walk_node_id ends[2] = {model->walk_links[row].a, model->walk_links[row].b};
    for (uint32_t end = 0; end < 2; ++end) {
      soi_span *const span = &model->walk_nodes[ends[end]].links;
      model->walk_node_links[span->first + span->count++] = row;
    }
  }
}

void soi_build_walk_graph(soi_build *build) {
  soi_foot_net net = {.build = build};
  soi_model *const model = build->model;
  /* Row 0 of every table is the empty row. */
  (void)soi_net_node(&net, (soi_point){0.0, 0.0});
  (void)soi_table_add(&build->scratch, &net.links);
  (void)soi_table_add(&build->scratch, &net.lines);
  (void)soi_table_add(&build->scratch, &net.plazas);
  add_crossing_nodes(&net);
  soi_net_add_sidewalks(&net);
  add_corridors(&net);
  soi_net_add_plazas(&net);
  index_lines(&net);
  join_lines(&net);
  soi_net_open_plazas(&net);
  add_crossings(&net);
  add_gates(&net);
  add_stops(&net);
  soi_net_link_lines(&net);
  soi_net_link_plazas(&net);

  soi_walk_node_id *const new_id = SOI_NEW(&build->scratch, soi_walk_node_id, net.nodes.count);
  publish_nodes(&net, new_id);
  publish_links(&net, new_id);
  publish_node_links(model);
  for (uint32_t row = 1; row <= model->gate_count; ++row) { model->gates[row].node = new_id[model->gates[row].node]; }
  for (uint32_t row = 1; row <= model->stop_count; ++row) { model->stops[row].node = new_id[model->stops[row].node]; }
}
