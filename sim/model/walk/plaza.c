/* Plazas: polygons people cross in straight lines from portal to portal. Portals lie where ways on foot enter or run along the
 * polygon, at everything that stands inside, and at the corners one must walk round. */
#include "box_index.h"
#include "foot_net.h"

static const double LINK_WIDTH = 4.0;    /* m */
static const double LEAST_WIDTH = 1.0;   /* m, of a link along a wall */
static const double DOORSTEP = 2.0;      /* m at a link's ends that may lie at a wall */
static const double PORTAL_EVERY = 25.0; /* m along a line that runs through or along the plaza */
static const double PROBE_STEP = 1.0;    /* m */
static const double CORNER_INSET = 1.0;  /* m inside a corner that points inwards */
static const double SAME_PORTAL = 0.3;   /* m */

static void add_portal(soi_foot_net *net, soi_net_plaza *plaza, soi_walk_node_id node) {
  for (uint32_t i = 0; i < plaza->portals.count; ++i) {
    if (soi_net_root(net, plaza->portals.items[i]) == soi_net_root(net, node)) { return; }
  }
  *soi_table_add(&net->build->scratch, &plaza->portals) = node;
}

bool soi_net_join_plaza(soi_foot_net *net, soi_walk_node_id node, uint32_t row) {
  soi_net_plaza *const plaza = &net->plazas.items[row];
  const soi_point here = net->nodes.items[node];
  if (soi_box_misses(plaza->box, here, SOI_NET_REACH)) { return false; }
  const soi_nearest border = soi_polygon_nearest(plaza->outline, here);
  if (soi_polygon_contains(plaza->outline, here) || border.distance < 0.05) {
    add_portal(net, plaza, node);
    return true;
  }
  if (border.distance > SOI_NET_REACH || soi_road_crossed(net->build, here, border.point, plaza->level) != 0) { return false; }
  /* Beside it: a portal on the border, and a step to it. */
  const soi_walk_node_id portal = soi_net_node(net, border.point);
  add_portal(net, plaza, portal);
  soi_net_short_link(net, node, portal, LINK_WIDTH, plaza->level);
  return true;
}

/* Corners that point inwards hide one part of the plaza from another: people walk round them. */
static void add_inner_corners(soi_foot_net *net, soi_net_plaza *plaza) {
  const soi_points outline = plaza->outline;
  const double sense = soi_polygon_area2(outline) > 0.0 ? 1.0 : -1.0;
  for (uint32_t i = 0; i < outline.count; ++i) {
    const soi_point before = unit(difference(outline.items[i], outline.items[(i + outline.count - 1) % outline.count]));
    const soi_point after = unit(difference(outline.items[(i + 1) % outline.count], outline.items[i]));
    if (cross(before, after) * sense > -0.05) { continue; }
    const soi_point inwards = unit(scaled(sum(left_of(before), left_of(after)), sense));
    const soi_point corner = moved(outline.items[i], inwards, CORNER_INSET);
    if (soi_polygon_contains(outline, corner)) { add_portal(net, plaza, soi_net_node(net, corner)); }
  }
}

void soi_net_add_plazas(soi_foot_net *net) {
  const soi_map_definition *const map = net->build->map;
  for (uint32_t row = 1; row <= map->walkways.count; ++row) {
    const soi_walkway_definition *const walkway = &map->walkways.items[row - 1];
    if (walkway->kind != SOI_WALKWAY_PLAZA) { continue; }
    soi_points outline = walkway->points;
    /* A polygon closed by repeating its first point counts it once. */
    if (outline.count > 3 && distance(outline.items[0], outline.items[outline.count - 1]) < 1e-6) { --outline.count; }
    if (outline.count < 3) {
      soi_error_add(net->build->errors, walkway->record.mark, "plaza '%s' has %u points; three at least expected", walkway->record.id,
                    outline.count);
      continue;
    }
    *soi_table_add(&net->build->scratch, &net->plazas) =
        (soi_net_plaza){.outline = outline, .box = soi_box_around(outline, 0.0), .walkway = row, .level = walkway->level};
    add_inner_corners(net, &net->plazas.items[net->plazas.count - 1]);
  }
}

/* --- lines through and along a plaza --------------------------------------------------------------------------------- */

static bool line_is_near(const soi_net_plaza *plaza, const soi_net_line *line, double at) {
  const soi_point place = soi_line_at(line->points, at, NULL);
  return soi_polygon_contains(plaza->outline, place) ||
         soi_polygon_nearest(plaza->outline, place).distance < 0.5 * line->width + SOI_NET_REACH;
}

/* A portal where the line is inside; a portal on the border and a link to it where the line runs beside the plaza. */
static void open_at(soi_foot_net *net, uint32_t plaza_row, uint32_t line_row, double at) {
  soi_net_plaza *const plaza = &net->plazas.items[plaza_row];
  const soi_walk_node_id cut = soi_net_cut_line(net, line_row, at);
  const soi_point here = net->nodes.items[cut];
  const soi_nearest border = soi_polygon_nearest(plaza->outline, here);
  if (soi_polygon_contains(plaza->outline, here) || border.distance < 0.05) {
    add_portal(net, plaza, cut);
  } else if (soi_road_crossed(net->build, here, border.point, plaza->level) == 0) {
    const soi_walk_node_id portal = soi_net_node(net, border.point);
    add_portal(net, plaza, portal);
    soi_net_short_link(net, cut, portal, LINK_WIDTH, plaza->level);
  }
}

/* Portals along one stretch of the line that is near the plaza. An end of the line that lies there is one of them. */
static void open_stretch(soi_foot_net *net, uint32_t plaza, uint32_t line, double from, double to) {
  const double length = net->lines.items[line].length;
  const bool starts = from <= 0.0, ends = to >= length;
  if (starts) { open_at(net, plaza, line, 0.0); }
  if (ends) { open_at(net, plaza, line, length); }
  const uint32_t count = (uint32_t)((to - from) / PORTAL_EVERY) + (starts || ends ? 0 : 1);
  for (uint32_t i = 0; i < count; ++i) { open_at(net, plaza, line, soi_lerp(from, to, ((double)i + 0.5) / (double)count)); }
}

/* Exactly where a line passes through the border there is a portal too. */
static void open_borders(soi_foot_net *net, uint32_t plaza_row, uint32_t line_row) {
  const soi_points points = net->lines.items[line_row].points, outline = net->plazas.items[plaza_row].outline;
  double at = 0.0;
  for (uint32_t i = 1; i < points.count; ++i) {
    const double length = distance(points.items[i - 1], points.items[i]);
    for (uint32_t j = 0; j < outline.count; ++j) {
      double f = 0.0, g = 0.0;
      if (soi_segments_meet(points.items[i - 1], points.items[i], outline.items[j], outline.items[(j + 1) % outline.count], &f, &g)) {
        open_at(net, plaza_row, line_row, at + f * length);
      }
    }
    at += length;
  }
}

static bool listed(const soi_foot_net *net, uint32_t from, uint32_t to) {
  const soi_references joins = from != 0 ? net->build->map->walkways.items[from - 1].joins : (soi_references){NULL, 0};
  for (uint32_t i = 0; i < joins.count; ++i) {
    if (joins.items[i] == to) { return to != 0; }
  }
  return false;
}

static void open_line(soi_foot_net *net, uint32_t plaza, uint32_t line) {
  const soi_net_plaza *const p = &net->plazas.items[plaza];
  const soi_net_line *const l = &net->lines.items[line];
  if (p->level != l->level && !listed(net, p->walkway, l->walkway) && !listed(net, l->walkway, p->walkway)) { return; }
  if (soi_boxes_apart(p->box, soi_box_around(l->points, 0.5 * l->width + SOI_NET_REACH))) { return; }
  open_borders(net, plaza, line);
  /* Walk along the line and handle each stretch that is near. */
  const double length = l->length;
  const uint32_t steps = 1 + (uint32_t)(length / PROBE_STEP);
  double from = -1.0, last = 0.0;
  for (uint32_t i = 0; i <= steps; ++i) {
    const double at = length * (double)i / (double)steps;
    const bool near = line_is_near(&net->plazas.items[plaza], &net->lines.items[line], at);
    if (near) {
      from = from < 0.0 ? at : from;
      last = at;
    }
    if (from >= 0.0 && (!near || i == steps)) {
      open_stretch(net, plaza, line, from, last);
      from = -1.0;
    }
  }
}

/* Two plazas that touch or overlap share portals along the first one's border. */
static void open_pair(soi_foot_net *net, uint32_t first, uint32_t second) {
  const soi_net_plaza a = net->plazas.items[first], b = net->plazas.items[second];
  if (a.level != b.level && !listed(net, a.walkway, b.walkway) && !listed(net, b.walkway, a.walkway)) { return; }
  if (soi_boxes_apart(a.box, soi_box_around(b.outline, SOI_NET_REACH))) { return; }
  for (uint32_t i = 0; i < a.outline.count; ++i) {
    const soi_point from = a.outline.items[i], to = a.outline.items[(i + 1) % a.outline.count];
    const uint32_t steps = 1 + (uint32_t)(distance(from, to) / PROBE_STEP);
    const uint32_t every = (uint32_t)(PORTAL_EVERY / PROBE_STEP);
    /* The middle of each stretch of the edge that touches the other plaza, and of its parts where it is long. */
    uint32_t run = 0;
    for (uint32_t step = 0; step <= steps; ++step) {
      const soi_point here = between(from, to, (double)step / (double)steps);
      const bool near = soi_polygon_contains(b.outline, here) || soi_polygon_nearest(b.outline, here).distance < SOI_NET_REACH;
      run += near ? 1 : 0;
      if (run > 0 && (!near || step == steps || run == every)) {
        const double middle = ((double)step - 0.5 * (double)run) / (double)steps;
        const soi_walk_node_id portal = soi_net_node(net, between(from, to, soi_clamp(middle, 0.0, 1.0)));
        if (soi_net_join_plaza(net, portal, second)) { add_portal(net, &net->plazas.items[first], portal); }
        run = 0;
      }
    }
  }
}

void soi_net_open_plazas(soi_foot_net *net) {
  for (uint32_t plaza = 1; plaza < net->plazas.count; ++plaza) {
    for (uint32_t other = plaza + 1; other < net->plazas.count; ++other) { open_pair(net, plaza, other); }
  }
  for (uint32_t plaza = 1; plaza < net->plazas.count; ++plaza) {
    for (uint32_t line = 1; line < net->lines.count; ++line) { open_line(net, plaza, line); }
  }
}

/* --- links ----------------------------------------------------------------------------------------------------------- */

/* Portals that lie on top of each other are one, and each is listed once. */
static void merge_portals(soi_foot_net *net, soi_net_plaza *plaza) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < plaza->portals.count; ++i) {
    const soi_walk_node_id node = soi_net_root(net, plaza->portals.items[i]);
    bool is_new = true;
    for (uint32_t j = 0; j < kept && is_new; ++j) {
      const soi_walk_node_id other = soi_net_root(net, plaza->portals.items[j]);
      if (distance(net->nodes.items[node], net->nodes.items[other]) < SAME_PORTAL) {
        soi_net_merge(net, node, other);
        is_new = false;
      }
    }
    plaza->portals.items[kept] = node;
    kept += is_new ? 1 : 0;
  }
  plaza->portals.count = kept;
}

/* --- walls beside links ---------------------------------------------------------------------------------------------- */

static soi_bounds wall_box(const soi_sight_edge *wall) {
  return (soi_bounds){soi_min(wall->a.x, wall->b.x), soi_min(wall->a.y, wall->b.y), soi_max(wall->a.x, wall->b.x),
                      soi_max(wall->a.y, wall->b.y)};
}

static soi_box_index index_walls(soi_foot_net *net) {
  soi_arena *const arena = &net->build->scratch;
  const soi_model *const model = net->build->model;
  soi_bounds *const boxes = SOI_NEW(arena, soi_bounds, (size_t)model->sight_edge_count + 1);
  for (uint32_t row = 1; row <= model->sight_edge_count; ++row) { boxes[row] = wall_box(&model->sight_edges[row]); }
  return soi_box_index_make(arena, boxes, model->sight_edge_count);
}

/* Metres between two stretches that do not cross: an end of one is the nearest. */
static double between_stretches(soi_point a, soi_point b, soi_point c, soi_point d) {
  soi_point one[2] = {a, b}, two[2] = {c, d};
  const soi_points first = {one, 2}, second = {two, 2};
  return soi_min(soi_min(soi_line_nearest(second, a).distance, soi_line_nearest(second, b).distance),
                 soi_min(soi_line_nearest(first, c).distance, soi_line_nearest(first, d).distance));
}

/* The width that the walls beside a link leave it, its ends aside: doors are in walls. One that leads through a wall keeps its width:
 * there the map says so. */
static double width_between_walls(const soi_foot_net *net, soi_box_index *walls, soi_point from, soi_point to) {
  const double length = distance(from, to);
  if (length <= 2.0 * DOORSTEP) { return LINK_WIDTH; }
  const soi_point a = between(from, to, DOORSTEP / length), b = between(to, from, DOORSTEP / length);
  soi_point ends[2] = {a, b};
  uint32_t count;
  const uint32_t *const near = soi_box_index_find(walls, soi_box_around((soi_points){ends, 2}, 0.5 * LINK_WIDTH), &count);
  double width = LINK_WIDTH;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_sight_edge *const wall = &net->build->model->sight_edges[near[i]];
    double f = 0.0, g = 0.0;
    if (soi_segments_meet(from, to, wall->a, wall->b, &f, &g)) { return LINK_WIDTH; }
    width = soi_min(width, 2.0 * between_stretches(a, b, wall->a, wall->b));
  }
  return soi_max(width, LEAST_WIDTH);
}

void soi_net_link_plazas(soi_foot_net *net) {
  soi_box_index walls = index_walls(net);
  for (uint32_t row = 1; row < net->plazas.count; ++row) {
    soi_net_plaza *const plaza = &net->plazas.items[row];
    merge_portals(net, plaza);
    for (uint32_t i = 0; i < plaza->portals.count; ++i) {
      for (uint32_t j = i + 1; j < plaza->portals.count; ++j) {
        const soi_walk_node_id a = soi_net_root(net, plaza->portals.items[i]), b = soi_net_root(net, plaza->portals.items[j]);
        const soi_point from = net->nodes.items[a], to = net->nodes.items[b];
        if (soi_polygon_holds(plaza->outline, from, to) && soi_road_crossed(net->build, from, to, plaza->level) == 0) {
          const double width = plaza->level == 0 ? width_between_walls(net, &walls, from, to) : LINK_WIDTH;
          soi_net_link(net, (soi_walk_link){
                                .a = a, .b = b, .kind = SOI_WALK_PLAZA, .width = width, .walkway = plaza->walkway, .level = plaza->level});
        }
      }
    }
  }
}
