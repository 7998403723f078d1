/* The model's hash: everything a run is made from. Built tables are hashed rather than the map's text, so that a difference in
 * building shows too; of the scenario, the values that steer the run. Names, captions and expectations do not count. */
#include "build.h"
#include "hash.h"

/* Folds a list of numbers. */
#define FOLD(hash, type, ...) soi_hash_bytes((hash), (const type[]){__VA_ARGS__}, sizeof((const type[]){__VA_ARGS__}))

/* --- tables ---------------------------------------------------------------------------------------------------------- */

static uint64_t hash_lanes(uint64_t hash, const soi_model *model) {
  for (uint32_t row = 1; row <= model->lane_count; ++row) {
    const soi_lane *const l = &model->lanes[row];
    hash = FOLD(hash, uint32_t, l->road, l->junction, l->node, (uint32_t)l->direction, (uint32_t)l->road_class, (uint32_t)l->turn, l->index,
                l->inner, l->outer, l->from, l->to, l->out.first, l->out.count, l->in.first, l->in.count, l->segments,
                l->conflict_zones.first, l->conflict_zones.count, l->signal, l->signal_bit, l->curved);
    hash = FOLD(hash, double, l->length, l->width, l->speed_limit, l->segment_length, l->curve_speed, l->stop_line);
    if (l->gives_way || l->roundabout != 0) { hash = FOLD(hash, uint32_t, row, l->gives_way, l->roundabout); }
  }
  hash = soi_hash_bytes(hash, model->points, sizeof(soi_point) * model->point_count);
  return soi_hash_bytes(hash, model->headings, sizeof(soi_point) * model->point_count);
}

static uint64_t hash_zones(uint64_t hash, const soi_model *model) {
  for (uint32_t row = 1; row <= model->conflict_zone_count; ++row) {
    const soi_conflict_zone *const z = &model->conflict_zones[row];
    hash = FOLD(hash, uint32_t, z->lane, (uint32_t)z->kind, (uint32_t)z->right, z->partner, z->crossing);
    hash = FOLD(hash, double, z->start, z->end, z->walk_start, z->walk_end);
  }
  return hash;
}

static uint64_t hash_signals(uint64_t hash, const soi_model *model) {
  for (uint32_t row = 1; row <= model->signal_count; ++row) {
    const soi_signal *const s = &model->signals[row];
    hash = FOLD(hash, uint64_t, s->junction, s->stages.first, s->stages.count, s->cycle, s->offset);
  }
  for (uint32_t row = 1; row <= model->stage_count; ++row) {
    const soi_stage *const s = &model->stages[row];
    hash = FOLD(hash, uint64_t, s->go, s->protect, s->green, s->amber, s->all_red);
  }
  return hash;
}

static uint64_t hash_walks(uint64_t hash, const soi_model *model) {
  for (uint32_t row = 1; row <= model->crossing_count; ++row) {
    const soi_crossing *const c = &model->crossings[row];
    hash = FOLD(hash, uint32_t, c->road, c->link, (uint32_t)c->kind, c->signal, c->signal_bit);
    hash = FOLD(hash, double, c->a.x, c->a.y, c->b.x, c->b.y, c->length, c->width, c->refuge_start, c->refuge_end);
  }
  for (uint32_t row = 1; row <= model->walk_node_count; ++row) {
    hash = FOLD(hash, double, model->walk_nodes[row].at.x, model->walk_nodes[row].at.y);
  }
  for (uint32_t row = 1; row <= model->walk_link_count; ++row) {
    const soi_walk_link *const l = &model->walk_links[row];
    hash = FOLD(hash, uint32_t, l->a, l->b, (uint32_t)l->kind, l->crossing, (uint32_t)l->level);
    hash = FOLD(hash, double, l->length, l->width, l->along.x, l->along.y);
  }
  for (uint32_t row = 1; row <= model->gate_count; ++row) {
    hash = FOLD(hash, uint32_t, model->gates[row].node, model->gates[row].way);
    hash = FOLD(hash, double, model->definition->map.gates.items[row - 1].width);
  }
  return hash;
}

static uint64_t hash_service(uint64_t hash, const soi_model *model) {
  for (uint32_t row = 1; row <= model->stop_count; ++row) {
    const soi_stop *const s = &model->stops[row];
    hash = FOLD(hash, uint32_t, s->lane, s->berths, s->way, s->node, s->walk_way);
    hash = FOLD(hash, double, s->s, s->d, s->berth_length, s->queue.x, s->queue.y, s->queue_step.x, s->queue_step.y);
  }
  for (uint32_t row = 1; row <= model->depot_count; ++row) {
    const soi_depot *const d = &model->depots[row];
    hash = FOLD(hash, uint32_t, d->lane, d->places, d->way, d->plugs);
    hash = FOLD(hash, double, d->s, d->d, d->charge_power, d->plug_power);
  }
  for (uint32_t row = 1; row <= model->route_count; ++row) {
    const soi_route *const r = &model->routes[row];
    hash = FOLD(hash, uint32_t, r->loop, r->stops.count);
    hash = soi_hash_bytes(hash, &model->route_stops[r->stops.first], sizeof(uint32_t) * r->stops.count);
    hash = FOLD(hash, double, r->length, r->free_time);
  }
  return hash;
}

static uint64_t hash_tables_of_ways(uint64_t hash, const soi_model *model) {
  hash = soi_hash_bytes(hash, model->way_cost, sizeof(float) * (size_t)(model->way_count + 1) * (model->lane_count + 1));
  const size_t cells = (size_t)(model->walk_way_count + 1) * (model->walk_node_count + 1);
  hash = soi_hash_bytes(hash, model->walk_next, sizeof(soi_walk_link_id) * cells);
  hash = soi_hash_bytes(hash, model->walk_cost, sizeof(float) * cells);
  for (uint32_t row = 1; row <= model->sight_edge_count; ++row) {
    const soi_sight_edge *const e = &model->sight_edges[row];
    hash = FOLD(hash, double, e->a.x, e->a.y, e->b.x, e->b.y);
  }
  return hash;
}

static uint64_t hash_flows(uint64_t hash, const soi_model *model) {
  for (uint32_t row = 1; row <= model->vehicle_flow_count; ++row) {
    const soi_vehicle_flow *const f = &model->vehicle_flows[row];
    hash = FOLD(hash, uint64_t, f->way, f->entries.first, f->entries.count, f->start, f->finish, f->type);
    hash = FOLD(hash, double, f->rate);
  }
  for (uint32_t row = 1; row <= model->people_flow_count; ++row) {
    const soi_people_flow *const f = &model->people_flows[row];
    hash = FOLD(hash, uint64_t, f->passengers, f->from, f->to, f->route, f->board, f->alight, f->start, f->finish, f->arrivals.count);
    hash = FOLD(hash, double, f->rate, f->per_arrival, f->spread, f->patience, f->wheelchair, f->luggage);
    hash = soi_hash_bytes(hash, &model->arrival_ticks[f->arrivals.first], sizeof(soi_tick) * f->arrivals.count);
  }
  return soi_hash_bytes(hash, model->mix_share, sizeof(double) * (model->type_count + 1));
}

/* --- the scenario ---------------------------------------------------------------------------------------------------- */

static uint64_t hash_types(uint64_t hash, const soi_scenario_definition *scenario) {
  for (uint32_t i = 0; i < scenario->vehicle_types.count; ++i) {
    const soi_vehicle_type_definition *const t = &scenario->vehicle_types.items[i];
    hash = FOLD(hash, uint32_t, (uint32_t)t->shape, t->filters, t->seats, t->standing);
    hash = FOLD(hash, double, t->length, t->width, t->height, t->mass, t->top_speed, t->acceleration, t->deceleration, t->headway, t->gap,
                t->speed_factor, t->speed_spread, t->politeness, t->threshold, t->ignores_zebra, t->runs_red, t->jerk,
                t->emergency_deceleration, t->sensor_range, t->field_of_view, t->latency, t->miss_rate, t->lateral_margin, t->battery,
                t->drive_efficiency, t->recuperation, t->auxiliary_power, t->rolling_resistance, t->drag_area);
  }
  return hash;
}

static uint64_t hash_fleet(uint64_t hash, const soi_scenario_definition *scenario) {
  for (uint32_t i = 0; i < scenario->fleet.count; ++i) {
    const soi_cart_definition *const c = &scenario->fleet.items[i];
    hash = FOLD(hash, uint32_t, c->type, c->route, c->depot);
    hash = FOLD(hash, double, c->start, c->finish, c->charge);
    if (c->place > 0) { hash = FOLD(hash, uint32_t, c->count, c->place); }
  }
  const soi_service_definition *const s = &scenario->service;
  hash = FOLD(hash, uint32_t, s->hold_stop, (uint32_t)s->hold);
  return FOLD(hash, double, s->hold_limit, s->door_time, s->boarding_time, s->alighting_time, s->standing_penalty, s->ramp_time,
              s->dwell_minimum, s->low_charge, s->full_charge, s->on_time_early, s->on_time_late, s->headway);
}

static uint64_t hash_conditions(uint64_t hash, const soi_scenario_definition *scenario) {
  const soi_weather_definition *const w = &scenario->weather;
  const soi_walking_definition *const p = &scenario->pedestrians.walking;
  hash = FOLD(hash, double, w->rain, w->visibility, w->temperature, p->speed, p->speed_spread, p->radius, p->time_gap, p->critical_gap,
              p->jaywalk);
  for (uint32_t i = 0; i < scenario->incidents.count; ++i) {
    const soi_incident_definition *const n = &scenario->incidents.items[i];
    hash = FOLD(hash, uint32_t, (uint32_t)n->kind, n->cart, n->road, (uint32_t)n->direction, n->lane, n->type, n->gate, n->jaywalks);
    hash = FOLD(hash, double, n->at, n->duration, n->from, n->to, n->rain, n->visibility, n->offset, n->place.x, n->place.y);
  }
  return hash;
}

/* What stays where it is: lanes, junctions, ways on foot, stops, and the destinations that states refer to by row. */
uint64_t soi_model_ground_hash(const soi_model *model) {
  uint64_t hash = SOI_HASH_SEED;
  hash = hash_lanes(hash, model);
  hash = hash_zones(hash, model);
  hash = hash_signals(hash, model);
  hash = hash_walks(hash, model);
  hash = hash_service(hash, model);
  for (uint32_t row = 1; row <= model->way_count; ++row) {
    hash = FOLD(hash, uint32_t, model->ways[row].lane, model->ways[row].node);
    hash = FOLD(hash, double, model->ways[row].s);
  }
  for (uint32_t row = 1; row <= model->walk_way_count; ++row) { hash = FOLD(hash, uint32_t, model->walk_ways[row].node); }
  return hash;
}

uint64_t soi_model_hash(const soi_model *model) {
  const soi_scenario_definition *const scenario = &model->definition->scenario;
  uint64_t hash = SOI_HASH_SEED;
  hash = FOLD(hash, uint64_t, model->seed, model->step_us, model->end, model->warmup, model->vehicle_capacity, model->person_capacity,
              scenario->capacity.allow_overflow);
  hash = FOLD(hash, double, scenario->start, model->side);
  hash = hash_lanes(hash, model);
  hash = hash_zones(hash, model);
  hash = hash_signals(hash, model);
  hash = hash_walks(hash, model);
  hash = hash_service(hash, model);
  hash = hash_tables_of_ways(hash, model);
  hash = hash_flows(hash, model);
  hash = hash_types(hash, scenario);
  hash = hash_fleet(hash, scenario);
  return hash_conditions(hash, scenario);
}
