/* How people come into the world: at their gate, one of a flow in a step, where the floor is free. Traits are drawn here and
 * kept. */
#include "pedestrian.h"

#include "agents.h"
#include "cells.h"
#include "emit.h"
#include "fmath.h"
#include "person.h"
#include "random.h"
#include "room.h"

/* Nobody else may be within this distance of a newcomer, m. */
static const double FLOOR = 0.5;
/* How far from there to look: a body further away cannot come so near in one step. */
static const double LOOK_AROUND = 1.0;
/* Wishes are cut at so many deviations, and at a least speed, m/s. */
static const double DEVIATIONS = 2.5, LEAST_WISH = 0.5;
/* What slows: luggage by 15 %, a wheelchair by 20 %. */
static const double LUGGAGE_FACTOR = 0.85, WHEELCHAIR_FACTOR = 0.8;
/* Patience varies by this share of its mean, and lasts at least so long, s. */
static const double PATIENCE_SPREAD = 0.3, LEAST_PATIENCE = 60.0;
/* On average people walk this far towards the side they keep to (of -1..1), give or take. */
static const double SIDE_MEAN = 0.35, SIDE_SPREAD = 0.6;

/* Legs of a passenger's journey: to the stop, aboard, to the gate. */
enum { JOURNEY = 3 };

/* The traits, each with its own number of draw. */
enum { TRAIT_WISH, TRAIT_SIDE, TRAIT_PATIENCE, TRAIT_WHEELCHAIR, TRAIT_LUGGAGE, TRAIT_JAYWALK };

/* The way a newcomer of this flow takes first. */
static soi_walk_way_id first_way(const soi_model *model, const soi_people_flow *flow) {
  return soi_flow_rides(flow) ? model->stops[flow->board].walk_way : model->gates[flow->to].way;
}

/* Where a newcomer of this tick would stand: somewhere on the gate's line, across the way. */
static soi_point birth_point(const soi_world *world, soi_people_flow_id flow, soi_point *heading) {
  const soi_model *const model = world->model;
  const soi_people_flow *const plan = &model->people_flows[flow];
  const soi_gate *const gate = &model->gates[plan->from];
  const soi_point node = model->walk_nodes[gate->node].at;
  const soi_walk_link_id link = soi_way_next(model, first_way(model, plan), gate->node);
  *heading = (soi_point){0.0, 0.0};
  if (link == 0) { return node; }
  const soi_walk_link *const row = &model->walk_links[link];
  *heading = row->a == gate->node ? row->along : (soi_point){-row->along.x, -row->along.y};
  const double width = soi_min(row->width, gate->width);
  const double half = soi_max(0.5 * width - soi_walking_of(world)->radius, 0.0);
  const double draw = soi_random(model->seed, SOI_DRAW_PERSON_CHOICE, flow, world->tick[0], 0);
  const double offset = (2.0 * draw - 1.0) * half;
  return (soi_point){node.x - offset * heading->y, node.y + offset * heading->x};
}

typedef struct floor_query {
  const soi_world *world;
  soi_point at;
  soi_walk_link_id link;
  bool taken;
} floor_query;

/* Somebody near: where will it be after this step? */
static void visit_floor(void *context, soi_person_id person, double distance) {
  (void)distance;
  floor_query *const query = context;
  const soi_world *const world = query->world;
  if (!soi_way_meet(world->model, world->person_link[person], query->link, query->at)) { return; }
  const double dx = world->person_x[person] + world->intent_vx[person] * world->model->step - query->at.x;
  const double dy = world->person_y[person] + world->intent_vy[person] * world->model->step - query->at.y;
  query->taken = query->taken || dx * dx + dy * dy < FLOOR * FLOOR;
}

/* No vehicle stands or drives over the place. */
static bool road_is_free(const soi_world *world, soi_walk_link_id link, soi_point at) {
  const double radius = soi_walking_of(world)->radius;
  const soi_outline outline = {at, {1.0, 0.0}, radius, radius};
  return soi_room_clear(world, &outline, world->model->walk_links[link].level, false);
}

static bool floor_is_free(const soi_world *world, soi_people_flow_id flow, soi_point at) {
  const soi_model *const model = world->model;
  const soi_people_flow *const plan = &model->people_flows[flow];
  const soi_walk_link_id link = soi_way_next(model, first_way(model, plan), model->gates[plan->from].node);
  floor_query query = {world, at, link, false};
  soi_cells_visit(world, at, LOOK_AROUND, visit_floor, &query);

  /* Newcomers of the same step at the same gate. */
  for (soi_people_flow_id other = 1; other < flow && !query.taken; ++other) {
    if (world->birth_granted[other] == SOI_BIRTH_GRANTED && model->people_flows[other].from == plan->from) {
      soi_point heading;
      const soi_point there = birth_point(world, other, &heading);
      query.taken = soi_hypot(there.x - at.x, there.y - at.y) < FLOOR;
    }
  }
  return !query.taken && road_is_free(world, link, at);
}

void soi_pedestrian_claim(soi_world *world) {
  uint32_t rows = world->model->person_capacity - world->person_count[0], legs = soi_legs_left(world);
  for (soi_people_flow_id flow = 1; flow <= world->model->people_flow_count; ++flow) {
    world->birth_granted[flow] = SOI_BIRTH_NONE;
    if (world->people_flow_waiting[flow] == 0) { continue; }
    const uint32_t journey = soi_flow_rides(&world->model->people_flows[flow]) ? JOURNEY : 0;
    if (rows == 0 || legs < journey) {
      world->birth_granted[flow] = SOI_BIRTH_NO_ROW;
      continue;
    }
    soi_point heading;
    if (floor_is_free(world, flow, birth_point(world, flow, &heading))) {
      world->birth_granted[flow] = SOI_BIRTH_GRANTED;
      --rows;
      legs -= journey;
    }
  }
}

static double draw(const soi_world *world, soi_person_id person, uint32_t trait) {
  return soi_random(world->model->seed, SOI_DRAW_PERSON_TRAIT, world->person_serial[person], 0, trait);
}

static double draw_normal(const soi_world *world, soi_person_id person, uint32_t trait) {
  return soi_random_normal(world->model->seed, SOI_DRAW_PERSON_TRAIT, world->person_serial[person], 0, trait);
}

void soi_draw_person_traits(soi_world *world, soi_person_id person, const soi_people_flow *flow) {
  const soi_walking *const walking = soi_walking_of(world);
  uint32_t needs = 0;
  if (draw(world, person, TRAIT_WHEELCHAIR) < flow->wheelchair) { needs |= SOI_NEED_WHEELCHAIR; }
  if (draw(world, person, TRAIT_LUGGAGE) < flow->luggage) { needs |= SOI_NEED_LUGGAGE; }
  world->person_needs[person] = (uint8_t)needs;
  world->person_rules[person] = draw(world, person, TRAIT_JAYWALK) < walking->jaywalk ? SOI_RULE_JAYWALK : 0;

  const double deviation = soi_clamp(draw_normal(world, person, TRAIT_WISH), -DEVIATIONS, DEVIATIONS);
  double wish = walking->speed + deviation * walking->speed_spread;
  wish *= (needs & SOI_NEED_LUGGAGE ? LUGGAGE_FACTOR : 1.0) * (needs & SOI_NEED_WHEELCHAIR ? WHEELCHAIR_FACTOR : 1.0);
  world->person_wish[person] = (float)soi_max(wish, LEAST_WISH);

  const double patience = flow->patience * (1.0 + PATIENCE_SPREAD * draw_normal(world, person, TRAIT_PATIENCE));
  world->person_patience[person] = (float)soi_max(patience, LEAST_PATIENCE);
  const double side = world->model->side * SIDE_MEAN + SIDE_SPREAD * (2.0 * draw(world, person, TRAIT_SIDE) - 1.0);
  world->person_side[person] = (float)soi_clamp(side, -1.0, 1.0);
}

static void plan_journey(soi_world *world, soi_person_id person, const soi_people_flow *plan) {
  const uint32_t before = world->leg_count[0];
  soi_leg_add(world, person, 0, plan->board, 0);
  soi_leg_add(world, person, plan->route, plan->alight, 0);
  soi_leg_add(world, person, 0, 0, plan->to);
  SOI_ASSERT(world->leg_count[0] == before + JOURNEY);
}

static void give_birth(soi_world *world, soi_people_flow_id flow) {
  const soi_model *const model = world->model;
  const soi_people_flow *const plan = &model->people_flows[flow];
  const soi_person_id person = soi_person_add(world);
  SOI_ASSERT(person != 0);
  world->person_flow[person] = flow;
  soi_draw_person_traits(world, person, plan);

  /* The body, walking in. */
  soi_point heading;
  const soi_point at = birth_point(world, flow, &heading);
  const double wish = (double)world->person_wish[person];
  world->person_body[person] = 1;
  world->person_x[person] = at.x;
  world->person_y[person] = at.y;
  world->person_vx[person] = wish * heading.x;
  world->person_vy[person] = wish * heading.y;

  /* The errand, and the way to begin it. */
  const soi_walk_node_id node = model->gates[plan->from].node;
  world->person_errand[person] = SOI_ERRAND_WALK;
  world->person_way[person] = first_way(model, plan);
  const soi_walk_link_id link = soi_way_next(model, world->person_way[person], node);
  world->person_link[person] = link;
  world->person_toward[person] = link != 0 ? soi_way_other_end(model, link, node) : node;
  --world->people_flow_waiting[flow];
  if (soi_flow_rides(plan)) {
    world->person_errand[person] = SOI_ERRAND_TO_STOP;
    world->person_stop[person] = plan->board;
    plan_journey(world, person, plan);
    --world->passengers_outside[0];
  }
}

void soi_people_born(soi_world *world) {
  for (soi_people_flow_id flow = 1; flow <= world->model->people_flow_count; ++flow) {
    if (world->birth_granted[flow] == SOI_BIRTH_GRANTED) {
      give_birth(world, flow);
    } else if (world->birth_granted[flow] == SOI_BIRTH_NO_ROW) {
      const soi_gate *const gate = &world->model->gates[world->model->people_flows[flow].from];
      soi_no_room(world, true, flow, world->model->walk_nodes[gate->node].at);
    }
  }
}
