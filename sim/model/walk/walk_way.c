/* Ways of people: the shortest way to every gate and stop in use, from every node of the walk graph, and the check that flows find
 * theirs. */
#include "build.h"

static const double ZEBRA_COST = 10.0; /* m more, for the wait */
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
  for (uint32_t i = 0; i < scenario->incidents.count; ++i) { ++build->gate_flows[scenario->incidents.items[i].row.gate]; }
  (void)soi_table_add(&build->scratch, &build->walk_ways);
  for (uint32_t row = 1; row <= model->gate_count; ++row) {
    if (build->gate_flows[row] > 0) { model->gates[row].way = add_way(build, model->gates[row].node); }
  }
  for (uint32_t row = 1; row <= model->stop_count; ++row) {
    if (model->stops[row].node != 0) { model->stops[row].walk_way = add_way(build, model->stops[row].node); }
  }
  model->walk_ways = soi_table_publish(&model->arena, &build->walk_ways);
  model->walk_way_count = build->walk_ways.count - 1;
}

/* --- one table ------------------------------------------------------------------------------------------------------- */

static double link_cost(const soi_model *model, const soi_walk_link *link) {
  if (link->kind != SOI_WALK_CROSSING) { return link->length; }
  const soi_crossing_kind kind = model->crossings[link->crossing].kind;
  return link->length + (kind == SOI_CROSSING_SIGNAL ? SIGNAL_COST : kind == SOI_CROSSING_ZEBRA ? ZEBRA_COST : UNMARKED_COST);
}

/* Dijkstra from the goal; links are the same both ways. */
static void fill_way(soi_build *build, soi_walk_way_id way, double *cost) {
  soi_model *const model = build->model;
  const size_t base = (size_t)way * (model->walk_node_count + 1);
  soi_heap heap = {.arena = &build->scratch};
  for (soi_walk_node_id node = 0; node <= model->walk_node_count; ++node) { cost[node] = SOI_NO_WAY; }
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
  for (soi_walk_node_id node = 0; node <= model->walk_node_count; ++node) { model->walk_cost[base + node] = (float)cost[node]; }
}

/* --- what cannot be reached ------------------------------------------------------------------------------------------ */

/* People flow i, those of passengers first, where it goes on foot between gates that no way joins; else null. */
static const soi_people_flow_definition *parted(const soi_build *build, uint32_t i, bool *on_foot) {
  const soi_scenario_definition *const s = &build->definition->scenario;
  const soi_model *const model = build->model;
  const soi_people_flow_definition *const flow =
      i < s->passengers.flows.count ? &s->passengers.flows.items[i] : &s->pedestrians.flows.items[i - s->passengers.flows.count];
  const soi_walk_node_id from = model->gates[flow->from].node, to = model->gates[flow->to].node;
  /* What touches no way at all was reported when it was joined. */
  *on_foot = flow->by == SOI_TRAVEL_WALK && model->walk_nodes[from].links.count > 0 && model->walk_nodes[to].links.count > 0;
  const size_t row = (size_t)model->gates[flow->to].way * (model->walk_node_count + 1);
  return *on_foot && model->walk_cost[row + from] >= SOI_NO_WAY ? flow : NULL;
}

/* Only what a flow joins must hang together. Where no flow finds a way there is one fault, not one a flow. */
static void check_reach(soi_build *build) {
  const soi_scenario_definition *const s = &build->definition->scenario;
  const uint32_t flows = s->passengers.flows.count + s->pedestrians.flows.count;
  uint32_t walkers = 0, apart = 0;
  bool on_foot;
  for (uint32_t i = 0; i < flows; ++i) {
    apart += parted(build, i, &on_foot) != NULL ? 1 : 0;
    walkers += on_foot ? 1 : 0;
  }
  const bool all = apart > 1 && apart == walkers;
  for (uint32_t i = 0; i < flows && apart > 0; ++i) {
    const soi_people_flow_definition *const flow = parted(build, i, &on_foot);
    if (flow == NULL) { continue; }
    const char *const from = build->map->gates.items[flow->from - 1].record.id, *const to = build->map->gates.items[flow->to - 1].record.id;
    if (all) {
      soi_error_add(
          build->errors, flow->record.mark,
          "none of the %u flows on foot has a way: gate '%s' cannot be reached from gate '%s', and so on; connected ways on foot expected",
          apart, to, from);
      return;
    }
    soi_error_add(build->errors, flow->record.mark, "gate '%s' cannot be reached on foot from gate '%s'; connected ways on foot expected",
                  to, from);
  }
}

void soi_build_walk_ways(soi_build *build) {
  soi_model *const model = build->model;
  add_ways(build);
  const size_t cells = (size_t)build->walk_ways.count * (model->walk_node_count + 1);
  model->walk_next = SOI_NEW(&model->arena, soi_walk_link_id, cells);
  model->walk_cost = SOI_NEW(&model->arena, float, cells);
  double *const cost = SOI_NEW(&build->scratch, double, (size_t)model->walk_node_count + 1);
  for (soi_walk_way_id way = 1; way <= model->walk_way_count; ++way) { fill_way(build, way, cost); }
  check_reach(build);
}
