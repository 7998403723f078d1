/* What lies near a point of the map: for whoever points at it. Looked up lane by lane and way by way, so not for the step's loops. */
#include "build.h"

/* A way above or below the ground is taken only where nothing on the ground is as near by this much, m. */
static const double OFF_THE_GROUND = 1000.0;
/* Nobody is put nearer to the side of a way than this, m. */
static const double FROM_SIDE = 0.4;
/* The nearest gate worth walking to is this far away, m. */
static const double WORTH_WALKING = 20.0;

/* The nearest place of one segment of a lane's middle: metres from the segment's start, and to the left. */
static double lane_distance(const soi_model *model, const soi_lane *lane, uint32_t segment, soi_point at, double *s, double *d) {
  const soi_point start = model->points[lane->first_point + segment], end = model->points[lane->first_point + segment + 1];
  const soi_point along = unit(difference(end, start)), to = difference(at, start);
  const double on = soi_clamp(dot(along, to), 0.0, lane->segment_length);
  *s = (double)segment * lane->segment_length + on;
  *d = cross(along, to);
  return distance(at, moved(start, along, on));
}

soi_lane_id soi_lane_of(const soi_model *model, soi_road_id road, soi_direction direction, uint32_t index) {
  for (soi_lane_id lane = 1; lane <= model->lane_count; ++lane) {
    const soi_lane *const row = &model->lanes[lane];
    if (row->road == road && row->direction == direction && row->index == index) { return lane; }
  }
  return 0;
}

soi_lane_id soi_lane_near(const soi_model *model, soi_point at, double reach, double *s, double *d) {
  soi_lane_id best = 0;
  double least = reach;
  for (soi_lane_id lane = 1; lane <= model->lane_count; ++lane) {
    const soi_lane *const row = &model->lanes[lane];
    for (uint32_t segment = 0; segment < row->segments && row->junction == 0; ++segment) {
      double here_s, here_d;
      const double away = lane_distance(model, row, segment, at, &here_s, &here_d);
      if (away < least) {
        least = away;
        best = lane;
        *s = here_s;
        *d = here_d;
      }
    }
  }
  return best;
}

/* Metres from a point to a way's strip; on gets the nearest place of it. */
static double link_distance(const soi_model *model, const soi_walk_link *link, soi_point at, soi_point *on) {
  const soi_point start = model->walk_nodes[link->a].at, to = difference(at, start);
  const double half = soi_max(0.5 * link->width - FROM_SIDE, 0.0);
  const double along = soi_clamp(dot(link->along, to), 0.0, link->length);
  const double left = soi_clamp(cross(link->along, to), -half, half);
  *on = moved(moved(start, link->along, along), left_of(link->along), left);
  return distance(at, *on);
}

soi_walk_link_id soi_walk_link_near(const soi_model *model, soi_point at, double reach, soi_point *on) {
  soi_walk_link_id best = 0;
  double least = OFF_THE_GROUND + reach;
  for (soi_walk_link_id link = 1; link <= model->walk_link_count; ++link) {
    soi_point place;
    const double away = link_distance(model, &model->walk_links[link], at, &place);
    const double cost = away + (model->walk_links[link].level != 0 ? OFF_THE_GROUND : 0.0);
    if (away <= reach && cost < least) {
      least = cost;
      best = link;
      *on = place;
    }
  }
  return best;
}

double soi_walk_cost_at(const soi_model *model, soi_walk_way_id way, soi_walk_link_id link, soi_point at, soi_walk_node_id *toward) {
  const soi_walk_link *const row = &model->walk_links[link];
  const float *const cost = model->walk_cost + (size_t)way * (model->walk_node_count + 1);
  const double along = soi_clamp(dot(row->along, difference(at, model->walk_nodes[row->a].at)), 0.0, row->length);
  const double by_a = along + (double)cost[row->a], by_b = row->length - along + (double)cost[row->b];
  *toward = by_a < by_b ? row->a : row->b;
  return soi_min(by_a, by_b);
}

soi_gate_id soi_gate_near(const soi_model *model, soi_walk_link_id link, soi_point at) {
  uint32_t best = 0;
  double least = (double)SOI_NO_WAY;
  for (soi_gate_id gate = 1; gate <= model->gate_count; ++gate) {
    soi_walk_node_id toward;
    if (model->gates[gate].way == 0) { continue; }
    const double cost = soi_walk_cost_at(model, model->gates[gate].way, link, at, &toward);
    if (cost < least && cost > WORTH_WALKING) {
      least = cost;
      best = gate;
    }
  }
  return best;
}

soi_way_id soi_exit_near(const soi_model *model, soi_lane_id lane) {
  soi_way_id best = 0;
  for (soi_way_id way = 1; way <= model->way_count; ++way) {
    const double cost = soi_way_cost(model, way, lane);
    if (model->ways[way].node != 0 && cost < (double)SOI_NO_WAY && (best == 0 || cost < soi_way_cost(model, best, lane))) { best = way; }
  }
  return best;
}

soi_type_id soi_van_type(const soi_model *model) {
  return soi_van_among(model->definition->scenario.vehicle_types.items, model->type_count, NULL);
}
