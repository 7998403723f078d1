/* What a passenger is about when not at a door: joining the queue, losing patience, arriving. Bodies are pedestrian's;
 * from here they are only given a new way. */
#include "agents.h"
#include "emit.h"
#include "parts.h"

static const double QUEUE_REACH = 2.5; /* m from the line: near enough to join it */

static soi_point place_of(const soi_world *world, soi_person_id person) {
  return (soi_point){world->person_x[person], world->person_y[person]};
}

static const soi_people_flow *flow_of(const soi_world *world, soi_person_id person) {
  return &world->model->people_flows[world->person_flow[person]];
}

/* --- to the stop ----------------------------------------------------------------------------------------------------------- */

/* Metres from a point to the line of people, from its head to its free end. */
static double distance_to_line(const soi_world *world, soi_stop_id stop, soi_point from) {
  const soi_stop *place = &world->model->stops[stop];
  const double places = soi_queue_places(world, stop);
  const double step = place->queue_step.x * place->queue_step.x + place->queue_step.y * place->queue_step.y;
  const double x = from.x - place->queue.x, y = from.y - place->queue.y;
  double share = 0.0;
  if (step > 0.0) { share = soi_clamp((x * place->queue_step.x + y * place->queue_step.y) / step, 0.0, places); }
  return soi_hypot(x - share * place->queue_step.x, y - share * place->queue_step.y);
}

/* In reach of the line, or of the node to which the way to the stop leads. */
static bool has_come(const soi_world *world, soi_person_id person, soi_stop_id stop) {
  const soi_point at = place_of(world, person);
  const soi_point node = world->model->walk_nodes[world->model->stops[stop].node].at;
  return distance_to_line(world, stop, at) <= QUEUE_REACH || soi_hypot(at.x - node.x, at.y - node.y) <= QUEUE_REACH;
}

static void walk_to_stop(soi_world *world, soi_person_id person) {
  const soi_stop_id stop = world->leg_stop[world->person_leg[person]];
  if (!world->person_body[person] || world->person_crossing[person] == SOI_CROSSING_ON || !has_come(world, person, stop)) { return; }
  soi_emit(world, SOI_EVENT_QUEUE_JOINED, person, stop, world->stop_queue[stop], place_of(world, person), 0);
  soi_queue_join(world, stop, person);
  soi_leg_done(world, person);
  world->person_errand[person] = SOI_ERRAND_QUEUE;
  world->person_wait_tick[person] = world->tick[0];
  world->person_cart[person] = 0;
  world->person_crossing[person] = SOI_CROSSING_NONE;
}

/* --- waiting --------------------------------------------------------------------------------------------------------------- */

/* Nobody walks off while a cart stands there that will take him. */
static bool cart_is_here(const soi_world *world, soi_person_id person) {
  const soi_stop_id stop = world->person_stop[person];
  const soi_route_id route = soi_route_of(world, person);
  for (uint32_t berth = 0; berth < SOI_BERTHS; ++berth) {
    const soi_cart_id cart = world->stop_carts[(size_t)stop * SOI_BERTHS + berth];
    if (cart != 0 && soi_cart_takes(world, cart, route)) { return true; }
  }
  return false;
}

static void wait(soi_world *world, soi_person_id person) {
  const double waited = soi_seconds(world, world->tick[0] - world->person_wait_tick[person]);
  if (waited <= (double)world->person_patience[person] || cart_is_here(world, person)) { return; }
  const soi_stop_id stop = world->person_stop[person];
  soi_emit(world, SOI_EVENT_GAVE_UP, person, stop, waited, place_of(world, person), 0);
  ++world->passengers_gave_up[0];
  soi_queue_leave(world, stop, person);
  world->person_cart[person] = 0;
  while (world->leg_gate[world->person_leg[person]] == 0) { soi_leg_done(world, person); }
  soi_errand_walk_on(world, person, SOI_ERRAND_GIVEN_UP, world->model->stops[stop].node);
}

/* Back into the queue when the cart broke down with its doors open. */
static void go_to_door(soi_world *world, soi_person_id person) {
  if (soi_cart_at_stop(world, world->person_cart[person])) { return; }
  world->person_errand[person] = SOI_ERRAND_QUEUE;
  world->person_cart[person] = 0;
  soi_queue_number(world, world->person_stop[person]);
}

/* --- on foot again --------------------------------------------------------------------------------------------------------- */

void soi_errand_walk_on(soi_world *world, soi_person_id person, soi_errand errand, soi_walk_node_id node) {
  const soi_model *model = world->model;
  const soi_leg_id leg = world->person_leg[person];
  const soi_stop_id stop = world->leg_stop[leg]; /* of a change */
  const size_t row = model->walk_node_count + 1;
  soi_walk_way_id way = stop != 0 ? model->stops[stop].walk_way : model->gates[world->leg_gate[leg]].way;
  if (model->walk_cost[way * row + node] >= SOI_NO_WAY) { way = model->gates[flow_of(world, person)->from].way; }
  const soi_walk_link_id link = model->walk_next[way * row + node];
  const soi_walk_link *first = &model->walk_links[link];
  world->person_errand[person] = (uint8_t)(stop != 0 ? SOI_ERRAND_TO_STOP : errand);
  world->person_stop[person] = stop;
  world->person_way[person] = way;
  world->person_link[person] = link; /* 0 when the gate is here */
  world->person_toward[person] = link == 0 ? node : first->a == node ? first->b : first->a;
  world->person_crossing[person] = SOI_CROSSING_NONE;
}

/* The body has reached its gate and is gone. */
static void arrive(soi_world *world, soi_person_id person) {
  if (world->person_body[person]) { return; }
  if (world->person_errand[person] == SOI_ERRAND_WALK_ON) {
    const double trip = soi_seconds(world, world->tick[0] - world->person_born[person]);
    soi_emit(world, SOI_EVENT_SERVED, person, world->person_flow[person], trip, place_of(world, person), 0);
    ++world->passengers_served[0];
  }
  soi_person_remove(world, person);
}

static void run(soi_world *world, soi_person_id person) {
  switch (world->person_errand[person]) {
    case SOI_ERRAND_TO_STOP: walk_to_stop(world, person); break;
    case SOI_ERRAND_QUEUE: wait(world, person); break;
    case SOI_ERRAND_BOARD: go_to_door(world, person); break;
    case SOI_ERRAND_WALK_ON:
    case SOI_ERRAND_GIVEN_UP: arrive(world, person); break;
    default: break;
  }
}

void soi_errands_run(soi_world *world) {
  for (soi_person_id person = 1; person <= world->person_high[0]; ++person) { run(world, person); }
}
