/* Ways of people: the shortest way to every gate and stop in use, from every node of the walk graph, and the check that all of
 * them can be reached from each other. */
#include "build.h"

static const double ZEBRA_COST = 10.0;    /* m more, for the wait */
static const double UNMARKED_COST = 15.0;
static const double SIGNAL_COST = 25.0;

/* --- destinations in use --------------------------------------------------------------------------------------------- */

static void count_flows(soi_build *build, const soi_people_flow_definition *flows, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    ++build->gate_flows[flows[i].from];
    ++build->gate_flows[flows[i].to];
  }
}

static soi_walk_way_id add_way(soi_build *build, soi_walk_node_id node) {
  *soi_table_add(&build->scratch, &build->walk_ways) = (soi_walk_way){node};
  return build->walk_ways.count - 1;
}

static void add_ways(soi_build *build) {
  soi_model *const model = build->model;
  const soi_scenario_definition *const scenario = &build->definition->scenario;
  build->gate_flows = SOI_NEW(&build->scratch, uint32_t, (size_t)model->gate_count + 1);
  count_flows(build, scenario->passengers.flows.items, scenario->passengers.flows.count);
  count_flows(build, scenario->pedestrians.flows.items, scenario->pedestrians.flows.count);
  for (uint32_t i = 0; i < scenario->incidents.count; ++i) {
    ++build->gate_flows[scenario->incidents.items[i].gate];
  }
  (void)soi_table_add(&build->scratch, &build->walk_ways);
  for (uint32_t row = 1; row <= model->gate_count; ++row) {
    if (build->gate_flows[row] > 0) {
      model->gates[row].way = add_way(build, model->gates[row].node);
    }
  }
  for (uint32_t row = 1; row <= model->stop_count; ++row) {
    if (model->stops[row].node != 0) {
      model->stops[row].walk_way = add_way(build, model->stops[row].node);
    }
  }
  model->walk_ways = soi_table_publish(&model->arena, &build->walk_ways);
  model->walk_way_count = build->walk_ways.count - 1;
}

/* --- one table ------------------------------------------------------------------------------------------------------- */

static double link_cost(const soi_model *model, const soi_walk_link *link) {
  if (link->kind != SOI_WALK_CROSSING) {
    return link->length;
  }
  const soi_crossing_kind kind = model->crossings[link->crossing].kind;
  return link->length + (kind == SOI_CROSSING_SIGNAL ? SIGNAL_COST : kind == SOI_CROSSING_ZEBRA ? ZEBRA_COST : UNMARKED_COST);
}

/* Dijkstra from the goal; links are the same both ways. */
static void fill_way(soi_build *build, soi_walk_way_id way, double *cost) {
  soi_model *const model = build->model;
  const size_t base = (size_t)way * (model->walk_node_count + 1);
  soi_heap heap = {.arena = &build->scratch};
  for (uint32_t node = 0; node <= model->walk_node_count; ++node) {
    cost[node] = SOI_NO_WAY;
  }
  cost[model->walk_ways[way].node] = 0.0;
  soi_heap_push(&heap, 0.0, model->walk_ways[way].node);
  soi_heap_item item;
  while (soi_heap_pop(&heap, &item)) {
    const soi_span links = model->walk_nodes[item.row].links;
    for (uint32_t i = 0; item.cost <= cost[item.row] && i < links.count; ++i) {
      const soi_walk_link_id row = model->walk_node_links[links.first + i];
      const soi_walk_link *const link = &model->walk_links[row];
      const soi_walk_node_id other = link->a == item.row ? link->b : link->a;
      const double offered = item.cost + link_cost(model, link);
      if (offered < cost[other]) {
        cost[other] = offered;
        model->walk_next[base + other] = row;
        soi_heap_push(&heap, offered, other);
      }
    }
  }
  for (uint32_t node = 0; node <= model->walk_node_count; ++node) {
    model->walk_cost[base + node] = (float)cost[node];
  }
}

/* --- what cannot be reached ------------------------------------------------------------------------------------------ */

static bool stop_in_use(const soi_build *build, uint32_t stop) {
  for (uint32_t i = 0; i < build->map->routes.count; ++i) {
    for (uint32_t j = 0; j < build->map->routes.items[i].stops.count; ++j) {
      if (build->map->routes.items[i].stops.items[j] == stop) {
        return true;
      }
    }
  }
  return false;
}

/* Gates and stops that must reach each other. */
typedef struct place {
  const char *what;
  const soi_record *record;
  soi_walk_node_id node;
  soi_walk_way_id way;
} place;

static uint32_t list_places(const soi_build *build, place *places) {
  const soi_model *const model = build->model;
  uint32_t count = 0;
  for (uint32_t row = 1; row <= model->gate_count; ++row) {
    if (build->gate_flows[row] > 0 && model->walk_nodes[model->gates[row].node].links.count > 0) {
      places[count++] = (place){"gate", &build->map->gates.items[row - 1].record, model->gates[row].node, model->gates[row].way};
    }
  }
  for (uint32_t row = 1; row <= model->stop_count; ++row) {
    const soi_stop *const stop = &model->stops[row];
    if (stop->node != 0 && stop_in_use(build, row) && model->walk_nodes[stop->node].links.count > 0) {
      places[count++] = (place){"stop", &build->map->stops.items[row - 1].record, stop->node, stop->walk_way};
    }
  }
  return count;
}

static uint32_t reached_from(const soi_model *model, const place *places, uint32_t count, uint32_t from) {
  uint32_t reached = 0;
  for (uint32_t i = 0; i < count; ++i) {
    reached += model->walk_cost[(size_t)places[from].way * (model->walk_node_count + 1) + places[i].node] < SOI_NO_WAY ? 1 : 0;
  }
  return reached;
}

/* Names those that do not hang together with the most. What touches no way at all was reported when it was joined. */
static void check_reach(soi_build *build) {
  const soi_model *const model = build->model;
  place *const places = SOI_NEW(&build->scratch, place, (size_t)model->gate_count + model->stop_count + 1);
  const uint32_t count = list_places(build, places);
  uint32_t best = 0, most = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t reached = reached_from(model, places, count, i);
    if (reached > most) {
      most = reached;
      best = i;
    }
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (model->walk_cost[(size_t)places[best].way * (model->walk_node_count + 1) + places[i].node] >= SOI_NO_WAY) {
      soi_error_add(build->errors, places[i].record->mark,
                    "%s '%s' cannot be reached on foot from %s '%s'; connected ways on foot expected", places[i].what,
                    places[i].record->id, places[best].what, places[best].record->id);
    }
  }
}

void soi_build_walk_ways(soi_build *build) {
  soi_model *const model = build->model;
  add_ways(build);
  const size_t cells = (size_t)build->walk_ways.count * (model->walk_node_count + 1);
  model->walk_next = SOI_NEW(&model->arena, soi_walk_link_id, cells);
  model->walk_cost = SOI_NEW(&model->arena, float, cells);
  double *const cost = SOI_NEW(&build->scratch, double, (size_t)model->walk_node_count + 1);
  for (soi_walk_way_id way = 1; way <= model->walk_way_count; ++way) {
    fill_way(build, way, cost);
  }
  check_reach(build);
}
