/* Ways on foot that do not hang together with the rest. Real maps have many: sidewalks are guessed road by road, and where people
 * cross a quiet street nobody draws it. What lies on both sides of a quiet road is joined by an unmarked crossing, what lies near
 * by a short path, and sidewalks that were only guessed and lead nowhere are taken back. All of it is told. */
#include <stdio.h>
#include <string.h>

#include "connected.h"
#include "phases.h"

static const double NEAR = 15.0;      /* m over which a path is invented */
static const double NEAR_GATE = 40.0; /* m, where an entrance or a bus stop would be cut off */
static const double WIDTH = 3.0;      /* m, of a crossing */

typedef struct islands {
  import *in;
  const soi_model *model;
  uint32_t *up;   /* [walk node] towards the one that stands for its island */
  double *length; /* [walk node that stands for an island] */
  bool *has_gate;
} islands;

static uint32_t unite(islands *s, uint32_t a, uint32_t b) {
  const uint32_t one = connected_root(s->up, a), two = connected_root(s->up, b);
  const uint32_t low = one < two ? one : two, high = one < two ? two : one;
  if (low != high) {
    s->up[high] = low;
    s->length[low] += s->length[high];
    s->has_gate[low] = s->has_gate[low] || s->has_gate[high];
  }
  return low;
}

static void find_islands(islands *s) {
  const soi_model *const model = s->model;
  const size_t rows = (size_t)model->walk_node_count + 1;
  s->up = SOI_NEW(s->in->arena, uint32_t, rows);
  s->length = SOI_NEW(s->in->arena, double, rows);
  s->has_gate = SOI_NEW(s->in->arena, bool, rows);
  for (uint32_t i = 0; i < rows; ++i) { s->up[i] = i; }
  for (uint32_t i = 1; i <= model->gate_count; ++i) { s->has_gate[model->gates[i].node] = true; }
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) { (void)unite(s, model->walk_links[i].a, model->walk_links[i].b); }
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    s->length[connected_root(s->up, model->walk_links[i].a)] += model->walk_links[i].length;
  }
}

static uint32_t mainland(islands *s) {
  uint32_t best = 1;
  for (uint32_t i = 1; i <= s->model->walk_node_count; ++i) {
    best = connected_root(s->up, i) == i && s->length[i] > s->length[connected_root(s->up, best)] ? i : best;
  }
  return connected_root(s->up, best);
}

static edge *edge_named(import *in, const char *id) {
  for (uint32_t i = 0; i < in->edges.count; ++i) {
    if (in->edges.items[i].id != NULL && strcmp(in->edges.items[i].id, id) == 0) { return &in->edges.items[i]; }
  }
  return NULL;
}

/* --- over quiet roads ------------------------------------------------------------------------------------------------ */

/* One node of each side's sidewalk of a road, 0 for none. */
typedef struct sides {
  uint32_t node[2];
} sides;

static sides *list_sides(const islands *s) {
  const soi_model *const model = s->model;
  sides *const list = SOI_NEW(s->in->arena, sides, model->definition->map.roads.count + 1);
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    const soi_walk_link *const link = &model->walk_links[i];
    if (link->kind != SOI_WALK_SIDEWALK) { continue; }
    const soi_road_definition *const road = &model->definition->map.roads.items[link->road - 1];
    const uint32_t count = soi_road_point_count(road);
    const line l = {SOI_NEW(s->in->arena, soi_point, count), count};
    for (uint32_t j = 0; j < count; ++j) { l.points[j] = soi_road_point(&model->definition->map, road, j); }
    const soi_point middle = mix(model->walk_nodes[link->a].at, model->walk_nodes[link->b].at, 0.5);
    soi_point heading;
    const nearest n = line_nearest(l, middle);
    const soi_point at = line_at(l, within(n.at, 0.01, line_length(l) - 0.01), &heading);
    list[link->road].node[cross(heading, sub(middle, at)) > 0.0 ? 0 : 1] = link->a;
  }
  return list;
}

static bool cross_quiet_roads(islands *s) {
  const sides *const list = list_sides(s);
  bool changed = false;
  for (uint32_t row = 1; row <= s->model->definition->map.roads.count; ++row) {
    const soi_road_definition *const road = &s->model->definition->map.roads.items[row - 1];
    const uint32_t a = list[row].node[0], b = list[row].node[1];
    const edge *const e = edge_named(s->in, road->record.id);
    if (a == 0 || b == 0 || e == NULL || road->road_class > SOI_ROAD_RESIDENTIAL || e->open_length < WIDTH + 2.0 ||
        connected_root(s->up, a) == connected_root(s->up, b)) {
      continue;
    }
    const source from = edge_source(s->in, e, line_at(e->open, 0.5 * e->open_length, NULL));
    map_record *const r = record_add(&s->in->map, SECTION_CROSSINGS, text_of(s->in->arena, "x-%s", e->id), true, from);
    record_set(&s->in->map, r, "road", "%s", e->id);
    record_set(&s->in->map, r, "at", "%.2f m", 0.5 * e->open_length);
    record_set(&s->in->map, r, "width", "%.2f m", WIDTH);
    record_set(&s->in->map, r, "kind", "unmarked");
    guess_add(s->in->found, GUESS_CROSSING, from, "nothing leads from one side of the road to the other; an unmarked crossing assumed");
    (void)unite(s, a, b);
    changed = true;
  }
  return changed;
}

/* --- short paths ----------------------------------------------------------------------------------------------------- */

/* The level of a node's ways: the same for all but where stairs end. */
static bool on_ground(const soi_model *model, uint32_t node) {
  const soi_span links = model->walk_nodes[node].links;
  for (uint32_t i = 0; i < links.count; ++i) {
    if (model->walk_links[model->walk_node_links[links.first + i]].level == 0) { return true; }
  }
  return false;
}

/* Joins an island to the mainland by the shortest straight path that passes over no road and through no building. */
static bool join_island(islands *s, uint32_t island, uint32_t main_) {
  const soi_model *const model = s->model;
  double away = s->has_gate[island] ? NEAR_GATE : NEAR;
  uint32_t from = 0, to = 0;
  for (uint32_t i = 1; i <= model->walk_node_count; ++i) {
    if (connected_root(s->up, i) != island || !on_ground(model, i)) { continue; }
    const soi_point a = model->walk_nodes[i].at;
    for (uint32_t j = 1; j <= model->walk_node_count; ++j) {
      const soi_point b = model->walk_nodes[j].at;
      if (fabs(a.x - b.x) >= away || fabs(a.y - b.y) >= away || gap(a, b) >= away || connected_root(s->up, j) != main_ ||
          !on_ground(model, j)) {
        continue;
      }
      if (!footway_over_road(s->in, a, b, 0) && !building_between(s->in, a, b)) {
        away = gap(a, b);
        from = i;
        to = j;
      }
    }
  }
  if (from == 0 || away < 0.1) { return false; }
  line path = {SOI_NEW(s->in->arena, soi_point, 2), 2};
  path.points[0] = model->walk_nodes[from].at;
  path.points[1] = model->walk_nodes[to].at;
  const source here = {'-', 0, path.points[0]};
  map_record *const r = record_add(&s->in->map, SECTION_WALKWAYS,
                                   text_of(s->in->arena, "j%.0f_%.0f", path.points[0].x + 50000.0, path.points[0].y + 50000.0), true, here);
  record_set_points(&s->in->map, r, "points", path);
  record_set(&s->in->map, r, "width", "1.5 m");
  guess_add(s->in->found, GUESS_CROSSING, here, "%.0f m of ways on foot end %.1f m from the others; a path assumed", s->length[island],
            away);
  (void)unite(s, from, to);
  return true;
}

static bool join_islands(islands *s) {
  bool changed = false;
  uint32_t main_ = mainland(s);
  for (uint32_t i = 1; i <= s->model->walk_node_count; ++i) {
    if (connected_root(s->up, i) == i && connected_root(s->up, i) != connected_root(s->up, main_) && s->length[i] > 0.0) {
      changed = join_island(s, i, connected_root(s->up, main_)) || changed;
    }
  }
  return changed;
}

/* --- sidewalks that lead nowhere ------------------------------------------------------------------------------------- */

/* Crossings of a road whose sidewalks are taken back lead from nowhere to nowhere. */
static void drop_crossings(import *in, const char *road) {
  for (uint32_t i = 0; i < in->map.sections[SECTION_CROSSINGS].records.count; ++i) {
    map_record *const r = &in->map.sections[SECTION_CROSSINGS].records.items[i];
    for (uint32_t k = 0; !r->gone && k < r->keys.count; ++k) {
      if (strcmp(r->keys.items[k].key, "road") == 0 && strcmp(r->keys.items[k].value, road) == 0) {
        record_drop(&in->map, SECTION_CROSSINGS, r, "no way on foot leads to the road's sides");
      }
    }
  }
}

static bool take_back_sidewalks(islands *s) {
  static const char *const keys[2] = {"sidewalk_left", "sidewalk_right"};
  const sides *const list = list_sides(s);
  const uint32_t main_ = connected_root(s->up, mainland(s));
  bool changed = false;
  for (uint32_t row = 1; row <= s->model->definition->map.roads.count; ++row) {
    const char *const id = s->model->definition->map.roads.items[row - 1].record.id;
    const edge *const e = edge_named(s->in, id);
    map_record *const r = e == NULL ? NULL : record_find(&s->in->map, SECTION_ROADS, id);
    for (uint32_t side = 0; r != NULL && !r->gone && side < 2; ++side) {
      const uint32_t node = list[row].node[side];
      if (node == 0 || connected_root(s->up, node) == main_ || !e->sidewalk_guessed[side] || s->has_gate[connected_root(s->up, node)]) {
        continue;
      }
      for (uint32_t k = 0; k < r->keys.count; ++k) {
        if (strcmp(r->keys.items[k].key, keys[side]) == 0) {
          memmove(&r->keys.items[k], &r->keys.items[k + 1], (r->keys.count - k - 1) * sizeof *r->keys.items);
          --r->keys.count;
          drop_crossings(s->in, id);
          changed = true;
          break;
        }
      }
    }
  }
  return changed;
}

bool islands_join(import *in, const soi_model *model) {
  islands s = {.in = in, .model = model};
  if (model->walk_link_count == 0) { return false; }
  find_islands(&s);
  const bool crossed = cross_quiet_roads(&s), joined = join_islands(&s), taken = take_back_sidewalks(&s);
  return crossed || joined || taken;
}
