/* Roads, junctions, signals, crossings and ways on foot as records of the map. Ids name the OpenStreetMap object they came from: n a
 * node, w a way, f a way on foot, x a crossing; pieces of one way are numbered along it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phases.h"

static const double GREEN = 25.0;      /* s, of each stage of an invented plan */
static const double FOOT_GREEN = 15.0; /* s */

static const char *const class_names[] = {"service", "residential", "tertiary", "secondary", "primary", "trunk"};

/* --- ids ------------------------------------------------------------------------------------------------------------- */

/* By way, then along it: by the node each begins at, in the way's order. */
static int64_t place_on_way(const import *in, const edge *e) {
  const osm_way *const way = &in->osm.ways.items[e->ways[0]];
  for (uint32_t i = 0; i < way->ref_count; ++i) {
    if (in->osm.refs[way->first_ref + i] == e->refs[0]) { return i; }
  }
  return way->ref_count;
}

typedef struct ordered {
  int64_t way, place;
  uint32_t row;
} ordered;

static int order(const void *a, const void *b) {
  const ordered *const x = a, *const y = b;
  return x->way != y->way ? ORDER(x->way, y->way) : x->place != y->place ? ORDER(x->place, y->place) : ORDER(x->row, y->row);
}

/* The edges that are roads, in the order of their ids, which they get. */
static uint32_t name_edges(import *in, ordered *list) {
  uint32_t count = 0;
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    const edge *const e = &in->edges.items[row];
    if (edge_is_road(e)) { list[count++] = (ordered){in->osm.ways.items[e->ways[0]].id, place_on_way(in, e), row}; }
  }
  if (count > 1) { qsort(list, count, sizeof *list, order); }
  for (uint32_t i = 0, number = 0; i < count; ++i) {
    number = i > 0 && list[i].way == list[i - 1].way ? number + 1 : 1;
    in->edges.items[list[i].row].id =
        number == 1 ? text_of(in->arena, "w%lld", (long long)list[i].way) : text_of(in->arena, "w%lld-%u", (long long)list[i].way, number);
  }
  return count;
}

/* --- nodes ----------------------------------------------------------------------------------------------------------- */

static const char *node_of(import *in, const edge *e, uint32_t end) {
  const cluster *const c = edge_cluster(in, e, end);
  return e->end_node[end] != 0 ? text_of(in->arena, "%s-end%u", c->id, e->end_node[end]) : c->id;
}

/* What a vertex comes from. */
static source vertex_source(const import *in, uint32_t vertex_row, soi_point at) {
  return (source){'n', in->osm.nodes.items[in->vertices.items[vertex_row].node].id, at};
}

static void put_node(import *in, const char *id, source from) {
  map_record *const r = record_add(&in->map, SECTION_NODES, id, true, from);
  record_set(&in->map, r, "at", "[%.2f, %.2f]", from.at.x, from.at.y);
}

static void put_nodes(import *in, const ordered *list, uint32_t count) {
  for (uint32_t i = 0; i < in->clusters.count; ++i) {
    const cluster *const c = &in->clusters.items[i];
    uint32_t used = 0;
    for (uint32_t j = 0; j < c->end_count; ++j) {
      const edge_end end = in->cluster_ends[c->first_end + j];
      used += in->edges.items[end.edge].end_node[end.at] == 0 ? 1 : 0;
    }
    if (used > 0) { put_node(in, c->id, vertex_source(in, c->vertex, c->at)); }
  }
  for (uint32_t i = 0; i < count; ++i) {
    const edge *const e = &in->edges.items[list[i].row];
    for (uint32_t end = 0; end < 2; ++end) {
      if (e->end_node[end] != 0) {
        put_node(in, node_of(in, e, end), vertex_source(in, e->vertices[end], e->open.points[end == 0 ? 0 : e->open.count - 1]));
      }
    }
  }
}

/* --- roads ----------------------------------------------------------------------------------------------------------- */

/* Turn lanes in words the map knows; null when there is nothing to say. */
static const char *turn_lanes(import *in, const char *text, uint32_t lanes) {
  if (text == NULL || strlen(text) > 200) { return NULL; }
  char out[800] = "[";
  size_t length = 1;
  uint32_t count = 0;
  bool said = false;
  for (const char *at = text;; ++at) {
    char lane[64] = "";
    for (; *at != '|' && *at != '\0';) {
      const size_t word = strcspn(at, ";|");
      const char *const mean = strncmp(at, "through", 7) == 0                                             ? "through"
                               : strncmp(at, "reverse", 7) == 0                                           ? "back"
                               : strstr(at, "left") != NULL && (size_t)(strstr(at, "left") - at) < word   ? "left"
                               : strstr(at, "right") != NULL && (size_t)(strstr(at, "right") - at) < word ? "right"
                                                                                                          : "through";
      const bool merge = strncmp(at, "merge", 5) == 0;
      if (strstr(lane, merge ? "through" : mean) == NULL) {
        strcat(lane, lane[0] == '\0' ? "" : " ");
        strcat(lane, merge ? "through" : mean);
      }
      said = said || (word > 0 && strncmp(at, "none", 4) != 0);
      at += word + (at[word] == ';' ? 1 : 0);
    }
    length += (size_t)snprintf(out + length, sizeof out - length, "%s%s", count == 0 ? "" : ", ", lane[0] == '\0' ? "through" : lane);
    ++count;
    if (*at == '\0') { break; }
  }
  return said && count == lanes ? text_of(in->arena, "%s]", out) : NULL;
}

static const char *onto_list(import *in, const edge *e, uint32_t direction) {
  const char *text = "[";
  for (uint32_t i = 0; i < e->onto[direction].count; ++i) {
    text = text_of(in->arena, "%s%s%s", text, i == 0 ? "" : ", ", in->edges.items[e->onto[direction].items[i]].id);
  }
  return text_of(in->arena, "%s]", text);
}

static void put_road(import *in, const edge *e) {
  map_record *const r = record_add(&in->map, SECTION_ROADS, e->id, false, edge_source(in, e, line_at(e->open, 0.5 * e->open_length, NULL)));
  record_set_name(&in->map, r, e->tags.name);
  record_set(&in->map, r, "from", "%s", node_of(in, e, 0));
  record_set(&in->map, r, "to", "%s", node_of(in, e, 1));
  bool apart[2];
  for (uint32_t end = 0; end < 2; ++end) { apart[end] = e->end_node[end] == 0 && edge_cluster(in, e, end)->end_count > 1; }
  const uint32_t first = apart[0] ? 0 : 1, last = e->open.count - (apart[1] ? 0 : 1);
  if (last > first) { record_set_points(&in->map, r, "via", (line){e->open.points + first, last - first}); }
  if (apart[0]) { record_set(&in->map, r, "apart_from", "yes"); }
  if (apart[1]) { record_set(&in->map, r, "apart_to", "yes"); }
  record_set(&in->map, r, "class", "%s", class_names[e->tags.class_]);
  record_set(&in->map, r, "lanes_forward", "%u", e->tags.lanes[0]);
  record_set(&in->map, r, "lanes_backward", "%u", e->tags.lanes[1]);
  record_set(&in->map, r, "lane_width", "%.2f m", e->tags.lane_width);
  record_set(&in->map, r, "speed_limit", "%.0f km/h", e->tags.speed);
  if (e->tags.sidewalk[0] > 0.0) { record_set(&in->map, r, "sidewalk_left", "%.1f m", e->tags.sidewalk[0]); }
  if (e->tags.sidewalk[1] > 0.0) { record_set(&in->map, r, "sidewalk_right", "%.1f m", e->tags.sidewalk[1]); }
  if (e->tags.level != 0) { record_set(&in->map, r, "level", "%d", e->tags.level); }
  if (e->tags.roundabout) { record_set(&in->map, r, "roundabout", "yes"); }
  static const char *const onto[2] = {"onto_forward", "onto_backward"}, *const turns[2] = {"turn_lanes_forward", "turn_lanes_backward"};
  static const char *const yields[2] = {"yields_forward", "yields_backward"};
  for (uint32_t d = 0; d < 2; ++d) {
    const char *const lanes = turn_lanes(in, e->tags.turn_lanes[d], e->tags.lanes[d]);
    if (e->onto[d].count > 0 && e->end_node[1 - d] == 0) { record_set(&in->map, r, onto[d], "%s", onto_list(in, e, d)); }
    if (lanes != NULL) { record_set(&in->map, r, turns[d], "%s", lanes); }
    if (e->yields[d]) { record_set(&in->map, r, yields[d], "yes"); }
  }
}

/* --- signals --------------------------------------------------------------------------------------------------------- */

/* Crossings with lights near the mouths of a junction's roads: those it controls. */
static bool belongs(const import *in, const crossing *x, uint32_t cluster_row) {
  const edge *const e = &in->edges.items[x->edge];
  for (uint32_t end = 0; end < 2; ++end) {
    const double away = end == 0 ? x->at : e->open_length - x->at;
    if (in->vertices.items[e->vertices[end]].cluster == cluster_row && e->end_node[end] == 0 && away < 40.0 &&
        away <= 0.5 * e->open_length + 0.01) {
      return true;
    }
  }
  return false;
}

/* One approach after the other, each without anybody who could meet it; then people, where there are lights for them. */
static void put_junction_signal(import *in, uint32_t row) {
  const cluster *const c = &in->clusters.items[row];
  map_record *const r = record_add(&in->map, SECTION_SIGNALS, c->id, false, vertex_source(in, c->vertex, c->at));
  const char *stages = "";
  uint32_t count = 0;
  for (uint32_t i = 0; i < c->end_count; ++i) {
    const edge_end end = in->cluster_ends[c->first_end + i];
    const edge *const e = &in->edges.items[end.edge];
    if (e->tags.lanes[end.at == 0 ? 1 : 0] == 0 || e->end_node[end.at] != 0) { continue; }
    stages = text_of(in->arena, "%s\n      - {roads: [%s], green: %.0f s}", stages, e->id, GREEN);
    ++count;
  }
  const char *crossings = "";
  for (uint32_t i = 0; i < in->crossings.count; ++i) {
    const crossing *const x = &in->crossings.items[i];
    if (!x->gone && x->kind == SOI_CROSSING_SIGNAL && belongs(in, x, row)) {
      crossings = text_of(in->arena, "%s%s%s", crossings, crossings[0] == '\0' ? "" : ", ", x->id);
    }
  }
  if (crossings[0] != '\0') { stages = text_of(in->arena, "%s\n      - {crossings: [%s], green: %.0f s}", stages, crossings, FOOT_GREEN); }
  record_set(&in->map, r, "node", "%s", c->id);
  record_set(&in->map, r, "amber", "3 s");
  record_set(&in->map, r, "all_red", "2 s");
  record_set(&in->map, r, "stages", "%s", stages);
  guess_add(in->found, GUESS_PLAN, r->from, "no signal plan in the data; %u stages of %.0f s, one an approach, invented", count, GREEN);
}

static source crossing_source(const crossing *x) { return (source){x->from.type, x->from.osm, x->ends[0]}; }

static void put_crossing_signal(import *in, const crossing *x) {
  map_record *const r = record_add(&in->map, SECTION_SIGNALS, x->id, false, crossing_source(x));
  record_set(&in->map, r, "amber", "3 s");
  record_set(&in->map, r, "all_red", "2 s");
  record_set(&in->map, r, "stages", "\n      - {roads: [%s], green: 50 s}\n      - {crossings: [%s], green: %.0f s}",
             in->edges.items[x->edge].id, x->id, FOOT_GREEN);
  guess_add(in->found, GUESS_PLAN, r->from, "no plan for the crossing's lights in the data; 50 s for vehicles, %.0f s for people invented",
            FOOT_GREEN);
}

static void put_signals(import *in) {
  bool *const controlled = SOI_NEW(in->arena, bool, in->crossings.count + 1);
  for (uint32_t i = 0; i < in->clusters.count; ++i) {
    const cluster *const c = &in->clusters.items[i];
    uint32_t entering = 0, leaving = 0;
    for (uint32_t j = 0; j < c->end_count; ++j) {
      const edge_end end = in->cluster_ends[c->first_end + j];
      const edge *const e = &in->edges.items[end.edge];
      entering += e->tags.lanes[end.at == 0 ? 1 : 0] > 0 && e->end_node[end.at] == 0 ? 1 : 0;
      leaving += e->tags.lanes[end.at] > 0 ? 1 : 0;
    }
    if (c->signal && entering > 1 && leaving > 0) {
      put_junction_signal(in, i);
      for (uint32_t j = 0; j < in->crossings.count; ++j) { controlled[j] = controlled[j] || belongs(in, &in->crossings.items[j], i); }
    }
  }
  for (uint32_t i = 0; i < in->crossings.count; ++i) {
    if (!in->crossings.items[i].gone && in->crossings.items[i].kind == SOI_CROSSING_SIGNAL && !controlled[i]) {
      put_crossing_signal(in, &in->crossings.items[i]);
    }
  }
}

/* --- on foot --------------------------------------------------------------------------------------------------------- */

static void put_crossings(import *in) {
  static const char *const kinds[] = {"zebra", "signal", "unmarked"};
  for (uint32_t i = 0; i < in->crossings.count; ++i) {
    const crossing *const x = &in->crossings.items[i];
    if (x->gone) { continue; }
    map_record *const r = record_add(&in->map, SECTION_CROSSINGS, x->id, true, crossing_source(x));
    record_set(&in->map, r, "road", "%s", in->edges.items[x->edge].id);
    record_set(&in->map, r, "at", "%.2f m", x->at);
    record_set(&in->map, r, "width", "%.2f m", x->width);
    record_set(&in->map, r, "kind", "%s", kinds[x->kind]);
  }
}

static void put_footways(import *in) {
  for (uint32_t i = 0; i < in->footways.count; ++i) {
    const footway *const way = &in->footways.items[i];
    const source from = {'w', in->osm.ways.items[way->way].id, way->line.points[0]};
    map_record *const r = record_add(&in->map, SECTION_WALKWAYS, way->id, true, from);
    record_set_name(&in->map, r, way->name);
    if (way->area) { record_set(&in->map, r, "kind", "plaza"); }
    record_set_points(&in->map, r, "points", way->line);
    if (!way->area) { record_set(&in->map, r, "width", "%.1f m", way->width); }
    if (way->level != 0) { record_set(&in->map, r, "level", "%d", way->level); }
    if (way->covered) { record_set(&in->map, r, "covered", "yes"); }
    if (way->joins.count > 0) {
      const char *list = "[";
      for (uint32_t j = 0; j < way->joins.count; ++j) {
        list = text_of(in->arena, "%s%s%s", list, j == 0 ? "" : ", ", in->footways.items[way->joins.items[j]].id);
      }
      record_set(&in->map, r, "joins", "%s]", list);
    }
  }
}

void network_records_add(import *in) {
  ordered *const list = SOI_NEW(in->arena, ordered, in->edges.count + 1);
  const uint32_t count = name_edges(in, list);
  put_nodes(in, list, count);
  for (uint32_t i = 0; i < count; ++i) { put_road(in, &in->edges.items[list[i].row]); }
  put_signals(in);
  put_crossings(in);
  put_footways(in);
}
